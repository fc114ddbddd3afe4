"""The pages on which an agency looks after its people, tokens, agreements and contact."""
