"""The card of an entity: names, identifiers, claims, conflicts, and its neighbourhood drawn."""

from __future__ import annotations

from starlette.responses import Response

from pathway_graph.diagrams import Drawing
from pathway_graph.errors import UnknownName
from pathway_graph.evidence.words import CLAIM_COLUMNS
from pathway_graph.explorer import content, pictures
from pathway_graph.explorer.claims import CLAIM_KINDS
from pathway_graph.explorer.tables import columns_of
from pathway_graph.explorer.visit import Drawn, Visit
from pathway_graph.model.vocabulary import ASKED_VIEWS

CLAIMS = columns_of(CLAIM_COLUMNS, **CLAIM_KINDS)
_SIDES = columns_of(("claim", "says", "context", "certainty"), claim="claims", says="long")
_FINDINGS = columns_of(("rule", "message", "claims"), claims="claims", message="long")


def entity(visit: Visit) -> Response:
    """Show the card of an entity, with its neighbourhood drawn."""
    given = visit.given
    name = given.name("id")
    if name not in visit.network.entity:
        return _by_name(visit, name)
    card = content.card(visit.network, name)
    steps, view = given.number("steps", 1, 1, 3), given.one_of("view", ASKED_VIEWS)

    def drawing() -> Drawing:
        return pictures.neighbourhood(visit.network, name, steps=steps, view=view)

    return visit.show(
        "entity.html", title=card["entity"].called, card=card, steps=steps, view=view,
        drawn=Drawn(drawing, f"Causal edges around {card['entity'].called}"),
        claims=visit.table("Claims", CLAIMS, card["claims"]),
        sides=_SIDES, findings=visit.table("What other rules found", _FINDINGS, card["conflicts"]["findings"], key="f"),
    )  # fmt: skip


def _by_name(visit: Visit, name: str) -> Response:
    """Lead to the card of what is called so, or say what may be meant."""
    rows, remark = content.found_by(visit.network, name)
    if len(rows) == 1 and not remark:
        return visit.go("/entity", id=rows[0]["id"])
    if rows:
        return visit.go("/find", name=name)
    error = UnknownName("entity", name, hint="look for its name in the field above")
    return visit.show("error.html", status=404, title="No such entity", message=remark or str(error), again="")
