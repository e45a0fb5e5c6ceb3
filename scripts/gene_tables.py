"""Make the packaged tables of gene names from files of their sources (src/pathway_graph/data/genes/README.md).

Usage: gene_tables.py FOLDER, which holds, tab separated with a header:

- hgnc.tsv: HGNC ID, Approved symbol, Approved name, Status, Alias symbols, Previous symbols, NCBI Gene ID, MGI, RGD
- mgi.tsv, rgd.tsv: ID, symbol, synonyms, ensembl (several by ``;`` or ``|``)
- homologene.tsv: homology_id, tax_id, gene_id, gene_symbol
- ensembl_mouse.tsv: ensembl, ncbigene, uniprot (one accession a row)
- ncbi_mouse.tsv: ncbigene, symbol
"""

from __future__ import annotations

import csv
import lzma
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

OUT = Path(__file__).parents[1] / "src" / "pathway_graph" / "data" / "genes"
Rows = list[dict[str, str]]
RODENTS = {"mouse": ("mgi", "MGI", "10090", "ENSMUSG"), "rat": ("rgd", "RGD", "10116", "ENSRNOG")}
"""Species -> its file, the column of HGNC's, its taxon, how its Ensembl genes begin."""


def read(path: Path) -> Rows:
    """Return the rows of a tab separated file, each by its header."""
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(name: str, lines: list[str]) -> None:
    """Write a packaged table and say its size."""
    text = "".join(f"{line}\n" for line in lines)
    (OUT / f"{name}.tsv.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    size = (OUT / f"{name}.tsv.xz").stat().st_size
    sys.stdout.write(f"{name}: {len(lines)} rows, {size} bytes\n")


def symbols(hgnc: Rows) -> list[str]:
    """Return previous and alias symbols of approved genes; withdrawn symbols with what they became."""
    lines = []
    for row in hgnc:
        number, status = row["HGNC ID"].removeprefix("HGNC:"), row["Status"]
        if status == "Approved" and (row["Previous symbols"] or row["Alias symbols"]):
            named = ("|".join(filter(None, row[kind].split(", "))) for kind in ("Previous symbols", "Alias symbols"))
            lines.append("\t".join((number, *named)))
        elif status.endswith("Withdrawn"):
            became = " ".join(re.findall(r"\[HGNC:(\d+)\]", row["Approved name"]))
            lines.append(f"-{number}\t{row['Approved symbol'].removesuffix('~withdrawn')}\t{became}")
    return lines


def numbers_of_ncbi(folder: Path, species: str, genes: Rows, human: dict[str, set[str]]) -> dict[str, str]:
    """Return the NCBI Gene number of each rodent gene on which all sources that know it agree; none twice."""
    taxon = RODENTS[species][2]
    groups: dict[str, set[str]] = defaultdict(set)
    known: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in read(folder / "homologene.tsv"):
        if row["tax_id"] == "9606":
            groups[row["homology_id"]].add(row["gene_id"])
        elif row["tax_id"] == taxon:
            known[row["gene_symbol"]].add((row["gene_id"], row["homology_id"]))
    by_ensembl: dict[str, set[str]] = defaultdict(set)
    by_symbol: dict[str, set[str]] = defaultdict(set)
    if species == "mouse":
        for row in read(folder / "ensembl_mouse.tsv"):
            by_ensembl[row["ensembl"]] |= set(filter(None, row["ncbigene"].split("; ")))
        for row in read(folder / "ncbi_mouse.tsv"):
            by_symbol[row["symbol"]].add(row["ncbigene"])
    found: dict[str, str] = {}
    for gene in genes:
        homologs = known.get(gene["symbol"], set()) or {
            (number, group)  # the symbol of then is a synonym of now, and the group is of the same human gene
            for one in re.split("[;|]", gene["synonyms"])
            for number, group in known.get(one, set())
            if groups[group] & human[gene["ID"]]
        }
        said = [{number for number, _ in homologs}, by_symbol.get(gene["symbol"], set())]
        said += [by_ensembl.get(one, set()) for one in gene["ensembl"].split(";")]
        votes = [numbers for numbers in said if len(numbers) == 1]
        groups_of = {number for _, group in homologs for number in groups[group]}
        elsewhere = groups_of and not groups_of & human[gene["ID"]] and len(votes) == 1
        if votes and all(numbers == votes[0] for numbers in votes) and not elsewhere:
            found[gene["ID"]] = next(iter(votes[0]))
    often = Counter(found.values())
    return {gene: number for gene, number in found.items() if often[number] == 1}


def rodent(folder: Path, species: str, hgnc: Rows) -> list[str]:
    """Return number, symbol, NCBI Gene, Ensembl, UniProt of each gene that HGNC names as an ortholog."""
    file, column, _, start = RODENTS[species]
    human: dict[str, set[str]] = defaultdict(set)
    for row in hgnc:
        if row["Status"] == "Approved":
            for number in re.findall(r":(\d+)", row[column]):
                human[number].add(row["NCBI Gene ID"])
    united: dict[str, dict[str, str]] = {}
    for row in read(folder / f"{file}.tsv"):  # a gene of two Ensembl numbers stands in two rows
        if row["ID"] in human:
            there = united.setdefault(row["ID"], row)
            if there is not row:
                there["ensembl"] += f";{row['ensembl']}"
    genes = list(united.values())
    numbers = numbers_of_ncbi(folder, species, genes, human)
    proteins = accessions(folder) if species == "mouse" else {}
    lines = []
    for gene in sorted(genes, key=lambda gene: int(gene["ID"])):
        ensembl = [one for one in gene["ensembl"].split(";") if one.startswith(f"{start}0000")]
        short = " ".join(str(int(one.removeprefix(start))) for one in ensembl)
        made = " ".join(sorted({protein for one in ensembl for protein in proteins.get(one, ())}))
        lines.append("\t".join((gene["ID"], gene["symbol"], numbers.get(gene["ID"], ""), short, made)))
    return lines


def accessions(folder: Path) -> dict[str, set[str]]:
    """Return UniProt accessions by mouse gene, those of one gene only; the long ones of unreviewed entries left out."""
    genes: dict[str, set[str]] = defaultdict(set)
    for row in read(folder / "ensembl_mouse.tsv"):
        if row["ncbigene"] and re.fullmatch(r"[OPQ]\d\w{3}\d", row["uniprot"]):
            genes[row["uniprot"]].add(row["ensembl"])
    found: dict[str, set[str]] = defaultdict(set)
    for accession, named in genes.items():
        if len(named) == 1:
            found[next(iter(named))].add(accession)
    return found


def main() -> None:
    """Write all tables."""
    folder = Path(sys.argv[1])
    hgnc = read(folder / "hgnc.tsv")
    write("symbols", symbols(hgnc))
    for species in RODENTS:
        write(species, rodent(folder, species, hgnc))


if __name__ == "__main__":
    main()
