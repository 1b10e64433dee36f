"""What is promised about speed, measured side by side: python -m tests.benchmarks."""

from tests.benchmarks import command, engine

command.main()
engine.main()
