"""The table of formats: their names, endings, and whether each is read and written; a new one is one line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        name: What ``--format`` calls it; also its module in `pathway_graph.formats`, hyphens as underscores.
        title: Its name in full.
        endings: Endings of its files, the one to write first.
        reads, writes: Whether it can be read, be written.
        is_table: Whether spreadsheets open it.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    reads: bool = True
    writes: bool = True
    is_table: bool = False

    @property
    def module(self) -> Any:
        """The module that reads and writes it: ``parse(raw)``, ``dump(network)``."""
        return import_module(f"pathway_graph.formats.{self.name.replace('-', '_')}")


FORMATS: Final[dict[str, Format]] = {
    one.name: one
    for one in (
        Format("native", "pathway-graph/1, the project's own YAML", (".yaml", ".yml")),
        Format("document", "one JSON document of the whole model", (".json",)),
        Format("sif", "simple interaction format", (".sif",)),
        Format("edge-list", "table of edges with named columns", (".tsv", ".csv", ".txt"), is_table=True),
        Format("signor", "causal table of SIGNOR", (".signor.csv", ".signor.tsv"), is_table=True),
        Format("omnipath", "interactions of OmniPath", (".omnipath.tsv",), writes=False),
        Format("mitab", "PSI-MI MITAB 2.5 to 2.8, CausalTAB", (".mitab", ".mitab.tsv", ".mitab.txt"), writes=False),
        Format("bel", "BEL graph, PyBEL node-link JSON", (".bel.json", ".bel.nodelink.json", ".nodelink.json")),
        Format("indra", "INDRA statements JSON", (".indra.json",), writes=False),
        Format("bel-script", "BEL script", (".bel", ".bels"), writes=False),
        Format("jgif", "JSON Graph Format, BEL graphs too", (".jgif", ".jgf", ".jgif.json"), writes=False),
        Format("graphml", "GraphML", (".graphml",)),
        Format("cytoscape", "Cytoscape.js JSON", (".cyjs", ".cytoscape.json")),
        Format("node-link", "node-link JSON of networkx", (".node-link.json", ".node_link.json")),
        Format("kgx", "KGX of the Biolink Model, one JSON", (".kgx.json",)),
        Format("kgx-tsv", "KGX, two tables in a folder", (".kgx",)),
        Format("kgx-jsonl", "KGX, two files of JSON lines in a folder", (".kgx-jsonl",)),
        Format("cx", "CX of NDEx, version 1", (".cx",), writes=False),
        Format("cx2", "CX of NDEx, version 2", (".cx2",)),
        Format("sbgn", "SBGN-ML: activity flow, process description", (".sbgn",)),
        Format("sbml-qual", "SBML-qual, logical models", (".sbml",)),
        Format("biopax", "BioPAX level 3", (".owl", ".biopax"), writes=False),
        Format("bnet", "Boolean network of BoolNet", (".bnet",)),
        Format("neo4j-admin", "CSV files for neo4j-admin, a folder", (".neo4j",), reads=False),
        Format("nanopub", "nanopublications of claims, TriG", (".trig",), reads=False),
        Format("kgml", "KGML, drawings of KEGG", (".kgml",), writes=False),
        Format("gpml", "GPML 2008a to 2021, WikiPathways", (".gpml",), writes=False),
    )
}
"""Every format by name; a new one is one module and one line here, from which endings, help and tables follow."""

PACKED: Final = (".gz", ".xz", ".bz2")
"""Endings of compressed files, which are read as what is in them."""
_BESIDES: Final = (".xml", ".xlsx")
"""Endings that say little, of files that are recognised by their content."""
_TABLES: Final = FORMATS["edge-list"].endings
ENDINGS: Final = tuple(
    sorted(
        {
            *PACKED,
            *_BESIDES,
            *_TABLES,
            *(end for one in FORMATS.values() if one.reads for end in one.endings if not end.endswith(_TABLES)),
        },
        key=lambda ending: (-len(ending), ending),
    )
)
"""Endings of files that are read, the longest first: a file's name without them is the name of its data set.

What stands before the ending of a table (``.signor.csv``) stays in the name.
"""


def endings_written() -> str:
    """Return the endings by which files are written, in the order of the table.

    >>> endings_written().split()[:4]
    ['.yaml', '.yml', '.json', '.sif']
    """
    return " ".join(ending for one in FORMATS.values() if one.writes for ending in one.endings)


def markdown() -> str:
    """Return the table for the documentation."""
    rows = ["| format (`--format`) | title | endings | read | write |", "|---|---|---|---|---|"]
    for one in FORMATS.values():
        endings = ", ".join(f"`{ending}`" for ending in one.endings)
        read, write = ("yes" if does else "no" for does in (one.reads, one.writes))
        rows.append(f"| `{one.name}` | {one.title} | {endings} | {read} | {write} |")
    return "\n".join(rows)
