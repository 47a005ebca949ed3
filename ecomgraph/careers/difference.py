"""What changes from one node to another, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers import requirements
from ecomgraph.careers.gap import described
from ecomgraph.model import (
    Activity,
    Challenge,
    Change,
    DegreeChange,
    Difference,
    Objective,
    Responsibility,
    TeamRole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.need import Needs
    from ecomgraph.model import Entity, Skill

__all__ = ["difference"]


def difference(needs: Needs, source: str, target: str) -> Difference:
    """Return what changes between two nodes, each with all that it inherits."""
    catalog = needs.catalog
    before = {it.skill.iri: it for it in requirements.required_skills(needs, source)}
    after = {it.skill.iri: it for it in requirements.required_skills(needs, target)}
    both = sorted(
        (it.skill for iri, it in after.items() if iri in before), key=lambda it: (it.label.casefold(), it.iri)
    )
    changed = [_degree_change(needs, source, target, skill) for skill in both]
    regraded = [it for it in both if after[it.iri].importance != before[it.iri].importance]
    return Difference(
        source=catalog.node(source),
        target=catalog.node(target),
        responsibilities=_change(catalog.claims(source, Responsibility), catalog.claims(target, Responsibility)),
        activities=_change(catalog.claims(source, Activity), catalog.claims(target, Activity)),
        skills=_change((it.skill for it in before.values()), (it.skill for it in after.values())),
        collaborators=_change(
            (it.function for it in catalog.collaborations(source)),
            (it.function for it in catalog.collaborations(target)),
        ),
        objectives=_change(catalog.claims(source, Objective), catalog.claims(target, Objective)),
        challenges=_change(catalog.claims(source, Challenge), catalog.claims(target, Challenge)),
        team_roles=_change(catalog.claims(source, TeamRole), catalog.claims(target, TeamRole)),
        raised=tuple(it for it in changed if it.before.degree < it.after.degree),
        lowered=tuple(it for it in changed if it.before.degree > it.after.degree),
        more_important=tuple(it for it in regraded if after[it.iri].importance == "essential"),
        less_important=tuple(it for it in regraded if after[it.iri].importance == "optional"),
        source_described=described(needs, source),
        target_described=described(needs, target),
    )


def _degree_change(needs: Needs, source: str, target: str, skill: Skill) -> DegreeChange:
    before, after = (needs.scales.as_value(skill.iri, needs.of(node)[skill.iri].degree) for node in (source, target))
    return DegreeChange(skill=skill, before=before, after=after)


def _change(before: Iterable[Entity], after: Iterable[Entity]) -> Change:
    # The same thing can come with different grounds on either side, so that things are told apart by IRI.
    had, has = {it.iri: it for it in before}, {it.iri: it for it in after}
    return Change(
        gained=_sorted(it for iri, it in has.items() if iri not in had),
        lost=_sorted(it for iri, it in had.items() if iri not in has),
        kept=_sorted(it for iri, it in has.items() if iri in had),
    )


def _sorted(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda it: (it.label.casefold(), it.iri)))
