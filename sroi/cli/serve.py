"""sroi serve: the local page."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sroi.cli.speech import complain, say
from sroi.languages import LANGUAGES

if TYPE_CHECKING:
    from sroi.web.guard import Guard
    from sroi.web.server import ServerAddress
    from sroi.web.site import Site
    from sroi.wording import Wording


@click.command("serve", epilog="Example: sroi serve scenarios")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path()
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help="[default: 8765, or a free one where that is taken]",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option(
    "--shortcut",
    is_flag=True,
    help="Write a file to double-click that opens the page of FOLDER, instead of opening it now.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="For other machines: needs --token-file."
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Holds the key of the page: one long word.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    expose_value=False,  # it was seen before any command was called
    help="Language of this window and of the shortcut [default: the machine's].",
)
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    port: int | None,
    no_browser: bool,
    shortcut: bool,
    host: str,
    token_file: Path | None,
) -> None:
    """Open a page in the browser: scenarios to open, change, compare and take away.

    FOLDER holds the scenarios [default: this one]. Nothing leaves this machine. Ctrl-C ends it.
    """
    from sroi.wording import Wording

    wording = Wording(ctx.obj, "SEK")
    if shortcut:
        _write_shortcut(folder, wording)
        return
    from sroi.web.app import app, site_of
    from sroi.web.server import LOCAL, serve, token_in
    from sroi.web.state import state_folder

    token = token_in(token_file, host)
    if host not in LOCAL:
        complain(wording.term("serve.others", host=host))

    def pages(address: ServerAddress) -> tuple[Site, Guard]:
        site = site_of(folder, state_folder())
        return site, app(site, address.token, address.hosts, address.port)

    tell, farewell = partial(_tell, wording), partial(_farewell, wording)
    serve(pages, host, port, token, tell, farewell, not no_browser)


def _tell(wording: Wording, address: str) -> None:
    say(f"{address}\n\n{wording.term('serve.window')}")


def _farewell(wording: Wording, unsaved: int, stored: bool) -> None:
    number = "one" if unsaved == 1 else "many"
    if unsaved:
        say(wording.term(f"serve.{'stored' if stored else 'lost'}_{number}", n=unsaved))


def _write_shortcut(folder: Path, wording: Wording) -> None:
    from sroi.cli.shortcut import Opening, write_shortcut

    opening = Opening(Path(sys.executable), folder.resolve(), wording)
    file = write_shortcut(opening, sys.platform)
    say(wording.term("shortcut.written", file=file))
    say(wording.term(f"shortcut.{file.suffix[1:]}"))
