"""The differences between two nodes, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers import requirements
from ecomgraph.careers.gap import described
from ecomgraph.model import Change, Collaboration, DegreeChange, Difference
from ecomgraph.reading.catalog import CLAIMS
from ecomgraph.reading.reader import by_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.need import Needs
    from ecomgraph.model import Entity, Skill

__all__ = ["difference"]


def difference(needs: Needs, source: str, target: str) -> Difference:
    """Return the differences between two nodes, inherited content included."""
    catalog = needs.catalog
    before = {it.skill.iri: it for it in requirements.required_skills(needs, source)}
    after = {it.skill.iri: it for it in requirements.required_skills(needs, target)}
    both = by_label(it.skill for iri, it in after.items() if iri in before)
    changed = [_degree_change(needs, source, target, skill) for skill in both]
    regraded = [it for it in both if after[it.iri].importance != before[it.iri].importance]
    sections = {
        key: _change(catalog.section(source, key), catalog.section(target, key))
        for key in CLAIMS
        if key in Difference.__dataclass_fields__
    }
    return Difference(
        source=catalog.node(source),
        target=catalog.node(target),
        skills=_change((it.skill for it in before.values()), (it.skill for it in after.values())),
        collaborators=_change(
            (it.function for it in catalog.claims(source, Collaboration)),
            (it.function for it in catalog.claims(target, Collaboration)),
        ),
        raised=tuple(it for it in changed if it.before.degree < it.after.degree),
        lowered=tuple(it for it in changed if it.before.degree > it.after.degree),
        more_important=tuple(it for it in regraded if after[it.iri].importance == "essential"),
        less_important=tuple(it for it in regraded if after[it.iri].importance == "optional"),
        built_on=by_label(it.skill for iri, it in after.items() if it.built_on and iri not in before),
        source_described=described(needs, source),
        target_described=described(needs, target),
        **sections,
    )


def _degree_change(needs: Needs, source: str, target: str, skill: Skill) -> DegreeChange:
    before, after = (needs.scales.as_value(skill.iri, needs.of(node)[skill.iri].degree) for node in (source, target))
    return DegreeChange(skill=skill, before=before, after=after)


def _change(before: Iterable[Entity], after: Iterable[Entity]) -> Change:
    # Things are compared by IRI, because the two sides may give different evidence for the same thing.
    had, has = {it.iri: it for it in before}, {it.iri: it for it in after}
    return Change(
        gained=by_label(it for iri, it in has.items() if iri not in had),
        lost=by_label(it for iri, it in had.items() if iri not in has),
        kept=by_label(it for iri, it in has.items() if iri in had),
    )
