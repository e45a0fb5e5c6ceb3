"""Why a source would change a target: routes, what speaks against them, knock-outs, pictures; and differences."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest

from pathway_graph.diagrams import draw_network, mark_route, overlay, read_context, select_diagram, to_dot
from pathway_graph.errors import QueryError, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Link, Network, Publication, Reference, Source, Verdict
from pathway_graph.model.build import build_network, merge
from pathway_graph.model.diff import FieldChange, SignChange, compare, rows_of
from pathway_graph.model.network import PARTS
from pathway_graph.trace.explanation import explain
from pathway_graph.trace.knock_out import knock_out
from pathway_graph.trace.narration import narrate

GUIDE = read_guide()


@pytest.mark.parametrize("target", ["BDNF", "pCREB"])
def test_the_camp_contradiction_is_shown(target: str) -> None:
    answer = explain(GUIDE, "imipramine", target)
    found = {(c.entity, c.needed): c for c, _ in answer.contradictions}
    camp = found["chem:camp", 1]
    assert camp.claims == ("P24", "T2.1")
    assert camp.agreeing == ()
    text = "\n".join(narrate(answer))
    assert "3',5'-cyclic AMP up; claimed down: P24, T2.1" in text


def test_asserted_routes_come_first_then_hypotheses_then_background() -> None:
    answer = explain(GUIDE, "imipramine", "BDNF")
    kinds = [item.kind for item in answer.routes]
    assert kinds == sorted(kinds, key=("asserted", "hypothesis", "background").index)
    assert (answer.net_sign(), answer.net_sign("hypothesis"), answer.net_sign("background")) == (
        "+1", "ambiguous", "ambiguous",
    )  # fmt: skip
    assert [item.route.claims for item in answer.routes if item.kind == "asserted"] == [("T2.4",), ("P38",), ("P60",)]


def test_no_route_is_invented() -> None:
    answer = explain(GUIDE, "FAK", "BDNF", view="guide")
    assert answer.routes == ()
    assert next(narrate(answer)).startswith("No source asserts a causal route")
    assert explain(GUIDE, "FAK", "BDNF").net_sign() is None
    assert {item.kind for item in explain(GUIDE, "FAK", "BDNF").routes} == {"background"}


def chain() -> Network:
    """a raises b, b lowers c, c raises d; yet a was seen to raise c. A side way a -> e -> d."""
    ids = "abcdef"
    return build_network(
        Source("s"),
        entities=[Entity(i, "Protein", i.upper()) for i in ids],
        claims=[
            Claim("1", "a", "activates", "b"),
            Claim("2", "b", "inhibits", "c"),
            Claim("3", "c", "activates", "d"),
            Claim("4", "a", "increases", "c"),
            Claim("5", "a", "activates", "e"),
            Claim("6", "e", "activates", "d", certainty="hypothesis"),
            Claim("7", "c", "activates", "f"),
        ],
    )


def test_a_claim_of_the_opposite_sign_on_the_way_is_a_contradiction() -> None:
    answer = explain(chain(), "a", "d")
    by_nodes = {item.route.nodes: item for item in answer.routes}
    long = by_nodes["a", "b", "c", "d"]
    assert [(c.entity, c.needed, c.claims, c.agreeing) for c in long.contradictions] == [("c", -1, ("4",), ())]
    assert by_nodes["a", "c", "d"].contradictions == ()
    assert by_nodes["a", "e", "d"].kind == "hypothesis"
    assert answer.net_sign() == "ambiguous"  # +1 by a-c-d, -1 by a-b-c-d


def test_the_weakest_hop_is_the_one_with_least_behind_it() -> None:
    item = next(i for i in explain(chain(), "a", "d").routes if i.route.nodes == ("a", "e", "d"))
    assert (item.weakest, item.score) == (1, 0.025)


def test_a_knock_out_tells_what_loses_its_last_path() -> None:
    answer = explain(chain(), "a", "d")
    without_c = knock_out(answer, "c")
    assert (without_c.routes_lost, without_c.routes_left) == (2, 1)
    assert without_c.unreachable == ("d", "f")  # d is left to a hypothesis alone
    assert knock_out(answer, "b").unreachable == ()
    assert answer.bottlenecks == (("c", 2), ("b", 1), ("e", 1))
    with pytest.raises(UnknownName, match="it is one of the ends"):
        knock_out(answer, "d")


def test_a_picture_has_the_route_bold_and_the_contradiction_marked() -> None:
    answer = explain(chain(), "a", "d")
    place = next(n for n, item in enumerate(answer.routes) if item.route.nodes == ("a", "b", "c", "d"))
    drawing = mark_route(draw_network(answer.network, answer.edges, title="Why?"), answer, place)
    assert {(e.source, e.target) for e in drawing.edges if e.is_bold} == {("a", "b"), ("b", "c"), ("c", "d")}
    (marked,) = [node for node in drawing.nodes if node.badges]
    assert (marked.id, marked.change) == ("c", "up")
    dot = to_dot(drawing)
    assert dot.count("penwidth=3.6") == 3 + 1  # and the sample of the legend
    assert "needed down" in dot


# Overlay ----------------------------------------------------------------------------------------------


def changes(context: str, diagram: str = "camp") -> dict[str, str]:
    shown = overlay(select_diagram(GUIDE, diagram), GUIDE, read_context(context))
    return {node.id: node.change for node in shown.nodes}


def test_an_overlay_shows_the_changes_of_its_context_only() -> None:
    found = changes("species=rat,region=hippocampus")
    assert (found["chem:camp"], found["fam:PDE"], found["fam:ADCY"]) == ("down", "up", "down")
    assert (found["fam:ADRB"], found["state:CREB1_pS133"], found["chem:imipramine"]) == ("none", "none", "")
    assert changes("species=mouse")["state:CREB1_pS133"] == "down"
    assert changes("species=human")["state:CREB1_pS133"] == "up"


def test_an_entity_changed_both_ways_shows_both() -> None:
    shown = overlay(select_diagram(GUIDE, "camp"), GUIDE, read_context(""))
    (node,) = [node for node in shown.nodes if node.id == "state:CREB1_pS133"]
    assert node.change == "both"
    assert any("▼" in badge and "dorsal horn" in badge and "P21D" in badge for badge in node.badges)
    assert any("▲" in badge and "Jurkat" in badge for badge in node.badges)


def test_an_overlay_says_what_it_does_not_show_and_changes_the_digest() -> None:
    plain = select_diagram(GUIDE, "camp")
    shown = overlay(plain, GUIDE, read_context("species=rat"))
    assert any("do not state all of that" in note and "P30" in note for note in shown.notes)
    assert shown.digest != plain.digest
    assert to_dot(shown) == to_dot(overlay(plain, GUIDE, read_context("species=rat")))


@pytest.mark.parametrize(
    ("context", "message"),
    [("rat", "is key=value"), ("specis=rat", "did you mean 'species'"), ("species=", "key=value")],
)
def test_a_context_that_cannot_be_read_is_told(context: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read_context(context)


# Difference -------------------------------------------------------------------------------------------


def test_a_network_does_not_differ_from_itself() -> None:
    found = compare(GUIDE, read_guide())
    assert not found
    assert not any(found.to_dict().values())


def test_a_change_of_biology_is_visible() -> None:
    old = chain()
    claims = [replace(c, relation="inhibits") if c.id == "3" else c for c in old.claims if c.id != "7"]
    claims = [replace(c, species="b") if c.id == "2" else c for c in claims]
    new = build_network(Source("s"), entities=[*old.entities, Entity("g", "Gene", "G")], claims=claims)
    found = compare(old, new)
    assert found.sign_changes == (SignChange("c", "d", (1,), (-1,)),)
    assert (found.entities_added, found.claims_removed) == (("g",), ("7",))
    assert [(change.id, change.fields) for change in found.claims_changed] == [
        ("2", (("species", "", "b"),)), ("3", (("relation", "activates", "inhibits"),)),
    ]  # fmt: skip
    assert (found.edges_added, found.edges_removed) == (("c inhibits d",), ("c activates d", "c activates f"))


def varied(seed: int) -> Network:
    """One or two data sets about six proteins; equal seeds, equal networks, and near seeds share most claims."""
    choice = random.Random(seed)
    ids = "abcdef"

    def part(source: str, claims: list[Claim]) -> Network:
        entities = []
        for name in ids:
            synonyms = choice.choice([(), ("x",), ("x", "y")])
            links = (Link("part_of", "a"),) if name == "f" and choice.random() < 0.5 else ()
            entity = Entity(name, "Protein", name.upper(), synonyms=synonyms, links=links)
            if choice.random() < 0.8:
                entities.append(replace(entity, role=choice.choice(["", "kinase"])))
        return build_network(Source(source), entities=entities, claims=claims)

    claims = []
    for number in range(12):
        subject, target = ids[number % 5], ids[number % 5 + 1]
        claim = Claim(f"c{number:02}", subject, choice.choice(["activates", "inhibits", "modulates", "binds"]), target)
        claim = replace(claim, citations=choice.choice([(), (1,), (1, 2)]), site=choice.choice(["", "S1"]))
        if choice.random() < 0.8:
            claims.append(claim)
    half = choice.choice([0, 6])
    return merge([part("s", claims[half:]), part("t", claims[:half])]) if half else part("s", claims)


def as_written(item: Any) -> Any:
    """A link as the file format writes it, ``part_of a``; a citation is a number there, a synonym a text."""
    return f"{item.relation} {item.target}" if isinstance(item, Link) else item


def plain_difference(old: Network, new: Network) -> dict[str, list[Any]]:
    """What changed, as plain data, by a look at every field of everything; what merging notes of itself aside."""
    found: dict[str, list[Any]] = {}
    for part in (*PARTS, "edges"):
        before, after = ({item.id: item for item in getattr(network, part)} for network in (old, new))
        found[f"{part}_added"] = sorted(name for name in after if name not in before)
        found[f"{part}_removed"] = sorted(name for name in before if name not in after)
        found[f"{part}_changed"] = []
        for name in sorted(name for name in before if name in after):
            values: dict[str, dict[str, Any]] = {}
            for field in asdict(before[name]):
                pair = {"old": getattr(before[name], field), "new": getattr(after[name], field)}
                if pair["old"] != pair["new"] and field not in ("sources", "definitions"):
                    values[field] = {
                        age: [as_written(item) for item in value] if isinstance(value, tuple) else value
                        for age, value in pair.items()
                    }
            if values:
                found[f"{part}_changed"].append({"id": name, "fields": values})
    were, are = causal_signs(old), causal_signs(new)
    found["sign_changes"] = [
        {"source": source, "target": target, "old": were[source, target], "new": are[source, target]}
        for source, target in sorted(were)
        if (source, target) in are and were[source, target] != are[source, target]
    ]
    return found


def causal_signs(network: Network) -> Mapping[tuple[str, str], list[int]]:
    pairs = {(claim.subject, claim.object) for claim in network.claims if claim.relation != "binds"}
    sign = {"activates": 1, "inhibits": -1, "modulates": 0}
    return {
        pair: sorted({sign[c.relation] for c in network.claims if (c.subject, c.object) == pair and c.relation in sign})
        for pair in pairs
    }


@pytest.mark.parametrize("seed", range(40))
def test_a_difference_is_what_a_look_at_every_field_finds(seed: int) -> None:
    old, new = varied(seed), varied(seed + 1000)
    expected = plain_difference(old, new)
    found = compare(old, new)
    assert found.to_dict() == expected
    assert bool(found) is any(expected.values())


def test_what_merging_notes_of_an_entity_is_no_change_of_it() -> None:
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    alone = build_network(Source("s"), entities=ends)
    merged = merge([alone, build_network(Source("t"), entities=ends)])
    assert alone.entities != merged.entities
    found = compare(alone, merged)
    assert (found.entities_changed, found.sources_added) == ((), ("t",))


def test_a_retraction_and_a_verdict_are_differences_though_no_claim_changes() -> None:
    """CI takes the exit code: what is retracted or judged otherwise changes net signs and weights."""

    def cited(notice: str, verdict: str) -> Network:
        return build_network(
            Source("s", version="1" if notice else "2"),
            entities=[Entity("a", "Protein", "A"), Entity("b", "Protein", "B")],
            claims=[Claim("c", "a", "activates", "b", citations=(1,))],
            publications=[Publication("S1", "A study of A", "verified", claims=("c",), notice=notice)],
            references=[Reference(1, "An entry", verdicts=(Verdict(("c",), verdict),))],
        )

    found = compare(cited("", "supported"), cited("retracted", "off-topic"))
    assert found
    assert found.publications_changed == (FieldChange("S1", (("notice", "", "retracted"),)),)
    assert found.sources_changed == (FieldChange("s", (("version", "2", "1"),)),)
    assert {
        "what": "references changed",
        "id": "s/1",
        "change": "verdicts: claims: c; verdict: supported became claims: c; verdict: off-topic",
    } in rows_of(found)
    assert (found.claims_changed, found.sign_changes) == ((), ())
    assert not compare(cited("", "supported"), cited("", "supported"))


@pytest.mark.slow
def test_stores_give_the_same_explanations_as_files(stored_guide: Network) -> None:
    assert explain(stored_guide, "imipramine", "pCREB").to_dict() == explain(GUIDE, "imipramine", "pCREB").to_dict()
    assert not compare(GUIDE, stored_guide)


def test_a_knock_out_counts_what_background_still_reaches_where_background_was_asked_for() -> None:
    """M acts on T and X after A; background lets A act on X as well, though on no route to T."""
    made = build_network(
        Source("mine"),
        entities=[Entity(name, "Protein", name) for name in "AMTX"],
        claims=[
            Claim("c1", "A", "activates", "M"),
            Claim("c2", "M", "activates", "T"),
            Claim("c3", "M", "activates", "X"),
            Claim("c4", "A", "activates", "X", view="background", reference="pmid:1"),
            Claim("c5", "A", "activates", "T", kind="hypothesis", certainty="hypothesis"),
        ],
    )
    assert knock_out(explain(made, "A", "T"), "M").unreachable == ("T",)
    assert knock_out(explain(made, "A", "T", view="guide"), "M").unreachable == ("T", "X")


def test_a_link_is_never_the_weakest_step_even_where_a_claim_says_the_same() -> None:
    """The claim on transcription is its source's own word (0.1); the step from A rests on a verified study (1)."""
    made = build_network(
        Source("mine"),
        entities=[
            Entity("A", "Protein", "A"),
            Entity("gene:X", "Gene", "X gene"),
            Entity("rna:X", "Transcript", "X mRNA", links=(Link("transcribed_from", "gene:X"),)),
        ],
        claims=[Claim("c1", "A", "activates", "gene:X"), Claim("c2", "gene:X", "transcribed_to", "rna:X")],
        publications=[Publication("S1", "A study of A on gene X", "verified", claims=("c1",))],
    )
    (route,) = explain(made, "A", "rna:X", form="transcript").routes
    assert (route.weakest, route.score) == (0, 1.0)


def test_a_step_that_a_source_only_supposes_is_not_asserted_by_sources() -> None:
    """A source supposes that A activates B, background asserts it: `paths` in the guide's view says hypothesis."""
    made = build_network(
        Source("mine"),
        entities=[Entity("A", "Protein", "A"), Entity("B", "Protein", "B")],
        claims=[
            Claim("c1", "A", "activates", "B", kind="hypothesis", certainty="hypothesis"),
            Claim("c2", "A", "activates", "B", view="background", reference="pmid:1"),
        ],
    )
    answer = explain(made, "A", "B")
    assert [(item.kind, item.route.claims) for item in answer.routes] == [("hypothesis", ("c1", "c2"))]
    assert answer.net_sign("asserted") is None
    assert [item.kind for item in explain(made, "A", "B", view="guide").routes] == ["hypothesis"]


def test_the_net_sign_of_asserted_routes_is_that_of_all_where_the_search_was_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A raises T, and by M lowers it; that background says so too, and in one step, takes nothing from M."""
    monkeypatch.setattr("pathway_graph.trace.explanation.MAX_ROUTES", 2)
    made = build_network(
        Source("mine"),
        entities=[Entity(name, "Protein", name) for name in "AMT"],
        claims=[
            Claim("c1", "A", "activates", "T"),
            Claim("c2", "A", "inhibits", "T", view="background", reference="pmid:1"),
            Claim("c3", "A", "inhibits", "M"),
            Claim("c4", "M", "activates", "T"),
        ],
    )
    answer = explain(made, "A", "T")
    assert answer.is_cut
    assert (answer.net_sign("asserted"), answer.net_sign("background")) == ("ambiguous", "-1")
