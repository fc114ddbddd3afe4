"""A made-up desk to try things on: agencies, people, tips and cases that do not exist."""
