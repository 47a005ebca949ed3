"""What changes from one node to another, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers import requirements
from ecomgraph.model import (
    Activity,
    Challenge,
    Change,
    Difference,
    Objective,
    Responsibility,
    TeamRole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import Entity
    from ecomgraph.reading.catalog import Catalog

__all__ = ["difference"]


def difference(catalog: Catalog, source: str, target: str) -> Difference:
    """Return what changes between two nodes, each with all that it inherits."""
    before = {it.skill.iri: it for it in requirements.required_skills(catalog, source)}
    after = {it.skill.iri: it for it in requirements.required_skills(catalog, target)}
    both = [it for iri, it in after.items() if iri in before]
    regraded = sorted(
        (it for it in both if it.importance != before[it.skill.iri].importance),
        key=lambda it: (it.skill.label.casefold(), it.skill.iri),
    )
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
        raised=tuple(it.skill for it in regraded if it.importance == "essential"),
        lowered=tuple(it.skill for it in regraded if it.importance == "optional"),
    )


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
