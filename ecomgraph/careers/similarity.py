"""The similarity of many nodes by their needs: the weighted Jaccard (Ruzicka) index.

The index is the sum over all rungs of the lesser of the two weights, divided by the sum of the greater weights: 1 for
equal needs, 0 for needs with nothing in common. Here, a need is a vector with two integers for each skill: the weight
of all rungs required, each counted at the lower of the weights of essential and optional skills, and the additional
weight of the rungs required with the importance of the higher weight. The sum of the lesser weights is the sum of the
element-wise minima of two vectors, because every requirement includes the rungs of a skill from the lowest one up.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from importlib.util import find_spec
from math import lcm
from typing import TYPE_CHECKING

from ecomgraph.careers.search.weights import STANDARD
from ecomgraph.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.weights import Weights

__all__ = ["Vector", "nearest", "vectors"]

Vector = dict[int, int]
"""Positive integers by the number of their column: a sparse vector."""


def vectors(network: Network, weights: Weights = STANDARD) -> list[Vector]:
    """Return for each node its need as a vector; that of a node that is not described is empty."""
    rungs = network.rungs(overlapping=weights.optional > weights.essential)
    parts = lcm(*(degree.denominator for cuts in rungs.cuts.values() for degree in cuts))
    light, heavy = sorted((weights.essential, weights.optional))
    heavier = rungs.essential if weights.essential >= weights.optional else rungs.optional
    found = []
    for required, more in zip(rungs.required, heavier, strict=True):
        vector: Vector = {}
        for weight, asked, side in ((light, required, 0), (heavy - light, more, 1)):
            if weight:
                for skill, _, degree, _ in rungs.split(asked):
                    vector[2 * rungs.first[skill] + side] = int(weight * parts * degree)
        found.append(vector)
    return found


def nearest(rows: Sequence[Vector], n: int, *, fast: bool | None = None) -> list[list[tuple[int, float]]]:
    """Return, for each vector, the numbers of the ``n`` most similar vectors that share a column with it.

    Each comes with its similarity; the most similar comes first, and ties go by number. ``fast=True`` uses NumPy
    (:class:`~ecomgraph.MissingDependencyError` if it is missing), ``False`` plain Python; by default, NumPy is used if
    it is installed. The results are the same. O(sum of k² over all columns), if k vectors have a column.

    >>> nearest([{0: 4, 1: 2}, {0: 1}, {2: 3}], 1)
    [[(1, 0.16666666666666666)], [(0, 0.16666666666666666)], []]
    """
    if fast is None:
        fast = find_spec("numpy") is not None
    elif fast and find_spec("numpy") is None:
        raise MissingDependencyError("NumPy", "comparing all nodes by arrays", "fast")
    return _by_arrays(rows, n) if fast else _by_postings(rows, n)


def _by_postings(rows: Sequence[Vector], n: int) -> list[list[tuple[int, float]]]:
    """Add up the minima of vectors by postings: from each column of one vector to all vectors that have the column."""
    holders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        for column, value in row.items():
            holders[column].append((number, value))
    totals = [sum(row.values()) for row in rows]
    found = []
    for number, row in enumerate(rows):
        shared: dict[int, int] = defaultdict(int)
        for column, value in row.items():
            for holder, theirs in holders[column]:
                shared[holder] += min(value, theirs)
        shared.pop(number, None)
        total = totals[number]
        ranked = ((-both / (total + totals[it] - both), it) for it, both in shared.items())
        found.append([(it, -index) for index, it in nsmallest(n, ranked)])
    return found


def _by_arrays(rows: Sequence[Vector], n: int) -> list[list[tuple[int, float]]]:
    """Do the same with NumPy: for each column, an array of the vectors that have it, and an array of their values."""
    import numpy as np

    # Sums that a float would round are left to Python's integers.
    if max((sum(row.values()) for row in rows), default=0) >= 1 << 52:
        return _by_postings(rows, n)
    holders: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for column in row:
            holders[column].append(number)
    columns = {
        column: (np.asarray(them), np.asarray([rows[it][column] for it in them], dtype=np.int64))
        for column, them in holders.items()
    }
    totals = np.asarray([sum(row.values()) for row in rows], dtype=np.int64)
    found: list[list[tuple[int, float]]] = []
    for number, row in enumerate(rows):
        shared = np.zeros(len(rows), dtype=np.int64)
        for column, value in row.items():
            them, theirs = columns[column]
            shared[them] += np.minimum(theirs, value)
        shared[number] = 0
        others = shared.nonzero()[0]
        both = shared[others]
        index = both / (totals[number] + totals[others] - both)
        if len(index) > n:
            # Take all that are at least as similar as the n-th, so that ties are broken by number.
            least = np.partition(index, len(index) - n)[len(index) - n]
            others, index = others[index >= least], index[index >= least]
        order = np.lexsort((others, -index))[:n]
        found.append([(int(others[it]), float(index[it])) for it in order])
    return found
