"""The page of a gene list: pasted changes, the regulators that explain them, what speaks for and against one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from pathway_graph.charts import bars, chart_bytes, target_bars, volcano
from pathway_graph.errors import InputError, MissingPackage
from pathway_graph.evidence.works import retracted_said
from pathway_graph.model import Network
from pathway_graph.model.stopping import go_on
from pathway_graph.regulators import (
    ColumnOptions,
    Listed,
    Measurements,
    RegulatorEvidence,
    Regulators,
    describe_ranking,
    explain_regulator,
    place_list,
    rank_regulators,
    read_list,
)

NAME: Final = "what you pasted"
RANKED: Final = (
    "name", "direction", "steps", "for", "against", "overlap_p", "sign_p", "combined_p", "combined_fdr", "through_it",
)  # fmt: skip
TARGETS: Final = ("verdict", "target", "measured", "predicted", "steps", "why")


@dataclass(frozen=True)
class Asked:
    """What a form asks.

    Attributes:
        data: The table, as it was pasted or uploaded.
        name: Its file name; empty where it was pasted.
        contrast: Which contrast of it; empty where it has one.
        threshold: Smallest absolute log2 fold change that counts; None for the usual one.
        max_p: Largest p-value that counts.
        max_steps: Longest walk, in edges.
    """

    data: bytes
    name: str = ""
    contrast: str = ""
    threshold: float | None = None
    max_p: float = 0.05
    max_steps: int = 2


@dataclass(frozen=True)
class Answer:
    """A ranking, ready for the page.

    Attributes:
        found: The ranking.
        said: What was read and what it rests on, a sentence each.
        listed: The rows as they were read.
    """

    found: Regulators
    said: tuple[str, ...]
    listed: Listed

    def rows(self, *, every: bool = True) -> list[dict[str, Any]]:
        """Return all hypotheses, best first; or those alone that explain by themselves."""
        best = self.found.rows if every else [row for row in self.found.rows if row.through is None]
        return [
            {
                "id": row.id, "name": row.name, "direction": _word(row.sign), "steps": row.depth,
                "for": row.depth_correct, "against": row.depth_incorrect, "overlap_p": row.overlap_p,
                "sign_p": row.sign_p, "combined_p": row.combined_p,
                "combined_fdr": row.combined_fdr,
                "through_it": row.listed or "",
            }
            for row in best
        ]  # fmt: skip


def ranked(network: Network, asked: Asked) -> Answer:
    """Read what was pasted, and rank.

    Raises:
        InputError: It is no table of changes; the message names what was pasted, not a file.
    """
    listed, changes, folder = placed(network, asked)
    go_on()
    found = rank_regulators(network, changes, max_steps=asked.max_steps)
    go_on()
    sentences = [*describe_ranking(found), retracted_said(network, counted=False)]
    return Answer(found, said(_bare(sentence, folder) for sentence in sentences if sentence), listed)


_OF_COMMANDS = {
    " (see --format json)": "", ": raise --time-limit": "", ": see 'through'": ": “All hypotheses” lists them",
    " (--keep strongest or first would choose)": "",
}  # fmt: skip
"""What sentences say of commands and a page has not, or has otherwise."""


def said(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return sentences as a page says them, which has no options.

    >>> said(["21 names: A, B and 19 more (see --format json)"])
    ('21 names: A, B and 19 more',)
    """
    found = []
    for sentence in sentences:
        for theirs, ours in _OF_COMMANDS.items():
            sentence = sentence.replace(theirs, ours)
        found.append(sentence)
    return tuple(found)


def placed(network: Network, asked: Asked) -> tuple[Listed, Measurements, str]:
    """Read what was pasted, and place it in a network; also return the folder in which it stood for that time.

    Raises:
        InputError: It is no table of changes; the message names what was pasted, not a file.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, asked.name or NAME)
        file.write_bytes(asked.data)
        options = ColumnOptions(contrast=asked.contrast, threshold=asked.threshold, max_p=asked.max_p)
        try:
            listed = read_list(file, options)
            return listed, place_list(network, listed), folder
        except InputError as error:
            raise of_the_form(error, folder) from None


def explained(answer: Answer, name: str, direction: str = "") -> tuple[RegulatorEvidence, list[dict[str, Any]]]:
    """Return what speaks for and against one regulator, ``raised``, ``lowered`` or the better ranked, and its rows."""
    explanation = explain_regulator(answer.found, name, sign={"raised": 1, "lowered": -1}.get(direction))
    rows = [
        {
            "id": target.entity, "verdict": target.verdict, "target": target.change.name,
            "measured": target.change.sign, "value": target.change.value, "predicted": target.predicted,
            "steps": target.steps, "why": target.why,
        }
        for target in explanation.targets
    ]  # fmt: skip
    return explanation, rows


def drawn(answer: Answer, explanation: RegulatorEvidence | None) -> tuple[list[Markup], str]:
    """Return charts as markup, and why there are none or fewer."""
    try:
        charts: list[Any] = [target_bars(explanation)] if explanation else [bars(answer.found)]
        how = answer.listed.how
        if not explanation and how.max_p is not None and how.scale != "sign":
            charts.append(volcano(answer.listed))
        # Vega escapes labels
        return [Markup(chart_bytes(chart, "svg").decode()) for chart in charts], ""
    except MissingPackage as error:
        return [], str(error)


def heading(explanation: RegulatorEvidence) -> str:
    """Return what an explanation is of."""
    return f"{explanation.regulator.name} {_word(explanation.regulator.sign)}: what speaks for and against"


def of_the_form(error: InputError, folder: str) -> InputError:
    """Return an error that names what was sent, and no folder of this machine."""
    return InputError(replace(problem, file=_bare(problem.file, folder)) for problem in error.problems)


def _bare(text: str, folder: str) -> str:
    """Return a text without the folder that nobody asked for."""
    return text.replace(f"{folder}{os.sep}", "")


def _word(sign: int) -> str:
    return "raised" if sign > 0 else "lowered"
