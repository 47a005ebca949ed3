"""Refuse triples from any input: values too long for some format, and instances that are blank nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_VALUE", "TOO_LONG", "place_of_long", "refusal"]

# This many characters fit into the native parser's buffer even if each is an escape of twelve bytes.
MAX_VALUE = 500_000
TOO_LONG = f"a text or an IRI of more than {MAX_VALUE:,} characters; store it in a file and link to it"
# Only longer documents can overflow the parser's buffer of 16 MiB, of which JSON uses at most half.
_BUFFER = (1 << 23) - (1 << 12)
# Tokens that must fit into the parser's buffer as a whole: a string, an IRI, a comment, a name.
_WHOLE = re.compile(
    rb"""
    "{3}(?:"{0,2}(?:[^"\\]|\\.))*+(?:"{3})? | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+(?:'{3})?
  | "(?:[^"\\]|\\.)*+"? | '(?:[^'\\\r\n]|\\.)*+'?
  | <[^<>\s]*+>? | \#[^\r\n]*+ | [^\s"'<>\#]++
    """,
    re.VERBOSE | re.DOTALL,
)
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")


def refusal(quads: Iterable[ox.Quad], *, may_be_long: bool) -> str:
    """Return why triples are refused, or ``""``; lengths are checked only if values ``may_be_long``.

    >>> role = ox.Quad(ox.BlankNode(), _TYPE, ox.NamedNode(ECG.Role))
    >>> refusal([role], may_be_long=False)
    'a Role is a blank node, which no query can refer to; give it an IRI'
    """
    for quad in quads:
        # Checking the length of the serialized triple is three times as fast as inspecting its terms.
        if may_be_long and len(str(quad)) > MAX_VALUE and any(map(_is_long, quad.triple)):
            return TOO_LONG
        if isinstance(quad.subject, ox.BlankNode) and quad.predicate == _TYPE and _is_ours(quad.object):
            return _nameless(quad, quads)
    return ""


def _is_long(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> bool:
    return not isinstance(term, ox.Triple) and len(term.value) > MAX_VALUE


def _is_ours(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(ECG.NAMESPACE)


def _nameless(quad: ox.Quad, quads: Iterable[ox.Quad]) -> str:
    assert isinstance(quad.object, ox.NamedNode)
    kind = quad.object.value.removeprefix(ECG.NAMESPACE)
    labels = (it.object for it in quads if it.subject == quad.subject and it.predicate == _LABEL)
    label = min((label.value for label in labels if isinstance(label, ox.Literal)), default="")
    called = f" ({label[:60]})" if label else ""
    return f"a {kind} is a blank node{called}, which no query can refer to; give it an IRI"


def place_of_long(data: bytes) -> tuple[int | None, int | None]:
    """Return line and column of the value that overflows the native parser's buffer, ``None`` if not found."""
    for found in _WHOLE.finditer(data):
        if found.end() - found.start() > _BUFFER:
            return place_of(data, found.start())
    return None, None
