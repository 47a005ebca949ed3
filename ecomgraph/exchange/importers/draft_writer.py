"""Write the next version of a database on a thread, while its content is still being validated."""

from __future__ import annotations

from traceback import clear_frames
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.careers.kept_network import network_in
from ecomgraph.exchange.importers.assemble import catalog_triples, vocabulary_triples
from ecomgraph.reading.names import names_in
from ecomgraph.store.dataset import VOCABULARY
from ecomgraph.store.framework_value import CATALOG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Future

    from ecomgraph.store.database_draft import Draft
    from ecomgraph.store.dataset import Dataset
    from ecomgraph.store.framework_value import Framework

__all__ = ["DraftWriter"]

# About how many times longer it takes to replace a triple than to load it.
_SLOWER = 4


class DraftWriter:
    """Fill a draft on a separate thread, one job after the other; without a draft, do nothing.

    A draft that is not published is deleted with its content, so writing early does no harm.
    """

    def __init__(self, draft: Draft | None) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._draft = draft
        self._pool = ThreadPoolExecutor(1)
        self._due: list[Future[None]] = []

    def __enter__(self) -> DraftWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        # The frames of a failure keep stores open, which could write into the draft after it is deleted.
        for future in self._due:
            if not future.cancelled() and (error := future.exception()) is not None:
                clear_frames(error.__traceback__)

    def store(self, name: str, graphs: Mapping[ox.NamedNode, bytes]) -> None:
        """Write the triples of graphs into the store of a framework."""
        if self._draft is not None:
            self._submit(self._draft.write_store, name, graphs)

    def derived(self, name: str, dataset: Dataset) -> None:
        """Write derived triples into the store of a framework."""
        if self._draft is not None:
            text = dataset.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=dataset.derived)
            self.store(name, {dataset.derived: text or b""})
            self._submit(self._draft.write_names, name, names_in)
            self._submit(self._draft.write_network, name, network_in)

    def framework(self, name: str, packed: bytes) -> None:
        """Write the triples of a framework, from which later versions are made."""
        if self._draft is not None:
            self._submit(self._draft.write_framework, name, packed)

    def copied(self, names: Iterable[str]) -> None:
        """Copy frameworks unchanged."""
        if self._draft is not None:
            for name in names:
                self._submit(self._draft.copy_framework, name)

    def finish(self, records: Mapping[str, Framework], changed: Iterable[str] | None = None) -> None:
        """Write the store of all frameworks together, wait until everything is written, and publish the version.

        ``changed`` are the frameworks that are new or replaced, if none is removed; the others stay as they are.
        """
        if self._draft is None:
            return
        if len(records) != 1:
            before = self._draft.combined_before()
            fresh = None
            if changed is not None and before is not None and _outweighed(before.intersection(changed), records):
                fresh = sorted(changed)
            graphs = {CATALOG: catalog_triples(records.values())}
            if fresh is None:
                graphs[VOCABULARY] = vocabulary_triples()
            self._submit(self._draft.combine, sorted(records), graphs, fresh)
            self._submit(self._draft.combine_names, sorted(records))
        for future in self._due:
            future.result()
        self._draft.publish(records.values())

    def _submit(self, work: Callable[..., None], *arguments: object) -> None:
        self._due.append(self._pool.submit(work, *arguments))


def _outweighed(names: Iterable[str], records: Mapping[str, Framework]) -> bool:
    """Return whether removing some frameworks triple by triple is faster than loading everything again."""
    return _SLOWER * sum(records[it].triples for it in names) < sum(it.triples for it in records.values())
