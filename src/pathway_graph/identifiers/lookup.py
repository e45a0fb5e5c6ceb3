"""Find entities by any of their names: identifier, name, symbol, synonym, CURIE, symbol in another species."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pathway_graph.errors import AmbiguousName, UnknownName, WrongArgument, nearest
from pathway_graph.identifiers.gene_forms import forms_of, gene_of, named_genes
from pathway_graph.identifiers.gene_table import HumanGene, genes_sharing, human_gene
from pathway_graph.identifiers.minting import is_from_identifier, is_local
from pathway_graph.identifiers.spellings import Hits, names_of, spellings_of
from pathway_graph.identifiers.symbols import mentioned, spelt_so, symbol
from pathway_graph.model import Entity, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import cached_on
from pathway_graph.model.curie import PATTERNS, normalize
from pathway_graph.model.vocabulary import GENE_FORMS
from pathway_graph.text.phospho import phospho_form
from pathway_graph.text.spelling import identifiers_in, is_symbol, loose, nearest_name, short_of_pathway

ANOTHER_NAME = "try a synonym, a gene symbol or a CURIE such as hgnc:1033"
"""The way out for those whose name is near no other."""
FORMS = tuple(GENE_FORMS.values())
"""The forms of a gene that ``form`` narrows to."""

_RODENT = re.compile(r"[A-Z][a-z0-9-]*[a-z][a-z0-9-]*")


@refuses_bad_data
def resolve(network: Network, name: str, *, form: str | None = None) -> tuple[Entity, ...]:
    """Return the entities that *name* means, sorted by identifier.

    A gene symbol, its synonyms, its symbol in another species and its gene identifiers mean the gene with its
    transcript, protein, states and activities. The name of one form (``BDNF mRNA``, ``pCREB``) means that form.
    Exact spelling is tried first, then letter case is ignored, except for names that mean something else in
    another case (cAMP is not CAMP, the gene of cathelicidin). Beside curated names, those of imported data count only
    where no curated one fits, and labels of things without an identifier only where nothing else does. Where a name
    fits only what background speaks of, what a source states under a looser spelling or without the word pathway is
    meant: ``Akt`` is the Akt pathway of the guide, not the kinase of its background (`choice_of` says so). An
    identifier that several human genes share is ambiguous.

    Args:
        network: Where to look.
        name: Identifier, name, synonym, symbol or CURIE.
        form: Keep only this form of a gene: ``gene``, ``transcript``, ``protein``, ``state`` or ``activity``.

    Raises:
        UnknownName: Nothing is called so, or it has no such form.
        AmbiguousName: Several different things are called so.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> [entity.id for entity in resolve(guide, "gr")]
    ['gene:NR3C1', 'prot:NR3C1', 'rna:NR3C1']
    >>> [entity.id for entity in resolve(guide, "Bdnf", form="transcript")]
    ['rna:BDNF']
    >>> [entity.id for entity in resolve(guide, "Akt")]
    ['path:AKT']
    """
    if not isinstance(name, str):
        raise WrongArgument("name", name, hint="give an identifier or a name, as text")
    entities, _ = cached_on(network, _Names).find(name.strip())
    if form is None:
        return entities
    if form not in FORMS:
        raise UnknownName("form of a gene", form, nearest(form, FORMS), known=FORMS)
    narrowed = tuple(entity for entity in entities if GENE_FORMS.get(entity.kind) == form)
    if not narrowed:
        there = sorted({GENE_FORMS.get(entity.kind, entity.kind) for entity in entities})
        raise UnknownName(f"{form} in this network", name, hint=f"it is there as {', '.join(there)}")
    return narrowed


def choice_of(network: Network, name: str) -> str:
    """Say what *name* was read as where something that only background speaks of is called so too; else nothing.

    >>> from pathway_graph.formats.native import read_guide
    >>> choice_of(read_guide(), "Akt")[:47]
    "'Akt' is read as path:AKT (Akt signalling); fam"
    >>> choice_of(read_guide(), "BDNF"), choice_of(read_guide(), "no such thing")
    ('', '')
    """
    try:
        entities, over = cached_on(network, _Names).find(name.strip())
    except (UnknownName, AmbiguousName):
        return ""
    if not over:
        return ""
    read, others = (", ".join(f"{entity.id} ({entity.name})" for entity in some) for some in (entities, over))
    ask = "give its identifier to ask for it" if len(over) == 1 else "give an identifier to ask for one"
    return f"{name!r} is read as {read}; {others}, known from background only, is called so too: {ask}"


def readings(network: Network, name: str) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Return what `resolve` does, and what is called so too but is known from background only; errors as there."""
    return cached_on(network, _Names).find(name.strip())


def lookup(network: Network, name: str) -> tuple[Entity, ...]:
    """Return what bears *name*, and nothing for an unknown one; for long lists of measured things.

    As `resolve`, but nothing is preferred or spelt more loosely, and an approved human gene symbol means that gene
    alone: PDK1 is no name of PDPK1 there, CA1 no region of the hippocampus.

    Raises:
        AmbiguousName: Several different things are called so, or only something else than the gene of that symbol.

    >>> from pathway_graph.formats.native import read_guide
    >>> lookup(read_guide(), "no such gene")
    ()
    """
    return cached_on(network, _Names).measured(name.strip())


def background_only(network: Network) -> frozenset[str]:
    """Return the entities that no source speaks of: background ones, and those that only background claims are about.

    >>> from pathway_graph.formats.native import read_guide
    >>> sorted({"fam:AKT", "path:AKT", "prot:SRC"} & background_only(read_guide()))
    ['fam:AKT', 'prot:SRC']
    """
    return cached_on(network, find_background_only)


def find_background_only(network: Network) -> frozenset[str]:
    """Work out what no source speaks of."""
    silent = {entity.id for entity in network.entities if entity.view == "background"}
    spoken: set[str] = set()
    for claim in network.claims:
        (spoken if claim.view == "guide" else silent).update((claim.subject, claim.object))
    return frozenset(silent - spoken)


class _Names:
    """The names of a network, and the order in which they are tried."""

    def __init__(self, network: Network) -> None:
        self.network = network
        names = spellings_of(network)
        self.curies, self.exact, self.xrefs = names.curies, names.exact, names.xrefs
        self.folded, self.loose, self.short = names.folded, names.loose, names.short
        self.symbols, self.fixed_case = names.symbols, names.fixed_case

    def identified(self, name: str) -> Hits | None:
        """Return what has *name* for its own CURIE."""
        return self.curies.get(normalize(name))

    def named(self, name: str) -> Hits | None:
        """Return what is called *name*, or has it among its identifiers."""
        if (exact := self.exact.get(name)) is not None:
            return exact
        curie = normalize(name)
        if curie in self.xrefs and (hits := self.without_families(curie)).entities:
            return hits
        if (folded := self.folded.get(name.casefold())) is not None:
            self.refuse_ortholog(name, folded)
            return folded
        for written in identifiers_in(name):
            if written in self.curies:
                return self.curies[written]
            if written in self.xrefs and (hits := self.without_families(written)).entities:
                return hits
        return self.by_gene(name)

    def without_families(self, curie: str) -> Hits:
        """Return what carries *curie*, but no product that names another gene too: it is none of them."""
        hits = self.xrefs[curie]
        if curie.partition(":")[0] not in ("hgnc", "ncbigene", "ensembl", "uniprot"):
            return hits
        entities = (self.network.entity[identifier] for identifier in hits.entities)
        families = {entity.id for entity in entities if not is_from_identifier(entity) and len(named_genes(entity)) > 1}
        return Hits(hits.entities - families, hits.whole_gene - families) if families else hits

    def match(self, name: str) -> tuple[Entity, ...] | None:
        entity = self.network.entity.get(name)
        if entity is not None:
            return (entity,)
        hits = self.identified(name) or self.named(name) or self.by_symbol(name)
        return None if hits is None else self.settle(name, hits)

    def measured(self, name: str) -> tuple[Entity, ...]:
        """Return what `match` does, unless *name* is the approved symbol of another human gene."""
        entities = self.match(name) or ()
        gene = human_gene(f"hgnc.symbol:{name}") if entities and name not in self.network.entity else None
        if gene is None or any(f"hgnc:{gene.hgnc}" in named_genes(entity) for entity in entities):
            return entities
        if any(entity.kind in GENE_FORMS and not named_genes(entity) for entity in entities):
            return entities
        own = self.of_gene(gene)
        if own is None:
            others = [(entity.id, entity.name) for entity in entities]
            raise AmbiguousName(name, [*self.candidates([gene]), *others])
        return self.settle(name, own)

    def find(self, name: str) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
        """Return what *name* means, and what is called so too but is known from background only."""
        entity = self.network.entity.get(name)
        if entity is not None:
            return (entity,), ()
        own = self.identified(name)
        if own is not None:
            return self.settle(name, own), ()
        hits = self.named(name)
        if hits is None:
            hits = self.otherwise(name)
        chosen = self.stated(name, hits)
        over = sorted(hits.entities - chosen.entities)
        return self.settle(name, chosen), tuple(self.network.entity[one] for one in over)

    def otherwise(self, name: str) -> Hits:
        """Return what curated names mean *name* in a looser spelling, or raise `UnknownName`."""
        fixed = self.fixed_case.get(name.casefold())
        if fixed is not None:
            other = f"{name} is the name of something else; {fixed} is found only when typed so"
            raise UnknownName("entity", name, [fixed], note=other)
        key = loose(name)
        if key in self.loose:  # a symbol is never found so, but it is as near
            return Hits(self.loose[key].entities | self.symbols.get(key, frozenset()), self.loose[key].whole_gene)
        hits = self.short.get(short_of_pathway(name) or name.casefold()) or self.by_state(name)
        if hits is None and key in self.symbols:
            hits = self.by_hyphens(name, key)
        if hits is None and mentioned(name):
            hits = self.by_symbol(name)
        if hits is None:
            raise UnknownName("entity", name, self.suggest(name), self.not_here(name), hint=ANOTHER_NAME)
        return hits

    def stated(self, name: str, hits: Hits) -> Hits:
        """Return *hits*, or what a source states under the name in a looser spelling where background alone fits it.

        Where both bear the very same name, the question is ambiguous and not settled here.
        """
        silent = background_only(self.network)
        if not all(silent.issuperset(forms_of(self.network, identifier)) for identifier in hits.entities):
            return hits
        for tier, key in ((self.folded, name.casefold()), (self.loose, loose(name)), (self.short, name.casefold())):
            if key in tier and (spoken := tier[key].entities - silent):
                return Hits(spoken, tier[key].whole_gene & spoken)
        return hits

    def by_gene(self, name: str) -> Hits | None:
        """Return what is of the human gene that *name* identifies by the packaged table, whatever the entity states.

        Raises:
            AmbiguousName: Several human genes share the identifier, and one of them is here.
        """
        for curie in identifiers_in(name):
            gene = human_gene(curie)
            if gene is not None:
                return self.of_gene(gene)
            genes = genes_sharing(curie)
            if len(genes) > 1 and any(self.of_gene(one) for one in genes):
                raise AmbiguousName(name, self.candidates(genes))
        return None

    def by_state(self, name: str) -> Hits | None:
        """Return the phosphorylated form that *name* spells, of what its protein is called here and at that site."""
        read = phospho_form(name)
        if read is None:
            return None
        base, site = read
        try:
            proteins, _ = self.find(base)
        except (UnknownName, AmbiguousName):
            return None
        forms = {form for protein in proteins for form in forms_of(self.network, protein.id)}
        states = (self.network.entity[form] for form in forms if self.network.entity[form].kind == "ProteinState")
        at = {
            state.id
            for state in states
            if any(there and there[1] == site for there in map(phospho_form, names_of(state)))
        }
        return Hits(at) if at else None

    def by_hyphens(self, name: str, key: str) -> Hits | None:
        """Return what a curated symbol that differs in hyphens and case means, unless another gene is written so."""
        own = {gene for entity in self.symbols[key] for gene in named_genes(self.network.entity[entity])}
        for written in spelt_so(name):
            if not own.issuperset(f"hgnc:{gene.hgnc}" for gene in symbol(written).genes):
                return None
        written_here = {known for entity in self.symbols[key] for known in names_of(self.network.entity[entity])}
        found = [self.exact[known] for known in written_here if is_symbol(known) and loose(known) == key]
        return Hits(set().union(*(hits.entities for hits in found)), set().union(*(hits.whole_gene for hits in found)))

    def by_symbol(self, name: str) -> Hits | None:
        """Return what is of the human gene that is or was called *name*, or whose mouse or rat ortholog is.

        Raises:
            AmbiguousName: Several genes are called so, and one of them is here.
        """
        genes = symbol(name).genes
        if len(genes) > 1 and any(self.of_gene(one) for one in genes):
            raise AmbiguousName(name, self.candidates(genes))
        return self.of_gene(genes[0]) if len(genes) == 1 else None

    def not_here(self, name: str) -> str:
        """Say which human gene has another name for its own, where it is not in this network; else nothing."""
        known = symbol(name) if mentioned(name) else None
        if known is None or len(known.genes) != 1 or known.approved or len(name) < 3:
            return ""
        (gene,) = known.genes
        return f"{known.way(gene)} of the human gene {gene.symbol}, which is not here"

    def of_gene(self, gene: HumanGene) -> Hits | None:
        """Return what is of *gene*, by any of its numbers."""
        keys = [f"hgnc:{gene.hgnc}", f"ncbigene:{gene.ncbigene}", f"ensembl:{gene.ensembl}"]
        for key in keys:
            if key in self.curies:
                return self.curies[key]
            if key in self.xrefs and (hits := self.without_families(key)).entities:
                return hits
        return None

    def candidates(self, genes: Iterable[HumanGene]) -> list[tuple[str, str]]:
        """Return the identifiers of genes, in this network where they are there, with their symbols."""
        candidates = []
        for gene in genes:
            hits = self.of_gene(gene)
            there = (min(hits.entities), gene.symbol) if hits else (f"hgnc:{gene.hgnc}", f"{gene.symbol}, not here")
            candidates.append(there)
        return candidates

    def refuse_ortholog(self, name: str, hits: Hits) -> None:
        """Refuse a symbol in the letter case of mouse and rat where that gene is not the ortholog of this one alone.

        Raises:
            AmbiguousName: It is of another human gene, or of several.
        """
        if not _RODENT.fullmatch(name):
            return
        called = {gene.hgnc: gene for gene in symbol(name).orthologs}
        for identifier in hits.entities:
            entity = self.network.entity[identifier]
            own = (
                [gene for one in named_genes(entity) if (gene := human_gene(one))] if is_from_identifier(entity) else []
            )
            if len(own) != 1:
                continue
            meant = called or {gene.hgnc: gene for number in own[0].mgi for gene in genes_sharing(f"mgi:{number}")}
            if meant and list(meant) != [own[0].hgnc]:
                raise AmbiguousName(name, self.candidates(({own[0].hgnc: own[0]} | meant).values()))

    def settle(self, name: str, hits: Hits) -> tuple[Entity, ...]:
        genes = gene_of(self.network)
        groups = {genes[identifier] for identifier in hits.entities}
        if len(groups) > 1:
            groups = self.weightiest(hits.entities, genes)
        if len(groups) > 1:
            candidates = [(identifier, self.network.name(identifier)) for identifier in sorted(hits.entities)]
            raise AmbiguousName(name, candidates)
        forms: Iterable[str] = [identifier for identifier in hits.entities if genes[identifier] in groups]
        whole = [identifier for identifier in hits.whole_gene if genes[identifier] in groups]
        if whole:
            forms = forms_of(self.network, min(whole))
        return tuple(self.network.entity[identifier] for identifier in sorted(forms))

    def weightiest(self, identifiers: Iterable[str], genes: Mapping[str, str]) -> set[str]:
        """Return the genes whose names carry most weight.

        A name that a curator gave comes before a name that a bulk file gave to something with an identifier, and
        that before a mere label of a bulk file.
        """
        weights: dict[int, set[str]] = defaultdict(set)
        for identifier in identifiers:
            entity = self.network.entity[identifier]
            weights[2 if is_local(entity) else 1 if is_from_identifier(entity) else 0].add(genes[identifier])
        return weights[min(weights)]

    def suggest(self, name: str) -> list[str]:
        """Return names that *name* is a misspelling of, or else those that begin with it, word for word."""
        prefix = normalize(name).partition(":")[0]
        if prefix in PATTERNS:
            return nearest_name(normalize(name), [*self.curies, *self.xrefs])
        near = nearest_name(name, [*self.exact, *self.network.entity])
        if near or len(name) < 3:
            return near
        start = loose(name)
        longer = (known for known in self.exact if " " in known and loose(known.split(" ", 1)[0]) == start)
        distinct = {loose(known): known for known in sorted(longer, reverse=True)}
        return sorted(distinct.values(), key=lambda known: (len(known), known))[:3]


def called(network: Network, name: str) -> str:
    """Return what a heading calls what was asked for: the name of an entity that was given by its identifier.

    >>> from pathway_graph.formats.native import read_guide
    >>> called(read_guide(), "prot:BDNF"), called(read_guide(), "Bdnf")
    ('BDNF protein', 'Bdnf')
    """
    return network.name(name) if name in network.entity else name
