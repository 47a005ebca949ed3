"""The command that explains why a node requires a skill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.grouped import degree_text, needed_text
from ecomgraph.cli.options import format_option, graph_of, narrowed_node, narrowing_options
from ecomgraph.cli.output import as_csv, as_json, one_line, write
from ecomgraph.model.cautions import SILENT
from ecomgraph.web.answers import explain_json

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Explanation, Skill

__all__ = ["explain"]


@click.command(epilog="Example: ecomgraph explain ecommerce-director web-analytics --level mid")
@click.argument("name", metavar="NODE")
@click.argument("skill_name", metavar="SKILL")
@narrowing_options
@format_option
@graph_of("name")
@click.pass_context
def explain(
    context: click.Context,
    graph: CareerGraph,
    name: str,
    skill_name: str,
    level: str | None,
    specialization: str | None,
    form: str,
) -> None:
    """Explain why a node requires a skill.

    Each reason names the responsibility or activity that needs the skill, the node that has it, and the passages.
    The exit code is 1 if no requirement of the skill is recorded.
    """
    node, skill = narrowed_node(graph, name, level, specialization), graph.skill(skill_name)
    reasons = graph.explain(node, skill)
    if form == "json":
        write(as_json(explain_json(node, skill, reasons)))
    elif form == "csv":
        columns = ["holder", "via", "importance", "basis", "evidence", "note", "holder label", "via label", "level"]
        columns += ["modality", "importance basis"]
        write(as_csv(columns, list(map(_reason_row, reasons))))
    else:
        write(_tree(node, skill, reasons) if reasons else _no_reason(graph, node, skill))
    if not reasons:
        context.exit(1)


def _reason_row(reason: Explanation) -> tuple[str, ...]:
    evidence = " ".join(passage.id for passage in reason.evidence)
    told = reason.holder.label, reason.via.label, degree_text(reason.degree), reason.modality, reason.importance_basis
    return reason.holder.id, reason.via.id, reason.importance, reason.basis, evidence, reason.note, *told


def _no_reason(graph: CareerGraph, node: CareerNode, skill: Skill) -> str:
    """Report that no such requirement is recorded; the graph never states that a skill is not needed."""
    if not graph.described(node):
        return f"{one_line(node.label)} {SILENT}\n"
    return f"it is not recorded that {one_line(node.label)} requires {one_line(skill.label)}\n"


def _tree(node: CareerNode, skill: Skill, reasons: tuple[Explanation, ...]) -> str:
    """Return the reasons as an indented tree, from the requirement down to the passages."""
    lines = [f"{one_line(node.label)} requires {one_line(skill.label)}{_extent(reasons)}"]
    for reason in reasons:
        links = _links(reason)
        for depth, link in enumerate(links):
            lines.append(f"{'   ' * depth}<- {one_line(link)}")
            if depth == 0 and reason.note:
                lines.append(f"   note: {one_line(reason.note)}")
        lines += [f"{'   ' * len(links)}<- {one_line(line)}" for line in _passages(reason)]
    return "\n".join(lines) + "\n"


def _passages(reason: Explanation) -> list[str]:
    """Return each passage with its abstract; passages without one are listed together."""
    found = [f"passage {it.id}: {it.abstract}" for it in reason.evidence if it.abstract]
    bare = [it.id for it in reason.evidence if not it.abstract]
    return [*found, f"passage{'s' * (len(bare) > 1)} {', '.join(bare)}"] if bare else found


def _extent(reasons: tuple[Explanation, ...]) -> str:
    """Return the greatest degree that any of the reasons requires, and the greatest one required as essential."""
    degrees = [(reason.degree, reason.importance) for reason in reasons if reason.degree]
    if not degrees:
        return ""
    most = max((degree for degree, _ in degrees), key=lambda it: it.degree)
    essential = max(
        (it for it, importance in degrees if importance == "essential"), key=lambda it: it.degree, default=None
    )
    if essential is None:
        return f": {degree_text(most)} (optional)"
    rest = f" (optional above {degree_text(essential)})" if essential.degree < most.degree else ""
    return f": {degree_text(most)}{rest}"


def _links(reason: Explanation) -> list[str]:
    """Return the links behind a requirement: its holder, and the node that the holder belongs to."""
    grounds = ", ".join(filter(None, (reason.importance, degree_text(reason.degree))))
    if reason.basis:
        needed = f"needed: {needed_text(reason)}"
        graded = f"{reason.importance}: an editor's grading"
        grounds = "; ".join(filter(None, (degree_text(reason.degree), needed, graded)))
    inherited = ", built on" if reason.builds_on else ", inherited" if reason.via.iri != reason.node.iri else ""
    if reason.holder.iri == reason.via.iri:
        links = [f"{reason.holder.label} ({grounds}){inherited}"]
    else:
        links = [f"{reason.holder.label} ({grounds})", f"{reason.via.label}{inherited}"]
    return links
