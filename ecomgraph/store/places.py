"""Positions in a document."""

from __future__ import annotations

__all__ = ["place_of"]


def place_of(data: bytes, position: int) -> tuple[int, int]:
    r"""Return line and column of a byte, both counted from 1, columns in characters.

    >>> place_of("a\né!".encode(), 4)
    (2, 2)
    """
    before = data[:position]
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    return before.count(b"\n") + 1, column
