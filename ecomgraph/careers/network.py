"""The network of career moves: nodes, transitions, and what each transition asks to be learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecomgraph.model import Transition
from ecomgraph.names import slug_of
from ecomgraph.namespace import ECG, PREFIXES

if TYPE_CHECKING:
    import networkx as nx

    from ecomgraph.catalog import Catalog

__all__ = ["Network"]


class Network:
    """Transitions by the node that they start at, sorted by target and IRI. Parallel transitions stay distinct."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        dataset = catalog.dataset
        sources = dict(dataset.pairs(ECG.transitionFrom))
        targets = dict(dataset.pairs(ECG.transitionTo))
        self._kinds = {move: slug_of(kind) for move, kind in dataset.pairs(ECG.transitionKind)}
        self.moves: dict[str, list[tuple[str, str]]] = {}
        self.arrivals: dict[str, list[str]] = {}
        for target, move in sorted((target, move) for move, target in targets.items()):
            if move in sources:
                self.moves.setdefault(sources[move], []).append((target, move))
                self.arrivals.setdefault(target, []).append(sources[move])

    def transition(self, source: str, target: str, move: str) -> Transition:
        """Return a transition as a value."""
        dataset = self.catalog.dataset
        months = dataset.literal(move, ECG.typicalMonths)
        bases = dataset.iris(move, ECG.hasBasis)
        return Transition(
            iri=move,
            source=self.catalog.node(source),
            target=self.catalog.node(target),
            kind=self._kinds.get(move, ""),
            basis=slug_of(bases[0]) if bases else "",
            months=float(months) if months else None,
        )

    def transitions(self) -> tuple[Transition, ...]:
        """Return all transitions, by the IRIs of source, target and transition."""
        return tuple(
            self.transition(source, target, move)
            for source, moves in sorted(self.moves.items())
            for target, move in moves
        )

    def new_skills(self, source: str, target: str) -> tuple[str, ...]:
        """Return the IRIs of the skills that ``target`` requires and ``source`` does not, sorted."""
        dataset = self.catalog.dataset
        known = set(dataset.iris(source, ECG.requiresSkill))
        return tuple(skill for skill in dataset.iris(target, ECG.requiresSkill) if skill not in known)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the network as a networkx graph: nodes and edge keys are IRIs.

        Nodes carry ``label``, ``id`` and ``kind`` (``role`` or ``profile``), edges ``kind``, ``basis``, ``new_skills``
        (how many) and, where known, ``months``.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        narrowed = {profile for profile, _ in self.catalog.dataset.pairs(ECG.narrowsRole)}
        for concept in (ECG.Role, ECG.RoleProfile):
            for iri in self.catalog.dataset.subjects(PREFIXES["rdf"] + "type", concept):
                node = self.catalog.node(iri)
                graph.add_node(iri, label=node.label, id=node.id, kind="profile" if iri in narrowed else "role")
        for transition in self.transitions():
            source, target = transition.source.iri, transition.target.iri
            fields: dict[str, Any] = {"kind": transition.kind, "basis": transition.basis}
            fields["new_skills"] = len(self.new_skills(source, target))
            if transition.months is not None:
                fields["months"] = transition.months
            graph.add_edge(source, target, key=transition.iri, **fields)
        return graph
