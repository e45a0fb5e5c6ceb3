"""Random small networks that cite: duplicates, bare links, judged and unjudged entries, publications of each status."""

from __future__ import annotations

import random
from dataclasses import replace

from pathway_graph.model import Claim, Entity, Network, Publication, Reference, Source, Verdict
from pathway_graph.model.build import build_network, merge

TITLES = (
    "A long study of imipramine - PubMed", "A Long Study of Imipramine. - PMC", "Another trial, in rats",
    "Another trial in rats | ResearchGate", "Short", "(no title is printed)", "researchgate.net", "A third work – PMC",
)  # fmt: skip


def cited(seed: int) -> Network:
    """Return a network of one or two data sets; equal seeds, equal networks."""
    choice = random.Random(seed)
    return merge([_part(choice, name) for name in ("one", "two")[: choice.randint(1, 2)]])


def _part(choice: random.Random, source: str) -> Network:
    entities = [Entity(name, "Protein", name) for name in "ABCD"]
    claims = [_claim(choice, f"{source[0]}{number}") for number in range(choice.randint(2, 7))]
    names = [claim.id for claim in claims]

    def some(most: int) -> tuple[str, ...]:
        return tuple(choice.sample(names, min(len(names), choice.randint(0, most))))

    publications = [
        Publication(
            f"{source}-p{number}",
            choice.choice(TITLES),
            choice.choice(["verified", "cited", "candidate", "candidate", "unknown"]),
            doi=choice.choice(["", "", "10.1/a", "10.1/A", "10.1/b"]),
            pmid=choice.choice(["", "", "7", "8"]),
            claims=some(2),
        )
        for number in range(choice.randint(0, 5))
    ]
    references = [
        Reference(
            number,
            choice.choice(TITLES),
            entry_kind=choice.choice(["titled"] * 4 + ["bare domain"]),
            cited_at=choice.choice(["", "", "", "3", "3, 7 x2", f"{names[0]}, 5", "9"]),
            note=choice.choice(["", "as printed"]),
            verdicts=tuple(
                Verdict(
                    some(2),
                    choice.choice(["supported", "off-topic", "bare link"]),
                    better=tuple(choice.sample([1, 2, 3], choice.randint(0, 2))),
                    publications=tuple(p.id for p in publications if choice.random() < 0.3),
                )
                for _ in range(choice.choice([0, 0, 1, 2]))
            ),
        )
        for number in range(1, choice.randint(1, 5))
    ]
    return build_network(
        Source(source), entities=entities, claims=claims, publications=publications, references=references
    )


def _claim(choice: random.Random, name: str) -> Claim:
    subject, target = choice.sample("ABCD", 2)
    claim = Claim(name, subject, choice.choice(["increases", "decreases", "binds"]), target)
    claim = replace(claim, citations=tuple(choice.sample([1, 2, 3, 4, 9], choice.choice([0, 1, 1, 2]))))
    claim = replace(claim, lines=choice.choice(["", "3", "3;5-7", "5-6;9"]))
    if choice.random() < 0.25:
        claim = replace(claim, kind="hypothesis", certainty="hypothesis")
    if choice.random() < 0.2:
        claim = replace(claim, view="background", reference=choice.choice(["pmid:1", "pmid:2"]))
    return claim
