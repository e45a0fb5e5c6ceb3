"""Turn results into pandas or polars frames (extras ``pandas`` and ``polars``): one row a thing found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from pathway_graph.errors import MissingPackage, WrongArgument
from pathway_graph.evidence.selection import Selection
from pathway_graph.evidence.words import CLAIM_COLUMNS
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.stores.base import Table
from pathway_graph.trace import END_COLUMNS, Trace
from pathway_graph.trace.explanation import RouteExplanation

if TYPE_CHECKING:
    import pandas
    import polars

FrameRows = tuple[tuple[str, ...], list[dict[str, Any]]]
"""Column names, and a row each as plain data."""

EDGE_COLUMNS: Final = (
    "source", "source_name", "relation", "sign", "target", "target_name", "certainty", "view", "structural", "claims",
    "cascades",
)  # fmt: skip
ROUTE_COLUMNS: Final = (
    "route", "kind", "sign", "steps", "score", "weakest_hop", "nodes", "names", "claims", "contradictions",
)  # fmt: skip


@refuses_bad_data
def to_pandas(result: object) -> pandas.DataFrame:
    """Return a result as a pandas frame; lists stay lists, what is missing is None or NaN.

    Args:
        result: A `Network` (a row per edge), a trace (a row per regulator or target), an explanation (a row per
            route), a selection (a row per claim), the `Table` of a query; or anything with ``rows`` or a list from
            ``to_dicts()``.

    Raises:
        MissingPackage: pandas is not installed.
        WrongArgument: *result* has no rows.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace import upstream
    >>> frame = to_pandas(upstream(read_guide(), "BDNF"))
    >>> frame.loc[~frame.rests_on_hypothesis, ["name", "net_sign"]].values.tolist()
    [['imipramine', '+1']]
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingPackage("pandas", "pandas") from error
    columns, rows = records(result)
    return pandas.DataFrame([[row.get(name) for name in columns] for row in rows], columns=list(columns))


@refuses_bad_data
def to_polars(result: object) -> polars.DataFrame:
    """Return a result as a polars frame; arguments and errors as for `to_pandas`.

    >>> from pathway_graph.formats.native import read_guide
    >>> to_polars(read_guide()).shape
    (262, 11)
    """
    try:
        import polars
    except ImportError as error:
        raise MissingPackage("polars", "polars") from error
    columns, rows = records(result)
    return polars.DataFrame(
        [[row.get(name) for name in columns] for row in rows],
        schema=list(columns), orient="row", strict=False, infer_schema_length=None,
    )  # fmt: skip


def _no_rows(result: object, message: str) -> WrongArgument:
    return WrongArgument("result", result, message=message, hint="give a result of this package, or a list of mappings")


@singledispatch
def records(result: object) -> FrameRows:
    """Return column names and rows of plain data, in the order of the result.

    Raises:
        TypeError: *result* has no rows.

    >>> from pathway_graph.stores.base import Table
    >>> records(Table(("a", "b"), ((1, "x"),)))
    (('a', 'b'), [{'a': 1, 'b': 'x'}])
    """
    rows = getattr(result, "rows", None)
    if rows is None and hasattr(result, "to_dicts"):
        rows = result.to_dicts()
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable):
        raise _no_rows(result, f"a {type(result).__name__} has no rows to make a frame of")
    plain = [row.to_dict() if hasattr(row, "to_dict") else row for row in rows]
    if not all(isinstance(row, Mapping) for row in plain):
        raise _no_rows(result, f"the rows of a {type(result).__name__} are no records")
    return tuple(dict.fromkeys(name for row in plain for name in row)), [dict(row) for row in plain]


@records.register
def _(result: Table) -> FrameRows:
    return result.columns, result.to_dicts()


@records.register
def _(result: Network) -> FrameRows:
    rows = [
        {
            "source": edge.source,
            "source_name": result.name(edge.source),
            "relation": edge.relation,
            "sign": edge.sign,
            "target": edge.target,
            "target_name": result.name(edge.target),
            "certainty": edge.certainty,
            "view": edge.view,
            "structural": edge.structural,
            "claims": list(edge.claims),
            "cascades": list(edge.cascades),
        }
        for edge in result.edges
    ]
    return EDGE_COLUMNS, rows


@records.register
def _(result: Trace) -> FrameRows:
    return END_COLUMNS, result.end_rows()


@records.register
def _(result: RouteExplanation) -> FrameRows:
    rows = [
        {
            "route": number,
            "kind": item.kind,
            "sign": item.route.sign,
            "steps": len(item.route.edges),
            "score": item.score,
            "weakest_hop": item.route.edges[item.weakest].id,
            "nodes": list(item.route.nodes),
            "names": [result.network.name(node) for node in item.route.nodes],
            "claims": list(item.route.claims),
            "contradictions": [claim for found in item.contradictions for claim in (*found.claims, *found.unchanged)],
        }
        for number, item in enumerate(result.routes, start=1)
    ]
    return ROUTE_COLUMNS, rows


@records.register
def _(result: Selection) -> FrameRows:
    return (*CLAIM_COLUMNS, "not_stated"), result.claim_rows()
