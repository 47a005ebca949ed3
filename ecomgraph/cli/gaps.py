"""Commands that compare nodes and skills: gap, similar, diff and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.moves import DRAWN, drawn_format_option, reason_lines, split, weight_options
from ecomgraph.cli.options import format_option, graph_option
from ecomgraph.cli.output import as_csv, as_json, as_table, emit, one_line, write
from ecomgraph.web.answers import diff_json, gap_json, plan_json, similar_json
from ecomgraph.web.answers.changes import SECTIONS

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import Difference, Entity, Lesson, PlanStep, SkillGap

__all__ = ["diff", "gap", "plan", "similar"]


@click.command(epilog="Example: ecomgraph gap vp-of-ecommerce chief-digital-officer")
@click.argument("nodes", nargs=-1, required=True, metavar="[A] B")
@click.option("--have", metavar="SKILLS", help="A person's skills instead of node A: a,b,…")
@weight_options
@click.option("--explain", "explained", is_flag=True, help="Explain why each missing skill is required.")
@drawn_format_option
@graph_option
def gap(
    graph: CareerGraph,
    nodes: tuple[str, ...],
    have: str | None,
    explained: bool,
    form: str,
    **weights: float,
) -> None:
    """Show the skill gap from node A to node B.

    The gap has missing, shared and surplus skills. --have gives a person's skills instead of node A.
    """
    if len(nodes) != (2 if have is None else 1):
        raise click.UsageError("give two nodes, A and B, or --have SKILLS and one node")
    found = graph.skill_gap(nodes[0] if have is None else split(have), nodes[-1], **weights)
    if form in DRAWN:
        write(graph.diagram(found, form))  # type: ignore[arg-type]
    elif form == "json":
        write(as_json(gap_json(found)))
    elif form == "csv":
        write(as_csv(["part", "skill", "importance", "basis", "via"], _gap_rows(found)))
    else:
        write(_gap_tree(graph, found, explained=explained))


def _gap_rows(found: SkillGap) -> list[tuple[str, ...]]:
    parts = (("missing", found.missing), ("shared", found.shared), ("surplus", found.surplus))
    return [
        (part, it.skill.id, it.importance or "", it.basis, " ".join(it.via)) for part, skills in parts for it in skills
    ]


def _gap_tree(graph: CareerGraph, found: SkillGap, *, explained: bool) -> str:
    source = one_line(found.source.label) if found.source else "The skills at hand"
    lines = [
        f"{source} -> {one_line(found.target.label)}",
        f"missing {found.size:g} by weight, covered {found.coverage:.0%}, similarity {found.similarity:.2f}",
    ]
    for title, skills in (("missing", found.missing), ("shared", found.shared), ("surplus", found.surplus)):
        lines.append(f"`- {title}: {len(skills)}")
        for it in skills:
            lines.append(f"   `- {one_line(it.skill.label)}{' (optional)' * (it.importance == 'optional')}")
            if explained and title == "missing":
                lines += [f"      {line}" for line in reason_lines(graph.explain(found.target, it.skill))]
    return "\n".join(lines) + "\n"


@click.command(epilog="Example: ecomgraph similar vp-of-ecommerce -n 3")
@click.argument("node", metavar="NODE")
@click.option("-n", "count", type=int, default=10, show_default=True, help="Number of nodes.")
@weight_options
@format_option
@graph_option
def similar(graph: CareerGraph, node: str, count: int, form: str, **weights: float) -> None:
    """List the nodes most similar to NODE by their skills."""
    found = graph.similar(node, count, **weights)
    rows = [(it.node.id, round(it.similarity, 3), it.shared) for it in found]
    emit(form, ["id", "similarity", "shared"], rows, similar_json(graph.node(node), found))


@click.command(epilog="Example: ecomgraph diff entry mid")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--role", metavar="ROLE", help="The role of the levels or specializations, if several roles have them.")
@format_option
@graph_option
def diff(graph: CareerGraph, first: str, second: str, role: str | None, form: str) -> None:
    """Show the differences between A and B.

    A and B are levels, specializations, roles or profiles.
    """
    found = graph.diff(first, second, role=role)
    rows = [(section, change, it.id, it.label) for section, change, it in _changes(found)]
    emit(form, ["section", "change", "id", "label"], rows, diff_json(found))


def _changes(found: Difference) -> list[tuple[str, str, Entity]]:
    rows: list[tuple[str, str, Entity]] = []
    for section in SECTIONS:
        change = getattr(found, section)
        rows += [(section, "gained", it) for it in change.gained] + [(section, "lost", it) for it in change.lost]
    rows += [("skills", "now essential", it) for it in found.raised]
    rows += [("skills", "now optional", it) for it in found.lowered]
    return rows


@click.command(epilog="Example: ecomgraph plan senior-director --have SEO,leadership")
@click.argument("target", metavar="NODE")
@click.option("--have", default="", metavar="SKILLS", help="The person's skills: a,b,…")
@click.option("--from", "source", metavar="NODE", help="The person's node; by default the one with the smallest gap.")
@weight_options
@click.option("--explain", "explained", is_flag=True, help="Explain why each skill is required.")
@format_option
@graph_option
def plan(
    graph: CareerGraph, target: str, have: str, source: str | None, explained: bool, form: str, **weights: float
) -> None:
    """Plan what to learn on the path to NODE.

    The plan is the path with the least learning for a person with the skills of --have.
    """
    found = graph.plan(split(have), target, source=source, **weights)
    if form == "json":
        write(as_json(plan_json(found)))
    elif form == "csv":
        rows = [
            (number, step.node.id, it.skill.id, it.importance, it.weight, len(it.serves))
            for number, step in enumerate(found.steps)
            for it in step.lessons
        ]
        write(as_csv(["step", "node", "skill", "importance", "weight", "also serves"], rows))
    else:
        write("".join(_step_tree(number, step, explained=explained) for number, step in enumerate(found.steps)))
        write(as_table(["total to learn"], [[found.cost]]))


def _step_tree(number: int, step: PlanStep, *, explained: bool) -> str:
    indent = "   " * number
    how = "start at" if step.transition is None else f"{step.transition.kind or 'transition'} ->"
    lines = [f"{indent}`- {how} {one_line(step.node.label)}  (learn {step.cost:g})"]
    for lesson in step.lessons:
        lines.append(f"{indent}   + {_lesson(lesson)}")
        if explained:
            lines += [f"{indent}     {line}" for line in reason_lines(lesson.reasons)]
    return "\n".join(lines) + "\n"


def _lesson(lesson: Lesson) -> str:
    grade = " (optional)" if lesson.importance == "optional" else ""
    return f"{one_line(lesson.skill.label)}{grade}, serves {len(lesson.serves)} more"
