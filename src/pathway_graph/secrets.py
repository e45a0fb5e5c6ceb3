"""Take passwords and tokens out of text: the one place that knows where they stand in an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

HIDDEN = "***"

_USER_INFO = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)[^\s\"'<>]*@")
_BARE_USER_INFO = re.compile(r"[^\s\"'<>/@:]*:[^\s\"'<>]*@")
_PARAMETERS = re.compile(r"((?:bolt|neo4j)(?:\+s|\+ssc)?://[^\s\"'<>?]*\?)([^\s\"'<>]+)")
_SHORTEST = 4
"""A shorter password is hidden where it stands in an address, but not wherever its letters turn up."""


def without_secrets(text: str, hidden: Iterable[str] = ()) -> str:
    """Return *text* without the user and password of any address, and without the parameters of a store's address.

    Everything from ``://`` to the last ``@`` goes, since a password may hold ``@`` and ``/`` as they are.

    Args:
        text: A message.
        hidden: More texts to hide wherever they stand, from `secrets_in`.

    >>> without_secrets("no server answers at bolt://neo4j:s3cr@t/x@db:7687; start it")
    'no server answers at bolt://***@db:7687; start it'
    >>> without_secrets("neo4j://db:7687?token=s3cret")
    'neo4j://db:7687?***'
    """
    for secret in hidden:
        text = text.replace(secret, HIDDEN)
    if "://" not in text:
        return text
    text = _USER_INFO.sub(rf"\1{HIDDEN}@", text)
    return _PARAMETERS.sub(rf"\1{HIDDEN}", text)


def shown_place(place: str) -> str:
    """Return the address or folder of a store as it may be shown.

    An address that lacks its scheme counts too, so ``user:password@host`` is hidden where a place is meant.

    >>> shown_place("neo4j:s3cret@db:7687"), shown_place("bolt://u:p w@h"), shown_place("/data/my store")
    ('***@db:7687', 'bolt://***@h', '/data/my store')
    """
    scheme, separator, rest = place.partition("://")
    if separator and "@" in rest:
        place = f"{scheme}://{HIDDEN}@{rest.rpartition('@')[2]}"
    elif not separator:
        place = _BARE_USER_INFO.sub(f"{HIDDEN}@", place)
    return without_secrets(place)


def secrets_in(places: Iterable[str]) -> tuple[str, ...]:
    """Return the user information, the passwords and the parameters of addresses, longest first.

    Args:
        places: Arguments and variables, among which there may be addresses.

    >>> secrets_in(["bolt://neo4j:p%40ss@db:7687", "/a/folder"])
    ('neo4j:p%40ss', 'p%40ss', 'p@ss')
    """
    found: set[str] = set()
    for place in places:
        rest = place.partition("://")[2]
        if not rest:
            continue
        if "@" in rest:
            user_info = rest.rpartition("@")[0]
            password = user_info.partition(":")[2] or user_info
            found |= {user_info, password, unquote(password)}
        for pair in rest.partition("?")[2].split("&"):
            found |= {pair.partition("=")[2]}
    return tuple(sorted((text for text in found if len(text) >= _SHORTEST), key=lambda text: (-len(text), text)))
