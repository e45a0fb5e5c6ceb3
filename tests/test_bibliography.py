"""Citations: only what is known, escaped as each format asks, with the status of each work; read back by others."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.bibliography import Author, Bibliography, CitedWork
from pathway_graph.bibliography.gathering import software
from pathway_graph.bibliography.parsing import read_authors, read_pages
from pathway_graph.cli import cli
from pathway_graph.model import Network, Publication
from pathway_graph.model.build import build_network

GUIDE = pg.read_guide()
WHOLE = pg.cite(GUIDE)
ODD = CitedWork(
    "Odd1_x", "x", "article",
    "50% of BDNF & α2_{A} → 5-HT ~ ^ $5 #1 \\end", (Author("von Ab", "J-C"), Author("A & B Group")),
    True,
    "J. Odd", 2001, "3", "1-2", "5-9", "10.1/a_b", remarks=("a remark",),
)  # fmt: skip


def work(key: str) -> CitedWork:
    return next(one for one in WHOLE.works if one.key == key)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20(12):1376-1384", ("20", "12", "1376-1384")), ("3:33", ("3", "", "33")),
        ("84(1-2):19-32", ("84", "1-2", "19-32")),
        ("12:e1234", ("12", "", "e1234")), ("69\u201377", ("", "", "69-77")), ("69-77 (vol 752 from memory)", None),
        ("1860(2):424-433 (volume from memory)", None), ("in press", None), ("20(12)", None), ("vol. 3, p. 4", None),
    ],
)  # fmt: skip
def test_pages_are_read_strictly(written: str, read: tuple[str, str, str] | None) -> None:
    assert read_pages(written) == read


@pytest.mark.parametrize(
    ("written", "authors", "is_cut"),
    [
        ("Chen F, Madsen TM", [("Chen", "F", ""), ("Madsen", "TM", "")], False),
        ("van den Hove D, Wilkinson MB et al.", [("van den Hove", "D", ""), ("Wilkinson", "MB", "")], True),
        ("Han X, Tong J, et al.", [("Han", "X", ""), ("Tong", "J", "")], True),
        ("King ML Jr", [("King", "ML", "Jr")], False), ("Chan Y-L", [("Chan", "Y-L", "")], False),
        ("Chen, Fei; Madsen, T.", [("Chen", "Fei", ""), ("Madsen", "T.", "")], False),
        ("ENCODE Consortium", [("ENCODE Consortium", "", "")], False), ("", [], False),
        ("Smith, J., Jones, B. C., et al.", [("Smith", "J.", ""), ("Jones", "B. C.", "")], True),
        ("Smith, J. and Jones, B.", [("Smith", "J.", ""), ("Jones", "B.", "")], False),
        ("Smith J, Li C, and Jones B", [("Smith", "J", ""), ("Li", "C", ""), ("Jones", "B", "")], False),
        ("van der Berg A and Jones B", [("van der Berg", "A", ""), ("Jones", "B", "")], False),
        ("Łuk Ż", [("Łuk", "Ż", "")], False),
        ("Brain and Mind Consortium", [("Brain and Mind Consortium", "", "")], False),
    ],
)  # fmt: skip
def test_authors_are_read_as_they_are_written(written: str, authors: list[tuple[str, str, str]], is_cut: bool) -> None:
    found, cut = read_authors(written)
    assert ([(one.family, one.initials, one.suffix) for one in found], cut) == (authors, is_cut)


def test_no_field_is_invented() -> None:
    assert (work("JimenezRivera1996_S07").title, work("JimenezRivera1996_S07").status) == ("", "verified")
    assert "its title is not known here" in work("JimenezRivera1996_S07").remarks[0]
    nine = work("Nguyen2015_S09")
    assert (nine.volume, nine.issue, nine.pages) == ("", "", "")
    assert "volume and pages as stated: 69-77 (vol 752 from memory)" in nine.remarks
    assert not any(one.title.startswith("(") for one in WHOLE.works)


def test_studies_that_nobody_found_are_counted_and_given_on_request() -> None:
    assert not {"S21", "S22", "S23"} & {one.id for one in WHOLE.works}
    assert WHOLE.left_out["studies that nobody has found (--include-unknown)"] == 3
    asked = {one.id: one for one in pg.cite(GUIDE, include_unknown=True).works}
    assert asked["S23"].kind == "record"
    assert "unknown: no study was found" in asked["S23"].remarks


def test_a_claim_without_a_work_is_named() -> None:
    found = pg.cite(GUIDE, ["P38"], data_sets=False)
    assert (found.works, found.uncited) == ((), ("P38",))
    with pytest.raises(pg.UnknownName):
        pg.cite(GUIDE, ["P3888"])


def test_a_retraction_stands_first_in_the_note_and_in_the_summary() -> None:
    works = tuple(
        replace(one, notice="retracted", notice_date="2024-01-31") if one.id == "S06" else one
        for one in GUIDE.publications
    )  # fmt: skip
    found = pg.cite(replace(GUIDE, publications=works), ["P76"])
    (one,) = [one for one in found.works if one.id == "S06"]
    assert one.remarks[0] == "RETRACTED 2024-01-31"
    assert "note = {RETRACTED 2024-01-31." in pg.bibtex([one])
    assert "1 RETRACTED" in found.summary()


def network_of(*references: str) -> Network:
    claims = [
        pg.Claim(f"C{number}", "a", "activates", "b", view="background", reference=reference)
        for number, reference in enumerate(references)
    ]
    ends = [pg.Entity(name, "Protein", name) for name in "ab"]
    return build_network(pg.Source("s"), entities=ends, claims=claims)


def test_references_of_claims_become_entries_of_what_they_name() -> None:
    network = network_of(
        "pubmed:123; PMID: 456", "doi:10.1038/nature_1.", "reactome:R-HSA-1 PKA activation", "textbook", "Binder 2009"
    )
    found = pg.cite(network, data_sets=False)
    assert {one.pmid for one in found.works} == {"123", "456", ""}
    assert "10.1038/nature_1" in {one.doi for one in found.works}
    (record,) = [one for one in found.works if one.url]
    assert (record.title, record.url) == ("PKA activation", "https://bioregistry.io/reactome:R-HSA-1")
    assert (found.left_out, found.uncited) == ({"references that name no work": 1}, ("C3",))


def test_publications_of_one_doi_are_one_entry_with_what_each_knows() -> None:
    works = (
        Publication("A", "A long enough title", "candidate", doi="10.1/X", claims=("C0",)),
        Publication("B", "A long enough title", "cited", doi="10.1/x", year=1999, claims=("C0",)),
    )
    network = replace(network_of(""), publications=works)
    (one,) = pg.cite(network, data_sets=False).works
    assert (one.id, one.status, one.year) == ("B", "cited", 1999)


def test_keys_are_unique_plain_and_the_same_in_every_selection() -> None:
    keys = [one.key for one in WHOLE.works]
    assert len({key.casefold() for key in keys}) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", key) for key in keys)
    assert {one.key for one in pg.cite(GUIDE, ["P76"]).works} <= set(keys)


def test_bibtex_escapes_what_latex_would_read() -> None:
    text = pg.bibtex([ODD])
    assert r"{50\%} of" not in text
    assert (
        r"title = {50\% of {BDNF} \& {{$\alpha$}2\_{\textbraceleft}A{\textbraceright}} {$\rightarrow$} {5-HT}" in text
    )
    assert "author = {von Ab, J.-C. and {A \\& B Group} and others}" in text
    assert "pages = {5--9}" in text
    for line in (pg.bibtex([ODD]) + pg.bibtex([replace(ODD, title="a lone { brace")])).splitlines():
        if line.startswith("  "):
            assert line.count("{") == line.count("}")  # of BibTeX, which counts those behind a backslash too


def test_a_number_in_the_place_of_a_title_is_no_title() -> None:
    network = replace(
        pg.read_guide(),
        publications=(
            Publication("p1", "PubMed 7", "cited", pmid="7", claims=("P38",)),
            Publication("p2", "10.1/ABC", "cited", doi="10.1/abc", claims=("P38",)),
        ),
    )
    works = pg.cite(network, ["P38"], data_sets=False).works
    assert [(one.title, one.remarks) for one in works] == [("", ("its title is not known here",))] * 2


def test_bibtex_is_read_by_pybtex() -> None:
    pybtex = pytest.importorskip("pybtex.database", reason="pybtex is not installed (extra oracles)")
    works = (*WHOLE.works, ODD, software())
    read = pybtex.parse_string(pg.bibtex(works), "bibtex")
    assert set(read.entries) == {one.key for one in works}
    chen = read.entries["Chen2010_S06"]
    assert [str(person) for person in chen.persons["author"]][:2] == ["Chen, F.", "Madsen, T. M."]
    assert chen.fields["doi"] == "10.1002/hipo.20718"
    assert read.entries["vonFrijtag2001_S02"].persons["author"][0].prelast_names == ["von"]
    assert str(read.entries["Wilkinson2009_S12"].persons["author"][-1]) == "others"


def test_ris_is_read_by_rispy() -> None:
    rispy = pytest.importorskip("rispy", reason="rispy is not installed (extra oracles)")
    read = {one["id"]: one for one in rispy.loads(pg.ris((*WHOLE.works, ODD)))}
    assert len(read) == len(WHOLE.works) + 1
    chen = read["Chen2010_S06"]
    assert (chen["authors"][0], chen["year"], chen["volume"], chen["number"]) == ("Chen, F.", "2010", "20", "12")
    assert (chen["start_page"], chen["end_page"], chen["doi"]) == ("1376", "1384", "10.1002/hipo.20718")
    assert "Status: verified" in chen["notes"]


def test_ris_has_a_tag_on_every_line() -> None:
    for record in pg.ris(WHOLE.works).strip().split("\n\n"):
        lines = record.splitlines()
        assert (lines[0][:6], lines[-1].strip()) == ("TY  - ", "ER  -")
        assert all(re.match(r"[A-Z][A-Z0-9]  - ?", line) for line in lines)


def test_csl_items_have_types_and_variables_of_the_schema() -> None:
    items = json.loads(json.dumps(pg.csl_json((*WHOLE.works, ODD, software()))))
    assert {item["type"] for item in items} <= {"article-journal", "document", "dataset", "software"}
    known = {"id", "type", "title", "author", "container-title", "issued", "volume", "issue", "page", "DOI", "PMID",
             "URL", "version", "note"}  # fmt: skip
    assert all(item.keys() <= known for item in items)
    chen = next(item for item in items if item["id"] == "Chen2010_S06")
    assert (chen["issued"], chen["page"]) == ({"date-parts": [[2010]]}, "1376-1384")
    assert next(item for item in items if item["id"] == "Odd1_x")["author"][1] == {"literal": "A & B Group"}


def test_an_answer_writes_its_citations_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "why.bib"
    done = CliRunner().invoke(cli, ["explain", "imipramine", "BDNF", "--file", "imipramine", "--cite", str(file)])
    assert done.exit_code == 0, done.output
    assert f"wrote {file}: " in done.stderr
    assert "KittelSchneider2012_S16" in file.read_text(encoding="utf-8")
    done = CliRunner().invoke(cli, ["explain", "imipramine", "BDNF", "--file", "imipramine", "--cite", "why.doc"])
    assert done.exit_code == 2
    named = ["cite", "BDNF", "--file", "imipramine", "-o", str(tmp_path / "why.doc")]
    assert CliRunner().invoke(cli, named).exit_code == 2  # what a file of no known ending is to hold was guessed
    assert CliRunner().invoke(cli, [*named, "--format", "ris"]).exit_code == 0
    assert (tmp_path / "why.doc").read_text(encoding="utf-8").startswith("TY  - ")


def test_the_command_cites_names_claims_diagrams_data_sets_and_itself() -> None:
    def printed(*arguments: str) -> str:
        done = CliRunner().invoke(cli, ["cite", *arguments, "--file", "imipramine"])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "KittelSchneider2012_S16" in printed("BDNF")
    assert "Chen2010_S06" in printed("--claims", "P76,P78")
    assert printed("--claims", "imipramine/P76") == printed("imipramine/P76") == printed("P76")
    assert "Reierson2009_S19" in printed("--diagram", "camp", "--works-only")
    assert "dataset_imipramine" in printed("--data-set", "imipramine")
    assert printed("--software").startswith("@misc{pathway-graph,")
    assert Bibliography(()).summary() == "0 works"
