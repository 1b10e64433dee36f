"""A room for each question: what it computes, its record, its table and its figure."""
