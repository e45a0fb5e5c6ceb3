"""Read from a TrueType file which characters it has and how wide they are, without loading a library for it."""

from __future__ import annotations

import struct
from bisect import bisect_right
from pathlib import Path
from typing import Final

_WANTED: Final = ((3, 10), (0, 4), (3, 1), (0, 3))
"""Character maps, by platform and encoding, best first: all of Unicode, then its first plane."""


class Typeface:
    """The character map and the widths of one font file.

    The tables are those of the OpenType specification: ``cmap`` of format 4 or 12, ``head``, ``hhea`` and ``hmtx``.

    Raises:
        ValueError: The file is no TrueType font that has them.
    """

    def __init__(self, file: Path) -> None:
        self._bytes = file.read_bytes()
        try:
            tables = self._tables()
            (self._em,) = struct.unpack_from(">H", self._bytes, tables["head"] + 18)
            (self._count,) = struct.unpack_from(">H", self._bytes, tables["hhea"] + 34)
            self._widths = tables["hmtx"]
            self._ranges = self._read_map(tables["cmap"])
        except (struct.error, KeyError) as error:
            raise ValueError(f"{file} is no TrueType font") from error
        self._starts = [start for start, _, _, _ in self._ranges]

    def glyph(self, character: str) -> int:
        """Return the number of a character's glyph; 0 where the font has none."""
        code = ord(character)
        place = bisect_right(self._starts, code) - 1
        if place < 0:
            return 0
        start, end, first, offset = self._ranges[place]
        if code > end:
            return 0
        if offset:  # format 4: a list of glyphs, each of which is shifted
            (glyph,) = struct.unpack_from(">H", self._bytes, offset + 2 * (code - start))
            return (glyph + first) % 65536 if glyph else 0
        return (first + code) % 65536

    def width(self, character: str) -> float:
        """Return a character's width in ems; that of the empty box where the font has none."""
        place = min(self.glyph(character), self._count - 1)
        (width,) = struct.unpack_from(">H", self._bytes, self._widths + 4 * place)
        return float(width / self._em)

    def _tables(self) -> dict[str, int]:
        (count,) = struct.unpack_from(">H", self._bytes, 4)
        rows = (struct.unpack_from(">4sIII", self._bytes, 12 + 16 * row) for row in range(count))
        return {name.decode("latin-1"): offset for name, _, offset, _ in rows}

    def _read_map(self, table: int) -> list[tuple[int, int, int, int]]:
        """Return sorted ranges of characters: first, last, what to add, and where a list of glyphs stands."""
        (count,) = struct.unpack_from(">H", self._bytes, table + 2)
        rows = (struct.unpack_from(">HHI", self._bytes, table + 4 + 8 * row) for row in range(count))
        maps = {(platform, encoding): table + offset for platform, encoding, offset in rows}
        place = maps[next((wanted for wanted in _WANTED if wanted in maps), _WANTED[0])]
        (form,) = struct.unpack_from(">H", self._bytes, place)
        if form == 12:
            (count,) = struct.unpack_from(">I", self._bytes, place + 12)
            groups = (struct.unpack_from(">III", self._bytes, place + 16 + 12 * group) for group in range(count))
            return sorted((start, end, glyph - start, 0) for start, end, glyph in groups)
        if form != 4:
            raise KeyError(form)
        (double,) = struct.unpack_from(">H", self._bytes, place + 6)
        ends, starts = place + 14, place + 16 + double
        found = []
        for step in range(0, double, 2):
            offsets = starts + 2 * double + step
            end, start, delta, offset = (
                struct.unpack_from(">H", self._bytes, at)[0]
                for at in (ends + step, starts + step, starts + double + step, offsets)
            )
            found.append((start, end, delta, offsets + offset if offset else 0))
        return sorted(found)
