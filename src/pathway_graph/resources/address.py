"""Where a resource may be asked for: its own server by https, or the mirror that the environment names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from pathway_graph.errors import NotFetched

VARIABLE: Final = "PATHWAY_GRAPH_MIRROR"
"""Names a server that is asked instead of all others, at ``MIRROR/HOST/PATH``."""
MOST_REDIRECTS: Final = 5
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def mirrored(address: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the address that is asked for an address: of the mirror where the environment names one.

    Args:
        address: Where a resource serves its file.
        environ: The environment; ``PATHWAY_GRAPH_MIRROR`` names the mirror.

    Raises:
        NotFetched: The mirror is neither https nor on this machine.

    >>> mirrored("https://signor.uniroma2.it/getData.php?organism=9606", {})
    'https://signor.uniroma2.it/getData.php?organism=9606'
    >>> mirrored("https://signor.uniroma2.it/a?b", {"PATHWAY_GRAPH_MIRROR": "https://mirror.example.org/data/"})
    'https://mirror.example.org/data/signor.uniroma2.it/a?b'
    """
    mirror = environ.get(VARIABLE, "")
    if not mirror:
        return _checked(address, f"the address {address}")
    _checked(mirror, f"{VARIABLE}, which is {mirror},")
    return f"{mirror.rstrip('/')}/{address.partition('://')[2]}"


def redirected(address: str, location: str) -> str:
    """Return where a redirect leads; never from https to http, nor to this machine from another.

    Raises:
        NotFetched: It leads where nothing is asked.

    >>> redirected("https://omnipathdb.org/a", "https://www.omnipathdb.org/b")
    'https://www.omnipathdb.org/b'
    >>> redirected("https://omnipathdb.org/a", "http://omnipathdb.org/a")
    Traceback (most recent call last):
    pathway_graph.errors.NotFetched: omnipathdb.org sends on to http://omnipathdb.org/a, which anyone...
    """
    here = _split(address)
    _split(location)
    target = urljoin(address, location)
    there = _split(target)
    where = f"{here.hostname} sends on to {target}"
    if there.username is not None:
        raise NotFetched(f"{where}, with a user in it", hint=_ASK_THEM, address=target)
    if there.scheme == "http" and _is_loopback(there) and here.scheme == "http" and here.netloc == there.netloc:
        return target
    if there.scheme == "http":
        what = "which anyone on the way could read and change; nothing was fetched"
        raise NotFetched(f"{where}, {what}", hint=_ASK_THEM, address=target)
    if there.scheme != "https" or not there.hostname:
        raise NotFetched(f"{where}, which is not an address of the web", hint=_ASK_THEM, address=target)
    if _is_loopback(there) and not _is_loopback(here):
        raise NotFetched(f"{where}, which is this machine; nothing was fetched", hint=_ASK_THEM, address=target)
    return target


_ASK_THEM: Final = "ask those who keep the resource, or fetch the file yourself and `import` it"


def host_of(address: str) -> str:
    """Return the server of an address, for messages.

    >>> host_of("http://127.0.0.1:80/omnipathdb.org/interactions?a=b")
    '127.0.0.1:80'
    """
    return _split(address).netloc.rpartition("@")[2]


def _checked(address: str, what: str) -> str:
    parts = _split(address)
    is_fit = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts))
    if not is_fit or not parts.hostname or parts.username is not None:
        raise NotFetched(
            f"{what} is not asked",
            hint="give an https address without a user in it, or http to this machine (127.0.0.1)",
            address=address,
        )
    return address


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise NotFetched(f"{address} is not an address of the web", hint=_ASK_THEM, address=address) from error
    return parts


def _is_loopback(parts: SplitResult) -> bool:
    return parts.hostname in _LOOPBACK
