"""``pathway-graph serve``: a local page over the loaded store, or the store over Bolt."""

from __future__ import annotations

from pathlib import Path

import click

from pathway_graph.cli.ending import ended_by_signals
from pathway_graph.cli.output import note, store_option
from pathway_graph.errors import MissingPackage, StoreError


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of this machine; a free one if not given.")
@click.option(
    "--listen",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; 0.0.0.0 inside a container, whose port you publish as 127.0.0.1:PORT.",
)
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening it.")
@click.option("--timeout", type=click.FloatRange(0.5, 600), default=20.0, show_default=True, help="Seconds for a page.")
@click.option("--bolt", is_flag=True, help="Serve a copy of the embedded store over Bolt instead of the page.")
@store_option
def serve_command(port: int, listen: str, no_browser: bool, timeout: float, bolt: bool, store: str | None) -> None:
    """Serve a page over the store to this machine alone, until Ctrl-C; it only reads.

    The address holds a key that is made anew at each start. Nothing is fetched from the network. Whatever --listen
    says, only requests for 127.0.0.1 or localhost that hold the key are answered.

    With --bolt the neo4j driver, py2neo and Neo4j's tools connect to a copy of the embedded store, with a password
    made anew at each start. What they write goes into the copy, which is deleted at the end.

    \b
    Examples:
      pathway-graph serve
      pathway-graph serve --no-browser --port 8080
      pathway-graph serve --bolt
    """
    from pathway_graph.stores.open import default_location

    location = store or default_location()
    if bolt:
        if listen != "127.0.0.1":
            raise click.UsageError("--listen is for the page; --bolt listens on this machine alone")
        _bolt(location, port)
    else:
        _page(location, port, listen, no_browser=no_browser, timeout_s=timeout)
    note("ended")


def _page(location: str, port: int, listen: str, *, no_browser: bool, timeout_s: float) -> None:
    try:
        from pathway_graph.explorer.app import prepare, serve
    except ImportError as error:
        name = error.name or "starlette"
        raise MissingPackage(name, "serve", message=f"the explorer needs the package {name}") from error
    explorer = prepare(location, port=port, timeout_s=timeout_s, listen=listen)

    def ready() -> None:
        click.echo(explorer.address)
        alone = (
            "serving this machine alone" if listen == "127.0.0.1" else f"listening at {listen}, kept by the key alone"
        )
        note(f"{alone}; Ctrl-C ends")
        if not no_browser:
            import webbrowser

            webbrowser.open(explorer.address)

    with ended_by_signals():
        serve(explorer, ready)


def _bolt(location: str, port: int) -> None:
    if "://" in location:
        raise StoreError(
            f"{location.partition('://')[0]}:// is a server, which speaks Bolt already", hint="--bolt is for a folder"
        )
    from pathway_graph.stores.embedded.bolt_server import serve_bolt, wait

    with ended_by_signals(), serve_bolt(Path(location).expanduser(), port=port) as address:
        try:
            for line in address.lines():
                click.echo(line)
            note("serving a copy to this machine alone: what is written there is lost at the end; Ctrl-C ends")
            wait()
        except KeyboardInterrupt:
            pass  # before the wait has begun
