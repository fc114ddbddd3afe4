"""What was promised, by whom, until when, and whether it is so."""
