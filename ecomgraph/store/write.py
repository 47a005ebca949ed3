"""Write RDF and files: sorted, so that the same graph gives the same bytes, and all or nothing."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ecomgraph.errors import SourceError
from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["serialize", "write_bytes"]


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
    return ox.serialize(rows, format=rdf_format, prefixes=prefixes) or b""


def _namespace(term: ox.NamedNode) -> str:
    iri = term.value
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file all or nothing: a failure leaves what was there before."""
    target = Path(path)
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _as_permissive_as_usual(temporary, target)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        raise SourceError(str(path), f"cannot be written: {error.strerror or error}") from None


def _as_permissive_as_usual(temporary: str, target: Path) -> None:
    # mkstemp makes files that only their owner may read.
    try:
        mode = target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    Path(temporary).chmod(mode)
