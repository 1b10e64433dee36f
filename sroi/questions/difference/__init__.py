"""Why two scenarios differ."""
