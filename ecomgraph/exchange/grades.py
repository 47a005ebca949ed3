"""Required levels and degrees of skills, for formats with skill levels."""

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

# The properties from which degrees are computed.
_READ = (ECG.rank, ECG.requiredLevel, ECG.proficiency, ECG.usesScale, ECG.ofSkill, ECG.atProficiencyLevel)


class Asked(NamedTuple):
    """A required skill: its key, ``essential`` or ``optional``, and the highest degree required (above 0, up to 1)."""

    skill: str
    importance: str
    degree: Fraction


class Rung(NamedTuple):
    """A level of a scale: its IRI, its rank from 1, and its degree (over 0, up to 1)."""

    iri: str
    rank: int
    degree: Fraction


def rungs_of(scale: ProficiencyScale | None) -> list[Rung]:
    """Return the levels of a scale, lowest first, without those of degree 0; none without a scale."""
    ranked = [(level.rank, level.iri) for level in scale.levels if level.rank > 0] if scale else []
    top = max((rank for rank, _ in ranked), default=1)
    return [Rung(iri, rank, Fraction(rank, top)) for rank, iri in sorted(ranked)]


class Grades:
    """The scales and the required degrees of a content.

    The constructor reads all requirements of the graph, and reports a problem for each number that is not a degree.
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
            fault = "not a number" if not _is_number(text) else "not above 0 and up to 1"
            ledger.problem(
                self._content.where(key), f"proficiency is {text!r}, which is {fault}", "correct ecg:proficiency"
            )
            return True
        return False

    @property
    def graded(self) -> bool:
        """Whether the graph states any degree or scale; otherwise every requirement is for full mastery."""
        return self._sound and self._needs.graded

    @property
    def scales(self) -> list[ProficiencyScale]:
        """All scales of the content, by label."""
        used = {scale.iri for key in self._content.keys("skill") if (scale := self.scale(key))}
        return [it for it in self._needs.scales.all.values() if it.iri in used]

    def scale(self, skill: str) -> ProficiencyScale | None:
        """Return the scale of a skill; ``None`` if it has none."""
        return self._needs.scales.of(skill)

    def level(self, skill: str, degree: Fraction) -> Rung | None:
        """Return the lowest level of a skill's scale with at least a degree; ``None`` without a scale."""
        return next((it for it in rungs_of(self.scale(skill)) if it.degree >= degree), None)

    def least(self) -> dict[str, int]:
        """Return the rank of the lowest required level of each scale, by IRI, or of its lowest rung if none is."""
        found: dict[str, int] = {}
        for node in self._content.things("role", "profile") if self.scales else ():
            for skill, _, degree in self.asked(node):
                scale, level = self.scale(skill), self.level(skill, degree)
                if scale and level:
                    found[scale.iri] = min(level.rank, found.get(scale.iri, level.rank))
        return {it.iri: rungs_of(it)[0].rank for it in self.scales if rungs_of(it)} | found

    def descriptors(self) -> dict[str, dict[str, Thing]]:
        """Return the level descriptors of the content, by skill and by level."""
        found: dict[str, dict[str, Thing]] = {}
        for descriptor in self._content.things("level-descriptor"):
            for skill in descriptor.keys(ECG.ofSkill):
                for level in descriptor.keys(ECG.atProficiencyLevel):
                    if self._content.kind(skill) == "skill" and self._content.within(skill):
                        found.setdefault(skill, {})[level] = descriptor
        return found

    def asked(self, node: Thing) -> list[Asked]:
        """Return the result of :meth:`Content.required_skills`, each with its degree, which is 1 if none is stated."""
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
        """Return the degree that one requirement states for its skill."""
        return self._needs.degree(requirement.key, skill) if self._sound else Fraction(1)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
