"""The machine's own addresses beside loopback, without a name server: a bare machine may not know its name."""

from __future__ import annotations

import contextlib
import socket

import pytest


def own_addresses() -> list[str]:
    """Return the addresses at which others could reach this machine; skip the test where it has none."""
    found: set[str] = set()
    with contextlib.suppress(socket.gaierror):
        found |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(("192.0.2.1", 9))  # an address for documentation; nothing is sent
        found.add(sender.getsockname()[0])
    others = sorted(address for address in found if not address.startswith("127."))
    if not others:
        pytest.skip("this machine has no address but loopback")
    return others
