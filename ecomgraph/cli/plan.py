"""The plan command: what to learn at each step of the path to a node."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from ecomgraph.cli.grouped import (
    BUILT_ON,
    amount,
    caution_lines,
    definition_lines,
    degree_text,
    learning_lines,
    resource_text,
    rounded_text,
    silence_lines,
    span_text,
    split_lines,
    transition_lines,
    unit_text,
)
from ecomgraph.cli.have import have_options, held_text, skills_at_hand
from ecomgraph.cli.options import graph_of
from ecomgraph.cli.output import as_csv, as_json, one_line, write
from ecomgraph.cli.path import reason_lines, weight_options
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
) -> None:
    """Plan what to learn on the path to NODE.

    The plan is the path with the least learning for a person with the skills of --have. With --from,
    the person also has the skills of that node.
    """
    held = skills_at_hand(have, have_file) or {}
    found = graph.plan(held, target, source=source, essential=essential, optional=optional)
    if form == "json":
        write(as_json(plan_json(found)))
    elif form == "html":
        from ecomgraph.web.pages.plan_sheet import plan_file

        write(plan_file(graph, found, day=_today()))
    elif form == "csv":
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
            )
            for number, step in enumerate(found.steps)
            for it in sorted(step.lessons, key=lambda it: it.built_on)
        ]
        columns = ["step", "node", "skill", "label", "level", "required level", "importance", "weight"]
        columns += ["learn at", "node label", "built on"]
        write(as_csv(columns, rows))
    else:
        nodes = [(step.node, graph.described(step.node)) for step in found.steps]
        silent = not all(described for _, described in nodes)
        lines = [
            *map(one_line, found.notes),
            *(
                line
                for at, step in enumerate(found.steps)
                for line in _step_tree(graph, at, step, explained, defined, chosen=source is None)
            ),
            *silence_lines(nodes),
            *_recorded(graph, found, source),
            f"total to learn{' where something is recorded' * silent}: {amount(found.cost)} by weight"
            f"{rounded_text((it.weight for step in found.steps for it in step.lessons), found.cost)} "
            + unit_text(essential, optional),
        ]
        write("\n".join(lines) + "\n")


def _recorded(graph: CareerGraph, found: Plan, source: str | None) -> list[str]:
    """Return how much is recorded of the ends of a plan; nothing where it starts from a person's skills only."""
    if source is None or len(found.steps) < 2:
        return []
    start, target = found.source_for or found.steps[0].node, found.steps[-1].node
    return caution_lines((start, graph.described(start)), (target, graph.described(target)))


def _today() -> str:
    """Return the date that a sheet bears: that of SOURCE_DATE_EPOCH, by which builds are repeated, else this day's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now().astimezone()
    return moment.date().isoformat()


def _step_tree(
    graph: CareerGraph, number: int, step: PlanStep, explained: bool, defined: bool, *, chosen: bool
) -> list[str]:
    """Return the lines of a step; ``chosen`` says that the plan found its start itself."""
    indent = "   " * number
    how = "start at" if step.transition is None else f"{step.transition.kind or 'step'} ->"
    silent = not graph.described(step.node)
    nothing = "not described" if silent else "nothing to learn"
    learnt = f"  (learn {amount(step.cost)} by weight)" if step.lessons else f"  ({nothing})" * (silent or bool(number))
    found = ", where least is missing" * (chosen and not number)
    lines = [f"{indent}`- {how} {one_line(step.node.label)}{found}{learnt}"]
    learnt_here = {it.skill.iri for it in step.lessons}
    optional = (
        {it.skill.iri for it in graph.skills(step.node) if it.importance == "optional"} if step.lessons else set()
    )
    optional -= {it.iri for it in step.transition.asks} if step.transition else set()
    lines += [f"{indent}   {line}" for line in transition_lines(step.transition, learnt_here)]

    def told(lesson: Lesson) -> list[str]:
        more = learning_lines(lesson.resources)
        if defined:
            more += definition_lines(graph, lesson.skill, lesson.after)
        if explained:
            more += reason_lines(lesson.reasons)
        return [f"+ {_lesson(lesson, later=lesson.skill.iri in optional)}", *(f"  {line}" for line in more)]

    return lines + split_lines(step.lessons, lambda it: it.weight, told, f"{indent}   ", step.node.label)


def _lesson(lesson: Lesson, *, later: bool) -> str:
    """Return a lesson in words; ``later`` tells that the node of the step itself asks for the skill as optional."""
    notes = [f"weight {amount(lesson.weight)}", *filter(None, [span_text(lesson.before, lesson.after)])]
    notes += ["optional"] * (lesson.importance == "optional")
    notes += ["optional here, essential later"] * (later and lesson.importance == "essential")
    notes += ["asked by the transition itself"] * lesson.asked_by_transition
    return f"{one_line(lesson.skill.label)} ({'; '.join(notes)})"
