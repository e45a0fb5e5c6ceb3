"""The shapes of answers about evidence, measured changes, queries, pictures, data sets and texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pathway_graph.assistant.shapes import Answer, Sign


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """Claims that disagree, what another rule found, or what a curator noted."""

    sort: Literal["conflict", "finding", "note of a curator"]
    about: str
    said: str
    raising: list[str]
    lowering: list[str]
    no_effect: list[str]
    claims: list[str]
    explained_by: list[str]
    is_explained: bool


@dataclass(frozen=True, kw_only=True)
class Disagreements(Answer):
    """What does not fit."""

    counts: dict[str, int]
    rows: list[DisagreementRow]


@dataclass(frozen=True, slots=True)
class ContrastLine:
    """One effect in two contexts."""

    subject: str
    object: str
    aspect: str
    verdict: Literal["differ", "agree", "divided", "only in the first", "only in the second"]
    first: list[str]
    second: list[str]
    first_claims: list[str]
    second_claims: list[str]
    explained_by: list[str]


@dataclass(frozen=True, kw_only=True)
class Contrasted(Answer):
    """What claims say in two contexts."""

    first: str
    second: str
    rows: list[ContrastLine]


@dataclass(frozen=True, slots=True)
class RegulatorRow:
    """A hypothesis: a regulator raised or lowered. P-values are exact and one-sided; fdr is over all hypotheses."""

    id: str
    name: str
    kind: str
    direction: Literal["raised", "lowered"]
    steps: int
    supporting: int
    against: int
    overlap_p: float
    sign_p: float
    combined_p: float
    combined_fdr: float
    explains_through: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A measured change within reach of the regulator that is explained."""

    name: str
    id: str
    measured: Sign
    predicted: Sign
    verdict: Literal["for", "against", "ambiguous", "sign unknown"]
    steps: int
    why: str
    claims: list[str]


@dataclass(frozen=True, kw_only=True)
class Ranked(Answer):
    """Regulators that explain measured changes, and what speaks for and against one."""

    read_as: list[str]
    background: str
    hypotheses: int
    unmatched: list[str]
    rows: list[RegulatorRow]
    targets: list[TargetRow]


@dataclass(frozen=True, slots=True)
class CausalRow:
    """An edge of the smallest network."""

    source: str
    source_name: str
    source_sign: Sign
    target: str
    target_name: str
    target_sign: Sign
    measured: Sign
    sign: Sign
    step: int
    standing: str
    claims: list[str]
    publications: list[str]


@dataclass(frozen=True, kw_only=True)
class Networked(Answer):
    """The smallest signed network from regulators to changes."""

    explained: int
    to_explain: int
    objective: float
    is_proven: bool
    p_value: float | None
    not_explained: list[str]
    rows: list[CausalRow]


@dataclass(frozen=True, kw_only=True)
class Queried(Answer):
    """Rows of a query."""

    columns: list[str]
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label of nodes, or a type of relationships, with its meaning and how many there are."""

    name: str
    meaning: str
    count: int
    sign: Sign = None


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A query of the library."""

    name: str
    answers: str
    parameters: list[str]


@dataclass(frozen=True, kw_only=True)
class Schema(Answer):
    """What the graph holds and how it is asked."""

    nodes: list[LabelRow]
    edges: list[LabelRow]
    links: list[str]
    properties: dict[str, list[str]]
    library: list[LibraryRow]


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """An edge that the picture shows."""

    source: str
    source_name: str
    relation: str
    target: str
    target_name: str
    claims: list[str]


@dataclass(frozen=True, kw_only=True)
class Drawn(Answer):
    """A picture, as content beside this, and the edges that it shows."""

    title: str
    format: Literal["png", "svg"]
    rows: list[DrawnRow]


@dataclass(frozen=True, slots=True)
class DataSetRow:
    """A data set: where it came from and what it holds.

    Attributes:
        file: The file that it was loaded from, where that is recorded, with its checksum.
    """

    source: str
    title: str
    version: str
    license: str
    citation: str
    note: str
    loaded: str
    file: str
    checksum: str
    url: str
    entities: int
    claims: int
    background: int
    publications: int
    diagrams: list[str]


@dataclass(frozen=True, kw_only=True)
class DataSets(Answer):
    """The data sets of the store."""

    rows: list[DataSetRow]


@dataclass(frozen=True, kw_only=True)
class Claims(Answer):
    """Cards of claims; the claims stand in `claims`."""

    unknown: list[str]


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """How a claim stands to a sentence that names it."""

    claim: str
    verdict: Literal["carries", "opposite", "other", "retracted", "not decided"]
    why: str
    context: str
    certainty: str
    retracted_works: list[str]


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of the text, and what the claims that it names make of it."""

    text: str
    verdict: Literal["carried", "opposite", "not carried", "not decided"]
    why: str
    claims: list[ClaimVerdict]
    unknown: list[str]
    against: list[str]
    would_carry: list[str]


@dataclass(frozen=True, kw_only=True)
class Verified(Answer):
    """A text, checked sentence by sentence."""

    counts: dict[str, int]
    rows: list[SentenceRow]
