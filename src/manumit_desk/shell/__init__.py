"""The base page, its parts and styles."""
