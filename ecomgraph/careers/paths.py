"""Find career paths: fewest steps, fewest new skills, least learning, least time, or several of these at once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice
from math import lcm
from sys import maxsize
from typing import TYPE_CHECKING

from ecomgraph.arguments import shown
from ecomgraph.careers.criteria import criterion
from ecomgraph.careers.results import Results
from ecomgraph.careers.search.additive import Digraph, Packing, ranked_paths
from ecomgraph.careers.search.effort import Effort
from ecomgraph.careers.search.label_setting import Labels, Move, Problem, Teaching
from ecomgraph.careers.search.least_learning import LeastLearning
from ecomgraph.careers.search.ranking import rank
from ecomgraph.careers.search.weights import STANDARD, Weights
from ecomgraph.careers.similarity import similarity
from ecomgraph.errors import ArgumentError, MissingMonthsError, NoPathError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.ranking import Found
    from ecomgraph.model import CareerPath

__all__ = ["Request", "best_paths", "least_steps", "pareto_front", "ranked_by_cost"]

_KEPT = 8


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked of a search; nodes and skills are given by IRI, and every condition goes with every criterion.

    ``through`` are nodes to visit, in any order, ``avoid`` nodes to keep clear of; in both, as in ``source`` and
    ``target``, a node stands for itself and for all profiles that inherit from it. ``kinds`` are the slugs of the kinds
    of transitions allowed, ``None`` for all. With ``granted`` the skills of the node where a path starts are known;
    without, they are to be learnt. Arguments of no use raise :class:`~ecomgraph.ArgumentError`.
    """

    network: Network
    source: str
    target: str
    criteria: tuple[str, ...] = ("steps",)
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    kinds: frozenset[str] | None = None
    max_steps: int | None = None
    known: frozenset[str] = frozenset()
    weights: Weights = STANDARD
    granted: bool = True

    def __post_init__(self) -> None:
        for name in self.criteria:
            criterion(name)
        if not self.criteria or len(set(self.criteria)) < len(self.criteria):
            raise ArgumentError("name at least one criterion, and each only once")
        if self.max_steps is not None and not (_is_whole(self.max_steps) and self.max_steps >= 0):
            raise ArgumentError(f"max_steps must be a whole number from 0 up, not {shown(self.max_steps)}")
        for kind in sorted(self.kinds - set(self.network.kinds)) if self.kinds else ():
            raise UnknownNameError(kind, "kind of transition", sorted({*self.network.kinds} - {""}))

    # ------------------------------------------------------------------ where a path may start, go and end

    @cached_property
    def avoided(self) -> frozenset[int]:
        """The nodes to keep clear of."""
        return frozenset[int]().union(*map(self.network.stand_ins, self.avoid))

    @cached_property
    def ends(self) -> frozenset[int]:
        """The nodes that a path may end on."""
        return self.network.stand_ins(self.target) - self.avoided

    @cached_property
    def starts(self) -> frozenset[int]:
        """The nodes that a path may start on: what the source stands for and the target does not.

        So the way from a role to one of its profiles starts on another one, a real move. None is left where whoever
        is at the source is at the target already.
        """
        return self.network.stand_ins(self.source) - self.network.stand_ins(self.target) - self.avoided

    @property
    def is_there(self) -> bool:
        """Whether the source is the target already, or one of its profiles."""
        return self.network.stand_ins(self.source) <= self.network.stand_ins(self.target)

    @cached_property
    def allowed(self) -> Sequence[int]:
        """The transitions that a path may make."""
        if self.kinds is None:
            return range(len(self.network.moves))
        return [arc for arc, kind in enumerate(self.network.kinds) if kind in self.kinds]

    def preference(self, node: int, named: str) -> int:
        """Return 0 for the node that was named, 1 for one that it stands for."""
        return int(self.network.nodes[node] != named)

    # ------------------------------------------------------------------ costs

    @cached_property
    def known_bits(self) -> int:
        """The skills known from the start."""
        return self.network.bits_of(self.known)

    def costs(self, name: str) -> list[int]:
        """Return what each transition costs by a criterion, in whole parts of it; learning costs nothing yet.

        A transition without a typical duration counts as 0 months, the least it can take: see :meth:`check_months`.
        """
        edges = range(len(self.network.moves))
        edge_cost = criterion(name).edge_cost
        if edge_cost is None:
            return [0] * len(edges)
        if name == "new_skills":
            return list(map(self.new_weight, edges))
        costs = [edge_cost(self, edge) or Fraction(0) for edge in edges]
        parts = lcm(*(cost.denominator for cost in costs))
        return [int(cost * parts) for cost in costs]

    def new_weight(self, edge: int) -> int:
        """Return what the skills weigh that the head of a transition requires and its tail does not, in units."""
        network = self.network
        tail, head = network.tails[edge], network.heads[edge]
        known = network.required(tail) | self.known_bits
        return self.weights.weigh(network.essential[head] & ~known, network.optional[head] & ~known)

    def check_months(self, paths: Iterable[tuple[int, ...]]) -> None:
        """Raise if a transition on one of these paths lacks its duration.

        It was searched as if it took no time. Whatever it takes, paths that do not use it and were better still are, so
        the answer stands unless it is on a path of the answer itself.
        """
        if "months" not in self.criteria:
            return
        network = self.network
        missing = sorted({network.moves[arc] for path in paths for arc in path if network.months[arc] is None})
        if missing:
            count = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
            raise MissingMonthsError(
                f"paths cannot be compared by months: {missing[0]}{count} has no ecg:typicalMonths; add it, or avoid"
                " the nodes that it joins",
                transitions=missing,
            )


def ranked_by_cost(request: Request) -> Iterator[CareerPath]:
    """Yield all loopless paths from best to worst, each when asked for; the first tells whether there is any.

    They are in order of cost, then steps, then whether they start and end on the very nodes named (and not on profiles
    of these), then IRIs: of the first node, then of the node and the transition of each step.
    """
    if request.is_there:
        yield _stay(request)
        return
    effort, results = Effort(), Results(request)
    for found in _search(request, effort):
        start, arcs = _split(request, found.arcs)
        request.check_months([arcs])
        effort.found += 1
        yield results.path(start, arcs)
    if not effort.found:
        raise _no_path(request)


def best_paths(request: Request, k: int) -> tuple[CareerPath, ...]:
    """Return the first ``k`` paths of :func:`ranked_by_cost`, fewer if there are not so many."""
    if not (_is_whole(k) and k >= 1):
        raise ArgumentError(f"k, the number of paths, must be a whole number from 1 up, not {shown(k)}")
    # No computer holds as many paths as islice can count.
    return tuple(islice(ranked_by_cost(request), min(k, maxsize)))


def pareto_front(request: Request) -> tuple[CareerPath, ...]:
    """Return the paths that no other path beats, at least as good by every criterion and better by one.

    They are in order of the first criterion, then the second and so on. Paths with the same costs by all criteria are
    duplicates: only the first of them is kept, by steps, named nodes and IRIs as in :func:`best_paths`.
    """
    if request.is_there:
        return (_stay(request),)
    front = [_split(request, found.arcs) for found in Labels(_problem(request)).front()]
    if not front:
        raise _no_path(request)
    request.check_months(arcs for _, arcs in front)
    results = Results(request)
    return tuple(results.path(start, arcs) for start, arcs in front)


def least_steps(request: Request, starts: Collection[int]) -> dict[int, int]:
    """Return the nodes that the transitions allowed lead to, each with the fewest steps that takes, nearest first."""
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


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _search(request: Request, effort: Effort) -> Iterator[Found]:
    """Rank paths by the search that fits the criterion and the conditions."""
    name = request.criteria[0]
    if name == "learning":
        return rank(LeastLearning(_problem(request), effort))
    if request.through or request.max_steps is not None:
        return rank(Labels(_problem(request), effort))
    return ranked_paths(*_digraph(request, name), request.avoided, effort)


def _digraph(request: Request, name: str) -> tuple[Digraph, int, int]:
    """Return the network with a node before all starts and one behind all ends, and the numbers of these two."""
    base = _base(request, name)
    count = len(request.network.nodes)
    out, into = [*base.out, [], []], [*base.into, [], []]
    for move in _entries(request):
        # The search wants positive costs; 1 in the place of the rank is the same for all paths.
        out[move.tail] = [*out[move.tail], (move.head, move.rank + 1, move.arc)]
        into[move.head] = [*into[move.head], (move.tail, move.rank + 1, move.arc)]
    return Digraph(out, into), count, count + 1


def _base(request: Request, name: str) -> Digraph:
    """Return the transitions with their costs; those of the latest few requests are kept."""
    network, kept = request.network, request.network.digraphs
    key = (name, request.weights, request.known_bits if name == "new_skills" else 0, request.kinds)
    if key not in kept:
        packing = Packing.of(len(network.nodes) + 2)
        costs = request.costs(name)
        base = Digraph([[] for _ in network.nodes], [[] for _ in network.nodes])
        for arc in request.allowed:
            tail, head, cost = network.tails[arc], network.heads[arc], packing.pack(costs[arc], 1)
            base.out[tail].append((head, cost, arc))
            base.into[head].append((tail, cost, arc))
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[key] = base
    return kept[key]


def _entries(request: Request) -> list[Move]:
    """Return the arcs that mark where a path starts and ends, numbered behind the transitions, by node."""
    network = request.network
    nodes, arcs = len(network.nodes), len(network.moves)
    nothing = (0,) * len(request.criteria)
    starts = [
        Move(nodes, node, arcs + node, nothing, 0, request.preference(node, request.source))
        for node in sorted(request.starts)
    ]
    ends = [
        Move(node, nodes + 1, arcs + nodes + node, nothing, 0, request.preference(node, request.target))
        for node in sorted(request.ends)
    ]
    return starts + ends


def _problem(request: Request) -> Problem:
    network = request.network
    columns = list(map(request.costs, request.criteria))
    moves = [
        Move(network.tails[arc], network.heads[arc], arc, tuple(column[arc] for column in columns))
        for arc in request.allowed
        if network.tails[arc] not in request.avoided and network.heads[arc] not in request.avoided
    ]
    teaching = None
    if "learning" in request.criteria:
        teaching = Teaching(
            criterion=request.criteria.index("learning"),
            essential=[*network.essential, 0, 0],
            optional=[*network.optional, 0, 0],
            weights=request.weights[:2],
            known=request.known_bits,
            granted=request.granted,
        )
    return Problem(
        nodes=len(network.nodes) + 2,
        moves=moves + _entries(request),
        source=len(network.nodes),
        target=len(network.nodes) + 1,
        criteria=len(columns),
        teaching=teaching,
        through=tuple(map(network.stand_ins, request.through)),
        max_steps=request.max_steps,
    )


def _split(request: Request, found: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Return the node where a path starts, and its transitions."""
    first, *arcs, _ = found
    return first - len(request.network.moves), tuple(arcs)


def _stay(request: Request) -> CareerPath:
    here = request.network.index[request.source]
    if any(here not in request.network.stand_ins(node) for node in request.through):
        raise _no_path(request)
    return Results(request).path(here, ())


def _no_path(request: Request) -> NoPathError:
    """Say why there is none, and what can be reached that is nearest to the target."""
    network = request.network
    label = {iri: network.catalog.node(iri).label for iri in (request.source, request.target)}
    conditions = [
        *(f"through {network.catalog.node(iri).label!r}" for iri in request.through),
        *(f"avoiding {network.catalog.node(iri).label!r}" for iri in request.avoid),
        *([f"by {' or '.join(sorted(request.kinds))} only"] if request.kinds is not None else []),
        *([f"in {request.max_steps} steps or fewer"] if request.max_steps is not None else []),
    ]
    message = " ".join([f"no path leads from {label[request.source]!r} to {label[request.target]!r}", *conditions])
    starts = request.starts or request.network.stand_ins(request.source)
    reached = least_steps(request, starts)
    others = [node for node in reached if node not in starts]
    if not others:
        advice, nearest = "nothing can be reached from there", ""
    elif request.ends & set(others):
        advice, nearest = "there is one without the nodes to go through", request.target
    else:
        aim = network.index[request.target]
        best = min(others, key=lambda node: (-similarity(network, node, aim, request.weights), reached[node], node))
        nearest = network.nodes[best]
        advice = f"the nearest node that can be reached is {network.catalog.node(nearest).label!r}"
    return NoPathError(f"{message}; {advice}", source=request.source, target=request.target, nearest=nearest)
