"""python -m sroi."""

from sroi.cli import main

main(prog_name="sroi")
