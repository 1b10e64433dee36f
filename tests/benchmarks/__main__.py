"""What is promised about speed, measured side by side: python -m tests.benchmarks."""

from tests.benchmarks import answers, command, engine, page

command.main()
engine.main()
answers.main()
page.main()
