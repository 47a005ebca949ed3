"""Turn a request into a search problem: a graph with additive costs, or a problem for label setting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecomgraph.careers.path_request import PER_SHUNNED
from ecomgraph.careers.search.additive import Digraph
from ecomgraph.careers.search.search_problem import Edge, Problem, Teaching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecomgraph.careers.path_request import Request

__all__ = ["digraph", "front_problem", "learning_problem", "ordered_problem", "split"]

_KEPT = 8


def digraph(request: Request, name: str) -> tuple[Digraph, int, int]:
    """Return the network with a super-source before all starts and a super-sink after all ends, and their numbers."""
    base = _base(request, name)
    count = len(request.network.nodes)
    out, into = [*base.out, [], []], [*base.into, [], []]
    for edge in _entries(request, 1):
        # The search needs positive costs; adding 1 to the rank adds the same amount to all paths.
        out[edge.tail] = [*out[edge.tail], (edge.head, edge.rank + 1, edge.number)]
        into[edge.head] = [*into[edge.head], (edge.tail, edge.rank + 1, edge.number)]
    return Digraph(out, into), count, count + 1


def _base(request: Request, name: str) -> Digraph:
    """Return the graph of the transitions with their costs; the graphs of the latest few requests are cached."""
    network, kept = request.network, request.network.digraphs
    shunned = network.silent
    if shunned and len(request.starts) + len(request.ends) > 2:
        shunned = request.shunned
    # Shunning a single start and end changes no order: every path leaves the start once, and none leaves the end.
    asked = (request.weights, request.atoms, request.known_atoms) if name == "new_skills" else ()
    key = (name, asked, request.kinds, shunned)
    if key not in kept:
        costs = request.ordered_costs(name, shunned)
        base = Digraph([[] for _ in network.nodes], [[] for _ in network.nodes])
        for number in request.allowed:
            tail, head, cost = network.tails[number], network.heads[number], costs[number]
            base.out[tail].append((head, cost, number))
            base.into[head].append((tail, cost, number))
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[key] = base
    return kept[key]


def _entries(request: Request, criteria: int) -> list[Edge]:
    """Return the edges from the super-source to the starts and from the ends to the super-sink, by node.

    Their numbers come after those of the transitions.
    """
    network = request.network
    nodes, transitions = len(network.nodes), len(network.transition_iris)
    nothing = (0,) * criteria
    starts = [
        Edge(nodes, node, transitions + node, nothing, 0, request.preference(node, request.source))
        for node in sorted(request.starts)
    ]
    ends = [
        Edge(node, nodes + 1, transitions + nodes + node, nothing, 0, request.preference(node, request.target))
        for node in sorted(request.ends)
    ]
    return starts + ends


def learning_problem(request: Request, columns: Sequence[Sequence[int]] = (), learning: int = 0) -> Problem:
    """Return the problem for label setting by columns of costs; without columns, by learning alone.

    ``learning`` is the index of learning among the costs, -1 if it is not among them.
    """
    network, avoided = request.network, request.avoided
    costs = columns or [[0] * len(network.transition_iris)]
    edges = [
        Edge(network.tails[number], network.heads[number], number, tuple(column[number] for column in costs))
        for number in request.allowed
        if network.tails[number] not in avoided and network.heads[number] not in avoided
    ]
    return _with_conditions(request, edges, len(costs), learning, count_shunned=not columns)


def ordered_problem(request: Request) -> Problem:
    """Return the problem of the paths of least cost, with ties in order of learning."""
    ordered = request.ordered_costs(request.criteria[0], request.shunned)
    problem = learning_problem(request, [ordered, [0] * len(ordered)], 1)
    edges = [it._replace(costs=(it.rank, 0), rank=0) if it.steps == 0 and it.rank else it for it in problem.edges]
    return replace(problem, edges=edges)


def front_problem(request: Request) -> Problem:
    """Return the problem of the Pareto front; if skills are compared, the number of shunned nodes is one more cost.

    Of paths of equal costs and steps, those with fewer shunned nodes come first.
    """
    names, tails = request.criteria, request.network.tails
    columns = list(map(request.costs, names))
    if request.shunned and {"new_skills", "learning"} & set(names):
        columns.append([int(tail in request.shunned) for tail in tails])
    problem = learning_problem(request, columns, names.index("learning") if "learning" in names else -1)
    edges = [
        it._replace(rank=PER_SHUNNED) if it.number < len(tails) and tails[it.number] in request.shunned else it
        for it in problem.edges
    ]
    return replace(problem, edges=edges) if request.shunned else problem


def _with_conditions(
    request: Request, edges: list[Edge], criteria: int, learning: int, *, count_shunned: bool
) -> Problem:
    """Return a problem of some edges and the conditions of the request.

    A transition with requirements of its own is split in two by an auxiliary node that has these requirements.
    """
    network, atoms = request.network, request.atoms
    count, first = len(network.nodes), len(network.transition_iris) + 2 * len(network.nodes)
    asks, held = [*atoms.asked, 0, 0], [*atoms.held_at, 0, 0]
    for start in request.starts:
        held[start] = atoms.held_at[request.named]
    weigh, lanes = atoms.weigh, atoms.lanes
    if count_shunned and request.shunned:
        # An extra atom makes each shunned node cost more than all learning together.
        start, most = atoms.live.bit_length(), atoms.most + 1
        for place, node in enumerate(sorted(request.shunned)):
            asks[node] |= 1 << (start + place)

        lanes = lanes.with_flags(start, most) if lanes else None

        def weigh(bits: int) -> int:
            return atoms.weigh(bits) + most * (bits >> start).bit_count()

    whole: list[Edge] = []
    for edge in edges:
        if learning < 0 or edge.number not in atoms.own or not atoms.own[edge.number] & ~asks[edge.head]:
            whole.append(edge)
            continue
        inside = len(asks)
        asks.append(atoms.own[edge.number])
        held.append(0)
        whole.append(edge._replace(head=inside))
        whole.append(Edge(inside, edge.head, first + inside, (0,) * criteria, 0))
    teaching = None
    if learning >= 0:
        teaching = Teaching(learning, asks, held, weigh, request.known_atoms, request.granted, lanes)
    return Problem(
        nodes=len(asks),
        edges=sorted([*whole, *_entries(request, criteria)], key=lambda edge: edge.number),
        source=count,
        target=count + 1,
        criteria=criteria,
        teaching=teaching,
        through=tuple(map(network.stand_ins, request.through)),
        max_steps=request.max_steps,
    )


def split(request: Request, found: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Return the node where a path starts, and its transitions."""
    transitions = len(request.network.transition_iris)
    return found[0] - transitions, tuple(number for number in found if number < transitions)
