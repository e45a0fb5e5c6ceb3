"""A table of edges with named columns, one claim a row, split by tabs, commas or semicolons."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from pathway_graph.check import sign_text
from pathway_graph.delimited import capped, delimiter_of, read_rows, write_rows
from pathway_graph.errors import InputError, Problem
from pathway_graph.formats.collect import Collection
from pathway_graph.formats.graph import add_edge, node_entity
from pathway_graph.formats.raw import Raw, Written
from pathway_graph.formats.words import curie_in, kind_of
from pathway_graph.model import Network
from pathway_graph.report import Report, Tally

SOURCE_COLUMNS = ("source", "source_id", "subject", "from", "tf", "regulator", "entitya", "node1", "source_name")
TARGET_COLUMNS = ("target", "target_id", "object", "to", "target_gene", "entityb", "node2", "target_name")
COLUMNS = (
    "source", "source_name", "source_kind", "source_curie", "relation", "sign", "target", "target_name", "target_kind",
    "target_curie", "claim", "certainty", "aspect", "mechanism", "site", "species", "region", "cell", "duration",
    "condition", "pmid", "view", "data_set",
)  # fmt: skip
"""Columns written."""


def rows_of(raw: Raw, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and the rows of a table, each with its line; the separator is found from the header.

    Raises:
        InputError: There is no header, rows have more cells than it, or a quote is not closed; all at once.
    """
    found = read_rows(text, raw.shown, delimiter_of(re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]))
    if not found:
        raise raw.wrong(0, "the file has no header", "name the columns in the first line")
    header, rows = [name.strip() for name in found[0][1]], found[1:]
    hint = "quote cells that hold the separator"
    problems = [
        Problem(raw.shown, line, f"the row has {len(cells)} cells, the header {len(header)}", hint)
        for line, cells in rows
        if len(cells) > len(header)
    ]
    if problems:
        raise InputError(capped(problems))
    rows = [(line, cells + [""] * (len(header) - len(cells))) for line, cells in rows]
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise raw.wrong(1, f"column {twice!r} stands twice", "name each column once")
    return header, rows


def parse(raw: Raw) -> tuple[Network, Report]:
    """Read the table; ``source`` and ``target`` columns are needed, others are understood by their usual names.

    Raises:
        InputError: A column is missing, or a row has no source or target.
    """
    header, rows = rows_of(raw, raw.text())
    folded = [name.lower() for name in header]
    ends = []
    for wanted, what in ((SOURCE_COLUMNS, "source"), (TARGET_COLUMNS, "target")):
        column = next((name for name in wanted if name in folded), None)
        if column is None:
            raise raw.wrong(1, f"no column {what!r}", f"columns are {', '.join(header)}; name one of them {what}")
        ends.append(column)
    made = Collection(raw, "edge-list")
    for line, cells in rows:
        made.tally.read("rows")
        data = dict(zip(folded, (cell.strip() for cell in cells), strict=True))
        source, target = (_end(made, data, column, what, line) for column, what in zip(ends, _WHATS, strict=True))
        if data.get("sign") == "none":
            data["sign"] = ""
        add_edge(made, source, target, {key: value for key, value in data.items() if value}, line)
    return made.finish()


_WHATS = ("source", "target")


def _end(made: Collection, data: dict[str, str], column: str, what: str, line: int) -> str:
    identifier = data.pop(column)
    if not identifier:
        raise made.wrong(line, f"the row has no {what}", "fill it in or remove the row")
    name = data.pop(f"{what}_name", "") or data.pop(f"{what}_label", "")
    kind = kind_of(data.pop(f"{what}_kind", "") or data.pop(f"{what}_type", ""))
    curie = curie_in(data.pop(f"{what}_curie", ""))
    return node_entity(made, identifier, name, kind, [curie] if curie else [], line=line)


def dump(network: Network, *, delimiter: str = "\t", excel_safe: bool = False) -> Written:
    """Write one row a claim, and one a structural link.

    Args:
        network: What to write.
        delimiter: Between cells.
        excel_safe: Put an apostrophe before cells that a spreadsheet would run as a formula.
    """
    tally = Tally()
    backing: dict[str, list[str]] = defaultdict(list)
    for publication in network.publications:
        for identifier in publication.claims:
            backing[identifier].append(publication.pmid or publication.doi)
    rows = []
    for claim in network.claims:
        rows.append(_row(network, claim.subject, claim.relation, claim.object) | {
            "claim": claim.id, "sign": sign_text(claim.sign), "certainty": claim.certainty, "aspect": claim.aspect,
            "mechanism": claim.mechanism, "site": claim.site, "species": claim.species, "region": claim.region,
            "cell": claim.cell, "duration": claim.duration, "condition": claim.condition, "view": claim.view,
            "pmid": "; ".join(sorted(filter(None, backing[claim.id]))), "data_set": claim.source,
        })  # fmt: skip
    links = [edge for edge in network.edges if not edge.claims]
    rows += [_row(network, e.source, e.relation, e.target) | {"sign": sign_text(e.sign)} for e in links]
    table = write_rows([COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in rows)], delimiter,
                       excel_safe=excel_safe)  # fmt: skip
    tally.kept("claims", len(network.claims))
    tally.kept("edges without a claim", len(links))
    tally.left_out("claims", "fields without a column: statement, regimen, citations, lines, note …",
                   count=len(network.claims))  # fmt: skip
    for part in ("references", "protocols", "diagrams", "tensions"):
        tally.left_out(part, "a table of edges has no place for them", count=len(getattr(network, part)))
    return Written({"": table.encode()}, tally.report("", "edge-list"))


def _row(network: Network, source: str, relation: str, target: str) -> dict[str, Any]:
    row: dict[str, Any] = {"relation": relation}
    for what, end in (("source", source), ("target", target)):
        entity = network.entity.get(end)
        row[what] = end
        if entity is not None:
            row |= {f"{what}_name": entity.name, f"{what}_kind": entity.kind, f"{what}_curie": entity.curie}
    return row
