"""What pages take from npm, and the translations: fetched, chosen and compiled once, before the desk runs."""
