"""sroi schema: print the JSON Schema."""

import click

from sroi.cli.speech import say_json


@click.command("schema", epilog="Example: sroi schema > sroi.schema.json")
def command() -> None:
    """Print the JSON Schema of a scenario file, which editors use for completion.

    Name it in the first line of a scenario: # yaml-language-server: $schema=sroi.schema.json
    """
    from sroi.record import as_json
    from sroi.schema.json_schema import json_schema

    say_json(as_json(json_schema()))
