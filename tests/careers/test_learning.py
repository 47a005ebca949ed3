"""The search within a rising budget against the one over labels, which knows nothing of budgets."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from ecomgraph.careers.search.label_setting import Labels
from ecomgraph.careers.search.least_learning import LeastLearning
from ecomgraph.careers.search.ranking import rank
from ecomgraph.careers.search.search_problem import Edge, Problem, Teaching
from tests.samples import sampled

BATCHES = 10
# Questions in which it matters at which of several nodes a skill is asked for as essential.
RARE = (8202, 12690)
WEIGHTS = ((2, 1), (2, 1), (1, 1), (1, 0), (1, 2), (3, 1), (5, 2))


def drawn(seed: int) -> Problem:
    """A question among up to ten nodes: from some to some, by way of others, with little or much to learn."""
    rng = random.Random(seed)  # noqa: S311
    count, width = rng.randint(3, 10), rng.randint(1, 8)
    ends = sorted((rng.randrange(count), rng.randrange(count)) for _ in range(int(count * rng.choice([1.5, 2, 3, 4]))))
    edges = [Edge(*both, number, (0,)) for number, both in enumerate(ends)]
    wide = (1 << width) - 1
    mostly = [wide if rng.random() < 0.5 else rng.getrandbits(width) for _ in range(2 * count)]
    essential = [rng.getrandbits(width) & mask for mask in mostly[:count]]
    optional = [rng.getrandbits(width) & ~one & mask for one, mask in zip(essential, mostly[count:], strict=True)]
    aims = sorted(rng.sample(range(count), rng.choice([1, 1, 2])))
    starts = sorted(
        rng.sample([node for node in range(count) if node not in aims], rng.choice([1, 1, min(2, count - len(aims))]))
    )
    named, wanted = rng.choice(starts), rng.choice(aims)
    edges += [Edge(count, node, len(ends) + node, (0,), 0, int(node != named)) for node in starts]
    edges += [Edge(node, count + 1, len(ends) + count + node, (0,), 0, int(node != wanted)) for node in aims]
    through = [frozenset(rng.sample(range(count), rng.choice([1, 1, 2]))) for _ in range(rng.choice([0, 0, 1, 2, 3]))]
    known = rng.getrandbits(width) & rng.getrandbits(width) & rng.getrandbits(width)
    heavy, light = sorted(rng.choice(WEIGHTS), reverse=True)
    sides = list(zip([*essential, 0, 0], [*optional, 0, 0], strict=True))
    asks = [one | other | one << width for one, other in sides]
    held = [(one | other) * (1 + (1 << width)) for one, other in sides]

    def weigh(atoms: int) -> int:
        return light * (atoms & wide).bit_count() + (heavy - light) * (atoms >> width).bit_count()

    known |= known << width
    teaching = Teaching(0, asks, held, weigh, known=known, granted=rng.random() < 0.5)
    steps = rng.choice([None, None, rng.randint(2, 6)])
    return Problem(count + 2, edges, count, count + 1, 1, teaching, tuple(through), steps)


@pytest.mark.long
@pytest.mark.parametrize("batch", sampled(range(BATCHES), 5))
def test_the_best_paths_are_those_of_the_search_over_labels(batch: int) -> None:
    answered = 0
    for seed in range(batch, 3000, BATCHES):
        problem = drawn(seed)
        wanted = list(islice(rank(Labels(problem)), 6))
        assert list(islice(rank(LeastLearning(problem)), 6)) == wanted, seed
        answered += bool(wanted)
    assert answered > 100


@pytest.mark.parametrize("seed", RARE)
def test_a_skill_that_is_asked_for_in_both_ways(seed: int) -> None:
    problem = drawn(seed)
    wanted = list(islice(rank(Labels(problem)), 6))
    assert wanted
    assert list(islice(rank(LeastLearning(problem)), 6)) == wanted
