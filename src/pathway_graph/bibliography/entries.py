"""What is cited: a work with the fields that are known of it; and works together, with what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pathway_graph.text.counts import how_many

WorkKind = Literal["article", "record", "dataset", "software"]


@dataclass(frozen=True, slots=True)
class Author:
    """An author: family name and initials, or the name of a group in *family* alone."""

    family: str
    initials: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work that is cited.

    Attributes:
        key: Unique and the same each time: first author, year, identifier.
        id: Its identifier in the network.
        kind: ``article``, ``record`` (an entry of a database, or of a printed list), ``dataset`` or ``software``.
        is_cut: The list of authors is not whole ("et al.").
        status: Whether it is the study meant: ``verified``, ``cited``, ``candidate``, ``unknown``; or empty.
        notice: What its journal said of it later: ``retracted``, ``concern`` ...
        remarks: What a reader must know: a doubtful status, a notice, a field that could not be read.
        claims: Claims that it does, or may, stand behind, sorted.
    """

    key: str
    id: str
    kind: WorkKind
    title: str = ""
    authors: tuple[Author, ...] = ()
    is_cut: bool = False
    journal: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    version: str = ""
    license: str = ""
    status: str = ""
    notice: str = ""
    remarks: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Works behind claims.

    Attributes:
        works: Sorted by key.
        left_out: What is no citation, by the reason: how many.
        uncited: Claims behind which there is no work at all.
    """

    works: tuple[CitedWork, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    uncited: tuple[str, ...] = ()

    def summary(self) -> str:
        """Return one sentence: how many works there are, of which status and notice, and what is left out.

        >>> Bibliography(()).summary()
        '0 works'
        """
        counts: dict[str, int] = {}
        for work in self.works:
            word = work.status or work.kind
            counts[word] = counts.get(word, 0) + 1
            if work.notice:
                counts[work.notice.upper()] = counts.get(work.notice.upper(), 0) + 1
        parts = [how_many(len(self.works), "work")]
        if counts:
            parts[0] += f" ({', '.join(f'{count:,} {word}' for word, count in sorted(counts.items()))})"
        if self.left_out:
            parts.append("left out: " + ", ".join(f"{reason}: {count:,}" for reason, count in self.left_out.items()))
        if self.uncited:
            few = ", ".join(self.uncited[:5]) + (f" and {len(self.uncited) - 5:,} more" if self.uncited[5:] else "")
            parts.append(f"no work stands behind {how_many(len(self.uncited), 'claim')}: {few}")
        return "; ".join(parts)
