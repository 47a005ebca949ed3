"""Random networks, and requests for paths in them."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from ecomgraph.careers.need import Ask
from ecomgraph.careers.network import Network
from ecomgraph.careers.path_request import Request
from ecomgraph.careers.rungs import Rungs
from ecomgraph.careers.search.weights import Weights
from ecomgraph.model import CareerNode, Degree, Skill, Transition

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from ecomgraph.careers.need import Need


SKILL_TYPES = ("technology", "knowledge", "skill", "attitude")


class Names:
    """Stands in for the catalog: everything is called by its IRI."""

    def node(self, iri: str) -> CareerNode:
        return CareerNode(iri=iri, id=iri, label=iri)

    def skill(self, iri: str) -> Skill:
        return Skill(iri=iri, id=iri, label=iri, type=SKILL_TYPES[int(iri[1:]) % len(SKILL_TYPES)])


class Plain:
    """Stands in for the needs and the scales: degrees have no levels."""

    graded = True
    catalog = Names()

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn

    def of(self, node: str) -> Need:
        return as_need(self._drawn.asked[self._drawn.index[node]])

    def of_transition(self, transition: str) -> Need:
        return as_need(self._drawn.own_asked.get(self._drawn.transition_iris.index(transition), {}))

    def preload(self) -> None:
        """All needs are there from the start."""

    def own(self, node: str) -> None:
        assert node in self._drawn.index

    def described(self, nodes: list[str]) -> set[str]:
        return {node for node in nodes if self.of(node)}

    @property
    def scales(self) -> Plain:
        return self

    def as_value(self, skill: str, degree: Fraction) -> Degree:
        assert skill
        return Degree(degree=float(degree))


Asked = dict[tuple[str, int], set[str]]
"""What is asked for in quarters of skills: by which importances."""


class Drawn(Network):
    """A random multigraph: parallel and looping transitions, some without a duration, nodes that stand for others.

    Nodes ask for skills to degrees, as essential, as optional or as both, and for what the nodes ask for that they
    build on; some ask for nothing. Some transitions ask for skills themselves.
    """

    def __init__(self, rng: random.Random) -> None:
        count = rng.randint(2, 7)
        self.catalog = Names()  # type: ignore[assignment]
        self.needs = Plain(self)  # type: ignore[assignment]
        self.nodes = [f"n{number}" for number in range(count)]
        self.index = {iri: number for number, iri in enumerate(self.nodes)}
        ends = sorted((rng.randrange(count), rng.randrange(count)) for _ in range(rng.randint(0, 18)))
        self.tails, self.heads = [tail for tail, _ in ends], [head for _, head in ends]
        self.transition_iris = [f"t{number:02}" for number in range(len(ends))]
        self.kinds = [rng.choice(["up", "up", "across"]) for _ in ends]
        self.durations = [rng.choice([None, 0, 1, 2, Fraction(1, 2), 3]) if rng.random() < 0.9 else None for _ in ends]
        if rng.random() < 0.6:
            self.durations = [duration or 0 for duration in self.durations]
        self.drawn_skills = [f"s{number}" for number in range(rng.randint(1, 5))]
        self.degrees = rng.choice([(4,), (4,), (2, 4), (1, 2, 3, 4)])
        mute = rng.choice([0, 0, 0.2, 0.4])
        self.asked = [{} if rng.random() < mute else self._draw(rng, 2) for _ in self.nodes]
        self.built_on: set[int] = set()
        for node in range(1, count):
            if rng.random() < rng.choice([0, 0.2]):
                self.asked[node] = joined(self.asked[node], self.asked[rng.randrange(node)])
                self.built_on.add(node)
        asking = rng.choice([0, 0, 0.3])
        self.own_asked = {edge: self._draw(rng, 1) for edge in range(len(ends)) if rng.random() < asking}
        self.heirs = {iri: {iri} for iri in self.nodes}
        for broad, heir in zip(self.nodes, rng.sample(self.nodes, count), strict=True):
            if rng.random() < 0.3:
                self.heirs[broad].add(heir)
        self.digraphs = {}
        self._rungs = {}
        self._atoms = {}

    def _draw(self, rng: random.Random, most: int) -> Asked:
        found: Asked = {}
        for skill in self.drawn_skills:
            for _ in range(rng.randint(0, most)):
                importance = rng.choice(["essential", "optional"])
                for quarter in range(rng.choice(self.degrees)):
                    found.setdefault((skill, quarter), set()).add(importance)
        return found

    def rungs(self, further: Mapping[str, Fraction] | None = None, *, overlapping: bool = False) -> Rungs:
        key = (overlapping, *sorted((further or {}).items()))
        if key not in self._rungs:
            own = {edge: as_need(asked) for edge, asked in self.own_asked.items()}
            self._rungs[key] = Rungs.of(list(map(as_need, self.asked)), own, further or {})
        return self._rungs[key]

    def skills_at(self, node: int) -> frozenset[str]:
        return frozenset(skill for skill, _ in self.asked[node])

    def stand_ins(self, node: str) -> frozenset[int]:
        return frozenset(self.index[iri] for iri in self.heirs[node])

    @cached_property
    def months(self) -> list[Fraction | None]:
        return [None if duration is None else Fraction(duration) for duration in self.durations]

    def transition(self, edge: int) -> Transition:
        source, target = (self.catalog.node(self.nodes[end[edge]]) for end in (self.tails, self.heads))
        return Transition(iri=self.transition_iris[edge], source=source, target=target, kind=self.kinds[edge])


def joined(one: Asked, other: Asked) -> Asked:
    return {key: one.get(key, set()) | other.get(key, set()) for key in {*one, *other}}


def as_need(asked: Asked) -> Need:
    found: Need = {}
    for (skill, quarter), importances in asked.items():
        degree = Fraction(quarter + 1, 4)
        ask = Ask(degree * ("essential" in importances), degree * ("optional" in importances))
        found[skill] = found.get(skill, Ask()).joined(ask)
    return found


def a_request(rng: random.Random) -> Request:
    network = Drawn(rng)
    source, target = rng.choice(network.nodes), rng.choice(network.nodes)
    known = rng.sample(network.drawn_skills, rng.randint(0, min(2, len(network.drawn_skills))))
    return Request(
        network=network,
        source=source,
        target=target,
        through=tuple(rng.sample(network.nodes, rng.choice([0, 0, 0, 1, 2]))),
        avoid=tuple(rng.sample(network.nodes, rng.choice([0, 0, 0, 1]))),
        kinds=rng.choice([None, None, None, frozenset(network.kinds[:1]) or None]),
        max_steps=rng.choice([None, None, None, 1, 2, 3]),
        known={skill: Fraction(rng.choice([1, 2, 4, 4]), 4) for skill in known},
        weights=Weights.of(*rng.choice([(1, 0.5), (1, 0.5), (0.3, 0.1), (1, 1), (0.5, 1), (1, 0), (0, 0)])),
        granted=rng.random() < 0.7,
    )
