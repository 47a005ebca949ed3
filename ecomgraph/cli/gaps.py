"""Commands that compare nodes and skills: gap, similar, diff and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.grouped import amount, caution_lines, degree_text, group_lines, silence_lines
from ecomgraph.cli.have import have_options, held_text, skills_at_hand
from ecomgraph.cli.moves import DRAWN, drawn_format_option, reason_lines, weight_options
from ecomgraph.cli.options import format_option, graph_of
from ecomgraph.cli.output import as_csv, as_json, emit, one_line, write, write_aside
from ecomgraph.web.answers import diff_json, gap_json, plan_json, similar_json
from ecomgraph.web.answers.changes import SECTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import Difference, Entity, GapSkill, Lesson, PlanStep, SkillGap

__all__ = ["diff", "gap", "plan", "similar"]


@click.command(epilog="Example: ecomgraph gap vp-of-ecommerce chief-digital-officer")
@click.argument("nodes", nargs=-1, required=True, metavar="[A] B")
@have_options
@weight_options
@click.option("--explain", "explained", is_flag=True, help="Say for every skill to learn why it is required.")
@click.option("--definitions", "defined", is_flag=True, help="Say of every skill what it is.")
@drawn_format_option
@graph_of("nodes")
def gap(
    graph: CareerGraph,
    nodes: tuple[str, ...],
    have: str | None,
    have_file: Path | None,
    explained: bool,
    defined: bool,
    form: str,
    **weights: float,
) -> None:
    """Show the skill gap from node A to node B.

    Missing to someone who has the skills of node A, or those of --have and --have-file.
    """
    held = skills_at_hand(have, have_file)
    if len(nodes) != (2 if held is None else 1):
        raise click.UsageError("give two nodes, A and B, or --have SKILLS and one node")
    found = graph.skill_gap(nodes[0] if held is None else held, nodes[-1], **weights)
    if form in DRAWN:
        write(graph.diagram(found, form))  # type: ignore[arg-type]
    elif form == "json":
        write(as_json(gap_json(found)))
    elif form == "csv":
        columns = ["part", "skill", "label", "level", "required level", "importance", "weight", "basis", "via"]
        write(as_csv(columns, _gap_rows(found)))
    else:
        write(_gap_tree(graph, found, explained=explained, defined=defined))


def _parts(found: SkillGap) -> list[tuple[str, tuple[GapSkill, ...]]]:
    return [
        ("missing", found.missing),
        ("raise", found.raises),
        ("shared", found.shared),
        ("surplus", found.surplus),
    ]


def _gap_rows(found: SkillGap) -> list[Row]:
    return [
        (
            part,
            it.skill.id,
            it.skill.label,
            held_text(it.held, stated=it.level_stated, some=part != "missing"),
            degree_text(it.needed),
            it.importance or "",
            None if part == "surplus" else it.weight,
            it.basis,
            " ".join(it.via),
        )
        for part, skills in _parts(found)
        for it in skills
    ]


def _gap_tree(graph: CareerGraph, found: SkillGap, *, explained: bool, defined: bool) -> str:
    source = one_line(found.source.label) if found.source else "The skills at hand"
    lines = [f"{source} -> {one_line(found.target.label)}"]
    lines += silence_lines([(found.source, found.source_described), (found.target, found.target_described)])
    if found.weight is not None and found.coverage is not None and found.similarity is not None:
        lines.append(_totals(found))
    if found.source is not None:
        lines += caution_lines((found.source, found.source_described), (found.target, found.target_described))
    for part, skills in _parts(found):
        if part == "raise" and not skills:
            continue
        learnt = part in ("missing", "raise")

        def told(it: GapSkill, part: str = part, learnt: bool = learnt) -> list[str]:
            own = [f"`- {_gap_line(part, it)}"]
            own += [f"      {one_line(it.skill.definition)}"] * (defined and bool(it.skill.definition))
            if explained and learnt:
                own += [f"   {line}" for line in reason_lines(graph.explain(found.target, it.skill))]
            return own

        lines.append(f"`- {'to raise' if part == 'raise' else part}: {len(skills)}")
        lines += group_lines(skills, _worth, told, "   ")
    return "\n".join(lines) + "\n"


def _worth(it: GapSkill) -> float:
    """Return what puts skills in order: the weight to learn, of what is held the share that it is of a whole skill."""
    return it.weight or (it.degree or 1) * (1 if it.importance == "essential" else 0.5)


def _totals(found: SkillGap) -> str:
    """Return the numbers; the weight to learn is that of what is missing and of what is to be raised."""
    apart = ""
    if found.raises:
        missing, raised = (sum(it.weight for it in them) for them in (found.missing, found.raises))
        apart = f" ({amount(missing)} missing, {amount(raised)} to raise)"
    shares = f"covered {found.coverage:.0%}, similarity {found.similarity:.2f}"
    return f"to learn {amount(found.weight or 0)} by weight{apart}, {shares}"


def _gap_line(part: str, it: GapSkill) -> str:
    held, needed = degree_text(it.held), degree_text(it.needed)
    notes = ["optional"] * (it.importance == "optional")
    if part == "missing" and needed:
        notes.append(needed)
    elif part == "raise":
        notes.append(f"{held} -> {needed}")
    elif part == "shared" and needed:
        notes.append(f"{needed} needed, {held} held" if held != needed else needed)
    elif part == "surplus" and held:
        notes.append(f"{held} held, {needed} needed" if it.needed and it.needed.degree else held)
    notes += ["level not stated"] * (not it.level_stated and it.held is not None)
    if it.near:
        notes.append(f"near: {', '.join(one_line(skill.label) for skill in it.near)} held")
    return one_line(it.skill.label) + (f" ({'; '.join(notes)})" if notes else "")


@click.command(epilog="Example: ecomgraph similar vp-of-ecommerce -n 3")
@click.argument("node", metavar="NODE")
@click.option("-n", "count", type=int, default=10, show_default=True, help="Number of nodes.")
@weight_options
@format_option
@graph_of("node")
def similar(graph: CareerGraph, node: str, count: int, form: str, **weights: float) -> None:
    """List the nodes most similar to NODE by their skills."""
    found = graph.similar(node, count, **weights)
    if not found and not graph.described(node):
        write_aside(f"{one_line(graph.node(node).label)} is not described: nothing can be said to be like it\n")
    rows = [(it.node.id, round(it.similarity, 3), it.shared) for it in found]
    emit(form, ["id", "similarity", "shared"], rows, similar_json(graph.node(node), found))


@click.command(epilog="Example: ecomgraph diff entry mid")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--role", metavar="ROLE", help="The role of the levels or specializations, if several roles have them.")
@format_option
@graph_of("first", "second", "role", kind="thing")
def diff(graph: CareerGraph, first: str, second: str, role: str | None, form: str) -> None:
    """Show the differences between A and B.

    A and B are levels, specializations, roles or profiles.
    """
    found = graph.diff(first, second, role=role)
    rows = [(section, change, it.id, it.label) for section, change, it in _changes(found)]
    if form == "table":
        sides = (found.source, found.source_described), (found.target, found.target_described)
        write("".join(f"{line}\n" for line in (*silence_lines(sides), *caution_lines(*sides))))
    emit(form, ["section", "change", "id", "label"], rows, diff_json(found))


def _changes(found: Difference) -> list[tuple[str, str, Entity]]:
    rows: list[tuple[str, str, Entity]] = []
    for section in SECTIONS:
        change = getattr(found, section)
        rows += [(section, "gained", it) for it in change.gained] + [(section, "lost", it) for it in change.lost]
    for it in (*found.raised, *found.lowered):
        how = "raised" if it.before.degree < it.after.degree else "lowered"
        rows.append(("skills", f"{how}: {degree_text(it.before)} -> {degree_text(it.after)}", it.skill))
    rows += [("skills", "now essential", it) for it in found.more_important]
    rows += [("skills", "now optional", it) for it in found.less_important]
    return rows


@click.command(epilog="Example: ecomgraph plan senior-director --have SEO,leadership")
@click.argument("target", metavar="NODE")
@have_options
@click.option("--from", "source", metavar="NODE", help="Where the person stands; otherwise where least is missing.")
@weight_options
@click.option("--explain", "explained", is_flag=True, help="Explain why each skill is required.")
@format_option
@graph_of("target", "source")
def plan(
    graph: CareerGraph,
    target: str,
    have: str | None,
    have_file: Path | None,
    source: str | None,
    explained: bool,
    form: str,
    **weights: float,
) -> None:
    """Plan what to learn on the path to NODE.

    The plan is the path with the least learning for a person with the skills of --have.
    """
    found = graph.plan(skills_at_hand(have, have_file) or {}, target, source=source, **weights)
    if form == "json":
        write(as_json(plan_json(found)))
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
            )
            for number, step in enumerate(found.steps)
            for it in step.lessons
        ]
        columns = ["step", "node", "skill", "label", "level", "required level", "importance", "weight"]
        write(as_csv(columns, rows))
    else:
        write("".join(_step_tree(number, step, explained=explained) for number, step in enumerate(found.steps)))
        write(f"total to learn: {amount(found.cost)} by weight\n")


def _step_tree(number: int, step: PlanStep, *, explained: bool) -> str:
    indent = "   " * number
    how = "start at" if step.transition is None else f"{step.transition.kind or 'move'} ->"
    lines = [f"{indent}`- {how} {one_line(step.node.label)}  (learn {amount(step.cost)} by weight)"]

    def told(lesson: Lesson) -> list[str]:
        reasons = reason_lines(lesson.reasons) if explained else []
        return [f"+ {_lesson(lesson)}", *(f"  {line}" for line in reasons)]

    lines += group_lines(step.lessons, lambda it: it.weight, told, f"{indent}   ")
    return "\n".join(lines) + "\n"


def _lesson(lesson: Lesson) -> str:
    degrees = " -> ".join(filter(None, map(degree_text, (lesson.before, lesson.after))))
    notes = [f"weight {amount(lesson.weight)}", *filter(None, [degrees])]
    notes += ["optional"] * (lesson.importance == "optional")
    notes += ["asked by the move itself"] * lesson.asked_by_transition
    return f"{one_line(lesson.skill.label)} ({'; '.join(notes)})"
