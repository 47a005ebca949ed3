"""The names of the things in a database, in a sorted file, so that looking up one does not read all of them.

A line has a name in folded form (:func:`ecomgraph.spelling.folded`), the number of its table (see
:class:`ecomgraph.reading.names.Names`), and the IRI of a thing that has it, separated by tabs.
"""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["NameIndex", "write_name_index"]


def write_name_index(path: Path, rows: Iterable[tuple[str, int, str]]) -> None:
    """Write names, each with its table and an IRI."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(
        b"".join(sorted({f"{name}\t{table}\t{iri}\n".encode(errors="surrogatepass") for name, table, iri in rows}))
    )


class NameIndex:
    """Finds names in a file by bisection, in time logarithmic in its size."""

    def __init__(self, path: Path) -> None:
        """Open a file; it stays readable after it is removed. Raises :class:`OSError`."""
        with path.open("rb") as file:
            # An empty file cannot be mapped.
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""

    def find(self, name: str, table: int) -> list[str]:
        """Return the IRIs of the things that have a name in a table, sorted."""
        wanted = f"{name}\t{table}\t".encode(errors="surrogatepass")
        lines, low, high = self._lines, 0, len(self._lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", start) + 1
            if lines[start:end] < wanted:
                low = end
            else:
                high = start
        found = []
        while lines[low : low + len(wanted)] == wanted:
            end = lines.find(b"\n", low)
            found.append(lines[low + len(wanted) : end].decode())
            low = end + 1
        return found
