"""``pathway-graph mcp``: serve the store to assistants that speak the Model Context Protocol."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from pathway_graph.cli.output import note, store_option
from pathway_graph.errors import MissingPackage


@click.command("mcp")
@click.option("--http", is_flag=True, help="Serve over HTTP on this machine, behind a token, instead of stdio.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="With --http: port; a free one if not given.")
@click.option("--timeout", type=click.FloatRange(0.5, 600), default=30.0, show_default=True, help="Seconds per call.")
@store_option
def mcp_command(http: bool, port: int, timeout: float, store: str | None) -> None:
    """Serve the store to an assistant over MCP: tools that only read, resources and prompts.

    Clients start it themselves and speak to it over standard input and output; docs/how-to/assistant.md says what to
    write into their configuration. With --http it serves this machine alone, and clients send the token printed at
    the start (or the one in PATHWAY_GRAPH_MCP_TOKEN). No model, no key and no network. It needs the extra mcp.

    \b
    Examples:
      pathway-graph mcp
      pathway-graph mcp --store my-store --timeout 60
      pathway-graph mcp --http --port 8765
    """
    from pathway_graph.stores.open import default_location

    if port and not http:
        raise click.UsageError("--port is for --http")
    server = _server(store or default_location(), timeout)
    if http:
        _over_http(server, port)
    else:
        from pathway_graph.assistant.transports import serve_stdio

        note("serving MCP over standard input and output; a client starts this command, Ctrl-C ends it")
        serve_stdio(server)
    sys.stderr.flush()
    os._exit(0)  # a call that nobody waits for any more must not hold the process


def _server(location: str, timeout_s: float) -> Any:
    try:
        from pathway_graph.assistant.server import build
    except ImportError as error:
        name = (error.name or "mcp").partition(".")[0]
        raise MissingPackage(name, "mcp", message=f"the server for assistants needs the package {name}") from error
    from pathway_graph.assistant.session import Session

    return build(Session(location, timeout_s))


def _over_http(server: Any, port: int) -> None:
    from pathway_graph.assistant.transports import TOKEN, prepare_http, serve_http

    kept = os.environ.get(TOKEN, "")
    listening = prepare_http(server, port=port, token=kept)

    def ready() -> None:
        click.echo(listening.address)
        click.echo(f"Authorization: Bearer {f'(the token in {TOKEN})' if kept else listening.token}")
        note("serving this machine alone; Ctrl-C ends")

    serve_http(listening, ready)
    sys.stdout.flush()
