"""A table of edges with named columns, one claim per row, split by tabs, commas or semicolons."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import chain
from typing import Any

from pathway_graph.errors import InputError, Problem
from pathway_graph.files.delimited import capped, delimiter_of, read_rows, write_rows
from pathway_graph.formats.builder import Collection, cited
from pathway_graph.formats.claim_cells import (
    CLAIMS,
    FIELDS,
    attribute_columns,
    cells_of,
    contexts_of,
    is_one_line,
    values_in,
)
from pathway_graph.formats.losses import LINKS, count_fields
from pathway_graph.formats.raw import MAX_ELEMENTS, Decoded, Encoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.term_mapping import curie_in, kind_of
from pathway_graph.formats.usual_attributes import add_row, names_of, node_entity, rest_of
from pathway_graph.model import Network
from pathway_graph.model.attributes import (
    AttributeValue,
    attribute_value,
    attributes_of,
    plain_attributes,
    why_no_value,
)
from pathway_graph.model.network import SPOKEN_OF
from pathway_graph.model.signs import sign_text
from pathway_graph.model.values import CONTROL, brief, why_no_text
from pathway_graph.model.vocabulary import RELATIONS

SOURCE_COLUMNS = ("source", "source_id", "subject", "from", "tf", "regulator", "entitya", "node1", "source_name")
TARGET_COLUMNS = ("target", "target_id", "object", "to", "target_gene", "entityb", "node2", "target_name")
COLUMNS = (
    "source", "source_name", "source_kind", "source_curie", "relation", "sign", "target", "target_name", "target_kind",
    "target_curie", "claim", "certainty", "aspect", "mechanism", "site", "species", "region", "cell", "duration",
    "condition", "pmid", "view", "kind", "reference", "data_set",
)  # fmt: skip
"""Columns of every table; those of other fields and of attributes follow where a claim states some."""
MAX_COLUMNS = 10_000
"""Most columns of a table."""
OURS = {"claim", "certainty", "aspect", "data_set"}
"""Columns of a table that was written here: its other columns mean what they mean there."""


def rows_of(
    raw: Decoded, tally: Tally, *, unread: frozenset[str] = frozenset()
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and the rows of a table, each with its line; the separator is found from the header.

    Args:
        raw: The file.
        tally: Counts rows that are shorter than the header, and a last line that may be cut off.
        unread: Columns that are not taken over, in which anything may stand.

    Raises:
        InputError: There is no header, rows have more cells than it, the last row is cut off, a quote is not closed, or
            a cell holds control characters.
    """
    text = raw.decoded()
    first = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    delimiter = delimiter_of(first)
    if (count := first.count(delimiter) + 1) > MAX_COLUMNS:
        hint = "a table has one row per edge; check that it is not turned on its side"
        raise raw.wrong(1, f"it has {count:,} columns; the limit is {MAX_COLUMNS:,}", hint)
    if (count := text.count("\n")) > MAX_ELEMENTS:
        raise raw.wrong(0, f"it has {count:,} lines; the limit is {MAX_ELEMENTS:,}", "split it into several files")
    table = read_rows(text, raw.shown, delimiter)
    if not table:
        raise raw.wrong(0, "the file has no header", "name the columns in the first line")
    header, rows = [name.strip() for name in table[0][1]], table[1:]
    hint = "quote cells that hold the separator"
    problems = [
        Problem(raw.shown, line, f"the row has {len(cells)} cells, the header {len(header)}", hint)
        for line, cells in rows
        if len(cells) > len(header)
    ]
    if problems:
        raise InputError(capped(problems))
    twice = next((name for name, count in Counter(header).items() if count > 1), None)
    if twice is not None:
        raise raw.wrong(1, f"column {brief(twice)} stands twice", "name each column once")
    _refuse_controls(raw, text, [(1, header), *rows], header, unread)
    _fill_up(raw, text, header, rows, tally)
    return header, rows


def _refuse_controls(
    raw: Decoded, text: str, rows: list[tuple[int, list[str]]], header: list[str], unread: frozenset[str]
) -> None:
    """Refuse control characters in cells, and a carriage return without a line feed, which would begin a row."""
    problems = []
    text = text if "\n" in text else text.replace("\r", "\n")  # whose lines all end in CR, as old Macs wrote
    if CONTROL.search(text.replace("\r\n", "\n")) is not None:
        for line, cells in rows:
            for name, cell in zip(header, cells, strict=False):
                if name not in unread and (why := why_no_text(cell.replace("\r\n", "\n"))):
                    problems.append(Problem(raw.shown, line, f"{name}: {why[0]}", why[1]))
        for number, line_ in enumerate(text.split("\n"), 1):
            if "\r" in line_.removesuffix("\r"):
                what = "a carriage return (CR) without a line feed stands within the line"
                problems.append(Problem(raw.shown, number, what, "remove it, or end every line the same way"))
    if problems:
        raise raw.errors(problems)


def _fill_up(raw: Decoded, text: str, header: list[str], rows: list[tuple[int, list[str]]], tally: Tally) -> None:
    """Give every row as many cells as the header; say where a row was short, and where the file may be cut off."""
    cut = not text.endswith(("\n", "\r"))
    for number, (line, row) in enumerate(rows, 1):
        missing = len(header) - len(row)
        if missing and cut and number == len(rows):
            what = f"the last row has {len(row)} cells, the header {len(header)}, and no line end"
            raise raw.wrong(line, what, "the file seems to be cut off; end the row with a line end if it is whole")
        if missing:
            tally.changed("rows", "shorter than the header: the missing cells are read as empty", f"line {line}")
            row += [""] * missing
    if cut and rows:
        tally.changed("lines", "the last one has no line end: the file may be cut off", f"line {rows[-1][0]}")


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the table; ``source`` and ``target`` columns are needed, others are understood by their usual names.

    Raises:
        InputError: A column is missing, or a row has no source or target.
    """
    collection = Collection(raw, "edge-list")
    header, rows = rows_of(raw, collection.tally)
    folded = _keys(header)
    named = names_of(header)
    collection.attribute_names = {key: named[name] for key, name in zip(folded, header, strict=True)}
    ends = []
    for wanted, what in ((SOURCE_COLUMNS, "source"), (TARGET_COLUMNS, "target")):
        column = next((name for name in wanted if name in folded), None)
        if column is None:
            raise raw.wrong(1, f"no column {what!r}", f"columns are {', '.join(header)}; name one of them {what}")
        ends.append(column)
    ours = set(folded) >= OURS
    known: dict[str, str] = {}
    read = []
    described = {what: any(name.startswith(f"{what}_") for name in folded) for what in _WHATS}
    from_, to = ends
    if rows:
        collection.tally.read("rows", len(rows))
    for line, cells in rows:  # the ends first: a context that is an end too has its name and identifier
        collection.here = (line, "")
        data = dict(zip(folded, map(str.strip, cells), strict=True))
        own = (data[from_], data[to])
        source = _end(collection, data, from_, "source", line, is_described=described["source"])
        target = _end(collection, data, to, "target", line, is_described=described["target"])
        if data.get("sign") == "none":
            data["sign"] = ""
        if ours and data.get("relation") in RELATIONS:
            known |= dict(zip(own, (source, target), strict=True))
            read.append((line, source, target, data))
        else:
            add_row(collection, source, target, data, line)
    ids: dict[str, str] = {}
    naming: dict[str, dict[str, Any]] = {}
    for line, source, target, data in read:
        collection.here = (line, "")
        written = data.get("claim", "")
        ids[written], naming[ids[written]] = _own_row(collection, source, target, data, known)
    for claim, others in naming.items():  # the claims that it names have ids only now
        for name, named in others.items():
            renamed: dict[str, Any] = {name: tuple(ids.get(claim_id, claim_id) for claim_id in named)}
            collection.claims[claim] = replace(collection.claims[claim], **renamed)
    return collection.finish()


def _keys(header: list[str]) -> list[str]:
    """Return what each column is understood by: its name in small letters; if another one has that, its own name."""
    keys: list[str] = []
    for name in header:
        small = name.lower()
        keys.append(small if small == name or small not in {*header, *keys} else name)
    return keys


def _own_row(
    collection: Collection, source: str, target: str, data: dict[str, str], known: dict[str, str]
) -> tuple[str, dict[str, Any]]:
    """Add the claim, or the structural link, of a row of a table that was written here.

    Returns:
        The claim's id, and the claims that it names, as the table calls them.
    """
    relation = data.pop("relation")
    sign = sign_text(RELATIONS[relation].sign).replace("none", "")
    if (stated := data.pop("sign", "")) not in ("", sign, sign.removeprefix("+")):
        collection.problem(
            f"sign {stated!r} contradicts relation {relation!r}", "correct one of them, or empty the sign"
        )
    collection.tally.kept("rows")
    key = data.pop("claim").removeprefix(f"{data.pop('data_set')}/")
    if not key and relation in LINKS:
        link, downwards = LINKS[relation]
        collection.link(*((target, link, source) if downwards else (source, link, target)))
        return "", {}
    more = values_in(collection, data, known)
    others = {name: more.pop(name) for name in CLAIMS if name in more}
    if more.get("certainty") == "hypothesis":
        more["kind"] = "hypothesis"
    citations = data.pop("pmid", "").split(";")
    attributes = _attributes(collection, data.pop("attributes", ""))
    for name, value in rest_of(collection, data, "columns").items():
        if attributes.setdefault(name, value) != value:
            collection.tally.left_out("columns", "an attribute of that name stands in the column 'attributes'", name)
    claim = collection.claim(key, source, relation, target, attributes=attributes_of(attributes), **more)
    for citation in filter(None, map(str.strip, citations)):
        collection.cite(claim, cited(citation))
    return claim, others


def _attributes(collection: Collection, text: str) -> dict[str, AttributeValue]:
    """Read the attributes of a claim back from their cell, which says of which type each is."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        collection.problem(f"attributes {brief(text)} are no JSON object", "correct the cell, or empty it")
        return {}
    values = {name: attribute_value(value) for name, value in found.items()}
    for name, value in values.items():
        if why := why_no_value(value):
            collection.problem(f"attributes: {brief(name)} {why[0]}", why[1])
    return values


_WHATS = ("source", "target")


def _end(collection: Collection, data: dict[str, str], column: str, what: str, line: int, *, is_described: bool) -> str:
    """Add the entity at one end of a row; where *is_described*, columns of the table may say more of it."""
    identifier = data.pop(column)
    if not identifier:
        raise collection.wrong(line, f"the row has no {what}", "fill it in or remove the row")
    if not is_described:
        return node_entity(collection, identifier, line=line)
    name = data.pop(f"{what}_name", "") or data.pop(f"{what}_label", "")
    kind = kind_of(data.pop(f"{what}_kind", "") or data.pop(f"{what}_type", ""))
    curie = curie_in(data.pop(f"{what}_curie", ""))
    return node_entity(collection, identifier, name, kind, [curie] if curie else [], line=line)


def dump(network: Network, *, delimiter: str = "\t", excel_safe: bool = False) -> Encoded:
    """Write one row per claim, and one per structural link.

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
    own = attribute_columns(network.claims, {*COLUMNS, *FIELDS, "attributes"})
    rows = []
    for claim in network.claims:
        attributes = plain_attributes(claim.attributes)
        named = {name: attributes.pop(name) for name in own if name in attributes}
        row = _row(network, claim.subject, claim.relation, claim.object)
        row |= {name: str(FIELDS[name].default) for name in ("certainty", "view", "kind")} | cells_of(claim) | named
        row |= {
            "claim": claim.id, "sign": sign_text(claim.sign), "data_set": claim.source,
            "attributes": json.dumps(attributes, ensure_ascii=False) if attributes else "",
            "pmid": "; ".join(sorted(filter(None, backing[claim.id]))),
        }  # fmt: skip
        rows.append(row)
        if not is_one_line(claim):
            tally.changed("texts", "in one line", claim.id)
    links = [edge for edge in network.edges if not edge.claims]
    rows += [_row(network, e.source, e.relation, e.target) | {"sign": sign_text(e.sign)} for e in links]
    stated = {name for row in rows for name, cell in row.items() if cell}
    columns = (*COLUMNS, *(one for one in (*FIELDS, *own, "attributes") if one in stated and one not in COLUMNS))
    table = write_rows([columns, *([row.get(column, "") for column in columns] for row in rows)], delimiter,
                       excel_safe=excel_safe)  # fmt: skip
    tally.kept("claims", len(network.claims))
    tally.kept("edges without a claim", len(links))
    _count_losses(network, tally)
    return Encoded({"": table.encode()}, tally.report("", "edge-list"))


def _count_losses(network: Network, tally: Tally) -> None:
    count_fields(tally, "claims", network.claims, {*FIELDS, "attributes"})
    joined = {end for edge in network.edges for end in (edge.source, edge.target)}
    shown = [entity for entity in network.entities if entity.id in joined]
    count_fields(tally, "entities", shown, {"curie", "links"})
    contexts = set(chain.from_iterable(contexts_of(claim) for claim in network.claims)) - joined
    tally.changed("entities", "contexts of claims: known by id only", count=len(contexts))
    lone = len(network.entities) - len(shown) - len(contexts)
    tally.left_out("entities", "no edge joins them, and no claim names them", count=lone)
    numbered = sum(bool(publication.pmid or publication.doi) for publication in network.publications)
    tally.changed("publications", "known by PubMed number or DOI only", count=numbered)
    without = "they have neither PubMed number nor DOI"
    tally.left_out("publications", without, count=len(network.publications) - numbered)
    for part in (part for part in SPOKEN_OF if part != "publications"):
        tally.left_out(part, "a table of edges has no place for them", count=len(getattr(network, part)))


def _row(network: Network, source: str, relation: str, target: str) -> dict[str, Any]:
    row: dict[str, Any] = {"relation": relation}
    for what, end in (("source", source), ("target", target)):
        entity = network.entity.get(end)
        row[what] = end
        if entity is not None:
            row |= {f"{what}_name": entity.name, f"{what}_kind": entity.kind, f"{what}_curie": entity.curie}
    return row
