"""Tables of what was observed: aggregates only, read with every problem at once, and added up."""
