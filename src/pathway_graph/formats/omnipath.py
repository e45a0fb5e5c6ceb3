"""Interactions of OmniPath: the web service's table with consensus columns, and the three-column carnival table."""

from __future__ import annotations

import re
from typing import Any

from pathway_graph.formats.builder import Collection, cited
from pathway_graph.formats.experiment_attributes import EXPERIMENT, experiment_of
from pathway_graph.formats.gene_names import NO_GENE, add_named, is_absent
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.formats.species_words import TWO_SPECIES, taxon_of
from pathway_graph.formats.table_rows import rows_of
from pathway_graph.formats.term_mapping import curie_of, number_in, signed
from pathway_graph.model import Entity, Network
from pathway_graph.model.claims import attributes_of

_SAYS = dict.fromkeys(("true", "1", "1.0", "t", "yes"), True) | dict.fromkeys(("false", "0", "0.0", "f", "no"), False)
_KEPT = ("dorothea_level",)
"""Further columns that stay attributes."""
_READ = {
    "source", "target", "source_genesymbol", "target_genesymbol", "interaction", "is_directed", "is_stimulation",
    "is_inhibition", "consensus_stimulation", "consensus_inhibition", "sources", "references", "curation_effort",
    "type", "ncbi_tax_id", "ncbi_tax_id_source", "ncbi_tax_id_target", *_KEPT, *EXPERIMENT,
}  # fmt: skip
"""Columns that are read, in small letters."""


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the table; where both signs have support, two claims are made and kept side by side.

    Raises:
        InputError: A needed column is missing, or a row has no end.
    """
    collection = Collection(raw, "omnipath", "OmniPath interactions")
    header, rows = rows_of(raw, collection.tally)
    small = [name.lower() for name in header]
    twice = next((name for name in small if small.count(name) > 1), None)
    if twice is not None:
        raise raw.wrong(1, f"column {twice!r} stands twice", "name each column once, whatever its capitals")
    carnival = small == ["source", "interaction", "target"]
    needed = ("source", "target") if carnival else ("source", "target", "is_stimulation", "is_inhibition")
    missing = [name for name in needed if name not in small]
    if missing:
        raise raw.wrong(1, f"column {missing[0]!r} is missing", f"needed are {', '.join(needed)}")
    _tell_of_others(collection, small, rows)
    for line, cells in rows:
        collection.here = (line, "")
        collection.tally.read("rows")
        row = dict(zip(small, (cell.strip() for cell in cells), strict=True))
        if blank := next((side for side in ("source", "target") if not row[side]), ""):
            collection.problem(f"the row has no {blank}", "fill it in or remove the row")
            continue
        ends = [_entity(collection, row, side, symbols=carnival) for side in ("source", "target")]
        if not all(ends):
            collection.tally.left_out("rows", NO_GENE, f"line {line}: {row['source']} - {row['target']}")
        elif carnival:
            _carnival(collection, ends, row["interaction"], line)
        else:
            _full(collection, ends, row, line)
    return collection.finish()


def _tell_of_others(collection: Collection, names: list[str], rows: list[tuple[int, list[str]]]) -> None:
    """Count the cells of columns that are not read."""
    for at, name in enumerate(names):
        if name not in _READ and (count := sum(bool(cells[at].strip()) for _, cells in rows)):
            collection.tally.left_out("cells", "their columns are not read", name, count=count)


def _carnival(collection: Collection, ends: list[str], sign: str, line: int) -> None:
    relation = signed(sign) if number_in(sign) is not None else ""
    if not relation:
        raise collection.wrong(line, f"interaction {sign!r} is not 1, -1 or 0", "write the sign")
    collection.claim("", ends[0], relation, ends[1])
    collection.tally.kept("rows")


def _full(collection: Collection, ends: list[str], row: dict[str, str], line: int) -> None:
    up, down = (_says(collection, row, name) for name in ("is_stimulation", "is_inhibition"))
    both = up and down
    agreed = {
        "activates": _says(collection, row, "consensus_stimulation"),
        "inhibits": _says(collection, row, "consensus_inhibition"),
    }
    relations = [name for name, said in (("activates", up), ("inhibits", down)) if said]
    directed = _says(collection, row, "is_directed") if row.get("is_directed") else True
    if not relations:
        relations = ["regulates" if directed else "binds"]
    elif not directed:
        why = "they are called undirected and have a sign: read from the first end to the second"
        collection.tally.changed("rows", why, f"line {line}")
    species, of_ends = _species(collection, row, line)
    if both:
        collection.tally.changed("rows", "both signs have support: two claims", f"line {line}")
    experiment = experiment_of(collection, row, "rows", f"line {line}")
    for relation in relations:
        more: dict[str, Any] = experiment | ({"kind": "interaction"} if relation == "binds" else {})
        consensus = "yes" if agreed.get(relation) else "no" if any(agreed.values()) else ""
        kept = {
            "consensus": consensus,
            "sources": " ".join(row.get("sources", "").split(";")),
            "curation_effort": row.get("curation_effort", ""),
            "type": row.get("type", ""),
            **{name: row.get(name, "") for name in _KEPT},
            **{name: row.get(name, "") for name in EXPERIMENT},
            **of_ends,
        }
        claim = collection.claim(
            "", ends[0], relation, ends[1], species=species, attributes=attributes_of(kept), **more
        )
        for reference in filter(None, re.split(r"[;,]", row.get("references", ""))):
            collection.cite(claim, cited(reference.rpartition(":")[2]))
    collection.tally.kept("rows")


def _says(collection: Collection, row: dict[str, str], name: str) -> bool:
    """Whether a cell says yes; one that says neither yes nor no is a problem of the row."""
    cell = row.get(name, "")
    says = False if is_absent(cell) else _SAYS.get(cell.lower())
    if says is None:
        collection.problem(f"{name} {cell!r} says neither yes nor no", "write 1 or 0, True or False")
    return bool(says)


def _species(collection: Collection, row: dict[str, str], line: int) -> tuple[str, dict[str, str]]:
    """Return the species of a row where both its ends are of one; else what it states of each, as attributes."""
    whole = row.get("ncbi_tax_id", "")
    stated = row.get("ncbi_tax_id_source") or whole or row.get("ncbi_tax_id_target", "")
    target = row.get("ncbi_tax_id_target") or stated
    if taxon_of(stated) == taxon_of(target):
        return collection.species(taxon_of(stated)), {}
    collection.tally.changed("rows", TWO_SPECIES, f"line {line}")
    return "", {"source_species": stated, "target_species": target}


def _entity(collection: Collection, row: dict[str, str], side: str, *, symbols: bool) -> str:
    identifier, name = row[side], row.get(f"{side}_genesymbol", "")
    if symbols:
        return add_named(collection, identifier)
    parts = re.split(r"_", identifier.removeprefix("COMPLEX:"))
    if identifier.startswith("COMPLEX:") or len(parts) > 1:
        names = name.removeprefix("COMPLEX:").split("_")
        named = names if len(names) == len(parts) else parts
        members = [_protein(collection, part, label) for part, label in zip(parts, named, strict=True)]
        # A complex is known by its members' accessions: the same set is the same complex, in any file.
        own = "cplx:omnipath/" + "_".join(sorted(parts))
        collection.add(Entity(own, "Complex", "-".join(named), members=tuple(sorted(members))))
        for member in members:
            collection.link(member, "part_of", own)
        return own
    return _protein(collection, identifier, name or identifier)


def _protein(collection: Collection, accession: str, name: str) -> str:
    mirna = accession.startswith("MIMAT")
    curie = curie_of("mirbase.mature" if mirna else "uniprot", accession)
    if not curie:
        collection.tally.changed("entities", "no identifier: known within this data set only", accession)
    return collection.entity("Transcript" if mirna else "Protein", name, [curie] if curie else [])
