"""Dates that a spreadsheet made of gene symbols (SEPT2, MARCH1), and the genes that each may have been."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from pathway_graph.identifiers.symbols import symbol

_STEMS: Final = {
    1: ("JAN",), 2: ("FEB",), 3: ("MARCH", "MARC", "MAR"), 4: ("APR",), 5: ("MAY",), 6: ("JUN",), 7: ("JUL",),
    8: ("AUG",), 9: ("SEPT", "SEP"), 10: ("OCT",), 11: ("NOV",), 12: ("DEC",),
}  # fmt: skip
"""Month -> how symbols begin that a spreadsheet reads as a day of it."""

_MONTHS: Final = {
    word: month
    for month, words in enumerate(
        (
            "jan january januar janv janvier", "feb february februar févr février fev", "mar march mrz mär märz mars",
            "apr april avr avril", "may mai", "jun june juni juin", "jul july juli juil juillet",
            "aug august août aout",
            "sep sept september septembre", "oct october okt oktober octobre", "nov november novembre",
            "dec december dez dezember déc décembre",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_WORD = r"(?P<month>[A-Za-zäéû]{3,9})\.?"
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})[-./ ]{{1,2}}{_WORD}(?:[-./ ]+(?:\d\d|\d{{4}}))?")
_MONTH_FIRST = re.compile(rf"{_WORD}[-. ](?P<day>\d\d)(?:[-, ]+\d{{4}})?")
_ISO = re.compile(r"(?:19|20)\d\d-(\d\d)-(\d\d)(?:[T ][\d:.]+)?")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(?:19|20)?\d\d")
_FIRST, _LAST = date(1999, 1, 1), date(2035, 12, 31)
_DAY_ZERO: Final = date(1899, 12, 30)


def days_meant(cell: str, *, serial: bool = False) -> tuple[tuple[int, int], ...]:
    """Return the months and days that a cell may be a date of; none where it is no date.

    Args:
        cell: What stands there.
        serial: Whether a bare number may be a spreadsheet's count of days.

    >>> days_meant("2-Sep"), days_meant("Mar-01"), days_meant("01.03.2021"), days_meant("2. Mrz")
    (((9, 2),), ((3, 1),), ((3, 1), (1, 3)), ((3, 2),))
    >>> days_meant("44257", serial=True), days_meant("44257"), days_meant("SEPT2"), days_meant("NKX2-1")
    (((3, 2),), (), (), ())
    """
    text = cell.strip()
    if serial and re.fullmatch(r"\d{5}(\.0+)?", text):
        day = _DAY_ZERO + timedelta(days=int(text[:5]))
        return ((day.month, day.day),) if _FIRST <= day <= _LAST else ()
    for form in (_DAY_FIRST, _MONTH_FIRST):
        match = form.fullmatch(text)
        month = _MONTHS.get(match["month"].casefold()) if match else None
        if match and month:
            return _possible((month, int(match["day"])))
    if match := _ISO.fullmatch(text):
        return _possible((int(match[1]), int(match[2])))
    if match := _NUMERIC.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        return _possible((second, first), (first, second))
    return ()


def _possible(*days: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys((month, day) for month, day in days if 1 <= month <= 12 and 1 <= day <= 31))


def likely_genes(days: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    """Return the genes that a day may have been, each as it was written and as it is called now.

    >>> likely_genes(((9, 7),)), likely_genes(((3, 1),))
    (('SEPT7 (SEPTIN7)',), ('MARCH1 (MARCHF1)', 'MARC1 (MTARC1)'))
    >>> likely_genes(((6, 25),))
    ()
    """
    found: dict[str, None] = {}
    for month, day in days:
        for stem in _STEMS[month]:
            written = f"{stem}{day}"
            for gene in symbol(written).genes:
                found[written if gene.symbol == written else f"{written} ({gene.symbol})"] = None
    return tuple(found)
