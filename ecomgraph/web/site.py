"""The static site: every page, the data behind it and the whole graph as files, for any host or none."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pyoxigraph as ox

from ecomgraph.errors import ArgumentError, ExportError, SourceError
from ecomgraph.exchange.exporters.jsonld import document
from ecomgraph.graph.several_frameworks import SeveralFrameworks
from ecomgraph.namespace import BASE, PREFIXES
from ecomgraph.reading.reader import TYPE
from ecomgraph.spelling import counted
from ecomgraph.store.framework_value import CATALOG
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.write import new_folder
from ecomgraph.web.apache import apache_files
from ecomgraph.web.downloads import PARTS, WHOLE
from ecomgraph.web.pages import assets
from ecomgraph.web.pages.about import about
from ecomgraph.web.pages.data import resource_data, triples_about, written_as
from ecomgraph.web.pages.delivered import SMALL, answer_files, script
from ecomgraph.web.pages.description import Describer
from ecomgraph.web.pages.explorer import explorer_page
from ecomgraph.web.pages.headings import JOINS
from ecomgraph.web.pages.links import DATA_FORMATS, ONTOLOGY, SHAPES, Links, file_name
from ecomgraph.web.pages.query_page import query_page
from ecomgraph.web.pages.render import render
from ecomgraph.web.pages.resources import resource_page
from ecomgraph.web.pages.vocabulary import vocabulary_page
from ecomgraph.web.pages.which_framework import frameworks_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecomgraph.exchange.exporters.jsonld import Json
    from ecomgraph.graph import CareerGraph

__all__ = ["MOST_THINGS", "SiteReport", "write_site"]

# With more things, requirements, transitions and the like get no pages; the pages of the things they join show them.
MOST_THINGS = 5000
# Larger graphs are written as Turtle only.
MOST_TRIPLES = 100_000
# The maximum number of entries in a sitemap (https://www.sitemaps.org/protocol.html).
_SITEMAP_PAGES = 50_000
_MARK = "data/site.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What was written: pages, files in all and their size in bytes; ``left_out`` lists what was not, with reasons."""

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
) -> SiteReport:
    """Write the site into a new folder, all or nothing; the same graph gives the same bytes.

    Each of several frameworks gets a site of its own, in a folder of its name, and a page lists them.
    ``base_url`` is the future address of the site and adds a sitemap. ``force`` replaces an earlier site, but no
    other folder. Raises :class:`~ecomgraph.SourceError` for a folder that cannot be written.
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
            return _write_sites(graph, filled, base_url, told)
        site = _Site(graph, filled, base_url, told)
        site.write()
    return site.report()


def _write_sites(graph: SeveralFrameworks, folder: Path, base_url: str, progress: Callable[[str], None]) -> SiteReport:
    """Write a site for each framework into a folder of its name, and a page that lists them."""
    reports = []
    listed = []
    for it in graph.frameworks():
        own = graph.framework(it.name)
        if not own.roles():
            continue
        progress(f"framework {it.name}")
        (folder / it.name).mkdir()
        site = _Site(own, folder / it.name, f"{base_url}/{it.name}" if base_url else "", progress)
        site.write()
        reports.append((it.name, site.report()))
        listed.append(it)
    # This file tells the next run that the folder is a site.
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


def _added_downloads() -> Iterator[tuple[str, str, str]]:
    """Yield the formats of plugins, in the form of ``WHOLE``; each gets a folder of its own."""
    from ecomgraph.exchange.registry import EXPORTERS, FORMATS

    for name in EXPORTERS.added:
        yield name, f"{name}/{FORMATS[name].filename}", FORMATS[name].tool


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
    """One site while it is written."""

    def __init__(self, graph: CareerGraph, folder: Path, base_url: str, progress: Callable[[str], None]) -> None:
        self._graph = graph
        self._folder = folder
        self._base_url = base_url
        self._progress = progress
        self._files = 0
        self._size = 0
        self._pages: list[str] = []
        self._left_out: list[str] = []
        self._made: set[Path] = {folder}
        self._things, self._untold = self._chosen()
        paged = frozenset(self._things)
        root = Links(".", static=True, pages=paged, shown=graph.shown_language, about=about(graph))
        self._root, self._deep = root, replace(root, base="..")

    def write(self) -> None:
        """Write everything."""
        # Every node's skills and transitions are needed, so all are read at once.
        self._graph.network.needs.preload()
        _ = self._graph.network.kinds
        for name, data in assets().items():
            self._put(f"assets/{name}", data)
        self._put(_MARK, self._mark())
        self._write_things()
        self._progress("pages")
        self._page("index.html", explorer_page(self._graph, self._root))
        self._page("query/index.html", query_page(self._graph, self._deep))
        self._page("ns/index.html", vocabulary_page(self._deep))
        # A host with content negotiation serves these files at the IRIs of the vocabulary and of the shapes.
        for name in ("ns", "shape"):
            self._put(f"{name}.html", vocabulary_page(self._root).encode())
        for form in DATA_FORMATS:
            self._put(f"ns.{form}", resource_data(self._graph, ONTOLOGY, form))
            self._put(f"shape.{form}", resource_data(self._graph, SHAPES, form))
        self._progress("answers")
        for name, key, answer in answer_files(self._graph, self._root):
            self._put(f"data/{name}/{key}.js", script(name, key, answer))
        self._progress("files")
        self._page("data/index.html", self._data_page(list(self._downloads())))
        self._put("404.html", self._missing_page().encode())
        if self._base_url:
            self._put("sitemap.xml", self._sitemap())
        for name, text in apache_files(self._things, self._base_url).items():
            self._put(name, text.encode())

    def report(self) -> SiteReport:
        """Return what was written."""
        return SiteReport(pages=len(self._pages), files=self._files, size=self._size, left_out=tuple(self._left_out))

    # ------------------------------------------------------------------ things

    def _chosen(self) -> tuple[list[str], list[str]]:
        """Return the IRIs of things with a page and of things without one, sorted."""
        query = f"SELECT DISTINCT ?it {{ GRAPH ?graph {{ ?it ?property ?value }} FILTER(?graph != {CATALOG}) }}"
        rows = self._graph.dataset.store.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        subjects = {row[0].value for row in rows if isinstance(row[0], ox.NamedNode)}
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

    def _graphs(self) -> Iterator[str]:
        """Yield the IRIs of the named graphs that are not empty, and those of frameworks."""
        yield from (it.value for it in self._graph.dataset.store.named_graphs() if isinstance(it, ox.NamedNode))
        about = ox.NamedNode(PREFIXES["prov"] + "specializationOf")
        frameworks = self._graph.dataset.store.quads_for_pattern(None, about, None, CATALOG)
        yield from (it.object.value for it in frameworks if isinstance(it.object, ox.NamedNode))

    def _referred(self) -> Iterator[str]:
        """Yield our IRIs that things refer to, such as that of a version, except those of terms and files."""
        query = f"""SELECT DISTINCT ?it {{
            GRAPH ?graph {{ ?any ?property ?it FILTER(STRSTARTS(STR(?it), "{BASE}") && !CONTAINS(STR(?it), "#")) }}
        }}"""
        rows = self._graph.dataset.store.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        found = (row[0].value for row in rows if isinstance(row[0], ox.NamedNode))
        yield from (iri for iri in found if not iri.startswith(f"{BASE}data/"))

    def _write_things(self) -> None:
        describer = Describer(self._graph, self._deep)
        for number, iri in enumerate(self._things):
            if number % 200 == 0:
                self._progress(f"page {number + 1} of {len(self._things)}")
            name = file_name(iri)
            triples = triples_about(self._graph, iri)
            told = document(triples)
            page = resource_page(self._graph, iri, self._deep, describer=describer, told=told)
            self._page(f"{name}.html", page)
            if iri != ONTOLOGY:
                for form in DATA_FORMATS:
                    self._put_data(f"{name}.{form}", form, triples, told)

    def _put_data(self, path: str, form: str, triples: list[ox.Triple], told: dict[str, Json]) -> None:
        try:
            self._put(path, written_as(triples, form, told))
        except ExportError as error:
            self._left_out.append(f"{path}: {error}")

    def _mark(self) -> bytes:
        """Return the script that tells pages that they are in a static site, and which links it lacks."""
        paged = {iri.rpartition("/")[0] for iri in self._things}
        folders = sorted({iri.rpartition("/")[0] for iri in self._untold} - paged)
        value = json.dumps({"unpaged": [f"{folder}/" for folder in folders]})
        return f"window.ecomgraph = window.ecomgraph || {{}};\nwindow.ecomgraph.site = {value};\n".encode()

    # ------------------------------------------------------------------ the graph as files

    def _downloads(self) -> Iterator[tuple[str, str, int]]:
        """Write the whole graph, the shapes and other downloads, and yield path, description and size of each."""
        large = self._graph.dataset.count() > MOST_TRIPLES
        for form, path, what in (*WHOLE, *_added_downloads()):
            if large and form != "turtle":
                continue
            target = self._folder / "data" / path
            target.parent.mkdir(exist_ok=True)
            try:
                report = self._graph.export(form, target, derived=form == "trig" or None)
            except ExportError as error:
                self._left_out.append(f"data/{path}: {error}")
                continue
            for file in map(Path, report.files):
                self._count(file)
                yield file.relative_to(self._folder / "data").as_posix(), what, file.stat().st_size
        if large:
            self._left_out.append(
                "the whole graph in formats other than Turtle, because it is large: use 'ecomgraph export' for these"
            )
        for part, what in PARTS.items():
            for file in packaged_files(part):
                self._put(f"data/{part}/{file.name}", file.read_bytes())
                yield f"{part}/{file.name}", what, file.stat().st_size
        for file in packaged_files("context"):
            self._put(f"data/{file.name}", file.read_bytes())
            yield file.name, "The context of the JSON-LD", file.stat().st_size

    # ------------------------------------------------------------------ other pages

    def _data_page(self, downloads: list[tuple[str, str, int]]) -> str:
        kinds: dict[str, list[tuple[str, int]]] = {}
        for path, what, size in downloads:
            kinds.setdefault(what, []).append((path, size))
        triples = self._graph.dataset.count()
        return render("data.html", links=self._deep, page="data", kinds=kinds, triples=triples, left_out=self._left_out)

    def _missing_page(self) -> str:
        # A host serves it at any path, so only absolute addresses work.
        links = replace(self._root, base=self._base_url or ".")
        return render("missing.html", links=links, page="missing", heading="There is no such page", told="")

    def _sitemap(self) -> bytes:
        urls = "".join(f"<url><loc>{escape(f'{self._base_url}/{page}')}</loc></url>\n" for page in self._addresses())
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return f"{head}{urls}</urlset>\n".encode()

    def _addresses(self) -> list[str]:
        if len(self._pages) > _SITEMAP_PAGES:
            self._left_out.append(f"pages of the sitemap after the first {_SITEMAP_PAGES}")
        return [page.removesuffix("index.html") for page in sorted(self._pages)[:_SITEMAP_PAGES]]

    # ------------------------------------------------------------------ files

    def _page(self, path: str, text: str) -> None:
        self._pages.append(path)
        self._put(path, text.encode(errors="replace"))

    def _put(self, path: str, data: bytes) -> None:
        target = self._folder / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        # Two things never share a file: its name is the thing's path below our base, or contains a digest of its IRI.
        with target.open("xb") as file:
            file.write(data)
        self._count(target)

    def _count(self, file: Path) -> None:
        self._files += 1
        self._size += file.stat().st_size
