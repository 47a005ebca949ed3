"""Write RDF and files: sorted, so that the same graph gives the same bytes, and all or nothing."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from ecomgraph.errors import EcomgraphError, SourceError
from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["DEVICES", "NOT_XML", "ReturnsKept", "for_xml", "new_file", "new_folder", "serialize", "sync", "write_bytes"]

# Names of devices, which Windows gives to no file, whatever its ending.
DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))})

_RETURN = b"&#xD;"
# What XML 1.0 cannot hold, not even as a reference; the same in UTF-8.
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")

# Of Linux: paths relative to the working directory, and the flag for an exchange.
_HERE, _EXCHANGE = -100, 2


def serialize(statements: Iterable[ox.Quad | ox.Triple], rdf_format: ox.RdfFormat) -> bytes:
    """Return the statements in one RDF format, sorted; only prefixes that occur are declared.

    >>> a = ox.NamedNode("https://w3id.org/ecomgraph/role/a")
    >>> print(serialize([ox.Triple(a, a, a)], ox.RdfFormat.TURTLE).decode(), end="")
    @prefix role: <https://w3id.org/ecomgraph/role/> .
    role:a role:a role:a .
    """
    rows: list[Any] = sorted(statements, key=str)
    namespaces = {_namespace(term) for row in rows for term in row if isinstance(term, ox.NamedNode)}
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if iri in namespaces}
    data = ox.serialize(rows, format=rdf_format, prefixes=prefixes) or b""
    return for_xml(data) if rdf_format == ox.RdfFormat.RDF_XML else data


def for_xml(data: bytes) -> bytes:
    r"""Return XML that the native serializer wrote so that carriage returns are read back, which it writes as such.

    Raises :class:`~ecomgraph.EcomgraphError` for a character that XML 1.0 cannot hold.

    >>> for_xml(b"<a>first\r\nsecond</a>")
    b'<a>first&#xD;\nsecond</a>'
    """
    bad = _NOT_XML_BYTES.search(data)
    if bad:
        code = ord(bad.group().decode())
        raise EcomgraphError(f"XML cannot hold the character U+{code:04X}, which a text has; choose another format")
    return data.replace(b"\r", _RETURN)


class ReturnsKept(io.BytesIO):
    """A file for the native serializer of XML, which would write carriage returns as such, to be read as line feeds."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file

    def write(self, data: Any, /) -> int:
        """Write bytes, carriage returns as references; return how many bytes were taken."""
        self._file.write(bytes(data).replace(b"\r", _RETURN))
        return len(data)


def _namespace(term: ox.NamedNode) -> str:
    iri = term.value
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file all or nothing: a failure leaves what was there before."""
    with new_file(path, replace=True) as file:
        file.write(data)


@contextmanager
def new_file(path: str | os.PathLike[str], *, replace: bool) -> Iterator[IO[bytes]]:
    """Open a file that takes its name when it is complete; a failure leaves what was there before.

    Without ``replace``, a file of that name is refused with :class:`~ecomgraph.SourceError`.
    """
    target = Path(path)
    if not replace:
        _refuse_existing(target)
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _as_permissive_as_usual(temporary, target)
        Path(temporary).replace(target)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        # The name is gone when all went well.
        if temporary:
            Path(temporary).unlink(missing_ok=True)


@contextmanager
def new_folder(path: str | os.PathLike[str], *, replace: bool) -> Iterator[Path]:
    """Make a folder, filled under another name beside it; a failure leaves what was there before.

    Without ``replace``, a folder of that name is refused with :class:`~ecomgraph.SourceError`, unless it is empty.
    """
    target = Path(path).resolve()
    if not replace and not (target.is_dir() and not any(target.iterdir())):
        _refuse_existing(target)
    scratch = None
    try:
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        filled = scratch / "new"
        filled.mkdir()
        yield filled
        for entry in (*filled.iterdir(), filled):
            sync(entry)
        _swap(filled, target, aside=scratch / "old")
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def _swap(filled: Path, target: Path, aside: Path) -> None:
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


def _exchange(one: Path, other: Path) -> bool:
    """Let two files or folders change places at once, where the system can do that."""
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


def _refuse_existing(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise SourceError(str(target), "is there already; choose another name, or ask to replace it (--force)")


def _unwritable(path: str | os.PathLike[str], error: OSError) -> SourceError:
    return SourceError(str(path), f"cannot be written: {error.strerror or error}")


def _as_permissive_as_usual(temporary: str, target: Path) -> None:
    # mkstemp makes files that only their owner may read.
    try:
        mode = target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    Path(temporary).chmod(mode)
