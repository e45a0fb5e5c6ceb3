"""Columns of a table of edges that may mean two things: numbers that may be codes, databases called source, arrows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from pathway_graph.files.delimited import Row, distinct_cells
from pathway_graph.formats.backwards import can_turn, runs_backwards
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.term_mapping import number_in
from pathway_graph.formats.usual_attributes import RELATION_KEYS, SIGN_KEYS

_FIRST_ENDS: Final = ("tf", "transcription_factor", "tf_name", "tf_symbol", "regulator", "mirna", "mirna_name",
                      "lncrna", "ligand", "kinase", "enzyme", "drug", "drug_name", "compound", "chemical",
                      "source_gene", "gene1", "gene_a", "protein1", "protein_a", "node1", "node_a")  # fmt: skip
"""Headers of a first end beside which a column called source may name the database."""
_SIGN_BY_NAME: Final = ("mor", "consensus_sign", "weight_sign")
"""Headers of signs whose sizes say how strong they are, whatever numbers stand there."""
NOT_KNOWN: Final = frozenset(("", "unknown", "na", "n/a", "nan", "none", "null", "?", "not known"))
"""What says nothing, beside numbers."""


def rival_of_source(header: Sequence[str], keys: Sequence[str], source: str, target: str) -> str:
    """Return the column that may be the first end where one called source may name a database; else nothing.

    >>> names = ["TF", "Target", "Source"]
    >>> rival_of_source(names, ["tf", "target", "source"], "source", "target")
    'TF'
    >>> rival_of_source(["source", "target"], ["source", "target"], "source", "target")
    ''
    >>> names = ["disease", "gene", "source"]
    >>> rival_of_source(names, names, "source", "gene")
    'disease'
    """
    if source != "source":
        return ""
    at = keys.index(source)
    plain = [key.replace(" ", "_") for key in keys]
    known = [name for name, key in zip(header, plain, strict=True) if key in _FIRST_ENDS and key != target]
    before = [] if target == "target" else [header[place] for place in range(at) if keys[place] != target]
    return next(iter((*known, *before)), "")


def refuse_codes(raw: Decoded, header: Sequence[str], keys: Sequence[str], rows: Sequence[Row]) -> None:
    """Refuse numbers as relations or signs that may be codes, the mark of a pair that is one, sizes, or probabilities.

    Words for what is not known may stand beside them, as in tables of TRRUST that others have coded.

    Raises:
        InputError: They are such numbers.
    """
    relations = [key for key in RELATION_KEYS if key in keys and "relation" not in raw.columns]
    for key in [*(key for key in SIGN_KEYS if key in keys), *relations]:
        texts = _texts(rows, keys.index(key)) - NOT_KNOWN
        _refuse_words(raw, header[keys.index(key)], texts, is_relation=key in relations)
        known = {number for text in texts if (number := number_in(text)) is not None}
        if not known or len([text for text in texts if number_in(text) is None]):
            continue
        what = _doubt(known, is_relation=key in relations)
        if what:
            name, shown = header[keys.index(key)], ", ".join(sorted(texts)[:4])
            raise raw.wrong(1, f"the numbers {shown} in column {name!r} {what}", _way_out(name, key in relations))


def _refuse_words(raw: Decoded, name: str, texts: set[str], *, is_relation: bool) -> None:
    """Refuse words that may say something else than signs: the classes of a set for learning, a dash for nothing."""
    way = f"--sign-column {name!r} reads them as signs, --{'relation' if is_relation else 'sign'}-column none not"
    if name.lower() == "label" and texts and texts <= _CLASSES:
        shown = " and ".join(sorted(texts))
        raise raw.wrong(1, f"{shown} in column {name!r} may be effects, or say which pairs are edges", way)
    if dash_is_doubtful(texts):
        other = min(text for text in texts if not _SIGNS.fullmatch(text))
        what = f"'-' in column {name!r} may be an inhibition, an empty cell or an edge without a sign, beside {other!r}"
        raise raw.wrong(1, what, f"empty those cells, or write inhibition; {way}")


def dash_is_doubtful(texts: Collection[str]) -> bool:
    """Whether a bare dash stands beside words or arrows, where it may say nothing.

    >>> dash_is_doubtful({"activation", "-"}), dash_is_doubtful({"->", "-|", "-"}), dash_is_doubtful({"+", "-", "+/-"})
    (True, True, False)
    """
    return any(text in _DASHES for text in texts) and any(not _SIGNS.fullmatch(text) for text in texts)


_CLASSES: Final = frozenset(("positive", "negative", "pos", "neg", "true", "false"))
_DASHES: Final = frozenset("-−–")
_SIGNS: Final = re.compile(r"[-−–+/±?0-9.,\s]*")


def _texts(rows: Sequence[Row], place: int) -> set[str]:
    return set(map(str.lower, distinct_cells(rows, place)))


def _doubt(known: Collection[float], *, is_relation: bool) -> str:
    """Return what else numbers may be; nothing where they are signs."""
    if min(known) < 0:
        return ""
    is_whole = not any(number % 1 for number in known)
    if is_whole and max(known) >= 2:
        return "may be codes of effects, or all be activations"
    if is_relation:
        return "may say which pairs are edges, how sure that is, or all be activations"
    return ""


def said_of_sizes(keys: Sequence[str], rows: Sequence[Row]) -> str:
    """Return what is to be said of a sign column whose numbers are sizes without one below 0; else nothing."""
    for place, key in enumerate(keys):
        numbers = [number_in(text) for text in _texts(rows, place) - NOT_KNOWN] if key in SIGN_KEYS else []
        known = [number for number in numbers if number is not None]
        if key not in _SIGN_BY_NAME and known and min(known) >= 0 and {*known} != {1}:
            return (
                "; no number there is below 0, so all above it are activations: --sign-column none if they are no signs"
            )
    return ""


def _way_out(name: str, is_relation: bool) -> str:
    column = "relation" if is_relation else "sign"
    return (
        f"write 1 and -1, or words, in place of codes; --sign-column {name!r} reads them as signs of that size, "
        f"--{column}-column none as no sign"
    )


def refuse_backwards(raw: Decoded, header: Sequence[str], keys: Sequence[str], rows: Sequence[Row]) -> None:
    """Refuse a table in which another column says of rows that they run from the second end to the first.

    Raises:
        InputError: It does, and is not itself what the relations are read from.
    """
    for place, key in enumerate(keys):
        for line, cells in rows if can_turn(key) else ():
            if runs_backwards(key, cells[place]):
                what = (
                    f"column {header[place]!r} says {cells[place].strip()!r}: not every row runs from first to second"
                )
                raise raw.wrong(line, what, "exchange the ends of such rows, and remove the column")
