"""An agency's work on one matter, alone or jointly."""
