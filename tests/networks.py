"""Small networks whose content is known by heart.

::

    drug:X -INHIBITS-> prot:A -ACTIVATES-> prot:B -ACTIVATES-> prot:C (background)
    drug:X -INCREASES-> prot:B -INHIBITS-> prot:A
                        prot:B -PRODUCT_OF-> gene:B (structural)
"""

from __future__ import annotations

from pathway_graph.model import (
    Claim,
    Diagram,
    DiagramEdge,
    DiagramNode,
    Entity,
    Link,
    Ortholog,
    Protocol,
    Publication,
    Reference,
    Source,
    Step,
    Verdict,
    Xref,
)
from pathway_graph.model.build import build_network

TINY = build_network(
    Source("tiny", title="Tiny – ein kleines Netz", version="1", license="CC0-1.0"),
    entities=[
        Entity("drug:X", "SmallMolecule", "X", synonyms=("β-X", "«X»", "it's \"X\" \\ `x`"), role="drug"),
        Entity("prot:A", "Protein", "A", terms=("protein A",), compartment="membrane", lines="1-2"),
        Entity("prot:B", "Protein", "B", links=(Link("product_of", "gene:B"),),
               xrefs=(Xref("uniprot:P12345", "n"), Xref("uniprot:P23456"))),
        Entity("prot:C", "Protein", "C", view="background", note="(#1:0)"),
        Entity("gene:B", "Gene", "B gene", curie="hgnc:1", exact_case=("B",),
               orthologs=(Ortholog("rat", "Bb", ("rgd:1",)), Ortholog("mouse", "Bb", (), "none"))),
        Entity("species:rat", "Species", "rat"),
        Entity("assay:wb", "Assay", "Western blot"),
        Entity("cond:stress", "Condition", "stress"),
    ],
    claims=[
        Claim("c1", "drug:X", "inhibits", "prot:A", "X inhibits A.", effect_percent=-21.0, duration="P21D",
              regimen="chronic", species="species:rat", citations=(1, 2), table=1, row=2,
              condition="cond:stress", condition_effect=0),
        Claim("c2", "prot:A", "activates", "prot:B", site="Ser133", mechanism="phosphorylation"),
        Claim("c3", "prot:B", "inhibits", "prot:A", certainty="one_study", restates=("c1",)),
        Claim("c4", "drug:X", "increases", "prot:B", kind="hypothesis", certainty="hypothesis",
              co_treatment=("prot:C", "prot:A")),
        Claim("b1", "prot:B", "activates", "prot:C", view="background", reference="pmid:1"),
    ],
    references=[
        Reference(1, "A paper", "example.org", verdicts=(Verdict(("c1",), "supported", (2,), ("p1",), "fits"),)),
        Reference(2, "example.net", "example.net", "bare domain"),
    ],
    publications=[Publication("p1", "A study of A", "verified", year=1999, pmid="1", claims=("c1", "c2"))],
    protocols=[
        Protocol("WB", "Blot", assay="assay:wb", steps=tuple(
            Step(number, f"step {number}", uses=("prot:A",) if number == 2 else (), parameters=("4 °C",))
            for number in range(1, 12)
        )),
    ],
    diagrams=[
        Diagram("D1", "one", "The first", nodes=(DiagramNode("drug:X"), DiagramNode("prot:A"), DiagramNode("step:WB/1"),
                       DiagramNode("step:WB/2", "detail")),
                edges=(DiagramEdge("drug:X", "inhibits", "prot:A", ("c1",)),
                       DiagramEdge("step:WB/2", "loops_to", "step:WB/1"))),
    ],
)  # fmt: skip

OTHER = build_network(
    Source("other", title="Another data set"),
    entities=[
        Entity("prot:A", "Protein", "Protein A", synonyms=("AA",), note="said by other"),
        Entity("prot:D", "Protein", "D"),
    ],
    claims=[Claim("o1", "prot:D", "inhibits", "prot:A")],
)

OTHER_REVISED = build_network(
    Source("other", title="Another data set", version="2"),
    entities=[Entity("prot:A", "Protein", "Protein A"), Entity("prot:E", "Protein", "E")],
    claims=[Claim("o2", "prot:E", "activates", "prot:A")],
)

CONTRADICTING = build_network(
    Source("contradicting"),
    entities=[Entity("prot:A", "Gene", "A is a gene here"), Entity("prot:Z", "Protein", "Z")],
)
