"""Check documents before the native parser: refuse what would crash it, and what is not RDF 1.1.

Oxigraph also reads RDF 1.2, which ecomgraph does not support. Deeply nested triple terms and JSON-LD objects overflow
the native stack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import ParseError
from ecomgraph.store.encoding import to_utf8, xml_to_utf8
from ecomgraph.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["prepare"]

# The nesting limit for JSON and XML: far more than documents need, far less than the stack holds.
MAX_DEPTH = 200

# ------------------------------------------------------------------ Turtle, TriG, N-Triples, N-Quads

# Tokens in which the characters of RDF 1.2 syntax have another meaning; last, the RDF 1.2 syntax itself.
_TOKEN = re.compile(
    rb"""
    \#[^\r\n]*+
  | <[^<>"{}|^`\x00-\x20]*+>
  | "{3}(?:"{0,2}(?:[^"\\]|\\.))*+"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
  | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'
  | \\.
  | (?P<new> << | \{\| | ~ | @[A-Za-z]+(?:-[A-Za-z0-9]+)*--(?:ltr|rtl) | (?<![\w:.\-%])@?(?i:version)(?=\s+["']) )
    """,
    re.VERBOSE | re.DOTALL,
)


_VERSION = re.compile(rb"""[^\w:\-%]?version\s+["']""")


def prepare(data: bytes, rdf_format: ox.RdfFormat, *, name: str, tick: Callable[[], object] | None = None) -> bytes:
    """Return a document for the native parser, in UTF-8 and normalized so that all parsers read it alike.

    ``tick`` is called from time to time, and may raise to abort the work. Raises :class:`~ecomgraph.ParseError` for a
    document that the native parser must not read.

    >>> prepare(b"<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", ox.RdfFormat.TURTLE, name="ours.ttl")
    Traceback (most recent call last):
    ecomgraph.errors.ParseError: ours.ttl:1:17: << is RDF 1.2, and only RDF 1.1 is supported; use owl:Axiom instead
    """
    if rdf_format == ox.RdfFormat.RDF_XML:
        from ecomgraph.store.rdfxml_check import prepare_xml

        return prepare_xml(xml_to_utf8(data, name=name), name=name, max_depth=MAX_DEPTH, tick=tick)
    data = to_utf8(data, name=name)
    if rdf_format == ox.RdfFormat.JSON_LD:
        from ecomgraph.store.jsonld import check_json

        check_json(data, name=name, max_depth=MAX_DEPTH)
    elif _may_be_new(data, has_version=rdf_format in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}):
        _refuse_new(data, name)
    return data


def _may_be_new(data: bytes, *, has_version: bool) -> bool:
    """Return whether a document may be RDF 1.2; this is much faster than tokenizing it."""
    if any(sign in data for sign in (b"<<", b"{|", b"--ltr", b"--rtl")):
        return True
    # A tilde after a slash does not count: it is part of a URL, such as that of a home page.
    if data.count(b"~") > data.count(b"/~") - data.count(rb"\/~"):
        return True
    lowered = data.lower() if has_version else b""
    at = lowered.find(b"version")
    while at >= 0:
        if _VERSION.match(lowered, max(at - 1, 0)):
            return True
        at = lowered.find(b"version", at + 1)
    return False


def _refuse_new(data: bytes, name: str) -> None:
    for found in _TOKEN.finditer(data):
        if found["new"]:
            what = found["new"].decode()
            reason = f"{what} is RDF 1.2, and only RDF 1.1 is supported; use owl:Axiom instead"
            raise ParseError(name, *place_of(data, found.start()), reason)
