"""Unpack the parts of a zip archive piece by piece, and stop if one unpacks to far more than its size suggests."""

from __future__ import annotations

import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.file_signatures import signature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["open_archive", "pieces_of"]

MAX_RATIO = 200
_PIECE = 1 << 20


@contextmanager
def open_archive(path: Path, what: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive; raise :class:`~ecomgraph.SourceError` if it is damaged or not ``what`` is expected."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        found = signature(path)
        is_what = f"is {found.what}, which is not read; {found.remedy}" if found else ""
        damaged = f"is not {what}: it is not a zip archive, or it is damaged; download or save it again"
        raise SourceError(str(path), is_what or damaged) from None
    except (NotImplementedError, RuntimeError):
        raise SourceError(
            str(path), "is encrypted, or uses an unusual compression; save it again without a password"
        ) from None
    except OSError as error:
        raise SourceError(str(path), f"cannot be read: {error.strerror or error}") from None


def pieces_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, rest: int) -> Iterator[bytes]:
    """Yield the content of an entry, at most ``rest`` bytes; raise if there is more, or if the stated size is wrong."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError
    declared = entry.file_size
    # The stated size may be wrong, so read to the end of the compressed data.
    entry.file_size = 1 << 62
    size = 0
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > rest or (size > _PIECE and size > MAX_RATIO * max(entry.compress_size, 1)):
                reason = f"{entry.filename} unpacks to {size} bytes and more; raise --max-size if this is intended"
                raise SourceError(str(path), f"looks like a zip bomb: {reason}")
            yield piece
    entry.file_size = declared
    if size != declared:
        raise SourceError(str(path), f"is damaged: {entry.filename} has {size} bytes, not {declared}")
