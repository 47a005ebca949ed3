"""The addresses of pages and files: the same paths on the server and in a static site, relative in the latter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ecomgraph.languages import direction
from ecomgraph.namespace import BASE, ECG
from ecomgraph.reading.names import short_digest, slug_of
from ecomgraph.spelling import DEVICES

if TYPE_CHECKING:
    from ecomgraph.web.pages.about import About

__all__ = ["DATA_FORMATS", "ONTOLOGY", "SHAPES", "Links", "file_name", "local_path"]

ONTOLOGY: Final = BASE + "ns"
SHAPES: Final = BASE + "shape"
DATA_FORMATS: Final = ("ttl", "jsonld", "nt", "rdf")

# Reserved paths: names of folders and pages that a thing must not take.
_RESERVED = frozenset({"api", "assets", "data", "ns", "plan", "query", "resource", "shape", "sparql"})
_LOCAL = re.compile(r"([a-z][a-z-]{0,39})/([a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?)")
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def local_path(iri: str) -> str:
    """Return the path of a thing below the base of ecomgraph's IRIs; ``""`` if it has no such path.

    Paths are in lower case and short, so that they are valid and distinct on every file system.

    >>> local_path("https://w3id.org/ecomgraph/role/ecommerce-director")
    'role/ecommerce-director'
    >>> local_path("https://example.org/role/baker")
    ''
    """
    found = _LOCAL.fullmatch(iri.removeprefix(BASE)) if iri.startswith(BASE) else None
    if found is None or found[1] in _RESERVED or DEVICES & {found[1], found[2]}:
        return ""
    return found[0]


def file_name(iri: str) -> str:
    """Return the file name for a thing, without extension: its local path, else its slug and a digest.

    >>> file_name("https://example.org/Brot & Käse")
    'resource/brot-k-se-5bfb2c90311f7add'
    """
    if path := local_path(iri):
        return path
    slug = re.sub(r"[^a-z0-9]+", "-", slug_of(iri).lower())[:48].strip("-")
    digest = short_digest(iri)
    return f"resource/{slug}-{digest}" if slug else f"resource/{digest}"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages and files, as written in one page.

    ``base`` precedes every path: ``""`` on a server; in a static site the path from the page's folder to the root,
    ``"."`` or ``".."``. ``pages`` holds the IRIs that have a page in a static site, ``None`` if all have one. On a
    server with several frameworks, ``framework`` is the name of the page's framework, and ``frameworks`` holds the name
    and title of each framework with a corresponding page. ``language`` is the language that the reader asked for,
    ``shown`` the language of most labels on the page. ``about`` describes the page's framework.

    >>> Links().to("https://w3id.org/ecomgraph/skill/seo")
    '/skill/seo.html'
    >>> Links("..", static=True).page("query")
    '../query/index.html'
    """

    base: str = ""
    static: bool = False
    pages: frozenset[str] | None = None
    framework: str = ""
    frameworks: tuple[tuple[str, str], ...] = ()
    # The query string of the same page in another framework.
    same: str = ""
    language: str = ""
    shown: str = "en"
    about: About | None = None

    @property
    def direction(self) -> str:
        """The writing direction of the labels, as a value of the HTML attribute ``dir``."""
        return direction(self.shown)

    def to(self, iri: str) -> str:
        """Return the address of the page about a thing; ``""`` if the site has none."""
        if anchor := _anchor(iri):
            return self.page("ns") + anchor
        return self.resource(iri)

    def resource(self, iri: str) -> str:
        """Return the address of a thing's own page, even for a term of the vocabulary; ``""`` if the site has none."""
        if self.pages is not None and iri not in self.pages:
            return ""
        return self._document(iri, "html")

    def data(self, iri: str, form: str) -> str:
        """Return the address of the RDF description of a thing as ``ttl``, ``jsonld`` or ``nt``."""
        if iri == ONTOLOGY:
            return f"{self.base}/ns.{form}{self._chosen()}"
        return self._document(iri, form)

    def asset(self, name: str) -> str:
        """Return the address of a script, a style sheet or a picture."""
        return f"{self.base}/assets/{name}"

    def file(self, name: str) -> str:
        """Return the address of a file of a static site, by its path from the root."""
        return f"{self.base}/{name}"

    def page(self, name: str = "") -> str:
        """Return the address of a page: ``""`` the explorer, ``query``, ``ns``, ``api``; ``data`` in a static site."""
        if not self.static:
            return f"{self.base}/{name}{self._chosen()}"
        return f"{self.base}/{name}/index.html" if name else f"{self.base}/index.html"

    def _document(self, iri: str, form: str) -> str:
        if self.static or local_path(iri):
            return f"{self.base}/{file_name(iri)}.{form}{self._chosen()}"
        form = "" if form == "html" else f"&format={form}"
        return f"{self.base}/resource?iri={quote(iri, safe='')}{form}{self._chosen('&')}"

    def _chosen(self, mark: str = "?") -> str:
        """Return the query string of an address: the framework, if there are several, and the requested language."""
        chosen = {"framework": self.framework, "language": "" if self.static else self.language}
        found = "&".join(f"{name}={value}" for name, value in chosen.items() if value)
        return f"{mark}{found}" if found else ""


def _anchor(iri: str) -> str | None:
    """Return the fragment of the vocabulary's page that describes an IRI, if that page does."""
    if iri == ONTOLOGY:
        return "#ontology"
    if iri.startswith(ECG.NAMESPACE):
        term = iri.removeprefix(ECG.NAMESPACE)
        return f"#{term}" if hasattr(ECG, term) and term != "NAMESPACE" and _TERM.fullmatch(term) else None
    if iri.startswith(SHAPES + "#") and _TERM.fullmatch(shape := iri.removeprefix(SHAPES + "#")):
        return f"#shape-{shape}"
    return None
