"""The searches against plain enumeration of all paths, on random networks.

``ECOMGRAPH_RANDOM_NETWORKS`` says how many are drawn; 5000 take a minute.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from ecomgraph.careers import rungs
from ecomgraph.careers.criteria import CRITERIA as CRITERIA_BY_NAME
from ecomgraph.careers.criteria import criterion_names
from ecomgraph.careers.need import Ask
from ecomgraph.careers.network import Network
from ecomgraph.careers.path_request import Request
from ecomgraph.careers.paths import best_paths, least_steps, pareto_front
from ecomgraph.careers.rungs import Rungs
from ecomgraph.careers.search.weights import Weights
from ecomgraph.errors import MissingMonthsError, NoPathError
from ecomgraph.model import CareerNode, Degree, Skill, Transition
from tests.samples import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecomgraph.careers.need import Need
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


class Plain:
    """Stands in for the needs and the scales: degrees have no levels."""

    graded = True
    catalog = Names()

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn

    def of(self, node: str) -> Need:
        return as_need(self._drawn.asked[self._drawn.index[node]])

    def of_transition(self, transition: str) -> Need:
        return as_need(self._drawn.own_asked.get(self._drawn.moves.index(transition), {}))

    def described(self) -> set[str]:
        return {node for node in self._drawn.nodes if self.of(node)}

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
        self.moves = [f"t{number:02}" for number in range(len(ends))]
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
        self._asked_once = False

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

    def stand_ins(self, node: str) -> frozenset[int]:
        return frozenset(self.index[iri] for iri in self.heirs[node])

    def _months(self, move: str) -> Fraction | None:
        duration = self.durations[self.moves.index(move)]
        return None if duration is None else Fraction(duration)

    def transition(self, arc: int) -> Transition:
        source, target = (self.catalog.node(self.nodes[end[arc]]) for end in (self.tails, self.heads))
        return Transition(iri=self.moves[arc], source=source, target=target, kind=self.kinds[arc])


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
        kinds=rng.choice([None, None, None, frozenset(network.kinds[:1])]),
        max_steps=rng.choice([None, None, None, 1, 2, 3]),
        known={skill: Fraction(rng.choice([1, 2, 4, 4]), 4) for skill in known},
        weights=Weights.of(*rng.choice([(1, 0.5), (1, 0.5), (0.3, 0.1), (1, 1), (0.5, 1), (1, 0), (0, 0)])),
        granted=rng.random() < 0.7,
    )


@dataclass(frozen=True)
class Way:
    """A path as the enumeration finds it: the first node, then arcs; ``excepted`` nodes may be silent."""

    request: Request
    start: int
    arcs: tuple[int, ...]
    excepted: frozenset[int] = frozenset()

    @property
    def network(self) -> Drawn:
        assert isinstance(self.request.network, Drawn)
        return self.request.network

    @property
    def nodes(self) -> list[int]:
        return [self.start, *(self.network.heads[arc] for arc in self.arcs)]

    @property
    def silent(self) -> int:
        return sum(not self.network.asked[node] and node not in self.excepted for node in self.nodes)

    def worth(self, importances: set[str]) -> Fraction:
        weights = self.request.weights
        worth = {"essential": weights.essential, "optional": weights.optional}
        return Fraction(max(worth[it] for it in importances), 4 * weights.unit)

    @property
    def known(self) -> set[tuple[str, int]]:
        return {(skill, quarter) for skill, degree in self.request.known.items() for quarter in range(int(4 * degree))}

    def cost(self, criterion: str, missing: int = 0) -> Fraction:
        network = self.network
        if criterion == "steps":
            return Fraction(len(self.arcs))
        if criterion == "months":
            return sum(
                (Fraction(missing) if (it := network.months[arc]) is None else it for arc in self.arcs), Fraction(0)
            )
        if criterion == "new_skills":
            return sum(map(self.new_weight, self.arcs), Fraction(0))
        if criterion != "learning":
            # One that has been added: its own sum over transitions.
            return CRITERIA_BY_NAME[criterion].total(self.request, self.arcs)
        return sum((self.worth(asked) for lesson in self.lessons() for asked in lesson.values()), Fraction(0))

    def new_weight(self, arc: int) -> Fraction:
        network = self.network
        asked = joined(network.asked[network.heads[arc]], network.own_asked.get(arc, {}))
        held = self.known | network.asked[network.tails[arc]].keys()
        return sum((self.worth(them) for key, them in asked.items() if key not in held), Fraction(0))

    @property
    def begun(self) -> Asked:
        """What is known at the start, or where that is to be learnt, what is learnt there."""
        network = self.network
        return network.asked[network.index[self.request.source] if self.request.granted else self.start]

    def lessons(self) -> list[Asked]:
        """Return what is first asked for at each node, with all the importances that the path gives it."""
        network = self.network
        granted, first = self.request.granted, self.begun
        steps = [({} if granted else first)]
        steps += [joined(network.asked[network.heads[arc]], network.own_asked.get(arc, {})) for arc in self.arcs]
        whole: Asked = {}
        for step in steps:
            whole = joined(whole, step)
        known = self.known | (first.keys() if granted else set())
        found = []
        for step in steps:
            found.append({key: whole[key] for key in step if key not in known})
            known |= step.keys()
        return found

    def order(self, criterion: str = "steps", missing: int = 0) -> tuple[object, ...]:
        network = self.network
        elsewhere = (network.nodes[self.start] != self.request.source) + (
            network.nodes[self.nodes[-1]] != self.request.target
        )
        before = self.silent if criterion in ("new_skills", "learning") else 0
        cost = self.cost(criterion, missing)
        learning = self.cost("learning")
        return (before, cost, len(self.arcs), self.silent, elsewhere, learning, self.start, self.arcs)


def all_ways(request: Request) -> list[Way]:
    """Return every loopless path that meets the conditions, by walking everywhere, with the first ends that serve."""
    network = request.network
    assert isinstance(network, Drawn)
    start, end = network.index[request.source], network.index[request.target]
    shunned = frozenset(node for iri in request.avoid for node in network.stand_ins(iri))
    described = {node for node, asked in enumerate(network.asked) if asked}
    joins: nx.DiGraph[int] = nx.DiGraph(zip(network.tails, network.heads, strict=True))
    joins.add_nodes_from(range(len(network.nodes)))
    starts, ends = frozenset({start}), frozenset({end})
    for wide_start, wide_end, only in [(0, 0, 0), (0, 1, 1), (0, 1, 0), (1, 0, 1), (1, 0, 0), (1, 1, 1), (1, 1, 0)]:
        starts = network.stand_ins(request.source) & (described if only else starts | set(range(9))) | {start}
        starts = starts if wide_start else frozenset({start})
        ends = network.stand_ins(request.target) & (described if only else set(range(9))) | {end}
        ends = ends if wide_end else frozenset({end})
        if start in ends or any(nx.has_path(joins, one, two) for one in starts - ends for two in ends):
            break
    excepted = frozenset((starts - ends) | ends - shunned).union(*map(network.stand_ins, request.through))

    def walk(way: Way) -> Iterator[Way]:
        if way.nodes[-1] in ends:
            yield way
        for arc, tail in enumerate(network.tails):
            allowed = request.kinds is None or network.kinds[arc] in request.kinds
            if tail == way.nodes[-1] and allowed and network.heads[arc] not in {*shunned, *way.nodes}:
                yield from walk(replace(way, arcs=(*way.arcs, arc)))

    if start in ends:
        found = [Way(request, start, (), excepted)]
    else:
        found = [way for it in sorted(starts - ends - shunned) for way in walk(Way(request, it, (), excepted))]
    return [
        way
        for way in found
        if (request.max_steps is None or len(way.arcs) <= request.max_steps)
        and all(network.stand_ins(iri) & set(way.nodes) for iri in request.through)
    ]


def told(path: CareerPath) -> tuple[str, tuple[str, ...]]:
    return path.source.iri, tuple(transition.iri for transition in path.transitions)


def expected(way: Way) -> tuple[str, tuple[str, ...]]:
    network = way.request.network
    return network.nodes[way.start], tuple(network.moves[arc] for arc in way.arcs)


def ranked(request: Request, criterion: str, missing: int = 0) -> list[Way]:
    return sorted(all_ways(request), key=lambda way: way.order(criterion, missing))


def requests(batch: int) -> Iterator[Request]:
    for seed in range(batch, NETWORKS, BATCHES):
        yield a_request(random.Random(seed))  # noqa: S311


def assert_lessons(path: CareerPath, way: Way) -> None:
    """The steps list what is first asked for there, split in new and raised skills, and add up to the learning."""
    first, *lessons = way.lessons()
    own = sum(map(way.worth, first.values()), Fraction(0))
    listed = 0.0
    for new, raised, lesson in zip(path.new_skills, path.raised_skills, lessons, strict=True):
        degrees: dict[str, set[int]] = {}
        for skill, quarter in lesson:
            degrees.setdefault(skill, set()).add(quarter)
        found: dict[str, set[int]] = {}
        for it in (*new, *raised):
            assert it.after is not None
            start = it.before.degree if it.before else 0
            assert not found.get(it.iri, set()) & set(range(int(4 * start), int(4 * it.after.degree)))
            found.setdefault(it.iri, set()).update(range(int(4 * start), int(4 * it.after.degree)))
            listed += it.weight
        assert found == degrees
        assert all(it.before is None for it in new)
        assert all(it.before is not None for it in raised)
    assert listed + float(own) == pytest.approx(path.learning)
    assert path.learning == float(way.cost("learning"))
    held = way.known | way.begun.keys()
    gap = sum(
        (way.worth(them) for key, them in way.network.asked[way.nodes[-1]].items() if key not in held), Fraction(0)
    )
    assert way.cost("learning") >= gap


def test_the_networks_drawn_have_everything_that_matters() -> None:
    drawn = list(requests(0))
    networks = [it.network for it in drawn if isinstance(it.network, Drawn)]
    ends = [list(zip(it.tails, it.heads, strict=True)) for it in networks]
    asked = [asked for it in networks for asked in it.asked]
    found = {
        "degrees": any(quarter for it in asked for _, quarter in it),
        "both importances of a rung": any(len(them) > 1 for it in asked for them in it.values()),
        "nodes that build on others": any(it.built_on for it in networks),
        "transitions with requirements": any(it.own_asked for it in networks),
        "nodes that are not described": any(not it for it in asked),
        "weights of nothing": any(0 in it.weights[:2] for it in drawn),
        "optional above essential": any(it.weights.optional > it.weights.essential for it in drawn),
        "parallel transitions": any(len(set(them)) < len(them) for them in ends),
        "nodes to go through": any(it.through for it in drawn),
        "nodes to avoid": any(it.avoid for it in drawn),
        "kinds": any(it.kinds for it in drawn),
        "a limit of steps": any(it.max_steps for it in drawn),
        "skills known in part": any(degree < 1 for it in drawn for degree in it.known.values()),
        "what is known at the start to be learnt": any(not it.granted for it in drawn),
        "nodes that stand for others": any(len(them) > 1 for it in networks for them in it.heirs.values()),
        "more than one path": any(len(all_ways(it)) > 1 for it in drawn),
        "paths that shun a node": any(way.silent for it in drawn for way in all_ways(it)),
    }
    assert not [name for name, is_there in found.items() if not is_there]


@pytest.mark.parametrize("batch", sampled(range(BATCHES), 5))
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
            assert [told(path) for path in paths] == list(map(expected, ways[:k]))
            assert [path.cost for path in paths] == [float(way.cost(criterion)) for way in ways[:k]]
            for path, way in zip(paths, ways, strict=False):
                assert path.target.iri == request.network.nodes[way.nodes[-1]]
                assert_lessons(path, way)
            assert told(best_paths(request, 1)[0]) == told(paths[0])
            for missing in (1, 1000):  # whatever the durations that are not known
                assert list(map(expected, ranked(request, criterion, missing)[:k])) == list(map(told, paths))


def test_skills_weighed_in_lanes_give_the_same_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rungs, "_MANY_RUNGS", 0)
    used = 0
    for drawn in requests(1):
        request = replace(drawn, criteria=("learning",))
        used += request.atoms.lanes is not None
        ways = ranked(request, "learning")[:8]
        if ways:
            assert list(map(told, best_paths(request, len(ways)))) == list(map(expected, ways))
    assert used


def assert_nearest(request: Request, error: NoPathError) -> None:
    network = request.network
    if error.nearest and error.nearest != request.target:
        starts = network.stand_ins(request.source)
        reached = least_steps(request, starts).keys() - {network.index[request.source]}
        assert network.index[error.nearest] in reached


@pytest.mark.parametrize("batch", sampled(range(BATCHES), 5))
def test_the_front_is_what_no_path_beats(batch: int) -> None:
    for number, drawn in enumerate(requests(batch)):
        rng = random.Random(number)  # noqa: S311
        request = replace(drawn, criteria=tuple(rng.sample(CRITERIA, rng.randint(1, 4))))
        by_skills = {"new_skills", "learning"} & set(request.criteria)
        ways = sorted(all_ways(request), key=lambda way: (*way.order()[2:5], *way.order()[6:]))
        first: dict[tuple[Fraction, ...], Way] = {}
        for way in ways:
            silent = (Fraction(way.silent),) if by_skills else ()
            first.setdefault((*(way.cost(criterion) for criterion in request.criteria), *silent), way)
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
                tuple(map(float, costs[: len(request.criteria)])) for costs in front
            ]
            assert list(map(told, paths)) == [expected(first[costs]) for costs in front]


@pytest.mark.parametrize("batch", sampled(range(BATCHES), 5))
def test_networkx_agrees_where_it_answers_the_same_question(batch: int) -> None:
    for drawn in requests(batch):
        request = replace(drawn, through=(), avoid=(), kinds=None, max_steps=None, criteria=("new_skills",))
        network = request.network
        assert isinstance(network, Drawn)
        network.asked = [it or {("s0", 0): {"optional"}} for it in network.asked]
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
        cost = Fraction(int(nx.dijkstra_path_length(theirs, source, target)), request.atoms.unit)
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
            float(Fraction(int(nx.path_weight(simple, nodes, "weight")), request.atoms.unit))
            for nodes in nx.shortest_simple_paths(simple, source, target, weight="weight")
        ]
