"""Commands about transitions: paths from one node to another, reachable nodes, and the map of all transitions."""

from __future__ import annotations

import sys
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from ecomgraph.careers.criteria import criterion, criterion_names
from ecomgraph.careers.diagrams import Form
from ecomgraph.cli.grouped import degree_text, needed_text, span_text, transition_lines
from ecomgraph.cli.have import have_options, skills_at_hand
from ecomgraph.cli.options import condition_options, format_option, graph_of, through_option
from ecomgraph.cli.output import as_csv, csv_lines, emit, one_line, write, write_json
from ecomgraph.errors import ArgumentError
from ecomgraph.model.amounts import amount, months_text
from ecomgraph.model.cautions import SILENT
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from ecomgraph.careers.paths import RankedPaths
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerPath, Explanation, LearntSkill, Transition

__all__ = ["DRAWN", "drawn_format_option", "map_", "path", "reachable", "reason_lines", "split", "weight_options"]

_V = TypeVar("_V")
DRAWN = get_args(Form)
# The cost of printing a step, and of each skill on it, in the unit of Effort, comparisons of the search.
_PRINTING = {"table": (50, 0), "explained": (50, 100), "csv": (60, 1), "json": (500, 150)}
_DRAWING = (100, 0)
_KEPT = 10_000


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


class CriterionName(click.types.StringParamType):
    """The name of a criterion; plugins are loaded only for the help, or if no built-in criterion has the name."""

    name = "criterion"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        """Return all names, as for a choice."""
        return f"[{'|'.join(criterion_names())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail with all names."""
        try:
            return criterion(value).name
        except ArgumentError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """Return the names that begin with a text."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in criterion_names() if name.startswith(incomplete)]


@click.command(epilog="Example: ecomgraph path ecommerce-manager chief-digital-officer --minimize learning -k 3")
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@click.option("--minimize", type=CriterionName(), default="steps", show_default=True, help="Criterion to minimize.")
@click.option("-k", "count", type=click.IntRange(1), default=1, show_default=True, help="How many paths, best first.")
@click.option("--pareto", metavar="CRITERIA", help="Print the Pareto front of these criteria instead: a,b,…")
@through_option
@condition_options
@have_options
@weight_options
@click.option("--explain", "explained", is_flag=True, help="Explain why each new skill is required.")
@drawn_format_option
@graph_of("source", "target")
def path(
    graph: CareerGraph,
    source: str,
    target: str,
    minimize: str,
    count: int,
    pareto: str | None,
    have: str | None,
    have_file: Path | None,
    explained: bool,
    form: str,
    **conditions: Any,
) -> None:
    """Find the best paths from node A to node B.

    A role starts and ends as itself; its profiles stand for it only where no path joins the nodes as named. Paths are
    printed as they are found. The exit code is 1 when no path leads there.
    """
    conditions["known"] = skills_at_hand(have, have_file) or {}
    if pareto is None:
        ranked = graph.iter_paths(source, target, minimize=minimize, **conditions)
        printed = _spending(ranked, "explained" if explained and form == "table" else form)
        paths: Iterator[CareerPath] = islice(printed, min(count, sys.maxsize))
    else:
        criteria: Any = split(pareto)
        paths = iter(graph.pareto_paths(source, target, criteria, **conditions))
    # If there is no path, this raises an error before anything is printed.
    first = next(paths)
    paths = chain([first], paths)
    if form in DRAWN:
        write(graph.diagram(tuple(paths), form))  # type: ignore[arg-type]
    elif form == "json":
        from ecomgraph.web.answers import path_json, paths_json

        write_json(paths_json(graph.node(source), graph.node(target), [first]), "paths", map(path_json, paths))
    elif form == "csv":
        columns = ["path", "step", "from", "kind", "to", "new skills", "raised skills"]
        columns += ["to learn", *(name for name, _ in first.costs)]
        columns += ["from label", "to label", "new labels", "raised labels", "built on", "notes", "typical months"]
        write(as_csv(columns, []))
        cells = _Cells()
        for number, it in enumerate(paths, 1):
            write(cells.lines(number, it))
    else:
        reasons = cache(lambda node, skill: reason_lines(graph.explain(node, skill)))
        for number, it in enumerate(paths):
            write("\n" * bool(number) + _path_tree(it, reasons if explained else None))


def _spending(ranked: RankedPaths, form: str) -> Iterator[CareerPath]:
    """Yield paths, and after each subtract the cost of printing it from the remaining effort of the search."""
    per_path, per_skill = _PRINTING.get(form, _DRAWING)
    for path in ranked:
        yield path
        skills = sum(map(len, path.new_skills)) + sum(map(len, path.raised_skills))
        ranked.effort.spend(per_path * (1 + len(path.transitions)) + per_skill * skills)


class _Cells:
    """Formats paths as lines of CSV; cells for shared transitions and skills are cached."""

    def __init__(self) -> None:
        # The key is the id of the value. Keeping the value prevents another object from getting the same id.
        self._kept: dict[int, tuple[object, tuple[str, ...]]] = {}

    def lines(self, number: int, path: CareerPath) -> str:
        """Return a line for each step; for a path without steps, one line with its only node as both ends."""
        costs = _joined(path.learning, *(cost for _, cost in path.costs))
        notes = _joined(" ".join(path.notes))
        lines = []
        if not path.transitions:
            ends, end_labels = (
                _joined(path.source.id, "", path.target.id),
                _joined(path.source.label, path.target.label),
            )
            lines.append(f"{number},0,{ends},,,{costs},{end_labels},,,,{notes},\n")
        steps = zip(path.transitions, path.new_skills, path.raised_skills, strict=True)
        for step, (edge, new, raised) in enumerate(steps, 1):
            ends, end_labels, months = self._made(edge, _transition_cells)
            new_ids, new_labels, new_built_on = self._made(new, _skill_cells)
            raised_ids, raised_labels, raised_built_on = self._made(raised, _skill_cells)
            ids, labels = f"{ends},{new_ids},{raised_ids}", f"{end_labels},{new_labels},{raised_labels}"
            built_on = " ".join(filter(None, (new_built_on, raised_built_on)))
            lines.append(f"{number},{step},{ids},{costs},{labels},{built_on and _joined(built_on)},{notes},{months}\n")
        return "".join(lines)

    def _made(self, value: _V, make: Callable[[_V], tuple[str, ...]]) -> tuple[str, ...]:
        found = self._kept.get(id(value))
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[id(value)] = (value, make(value))
        return found[1]


def _transition_cells(edge: Transition) -> tuple[str, str, str]:
    months = "" if edge.months is None else f"{edge.months:g}"
    return _joined(edge.source.id, edge.kind, edge.target.id), _joined(edge.source.label, edge.target.label), months


def _skill_cells(skills: tuple[LearntSkill, ...]) -> tuple[str, str, str]:
    ids, labels = dict.fromkeys(it.id for it in skills), dict.fromkeys(it.label for it in skills)
    return _joined(" ".join(ids)), _joined("; ".join(labels)), " ".join(it.id for it in skills if it.built_on)


def _joined(*cells: str | float) -> str:
    """Return cells as a part of a CSV line."""
    return csv_lines([[*cells, None]]).removesuffix(",\n")


def _path_tree(path: CareerPath, reasons: Callable[[str, str], list[str]] | None) -> str:
    """Return a path as lines: each node under the one before, with the skills to learn there.

    ``reasons`` is a function of the IRIs of node and skill; its lines follow each skill.
    """
    shown = dict(path.costs) | ({"learning": path.learning} if path.transitions else {})
    if path.months is not None:
        shown["months"] = path.months
    costs = ", ".join(f"{name.replace('_', ' ')} {amount(cost)}" for name, cost in shown.items())
    costs += " where something is recorded" * bool(path.undescribed)
    lines = [*map(one_line, path.notes), f"{one_line(path.source.label)}  ({costs})"]
    if not path.transitions:
        lines.append("`- already there: nothing to do")
    explain = reasons or (lambda _node, _skill: [])
    steps = zip(path.transitions, path.new_skills, path.raised_skills, strict=True)
    for depth, (edge, skills, raised) in enumerate(steps):
        indent = "   " * depth
        counts = [counted(len(skills), "new skills")] if skills or not raised else []
        far = sum(it.built_on for it in (*skills, *raised))
        counts += [f"{len(raised)} raised"] * bool(raised) + [f"{far} of them only by what it builds on"] * bool(far)
        told = ", ".join(counts)
        if edge.target in path.undescribed:
            told = "not described"
        told += f", typically {months_text(edge.months)}" * (edge.months is not None)
        lines.append(f"{indent}`- {edge.kind or 'transition'} -> {one_line(edge.target.label)}  ({told})")
        lines += [f"{indent}   {line}" for line in transition_lines(edge, {it.iri for it in (*skills, *raised)})]
        for skill in sorted((*skills, *raised), key=lambda it: it.built_on) if reasons else ():
            lines.append(f"{indent}   + {one_line(skill.label)}{_degrees(skill)}")
            lines += [f"{indent}     {line}" for line in explain(edge.target.iri, skill.iri)]
    for node in path.undescribed:
        lines.append(f"{one_line(node.label)} {SILENT}")
    return "\n".join(lines) + "\n"


def _degrees(skill: LearntSkill) -> str:
    """Return the degrees before and after learning a skill, and whether only the transition requires it."""
    notes = ", ".join(
        filter(
            None,
            (span_text(skill.before, skill.after), "required by the transition itself" * skill.asked_by_transition),
        )
    )
    return f" ({notes})" if notes else ""


def reason_lines(reasons: Iterable[Explanation]) -> list[str]:
    """Return one line for each reason: holder, node of origin, importance, basis, passages."""
    lines = []
    for reason in reasons:
        parts = [one_line(reason.holder.label)] if reason.holder.iri != reason.via.iri else []
        if reason.via.iri != reason.node.iri or not parts:
            parts.append(one_line(reason.via.label) + ", built on" * reason.builds_on)
        basis = needed_text(reason)
        told = reason.importance, degree_text(reason.degree), basis and f"needed: {basis}"
        grounds = ", ".join(filter(None, (*told, *(it.id for it in reason.evidence))))
        lines.append(f"<- {' <- '.join(parts)} ({grounds})")
    return lines


@click.command(epilog="Example: ecomgraph reachable senior-director")
@click.argument("source", metavar="NODE")
@condition_options
@format_option
@graph_of("source")
@click.pass_context
def reachable(context: click.Context, /, graph: CareerGraph, source: str, form: str, **conditions: Any) -> None:
    """List the nodes that can be reached from NODE, nearest first.

    The exit code is 1 if there are none.
    """
    from ecomgraph.web.answers import reachable_json

    found = graph.reachable(source, **conditions)
    rows = [(steps, node.id, node.label) for node, steps in found.items()]
    emit(form, ["steps", "id", "label"], rows, reachable_json(graph.node(source), found))
    if not found:
        context.exit(1)


@click.command(name="map", epilog="Example: ecomgraph map --format svg > map.svg")
@click.option(
    "--format", "form", type=click.Choice(DRAWN), default="mermaid", show_default=True, help="Diagram format."
)
@graph_of()
def map_(graph: CareerGraph, form: Form) -> None:
    """Draw all transitions."""
    write(graph.diagram(form=form))
