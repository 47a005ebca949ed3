"""A draft of the next version of a database: its files, and how it becomes the current version."""

from __future__ import annotations

import gzip
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import SourceError
from ecomgraph.store.database_files import (
    BLANK,
    COMBINED,
    COMBINED_NAMES,
    CURRENT,
    FRAMEWORKS,
    NAMES,
    NETWORKS,
    RECORDS,
    STORES,
    has_blank_nodes,
    utf8_path,
)
from ecomgraph.store.dataset import PART, Dataset, in_parts
from ecomgraph.store.framework_value import derived_graph, framework_graph, write_records
from ecomgraph.store.name_index import write_name_index
from ecomgraph.store.write import sync

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ecomgraph.store.framework_value import Framework

__all__ = ["Draft"]


class Draft:
    """A draft of the next version of a database, in its own folder.

    ``current`` is a function that returns the folder of the current version, and raises if there is none.
    """

    def __init__(self, database: Path, folder: Path, current: Callable[[], Path]) -> None:
        self.path = folder
        self.published = False
        self._database = database
        self._current = current
        (self.path / FRAMEWORKS).mkdir(parents=True)
        (self.path / STORES).mkdir()
        (self.path / BLANK).mkdir()

    def write_framework(self, name: str, packed: bytes) -> None:
        """Store the packed triples of a framework, from which later versions are built."""
        (self.path / FRAMEWORKS / f"{name}.nt.gz").write_bytes(packed)

    def copy_framework(self, name: str) -> None:
        """Keep a framework of the current version unchanged: its files are shared with that version."""
        current = self._current()
        file = f"{FRAMEWORKS}/{name}.nt.gz"
        _share(str(current / file), str(self.path / file))
        self._copy_store(f"{STORES}/{name}")
        self._copy_file(f"{NAMES}/{name}")
        self._copy_file(f"{NETWORKS}/{name}")
        if has_blank_nodes(current, name):
            (self.path / BLANK / name).touch()

    def copy_combined(self) -> None:
        """Keep the store that holds all frameworks unchanged."""
        if (self._current() / COMBINED).is_dir():
            self._copy_store(COMBINED)
            self._copy_file(COMBINED_NAMES)

    def _copy_store(self, name: str) -> None:
        # The files can be shared, because the engine does not write to a store that is opened read-only.
        shutil.copytree(self._current() / name, self.path / name, copy_function=_share)

    def _copy_file(self, name: str) -> None:
        source = self._current() / name
        if source.is_file():
            (self.path / name).parent.mkdir(exist_ok=True)
            _share(str(source), str(self.path / name))

    def write_names(self, name: str, names_in: Callable[[Dataset], Iterable[tuple[str, int, str]]]) -> None:
        """Write the index of the names in the store of a framework."""
        write_name_index(self.path / NAMES / name, names_in(self._written(name)))

    def write_network(self, name: str, network_in: Callable[[Dataset], bytes]) -> None:
        """Write the precomputed network of the store of a framework."""
        (self.path / NETWORKS).mkdir(exist_ok=True)
        (self.path / NETWORKS / name).write_bytes(network_in(self._written(name)))

    def _written(self, name: str) -> Dataset:
        """Return the parts of a framework that have been written."""
        store = ox.Store.read_only(utf8_path(self.path / STORES / name, self._database))
        return Dataset(store, source=(Dataset, ()))

    def write_store(self, name: str, graphs: Mapping[ox.NamedNode, bytes]) -> None:
        """Add triples to the store of a framework; ``graphs`` has the N-Triples of each graph."""
        if any(b"_:" in triples for triples in graphs.values()):
            (self.path / BLANK / name).touch()
        with self._filling(f"{STORES}/{name}") as store:
            for graph, triples in graphs.items():
                _load(store, triples, graph)

    def combined_before(self) -> frozenset[str] | None:
        """Return the names of the frameworks in the combined store of the current version, if it has one."""
        if not (self._database / CURRENT).exists() or not (self._current() / COMBINED).is_dir():
            return None
        return frozenset(store.name for store in (self._current() / STORES).iterdir())

    def combine(
        self, names: Iterable[str], others: Mapping[ox.NamedNode, bytes], changed: Iterable[str] | None = None
    ) -> None:
        """Fill the combined store: the named graphs, and each triple once in the default graph.

        ``names`` are the frameworks, ``others`` are further graphs. With ``changed``, the store starts as a copy of
        that of the current version, and only the graphs of these frameworks and ``others`` are replaced.
        """
        gone: list[ox.Triple] = []
        if changed is not None:
            names = list(changed)
            before = ox.Store.read_only(utf8_path(self._current() / COMBINED, self._database))
            before.backup(str(self.path / COMBINED))
        with self._filling(COMBINED) as store:
            if changed is not None:
                own = [graph(name) for name in names for graph in (framework_graph, derived_graph)]
                gone = _taken_out(store, [*others, *own])
            large = [_fill(store, triples, graph, ox.DefaultGraph()) for graph, triples in others.items()]
            for name in names:
                packed = (self.path / FRAMEWORKS / f"{name}.nt.gz").read_bytes()
                large.append(_fill(store, gzip.decompress(packed), framework_graph(name), ox.DefaultGraph()))
                single = ox.Store.read_only(utf8_path(self.path / STORES / name, self._database))
                derived = single.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=derived_graph(name))
                large.append(_fill(store, derived or b"", derived_graph(name), ox.DefaultGraph()))
            _forget(store, gone)
            if any(large):
                store.optimize()

    def combine_names(self, names: Iterable[str]) -> None:
        """Write the index of the names of all frameworks together."""
        files = [self.path / NAMES / name for name in names]
        lines = {line for file in files for line in file.read_bytes().splitlines(keepends=True)}
        (self.path / COMBINED_NAMES).write_bytes(b"".join(sorted(lines)))

    @contextmanager
    def _filling(self, name: str) -> Iterator[ox.Store]:
        try:
            store = ox.Store(str(self.path / name))
            yield store
            store.flush()
        except RuntimeError as error:
            # On a full disk, the engine truncates its file and then reports that the file is damaged.
            reason = f"cannot be written: {' '.join(str(error).split())}; make room on the disk and try again"
            raise SourceError(str(self._database), reason) from None

    def publish(self, frameworks: Iterable[Framework]) -> None:
        """Sync everything to disk, then make this the current version."""
        (self.path / RECORDS).write_bytes(write_records(frameworks))
        for folder, _, files in os.walk(self.path):
            for name in files:
                sync(Path(folder, name))
            sync(Path(folder))
        sync(self.path.parent)
        pointer = self._database / CURRENT
        new = pointer.with_name(f"{CURRENT}.new")
        new.write_text(f"{self.path.name}\n", encoding="ascii")
        sync(new)
        new.replace(pointer)
        self.published = True
        sync(pointer.parent)


def _load(store: ox.Store, triples: bytes, graph: ox.NamedNode) -> None:
    if _fill(store, triples, graph):
        # Compact the store: otherwise its files overlap, and each look-up searches all of them.
        store.optimize()


def _fill(store: ox.Store, triples: bytes, *graphs: ox.NamedNode | ox.DefaultGraph) -> bool:
    """Load triples into graphs, and return whether there were so many that the store should be compacted."""
    for part in in_parts(triples):
        for graph in graphs:
            # These triples come from another store in this process, so they have been checked.
            store.bulk_load(part, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
    return len(triples) > PART


def _taken_out(store: ox.Store, graphs: Iterable[ox.NamedNode]) -> list[ox.Triple]:
    """Remove graphs, and return the triples that they contained."""
    found: set[ox.Triple] = set()
    for graph in graphs:
        found.update(quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
        store.remove_graph(graph)
    return list(found)


def _forget(store: ox.Store, triples: Iterable[ox.Triple]) -> None:
    """Remove from the default graph those of the triples that are in no named graph."""
    everywhere = ox.DefaultGraph()
    for triple in triples:
        asked = (triple.subject, triple.predicate, triple.object)
        if all(quad.graph_name == everywhere for quad in store.quads_for_pattern(*asked, None)):
            store.remove(ox.Quad(*asked, everywhere))


def _share(source: str, target: str) -> None:
    """Hard-link a file, or copy it if the file system does not support hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
