"""The pages: each takes the query of an address, asks the library, and fills a template or an export."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pathway_graph.cypher.library import bind, find, queries
from pathway_graph.diagrams import Drawing, select_diagram
from pathway_graph.errors import PathwayGraphError, QueryError, RenderError, UnknownName
from pathway_graph.evidence.subset import subnetwork_of_sources
from pathway_graph.evidence.words import CLAIM_COLUMNS
from pathway_graph.explorer import child, content, gene_list, pictures
from pathway_graph.explorer.guard import MAX_BODY
from pathway_graph.explorer.tables import as_csv, as_json, brief, part_of
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Network
from pathway_graph.model.statistics import statistics
from pathway_graph.model.stopping import go_on
from pathway_graph.model.vocabulary import CERTAINTIES, KINDS
from pathway_graph.stores.open import open_store
from pathway_graph.text.printable import cell
from pathway_graph.trace import END_COLUMNS, Filters, downstream, upstream

ROWS: Final = 1000
"""Most rows of a query on a page and in its exports."""
_SHOWN_NAMES: Final = 2000
_MOST_PAGES: Final = 1_000_000


class Pages:
    """The pages over one store.

    Args:
        location: The store, as for `open_store`.
        timeout_s: The longest a query may run, in seconds.

    Raises:
        StoreUnavailable: It cannot be opened.
    """

    def __init__(self, location: str, timeout_s: float) -> None:
        self.location = location
        self.timeout_s = timeout_s
        self._guard = threading.Lock()
        self._templates = Environment(
            loader=PackageLoader("pathway_graph.explorer"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._templates.filters |= {"cell": cell, "brief": brief, "address": _address}
        self.read()

    def read(self) -> None:
        """Read the store, whose content the pages then show."""
        store = open_store(self.location)
        try:
            network = store.read()
        finally:
            store.close()
        go_on()
        with self._guard:
            self.network: Network = network
            self.read_at = datetime.now().strftime("%H:%M")

    def show(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Fill a template."""
        text = self._templates.get_template(template).render(
            names=[entity.name for entity in self.network.entities[:_SHOWN_NAMES]], read_at=self.read_at, **values
        )
        return HTMLResponse(text, status)

    def refused(self, error: PathwayGraphError, status: int = 400) -> HTMLResponse:
        """Show an error that the library raised."""
        return self.show("error.html", status=status, title="That did not work", message=str(error))

    def too_long(self, limit_s: float) -> HTMLResponse:
        """Say that a page took longer than it may."""
        message = f"The page took longer than {limit_s:g} s. Ask for fewer steps, or narrow it."
        return self.show("error.html", status=503, title="That took too long", message=message)

    # Pages

    def home(self, request: Request) -> Response:
        """Show what the store holds, and where to begin."""
        counts = statistics(self.network)
        return self.show("home.html", title="Explorer", counts=counts, network=self.network, queries=queries().values())

    def style(self, request: Request) -> Response:
        """Return the style sheet."""
        return Response(self._templates.get_template("style.css").render(), media_type="text/css")

    def icon(self, request: Request) -> Response:
        """Answer the browser's question for an icon: there is none."""
        return Response(status_code=204)

    def reload(self, request: Request) -> Response:
        """Read the store again."""
        self.read()
        return RedirectResponse("/", 303)

    def find(self, request: Request) -> Response:
        """Find entities by name; a single one is shown at once."""
        name = request.query_params.get("name", "").strip()[:200]
        rows, remark = content.found_by(self.network, name)
        if len(rows) == 1 and not remark:
            return RedirectResponse(_address("/entity", id=rows[0]["id"]), 303)
        return self.show(
            "found.html", status=200 if rows else 404, title=f"Find {name}", name=name, rows=rows, remark=remark
        )

    def entity(self, request: Request) -> Response:
        """Show the card of an entity, with its neighbourhood drawn."""
        given = _Given(request.query_params)
        card = content.card(self.network, given.text("id"))
        steps, view = given.number("steps", 1, 1, 3), given.one_of("view", ("guide", "expanded"))
        export = given.text("as")
        if export in ("csv", "json"):
            return _table(card["claims"], CLAIM_COLUMNS, export, "claims")

        def drawing() -> Drawing:
            return pictures.neighbourhood(self.network, card["entity"].id, steps=steps, view=view)

        if export == "svg":
            return _picture(pictures.svg(drawing()), "neighbourhood")
        return self.show(
            "entity.html", title=card["entity"].called, card=card, given=given,
            part=part_of(card["claims"], given.number("page", 1, 1, _MOST_PAGES)),
            drawn=_drawn(drawing), steps=steps, view=view, columns=CLAIM_COLUMNS,
        )  # fmt: skip

    def trace(self, request: Request) -> Response:
        """Trace upstream or downstream with filters, as table and drawing."""
        given = _Given(request.query_params)
        direction = given.one_of("direction", ("upstream", "downstream"))
        filters = Filters(
            view="expanded" if given.one_of("view", ("guide", "expanded")) == "expanded" else "guide",
            species=given.text("species"),
            unstated_species=bool(given.text("unstated_species")),
            kinds=given.choices("kind", tuple(KINDS)),
            certainties=given.choices("certainty", CERTAINTIES),  # type: ignore[arg-type]
            cascades=given.choices("cascade", tuple(diagram.key for diagram in self.network.diagrams)),
            count_hypotheses=bool(given.text("count_hypotheses")),
        )
        steps = given.number("max_steps", 3, 1, 6)
        follow = upstream if direction == "upstream" else downstream
        source = given.choices("source", [one.id for one in self.network.sources])
        network = subnetwork_of_sources(self.network, source) if source else self.network
        found = follow(network, given.text("name"), max_steps=steps, filters=filters, max_routes=5000)
        go_on()
        rows, export = found.rows_made_late, given.text("as")
        if export in ("csv", "json"):
            return _table(rows, END_COLUMNS, export, direction)
        go_on()
        notes = [f"Only what {source[0]} states"] if source else []
        if export == "svg":
            return _picture(pictures.svg(pictures.of_trace(found, notes)), direction)
        return self.show(
            "trace.html", title=found.title, found=found, given=given,
            part=part_of(rows, given.number("page", 1, 1, _MOST_PAGES)),
            drawn=_drawn(lambda: pictures.of_trace(found, notes)), columns=END_COLUMNS,
            filters=filters, steps=steps, direction=direction,
            kinds=list(KINDS), certainties=CERTAINTIES, network=self.network, source=source[0] if source else "",
        )  # fmt: skip

    def diagram(self, request: Request) -> Response:
        """Draw a diagram of the data set."""
        given = _Given(request.query_params)
        view = given.one_of("view", ("guide", "expanded"))
        drawing = select_diagram(self.network, given.text("name"), view=view)  # type: ignore[arg-type]
        if given.text("as") == "svg":
            return _picture(pictures.svg(drawing), drawing.key)
        return self.show("diagram.html", title=drawing.title, drawing=drawing, drawn=_drawn(lambda: drawing),
                         name=given.text("name"), view=view)  # fmt: skip

    def library(self, request: Request) -> Response:
        """Show a library query's form, and its rows once it was sent."""
        given = _Given(request.query_params)
        query = find(given.text("query"))
        values = {p.name: given.text(f"p_{p.name}") or p.default for p in query.parameters}
        table, error = None, ""
        if given.text("run"):
            try:
                table = self.ask(query.text, bind(query, values, self.identifiers))
            except PathwayGraphError as caught:
                error = str(caught)
        return self.result(given, table, error, "library.html", title=query.name, query=query, values=values)

    def cypher(self, body: bytes) -> Response:
        """Show the form for Cypher of one's own, and its rows once it was sent as *body*."""
        sent = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
        given = _Given({name: values[0] for name, values in sent.items()})
        text, parameters = given.text("text", 64_001), given.text("parameters", 64_000)
        table, error, excerpt = None, "", ""
        if text.strip():
            try:
                table = self.ask(text, _parameters(parameters))
            except PathwayGraphError as caught:
                error, excerpt = str(caught), getattr(caught, "excerpt", "")
        return self.result(
            given, table, error, "cypher.html", title="Cypher", text=text, parameters=parameters, excerpt=excerpt
        )

    def regulators(self, body: bytes) -> Response:
        """Show the form for a gene list, and the regulators that explain it once it was sent as *body*."""
        sent = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
        given = _Given({name: values[0] for name, values in sent.items()})
        asked = gene_list.Asked(
            given.text("text", MAX_BODY).replace("\r\n", "\n"), given.text("contrast"),
            given.decimal("threshold", None), given.decimal("max_p", 0.05) or 0.0, given.number("max_steps", 2, 1, 4),
        )  # fmt: skip
        name = given.text("regulator").strip()
        shown: dict[str, Any] = {"answer": None, "error": "", "explained": [], "heading": "", "rows": []}
        if asked.text.strip():
            try:
                shown |= self._ranked(asked, name)
            except PathwayGraphError as caught:
                shown["error"] = str(caught)
        answer, export = shown["answer"], given.text("as")
        if answer and export in ("csv", "json"):
            if name:
                return _table(shown["explained"], gene_list.TARGETS, export, name)
            return _table(answer.rows(None), ("id", *gene_list.RANKED), export, "regulators")
        charts, no_charts = gene_list.drawn(answer, shown.pop("explanation")) if answer else ([], "")
        return self.show(
            "regulators.html", status=400 if shown["error"] else 200, title="Gene list", asked=asked, regulator=name,
            ranked=gene_list.RANKED, targets=gene_list.TARGETS, charts=charts, no_charts=no_charts, **shown,
        )  # fmt: skip

    def _ranked(self, asked: gene_list.Asked, name: str) -> dict[str, Any]:
        answer = gene_list.ranked(self.network, asked)
        if not name:
            return {"answer": answer, "rows": answer.rows(), "explanation": None}
        explanation, rows = gene_list.explained(answer, name)
        return {
            "answer": answer, "explained": rows, "heading": gene_list.heading(explanation), "explanation": explanation,
        }  # fmt: skip

    # What several pages share

    def identifiers(self, name: str) -> list[str]:
        """Resolve a name for a library query."""
        return [entity.id for entity in resolve(self.network, name)]

    def ask(self, text: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Run a query in a process of its own."""
        return child.ask(self.location, text, parameters, timeout_s=self.timeout_s, limit=ROWS)

    def result(self, given: _Given, table: dict[str, Any] | None, error: str, template: str, **values: Any) -> Response:
        """Show the rows of a query, or export them."""
        drawn = {"svg": None, "error": ""}
        if table is not None:
            export = given.text("as")
            if export in ("csv", "json"):
                return _table(table["rows"], table["columns"], export, values["title"])
            go_on()
            drawing = pictures.of_rows(self.network, table["rows"])
            go_on()
            if export == "svg":
                return _picture(pictures.svg(drawing), values["title"])
            drawn = _drawn(lambda: drawing) if given.text("draw") else drawn
        status = 400 if error else 200
        values.setdefault("excerpt", "")
        return self.show(
            template,
            status=status,
            table=table,
            error=error,
            drawn=drawn,
            limit=ROWS,
            given=given,
            timeout_s=self.timeout_s,
            **values,
        )


class _Given:
    """The fields of a form, each checked as it is read."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def text(self, name: str, longest: int = 500) -> str:
        return self._fields.get(name, "")[:longest]

    def number(self, name: str, default: int, least: int, most: int) -> int:
        try:
            return min(max(int(self.text(name)), least), most)
        except ValueError:
            return default

    def decimal(self, name: str, default: float | None) -> float | None:
        try:
            value = float(self.text(name))
        except ValueError:
            return default
        return value if 0 <= value < 1e6 else default

    def one_of(self, name: str, choices: Sequence[str]) -> str:
        return self.text(name) if self.text(name) in choices else choices[0]

    def choices(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        return (self.text(name),) if self.text(name) in known else ()

    def address(self, path: str, **more: object) -> str:
        """Return an address with these fields and *more*."""
        return _address(path, **{**{name: value for name, value in self._fields.items() if value}, **more})


def _address(path: str, **fields: object) -> str:
    return f"{path}?{urlencode(fields)}"


def _parameters(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        raise QueryError("the parameters are no JSON", hint='write for instance {"id": "prot:BDNF"}') from error
    if not isinstance(values, dict):
        raise QueryError("the parameters are no JSON object", hint='write for instance {"id": "prot:BDNF"}')
    return values


def _drawn(choose: Callable[[], Drawing]) -> dict[str, Any]:
    """Return a drawing as markup, or why there is none."""
    try:
        return {"svg": Markup(pictures.svg(choose())), "error": ""}  # Graphviz wrote it, which escapes labels
    except RenderError as error:
        return {"svg": None, "error": str(error)}


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], form: str, name: str) -> Response:
    text, kind = (as_csv(rows, columns), "text/csv") if form == "csv" else (as_json(rows), "application/json")
    return Response(text, media_type=kind, headers=_as_file(name, form))


def _picture(svg: str, name: str) -> Response:
    return Response(svg, media_type="image/svg+xml", headers=_as_file(name, "svg"))


def _as_file(name: str, ending: str) -> dict[str, str]:
    plain = "".join(character if character.isascii() and character.isalnum() else "-" for character in name)[:60]
    return {"Content-Disposition": f'attachment; filename="{plain or "result"}.{ending}"'}


def errors(pages: Pages) -> dict[Any, Any]:
    """Return what answers to errors."""

    def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, PathwayGraphError)
        return pages.refused(error, 404 if isinstance(error, UnknownName) else 400)

    def unknown(request: Request, error: Exception) -> Response:
        return pages.show("error.html", status=404, title="No such page", message="There is no page at this address.")

    def broken(request: Request, error: Exception) -> Response:
        message = f"The page failed ({type(error).__name__}); the terminal shows where. Please report it."
        return pages.show("error.html", status=500, title="That did not work", message=message)

    return {PathwayGraphError: known, 404: unknown, 500: broken}
