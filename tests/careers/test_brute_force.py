"""The searches against plain enumeration of all paths, on random networks.

``ECOMGRAPH_RANDOM_NETWORKS`` says how many are drawn; 5000 take a minute.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from ecomgraph.careers.criteria import criterion_names
from ecomgraph.careers.network import Network
from ecomgraph.careers.paths import Request, best_paths, least_steps, pareto_front
from ecomgraph.careers.search.weights import Weights
from ecomgraph.careers.similarity import similarity
from ecomgraph.errors import MissingMonthsError, NoPathError
from ecomgraph.model import CareerNode, Skill, Transition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.model import CareerPath

CRITERIA = criterion_names()
NETWORKS = int(os.environ.get("ECOMGRAPH_RANDOM_NETWORKS", "1000"))
BATCHES = 20


class Names:
    """Stands in for the catalog: everything is called by its IRI."""

    def node(self, iri: str) -> CareerNode:
        return CareerNode(iri=iri, id=iri, label=iri)

    def skill(self, iri: str) -> Skill:
        return Skill(iri=iri, id=iri, label=iri)


class Drawn(Network):
    """A random multigraph: parallel and looping transitions, some without a duration, nodes that stand for others."""

    def __init__(self, rng: random.Random) -> None:
        count = rng.randint(2, 7)
        self.catalog = Names()  # type: ignore[assignment]
        self.nodes = [f"n{number}" for number in range(count)]
        self.index = {iri: number for number, iri in enumerate(self.nodes)}
        ends = sorted((rng.randrange(count), rng.randrange(count)) for _ in range(rng.randint(0, 18)))
        self.tails, self.heads = [tail for tail, _ in ends], [head for _, head in ends]
        self.moves = [f"t{number:02}" for number in range(len(ends))]
        self.kinds = [rng.choice(["up", "up", "across"]) for _ in ends]
        self.durations = [rng.choice([None, 0, 1, 2, Fraction(1, 2), 3]) if rng.random() < 0.9 else None for _ in ends]
        if rng.random() < 0.6:
            self.durations = [duration or 0 for duration in self.durations]
        width = rng.randint(1, 7)
        self.skills = [f"s{number}" for number in range(width)]
        self.essential = [rng.getrandbits(width) & rng.getrandbits(width) for _ in self.nodes]
        self.optional = [rng.getrandbits(width) & ~essential for essential in self.essential]
        self.heirs = {iri: {iri} for iri in self.nodes}
        for broad, heir in zip(self.nodes, rng.sample(self.nodes, count), strict=True):
            if rng.random() < 0.3:
                self.heirs[broad].add(heir)
        self.digraphs = {}

    def stand_ins(self, node: str) -> frozenset[int]:
        return frozenset(self.index[iri] for iri in self.heirs[node])

    def skills_at(self, node: int) -> frozenset[str]:
        return frozenset(self.skills[number] for number in requirements(self, node))

    def _months(self, move: str) -> Fraction | None:
        duration = self.durations[self.moves.index(move)]
        return None if duration is None else Fraction(duration)

    def transition(self, arc: int) -> Transition:
        source, target = (self.catalog.node(self.nodes[end[arc]]) for end in (self.tails, self.heads))
        return Transition(iri=self.moves[arc], source=source, target=target, kind=self.kinds[arc])


def a_request(rng: random.Random) -> Request:
    network = Drawn(rng)
    source, target = rng.choice(network.nodes), rng.choice(network.nodes)
    return Request(
        network=network,
        source=source,
        target=target,
        through=tuple(rng.sample(network.nodes, rng.choice([0, 0, 0, 1, 2]))),
        avoid=tuple(rng.sample(network.nodes, rng.choice([0, 0, 0, 1]))),
        kinds=rng.choice([None, None, None, frozenset(network.kinds[:1])]),
        max_steps=rng.choice([None, None, None, 1, 2, 3]),
        known=frozenset(rng.sample(network.skills, rng.randint(0, min(2, len(network.skills))))),
        weights=Weights.of(*rng.choice([(1, 0.5), (1, 0.5), (0.3, 0.1), (1, 1), (0.5, 1), (1, 0), (0, 0)])),
        granted=rng.random() < 0.7,
    )


@dataclass(frozen=True)
class Way:
    """A path as the enumeration finds it: the first node, then arcs."""

    request: Request
    start: int
    arcs: tuple[int, ...]

    @property
    def nodes(self) -> list[int]:
        return [self.start, *(self.request.network.heads[arc] for arc in self.arcs)]

    def cost(self, criterion: str, missing: int = 0) -> Fraction:
        network, weights = self.request.network, self.request.weights
        worth = (Fraction(weights.essential, weights.unit), Fraction(weights.optional, weights.unit))
        if criterion == "steps":
            return Fraction(len(self.arcs))
        if criterion == "months":
            return sum(
                (Fraction(missing) if (it := network.months[arc]) is None else it for arc in self.arcs), Fraction(0)
            )
        total = Fraction(0)
        for node, lesson in zip(self.nodes, self.lessons(criterion), strict=True):
            essential = requirements(network, node)
            total += sum(worth[0] if essential[skill] else worth[1] for skill in lesson)
        return total

    def lessons(self, criterion: str) -> list[set[int]]:
        """Return the skills to be learnt at each node; at the first, only learning counts them, if not granted."""
        network, request = self.request.network, self.request
        person = {network.skills.index(skill) for skill in request.known}
        first = requirements(network, self.start).keys()
        found = [first - person if criterion == "learning" and not request.granted else set[int]()]
        known = person | first
        for before, node in pairwise(self.nodes):
            if criterion != "learning":
                known = person | requirements(network, before).keys()
            found.append(requirements(network, node).keys() - known)
            known = known | found[-1]
        return found

    def order(self) -> tuple[object, ...]:
        network = self.request.network
        elsewhere = (network.nodes[self.start] != self.request.source) + (
            network.nodes[self.nodes[-1]] != self.request.target
        )
        return (len(self.arcs), elsewhere, self.start, self.arcs)


def requirements(network: Network, node: int) -> dict[int, bool]:
    """Return the skills of a node; true where they are essential."""
    return {
        skill: bool(network.essential[node] >> skill & 1)
        for skill in range(len(network.skills))
        if (network.essential[node] | network.optional[node]) >> skill & 1
    }


def all_ways(request: Request) -> list[Way]:
    """Return every loopless path that meets the conditions, by walking everywhere."""
    network = request.network
    own, aims = network.stand_ins(request.source), network.stand_ins(request.target)
    shunned = {node for iri in request.avoid for node in network.stand_ins(iri)}

    def walk(way: Way) -> Iterator[Way]:
        if way.nodes[-1] in aims:
            yield way
        for arc, tail in enumerate(network.tails):
            allowed = request.kinds is None or network.kinds[arc] in request.kinds
            if tail == way.nodes[-1] and allowed and network.heads[arc] not in {*shunned, *way.nodes}:
                yield from walk(replace(way, arcs=(*way.arcs, arc)))

    found = [way for start in sorted(own - aims - shunned) for way in walk(Way(request, start, ()))]
    if own <= aims:
        found = [Way(request, network.index[request.source], ())]
    return [
        way
        for way in found
        if (request.max_steps is None or len(way.arcs) <= request.max_steps)
        and all(network.stand_ins(iri) & set(way.nodes) for iri in request.through)
    ]


def described(path: CareerPath) -> tuple[str, tuple[str, ...]]:
    return path.source.iri, tuple(transition.iri for transition in path.transitions)


def expected(way: Way) -> tuple[str, tuple[str, ...]]:
    network = way.request.network
    return network.nodes[way.start], tuple(network.moves[arc] for arc in way.arcs)


def ranked(request: Request, criterion: str, missing: int = 0) -> list[Way]:
    return sorted(all_ways(request), key=lambda way: (way.cost(criterion, missing), *way.order()))


def requests(batch: int) -> Iterator[Request]:
    for seed in range(batch, NETWORKS, BATCHES):
        yield a_request(random.Random(seed))  # noqa: S311


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("criterion", CRITERIA)
def test_the_ranking_is_that_of_all_paths(criterion: str, batch: int) -> None:
    for drawn in requests(batch):
        request = replace(drawn, criteria=(criterion,))
        ways = ranked(request, criterion)
        k = max(1, min(len(ways), 40))
        try:
            paths = best_paths(request, k)
        except NoPathError as error:
            assert not ways
            assert_nearest(request, error)
        except MissingMonthsError:
            assert criterion == "months"
            assert any(request.network.months[arc] is None for way in ways[:k] for arc in way.arcs)
        else:
            assert [described(path) for path in paths] == list(map(expected, ways[:k]))
            assert [path.cost for path in paths] == [float(way.cost(criterion)) for way in ways[:k]]
            for path, way in zip(paths, ways, strict=False):
                assert path.target.iri == request.network.nodes[way.nodes[-1]]
                skills = [{request.network.skills[it] for it in lesson} for lesson in way.lessons(criterion)[1:]]
                assert [{it.iri for it in step} for step in path.new_skills] == skills
            assert described(best_paths(request, 1)[0]) == described(paths[0])
            for missing in (1, 1000):  # whatever the durations that are not known
                assert list(map(expected, ranked(request, criterion, missing)[:k])) == list(map(described, paths))


def assert_nearest(request: Request, error: NoPathError) -> None:
    network = request.network
    own = network.stand_ins(request.source)
    reached = least_steps(request, request.starts or own).keys() - (request.starts or own)
    if not reached:
        assert error.nearest == ""
    elif not reached & request.ends:
        alike = {network.nodes[it]: similarity(network, it, network.index[request.target]) for it in reached}
        if request.weights.of() == request.weights:
            assert alike[error.nearest] == max(alike.values())


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_front_is_what_no_path_beats(batch: int) -> None:
    for number, drawn in enumerate(requests(batch)):
        rng = random.Random(number)  # noqa: S311
        request = replace(drawn, criteria=tuple(rng.sample(CRITERIA, rng.randint(1, 4))))
        ways = sorted(all_ways(request), key=lambda way: way.order())
        first: dict[tuple[Fraction, ...], Way] = {}
        for way in ways:
            first.setdefault(tuple(way.cost(criterion) for criterion in request.criteria), way)
        front = sorted(
            costs
            for costs in first
            if not any(
                other != costs and all(one <= two for one, two in zip(other, costs, strict=True)) for other in first
            )
        )
        try:
            paths = pareto_front(request)
        except NoPathError:
            assert not ways
        except MissingMonthsError:
            assert any(request.network.months[arc] is None for costs in front for arc in first[costs].arcs)
        else:
            assert [tuple(cost for _, cost in path.costs) for path in paths] == [
                tuple(map(float, costs)) for costs in front
            ]
            assert list(map(described, paths)) == [expected(first[costs]) for costs in front]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_networkx_agrees_where_it_answers_the_same_question(batch: int) -> None:
    for drawn in requests(batch):
        request = replace(drawn, through=(), avoid=(), kinds=None, max_steps=None, criteria=("new_skills",))
        network = request.network
        assert isinstance(network, Drawn)
        network.heirs = {iri: {iri} for iri in network.nodes}
        theirs: nx.MultiDiGraph[int] = nx.MultiDiGraph()
        theirs.add_nodes_from(range(len(network.nodes)))
        for arc, (tail, head) in enumerate(zip(network.tails, network.heads, strict=True)):
            theirs.add_edge(tail, head, arc, weight=request.costs("new_skills")[arc])
        source, target = network.index[request.source], network.index[request.target]
        if source == target:
            continue
        if not nx.has_path(theirs, source, target):
            with pytest.raises(NoPathError):
                best_paths(request, 1)
            continue
        path = best_paths(request, 1)[0]
        cost = Fraction(int(nx.dijkstra_path_length(theirs, source, target)), request.weights.unit)
        assert path.cost == float(cost)
        steps = best_paths(replace(request, criteria=("steps",)), 1)[0]
        assert steps.cost == nx.shortest_path_length(theirs, source, target)
        every = best_paths(request, 10_000)
        walks: Any = nx.all_simple_edge_paths(theirs, source, target)
        assert {tuple(network.moves.index(move.iri) for move in path.transitions) for path in every} == {
            tuple(arc for _, _, arc in edges) for edges in walks
        }
        simple = nx.DiGraph(
            (tail, head, {"weight": min(data["weight"] for data in theirs[tail][head].values())})
            for tail, head in set(theirs.edges())
        )
        through_nodes = {tuple(node.iri for node in path.nodes): path.cost for path in reversed(every)}
        assert sorted(through_nodes.values()) == [
            float(Fraction(int(nx.path_weight(simple, nodes, "weight")), request.weights.unit))
            for nodes in nx.shortest_simple_paths(simple, source, target, weight="weight")
        ]
