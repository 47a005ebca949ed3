"""Learning resources: where a skill can be learnt, from one degree to another."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ecomgraph.model import Entity, LearningResource
from ecomgraph.namespace import ECG, PREFIXES

if TYPE_CHECKING:
    from ecomgraph.careers.scales import Scales
    from ecomgraph.model import Degree
    from ecomgraph.reading.catalog import Catalog

__all__ = ["Resources"]

_TEACHES, _URL = PREFIXES["schema"] + "teaches", PREFIXES["schema"] + "url"


class Resources:
    """The learning resources of a dataset."""

    def __init__(self, catalog: Catalog, scales: Scales) -> None:
        self._catalog = catalog
        self._scales = scales

    def of(self, skill: str, before: Degree | None = None, after: Degree | None = None) -> tuple[LearningResource, ...]:
        """Return where a skill can be learnt: the lowest level first, those without one last; then by label and IRI.

        Left out are those whose level is held ``before``, and those for a higher level than the one that ``after``
        takes; without either, none is left out.
        """
        found = self._all.get(skill, ())
        if not found:
            return ()
        scale = self._scales.of(skill)
        least = before.degree if before else 0.0
        most = 1.0
        if after and scale:
            # A degree between two levels is reached with the upper one.
            most = min((level.degree for level in scale.levels if level.degree >= after.degree), default=1.0)
        return tuple(it for it in found if it.level is None or least < it.level.degree <= most)

    @cached_property
    def _all(self) -> dict[str, tuple[LearningResource, ...]]:
        """The learning resources of each skill, by IRI."""
        dataset = self._catalog.dataset
        levels = {level.iri: level for scale in self._scales.all.values() for level in scale.levels}
        found: dict[str, list[LearningResource]] = {}
        for resource, skill in dataset.pairs(_TEACHES):
            thing = self._catalog.entity(resource, Entity)
            urls = [*dataset.iris(resource, _URL), dataset.literal(resource, _URL)]
            level = next((levels[it] for it in dataset.iris(resource, ECG.atProficiencyLevel) if it in levels), None)
            found.setdefault(skill, []).append(
                LearningResource(
                    iri=thing.iri, id=thing.id, label=thing.label, definition=thing.definition, url=urls[0], level=level
                )
            )
        return {skill: tuple(sorted(them, key=_order)) for skill, them in found.items()}


def _order(resource: LearningResource) -> tuple[bool, int, str, str]:
    level = resource.level
    return level is None, level.rank if level else 0, resource.label.casefold(), resource.iri
