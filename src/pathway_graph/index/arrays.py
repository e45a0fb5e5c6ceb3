"""The index: entities numbered in order of their identifiers, causal edges as arrays in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pathway_graph.errors import UnknownName
from pathway_graph.text.spelling import nearest_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Signs = NDArray[np.int8]

ARRAYS: Final = {
    "source": "int32", "target": "int32", "sign": "int8", "edge": "int32", "background": "bool", "hypothesis": "bool",
    "by_target": "int32", "out_start": "int32", "in_start": "int32",
}  # fmt: skip
"""The arrays of an index, and what each holds."""


@dataclass(frozen=True, eq=False)
class Index:
    """A network's causal edges in compressed rows, source -> target; immutable.

    Edges are numbered in order of source, then of the network's own order. The edges out of entity ``i`` are
    ``out_start[i]`` to ``out_start[i + 1]``; those into it are ``by_target[in_start[i]:in_start[i + 1]]``, in the
    network's order.

    Attributes:
        ids: Identifiers by number, in the network's order.
        source, target: Ends of each edge, as numbers.
        sign: +1, -1 or 0 (direction not stated) of each edge.
        edge: Place of each edge in ``Network.edges``, and with it its claims.
        background: Whether background has a say in each edge: it is background, or one of its claims is.
        hypothesis: Whether none of its claims is more than a hypothesis.
        by_target: Edges in order of target.
        out_start, in_start: Where the edges of each entity begin.
    """

    ids: tuple[str, ...]
    source: Ints
    target: Ints
    sign: Signs
    edge: Ints
    background: NDArray[np.bool_]
    hypothesis: NDArray[np.bool_]
    by_target: Ints
    out_start: Ints
    in_start: Ints

    @classmethod
    def of_bytes(cls, ids: tuple[str, ...], content: Mapping[str, bytes]) -> Index:
        """Return the index whose arrays (`ARRAYS`) hold *content*, as ``array.tobytes()`` gave it."""
        import numpy as np

        return cls(ids, **{name: np.frombuffer(content[name], kind) for name, kind in ARRAYS.items()})

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Numbers by identifier."""
        return {identifier: number for number, identifier in enumerate(self.ids)}

    @cached_property
    def id_array(self) -> NDArray[np.object_]:
        """Identifiers by number, as an array to pick from."""
        import numpy as np

        found = np.empty(len(self.ids), dtype=object)
        found[:] = self.ids
        return found

    def out_edges(self, node: int) -> Ints:
        """Return the numbers of the edges out of an entity."""
        import numpy as np

        return np.arange(self.out_start[node], self.out_start[node + 1], dtype=np.int32)

    def numbers(self, identifiers: tuple[str, ...]) -> list[int]:
        """Return the numbers of entities.

        Raises:
            UnknownName: An identifier is not in the network.
        """
        for identifier in identifiers:
            if identifier not in self.number:
                raise UnknownName(
                    "entity", identifier, nearest_name(identifier, self.number), hint="give its id, such as prot:BDNF"
                )
        return [self.number[identifier] for identifier in identifiers]
