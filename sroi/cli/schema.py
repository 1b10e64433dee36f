"""sroi schema: print the JSON Schema."""

import click


@click.command("schema", epilog="Example: sroi schema > sroi.schema.json")
def command() -> None:
    """Print the JSON Schema of a scenario file, which editors use for completion.

    Name it in the first line of a scenario: # yaml-language-server: $schema=sroi.schema.json
    """
    from sroi.records.run import as_json
    from sroi.schema.json_schema import json_schema

    click.echo(as_json(json_schema()).encode(), nl=False)  # UTF-8 on any machine
