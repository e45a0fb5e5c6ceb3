"""A generation whose load ended after its snapshot was published and before its database was built."""

from __future__ import annotations

from pathlib import Path

from pathway_graph.errors import StoreUnavailable
from pathway_graph.model import Network
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.snapshot import open_parts


def require_built(root: Path) -> None:
    """Refuse a query that may not last as long as it takes to build the database, which would then never be built.

    Raises:
        StoreUnavailable: The store waits for its database, or there is none at the path.
    """
    generations = Generations(root)
    if sealing.is_unbuilt(generations.about(generations.current())):
        raise StoreUnavailable(
            f"the database for Cypher of {root} is not built yet",
            hint="wait for the load to end, or run `pathway-graph query -e 'RETURN 1'`, which builds it",
        )


def network_of(generation: Path) -> Network:
    """Return what such a generation holds, whatever version of the program wrote its snapshot; all of it is hashed.

    Raises:
        StoreUnavailable: The snapshot is damaged, and there is nothing else.
    """
    known = sealing.about(generation)
    network = open_parts(generation / sealing.SNAPSHOT, str(known["stamp"]))
    if network is None:
        names = ", ".join(map(str, known["sources"][:10]))
        raise StoreUnavailable(
            f"{generation / sealing.SNAPSHOT} is damaged or of another version, and the load that wrote it ended "
            "before its database was built",
            hint=f"delete {generation.parent} and run `pathway-graph load` again for what it held: {names}",
        )
    return network
