"""The plan command: what to learn at each step of the path to a node."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ecomgraph.careers.grouping import asked_beyond
from ecomgraph.cli.grouped import (
    BUILT_ON,
    caution_lines,
    definition_lines,
    degree_text,
    grading_lines,
    learning_lines,
    resource_text,
    silence_lines,
    span_text,
    split_lines,
    transition_lines,
    unit_text,
)
from ecomgraph.cli.have import have_options, held_text, skills_at_hand
from ecomgraph.cli.options import condition_options, graph_of, through_option
from ecomgraph.cli.output import as_csv, as_json, one_line, write
from ecomgraph.cli.path import reason_lines, weight_options
from ecomgraph.model.amounts import Amounts, months_text
from ecomgraph.web.answers import plan_json

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import Lesson, Plan, PlanStep

__all__ = ["plan"]


@click.command(epilog="Example: ecomgraph plan senior-director --have SEO,leadership")
@click.argument("target", metavar="NODE")
@have_options
@click.option("--from", "source", metavar="NODE", help="Node to start from; default: where least is missing.")
@through_option
@condition_options
@weight_options
@click.option("--explain", "explained", is_flag=True, help="Explain why each skill is required.")
@click.option("--definitions", "defined", is_flag=True, help="Add the definition of each skill.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "html"]),
    default="table",
    show_default=True,
    help="Output format; html is a sheet to print, with room for dates and notes.",
)
@graph_of("target", "source")
def plan(
    graph: CareerGraph,
    target: str,
    have: str | None,
    have_file: Path | None,
    source: str | None,
    explained: bool,
    defined: bool,
    form: str,
    essential: float,
    optional: float,
    **conditions: Any,
) -> None:
    """Plan what to learn on the path to NODE.

    The plan is the path with the least learning for a person with the skills of --have. With --from,
    the person also has the skills of that node. The exit code is 1 when no path leads there.
    """
    held = skills_at_hand(have, have_file) or {}
    found = graph.plan(held, target, source=source, essential=essential, optional=optional, **conditions)
    if form == "json":
        write(as_json(plan_json(found)))
    elif form == "html":
        from ecomgraph.web.pages.plan_sheet import plan_file

        write(plan_file(graph, found, day=_today()))
    elif form == "csv":
        columns = ["step", "node", "skill", "label", "level", "required level", "importance", "weight"]
        columns += ["learn at", "node label", "built on", "typical months", "notes"]
        write(as_csv(columns, _rows(found)))
    else:
        write("\n".join(_tree(graph, found, explained, defined, unit_text(essential, optional))) + "\n")


def _rows(found: Plan) -> list[Row]:
    """Return a line for each lesson; if there is none, one without a skill, which has the notes."""
    notes = " ".join((*found.notes, *found.cautions))
    rows: list[Row] = [
        (
            number,
            step.node.id,
            it.skill.id,
            it.skill.label,
            held_text(it.before, some=it.before is not None),
            degree_text(it.after),
            it.importance,
            it.weight,
            "; ".join(map(resource_text, it.resources)),
            step.node.label,
            BUILT_ON * it.built_on,
            f"{step.transition.months:g}" if step.transition and step.transition.months is not None else "",
            notes,
        )
        for number, step in enumerate(found.steps)
        for it in sorted(step.lessons, key=lambda it: it.built_on)
    ]
    last = found.steps[-1].node
    return rows or [(len(found.steps) - 1, last.id, "", "", "", "", "", None, "", last.label, "", "", notes)]


def _tree(graph: CareerGraph, found: Plan, explained: bool, defined: bool, unit: str) -> list[str]:
    """Return the lines of a plan, in which displayed weights add up to the displayed totals."""
    lines = [*map(one_line, found.notes)]
    if found.compared != 1 and found.starts and found.steps[0].described:
        lines[0] += " Name another with --from."
    lessons = [it.weight for step in found.steps for it in step.lessons]
    shown = Amounts([*lessons, *(step.cost for step in found.steps), found.cost])
    costs = shown.shares([step.cost for step in found.steps], found.cost)
    for at, (step, cost) in enumerate(zip(found.steps, costs, strict=True)):
        lines += _step_tree(graph, at, step, _Cost(shown, cost), explained, defined)
    lines += silence_lines([(step.node, step.described) for step in found.steps])
    if found.source_described is not None and len(found.steps) > 1:
        start, last = found.source_for or found.steps[0].node, found.steps[-1]
        lines += caution_lines((start, found.source_described), (last.node, last.described))
    if found.months is not None:
        lines.append(f"the transitions typically take {months_text(found.months)} together")
    lines += grading_lines(graph, graded=any(step.lessons for step in found.steps))
    silent = not all(step.described for step in found.steps)
    total = f"total to learn{' where something is recorded' * silent}: {shown.text(found.cost)} by weight"
    return [*lines, f"{total} {unit}"]


def _today() -> str:
    """Return the date to print on a sheet: that of SOURCE_DATE_EPOCH, for reproducible output, else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now().astimezone()
    return moment.date().isoformat()


class _Cost(NamedTuple):
    """The cost of a step as displayed in its plan, and the number format of the plan."""

    shown: Amounts
    whole: float


def _step_tree(
    graph: CareerGraph, number: int, step: PlanStep, cost: _Cost, explained: bool, defined: bool
) -> list[str]:
    """Return the lines of a step."""
    indent = "   " * number
    how = "start at" if step.transition is None else f"{step.transition.kind or 'step'} ->"
    nothing = "not described" if not step.described else "nothing to learn" * bool(number)
    told = [f"learn {cost.shown.text(cost.whole)} by weight" if step.lessons else nothing]
    if step.transition is not None and step.transition.months is not None:
        told.append(f"typically {months_text(step.transition.months)}")
    lines = [f"{indent}`- {how} {one_line(step.node.label)}{_bracketed(told)}"]
    learnt_here = {it.skill.iri for it in step.lessons}
    optional = (
        {it.skill.iri for it in graph.skills(step.node) if it.importance == "optional"} if step.lessons else set()
    )
    optional -= {it.iri for it in step.transition.asks} if step.transition else set()
    lines += [f"{indent}   {line}" for line in transition_lines(step.transition, learnt_here)]

    # Missing skills come first, as in a gap, because on a tie the first parts are rounded up.
    lessons = sorted(step.lessons, key=lambda it: it.before is not None)
    parts = map(cost.shown.text, cost.shown.shares([it.weight for it in lessons], cost.whole))
    weights = dict(zip(map(id, lessons), parts, strict=True))

    def lines_of(lesson: Lesson) -> list[str]:
        more = learning_lines(lesson.resources)
        if defined:
            more += definition_lines(graph, lesson.skill, lesson.after)
        if explained:
            more += reason_lines(lesson.reasons)
        told = _lesson(lesson, weights[id(lesson)], later=lesson.skill.iri in optional)
        return [f"+ {told}", *(f"  {line}" for line in more)]

    return lines + split_lines(step.lessons, lambda it: it.weight, lines_of, f"{indent}   ", step.node.label)


def _bracketed(notes: list[str]) -> str:
    told = ", ".join(filter(None, notes))
    return f"  ({told})" if told else ""


def _lesson(lesson: Lesson, weight: str, *, later: bool) -> str:
    """Return a lesson in words; ``later`` is true if the node of the step itself requires the skill as optional."""
    notes = [f"weight {weight}", *filter(None, [span_text(lesson.before, lesson.after)])]
    notes += ["optional"] * (lesson.importance == "optional")
    notes += ["optional here, essential later"] * (later and lesson.importance == "essential")
    notes += ["required by the transition itself"] * lesson.asked_by_transition
    notes += filter(None, [one_line(asked_beyond(lesson.reasons, lesson.after)) if not lesson.built_on else ""])
    return f"{one_line(lesson.skill.label)} ({'; '.join(notes)})"
