"""Keep the index of a stored network in a file beside the database, under the stamp of its content."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pathway_graph.index.arrays import ARRAYS
from pathway_graph.model import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = 2
"""Version of the file; another one is not read."""
NAME = "index.bin"


class Place(NamedTuple):
    """A cache file and the stamp of the content that it must have."""

    file: Path
    stamp: str


def remember(network: Network, folder: Path, stamp: str) -> None:
    """Say where the index of *network* may be kept; nothing is read or written before it is needed."""
    network.__dict__["_index_place"] = Place(folder / NAME, stamp)


def place_of(network: Network) -> Place | None:
    """Return what `remember` said."""
    place: Place | None = network.__dict__.get("_index_place")
    return place


def load(place: Place, ids: tuple[str, ...]) -> dict[str, NDArray[Any]] | None:
    """Return the arrays in the file, or None where it is missing, damaged or of other content."""
    import numpy as np

    try:
        content = place.file.read_bytes()
    except OSError:
        return None
    if content[:_HEAD] != _head(content[_HEAD:]):  # else damage may look like anything, or like another number
        return None
    try:
        with np.load(io.BytesIO(content[_HEAD:]), allow_pickle=False) as stored:
            if str(stored["stamp"]) != _stamp(place, ids):
                return None
            arrays = {name: np.array(stored[name]) for name in ARRAYS}
    except (ValueError, KeyError):
        return None
    return arrays if _is_sound(arrays, len(ids)) else None


def save(place: Place, ids: tuple[str, ...], arrays: dict[str, NDArray[Any]]) -> None:
    """Write the file in one step; where that is not possible, there simply is none."""
    import numpy as np

    packed = io.BytesIO()
    np.savez(packed, stamp=np.array(_stamp(place, ids)), **arrays)  # type: ignore[arg-type]
    draft = None
    try:
        handle, draft = tempfile.mkstemp(prefix=f"{NAME}.", dir=place.file.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(_head(packed.getvalue()) + packed.getvalue())
        os.replace(draft, place.file)
    except OSError:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)


_HEAD = 32


def _head(content: bytes) -> bytes:
    """Return the hash that stands before the arrays."""
    return hashlib.blake2b(content, digest_size=_HEAD // 2).hexdigest().encode()


def _stamp(place: Place, ids: tuple[str, ...]) -> str:
    names = hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16]
    return f"pathway-graph index {FORMAT} {place.stamp} {names}"


def _is_sound(arrays: dict[str, NDArray[Any]], entities: int) -> bool:
    """Whether the arrays fit each other, so that no damage can send a trace astray."""
    edges = len(arrays["source"])
    if any(len(arrays[name]) != edges for name in ("target", "sign", "edge", "by_target")):
        return False
    if any(array.ndim != 1 or array.dtype.kind != "i" for array in arrays.values()):
        return False
    if any(len(arrays[name]) != entities + 1 or arrays[name][-1] != edges for name in ("out_start", "in_start")):
        return False
    limits = {"source": entities, "target": entities, "by_target": edges}
    return all(edges == 0 or (arrays[n].min() >= 0 and arrays[n].max() < top) for n, top in limits.items())
