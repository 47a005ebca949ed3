"""Find career paths: fewest steps, fewest new skills, least learning, least time, or several of these at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from math import lcm
from sys import maxsize
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.arguments import shown
from ecomgraph.careers.criteria import criterion
from ecomgraph.careers.results import Results
from ecomgraph.careers.search.additive import Digraph, Packing
from ecomgraph.careers.search.alike import Alike
from ecomgraph.careers.search.effort import Effort
from ecomgraph.careers.search.label_setting import Labels, Lexicographic, Move, Problem, Teaching
from ecomgraph.careers.search.least_learning import LeastLearning
from ecomgraph.careers.search.ranking import rank
from ecomgraph.careers.search.weights import STANDARD, Weights
from ecomgraph.errors import ArgumentError, MissingMonthsError, NoPathError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from ecomgraph.careers.network import Network
    from ecomgraph.careers.rungs import Atoms
    from ecomgraph.careers.search.ranking import Found
    from ecomgraph.model import CareerPath

__all__ = ["STAGES", "Request", "Stage", "best_paths", "least_steps", "pareto_front", "ranked_by_cost"]

_KEPT = 8
# So many paths alike are put in order by what is learnt on them; of more, the first few are searched for.
_MOST_ALIKE, _FIRST_FEW = 2_000, 20
# What it takes to make a path a value, in comparisons as Effort counts them.
_PER_PATH = 500
# Ends that stand in for those named count up to 2.
_PER_SHUNNED = 4


class Stage(NamedTuple):
    """Whether the source and the target of a request stand for their profiles, and for those described only."""

    source: bool
    target: bool
    described: bool


STAGES = (
    Stage(source=False, target=False, described=True),
    *(
        Stage(source=source, target=target, described=described)
        for source, target in ((False, True), (True, False), (True, True))
        for described in (True, False)
    ),
)
"""What the ends of a path stand for: themselves, and only where the network has no path so, their profiles."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked of a search; nodes and skills are given by IRI, and every condition goes with every criterion.

    ``through`` are nodes to visit, in any order, ``avoid`` nodes to keep clear of; in both, a role stands for itself
    and its profiles. ``kinds`` are the slugs of the kinds of transitions allowed, ``None`` for all. ``known`` gives the
    degree of each skill known. With ``granted`` the skills of the node where a path starts are known; without, they are
    to be learnt. ``stage`` says what ``source`` and ``target`` stand for: see :data:`STAGES`. Arguments of no use raise
    :class:`~ecomgraph.ArgumentError`.
    """

    network: Network
    source: str
    target: str
    criteria: tuple[str, ...] = ("steps",)
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    kinds: frozenset[str] | None = None
    max_steps: int | None = None
    known: Mapping[str, Fraction] = field(default_factory=dict)
    weights: Weights = STANDARD
    granted: bool = True
    stage: Stage = STAGES[0]

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
        return self._stands_for(self.target, widened=self.stage.target) - self.avoided

    @cached_property
    def starts(self) -> frozenset[int]:
        """The nodes that a path may start on, those where it may end left out."""
        wide = self._stands_for(self.source, widened=self.stage.source)
        return wide - self._stands_for(self.target, widened=self.stage.target) - self.avoided

    @property
    def named_ends(self) -> tuple[frozenset[int], frozenset[int]]:
        """What the source and the target stand for at this stage, conditions aside."""
        source = self._stands_for(self.source, widened=self.stage.source)
        return source, self._stands_for(self.target, widened=self.stage.target)

    def _stands_for(self, node: str, *, widened: bool) -> frozenset[int]:
        number = self.network.index[node]
        if not widened:
            return frozenset((number,))
        found = self.network.stand_ins(node)
        return found - self.network.silent | {number} if self.stage.described else found

    @property
    def is_there(self) -> bool:
        """Whether the source is the target, or stands for it at this stage."""
        return self.network.index[self.source] in self._stands_for(self.target, widened=self.stage.target)

    @property
    def needs_labels(self) -> bool:
        """Whether costs that add up do not tell the best path."""
        return self.criteria[0] == "learning" or bool(self.through) or self.max_steps is not None

    @cached_property
    def excepted(self) -> frozenset[int]:
        """The nodes whose silence does not count: the ends, and those named by ``through``."""
        return self.starts.union(self.ends, *map(self.network.stand_ins, self.through))

    @cached_property
    def shunned(self) -> frozenset[int]:
        """The nodes that are not described, and that paths take only where nothing else leads there."""
        return self.network.silent - self.excepted

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
    def atoms(self) -> Atoms:
        """What rungs weigh, cut at the degrees that are known as well."""
        return self.network.atoms(self.weights, self.known)

    @cached_property
    def known_rungs(self) -> int:
        """The rungs known from the start."""
        return self.atoms.rungs.held(self.known)

    @cached_property
    def known_atoms(self) -> int:
        """The atoms known from the start."""
        return self.atoms.held(self.known_rungs)

    def costs(self, name: str) -> list[int]:
        """Return what each transition costs by a criterion, in whole parts of it; learning costs nothing yet.

        A transition whose cost is unknown counts as 0, the least it can be: see :meth:`check_known`.
        """
        edges = range(len(self.network.moves))
        compared = criterion(name)
        if compared.edge_cost is None:
            return [0] * len(edges)
        if name == "new_skills":
            return list(map(self.new_weight, edges))
        costs = [compared.cost(self, edge) or 0 for edge in edges]
        parts = lcm(*(cost.denominator for cost in costs))
        return [int(cost * parts) for cost in costs]

    def ordered_costs(self, name: str, shunned: Collection[int]) -> list[int]:
        """Return the same, with steps, and steps away from nodes that are to be shunned, as the order of paths has it.

        By new skills, the number of these nodes comes before the cost, by other criteria behind the steps.
        """
        packing, costs, tails = self.packing, self.costs(name), self.network.tails
        if name == "new_skills" and shunned:
            most = 1 + len(self.network.nodes) * max(costs, default=0)
            costs = [cost + most * (tail in shunned) for cost, tail in zip(costs, tails, strict=True)]
        if not shunned:
            return [packing.pack(cost, 1) for cost in costs]
        return [
            packing.pack(cost, 1, _PER_SHUNNED * (tail in shunned)) for cost, tail in zip(costs, tails, strict=True)
        ]

    @property
    def packing(self) -> Packing:
        """How cost, steps and the rest are put into one number."""
        return Packing.of(len(self.network.nodes) + 2)

    def new_weight(self, edge: int) -> int:
        """Return what a transition and its head ask for and its tail does not, in units of :attr:`atoms`."""
        atoms, network = self.atoms, self.network
        asked = atoms.asked[network.heads[edge]]
        if edge in atoms.own:
            asked |= atoms.own[edge]
        return atoms.weigh(asked & ~(atoms.held_at[network.tails[edge]] | self.known_atoms))

    def check_known(self, paths: Iterable[tuple[int, ...]]) -> None:
        """Raise if the cost of a transition on one of these paths is unknown.

        The search counted it as 0. Whatever it is, paths that do not use the transition and were better still are, so
        the answer stands unless the transition is on a path of the answer itself.
        """
        network, edges = self.network, {edge for path in paths for edge in path}
        for name in self.criteria:
            compared = criterion(name)
            if compared.edge_cost is None:
                continue
            missing = sorted({network.moves[edge] for edge in edges if compared.cost(self, edge) is None})
            if missing:
                first = missing[0] + (f" (and {len(missing) - 1} more)" if len(missing) > 1 else "")
                if name == "months":
                    raise MissingMonthsError(
                        f"paths cannot be compared by months: {first} has no ecg:typicalMonths; add it, or avoid the"
                        " nodes that it joins",
                        transitions=missing,
                    )
                raise ArgumentError(f"paths cannot be compared by {name}: it gives no cost for {first}")


def ranked_by_cost(request: Request) -> Iterator[CareerPath]:
    """Yield all loopless paths from best to worst, each when asked for; the first tells whether there is any.

    By new skills and by learning, the number of nodes that are not described comes first, the ends and the nodes to go
    through excepted. They are in order of cost, then steps, then nodes that are not described, then whether they start
    and end on the very nodes named (and not on profiles of these), then what is to be learnt, then IRIs: of the first
    node, then of the node and the transition of each step.
    """
    effort = Effort()
    for stage in _stages(request):
        if stage.is_there:
            yield _stay(stage)
            return
        if stage.needs_labels and not _leads(stage):
            continue
        results = Results(stage)
        for start, arcs in _search(stage, effort, results):
            stage.check_known([arcs])
            effort.spend(_PER_PATH)
            effort.found += 1
            yield results.path(start, arcs)
        if effort.found:
            return
        if _leads(stage):
            break
    raise _no_path(stage)


def _stages(request: Request) -> Iterator[Request]:
    """Yield the request as its ends are named, then with profiles that stand in for them, each pair of ends once."""
    seen: set[tuple[frozenset[int], frozenset[int]]] = set()
    for stage in STAGES:
        widened = request if stage == request.stage else replace(request, stage=stage)
        ends = widened.named_ends
        if ends not in seen:
            seen.add(ends)
            yield widened


def _leads(request: Request) -> bool:
    """Tell whether the network has a path between the ends, conditions aside."""
    every = replace(request, avoid=()) if request.avoid else request
    return request.network.leads(every.starts, every.ends)


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
    for stage in _stages(request):
        if stage.is_there:
            return (_stay(stage),)
        found = [_split(stage, it.arcs) for it in Labels(_front_problem(stage)).front()]
        if found:
            stage.check_known(arcs for _, arcs in found)
            results = Results(stage)
            return tuple(results.path(start, arcs) for start, arcs in found)
        if _leads(stage):
            break
    raise _no_path(stage)


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


def _search(request: Request, effort: Effort, results: Results) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Rank paths by the search that fits the criterion and the conditions."""
    if request.criteria[0] == "learning":
        for found in rank(LeastLearning(_problem(request), effort)):
            yield _split(request, found.arcs)
        return
    if request.needs_labels:
        for found in rank(Lexicographic(_ordered_problem(request), effort)):
            yield _split(request, found.arcs)
    else:
        yield from _in_order_of_learning(request, effort, results)


def _in_order_of_learning(request: Request, effort: Effort, results: Results) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield paths by cost, and those alike in all that comes before learning by what is to be learnt."""
    alike = Alike(*_digraph(request, request.criteria[0]), request.avoided, effort)
    first = alike.first()
    group, given = list(islice(first, _MOST_ALIKE)), 0
    if len(group) == _MOST_ALIKE:
        # Of so many the first few are searched for; most callers want no more.
        for found in islice(rank(Lexicographic(_ordered_problem(request), effort)), _FIRST_FEW):
            given += 1
            yield _split(request, found.arcs)
        group += first
    yield from _by_learning(request, group, results)[given:]
    for group in alike.rest():
        yield from _by_learning(request, group, results)


def _by_learning(request: Request, group: list[Found], results: Results) -> list[tuple[int, tuple[int, ...]]]:
    # The first arc and the last one mark where a path starts and ends.
    first = len(request.network.moves)
    split = [(found.arcs[0] - first, found.arcs[1:-1]) for found in group]
    return sorted(split, key=lambda it: (results.learning(*it), it)) if len(split) > 1 else split


def _digraph(request: Request, name: str) -> tuple[Digraph, int, int]:
    """Return the network with a node before all starts and one behind all ends, and the numbers of these two."""
    base = _base(request, name)
    count = len(request.network.nodes)
    out, into = [*base.out, [], []], [*base.into, [], []]
    for move in _entries(request, 1):
        # The search wants positive costs; 1 in the place of the rank is the same for all paths.
        out[move.tail] = [*out[move.tail], (move.head, move.rank + 1, move.arc)]
        into[move.head] = [*into[move.head], (move.tail, move.rank + 1, move.arc)]
    return Digraph(out, into), count, count + 1


def _base(request: Request, name: str) -> Digraph:
    """Return the transitions with their costs; those of the latest few requests are kept."""
    network, kept = request.network, request.network.digraphs
    shunned = network.silent
    if shunned and len(request.starts) + len(request.ends) > 2:
        shunned = request.shunned
    # Of one start and one end, nothing leaves the end, and all paths leave the start.
    asked = (request.weights, request.atoms, request.known_atoms) if name == "new_skills" else ()
    key = (name, asked, request.kinds, shunned)
    if key not in kept:
        costs = request.ordered_costs(name, shunned)
        base = Digraph([[] for _ in network.nodes], [[] for _ in network.nodes])
        for arc in request.allowed:
            tail, head, cost = network.tails[arc], network.heads[arc], costs[arc]
            base.out[tail].append((head, cost, arc))
            base.into[head].append((tail, cost, arc))
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[key] = base
    return kept[key]


def _entries(request: Request, criteria: int) -> list[Move]:
    """Return the arcs that mark where a path starts and ends, numbered behind the transitions, by node."""
    network = request.network
    nodes, arcs = len(network.nodes), len(network.moves)
    nothing = (0,) * criteria
    starts = [
        Move(nodes, node, arcs + node, nothing, 0, request.preference(node, request.source))
        for node in sorted(request.starts)
    ]
    ends = [
        Move(node, nodes + 1, arcs + nodes + node, nothing, 0, request.preference(node, request.target))
        for node in sorted(request.ends)
    ]
    return starts + ends


def _problem(request: Request, columns: Sequence[Sequence[int]] = (), learning: int = 0) -> Problem:
    """Return the search over labels; without columns of costs, for learning alone.

    ``learning`` is the place of learning among the costs, -1 if it is not among them.
    """
    costs = columns or [[0] * len(request.network.moves)]
    moves = [
        Move(request.network.tails[arc], request.network.heads[arc], arc, tuple(column[arc] for column in costs))
        for arc in request.allowed
        if request.network.tails[arc] not in request.avoided and request.network.heads[arc] not in request.avoided
    ]
    return _with_conditions(request, moves, len(costs), learning, count_shunned=not columns)


def _ordered_problem(request: Request) -> Problem:
    """Return the search for the paths of least cost in order of learning."""
    ordered = request.ordered_costs(request.criteria[0], request.shunned)
    problem = _problem(request, [ordered, [0] * len(ordered)], 1)
    moves = [it._replace(costs=(it.rank, 0), rank=0) if it.steps == 0 and it.rank else it for it in problem.moves]
    return replace(problem, moves=moves)


def _front_problem(request: Request) -> Problem:
    """Return the search for the Pareto front; where skills count, with the nodes not described as one more cost."""
    names = request.criteria
    columns = list(map(request.costs, names))
    if request.shunned and {"new_skills", "learning"} & set(names):
        columns.append([int(tail in request.shunned) for tail in request.network.tails])
    return _problem(request, columns, names.index("learning") if "learning" in names else -1)


def _with_conditions(
    request: Request, moves: list[Move], criteria: int, learning: int, *, count_shunned: bool
) -> Problem:
    """Return a problem of some moves: what a transition asks for itself is asked at a node put into the transition."""
    network, atoms = request.network, request.atoms
    count, first = len(network.nodes), len(network.moves) + 2 * len(network.nodes)
    asks, held = [*atoms.asked, 0, 0], [*atoms.held_at, 0, 0]
    weigh = atoms.weigh
    if count_shunned and request.shunned:
        # To go to such a node weighs more than all there is to learn.
        start, most = atoms.live.bit_length(), atoms.most + 1
        for place, node in enumerate(sorted(request.shunned)):
            asks[node] |= 1 << (start + place)

        def weigh(bits: int) -> int:
            return atoms.weigh(bits) + most * (bits >> start).bit_count()

    whole: list[Move] = []
    for move in moves:
        if learning < 0 or move.arc not in atoms.own or not atoms.own[move.arc] & ~asks[move.head]:
            whole.append(move)
            continue
        inside = len(asks)
        asks.append(atoms.own[move.arc])
        held.append(0)
        whole.append(move._replace(head=inside))
        whole.append(Move(inside, move.head, first + inside, (0,) * criteria, 0))
    teaching = None
    if learning >= 0:
        teaching = Teaching(learning, asks, held, weigh, request.known_atoms, request.granted)
    return Problem(
        nodes=len(asks),
        moves=sorted([*whole, *_entries(request, criteria)], key=lambda move: move.arc),
        source=count,
        target=count + 1,
        criteria=criteria,
        teaching=teaching,
        through=tuple(map(network.stand_ins, request.through)),
        max_steps=request.max_steps,
    )


def _split(request: Request, found: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Return the node where a path starts, and its transitions."""
    moves = len(request.network.moves)
    return found[0] - moves, tuple(arc for arc in found if arc < moves)


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
        best = min(others, key=lambda node: (-network.similarity(node, aim, request.weights), reached[node], node))
        nearest = network.nodes[best]
        advice = f"the nearest node that can be reached is {network.catalog.node(nearest).label!r}"
    return NoPathError(f"{message}; {advice}", source=request.source, target=request.target, nearest=nearest)
