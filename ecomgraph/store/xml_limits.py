"""Limits on untrusted XML that would exhaust a native parser, or take it quadratic time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAX_NAMESPACES", "feed", "xml_refusal"]

# For each name, native parsers search all namespace declarations in scope.
MAX_NAMESPACES = 1_000
_PART = 1024 * 1024


def feed(parser: expat.XMLParserType, data: bytes, tick: Callable[[], object] | None) -> None:
    """Parse a whole document, and call ``tick`` before each MiB of it, which may raise to end the work."""
    for start in range(0, len(data), _PART):
        if tick is not None:
            tick()
        parser.Parse(data[start : start + _PART], False)
    parser.Parse(b"", True)


def xml_refusal(data: bytes, *, max_depth: int, tick: Callable[[], object] | None = None) -> str:
    """Return why a document must not be read, ``""`` if it may be.

    It is refused if it is malformed or nested too deep, has a document type, or declares too many namespaces. Takes
    time proportional to its length.

    >>> xml_refusal(b"<a><b><c/></b></a>", max_depth=2)
    'elements are nested deeper than 2'
    """
    limits = _Limits(max_depth)
    try:
        feed(limits.parser, data, tick)
    except expat.ExpatError:
        return "it is not well-formed XML"
    except _RefusedError as error:
        return str(error)
    return ""


class _RefusedError(Exception):
    """The limit that a document exceeds."""


class _Limits:
    def __init__(self, max_depth: int) -> None:
        self._depth, self._most = 0, max_depth
        self._namespaces = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartNamespaceDeclHandler = self._declared
        self.parser.EndNamespaceDeclHandler = self._undeclared

    def _doctype(self, *_: object) -> None:
        raise _RefusedError("it declares a document type")

    def _start(self, *_: object) -> None:
        self._depth += 1
        if self._depth > self._most:
            raise _RefusedError(f"elements are nested deeper than {self._most}")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _declared(self, *_: object) -> None:
        self._namespaces += 1
        if self._namespaces > MAX_NAMESPACES:
            raise _RefusedError(f"more than {MAX_NAMESPACES:,} namespaces are declared")

    def _undeclared(self, *_: object) -> None:
        self._namespaces -= 1
