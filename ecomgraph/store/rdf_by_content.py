"""Detect the RDF format of a document from its content."""

from __future__ import annotations

import re

import pyoxigraph as ox

__all__ = ["format_by_content"]

_BOM = b"\xef\xbb\xbf"
# The pattern has few places where a label may end, so that matching takes time linear in the length of the line.
_RESOURCE = rb"(?:<[^>\n]*>|_:[^\s<>]+(?=[ \t<.]))"
_LITERAL = rb'"(?:[^"\\\n]|\\.)*"(?:\^\^<[^>\n]*>|@[A-Za-z0-9-]+)?'
_LINE = rb"[ \t]*%b[ \t]*<[^>\n]*>[ \t]*(?:%b|%b)[ \t]*%%b\.[ \t]*(?:#[^\n]*)?\r?$" % (_RESOURCE, _RESOURCE, _LITERAL)
_TRIPLE_OR_QUAD = re.compile(_LINE % (_RESOURCE + rb"?[ \t]*"), re.MULTILINE)
_QUAD = re.compile(rb"^" + _LINE % (_RESOURCE + rb"[ \t]*"), re.MULTILINE)
_NO_STATEMENT = re.compile(rb"(?:[ \t\r\n]++|#[^\n]*+)*+")


def format_by_content(data: bytes) -> ox.RdfFormat:
    """Return the RDF format of a document without a file name.

    N-Triples is also valid Turtle, and Turtle is valid TriG, with the same meaning. The parser refuses a document whose
    format was guessed wrong; it never returns wrong triples.

    >>> format_by_content(b"<urn:a> <urn:b> <urn:c> <urn:d> .").name
    'N-Quads'
    """
    data = data.removeprefix(_BOM)
    text = data[:4096].lstrip()
    if text.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE", b"<!--")):
        return ox.RdfFormat.RDF_XML
    # Turtle may also begin with a bracket: [ a ecg:Role ].
    if text.startswith(b"[") and text[1:].lstrip()[:1] in {b"{", b"]"} and not _is_turtle_list(text):
        return ox.RdfFormat.JSON_LD
    if text.startswith(b"{") and text[1:].lstrip()[:1] in {b'"', b"}", b""}:
        return ox.RdfFormat.JSON_LD
    start = _NO_STATEMENT.match(data)
    assert start is not None
    if _TRIPLE_OR_QUAD.match(data, start.end()) and _QUAD.search(data):
        return ox.RdfFormat.N_QUADS
    return ox.RdfFormat.TRIG if b"{" in data else ox.RdfFormat.TURTLE


def _is_turtle_list(text: bytes) -> bool:
    """Tell whether an empty pair of brackets is a blank node in Turtle, followed by a predicate."""
    return text[1:].lstrip().startswith(b"]") and bool(text[1:].lstrip()[1:].strip())
