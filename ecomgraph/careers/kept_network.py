"""The precomputed network of a framework in a database, made at import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecomgraph.careers.network import Network
from ecomgraph.reading.catalog import Catalog
from ecomgraph.store.network_file import network_lines

if TYPE_CHECKING:
    from ecomgraph.careers.need import Need
    from ecomgraph.store.dataset import Dataset

__all__ = ["network_in"]


def network_in(dataset: Dataset) -> bytes:
    """Return the content of :class:`~ecomgraph.store.network_file.NetworkFile` for a dataset.

    Takes time and space linear in the number of transitions and of requirements; a requirement counts once for each
    node that has it, inherits it or builds on it.
    """
    network = Network(Catalog(dataset))
    needs = {}
    if network.needs.graded:
        network.needs.preload()
        needs = _in_numbers(network)
    return network_lines(
        {
            "nodes": network.nodes,
            "tails": network.tails,
            "heads": network.heads,
            "transitions": network.transition_iris,
            "silent": sorted(network.silent),
        },
        needs,
    )


def _in_numbers(network: Network) -> dict[str, Any]:
    """Return the needs of nodes and transitions as lists in which numbers of skills and of asks alternate."""
    skills: dict[str, int] = {}
    asks: dict[tuple[str, str], int] = {}

    def numbered(need: Need) -> list[int]:
        found = []
        for skill, ask in need.items():
            found.append(skills.setdefault(skill, len(skills)))
            found.append(asks.setdefault((str(ask.essential), str(ask.optional)), len(asks)))
        return found

    nodes = [numbered(network.needs.of(node)) for node in network.nodes]
    own = {str(edge): numbered(need) for edge, need in network.own_needs().items()}
    return {"nodes": nodes, "transitions": own, "skills": list(skills), "asks": list(asks)}
