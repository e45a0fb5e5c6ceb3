"""Read a restricted YAML into a tree in which every value knows its line.

Only mappings, lists and plain text: tags, anchors, aliases and merge keys are refused, every scalar stays text
(so ``NO`` is a word and ``1:20`` not a number), and nesting is capped. YAML 1.1 as PyYAML parses it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pathway_graph.errors import Problem

MAX_BYTES = 32 * 1024 * 1024
"""Largest file read; curated files are far below, bulk data belongs in a table format."""
MAX_DEPTH = 20
MAX_PROBLEMS = 200


@dataclass(slots=True)
class Scalar:
    """A text; *quoted* tells ``''`` from nothing, *verbatim* that it stands in quotation marks, blanks and all."""

    text: str
    line: int
    quoted: bool = False
    verbatim: bool = False


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list[Tree] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, each with its line."""

    line: int
    values: dict[str, Tree] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Tree = Scalar | Sequence | Mapping


def read_text(path: Path, shown: str) -> tuple[str, list[Problem]]:
    """Read a file as UTF-8 text; a byte order mark is dropped.

    Returns:
        The text, empty where there are problems, and the problems.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return "", [
                Problem(shown, 0, f"the file has {size / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB",
                        "split it into several files of one folder")
            ]  # fmt: skip
        data = path.read_bytes()
    except OSError as error:
        return "", [Problem(shown, 0, f"cannot be read: {error.strerror}", "check the path and its permissions")]
    if not data.strip():
        return "", [Problem(shown, 0, "the file is empty", "see docs/data-format.md for a first example")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        return "", [
            Problem(shown, line, f"byte 0x{byte:02X} at offset {error.start} is not UTF-8",
                    "save the file as UTF-8")
        ]  # fmt: skip
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return "", [Problem(shown, line, "the file holds a zero byte", "it seems to be binary; save it as UTF-8 text")]
    return text, []


def parse(text: str, shown: str) -> tuple[Tree | None, list[Problem]]:
    """Parse YAML text into a tree.

    Returns:
        The tree, None where the text is not YAML at all, and every problem found.

    >>> tree, problems = parse("a: [x, y]", "f.yaml")
    >>> [item.text for item in tree.values["a"].items], problems
    (['x', 'y'], [])
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    composer = _Composer(shown)
    try:
        for event in yaml.parse(text, Loader=loader):
            if not composer.take(event):
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        line = mark.line + 1 if mark else 0
        if "maximum nesting depth" in what:  # the parser's own limit, met while it looks ahead
            composer.too_deep(line)
        else:
            composer.problem(line, f"not valid YAML: {what}", "check indentation, quotes and brackets near this line")
        return None, composer.problems
    except yaml.YAMLError as error:
        composer.problem(0, f"not valid YAML: {str(error).splitlines()[0]}", "save the file as plain UTF-8 text")
        return None, composer.problems
    return composer.root, composer.problems


class _Composer:
    """Builds the tree from parser events without recursion."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self.root: Tree | None = None
        self.documents = 0
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []

    def problem(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.shown, line, message, hint))

    def too_deep(self, line: int) -> None:
        self.problem(line, f"nested deeper than {MAX_DEPTH} levels", "flatten it")

    def take(self, event: Any) -> bool:
        """Take one event; return False where reading on makes no sense."""
        import yaml

        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.problem(line, "a second YAML document begins here", "keep one document a file")
                return False
        elif isinstance(event, yaml.AliasEvent):
            self.problem(line, f"alias *{event.anchor} is not allowed", "write the value out")
            self.place(Scalar("", line))
        elif isinstance(event, yaml.ScalarEvent):
            self.refuse_extras(event, line)
            self.place(Scalar(event.value, line, bool(event.style), event.style in ("'", '"')))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self.refuse_extras(event, line)
            if len(self.stack) >= MAX_DEPTH:
                self.too_deep(line)
                return False
            node = Sequence(line) if isinstance(event, yaml.SequenceStartEvent) else Mapping(line)
            self.place(node)
            self.stack.append(node)
            self.keys.append(None)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.stack.pop()
            self.keys.pop()
        return len(self.problems) < MAX_PROBLEMS

    def refuse_extras(self, event: Any, line: int) -> None:
        if event.anchor:
            self.problem(line, f"anchor &{event.anchor} is not allowed", "write the value out where it is used")
        if event.tag and event.tag != "!":
            self.problem(line, f"tag {event.tag} is not allowed", "write plain text, a list or a mapping")

    def place(self, node: Tree) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            if not isinstance(node, Scalar):
                self.problem(node.line, "a key must be a word", "write key: value")
                node = Scalar(f"?{node.line}", node.line)
            self.keys[-1] = node
            return
        self.keys[-1] = None
        if key.text in parent.values:
            first = parent.key_lines[key.text]
            self.problem(key.line, f"key {key.text!r} stands here a second time", f"the first is in line {first}")
            return
        parent.values[key.text] = node
        parent.key_lines[key.text] = key.line
