"""Write signed edges as SBML-qual: a transition per thing that is acted on, with its studies as annotations."""

from __future__ import annotations

from typing import Any, Final

from pathway_graph.formats.graphml import clean
from pathway_graph.formats.logic_write import Logic, Regulation, logic_of
from pathway_graph.formats.miriam import BQBIOL, RDF
from pathway_graph.formats.raw import Encoded
from pathway_graph.formats.report import Tally
from pathway_graph.model import Edge, Entity, Network

SBML: Final = "http://www.sbml.org/sbml/level3/version1/core"
QUAL: Final = "http://www.sbml.org/sbml/level3/version1/qual/version1"
MATH: Final = "http://www.w3.org/1998/Math/MathML"
OWN: Final = "urn:pathway-graph:sbml"
"""Namespace of the element that keeps an entity's id and kind."""
SBO: Final = {
    "Protein": "0000252", "Gene": "0000243", "Transcript": "0000250", "SmallMolecule": "0000247", "Complex": "0000253",
    "Phenotype": "0000358", "BiologicalProcess": "0000375",
}  # fmt: skip
"""Terms of the Systems Biology Ontology for kinds."""


def dump(network: Network) -> Encoded:
    """Write the signed edges: a thing is on if one of its activators is and none of its inhibitors."""
    from lxml import etree

    tally = Tally()
    logic = logic_of(network, tally, "SBML-qual")
    writer = _Writer(etree, network, logic)
    root = etree.Element(_core("sbml"), nsmap={None: SBML, "qual": QUAL})  # type: ignore[dict-item]
    root.set("level", "3")
    root.set("version", "1")
    root.set(_qual("required"), "true")
    model = etree.SubElement(root, _core("model"), {"id": "model"})
    title = ", ".join(one.title or one.id for one in network.sources)
    if title:
        model.set("name", clean(title))
    places = etree.SubElement(model, _core("listOfCompartments"))
    etree.SubElement(places, _core("compartment"), {"id": "cell", "spatialDimensions": "3", "constant": "true"})
    writer.species(model)
    writer.transitions(model)
    behind = sum(bool(one.claims) and bool(one.pmid or one.doi) for one in network.publications)
    tally.changed("publications", "by PubMed number or DOI alone, at the inputs they stand behind", count=behind)
    tally.left_out("publications", "they have neither PubMed number nor DOI, or stand behind no claim",
                   count=len(network.publications) - behind)  # fmt: skip
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return Encoded({"": text}, tally.report("", "sbml-qual"))


def _core(name: str) -> str:
    return f"{{{SBML}}}{name}"


def _qual(name: str) -> str:
    return f"{{{QUAL}}}{name}"


class _Writer:
    def __init__(self, etree: Any, network: Network, logic: Logic) -> None:
        self.etree, self.logic = etree, logic
        self.studies: dict[str, list[str]] = {}
        for publication in network.publications:
            resource = f"pubmed:{publication.pmid}" if publication.pmid else f"doi:{publication.doi}"
            for claim in publication.claims if publication.pmid or publication.doi else ():
                self.studies.setdefault(claim, []).append(f"https://identifiers.org/{resource}")

    def under(self, parent: Any, tag: str, /, **attributes: str) -> Any:
        return self.etree.SubElement(parent, _qual(tag), {_qual(key): value for key, value in attributes.items()})

    def species(self, model: Any) -> None:
        """Write what the rules are about, with identifiers."""
        if not self.logic.entities:
            return
        listed = self.under(model, "listOfQualitativeSpecies")
        for entity in self.logic.entities:
            name = self.logic.names[entity.id]
            element = self.under(listed, "qualitativeSpecies", id=name, name=clean(entity.name), compartment="cell",
                                 constant="false", maxLevel="1")  # fmt: skip
            if entity.kind in SBO:
                element.set("sboTerm", f"SBO:{SBO[entity.kind]}")
            self.annotate(element, f"meta_{name}", "is", _identifiers(entity), entity)

    def transitions(self, model: Any) -> None:
        """Write a transition for each thing that is acted on."""
        if not self.logic.regulations:
            return
        listed = self.under(model, "listOfTransitions")
        for target, regulation in sorted(self.logic.regulations.items()):
            name = self.logic.names[target]
            element = self.under(listed, "transition", id=f"tr_{name}")
            inputs = self.under(element, "listOfInputs")
            for sign, edges in (("positive", regulation.raising), ("negative", regulation.lowering)):
                for edge in edges:
                    self.input(inputs, name, edge, sign)
            outputs = self.under(element, "listOfOutputs")
            self.under(outputs, "output", qualitativeSpecies=name, transitionEffect="assignmentLevel")
            terms = self.under(element, "listOfFunctionTerms")
            self.under(terms, "defaultTerm", resultLevel="0")
            term = self.under(terms, "functionTerm", resultLevel="1")
            self.math(term, regulation)

    def input(self, parent: Any, target: str, edge: Edge, sign: str) -> None:
        source = self.logic.names[edge.source]
        identifier = f"in_{source}_{target}"
        element = self.under(
            parent, "input", id=identifier, qualitativeSpecies=source, transitionEffect="none", sign=sign
        )
        behind = sorted({one for claim in edge.claims for one in self.studies.get(claim, ())})
        self.annotate(element, f"meta_{identifier}", "isDescribedBy", behind)

    def math(self, term: Any, regulation: Regulation) -> None:
        """Write: one of the activators, and none of the inhibitors."""
        math = self.etree.SubElement(term, f"{{{MATH}}}math", nsmap={None: MATH})
        both = regulation.raising and regulation.lowering
        whole = self.apply(math, "and") if both else math
        if regulation.raising:
            self.one_of(whole, regulation.raising)
        if regulation.lowering:
            self.one_of(self.apply(whole, "not"), regulation.lowering)

    def one_of(self, parent: Any, edges: tuple[Edge, ...]) -> None:
        inside = self.apply(parent, "or") if len(edges) > 1 else parent
        for edge in edges:
            on = self.apply(inside, "eq")
            self.etree.SubElement(on, f"{{{MATH}}}ci").text = self.logic.names[edge.source]
            number = self.etree.SubElement(on, f"{{{MATH}}}cn")
            number.set("type", "integer")
            number.text = "1"

    def apply(self, parent: Any, operator: str) -> Any:
        element = self.etree.SubElement(parent, f"{{{MATH}}}apply")
        self.etree.SubElement(element, f"{{{MATH}}}{operator}")
        return element

    def annotate(
        self, element: Any, meta: str, qualifier: str, resources: list[str], entity: Entity | None = None
    ) -> None:
        """Write MIRIAM annotations, and the id and kind of an entity so that they come back."""
        if not resources and entity is None:
            return
        element.set("metaid", meta)
        annotation = self.etree.SubElement(element, _core("annotation"))
        if resources:
            rdf = self.etree.SubElement(annotation, f"{{{RDF}}}RDF", nsmap={"rdf": RDF, "bqbiol": BQBIOL})
            about = self.etree.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": f"#{meta}"})
            bag = self.etree.SubElement(self.etree.SubElement(about, f"{{{BQBIOL}}}{qualifier}"), f"{{{RDF}}}Bag")
            for resource in resources:
                self.etree.SubElement(bag, f"{{{RDF}}}li", {f"{{{RDF}}}resource": resource})
        if entity is not None:
            told = {"id": entity.id, "kind": entity.kind, "name": clean(entity.name)}
            told |= {"curie": entity.curie} if entity.curie else {}
            self.etree.SubElement(annotation, f"{{{OWN}}}entity", told, nsmap={"pathway_graph": OWN})


def _identifiers(entity: Entity) -> list[str]:
    curies = [entity.curie, *(one.curie for one in entity.xrefs if not one.note)]
    return [f"https://identifiers.org/{one}" for one in dict.fromkeys(curies) if one]
