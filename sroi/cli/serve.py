"""sroi serve: the local page."""

from pathlib import Path

import click


@click.command("serve", epilog="Example: sroi serve scenarios")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path()
)
@click.option("--port", type=click.IntRange(0, 65_535), default=8765, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="For other machines: needs --token-file."
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Holds the key of the page: one long word.",
)
def command(folder: Path, port: int, no_browser: bool, host: str, token_file: Path | None) -> None:
    """Open a page in the browser: scenarios to open, change, compare and take away.

    FOLDER holds the scenarios [default: this one]. Nothing leaves this machine. Ctrl-C ends it.
    """
    from sroi.web.server import LOCAL, serve, token_in

    token = token_in(token_file, host)
    if host not in LOCAL:
        click.echo(
            f"Warning: {host} lets other machines in. Whoever has the address with its key can read"
            " and write the scenarios here; nothing on the way is encrypted.",
            err=True,
        )
    serve(folder, host, port, token, click.echo, not no_browser)
