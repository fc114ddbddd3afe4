"""The forms of the room: what is typed, not what is allowed; actions say that, and the form shows it."""
