"""Citations of an answer into a file: ``--cite refs.bib``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pathway_graph.cli.output import note

if TYPE_CHECKING:
    from pathway_graph.bibliography import Bibliography
    from pathway_graph.model import Network

ENDINGS: Final = {".bib": "bibtex", ".ris": "ris", ".json": "csl"}


def _form(_ctx: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given and Path(given).suffix.lower() not in ENDINGS:
        raise click.BadParameter(f"{given} must end in .bib, .ris or .json (CSL-JSON)", param=option)
    return given


def cite_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--cite``; the command gets ``cite``."""
    return click.option(
        "--cite", metavar="FILE", callback=_form, help="Write the publications behind the answer (.bib, .ris, .json)."
    )(command)  # fmt: skip


def text_of(found: Bibliography, form: str) -> str:
    """Return a bibliography as ``bibtex``, ``ris`` or ``csl``."""
    from pathway_graph.bibliography import bibtex, csl_json, ris
    from pathway_graph.text.json_pieces import json_pieces

    if form == "csl":
        return "".join(json_pieces(csl_json(found.works))) + "\n"
    return bibtex(found.works) if form == "bibtex" else ris(found.works)


def write_text(file: str, text: str) -> None:
    """Write a text file whole or not at all."""
    from pathway_graph.files.atomic import write_whole

    write_whole(Path(file), lambda draft: draft.write_text(text, encoding="utf-8", newline="\n"))


def save_citations(network: Network, claims: Iterable[str], file: str | None) -> None:
    """Write the works behind claims where a file is asked for, and say how many of which status they are."""
    if not file:
        return
    from pathway_graph.bibliography import cite

    found = cite(network, claims)
    write_text(file, text_of(found, ENDINGS[Path(file).suffix.lower()]))
    note(f"wrote {file}: {found.summary()}")
