"""Files to download, such as the whole graph and the shapes, at the same paths on a server and on a site."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from ecomgraph.errors import UnknownNameError
from ecomgraph.exchange.registry import Options, stream
from ecomgraph.store.packaged import packaged_files

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.store.packaged import Part

__all__ = ["PARTS", "WHOLE", "download", "media_type"]

# Format, path and description. A path with a file extension is one file.
WHOLE: Final = (
    ("turtle", "careers.ttl", "What is asserted, in Turtle"),
    ("trig", "careers.trig", "Asserted and derived, each in its graph, in TriG"),
    ("jsonld", "careers.jsonld", "What is asserted, in JSON-LD"),
    ("ntriples", "careers.nt", "What is asserted, in N-Triples"),
    ("csv", "csv/", "Tables for spreadsheets"),
)
PARTS: Final[dict[Part, str]] = {
    "vocabulary": "The vocabulary",
    "shapes": "Shapes (SHACL)",
    "rules": "Derivation rules",
}
_TYPES: Final = {
    "ttl": "text/turtle",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rq": "application/sparql-query",
}


def media_type(path: str) -> str:
    """Return the media type of a file by its extension.

    >>> media_type("careers.trig")
    'application/trig'
    """
    return _TYPES[path.rpartition(".")[2]]


def download(graph: CareerGraph, path: str) -> bytes:
    """Return the file at a path below ``data/``; raise :class:`~ecomgraph.UnknownNameError` if there is none.

    The graph is exported in memory for each call.

    >>> import ecomgraph
    >>> b"sh:NodeShape" in download(ecomgraph.load(), "shapes/role.ttl")
    True
    """
    form = next((form for form, place, _ in WHOLE if place == path and not place.endswith("/")), "")
    if form:
        file = io.BytesIO()
        stream(graph.dataset, form, file, Options(frameworks=graph._with_bases(), derived=form == "trig" or None))
        return file.getvalue()
    folder, _, name = path.partition("/")
    for part in PARTS:
        for packaged in packaged_files(part) if part == folder else ():
            if packaged.name == name:
                return packaged.read_bytes()
    raise UnknownNameError(path, "file", [place for _, place, _ in WHOLE if not place.endswith("/")])
