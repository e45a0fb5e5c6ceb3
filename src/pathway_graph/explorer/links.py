"""Where identifiers lead outside: addresses of entries of the databases that the known prefixes name.

Nothing is fetched from there; an address is a link, followed when it is pressed.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from pathway_graph.model.curie import PATTERNS, normalize, why_malformed

_OBO: Final = "http://purl.obolibrary.org/obo/"
ADDRESSES: Final[dict[str, str]] = {
    "bto": _OBO + "BTO_{}",
    "cas": "https://commonchemistry.cas.org/detail?cas_rn={}",
    "cellosaurus": "https://www.cellosaurus.org/CVCL_{}",
    "chebi": "https://www.ebi.ac.uk/chebi/searchId.do?chebiId=CHEBI:{}",
    "chembl.compound": "https://www.ebi.ac.uk/chembl/explore/compound/{}",
    "cl": _OBO + "CL_{}",
    "complexportal": "https://www.ebi.ac.uk/complexportal/complex/{}",
    "dbsnp": "https://www.ncbi.nlm.nih.gov/snp/{}",
    "doi": "https://doi.org/{}",
    "drugbank": "https://go.drugbank.com/drugs/{}",
    "ensembl": "https://www.ensembl.org/id/{}",
    "go": "https://amigo.geneontology.org/amigo/term/GO:{}",
    "hgnc": "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:{}",
    "hmdb": "https://hmdb.ca/metabolites/{}",
    "interpro": "https://www.ebi.ac.uk/interpro/entry/InterPro/{}",
    "kegg.compound": "https://www.genome.jp/entry/{}",
    "kegg.drug": "https://www.genome.jp/entry/{}",
    "kegg.genes": "https://www.genome.jp/entry/{}",
    "kegg.glycan": "https://www.genome.jp/entry/{}",
    "kegg.pathway": "https://www.genome.jp/entry/{}",
    "mesh": "https://meshb.nlm.nih.gov/record/ui?ui={}",
    "mgi": "https://www.informatics.jax.org/accession/MGI:{}",
    "mim": "https://omim.org/entry/{}",
    "ncbigene": "https://www.ncbi.nlm.nih.gov/gene/{}",
    "ncbitaxon": "https://www.ncbi.nlm.nih.gov/datasets/taxonomy/{}/",
    "obi": _OBO + "OBI_{}",
    "pfam": "https://www.ebi.ac.uk/interpro/entry/pfam/{}",
    "pmc": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "pubchem.compound": "https://pubchem.ncbi.nlm.nih.gov/compound/{}",
    "pubchem.substance": "https://pubchem.ncbi.nlm.nih.gov/substance/{}",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "reactome": "https://reactome.org/content/detail/{}",
    "rgd": "https://rgd.mcw.edu/rgdweb/report/gene/main.html?id={}",
    "signor": "https://signor.uniroma2.it/relation_result.php?id={}",
    "uberon": _OBO + "UBERON_{}",
    "uniprot": "https://www.uniprot.org/uniprotkb/{}/entry",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "wikipathways": "https://www.wikipathways.org/pathways/{}.html",
}
"""The page of an entry, by prefix; other known prefixes go by the Bioregistry, whose prefixes they are."""
_RESOLVER: Final = "https://bioregistry.io/{}"
_WEB: Final = re.compile(r"https?://[^\s\"'<>\\]+")


def outside(curie: str) -> str:
    """Return where an identifier leads, or nothing where its prefix is not known or it is no good identifier.

    >>> outside("uniprot:P23560"), outside("so:0000704"), outside("chem:imipramine"), outside("pubmed:x")
    ('https://www.uniprot.org/uniprotkb/P23560/entry', 'https://bioregistry.io/so:0000704', '', '')
    >>> outside("reactome:R-HSA-1251932.4"), outside("javascript:alert(1)")
    ('https://reactome.org/content/detail/R-HSA-1251932.4', '')
    """
    plain = normalize(curie)
    prefix, colon, identifier = plain.partition(":")
    if not colon or prefix not in PATTERNS or why_malformed(plain) is not None:
        return ""
    if prefix in ADDRESSES:
        return ADDRESSES[prefix].format(quote(identifier, safe="/:.-_()"))
    return _RESOLVER.format(quote(plain, safe=":/.-_()"))


def work_links(doi: str, pmid: str) -> list[tuple[str, str]]:
    """Return the links of a publication, each with what it is called.

    >>> work_links("10.1002/hipo.20718", "19921703")
    [('PubMed 19921703', 'https://pubmed.ncbi.nlm.nih.gov/19921703/'), ('doi:10.1002/hipo.20718', 'https://doi.org/10.1002/hipo.20718')]
    """
    pairs = ((f"PubMed {pmid}", f"pubmed:{pmid}"), (f"doi:{doi}", f"doi:{doi}"))
    return [(said, link) for said, curie in pairs if (link := outside(curie))]


def web(address: str) -> str:
    """Return an address where it is one of the web, and nothing else.

    >>> web("https://signor.uniroma2.it/"), web("javascript:alert(1)"), web("see https://a.org")
    ('https://signor.uniroma2.it/', '', '')
    """
    return address if _WEB.fullmatch(address) else ""
