"""The address of a licence that is named by its SPDX identifier."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[A-Za-z0-9.+-]+")
_WITHOUT_NUMBER: Final = frozenset("mit mit-0 isc zlib unlicense wtfpl ncsa x11 ruby php postgresql".split())
"""Licences of no version; every other identifier has a number in it."""


def spdx_address(licence: str) -> str:
    """Return the address of a licence; empty where the text is no identifier of SPDX but words of somebody's own.

    >>> spdx_address("CC-BY-4.0"), spdx_address("proprietary"), spdx_address("CC BY 4.0")
    ('https://spdx.org/licenses/CC-BY-4.0', '', '')
    """
    is_one = _WORD.fullmatch(licence) and (re.search(r"\d", licence) or licence.casefold() in _WITHOUT_NUMBER)
    return f"https://spdx.org/licenses/{licence}" if is_one else ""
