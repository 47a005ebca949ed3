"""Content negotiation (RFC 9110, 12.5.1), and the available representations."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

__all__ = ["DOCUMENTS", "GRAPHS", "RESULTS", "accepts_gzip", "choose", "content_type"]

# In order of preference, for clients that state none.
RESULTS: Final[dict[str, ox.QueryResultsFormat]] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS: Final[dict[str, ox.RdfFormat]] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "text/n3": ox.RdfFormat.N3,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
}
DOCUMENTS: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/json": "jsonld",
    "text/plain": "nt",
}
_QUALITY = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


@lru_cache(maxsize=1024)
def choose(accept: str, offered: tuple[str, ...]) -> str | None:
    """Return the media type that an ``Accept`` header prefers, the first on a tie, or ``None``.

    >>> choose("text/csv;q=0.5, application/*;q=0.9", ("application/json", "text/csv"))
    'application/json'
    >>> choose("image/*, */*;q=0", ("application/json", "text/csv")) is None
    True
    """
    ranges = list(_ranges(accept)) or [("*/*", 1.0)]
    best, liked = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > liked:
            best, liked = media_type, quality
    return best


@lru_cache(maxsize=1024)
def accepts_gzip(accept_encoding: str) -> bool:
    """Return whether a client prefers gzip to no compression, or accepts both equally (``Accept-Encoding``).

    >>> accepts_gzip("br, gzip;q=0.5"), accepts_gzip("gzip;q=0, *"), accepts_gzip("")
    (True, False, False)
    """
    liked = dict(reversed(_ranges(accept_encoding)))
    quality = liked.get("gzip", liked.get("x-gzip", liked.get("*", 0.0)))
    return quality > 0 and quality >= liked.get("identity", 0.0)


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        name, *parameters = (it.strip() for it in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q" and _QUALITY.fullmatch(value.strip()):
                quality = float(value)
        if name:
            found.append((name.lower(), quality))
    return found


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """Return the quality of a media type, from the most specific range that matches it."""
    for wanted in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        for name, quality in ranges:
            if name == wanted:
                return quality
    return 0.0


def content_type(media_type: str) -> str:
    """Return the Content-Type header value, with ``charset=utf-8`` for text."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
