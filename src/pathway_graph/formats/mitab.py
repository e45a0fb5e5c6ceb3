"""MITAB 2.5 to 2.8 of the Proteomics Standards Initiative; 2.8 is CausalTAB, whose last columns say who regulates whom.

A row states an effect only where its causal statement does. Any other row is an interaction: of its two sides neither
acts on the other, unless one is called the enzyme and the other its target.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from pathway_graph.formats.attribute_graph import SYMMETRIC
from pathway_graph.formats.attribute_names import names_of
from pathway_graph.formats.attribute_values import MAX_ATTRIBUTE
from pathway_graph.formats.builder import Cited, Collection
from pathway_graph.formats.mitab_cells import COLUMNS, WIDTHS, Item, items_of, rows_of
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.formats.signor import EFFECTS
from pathway_graph.formats.term_mapping import curie_of, kind_of, number_in, relation_of
from pathway_graph.model import Network
from pathway_graph.model.attributes import AttributeValue, attributes_of
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.text.counts import how_many

STATEMENTS: Final = {
    "MI:2235": "up-regulates", "MI:2236": "up-regulates activity", "MI:2237": "up-regulates quantity",
    "MI:2238": "up-regulates quantity by expression", "MI:2239": "up-regulates quantity by stabilization",
    "MI:2240": "down-regulates", "MI:2241": "down-regulates activity", "MI:2242": "down-regulates quantity",
    "MI:2243": "down-regulates quantity by repression", "MI:2244": "down-regulates quantity by destabilization",
    "MI:2234": "unknown",
}  # fmt: skip
"""Numbers of causal statements, and what SIGNOR calls them; MI:2234 is a causal statement that says no more."""
_KINDS: Final = {
    "peptide": "Protein", "messenger rna": "Transcript", "micro rna": "Transcript", "ribonucleic acid": "Transcript",
    "small nuclear rna": "Transcript", "long non-coding ribonucleic acid": "Transcript", "stable complex": "Complex",
    "deoxyribonucleic acid": "Gene", "double stranded deoxyribonucleic acid": "Gene", "molecule set": "ProteinFamily",
    "fusion protein": "Variant", "mutated protein": "Variant", "bioactive entity": "SmallMolecule",
    "biopolymer": "Unspecified", "unknown participant": "Unspecified", "small molecule": "SmallMolecule",
}  # fmt: skip
"""Types of interactors that other resources do not have."""
_REGULATOR: Final = {"regulator", "MI:2274"}
_REGULATED: Final = {"regulator target", "MI:2275"}
_ENZYME: Final = {"enzyme", "MI:0501"}
_ENZYME_TARGET: Final = {"enzyme target", "MI:0502"}
_NAMES: Final = ("display_short", "gene name", "display_long", "recommended name", "common name")
"""What an alias is, the best name first."""
_KEPT: Final = (
    "detection_method", "interaction_type", "source_database", "expansion", "biological_role_a", "biological_role_b",
    "experimental_role_a", "experimental_role_b", "interaction_xref", "host_organism", "feature_a", "feature_b",
    "stoichiometry_a", "stoichiometry_b", "effect_a", "effect_b", "parameters", "xref_a", "xref_b",
)  # fmt: skip
"""Columns that become attributes of the claim."""
_UNREAD: Final = (
    "checksum_a", "checksum_b", "interaction_checksum", "creation_date", "update_date", "identification_a",
    "identification_b",
)  # fmt: skip
_SAYS_LITTLE: Final = {"unspecified role", "MI:0499"}
_ACTS_ON: Final = {"phosphorylates", "dephosphorylates", "modifies", "cleaves", "acts_on"}


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the rows; a header is not needed, as web services give none.

    Raises:
        InputError: Rows are of no width that MITAB has, or have no such values; all of them are told.
    """
    collection = Collection(raw, "mitab")
    unread: Counter[str] = Counter()
    collection.attribute_names = names_of(_KEPT)
    for line, cells in rows_of(raw):
        collection.here = (line, "")
        collection.tally.read("rows")
        if len(cells) not in WIDTHS:
            known = ", ".join(f"{width} ({version})" for width, version in WIDTHS.items())
            collection.problem(f"the row has {how_many(len(cells), 'cell')}", f"MITAB has {known}")
            continue
        row = {name: items_of(cell) for name, cell in zip(COLUMNS, cells, strict=False)}
        unread.update(name for name in _UNREAD if row.get(name))
        _take(collection, row, line)
    for name, count in sorted(unread.items()):
        collection.tally.left_out("cells", f"column {name.replace('_', ' ')} is not read", count=count)
    return collection.finish()


Row = dict[str, tuple[Item, ...]]


def _take(collection: Collection, row: Row, line: int) -> None:
    if not row["id_a"] or not row["id_b"]:
        side = "neither side" if not row["id_a"] and not row["id_b"] else "one side only"
        collection.tally.left_out("rows", f"they name {side}: no claim about two things", f"line {line}")
        return
    ends = _entity(collection, row, "a", line), _entity(collection, row, "b", line)
    statements = list(dict.fromkeys(map(_effect, row.get("causal_statement", ()))))
    said = [_causal(collection, row, effect, line) for effect in statements] or [_interaction(collection, row, line)]
    if "true" in {item.value.lower() for item in row.get("negative", ())}:
        said = _negative(collection, said, line)
    fields = _fields(collection, row, line)
    for relation, is_reversed, more in said:
        subject, object_ = reversed(ends) if is_reversed else ends
        key = row["interaction_id"][0].value if row["interaction_id"] else ""
        claim = collection.claim(key, subject, relation, object_, **{**fields, **more})
        for publication in _publications(row):
            collection.cite(claim, publication)
    if row["publication"] and not _publications(row):
        collection.tally.left_out("publications", "they have neither PubMed number nor DOI", f"line {line}")
    if said:
        collection.tally.kept("rows")


Said = tuple[str, bool, dict[str, Any]]
"""The relation, whether it runs from B to A, and what else the claim says."""


def _effect(item: Item) -> str:
    """Return a causal statement in words, by its number where it has no text."""
    return (item.text or STATEMENTS.get(item.value, item.value)).lower()


def _causal(collection: Collection, row: Row, effect: str, line: int) -> Said:
    relation = EFFECTS.get(effect) or relation_of(effect)
    if not relation:
        why = "their causal statement is not known: read as regulates"
        collection.tally.changed("rows", why, f"line {line}: {effect}")
        relation = "regulates"
    how = next((item.word for item in row.get("causal_mechanism", ())), "") or _mechanism(row)
    more: dict[str, Any] = {"direction": effect, "mechanism": how}
    first, second = _roles(row, "a"), _roles(row, "b")
    if (first & _REGULATOR and second & _REGULATOR) or (first & _REGULATED and second & _REGULATED):
        why = "both sides have one role, so who acts on whom is not clear: linked_to, without a sign"
        collection.tally.changed("rows", why, f"line {line}: {effect}")
        return "linked_to", False, {"kind": "fact", **more}
    return relation, bool(first & _REGULATED or second & _REGULATOR), more


def _interaction(collection: Collection, row: Row, line: int) -> Said:
    """Return what a row without a causal statement says: it has no sign, and mostly no direction."""
    words = [item.word.lower().removesuffix(" reaction") for item in row["interaction_type"]]  # several where rows
    relations = ["binds" if word == "direct interaction" else relation_of(word) for word in words]  # were put together
    enzymatic = next((relation for relation in relations if relation in _ACTS_ON), "")
    first, second = _roles(row, "a"), _roles(row, "b")
    forwards, backwards = first & _ENZYME or second & _ENZYME_TARGET, second & _ENZYME or first & _ENZYME_TARGET
    if enzymatic and bool(forwards) != bool(backwards):
        return enzymatic, bool(backwards), {"mechanism": _mechanism(row)}
    acts, acted_on = first & _REGULATOR or second & _REGULATED, second & _REGULATOR or first & _REGULATED
    if bool(acts) != bool(acted_on):  # who regulates whom is said, and not in which direction
        return "regulates", bool(acted_on), {"mechanism": _mechanism(row)}
    relation = "binds" if "binds" in relations else next((one for one in relations if one in SYMMETRIC), "")
    if not relation:
        why = ("which side acts is not said: linked_to" if enzymatic
               else "their interaction type says no more than that they are linked")  # fmt: skip
        collection.tally.changed("rows", why, f"line {line}: {', '.join(words) or 'no type'}")
    relation = relation or "linked_to"
    return relation, False, {"kind": "interaction" if relation == "binds" else "fact"}


def _negative(collection: Collection, said: list[Said], line: int) -> list[Said]:
    """Return what a row says of an interaction that was looked for and not found."""
    found = []
    for relation, is_reversed, more in said:
        if relation in SYMMETRIC:
            why = "negative: the interaction was looked for and not found"
            collection.tally.left_out("rows", why, f"line {line}: {relation}")
        else:
            collection.tally.changed("rows", "negative: no effect was found, leaves_unchanged", f"line {line}")
            found.append(("leaves_unchanged", is_reversed, {**more, "kind": "fact"}))
    return found


def _roles(row: Row, side: str) -> set[str]:
    return {text for item in row.get(f"biological_role_{side}", ()) for text in (item.text.lower(), item.value)}


def _mechanism(row: Row) -> str:
    """Return the mechanism that the type of an interaction is; nothing where it is none."""
    for item in row["interaction_type"]:
        how = mechanism_of(item.text.lower().removesuffix(" reaction"))
        if how is not None:
            return how.name
    return ""


def _entity(collection: Collection, row: Row, side: str, line: int) -> str:
    own = [curie for item in row[f"id_{side}"] if (curie := curie_of(item.database, item.value))]
    others = [curie for item in row[f"alt_{side}"] if (curie := curie_of(item.database, item.value))]
    is_chain = any("-PRO_" in item.value for item in row[f"id_{side}"])  # cut out of what the other ones may name
    curies = own or ([] if is_chain else others[:1])
    kinds = [_kind(item.word.lower()) for item in row.get(f"type_{side}", ())]
    first = row[f"id_{side}"][0]
    identifier = f"{first.database}:{first.value}" if first.database else first.value
    return node_entity(collection, identifier, _name(row, side), kinds[0] if kinds else "", curies, line=line)


def _kind(word: str) -> str:
    return _KINDS.get(word) or kind_of(word) or kind_of(word.replace(" ", "-"))


def _name(row: Row, side: str) -> str:
    aliases = {item.text.lower(): item.value for item in reversed(row[f"alias_{side}"])}
    symbols = [
        item.value
        for item in row[f"alt_{side}"]
        if item.database.startswith("entrez gene") and not item.value.isdigit()
    ]  # as BioGRID writes them
    named = next((aliases[what] for what in _NAMES if aliases.get(what)), "")
    plain = [item.value for item in row[f"alias_{side}"] if not item.text]  # psi-mi:tus_ecoli, psi-mi:tus, …
    short = next((name for name in plain if "_" not in name), "") or next(iter(plain), "")
    return named or next(iter(symbols), "") or short or row[f"id_{side}"][0].value


def _fields(collection: Collection, row: Row, line: int) -> dict[str, Any]:
    kept: dict[str, AttributeValue] = {}
    for name in _KEPT:
        items = [item for item in row.get(name, ()) if not {item.text.lower(), item.value} & _SAYS_LITTLE]
        text = "; ".join(dict.fromkeys(map(_told, items)))
        if len(text) > MAX_ATTRIBUTE:
            collection.tally.left_out("cells", "longer than an attribute holds", f"line {line}: {name}")
        elif text:
            kept[name] = text
    for item in row["confidence"]:
        name = re.sub(r"[^\w.-]+", "_", item.database).strip("_.-") or "confidence"
        number = number_in(item.value)
        kept.setdefault(name, item.value if number is None else number)
    if row.get("expansion"):
        why = "a pair made of a larger complex, not seen as a pair"
        collection.tally.changed("rows", why, f"line {line}: {row['expansion'][0].word}")
    notes = sum(len(row.get(name, ())) for name in ("annotation_a", "annotation_b", "interaction_annotation"))
    collection.tally.left_out("annotations", "the text of others is not copied", f"line {line}", notes)
    species = {item.value for side in "ab" for item in row[f"taxid_{side}"]}
    known = {taxon for taxon in species if taxon.isdigit()}
    if len(species) > 1:
        kept["taxa"] = " ".join(sorted(species))
    is_direct = any(item.text.lower() == "direct interaction" for item in row["interaction_type"])
    return {
        "species": collection.species(known.pop()) if len(species) == len(known) == 1 else "",
        "qualifier": "direct" if is_direct and row.get("causal_statement") else "",
        "attributes": attributes_of(kept),
    }


def _told(item: Item) -> str:
    """Return a value in words: a term by its name, an identifier as CURIE."""
    if item.database == "psi-mi":
        return item.word
    named = f"{item.database}:{item.value}" if item.database else item.value
    return f"{named} ({item.text})" if item.text else named


def _publications(row: Row) -> list[Cited]:
    """Return the publication of a row, by PubMed number before DOI: several identifiers are of one publication."""
    author = row["first_author"][0] if row["first_author"] else Item("", "")
    told = f"{author.value} ({author.text})" if author.text else author.value
    year = re.search(r"\b(1[89]|20)\d\d\b", told)
    more: dict[str, Any] = {"authors": told, "year": int(year[0]) if year else None}
    pmids = [
        item.value
        for item in row["publication"]
        if item.database.lower() in ("pubmed", "pmid") and item.value.isdigit()
    ]
    dois = [item.value for item in row["publication"] if item.database.lower() == "doi"]
    if pmids:
        return [Cited(pmid=pmid, **(more if len(pmids) == 1 else {})) for pmid in pmids]
    return [Cited(doi=doi, **more) for doi in dois[:1]]
