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
_SHORT: Final = {short: name for name, short in FUNCTIONS.items()}
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
        tree, rest = _parse(list(_tokens(term)))
    except (IndexError, ValueError):
        return None
    return None if rest or not isinstance(tree, tuple) else _node(tree)


Tree = Any


def _tokens(text: str) -> Iterator[str]:
    at = 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"no BEL at {at}")
        yield match[1]
        at = match.end()


def _parse(tokens: list[str]) -> tuple[Tree, list[str]]:
    """Parse one argument: ``(function, arguments)``, ``namespace:name`` as a pair in a list, or a word."""
    head, rest = tokens[0], tokens[1:]
    if rest and rest[0] == "(":
        arguments: list[Tree] = []
        rest = rest[1:]
        while rest[0] != ")":
            argument, rest = _parse(rest)
            arguments.append(argument)
            if rest[0] == ",":
                rest = rest[1:]
        return (_LONG.get(head, head), arguments), rest[1:]
    if len(rest) > 1 and rest[0] == ":":
        return [_bare(head), _bare(rest[1])], rest[2:]
    return _bare(head), rest


def _bare(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token


def _node(tree: Tree) -> dict[str, Any] | None:
    function, arguments = tree
    if function not in _SHORT:
        return None
    node: dict[str, Any] = {"function": _SHORT[function]}
    if function == "rxn":
        for name, arguments_ in ((a[0], a[1]) for a in arguments if isinstance(a, tuple)):
            members = [_node(one) for one in arguments_ if isinstance(one, tuple)]
            node["reactants" if name == "reactants" else "products"] = [one for one in members if one]
        return node if node.get("reactants") and node.get("products") else None
    variants, members = [], []
    for argument in arguments:
        if isinstance(argument, list):
            node["concept"] = {"namespace": argument[0], "name": argument[1]}
        elif isinstance(argument, tuple):
            inner = _node(argument)
            if inner is not None:
                members.append(inner)
            elif (variant := _variant(argument)) is not None:
                variants.append(variant)
            else:
                return None
    if members:
        node["members"] = members
    if variants:
        node["variants"] = variants
    return node if "concept" in node or "members" in node else None


def _variant(tree: Tree) -> dict[str, Any] | None:
    function, arguments = tree
    words = [one for one in arguments if isinstance(one, str)]
    named = next((one for one in arguments if isinstance(one, list)), None)
    if function in ("pmod", "proteinModification", "gmod", "geneModification"):
        concept = {"namespace": named[0], "name": named[1]} if named else {"namespace": "bel", "name": words.pop(0)}
        variant: dict[str, Any] = {"kind": "gmod" if function.startswith("g") else "pmod", "concept": concept}
        if words:
            variant["code"] = words[0]
        if len(words) > 1 and words[1].isdigit():
            variant["pos"] = int(words[1])
        return variant
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
