"""What the names of a pasted list mean: the gene of each, what the store has of it, and why the rest is none."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.responses import Response

from pathway_graph.errors import WrongArgument
from pathway_graph.explorer.pages.gene_lists import kept_list, taken
from pathway_graph.explorer.tables import Column
from pathway_graph.explorer.visit import Visit
from pathway_graph.identifiers.identify import identify
from pathway_graph.identifiers.name_column import COLUMN_KINDS

_NAMES = (
    Column("name"), Column("symbol"), Column("gene", kind="link"), Column("way"), Column("entities", kind="entities"),
    Column("reason", kind="long"), Column("candidates", "may be"),
)  # fmt: skip
_PART: Final = re.compile(r'[^\S\n\t]*"((?:[^"\n]|"")*)"[^\S\n\t]*(?=[\n\t,;]|$)|([^\n\t,;]+)')
"""A name in quotes as a spreadsheet writes it, or up to what stands between names."""
_SPECIES: Final = ("human", "mouse", "rat")
_MOST: Final = 100_000


def listed_in(text: str) -> list[str]:
    r"""Return the names of a text, which stand in lines, in cells or with commas or semicolons between.

    >>> listed_in('BDNF, "TP53";"a, b"\n5\'-AMP\t "x""y" ')
    ['BDNF', 'TP53', 'a, b', "5'-AMP", 'x"y']
    """
    parts = (quoted.replace('""', '"') if quoted else plain for quoted, plain in _PART.findall(text))
    return [one for part in parts if (one := part.strip())]


def names(visit: Visit) -> Response:
    """Tell what the names of a list mean."""
    if visit.body:
        return taken(visit, "/names")
    given, key = visit.given, visit.given.name("list")
    kind, species = given.name("kind"), given.name("species")

    def work() -> dict[str, Any]:
        text = kept_list(visit, key).data.decode("utf-8-sig", "replace")
        listed = listed_in(text)
        if len(listed) > _MOST:
            hint = "`pathway-graph names` on the command line has no such limit"
            raise WrongArgument("text", "", message=f"these are more than {_MOST:,} names", hint=hint)
        found = visit.kept(
            lambda: identify(listed, network=visit.network, kind=kind, species=species), "names", key, kind, species
        )
        some = found.missing if given.ticked("missing") else found.names
        rows = [one.to_dict() for one in some]
        return {"said": found.sentence(), "names": visit.table("Names", _NAMES, rows)}

    pasted = visit.desk.lists.get(key)
    return visit.answer(
        "names.html", "Names", work if key else None, kind=kind, species=species, kinds=COLUMN_KINDS,
        all_species=_SPECIES, text=pasted.data.decode("utf-8", "replace")[:200_000] if pasted else "",
    )  # fmt: skip
