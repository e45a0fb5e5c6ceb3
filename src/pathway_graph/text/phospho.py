"""How people write the phosphorylated form of a protein: pCREB, phospho-CREB (Ser133), CREB pS133, p-CREB (S133)."""

from __future__ import annotations

import re
from typing import Final

_LEAD = r"(?:(?i:phosphorylated|phospho|phos)[-\s]*|p(?=[A-Z])|[pP]-)"
_SITE = r"(?P<residue>(?i:ser|thr|tyr)|[STY])-?(?P<place>\d{1,4})"
_FORMS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:phospho|p)-?{_SITE}[-\s]+(?P<base>\S.*)",  # pS133-CREB
        rf"(?P<base>\S.*?)[-\s]*[(\[]?(?i:phospho|p)-?{_SITE}[)\]]?",  # CREB pS133
        rf"{_LEAD}(?P<base>\S.*?)[-\s]*[(\[]?(?<![A-Za-z]){_SITE}[)\]]?",  # phospho-CREB (Ser133)
        rf"{_LEAD}(?P<base>\S.*)",
    )
)


def phospho_form(name: str) -> tuple[str, str] | None:
    """Return the protein that a name is the phosphorylated form of, and the site as ``S133``; None if it is none.

    The site is empty where none is named.

    >>> phospho_form("p-CREB (Ser-133)"), phospho_form("CREB pS133"), phospho_form("pS133-CREB")
    (('CREB', 'S133'), ('CREB', 'S133'), ('CREB', 'S133'))
    >>> phospho_form("phospho Trk B"), phospho_form("p38"), phospho_form("PKA")
    (('Trk B', ''), None, None)
    """
    for form in _FORMS:
        match = form.fullmatch(name.strip())
        if match:
            found = match.groupdict()
            site = f"{_LETTERS[found['residue'].casefold()]}{found['place']}" if found.get("place") else ""
            return found["base"].strip(), site
    return None


_LETTERS: Final = {"ser": "S", "thr": "T", "tyr": "Y", "s": "S", "t": "T", "y": "Y"}
