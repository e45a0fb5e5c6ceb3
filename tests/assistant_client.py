"""A client of the protocol without a model: start ``pathway-graph mcp``, call its tools, follow what they name."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import anyio
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

T = TypeVar("T")


class Asked:
    """What a call answered."""

    def __init__(self, result: Any) -> None:
        self.is_error: bool = bool(result.is_error)
        self.content = list(result.content)
        self.text = "\n".join(one.text for one in result.content if one.type == "text")
        self.data: dict[str, Any] = result.structured_content or {}


async def ask(client: Client, tool: str, **arguments: Any) -> Asked:
    """Call a tool; the client itself holds the answer against the schema that the server gave."""
    return Asked(await client.call_tool(tool, arguments))


@asynccontextmanager
async def over_stdio(store: Path | str, *options: str, **environ: str) -> AsyncIterator[Client]:
    """Start the command as a client would, and connect to it."""
    command = ["-m", "pathway_graph", "mcp", "--store", str(store), *options]
    server = StdioServerParameters(command=sys.executable, args=command, env={**os.environ, **environ})
    async with Client(stdio_client(server, errlog=sys.__stderr__ or sys.stderr)) as client:
        yield client


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run a test that awaits, in a thread of its own: in this one a browser of other tests may keep a loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, work).result()
