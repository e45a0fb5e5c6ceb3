"""An answer as an RO-Crate 1.1: what was asked of which data, by which program, what came out, what it rests on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from pathway_graph.text.spdx import spdx_address

METADATA: Final = "ro-crate-metadata.json"
_TYPES: Final = {
    ".json": "application/json", ".bib": "application/x-bibtex", ".svg": "image/svg+xml", ".csv": "text/csv",
    ".txt": "text/plain",
}  # fmt: skip
_NOT_STATED: Final = "#licence-not-stated"
_ORCID: Final = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")


@dataclass(frozen=True, slots=True)
class Input:
    """A data set that an answer was read from: what it states of itself, and what is recorded of its file."""

    id: str
    title: str = ""
    version: str = ""
    license: str = ""
    citation: str = ""
    url: str = ""
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked.

    Attributes:
        command: The command line, without secrets.
        title: The question, in words.
        at: When, ISO 8601 with the zone.
        version: Of this package.
        people: Who asked: a name, with an ORCID in brackets if there is one.
    """

    command: str
    title: str
    at: str
    version: str
    people: tuple[str, ...] = ()


def crate(asked: Asked, inputs: Sequence[Input], files: Mapping[str, tuple[bytes, str]]) -> dict[str, bytes]:
    """Return the files of a crate, its metadata first.

    Args:
        asked: The question.
        inputs: The data sets it was asked of.
        files: Content and description of each file of the answer, by name.

    >>> found = crate(Asked("pathway-graph upstream BDNF", "Upstream of BDNF", "2026-11-27", "1"), [], {})
    >>> list(found)
    ['ro-crate-metadata.json']
    """
    graph: list[dict[str, Any]] = [
        {
            "@id": METADATA, "@type": "CreativeWork", "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        _root(asked, inputs, files),
        _action(asked, inputs, files),
        _software(asked.version),
        *(_file(name, content, about) for name, (content, about) in files.items()),
        *(_input(one) for one in inputs),
        *_licences(inputs),
        *{one["@id"]: one for one in map(_person, asked.people)}.values(),
    ]  # fmt: skip
    graph = [{name: _single(value) for name, value in one.items()} for one in graph]
    document = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return {METADATA: text.encode(), **{name: content for name, (content, _) in files.items()}}


def _single(value: Any) -> Any:
    """Return the only item of a list by itself, as the specification asks."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _root(asked: Asked, inputs: Sequence[Input], files: Mapping[str, Any]) -> dict[str, Any]:
    known = [{"@id": name} for name in dict.fromkeys(map(_licence_id, inputs))]
    root: dict[str, Any] = {
        "@id": "./", "@type": "Dataset", "name": asked.title, "datePublished": asked.at,
        "description": f"The answer of pathway-graph {asked.version} to: {asked.command}",
        "license": known or [{"@id": _NOT_STATED}],
        "hasPart": [{"@id": name} for name in files], "mentions": {"@id": "#run"},
    }  # fmt: skip
    if asked.people:
        root["author"] = [{"@id": _person(one)["@id"]} for one in asked.people]
    return root


def _action(asked: Asked, inputs: Sequence[Input], files: Mapping[str, Any]) -> dict[str, Any]:
    action: dict[str, Any] = {
        "@id": "#run", "@type": "CreateAction", "name": asked.title, "description": asked.command, "endTime": asked.at,
        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"}, "instrument": {"@id": "#pathway-graph"},
        "object": [{"@id": _input(one)["@id"]} for one in inputs], "result": [{"@id": name} for name in files],
    }  # fmt: skip
    if asked.people:
        action["agent"] = [{"@id": _person(one)["@id"]} for one in asked.people]
    return action


def _software(version: str) -> dict[str, Any]:
    return {
        "@id": "#pathway-graph", "@type": "SoftwareApplication", "name": "pathway-graph", "version": version,
        "softwareVersion": version, "applicationCategory": "Science",
    }  # fmt: skip


def _file(name: str, content: bytes, about: str) -> dict[str, Any]:
    return {
        "@id": name, "@type": "File", "name": name, "description": about, "contentSize": str(len(content)),
        "encodingFormat": _TYPES.get(name[name.rfind(".") :], "application/octet-stream"),
        "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip


def _input(one: Input) -> dict[str, Any]:
    """Return a data set; only what is stated of it."""
    found = {
        "@id": f"#data-set-{quote(one.id, safe='')}", "@type": "Dataset", "name": one.title or one.id,
        "identifier": one.id, "version": one.version, "citation": one.citation, "url": one.url,
        "sha256": one.checksum.removeprefix("sha256:"), "license": {"@id": _licence_id(one)} if one.license else "",
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _licence_id(one: Input) -> str:
    if not one.license:
        return _NOT_STATED
    return spdx_address(one.license) or f"#licence-{hashlib.sha256(one.license.encode()).hexdigest()[:12]}"


def _licences(inputs: Sequence[Input]) -> Iterable[dict[str, Any]]:
    stated = {_licence_id(one): one.license for one in inputs if one.license}
    for name, text in stated.items():
        yield {"@id": name, "@type": "CreativeWork", "name": text, "description": f"Licence of the data: {text}"}
    if not inputs or not all(one.license for one in inputs):
        words = "No licence is stated by the data sets that name none; ask those who made them."
        yield {"@id": _NOT_STATED, "@type": "CreativeWork", "name": "not stated", "description": words}


def _person(text: str) -> dict[str, Any]:
    """Return a person: a name, and an ORCID where one stands beside it."""
    orcid = _ORCID.search(text)
    name = _ORCID.sub("", text).strip(" ()<>[],;")
    if orcid is not None:
        return {"@id": f"https://orcid.org/{orcid[1]}", "@type": "Person", "name": name or orcid[1]}
    return {"@id": f"#person-{quote(name, safe='')}", "@type": "Person", "name": name}
