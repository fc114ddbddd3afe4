"""What changes the records of training."""
