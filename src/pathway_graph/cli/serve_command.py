"""``pathway-graph serve``: a local page over the loaded store."""

from __future__ import annotations

import click

from pathway_graph.cli.output import note, store_option
from pathway_graph.errors import PathwayGraphError


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of this machine; a free one if not given.")
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening it.")
@click.option("--timeout", type=click.FloatRange(0.5, 600), default=20.0, show_default=True, help="Seconds a query.")
@store_option
def serve_command(port: int, no_browser: bool, timeout: float, store: str | None) -> None:
    """Serve a page over the store to this machine alone, until Ctrl-C; it only reads.

    The address holds a key that is made anew at each start. Nothing is fetched from the network.

    \b
    Examples:
      pathway-graph serve
      pathway-graph serve --no-browser --port 8080
    """
    from pathway_graph.stores.open import default_location

    _page(store or default_location(), port, no_browser, timeout)
    note("ended")


def _page(location: str, port: int, no_browser: bool, timeout_s: float) -> None:
    try:
        from pathway_graph.explorer.app import prepare, serve
    except ImportError as error:
        raise PathwayGraphError(
            f"the explorer needs the package {error.name}; pip install 'pathway-graph[serve]'"
        ) from error
    explorer = prepare(location, port=port, timeout_s=timeout_s)

    def ready() -> None:
        click.echo(explorer.address)
        note("serving this machine alone; Ctrl-C ends")
        if not no_browser:
            import webbrowser

            webbrowser.open(explorer.address)

    serve(explorer, ready)
