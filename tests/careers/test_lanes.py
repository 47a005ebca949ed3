"""Sets of atoms weighed in lanes, against counting each atom."""

from __future__ import annotations

import random

import pytest

from ecomgraph.careers.search.lanes import Lanes


@pytest.mark.parametrize("seed", range(60))
def test_lanes_weigh_what_is_beyond_a_set(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    steps = [[rng.randint(0, 9) for _ in range(rng.randint(1, 5))] for _ in range(rng.randint(1, 6))]
    starts = [sum(map(len, steps[:number])) for number in range(len(steps))]
    weights = [weight for own in steps for weight in own]
    lanes = Lanes(
        [(start, [sum(own[:n]) for n in range(len(own) + 1)]) for start, own in zip(starts, steps, strict=True)]
    )
    flagged, end = rng.choice([0, 0, 1_000]), len(weights)
    if flagged:
        lanes = lanes.with_flags(end, flagged)
        weights += [flagged] * 3

    def drawn() -> int:
        found = sum((1 << rng.randint(0, len(own))) - 1 << start for start, own in zip(starts, steps, strict=True))
        return found | (rng.randrange(8) << end if flagged else 0)

    sets, known = [drawn() for _ in range(6)], drawn()
    expected = [sum(weight for atom, weight in enumerate(weights) if (it & ~known) >> atom & 1) for it in sets]
    assert lanes.beyond(list(map(lanes.packed, sets)), lanes.packed(known)) == expected
