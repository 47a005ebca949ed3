"""Refuse, before the native parser sees it, what would end the process and what it lets pass although RDF 1.1 does not.

Oxigraph reads RDF 1.2 as well, for which nothing here has a place; nested deeply, its triple terms and the objects of
JSON-LD overflow the native stack.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from ecomgraph.errors import ParseError

__all__ = ["check"]

# Objects and arrays of JSON, elements of XML: far more than documents have, far less than the stack holds.
MAX_DEPTH = 200
_BOM = b"\xef\xbb\xbf"

# ------------------------------------------------------------------ Turtle and the like

# Everything that can hold the characters of RDF 1.2 and is none of it, and what is.
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


def check(data: bytes, rdf_format: ox.RdfFormat, *, name: str) -> None:
    """Raise :class:`~ecomgraph.ParseError` for a document that may not go to the native parser.

    >>> check(b"<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", ox.RdfFormat.TURTLE, name="ours.ttl")
    Traceback (most recent call last):
    ecomgraph.errors.ParseError: ours.ttl:1:17: << is RDF 1.2, and RDF 1.1 is read here; use rdf:Statement instead
    """
    if rdf_format == ox.RdfFormat.RDF_XML:
        from ecomgraph.store.rdfxml_check import XmlCheck

        XmlCheck(name, MAX_DEPTH).run(data)
    elif data.startswith(_BOM):
        raise ParseError(name, 1, 1, "a byte order mark is no part of the format; save the file as UTF-8 without it")
    elif rdf_format == ox.RdfFormat.JSON_LD:
        _check_json(data, name)
    elif _may_be_new(data, has_version=rdf_format in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}):
        _refuse_new(data, name)


def _may_be_new(data: bytes, *, has_version: bool) -> bool:
    """Tell, in a fraction of the time that reading all tokens takes, whether a document may be RDF 1.2."""
    if any(sign in data for sign in (b"<<", b"{|", b"--ltr", b"--rtl")):
        return True
    # In addresses of home pages, a tilde follows a slash.
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
            reason = f"{what} is RDF 1.2, and RDF 1.1 is read here; use rdf:Statement instead"
            raise ParseError(name, *_place(data, found.start()), reason)


def _place(data: bytes, position: int) -> tuple[int, int]:
    """Return line and column, both counted from 1."""
    before = data[:position]
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    return before.count(b"\n") + 1, column


# ------------------------------------------------------------------ JSON-LD

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)


def _check_json(data: bytes, name: str) -> None:
    head = data.lstrip(b" \t\r\n")
    if head and head[:1] not in b"{[":
        reason = "not JSON-LD: a document begins with { or ["
        raise ParseError(name, *_place(data, len(data) - len(head)), reason)
    if _depth_at_most(data) > MAX_DEPTH:
        _refuse_deep(data, name)


def _depth_at_most(data: bytes) -> int:
    """Return a number that nesting does not exceed, quickly: take pairs of brackets away from the inside."""
    brackets = _STRING.sub(b"", data).translate(None, _NO_BRACKETS)
    rounds = 0
    while 2 * rounds <= MAX_DEPTH:
        rest = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(rest) == len(brackets):
            break
        brackets, rounds = rest, rounds + 1
    # A round may take away two levels.
    return 2 * rounds + len(brackets)


def _refuse_deep(data: bytes, name: str) -> None:
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(data):
        first = data[found.start()]
        depth += (first in b"{[") - (first in b"}]")
        if depth > MAX_DEPTH:
            reason = f"objects and arrays are nested deeper than {MAX_DEPTH}"
            raise ParseError(name, *_place(data, found.start()), reason)
