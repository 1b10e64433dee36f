"""What is promised about speed, measured side by side: python -m tests.benchmarks."""

from tests.benchmarks import answers, command, engine

command.main()
engine.main()
answers.main()
