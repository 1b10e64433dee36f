"""Pictures: each function returns a Figure, with its alt text as the figure's label."""
