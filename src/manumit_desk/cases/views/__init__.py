"""The pages of the room: thin, they fetch through access, act through actions and show what queries give."""
