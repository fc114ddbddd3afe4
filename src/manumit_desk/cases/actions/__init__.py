"""Every write to cases and their parts: one transaction each, a line in the audit, mentions declared."""
