"""A text is checked against the claims that it names: nothing is called carried that its claims do not say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph import Claim, Entity, Network, Publication, Source, build_network, read_guide, verify
from pathway_graph.cli import cli
from pathway_graph.errors import WrongArgument
from pathway_graph.evidence.checking.sentences import sentences
from pathway_graph.model.entities import Link

GUIDE = read_guide()
SENTENCES = [  # read by hand against claims.yaml
    ("Imipramine raises BDNF (P38).", "carried"),
    ("Chronic imipramine raises BDNF (P38).", "carried"),
    ("BDNF is raised by imipramine [P38].", "carried"),
    ("Imipramine causes an increase in BDNF expression (P38).", "carried"),
    ("Treatment with imipramine was shown to increase BDNF levels (P38).", "carried"),
    ("P38: imipramine raises BDNF.", "carried"),
    ("Imipramine raises BDNF, as claim P38.", "not decided"),  # "as" is not understood
    ("Imipramine raises BDNF. [P38]", "carried"),
    ("Imipramine raises BDNF (imipramine/P38).", "carried"),
    ("Imipramine raises pCREB (P30, P31; T2.3).", "carried"),
    ("Imipramine raises BDNF and pCREB (P38, P30).", "carried"),
    ("In mice, imipramine lowers pCREB after 21 days (T2.2).", "carried"),
    ("4 hours of imipramine raise BDNF mRNA in rat astrocytes (T2.4).", "carried"),
    ("Imipramine affects BDNF (P38).", "carried"),
    ("Imipramine may increase cAMP signalling (P23).", "carried"),
    ("Imipramine may raise BDNF (P38).", "carried"),  # it is asserted, which is said beside
    ("Imipramine can increase cAMP signalling (P23).", "not decided"),  # that it does happen is no hypothesis
    ("Imipramine probably increases cAMP signalling (P23).", "not decided"),
    ("Imipramine was shown to possibly increase cAMP signalling (P23).", "not decided"),
    ("Imipramine can raise BDNF (P38).", "carried"),
    ("BDNF can be raised by imipramine (P38).", "carried"),
    ("Imipramine appears to raise BDNF (P38).", "carried"),
    ("Imipramine causes an increase after BDNF (P38).", "not decided"),
    ("Imipramine causes an increase over BDNF (P38).", "not decided"),
    ("Imipramine raises BDNF-/- (P38).", "not decided"),  # animals without it
    ("Imipramine raises BDNF−/− (P38).", "not decided"),
    ("Imipramine raises -BDNF (P38).", "not decided"),
    ("Imipramine lowers CREB phosphorylation in mice (T2.2).", "not decided"),  # a process of that name is stored
    ("Imipramine lowers BDNF phosphorylation in mice (T2.2).", "not carried"),
    ("Imipramine lowers beta-adrenergic receptor density in the rat cortex (T1.1).", "carried"),  # no name of an assay
    ("Imipramine lowers beta-adrenergic receptor density in the rat hippocampus (T1.1).", "not decided"),
    ("Imipramine lowers BDNF mRNA [T2.4].", "opposite"),
    ("Imipramine does not raise BDNF [P38].", "opposite"),
    ("Imipramine has no effect on BDNF (P38).", "opposite"),
    ("Imipramine leaves BDNF unchanged (P38).", "opposite"),
    ("Imipramine raises cAMP (T2.1, P24).", "opposite"),
    ("Imipramine raises pCREB (P30, T2.2).", "opposite"),
    ("Imipramine increases cAMP signalling (P23).", "not decided"),  # a hypothesis, asserted
    ("Imipramine raises BDNF in rats (P38).", "not decided"),  # the claim states no species
    ("Acute imipramine raises BDNF (P38).", "not decided"),  # it is chronic
    ("In rats, imipramine lowers pCREB after 21 days (T2.2).", "not decided"),  # in mice
    ("In mice, imipramine lowers pCREB after 14 days (T2.2).", "not decided"),  # 21 days
    ("Imipramine raises BDNF at 10 mg/kg (P38).", "not decided"),
    ("PKA raises pCREB (P34).", "not decided"),  # it is required for it
    ("Mediators raise BDNF (P39).", "not decided"),
    ("TrkB raises PI3K (B22).", "not decided"),  # activates
    ("TrkB activates PI3K (B22).", "carried"),
    ("TrkB raises the activity of PI3K (B22).", "carried"),
    ("TrkB raises PI3K levels (B22).", "not decided"),
    ("Imipramine raises CREB (P30).", "not decided"),  # phosphorylated CREB
    ("Imipramine raises the activity of BDNF (P38).", "not decided"),  # expression
    ("Imipramine inhibits beta-adrenergic receptors (T1.1).", "not decided"),  # lowers their density
    ("Imipramine withdrawal raises BDNF (P38).", "not decided"),
    ("Imipramine raises BDNF inhibitors (P38).", "not decided"),
    ("Imipramine raises BDNF only with zinc (P38).", "not decided"),
    ("Imipramine, but not zinc, raises BDNF (P38).", "not decided"),
    ("It is false that imipramine raises BDNF (P38).", "not decided"),
    ("Imipramine hardly raises BDNF (P38).", "not decided"),
    ("It raises BDNF (P38).", "not decided"),
    ("Treatment with imipramine, in mice, for 21 days lowers pCREB (T2.2).", "not decided"),
    ("Imipramine treatment lowers pCREB in mice for 21 days (T2.2).", "carried"),
    ("Imipramine lowers pCREB in mice of 21 days (T2.2).", "not decided"),  # their age
    ("Imipramine lowers pCREB in mice under 21 days (T2.2).", "not decided"),
    ("Stress (experimental) lowers LTP (P80b).", "carried"),
    ("Stress (experimental) suppresses LTP (P80b).", "carried"),
    ("Treatment of stress (experimental) lowers LTP (P80b).", "not decided"),  # what is done against it
    ("Stress (experimental) therapy lowers LTP (P80b).", "not decided"),
    ("Treatment with stress (experimental) lowers LTP (P80b).", "not decided"),
    ("Exposure to stress (experimental) lowers LTP (P80b).", "carried"),
    ("Exposure of stress (experimental) lowers LTP (P80b).", "not decided"),
    ("Treatment of TrkB activates PI3K (B22).", "not decided"),  # with what?
    ("Administration of imipramine raises BDNF (P38).", "carried"),
    ("Does imipramine raise BDNF (P38)?", "not decided"),
    ("Imipramine raises BDNF and lowers cAMP (P38, P24).", "not decided"),
    ("Blocking BDNF, imipramine raises pCREB (P30).", "not decided"),
    ("Imipramine prevents BDNF from falling (P38).", "not decided"),
    ("Imipramine regulates TrkB less than BDNF (P38).", "not decided"),
    ("BDNF raises imipramine (P38).", "not carried"),  # the other way round
    ("Imipramine raises BDNF and pCREB (P38).", "not carried"),
    ("Imipramine raises BDNF (P38, P30).", "not carried"),  # P30 is about pCREB
    ("Imipramine raises BDNF mRNA (P38).", "not carried"),  # BDNF protein
    ("Imipramine raises BDNF (P99).", "not carried"),
    ("Imipramine raises BDNF (P38, P99).", "not carried"),
    ("Imipramine raises BDNF (S06).", "not carried"),  # a publication
    ("Imipramine raises BDNF.", "not carried"),
    ("Everybody knows it.", "not carried"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "verdict"), SENTENCES, ids=[one for one, _ in SENTENCES])
def test_a_sentence_has_the_verdict_that_a_reader_gives_it(sentence: str, verdict: str) -> None:
    (found,) = verify(GUIDE, sentence).sentences
    assert (found.verdict, found.text) == (verdict, sentence), found.why
    assert found.why


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Drugine lowers ALPHA1 in rat hippocampus for 7 days at 10 mg/kg (C1).", "carried"),
        ("Drugine lowers ALPHA1 over 7 days (C1).", "carried"),
        ("Drugine lowers ALPHA1 over 10 mg/kg (C1).", "not decided"),
        ("Drugine lowers ALPHA1 under 10 mg/kg (C1).", "not decided"),
        ("Drugine lowers ALPHA1 at 20 mg/kg (C1).", "not decided"),
        ("Drugine lowers ALPHA1 at 10 mg/kg of othermab (C1).", "not decided"),
        ("Drugine lowers ALPHA1 in rat and mouse (C1).", "not decided"),
        ("In mouse, drugine lowers ALPHA1 in hippocampus (C1).", "not decided"),
        ("Drugine and othermab lower ALPHA1 (C1).", "not carried"),
        ("Colitis raises GAMMA1 (C2).", "carried"),
        ("GAMMA1 is raised by colitis (C2).", "carried"),
        ("GAMMA1 is raised by treatment of colitis (C2).", "not decided"),
        ("GAMMA1 is raised by colitis therapy (C2).", "not decided"),
        ("In rat, colitis treatment raises GAMMA1 (C2).", "not decided"),
        ("In rat, drugine treatment lowers ALPHA1 (C1).", "carried"),
    ],
)
def test_place_dose_and_what_is_treated_are_of_the_claim_or_nothing_is_carried(sentence: str, verdict: str) -> None:
    entities = [
        Entity("a:x", "Protein", "ALPHA1"), Entity("a:z", "Protein", "GAMMA1"),
        Entity("d:d", "SmallMolecule", "drugine"), Entity("d:e", "SmallMolecule", "othermab"),
        Entity("s:r", "Species", "rat"), Entity("s:m", "Species", "mouse"),
        Entity("r:h", "AnatomicalStructure", "hippocampus"), Entity("i:c", "Disease", "colitis"),
    ]  # fmt: skip
    claims = [
        Claim("C1", "d:d", "decreases", "a:x", species="s:r", region="r:h", dose=10.0, dose_unit="mg/kg",
              duration="P7D"),
        Claim("C2", "i:c", "increases", "a:z"),
    ]  # fmt: skip
    network = build_network(Source("s"), entities=entities, claims=claims)
    assert [one.verdict for one in verify(network, sentence).sentences] == [verdict]


@pytest.mark.parametrize("word", ["markedly", "significantly", "slightly", "strongly", "robustly", "consistently"])
def test_how_much_and_how_surely_is_carried_by_no_claim_that_does_not_say_it(word: str) -> None:
    found = verify(GUIDE, f"Chronic imipramine {word} raises BDNF protein (P38).").sentences[0]
    assert found.verdict == "not decided"
    assert repr(word) in found.why


def test_a_text_is_split_where_its_sentences_end() -> None:
    text = (
        "It was given p.o., e.g. 5.0 mg/kg (Fig. 2; see J. Neurosci.). Imipramine raised BDNF. [P38] pCREB fell "
        "[T2.2].\n\n- Rats vs. mice, i.e. both\n- cAMP (approx. 3.5 nM). The rest"
    )
    assert sentences(text) == (
        "It was given p.o., e.g. 5.0 mg/kg (Fig. 2; see J. Neurosci.).",
        "Imipramine raised BDNF. [P38]",
        "pCREB fell [T2.2].",
        "Rats vs. mice, i.e. both",
        "cAMP (approx. 3.5 nM).",
        "The rest",
    )


def test_the_opposite_of_what_a_claim_says_is_never_carried_and_its_own_words_always() -> None:
    told = {1: ("raises", "lowers"), -1: ("lowers", "raises")}
    decided = 0
    for claim in GUIDE.claims:
        if claim.sign not in told:
            continue
        ends = GUIDE.name(claim.subject), GUIDE.name(claim.object)
        said, turned = (verify(GUIDE, f"{ends[0]} {verb} {ends[1]} ({claim.id}).") for verb in told[claim.sign])
        assert said.sentences[0].verdict in ("carried", "not decided"), said.sentences[0]
        assert turned.sentences[0].verdict in ("opposite", "not decided"), turned.sentences[0]
        decided += said.sentences[0].verdict == "carried"
        if claim.statement:
            assert verify(GUIDE, f"{claim.statement} [{claim.id}]").sentences[0].verdict in ("carried", "not decided")
    assert decided >= 60


def test_a_claim_about_other_things_never_carries() -> None:
    causal = [claim for claim in GUIDE.claims if claim.sign]
    for claim, other in zip(causal, [*causal[7:], *causal[:7]], strict=True):
        verb = "raises" if claim.sign == 1 else "lowers"
        (found,) = verify(
            GUIDE, f"{GUIDE.name(claim.subject)} {verb} {GUIDE.name(claim.object)} ({other.id})."
        ).sentences
        same = (claim.subject, claim.object, claim.sign) == (other.subject, other.object, other.sign)
        assert found.verdict != "carried" or same, found


def test_claims_that_say_the_opposite_are_told_beside_a_sentence_that_is_carried() -> None:
    (found,) = verify(GUIDE, "Imipramine raises pCREB (P30).").sentences
    assert (found.verdict, found.against) == ("carried", ("T2.2",))
    assert verify(GUIDE, "Imipramine raises BDNF.").sentences[0].would_carry == ("P38", "T2.4")


def test_a_claim_whose_every_work_was_retracted_carries_nothing() -> None:
    works = tuple(replace(one, notice="retracted") if one.id == "S19" else one for one in GUIDE.publications)
    retracted = replace(GUIDE, publications=works)
    (found,) = verify(retracted, "Imipramine lowers cAMP (T2.1).").sentences
    assert (found.verdict, found.claims[0].verdict) == ("not carried", "retracted")
    assert "S19" in found.claims[0].retracted_works[0]
    assert verify(GUIDE, "Imipramine lowers cAMP (T2.1).").sentences[0].verdict == "carried"


def test_a_work_that_was_retracted_is_named_where_another_still_carries_the_claim() -> None:
    entities = [Entity("a:x", "SmallMolecule", "xanthol"), Entity("a:y", "Protein", "YFG1")]
    works = [
        Publication("W1", "One", "verified", notice="retracted", claims=("C1",)),
        Publication("W2", "Two", "verified", claims=("C1",)),
    ]
    claims = [Claim("C1", "a:x", "increases", "a:y")]
    network = build_network(Source("s"), entities=entities, claims=claims, publications=works)
    (found,) = verify(network, "Xanthol raises YFG1 (C1).").sentences
    assert (found.verdict, found.claims[0].retracted_works) == ("carried", ("W1 (One)",))


def no_effect() -> Network:
    entities = [
        Entity("a:x", "SmallMolecule", "xanthol"),
        Entity("a:y", "Protein", "YFG1"),
        Entity("a:was", "Gene", "WAS"),
        Entity("a:not", "Protein", "does not", synonyms=("raises", "Xanthol does not raise")),
        Entity("a:p38", "Protein", "C3"),
        Entity("a:zinc", "SmallMolecule", "zinc"),
        Entity("a:g", "BiologicalProcess", "gliogenesis"),
    ]
    claims = [
        Claim("C1", "a:x", "leaves_unchanged", "a:y"),
        Claim("C2", "a:x", "increases", "a:y"),
        Claim("C3", "a:x", "phosphorylates", "a:y"),
        Claim("C4", "a:x", "increases", "a:y", co_treatment=("a:zinc",)),
        Claim("C5", "a:was", "increases", "a:y"),
        Claim("C6", "a:x", "leaves_unchanged", "a:y", aspect="expression"),
        Claim("C7", "a:x", "leaves_unchanged", "a:y", aspect="phosphorylation", site="Ser5"),
        Claim("C8", "a:x", "leaves_unchanged", "a:g", aspect="process"),
        Claim("C9", "a:x", "leaves_unchanged", "a:y", aspect="phosphorylation"),
    ]
    return build_network(Source("s"), entities=entities, claims=claims)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Xanthol has no effect on YFG1 (C1).", "carried"),
        ("Xanthol does not affect YFG1 (C1).", "carried"),
        ("YFG1 was unaffected by xanthol (C1).", "carried"),
        ("Xanthol does not lower YFG1 (C1).", "carried"),
        ("Xanthol has no effect on YFG1 (C6).", "not decided"),  # on its expression; of the rest nothing is known
        ("Xanthol does not affect YFG1 (C6).", "not decided"),
        ("Xanthol leaves YFG1 unchanged (C7).", "not decided"),
        ("Xanthol has no effect on YFG1 expression (C6).", "carried"),
        ("Xanthol has no effect on the phosphorylation of YFG1 (C7).", "not decided"),  # at one site
        ("Xanthol has no effect on the phosphorylation of YFG1 (C9).", "carried"),
        ("Xanthol has no effect on gliogenesis (C8).", "carried"),
        ("Xanthol raises YFG1 (C1).", "opposite"),
        ("Xanthol affects YFG1 (C1).", "opposite"),
        ("Xanthol does not raise YFG1 (C2).", "opposite"),  # no name hides a negation
        ("Xanthol was raised by YFG1 (C2).", "not carried"),  # was is no gene
        ("Xanthol raises YFG1 (C4).", "not decided"),  # given with zinc
        ("Was raises YFG1 (C5).", "not decided"),  # a word of English, at the beginning
        ("Xanthol phosphorylates YFG1 [C3].", "carried"),
        ("Xanthol phosphorylates YFG1 [C2].", "not decided"),
        ("Xanthol raises YFG1 (C3).", "not decided"),  # in brackets the claim, which states no direction
        ("Xanthol raises YFG1, C3.", "not decided"),  # a claim, or the protein of that name
    ],
)
def test_no_effect_names_that_hide_a_verb_and_identifiers_that_are_names(sentence: str, verdict: str) -> None:
    (found,) = verify(no_effect(), sentence).sentences
    assert found.verdict == verdict, found.why


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Xanthol raises YFG1 after 21 days in stress (C1).", "carried"),
        ("Xanthol raises YFG1 after 21 days of stress (C1).", "not decided"),  # so long was the xanthol given
        ("After 21 days of stress, xanthol raises YFG1 (C1).", "not decided"),
        ("Xanthol raises YFG1 in chronic stress (C1).", "not decided"),
        ("In stress, chronic xanthol raises YFG1 (C1).", "carried"),
        ("Xanthol enhances YFG1 (C2).", "carried"),
        ("Xanthol activates YFG1 (C2).", "not decided"),  # its activity or its amount, the claim does not say
        ("Xanthol raises YFG1 levels (C2).", "not decided"),
        ("Xanthol lowers YFG1 (C3).", "not decided"),  # the claim raises its activity
        ("Xanthol inhibits YFG1 (C3).", "opposite"),
        ("Xanthol raises the phosphorylation of TP53 (C4).", "not decided"),  # acetylation
        ("Xanthol raises the phosphorylation of AKT1 (C5).", "carried"),
        ("Xanthol lowers YFG2 (C7).", "carried"),
        ("Xanthol lowers YFG2 expression (C7).", "not decided"),  # it may be degraded
        ("Xanthol lowers YFG2 transcription (C7).", "not decided"),
        ("Xanthol lowers YFG2 expression (C8).", "carried"),
        ("Xanthol lowers YFG2 transcription (C8).", "not decided"),  # its translation may fall
        ("Xanthol lowers YFG2 transcription (C9).", "carried"),
        ("Xanthol lowers serotonin (C10).", "carried"),
        ("Xanthol lowers serotonin levels (C10).", "carried"),
        ("Xanthol lowers serotonin levels (C11).", "not decided"),  # it inhibits it
        ("Xanthol inhibits serotonin (C11).", "carried"),
        ("Xanthol blocks serotonin (C10).", "not decided"),  # its effect, not its amount
        ("Xanthol raises MAPK1 (C6).", "not decided"),  # its phosphorylated form, which alone is known here
        ("Xanthol raises MAPK1 phosphorylation (C6).", "carried"),
    ],
)
def test_what_changes_and_what_a_time_belongs_to_is_of_the_claim(sentence: str, verdict: str) -> None:
    entities = [
        Entity("d:x", "SmallMolecule", "xanthol"), Entity("c:s", "Condition", "stress"),
        Entity("p:1", "Protein", "YFG1"), Entity("p:2", "Protein", "TP53"), Entity("p:3", "Protein", "AKT1"),
        Entity("s:2", "ProteinState", "acetyl-p53", synonyms=("TP53",), links=(Link("state_of", "p:2"),)),
        Entity("s:3", "ProteinState", "AKT1, pmod(Ph, Ser, 473)", synonyms=("AKT1",), links=(Link("state_of", "p:3"),)),
        Entity("p:4", "Protein", "YFG2"), Entity("d:5", "SmallMolecule", "serotonin"),
        Entity("s:4", "ProteinState", "phospho-ERK2", synonyms=("MAPK1",)),
    ]  # fmt: skip
    claims = [
        Claim("C1", "d:x", "increases", "p:1", duration="P21D", regimen="chronic", condition="c:s"),
        Claim("C2", "d:x", "promotes", "p:1"), Claim("C3", "d:x", "activates", "p:1"),
        Claim("C4", "d:x", "increases", "s:2"), Claim("C5", "d:x", "increases", "s:3"),
        Claim("C6", "d:x", "increases", "s:4"), Claim("C7", "d:x", "decreases", "p:4", aspect="abundance"),
        Claim("C8", "d:x", "decreases", "p:4", aspect="expression"), Claim("C9", "d:x", "represses", "p:4"),
        Claim("C10", "d:x", "decreases", "d:5"), Claim("C11", "d:x", "inhibits", "d:5"),
    ]  # fmt: skip
    network = build_network(Source("s"), entities=entities, claims=claims)
    (found,) = verify(network, sentence).sentences
    assert found.verdict == verdict, found.why


def test_the_words_by_which_a_source_weakens_its_claim_are_told() -> None:
    (found,) = verify(GUIDE, "Imipramine raises long-term potentiation (P80).").sentences
    assert found.verdict == "carried"
    assert "qualified P80: can" in found.why


TURNING = (
    "not never no hardly rarely barely partially fails failed without unless if only less except prevents stops blocks "
    "inhibits reverses abolishes against versus unlike antagonists inhibitor withdrawal deficiency knockout antibodies "
    "degradation loss absence lack false denied doubtful wrongly nobody neither nor but instead rather than zinc "
    "placebo anti-BDNF non-BDNF un-BDNF transiently twofold sometimes mice rats acute 21 P30 opposite "
    "increase decrease lowers"
).split()
CARRIED = ["Imipramine raises BDNF", "BDNF is raised by imipramine", "Imipramine causes an increase in BDNF expression"]


def test_no_word_that_may_turn_a_sentence_round_is_passed_over() -> None:
    """Put anywhere into a sentence that is carried, each makes it one that is not."""
    for sentence in CARRIED:
        words = sentence.split()
        assert verify(GUIDE, f"{sentence} (P38).").sentences[0].verdict == "carried"
        for word in TURNING:
            for place in range(len(words) + 1):
                turned = " ".join([*words[:place], word, *words[place:]])
                (found,) = verify(GUIDE, f"{turned} (P38).").sentences
                assert found.verdict != "carried", turned


def test_an_identifier_that_is_made_up_is_named_in_every_form_that_claims_have() -> None:
    entities = [Entity("a:x", "SmallMolecule", "xanthol"), Entity("a:y", "Protein", "YFG1")]
    claims = [Claim("web/SIG-12", "a:x", "increases", "a:y"), Claim("web/0a1b2c", "a:x", "increases", "a:y")]
    network = build_network(Source("web"), entities=entities, claims=claims)
    (known,) = verify(network, "Xanthol raises YFG1 (web/SIG-12, web/0a1b2c).").sentences
    assert (known.verdict, known.unknown) == ("carried", ())
    for made_up in ("web/SIG-99", "web/ffffff"):
        (found,) = verify(network, f"Xanthol raises YFG1 (web/SIG-12, {made_up}).").sentences
        assert (found.verdict, found.unknown) == ("not carried", (made_up,))


def test_a_text_that_is_none_is_refused() -> None:
    for text in ("", " \n", "a" * 200_001):
        with pytest.raises(WrongArgument):
            verify(GUIDE, text)


@pytest.mark.parametrize(
    ("text", "word"), [("It lowers cAMP [P24].", "It"), ("Desipramine raises BDNF (P38).", "Desipramine")]
)
def test_what_is_not_known_is_named_so_that_it_can_be_mended(text: str, word: str) -> None:
    (one,) = verify(GUIDE, text).sentences
    assert (one.verdict, one.why.rpartition("; ")[2]) == ("not decided", f"not known here: {word!r}")


def test_the_command_reads_a_text_or_standard_input() -> None:
    run = CliRunner().invoke(
        cli, ["verify", "--file", "imipramine", "--format", "json", "Imipramine raises BDNF (P38)."]
    )
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)["summary"]["carried"] == 1
    run = CliRunner().invoke(
        cli, ["verify", "--file", "imipramine", "--check", "-"], input="Imipramine lowers BDNF (P38)."
    )
    assert run.exit_code == 1
    assert "opposite" in run.output


def test_the_command_reads_a_file_of_that_name_and_refuses_one_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "my answer.txt").write_text("Imipramine lowers BDNF (P38). Imipramine raises BDNF (P38).")
    run = CliRunner().invoke(cli, ["verify", "--file", "imipramine", str(tmp_path / "my answer.txt")])
    assert [one["verdict"] for one in json.loads(run.stdout)["sentences"]] == ["opposite", "carried"]
    (tmp_path / "answer.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    run = CliRunner().invoke(cli, ["verify", "--file", "imipramine", str(tmp_path / "answer.docx")])
    assert "no text" in str(run.exception)


HOSTILE = (
    "a. " * 60_000, "(" * 190_000, "a" + "," * 190_000 + "b", "[P38] " * 30_000, "in rats " * 20_000, "." * 190_000,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.timeout(60)
def test_no_text_takes_for_ever(text: str) -> None:
    assert verify(GUIDE, text).summary()["carried"] == 0


def test_a_sentence_full_of_places_is_read_at_once() -> None:
    tail = "in rats acute acute acute acute acute acute " * 14
    (found,) = verify(GUIDE, f"Imipramine raises BDNF {tail} unknown (P38).").sentences
    assert found.verdict == "not decided"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Imipramine may raise BDNF (P38).", "P38 is asserted, where the sentence says only that it may be"),
        ("Prolonged imipramine raises BDNF (P38).", "P38 is chronic, where the sentence says prolonged"),
        ("Chronic imipramine raises BDNF levels (P38).", ""),
        ("Imipramine may increase cAMP signalling (P23).", ""),  # the claim is a hypothesis too
    ],
)
def test_a_sentence_that_says_less_or_uses_another_word_is_carried_and_that_is_told(sentence: str, said: str) -> None:
    (one,) = verify(GUIDE, sentence).sentences
    assert one.verdict == "carried"
    agrees, *others = one.why.split("; ")
    assert agrees == "subject, object and direction agree"
    assert [other for other in others if not other.startswith(("the claims hold for", "qualified "))] == [said] * bool(
        said
    )
    assert one.claims[0].why.partition("; ")[2] == said.partition(" is ")[2]
