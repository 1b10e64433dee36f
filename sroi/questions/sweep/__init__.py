"""Every combination of some values."""
