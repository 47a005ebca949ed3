"""How like each other nodes are by the skills that they require: the weighted Jaccard index.

With the weight of a skill at a node (that of its importance there, 0 where it is not required), it is the sum over all
skills of the lesser of the two weights, divided by the sum of the greater ones: 1 for the same requirements, 0 for
nothing in common. Two nodes that require nothing of any weight are alike: 1.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ecomgraph.careers.search.weights import STANDARD
from ecomgraph.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.weights import Weights

__all__ = ["jaccard", "nearest", "similarity"]

_BLOCK = 256


def similarity(network: Network, one: int, other: int, weights: Weights = STANDARD) -> float:
    """Return the index of two nodes."""
    return jaccard(
        (network.essential[one], network.optional[one]), (network.essential[other], network.optional[other]), weights
    )


def jaccard(one: tuple[int, int], other: tuple[int, int], weights: Weights = STANDARD) -> float:
    """Return the index of two requirements, each the essential and the optional skills as bits.

    >>> jaccard((0b011, 0b100), (0b001, 0b110))  # (1 + 0.5 + 0.5) / (1 + 1 + 0.5)
    0.8
    """
    everything = one[0] | one[1] | other[0] | other[1]
    heavier, lighter = (0, 1) if weights.essential >= weights.optional else (1, 0)
    heavy, light = weights[heavier], weights[lighter]
    both_heavy = (one[heavier] & other[heavier]).bit_count()
    any_heavy = (one[heavier] | other[heavier]).bit_count()
    shared = ((one[0] | one[1]) & (other[0] | other[1])).bit_count()
    greater = light * everything.bit_count() + (heavy - light) * any_heavy
    return (light * shared + (heavy - light) * both_heavy) / greater if greater else 1.0


def nearest(
    essential: Sequence[Sequence[int]],
    optional: Sequence[Sequence[int]],
    n: int,
    weights: Weights = STANDARD,
    *,
    fast: bool | None = None,
) -> list[list[tuple[int, float]]]:
    """Return for each of many nodes the ``n`` most like it that share a skill of weight, and their index.

    Nodes are given by the numbers of the skills that are essential and optional to them. The most alike come first,
    then the lesser number. ``fast`` asks for SciPy (``True`` raises :class:`~ecomgraph.MissingDependencyError` where
    that is missing), or for plain Python (``False``); by default it is SciPy where there is SciPy. Both give the same.

    >>> nearest([[0, 1], [1], [2]], [[], [0], []], 1)
    [[(1, 0.75)], [(0, 0.75)], []]
    """
    if fast is None:
        fast = find_spec("scipy") is not None
    elif fast and find_spec("scipy") is None:
        raise MissingDependencyError("SciPy", "comparing all nodes by sparse products", "fast")
    heavy, light = (essential, optional) if weights.essential >= weights.optional else (optional, essential)
    high, low = max(weights[:2]), min(weights[:2])
    return (_by_products if fast else _by_postings)(heavy, light, n, high, low)


def _by_postings(
    heavy: Sequence[Sequence[int]], light: Sequence[Sequence[int]], n: int, high: int, low: int
) -> list[list[tuple[int, float]]]:
    """Add up what two nodes share by going from the skills of one to all that have them."""
    holders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for weight, rows in ((high, heavy), (low, light)):
        for node, skills in enumerate(rows):
            for skill in skills:
                holders[skill].append((node, weight))
    totals = [high * len(one) + low * len(other) for one, other in zip(heavy, light, strict=True)]
    found = []
    for node, (one, other) in enumerate(zip(heavy, light, strict=True)):
        shared: dict[int, int] = defaultdict(int)
        for weight, skills in ((high, one), (low, other)):
            for skill in skills:
                for holder, theirs in holders[skill]:
                    shared[holder] += min(weight, theirs)
        shared.pop(node, None)
        total = totals[node]
        ranked = ((-both / (total + totals[it] - both), it) for it, both in shared.items() if both)
        found.append([(it, -index) for index, it in nsmallest(n, ranked)])
    return found


def _by_products(
    heavy: Sequence[Sequence[int]], light: Sequence[Sequence[int]], n: int, high: int, low: int
) -> list[list[tuple[int, float]]]:
    """Get what all nodes share from one sparse product.

    The lesser of two weights is ``low`` wherever both require a skill, and ``high - low`` more where it is heavy for
    both: a product of matrices in which heavy skills have a second column.
    """
    import numpy as np
    from scipy.sparse import csr_array

    width = 1 + max((skill for rows in (heavy, light) for skills in rows for skill in skills), default=0)
    rows = [[*one, *other, *(skill + width for skill in one)] for one, other in zip(heavy, light, strict=True)]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((skill for row in rows for skill in row), dtype=np.int64, count=int(starts[-1]))
    ones = np.ones(len(columns), dtype=np.int64)
    worth = np.where(columns < width, low, high - low)
    shape = (len(rows), 2 * width)
    left = csr_array((worth, columns, starts), shape=shape)
    right = csr_array((ones, columns, starts), shape=shape).T.tocsr()
    totals = np.asarray([high * len(one) + low * len(other) for one, other in zip(heavy, light, strict=True)])
    found: list[list[tuple[int, float]]] = []
    for start in range(0, len(rows), _BLOCK):
        product = (left[start : start + _BLOCK] @ right).tocsr()
        for offset in range(product.shape[0]):
            node = start + offset
            part = slice(product.indptr[offset], product.indptr[offset + 1])
            others, both = product.indices[part], product.data[part]
            wanted = (both > 0) & (others != node)
            others, both = others[wanted], both[wanted]
            index = both / (totals[node] + totals[others] - both)
            if len(index) > n:
                # All that reach the n-th best, so that ties are broken by number and not by chance.
                least = np.partition(index, len(index) - n)[len(index) - n]
                others, index = others[index >= least], index[index >= least]
            order = np.lexsort((others, -index))[:n]
            found.append([(int(others[it]), float(index[it])) for it in order])
    return found
