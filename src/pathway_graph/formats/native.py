"""The project's own format: curated YAML, a file or a folder of files, specified in ``pathway_graph.model.fields``."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from pathway_graph.errors import InputError, Problem, WrongArgument, did_you_mean, nearest
from pathway_graph.formats.convert import check_mechanism, convert_item
from pathway_graph.formats.findings import note_nameless, note_undirected
from pathway_graph.formats.raw import Decoded, Encoded, save, shown_path
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.unfinished import Unfinished
from pathway_graph.formats.yaml_tree import MAX_BYTES, Mapping, Scalar, Sequence, Tree, read_text
from pathway_graph.formats.yaml_tree import parse as parse_yaml
from pathway_graph.model import Network, Source
from pathway_graph.model.attributes import differs, plain_attributes, read_plain
from pathway_graph.model.build import build_network, split
from pathway_graph.model.fields import CLAIMS, FORMAT, NESTED, PROTOCOLS, REFERENCES, SECTIONS, SOURCE, Section
from pathway_graph.model.mechanisms import RELATIONS_OF_MECHANISM
from pathway_graph.model.network import PARTS

SUFFIXES = (".yaml", ".yml")
GUIDE = "imipramine"
"""Name of the packaged data set: a guide on chronic imipramine."""
_ITEMS = tuple(part for part in PARTS if part != "sources")


def read_guide() -> Network:
    """Return the packaged guide on chronic imipramine.

    >>> len(read_guide().claims) > 119
    True
    """
    return read(Path(__file__).parent.parent / "data" / GUIDE)


def read(path: str | os.PathLike[str]) -> Network:
    """Read a data set from a YAML file, or from a folder whose YAML files together are one.

    Raises:
        InputError: Anything is wrong; every problem of every file is listed, with file and line.
    """
    path = Path(path)
    reading = _Reading()
    for file, shown in _files(path, reading.problems):
        text, problems = read_text(file, shown)
        if not problems:
            tree, problems = parse_yaml(text, shown)
            if tree is not None:
                reading.take_file(tree, shown)
        reading.problems += problems
    return reading.finish(shown_path(path))


def write(network: Network, path: str | os.PathLike[str]) -> None:
    """Write one data set as a single YAML file that `read` reads back to an equal network.

    Raises:
        WrongArgument: *network* holds several data sets; take one part of `pathway_graph.model.build.split`.
        InputError: A file cannot hold it; every problem is told.
    """
    save(dump(network).files, Path(path))


def dump(network: Network) -> Encoded:
    """Return one data set as a YAML file that was read again: what comes back in another form is reported.

    Raises:
        WrongArgument: *network* holds several data sets or none.
        InputError: A file of it would be refused; every problem is told.
    """
    import yaml

    parts = split(network)
    if len(parts) != 1:
        names = ", ".join(part.sources[0].id for part in parts)
        what = f"a YAML file holds one data set, and here are {len(parts)}" + (f": {names}" if names else "")
        hint = "choose one (--source NAME, in Python a part of pathway_graph.model.build.split), or write .json"
        raise WrongArgument("network", network, message=what, hint=hint)
    (part,) = parts
    empty = [problem for name in _ITEMS for item in getattr(part, name) for problem in _empty(SECTIONS[name], item)]
    if empty:
        raise InputError(empty)
    text = yaml.dump(
        _plain(part), Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
    )
    data = text.encode()
    back, _ = parse(Decoded("the YAML file", "", data))
    tally = Tally()
    for name in PARTS:
        read = {item.id: item for item in getattr(back, name)}
        for item in getattr(part, name):
            if item != (again := read[item.id]):
                pairs = ((one.name, getattr(item, one.name), getattr(again, one.name)) for one in fields(item))
                changed = [pair[0] for pair in pairs if differs(*pair)]
                why = (
                    f"reading gives {', '.join(changed)} in the usual form (CURIEs in small letters, sorted orthologs)"
                )
                tally.changed(name, why, str(item.id))
    return Encoded({"": data}, _report(part, "", tally, read=False))


@cache
def _dumper() -> Any:
    """Return what writes YAML, with texts in quotation marks that without them would lose a blank or be a number."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def text(dumper: Any, value: str) -> Any:
        style = None if value == value.strip() and read_plain(value) == value else "'"
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return Dumper


def _empty(section: Section, item: Any, where: str = "") -> Iterator[Problem]:
    """Yield what a file must state of an item and the item does not."""
    where = where or f"{section.name} {_key(item)}"
    for one in section.fields:
        value = getattr(item, one.name, None)
        if one.required and value in ("", (), None):
            yield Problem(
                where, 0, f"{one.name!r} is empty, and a YAML file must state it", "fill it in, or write .json"
            )
        elif one.type in NESTED:
            for number, inner in enumerate(value or ()):
                yield from _empty(NESTED[one.type], inner, f"{where}: {one.name}[{number}]")


def _key(item: Any) -> str:
    return str(item.number if hasattr(item, "number") else item.id)


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read one YAML file that is a whole data set; return it and the report.

    Raises:
        InputError: Anything is wrong; every problem is listed with its line.
    """
    reading = _Reading()
    if len(raw.data) > MAX_BYTES:
        raise raw.wrong(
            0,
            f"the file has {len(raw.data) / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB",
            "split it into several files, or use .json",
        )
    tree, problems = parse_yaml(raw.text(), raw.shown)
    if tree is not None:
        reading.take_file(tree, raw.shown)
    reading.problems += problems
    network = reading.finish(raw.shown)
    return network, _report(network, raw.shown, read=True)


def read_folder(path: Path) -> tuple[Network, Report]:
    """Read a folder whose YAML files together are one data set; return it and the report.

    Raises:
        InputError: Anything is wrong; every problem of every file is listed, with file and line.
    """
    network = read(path)
    return network, _report(network, shown_path(path), read=True)


def _report(network: Network, shown: str, tally: Tally | None = None, *, read: bool) -> Report:
    tally = tally or Tally()
    for part in _ITEMS:
        if count := len(getattr(network, part)):
            tally.kept(part, count)
            if read:
                tally.read(part, count)
    if read:
        note_undirected(tally, network)
        note_nameless(tally, network)
    return tally.report(shown, "native")


def _files(path: Path, problems: list[Problem]) -> list[tuple[Path, str]]:
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
        if not files:
            problems.append(
                Problem(shown_path(path), 0, "the folder holds no .yaml file", "name a file or another folder")
            )
        return [(file, shown_path(file)) for file in files]
    if not path.exists():
        problems.append(Problem(shown_path(path), 0, "there is no such file", "check the path"))
        return []
    if not path.is_file():
        problems.append(Problem(shown_path(path), 0, "this is neither a file nor a folder", "check the path"))
        return []
    return [(path, shown_path(path))]


@dataclass
class _Reading:
    """What has been read so far, with the place of every field."""

    problems: list[Problem] = field(default_factory=list)
    items: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    places: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    unread: Unfinished = field(default_factory=Unfinished)
    mechanisms: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Sign and relation as written, of claims that state a sign beside a mechanism."""

    def problem(self, shown: str, line: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(shown, line, message, hint))

    def take_file(self, tree: Tree, shown: str) -> None:
        if not isinstance(tree, Mapping):
            self.problem(shown, tree.line, "a file is a mapping of sections", f"begin with 'format: {FORMAT}'")
            return
        self.check_format(tree, shown)
        for name, value in tree.values.items():
            line = tree.key_lines[name]
            section = SECTIONS.get(name)
            if name == "format":
                continue
            if section is None:
                near = nearest(name, SECTIONS)
                hint = did_you_mean(near) if near else f"sections are {', '.join(SECTIONS)}"
                self.problem(shown, line, f"section {name!r} is unknown", hint)
            elif section is SOURCE:
                self.take_source(value, line, shown)
            elif isinstance(value, Sequence):
                for item in value.items:
                    self.take_item(section, item, shown)
            elif not (isinstance(value, Scalar) and not value.text):
                self.problem(shown, line, f"section {name!r} must be a list", "begin each item with '- '")

    def check_format(self, tree: Mapping, shown: str) -> None:
        stated = tree.values.get("format")
        if stated is None:
            self.problem(shown, 1, "the file does not say its format", f"begin with 'format: {FORMAT}'")
        elif not isinstance(stated, Scalar) or stated.text != FORMAT:
            said = stated.text if isinstance(stated, Scalar) else "no word"
            self.problem(shown, stated.line, f"format {said!r} is unknown", f"this version reads {FORMAT!r}")

    def take_source(self, value: Tree, line: int, shown: str) -> None:
        if not isinstance(value, Mapping):
            self.problem(shown, line, "section 'source' must be a mapping", "write 'source: {id: my-cascade}'")
            return
        if ("source", "", "") in self.places:
            first = "{}:{}".format(*self.places["source", "", ""])
            self.problem(shown, line, "a second 'source'", f"a data set has one; the first is at {first}")
            return
        self.places["source", "", ""] = (shown, line)
        source = self.build(SOURCE, value, shown)
        if source is not None:
            self.items["source"].append(source)

    def take_item(self, section: Section, tree: Tree, shown: str) -> None:
        if not isinstance(tree, Mapping):
            self.problem(shown, tree.line, f"an item of {section.name!r} must be a mapping", "write '- id: …'")
            return
        key = "number" if section is REFERENCES else "id"
        stated = tree.values.get(key)
        identifier = stated.text if isinstance(stated, Scalar) else ""
        if identifier:
            known = self.places.get((section.name, identifier, ""))
            if known is not None:
                self.problem(
                    shown, tree.key_lines[key], f"{key} {identifier!r} is already used in {section.name!r}",
                    f"the first is at {known[0]}:{known[1]}",
                )  # fmt: skip
                self.build(section, tree, shown)  # for its own problems
                return
            self.places[section.name, identifier, ""] = (shown, tree.line)
            for name, line in tree.key_lines.items():
                self.places[section.name, identifier, name] = (shown, line)
        item = self.build(section, tree, shown)
        if item is not None:
            self.items[section.name].append(item)
            stated = tree.values.get("sign")
            signed = isinstance(stated, Scalar) and re.fullmatch(r"\s*([+-]?1|0)?\s*", stated.text)
            if section is CLAIMS and signed and item.relation in RELATIONS_OF_MECHANISM:
                self.mechanisms[item.id] = (int(signed[1] or "0"), item.relation)
        elif identifier:
            self.unread.missing.add(identifier)
            self.note_broken_steps(section, tree, identifier)

    def note_broken_steps(self, section: Section, tree: Mapping, identifier: str) -> None:
        steps = tree.values.get("steps")
        if section is PROTOCOLS and isinstance(steps, Sequence):
            for number in range(1, len(steps.items) + 1):
                self.unread.missing.add(f"step:{identifier}/{number}")

    def build(self, section: Section, tree: Mapping, shown: str) -> Any:
        """Return the model's object for one item, without what has problems; None where it cannot do without that."""
        wrong: set[str] = set()
        values = convert_item(section, tree, shown, self.problems, wrong)
        for name, nested in list(values.items()):
            inner = section.field(name)
            if inner is not None and inner.type in NESTED:
                before = len(self.problems)
                values[name] = tuple(self.build(NESTED[inner.type], one, shown) for one in nested)
                wrong |= {name} if len(self.problems) > before else set()
        good = {name: value for name, value in values.items() if name not in wrong}
        lacking = {one.name for one in section.fields if one.required and one.name not in good}
        self.unread.left_out(wrong | lacking, ((shown, line, "") for line in (tree.line, *tree.key_lines.values())))
        if lacking:
            if section is CLAIMS:
                self.items[section.name].append(self.unread.stand_in(good))
            return None
        return section.item(**good)

    def finish(self, path: str) -> Network:
        if not self.problems and not self.items["source"]:
            self.problem(path, 0, "no file has a 'source' section", "add 'source: {id: my-cascade, title: …}'")
        source = self.items["source"][0] if self.items["source"] else Source("unnamed")
        network = build_network(source, **{part: self.items[part] for part in _ITEMS})
        for identifier, (sign, relation) in self.mechanisms.items():
            wrong = check_mechanism(sign, relation, network.claim[identifier]) if sign else None
            if wrong is not None:
                self.problem(*self.place("claims", identifier, "sign"), *wrong)
        if source.id != "unnamed" or not self.problems:
            self.problems += self.unread.check(network, self.place)
        if self.problems:
            raise InputError(sorted(set(self.problems)))
        return network

    def place(self, section: str, identifier: str, name: str) -> tuple[str, int]:
        for key in ((section, identifier, name), (section, identifier, "")):
            if key in self.places:
                return self.places[key]
        return identifier, 0


def _plain(network: Network) -> dict[str, Any]:
    document: dict[str, Any] = {"format": FORMAT, "source": dict(_fields(network.sources[0], SOURCE))}
    for name in _ITEMS:
        items = [dict(_fields(item, SECTIONS[name])) for item in getattr(network, name)]
        if items:
            document[name] = items
    return document


def _fields(item: Any, section: Section) -> Iterator[tuple[str, Any]]:
    defaults = {f.name: f.default for f in fields(item)}
    for one in section.fields:
        value = getattr(item, one.name)
        if value in ("", (), None) or (not one.required and value == defaults.get(one.name)):
            continue
        if one.type in NESTED:
            yield one.name, [dict(_fields(inner, NESTED[one.type])) for inner in value]
        elif one.type == "xref":
            yield one.name, [f"{x.curie} ({x.note})" if x.note else x.curie for x in value]
        elif one.type == "link":
            yield one.name, [f"{link.relation} {link.target}" for link in value]
        elif one.type == "map":
            yield one.name, plain_attributes(value)
        elif one.type == "orthologs":
            yield one.name, {o.species: _ortholog(o) for o in value}
        else:
            yield one.name, list(value) if isinstance(value, tuple) else value


def _ortholog(ortholog: Any) -> dict[str, Any]:
    stated = {"symbol": ortholog.symbol, "ids": list(ortholog.curies), "note": ortholog.note}
    return {key: value for key, value in stated.items() if value}
