"""SIF, the simple interaction format: one ``source relation target...`` a line, split by tabs or by blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.edge_columns import pair_in, plain_header
from pathway_graph.formats.edge_doubts import dash_is_doubtful
from pathway_graph.formats.gene_names import NO_GENE, is_absent
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.raw import Decoded, Encoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.term_mapping import number_in
from pathway_graph.formats.usual_attributes import RELATION_KEYS, SIGN_KEYS, add_row
from pathway_graph.model import Network
from pathway_graph.model.network import SPOKEN_OF
from pathway_graph.model.values import brief


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read a SIF file; a node is a CURIE, an id of this project, or a name known within the file only.

    Raises:
        InputError: A line has two words: a relation without a target.
    """
    collection = Collection(raw, "sif")
    text = raw.text()
    lines = [_unquoted(line) for line in text.split("\n")]
    tabs = any("\t" in line for line in lines)
    relations = {line.split("\t")[1].strip() for line in lines if line.count("\t") > 1}
    numbered = _numbered(lines, tabs=tabs)
    used = {words[1].strip().lower() for line in lines if len(words := line.split("\t") if tabs else line.split()) > 2}
    has_doubt = dash_is_doubtful(used)
    header: list[str] = []
    first = next((number for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")), 0)
    for number, line in enumerate(lines, 1):
        words = [word.strip() for word in (line.split("\t") if tabs else line.split()) if word.strip()]
        if line.startswith("#"):
            collection.tally.left_out("lines", "comments", f"line {number}")
            continue
        if not words:
            continue
        collection.here = (number, "")
        if len(words) == 1 and len(blanks := line.split()) > 2 and blanks[1] in relations:
            why = "split by blanks where others are split by tabs: read as source, relation, targets"
            collection.tally.changed("lines", why, f"line {number}: {brief(line)}")
            words = blanks
        if words == header or (number == first and _is_header(words)):
            header = words
            collection.tally.left_out(
                "headers", "SIF has none: no edge is read from it", f"line {number}: {brief(line)}"
            )
            continue
        collection.tally.read("lines")
        collection.refuse_more(len(words))
        if not tabs and len(words) == 1 and len(words[0].split(",")) == 3 and all(words[0].split(",")):
            raise collection.wrong(
                number,
                f"{brief(line)} is split by commas, which SIF is not",
                "split it by tabs, or name the file .csv, with a header: source,interaction,target",
            )
        if len(words) == 2:
            raise collection.wrong(number, f"{brief(line)} has two words", "write: source, relation, target")
        if collection.raw.namespace and any(map(is_absent, (words[0], *words[2:]))):
            collection.tally.left_out("lines", NO_GENE, f"line {number}: {brief(line)}")
            continue
        if numbered and len(words) > 2 and number_in(words[1]) is not None:
            why = _WHY_NUMBERED[numbered]
            collection.tally.changed("lines", why, f"line {number}: {brief(line)}")
            words[1] = words[1] if numbered == "activations" else "linked_to"
        if has_doubt and len(words) > 2 and words[1] in ("-", "−", "–"):
            why = "a bare dash beside words or arrows may be no inhibition: read as linked_to; write -| for one"
            collection.tally.changed("lines", why, f"line {number}: {brief(line)}")
            words[1] = "linked_to"
        source = node_entity(collection, words[0], line=number)
        for target in words[2:]:
            add_row(collection, source, node_entity(collection, target, line=number), {"relation": words[1]}, number)
    if lines[-1].strip():
        collection.tally.changed("lines", "the last one has no line end: the file may be cut off", f"line {len(lines)}")
    return collection.finish()


def _unquoted(line: str) -> str:
    r"""Return a line without the quotes that R writes round its cells, split by tabs; any other line as it is.

    >>> _unquoted('"PI3 kinase" 1 "AKT1"'), _unquoted('5" end activates AKT1')
    ('PI3 kinase\t1\tAKT1', '5" end activates AKT1')
    """
    cell = r'"[^"\t]*"|[^"\t]+' if "\t" in line else r'"[^"\t]*"|[^"\s]+'
    if not line.startswith('"') or not re.fullmatch(rf"({cell})(\s({cell}))*\s*", line):
        return line
    return "\t".join(found.strip('"') for found in re.findall(cell, line))


_WHY_NUMBERED: Final = {
    "links": "numbers without one below 0, which may mark no more than an edge: write -> for activations",
    "activations": "1 throughout, read as activation as in signed networks; if it marks a link, write linked_to",
}


def _numbered(lines: Sequence[str], *, tabs: bool) -> Literal["", "links", "activations"]:
    """Say what numbers for relations are where none is below 0; nothing where one is, or there are none.

    Interactomes without signs write 1 between numbers of genes. Boolean and causal models write it between names, for
    an activation, and may have no inhibition.

    >>> _numbered(["A 1 B", "B 1 C"], tabs=False), _numbered(["A 1 B", "B -1 C"], tabs=False)
    ('activations', '')
    >>> _numbered(["1 1 310", "1 1 1026"], tabs=False)
    'links'
    """
    cells = [line.split("\t") if tabs else line.split() for line in lines if not line.startswith("#")]
    cells = [words for words in cells if len(words) > 2]
    numbers = {number_in(words[1]) for words in cells} - {None}
    if not numbers or any(number is None or number < 0 for number in numbers):
        return ""
    if numbers != {1.0} or all(end.strip().isdigit() for words in cells for end in (words[0], *words[2:])):
        return "links"
    return "activations"


def _is_header(words: Sequence[str]) -> bool:
    """Whether the first line names columns, as CARNIVAL and spreadsheets write it: nodes are not called so."""
    ends, middle = [words[0], words[-1]], plain_header(words[1]) if len(words) == 3 else ""
    return middle in (*RELATION_KEYS, *SIGN_KEYS) and pair_in(ends) == tuple(map(plain_header, ends))


def dump(network: Network) -> Encoded:
    """Write the edges and the nodes without edges; claims, context, evidence and names are left out."""
    tally = Tally()
    lines = [f"{edge.source}\t{edge.relation}\t{edge.target}" for edge in network.edges]
    joined = {end for edge in network.edges for end in (edge.source, edge.target)}
    lines += [entity.id for entity in network.entities if entity.id not in joined]
    tally.kept("edges", len(network.edges))
    tally.kept("entities", len(network.entities))
    tally.left_out("claims", "SIF holds edges, not who says so in which context", count=len(network.claims))
    tally.changed("entities", "known by id only: no name, kind or identifiers", count=len(network.entities))
    for part in SPOKEN_OF:
        tally.left_out(part, "SIF has no place for them", count=len(getattr(network, part)))
    return Encoded({"": "".join(f"{line}\n" for line in lines).encode()}, tally.report("", "sif"))
