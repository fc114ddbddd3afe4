"""File formats: readers that set bad rows aside with their reason, writers that never leave half a file."""
