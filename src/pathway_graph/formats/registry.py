"""Recognise the format of a file, and read and write by the table of formats."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pathway_graph.errors import InputError, InternalError, Problem, UnknownName, WrongArgument, nearest
from pathway_graph.formats import native, signor
from pathway_graph.formats.archives import opened
from pathway_graph.formats.edge_columns import ROLES, pair_in
from pathway_graph.formats.edge_layouts import OURS
from pathway_graph.formats.edge_recognise import recognise
from pathway_graph.formats.edge_scores import no_scores
from pathway_graph.formats.json_kinds import json_kind
from pathway_graph.formats.kgx_files import looks_like_kgx, paired
from pathway_graph.formats.mistaken import json_problem, kind_problem, table_problem
from pathway_graph.formats.mitab_cells import looks_like_mitab
from pathway_graph.formats.raw import Decoded, Encoded, save, shown_path
from pathway_graph.formats.raw import Unrecognised as Unrecognised
from pathway_graph.formats.report import Report
from pathway_graph.formats.string_names import is_info
from pathway_graph.formats.table import FORMATS as FORMATS
from pathway_graph.formats.table import PACKED, Format
from pathway_graph.formats.term_mapping import number_in
from pathway_graph.formats.workbooks import unbound
from pathway_graph.model import Network
from pathway_graph.model.border import DATA_ERRORS, refuses_bad_data
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.network import OWNED

NOT_READ: Final = "to have a file that comes back, export .json, .yaml or a graph format"
"""The way out for those who import a file of a format that is only written."""


_JGIF: Final = re.compile(r'\{\s*(?:"[$a-z]+"\s*:\s*"[^"]*"\s*,\s*)*"graphs?"\s*:\s*(?:\[\s*)?\{\s*"')
"""How a document of JSON Graph Format begins: with its graph, which is an object that is not empty."""


def detect(raw: Decoded) -> Format:
    """Return the format of a file, by its ending and its content.

    Raises:
        Unrecognised: No format fits, or it is of a kind that is never a network.

    >>> detect(Decoded("a.yaml", "a.yaml", b"format: pathway-graph/1")).name
    'native'
    """
    head = raw.data[:65536]
    name = raw.name.lower()
    for ending in PACKED:
        name = name.removesuffix(ending)
    name_of_format = _by_content(name, head, raw.data)
    if name_of_format is None:
        if (problem := kind_problem(raw)) is not None:
            raise Unrecognised([problem])
        name_of_format = next((format_.name for format_ in FORMATS.values() if name.endswith(format_.endings)), None)
    if name_of_format is None:
        if (told := _told_of(raw)) is not None:
            raise Unrecognised([told[0]])
        known = ", ".join(format_.name for format_ in FORMATS.values() if format_.reads)
        problem = Problem(raw.shown, 0, "the format is not recognised", f"say --format; formats are {known}")
        raise Unrecognised([problem])
    return FORMATS[name_of_format]


_NO_TABLES: Final = tuple(
    ending for one in FORMATS.values() for ending in one.endings if one.name not in ("edge-list", "signor", "omnipath")
)


def _by_content(name: str, head: bytes, data: bytes) -> str | None:
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        marks = (  # in this order: drawings of WikiPathways cite by BioPAX
            ("pathvisio.org/GPML", "gpml"), ("genmapp.org/GPML", "gpml"), ("<graphml", "graphml"),
            ("sbgn.org/libsbgn", "sbgn"), ("<sbml", "sbml-qual"), ("<sbml:sbml", "sbml-qual"),
            ("biopax.org/release/biopax-level", "biopax"), ("KGML", "kgml"), ('name="path:', "kgml"),
        )  # fmt: skip
        return next((format_ for mark, format_ in marks if mark in text), None)
    if text.startswith(("{", "[")):
        return _json(name, text, data)
    if looks_like_mitab(text.split("\n", 1)[0]):
        return "mitab"
    if looks_like_kgx(text):
        return "kgx"
    if re.search(r"(?m)^SET DOCUMENT Name\s*=|^DEFINE (NAMESPACE|ANNOTATION) \w+ AS ", text):
        return "bel-script"
    if name.endswith(".bnet") or re.match(r"(?i)(?:\s*#[^\n]*\n)*\s*targets\s*,\s*(?:factors|functions)\b", text):
        return "bnet"
    if name.endswith((".tsv", ".csv", ".txt")):
        columns = [column.strip('" ').lower() for column in re.split(r"[\t;,]", text.split("\n", 1)[0].strip())]
        if OURS <= set(columns):  # whatever its attributes are called
            return "edge-list"
        if {"entitya", "entityb", "effect"} <= set(columns):
            return "signor"
        if {"is_stimulation", "is_inhibition"} <= set(columns) or _is_carnival(columns, text):
            return "omnipath"
        if pair_in(columns) is not None:
            return "edge-list"
    if not name.endswith(_NO_TABLES):
        if signor.is_headless(data):
            return "signor"
        return "edge-list" if recognise(data) is not None else None
    return None


def _is_carnival(columns: list[str], text: str) -> bool:
    """Whether a table is CARNIVAL's: three columns, the middle one numbers; with words it is a table of edges."""
    if columns != ["source", "interaction", "target"]:
        return False
    second = text.split("\n", 2)[1] if "\n" in text else ""
    cells = re.split(r"[\t;,]", second.strip())
    return len(cells) < 3 or number_in(cells[1].strip('" ')) is not None


def _told_of(raw: Decoded, chosen: Format | None = None) -> tuple[Problem, bool] | None:
    """Return what a file is that the reader *chosen* refuses, and whether it may be a network; None if not known.

    A reader speaks of what it misses, a column or a key; of a file of another kind that is beside the point.
    """
    name = raw.name.lower()
    if _by_content(name, raw.data[:65536], raw.data) is not None or name.endswith(native.SUFFIXES):
        return None
    if (problem := kind_problem(raw)) is not None:
        return problem, False
    if raw.data.lstrip()[:1] in (b"{", b"[") and (chosen is None or chosen.is_table or chosen.name == "document"):
        return None if (found := json_problem(raw)) is None else (found, False)
    return table_problem(raw) if chosen is None or chosen.is_table else None


def _json(name: str, text: str, data: bytes) -> str | None:
    if text.startswith("["):
        if '"CXVersion"' in text:
            return "cx2"
        return json_kind(data) or ("cx" if '"nodes"' in text else None)
    if '"format": "pathway-graph-document' in text or '"format":"pathway-graph-document' in text:
        return "document"
    if b'"annotation_url"' in data or b'"document_metadata"' in data:
        return "bel"
    if kind := json_kind(data):
        return kind
    if _JGIF.match(text):
        return "jgif"
    return "cytoscape" if b'"elements"' in data else None


def format_named(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UnknownName: There is none.
    """
    if name not in FORMATS:
        hint = "a table of edges is 'edge-list'" if name in ("csv", "tsv", "table") else ""
        raise UnknownName("format", name, nearest(name, FORMATS), known=FORMATS, hint=hint)
    return FORMATS[name]


def format_for(path: Path) -> Format:
    """Return the format to write to *path*, by its ending.

    Raises:
        UnknownName: No format that can be written has that ending.

    >>> format_for(Path("x.json")).name
    'document'
    """
    name = path.name.lower()
    fitting = [
        (len(ending), format_)
        for format_ in FORMATS.values()
        if format_.writes
        for ending in format_.endings
        if name.endswith(ending)
    ]
    if not fitting:
        packed = next((ending for ending in PACKED if name.endswith(ending)), "")
        hint = f"leave {packed} out and compress the file afterwards" if packed else "or say --format"
        endings = [format_.endings[0] for format_ in FORMATS.values() if format_.writes]
        raise UnknownName("ending of a format to write", path.suffix or path.name, known=endings, hint=hint)
    return max(fitting, key=lambda pair: pair[0])[1]


def parse(raw: Decoded, format_: str | None = None) -> tuple[Network, Report]:
    """Read the content of one file; return the network and what became of the content.

    Raises:
        InputError: The content is not in that format, or in none that is known.
        InternalError: The reader of the format has a fault.
        UnknownName: No format is called *format_*.
    """
    raw = unbound(raw)
    if is_info(raw.data):
        hint = "import the links: it is read where it lies beside them"
        raise Unrecognised([Problem(raw.shown, 0, "it holds names of STRING's proteins, no edges", hint)])
    chosen = format_named(format_ or ("edge-list" if raw.columns else "")) if format_ or raw.columns else detect(raw)
    if raw.min_score is not None and (chosen.name != "edge-list" or raw.columns or recognise(raw.data) is None):
        raise no_scores(raw)
    if not chosen.reads:
        raise raw.wrong(0, f"{chosen.title}, is written only, not read", NOT_READ)
    try:
        with gc_paused():
            network, report = chosen.module.parse(raw)
    except InputError as error:
        if (told := _told_of(raw, chosen)) is None:
            raise
        problem, may_be_network = told
        raise (InputError if may_be_network else Unrecognised)([problem]) from error
    except DATA_ERRORS as error:  # what a file can have wrong is told where it is checked
        raise InternalError(f"reading {raw.shown} as {chosen.title},", error) from error
    if not any(getattr(network, part) for part in ("entities", *OWNED)):
        what = f"nothing is in it that {chosen.title}, could hold: no entity, no claim"
        raise raw.wrong(0, what, "it may be cut off after its head, or say another --format")
    checksum = f"sha256:{hashlib.sha256(raw.data).hexdigest()}"
    return network, replace(report, format=chosen.name, checksum=checksum)


def read_all(
    path: str | os.PathLike[str],
    format_: str | None = None,
    *,
    namespace: str = "",
    columns: Mapping[str, str] | None = None,
    min_score: float | None = None,
) -> Iterator[tuple[Network, Report] | InputError]:
    """Read everything in a file, a folder or an archive, one data set at a time; what fails comes as an error.

    Args:
        path: What to read.
        format_: Name of the format of all files; recognised where it is not given.
        namespace: Database whose identifiers the names of nodes in SIF files, tables and graphs are, e.g.
            ``hgnc.symbol``; without it a name says nothing about what it names, but in a table of edges most of whose
            names are official symbols of genes, or accessions.
        columns: Headers of a table of edges by what they are (``source``, ``target``, ``relation``, ``sign``,
            ``reference``, ``species``), where they are not the usual ones; ``none`` for what no column says. Numbers
            count the columns, from 1, of a table without a header.
        min_score: Least score of a row of STRING and other tables whose scores are known, in the file's own numbers.

    Raises:
        WrongArgument: *columns* names something that no column can be.
    """
    said = dict(columns or {})
    for role in said.keys() - set(ROLES):
        raise WrongArgument("columns", role, hint=f"give some of {', '.join(ROLES)}")
    for item in paired(opened(Path(path)), Path(path)):
        try:
            if isinstance(item, InputError):
                yield item
            elif isinstance(item, Path):
                yield native.read_folder(item)
            else:
                yield parse(replace(item, namespace=namespace, columns=said, min_score=min_score), format_)
        except InputError as error:
            yield error


def read_file(
    path: str | os.PathLike[str],
    format_: str | None = None,
    *,
    namespace: str = "",
    columns: Mapping[str, str] | None = None,
    min_score: float | None = None,
) -> tuple[Network, Report]:
    """Read one file of any format, or a folder of YAML files; return the network and the report.

    Args:
        path: The file, compressed or not; of an archive or folder, use `read_all`.
        format_: Name of the format; recognised where it is not given.
        namespace: Database whose identifiers the names of nodes are, see `read_all`.
        columns: Headers of a table of edges by what they are, see `read_all`.
        min_score: Least score of a row of a table, see `read_all`.

    Raises:
        InputError: It cannot be read, or holds several data sets.
        UnknownName: No format is called *format_*.
    """
    here = Path(path)
    if here.is_dir() and any(file.suffix in native.SUFFIXES for file in here.iterdir()):
        return native.read_folder(here)
    results = list(read_all(path, format_, namespace=namespace, columns=columns, min_score=min_score))
    for item in results:
        if isinstance(item, InputError):
            raise item
    if len(results) != 1:
        raise InputError(
            [Problem(shown_path(path), 0, f"it holds {len(results)} data sets", "read them with read_all")]
        )
    return results[0]  # type: ignore[return-value]


def read(path: str | os.PathLike[str]) -> Network:
    """Read a data set from a file of any format, or from a folder whose YAML files together are one.

    Raises:
        InputError: Anything is wrong; every problem of every file is listed, with file and line.
    """
    return read_file(path)[0]


@refuses_bad_data
def write(network: Network, path: str | os.PathLike[str], format_: str | None = None) -> Report:
    """Write a network to a file in the format of its ending; return what was kept, changed and left out.

    Args:
        network: What to write; the project's own YAML takes one data set, see `pathway_graph.model.build.split`.
        path: The file (for ``neo4j-admin`` a folder); it is replaced as a whole or not at all.
        format_: Name of the format, where the ending does not say it.

    Raises:
        InputError: The place cannot be written to, or the format cannot hold the network.
        UnknownName: No format is called so, or none has that ending.
    """
    return write_file(network, path, format_)[0]


@refuses_bad_data
def write_file(
    network: Network, path: str | os.PathLike[str], format_: str | None = None, *, excel_safe: bool = False
) -> tuple[Report, str]:
    """Write a network as `write` does; return the report, and advice on what to do with the file (often empty).

    With *excel_safe* no cell of a table can be taken for a formula by a spreadsheet.
    """
    target = Path(path)
    written_ones = [one.name for one in FORMATS.values() if one.writes]
    if format_ and format_ not in written_ones:
        note = "it is read only" if format_ in FORMATS else ""
        near = [] if note else nearest(format_, written_ones)
        raise UnknownName("format to write", format_, near, note, known=written_ones)
    chosen = format_named(format_) if format_ else format_for(target)
    options: dict[str, Any] = {"excel_safe": excel_safe} if chosen.is_table else {}
    if chosen.name == "edge-list" and target.name.lower().endswith(".csv"):
        options["delimiter"] = ","
    written: Encoded = chosen.module.dump(network, **options)
    save(written.files, target)
    return replace(written.report, file=shown_path(target), format=chosen.name), written.advice
