"""Find what a person's words may mean: things, diagrams, data sets, publications, claims; the nearest fit first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any, Final

from pathway_graph.errors import AmbiguousName, UnknownName, WrongArgument
from pathway_graph.evidence.prepared import finder
from pathway_graph.identifiers.claims import claim_named
from pathway_graph.identifiers.lookup import choice_of, resolve
from pathway_graph.identifiers.spellings import names_of
from pathway_graph.index.build import index_of
from pathway_graph.look.fitting import NO_FIT, Words
from pathway_graph.model import Entity, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import cached_on
from pathway_graph.model.synonyms import way_out
from pathway_graph.model.vocabulary import KINDS
from pathway_graph.text.spelling import nearest_name

DOCUMENTS: Final = ("Diagram", "DataSet", "Publication", "Claim")
"""What is found beside entities; they are asked for as kinds are."""
FOUND_KINDS: Final = (*KINDS, *DOCUMENTS)
"""What may be asked for."""
WAYS: Final = ("means", "exact", "prefix", "word", "part", "spelling")
"""How words fit, the surest first: they mean it wherever a name may stand; are a name of it in another spelling; begin
a name; begin a word in a name; stand inside a name; are a misspelling of a name."""
MOST_FOUND: Final = 50


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that words fit.

    Attributes:
        id: Its identifier, by which every command takes it.
        kind: The kind of the entity, or a word of `DOCUMENTS`.
        name: The name to show.
        matched: The name of it that fits.
        way: How that fits, a word of `WAYS`.
        claims: Claims about it, or that it holds or stands behind.
        edges: Causal edges in and out, or that a diagram shows.
        sources: Data sets that define it, sorted.
    """

    id: str
    kind: str
    name: str
    matched: str
    way: str
    claims: int
    edges: int
    sources: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "sources": list(self.sources)}


@dataclass(frozen=True, slots=True)
class Found:
    """What words fit.

    Attributes:
        words: What was looked for.
        matches: What was found, the nearest fit first; of these the one of which most is said.
        total: How many there are; more than *matches* where these are cut at the limit.
        remark: What a reader should know: the name is ambiguous, is read as something, is only near.
    """

    words: str
    matches: tuple[Match, ...]
    total: int
    remark: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return what was found as plain data."""
        return {
            "words": self.words, "total": self.total, "remark": self.remark,
            "matches": [match.to_dict() for match in self.matches],
        }  # fmt: skip


@refuses_bad_data
def find(network: Network, words: str, *, kinds: Iterable[str] = (), limit: int = MOST_FOUND) -> Found:
    """Find what *words* may mean: by name, synonym, symbol of any species, identifier, part of a name, misspelling.

    What the words mean as a name (`resolve`) comes first, then what is called so in another letter case or with other
    hyphens, then names that begin so, that have a word which begins so, that hold it. Misspellings are looked for
    only where nothing else fits. Several words fit a name that holds each of them.

    Args:
        network: Where to look.
        words: What to look for.
        kinds: Keep only these: kinds of entities, ``Diagram``, ``DataSet``, ``Publication``, ``Claim``.
        limit: Return at most so many; 0 for all.

    Raises:
        UnknownName: There is no such kind.
        WrongArgument: There are no words.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> [(match.id, match.way) for match in find(guide, "Bdnf", kinds=["Protein", "Transcript"]).matches]
    [('prot:BDNF', 'means'), ('rna:BDNF', 'means')]
    >>> find(guide, "imipramin", kinds=["SmallMolecule"]).matches[0].id
    'chem:imipramine'
    """
    if not isinstance(words, str) or not words.strip():
        raise WrongArgument("words", words, hint="give a name or a part of one")
    wanted = _wanted(kinds)
    looked = _Search(network, " ".join(words.split()), wanted)
    ordered = sorted(looked.found.values(), key=lambda hit: (WAYS.index(hit.way), -hit.claims, len(hit.name), hit.id))
    some = ordered[:limit] if limit else ordered
    return Found(looked.words, tuple(looked.match(hit) for hit in some), len(ordered), looked.remark)


def _wanted(kinds: Iterable[str]) -> frozenset[str]:
    known = {kind.casefold(): kind for kind in FOUND_KINDS}
    found = set()
    for kind in kinds:
        plain = str(kind).casefold().replace("-", "").replace(" ", "")
        if plain not in known:
            hint = way_out("kind", str(kind), FOUND_KINDS)
            raise UnknownName("kind", str(kind), hint=hint, known=FOUND_KINDS)
        found.add(known[plain])
    return frozenset(found)


@dataclass(slots=True)
class _Hit:
    id: str
    kind: str
    name: str
    matched: str
    way: str
    claims: int
    sources: tuple[str, ...] = field(default=())
    edges: int = 0


class _Search:
    """Gathers hits; of a thing that fits in several ways the surest."""

    def __init__(self, network: Network, words: str, wanted: frozenset[str]) -> None:
        self.network, self.words, self.wanted = network, words, wanted
        self.found: dict[tuple[str, str], _Hit] = {}
        self.remark = ""
        entities = not wanted or any(kind in KINDS for kind in wanted)
        if entities:
            self._meant()
        typed = Words(words)
        if entities:
            for entity in network.entities:
                self._add(
                    typed, entity.id, entity.kind, entity.called, names_of(entity), entity.sources, _curies(entity)
                )
        for identifier, kind, name, names, sources in _documents(network):
            self._add(typed, identifier, kind, name, names, sources)
        named = claim_named(network, words)
        if named is not None and self._is_wanted("Claim"):
            claim = network.claim[named]
            self._put(_Hit(claim.id, "Claim", claim.statement or claim.id, words, "means", 1, (claim.source,)))
        if not self.found:
            self._misspelt()

    def match(self, hit: _Hit) -> Match:
        edges = _edges_of(self.network, hit.id) if hit.kind in KINDS else hit.edges
        return Match(hit.id, hit.kind, hit.name, hit.matched, hit.way, hit.claims, edges, tuple(sorted(hit.sources)))

    def _is_wanted(self, kind: str) -> bool:
        return not self.wanted or kind in self.wanted

    def _meant(self) -> None:
        try:
            for entity in resolve(self.network, self.words):
                self._put(self._of(entity, self.words, "means"))
            self.remark = choice_of(self.network, self.words)
        except AmbiguousName as error:
            there = [name for name, _ in error.candidates if name in self.network.entity]
            for name in there:
                self._put(self._of(self.network.entity[name], self.words, "exact"))
            self.remark = f"{self.words!r} is the name of several things: say which by its identifier"
        except UnknownName as error:
            self.remark = error.note

    def _of(self, entity: Entity, matched: str, way: str) -> _Hit:
        claims = len(finder(self.network).about([entity.id]))
        return _Hit(entity.id, entity.kind, entity.called, matched, way, claims, entity.sources)

    def _add(
        self, typed: Words, identifier: str, kind: str, name: str, names: Iterable[str], sources: tuple[str, ...],
        curies: Iterable[str] = (),
    ) -> None:  # fmt: skip
        if not self._is_wanted(kind):
            return
        fits = chain(((typed.fit(one), one) for one in names), ((typed.fit_identifier(one), one) for one in curies))
        best = min(fits, default=(NO_FIT, ""), key=lambda fit: fit[0])
        if best[0] >= len(WAYS):
            return
        claims, edges = _said_of(self.network, identifier, kind)
        self._put(_Hit(identifier, kind, name, best[1], WAYS[best[0]], claims, sources, edges))

    def _put(self, hit: _Hit) -> None:
        if not self._is_wanted(hit.kind):
            return
        before = self.found.get((hit.kind, hit.id))
        if before is None or WAYS.index(hit.way) < WAYS.index(before.way):
            self.found[hit.kind, hit.id] = hit

    def _misspelt(self) -> None:
        """Look for names that the words are a misspelling of: whole names, or words that stand in names."""
        known: dict[str, set[tuple[str, str]]] = {}
        for entity in self.network.entities:
            if self._is_wanted(entity.kind):
                for name in names_of(entity):
                    for part in {name, *name.split()}:
                        known.setdefault(part, set()).add((entity.kind, entity.id))
        others = {
            (kind, identifier): (name, sources) for identifier, kind, name, _, sources in _documents(self.network)
        }
        for identifier, kind, _, names, _ in _documents(self.network):
            if self._is_wanted(kind):
                for name in names:
                    known.setdefault(name, set()).add((kind, identifier))
        for near in nearest_name(self.words, known, count=10):
            for kind, identifier in known[near]:
                if (kind, identifier) in others:
                    name, sources = others[kind, identifier]
                    claims, edges = _said_of(self.network, identifier, kind)
                    self._put(_Hit(identifier, kind, name, near, "spelling", claims, sources, edges))
                else:
                    self._put(self._of(self.network.entity[identifier], near, "spelling"))
        if self.found and not self.remark:
            self.remark = f"nothing is called {self.words!r}; these names are near it"


def _curies(entity: Entity) -> Iterator[str]:
    yield entity.id
    yield from filter(None, (entity.curie, *(xref.curie for xref in entity.xrefs if not xref.note)))


def _documents(network: Network) -> Iterator[tuple[str, str, str, list[str], tuple[str, ...]]]:
    """Yield diagrams, data sets and publications: identifier, kind, name, all names, data sets."""
    for diagram in network.diagrams:
        yield diagram.id, "Diagram", diagram.title, [diagram.id, diagram.key, diagram.title], (diagram.source,)
    for source in network.sources:
        yield source.id, "DataSet", source.title or source.id, [source.id, *filter(None, [source.title])], (source.id,)
    for one in network.publications:
        if one.claims or not one.notice:  # others are entries of a list of notices
            doi = [one.doi, f"doi:{one.doi}"] if one.doi else []
            pmid = [one.pmid, f"pubmed:{one.pmid}"] if one.pmid else []
            names = [one.id, *doi, *pmid, *filter(None, (one.title, one.authors))]
            yield one.id, "Publication", one.title, names, (one.source,)


def _said_of(network: Network, identifier: str, kind: str) -> tuple[int, int]:
    """Return how many claims and edges there are of a thing; the edges of entities are counted when they are shown."""
    if kind in KINDS:
        return len(finder(network).about([identifier])), 0
    return cached_on(network, _of_documents).get((kind, identifier), (0, 0))


def _of_documents(network: Network) -> dict[tuple[str, str], tuple[int, int]]:
    counts = Counter(claim.source for claim in network.claims) if len(network.sources) > 1 else None
    found = {
        ("DataSet", source.id): (len(network.claims) if counts is None else counts[source.id], 0)
        for source in network.sources
    }
    found |= {
        ("Diagram", one.id): (len({name for edge in one.edges for name in edge.claims}), len(one.edges))
        for one in network.diagrams
    }
    return found | {("Publication", one.id): (len(one.claims), 0) for one in network.publications}


def _edges_of(network: Network, identifier: str) -> int:
    index = index_of(network)
    number = index.number[identifier]
    starts = (index.out_start, index.in_start)
    return sum(int(start[number + 1] - start[number]) for start in starts)
