"""A table of edges with named columns, one claim per row, split by tabs, commas or semicolons."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from pathway_graph.files.delimited import Row, write_rows
from pathway_graph.formats.alike_rows import AlikeRows
from pathway_graph.formats.attribute_names import names_of
from pathway_graph.formats.attribute_values import rest_of
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
from pathway_graph.formats.edge_columns import Columns, columns_of, states_sign
from pathway_graph.formats.edge_layouts import OURS
from pathway_graph.formats.edge_names import judge_names, usual_species
from pathway_graph.formats.edge_numbers import with_whole_numbers
from pathway_graph.formats.edge_recognise import recognise
from pathway_graph.formats.gene_names import NO_GENE, is_absent
from pathway_graph.formats.gephi import from_gephi
from pathway_graph.formats.losses import LINKS, count_fields
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.raw import Decoded, Encoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.resource_tables import read_resource
from pathway_graph.formats.sign_pairs import with_sign
from pathway_graph.formats.table_rows import headless, rows_of
from pathway_graph.formats.term_mapping import curie_in, kind_of
from pathway_graph.formats.usual_attributes import add_row
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
from pathway_graph.model.values import brief
from pathway_graph.model.vocabulary import RELATIONS

COLUMNS = (
    "source", "source_name", "source_kind", "source_curie", "relation", "sign", "target", "target_name", "target_kind",
    "target_curie", "claim", "certainty", "aspect", "mechanism", "site", "species", "region", "cell", "duration",
    "condition", "pmid", "view", "kind", "reference", "data_set",
)  # fmt: skip
"""Columns of every table; those of other fields and of attributes follow where a claim states some."""


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the table: by the layout of its resource, if that is known; else by the user's word and usual headers.

    Raises:
        InputError: A column is missing, there are two possible readings, or a row has no source or target.
    """
    collection = Collection(raw, "edge-list")
    found = None if raw.columns else recognise(raw.data)
    if found is not None:
        read_resource(collection, found)
        return collection.finish()
    header, rows = rows_of(raw, collection.tally, headless(raw, collection.tally))
    is_ours = OURS <= {name.lower() for name in header}
    if not is_ours and not raw.columns:
        header, rows, is_gephi = from_gephi(header, rows)
        if is_gephi:
            collection.tally.said("Gephi's edges: relations from their labels, none where Type is Undirected")
    if not is_ours and "sign" not in raw.columns and not states_sign(header, rows):
        header, rows, pair = with_sign(header, rows)
        if pair:
            collection.tally.said(pair)
    columns = columns_of(raw, header, rows, is_ours=is_ours)
    named = names_of(header)
    collection.attribute_names = {key: named[name] for key, name in zip(columns.keys, header, strict=True)}
    collection.weights_are_signs = columns.weights_are_signs
    if rows:
        collection.tally.read("rows", len(rows))
    if not is_ours:
        ends = [columns.keys.index(end) for end in (columns.source, columns.target)]
        rows = with_whole_numbers(rows, ends, collection.tally)
        judge_names(collection, columns, rows)
    _read(collection, columns, rows, is_ours=is_ours)
    return collection.finish()


def _read(collection: Collection, columns: Columns, rows: Sequence[Row], *, is_ours: bool) -> None:
    known: dict[str, str] = {}
    read = []
    described = {what: any(name.startswith(f"{what}_") for name in columns.keys) for what in _WHATS}
    usual = {} if is_ours else usual_species(collection, columns)
    if not is_ours and not any(described.values()) and len(set(columns.keys)) == len(columns.keys):
        AlikeRows(collection, columns.keys, (columns.source, columns.target), usual).add_all(rows)
        return
    for line, cells in rows:  # the ends first: a context that is an end too has its name and identifier
        collection.here = (line, "")
        data = usual | dict(zip(columns.keys, map(str.strip, cells), strict=True))
        own = (data[columns.source], data[columns.target])
        if not is_ours and any(name and is_absent(name) for name in own):
            collection.tally.left_out("rows", NO_GENE, f"line {line}: {own[0]} - {own[1]}")
            continue
        if missing := next((what for what, name in zip(_WHATS, own, strict=True) if not name), ""):
            collection.problem(f"the row has no {missing}", "fill it in or remove the row")
            continue
        source = _end(collection, data, columns.source, "source", line, is_described=described["source"])
        target = _end(collection, data, columns.target, "target", line, is_described=described["target"])
        if data.get("sign") == "none":
            data["sign"] = ""
        if is_ours and data.get("relation") in RELATIONS:
            known |= dict(zip(own, (source, target), strict=True))
            read.append((line, source, target, data))
        else:
            collection.tally.kept("rows")
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
