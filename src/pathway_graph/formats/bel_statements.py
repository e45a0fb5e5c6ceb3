"""BEL statements, ``p(HGNC:A) -> act(p(HGNC:B))``: two terms with what is said of them, and the relation between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.formats.bel_terms import LOCATIONS, Tree, concept_in, node_in, parse_tree, tokens_of

RELATIONS_OF_BEL: Final[dict[str, str]] = {
    "->": "increases", "→": "increases", "=>": "directlyIncreases", "⇒": "directlyIncreases",
    "-|": "decreases", "=|": "directlyDecreases", "reg": "regulates", "cnc": "causesNoChange",
    "cor": "correlation", "noCor": "noCorrelation", "neg": "negativeCorrelation", "pos": "positiveCorrelation",
    "--": "association", ":>": "transcribedTo", ">>": "translatedTo", "eq": "equivalentTo",
}  # fmt: skip
"""Signs and short words of BEL for its relations."""
_ACTIVITIES: Final = {
    "cat": "catalyticActivity", "chap": "chaperoneActivity", "gtp": "gtpBoundActivity", "kin": "kinaseActivity",
    "pep": "peptidaseActivity", "phos": "phosphataseActivity", "ribo": "ribosylationActivity",
    "tscript": "transcriptionalActivity", "tport": "transportActivity",
    "gef": "guanineNucleotideExchangeFactorActivity", "gap": "gtpaseActivatingProteinActivity",
}  # fmt: skip
_SHORT_ACTIVITY: Final = {name: short for short, long in _ACTIVITIES.items() for name in (short, long)}
_MOVES: Final = {
    "sec": "extracellular space", "cellSecretion": "extracellular space", "surf": "cell surface",
    "cellSurfaceExpression": "cell surface",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A term: the node as PyBEL writes it, and what the term says of it (activity, place, degradation)."""

    node: dict[str, Any]
    modifier: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement; its object is a term, a list of terms, a statement, or nothing where it is one term alone."""

    subject: Term
    relation: str = ""
    object: Term | Statement | tuple[Term, ...] | None = None


def statement_of(text: str) -> Statement:
    """Parse a statement.

    Raises:
        ValueError: It is none; the message says what stands in the way.

    >>> one = statement_of('act(p(HGNC:AKT1), ma(kin)) =| deg(p(HGNC:"TP 53"))')
    >>> one.relation, one.subject.modifier["effect"]["name"], one.object.modifier
    ('directlyDecreases', 'kin', {'modifier': 'Degradation'})
    >>> statement_of("p(HGNC:A) -> (p(HGNC:B) -| p(HGNC:C))").object.relation
    'decreases'
    """
    tokens = list(tokens_of(text))
    try:
        statement, rest = _statement(tokens)
    except IndexError:
        raise ValueError("a bracket is not closed") from None
    if rest:
        raise ValueError(f"{rest[0]!r} stands behind the statement")
    return statement


def _statement(tokens: list[str]) -> tuple[Statement, list[str]]:
    tree, rest = parse_tree(tokens)
    subject = term_in(tree)
    if not rest or rest[0] == ")":
        return Statement(subject), rest
    word, rest = rest[0], rest[1:]
    relation = RELATIONS_OF_BEL.get(word, word)
    if not rest:
        raise ValueError(f"nothing stands behind {word!r}")
    if rest[0] == "(":
        inner, rest = _statement(rest[1:])
        if not rest or inner.object is None:
            raise ValueError("the statement in brackets is not whole")
        return Statement(subject, relation, inner), rest[1:]
    tree, rest = parse_tree(rest)
    if isinstance(tree, tuple) and tree[0] == "list":
        return Statement(subject, relation, tuple(term_in(one) for one in tree[1])), rest
    return Statement(subject, relation, term_in(tree)), rest


def term_in(tree: Tree) -> Term:
    """Return the term of a parsed tree.

    Raises:
        ValueError: It is no term.
    """
    if not isinstance(tree, tuple):
        raise ValueError(f"{':'.join(tree) if isinstance(tree, list) else tree!r} stands where a term should")
    function, arguments = tree
    inner = arguments[0] if arguments and isinstance(arguments[0], tuple) else None
    modifier = _modifier(function, arguments[1:]) if inner is not None else None
    if inner is not None and modifier is not None:
        term = term_in(inner)
        return Term(term.node, {**term.modifier, **modifier})
    node = node_in(tree)
    if node is None:
        raise ValueError(f"{function}(...) is no term that is known")
    places = [one for one in arguments if isinstance(one, tuple) and one[0] in LOCATIONS]
    return Term(node, {"location": _place(places[0])} if places else {})


def _modifier(function: str, others: list[Tree]) -> dict[str, Any] | None:
    if function in ("act", "activity", "molecularActivity"):
        for name, arguments in (one for one in others if isinstance(one, tuple)):
            if name in ("ma", "molecularActivity") and arguments:
                return {"modifier": "Activity", "effect": _effect(arguments[0])}
        return {"modifier": "Activity"}
    if function in _SHORT_ACTIVITY:  # of BEL 1
        return {"modifier": "Activity", "effect": _effect(function)}
    if function in ("deg", "degradation"):
        return {"modifier": "Degradation"}
    if function in _MOVES:
        ends = {"fromLoc": _effect("intracellular"), "toLoc": _effect(_MOVES[function])}
        return {"modifier": "Translocation", "effect": ends}
    if function in ("tloc", "translocation"):
        places = [_place(one) for one in others]
        if len(places) != 2:
            return {"modifier": "Translocation"}
        return {"modifier": "Translocation", "effect": {"fromLoc": places[0], "toLoc": places[1]}}
    return None


def _effect(tree: Tree) -> dict[str, str]:
    if isinstance(tree, list):
        return concept_in(tree)
    return {"namespace": "bel", "name": _SHORT_ACTIVITY.get(str(tree), str(tree))}


def _place(tree: Tree) -> dict[str, str]:
    if isinstance(tree, tuple):
        return _effect(tree[1][0] if tree[1] else "?")
    return _effect(tree)
