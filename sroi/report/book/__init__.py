"""The Excel book of one run: a base case that recalculates, and the simulation as values."""

from sroi.report.book.book import book

__all__ = ["book"]
