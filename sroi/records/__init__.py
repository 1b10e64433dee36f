"""Results as JSON, and as rows for tables of other programs."""
