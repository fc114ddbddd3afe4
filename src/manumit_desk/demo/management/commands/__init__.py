"""Commands of the made-up desk."""
