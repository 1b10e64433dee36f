"""Files to a scenario, or every problem at once."""

from sroi.loader.reading import Chain, dump, load

__all__ = ["Chain", "dump", "load"]
