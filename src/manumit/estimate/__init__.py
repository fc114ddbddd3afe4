"""How many: the number of people, from several lists that overlap (multiple systems estimation)."""
