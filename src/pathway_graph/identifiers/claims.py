"""Find a claim by its identifier, alone or with its data set before it."""

from __future__ import annotations

from pathway_graph.model import Network


def claim_named(network: Network, name: str) -> str | None:
    """Return the stored claim that *name* is the identifier of; none where it names none.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> claim_named(guide, "P38"), claim_named(guide, "imipramine/P38"), claim_named(guide, "signor/P38")
    ('P38', 'P38', None)
    """
    if name in network.claim:
        return name
    for separator in ("/", ":"):
        source, found, identifier = name.partition(separator)
        if found and identifier in network.claim and network.claim[identifier].source == source:
            return identifier
    return None
