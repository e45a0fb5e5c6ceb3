"""A visit: one request for a page, with its fields, the store as it was then, and the ways to answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from pathway_graph.diagrams import Drawing
from pathway_graph.errors import (
    AmbiguousName,
    InputError,
    PathwayGraphError,
    RenderError,
    UnknownName,
    WrongArgument,
)
from pathway_graph.explorer import pictures, search
from pathway_graph.explorer.desk import Desk
from pathway_graph.explorer.given import Given, address
from pathway_graph.explorer.tables import Column, Lazy, Row, Table, as_csv, as_json, table
from pathway_graph.identifiers.lookup import choice_of
from pathway_graph.model import Network
from pathway_graph.model.stopping import go_on
from pathway_graph.stores.history import History

_MOST_CHOICES: Final = 12
_FEW: Final = 4
_LONG: Final = 60
Result = TypeVar("Result")
_OTHERS: Final = re.compile("[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with what was asked, beside its form.

    Attributes:
        message: What, and the way out.
        choices: Names that may have been meant, each with the address that asks by it.
        excerpt: The place in a query.
    """

    message: str
    choices: tuple[tuple[str, str], ...] = ()
    excerpt: str = ""


class Visit:
    """One request for a page.

    Args:
        desk: What all pages share.
        given: Its fields.
        body: What was sent with it.
        content_type: What the body is.
        known: The fields that the page knows; those of tables and drawings it knows in any case.
    """

    def __init__(
        self, desk: Desk, given: Given, body: bytes = b"", content_type: str = "", *, known: Iterable[str] = ()
    ) -> None:
        self.desk = desk
        self.given = given
        self.body = body
        self.content_type = content_type
        self.known = {*known}
        self.stored = desk.stored

    @property
    def network(self) -> Network:
        """What the store held when the visit began."""
        return self.stored.network

    @property
    def history(self) -> History:
        """What is recorded of its loads."""
        return self.stored.history

    def kept(self, make: Callable[[], Result], *key: Hashable) -> Result:
        """Return what *make* does of the store as this visit sees it, kept for the next that asks by the same key."""
        return self.desk.kept(self.stored, make, *key)

    def look_up(self, *key: Hashable) -> Any:
        """Return what is kept under a key, or None."""
        return self.desk.look_up(self.stored, *key)

    def show(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Fill a template; or give one of its tables or drawings as a file, where the address asks for it.

        Raises:
            WrongArgument: A file was asked for, and some field cannot be taken as it is: a file cannot say so.
        """
        export, misread = self.given.text("as"), self._misread()
        if misread and export in ("csv", "json", "svg"):
            raise WrongArgument("address", "", message=misread, hint="mend the address, or open the page without `as`")
        if export in ("csv", "json") and (wanted := self._table(values)) is not None:
            return as_table(wanted, export, str(values.get("title", "")))
        if export == "svg" and isinstance(chosen := values.get("drawn"), Drawn):
            return chosen.file(str(values.get("title", "drawing")))
        if export == "drawing" and isinstance(chosen := values.get("drawn"), Drawn):
            return self.desk.fill("drawing.html", path=self.given.path, given=self.given, drawn=chosen.shown(self))
        values = {name: value.shown(self) if isinstance(value, Drawn) else value for name, value in values.items()}
        values = {"given": self.given, "misread": misread, "has_card": self.network.entity.__contains__, **values}
        return self.desk.fill(template, status=status, path=self.given.path, **values)

    def _misread(self) -> str:
        """Say which fields could not be taken as they were given; the page and size of a table show by themselves."""
        fields = self.given.fields
        found = [
            f"{name.replace('_', ' ')}: “{fields[name][:_LONG]}” cannot be taken as it is; the page takes {taken} "
            "instead" for name, taken in self.given.misread.items() if not _is_of_table(name)
        ]  # fmt: skip
        found += [
            f"{name.replace('_', ' ')} was given several times; the page takes the first, “{fields[name][:_LONG]}”"
            for name in sorted(self.given.repeated & self.known)
        ]
        return "\n".join([*found, *self.unknown(self.given)])

    def unknown(self, given: Given) -> list[str]:
        """Say which fields the page does not know, so that nothing was done with them."""
        some = [name for name, value in given.fields.items() if value and not self._is_known(name)]
        return [
            f"the page does not know the field “{name[:_LONG]}”, and does nothing with it; it knows "
            f"{', '.join(sorted(self.known)) or 'none'}" for name in some[:_FEW]
        ] + ([f"and {len(some) - _FEW} more that it does not know"] if some[_FEW:] else [])  # fmt: skip

    def _is_known(self, name: str) -> bool:
        return name in self.known or name[:2] + "*" in self.known or _is_of_table(name) or name == "token"

    def _table(self, values: Mapping[str, Any]) -> Table | None:
        key = self.given.text("table")
        return next((one for one in values.values() if isinstance(one, Table) and one.key == key), None)

    def answer(
        self, template: str, title: str, work: Callable[[], dict[str, Any]] | None, *names: str, **form: Any
    ) -> Response:
        """Show a form, and what *work* finds; or what is wrong with what was asked, beside the form.

        Args:
            template: Of the page; it gets what *work* returns, ``found`` (whether it did) and ``wrong``.
            title: Of the page; what *work* returns may have another.
            work: Does what was asked; None where nothing was.
            names: The fields that hold names, of which is said how they were read.
            form: What the form shows.
        """
        values: dict[str, Any] = {"found": False, "wrong": None, "choices": [], "title": title, **form}
        status = 200
        if work is not None:
            try:
                values |= work()
                values["found"] = True
                values["choices"] = [said for name in names if (said := choice_of(self.network, self.given.name(name)))]
            except PathwayGraphError as error:
                values["wrong"] = self.wrong(error)
                status = 404 if isinstance(error, UnknownName) else 400
        return self.show(template, status=status, **values)

    def wrong(self, error: PathwayGraphError) -> Wrong:
        """Say what is wrong, with links that mend it where a name is."""
        names: Sequence[tuple[str, str]] = ()
        message = "\n".join(map(str, error.problems)) if isinstance(error, InputError) else str(error)
        if isinstance(error, AmbiguousName):
            names = [(f"{called} ({identifier})", identifier) for identifier, called in error.candidates]
        elif isinstance(error, UnknownName) and error.suggestions:
            names, message = [(name, name) for name in error.suggestions], error.message
        elif isinstance(error, UnknownName) and error.what == "entity":
            near = search.suggest(self.network, error.name[: max(2, len(error.name) // 2)], _FEW)
            names = [(str(one["name"]), str(one["value"])) for one in near]
        asked = str(getattr(error, "name", "") or "")
        choices = tuple(
            (said, self.given.here(**fields)) for said, name in names[:_MOST_CHOICES]
            if (fields := self._mended(asked, name))
        )  # fmt: skip
        if isinstance(error, UnknownName) and not choices:
            message = str(error)
        return Wrong(message, choices, getattr(error, "excerpt", ""))

    def _mended(self, asked: str, name: str) -> dict[str, str]:
        """Return the fields in which a name stands, alone or in a list, with another one in its place."""
        found = {}
        for field, value in self.given.fields.items():
            parts = [part.strip() for part in value.split(",")]
            if asked and value.strip() == asked:
                found[field] = name
            elif asked and any(part == asked or part.startswith(f"{asked}:") for part in parts):
                found[field] = ", ".join(name + part[len(asked) :] if part == asked or part.startswith(f"{asked}:")
                                         else part for part in parts)  # fmt: skip
        return found

    def table(self, caption: str, columns: Sequence[Column], rows: Sequence[Row] | Lazy, *, key: str = "") -> Table:
        """Sort and narrow rows as the address asks."""
        return table(self.given, caption, columns, rows, key=key)

    def go(self, path: str, **fields: object) -> Response:
        """Send the browser to another page."""
        return RedirectResponse(address(path, **fields), 303)


@dataclass(frozen=True)
class Drawn:
    """A drawing of a page, chosen and laid out when it is shown.

    Attributes:
        choose: Chooses what is drawn.
        caption: What it shows.
    """

    choose: Callable[[], Drawing]
    caption: str

    def shown(self, visit: Visit) -> dict[str, Any]:
        """Return it as markup of a viewer, or where that is to be had, so that the rest of the page need not wait."""
        key = ("drawing", visit.given.path, *sorted(_asked(visit.given)))
        here = visit.given.here(**{"as": "drawing"})
        found = {"piece": None, "error": "", "caption": self.caption, "later": here, "now": visit.given.here(draw=1)}
        is_wanted = visit.given.text("as") == "drawing" or visit.given.ticked("draw")
        try:
            piece = visit.kept(lambda: self._piece(visit), *key) if is_wanted else visit.look_up(*key)
        except RenderError as error:
            return {**found, "error": str(error)}
        return found if piece is None else {**found, "piece": Markup(piece)}  # the viewer escapes labels

    def _piece(self, visit: Visit) -> str:
        go_on()
        drawing = self.choose()
        go_on()
        return pictures.piece(visit.network, drawing)

    def file(self, name: str) -> Response:
        """Return it as a file.

        Raises:
            RenderError: It is too large, or Graphviz failed.
        """
        return Response(pictures.svg(self.choose()), media_type="image/svg+xml", headers=as_file(name, "svg"))


_OF_TABLES: Final = ("sort", "has", "page", "size", "as", "table", "draw")


def _is_of_table(name: str) -> bool:
    return name.rpartition(".")[2] in _OF_TABLES


def _asked(given: Given) -> list[tuple[str, str]]:
    """Return the fields that say what is drawn; how the tables beside it are sorted does not."""
    return [(name, value) for name, value in given.fields.items() if value and not _is_of_table(name)]


def as_table(wanted: Table, form: str, title: str = "") -> Response:
    """Return all rows of a table that fit as a file, called by the page and the table."""
    rows, name = wanted.every_row, f"{title} {wanted.caption}".strip()
    ways = {column.name for column in wanted.columns if column.kind == "go"}
    if form == "json":
        rows = [{key: value for key, value in row.items() if key not in ways} for row in rows] if ways else rows
        return Response(as_json(rows), media_type="application/json", headers=as_file(name, form))
    hidden = {column.of for column in wanted.columns if column.kind == "entity"} & set(rows[0] if rows else ())
    columns = list(dict.fromkeys([*sorted(hidden), *(column.name for column in wanted.columns if column.kind != "go")]))
    return Response(as_csv(rows, columns), media_type="text/csv", headers=as_file(name, form))


def as_file(name: str, ending: str) -> dict[str, str]:
    """Return the headers of a file to be kept."""
    plain = _OTHERS.sub("-", name).strip("-")[:80]
    return {"Content-Disposition": f'attachment; filename="{plain or "result"}.{ending}"'}
