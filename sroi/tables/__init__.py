"""Numbers as tables to read: labels, units, rounding, intervals, in one language."""
