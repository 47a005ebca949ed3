"""Weigh many sets of atoms against one, where all of them hold the first few atoms of each skill.

What such a set holds of a skill is one number, its weight up to there. These numbers stand side by side in the lanes of
one whole number, so that a handful of operations on it takes the difference in all lanes at once. That is much less
work than to count bits where skills have many rungs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Lanes", "Packed"]

Packed = tuple[int, int]
"""A set of atoms: its lanes, and the bits that are in no lane."""


@dataclass(frozen=True)
class Lanes:
    """Each lane is the number of its first atom, and the weights of its first 0, 1, 2 … atoms together.

    The atoms from ``flags`` on are in no lane; each of them weighs ``flag_weight``.

    >>> lanes = Lanes(((0, (0, 2, 5)), (2, (0, 1))))
    >>> lanes.beyond([lanes.packed(0b111), lanes.packed(0b001)], lanes.packed(0b001))
    [4, 0]
    """

    lanes: Sequence[tuple[int, Sequence[int]]]
    flags: int = 0
    flag_weight: int = 0
    _kept: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    def with_flags(self, first: int, weight: int) -> Lanes:
        """Return the same lanes beside atoms that have a weight each, from the ``first`` on."""
        return replace(self, flags=first, flag_weight=weight)

    @cached_property
    def _width(self) -> int:
        """How many digits a lane has; its guard is the digit above them."""
        return sum(weights[-1] for _, weights in self.lanes).bit_length()

    @cached_property
    def _guards(self) -> int:
        return sum(1 << number * (self._width + 1) + self._width for number in range(len(self.lanes)))

    @cached_property
    def _places(self) -> list[tuple[int, int, int, int, Sequence[int], int]]:
        """Of each lane the atoms: first and last byte, bits before them, mask; its weights; where its number goes."""
        found = []
        for number, (first, weights) in enumerate(self.lanes):
            count = len(weights) - 1
            last = (first + count + 7) // 8
            found.append((first // 8, last, first % 8, (1 << count) - 1, weights, number * (self._width + 1)))
        return found

    def packed(self, atoms: int) -> Packed:
        """Return a set of atoms as lanes; what it holds of a lane must be its first few atoms."""
        found = 0
        # Shifting the whole set for each lane would copy most of it each time.
        bits = atoms.to_bytes((atoms.bit_length() + 7) // 8, "little")
        for start, end, shift, mask, weights, place in self._places:
            held = int.from_bytes(bits[start:end], "little") >> shift & mask
            if held:
                found |= weights[held.bit_length()] << place
        return found, atoms >> self.flags if self.flag_weight else 0

    def packed_once(self, atoms: int) -> Packed:
        """Return the same, and keep it for later searches: for what nodes and transitions ask for."""
        flagged = atoms >> self.flags if self.flag_weight else 0
        key = atoms ^ flagged << self.flags if flagged else atoms
        if key not in self._kept:
            self._kept[key] = self.packed(key)[0]
        return self._kept[key], flagged

    def beyond(self, sets: Sequence[Packed], known: Packed) -> list[int]:
        """Return for each set the weight of what it holds and ``known`` does not."""
        guards, width, (less, seen) = self._guards, self._width, known
        # 2 ** (width + 1) leaves the remainder 1, so the remainder of all lanes is their sum.
        whole = (2 << width) - 1
        weights = []
        for lanes, _ in sets:
            rest = (lanes | guards) - less
            more = rest & guards
            weights.append((rest & (more - (more >> width))) % whole)
        if self.flag_weight:
            flagged = [self.flag_weight * (flags & ~seen).bit_count() for _, flags in sets]
            return [one + other for one, other in zip(weights, flagged, strict=True)]
        return weights

    def joined(self, one: Packed, other: Packed) -> Packed:
        """Return what one of two sets holds.

        >>> lanes = Lanes(((0, (0, 2, 5)), (2, (0, 1))))
        >>> lanes.joined(lanes.packed(0b001), lanes.packed(0b100)) == lanes.packed(0b101)
        True
        """
        (mine, marked), (theirs, flags) = one, other
        return theirs ^ (mine ^ theirs) & self._where_more(mine, theirs), marked | flags

    def common(self, one: Packed, other: Packed) -> Packed:
        """Return what both of two sets hold."""
        (mine, marked), (theirs, flags) = one, other
        return mine ^ (mine ^ theirs) & self._where_more(mine, theirs), marked & flags

    def _where_more(self, mine: int, theirs: int) -> int:
        """Return the lanes, all their digits set, in which one number is not less than another."""
        more = ((mine | self._guards) - theirs) & self._guards
        return more - (more >> self._width)

    def lacking(self, sets: Sequence[Packed], asked: Packed) -> list[int]:
        """Return for each set the weight of what is asked and it does not hold."""
        guards, width, (wanted, flags) = self._guards, self._width, asked
        whole, guarded = (2 << width) - 1, wanted | guards
        weights = []
        for lanes, seen in sets:
            rest = guarded - lanes
            more = rest & guards
            weight = (rest & (more - (more >> width))) % whole
            weights.append(weight + self.flag_weight * (flags & ~seen).bit_count() if flags else weight)
        return weights
