"""The search for additive costs against plain enumeration, on graphs with many paths that cost the same."""

from __future__ import annotations

import random
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from ecomgraph.careers.search import additive
from ecomgraph.careers.search.additive import (
    INFINITE,
    Deviations,
    Digraph,
    Meeting,
    Packing,
    ranked_paths,
    shortest_path,
)
from ecomgraph.careers.search.effort import Effort
from ecomgraph.careers.search.equal_cost_groups import EqualCostGroups
from ecomgraph.careers.search.ranking import Found, rank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Edges = list[tuple[int, int, int]]
"""Tail, head and cost of each."""

BATCHES = 10


def graph_of(nodes: int, edges: Edges) -> Digraph:
    return Digraph.of(nodes, *([edge[part] for edge in edges] for part in range(3)))


def every_path(edges: Edges, source: int, target: int, avoid: Collection[int] = ()) -> list[Found]:
    """Return all loopless paths, by cost, then by their edges."""

    def walk(node: int, cost: int, taken: tuple[int, ...], visited: frozenset[int]) -> Iterator[Found]:
        if node == target:
            yield Found(cost, taken)
            return
        for edge, (tail, head, step) in enumerate(edges):
            if tail == node and head not in visited:
                yield from walk(head, cost + step, (*taken, edge), visited | {head})

    return sorted(walk(source, 0, (), frozenset(avoid) | {source}))


def distances(nodes: int, edges: Edges, target: int, avoid: Collection[int] = ()) -> list[float]:
    """Return the least cost from each node to the target, by relaxing all edges until nothing changes."""
    found = [INFINITE] * nodes
    found[target] = 0
    for _ in range(nodes):
        for tail, head, step in edges:
            if not {tail, head} & {*avoid}:
                found[tail] = min(found[tail], step + found[head])
    return found


def drawn(seed: int) -> tuple[int, Edges, frozenset[int]]:
    """A graph of up to eight nodes, with loops and parallel edges, costs far apart or all alike; some node to avoid."""
    rng = random.Random(seed)  # noqa: S311
    nodes, most = rng.randint(2, 8), rng.choice([1, 2, 5, 100])
    count = rng.randint(0, 5 * nodes)
    edges = [(rng.randrange(nodes), rng.randrange(nodes), rng.randint(1, most)) for _ in range(count)]
    avoid = frozenset({rng.randrange(nodes)} if rng.random() < 0.5 else ()) - {0, nodes - 1}
    return nodes, sorted(edges), avoid


def chain_of_diamonds(count: int) -> tuple[Digraph, int]:
    """Two ways of the same cost from each corner to the next, one after the other; and the last corner."""
    ends = [(0, 1), (0, 2), (1, 3), (2, 3)]
    edges = [(corner + tail, corner + head, 1) for corner in range(0, 3 * count, 3) for tail, head in ends]
    return graph_of(3 * count + 1, edges), 3 * count


def test_every_name_that_the_module_gives_is_there() -> None:
    assert [name for name in additive.__all__ if not hasattr(additive, name)] == []


def test_a_graph_has_its_edges_by_tail_and_by_head() -> None:
    graph = graph_of(3, [(0, 1, 5), (0, 2, 7), (1, 2, 1)])
    assert graph.out == [[(1, 5, 0), (2, 7, 1)], [(2, 1, 2)], []]
    assert graph.into == [[], [(0, 5, 0)], [(0, 7, 1), (1, 1, 2)]]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_ranking_is_that_of_all_loopless_paths(batch: int) -> None:
    """Asked for more than there are, it ends with the last."""
    for seed in range(batch, 1000, BATCHES):
        nodes, edges, avoid = drawn(seed)
        graph, target = graph_of(nodes, edges), nodes - 1
        wanted = every_path(edges, 0, target, avoid)
        most = 100 if len(wanted) > 100 else len(wanted) + 1
        assert list(islice(ranked_paths(graph, 0, target, avoid), most)) == wanted[:most], seed
        assert shortest_path(graph, 0, target, avoid) == (wanted[0] if wanted else None), seed


@pytest.mark.long
def test_costs_of_a_larger_graph_are_those_of_networkx() -> None:
    rng = random.Random(5)  # noqa: S311
    for _ in range(6):
        ends = sorted({(rng.randrange(80), rng.randrange(80)) for _ in range(400)})
        edges = [(tail, head, rng.randint(1, 9)) for tail, head in ends]
        reference: nx.DiGraph[int] = nx.DiGraph()
        reference.add_weighted_edges_from(edges)
        source, target = rng.sample(range(80), 2)
        wanted = [
            nx.path_weight(reference, path, "weight")
            for path in islice(nx.shortest_simple_paths(reference, source, target, weight="weight"), 40)
        ]
        found = list(islice(ranked_paths(graph_of(80, edges), source, target), 40))
        assert [it.cost for it in found] == wanted
        assert all(one < other for one, other in pairwise((it.cost, it.edges) for it in found))
        assert shortest_path(graph_of(80, edges), source, target) == found[0]


@pytest.mark.long
def test_ways_that_turn_out_worse_than_others_seen_later_do_not_end_the_search() -> None:
    """With costs far apart many a node is met by a dear way before it is met by a cheap one."""
    rng = random.Random(1)  # noqa: S311
    for _ in range(400):
        ends = sorted({(rng.randrange(40), rng.randrange(40)) for _ in range(200)})
        edges = [(tail, head, rng.randint(1, 1000)) for tail, head in ends]
        reference: nx.DiGraph[int] = nx.DiGraph()
        reference.add_nodes_from(range(40))
        reference.add_weighted_edges_from(edges)
        costs = nx.single_source_dijkstra_path_length(reference, 0)
        found = shortest_path(graph_of(40, edges), 0, 39)
        assert (found.cost if found else None) == costs.get(39)


def test_the_best_path_on_a_grid_where_all_cost_the_same_takes_the_first_edges() -> None:
    """Of 70 ways over a grid of five by five the one along the first edges comes first, and all come."""
    ends = [(row * 5 + column, 1) for row in range(5) for column in range(4)]
    ends += [(row * 5 + column, 5) for row in range(4) for column in range(5)]
    edges = sorted((tail, tail + step, 1) for tail, step in ends)
    graph, wanted = graph_of(25, edges), every_path(edges, 0, 24)
    assert len(wanted) == 70
    assert shortest_path(graph, 0, 24) == wanted[0]
    assert list(ranked_paths(graph, 0, 24)) == wanted


def test_a_million_million_paths_of_the_same_cost_are_not_looked_at_one_by_one() -> None:
    graph, last = chain_of_diamonds(40)
    first = [edge for diamond in range(40) for edge in (4 * diamond, 4 * diamond + 2)]
    assert shortest_path(graph, 0, last) == Found(80, tuple(first))
    assert list(islice(ranked_paths(graph, 0, last), 3)) == [
        Found(80, tuple(first)),
        Found(80, (*first[:-2], 157, 159)),
        Found(80, (*first[:-4], 153, 155, *first[-2:])),
    ]


def test_of_paths_that_meet_nowhere_the_one_with_the_first_edges_is_found() -> None:
    """Each is met at a node of its own, and none of these may be forgotten for another."""
    for length in range(2, 9):
        for ways in range(2, 5):
            edges = []
            for way in range(ways):
                inner = range(2 + way * (length - 1), 2 + (way + 1) * (length - 1))
                edges += [(tail, head, 1) for tail, head in pairwise([0, *inner, 1])]
            for order in (edges, edges[::-1]):
                wanted = every_path(order, 0, 1)
                graph = graph_of(2 + ways * (length - 1), order)
                assert len(wanted) == ways
                assert shortest_path(graph, 0, 1) == wanted[0]
                assert list(ranked_paths(graph, 0, 1)) == wanted


def test_costs_beyond_the_precision_of_floating_point_numbers_are_told_apart() -> None:
    dear = 1 << 80
    edges = [(0, 1, dear), (0, 2, dear), (1, 3, dear + 1), (2, 3, dear)]
    wanted = [Found(2 * dear, (1, 3)), Found(2 * dear + 1, (0, 2))]
    assert list(ranked_paths(graph_of(4, edges), 0, 3)) == wanted
    assert shortest_path(graph_of(4, edges), 0, 3) == wanted[0]


@pytest.mark.parametrize("step", range(1, 9))
def test_what_is_to_be_avoided_is_on_no_path_whatever_the_way_to_it_costs(step: int) -> None:
    graph = graph_of(4, [(0, 1, step), (0, 2, 2), (1, 3, 1), (2, 1, step), (2, 3, 2)])
    assert shortest_path(graph, 0, 3, {1}) == Found(4, (1, 4))
    assert list(ranked_paths(graph, 0, 3, {1})) == [Found(4, (1, 4))]


class TestParts:
    """What the ranking is made of: the best path of each part, and how it is split."""

    @pytest.mark.parametrize("batch", range(BATCHES))
    def test_the_best_path_of_a_part_is_the_first_that_belongs_to_it(self, batch: int) -> None:
        for seed in range(batch, 200, BATCHES):
            nodes, edges, avoid = drawn(seed)
            engine = Deviations(graph_of(nodes, edges), 0, nodes - 1, avoid)
            ranked = every_path(edges, 0, nodes - 1, avoid)
            prefixes = sorted({path.edges[:length] for path in ranked for length in range(len(path.edges))})
            for prefix in prefixes[:60]:
                following = sorted({path.edges[len(prefix)] for path in ranked if path.edges[: len(prefix)] == prefix})
                for size in range(min(3, len(following)) + 1):
                    for banned in map(frozenset, islice(combinations(following, size), 4)):
                        wanted = [path for path in ranked if _belongs(path, prefix, banned)]
                        assert engine.solve(prefix, banned) == (wanted[0] if wanted else None), (seed, prefix, banned)

    @pytest.mark.parametrize("batch", range(BATCHES))
    def test_parts_hold_all_other_paths_once_and_none_costs_less_than_the_bound(self, batch: int) -> None:
        for seed in range(batch, 200, BATCHES):
            nodes, edges, avoid = drawn(seed)
            ranked = every_path(edges, 0, nodes - 1, avoid)
            engine = Deviations(graph_of(nodes, edges), 0, nodes - 1, avoid)
            for path in ranked[:20]:
                for start in range(len(path.edges)):
                    banned = frozenset(
                        {it.edges[start] for it in ranked if it.edges[:start] == path.edges[:start] and it < path}
                    ) - {path.edges[start]}
                    rest = [it for it in ranked if it != path and _belongs(it, path.edges[:start], banned)]
                    parts = list(engine.parts(path.edges, start, banned))
                    for bound, length in parts:
                        excluded = {path.edges[length]} | (banned if length == start else frozenset())
                        inside = [it for it in rest if _belongs(it, path.edges[:length], excluded)]
                        assert all(bound <= it.cost for it in inside)
                        rest = [it for it in rest if it not in inside]
                    assert rest == []

    @pytest.mark.parametrize("batch", range(BATCHES))
    def test_where_the_target_s_side_is_all_known_bounds_are_exact(self, batch: int) -> None:
        """Each is what the way to the spur, an edge that is left and the shortest way on from there cost."""
        for seed in range(batch, 200, BATCHES):
            nodes, edges, avoid = drawn(seed)
            engine = Deviations(graph_of(nodes, edges), 0, nodes - 1, avoid)
            engine.meeting.widen(nodes + 1)
            assert engine.meeting.radius == INFINITE
            known = distances(nodes, edges, nodes - 1, avoid)
            for path in every_path(edges, 0, nodes - 1, avoid)[:20]:
                wanted = []
                visited, node, spent = {*avoid}, 0, 0
                for length, edge in enumerate(path.edges):
                    visited.add(node)
                    ways = [
                        spent + step + known[head]
                        for number, (tail, head, step) in enumerate(edges)
                        if tail == node and head not in visited and number != edge
                    ]
                    if min(ways, default=INFINITE) < INFINITE:
                        wanted.append((min(ways), length))
                    _, node, step = edges[edge]
                    spent += step
                assert list(engine.parts(path.edges, 0, frozenset())) == wanted, seed

    def test_what_was_banned_stays_banned_at_the_same_node_alone(self) -> None:
        """Of three parallel edges to the first node and two to the second, the last of each leaves no part there."""
        engine = Deviations(graph_of(3, [(0, 1, 1), (0, 1, 1), (0, 1, 1), (1, 2, 1), (1, 2, 1)]), 0, 2, ())
        assert [length for _, length in engine.parts((1, 3), 0, frozenset({0}))] == [0, 1]
        assert [length for _, length in engine.parts((2, 3), 0, frozenset({0, 1}))] == [1]


class TestBothEnds:
    """The two searches, and the one from the target as it is taken further."""

    @pytest.mark.parametrize("batch", range(BATCHES))
    def test_costs_within_the_radius_are_final_and_no_other_node_is_nearer(self, batch: int) -> None:
        for seed in range(batch, 400, BATCHES):
            nodes, edges, avoid = drawn(seed)
            meeting = Meeting(graph_of(nodes, edges), 0, nodes - 1, avoid)
            known = distances(nodes, edges, nodes - 1, avoid)
            assert meeting.cost == known[0]
            for _ in range(nodes + 1):
                for node in {*range(nodes)} - avoid:
                    assert meeting.behind[node] >= known[node]
                    assert meeting.behind[node] == known[node] or known[node] >= meeting.radius, (seed, node)
                meeting.widen(1)

    def test_it_is_widened_by_so_many_nodes(self) -> None:
        """Neither a second edge of the same cost nor a worse way seen before counts as a node."""
        edges = [(0, 1, 1)]
        for node in range(2, 30):
            edges += [(node, node - 1, 1), (node, node - 1, 1), (node, 1, 2 * node)]
        meeting = Meeting(graph_of(30, edges), 0, 1, ())
        assert meeting.radius == 0
        for widened, radius in [(0, 0), (1, 1), (1, 1), (2, 3), (10, 13), (0, 13), (15, 28)]:
            meeting.widen(widened)
            assert meeting.radius == radius
        assert meeting.behind == [1, 0, *range(1, 29)]
        meeting.widen(50)
        meeting.widen(1)
        assert meeting.radius == INFINITE

    def test_paths_found_take_the_search_from_the_target_further(self) -> None:
        graph, last = chain_of_diamonds(20)
        engine = Deviations(graph, 0, last, ())
        radius = engine.meeting.radius
        assert len(list(islice(rank(engine), 60))) == 60
        assert engine.meeting.radius > radius


class TestPacking:
    def test_a_number_holds_cost_steps_and_rank(self) -> None:
        packing = Packing.of(5, ranked=5)
        assert packing.pack(3, 2, 1) == (3 << packing.bits) + (2 << packing.rank_bits) + 1
        assert packing.pack(3, 2) == packing.pack(3, 2, 0)
        assert packing.cost(packing.pack(3, 2, 1)) == 3

    @pytest.mark.parametrize("share", [0, 0.5, 1])
    @pytest.mark.parametrize("nodes", [1, 2, 3, 4, 5, 8, 9, 1000])
    def test_what_is_added_up_compares_by_cost_then_steps_then_rank(self, nodes: int, share: float) -> None:
        ranked = int(nodes * share)
        packing = Packing.of(nodes, ranked)
        longest = sum(packing.pack(0, 1) for _ in range(nodes - 1))
        most = 8 * max(ranked, 1) - 1
        assert longest + most < packing.pack(1, 0) <= 32 * nodes * max(ranked, 1)
        assert packing.cost(longest + most) == 0
        assert packing.pack(0, 1, most) < packing.pack(0, 2, 0)


def _belongs(path: Found, prefix: tuple[int, ...], banned: Collection[int]) -> bool:
    """Tell whether a path is of a part."""
    return path.edges[: len(prefix)] == prefix and path.edges[len(prefix)] not in banned


@pytest.mark.parametrize("batch", range(4))
def test_groups_alike_hold_every_path_once_in_order_of_cost(batch: int) -> None:
    """With groups of all sizes, dead ends, and nodes to avoid."""
    large = 0
    for seed in range(batch, 400, 4):
        rng = random.Random(seed)  # noqa: S311
        nodes = rng.randint(3, 7)
        most = rng.choice([1, 1, 2, 5])
        edges = [(rng.randrange(nodes), rng.randrange(nodes), rng.randint(1, most)) for _ in range(rng.randint(2, 44))]
        graph, avoid = graph_of(nodes, sorted(edges)), set(rng.sample(range(1, nodes - 1), min(1, nodes - 2)))
        wanted = list(ranked_paths(graph, 0, nodes - 1, avoid))
        effort = Effort()
        alike = EqualCostGroups(graph, 0, nodes - 1, avoid, effort)
        groups = [list(alike.first()), *alike.rest()]
        assert all(len({found.cost for found in group}) == 1 for group in groups[1:]), seed
        assert [found for group in groups for found in sorted(group)] == wanted, seed
        assert effort.left < effort.limit or not wanted
        large += max(map(len, groups)) > 8
    assert large
