"""Tell an answer as text: what the program says in its own words, and all data in their brackets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from pathway_graph.assistant.marking import RULE, data
from pathway_graph.assistant.shapes import Answer, ClaimCard, Cut
from pathway_graph.text.counts import how_many

_FIRST: Final = ("from_data", "summary", "claims", "claims_without_card", "notes", "cut")
"""Fields that every answer has, told in their own way."""


def told(answer: Answer) -> str:
    """Return an answer as text.

    Whatever is a text in a row is taken for data and stands in brackets, unless the shape of the row says that it is
    one of a few words of the program's own; so no new field can be forgotten.
    """
    lines = [answer.summary]
    for field in fields(answer):
        if field.name not in _FIRST:
            lines += _told_field(answer, field.name)
    if answer.claims:
        lines.append("Claims (cite them by their identifier in brackets, e.g. [id]):")
        lines += [f"- {_card(card)}" for card in answer.claims]
    if answer.claims_without_card:
        listed = ", ".join(map(data, answer.claims_without_card[:40]))
        lines.append(
            f"{how_many(len(answer.claims_without_card), 'further claim')}, whose cards the tool claims gives: {listed}"
        )
    lines += [f"Note: {note}" for note in answer.notes]
    lines += [_cut(cut) for cut in answer.cut]
    return "\n".join([*lines, f"({RULE} They stand between ⟦ and ⟧.)"])


def _told_field(answer: Answer, name: str) -> Iterator[str]:
    value = getattr(answer, name)
    own = _is_own_word(_shape(answer), name)
    title = name.replace("_", " ")
    if isinstance(value, list) and value and is_dataclass(value[0]):
        yield f"{title}:"
        yield from (f"- {_row(item)}" for item in value)
    elif value not in ("", None, [], {}):
        yield f"{title}: {_value(value, own)}"


def _row(row: Any) -> str:
    parts = []
    for field in fields(row):
        value = getattr(row, field.name)
        if value in ("", None, [], {}) or (value is False and field.name != "is_exact"):
            continue
        parts.append(f"{field.name.replace('_', ' ')} {_value(value, _is_own_word(_shape(row), field.name))}")
    return "; ".join(parts)


def _value(value: Any, own: bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value if own else data(value)
    if isinstance(value, int | float):
        return f"{value:.4g}" if isinstance(value, float) else str(value)
    if is_dataclass(value):
        return f"({_row(value)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{data(str(key))}: {_value(item, False)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item, own) for item in value) + "]"
    return "none" if value is None else data(str(value))


def _card(card: ClaimCard) -> str:
    where = f" Context: {data(card.context)}." if card.context else " No context is stated."
    behind = ", ".join(map(data, card.publications)) or "none named"
    cited = f" Printed citations: {', '.join(map(data, card.citations))}." if card.citations else ""
    flags = " Background, which no source states." if card.view == "background" else ""
    flags += " RETRACTED: every work behind it was; it counts for nothing." if card.is_retracted else ""
    reference = f" Reference: {data(card.reference)}." if card.reference else ""
    note = f" Note: {data(card.note)}." if card.note else ""
    place = f", {data(card.place)}" if card.place else ""
    return (
        f"[{data(card.id)}] {data(card.says)} ({card.found}: {data(card.object)}; certainty {card.certainty}.)"
        f"{where} Publications: {behind}.{cited}{reference} From {data(card.source)}{place}.{flags}{note}"
    )


def _cut(cut: Cut) -> str:
    total = "more than that (not counted)" if cut.total is None else str(cut.total)
    if not cut.shown and cut.first:
        return (
            f"There are no more {cut.what}: {how_many(cut.first, 'was', 'were')} passed over, and there are "
            f"{total} in all."
        )
    here = f"This is not all: {cut.what} {cut.first + 1} to {cut.first + cut.shown} of {total}."
    if cut.next is None:
        return here
    given = ", ".join(f"{name}={data(str(value))}" for name, value in cut.next.arguments.items())
    same = f", and {', '.join(cut.next.same)} as before" if cut.next.same else ""
    return f"{here} For more call {cut.next.tool}({given}){same}."


def _shape(value: Any) -> Any:
    return type(value)


@cache
def _is_own_word(shape: Any, name: str) -> bool:
    """Whether a field holds words of the program alone: a closed choice, or a list of one."""
    hint = get_type_hints(shape)[name]
    parts = get_args(hint) if get_origin(hint) is list else (hint,)
    return all(get_origin(part) is Literal for part in parts)
