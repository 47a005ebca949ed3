"""Sources from standard input or a pipe, and targets that would overwrite the source."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import EcomgraphError, SourceError
from ecomgraph.store.parse import FORMATS
from ecomgraph.store.rdf_by_content import format_by_content
from ecomgraph.store.scratch import NEW, scratch_folder
from ecomgraph.store.streams import is_stdin, is_stdout, is_stream, read_bytes, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_again", "refuse_own_source"]

_STDIN = "standard-input"


@contextmanager
def read_again(source: str | os.PathLike[str], max_size: int) -> Iterator[Path]:
    """Yield a source that can be read repeatedly: itself, or a copy of standard input or a pipe.

    The copy has the file extension for its content, and errors do not show its name.
    """
    if not is_stream(source):
        yield Path(source)
        return
    data = read_bytes(source, max_size)
    named = Path(_STDIN) if is_stdin(source) else Path(source)
    name = named.name if named.suffix else f"{named.name}{_ending(data)}"
    with scratch_folder(Path(tempfile.gettempdir())) as scratch:
        (scratch / NEW).mkdir()
        copy = scratch / NEW / name
        copy.write_bytes(data)
        try:
            yield copy
        except EcomgraphError as error:
            for name in (str(copy), copy.name):
                error.rename(name, shown(source))
            raise


def _ending(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        # The names of the parts are not compressed.
        return ".xlsx" if b"xl/workbook" in data else ".zip"
    found = format_by_content(data)
    # A CASE package is JSON too, so the content decides.
    return ".json" if found == ox.RdfFormat.JSON_LD else next(end for end, form in FORMATS.items() if form == found)


def refuse_own_source(source: str | os.PathLike[str], into: Path) -> None:
    """Refuse a target that is the source under any name, or a part of the source, or that contains the source."""
    if is_stdout(into):
        raise SourceError(str(into), "has no extension of a known format; name a file such as ours.ttl, or a database")
    try:
        target = into.stat()
        if is_stdin(source):
            same = os.path.samestat(os.fstat(0), target)
        else:
            path = Path(source)
            # Files in the database belong to it; other files beside the tables of a folder are not read.
            above = Path(os.path.realpath(path)).parents if into.is_dir() else ()
            read = path.iterdir() if path.is_dir() and not into.is_dir() else ()
            same = any(_is(it, target) for it in (path, *above, *read))
    except OSError:
        # A path that cannot be examined does not exist, or opening it will report the error.
        return
    if same:
        reason = f"is, or contains, the source of the import ({shown(source)}); choose another name"
        raise SourceError(str(into), reason)


def _is(path: Path, target: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.stat(), target)
    except OSError:
        return False
