"""Write RDF and files atomically, and sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from ecomgraph.errors import EcomgraphError, SourceError
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.dataset import VOCABULARY, is_derived
from ecomgraph.store.parse import format_of
from ecomgraph.store.scratch import NEW, OLD, REPLACED, scratch_folder
from ecomgraph.store.streams import is_stdout, is_written_in_place, stdout_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.store.dataset import Dataset

__all__ = [
    "NOT_XML",
    "XML_NAME",
    "ReturnsKept",
    "for_xml",
    "new_file",
    "new_folder",
    "refuse_existing",
    "serialize",
    "sync",
    "write_bytes",
    "write_graph",
]

_RETURN = b"&#xD;"
# Characters that XML 1.0 does not allow, not even as character references.
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The end of a property's IRI must match this pattern to be used as the name of an XML element.
XML_NAME = re.compile(r"[A-Za-z_][\w.-]*$", re.ASCII)
_WITHOUT_PREFIXES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_NOT_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")

# Linux constants: AT_FDCWD and RENAME_EXCHANGE.
_HERE, _EXCHANGE = -100, 2
# Output for a pipe is buffered in memory up to this size, in bytes, then on disk.
_SPOOLED = 64 * 1024 * 1024


def serialize(statements: Iterable[ox.Quad | ox.Triple], rdf_format: ox.RdfFormat) -> bytes:
    """Return the statements in an RDF format, sorted; only used prefixes are declared.

    Raises :class:`~ecomgraph.EcomgraphError` if RDF/XML cannot hold a property's IRI or a character.

    >>> a = ox.NamedNode("https://w3id.org/ecomgraph/role/a")
    >>> print(serialize([ox.Triple(a, a, a)], ox.RdfFormat.TURTLE).decode(), end="")
    @prefix role: <https://w3id.org/ecomgraph/role/> .
    role:a role:a role:a .
    """
    rows: list[Any] = sorted(statements, key=str)
    for name in {row[1].value for row in rows} if rdf_format == ox.RdfFormat.RDF_XML else ():
        if not XML_NAME.search(name):
            raise EcomgraphError(f"XML has no name for the property <{name}>; choose another format")
    prefixes = {} if rdf_format in _WITHOUT_PREFIXES else _prefixes(rows)
    data = ox.serialize(rows, format=rdf_format, prefixes=prefixes) or b""
    return for_xml(data) if rdf_format == ox.RdfFormat.RDF_XML else data


def for_xml(data: bytes) -> bytes:
    r"""Return XML from the native serializer with carriage returns as character references, so that they are kept.

    Raises :class:`~ecomgraph.EcomgraphError` for a character that XML 1.0 cannot hold.

    >>> for_xml(b"<a>first\r\nsecond</a>")
    b'<a>first&#xD;\nsecond</a>'
    """
    bad = _NOT_XML_BYTES.search(data)
    if bad:
        code = ord(bad.group().decode())
        raise EcomgraphError(f"XML cannot hold the character U+{code:04X} of a text; choose another format")
    return data.replace(b"\r", _RETURN)


class ReturnsKept(io.BytesIO):
    """A file for the native XML serializer, which writes carriage returns as such; XML reads these as line feeds."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file

    def write(self, data: Any, /) -> int:
        """Write bytes, with carriage returns as character references; return the number of bytes consumed."""
        self._file.write(bytes(data).replace(b"\r", _RETURN))
        return len(data)


def _prefixes(rows: Iterable[Iterable[object]]) -> dict[str, str]:
    """Return the well-known prefixes whose namespaces occur in some statements."""
    iris = {term.value for row in rows for term in row if isinstance(term, ox.NamedNode)}
    namespaces = set(map(_namespace, iris))
    return {prefix: iri for prefix, iri in PREFIXES.items() if iri in namespaces}


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file atomically: after a failure, the old file is unchanged."""
    with new_file(path, replace=True) as file:
        file.write(data)


def write_graph(dataset: Dataset, path: str | os.PathLike[str], *, derived: bool, vocabulary: bool = False) -> None:
    """Write the asserted and optionally other triples of a dataset, in the format of the file extension."""
    rdf_format = format_of(path)
    quads = [
        quad
        for quad in dataset.quads()
        if (vocabulary or quad.graph_name != VOCABULARY) and (derived or not is_derived(quad.graph_name))
    ]
    statements = quads if rdf_format.supports_datasets else {quad.triple for quad in quads}
    write_bytes(path, serialize(statements, rdf_format))


@contextmanager
def new_file(path: str | os.PathLike[str], *, replace: bool) -> Iterator[IO[bytes]]:
    """Open a file that gets its name when it is complete; after a failure, the old file is unchanged.

    A symbolic link is kept, and its target is replaced. Standard output (``-``), a pipe or a device is written to once
    the output is complete. Without ``replace``, an existing file or a dangling link raises
    :class:`~ecomgraph.SourceError`.
    """
    if not replace:
        refuse_existing(path)
    try:
        if is_written_in_place(path):
            with tempfile.SpooledTemporaryFile(_SPOOLED) as file:
                yield file
                file.seek(0)
                _pour(file, path)
            return
        target = Path(os.path.realpath(path))
        with scratch_folder(target.parent) as folder:
            complete = folder / NEW
            with complete.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _take_after(target, complete)
            complete.replace(target)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(path, error) from None


def _pour(file: IO[bytes], path: str | os.PathLike[str]) -> None:
    if is_stdout(path):
        stream = stdout_bytes()
        shutil.copyfileobj(file, stream)
        stream.flush()
        return
    # Neither create nor truncate: the target exists and is not a regular file.
    with os.fdopen(os.open(path, os.O_WRONLY), "wb") as stream:
        shutil.copyfileobj(file, stream)


@contextmanager
def new_folder(path: str | os.PathLike[str], *, replace: bool) -> Iterator[Path]:
    """Make a folder, which is filled under a temporary name beside it; after a failure, the old folder is unchanged.

    A symbolic link is kept, and its target is replaced. Without ``replace``, an existing folder that is not empty
    raises :class:`~ecomgraph.SourceError`; anything other than a folder is always refused.
    """
    given, target = Path(path), Path(os.path.realpath(path))
    if is_stdout(path):
        raise SourceError("standard output", "cannot hold a folder; name a folder")
    if not replace and not (target.is_dir() and not any(target.iterdir())):
        refuse_existing(given)
    if target.exists() and not target.is_dir():
        raise SourceError(str(path), "is not a folder, and this writes a folder; choose another name")
    try:
        with scratch_folder(target.parent) as scratch:
            filled = scratch / NEW
            filled.mkdir()
            yield filled
            for entry in (*filled.iterdir(), filled):
                sync(entry)
            _swap(filled, target, scratch)
    except OSError as error:
        raise _unwritable(path, error) from None


def _swap(filled: Path, target: Path, scratch: Path) -> None:
    aside = scratch / OLD
    if target.exists():
        if _exchange(filled, target):
            return
        target.rename(aside)
    try:
        filled.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
    if aside.exists():
        aside.rename(scratch / REPLACED)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two files or folders atomically, if the system supports it."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def sync(path: Path) -> None:
    """Wait until a file or the entries of a folder are on disk."""
    if sys.platform == "win32" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_existing(path: str | os.PathLike[str], option: str = "--force") -> None:
    """Raise :class:`~ecomgraph.SourceError` if the target exists; ``option`` is the option that allows replacing it."""
    target = Path(path)
    if not is_written_in_place(path) and (target.exists() or target.is_symlink()):
        raise SourceError(str(target), f"already exists; choose another name, or replace it ({option})")


def _unwritable(path: str | os.PathLike[str], error: OSError) -> SourceError:
    name = "standard output" if is_stdout(path) else str(path)
    return SourceError(name, f"cannot be written: {error.strerror or error}")


def _take_after(target: Path, complete: Path) -> None:
    """Give a file the permissions and, if allowed, the owner of the file that it replaces."""
    try:
        before = target.stat()
    except FileNotFoundError:
        return
    if sys.platform != "win32" and (before.st_uid, before.st_gid) != (os.geteuid(), complete.stat().st_gid):
        with suppress(OSError):
            os.chown(complete, before.st_uid, before.st_gid)
    complete.chmod(before.st_mode & 0o777)
