"""Commands about transitions: paths from one node to another, reachable nodes, and the map of all transitions."""

from __future__ import annotations

import sys
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, get_args

import click

from ecomgraph.careers.diagrams import Form
from ecomgraph.careers.paths import CRITERIA, Criterion
from ecomgraph.cli.options import format_option, graph_option
from ecomgraph.cli.output import as_csv, csv_lines, emit, one_line, write, write_json
from ecomgraph.web.answers import path_json, paths_json, reachable_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerPath, Explanation

__all__ = ["DRAWN", "drawn_format_option", "map_", "path", "reachable", "reason_lines", "split", "weight_options"]

DRAWN = get_args(Form)


def drawn_format_option(function: Any) -> Any:
    """Add ``--format`` with diagrams among its values; the command gets it as ``form``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv", *DRAWN]),
        default="table",
        show_default=True,
        help="Output format.",
    )(function)


def weight_options(function: Any) -> Any:
    """Add ``--essential`` and ``--optional``, the weights of skills."""
    for name, default in (("optional", 0.5), ("essential", 1.0)):
        function = click.option(
            f"--{name}", type=float, default=default, show_default=True, help=f"Weight of an {name} skill."
        )(function)
    return function


def split(names: str | None) -> list[str]:
    """Return the names in a comma-separated list."""
    return [name.strip() for name in (names or "").split(",") if name.strip()]


@click.command(epilog="Example: ecomgraph path ecommerce-manager chief-digital-officer --minimize learning -k 3")
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@click.option("--minimize", type=click.Choice(CRITERIA), default="steps", show_default=True, help="Criterion.")
@click.option("-k", "count", type=click.IntRange(1), default=1, show_default=True, help="Number of paths, best first.")
@click.option("--pareto", metavar="CRITERIA", help="List the Pareto front of these criteria instead: a,b,…")
@click.option("--through", multiple=True, metavar="NODE", help="Visit this node; repeat for more.")
@click.option("--avoid", multiple=True, metavar="NODE", help="Avoid this node; repeat for more.")
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Use only transitions of this kind; repeat for more."
)
@click.option("--max-steps", type=int, metavar="N", help="Maximum number of steps.")
@click.option("--have", metavar="SKILLS", help="Known skills: a,b,…")
@weight_options
@click.option("--explain", "explained", is_flag=True, help="Explain why each new skill is required.")
@drawn_format_option
@graph_option
def path(
    graph: CareerGraph,
    source: str,
    target: str,
    minimize: Criterion,
    count: int,
    pareto: str | None,
    have: str | None,
    explained: bool,
    form: str,
    **conditions: Any,
) -> None:
    """Find the best paths from node A to node B.

    A role stands for itself and for all its profiles. Paths are printed as they are found. The exit code is 1 if there
    is no path.
    """
    conditions["known"] = split(have)
    conditions["kinds"] = conditions["kinds"] or None
    if pareto is None:
        ranked = graph.iter_paths(source, target, minimize=minimize, **conditions)
        paths: Iterator[CareerPath] = islice(ranked, min(count, sys.maxsize))
    else:
        criteria: Any = split(pareto)
        paths = iter(graph.pareto_paths(source, target, criteria, **conditions))
    # If there is no path, this raises an error before anything is printed.
    first = next(paths)
    paths = chain([first], paths)
    if form in DRAWN:
        write(graph.diagram(tuple(paths), form))  # type: ignore[arg-type]
    elif form == "json":
        write_json(paths_json(graph.node(source), graph.node(target), [first]), "paths", map(path_json, paths))
    elif form == "csv":
        columns = ["path", "step", "from", "kind", "to", "new skills", *(name for name, _ in first.costs)]
        write(as_csv(columns, []))
        for number, it in enumerate(paths, 1):
            write(csv_lines(_path_rows(number, it)))
    else:
        for number, it in enumerate(paths):
            write("\n" * bool(number) + _path_tree(graph, it, explained=explained))


def _path_rows(number: int, path: CareerPath) -> Iterable[tuple[str | int | float, ...]]:
    costs = [cost for _, cost in path.costs]
    for step, (move, skills) in enumerate(zip(path.transitions, path.new_skills, strict=True), 1):
        yield number, step, move.source.id, move.kind, move.target.id, " ".join(it.id for it in skills), *costs


def _path_tree(graph: CareerGraph, path: CareerPath, *, explained: bool) -> str:
    """Return a path as an indented tree, with the new skills at each node."""
    costs = ", ".join(f"{name.replace('_', ' ')} {cost:g}" for name, cost in path.costs)
    lines = [f"{one_line(path.source.label)}  ({costs})"]
    if not path.transitions:
        lines.append("`- already there: nothing to do")
    for depth, (move, skills) in enumerate(zip(path.transitions, path.new_skills, strict=True)):
        indent = "   " * depth
        new = f"{len(skills)} new skill{'s' * (len(skills) != 1)}"
        lines.append(f"{indent}`- {move.kind or 'transition'} -> {one_line(move.target.label)}  ({new})")
        for skill in skills if explained else ():
            lines.append(f"{indent}   + {one_line(skill.label)}")
            lines += [f"{indent}     {line}" for line in reason_lines(graph.explain(move.target, skill))]
    return "\n".join(lines) + "\n"


def reason_lines(reasons: Iterable[Explanation]) -> list[str]:
    """Return one line for each reason: holder, node that it is inherited from, importance, basis, passages."""
    lines = []
    for reason in reasons:
        parts = [one_line(reason.holder.label)] if reason.holder.iri != reason.via.iri else []
        if reason.via.iri != reason.node.iri or not parts:
            parts.append(one_line(reason.via.label))
        grounds = ", ".join(filter(None, (reason.importance, reason.basis, *(it.id for it in reason.evidence))))
        lines.append(f"<- {' <- '.join(parts)} ({grounds})")
    return lines


@click.command(epilog="Example: ecomgraph reachable senior-director")
@click.argument("source", metavar="NODE")
@click.option("--avoid", multiple=True, metavar="NODE", help="Avoid this node; repeat for more.")
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Use only transitions of this kind; repeat for more."
)
@click.option("--max-steps", type=int, metavar="N", help="Maximum number of steps.")
@format_option
@graph_option
@click.pass_context
def reachable(
    context: click.Context,
    graph: CareerGraph,
    source: str,
    avoid: tuple[str, ...],
    kinds: tuple[str, ...],
    max_steps: int | None,
    form: str,
) -> None:
    """List the nodes that can be reached from NODE, nearest first.

    The exit code is 1 if there are none.
    """
    found = graph.reachable(source, avoid=avoid, kinds=kinds or None, max_steps=max_steps)
    rows = [(steps, node.id, node.label) for node, steps in found.items()]
    emit(form, ["steps", "id", "label"], rows, reachable_json(graph.node(source), found))
    if not found:
        context.exit(1)


@click.command(name="map", epilog="Example: ecomgraph map --format svg > map.svg")
@click.option(
    "--format", "form", type=click.Choice(DRAWN), default="mermaid", show_default=True, help="Diagram format."
)
@graph_option
def map_(graph: CareerGraph, form: Form) -> None:
    """Draw all transitions."""
    write(graph.diagram(form=form))
