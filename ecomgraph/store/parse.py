"""Parse RDF strictly, without fetching anything, and report errors with file and line."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from ecomgraph.errors import ParseError, SourceError
from ecomgraph.store.accept import MAX_VALUE, TOO_LONG, place_of_long, refusal
from ecomgraph.store.rdf_by_content import format_by_content
from ecomgraph.store.streams import MAX_BYTES, is_stream, read_bytes, shown
from ecomgraph.store.strict import prepare

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["FORMATS", "format_of", "iter_bytes", "parse_bytes", "parse_file", "read_bytes", "ticking"]

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
_T = TypeVar("_T")
_TICK = 10_000
# Formats whose literals may have a base direction, which the native parser keeps.
_DIRECTED = {ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML}
# Remedies to add to the parser's messages, which have none.
_FULL_STOPS = "end statements with a full stop, put texts in straight quotation marks, and declare prefixes above"
_TERMS = "write IRIs in < >, texts in straight quotation marks, no prefixes, and a full stop at the end of each line"
_REMEDIES = {
    ox.RdfFormat.TURTLE: _FULL_STOPS,
    ox.RdfFormat.TRIG: _FULL_STOPS,
    ox.RdfFormat.N_TRIPLES: _TERMS,
    ox.RdfFormat.N_QUADS: _TERMS,
    ox.RdfFormat.JSON_LD: "correct it there",
    ox.RdfFormat.RDF_XML: "the document is an rdf:RDF element that holds a resource, its properties and their values",
}
_REWORDED = {
    "No LoadDocumentCallback has been set to load remote contexts": (
        "a remote context is not fetched; write its content into the document"
    ),
}
# The parser's messages begin with the position, which ParseError states in the usual form.
_PLACE = re.compile(r"^Parser error at [^:]*: ")


def format_of(path: str | os.PathLike[str]) -> ox.RdfFormat:
    """Return the RDF format of a file, from its extension.

    >>> format_of("ours.TTL").name
    'Turtle'
    """
    suffix = Path(path).suffix.lower()
    try:
        return FORMATS[suffix]
    except KeyError:
        known = " ".join(sorted(FORMATS))
        raise SourceError(str(path), f"the ending {suffix!r} is not a known RDF format ({known})") from None


def parse_file(path: str | os.PathLike[str]) -> list[ox.Quad]:
    """Parse a file in the format of its extension; for standard input (``-``) and pipes, the format is detected."""
    nameless = Path(path).suffix.lower() not in FORMATS and is_stream(path)
    rdf_format = None if nameless else format_of(path)
    data = read_bytes(path, MAX_BYTES)
    return parse_bytes(data, rdf_format or format_by_content(data), name=shown(path))


def parse_bytes(
    data: bytes,
    rdf_format: ox.RdfFormat,
    *,
    name: str,
    base: str | None = None,
    tick: Callable[[], object] | None = None,
) -> list[ox.Quad]:
    """Parse ``data``; ``name`` identifies it in errors. Blank nodes get labels that are unique across inputs.

    Relative IRIs are refused without a ``base`` or a base in the document. Values longer than
    :data:`~ecomgraph.store.accept.MAX_VALUE` characters are refused, and so are blank nodes that are instances of a
    class of the vocabulary. ``tick`` is called every few thousand triples, and may raise to abort the work.

    >>> parse_bytes(b'{"@id": 5}', ox.RdfFormat.JSON_LD, name="ours.jsonld")
    Traceback (most recent call last):
    ecomgraph.errors.ParseError: ours.jsonld:1: @id value must be a string; correct it there
    """
    data = prepare(data, rdf_format, name=name, tick=tick)
    parsed = _parsed(data, rdf_format, name, base)
    quads = list(parsed if tick is None else ticking(parsed, tick))
    problem = refusal(quads, may_be_long=len(data) > MAX_VALUE)
    if problem:
        raise ParseError(name, _line_where(data, rdf_format, base, problem=True), None, problem)
    return list(map(_undirected, quads)) if rdf_format in _DIRECTED else quads


def iter_bytes(data: bytes, rdf_format: ox.RdfFormat, *, name: str) -> Iterator[ox.Quad]:
    """Yield the quads of ``data`` one by one, for documents of which few quads are used; see :func:`parse_bytes`.

    Values of any length and all blank nodes are accepted.

    >>> sum(1 for _ in iter_bytes(b"<urn:a> <urn:b> <urn:c>, <urn:d> .", ox.RdfFormat.TURTLE, name="ours.ttl"))
    2
    """
    return map(_undirected, _parsed(prepare(data, rdf_format, name=name), rdf_format, name, None))


def ticking(items: Iterable[_T], tick: Callable[[], object]) -> Iterator[_T]:
    """Yield items, and call ``tick`` before each ten thousand of them.

    >>> list(ticking("ab", lambda: print("tick")))
    tick
    ['a', 'b']
    """
    for number, item in enumerate(items):
        if number % _TICK == 0:
            tick()
        yield item


def _parsed(data: bytes, rdf_format: ox.RdfFormat, name: str, base: str | None) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(data, format=rdf_format, base_iri=base, rename_blank_nodes=True)
    except SyntaxError as error:
        line = error.lineno or _line_where(data, rdf_format, base)
        reason = _PLACE.sub("", str(error.msg)).replace("\r", "\\r").replace("\n", "\\n")
        remedy = "save the file as UTF-8" if reason.startswith("Invalid UTF-8") else _REMEDIES[rdf_format]
        raise ParseError(name, line, error.offset, _REWORDED.get(reason, f"{reason}; {remedy}")) from None
    except MemoryError:
        raise ParseError(name, *place_of_long(data), TOO_LONG) from None
    except (ValueError, OSError) as error:
        raise ParseError(name, None, None, str(error)) from None


def _undirected(quad: ox.Quad) -> ox.Quad:
    """Return a quad without the base direction of its literal, which RDF 1.1 does not have."""
    text = quad.object
    if not isinstance(text, ox.Literal) or text.direction is None:
        return quad
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(text.value, language=text.language), quad.graph_name)


class _Lines(io.BytesIO):
    """A document that is read line by line, to find the line at which the parser stops."""

    line = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Return at most one line."""
        if self.tell() == 0 or self.getbuffer()[self.tell() - 1] == 0x0A:
            self.line += 1
        return self.readline(size)


def _line_where(data: bytes, rdf_format: ox.RdfFormat, base: str | None, *, problem: bool = False) -> int:
    """Return the line at which the parser refuses a document, or with ``problem``, at which :func:`refusal` does."""
    lines = _Lines(data)
    try:
        for quad in ox.parse(lines, format=rdf_format, base_iri=base):
            if problem and refusal((quad,), may_be_long=True):
                break
    except (SyntaxError, MemoryError):
        pass
    else:
        if not problem:
            return 1
    return min(lines.line, data.count(b"\n") + 1)
