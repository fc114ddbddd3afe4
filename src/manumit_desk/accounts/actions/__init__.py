"""What changes accounts, tokens, agreements and an agency's contact."""
