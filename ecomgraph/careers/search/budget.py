"""Pruning by a budget for learning: the affordable nodes, and whether a walk to the target is affordable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.careers.search.additive import INFINITE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from ecomgraph.careers.search.lanes import Lanes, Packed

__all__ = ["Field", "Room", "State", "View"]

# The cost of weighing a set in lanes, in the comparisons that Effort counts.
_PER_LANES = 6


class State(NamedTuple):
    """The state of a partial path: the node where it ends, what has been spent on learning, and the known atoms."""

    node: int
    spent: int
    known: int


class _Arrival(NamedTuple):
    """What has been spent on arrival at a node, and the known atoms: as bits, and in lanes if these are in use."""

    spent: int
    known: int
    packed: Packed | None


@dataclass
class Field:
    """The graph of a problem, the atoms that each node requires, and the weight of atoms.

    For each node, ``demands`` are the atoms that every path from it to the target requires after the node itself;
    ``out`` and ``into`` are its successors and predecessors.
    """

    asks: list[int]
    weigh: Callable[[int], int]
    demands: list[int]
    out: list[set[int]]
    into: list[set[int]]
    target: int
    lanes: Lanes | None = None
    _latest: tuple[int, list[int]] = (-1, [])

    @cached_property
    def packed(self) -> list[Packed]:
        """For each node, the atoms that the node or every path from it to the target requires, in lanes."""
        assert self.lanes is not None
        lanes = self.lanes
        # Pack each distinct set once, because most nodes have the same demands.
        ahead = {demanded: lanes.packed(demanded) for demanded in set(self.demands)}
        return [lanes.joined(asks, ahead[it]) for asks, it in zip(self.packed_asks, self.demands, strict=True)]

    @cached_property
    def packed_asks(self) -> list[Packed]:
        """The atoms that each node requires, in lanes."""
        assert self.lanes is not None
        return list(map(self.lanes.packed_once, self.asks))

    def to_learn(self, known: int) -> list[int]:
        """Return for each node the weight of the unknown atoms that it or every path on from it requires.

        The latest result is cached.
        """
        if self._latest[0] != known:
            if self.lanes:
                found = self.lanes.beyond(self.packed, self.lanes.packed(known))
            else:
                weigh, unknown = self.weigh, ~known
                found = [weigh((asks | ahead) & unknown) for asks, ahead in zip(self.asks, self.demands, strict=True)]
            self._latest = known, found
        return self._latest[1]


class View(NamedTuple):
    """The nodes that a partial path can still visit, given the atoms it knows and what is left of the budget.

    ``places`` are the numbers of these nodes in the :class:`Room`; ``mask`` is the same set as bits. ``layers`` are the
    sets, as bits, of the places at a distance of 0, 1, 2 … edges from the target. ``asks`` are the atoms that at least
    one of these nodes requires.
    """

    places: list[int]
    mask: int
    layers: list[int]
    asks: int

    def distance(self, place: int) -> float:
        """Return the smallest number of edges from a place to the target."""
        for far, layer in enumerate(self.layers):
            if layer >> place & 1:
                return far
        return INFINITE


class Room:
    """The nodes that a path can visit within a budget, renumbered as places, and the search for a walk among them.

    A node is left out if the unknown atoms that it or every path from it to the target requires cost more than what is
    left of the budget. ``over`` is the lowest cost above the budget at which something was pruned: if no path within
    the budget exists, every path costs at least ``over``. The search reports its work to ``spend``; ``look`` is the
    work of looking at one node.
    """

    def __init__(
        self,
        field: Field,
        starts: list[State],
        barred: Collection[int],
        budget: int,
        spend: Callable[[int], None],
    ) -> None:
        self.budget = budget
        self._spend = spend
        # The cost of looking at a node, in the comparisons that Effort counts; it grows with the number of atoms.
        self.look = 25 + max(map(int.bit_length, field.demands), default=0) // 100
        self.over: float = INFINITE
        self.weigh = field.weigh
        self._starts = starts
        nodes = self._within_reach(field, starts, barred)
        self.place = {node: place for place, node in enumerate(nodes)}
        self._asked = [field.asks[node] for node in nodes]
        self._ahead = [field.demands[node] for node in nodes]
        self._needs = [one | other for one, other in zip(self._asked, self._ahead, strict=True)]
        self._lanes = field.lanes
        self._packed = [field.packed[node] for node in nodes] if field.lanes else []
        self._packed_asks = [field.packed_asks[node] for node in nodes] if field.lanes else []
        self._out, self._into = ([self._bits(side[node]) for node in nodes] for side in (field.out, field.into))
        self._target = self._bits([field.target])
        self._views: dict[tuple[int, int], View | None] = {}
        places = list(range(len(nodes)))
        self.whole = View(places, (1 << len(nodes)) - 1, [], _union(self._asked, places))

    def _bits(self, nodes: Iterable[int]) -> int:
        return sum(1 << self.place[node] for node in nodes if node in self.place)

    def _within_reach(self, field: Field, starts: list[State], barred: Collection[int]) -> list[int]:
        """Return the affordable nodes that are on a path from a start to the target, sorted."""
        known, spent = 0, min(state.spent for state in starts)
        for state in starts:
            known |= state.known
        needs = field.to_learn(known)
        first = {state.node for state in starts}
        self._spend(self.look // 4 * len(needs))
        inside = {
            node
            for node in set(range(len(needs))).difference(barred)
            if self._suffices(spent + needs[node]) or node in first
        }
        return sorted(_reach(first & inside, field.out, inside) & _reach({field.target} & inside, field.into, inside))

    def _suffices(self, total: int) -> bool:
        """Tell whether a total cost is within the budget; if not, update ``over``."""
        if total > self.budget:
            self.over = min(self.over, total)
        return total <= self.budget

    # ------------------------------------------------------------------ affordable places

    def view(self, spent: int, known: int, before: View, packed: Packed | None = None) -> View | None:
        """Return the places that can be visited with the known atoms; ``None`` if the target is out of reach.

        ``before`` is a view from earlier on the same path; the result is a subset of it. ``packed`` are the known atoms
        in lanes, if the caller has them.
        """
        key = spent, known
        if key not in self._views:
            self._views[key] = self._view(spent, known, before, packed)
        return self._views[key]

    def _view(self, spent: int, known: int, before: View, packed: Packed | None) -> View | None:
        budget, over = self.budget, self.over
        mask, inside = 0, []
        for place, weight in zip(before.places, self._still_needed(before.places, known, packed), strict=True):
            total = spent + weight
            if total <= budget:
                mask |= 1 << place
                inside.append(place)
            elif total < over:
                self.over = over = total
        layers = self._layers(mask)
        if not layers:
            return None
        mask = sum(layers)
        places = [place for place in inside if mask >> place & 1]
        return View(places, mask, layers, _union(self._asked, places))

    def _still_needed(self, places: list[int], known: int, held: Packed | None) -> list[int]:
        """Return for each place the weight of the unknown atoms that it or every path on from it requires."""
        if self._lanes:
            self._spend(_PER_LANES * len(places))
            packed = self._packed
            return self._lanes.beyond([packed[place] for place in places], held or self._lanes.packed(known))
        self._spend(self.look // 5 * len(places))
        weigh, needs, unknown = self.weigh, self._needs, ~known
        return [weigh(needs[place] & unknown) for place in places]

    def _layers(self, mask: int) -> list[int]:
        """Return the places in a mask grouped by their distance from the target in edges, from 0."""
        layer = mask & self._target
        layers, rest = [], mask & ~layer
        while layer:
            layers.append(layer)
            behind = 0
            for place in _places(layer):
                behind |= self._into[place]
            layer = behind & rest
            rest &= ~layer
        return layers

    def demanded(self, node: int) -> int:
        """Return the atoms that every path on from a node requires."""
        return self._ahead[self.place[node]]

    def _bound(self, place: int, spent: int, known: int) -> int:
        return spent + self.weigh(self._ahead[place] & ~known)

    def affords(self, place: int, spent: int, known: int) -> bool:
        """Tell whether the budget suffices for the atoms that every path on from a place requires."""
        return self._suffices(self._bound(place, spent, known))

    def learn(self, place: int, spent: int, known: int) -> tuple[int, int]:
        """Return what has been spent, and the known atoms, after arrival at a place."""
        new = self._asked[place] & ~known
        return spent + self.weigh(new), known | new

    # ------------------------------------------------------------------ walks

    def least_walk(self, floor: int) -> float:
        """Return a lower bound of the cost of a path to the target; infinity if it exceeds the budget.

        This is a relaxation: a walk may repeat places, and may continue from any place that it has visited, with
        all atoms learnt since, whether or not an edge leads back there. So a state is a set of known atoms with all
        places visited; its successors are the adjacent places that require further atoms. Each walk found lowers the
        budget for the others (branch and bound), until one costs no more than ``floor``, a known lower bound.
        """
        least: float = INFINITE
        given, over = self.budget, self.over
        best: dict[int, tuple[int, int]] = {}
        arrived: dict[int, list[_Arrival]] = {}
        pending = [
            (_Arrival(state.spent, state.known, self._pack(state.known)), 1 << self.place[state.node], self.whole)
            for state in self._starts
            if state.node in self.place
        ]
        while pending and least > floor:
            state, at, before = pending.pop()
            spent, known, packed = state
            gone, been = best.get(known, (INFINITE, 0))
            if spent >= least or (gone <= spent and not at & ~been):
                continue
            self._spend(700)
            view = self._view(spent, known, before, packed)
            if view is not None:
                at |= self._spread(at & view.mask, known, view)
                if at & self._target:
                    least, self.budget = spent, spent - 1
                    continue
                pending += self._purchases(state, at, view, best, arrived)
            best[known] = spent, at
        self.budget = given
        if least < INFINITE:
            # Reset ``over``, because what exceeded the lowered budget may be within the given one.
            self.over = over
        return least

    def _spread(self, at: int, known: int, view: View) -> int:
        """Return some places, and all that can be reached from them without learning anything."""
        free = sum(1 << place for place in view.places if not self._asked[place] & ~known)
        fresh = at
        while fresh:
            around = 0
            for place in _places(fresh):
                around |= self._out[place]
            fresh = around & free & ~at
            at |= fresh
        return at

    def _purchases(
        self,
        state: _Arrival,
        at: int,
        view: View,
        best: dict[int, tuple[int, int]],
        arrived: dict[int, list[_Arrival]],
    ) -> list[tuple[_Arrival, int, View]]:
        """Return the successors of a state, each with new atoms learnt at a place, the most promising last."""
        spent, known, packed = state
        asks = self._pack(view.asks)
        around = 0
        for place in _places(at & view.mask):
            around |= self._out[place]
        found = []
        for place in _places(around & view.mask & ~at):
            total, then = self.learn(place, spent, known)
            bound = self._bound(place, total, then)
            if not self._suffices(bound):
                continue
            gone, been = best.get(then, (INFINITE, 0))
            if gone <= total and been >> place & 1:
                continue
            lanes = self._lanes.joined(packed, self._packed_asks[place]) if self._lanes and packed else None
            reached = _Arrival(total, then, lanes)
            if self._is_beaten(place, reached, arrived.get(place, []), view, asks):
                continue
            arrived.setdefault(place, []).append(reached)
            found.append((bound, total, then, at | 1 << place, reached))
        found.sort(key=lambda it: it[:4], reverse=True)
        return [(reached, where, view) for *_, where, reached in found]

    def _is_beaten(self, place: int, state: _Arrival, others: list[_Arrival], view: View, asks: Packed | None) -> bool:
        """Tell whether an earlier arrival at the place dominates a state: it can continue in the same ways as cheaply.

        ``asks`` are the atoms that the view requires, in lanes.
        """
        if not others:
            return False
        spent, known, packed = state
        weigh, ahead = self.weigh, self._ahead[place] & ~known
        most = spent + weigh(ahead)
        others = [it for it in others if it.spent <= most]
        for other, lacked in zip(others, self._lacking(known & view.asks, others, packed, asks), strict=True):
            total = other.spent + lacked
            if total <= spent or (total <= most and total - weigh(other.known & ahead) <= spent):
                return True
        return False

    def _lacking(self, asked: int, others: list[_Arrival], packed: Packed | None, asks: Packed | None) -> Iterable[int]:
        """Return, for each of the ``others``, the weight of the asked atoms that it does not know."""
        if self._lanes and packed and asks:
            self._spend(_PER_LANES * len(others))
            sets = [other.packed for other in others if other.packed]
            return self._lanes.lacking(sets, self._lanes.common(packed, asks))
        self._spend(self.look // 4 * len(others))
        return (self.weigh(asked & ~other.known) for other in others)

    def _pack(self, atoms: int) -> Packed | None:
        return self._lanes.packed(atoms) if self._lanes else None


def _places(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        mask ^= lowest
        yield lowest.bit_length() - 1


def _union(skills: list[int], places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= skills[place]
    return found


def _reach(start: set[int], neighbours: list[set[int]], inside: set[int]) -> set[int]:
    """Return the nodes that can be reached from ``start`` through nodes in ``inside``."""
    reached = set(start)
    pending = list(start)
    while pending:
        fresh = (neighbours[pending.pop()] & inside) - reached
        reached |= fresh
        pending += fresh
    return reached
