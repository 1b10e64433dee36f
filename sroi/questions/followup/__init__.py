"""Did it happen: what was observed, beside what it was before and what it should be."""
