"""Which column of a table of edges is what: by the user's word, else by usual headers; two readings are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pathway_graph.errors import did_you_mean, nearest
from pathway_graph.files.delimited import Row, distinct_cells
from pathway_graph.formats.edge_doubts import NOT_KNOWN, refuse_backwards, refuse_codes, rival_of_source, said_of_sizes
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.table_rows import why_headless
from pathway_graph.formats.term_mapping import is_directed, number_in, signed, turned
from pathway_graph.formats.usual_attributes import (
    CITATION_KEYS,
    RELATION_KEYS,
    SIGN_KEYS,
    SIGN_WORDS,
    SPECIES_KEYS,
    WEIGHT,
)
from pathway_graph.formats.weights import Weights, judge_weights

PAIRS: Final = tuple(
    (pair.split()[0], pair.split()[1])
    for pair in """
    source target
    source_id target_id
    source_genesymbol target_genesymbol
    source_gene target_gene
    source_name target_name
    subject object
    from to
    tf target
    tf target_gene
    tf gene
    regulator target
    regulator target_gene
    regulator gene
    entitya entityb
    node1 node2
    node_a node_b
    gene1 gene2
    gene_a gene_b
    protein1 protein2
    protein_a protein_b
    interactor_a interactor_b
    interactora interactorb
    node_1 node_2
    gene_1 gene_2
    genea geneb
    protein_1 protein_2
    proteina proteinb
    symbol_a symbol_b
    symbol1 symbol2
    entrez_a entrez_b
    entrez_id_a entrez_id_b
    uniprot_a uniprot_b
    uniprot1 uniprot2
    ligand_complex receptor_complex
    ligand receptor
    ligand target
    kinase substrate
    enzyme substrate
    """.strip().splitlines()
)
"""Usual headers of the two ends, the first pair that is there counts."""
_RIVALS: Final = (("source", "target"), ("subject", "object"), ("from", "to"), ("ligand", "receptor"),
                  ("ligand_complex", "receptor_complex"))  # fmt: skip
"""Pairs of which each would be the ends by itself."""
ROLES: Final = ("source", "target", "relation", "sign", "reference", "species")
"""What a column can be said to be; with ``none`` no column says a relation, a sign, references, or a species."""
_KEYS_OF: Final = {
    "relation": RELATION_KEYS, "sign": (*SIGN_KEYS, WEIGHT), "reference": CITATION_KEYS,
    "species": SPECIES_KEYS,
}  # fmt: skip
_NAMES: Final = {"source": "source", "target": "target", "relation": "relation", "sign": "sign", "reference": "pmid",
                 "species": "taxon"}  # fmt: skip
NONE: Final = "none"
_USUAL: Final = {name for pair in PAIRS for name in pair} | {
    *SIGN_WORDS, *SIGN_KEYS, *RELATION_KEYS, *CITATION_KEYS, *_KEYS_OF["species"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table.

    Attributes:
        keys: What each is understood by.
        source, target: Keys of the two ends.
        weights_are_signs: Whether its weights say signs.
        said: What was taken for what.
        headers: How the columns of the two ends are called in the file.
    """

    keys: tuple[str, ...]
    source: str
    target: str
    weights_are_signs: bool
    said: str
    headers: tuple[str, ...] = ()


def plain_header(name: str) -> str:
    """Return a header in small letters, blanks, points and hyphens as underscores.

    >>> plain_header("Target Gene"), plain_header("Mode.of.Regulation")
    ('target_gene', 'mode_of_regulation')
    """
    return re.sub(r"[\s.-]+", "_", name.strip().lower())


def pair_in(columns: Sequence[str]) -> tuple[str, str] | None:
    """Return the first pair of usual headers that is there.

    >>> pair_in(["from", "to", "source", "database"]), pair_in(["TF", "Target Gene"]), pair_in(["a", "b"])
    (('from', 'to'), ('tf', 'target_gene'), None)
    """
    there = set(map(plain_header, columns))
    return next((pair for pair in PAIRS if there.issuperset(pair)), None)


def columns_of(raw: Decoded, header: Sequence[str], rows: Sequence[Row], *, is_ours: bool) -> Columns:
    """Return which column is what.

    Args:
        raw: The file, with what the user says of its columns.
        header: Its header.
        rows: Its rows, whose weights may say signs.
        is_ours: It was written here: its columns mean what they mean there.

    Raises:
        InputError: A column is missing, or there are two possible readings.
    """
    keys = _keys(header)
    taken: dict[int, str] = {}
    for role, name in raw.columns.items():
        at = _assign(raw, header, keys, role, name)
        if at is not None and taken.setdefault(at, role) != role:
            what = f"column {header[at]!r} cannot be for both --{taken[at]}-column and --{role}-column"
            raise raw.wrong(1, what, f"columns are {', '.join(header)}")
    pair = _pair(raw, header, keys)
    if not is_ours and "source" not in raw.columns and (rival := rival_of_source(header, keys, *pair)):
        shown, name = header[keys.index("source")], header[keys.index(pair[1])]
        what = f"column {shown!r} may be the first end, or the database of {rival!r} -> {name!r}"
        raise raw.wrong(1, what, f"say --source-column {rival} --target-column {name}, or --source-column {shown}")
    is_signed = False
    if not is_ours and "sign" not in raw.columns:
        _find_sign(raw, header, keys, rows)
        refuse_codes(raw, header, keys, rows)
        is_signed = _weights(raw, keys, rows)
    if not is_ours and (is_signed or not _says_nothing(keys, rows)):
        refuse_backwards(raw, header, keys, rows)
    ends = tuple(header[keys.index(end)] for end in pair)
    said = _said(header, keys, pair, is_signed)
    if not is_ours and "sign" not in raw.columns:
        is_signed_at_all = is_signed or _says_sign(keys, rows)
        said += said_of_sizes(keys, rows) if is_signed_at_all else _said_of_unread(header, keys, pair, rows)
    return Columns(tuple(keys), *pair, is_signed, said, ends)


def _keys(header: Sequence[str]) -> list[str]:
    """Return what each column is understood by: its name in small letters; if another one has that, its own name."""
    keys: list[str] = []
    for name in header:
        small = name.lower()
        keys.append(small if small == name or small not in {*header, *keys} else name)
    for place, key in enumerate(keys):
        if (plain := plain_header(key)) in _USUAL and plain not in keys:
            keys[place] = plain
    return keys


def _assign(raw: Decoded, header: Sequence[str], keys: list[str], role: str, name: str) -> int | None:
    """Let a column be what the user says and return its place; another of that key keeps its values as attribute."""
    at = None
    if name.casefold() != NONE or role in ("source", "target"):
        at = next((place for place, one in enumerate(header) if one == name), None)
        at = at if at is not None else next(
            (place for place, one in enumerate(header) if one.casefold() == name.casefold()), None
        )  # fmt: skip
        if at is None:
            near = nearest(name, list(header))
            way = did_you_mean(near) if near else f"columns are {', '.join(header)}"
            raise raw.wrong(1, f"there is no column {name!r} for --{role}-column", way)
    for place, key in enumerate(keys):
        if place != at and (key == _NAMES[role] or (role in _KEYS_OF and key in _KEYS_OF[role])):
            keys[place] = f"{key}_column"
    if at is not None:
        keys[at] = _NAMES[role]
    return at


def _pair(raw: Decoded, header: Sequence[str], keys: Sequence[str]) -> tuple[str, str]:
    if {"source", "target"} <= raw.columns.keys():
        return "source", "target"
    complete = [pair for pair in _RIVALS if set(pair) <= set(keys)]
    if len(complete) > 1:
        shown = " or ".join(f"{first!r} -> {second!r}" for first, second in complete)
        hint = f"say --source-column {complete[0][0]} --target-column {complete[0][1]}, or the others"
        raise raw.wrong(1, f"the ends may be {shown}", hint)
    found = pair_in(keys)
    if found is not None and not raw.columns.keys() & {"source", "target"}:
        return found
    ends = []
    for side, what in ((0, "source"), (1, "target")):
        wanted = (what, *(pair[side] for pair in PAIRS))
        column = what if what in raw.columns else next((name for name in wanted if name in keys), None)
        if column is None:
            if why := why_headless(header):
                raise raw.wrong(1, *why)
            hint = f"columns are {', '.join(header)}; name one of them {what}, or say --{what}-column"
            raise raw.wrong(1, f"no column {what!r}", hint)
        ends.append(column)
    return ends[0], ends[1]


def states_sign(header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether a column of relations or signs, by its usual header, has a cell that says something, or stands empty."""
    keys = _keys(header)
    return any(key in SIGN_KEYS for key in keys) or not _says_nothing(keys, rows)


def _says_nothing(keys: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether no column of relations or signs has a cell that says something."""
    said = [place for place, key in enumerate(keys) if key in RELATION_KEYS or key in SIGN_KEYS]
    return not any(cells[place].strip() for _, cells in rows for place in said)


def _says_sign(keys: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether a column of signs says something, or the first column of relations raises or lowers somewhere."""
    if any(_texts(rows, place) for place, key in enumerate(keys) if key in SIGN_KEYS):
        return True
    first = next((keys.index(key) for key in RELATION_KEYS if key in keys and _texts(rows, keys.index(key))), None)
    return first is not None and any(is_directed(signed(turned(text) or text)) for text in _texts(rows, first))


def _texts(rows: Sequence[Row], place: int) -> set[str]:
    """Return what the cells of a column say."""
    return {text for text in distinct_cells(rows, place) if text.lower() not in NOT_KNOWN}


def _find_sign(raw: Decoded, header: Sequence[str], keys: list[str], rows: Sequence[Row]) -> None:
    """Take a column for the signs whose header may say so and whose cells all are signs, where no other says any.

    Raises:
        InputError: Several may be.
    """
    if _says_sign(keys, rows):
        return
    found = []
    first = next((key for key in RELATION_KEYS if key in keys and _texts(rows, keys.index(key))), "")
    others = [key for key in RELATION_KEYS if key != first and first and "relation" not in raw.columns]
    for place, key in enumerate(keys):
        texts = _texts(rows, place) if key in (*SIGN_WORDS, *others) else set()
        is_sign = texts and all(signed(text) or turned(text) for text in texts) and not _may_count(key, texts)
        if is_sign and (not first or any(is_directed(signed(text)) for text in texts)):
            found.append(place)
    if len(found) > 1:
        shown = " or ".join(repr(header[place]) for place in found)
        raise raw.wrong(1, f"the signs may stand in column {shown}", "choose one with --sign-column")
    for place in found:
        wanted = "relation" if not first and any(turned(text) for text in _texts(rows, place)) else "sign"
        if wanted not in keys:
            keys[place] = wanted


def _said_of_unread(header: Sequence[str], keys: Sequence[str], pair: tuple[str, str], rows: Sequence[Row]) -> str:
    """Say which columns of a table without signs may hold some under a header that does not say so."""
    found = [
        repr(header[place])
        for place, key in enumerate(keys)
        if key not in (*pair, WEIGHT, *CITATION_KEYS, *SPECIES_KEYS) and _may_be_signs(_texts(rows, place))
    ]
    if not found:
        return ""
    way = f"--sign-column {found[0]} reads {'it' if len(found) == 1 else 'one of them'}"
    return f"; no signs are read, but {' and '.join(found[:3])} may hold them: {way}"


def _may_be_signs(texts: set[str]) -> bool:
    """Whether texts are words for what raises and lowers, or numbers of which some are below 0."""
    numbers = [number_in(text) for text in texts]
    if all(number is not None for number in numbers):
        return any(number is not None and number < 0 for number in numbers)
    return all(is_directed(signed(text)) for text in texts)


def _may_count(key: str, texts: set[str]) -> bool:
    """Whether all texts are numbers, none below 0, under a header that need not mean a sign: ``direction`` 0 and 1."""
    numbers = [number_in(text) for text in texts]
    return "sign" not in key and all(number is not None and number >= 0 for number in numbers)


def _weights(raw: Decoded, keys: Sequence[str], rows: Sequence[Row]) -> bool:
    """Tell whether the weights of a table without another column of relations or signs say signs.

    Raises:
        InputError: They may be signs or strengths.
    """
    if WEIGHT not in keys:
        return False
    if not _says_nothing(keys, rows):
        return False
    at = keys.index(WEIGHT)
    judged = judge_weights(cells[at] for _, cells in rows)
    if judged is Weights.EITHER:
        shown = ", ".join(list(dict.fromkeys(cells[at].strip() for _, cells in rows))[:3])
        what = f"weights without one below 0 ({shown}) may be signs, every source activating its target, or strengths"
        raise raw.wrong(1, what, f"say --sign-column {WEIGHT} for signs, --sign-column {NONE} for strengths")
    return judged is Weights.SIGNS


def _said(header: Sequence[str], keys: Sequence[str], pair: tuple[str, str], is_signed: bool) -> str:
    """Say what was taken for what, in one line."""
    by_key = dict(zip(keys, header, strict=True))
    parts = [f"{what} from {by_key[key]!r}" for what, key in zip(("source", "target"), pair, strict=True)]
    for what, known in _parts(is_signed):
        found = next((key for key in known if key in by_key and key not in pair), None)
        if found is not None:
            parts.append(f"{what} from {by_key[found]!r}")
    return f"read as a table of edges: {', '.join(parts)}"


def _parts(is_signed: bool) -> Iterator[tuple[str, Sequence[str]]]:
    yield "relation", RELATION_KEYS
    yield "sign", (*SIGN_KEYS, WEIGHT) if is_signed else SIGN_KEYS
    yield "references", CITATION_KEYS
