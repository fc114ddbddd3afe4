"""Commands of the registry, named by their files."""
