"""Questions about cases, answered with plain values that pages, the API and exports show."""
