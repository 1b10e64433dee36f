"""The command line: parse, call, show."""

from sroi.cli.main import main

__all__ = ["main"]
