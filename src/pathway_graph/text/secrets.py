"""Take passwords and tokens out of text: the one place that knows where they stand in an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

HIDDEN = "***"

_USER_INFO = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)[^\s\"'<>]*@")
_BARE_USER_INFO = re.compile(r"[^\s\"'<>/\\@:]+:[^\s\"'<>\\]*@(?=[^\s@/\\]+$)")
_PARAMETERS = re.compile(r"((?:bolt|neo4j)(?:\+s|\+ssc)?://[^\s\"'<>?]*\?)([^\s\"'<>]+)")


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
        bare = _BARE_USER_INFO.match(place)
        place = f"{HIDDEN}@{place[bare.end() :]}" if bare else place
    return without_secrets(place)


def holds_user_info(place: str) -> bool:
    """Whether a user or a password stands in the address of a store, with or without its scheme.

    >>> holds_user_info("bolt://neo4j:pw@db"), holds_user_info("neo4j:pw@db"), holds_user_info("bolt://db:7687")
    (True, True, False)
    """
    _, separator, rest = place.partition("://")
    return "@" in rest if separator else _BARE_USER_INFO.match(place) is not None


def secrets_in(places: Iterable[str], password: str = "") -> tuple[str, ...]:
    """Return the user information, the passwords and the parameters of addresses, longest first.

    A password that is a plain short word is hidden where it stands behind its user, and not wherever the word turns
    up: to see it missing from a sentence would tell it.

    Args:
        places: Arguments and variables, among which there may be addresses.
        password: One that stands in no address.

    >>> secrets_in(["bolt://neo4j:p%40ssword@db:7687", "/a/folder"])
    ('neo4j:p%40ssword', 'p%40ssword', 'p@ssword')
    """
    words, found = {password}, set()
    for place in places:
        rest = place.partition("://")[2]
        if "@" in rest:
            user_info = rest.rpartition("@")[0]
            found.add(user_info)
            words |= {user_info.partition(":")[2], unquote(user_info.partition(":")[2])}
        words |= {pair.partition("=")[2] for pair in rest.partition("?")[2].split("&")}
    found |= {word for word in words if len(word) > 9 or (len(word) > 5 and not word.isalpha())}
    return tuple(sorted(filter(None, found), key=lambda text: (-len(text), text)))
