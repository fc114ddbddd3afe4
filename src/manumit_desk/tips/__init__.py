"""What somebody outside reports, from first word to outcome."""
