"""Find career paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.errors import NoPathError
from ecomgraph.model import CareerPath

if TYPE_CHECKING:
    from ecomgraph.careers.network import Network

__all__ = ["shortest_path"]


def shortest_path(network: Network, source: str, target: str) -> CareerPath:
    """Return the path of fewest transitions; among equals the one whose nodes, then transitions, come first by IRI.

    Breadth-first from the target gives each node its distance, O(nodes + transitions); walking from the source along
    falling distances, the least IRI first, then yields the path.
    """
    catalog = network.catalog
    distance = {target: 0}
    frontier = [target]
    while frontier and source not in distance:
        reached = []
        for node in frontier:
            for origin in network.arrivals.get(node, ()):
                if origin not in distance:
                    distance[origin] = distance[node] + 1
                    reached.append(origin)
        frontier = reached
    start, end = catalog.node(source), catalog.node(target)
    if source not in distance:
        raise NoPathError(f"no path leads from {start.label!r} to {end.label!r}", source=source, target=target)
    transitions = []
    node = source
    while node != target:
        following, move = next(it for it in network.moves[node] if distance.get(it[0]) == distance[node] - 1)
        transitions.append(network.transition(node, following, move))
        node = following
    return CareerPath(source=start, target=end, transitions=tuple(transitions), cost=len(transitions))
