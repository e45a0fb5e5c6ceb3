"""Find the Cypher files: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from pathway_graph.errors import PathwayGraphError

_HERE = Path(__file__).resolve().parent


def cypher_folder() -> Path:
    """Return the folder that holds ``schema.cypher`` and ``queries``.

    A wheel carries it inside the package; an editable install finds it at the top of the checkout.

    Raises:
        PathwayGraphError: Neither place has it; the installation is incomplete.
    """
    places = (_HERE, _HERE.parents[2] / "cypher")
    for place in places:
        if (place / "schema.cypher").is_file():
            return place
    raise PathwayGraphError(
        f"schema.cypher is neither in {places[0]} nor in {places[1]}", hint="install pathway-graph again"
    )


def queries_folder() -> Path:
    """Return the folder of the query library, one query per file.

    >>> queries_folder().name
    'queries'
    """
    return cypher_folder() / "queries"


def schema_statements() -> tuple[str, ...]:
    """Return the statements of ``schema.cypher``, constraints and indexes, in file order.

    >>> all(text.startswith("CREATE ") for text in schema_statements())
    True
    """
    return split_statements((cypher_folder() / "schema.cypher").read_text(encoding="utf-8"))


def split_statements(text: str) -> tuple[str, ...]:
    r"""Split a Cypher file at semicolons; lines that start with ``//`` are comments.

    Meant for schema files: a semicolon inside a quoted text is not understood.

    >>> split_statements("// keys\nCREATE INDEX a;\n\nCREATE\n  INDEX b;\n")
    ('CREATE INDEX a', 'CREATE INDEX b')
    """
    code = " ".join(line.strip() for line in text.splitlines() if not line.lstrip().startswith("//"))
    return tuple(" ".join(part.split()) for part in code.split(";") if part.strip())
