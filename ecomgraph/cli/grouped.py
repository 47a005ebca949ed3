"""Print lists of skills: by top group, highest weight first, attitudes last."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ecomgraph.careers.grouping import CASES, Listed, by_asker, by_group, degree_words
from ecomgraph.cli.output import one_line
from ecomgraph.model import Degree
from ecomgraph.model.amounts import amount
from ecomgraph.model.cautions import imbalance, silences
from ecomgraph.reading.names import telling
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import (
        CareerNode,
        Described,
        Entity,
        Explanation,
        GapSkill,
        LearningResource,
        RequiredSkill,
        Skill,
        Transition,
    )

__all__ = [
    "BUILT_ON",
    "by_group",
    "caution_lines",
    "definition_lines",
    "degree_text",
    "grading_lines",
    "grounds_text",
    "group_cells",
    "group_lines",
    "learning_lines",
    "needed_text",
    "readable_name",
    "required_text",
    "resource_text",
    "silence_lines",
    "span_text",
    "split_lines",
    "transition_lines",
    "unit_text",
    "worth",
]

# The value in CSV for a skill required only by a node that is built on.
BUILT_ON = "yes"

# The type of the listed items.
_L = TypeVar("_L", bound=Listed)


def group_lines(
    skills: Iterable[_L], weight: Callable[[_L], float], lines: Callable[[_L], list[str]], indent: str
) -> list[str]:
    """Return the lines of a list of skills, without headings if there is only one group."""
    groups = by_group(skills, weight)
    found = []
    for label, them in groups:
        inner = indent
        if len(groups) > 1:
            found.append(f"{indent}{one_line(label) or 'Other skills'} ({len(them)})")
            inner = indent + "   "
        found += [inner + line for it in them for line in lines(it)]
    return found


def split_lines(
    skills: Iterable[_L], weight: Callable[[_L], float], lines: Callable[[_L], list[str]], indent: str, label: str
) -> list[str]:
    """Return :func:`group_lines` under a title for each source: the node with ``label``, or nodes that it builds on."""
    parts = by_asker(skills, label)
    if not parts[0][0]:
        return group_lines(parts[0][1], weight, lines, indent)
    found = []
    for title, them in parts:
        found.append(f"{indent}{one_line(title)}: {len(them)}")
        found += group_lines(them, weight, lines, indent + "   ")
    return found


def group_cells(skills: Iterable[_L], weight: Callable[[_L], float]) -> list[tuple[str, _L]]:
    """Return skills in groups; the first of each comes with the label and size of its group, the others with ``""``.

    If no skill has a group, the first one comes with ``""`` too.
    """
    groups = by_group(skills, weight)
    told = any(label for label, _ in groups)
    return [
        (f"{label or 'Other skills'} ({len(them)})" if told and not at else "", it)
        for label, them in groups
        for at, it in enumerate(them)
    ]


def worth(it: RequiredSkill | GapSkill) -> float:
    """Return the weight of a required skill, by the standard weights."""
    degree = 1 if it.degree is None else it.degree
    essential = it.essential_degree if it.essential_degree is not None else degree * (it.importance == "essential")
    return essential + max(0, degree - essential) / 2


def readable_name(thing: Entity) -> str:
    """Return the id of a thing, or the label if the id is a code that does not suggest the label."""
    return thing.id if telling(thing.id, thing.label) else thing.label


def resource_text(resource: LearningResource) -> str:
    """Return a learning resource as text: label, level and address."""
    level = f" ({one_line(resource.level.label)})" if resource.level else ""
    return " ".join(filter(None, (one_line(resource.label) + level, one_line(resource.url))))


def definition_lines(graph: CareerGraph, skill: Skill, degree: Degree | None) -> list[str]:
    """Return the definition of a skill, and its level descriptor for a degree, if recorded."""
    lines = [one_line(skill.definition)] if skill.definition else []
    if degree and degree.level:
        described = [it for it in graph.descriptors(skill) if it.level.label == degree.level]
        lines += [f"{one_line(degree.level)}: {one_line(it.definition)}" for it in described]
    return lines


def transition_lines(transition: Transition | None, learnt: Collection[str]) -> list[str]:
    """Return a line on the modality of a transition, if hedged, and one with the skills that it requires itself.

    ``learnt`` are the IRIs of the skills learnt on the step; the other skills that it requires are known by then.
    """
    if transition is None:
        return []
    lines = [f"transition: {grounds_text(transition.basis, transition.modality)}"] if transition.modality else []
    if transition.asks:
        parts = [
            ", ".join(one_line(it.label) for it in transition.asks if (it.iri in learnt) == fresh)
            for fresh in (True, False)
        ]
        told = "; known by then: ".join(parts) if all(parts) else parts[0] or f"{parts[1]} (known by then)"
        lines.append(f"required by the transition: {told}")
    return lines


def learning_lines(resources: Iterable[LearningResource]) -> list[str]:
    """Return one line per learning resource for a skill."""
    return [f"learn at: {resource_text(it)}" for it in resources]


def unit_text(essential: float, optional: float) -> str:
    """Return an explanation of weights.

    >>> unit_text(1, 0.5)
    '(in full, an essential skill weighs 1, an optional one 0.5)'
    """
    return f"(in full, an essential skill weighs {amount(essential)}, an optional one {amount(optional)})"


def degree_text(degree: Degree | None, level: str | None = None) -> str:
    """Return a degree in words, or ``level`` if given; ``""`` if there is none."""
    return one_line(level or degree_words(degree)[0])


def required_text(it: RequiredSkill) -> str:
    """Return the required degree of a skill, with the essential degree if that is lower."""
    if it.degree is None:
        return ""
    needed = degree_text(Degree(degree=it.degree, level=it.required_level))
    partly = it.essential_degree is not None and 0 < it.essential_degree < it.degree
    return f"{needed} (essential up to {it.essential_degree:.0%})" if partly else needed


def span_text(before: Degree | None, after: Degree | None) -> str:
    """Return a range of degrees in words, or the only known end."""
    return " -> ".join(map(one_line, filter(None, degree_words(before, after))))


def grounds_text(basis: str, modality: str) -> str:
    """Return the basis of a claim, and its modality if hedged.

    >>> grounds_text("stated", "typical"), grounds_text("curated", "")
    ('stated, often', 'curated')
    """
    return ", ".join(filter(None, (basis, CASES.get(modality, modality))))


def needed_text(reason: Explanation) -> str:
    """Return the basis of the need for a skill, and that of the requirement if different."""
    told = grounds_text(reason.basis, reason.modality)
    if reason.basis == reason.own_basis:
        return told
    place = reason.via if reason.builds_on else reason.holder
    return f"{told} (of {one_line(place.label)}: {reason.own_basis})"


def silence_lines(nodes: Iterable[tuple[CareerNode | None, Described | None]]) -> list[str]:
    """Return a line for each node that is not described, or that is described by what it builds on only."""
    return list(map(one_line, silences(nodes)))


def grading_lines(graph: CareerGraph, *, graded: bool) -> list[str]:
    """Return the meaning of degrees and importances, if the framework states it and something is ``graded``."""
    return [one_line(it.grading) for it in graph.frameworks() if it.grading and graded]


def caution_lines(first: tuple[CareerNode, Described | None], second: tuple[CareerNode, Described | None]) -> list[str]:
    """Return how much is recorded for two nodes, with a warning if this differs much; nothing for a person."""
    sides = [(node, described) for node, described in (first, second) if described]
    if len(sides) < 2:
        return []
    sourced = any(described.passages for _, described in sides)
    told = [
        f"{one_line(node.label)}: {counted(described.requirements, 'requirements')}"
        + f" ({described.built_on} of them of what it builds on)" * bool(described.built_on)
        + f" from {counted(described.passages, 'passages')}" * sourced
        for node, described in sides
    ]
    return [f"recorded of {'; '.join(told)}", *(f"caution: {one_line(it)}" for it in imbalance(sides))]
