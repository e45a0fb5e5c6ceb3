"""An entity is found as people write it, and no rule of spelling makes one thing of two."""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.registry import read
from pathway_graph.identifiers import lookup as lookup_module
from pathway_graph.identifiers.gene_forms import gene_of
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.identifiers.rodents import FOLDER
from pathway_graph.identifiers.spellings import names_of, spellings_of
from pathway_graph.identifiers.symbols import symbol
from pathway_graph.model import Entity, Link, Network, Source
from pathway_graph.model.build import build_network

SHARED = Path(__file__).parents[2] / "shared" / "networks"
CREB = "state:CREB1_pS133"


@pytest.mark.parametrize(
    ("name", "first"),
    [
        *((name, CREB) for name in (
            "p-CREB", "P-CREB", "pCREB", "phospho CREB", "phospho CREB (Ser133)", "pCREB (S133)", "pCREB(Ser133)",
            "CREB pS133", "CREB-pS133", "CREB (pSer133)", "pS133-CREB", "pSer133 CREB", "P-CREB (Ser-133)",
            "phospho-CREB1 (S133)", "phosphorylated CREB",
        )),
        ("phospho-FAK (Y397)", "state:PTK2_pY397"), ("FAK pY397", "state:PTK2_pY397"),
        ("5-HT2", "fam:HTR2"), ("5-HT\u2082", "fam:HTR2"), ("5HT2", "fam:HTR2"), ("5-HT\u2082 receptors", "fam:HTR2"),
        ("5HT", "chem:serotonin"), ("5HTT", "prot:SLC6A4"), ("5-HTT", "prot:SLC6A4"), ("5-HT", "chem:serotonin"),
        ("β-adrenoceptor", "fam:ADRB"), ("beta-adrenoreceptors", "fam:ADRB"), ("b-adrenergic receptor", "fam:ADRB"),
        ("β-AR", "fam:ADRB"), ("beta-AR", "fam:ADRB"), ("α2-adrenoceptors", "fam:ADRA2"),
        ("a2-adrenergic receptor", "fam:ADRA2"), ("α\u2082-adrenergic receptor", "fam:ADRA2"),
        ("alpha-2 adrenoceptor", "fam:ADRA2"), ("Trk B", "prot:NTRK2"), ("Pyk-2", "prot:PTK2B"),
        ("PYK-2", "prot:PTK2B"), ("CAKβ", "prot:PTK2B"), ("CAKb", "prot:PTK2B"), ("CREB-1", "prot:CREB1"),
        ("D\u2082", "prot:DRD2"), ("5-HT\u2082-receptor", "fam:HTR2"), ("D\u2082 receptor", "prot:DRD2"),
        ("dopamine D2", "prot:DRD2"),
        ("noradrenaline transporter", "prot:SLC6A2"), ("p125FAK", "prot:PTK2"), ("FAK2", "prot:PTK2B"),
        ("NMDAR2B", "gene:GRIN2B"), ("GRL", "gene:NR3C1"), ("GCCR", "gene:NR3C1"), ("MECT1", "prot:CRTC1"),
        ("cAMP signaling", "path:cAMP"), ("cAMP signalling", "path:cAMP"), ("Zn\u00b2\u207a", "chem:zinc"),
        ("corticotrophin-releasing hormone", "prot:CRH"), ("pre\u2011frontal cortex", "an:PFC"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_scientists_write_it(name: str, first: str) -> None:
    assert resolve(read_guide(), name)[0].id == first


@pytest.mark.parametrize(
    "name",
    [
        "pCREB (S142)", "CREB pS119", "phospho-TrkB", "p-Akt", "proBDNF", "glucocorticoid", "p38", "PKAlpha", "H3K9",
        "adrenergic", "5-HT3", "D3 receptor", "pBDNF", "CREB-2", "PYK-1", "TrkB receptor type",
    ],
)  # fmt: skip
def test_another_site_form_subtype_or_part_of_a_name_is_another_thing(name: str) -> None:
    with pytest.raises(UnknownName):
        resolve(read_guide(), name)


def network(*entities: Entity) -> Network:
    return build_network(Source("s"), entities=entities)


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (("oestrogen receptor", "estrogen-receptor"), "Estrogen Receptors"),
        (("PKC alpha", "Pkc-a"), "PKCa"), (("CAKβ", "CAK-b"), "cak b"),
        (("noradrenaline pool", "norepinephrine pool"), "Noradrenaline pools"),
    ],
)  # fmt: skip
def test_two_things_that_a_rule_makes_alike_are_ambiguous(names: tuple[str, str], asked: str) -> None:
    two = network(Entity("fam:one", "ProteinFamily", names[0]), Entity("fam:two", "ProteinFamily", names[1]))
    with pytest.raises(AmbiguousName) as caught:
        resolve(two, asked)
    assert [identifier for identifier, _ in caught.value.candidates] == ["fam:one", "fam:two"]
    assert [entity.id for name in names for entity in resolve(two, name)] == ["fam:one", "fam:two"]


def test_two_states_of_one_site_are_both_meant_and_a_bare_p_never_chooses_a_site() -> None:
    protein = Entity("prot:X", "Protein", "Xyz")
    links = (Link("state_of", "prot:X"),)
    first = Entity("state:a", "ProteinState", "phospho-Xyz (Ser10)", links=links)
    second = Entity("state:b", "ProteinState", "pXyz (S10), dimer", synonyms=("pS10-Xyz",), links=links)
    other = Entity("state:c", "ProteinState", "phospho-Xyz (Ser20)", links=links)
    assert [entity.id for entity in resolve(network(protein, first, second), "Xyz pS10")] == ["state:a", "state:b"]
    assert [entity.id for entity in resolve(network(protein, first, other), "Xyz pS20")] == ["state:c"]
    with pytest.raises(UnknownName):
        resolve(network(protein, first, other), "pXyz")


@cache
def shared(name: str) -> Network:
    """Return the guide, or the things of a shared network as if a person had named them, so that every rule applies."""
    if name == "guide":
        return read_guide()
    named = [entity for entity in read(SHARED / name).entities if entity.name]
    made = [Entity(f"x:{n}", one.kind, one.name, synonyms=one.synonyms) for n, one in enumerate(named)]
    return build_network(Source("s"), entities=made)


def respelt(name: str) -> Iterator[str]:
    """Write a name as another would, without the code under test."""
    yield name.upper()
    yield name.lower()
    yield name.replace("-", " ")
    yield name.replace("-", "")
    yield name.replace(" ", "-")
    yield name.replace(" ", "")
    yield f"{name}s"
    yield re.sub("alpha", "α", re.sub("beta", "β", name))
    yield re.sub("α|alpha", "a", re.sub("β|beta", "b", name))
    yield name.replace("norepinephrine", "noradrenaline").replace("estr", "oestr").replace("ling", "lling")
    yield re.sub(r" ?receptors?$", "", name, flags=re.IGNORECASE)
    yield name.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    if re.search("[A-Z]", name):
        yield f"phospho-{name}"
        yield f"p{name} (S133)"


def named_so(net: Network, name: str) -> set[str]:
    """Return the genes of what is called exactly so."""
    genes = gene_of(net)
    return {genes[one] for one in spellings_of(net).exact[name].entities}


@cache
def symbols_by_fold() -> dict[str, set[str]]:
    """Return every symbol in the packaged tables by its letters in any case, read without the code under test."""
    found: dict[str, set[str]] = defaultdict(set)
    for table, columns in (("human", (1,)), ("symbols", (1, 2)), ("mouse", (1,)), ("rat", (1,))):
        for line in lzma.decompress((FOLDER / f"{table}.tsv.xz").read_bytes()).decode().splitlines():
            for column in columns:
                for name in line.split("\t")[column].split("|"):
                    found[name.casefold()].add(name)
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out suggestions, and ask an index where a single name makes the program read its tables."""
    monkeypatch.setattr(lookup_module._Names, "suggest", lambda *_: [])
    monkeypatch.setattr(lookup_module, "spelt_so", lambda name: symbols_by_fold().get(name.casefold(), set()))
    monkeypatch.setattr(lookup_module, "mentioned", lambda name: name in symbols_by_fold().get(name.casefold(), set()))


@pytest.mark.slow
@pytest.mark.parametrize("source", ["guide", "signor_sample.csv", "ndex_Signal1.cx", "omnipath_carnival.tsv"])
@pytest.mark.usefixtures("quick")
def test_no_other_spelling_of_a_name_silently_means_something_else(source: str) -> None:
    if source != "guide" and not (SHARED / source).exists():
        pytest.skip("the shared networks are not here")
    net = shared(source)
    genes = gene_of(net)
    every = [name for entity in net.entities for name in names_of(entity)]
    asked = 0
    for name in every[:: max(1, len(every) // 800)]:
        for written in respelt(name):
            if written in spellings_of(net).exact or written.casefold() in spellings_of(net).folded:
                continue  # a name of its own
            try:
                found = {genes[entity.id] for entity in resolve(net, written)}
            except (UnknownName, AmbiguousName):
                continue
            asked += 1
            if found != named_so(net, name) and not _is_allowed(net, written, found):
                pytest.fail(f"{written!r}, from {name!r} of {named_so(net, name)}, means {found}")
    assert asked > 50


def _is_allowed(net: Network, written: str, found: set[str]) -> bool:
    """Whether another thing is meant with good reason: its phosphorylated form, or the gene that is written so."""
    states = {entity.id for entity in net.entities if entity.kind == "ProteinState"}
    genes = gene_of(net)
    if written.startswith("p") and any(genes[state] in found for state in states):
        return True
    return bool(symbol(written).genes) and len(found) == 1


@pytest.mark.usefixtures("quick")
def test_every_looser_spelling_of_several_things_is_refused_or_settled_by_rank() -> None:
    """The tables of spellings themselves: what two things share there never gives one of equal rank."""
    net = read_guide()
    genes = gene_of(net)
    shared_keys = 0
    for key, hits in spellings_of(net).loose.items():
        if len({genes[one] for one in hits.entities}) > 1:
            shared_keys += 1
            try:
                found = resolve(net, key)
            except (UnknownName, AmbiguousName):
                continue
            pytest.fail(f"{key!r} of {sorted(hits.entities)} means {[entity.id for entity in found]}")
    assert shared_keys
