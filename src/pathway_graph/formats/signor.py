"""The causal table of SIGNOR: 28 columns, one causal statement per row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from pathway_graph.files.delimited import delimiter_of, write_rows
from pathway_graph.formats.attribute_names import names_of
from pathway_graph.formats.attribute_values import rest_of
from pathway_graph.formats.builder import Cited, Collection, cited, note, note_pairs
from pathway_graph.formats.experiment_attributes import experiment_of
from pathway_graph.formats.losses import NOT_STATED, count_fields
from pathway_graph.formats.raw import Decoded, Encoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.table_rows import Opening, rows_of
from pathway_graph.formats.term_mapping import curie_in, curie_of, relation_of
from pathway_graph.model import Claim, Entity, Network
from pathway_graph.model.attributes import attributes_of, value_text
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.model.network import SPOKEN_OF
from pathway_graph.model.vocabulary import KINDS, RELATIONS

COLUMNS: Final = (
    "ENTITYA", "TYPEA", "IDA", "DATABASEA", "ENTITYB", "TYPEB", "IDB", "DATABASEB", "EFFECT", "MECHANISM", "RESIDUE",
    "SEQUENCE", "TAX_ID", "CELL_DATA", "TISSUE_DATA", "MODULATOR_COMPLEX", "TARGET_COMPLEX", "MODIFICATIONA",
    "MODASEQ", "MODIFICATIONB", "MODBSEQ", "PMID", "DIRECT", "NOTES", "ANNOTATOR", "SENTENCE", "SCORE", "SIGNOR_ID",
)  # fmt: skip
_EFFECTS: Final = (
    "up-regulates", "up-regulates activity", "up-regulates quantity", "up-regulates quantity by expression",
    "up-regulates quantity by stabilization", "down-regulates", "down-regulates activity", "down-regulates quantity",
    "down-regulates quantity by repression", "down-regulates quantity by destabilization", "form complex", "unknown",
)  # fmt: skip
EFFECTS: Final = {effect: relation_of(effect) for effect in _EFFECTS}
"""Effects, and the relation of each, by the words that all readers share."""
_QUANTITY: Final = {"increases", "produces", "synthesizes", "translated_to", "transcribed_to", "releases", "clears",
                    "decreases", "degrades"}  # fmt: skip
_ACTIVITY: Final = {"activates", "stimulates", "coactivates"}
TYPES: Final = {
    "protein": "Protein", "proteinfamily": "ProteinFamily", "complex": "Complex", "chemical": "SmallMolecule",
    "smallmolecule": "SmallMolecule", "phenotype": "Phenotype", "stimulus": "Stimulus", "mirna": "Transcript",
    "ncrna": "Transcript", "mrna": "Transcript", "rna": "Transcript", "dna": "Gene", "gene": "Gene",
    "antibody": "Protein", "fusion protein": "Variant", "fusionprotein": "Variant",
}  # fmt: skip
"""Types of entities, and the kind of each."""
OWN_DATABASE: Final = "pathway-graph"
_DATABASES: Final = {"uniprot": "UNIPROT", "chebi": "ChEBI", "pubchem.compound": "PUBCHEM", "signor": "SIGNOR",
                     "drugbank": "DRUGBANK", "mirbase": "miRBase"}  # fmt: skip
_STATED: Final = {"certainty": "asserted", "kind": "causal", "view": "guide", "reference": "", "aspect": ""}
"""Fields of claims that stand in NOTES, and their usual values, which do not."""
_KEPT: Final = {"mechanism", "site", "species", "region", "cell", "qualifier", "note", "direction", "attributes",
                *_STATED}  # fmt: skip
"""Fields of claims that have a column, or a place in NOTES."""
_DIRECT: Final = {"YES": "direct", "T": "direct", "NO": "indirect", "F": "indirect"}
"""Words of the column DIRECT, and the qualifier of each."""
_OWN_COLUMNS: Final = ("SEQUENCE", "MODULATOR_COMPLEX", "TARGET_COMPLEX", "MODIFICATIONA", "MODASEQ", "MODIFICATIONB",
                        "MODBSEQ", "ANNOTATOR", "SCORE")  # fmt: skip


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the table; sentences are not taken over.

    Raises:
        InputError: A column that the table must have is missing, or a row has no entity.
    """
    collection = Collection(raw, "signor")
    opening = None
    if is_headless(raw.data):
        first = raw.data[:4096].decode("utf-8", "replace").partition("\n")[0]
        opening = Opening(raw.decoded(), delimiter_of(first), COLUMNS)
        collection.tally.said(
            "read as SIGNOR's table without its header, as its web service gives it: 28 columns in order"
        )
    header, rows = rows_of(raw, collection.tally, opening, unread=frozenset({"SENTENCE"}))
    missing = [name for name in COLUMNS[:10] if name not in header]
    if missing:
        raise raw.wrong(1, f"column {missing[0]!r} is missing", f"a SIGNOR table has {', '.join(COLUMNS[:10])} …")
    collection.attribute_names = names_of(header)
    for line, cells in rows:
        collection.here = (line, "")
        collection.tally.read("rows")
        _take(collection, dict(zip(header, (cell.strip() for cell in cells), strict=True)), line)
    return collection.finish()


def is_headless(data: bytes) -> bool:
    r"""Whether a file is SIGNOR's table without its header, which the web service leaves out.

    >>> row = ["TP53", "protein", "P04637", "UNIPROT", "CDKN1A", "protein", "P38936", "UNIPROT", "up-regulates"]
    >>> is_headless("\t".join([*row, *[""] * 19]).encode()), is_headless(b"ENTITYA\tTYPEA"), is_headless(b"")
    (True, False, False)
    """
    first = data[:4096].decode("utf-8", "replace").lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    cells = [cell.strip('"') for cell in first.split(delimiter_of(first))]
    databases = {name.upper() for name in _DATABASES.values()}
    return len(cells) >= 26 and cells[8].lower() in EFFECTS and bool({cells[3].upper(), cells[7].upper()} & databases)


def _take(collection: Collection, row: dict[str, str], line: int) -> None:
    if missing := next((side for side in "AB" if not row[f"ENTITY{side}"] and not row[f"ID{side}"]), ""):
        collection.problem(f"the row has no entity {missing}", "fill it in or remove the row")
        return
    subject, object_ = _entity(collection, row, "A", line), _entity(collection, row, "B", line)
    effect = row["EFFECT"].lower()
    stated = note_pairs(row.get("NOTES", ""))
    if "claim" not in stated:  # the notes of others, which may hold an equals sign too
        stated = {}
    relation = stated.get("relation", "")
    if relation not in RELATIONS:
        relation = relation_of(effect) or "regulates"
        if not relation_of(effect):
            collection.tally.changed("rows", "their effect is not known: read as regulates", f"line {line}: {effect}")
    if row.get("SENTENCE"):
        collection.tally.left_out("sentences", "the text of others is not copied", f"line {line}")
    kept = {name.lower(): row.get(name, "") for name in _OWN_COLUMNS}
    text = stated.get("notes", "") if stated else " ".join(row.get("NOTES", "").split())
    cells, tissues = _places(row.get("CELL_DATA", "")), _places(row.get("TISSUE_DATA", ""))
    for what, identifiers in (("cells", cells), ("tissues", tissues)):
        if len(identifiers) > 1:
            kept[what] = " ".join(identifiers)
            collection.tally.changed(what, "several for one row: kept as an attribute", f"line {line}")
    experiment = _others(collection, row, kept, line)
    direct = _DIRECT.get(row.get("DIRECT", "").upper(), "")
    residues = row.get("RESIDUE", "")
    claim = collection.claim(
        stated.get("claim", "") or row.get("SIGNOR_ID", ""), subject, relation, object_,
        direction=_word(stated.get("direction", row["EFFECT"])), site=residues,
        mechanism=_word(stated.get("mechanism", row["MECHANISM"])), species=collection.species(row.get("TAX_ID", "")),
        cell=collection.entity(_cell_kind(cells[0]), cells[0], cells) if len(cells) == 1 else "",
        region=collection.entity("AnatomicalStructure", tissues[0], tissues) if len(tissues) == 1 else "",
        qualifier=direct, note=text, attributes=attributes_of(kept),
        **{name: stated[name] for name in _STATED if name in stated}, **experiment,
    )  # fmt: skip
    collection.tally.kept("rows")
    publication = row.get("PMID", "")
    if publication and publication.lower() != "other":
        collection.cite(claim, Cited(doi=publication[4:]) if publication.startswith("DOI:") else cited(publication))


def _others(collection: Collection, row: dict[str, str], kept: dict[str, str], line: int) -> dict[str, Any]:
    """Return what columns that are not SIGNOR's say of the experiment; the rest of them is added to *kept*."""
    others = {name: value for name, value in row.items() if name not in COLUMNS}
    experiment = experiment_of(collection, others, "rows", f"line {line}")
    for name, value in rest_of(collection, others, "columns").items():
        if (kept.get(name) or value) != value:
            collection.tally.left_out("columns", "a column of SIGNOR has that name in capitals", f"line {line}: {name}")
        else:
            kept[name] = value
    return experiment


def _word(text: str) -> str:
    return "" if text == NOT_STATED else text


def _cell_kind(curie: str) -> str:
    return {"go": "CellularComponent", "cellosaurus": "CellLine"}.get(curie.partition(":")[0], "CellType")


def _entity(collection: Collection, row: dict[str, str], side: str, line: int) -> str:
    name, type_ = row[f"ENTITY{side}"], row[f"TYPE{side}"].lower()
    identifier, database = row[f"ID{side}"], row[f"DATABASE{side}"]
    kind = TYPES.get(type_, "")
    if not kind:
        kind = next((known for known in KINDS if known.lower() == type_), "Unspecified")
    if kind == "Unspecified" or type_ == "antibody":
        collection.tally.changed("entities", f"their type {type_!r} is read as {kind}", f"line {line}: {name}")
    if database == OWN_DATABASE and identifier.partition(":")[2]:
        return collection.add(Entity(identifier, kind, name))
    curie = curie_of(database, identifier) or curie_in(identifier)
    if not curie:
        collection.tally.changed("entities", "no identifier: known within this data set only", f"line {line}: {name}")
    return collection.entity(kind, name or identifier, [curie] if curie else [])


def _places(text: str) -> list[str]:
    return [curie for curie in (curie_in(part) for part in text.split(";")) if curie]


# Writing ----------------------------------------------------------------------------------------------


def dump(network: Network, *, excel_safe: bool = False) -> Encoded:
    """Write one row for each claim and study behind it; claims that are neither causal nor bindings are left out.

    With *excel_safe* no cell can be taken for a formula.
    """
    tally = Tally()
    studies: dict[str, list[str]] = defaultdict(list)
    for publication in network.publications:
        mark = publication.pmid or (f"DOI:{publication.doi}" if publication.doi else "")
        for identifier in publication.claims:
            if mark:
                studies[identifier].append(mark)
            else:
                tally.left_out("studies of claims", "they have neither PubMed number nor DOI", publication.id)
    rows: list[Sequence[Any]] = [COLUMNS]
    for claim in network.claims:
        if claim.sign is None and claim.relation not in ("binds", "part_of"):
            tally.left_out("claims", "SIGNOR holds causal relations only", f"{claim.id}: {claim.relation}")
            continue
        for study in sorted(studies[claim.id]) or [""]:
            row = _row(network, claim, study, tally)
            rows.append([row.get(column, "") for column in COLUMNS])
        tally.kept("claims")
    written = [claim for claim in network.claims if claim.sign is not None or claim.relation in ("binds", "part_of")]
    count_fields(tally, "claims", written, _KEPT)
    for claim in written:
        _count_losses(network, claim, tally)
    joined = {end for claim in written for end in (claim.subject, claim.object)}
    count_fields(tally, "entities", [entity for entity in network.entities if entity.id in joined], {"curie", "links"})
    numbered = sum(bool(publication.pmid or publication.doi) for publication in network.publications)
    tally.changed("publications", "known by PubMed number or DOI only", count=numbered)
    tally.left_out("links", "SIGNOR has no structural links", count=sum(len(e.links) for e in network.entities))
    for part in (part for part in SPOKEN_OF if part != "publications"):
        tally.left_out(part, "SIGNOR has no place for them", count=len(getattr(network, part)))
    return Encoded({"": write_rows(rows, ";", excel_safe=excel_safe).encode()}, tally.report("", "signor"))


def _count_losses(network: Network, claim: Claim, tally: Tally) -> None:
    """Count what of a claim's context, qualifier and note has no column."""
    for name in ("species", "region", "cell"):
        used = getattr(claim, name)
        if used and not network.entity[used].curie:
            tally.left_out("contexts", "SIGNOR knows them by identifier, and they have none", f"{claim.id}: {used}")
    if claim.qualifier not in ("", "direct", "indirect"):
        tally.left_out("qualifiers", "SIGNOR knows direct and indirect only", f"{claim.id}: {claim.qualifier}")
    held = {name.lower() for name in _OWN_COLUMNS} | {"cells", "tissues"}
    found = _attributes(claim)
    for name, value in claim.attributes:
        if name.lower() not in held | {"direct"} or found[name.lower()] != (name, value_text(value)):
            tally.left_out("attributes", "SIGNOR has no column for them", f"{claim.id}: {name}")
        elif name.lower() == "direct" and claim.qualifier != (
            said := _DIRECT.get(found["direct"][1].upper(), "unknown")
        ):
            if said in _DIRECT.values() and not claim.qualifier:
                tally.changed("attributes", "direct is read back as the qualifier", claim.id)
            else:
                tally.left_out("attributes", "DIRECT says YES or NO, or what the qualifier says", f"{claim.id}: {name}")
        elif not isinstance(value, str):
            tally.changed("attributes", "read back as text: the columns say no type", f"{claim.id}: {name}")
    if claim.note != _in_notes(claim.note):
        tally.changed("notes", "in one line, with / for |", claim.id)


def effect_of(relation: str) -> str:
    """Return the effect that a relation is written as; its sign is the relation's.

    >>> effect_of("represses"), effect_of("translated_to"), effect_of("required_for"), effect_of("binds")
    ('down-regulates quantity by repression', 'up-regulates quantity', 'up-regulates', 'unknown')
    """
    if relation == "part_of":
        return "form complex"
    sign = RELATIONS[relation].sign
    if not sign:
        return "unknown"
    for effect, other in EFFECTS.items():
        if other == relation and relation in ("activates_transcription", "represses"):
            return effect
    word = "up-regulates" if sign > 0 else "down-regulates"
    return f"{word} quantity" if relation in _QUANTITY else f"{word} activity" if relation in _ACTIVITY else word


def _stated(claim: Claim, effect: str) -> dict[str, str]:
    """Return what NOTES says of a claim that no column does, so that reading restores it."""
    stated = {"claim": claim.id.removeprefix(f"{claim.source}/")}
    if EFFECTS[effect] != claim.relation:
        stated["relation"] = claim.relation
    if claim.direction != effect:
        stated["direction"] = claim.direction or NOT_STATED
    if claim.relation == "binds" and not claim.mechanism:
        stated["mechanism"] = NOT_STATED
    for name, usual in _STATED.items():
        if getattr(claim, name) != usual:
            stated[name] = getattr(claim, name)
    stated["notes"] = claim.note
    return {name: _in_notes(value) for name, value in stated.items() if value}


def _in_notes(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _attributes(claim: Claim) -> dict[str, tuple[str, str]]:
    """Return the attributes as texts, by their names in small letters; of several the one that is written so."""
    ordered = sorted(claim.attributes, key=lambda one: one[0].islower())
    return {name.lower(): (name, value_text(value)) for name, value in ordered}


def _row(network: Network, claim: Claim, study: str, tally: Tally) -> dict[str, str]:
    kept = {small: value for small, (_, value) in _attributes(claim).items()}
    qualifier = claim.qualifier or _DIRECT.get(kept.get("direct", "").upper(), "")
    known = claim.direction.lower() if EFFECTS.get(claim.direction.lower()) == claim.relation else ""
    effect = known or effect_of(claim.relation)
    stated = _stated(claim, effect)
    taxon = network.entity[claim.species].curie.partition(":")[2] if claim.species else ""
    row = {
        "EFFECT": effect,
        "MECHANISM": claim.mechanism or _mechanism(claim.relation),
        "RESIDUE": claim.site,
        "TAX_ID": taxon,
        "CELL_DATA": _curie(network, claim.cell) or kept.get("cells", "").replace(" ", ";"),
        "TISSUE_DATA": _curie(network, claim.region) or kept.get("tissues", "").replace(" ", ";"),
        "PMID": study,
        "DIRECT": {"direct": "YES", "indirect": "NO"}.get(qualifier, ""),
        "NOTES": note(stated),
        "SIGNOR_ID": stated["claim"],
        **{name: kept.get(name.lower(), "") for name in _OWN_COLUMNS},
    }
    for side, end in (("A", claim.subject), ("B", claim.object)):
        row |= _side(network.entity[end], side, tally)
    return row


def _mechanism(relation: str) -> str:
    how = mechanism_of(relation)
    return how.name if how and how.name != "modification" else ""


def _curie(network: Network, identifier: str) -> str:
    entity = network.entity.get(identifier)
    if entity is None or not entity.curie:
        return ""
    prefix, _, local = entity.curie.partition(":")
    return f"{prefix.upper()}:{local}"


def _side(entity: Entity, side: str, tally: Tally) -> dict[str, str]:
    type_ = next((word for word, kind in TYPES.items() if kind == entity.kind), entity.kind)
    if type_ == entity.kind:
        tally.changed("ends of claims", "SIGNOR has no such type: their kind is written", f"{entity.id}: {entity.kind}")
    prefix, _, local = entity.curie.partition(":")
    if prefix in _DATABASES:
        identifier, database = (f"CHEBI:{local}" if prefix == "chebi" else local), _DATABASES[prefix]
    else:
        identifier, database = entity.id, OWN_DATABASE
        if entity.curie:
            why = "SIGNOR does not know their database: known by the id of this project, without CURIE"
            tally.changed("ends of claims", why, f"{entity.id}: {entity.curie}")
    return {f"ENTITY{side}": entity.name, f"TYPE{side}": type_, f"ID{side}": identifier, f"DATABASE{side}": database}
