"""Who may see what: handling, rules, consent, shares, and the audit."""
