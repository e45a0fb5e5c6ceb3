"""Saved questions: commands that are asked again, each with the answer that was looked at last, kept with the store.

Those of an embedded store lie in ``questions/`` beside its generations, where loads and pulls leave them; those of a
server or a share in the user's own folder, by its address. A question is one file, written whole.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Final

from pathway_graph.errors import StoreError, StoreUnavailable, UnknownName, WrongArgument, nearest
from pathway_graph.files import disk
from pathway_graph.files.atomic import write_whole
from pathway_graph.files.places import data_folder
from pathway_graph.stores.answers import Parts

FOLDER: Final = "questions"
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.\-]{0,63}", re.ASCII)
_PREFIX, _SUFFIX = "q-", ".json.gz"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered, when, by which version, from which content of the store.

    Attributes:
        stamp: Of the content; equal stamps, equal content.
        digest: Equal where two answers say the same.
        parts: Its rows.
        failed: What the command said instead of an answer; empty where there is one.
        inputs: Hashes of the files that the command names.
    """

    time: str
    program: str
    stamp: str
    digest: str
    parts: Parts = field(default_factory=dict)
    failed: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)

    def is_of(self, stamp: str, inputs: Mapping[str, str]) -> bool:
        """Whether asking again now must give the same: same content, version and files."""
        own = metadata.version("pathway-graph")
        return bool(stamp) and (self.stamp, self.program, dict(self.inputs)) == (stamp, own, dict(inputs))


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question.

    Attributes:
        command: The words of the command line.
        cwd: Where it was saved; files that it names are found from there.
        seen: The answer that was looked at last.
        before: The last answer before the store changed last.
        latest: The newest answer, looked at or not.
    """

    name: str
    command: tuple[str, ...]
    cwd: str
    saved: str
    seen: Answer
    before: Answer
    latest: Answer

    def with_latest(self, answer: Answer) -> Question:
        """Return the question with a newer answer, which nobody has looked at yet."""
        return replace(self, before=self.latest, latest=answer)

    def with_seen(self, answer: Answer) -> Question:
        """Return the question with an answer that was looked at."""
        return replace(self, seen=answer, latest=answer)


def folder_of(location: str, own: Path | None) -> Path:
    """Return where the questions of a store lie.

    Args:
        location: The store as it is named.
        own: The folder of an embedded store; None of a share or a server.
    """
    if own is not None:
        return own / FOLDER
    place = location if "://" in location else os.path.realpath(Path(location).expanduser())
    key = hashlib.blake2b(f"{place} {os.environ.get('NEO4J_DATABASE', '')}".encode(), digest_size=8).hexdigest()
    return data_folder() / FOLDER / key


class Questions:
    """The saved questions in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Name the questions, sorted."""
        try:
            found = os.listdir(self.folder)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise StoreUnavailable(f"{self.folder} cannot be read: {disk.reason(error)}") from error
        return sorted(
            one[len(_PREFIX) : -len(_SUFFIX)] for one in found if one.startswith(_PREFIX) and one.endswith(_SUFFIX)
        )

    def get(self, name: str) -> Question:
        """Return a question.

        Raises:
            UnknownName: None is called so.
            StoreError: Its file is damaged.
        """
        names = self.names()
        if name not in names:
            raise UnknownName("question", name, nearest(name, names), hint="`pathway-graph ask list` names them")
        file = self._file(name)
        try:
            data = json.loads(gzip.decompress(file.read_bytes()))
            answers = {one: Answer(**data[one]) for one in ("seen", "before", "latest")}
            return Question(name, tuple(data["command"]), data["cwd"], data["saved"], **answers)
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{file} is damaged ({error})", hint=f"run `pathway-graph ask remove {name}` and save it again"
            ) from error

    def put(self, question: Question) -> None:
        """Keep a question, in the place of one of the same name.

        Raises:
            WrongArgument: The name will not do.
            StoreError: The disk refuses.
        """
        if not _NAME.fullmatch(question.name):
            raise WrongArgument("name", question.name, hint="use letters, digits, '-', '_' and '.', at most 64")
        other = [one for one in self.names() if one != question.name and one.lower() == question.name.lower()]
        if other:
            raise WrongArgument("name", question.name, hint=f"there is {other[0]!r}, which differs by case alone")
        data = {**asdict(question), "format": 1}
        packed = gzip.compress(json.dumps(data, ensure_ascii=False).encode(), mtime=0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._file(question.name), packed)
        except OSError as error:
            raise StoreError(
                f"{self.folder} cannot be written: {disk.reason(error)}", hint=disk.way_out(error, self.folder)
            ) from error

    def files(self) -> list[Path]:
        """Return the files of the questions."""
        return [self._file(name) for name in self.names()]

    def put_back(self, file: str, packed: bytes, *, replace: bool) -> None:
        """Write the file of a question as it was kept elsewhere; one of the same name stays unless *replace*.

        Raises:
            StoreError: The disk refuses.
        """
        name = file.removeprefix(_PREFIX).removesuffix(_SUFFIX)
        if not _NAME.fullmatch(name) or (name in self.names() and not replace):
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._file(name), packed)
        except OSError as error:
            raise StoreError(
                f"{self.folder} cannot be written: {disk.reason(error)}", hint=disk.way_out(error, self.folder)
            ) from error

    def remove(self, name: str) -> None:
        """Forget a question, also one whose file is damaged.

        Raises:
            UnknownName: None is called so.
        """
        if name not in self.names():
            raise UnknownName("question", name, nearest(name, self.names()))
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / f"{_PREFIX}{name}{_SUFFIX}"
