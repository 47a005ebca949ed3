"""Commands that compare nodes and skills: gap, similar and diff."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from ecomgraph.careers.grouping import asked_beyond, degree_words
from ecomgraph.cli.grouped import (
    BUILT_ON,
    caution_lines,
    definition_lines,
    degree_text,
    grading_lines,
    group_cells,
    group_lines,
    required_text,
    silence_lines,
    span_text,
    split_lines,
    unit_text,
    worth,
)
from ecomgraph.cli.have import have_options, held_text, skills_at_hand
from ecomgraph.cli.options import format_option, graph_of
from ecomgraph.cli.output import as_csv, as_json, as_table, emit, one_line, write, write_aside
from ecomgraph.cli.path import DRAWN, drawn_format_option, reason_lines, weight_options
from ecomgraph.model.amounts import Amounts
from ecomgraph.spelling import counted
from ecomgraph.web.answers import diff_json, gap_json, similar_json
from ecomgraph.web.answers.changes import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Difference, Entity, GapSkill, Skill, SkillGap

__all__ = ["diff", "gap", "similar"]

# The mark in the table of differences for a skill required only by nodes built on.
_FAR = ", built on"
# The mark for a skill required only by nodes built on, if no skill is recorded for the first side.
_UNKNOWN = "not known to be held"


@click.command(epilog="Example: ecomgraph gap vp-of-ecommerce chief-digital-officer")
@click.argument("nodes", nargs=-1, required=True, metavar="[A] B")
@have_options
@weight_options
@click.option("--explain", "explained", is_flag=True, help="Say for every skill to learn why it is required.")
@click.option("--definitions", "defined", is_flag=True, help="Add the definition of each skill.")
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
    essential: float,
    optional: float,
) -> None:
    """Show the skill gap from node A to node B.

    Missing skills are those that someone at node A, or with the skills of --have and
    --have-file, lacks for node B.
    """
    held = skills_at_hand(have, have_file)
    if len(nodes) != (2 if held is None else 1):
        raise click.UsageError("give two nodes, A and B, or --have SKILLS and one node")
    side = nodes[0] if held is None else held
    found = graph.skill_gap(side, nodes[-1], essential=essential, optional=optional)
    if form in DRAWN:
        write(graph.diagram(found, form))  # type: ignore[arg-type]
    elif form == "json":
        write(as_json(gap_json(found)))
    elif form == "csv":
        columns = ["part", "skill", "label", "level", "required level", "importance", "weight", "basis", "via"]
        write(as_csv([*columns, "via labels", "built on"], _gap_rows(graph, found)))
    else:
        unit = unit_text(essential, optional)
        write(_gap_tree(graph, found, unit, explained=explained, defined=defined))


def _parts(found: SkillGap) -> list[tuple[str, tuple[GapSkill, ...]]]:
    return [
        ("missing", found.missing),
        ("raise", found.raises),
        ("shared", found.shared),
        ("surplus", found.surplus),
    ]


def _gap_rows(graph: CareerGraph, found: SkillGap) -> list[Row]:
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
            "; ".join(graph.node(via).label for via in it.via),
            BUILT_ON * it.built_on,
        )
        for part, skills in _parts(found)
        # Readers look first for the skills that the target itself requires.
        for it in sorted(skills, key=lambda it: it.built_on and part in ("missing", "raise"))
    ]


def _gap_tree(graph: CareerGraph, found: SkillGap, unit: str, *, explained: bool, defined: bool) -> str:
    source = one_line(found.source.label) if found.source else "The skills at hand"
    lines = [f"{source} -> {one_line(found.target.label)}"]
    lines += silence_lines([(found.source, found.source_described), (found.target, found.target_described)])
    if found.weight is not None and found.coverage is not None and found.similarity is not None:
        lines.append(f"{_totals(found)} {unit}")
    if found.source is not None:
        lines += caution_lines((found.source, found.source_described), (found.target, found.target_described))
    if not found.target_described:
        # If no skills are recorded, none can be called missing or surplus.
        return "\n".join(lines) + "\n"
    told_before = {it.skill.iri for it in found.shared}
    for part, skills in _parts(found):
        if (part == "raise" and not skills) or (part != "missing" and _unknown(found)):
            continue
        # A surplus skill that is also shared is listed only once, among the shared skills.
        listed = [it for it in skills if part != "surplus" or it.skill.iri not in told_before]
        learnt = part in ("missing", "raise")

        def told(it: GapSkill, part: str = part, learnt: bool = learnt) -> list[str]:
            by = _built_on(graph, found.target, it) if learnt and found.source else ""
            own = [f"`- {_gap_line(part, it, by)}"]
            if defined:
                degree = it.needed if part != "surplus" else it.held
                own += [f"   {line}" for line in definition_lines(graph, it.skill, degree)]
            if explained and learnt:
                own += [f"   {line}" for line in reason_lines(graph.explain(found.target, it.skill))]
            return own

        told_already = len(skills) - len(listed)
        lines.append(f"`- {_heading(found, part)}: {len(skills)}{_listed_above(told_already, len(skills))}")
        label = found.target.label
        lines += split_lines(listed, _worth, told, "   ", label) if learnt else group_lines(listed, _worth, told, "   ")
    lines += grading_lines(graph, graded=bool(found.missing or found.raises or found.shared))
    return "\n".join(lines) + "\n"


def _listed_above(told: int, every: int) -> str:
    """Return, for the heading of a part, how many of its skills an earlier part lists.

    >>> _listed_above(0, 3), _listed_above(3, 3), _listed_above(1, 3)
    ('', ', listed above', ', 1 of which is listed above')
    """
    if told == every:
        return ", listed above" * bool(told)
    return f", {told} of which {'is' if told == 1 else 'are'} listed above" * bool(told)


def _heading(found: SkillGap, part: str) -> str:
    """Return the heading of a part; for a node that is not described, the skills held are unknown."""
    if part == "missing" and _unknown(found):
        return "needed, and not known to be held"
    return "to raise" if part == "raise" else part


def _unknown(found: SkillGap) -> bool:
    """Return whether it is unknown which skills are held."""
    return found.source is not None and not found.source_described


def _worth(it: GapSkill) -> float:
    """Return the sort key of a skill: the weight to learn, or the standard weight of a skill that is held."""
    return it.weight or worth(it)


def _totals(found: SkillGap) -> str:
    """Return the totals; the weight to learn is that of missing and raised skills."""
    apart, weight = "", found.weight or 0
    shown = Amounts([weight])
    if found.raises and found.missing:
        parts = [sum(it.weight for it in them) for them in (found.missing, found.raises)]
        shown = Amounts([*parts, weight])
        missing, raised = map(shown.text, shown.shares(parts, weight))
        apart = f" ({missing} missing, {raised} to raise)"
    likeness = f"covered {found.coverage:.0%}, similarity {found.similarity:.2f}"
    return f"to learn {shown.text(weight)} by weight{apart}, {likeness}"


def _built_on(graph: CareerGraph, target: CareerNode, it: GapSkill) -> str:
    """Return the nodes built on that require a skill to the degree needed, if the target itself does not."""
    if not it.built_on:
        return asked_beyond(graph.explain(target, it.skill), it.needed) if len(it.via) > 1 else ""
    degrees: dict[CareerNode, float] = {}
    for reason in graph.explain(target, it.skill) if len(it.via) > 1 else ():
        degree = reason.degree.degree if reason.degree else 0
        degrees[reason.via] = max(degree, degrees.get(reason.via, 0))
    furthest = [node for node, degree in degrees.items() if degree == max(degrees.values())]
    return f"built on {', '.join(one_line(node.label) for node in furthest or map(graph.node, it.via))}"


def _gap_line(part: str, it: GapSkill, built_on: str = "") -> str:
    unstated = not it.level_stated and it.held is not None
    # A skill given without a level counts as fully held, but no level is shown for it.
    held, needed = map(one_line, degree_words(None if unstated else it.held, it.needed))
    notes = ["optional"] * (it.importance == "optional")
    if part == "missing" and needed:
        notes.append(needed)
    elif part == "raise":
        notes.append(f"{held} -> {needed}")
    elif part == "shared" and needed:
        notes.append(f"{needed} needed" if unstated else f"{needed} needed, {held} held" if held != needed else needed)
    elif part == "surplus" and held:
        notes.append(f"{held} held, {needed} needed" if it.needed and it.needed.degree else held)
    notes += ["level not stated"] * unstated
    notes += [built_on] * bool(built_on)
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
    rows = [(it.node.id, it.node.label, round(it.similarity, 3), it.shared) for it in found]
    emit(form, ["id", "label", "similarity", "shared"], rows, similar_json(graph.node(node), found))


@click.command(epilog="Example: ecomgraph diff entry mid")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--role", metavar="ROLE", help="The role of the levels or specializations, if several roles have them.")
@click.option("--definitions", "defined", is_flag=True, help="Add the definition of each skill and each other thing.")
@format_option
@graph_of("first", "second", "role", kind="thing")
def diff(graph: CareerGraph, first: str, second: str, role: str | None, defined: bool, form: str) -> None:
    """Show the differences between A and B.

    A and B are levels, specializations, roles or profiles.
    """
    found = graph.diff(first, second, role=role)
    changes = _changes(graph, found)
    if form == "table":
        sides = (found.source, found.source_described), (found.target, found.target_described)
        head = f"{one_line(found.source.label)} -> {one_line(found.target.label)}"
        write("".join(f"{line}\n" for line in (head, *silence_lines(sides), *caution_lines(*sides))))
        columns = ["section", "change", "group", "id", "label", "definition"]
        rows = [
            (section.replace("_", " "), change, group, it.id, it.label, it.definition if defined else "")
            for section, change, group, it in changes
            if change != "lost"
        ]
        shown = [at for at, name in enumerate(columns) if name in ("id", "label") or any(row[at] for row in rows)]
        if rows:
            write(as_table([columns[at] for at in shown], [[row[at] for at in shown] for row in rows]))
        if lost := Counter(section for section, change, _, _ in changes if change == "lost"):
            write(_lost_line(found, lost))
        elif not rows:
            write("nothing that is recorded differs\n")
        return
    plain: list[Row] = [
        (section, "gained" if change.startswith(("gained", _UNKNOWN)) else change, it.id, it.label)
        for section, change, _, it in changes
    ]
    emit(form, ["section", "change", "id", "label"], plain, diff_json(found))


def _lost_line(found: Difference, lost: Counter[str]) -> str:
    """Return the number of items recorded for the first side only; the other side need not lack them."""
    numbers = ", ".join(counted(count, section.replace("_", " ").lower()) for section, count in lost.items())
    first, second = one_line(found.source.label), one_line(found.target.label)
    return (
        f"recorded only of {first}, though {second} may have the same: {numbers}"
        " (to list these, ask for the difference the other way round)\n"
    )


def _changes(graph: CareerGraph, found: Difference) -> list[tuple[str, str, str, Entity]]:
    """Return the changes as section, change, first group and thing; skills are in order of group and weight."""
    rows: list[tuple[str, str, str, Entity]] = []
    required = [{it.skill.iri: it for it in graph.skills(node)} for node in (found.source, found.target)]

    def add(change: str | Callable[[Skill], str], skills: Iterable[Entity], side: int = 1) -> None:
        for group, it in group_cells([required[side][skill.iri] for skill in skills], worth):
            rows.append(("skills", change if isinstance(change, str) else change(it.skill), group, it.skill))

    for section in SECTIONS:
        change = getattr(found, section)
        if section != "skills":
            rows += [(section, "gained", "", it) for it in change.gained]
            rows += [(section, "lost", "", it) for it in change.lost]
            continue
        fresh = "gained" if found.source_described else _UNKNOWN
        needs = [required[1][it.iri] for it in change.gained]
        levels = {it.skill: ": ".join(filter(None, (fresh, required_text(it)))) + _FAR * it.built_on for it in needs}
        for far in (False, True):
            add(levels.__getitem__, [it.skill for it in needs if it.built_on == far])
        add("lost", change.lost, 0)
        for how, changed in (("raised", found.raised), ("lowered", found.lowered)):
            spans = {it.skill: f"{how}: {span_text(it.before, it.after)}" for it in changed}
            add(spans.__getitem__, spans)
        add("now essential", found.more_important)
        add("now optional", found.less_important)
    return rows
