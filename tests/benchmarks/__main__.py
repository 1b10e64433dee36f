"""Everything that is promised about speed, measured side by side. Run: python -m tests.benchmarks"""

from tests.benchmarks import command, engine

command.main()
engine.main()
