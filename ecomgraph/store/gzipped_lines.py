"""Lines of N-Triples packed with gzip, as a database keeps the triples of a framework."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["packed_lines", "unpacked_lines"]


def packed_lines(lines: Iterable[bytes]) -> bytes:
    r"""Return lines packed with gzip; the same lines always give the same bytes.

    >>> unpacked_lines(packed_lines([b"a\n", b"b\n"]))
    [b'a\n', b'b\n']
    """
    # With these options, the gzip header has no time, so the same lines give the same bytes.
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([*filter(None, map(packer.compress, lines)), packer.flush()])


def unpacked_lines(packed: bytes) -> list[bytes]:
    """Return the lines that :func:`packed_lines` packed; raise as :func:`gzip.decompress` does."""
    return gzip.decompress(packed).splitlines(keepends=True)
