"""From resources to who gains: the logic of a programme as its file states it."""
