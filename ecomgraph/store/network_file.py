"""The precomputed network of a framework in a database, so that the first path need not read the whole store.

The file has two lines of JSON: the nodes and transitions; and, if the framework states degrees, the requirements of
each of them. Everything in it can be recomputed from the store, so a file that is damaged or of another version is
ignored.
"""

from __future__ import annotations

import json
import mmap
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NetworkFile", "network_lines"]

# The version; increase it with every change to the content or to its computation.
_VERSION = 1


def network_lines(network: dict[str, Any], needs: dict[str, Any]) -> bytes:
    r"""Return the content of the file; ``needs`` may be empty.

    >>> network_lines({"nodes": []}, {})
    b'{"version":1,"nodes":[]}\n{}\n'
    """
    lines = ({"version": _VERSION, **network}, needs)
    return "".join(f"{json.dumps(it, ensure_ascii=False, separators=(',', ':'))}\n" for it in lines).encode()


class NetworkFile:
    """Reads the file, each line on first use."""

    def __init__(self, path: Path) -> None:
        """Open a file; it stays readable after it is removed. Raises :class:`OSError`."""
        with path.open("rb") as file:
            # An empty file cannot be mapped.
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""

    @cached_property
    def network(self) -> dict[str, Any]:
        """The nodes and the transitions; empty if the file cannot be used."""
        end = self._lines.find(b"\n")
        found = _parsed(self._lines[: max(end, 0)])
        return found if found.get("version") == _VERSION else {}

    @cached_property
    def needs(self) -> dict[str, Any]:
        """The needs of nodes and transitions; empty if they must be read from the store."""
        return _parsed(self._lines[self._lines.find(b"\n") + 1 :]) if self.network else {}


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
