"""Commands of the desk that belong to no other room."""
