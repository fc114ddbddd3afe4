"""What waits for me: the page that everybody starts with."""
