"""What a budget for learning leaves room for: the nodes that can still be paid for, and whether a walk can be."""

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
    """Somebody at a node, with what has been spent on learning and what is known."""

    node: int
    spent: int
    known: int


class _Arrival(NamedTuple):
    """What has been spent and what is known on arriving somewhere, in lanes too where there are some."""

    spent: int
    known: int
    packed: Packed | None


@dataclass
class Field:
    """The nodes of a problem, the atoms that each asks for, and what atoms weigh.

    ``demands`` are the atoms that every path from a node to the target asks for, ``out`` and ``into`` the neighbours of
    each node.
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
        """What each node and every path from it to the target ask for, in lanes."""
        assert self.lanes is not None
        lanes = self.lanes
        # Most nodes have the same demands ahead of them.
        ahead = {demanded: lanes.packed(demanded) for demanded in set(self.demands)}
        return [lanes.joined(asks, ahead[it]) for asks, it in zip(self.packed_asks, self.demands, strict=True)]

    @cached_property
    def packed_asks(self) -> list[Packed]:
        """What each node asks for, in lanes."""
        assert self.lanes is not None
        return list(map(self.lanes.packed_once, self.asks))

    def to_learn(self, known: int) -> list[int]:
        """Return for each node what it and every path on from it ask for beyond some atoms; the latest is kept."""
        if self._latest[0] != known:
            if self.lanes:
                found = self.lanes.beyond(self.packed, self.lanes.packed(known))
            else:
                weigh, unknown = self.weigh, ~known
                found = [weigh((asks | ahead) & unknown) for asks, ahead in zip(self.asks, self.demands, strict=True)]
            self._latest = known, found
        return self._latest[1]


class View(NamedTuple):
    """What can still be visited by someone who knows some atoms and has spent a part of the budget.

    ``places`` are the nodes by their places in the room, ``mask`` is the same as bits, and ``layers`` are those from
    which the target is 0, 1, 2 … edges away at least. ``asks`` are the atoms that one of them asks for.
    """

    places: list[int]
    mask: int
    layers: list[int]
    asks: int

    def distance(self, place: int) -> float:
        """Return how many edges there are at least to the target."""
        for far, layer in enumerate(self.layers):
            if layer >> place & 1:
                return far
        return INFINITE


class Room:
    """The nodes that a path can visit within a budget, numbered anew, and the search for a walk among them.

    A node is out of reach when what it asks for, together with what every path from it to the target asks for, costs
    more than is left. ``over`` is the least cost above the budget for which something was left out: no path costs less
    than that if none is found here. Each step of the search is reported to ``spend``; ``look`` is what it takes to
    look at a node.
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
        # The cost of looking at a node, in the comparisons that Effort counts; it grows with the sets of skills.
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
        """Return the nodes that are on a path from a start to the target and can be paid for, sorted."""
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
        """Tell whether something is within the budget, and note what it costs if not."""
        if total > self.budget:
            self.over = min(self.over, total)
        return total <= self.budget

    # ------------------------------------------------------------------ what is in reach

    def view(self, spent: int, known: int, before: View, packed: Packed | None = None) -> View | None:
        """Return what can be visited with some skills known, ``None`` if the target cannot be reached any more.

        ``before`` is a view from earlier on the same path, beyond which nothing can be visited; ``packed`` are the
        skills known in lanes, if somebody has put them there.
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
        """Return the weight of what each place and every path on from it ask for beyond some atoms."""
        if self._lanes:
            self._spend(_PER_LANES * len(places))
            packed = self._packed
            return self._lanes.beyond([packed[place] for place in places], held or self._lanes.packed(known))
        self._spend(self.look // 5 * len(places))
        weigh, needs, unknown = self.weigh, self._needs, ~known
        return [weigh(needs[place] & unknown) for place in places]

    def _layers(self, mask: int) -> list[int]:
        """Return the places in a mask by how many edges there are at least to the target."""
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
        """Return the atoms that every path on from a node demands."""
        return self._ahead[self.place[node]]

    def _bound(self, place: int, spent: int, known: int) -> int:
        return spent + self.weigh(self._ahead[place] & ~known)

    def affords(self, place: int, spent: int, known: int) -> bool:
        """Tell whether the budget suffices for what every path on from a place demands."""
        return self._suffices(self._bound(place, spent, known))

    def learn(self, place: int, spent: int, known: int) -> tuple[int, int]:
        """Return what has been spent and what is known after arriving at a place."""
        new = self._asked[place] & ~known
        return spent + self.weigh(new), known | new

    # ------------------------------------------------------------------ walks

    def least_walk(self, floor: int) -> float:
        """Return the least that a walk to the target costs, going in circles if need be; infinity if none is in budget.

        A state stands for all places visited before it, as if what was learnt since were known there too, whether
        or not a path leads back; what leads on is what asks for more. Each walk found lowers the budget of the rest
        (branch and bound), until one costs no more than ``floor``, the least that is possible.
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
            # Reset it, because paths over the lower budget may be within the given one.
            self.over = over
        return least

    def _spread(self, at: int, known: int, view: View) -> int:
        """Return the places that can be visited from others without learning anything."""
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
        """Return the states that lead on from one, the most promising last."""
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
        """Tell whether someone who arrived there before can go on alike for as little.

        ``asks`` are those of the view in lanes.
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
        """Return for each of some states the weight of what is asked and not known there."""
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
    """Return what can be reached from some nodes within others."""
    reached = set(start)
    pending = list(start)
    while pending:
        fresh = (neighbours[pending.pop()] & inside) - reached
        reached |= fresh
        pending += fresh
    return reached
