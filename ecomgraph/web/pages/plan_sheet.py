"""A development plan for paper: what to learn at each step, room for dates and notes, sources and licence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.careers.grouping import CASES, asked_beyond, by_asker, by_group, degree_words
from ecomgraph.languages import arrow
from ecomgraph.model.amounts import months_text
from ecomgraph.model.cautions import SILENT
from ecomgraph.spelling import counted
from ecomgraph.web.pages.about import about
from ecomgraph.web.pages.links import Links
from ecomgraph.web.pages.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import LearningResource, Lesson, Plan, PlanStep, Transition

__all__ = ["plan_file", "plan_page"]

# The title for skills that only a transition requires, which are in no group of the node's skills.
_ASKED = "Required by the transition itself"
_OTHER = "Other skills"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A skill on the sheet; ``span`` gives its levels, ``beyond`` names what requires the highest part of it."""

    label: str
    href: str
    span: str
    optional: bool
    beyond: str
    resources: tuple[LearningResource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A node of the path; ``kind`` is the kind and modality of the transition to it, ``""`` at the start."""

    label: str
    href: str
    kind: str
    learnt: str
    note: str
    parts: list[tuple[str, list[tuple[str, list[_Line]]]]]


def plan_page(graph: CareerGraph, plan: Plan, links: Links, *, address: str = "", day: str = "") -> str:
    """Return the page of a plan; ``address`` is its URL, ``day`` the date printed on it.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> page = plan_page(graph, graph.plan({"SEO"}, "senior-director", source="ecommerce-director"), Links())
    >>> "From Ecommerce Director to Senior Director" in page
    True
    """
    values = _values(graph, plan, links) | {"address": address, "day": day}
    return render("plan.html", layout="base.html", links=links, page="plan", style="", **values)


def plan_file(graph: CareerGraph, plan: Plan, *, day: str = "") -> str:
    """Return a plan as a single file that contains its style sheet."""
    from ecomgraph.web.pages import assets

    links = Links(static=True, pages=frozenset(), shown=graph.shown_language, about=about(graph))
    style = assets()["plan.css"].decode()
    values = _values(graph, plan, links) | {"address": "", "day": day}
    return render("plan.html", layout="plan_file.html", links=links, page="plan", style=style, **values)


def _values(graph: CareerGraph, plan: Plan, links: Links) -> dict[str, object]:
    steps = [_step(graph, step, links) for step in plan.steps]
    due = {lesson.skill.iri for step in plan.steps for lesson in step.lessons}
    required = graph.skills(plan.steps[-1].node)
    held = [it for it in required if it.skill.iri not in due]
    start = plan.steps[0]
    # A person with nothing to learn at the first node is there already, so the title names that node as the start.
    begun = (plan.source_for or start.node) if not start.lessons and len(plan.steps) > 1 else None
    return {
        "title": f"From {begun.label} to {plan.target.label}" if begun else f"To {plan.target.label}",
        "notes": (*plan.notes, *plan.cautions),
        "steps": steps,
        # The first node is shown only if something is to be learnt there.
        "stages": steps[1:] if begun else steps,
        "summary": _summary(plan, len(required), len(held)),
        "held": [(it.skill.label, links.to(it.skill.iri)) for it in sorted(held, key=lambda it: it.skill.label)],
    }


def _summary(plan: Plan, required: int, held: int) -> str:
    """Return a sentence with the numbers of skills to learn, of those already held, and the duration of the path."""
    target = plan.target.label
    if not required:
        return f"{target} {SILENT}."
    lessons = [lesson for step in plan.steps for lesson in step.lessons]
    # A skill learnt at one step and raised at a later one counts as learnt.
    new = {lesson.skill.iri for lesson in lessons if lesson.before is None}
    raised = {lesson.skill.iri for lesson in lessons} - new
    learn = f"{counted(len(new), 'skills')} to learn" * bool(new or not raised) + " and " * bool(new and raised)
    learn += f"{len(raised) if new else counted(len(raised), 'skills')} to raise" * bool(raised)
    graded = any(lesson.after for lesson in lessons)
    far = " as far as needed" if graded else ""
    already = f"{held or 'none'} {'are' if held > 1 else 'is'} already held{far}"
    months = f" The transitions typically take {months_text(plan.months)} together." if plan.months is not None else ""
    return f"{learn} on the way. Of the {required} that {target} requires, {already}.{months}"


def _step(graph: CareerGraph, step: PlanStep, links: Links) -> _Step:
    kind = _kind(step.transition) if step.transition else ""
    silent = "" if graph.described(step.node) else f"{step.node.label} {SILENT}."
    return _Step(
        label=step.node.label,
        href=links.to(step.node.iri),
        kind=kind,
        learnt=_learnt(step),
        note=silent,
        parts=list(_parts(step, links)),
    )


def _kind(transition: Transition) -> str:
    """Return the kind of a transition in words, with its modality and duration if stated."""
    months = transition.months
    lasts = None if months is None else f"typically {months_text(months)}"
    return ", ".join(filter(None, (transition.kind.replace("-", " "), CASES.get(transition.modality), lasts)))


def _learnt(step: PlanStep) -> str:
    """Return the numbers of new and of raised skills at a step."""
    raised = sum(lesson.before is not None for lesson in step.lessons)
    new = len(step.lessons) - raised
    parts = [counted(new, "new skills")] * bool(new) + [f"{raised} to raise"] * bool(raised)
    return ", ".join(parts)


def _parts(step: PlanStep, links: Links) -> Iterator[tuple[str, list[tuple[str, list[_Line]]]]]:
    """Yield the lessons grouped by what requires them, under titles if some are required only by nodes built on."""
    for told, lessons in by_asker(step.lessons, step.node.label):
        title = told[:1].upper() + told[1:]
        if title and lessons[0].asked_by_transition:
            yield title, [("", [_line(lesson, links) for lesson in lessons])]
        else:
            yield title, list(_groups(lessons, links))


def _groups(lessons: list[Lesson], links: Links) -> Iterator[tuple[str, list[_Line]]]:
    own = [lesson for lesson in lessons if not lesson.asked_by_transition]
    groups = by_group(own, lambda lesson: lesson.weight)
    asked = [lesson for lesson in lessons if lesson.asked_by_transition]
    for label, them in groups:
        alone = len(groups) == 1 and not asked
        yield label or ("" if alone else _OTHER), [_line(lesson, links) for lesson in them]
    if asked:
        yield _ASKED, [_line(lesson, links) for lesson in asked]


def _line(lesson: Lesson, links: Links) -> _Line:
    degrees = [*filter(None, degree_words(lesson.before, lesson.after))]
    span = f" {arrow(''.join(degrees))} ".join(degrees).replace("%", " %")
    return _Line(
        label=lesson.skill.label,
        href=links.to(lesson.skill.iri),
        span=span,
        optional=lesson.importance == "optional",
        beyond="" if lesson.built_on else asked_beyond(lesson.reasons, lesson.after),
        resources=lesson.resources,
    )
