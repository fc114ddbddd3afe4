"""Commands for a first installation."""
