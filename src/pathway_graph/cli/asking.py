"""Ask saved questions again, each in a process of its own that can be ended: no load waits or fails for one."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import click

from pathway_graph.cli.origins import checksum_of
from pathway_graph.cli.output import note
from pathway_graph.errors import PathwayGraphError, StoreError
from pathway_graph.stores.answers import compare_answers, digest_of, parts_of
from pathway_graph.stores.base import ROW_LIMIT
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.open import default_location, is_shared, open_store
from pathway_graph.stores.questions import Answer, Question, Questions, folder_of
from pathway_graph.stores.times import now
from pathway_graph.text.counts import how_many

READING: Final = (
    "stats", "sources", "query", "upstream", "downstream", "paths", "names", "regulators", "network", "find", "show",
    "explain", "claims", "conflicts", "contrast", "audit", "weight", "fragile", "retractions",
)  # fmt: skip
"""Commands that may be saved: they answer and write nothing."""
NOT_SAVED: Final = {
    "store": "a question belongs to the store with which it is saved", "format_": "say --format with `ask run`",
    "files": "it would not ask the store", "lists": "it would store a list", "picture": "it would draw a file",
    "output": "it would write a file", "page": "it would write a file", "cite": "it would write a file",
    "crate": "it would write a file", "write": "it would change the store",
}  # fmt: skip
"""Options that no question has, with the reason."""
LIMIT_VARIABLE: Final = "PATHWAY_GRAPH_ASK_S"
_AFTER_LOAD_S: Final = 20.0
_RUN_S: Final = 600.0


class NotAsked(StoreError):
    """A question could not be asked: it took too long, or the store could not be reached."""


class AskedTooLong(NotAsked):
    """A question took too long."""


@dataclass(frozen=True, slots=True)
class Place:
    """A store, the content that it has now, and the questions that are kept with it."""

    location: str
    stamp: str
    questions: Questions

    @classmethod
    def of(cls, store: str | None) -> Place:
        """Open a store and look what it holds.

        Raises:
            StoreUnavailable: It cannot be opened.
        """
        location = store or default_location()
        if "://" not in location:  # commands run elsewhere
            location = os.path.abspath(Path(location).expanduser())
        with closing(open_store(location)) as opened:
            loads = opened.history().loads
            stamp = f"{loads[-1].number} {loads[-1].time}" if loads else ""
            if isinstance(opened, EmbeddedStore):
                generations = Generations(opened.path)
                stamp = str(generations.about(generations.current()).get("stamp", ""))
        return cls(location, stamp, kept_with(location))

    def ask(self, command: Sequence[str], cwd: str, limit_s: float = _RUN_S) -> Answer:
        """Ask a question as a command line would, and return its answer; a refusal is one too.

        Raises:
            NotAsked: It took longer than *limit_s*, or the store could not be reached.
        """
        words = [sys.executable, "-P", "-m", "pathway_graph", command[0], "--store", self.location,
                 "--format", "json", *command[1:]]  # fmt: skip
        inputs = inputs_of(command, cwd)  # as they are before: what is written meanwhile is asked about again
        try:
            done = subprocess.run(
                words, capture_output=True, cwd=cwd, timeout=limit_s, stdin=subprocess.DEVNULL, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise AskedTooLong(f"it took longer than {limit_s:.0f} s") from error
        except OSError as error:
            raise NotAsked(f"it cannot be asked from {cwd}: {error.strerror}", hint="save it again") from error
        if done.returncode in (0, 1, 2, 3):
            return self._answer(command, inputs, done)
        raise NotAsked(_last_line(done.stderr) or f"its process ended with code {done.returncode}")

    def _answer(
        self, command: Sequence[str], inputs: dict[str, str], done: subprocess.CompletedProcess[bytes]
    ) -> Answer:
        own = metadata.version("pathway-graph")
        if done.returncode:
            failed = _last_line(done.stderr)
            return Answer(now(), own, self.stamp, f"failed: {failed}", failed=failed, inputs=inputs)
        try:
            parts = parts_of(json.loads(done.stdout), is_cypher=command[0] == "query")
        except ValueError as error:
            raise NotAsked("it answered with something else than one JSON document") from error
        return Answer(now(), own, self.stamp, digest_of(parts), parts, inputs=inputs)


def kept_with(location: str) -> Questions:
    """Return the questions of a store, which is not opened; a server's lie in the user's own folder."""
    folder = Path(location).expanduser()
    return Questions(folder_of(location, None if "://" in location or is_shared(folder) else folder))


def require_saveable(command: Sequence[str]) -> None:
    """Make sure that a command only reads, that its words are right, and that it asks the store.

    Raises:
        click.UsageError: It is not so.
    """
    from pathway_graph.cli import COMMANDS

    if command and command[0].startswith("-"):
        raise click.UsageError(f"{command[0]} stands behind the question's name: options of `save` stand before it")
    if not command or command[0] not in READING or command[0] not in COMMANDS:
        raise click.UsageError(
            f"{command[0] if command else 'nothing'!r} cannot be saved as a question; those that can are "
            + ", ".join(name for name in READING if name in COMMANDS)
        )
    module = importlib.import_module(f"pathway_graph.cli.{COMMANDS[command[0]][0]}_command")
    asked: click.Command = getattr(module, f"{command[0]}_command")
    if any(word in ("-h", "--help") for word in command):
        raise click.UsageError("a question is not help")
    with asked.make_context(f"ask save NAME -- {command[0]}", list(command[1:])) as context:
        for name, why in NOT_SAVED.items():
            if context.params.get(name):
                option = next(one.opts[-1] for one in asked.params if one.name == name)
                raise click.UsageError(f"{option} cannot be saved with a question: {why}")


def require_whole(command: Sequence[str], answer: Answer) -> None:
    """Make sure that a first answer is one, and not cut.

    Raises:
        StoreError: It is a refusal, or has more rows than a query gives.
    """
    if answer.failed:
        raise StoreError(
            f"nothing was saved, for the question fails: {answer.failed}", hint="mend it, and save it then"
        )
    if command[0] == "query" and len(answer.parts.get("rows", ())) >= ROW_LIMIT:
        raise StoreError(
            f"nothing was saved: the query has {ROW_LIMIT:,} rows or more, of which only so many are compared",
            hint="let it return fewer, counts for instance",
        )


def inputs_of(command: Iterable[str], cwd: str) -> dict[str, str]:
    """Return the hashes of the files that a command names."""
    found = {}
    for word in command:
        short = word[2:] if word[:1] == "-" != word[1:2] else ""  # -fFILE
        for name in filter(None, (word, word.partition("=")[2], short)):
            with suppress(OSError, ValueError):
                if Path(cwd, name).is_file():
                    found[word] = checksum_of(Path(cwd, name))
    return found


def refreshed(place: Place, name: str, limit_s: float) -> tuple[Question, Answer]:
    """Return a question with its newest answer, asked anew unless nothing changed, and the one before that.

    Raises:
        NotAsked: It could not be asked.
        StoreError: Its file is damaged.
    """
    question = place.questions.get(name)
    was = question.latest
    if not was.is_of(place.stamp, inputs_of(question.command, question.cwd)):
        question = question.with_latest(place.ask(question.command, question.cwd, limit_s))
        place.questions.put(question)
    return question, was


def difference_of(old: Answer, new: Answer) -> list[dict[str, Any]]:
    """Return how two answers differ, as rows; a question that began or ceased to fail is one."""
    if old.failed or new.failed:
        if old.failed == new.failed:
            return []
        what = "fails" if new.failed else "answers again"
        return [{"part": "", "row": new.failed or old.failed, "what": what, "kinds": [], "fields": {}}]
    return [one.to_dict() for one in compare_answers(old.parts, new.parts)]


def why(old: Answer, new: Answer) -> str:
    """Say what is different now: the data, the program, a file that the question names."""
    causes = ["the data changed"] if old.stamp != new.stamp or not new.stamp else []
    if old.program != new.program:
        causes.append(f"pathway-graph {old.program} became {new.program}")
    files = sorted(name for name in {*old.inputs, *new.inputs} if old.inputs.get(name) != new.inputs.get(name))
    return ", ".join(causes + [f"the file {name} changed" for name in files]) or "nothing that is recorded changed"


def unasked(place: Place, question: Question) -> str:
    """Say why an answer may be another one by now, for the question was not asked since; nothing where it is not."""
    was, inputs = question.latest, inputs_of(question.command, question.cwd)
    if was.is_of(place.stamp, inputs):
        return ""
    return why(was, replace(was, stamp=place.stamp, program=metadata.version("pathway-graph"), inputs=inputs))


def tell_changed(store: str | None) -> None:
    """Say after a load how many saved questions now answer otherwise; what goes wrong here is no fault of the load."""
    try:
        limit_s = float(os.environ.get(LIMIT_VARIABLE) or _AFTER_LOAD_S)
    except ValueError:
        limit_s = _AFTER_LOAD_S
    try:
        if limit_s > 0 and (names := kept_with(store or default_location()).names()):
            _tell(Place.of(store), names, limit_s)
    except (PathwayGraphError, OSError) as error:
        note(f"your saved questions were not asked again: {error}")
    except KeyboardInterrupt:
        note("your saved questions were not asked again; what was stored stays")


def _tell(place: Place, names: Sequence[str], limit_s: float) -> None:
    end = time.monotonic() + limit_s
    changed, failed, late = [], [], []
    for name in names:
        left_s = end - time.monotonic()
        if left_s <= 0:
            late.append(name)
            continue
        try:
            question, was = refreshed(place, name, left_s)
        except AskedTooLong:
            late.append(name)
        except NotAsked as error:
            failed.append(name)
            note(f"your saved question {name} could not be asked: {error}")
        except StoreError as error:
            failed.append(name)
            note(f"warning: {error}")
        else:
            if question.latest.digest != was.digest:
                changed.append(name)
    own = "your saved question" if len(names) == 1 else f"your {how_many(len(names), 'saved question')}"
    if changed:
        answers = "answers" if len(changed) == 1 else "answer"
        count = "" if len(names) == 1 else f"{len(changed)} of "
        note(f"{count}{own} now {answers} otherwise ({', '.join(changed)}): `pathway-graph ask diff`")
    elif not late and not failed:
        note(f"{own} answer{'s' if len(names) == 1 else ''} as before")
    if late:
        note(f"not asked within {limit_s:g} s: {', '.join(late)}; `pathway-graph ask diff` asks them")


def _last_line(stderr: bytes) -> str:
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error: ")]
    return (errors or lines or [""])[-1 if not errors else 0].removeprefix("error: ").removeprefix("Error: ")
