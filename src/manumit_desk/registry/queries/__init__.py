"""What pages and programs may read of the registry, as plain values."""
