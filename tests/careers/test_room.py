"""What a budget leaves room for: against trying everything on random networks, and by hand."""

from __future__ import annotations

import random
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pytest

from ecomgraph.careers.search.additive import INFINITE
from ecomgraph.careers.search.budget import Field, Room, State, View

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

BATCHES = 10
FIELDS = 60
WEIGHTS = (0, 1, 1, 1, 2, 2, 3)


class Case(NamedTuple):
    """A network, and somebody's question about it; the parts of a :class:`Field` as sets, a weight for each atom."""

    asks: list[set[int]]
    weights: tuple[int, ...]
    out: list[set[int]]
    target: int
    starts: list[State]
    barred: frozenset[int]
    budget: int

    @property
    def nodes(self) -> range:
        return range(len(self.out))

    @property
    def allowed(self) -> frozenset[int]:
        return frozenset(self.nodes) - self.barred

    @property
    def into(self) -> list[set[int]]:
        return [{tail for tail in self.nodes if node in self.out[tail]} for node in self.nodes]

    def weigh(self, atoms: int) -> int:
        return sum(self.weights[atom] for atom in skills(atoms))

    def demands(self, node: int) -> set[int]:
        """Return the skills without which there is no way on; all, where there is none anyway."""
        if node == self.target:
            return set()
        return {
            skill
            for skill in set().union(*self.asks)
            if self.target
            not in reach(self.out, [node], {it for it in self.nodes if skill not in self.asks[it]} | {node})
        }

    def affordable(self, node: int, spent: int, known: set[int]) -> bool:
        """Tell whether a node and what surely follows can be paid for."""
        return spent + self.weigh(bits((self.asks[node] | self.demands(node)) - known)) <= self.budget

    def field(self) -> Field:
        demands = [bits(self.demands(node)) for node in self.nodes]
        return Field(list(map(bits, self.asks)), self.weigh, demands, self.out, self.into, self.target)

    def room(self) -> Room:
        return Room(self.field(), self.starts, self.barred, self.budget, lambda _: None)

    def arrive(self, node: int, state: State) -> State:
        known = skills(state.known)
        price = self.weigh(bits(self.asks[node] - known))
        return State(node, state.spent + price, bits(known | self.asks[node]))

    def states(self) -> Iterator[tuple[State, State | None]]:
        """Yield all that can become of the starts, whatever it costs, each with the state before."""
        pending: list[tuple[State, State | None]] = [(it, None) for it in self.starts if it.node in self.allowed]
        seen = set()
        while pending:
            state, before = pending.pop(0)
            if state in seen:
                continue
            seen.add(state)
            yield state, before
            if state.node != self.target:
                pending += [(self.arrive(node, state), state) for node in self.out[state.node] & self.allowed]

    def least(self) -> float:
        """Return what the cheapest walk to the target costs."""
        return min((state.spent for state, _ in self.states() if state.node == self.target), default=INFINITE)


def reach(edges: list[set[int]], starts: Iterable[int], inside: Collection[int]) -> set[int]:
    found: set[int] = set()
    pending = [it for it in starts if it in inside]
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += [it for it in edges[node] if it in inside]
    return found


def bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def skills(mask: int) -> set[int]:
    return {number for number in range(mask.bit_length()) if mask >> number & 1}


def subsets(of: Collection[int]) -> Iterator[frozenset[int]]:
    """Yield all subsets, the largest first."""
    for size in range(len(of), -1, -1):
        yield from map(frozenset, combinations(sorted(of), size))


@cache
def drawn(seed: int) -> Case:
    rng = random.Random(seed)  # noqa: S311
    count, width = rng.randint(2, 6), rng.randint(1, 4)
    asks = [{atom for atom in range(width) if rng.random() < 0.5} for _ in range(count)]
    out: list[set[int]] = [set() for _ in range(count)]
    for _ in range(rng.randint(count, 3 * count)):
        tail, head = rng.sample(range(count), 2)
        out[tail].add(head)
    starts = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        node = rng.randrange(count)
        known = bits(asks[node]) | (rng.getrandbits(width) & rng.getrandbits(width))
        starts.append(State(node, rng.choice([0, 0, 1, 2]), known))
    barred = frozenset(rng.sample(range(count), rng.choice([0, 0, 1])))
    return Case(
        asks, tuple(rng.choice(WEIGHTS) for _ in range(5)), out, rng.randrange(count), starts, barred, rng.randint(0, 8)
    )


@pytest.fixture(params=range(BATCHES))
def cases(request: pytest.FixtureRequest) -> list[Case]:
    return [drawn(seed) for seed in range(request.param, BATCHES * FIELDS, BATCHES)]


def expected_room(case: Case) -> list[int]:
    spent = min(state.spent for state in case.starts)
    known = set().union(*(skills(state.known) for state in case.starts))
    first = {state.node for state in case.starts}
    return next(
        sorted(nodes)
        for nodes in subsets(case.allowed)
        if reach(case.out, first, nodes) & reach(case.into, [case.target], nodes) == nodes
        and all(node in first or case.affordable(node, spent, known) for node in nodes)
    )


def expected_view(case: Case, nodes: list[int], state: State) -> View | None:
    known = skills(state.known)
    for inside in subsets(nodes):
        affordable = all(case.affordable(node, state.spent, known) for node in inside)
        if inside and affordable and reach(case.into, [case.target], inside) == inside:
            layers, rest, layer = [], set(inside), {case.target}
            while layer:
                layers.append(bits(map(nodes.index, layer)))
                rest -= layer
                layer = {node for node in rest if case.out[node] & layer}
            places = [nodes.index(node) for node in sorted(inside)]
            return View(places, bits(places), layers, bits(set().union(*(case.asks[node] for node in inside))))
    return None


def test_the_room_is_the_largest_whose_nodes_can_all_be_paid_for(cases: list[Case]) -> None:
    for case in cases:
        room, nodes = case.room(), expected_room(case)
        assert room.place == {node: place for place, node in enumerate(nodes)}
        places = list(range(len(nodes)))
        assert room.whole == View(places, bits(places), [], bits(set().union(*(case.asks[node] for node in nodes))))
        assert [room.demanded(node) for node in nodes] == [bits(case.demands(node)) for node in nodes]
        assert case.budget < room.over


def test_a_view_is_the_largest_that_can_still_be_visited(cases: list[Case]) -> None:
    for case in cases:
        room = case.room()
        nodes = list(room.place)
        for state, before in case.states():
            if state.node not in room.place or state.spent > case.budget:
                continue
            view = room.view(state.spent, state.known, room.whole)
            assert view == expected_view(case, nodes, state)
            assert view is room.view(state.spent, state.known, room.whole)
            for place in range(len(nodes)) if view else ():
                assert view is not None
                far = [layer >> place & 1 for layer in view.layers]
                assert view.distance(place) == (far.index(1) if 1 in far else INFINITE)
            earlier = before and room.view(before.spent, before.known, room.whole)
            if earlier:
                assert case.room().view(state.spent, state.known, earlier) == view


def test_what_is_asked_for_on_arriving_and_on_every_way_on(cases: list[Case]) -> None:
    for case in cases[::6]:
        room = case.room()
        for node, place in room.place.items():
            for some in subsets(range(5)):
                unmet = case.weigh(bits(case.demands(node) - some))
                assert room.affords(place, case.budget - unmet, bits(some)) is True
                assert room.affords(place, case.budget - unmet + 1, bits(some)) is False
                assert room.over == case.budget + 1
                after = case.arrive(node, State(0, 3, bits(some)))
                assert room.learn(place, 3, bits(some)) == (after.spent, after.known)


def test_no_walk_within_the_budget_is_missed_nor_does_any_cost_less_than_what_was_left_out(cases: list[Case]) -> None:
    for case in cases:
        least = case.least()
        for budget in range(10):
            room = case._replace(budget=budget).room()
            walk = room.least_walk(0)
            assert walk == (least if least <= budget else INFINITE)
            assert room.budget == budget
            assert room.over > budget
            assert walk <= budget or room.over <= least
            floor = case._replace(budget=budget).room().least_walk(budget)
            assert least <= floor <= budget or floor == walk == INFINITE
