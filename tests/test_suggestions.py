"""A suggestion names a word of the same meaning or a near misspelling, never the opposite and never another thing."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph.cli import COMMANDS, cli
from pathway_graph.errors import InputError, UnknownName, nearest
from pathway_graph.formats.native import read, read_guide
from pathway_graph.formats.term_mapping import RELATION_WORDS
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model.curie import why_malformed
from pathway_graph.model.synonyms import SYNONYMS, suggestions, way_out
from pathway_graph.model.vocabulary import ASPECTS, CERTAINTIES, KINDS, RELATIONS, SPECIES_WORDS, STRUCTURAL

UP = (
    "upregulates up-regulates elevates enhances augments boosts raises potentiates induces stimulates promotes "
    "triggers facilitates activated increased stimulation agonizes provokes leads_to amplifies"
)
DOWN = (
    "reduces decreases lowers attenuates suppresses represses antagonizes antagonises downregulates down-regulates "
    "diminishes blocks inactivates deactivates abolishes silences prevents impairs inhibited reduced depletes blunts "
    "disrupts reduction suppression dampens weakens"
)


@pytest.mark.parametrize(("words", "sign"), [(UP, 1), (DOWN, -1)], ids=["up", "down"])
def test_a_word_of_effect_is_answered_by_relations_of_its_sign_alone(words: str, sign: int) -> None:
    for word in words.split():
        found = suggestions("relation", word, RELATIONS)
        assert found, word
        assert {RELATIONS[one].sign for one in found} == {sign}, (word, found)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("reduces", "for 'reduces' write 'decreases'"),
        ("antagonizes", "for 'antagonizes' write 'inhibits'"),
        ("attenuates", "for 'attenuates' write 'decreases'"),
        ("upregulates", "for 'upregulates' write 'increases'"),
        ("actvates", "did you mean 'activates'?"),
        ("inhibts", "did you mean 'inhibits'?"),
        ("depotentiates", ""),
    ],
)
def test_a_file_with_the_word_is_told_the_relation(word: str, hint: str, tmp_path: Path) -> None:
    text = (
        "format: pathway-graph/1\nsource: {id: s, title: S}\nentities:\n- {id: a, kind: Protein, name: A}\n"
        f"claims:\n- {{id: c, subject: a, relation: {word}, object: a}}\n"
    )
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read(file)
    told = str(caught.value)
    assert f"relation {word!r} is unknown; {hint or 'it is one of '}" in told


@pytest.mark.slow
def test_every_misspelling_by_one_letter_keeps_the_sign_of_the_word() -> None:
    """Each relation and each known word for one, every third letter left out, doubled or swapped with the next."""
    words = {word: (word,) for word in RELATIONS} | SYNONYMS["relation"]
    words |= {word: (meant,) for word, meant in RELATION_WORDS.items() if word.isalpha() and len(word) > 8}
    tried = 0
    for word, meant in words.items():
        if len(word) < 6:
            continue
        for place in range(1 + len(word) % 3, len(word) - 1, 3):
            for typed in (word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:],
                          word[:place] + word[place + 1] + word[place] + word[place + 2 :]):  # fmt: skip
                found = {RELATIONS[one].sign for one in suggestions("relation", typed, RELATIONS)}
                assert found <= {RELATIONS[one].sign for one in meant}, (word, typed)
                tried += 1
    assert tried > 800


def test_every_synonym_means_words_that_there_are_and_relations_of_one_sign() -> None:
    known: dict[str, Collection[str]] = {
        "relation": RELATIONS, "aspect": ASPECTS, "link": STRUCTURAL, "species": SPECIES_WORDS,
        "certainty": CERTAINTIES, "command": COMMANDS,
    }  # fmt: skip
    for what, allowed in known.items():
        for word, meant in SYNONYMS[what].items():
            assert word not in allowed
            assert set(meant) <= set(allowed), word
    for word, meant in SYNONYMS["relation"].items():
        assert len({RELATIONS[one].sign for one in meant}) == 1, word
    assert {one for meant in SYNONYMS["kind"].values() for one in meant} <= {*KINDS, "causal"}


def test_a_word_that_imports_read_is_never_suggested_with_another_sign() -> None:
    for word, meant in RELATION_WORDS.items():
        found = {RELATIONS[one].sign for one in suggestions("relation", word, RELATIONS)}
        assert not {1, -1} <= found | {RELATIONS[meant].sign}, word


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("unload", "commands are load"),
        ("delete", "commands are load"),
        ("draw", "for 'draw' write 'diagram'"),
        ("upstraem", "did you mean 'upstream'?"),
    ],
)
def test_a_command_that_is_not_there_gets_none_of_another_meaning(command: str, hint: str) -> None:
    done = CliRunner().invoke(cli, [command])
    assert done.exit_code == 2
    assert f"no command {command!r}; {hint}" in done.output


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("reduces", "produces"),
        ("upregulates", "regulates"),
        ("deactivates", "activates"),
        ("dephosphorylates", "phosphorylates"),
        ("decreases", "increases"),
        ("unload", "load"),
        ("remove", "demo"),
        ("hypo", "hyper"),
    ],
)
def test_a_word_of_another_beginning_is_no_misspelling(word: str, known: str) -> None:
    assert nearest(word, [known]) == nearest(known, [word]) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["5-HT9", "5-HT₉", "FKBP4", "hgnc:1034", "CREB3", "TrkA", "NR3C2", "GSK3A", "uniprot:P23561"]
)
def test_another_number_or_letter_is_another_thing(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(read_guide(), name)
    assert {"5-HT", "5-HTT", "FKBP5", "hgnc:1033", "CREB1", "TrkB", "NR3C1", "GSK3B"}.isdisjoint(
        caught.value.suggestions
    )


def test_a_beginning_of_names_is_answered_with_the_whole_names() -> None:
    with pytest.raises(UnknownName, match=r"did you mean 'western blot' or 'Western Blotting'\?$"):
        resolve(read_guide(), "western")


@pytest.mark.parametrize(
    ("what", "word", "choices", "hint"),
    [
        ("kind", "drug", KINDS, "for 'drug' write 'SmallMolecule'"),
        ("kind", "mRNA", KINDS, "for 'mRNA' write 'Transcript'"),
        ("kind", "Protien", KINDS, "did you mean 'Protein'?"),
        ("aspect", "concentration", ASPECTS, "for 'concentration' write 'abundance'"),
        ("species", "Mus musculus", SPECIES_WORDS, "for 'Mus musculus' write 'mouse'"),
        ("link", "member_of", STRUCTURAL, "for 'member_of' write 'part_of'"),
    ],
)
def test_words_of_other_vocabularies_are_named(what: str, word: str, choices: list[str], hint: str) -> None:
    assert way_out(what, word, choices) == hint


def test_the_usual_name_of_a_database_is_told_its_prefix() -> None:
    assert why_malformed("entrez:627") == (
        "prefix 'entrez' of 'entrez:627' is unknown",
        "for 'entrez' write 'ncbigene'",
    )
