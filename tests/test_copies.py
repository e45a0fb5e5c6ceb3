"""Copies made by the short way are those that `dataclasses.replace` makes."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields, replace
from typing import Any

import pytest

from pathway_graph.model import Claim, DiagramFrame, DiagramNode, Entity, Link, Publication, Source
from pathway_graph.model.copies import copied, made

ITEMS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (Claim("c", "a", "activates", "b", site="S1", citations=(1, 2), attributes=(("x", 1.5),)), {"dose": 2.0}),
    (Entity("a", "Gene", "A", synonyms=("B",), links=(Link("is_a", "c"),)), {"sources": ("s",), "definitions": ()}),
    (DiagramNode("a"), {"entity": "b"}),
    (DiagramFrame("group", 1.0, 2.0, 3.0, 4.0), {"members": ("a", "b")}),
    (Publication("p", "Title", "cited"), {"claims": ("c1",)}),
    (Source("s"), {}),
)  # fmt: skip


@pytest.mark.parametrize(("item", "changes"), ITEMS)
def test_a_copy_is_what_replace_makes(item: Any, changes: dict[str, Any]) -> None:
    """Equal, of the same class and hash, as frozen; what it was copied from stays as it was."""
    before = repr(item)
    copy, expected = copied(item, **changes), replace(item, **changes)
    assert (copy, type(copy), hash(copy), repr(copy)) == (expected, type(expected), hash(expected), repr(expected))
    assert repr(item) == before
    with pytest.raises(FrozenInstanceError):
        setattr(copy, fields(item)[0].name, "other")


@pytest.mark.parametrize("item", [item for item, _ in ITEMS])
def test_what_is_made_is_what_the_class_makes(item: Any) -> None:
    """By place or by name, with the defaults of the class for what is not said."""
    values = {one.name: getattr(item, one.name) for one in fields(item)}
    assert made(type(item), **values) == made(type(item), *values.values()) == item
    assert made(Claim, "c", "a", "binds", object="b") == Claim("c", "a", "binds", "b")


def test_an_unknown_field_is_an_error() -> None:
    """Neither a copy nor a new item takes a field that the class has not."""
    with pytest.raises(KeyError):
        copied(Source("s"), name="x")
    with pytest.raises(TypeError):
        made(Source, "s", name="x")


def test_classes_derived_from_the_model_are_copied_too() -> None:
    """With what they add, and with the checks that they make when they are made."""

    @dataclass(frozen=True)
    class Own(Link):
        why: str = ""

        def __post_init__(self) -> None:
            if not self.target:
                raise ValueError("no target")

    assert copied(Own("is_a", "b", "seen"), target="c") == Own("is_a", "c", "seen")
    with pytest.raises(ValueError, match="no target"):
        copied(Own("is_a", "b"), target="")
