"""BEL scripts: documents of SET, UNSET and DEFINE records and statements, each in the context that is set then.

A statement becomes the claim that its edge in a PyBEL graph does. Beyond that: a nested statement is the inner one and
what its subject does to the end of it; a complex of two that stands alone says that they bind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.formats.bel import add_link, add_node
from pathway_graph.formats.bel_records import Record, records_of, values_in
from pathway_graph.formats.bel_statements import Statement, Term, statement_of
from pathway_graph.formats.bel_terms import term_of
from pathway_graph.formats.bel_write import FROM_BEL
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.gpml import on_a_line
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.model import Network
from pathway_graph.model.values import why_no_text

_SET: Final = re.compile(r"SET\s+(DOCUMENT\s+)?([A-Za-z_]\w*)\s*=\s*(.*)", re.DOTALL)
_DEFINE: Final = re.compile(
    r"DEFINE\s+(?:DEFAULT\s+)?(NAMESPACE|ANNOTATION)\s+(\w+)\s+AS\s+(URL|PATTERN|LIST)\s+.+", re.DOTALL
)
_EVIDENCE: Final = ("Evidence", "SupportingText", "Support")
_GROUP: Final = "STATEMENT_GROUP"
_LISTS: Final = {"hasMembers": "isA", "hasComponents": "partOf", "hasMember": "isA", "hasComponent": "partOf"}
"""Relations from a whole to what is in it, and the relation of each thing in it to the whole."""


@dataclass(slots=True)
class _Context:
    """What is set when a statement comes."""

    citation: dict[str, Any] = field(default_factory=dict)
    evidence: str = ""
    group: str = ""
    annotations: dict[str, list[str]] = field(default_factory=dict)

    def clear(self) -> None:
        self.citation, self.evidence = {}, ""
        self.annotations.clear()


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read a script: a claim per statement; evidence sentences are not taken over.

    Raises:
        InputError: It is no script, a quote is not closed, or a SET, UNSET or DEFINE cannot be understood.
    """
    text = raw.decoded().replace("\r\n", "\n").replace("\r", "\n")
    records = list(records_of(text))
    about = {
        found[2]: " ".join(values_in(found[3]))
        for record in records if (found := _SET.fullmatch(record.text)) and found[1]
    }  # fmt: skip
    collection = Collection(
        raw, "bel-script", about.get("Name", "").removesuffix(".bel"), version=about.get("Version", ""),
        license=about.get("Licenses", ""), citation=about.get("Authors", ""),
    )  # fmt: skip
    reader = Reader(collection, set())
    for record in records:
        collection.here = (record.line, "")
        wrong = "" if _is_evidence(record.text) else why_no_text(record.text)
        if wrong:
            collection.problem(*wrong)
        elif record.wrong:
            collection.problem(record.wrong, "close it before the next SET, UNSET or DEFINE")
        else:
            reader.take(record)
    if not reader.statements and not collection.problems:
        raise raw.wrong(0, "there is no statement in it", "a BEL script has statements such as p(HGNC:A) -> p(HGNC:B)")
    return collection.finish()


def _is_evidence(text: str) -> bool:
    """Whether a record is the sentence of a paper, which is not taken over, whatever characters are in it."""
    return text.startswith("SET") and text[3:].lstrip().startswith(_EVIDENCE)


class Reader:
    """Turns statements into claims, each in the context that is set.

    Args:
        collection: What is read goes there.
        namespaces: Namespaces that are defined; None where they are not to be defined.
    """

    def __init__(self, collection: Collection, namespaces: set[str] | None = None) -> None:
        self.made, self.tally = collection, collection.tally
        self.context = _Context()
        self.namespaces = namespaces
        self.forms: set[str] = set()
        self.statements = 0

    def take(self, record: Record) -> None:
        """Read one record."""
        word = record.text.split(None, 1)[0]
        if word == "SET":
            self.set(record.text)
        elif word == "UNSET":
            self.unset(record.text.split(None, 1)[1] if " " in record.text else "")
        elif word == "DEFINE":
            self.define(record.text)
        else:
            self.statements += 1
            self.tally.read("statements")
            try:
                statement = statement_of(record.text)
            except ValueError as error:
                place = f"line {record.line}: {record.text[:80]}"
                self.tally.left_out("statements", f"not understood: {error}", place, every=True)
                return
            self.tally.kept("statements", int(self.state(statement, record)))

    def set(self, text: str) -> None:
        """Take a SET record."""
        found = _SET.fullmatch(text)
        values = values_in(found[3]) if found else []
        if found is None or not values:
            self.made.problem(f"the record {text[:80]!r} sets nothing", 'write SET Name = "value"')
        elif found[1]:
            self.tally.read("document properties")
        elif found[2] == "Citation":
            self.context.clear()
            self.context.citation = self.citation(values)
        elif found[2] in _EVIDENCE:
            self.context.evidence = " ".join(values)
        elif found[2] == _GROUP:
            self.context.group = " ".join(values)
        else:
            self.context.annotations[found[2]] = list(dict.fromkeys(values))

    def citation(self, values: list[str]) -> dict[str, Any]:
        """Return a citation: kind and number; or kind, name, number, date, authors, comment."""
        if len(values) == 1:
            self.made.problem(f"the citation {values[0][:80]!r} has no kind or no number",
                              'write SET Citation = {"PubMed", "12345"}')  # fmt: skip
            return {}
        name, number, date, authors = ("", values[1], "", "") if len(values) == 2 else (*values[1:], "", "")[:4]
        number = number or name
        if values[0].lower() == "pubmed" and not number.isdigit():
            self.tally.changed("citations", "their PubMed number is none: kept as text",
                               f"line {self.made.here[0]}: {number[:60]}")  # fmt: skip
            return {"db": "Other", "db_id": number, "date": date}
        authors_of = [one.strip() for one in authors.split("|") if one.strip()]
        return {"db": values[0], "db_id": number, "db_name": name, "date": date, "authors": authors_of}

    def unset(self, text: str) -> None:
        """Take an UNSET record."""
        names = values_in(text)
        if not names:
            self.made.problem("UNSET without a name", "write UNSET Name, or UNSET ALL")
        for name in names:
            if name in ("ALL", "Citation"):
                self.context.clear()
            elif name in _EVIDENCE:
                self.context.evidence = ""
            if name in ("ALL", _GROUP):
                self.context.group = ""
            self.context.annotations.pop(name, None)

    def define(self, text: str) -> None:
        """Take a DEFINE record; what it points to is not fetched."""
        found = _DEFINE.fullmatch(text)
        if found is None:
            self.made.problem(f"the record {text[:80]!r} defines nothing", 'write DEFINE NAMESPACE X AS URL "..."')
        else:
            self.tally.read(f"definitions of {found[1].lower()}s")
            if found[1] == "NAMESPACE" and self.namespaces is not None:
                self.namespaces.add(found[2])

    # Statements

    def state(self, statement: Statement, record: Record) -> bool:
        """Add what a statement says; return whether it says anything of two things."""
        subject, object_ = statement.subject, statement.object
        if object_ is None:
            return self.alone(subject, record)
        if isinstance(object_, Statement):
            return self.nested(subject, statement.relation, object_, record)
        if isinstance(object_, Term) and statement.relation not in _LISTS:
            self.link(subject, statement.relation, object_, record)
            return True
        word = _LISTS.get(statement.relation, statement.relation)
        if subject.node["function"] == "Complex" and word == "isA":
            word = "partOf"
        for part in object_ if isinstance(object_, tuple) else (object_,):
            ends = (part, word, subject) if statement.relation in _LISTS else (subject, word, part)
            self.link(*ends, record)
        return True

    def place(self, record: Record) -> str:
        """Return where a record stands, with its beginning."""
        where = f"line {record.line}" if record.line else self.made.here[1]
        return f"{where}: {record.text[:80]}"

    def alone(self, term: Term, record: Record) -> bool:
        """Read a term without a relation: a complex says that its members bind."""
        members = term.node.get("members", []) if term.node["function"] == "Complex" else []
        if len(members) == 2 and "concept" not in term.node:
            self.entity(term.node)
            self.link(Term(members[0]), "binds", Term(members[1]), record)
            self.tally.changed("statements", "a complex of two alone: read as the two bind")
            return True
        for member in members:
            self.link(Term(member), "partOf", term, record)
        if members:
            self.tally.changed("statements", "a complex alone: read as each member is part of it")
        else:
            self.entity(term.node)
            why = "a term alone states no relation: its entity is there"
            self.tally.left_out("statements", why, self.place(record))
        return bool(members)

    def nested(self, subject: Term, relation: str, inner: Statement, record: Record) -> bool:
        """Read a statement about a statement: the inner one, and what the subject does to what it leads to."""
        if not isinstance(inner.object, Term):
            self.tally.left_out("statements", "nested more than once, or about a list", self.place(record), every=True)
            return False
        self.link(inner.subject, inner.relation, inner.object, record)
        through = on_a_line(FROM_BEL.get(relation, "linked_to"), FROM_BEL.get(inner.relation, "linked_to"))
        words = {"promotes": "increases", "inhibits": "decreases", "modulates": "regulates"}
        inner_text = f"{term_of(inner.subject.node)} {inner.relation} {term_of(inner.object.node)}"
        annotated = {"acts_on_statement": [f"{relation} ({inner_text})"]}
        self.link(subject, words.get(through, "association"), inner.object, record, annotated)
        why = "nested: read as the inner one, and what the subject does to its end"
        self.tally.changed("statements", why, self.place(record))
        return True

    def link(
        self, source: Term, word: str, target: Term, record: Record, more: dict[str, list[str]] | None = None
    ) -> None:
        """Add the claim of one relation, with what is set now."""
        context = self.context
        annotations = {**context.annotations, **(more or {})}
        if context.group:
            annotations[_GROUP] = [context.group]
        link: dict[str, Any] = {
            "relation": word, "line": record.line, "evidence": context.evidence, "citation": context.citation,
            "annotations": annotations, "source_modifier": source.modifier, "target_modifier": target.modifier,
        }  # fmt: skip
        add_link(self.made, link, self.entity(source.node), self.entity(target.node))

    def entity(self, node: dict[str, Any]) -> str:
        """Add the entity of a node, with the links that its term states."""
        for concept in _concepts(node):
            if self.namespaces is not None and concept not in self.namespaces:
                self.tally.changed(
                    "nodes",
                    "their namespace is not defined in the script",
                    f"line {self.made.here[0]}: {concept}",
                    once=True,
                )
        identifier = add_node(self.made, node)
        function = node["function"]
        if function == "Complex":
            for member in self.made.entities[identifier].members:
                self.made.link(member, "part_of", identifier)
        elif node.get("variants") and "concept" in node and identifier not in self.forms:
            self.forms.add(identifier)
            parent = self.entity({key: value for key, value in node.items() if key != "variants"})
            if self.made.entities[identifier].kind == "ProteinState":
                self.made.link(identifier, "state_of", parent)
            else:  # as the edge hasVariant of a PyBEL graph
                self.made.claim("", identifier, "variant_of", parent, kind="fact", direction="hasVariant")
        return identifier


def _concepts(node: dict[str, Any]) -> list[str]:
    """Return the namespaces that a node names, members included."""
    found = [node["concept"]["namespace"]] if "concept" in node else []
    for part in ("members", "reactants", "products"):
        found += [name for one in node.get(part, []) for name in _concepts(one)]
    return found
