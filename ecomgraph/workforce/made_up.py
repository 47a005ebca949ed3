"""Synthetic people for examples and tests, with skills drawn from the requirements of a graph's roles."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.careers.network import Network
    from ecomgraph.reading.catalog import Catalog

__all__ = ["MadeUp"]

_DEPARTMENTS = ("Marketing", "Operations", "Sales", "Technology")
_COUNTRIES = ("Brazil", "France", "Germany", "Japan", "Kenya")
_LEVELS = ("", "25%", "50%", "75%", "100%")


class MadeUp:
    """Synthetic people with a role, a department and a country; the same number gives the same people."""

    def __init__(self, network: Network) -> None:
        needs = network.needs
        self._catalog: Catalog = network.catalog
        self._nodes = [node for node in network.nodes if needs.of(node)] or network.nodes
        self._needs = [sorted(needs.of(node)) for node in self._nodes]
        self._skills = sorted({skill for need in self._needs for skill in need})
        scales = needs.scales
        self._levels = {it: self._labels(scales.of(it)) for it in self._skills}

    @staticmethod
    def _labels(scale: object) -> tuple[str, ...]:
        levels = getattr(scale, "levels", ())
        return ("", *(level.label for level in levels if level.rank)) if levels else _LEVELS

    def people(self, count: int) -> Iterator[tuple[str, str, str, str]]:
        """Yield ``person, role, department, country``."""
        chance = self._chance()
        for number in range(count):
            node = self._catalog.node(self._nodes[chance.randrange(len(self._nodes))])
            yield _name(number), node.id, chance.choice(_DEPARTMENTS), chance.choice(_COUNTRIES)

    def skills(self, count: int, each: int = 20) -> Iterator[tuple[str, str, str]]:
        """Yield ``person, skill, level``; two thirds of the skills are required by the person's role."""
        roles, chance = self._chance(), random.Random(2)  # noqa: S311 - for data, not for secrets
        for number in range(count):
            need = self._needs[roles.randrange(len(self._nodes))]
            roles.choice(_DEPARTMENTS), roles.choice(_COUNTRIES)
            known = set(chance.sample(need, min(len(need), each * 2 // 3)))
            known.update(chance.choice(self._skills) for _ in range(each - len(known)))
            for skill in sorted(known):
                yield _name(number), self._catalog.skill(skill).id, chance.choice(self._levels[skill])

    @staticmethod
    def _chance() -> random.Random:
        return random.Random(1)  # noqa: S311


def _name(number: int) -> str:
    return f"P{number + 1:07}"
