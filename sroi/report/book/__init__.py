"""Excel books: a base case that recalculates, and the simulation as values."""
