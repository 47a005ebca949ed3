"""The network of transitions as a networkx graph, for users who analyse it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecomgraph.namespace import ECG

if TYPE_CHECKING:
    import networkx as nx

    from ecomgraph.careers.network import Network

__all__ = ["to_networkx"]


def to_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Return the network as a networkx graph: nodes and edge keys are IRIs.

    Nodes have the attributes ``label``, ``id`` and ``kind`` (``role`` or ``profile``); edges have ``kind``, ``basis``,
    ``new_skills`` (the number of :meth:`Network.new_skills`) and, if known, ``months``.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    narrowed = {profile for profile, _ in network.catalog.dataset.pairs(ECG.narrowsRole)}
    for iri in network.nodes:
        node = network.catalog.node(iri)
        graph.add_node(iri, label=node.label, id=node.id, kind="profile" if iri in narrowed else "role")
    for edge, transition in enumerate(network.transitions()):
        new = network.required(network.heads[edge]) & ~network.required(network.tails[edge])
        fields: dict[str, Any] = {"kind": transition.kind, "basis": transition.basis, "new_skills": new.bit_count()}
        if transition.months is not None:
            fields["months"] = transition.months
        graph.add_edge(transition.source.iri, transition.target.iri, key=transition.iri, **fields)
    return graph
