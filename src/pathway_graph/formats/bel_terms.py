"""BEL terms, ``p(HGNC:CREB1, pmod(Ph, Ser, 133))``: from the nodes of a PyBEL document to text, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

FUNCTIONS: Final = {
    "Abundance": "a", "BiologicalProcess": "bp", "Complex": "complex", "Composite": "composite", "Gene": "g",
    "Pathology": "path", "Population": "pop", "Protein": "p", "RNA": "r", "miRNA": "m", "Reaction": "rxn",
}  # fmt: skip
"""Functions of nodes in PyBEL, and their short names in BEL."""
_LONG: Final = {
    "abundance": "a", "biologicalProcess": "bp", "complexAbundance": "complex", "compositeAbundance": "composite",
    "geneAbundance": "g", "pathology": "path", "proteinAbundance": "p", "rnaAbundance": "r",
    "microRNAAbundance": "m", "reaction": "rxn", "populationAbundance": "pop",
}  # fmt: skip
_OLD_MODIFICATIONS: Final = {
    "P": "Ph", "A": "Ac", "F": "Farn", "G": "Glyco", "H": "Hy", "M": "Me", "R": "ADPRib", "S": "Sumo", "U": "Ub",
    "O": "Ox",
}  # fmt: skip
"""Letters of BEL 1 for modifications, and the words of BEL 2."""
LOCATIONS: Final = ("loc", "location")
_LONG_RESIDUE: Final = {
    "A": "Ala", "R": "Arg", "N": "Asn", "D": "Asp", "C": "Cys", "E": "Glu", "Q": "Gln", "G": "Gly", "H": "His",
    "I": "Ile", "L": "Leu", "K": "Lys", "M": "Met", "F": "Phe", "P": "Pro", "S": "Ser", "T": "Thr", "W": "Trp",
    "Y": "Tyr", "V": "Val",
}  # fmt: skip
_SHORT: Final = {short: name for name, short in FUNCTIONS.items()}
_SIGNS: Final = frozenset("(),:")
_ARROW: Final = re.compile(r"\s*(->|-\||=>|=\||--|:>|>>|→|⇒)")
"""Relations that may stand right behind a term and before the next."""
_TOKEN: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[(),:]|[^\s(),:"]+)')


def node_of(term: str) -> dict[str, Any] | None:
    """Return the PyBEL node of a BEL term; None where the term is none that a node can hold.

    >>> node = node_of('p(HGNC:CREB1, pmod(Ph, Ser, 133))')
    >>> node["function"], node["concept"]["name"], node["variants"][0]["pos"]
    ('Protein', 'CREB1', 133)
    >>> node_of("act(p(hgnc:CREB1))") is None
    True
    """
    try:
        tree, rest = parse_tree(list(tokens_of(term)))
    except (IndexError, ValueError):
        return None
    return None if rest or not isinstance(tree, tuple) else node_in(tree)


Tree = Any


def tokens_of(text: str) -> Iterator[str]:
    """Yield brackets, commas, colons, quoted texts and words.

    Raises:
        ValueError: A quote is not closed.
    """
    at, before = 0, ""
    text = text.strip()
    while at < len(text):
        match = (_ARROW.match(text, at) if before == ")" else None) or _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"a quote is not closed: {text[at : at + 20].strip()}")
        before = match[1]
        yield before
        at = match.end()


def parse_tree(tokens: list[str]) -> tuple[Tree, list[str]]:
    """Parse one argument: ``(function, arguments)``, ``[namespace, name]``, or a word; return it and what is left.

    A concept of two names, ``hgnc:2345 ! CREB1``, is a list of namespace, name and identifier.

    Raises:
        IndexError: A bracket is not closed.
    """
    head, rest = tokens[0], tokens[1:]
    if rest and rest[0] == "(":
        arguments: list[Tree] = []
        rest = rest[1:]
        while rest[0] != ")":
            argument, rest = parse_tree(rest)
            arguments.append(argument)
            if rest[0] == ",":
                rest = rest[1:]
            elif rest[0] != ")":
                raise ValueError(f"{rest[0]!r} stands where a comma or a bracket should")
        return (_LONG.get(head, head), arguments), rest[1:]
    if len(rest) > 1 and rest[0] == ":" and rest[1] not in _SIGNS:
        if len(rest) > 3 and rest[2] == "!" and rest[3] not in _SIGNS:
            return [_bare(head), _bare(rest[3]), _bare(rest[1])], rest[4:]
        number, mark, name = rest[1].partition("!")
        if mark and number and name and not rest[1].startswith('"'):
            return [_bare(head), name, number], rest[2:]
        return [_bare(head), _bare(rest[1])], rest[2:]
    if head in _SIGNS:
        raise ValueError(f"{head!r} stands where a term should")
    return _bare(head), rest


def _bare(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token


def node_in(tree: Tree) -> dict[str, Any] | None:
    """Return the PyBEL node of a parsed term, where it is one; locations are passed over."""
    function, arguments = tree
    if function not in _SHORT:
        return None
    node: dict[str, Any] = {"function": _SHORT[function]}
    if function == "rxn":
        for name, arguments_ in ((a[0], a[1]) for a in arguments if isinstance(a, tuple)):
            members = [node_in(one) for one in arguments_ if isinstance(one, tuple)]
            node["reactants" if name == "reactants" else "products"] = [one for one in members if one]
        return node if node.get("reactants") and node.get("products") else None
    variants, members = [], []
    for argument in arguments:
        if isinstance(argument, list):
            node["concept"] = concept_in(argument)
        elif isinstance(argument, tuple) and argument[0] in ("fus", "fusion"):
            node["fusion"] = _fusion(argument[1], node.pop("concept", None))
        elif isinstance(argument, tuple) and argument[0] not in LOCATIONS:
            inner = node_in(argument)
            if inner is not None:
                members.append(inner)
            elif (variant := _variant(argument)) is not None:
                variants.append(variant)
            else:
                return None
    if members:
        node["members"] = members
    if variants:
        node["variants"] = sorted(variants, key=_variant_text)  # their order says nothing
    return node if node.keys() & {"concept", "members", "fusion"} else None


def concept_in(pair: list[str]) -> dict[str, str]:
    """Return the concept of a parsed ``namespace:name``."""
    return dict(zip(("namespace", "name", "identifier"), pair, strict=False))


def _fusion(arguments: list[Tree], first: dict[str, str] | None) -> dict[str, Any]:
    """Return the two partners of a fusion and their ranges, also as BEL 1 wrote them: behind the first partner."""
    partners = [concept_in(one) for one in arguments if isinstance(one, list)]
    ranges = [one for one in arguments if isinstance(one, str)]
    both = [first, *partners] if first else partners
    if len(both) != 2:
        raise ValueError("a fusion has two partners")
    return {
        "partner_5p": {"concept": both[0]}, "range_5p": ranges[0] if ranges else "?",
        "partner_3p": {"concept": both[1]}, "range_3p": ranges[1] if len(ranges) > 1 else "?",
    }  # fmt: skip


def _variant(tree: Tree) -> dict[str, Any] | None:
    function, arguments = tree
    words = [one for one in arguments if isinstance(one, str)]
    named = next((one for one in arguments if isinstance(one, list)), None)
    if function in ("pmod", "proteinModification", "gmod", "geneModification"):
        concept = concept_in(named) if named else {"namespace": "bel", "name": words.pop(0)}
        if concept["namespace"] == "bel":
            concept["name"] = _OLD_MODIFICATIONS.get(concept["name"], concept["name"])
        variant: dict[str, Any] = {"kind": "gmod" if function.startswith("g") else "pmod", "concept": concept}
        if words:
            variant["code"] = _LONG_RESIDUE.get(words[0], words[0])
        if len(words) > 1 and words[1].isdigit():
            variant["pos"] = int(words[1])
        return variant
    if function in ("sub", "substitution") and len(words) == 3:  # of BEL 1, as is trunc
        return {"kind": "hgvs", "hgvs": f"p.{_LONG_RESIDUE.get(words[0], words[0])}{words[1]}"
                                        f"{_LONG_RESIDUE.get(words[2], words[2])}"}  # fmt: skip
    if function in ("trunc", "truncation") and words:
        return {"kind": "hgvs", "hgvs": f"p.{words[0]}*"}
    if function in ("var", "variant"):
        return {"kind": "hgvs", "hgvs": words[0] if words else "?"}
    if function in ("frag", "fragment"):
        ends = words[0].split("_") if words else []
        if len(ends) != 2:
            return {"kind": "frag", "missing": "?"}
        start, stop = (int(end) if end.isdigit() else end for end in ends)
        return {"kind": "frag", "start": start, "stop": stop}
    return None


def term_of(node: dict[str, Any]) -> str:
    """Return the BEL term of a PyBEL node, in the form that `node_of` reads.

    >>> term_of({"function": "Protein", "concept": {"namespace": "HGNC", "name": "CREB 1"}})
    'p(HGNC:"CREB 1")'
    """
    function = FUNCTIONS.get(str(node.get("function")), str(node.get("function")))
    arguments = []
    concept = concept_of(node)
    if concept is not None:
        arguments.append(f"{_quoted(concept[0])}:{_quoted(concept[1] or concept[2])}")
    if isinstance(node.get("fusion"), dict):
        arguments.append(_fusion_text(node["fusion"]))
    arguments += sorted(term_of(one) for one in node.get("members", []) if isinstance(one, dict))
    for variant in node.get("variants", []):
        arguments.append(_variant_text(variant))
    if function == "rxn":
        for part in ("reactants", "products"):
            arguments.append(f"{part}({', '.join(sorted(term_of(one) for one in node.get(part, [])))})")
    return f"{function}({', '.join(arguments)})"


def concept_of(node: dict[str, Any]) -> tuple[str, str, str] | None:
    """Return namespace, name and identifier of a node; None where it has none."""
    concept = node.get("concept") or node
    if not isinstance(concept, dict) or not concept.get("namespace"):
        return None
    return str(concept["namespace"]), str(concept.get("name") or ""), str(concept.get("identifier") or "")


def _fusion_text(fusion: dict[str, Any]) -> str:
    words = []
    for end in ("5p", "3p"):
        partner, span = fusion.get(f"partner_{end}"), fusion.get(f"range_{end}")
        concept = concept_of(partner) if isinstance(partner, dict) else None
        words.append(f"{_quoted(concept[0])}:{_quoted(concept[1] or concept[2])}" if concept else "?")
        if isinstance(span, dict):
            whole = f"{span.get('reference')}.{span.get('left')}_{span.get('right')}"
            span = "?" if "reference" not in span else whole
        words.append(_quoted(str(span or "?")))
    return f"fus({', '.join(words)})"


def _variant_text(variant: dict[str, Any]) -> str:
    kind = variant.get("kind")
    if kind in ("pmod", "gmod"):
        concept = concept_of(variant) or ("bel", str(variant.get("identifier", "")), "")
        name = _quoted(concept[1]) if concept[0] == "bel" else f"{_quoted(concept[0])}:{_quoted(concept[1])}"
        return f"{kind}({', '.join(str(one) for one in (name, variant.get('code'), variant.get('pos')) if one)})"
    if kind == "frag":
        return f"frag({variant['start']}_{variant['stop']})" if "start" in variant else "frag(?)"
    return f"var({_quoted(str(variant.get('hgvs', '?')))})"


def _quoted(text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_.]+", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
