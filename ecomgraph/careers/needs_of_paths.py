"""The needs of nodes and transitions on paths, read only for the paths found so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers.results import Results

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.path_request import Request

__all__ = ["NeedsOfPaths"]


class NeedsOfPaths:
    """Converts paths to values, and reads the need of a node when a path first visits it.

    So the first paths in a large network are returned without reading all of it. When the number of needs read exceeds
    the number of nodes, all needs are read at once, so that many paths cost little more than reading them all.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._nodes: set[int] = set()
        self._edges: set[int] = set()
        self._read = 0
        self._whole = False
        self._results = Results(request)

    def results(self, paths: Iterable[tuple[int, tuple[int, ...]]]) -> Results:
        """Return the converter for these paths, each given by its first node and its transitions."""
        if not self._whole and not self._covers(paths):
            self._read += len(self._nodes)
            request = self._request
            self._whole = request.all_needs_read or self._read > len(request.network.nodes)
            self._results = Results(request if self._whole else request.within(self._nodes, self._edges))
        return self._results

    def _covers(self, paths: Iterable[tuple[int, tuple[int, ...]]]) -> bool:
        """Tell whether all needs on the paths have been read; record those that have not."""
        network, before = self._request.network, len(self._nodes) + len(self._edges)
        for start, edges in paths:
            self._nodes.add(start)
            for edge in edges:
                self._nodes.add(network.heads[edge])
                if network.asks(edge):
                    self._edges.add(edge)
        return len(self._nodes) + len(self._edges) == before
