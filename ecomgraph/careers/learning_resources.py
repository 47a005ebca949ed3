"""Learning resources for a skill, from one degree to another."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ecomgraph.model import Entity, LearningResource
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.spelling import alphabetical

if TYPE_CHECKING:
    from ecomgraph.careers.scales import Scales
    from ecomgraph.model import Degree, ProficiencyLevel
    from ecomgraph.reading.catalog import Catalog

__all__ = ["Resources"]

_TEACHES, _URL = PREFIXES["schema"] + "teaches", PREFIXES["schema"] + "url"


class Resources:
    """The learning resources of a dataset."""

    def __init__(self, catalog: Catalog, scales: Scales) -> None:
        self._catalog = catalog
        self._scales = scales
        self._found: dict[str, tuple[LearningResource, ...]] = {}

    def of(self, skill: str, before: Degree | None = None, after: Degree | None = None) -> tuple[LearningResource, ...]:
        """Return the learning resources for a skill by level, then label, then IRI; those without a level come last.

        Resources for levels up to ``before``, which is held already, or above ``after``, which is needed, are left out;
        ``None`` sets no limit.
        """
        found = self._teaching(skill)
        if not found:
            return ()
        scale = self._scales.of(skill)
        least = before.degree if before else 0.0
        most = 1.0
        if after and scale:
            # To reach a degree between two levels, a person needs the resources of the upper level.
            most = min((level.degree for level in scale.levels if level.degree >= after.degree), default=1.0)
        return tuple(it for it in found if it.level is None or least < it.level.degree <= most)

    def _teaching(self, skill: str) -> tuple[LearningResource, ...]:
        """Return the learning resources of a skill."""
        if skill not in self._found:
            resources = self._catalog.dataset.subjects(_TEACHES, skill)
            self._found[skill] = tuple(sorted(map(self._resource, resources), key=_order))
        return self._found[skill]

    def _resource(self, iri: str) -> LearningResource:
        dataset, levels = self._catalog.dataset, self._levels
        thing = self._catalog.entity(iri, Entity)
        urls = [*dataset.iris(iri, _URL), dataset.literal(iri, _URL)]
        level = next((levels[it] for it in dataset.iris(iri, ECG.atProficiencyLevel) if it in levels), None)
        return LearningResource(
            iri=iri, id=thing.id, label=thing.label, definition=thing.definition, url=urls[0], level=level
        )

    @cached_property
    def _levels(self) -> dict[str, ProficiencyLevel]:
        return {level.iri: level for scale in self._scales.all.values() for level in scale.levels}


def _order(resource: LearningResource) -> tuple[bool, int, str, str]:
    level = resource.level
    return level is None, level.rank if level else 0, alphabetical(resource.label), resource.iri
