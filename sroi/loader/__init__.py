"""Files to a scenario, or every problem at once."""

from sroi.loader.reading import dump, load

__all__ = ["dump", "load"]
