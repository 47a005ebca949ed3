"""The searches against plain enumeration of all paths, on random networks.

``ECOMGRAPH_RANDOM_NETWORKS`` says how many are drawn; 5000 take a minute.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from ecomgraph.careers import rungs
from ecomgraph.careers.criteria import criterion_names
from ecomgraph.careers.paths import best_paths, least_steps, pareto_front
from ecomgraph.errors import MissingMonthsError, NoPathError
from tests.careers.drawn_networks import Drawn, a_request
from tests.careers.enumerated_paths import PlainPath, all_paths, expected, ranked, told
from tests.samples import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.careers.path_request import Request
    from ecomgraph.model import CareerPath

CRITERIA = criterion_names()
NETWORKS = int(os.environ.get("ECOMGRAPH_RANDOM_NETWORKS", "1000"))
BATCHES = 20


def requests(batch: int) -> Iterator[Request]:
    for seed in range(batch, NETWORKS, BATCHES):
        yield a_request(random.Random(seed))  # noqa: S311


def assert_lessons(path: CareerPath, plain: PlainPath) -> None:
    """The steps list what is first asked for there, split in new and raised skills, and add up to the learning."""
    first, *lessons = plain.lessons()
    own = sum(map(plain.worth, first.values()), Fraction(0))
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
    assert path.learning == float(plain.cost("learning"))
    held = plain.known | plain.begun.keys()
    gap = sum(
        (plain.worth(them) for key, them in plain.network.asked[plain.nodes[-1]].items() if key not in held),
        Fraction(0),
    )
    assert plain.cost("learning") >= gap


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
        "more than one path": any(len(all_paths(it)) > 1 for it in drawn),
        "paths that shun a node": any(plain.silent for it in drawn for plain in all_paths(it)),
    }
    assert not [name for name, is_there in found.items() if not is_there]


@pytest.mark.parametrize("batch", sampled(range(BATCHES), 5))
@pytest.mark.parametrize("criterion", CRITERIA)
def test_the_ranking_is_that_of_all_paths(criterion: str, batch: int) -> None:
    for drawn in requests(batch):
        request = replace(drawn, criteria=(criterion,))
        plains = ranked(request, criterion)
        k = max(1, min(len(plains), 40))
        try:
            paths = best_paths(request, k)
        except NoPathError as error:
            assert not plains
            assert_nearest(request, error)
        except MissingMonthsError:
            assert criterion == "months"
            assert any(request.network.months[edge] is None for plain in plains[:k] for edge in plain.edges)
        else:
            assert [told(path) for path in paths] == list(map(expected, plains[:k]))
            assert [path.cost for path in paths] == [float(plain.cost(criterion)) for plain in plains[:k]]
            for path, plain in zip(paths, plains, strict=False):
                assert path.target.iri == request.network.nodes[plain.nodes[-1]]
                assert_lessons(path, plain)
            assert told(best_paths(request, 1)[0]) == told(paths[0])
            for missing in (1, 1000):  # whatever the durations that are not known
                assert list(map(expected, ranked(request, criterion, missing)[:k])) == list(map(told, paths))


def test_skills_weighed_in_lanes_give_the_same_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rungs, "_MANY_RUNGS", 0)
    used = 0
    for drawn in requests(1):
        request = replace(drawn, criteria=("learning",))
        used += request.atoms.lanes is not None
        plains = ranked(request, "learning")[:8]
        if plains:
            assert list(map(told, best_paths(request, len(plains)))) == list(map(expected, plains))
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
        plains = sorted(all_paths(request), key=lambda plain: (*plain.order()[2:5], *plain.order()[6:]))
        first: dict[tuple[Fraction, ...], PlainPath] = {}
        for plain in plains:
            silent = (Fraction(plain.silent),) if by_skills else ()
            first.setdefault((*(plain.cost(criterion) for criterion in request.criteria), *silent), plain)
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
            assert not plains
        except MissingMonthsError:
            assert any(request.network.months[edge] is None for costs in front for edge in first[costs].edges)
        else:
            assert [tuple(cost for _, cost in path.costs) for path in paths] == [
                tuple(map(float, costs[: len(request.criteria)])) for costs in front
            ]
            assert list(map(told, paths)) == [expected(first[costs]) for costs in front]


@pytest.mark.long
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
        for edge, (tail, head) in enumerate(zip(network.tails, network.heads, strict=True)):
            theirs.add_edge(tail, head, edge, weight=request.costs("new_skills")[edge])
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
        assert {tuple(network.transition_iris.index(it.iri) for it in path.transitions) for path in every} == {
            tuple(edge for _, _, edge in edges) for edges in walks
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
