"""What a tool may be asked: arguments with their types and limits, checked before anything is done."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from pathway_graph.assistant.session import Session
from pathway_graph.assistant.shapes import Answer
from pathway_graph.errors import WrongArgument, did_you_mean, nearest

MOST_TEXT = 1_000_000
"""Characters of a table or a text that is given to a tool."""


def _listed(value: Any) -> Any:
    """Take a list that was written as JSON, or a single text, for a list: some clients write no other."""
    if not isinstance(value, str):
        return value
    try:
        read = json.loads(value)
    except (ValueError, RecursionError):
        return [value]
    return read if isinstance(read, list) else [value]


def _object(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "{}")
    except (ValueError, RecursionError):
        return value


Name = Annotated[str, Field(min_length=1, max_length=300, description="Any name, synonym, symbol, CURIE or identifier")]
OptionalName = Annotated[str, Field(max_length=300, description="Any name; empty for everything")]
Names = Annotated[list[Annotated[str, Field(max_length=300)]], BeforeValidator(_listed), Field(max_length=200)]
Steps = Annotated[int, Field(ge=1, le=8, description="Longest route, in edges")]
Limit = Annotated[int, Field(ge=1, le=100, description="Most rows to return")]
Offset = Annotated[int, Field(ge=0, le=10_000_000, description="Rows to pass over, to get the rest")]
AskedView = Annotated[
    Literal["guide", "expanded"],
    Field(description="guide: what sources state; expanded: background steps as well, which no source states"),
]
Retracted = Annotated[bool, Field(description="Count claims whose every work was retracted")]
Table = Annotated[
    str,
    Field(
        max_length=MOST_TEXT,
        description="A table as text, a gene a row, with a header: gene and change (-1, 0, 1, up, down, or log2 fold "
        "change), perhaps a p-value; comma or tab between. No file path.",
    ),
]
Text = Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]
Parameters = Annotated[dict[str, Any], BeforeValidator(_object), Field(description="Values of the parameters")]


@dataclass(frozen=True)
class Tool:
    """A question that a client may ask.

    Attributes:
        run: Takes a `Session` and the arguments by name, and returns an `Answer`.
        title: A few words for people.
    """

    run: Callable[..., Answer]
    title: str

    @property
    def name(self) -> str:
        """As the client calls it."""
        return self.run.__name__.strip("_")

    @cached_property
    def description(self) -> str:
        """What it answers."""
        return inspect.getdoc(self.run) or ""

    @cached_property
    def model(self) -> type[BaseModel]:
        """What checks its arguments; none but the stated ones are taken."""
        hints = get_type_hints(self.run, include_extras=True)
        parameters = list(inspect.signature(self.run).parameters.values())[1:]
        fields: dict[str, Any] = {
            one.name: (hints[one.name], ... if one.default is inspect.Parameter.empty else one.default)
            for one in parameters
        }
        return create_model(f"{self.name}_arguments", __config__=ConfigDict(extra="forbid"), **fields)

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """JSON schema of its arguments."""
        found: dict[str, Any] = _bare(self.model.model_json_schema())
        return found

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """JSON schema of its answer."""
        shape = get_type_hints(self.run)["return"]
        found: dict[str, Any] = _brief(_bare(TypeAdapter(shape).json_schema(mode="serialization")))
        return found

    def ask(self, session: Session, arguments: Mapping[str, Any]) -> Answer:
        """Check the arguments and answer.

        Raises:
            WrongArgument: They are not what the tool takes; all that is wrong is told at once.
            PathwayGraphError: From the question itself.
        """
        try:
            given = self.model.model_validate(dict(arguments))
        except ValidationError as error:
            raise self._refused(error) from None
        values = {name: getattr(given, name) for name in type(given).model_fields}
        return self.run(session, **values)

    def _refused(self, error: ValidationError) -> WrongArgument:
        known = list(self.model.model_fields)
        said = []
        hint = f"{self.name} takes {', '.join(known) or 'no arguments'}"
        for wrong in error.errors(include_url=False, include_input=False, include_context=False)[:10]:
            where = ".".join(map(str, wrong["loc"]))[:100]
            if wrong["type"] == "extra_forbidden":
                near = nearest(where, known)
                said.append(f"there is no argument {where!r}" + (f"; {did_you_mean(near)}" if near else ""))
            else:
                said.append(f"{where}: {wrong['msg'][:1].lower()}{wrong['msg'][1:]}")
        return WrongArgument(self.name, "", message="; ".join(said), hint=hint)


def _bare(schema: Any) -> Any:
    """Return a schema without the titles that repeat names, and with its descriptions in one piece."""
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "title" and isinstance(value, str):
            continue
        if key in ("properties", "$defs"):
            found[key] = {name: _bare(item) for name, item in value.items()}
        elif key == "description" and isinstance(value, str):
            found[key] = " ".join(value.split())
        else:
            found[key] = _bare(value)
    return found


def _brief(schema: Any) -> Any:
    """Return the schema of an answer without defaults, which it has no use for, and with short descriptions."""
    if isinstance(schema, list):
        return [_brief(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _brief(value) for key, value in schema.items() if key != "default"}
    if isinstance(found.get("description"), str):
        found["description"] = found["description"].partition(" Attributes:")[0]
    return found
