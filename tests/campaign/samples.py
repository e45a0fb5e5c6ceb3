"""A good file of each format that is read: written by our own writers, or by hand where there is none."""

from __future__ import annotations

import json
from functools import cache

from networks import OTHER
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.table import FORMATS, Format
from pathway_graph.model import Network
from test_bel_script import SCRIPT
from test_biopax import HEAD as BIOPAX
from test_biopax import PHOSPHORYLATION, THINGS, control
from test_formats_graphs import BEL, CX1
from test_formats_tables import OMNIPATH, SIGNOR_ROWS
from test_gpml import END, GPML2021, NODES, OPEN, arrow
from test_indra import CLASSES
from test_jgif import CBN, PLAIN
from test_kgml import ENTRIES, relation
from test_kgml import HEAD as KGML
from test_mitab import DOWN, HEADER, row


def read_formats() -> list[Format]:
    """Return every format that is read: a new one without a sample fails at once."""
    return [one for one in FORMATS.values() if one.reads]


@cache
def samples(name: str) -> tuple[dict[str, bytes], ...]:
    """Return good files of a format, each as names in a folder and contents; most often one name."""
    by_hand = {
        "signor": [SIGNOR_ROWS],
        "omnipath": [OMNIPATH],
        "mitab": ["\n".join((HEADER, row(causal_statement=DOWN), row(), row(taxid_a="-")))],
        "bel": [json.dumps(BEL, indent=1)],
        "indra": [json.dumps([one for one, _, _ in CLASSES], indent=1)],
        "bel-script": [SCRIPT],
        "jgif": [json.dumps(CBN, indent=1), json.dumps(PLAIN)],
        "cx": [json.dumps(CX1, indent=1)],
        "biopax": [BIOPAX + THINGS + PHOSPHORYLATION + control("Catalysis", "ACTIVATION") + "</rdf:RDF>"],
        "kgml": [KGML + ENTRIES + relation("activation", "phosphorylation") + "</pathway>"],
        "gpml": [OPEN + NODES + arrow("creb", "bdnf") + arrow("group", "i1-anchor", name="b") + END, GPML2021],
    }
    ending = FORMATS[name].endings[0]
    found = [{f"sample{ending}": text.encode()} for text in by_hand.get(name, [])]
    if FORMATS[name].writes:
        found += [_written(name, network) for network in (OTHER, read_guide())]
    return tuple(found)


def _written(name: str, network: Network) -> dict[str, bytes]:
    files: dict[str, bytes] = FORMATS[name].module.dump(network).files
    ending = FORMATS[name].endings[0]
    return {f"sample{ending}{part and '/' + part}": content for part, content in files.items()}
