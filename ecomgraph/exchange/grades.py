"""How well skills have to be mastered, for formats of tools that have levels of skills."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ecomgraph.careers.need import Needs
from ecomgraph.errors import EcomgraphError
from ecomgraph.namespace import ECG
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reading.reader import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.model import ProficiencyScale

__all__ = ["Asked", "Grades", "Rung", "rungs_of"]

# What the degrees of a need are read from.
_READ = (ECG.rank, ECG.requiredLevel, ECG.proficiency, ECG.usesScale, ECG.ofSkill, ECG.atProficiencyLevel)


class Asked(NamedTuple):
    """A skill that a node asks for: its key, ``essential`` or ``optional``, the greatest degree (over 0, up to 1)."""

    skill: str
    importance: str
    degree: Fraction


class Rung(NamedTuple):
    """A level of a scale: its IRI, its rank from 1, and its degree (over 0, up to 1)."""

    iri: str
    rank: int
    degree: Fraction


def rungs_of(scale: ProficiencyScale | None) -> list[Rung]:
    """Return the levels of a scale from the lowest, without those that stand for not mastered; none without a scale."""
    ranked = [(level.rank, level.iri) for level in scale.levels if level.rank > 0] if scale else []
    top = max((rank for rank, _ in ranked), default=1)
    return [Rung(iri, rank, Fraction(rank, top)) for rank, iri in sorted(ranked)]


class Grades:
    """The scales and the degrees asked for in a content.

    Making one reads all requirements of the graph, and notes a problem for each number that is no degree.
    """

    def __init__(self, content: Content, ledger: Ledger) -> None:
        self._content = content
        self._needs = Needs(Catalog(content.dataset, content.language))
        self._needs.preload()
        content.looked_at.update(("", it) for it in _READ)
        # Degrees are computed for all requirements together, so a single invalid number would stop the export.
        wrong = [quad for quad in self._numbers() if self._is_wrong(quad, ledger)]
        self._sound = not wrong

    def _numbers(self) -> Iterator[ox.Quad]:
        return self._content.store.quads_for_pattern(None, ox.NamedNode(ECG.proficiency), None, None)

    def _is_wrong(self, quad: ox.Quad, ledger: Ledger) -> bool:
        key, text = key_of(quad.subject), getattr(quad.object, "value", "")
        try:
            self._needs.scales.stated(key)
        except EcomgraphError:
            fault = "not a number" if not _is_number(text) else "not over 0 and up to 1"
            ledger.problem(
                self._content.where(key), f"proficiency is {text!r}, which is {fault}", "correct ecg:proficiency"
            )
            return True
        return False

    @property
    def graded(self) -> bool:
        """Whether anything states a degree or a scale; otherwise every requirement is for the whole skill."""
        return self._sound and self._needs.graded

    @property
    def scales(self) -> list[ProficiencyScale]:
        """All scales of the content, by label."""
        used = {scale.iri for key in self._content.keys("skill") if (scale := self.scale(key))}
        return [it for it in self._needs.scales.all.values() if it.iri in used]

    def scale(self, skill: str) -> ProficiencyScale | None:
        """Return the scale of a skill, ``None`` without."""
        return self._needs.scales.of(skill)

    def level(self, skill: str, degree: Fraction) -> Rung | None:
        """Return the lowest level of a skill's scale that is no less than a degree, ``None`` without a scale."""
        return next((it for it in rungs_of(self.scale(skill)) if it.degree >= degree), None)

    def least(self) -> dict[str, int]:
        """Return for each scale, by IRI, the rank of the lowest level that a node asks for, else of the lowest."""
        found: dict[str, int] = {}
        for node in self._content.things("role", "profile") if self.scales else ():
            for skill, _, degree in self.asked(node):
                scale, level = self.scale(skill), self.level(skill, degree)
                if scale and level:
                    found[scale.iri] = min(level.rank, found.get(scale.iri, level.rank))
        return {it.iri: rungs_of(it)[0].rank for it in self.scales if rungs_of(it)} | found

    def descriptors(self) -> dict[str, dict[str, Thing]]:
        """Return what skills of the content look like at levels: descriptors by skill and by level."""
        found: dict[str, dict[str, Thing]] = {}
        for descriptor in self._content.things("level-descriptor"):
            for skill in descriptor.keys(ECG.ofSkill):
                for level in descriptor.keys(ECG.atProficiencyLevel):
                    if self._content.kind(skill) == "skill" and self._content.within(skill):
                        found.setdefault(skill, {})[level] = descriptor
        return found

    def asked(self, node: Thing) -> list[Asked]:
        """Return what :meth:`Content.required_skills` does, each with its degree; 1 where nothing states one."""
        found = self._content.required_skills(node)
        if not self._sound:
            return [Asked(skill, how, Fraction(1)) for skill, how in found]
        if self._content.derived:
            need = self._needs.of(node.key)
            return [Asked(skill, how, need[skill].degree if skill in need else Fraction(1)) for skill, how in found]
        return [Asked(skill, how, self._of_itself(node, skill)) for skill, how in found]

    def _of_itself(self, node: Thing, skill: str) -> Fraction:
        requirements = map(self._content.thing, node.keys(ECG.hasSkillRequirement))
        degrees = [self.degree(it, skill) for it in requirements if skill in it.keys(ECG.requiredSkill)]
        return max(degrees, default=Fraction(1))

    def degree(self, requirement: Thing, skill: str) -> Fraction:
        """Return the degree to which one requirement asks for a skill."""
        return self._needs.degree(requirement.key, skill) if self._sound else Fraction(1)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
