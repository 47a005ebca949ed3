"""Weigh the differences between many sets of atoms and one, by SIMD within a register (SWAR).

All sets must contain, of each skill, its first few atoms and no others. So the cumulative weight of these atoms
identifies them. A set is packed into one integer with a fixed-width lane for the cumulative weight of each skill, and a
few operations on such integers subtract all lanes at once. If skills have many rungs, this is much faster than counting
bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Lanes", "Packed"]

Packed = tuple[int, int]
"""A set of atoms: the integer with its lanes, and the bits of the atoms that are in no lane."""


@dataclass(frozen=True)
class Lanes:
    """The layout: for each lane, the number of its first atom, and the total weights of its first 0, 1, 2 … atoms.

    The atoms from number ``flags`` on are in no lane; each of them weighs ``flag_weight``.

    >>> lanes = Lanes(((0, (0, 2, 5)), (2, (0, 1))))
    >>> lanes.beyond([lanes.packed(0b111), lanes.packed(0b001)], lanes.packed(0b001))
    [4, 0]
    """

    lanes: Sequence[tuple[int, Sequence[int]]]
    flags: int = 0
    flag_weight: int = 0
    _kept: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    def with_flags(self, first: int, weight: int) -> Lanes:
        """Return a copy where the atoms from number ``first`` on are in no lane and have this weight each."""
        return replace(self, flags=first, flag_weight=weight)

    @cached_property
    def _width(self) -> int:
        """The number of bits in a lane, without the guard bit above them."""
        return sum(weights[-1] for _, weights in self.lanes).bit_length()

    @cached_property
    def _guards(self) -> int:
        return sum(1 << number * (self._width + 1) + self._width for number in range(len(self.lanes)))

    @cached_property
    def _places(self) -> list[tuple[int, int, int, int, Sequence[int], int]]:
        """For each lane, its atoms (first byte, end byte, shift, mask), its weights, and its bit position."""
        found = []
        for number, (first, weights) in enumerate(self.lanes):
            count = len(weights) - 1
            last = (first + count + 7) // 8
            found.append((first // 8, last, first % 8, (1 << count) - 1, weights, number * (self._width + 1)))
        return found

    def packed(self, atoms: int) -> Packed:
        """Return a set of atoms as lanes; of the atoms of each lane, it must contain the first few and no others."""
        found = 0
        # Shifting the whole set for each lane would copy most of it each time.
        bits = atoms.to_bytes((atoms.bit_length() + 7) // 8, "little")
        for start, end, shift, mask, weights, place in self._places:
            held = int.from_bytes(bits[start:end], "little") >> shift & mask
            if held:
                found |= weights[held.bit_length()] << place
        return found, atoms >> self.flags if self.flag_weight else 0

    def packed_once(self, atoms: int) -> Packed:
        """Return :meth:`packed`, cached for later searches; for the requirements of nodes and transitions."""
        flagged = atoms >> self.flags if self.flag_weight else 0
        key = atoms ^ flagged << self.flags if flagged else atoms
        if key not in self._kept:
            self._kept[key] = self.packed(key)[0]
        return self._kept[key], flagged

    def beyond(self, sets: Sequence[Packed], known: Packed) -> list[int]:
        """Return, for each set, the weight of the atoms that are in the set but not in ``known``."""
        guards, width, (less, seen) = self._guards, self._width, known
        # Lanes are digits to the base 2 ** (width + 1), so the remainder modulo this base minus 1 is their sum.
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
        """Return the union of two sets.

        >>> lanes = Lanes(((0, (0, 2, 5)), (2, (0, 1))))
        >>> lanes.joined(lanes.packed(0b001), lanes.packed(0b100)) == lanes.packed(0b101)
        True
        """
        (mine, marked), (theirs, flags) = one, other
        return theirs ^ (mine ^ theirs) & self._where_more(mine, theirs), marked | flags

    def common(self, one: Packed, other: Packed) -> Packed:
        """Return the intersection of two sets."""
        (mine, marked), (theirs, flags) = one, other
        return mine ^ (mine ^ theirs) & self._where_more(mine, theirs), marked & flags

    def _where_more(self, mine: int, theirs: int) -> int:
        """Return a mask of the lanes in which ``mine`` is not less than ``theirs``."""
        more = ((mine | self._guards) - theirs) & self._guards
        return more - (more >> self._width)

    def lacking(self, sets: Sequence[Packed], asked: Packed) -> list[int]:
        """Return, for each set, the weight of the atoms that are in ``asked`` but not in the set."""
        guards, width, (wanted, flags) = self._guards, self._width, asked
        whole, guarded = (2 << width) - 1, wanted | guards
        weights = []
        for lanes, seen in sets:
            rest = guarded - lanes
            more = rest & guards
            weight = (rest & (more - (more >> width))) % whole
            weights.append(weight + self.flag_weight * (flags & ~seen).bit_count() if flags else weight)
        return weights
