"""The objects of a BioPAX level 3 file: each with its class and properties, also where it stands within another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pathway_graph.formats.raw import Decoded

LEVEL: Final = "http://www.biopax.org/release/biopax-level3.owl#"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(slots=True)
class BioPaxObject:
    """An object.

    Attributes:
        id: Its identifier, a whole address or a name within the file.
        cls: Its class, ``Protein``.
        values: Texts by property.
        refs: Identifiers of other objects by property.
    """

    id: str
    cls: str
    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    refs: dict[str, list[str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return the first text of a property; nothing where it has none."""
        return next(iter(self.values.get(name, ())), "")


_ENTITY: Final = re.compile(rb'<!ENTITY\s+([A-Za-z]\w*)\s+"(https?://[^"&%<>\s]{1,200})"\s*>')
_DECLARED: Final = re.compile(rb"<!DOCTYPE\s+rdf:RDF\s*\[(?:\s*" + _ENTITY.pattern + rb"){1,40}\s*\]\s*>")


class BioPaxModel:
    """All objects of a file by identifier, in its order."""

    def __init__(self, objects: dict[str, BioPaxObject]) -> None:
        self.objects = objects

    def of(self, owner: BioPaxObject, *properties: str) -> Iterator[BioPaxObject]:
        """Yield the objects that a thing's properties refer to; those that are not in the file are passed over."""
        for name in properties:
            for reference in owner.refs.get(name, ()):
                if reference in self.objects:
                    yield self.objects[reference]

    def first(self, owner: BioPaxObject, name: str) -> BioPaxObject | None:
        """Return the first object that a property refers to."""
        return next(self.of(owner, name), None)

    def all_of(self, *classes: str) -> Iterator[BioPaxObject]:
        """Yield the objects of these classes."""
        return (one for one in self.objects.values() if one.cls in classes)

    def name(self, one: BioPaxObject) -> str:
        """Return what a thing is called: as displayed, by its standard name, by any name, by its identifier."""
        names = (one.value(key) for key in ("displayName", "standardName", "name"))
        return next((" ".join(text.split()) for text in names if text.strip()), local_of(one.id))


def local_of(identifier: str) -> str:
    """Return the last part of an identifier.

    >>> local_of("http://example.org/x#Protein1"), local_of("Protein1")
    ('Protein1', 'Protein1')
    """
    return identifier.rpartition("#")[2].rpartition("/")[2] or identifier


def _plainly(raw: Decoded) -> Decoded:
    """Return a file in which names for addresses, as OWL editors declare them, are written out.

    Declarations that are anything but short addresses are left to be refused.
    """
    found = _DECLARED.search(raw.data[:20_000])
    if found is None:
        return raw
    names = dict(_ENTITY.findall(found[0]))
    data = raw.data[: found.start()] + b"\n" * found[0].count(b"\n") + raw.data[found.end() :]
    data = re.sub(rb"&([A-Za-z]\w*);", lambda match: names.get(match[1], match[0]), data)
    return replace(raw, data=data)


def model_of(raw: Decoded) -> BioPaxModel:
    """Read the objects of a file.

    Raises:
        InputError: It is not BioPAX level 3, or an identifier is of two objects.
    """
    root = _plainly(raw).xml()
    if root.tag != f"{_RDF}RDF":
        raise raw.wrong(root.sourceline or 1, f"the root is {root.tag!r}, not rdf:RDF", "say another --format")
    base = root.get(_BASE) or ""
    objects: dict[str, BioPaxObject] = {}
    other = 0
    problems = []
    for element in root:
        if str(element.tag).startswith(f"{{{LEVEL}}}"):
            for one in _objects(element, base):
                there = objects.get(one.id)
                if there is None or not (there.values or there.refs):
                    objects[one.id] = one
                elif (one.values or one.refs) and (one.values, one.refs) != (there.values, there.refs):
                    what = f"object {local_of(one.id)!r} stands twice and says two things; the first: line {there.line}"
                    problems.append(raw.wrong(one.line, what, "export the file again").problems[0])
        elif "biopax-level2" in str(element.tag) or "biopax-level1" in str(element.tag):
            other += 1
    if problems:
        raise raw.errors(problems)
    if not objects:
        what = "it is BioPAX of an older level" if other else "nothing of BioPAX level 3 is in it"
        raise raw.wrong(root.sourceline or 1, what, "export it as level 3 (Paxtools converts level 2)")
    return BioPaxModel(objects)


def _objects(element: Any, base: str) -> Iterator[BioPaxObject]:
    """Yield the object of an element and those that stand in its properties."""
    one = BioPaxObject(_id_of(element, base), str(element.tag).rpartition("}")[2], element.sourceline or 0)
    for child in element:
        if not str(child.tag).startswith(f"{{{LEVEL}}}"):
            continue
        name = str(child.tag).rpartition("}")[2]
        resource = child.get(f"{_RDF}resource")
        if resource:
            one.refs.setdefault(name, []).append(_whole(resource, base))
        elif len(child):
            for inner in child:
                made = list(_objects(inner, base))
                one.refs.setdefault(name, []).append(made[0].id)
                yield from made[1:]
                yield made[0]
        elif child.text and child.text.strip():
            one.values.setdefault(name, []).append(child.text.strip())
    yield one


def _id_of(element: Any, base: str) -> str:
    about = element.get(f"{_RDF}about")
    if about is not None:
        return _whole(about, base)
    own = element.get(f"{_RDF}ID")
    return _whole(f"#{own}", base) if own else str(element.getroottree().getpath(element))


def _whole(reference: str, base: str) -> str:
    """Return a reference as the identifier that it is everywhere in the file."""
    return f"{base.rstrip('#')}{reference}" if reference.startswith("#") else reference
