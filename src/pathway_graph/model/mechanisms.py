"""Mechanisms: how one thing acts on another, which alone does not say in which direction.

A kinase that phosphorylates a protein may activate it (ERK) or shut it off (GSK3B at Ser9). So a claim that states a
mechanism and no sign has sign 0. One exception: a modification onto the modified form itself. Phosphorylation makes
more phospho-CREB, whatever that then does, and dephosphorylation takes it away; `settled` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Final, Literal

from pathway_graph.model import Claim, Diagram, DiagramEdge, Entity, Network
from pathway_graph.model.vocabulary import RELATIONS


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A way to act on something.

    Attributes:
        name: The noun, as it stands in ``Claim.mechanism``.
        relation: The relation that says no more than this mechanism.
        sense: +1 where it adds a modification, -1 where it takes one away, 0 where it is neither.
        code: The modification as BEL calls it, ``Ph``; empty where it is none or not said which.
    """

    name: str
    relation: str
    sense: Literal[-1, 0, 1] = 0
    code: str = ""


_MODIFICATIONS: Final = """
Ph      phosphorylation  autophosphorylation transphosphorylation
Ub      ubiquitination   ubiquitylation monoubiquitination polyubiquitination monoubiquitylation polyubiquitylation
Ac      acetylation
Me      methylation      monomethylation dimethylation trimethylation
Sumo    sumoylation
Nedd    neddylation
Palm    palmitoylation   s-palmitoylation
Myr     myristoylation
Farn    farnesylation
Lip     lipidation       prenylation
Glyco   glycosylation    n-glycosylation o-glycosylation glcnacylation o-glcnacylation
ADPRib  ADP-ribosylation parylation
Hy      hydroxylation
NO      nitrosylation    s-nitrosylation
Ox      oxidation
Sulf    sulfation
Carb    carboxylation
Tyr     tyrosination
Iso     isomerization
"""
"""The modification as BEL calls it (or would), its noun, and nouns for kinds of it."""
_OTHERS: Final = (
    (Mechanism("cleavage", "cleaves"), "cleavage cleaves cleave proteolysis proteolytic-cleavage"),
    (Mechanism("binding", "binds"), "binding binds bind phosphomotif-binding"),
    (
        Mechanism("modification", "modifies"),
        "modification modifies chemical-modification post-translational-modification mim-modification",
    ),
    (Mechanism("relocalization", "acts_on"), "relocalization relocalizes"),
    (Mechanism("GTPase activation", "acts_on"), "gtpase-activating-protein"),
    (Mechanism("nucleotide exchange", "acts_on"), "guanine-nucleotide-exchange-factor"),
)  # fmt: skip
_IN_NAMES: Final = {
    "Ph": r"(?i:phosphorylat|\bphospho(?:-|\b|ser|thr|tyr))|[Pp]hospho(?=[A-Z0-9])|(?:\b|_)p-?[STY]\d"
          r"|\bp-?(?:Ser|Thr|Tyr)|\bp-?[A-Z][A-Za-z]*\d|\bp-?[A-Z]{2}|\bp-[a-z]|(?:^|[\s-])[pP](?:[\s-]|$)|ptm=p\b",
    "Ub": r"(?i:ubiquit(?:in|yl)at|\bub-|ptm=u\b)", "Ac": r"(?i:acetylat|\bacetyl-|\bac-|ptm=a\b)",
    "Me": r"(?i:methylat|methyl-|\bme[123]?-|ptm=m\b)", "Sumo": r"(?i:sumoylat|\bsumo-)", "Nedd": r"(?i:neddylat)",
    "Palm": r"(?i:palmitoyl(?:at|-))", "Myr": r"(?i:myristoyl(?:at|-))", "Farn": r"(?i:farnesyl(?:at|-))",
    "Lip": r"(?i:lipidat|prenylat)", "Glyco": r"(?i:glycosylat|glcnacylat)", "ADPRib": r"(?i:adp-?ribosylat|parylat)",
    "Hy": r"(?i:hydroxylat|hydroxy-)", "NO": r"(?i:nitrosylat)", "Ox": r"(?i:oxidi[sz]ed)", "Sulf": r"(?i:sulfated)",
    "Carb": r"(?i:carboxylat)", "Tyr": r"(?i:tyrosinat)", "Iso": r"(?i:isomeri[sz]ed)",
}  # fmt: skip
"""How the name of a modified form tells its modification; case tells ``pCREB`` from ``Pcna``."""
_WITHOUT: Final = re.compile(r"(?i)\b(?:de|un|non|hypo)-?(?:phospho|ubiquit|acetyl|methyl|sumo|palmitoyl|glycosyl)")
_RESIDUES: Final = {
    "ser": "S", "thr": "T", "tyr": "Y", "lys": "K", "arg": "R", "his": "H", "asp": "D", "asn": "N", "cys": "C",
    "pro": "P", "glu": "E", "gln": "Q",
}  # fmt: skip
_SITE: Final = re.compile(
    r"(?<![A-Za-z])(?:[pP]-?)?(?i:(ser|thr|tyr|lys|arg|his|asp|asn|cys|pro|glu|gln)[a-z]*)[,\s-]*(\d{1,4})(?!\d)|"
    r"(?:(?<![A-Za-z0-9])[pP]-?|@|\()([STYKRHDNCPEQ])(\d{1,4})(?![A-Za-z0-9])"
)
_BARE_SITE: Final = re.compile(r"\s*p?([STYKRHDNCPEQ])-?(\d{1,4})\s*")


@cache
def _by_word() -> dict[str, Mechanism]:
    found: dict[str, Mechanism] = {}
    for row in _MODIFICATIONS.strip().splitlines():
        code, *nouns = row.split()
        senses: tuple[tuple[str, Literal[-1, 1]], ...] = (("", 1), ("de", -1), ("de-", -1))
        for before, sense in senses:
            name = f"{before.rstrip('-')}{nouns[0]}"
            relation = f"{name[:-3]}es"
            mechanism = Mechanism(name, relation if relation in RELATIONS else "modifies", sense, code)
            for noun in nouns:
                stem = f"{before}{noun.lower()[:-3]}"
                found |= dict.fromkeys((f"{stem}ion", f"{stem}e", f"{stem}es"), mechanism)
    for mechanism, words in _OTHERS:
        found |= dict.fromkeys(words.split(), mechanism)
    return found


def mechanism_of(word: str) -> Mechanism | None:
    """Return the mechanism that a word means; None for any other word.

    >>> mechanism_of("Dephosphorylation")
    Mechanism(name='dephosphorylation', relation='dephosphorylates', sense=-1, code='Ph')
    >>> mechanism_of("ubiquitylates").name, mechanism_of("ubiquitylates").relation, mechanism_of("activates")
    ('ubiquitination', 'modifies', None)
    """
    return _by_word().get(re.sub(r"[\s_]+", "-", word.strip().lower()))


RELATIONS_OF_MECHANISM: Final = frozenset({"phosphorylates", "dephosphorylates", "modifies", "cleaves"})
"""Relations that say how and not in which direction."""


def stated_by(claim: Claim) -> Mechanism | None:
    """Return the mechanism that a claim without a direction states, by its relation or beside it."""
    if claim.relation in ("phosphorylates", "dephosphorylates"):
        return mechanism_of(claim.relation)
    return mechanism_of(claim.mechanism) or (mechanism_of(claim.relation) if claim.relation != "binds" else None)


def undirected(network: Network) -> Iterator[Claim]:
    """Yield the claims that state a mechanism without a direction: their sign is 0.

    >>> from pathway_graph.model.build import build_network
    >>> from pathway_graph.model import Source
    >>> net = build_network(
    ...     Source("mine"),
    ...     entities=[Entity("a", "Protein", "AKT1"), Entity("g", "Protein", "GSK3B"),
    ...               Entity("p", "ProteinState", "phospho-GSK3B (Ser9)")],
    ...     claims=[Claim("c1", "a", "phosphorylates", "g"), Claim("c2", "a", "phosphorylates", "p")],
    ... )
    >>> [claim.id for claim in undirected(net)]
    ['c1']
    >>> net.claim["c2"].relation, net.claim["c2"].mechanism, net.claim["c2"].sign
    ('increases', 'phosphorylation', 1)
    """
    said = set(map(_HOW, network.claims))
    if any(relation in RELATIONS_OF_MECHANISM or mechanism_of(mechanism) for relation, mechanism in said):
        for claim in network.claims:
            if claim.sign == 0 and (claim.relation in RELATIONS_OF_MECHANISM or mechanism_of(claim.mechanism)):
                yield claim


_HOW: Final = attrgetter("relation", "mechanism")


# Onto the modified form itself ------------------------------------------------------------------------


def settle(
    entities: Iterable[Entity], claims: Sequence[Claim], diagrams: Sequence[Diagram]
) -> tuple[Sequence[Claim], Sequence[Diagram]]:
    """Return claims and diagrams in which a modification onto the modified form raises it, its removal lowers it.

    What a form carries is what the data set of the claim says of it: the sign of a claim never rests on another data
    set, which may go while the claim stays.
    """
    are_some = not RELATIONS_OF_MECHANISM.isdisjoint(map(attrgetter("relation"), claims))
    some = [claim for claim in claims if claim.relation in RELATIONS_OF_MECHANISM] if are_some else []
    drawn = any(edge.relation in RELATIONS_OF_MECHANISM for diagram in diagrams for edge in diagram.edges)
    if not some and not drawn:
        return claims, diagrams
    states = {entity.id: entity for entity in entities if entity.kind == "ProteinState"}
    changed: dict[str, Claim] = {}
    for claim in some:
        state = states.get(claim.object)
        if state is not None and (now := settled(claim, _as_defined(state, claim.source))) is not claim:
            changed[claim.id] = now
    if changed:
        claims = [changed.get(claim.id, claim) for claim in claims]
    if drawn:
        diagrams = [_redrawn(diagram, states, changed) for diagram in diagrams]
    return claims, diagrams


def _as_defined(state: Entity, source: str) -> Entity:
    """Return an entity as a data set defines it, where several do."""
    return state.definitions[state.sources.index(source)] if source in state.sources and state.definitions else state


def settled(claim: Claim, state: Entity) -> Claim:
    """Return a claim of a modification onto a modified form as a claim with a sign; any other claim as it is.

    The form must carry that modification, and where claim and form both name a site it must be the same one.

    >>> state = Entity("state:GSK3B_pS9", "ProteinState", "phospho-GSK3B (Ser9)")
    >>> claim = Claim("c", "prot:AKT1", "phosphorylates", "state:GSK3B_pS9", site="Ser9")
    >>> settled(claim, state).relation, settled(replace(claim, relation="dephosphorylates"), state).relation
    ('increases', 'decreases')
    >>> settled(replace(claim, site="Tyr216"), state).relation
    'phosphorylates'
    """
    how = stated_by(claim) if claim.relation in RELATIONS_OF_MECHANISM else None
    if how is None or not how.sense or how.code not in modifications(state):
        return claim
    asked, there = sites(claim.site), sites_of(state)
    if asked and there and not asked & there:
        return claim
    told = claim.mechanism if mechanism_of(claim.mechanism) else f"{how.name}: {claim.mechanism}".rstrip(": ")
    return replace(claim, relation="increases" if how.sense > 0 else "decreases", mechanism=told)


def _redrawn(diagram: Diagram, states: dict[str, Entity], changed: dict[str, Claim]) -> Diagram:
    edges = []
    for edge in diagram.edges:
        if edge.relation in RELATIONS_OF_MECHANISM and edge.target in states:
            relations = {changed[claim].relation for claim in edge.claims if claim in changed}
            if not edge.claims:
                bare = Claim("", edge.source, edge.relation, edge.target)
                relations = {settled(bare, _as_defined(states[edge.target], diagram.source)).relation}
            if len(relations) == 1 and all(claim in changed for claim in edge.claims):
                edge = replace(edge, relation=relations.pop())
        edges.append(edge)
    return replace(diagram, edges=_united(edges)) if tuple(edges) != diagram.edges else diagram


def _united(edges: Iterable[DiagramEdge]) -> tuple[DiagramEdge, ...]:
    """Return edges of which no two have the same ends and relation, their claims put together."""
    found: dict[tuple[str, str, str], DiagramEdge] = {}
    for edge in edges:
        key = (edge.source, edge.relation, edge.target)
        there = found.get(key)
        found[key] = replace(there, claims=tuple(dict.fromkeys(there.claims + edge.claims))) if there else edge
    return tuple(found.values())


def modifications(state: Entity) -> set[str]:
    """Return the modifications that a modified form carries, as BEL calls them: by its BEL term, else by its names.

    >>> modifications(Entity("state:CREB1_pS133", "ProteinState", "CREB", bel="p(hgnc:CREB1, pmod(Ph, Ser, 133))"))
    {'Ph'}
    >>> modifications(Entity("s", "ProteinState", "dephospho-CREB")), modifications(Entity("s", "ProteinState", "X"))
    (set(), set())
    """
    from_bel = re.findall(r"(?:pmod|proteinModification)\(\s*(?:bel:)?\"?(\w+)", state.bel)
    if from_bel:
        return {_bel_code(code) for code in from_bel}
    texts = [state.id.partition(":")[2] or state.id, state.name, *state.synonyms, *state.terms, state.note]
    if any(_WITHOUT.search(text) for text in texts):
        return set()
    return {code for code, pattern in _IN_NAMES.items() if any(re.search(pattern, text) for text in texts)}


def _bel_code(code: str) -> str:
    kinds = {"mono": "Ub", "poly": "Ub", "ubk": "Ub", "me": "Me", "ng": "Glyco", "og": "Glyco"}
    short = next((kind for start, kind in kinds.items() if code.lower().startswith(start)), code)
    how = mechanism_of(code)
    return how.code if how else short


def sites_of(state: Entity) -> set[str]:
    """Return the sites of a modified form, ``S133``: by its BEL term, else by its id and name.

    >>> sites_of(Entity("state:CREB1_pS133", "ProteinState", "phospho-CREB (Ser133)"))
    {'S133'}
    """
    return sites(state.bel) or sites(f"{state.id} {state.name}")


def sites(text: str) -> set[str]:
    """Return the residues that a text names, each as letter and number.

    >>> sorted(sites("Ser133")), sorted(sites("Tyr-216; p-S9")), sorted(sites("S9")), sites("S6K")
    (['S133'], ['S9', 'Y216'], ['S9'], set())
    """
    whole = _BARE_SITE.fullmatch(text)
    if whole is not None:
        return {f"{whole[1]}{whole[2]}"}
    found = set()
    for long, number, letter, digits in _SITE.findall(text):
        found.add(f"{_RESIDUES[long.lower()]}{number}" if long else f"{letter}{digits}")
    return found
