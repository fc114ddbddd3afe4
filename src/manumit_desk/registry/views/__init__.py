"""Pages of hits, subjects and search."""
