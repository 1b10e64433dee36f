"""Excel books: a base case that recalculates, and the simulation as values."""

from sroi.report.book.book import book, comparison_book

__all__ = ["book", "comparison_book"]
