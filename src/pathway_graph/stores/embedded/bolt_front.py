"""Listen for Bolt clients on this machine, agree on a version of the protocol, and give each a thread of its own."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from pathway_graph.errors import StoreError
from pathway_graph.stores.embedded.bolt_session import MAGIC, VERSIONS, Served, Session

_HANDSHAKE_S: Final = 10.0
_MOST: Final = 200
"""Connections at a time."""


def listen(port: int) -> socket.socket:
    """Return a socket that listens on 127.0.0.1.

    Raises:
        StoreError: The port is taken.
    """
    try:
        return socket.create_server(("127.0.0.1", port), backlog=64)
    except OSError as error:
        raise StoreError(f"port {port} of this machine is taken", hint="choose another, or none") from error


@contextmanager
def answering(listening: socket.socket, served: Served) -> Iterator[None]:
    """Answer clients until the block ends; then all connections end too."""
    open_ones: set[socket.socket] = set()
    ended = threading.Event()

    def accept() -> None:
        numbers = itertools.count(1)
        while not ended.is_set():
            try:
                client, _ = listening.accept()
            except OSError:
                return
            if len(open_ones) >= _MOST:
                client.close()
                continue
            open_ones.add(client)
            threading.Thread(target=attend, args=(client, next(numbers)), daemon=True).start()

    def attend(client: socket.socket, number: int) -> None:
        try:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            version = agree(client)
            if version is not None:
                Session(client, version, number, served).serve()
        except OSError:
            pass  # the client is gone
        finally:
            open_ones.discard(client)
            client.close()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for client in list(open_ones):
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


def agree(client: socket.socket) -> tuple[int, int] | None:
    """Read which versions of the protocol a client offers and answer with one; None if it is no Bolt or has none."""
    client.settimeout(_HANDSHAKE_S)
    offer = b""
    while len(offer) < 20:
        part = client.recv(20 - len(offer))
        if not part:
            return None
        offer += part
        if not MAGIC.startswith(offer[:4]):
            if offer.startswith((b"GET ", b"POST", b"HEAD")):
                client.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nThis port speaks Bolt alone.\n")
            return None
    version = chosen(offer[4:])
    client.sendall(bytes((0, 0, version[1], version[0])) if version else bytes(4))
    client.settimeout(None)
    return version


def chosen(offer: bytes) -> tuple[int, int] | None:
    r"""Return the version that suits a client best: its four offers stand in the order of its wishes.

    >>> chosen(bytes((0, 0, 1, 255)) + bytes((0, 8, 8, 5)) + bytes((0, 2, 4, 4)) + bytes((0, 0, 0, 3)))
    (5, 4)
    """
    for at in range(0, 16, 4):
        _, span, minor, major = offer[at : at + 4]
        for version in VERSIONS:
            if version[0] == major and minor - span <= version[1] <= minor:
                return version
    return None
