"""Find career paths: fewest steps, fewest new skills, least learning, least time, or several of these at once."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from sys import maxsize
from threading import Lock
from typing import TYPE_CHECKING

from ecomgraph.arguments import is_whole, shown
from ecomgraph.careers.needs_of_paths import NeedsOfPaths
from ecomgraph.careers.path_problem import digraph, front_problem, learning_problem, ordered_problem, split
from ecomgraph.careers.path_request import STAGES
from ecomgraph.careers.results import Results
from ecomgraph.careers.search.effort import Effort
from ecomgraph.careers.search.equal_cost_groups import EqualCostGroups
from ecomgraph.careers.search.label_setting import Labels
from ecomgraph.careers.search.lexicographic import Lexicographic
from ecomgraph.careers.search.ranking import rank
from ecomgraph.errors import ArgumentError, NoPathError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import NoReturn

    from ecomgraph.careers.path_request import Request
    from ecomgraph.careers.search.ranking import Found
    from ecomgraph.model import CareerPath

__all__ = ["RankedPaths", "best_paths", "least_steps", "pareto_front", "ranked_by_cost"]

# Up to this many paths of equal cost are sorted by learning; if there are more, a search finds only the first few.
_MOST_ALIKE, _FIRST_FEW = 2_000, 20
# The cost of making a CareerPath, in the comparisons that Effort counts.
_PER_PATH = 500


class RankedPaths:
    """A lazy iterator over the paths of a request, from best to worst.

    ``effort`` is the work that is left for the question. A caller that does more work for each path, such as printing
    it, subtracts that work, too, so that the question as a whole stays within its limit.

    Pickling, copying, and iterating in two threads at once raise :class:`~ecomgraph.ArgumentError`.
    """

    def __init__(self, request: Request) -> None:
        self.effort = Effort()
        self._paths = _ranked(request, self.effort)
        self._busy = Lock()

    def __iter__(self) -> RankedPaths:
        return self

    def __next__(self) -> CareerPath:
        if not self._busy.acquire(blocking=False):
            raise ArgumentError("one thread at a time can ask for ranked paths; take list(paths) first and share that")
        try:
            return next(self._paths)
        finally:
            self._busy.release()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise ArgumentError("ranked paths cannot be pickled or copied; take list(paths) first and use that")


def ranked_by_cost(request: Request) -> RankedPaths:
    """Return all loopless paths from best to worst; if there is none, the first ``next()`` raises an error.

    The order is: cost, then steps, then the number of nodes that are not described, then whether paths start and end on
    the very nodes named (not on profiles of these), then learning, then IRIs: of the first node, then of the node and
    the transition of each step. For new skills and for learning, the number of nodes that are not described comes
    before the cost. This number does not count the ends of a path and the nodes to go through.
    """
    return RankedPaths(request)


def _ranked(request: Request, effort: Effort) -> Iterator[CareerPath]:
    for stage in _stages(request):
        if stage.is_there:
            yield _stay(stage)
            return
        if stage.needs_labels and not _leads(stage):
            continue
        needs = NeedsOfPaths(stage)
        for start, edges in _search(stage, needs, effort):
            stage.check_known([edges])
            effort.spend(_PER_PATH)
            effort.found += 1
            yield needs.results([(start, edges)]).path(start, edges)
        if effort.found:
            return
        if _leads(stage):
            break
    raise _no_path(stage)


def _stages(request: Request) -> Iterator[Request]:
    """Yield the request for each of :data:`STAGES`, without stages that have the same ends as an earlier one."""
    seen: set[tuple[frozenset[int], frozenset[int]]] = set()
    for stage in STAGES:
        widened = request if stage == request.stage else replace(request, stage=stage)
        ends = widened.named_ends
        if ends not in seen:
            seen.add(ends)
            yield widened


def _leads(request: Request) -> bool:
    """Tell whether the network has a path between the ends, whatever the conditions."""
    every = replace(request, avoid=()) if request.avoid else request
    return request.network.leads(every.starts, every.ends)


def best_paths(request: Request, k: int) -> tuple[CareerPath, ...]:
    """Return the first ``k`` paths of :func:`ranked_by_cost`, or all if there are fewer."""
    if not is_whole(k, least=1):
        raise ArgumentError(f"k, the number of paths, must be a whole number of at least 1, not {shown(k)}")
    # islice accepts no number above maxsize, which is more paths than any computer can store.
    return tuple(islice(ranked_by_cost(request), min(k, maxsize)))


def pareto_front(request: Request) -> tuple[CareerPath, ...]:
    """Return the paths that no other path dominates by being at least as good by every criterion and better by one.

    They are in order of the first criterion, then the second and so on. Paths with the same costs by all criteria are
    duplicates: only the first of them is kept, by steps, nodes that are not described, ends that are the nodes named,
    and IRIs as in :func:`ranked_by_cost`. Learning matters only if it is one of the criteria.
    """
    for stage in _stages(request):
        if stage.is_there:
            return (_stay(stage),)
        found = [split(stage, it.edges) for it in Labels(front_problem(stage)).front()]
        if found:
            stage.check_known(edges for _, edges in found)
            results = Results(stage)
            return tuple(results.path(start, edges) for start, edges in found)
        if _leads(stage):
            break
    raise _no_path(stage)


def least_steps(request: Request, starts: Collection[int]) -> dict[int, int]:
    """Return the nodes that allowed transitions lead to, each with its smallest number of steps, nearest first."""
    following = request.network.neighbours(request.allowed)
    found = {node: 0 for node in starts if node not in request.avoided}
    frontier = sorted(found)
    steps = 0
    while frontier and (request.max_steps is None or steps < request.max_steps):
        steps += 1
        reached = {head for node in frontier for head in following.get(node, ())} - found.keys() - request.avoided
        frontier = sorted(reached)
        found.update(dict.fromkeys(frontier, steps))
    return found


def _search(request: Request, needs: NeedsOfPaths, effort: Effort) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Rank paths by the search that fits the criterion and the conditions."""
    if request.criteria[0] == "learning":
        # Imported here because no other criterion needs it.
        from ecomgraph.careers.search.least_learning import LeastLearning

        for found in rank(LeastLearning(learning_problem(request), effort)):
            yield split(request, found.edges)
        return
    if request.needs_labels:
        for found in rank(Lexicographic(ordered_problem(request), effort)):
            yield split(request, found.edges)
    else:
        yield from _in_order_of_learning(request, needs, effort)


def _in_order_of_learning(
    request: Request, needs: NeedsOfPaths, effort: Effort
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield paths by cost; paths that are equal in all that comes before learning are in order of learning."""
    alike = EqualCostGroups(*digraph(request, request.criteria[0]), request.avoided, effort)
    first = alike.first()
    group, given = list(islice(first, _MOST_ALIKE)), 0
    if len(group) == _MOST_ALIKE:
        # There are too many paths to sort, so search for the first few by learning, which is enough for most callers.
        for found in islice(rank(Lexicographic(ordered_problem(request), effort)), _FIRST_FEW):
            given += 1
            yield split(request, found.edges)
        group += first
    yield from _by_learning(request, needs, group)[given:]
    for group in alike.rest():
        yield from _by_learning(request, needs, group)


def _by_learning(request: Request, needs: NeedsOfPaths, group: list[Found]) -> list[tuple[int, tuple[int, ...]]]:
    # The first and the last edge only mark where a path starts and ends.
    first = len(request.network.transition_iris)
    split = [(found.edges[0] - first, found.edges[1:-1]) for found in group]
    if len(split) == 1:
        return split
    results = needs.results(split)
    return sorted(split, key=lambda it: (results.learning(*it), it))


def _stay(request: Request) -> CareerPath:
    here = request.network.index[request.source]
    if here in request.avoided or any(here not in request.network.stand_ins(node) for node in request.through):
        raise _no_path(request)
    return Results(request).path(here, ())


def _no_path(request: Request) -> NoPathError:
    """Return the error for no path, with the reason and the reachable node nearest to the target."""
    network = request.network
    label = {iri: network.catalog.node(iri).label for iri in (request.source, request.target)}
    ends = f"no path leads from {label[request.source]!r} to {label[request.target]!r}"
    message = " ".join([ends, *request.conditions])
    starts = request.starts or request.network.stand_ins(request.source)
    reached = least_steps(request, starts)
    others = [node for node in reached if node not in starts]
    if not others:
        advice, nearest = "nothing can be reached from there", ""
    elif request.ends & set(others):
        advice, nearest = "there is one without the nodes to go through", request.target
    else:
        aim = network.index[request.target]

        def order(node: int) -> tuple[bool, float, int, int]:
            similarity = network.similarity(node, aim, request.weights)
            return node in network.silent, -(similarity or 0), reached[node], node

        best = min(others, key=order)
        nearest = network.nodes[best]
        advice = f"the nearest node that can be reached is {network.catalog.node(nearest).label!r}"
    return NoPathError(f"{message}; {advice}", source=request.source, target=request.target, nearest=nearest)
