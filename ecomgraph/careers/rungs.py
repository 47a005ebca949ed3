"""Rungs, the intervals into which the degrees that occur cut a skill, and their weights; sets of rungs are integers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

from ecomgraph.careers.scales import ALL, NONE
from ecomgraph.careers.search.lanes import Lanes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ecomgraph.careers.need import Need
    from ecomgraph.careers.search.weights import Weights

__all__ = ["Atoms", "Rungs"]

# From this many rungs per skill on average, lanes are faster than bits.
_MANY_RUNGS = 8


class Rungs:
    """The rungs of all skills, numbered, and those that each node and each transition requires.

    ``required[n]`` are all rungs that node ``n`` requires, ``essential[n]`` and ``optional[n]`` those that it requires
    as essential and as optional; a rung may be both. ``own`` has the latter two for transitions with requirements of
    their own. The rungs of a skill have consecutive numbers, the lowest first, so a person holds its first few rungs.
    """

    def __init__(self, cuts: Mapping[str, Sequence[Fraction]]) -> None:
        self.skills = sorted(cuts)
        self.cuts = cuts
        self.first: dict[str, int] = {}
        width = 0
        for skill in self.skills:
            self.first[skill] = width
            width += len(cuts[skill])
        self.width = width
        self.essential: list[int] = []
        self.optional: list[int] = []
        self.required: list[int] = []
        self.own: dict[int, tuple[int, int]] = {}

    @classmethod
    def of(cls, needs: Sequence[Need], own: Mapping[int, Need], further: Mapping[str, Fraction]) -> Rungs:
        """Cut skills at the degrees that nodes and transitions require, and at ``further`` degrees."""
        degrees: dict[str, dict[tuple[int, int], Fraction]] = {}
        for need in (*needs, *own.values()):
            for skill, ask in need.items():
                found = degrees.setdefault(skill, {})
                # Hashing a fraction takes much longer than hashing its numerator and denominator.
                for degree in ask:
                    if degree is not NONE:
                        found[degree.as_integer_ratio()] = degree
        for skill, degree in further.items():
            if skill in degrees:
                degree = min(degree, max(degrees[skill].values()))
                degrees[skill][degree.as_integer_ratio()] = degree
        parts = lcm(*{bottom for found in degrees.values() for _, bottom in found})

        def in_parts(ratio: tuple[int, int]) -> int:
            return ratio[0] * (parts // ratio[1])

        rungs = cls(
            {skill: [found[it] for it in sorted(found, key=in_parts) if it[0]] for skill, found in degrees.items()}
        )
        for need in needs:
            rungs.add(*rungs.sides(need))
        rungs.own = {edge: rungs.sides(need) for edge, need in own.items()}
        return rungs

    def add(self, essential: int, optional: int) -> None:
        """Add the next node with its essential and its optional rungs."""
        self.essential.append(essential)
        self.optional.append(optional)
        self.required.append(essential | optional)

    def sides(self, need: Need) -> tuple[int, int]:
        """Return the essential and the optional rungs of a need."""
        essential = optional = 0
        counts, first = self._counts, self.first
        for skill, ask in need.items():
            counted = counts[skill]
            if ask.essential is not NONE:
                essential |= ((1 << counted[ask.essential.as_integer_ratio()]) - 1) << first[skill]
            if ask.optional is not NONE:
                optional |= ((1 << counted[ask.optional.as_integer_ratio()]) - 1) << first[skill]
        return essential, optional

    @cached_property
    def _counts(self) -> dict[str, dict[tuple[int, int], int]]:
        """For each skill, the number of rungs up to each degree that occurs, by its numerator and denominator."""
        nothing = NONE.as_integer_ratio()
        return {
            skill: {nothing: 0, **{degree.as_integer_ratio(): count for count, degree in enumerate(cuts, 1)}}
            for skill, cuts in self.cuts.items()
        }

    def up_to(self, skill: str, degree: Fraction) -> int:
        """Return the rungs of a skill up to a degree; none if nothing requires the skill."""
        cuts = self.cuts.get(skill, ())
        count = bisect_right(cuts, degree) if cuts and degree else 0
        return ((1 << count) - 1) << self.first[skill] if count else 0

    def held(self, degrees: Mapping[str, Fraction]) -> int:
        """Return the rungs held by a person who has skills to these degrees."""
        found = 0
        for skill, degree in degrees.items():
            found |= self.up_to(skill, degree)
        return found

    def begun(self, degrees: Mapping[str, Fraction]) -> int:
        """Return the rungs that begin below these degrees, even if they end above them."""
        found = 0
        for skill, degree in degrees.items():
            cuts = self.cuts.get(skill, ())
            count = min(bisect_left(cuts, degree) + 1, len(cuts)) if degree else 0
            found |= ((1 << count) - 1) << self.first.get(skill, 0)
        return found

    def lengths(self) -> dict[Fraction, int]:
        """Return the set of rungs of each length."""
        if all(len(cuts) == 1 and cuts[0] == ALL for cuts in self.cuts.values()):
            return {ALL: (1 << self.width) - 1} if self.width else {}
        numbers: dict[int, list[int]] = {}
        for skill in self.skills:
            marks = self.marks[skill]
            for rung, (start, end) in enumerate(pairwise(marks), self.first[skill]):
                numbers.setdefault(end - start, []).append(rung)
        return {Fraction(length, self.parts): _as_bits(found) for length, found in numbers.items()}

    @cached_property
    def parts(self) -> int:
        """The least common denominator of all degrees at which skills are cut."""
        return lcm(*{cut.denominator for cuts in self.cuts.values() for cut in cuts})

    @cached_property
    def marks(self) -> dict[str, list[int]]:
        """For each skill, 0 and the degrees at which it is cut, multiplied by :attr:`parts` to give integers."""
        parts = self.parts
        return {
            skill: [0, *(cut.numerator * (parts // cut.denominator) for cut in cuts)]
            for skill, cuts in self.cuts.items()
        }

    def split(self, rungs: int) -> list[tuple[str, Fraction, Fraction, int]]:
        """Return ``(skill, start, end, rungs)`` for each skill with rungs in a set, by IRI; start and end are degrees.

        In the set, the rungs of each skill must be consecutive.
        """
        found = []
        owners = self._owners
        while rungs:
            skill = owners[(rungs & -rungs).bit_length() - 1]
            first, cuts = self.first[skill], self.cuts[skill]
            mine = rungs >> first & ((1 << len(cuts)) - 1)
            rungs ^= mine << first
            lowest = (mine & -mine).bit_length() - 1
            start = cuts[lowest - 1] if lowest else NONE
            found.append((skill, start, cuts[mine.bit_length() - 1], mine << first))
        return found

    @cached_property
    def _owners(self) -> list[str]:
        """The skill of each rung."""
        return [skill for skill in self.skills for _ in self.cuts[skill]]

    def skills_in(self, rungs: int) -> int:
        """Return the number of skills with rungs in a set."""
        return rungs.bit_count() if self.width == len(self.skills) else len(self.split(rungs))


class Atoms:
    """The weights of rungs, for searches that count each rung once, at its greatest weight.

    Essential and optional rungs have different weights, so each rung is split into two atoms. The base atom has the
    lower weight; every requirement of the rung includes it. The surcharge atom has the difference to the higher weight;
    only requirements of the importance with that weight include it. So the union of the atoms of several nodes has each
    rung at its greatest weight, and every atom has a fixed weight. A person who holds a rung holds both of its atoms.
    Atoms of weight 0 are left out. Weights are integer multiples of ``1 / unit``. ``values`` is a cache for results.
    """

    def __init__(self, rungs: Rungs, weights: Weights) -> None:
        self.rungs = rungs
        self.values: dict[Any, Any] = {}
        lengths = rungs.lengths()
        parts = lcm(*(length.denominator for length in lengths))
        self.unit = weights.unit * parts
        light, heavy = self._weights = sorted((weights.essential, weights.optional))
        self._weight_unit = weights.unit
        self._swapped = weights.optional > weights.essential
        by_weight: dict[int, int] = {}
        for length, mask in lengths.items():
            for weight, atoms in ((light, mask), (heavy - light, mask << rungs.width)):
                by_weight[int(weight * length * parts)] = by_weight.get(int(weight * length * parts), 0) | atoms
        by_weight.pop(0, None)
        self.live = _union(by_weight.values())
        self.weigh = _weigher(by_weight)
        self.most = self.weigh(self.live)
        self.asked = [self.of(*sides) for sides in zip(rungs.essential, rungs.optional, strict=True)]
        self.own = {edge: self.of(*sides) for edge, sides in rungs.own.items()}
        self.held_at = list(map(self.held, rungs.required))

    @cached_property
    def lanes(self) -> Lanes | None:
        """The atoms in lanes, up to two for each skill; ``None`` if there are too few rungs for lanes to be faster."""
        rungs, (light, heavy) = self.rungs, self._weights
        if rungs.width < _MANY_RUNGS * len(rungs.skills):
            return None
        found = []
        for skill in rungs.skills:
            marks = rungs.marks[skill]
            for weight, first in ((light, 0), (heavy - light, rungs.width)):
                if weight:
                    unit = weight * self.unit // self._weight_unit
                    found.append((rungs.first[skill] + first, [unit * it // rungs.parts for it in marks]))
        return Lanes(found)

    def of(self, essential: int, optional: int) -> int:
        """Return the atoms of a requirement of essential and optional rungs."""
        heavy = optional if self._swapped else essential
        return (essential | optional | heavy << self.rungs.width) & self.live

    def held(self, rungs: int) -> int:
        """Return the atoms held by a person who holds some rungs."""
        return (rungs | rungs << self.rungs.width) & self.live

    def similarity(self, one: int, other: int) -> float:
        """Return the weighted Jaccard index of two nodes; 1 if neither requires anything of weight."""
        greater = self.weigh(self.asked[one] | self.asked[other])
        return self.weigh(self.asked[one] & self.asked[other]) / greater if greater else 1.0


class _Plane(NamedTuple):
    factor: int
    mask: int


def _weigher(by_weight: Mapping[int, int]) -> Callable[[int], int]:
    """Return a function that weighs atoms: one weight at a time, or one bit of the weights if that is less work."""
    if not by_weight:
        return lambda _: 0
    if len(by_weight) == 1:
        (only,) = by_weight
        return int.bit_count if only == 1 else lambda atoms: only * atoms.bit_count()
    planes = [_Plane(weight, mask) for weight, mask in by_weight.items()]
    digits = max(by_weight).bit_length()
    if digits < len(planes):
        planes = [
            _Plane(1 << digit, _union(mask for weight, mask in by_weight.items() if weight >> digit & 1))
            for digit in range(digits)
        ]
    return lambda atoms: sum([factor * (atoms & mask).bit_count() for factor, mask in planes])


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _as_bits(numbers: Iterable[int]) -> int:
    marks = sorted(numbers)
    found = bytearray(marks[-1] // 8 + 1 if marks else 0)
    for number in marks:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")
