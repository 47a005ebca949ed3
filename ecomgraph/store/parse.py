"""Parse RDF: strictly, without fetching anything, and with one error that says file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import ParseError, SourceError

if TYPE_CHECKING:
    import os

__all__ = ["FORMATS", "format_of", "parse_bytes", "parse_file", "read_bytes"]

FORMATS = {
    ".json": ox.RdfFormat.JSON_LD,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".owl": ox.RdfFormat.RDF_XML,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".xml": ox.RdfFormat.RDF_XML,
}
# The parser's messages begin with the place, which ParseError states in the usual form.
_PLACE = re.compile(r"^Parser error at [^:]*: ")


def format_of(path: str | os.PathLike[str]) -> ox.RdfFormat:
    """Return the RDF format that a file's name stands for.

    >>> format_of("ours.TTL").name
    'Turtle'
    """
    suffix = Path(path).suffix.lower()
    try:
        return FORMATS[suffix]
    except KeyError:
        known = " ".join(sorted(FORMATS))
        raise SourceError(str(path), f"the ending {suffix!r} is of no RDF format known here ({known})") from None


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return what a file holds, or raise :class:`~ecomgraph.SourceError`."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise SourceError(str(path), f"cannot be read: {error.strerror or error}") from None


def parse_file(path: str | os.PathLike[str]) -> list[ox.Quad]:
    """Parse a file by the format that its name stands for."""
    rdf_format = format_of(path)
    return parse_bytes(read_bytes(path), rdf_format, name=str(path))


def parse_bytes(data: bytes, rdf_format: ox.RdfFormat, *, name: str) -> list[ox.Quad]:
    """Parse ``data``; ``name`` stands for it in errors. Blank nodes get labels that no other input shares.

    >>> parse_bytes(b"<urn:a> <urn:b> .", ox.RdfFormat.TURTLE, name="ours.ttl")
    Traceback (most recent call last):
    ecomgraph.errors.ParseError: ours.ttl:1:17: . is not a valid RDF object
    """
    if rdf_format == ox.RdfFormat.RDF_XML:
        _refuse_doctype(data, name)
    try:
        return list(ox.parse(data, format=rdf_format, rename_blank_nodes=True))
    except SyntaxError as error:
        raise ParseError(name, error.lineno, error.offset, _PLACE.sub("", str(error.msg))) from None
    except (ValueError, OSError) as error:
        raise ParseError(name, None, None, str(error)) from None


def _refuse_doctype(data: bytes, name: str) -> None:
    """Refuse XML with a document type declaration, whose entities Oxigraph would expand without limit."""
    from xml.parsers import expat

    class _Root(Exception):  # noqa: N818
        pass

    def refuse(*_: object) -> None:
        reason = "a document type declaration is refused; replace its entities by what they stand for and remove it"
        raise ParseError(name, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, reason)

    def stop(*_: object) -> None:
        # It can only stand before the first element.
        raise _Root

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(data, True)
    except _Root:
        return
    except expat.ExpatError as error:
        reason = f"not well-formed XML: {expat.ErrorString(error.code)}"
        raise ParseError(name, error.lineno, error.offset + 1, reason) from None
