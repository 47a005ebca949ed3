"""The static site: every page, its data and the whole graph as files, which any web server or none can serve."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pyoxigraph as ox

from ecomgraph.errors import ArgumentError, SourceError
from ecomgraph.graph.several_frameworks import SeveralFrameworks
from ecomgraph.namespace import BASE, PREFIXES
from ecomgraph.reading.reader import TYPE
from ecomgraph.spelling import counted
from ecomgraph.store.dataset import VOCABULARY
from ecomgraph.store.framework_value import BUNDLED, CATALOG
from ecomgraph.store.write import new_folder
from ecomgraph.web.apache import apache_files
from ecomgraph.web.pages import assets
from ecomgraph.web.pages.about import about
from ecomgraph.web.pages.delivered import SMALL
from ecomgraph.web.pages.headings import JOINS
from ecomgraph.web.pages.links import Links
from ecomgraph.web.pages.render import render
from ecomgraph.web.pages.which_framework import frameworks_page
from ecomgraph.web.processes import results
from ecomgraph.web.site_parts import Files, Part, Plan, Written, begin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecomgraph.graph import CareerGraph

__all__ = ["MOST_THINGS", "SiteReport", "write_site"]

# In larger graphs, requirements, transitions and the like get no pages; the pages of the things they join show them.
MOST_THINGS = 5000
# The maximum number of entries in a sitemap (https://www.sitemaps.org/protocol.html).
_SITEMAP_PAGES = 50_000
_DCAT = "http://www.w3.org/ns/dcat#"
_MARK = "data/site.js"
# The number of things, and of nodes, in one job; progress is reported every 200 things, a multiple of both.
_THINGS, _NODES = 50, 25
# For this many things and nodes in total, starting another process takes as long as the work.
_ALONE = 250
# The jobs that take longest, which are started first.
_QUERIES, _WHOLE = Part("queries"), Part("whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """The numbers of pages and of all files written, and the size of all files in bytes.

    ``left_out`` has a sentence for each kind of page or file that was left out, with the reason.
    """

    pages: int
    files: int
    size: int
    left_out: tuple[str, ...] = ()


def write_site(
    graph: CareerGraph,
    folder: str | os.PathLike[str],
    *,
    base_url: str = "",
    force: bool = False,
    progress: Callable[[str], None] | None = None,
    processes: int = 1,
) -> SiteReport:
    """Write the site into a new folder, all or nothing; the same graph gives the same bytes.

    If the graph has several frameworks, each gets a site in a folder of its name, and a page lists them. ``base_url``
    is the future address of the site; with it, a sitemap is written. ``force`` replaces an earlier site, but no other
    folder. ``progress`` is called with the name of each step. A site of more than a few hundred pages is written by
    several ``processes``, with the same bytes as by one; a program that uses more than one must be importable, as
    described in :mod:`multiprocessing`. Raises :class:`~ecomgraph.SourceError` for a folder that cannot be written.
    """
    base_url = _checked(base_url)
    if not os.fspath(folder):
        raise ArgumentError("the folder of the site has no name; the working directory is '.'")
    target = Path(folder)
    if force and target.exists() and not _replaceable(target):
        raise SourceError(str(folder), "is not a site written by ecomgraph; choose another name, or remove it yourself")
    told = progress or (lambda _: None)
    with new_folder(target, replace=force) as filled:
        if isinstance(graph, SeveralFrameworks):
            return _write_sites(graph, filled, base_url, told, processes)
        site = _Site(graph, filled, base_url, told, processes)
        site.write()
    return site.report()


def _write_sites(
    graph: SeveralFrameworks, folder: Path, base_url: str, progress: Callable[[str], None], processes: int
) -> SiteReport:
    """Write a site for each framework into a folder of its name, and a page that lists them."""
    reports = []
    listed = []
    for it in graph.frameworks():
        own = graph.framework(it.name)
        if not own.roles():
            continue
        progress(f"framework {it.name}")
        (folder / it.name).mkdir()
        site = _Site(own, folder / it.name, f"{base_url}/{it.name}" if base_url else "", progress, processes)
        site.write()
        reports.append((it.name, site.report()))
        listed.append(it)
    # This file marks the folder as a site, which a later run may replace.
    files = {_MARK: b"window.ecomgraph = window.ecomgraph || {};\n", "index.html": frameworks_page(listed)}
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return SiteReport(
        pages=1 + sum(it.pages for _, it in reports),
        files=len(files) + sum(it.files for _, it in reports),
        size=sum(map(len, files.values())) + sum(it.size for _, it in reports),
        left_out=tuple(f"{name}: {text}" for name, it in reports for text in it.left_out),
    )


def _pieces(kind: Literal["things", "nodes"], count: int, length: int) -> list[Part]:
    return [Part(kind, start, min(start + length, count)) for start in range(0, count, length)]


def _checked(base_url: str) -> str:
    if not base_url:
        return ""
    try:
        parts = urlsplit(base_url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        fine = False
    if not fine:
        raise ArgumentError(f"--base-url {base_url!r}: expected a URL such as https://example.org/careers/")
    return base_url.rstrip("/")


def _replaceable(target: Path) -> bool:
    return target.is_dir() and ((target / _MARK).is_file() or not any(target.iterdir()))


class _Site:
    """One site that is being written."""

    def __init__(
        self, graph: CareerGraph, folder: Path, base_url: str, progress: Callable[[str], None], processes: int
    ) -> None:
        self._graph = graph
        self._base_url = base_url
        self._progress = progress
        self._processes = processes
        self._files = Files(folder)
        self._written: list[Written] = []
        self._left_out: list[str] = []
        self._things, self._untold = self._chosen()
        paged = frozenset(self._things)
        root = Links(".", static=True, pages=paged, shown=graph.shown_language, about=about(graph))
        self._root, self._deep = root, replace(root, base="..")
        self._plan = Plan(folder, tuple(self._things), root)

    def write(self) -> None:
        """Write everything."""
        for name, data in assets().items():
            self._files.put(f"assets/{name}", data)
        self._files.put(_MARK, self._mark())
        self._write_parts()
        self._files.page("data/index.html", self._data_page())
        self._files.put("404.html", self._missing_page().encode())
        if self._base_url:
            self._files.put("sitemap.xml", self._sitemap())
        for name, text in apache_files(self._things, self._base_url).items():
            self._files.put(name, text.encode())

    def report(self) -> SiteReport:
        """Return what was written."""
        every: list[Files | Written] = [self._files, *self._written]
        return SiteReport(
            pages=len(self._pages()),
            files=sum(it.files for it in every),
            size=sum(it.size for it in every),
            left_out=tuple(self._left_out),
        )

    def _pages(self) -> list[str]:
        return [*self._files.pages, *(page for it in self._written for page in it.pages)]

    def _write_parts(self) -> None:
        nodes = len(self._graph.roles()) + len(self._graph.profiles())
        things = _pieces("things", len(self._things), _THINGS)
        rest = [Part("explorer"), Part("vocabulary"), _QUERIES, *_pieces("nodes", nodes, _NODES), _WHOLE]
        told = {part: f"page {part.start + 1} of {len(self._things)}" for part in things if part.start % 200 == 0}
        told |= {rest[0]: "pages", _QUERIES: "answers", _WHOLE: "files"}
        processes = self._processes if len(self._things) + nodes > _ALONE else 1
        parts = [*things, *rest]
        with closing(results(partial(begin, self._graph, self._plan), parts, (_WHOLE, _QUERIES), processes)) as found:
            for part in parts:
                if part in told:
                    self._progress(told[part])
                written = next(found)
                self._written.append(written)
                self._left_out += written.left_out

    # ------------------------------------------------------------------ things

    def _chosen(self) -> tuple[list[str], list[str]]:
        """Return the IRIs of things with a page and of things without one, sorted."""
        query = f"SELECT DISTINCT ?it {{ GRAPH ?graph {{ ?it ?property ?value }} FILTER(?graph != {CATALOG}) }}"
        rows = self._graph.dataset.store.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        subjects = {row[0].value for row in rows if isinstance(row[0], ox.NamedNode)}
        if not self._bundled:
            subjects -= self._publication()
        subjects |= {*self._graphs(), *self._referred()} - {BASE}
        if len(subjects) <= MOST_THINGS:
            return sorted(subjects), []
        joins = {iri for concept in JOINS for iri in self._graph.dataset.subjects(TYPE, concept)}
        left = sorted(subjects & joins)
        self._left_out.append(
            f"{counted(len(left), 'pages')} of requirements, transitions and the like:"
            " see the pages of the resources they link"
        )
        if len(self._graph.roles()) + len(self._graph.profiles()) > SMALL:
            self._left_out.append("paths and explanations: use 'ecomgraph serve' for these")
        return sorted(subjects - joins), left

    @property
    def _bundled(self) -> bool:
        return any(it.name == BUNDLED for it in self._graph.frameworks())

    def _publication(self) -> set[str]:
        """Return the IRIs in the vocabulary about the publication of the bundled framework, and the retired IRIs."""
        owl = PREFIXES["owl"]
        query = f"""SELECT DISTINCT ?it {{ GRAPH {VOCABULARY} {{
            {{ ?it a <{_DCAT}Dataset> }} UNION {{ ?it a <{_DCAT}Distribution> }}
            UNION {{ ?it <{owl}deprecated> true FILTER NOT EXISTS {{ ?it a ?class }} }}
        }} }}"""
        return {row[0].value for row in self._graph.dataset.select(query) if isinstance(row[0], ox.NamedNode)}

    def _graphs(self) -> Iterator[str]:
        """Yield the IRIs of the named graphs that are not empty, and of the frameworks."""
        yield from (it.value for it in self._graph.dataset.store.named_graphs() if isinstance(it, ox.NamedNode))
        about = ox.NamedNode(PREFIXES["prov"] + "specializationOf")
        frameworks = self._graph.dataset.store.quads_for_pattern(None, about, None, CATALOG)
        yield from (it.object.value for it in frameworks if isinstance(it.object, ox.NamedNode))

    def _referred(self) -> Iterator[str]:
        """Yield IRIs below our base that things refer to, such as that of a version, except IRIs of terms and files."""
        # The vocabulary refers to the replacements of retired IRIs in the bundled framework.
        besides = "" if self._bundled else f"FILTER(?graph != {VOCABULARY})"
        query = f"""SELECT DISTINCT ?it {{
            GRAPH ?graph {{ ?any ?property ?it FILTER(STRSTARTS(STR(?it), "{BASE}") && !CONTAINS(STR(?it), "#")) }}
            {besides}
        }}"""
        rows = self._graph.dataset.store.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        found = (row[0].value for row in rows if isinstance(row[0], ox.NamedNode))
        yield from (iri for iri in found if not iri.startswith(f"{BASE}data/"))

    def _mark(self) -> bytes:
        """Return the script that tells pages that they are in a static site, and which links it lacks."""
        paged = {iri.rpartition("/")[0] for iri in self._things}
        folders = sorted({iri.rpartition("/")[0] for iri in self._untold} - paged)
        value = json.dumps({"unpaged": [f"{folder}/" for folder in folders]})
        return f"window.ecomgraph = window.ecomgraph || {{}};\nwindow.ecomgraph.site = {value};\n".encode()

    # ------------------------------------------------------------------ other pages

    def _data_page(self) -> str:
        kinds: dict[str, list[tuple[str, int]]] = {}
        for path, what, size in (it for written in self._written for it in written.downloads):
            kinds.setdefault(what, []).append((path, size))
        triples = self._graph.dataset.count()
        return render("data.html", links=self._deep, page="data", kinds=kinds, triples=triples, left_out=self._left_out)

    def _missing_page(self) -> str:
        # A host serves this page at any path, so only absolute addresses work in it.
        links = replace(self._root, base=self._base_url or ".")
        return render("missing.html", links=links, page="missing", heading="There is no such page", told="")

    def _sitemap(self) -> bytes:
        urls = "".join(f"<url><loc>{escape(f'{self._base_url}/{page}')}</loc></url>\n" for page in self._addresses())
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return f"{head}{urls}</urlset>\n".encode()

    def _addresses(self) -> list[str]:
        pages = sorted(self._pages())
        if len(pages) > _SITEMAP_PAGES:
            self._left_out.append(f"pages of the sitemap after the first {_SITEMAP_PAGES}")
        return [page.removesuffix("index.html") for page in pages[:_SITEMAP_PAGES]]
