"""Lists of retracted works: PubMed numbers and DOIs one a line, or the table of Retraction Watch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from pathway_graph.errors import InputError, Problem
from pathway_graph.evidence.retractions import plain_doi, plain_pmid
from pathway_graph.files.delimited import capped, decoded, is_windows_text, read_rows
from pathway_graph.formats.raw import stem
from pathway_graph.identifiers.minting import slug
from pathway_graph.model import Network, Publication, Source
from pathway_graph.model.build import build_network

_NEEDED: Final = ("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature")
_NATURES: Final = {
    "retraction": "retracted", "expression of concern": "concern", "correction": "corrected",
    "reinstatement": "reinstated",
}  # fmt: skip
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_PMID: Final = re.compile(r"(?:pmid|pubmed)?[:\s]*(\d{1,9})|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|"
                          r"ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})/?", re.IGNORECASE)  # fmt: skip
_HEADS: Final = ("pmid", "doi", "pubmed", "pubmed id", "pubmedid")
"""What a spreadsheet writes above a column of them."""
_NOTHING: Final = ("", "0", "unavailable", "n/a", "na", "none")


def read_notices(file: str | Path, *, name: str = "") -> Network:
    """Read a list of retracted works as a data set of publications that stand behind no claim, each with its notice.

    A plain list has a PubMed number or a DOI a line, with or without prefix or quotes; what follows ``#`` is a comment,
    and the head of a column such as ``pmid`` is passed over. The
    table of Retraction Watch is known by its columns ``OriginalPaperDOI``, ``OriginalPaperPubMedID`` and
    ``RetractionNature``, and its natures are told apart: retraction, expression of concern, correction, reinstatement.

    Args:
        file: The list.
        name: Name of the data set; made from the file's name if not given.

    Raises:
        InputError: It cannot be read, or a line is neither; every problem is listed.
        OSError: The system refuses to read it.
    """
    path = Path(file)
    data = path.read_bytes()
    text = data.decode("cp1252") if is_windows_text(data) else decoded(data, str(file))
    source = Source(name or f"retractions-{slug(stem(path.name))}", title=f"Notices of {path.name}")
    problems: list[Problem] = []
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    found = (_table if all(column in head for column in _NEEDED) else _lines)(text, str(file), source.id, problems)
    works = list({work.id: work for work in found}.values())
    if not works and not problems:
        problems.append(Problem(str(file), 0, "no PubMed number and no DOI is in it", "write one a line"))
    if problems:
        raise InputError(capped(problems))
    return build_network(source, publications=works)


def _lines(text: str, file: str, source: str, problems: list[Problem]) -> Iterator[Publication]:
    for number, line in enumerate(text.splitlines(), 1):
        given = re.sub(r"(^|\s)#.*", "", line).strip().strip("\"' ,;")
        if not given or (number == 1 and given.casefold() in _HEADS):
            continue
        pmid, doi = _PMID.fullmatch(given), plain_doi(given)
        if pmid:
            plain = plain_pmid(pmid[1] or pmid[2])
            yield Publication(f"{source}/pmid:{plain}", f"PubMed {plain}", "cited", pmid=plain, notice="retracted")
        elif _DOI.fullmatch(doi):
            yield Publication(f"{source}/{doi}", doi, "cited", doi=doi, notice="retracted")
        else:
            hint = (
                "write a PubMed number (19921703, PMID:19921703) or a DOI (10.1002/hipo.20718); comments begin with #"
            )
            problems.append(Problem(file, number, f"{given[:60]!r} is neither a PubMed number nor a DOI", hint))


def _table(text: str, file: str, source: str, problems: list[Problem]) -> Iterator[Publication]:
    (_, header), *rows = read_rows(text, file, ",")
    place = {column.strip(): number for number, column in enumerate(header)}
    if missing := [column for column in _NEEDED if column not in place]:
        problems.append(
            Problem(file, 1, f"there is no column {', '.join(missing)}", "give the table as it was fetched")
        )
        return
    for line, cells in rows:
        row = {column: cells[number].strip() if number < len(cells) else "" for column, number in place.items()}
        nature = _NATURES.get(row["RetractionNature"].casefold())
        doi, pmid = (_stated(row[column]) for column in _NEEDED[:2])
        if nature is None:
            what = f"{row['RetractionNature']!r} is no nature of a notice that is known"
            problems.append(Problem(file, line, what, f"known are {', '.join(_NATURES)}"))
        elif doi or pmid:
            key = row.get("Record ID") or f"line {line}"
            yield Publication(
                f"{source}/{key}", row.get("Title") or doi or f"PubMed {pmid}", "cited",
                authors=row.get("Author", "").replace(";", ", "), journal=row.get("Journal", ""), doi=plain_doi(doi),
                pmid=plain_pmid(pmid), notice=nature, notice_date=_date(row.get("RetractionDate", "")),
                notice_doi=plain_doi(_stated(row.get("RetractionDOI", ""))),
                notice_reason="; ".join(filter(None, (one.strip(" +") for one in row.get("Reason", "").split(";")))),
            )  # fmt: skip


def _stated(cell: str) -> str:
    return "" if cell.casefold() in _NOTHING else cell


def _date(cell: str) -> str:
    """Return a date of Retraction Watch, ``month/day/year hour:minute``, in ISO 8601; empty where it is none.

    >>> _date("1/31/2024 0:00"), _date("2024-01-31"), _date("")
    ('2024-01-31', '2024-01-31', '')
    """
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(cell.split(" ")[0], form).date().isoformat()
        except ValueError:
            continue
    return ""
