"""The parts of a static site; any process can write any part, because no part reads the files of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ecomgraph.errors import ExportError
from ecomgraph.exchange.exporters.jsonld import document
from ecomgraph.store.packaged import packaged_files
from ecomgraph.web.downloads import PARTS, WHOLE
from ecomgraph.web.pages.data import resource_data, triples_about, written_as
from ecomgraph.web.pages.delivered import Answers, script
from ecomgraph.web.pages.description import Describer
from ecomgraph.web.pages.explorer import explorer_page
from ecomgraph.web.pages.links import DATA_FORMATS, ONTOLOGY, SHAPES, file_name
from ecomgraph.web.pages.query_page import query_page
from ecomgraph.web.pages.resources import resource_page
from ecomgraph.web.pages.vocabulary import vocabulary_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    from ecomgraph.exchange.exporters.jsonld import Json
    from ecomgraph.graph import CareerGraph
    from ecomgraph.web.pages.links import Links

__all__ = ["MOST_TRIPLES", "Files", "Part", "Plan", "Writer", "Written", "begin"]

# Graphs with more triples are written as Turtle only.
MOST_TRIPLES = 100_000


@dataclass(frozen=True, slots=True)
class Plan:
    """The data that all parts of a site share: its folder, the IRIs of its things, and the links from its root."""

    folder: Path
    things: tuple[str, ...]
    links: Links


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a site; of the things or the nodes, those from ``start`` up to ``end`` (exclusive)."""

    kind: Literal["things", "explorer", "vocabulary", "queries", "nodes", "whole"]
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for a part: paths of pages, number of all files, their size in bytes, and what was left out.

    ``downloads`` are path, description and size in bytes.
    """

    pages: tuple[str, ...]
    files: int
    size: int
    left_out: tuple[str, ...]
    downloads: tuple[tuple[str, str, int], ...]


def begin(graph: CareerGraph, plan: Plan) -> Writer:
    """Return the writer of parts, after reading everything that every page needs into memory."""
    # The skills and transitions of every node are needed, so all are read at once.
    graph.network.needs.preload()
    _ = graph.network.kinds
    return Writer(graph, plan)


class Files:
    """Writes files into a folder; collects the paths of pages, and counts all files and their size in bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[Path] = {folder}
        self.pages: list[str] = []
        self.files = self.size = 0

    def page(self, path: str, text: str) -> None:
        """Write a page for people."""
        self.pages.append(path)
        self.put(path, text.encode(errors="replace"))

    def put(self, path: str, data: bytes) -> None:
        """Write a file."""
        target = self._folder / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        # The path is new, because a thing's file is named after its path below our base, or with a digest of its IRI.
        with target.open("xb") as file:
            file.write(data)
        self.count(target)

    def count(self, file: Path) -> None:
        """Count an existing file."""
        self.files += 1
        self.size += file.stat().st_size


class Writer:
    """Writes parts of one site."""

    def __init__(self, graph: CareerGraph, plan: Plan) -> None:
        self._graph = graph
        self._plan = plan
        self._root, self._deep = plan.links, replace(plan.links, base="..")
        self._files, self._left_out = Files(plan.folder), list[str]()

    def __call__(self, part: Part) -> Written:
        """Write one part."""
        self._files, self._left_out = Files(self._plan.folder), list[str]()
        downloads: tuple[tuple[str, str, int], ...] = ()
        match part.kind:
            case "things":
                self._write_things(self._plan.things[part.start : part.end])
            case "explorer":
                self._files.page("index.html", explorer_page(self._graph, self._root))
                self._write_answers(self._answers.about_all())
            case "vocabulary":
                self._write_vocabulary()
            case "queries":
                self._files.page("query/index.html", query_page(self._graph, self._deep))
                self._write_answers(self._answers.to_queries())
            case "nodes":
                self._write_answers(self._answers.about_nodes(part.start, part.end))
            case "whole":
                downloads = tuple(self._downloads())
        files = self._files
        return Written(tuple(files.pages), files.files, files.size, tuple(self._left_out), downloads)

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self._graph, self._root)

    @cached_property
    def _describer(self) -> Describer:
        return Describer(self._graph, self._deep)

    def _write_answers(self, answers: Iterable[tuple[str, str, object]]) -> None:
        for name, key, answer in answers:
            self._files.put(f"data/{name}/{key}.js", script(name, key, answer))

    def _write_vocabulary(self) -> None:
        self._files.page("ns/index.html", vocabulary_page(self._deep))
        # A host with content negotiation serves these files under the IRIs of the vocabulary and of the shapes.
        for name in ("ns", "shape"):
            self._files.put(f"{name}.html", vocabulary_page(self._root).encode())
        for form in DATA_FORMATS:
            self._files.put(f"ns.{form}", resource_data(self._graph, ONTOLOGY, form))
            self._files.put(f"shape.{form}", resource_data(self._graph, SHAPES, form))

    def _write_things(self, things: Iterable[str]) -> None:
        for iri in things:
            name = file_name(iri)
            triples = triples_about(self._graph, iri)
            told = document(triples)
            page = resource_page(self._graph, iri, self._deep, describer=self._describer, told=told)
            self._files.page(f"{name}.html", page)
            if iri != ONTOLOGY:
                for form in DATA_FORMATS:
                    self._put_data(f"{name}.{form}", form, triples, told)

    def _put_data(self, path: str, form: str, triples: list[ox.Triple], told: dict[str, Json]) -> None:
        try:
            self._files.put(path, written_as(triples, form, told))
        except ExportError as error:
            self._left_out.append(f"{path}: {error}")

    def _downloads(self) -> Iterator[tuple[str, str, int]]:
        """Write the whole graph, the shapes and other downloads, and yield path, description and size of each."""
        large = self._graph.dataset.count() > MOST_TRIPLES
        for form, path, what in (*WHOLE, *_added_downloads()):
            if large and form != "turtle":
                continue
            target = self._plan.folder / "data" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                report = self._graph.export(form, target, derived=form == "trig" or None)
            except ExportError as error:
                self._left_out.append(f"data/{path}: {error}")
                continue
            for file in map(Path, report.files):
                self._files.count(file)
                yield file.relative_to(self._plan.folder / "data").as_posix(), what, file.stat().st_size
        if large:
            self._left_out.append(
                "the whole graph in formats other than Turtle, because it is large: use 'ecomgraph export' for these"
            )
        for part, what in PARTS.items():
            for file in packaged_files(part):
                self._files.put(f"data/{part}/{file.name}", file.read_bytes())
                yield f"{part}/{file.name}", what, file.stat().st_size
        for file in packaged_files("context"):
            self._files.put(f"data/{file.name}", file.read_bytes())
            yield file.name, "The context of the JSON-LD", file.stat().st_size


def _added_downloads() -> Iterator[tuple[str, str, str]]:
    """Yield the formats of plugins, in the form of ``WHOLE``; each gets a folder of its own."""
    from ecomgraph.exchange.registry import EXPORTERS, FORMATS

    for name in EXPORTERS.added:
        yield name, f"{name}/{FORMATS[name].filename}", FORMATS[name].tool
