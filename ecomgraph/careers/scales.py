"""Proficiency scales: the scale of each skill, and the exact degree of a level or a number."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from ecomgraph.arguments import shown
from ecomgraph.errors import ArgumentError, EcomgraphError
from ecomgraph.model import Degree, LevelDescriptor, ProficiencyLevel, ProficiencyScale
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.spelling import alphabetical, folded
from ecomgraph.store.dataset import is_derived

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.reading.catalog import Catalog

__all__ = ["ALL", "NONE", "Scales", "StatedLevels", "with_levels"]

# The level or levels that a person states for a skill; ``None`` if none is stated.
StatedLevels: TypeAlias = str | tuple[str | None, ...] | None

_SKOS, _TYPE = PREFIXES["skos"], PREFIXES["rdf"] + "type"
NONE, ALL = Fraction(0), Fraction(1)
_NEAR = Fraction(1, 100)


class Scales:
    """The scales of a dataset. A degree is an exact fraction: the rank of a level over the top rank of its scale."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._dataset = catalog.dataset
        self._of_skill: dict[str, ProficiencyScale | None] = {}
        self._texts: dict[str, str] | None = None
        self._parsed: dict[str, Fraction | None] = {}
        self._lowest: dict[str, Fraction | None] = {}

    @cached_property
    def all(self) -> dict[str, ProficiencyScale]:
        """All scales by IRI, in the order of their labels, then IRIs."""
        levels: dict[str, list[str]] = {}
        for level in self._dataset.subjects(_TYPE, ECG.ProficiencyLevel):
            for scale in self._dataset.iris(level, _SKOS + "inScheme"):
                levels.setdefault(scale, []).append(level)
        scales = [self._scale(iri, levels.get(iri, [])) for iri in self._dataset.subjects(_TYPE, ECG.ProficiencyScale)]
        return {it.iri: it for it in sorted(scales, key=lambda it: (alphabetical(it.label), it.iri))}

    def _scale(self, iri: str, levels: list[str]) -> ProficiencyScale:
        ranks = {level: self._catalog.number(level, ECG.rank, int) or 0 for level in levels}
        top = max(ranks.values(), default=0)
        found = tuple(
            self._catalog.entity(
                level,
                ProficiencyLevel,
                rank=rank,
                degree=rank / top if top else 0.0,
                notation=self._dataset.literal(level, _SKOS + "notation"),
            )
            for level, rank in sorted(ranks.items(), key=lambda it: (it[1], it[0]))
        )
        return self._catalog.entity(iri, ProficiencyScale, levels=found)

    @cached_property
    def degrees(self) -> dict[str, Fraction]:
        """The degree of each level, by IRI."""
        return {level.iri: degree for degrees in self._degrees.values() for level, degree in degrees}

    @cached_property
    def _degrees(self) -> dict[str, list[tuple[ProficiencyLevel, Fraction]]]:
        """The levels of each scale, lowest first, each with its degree, by the IRI of the scale."""
        found = {}
        for iri, scale in self.all.items():
            top = max((level.rank for level in scale.levels), default=0)
            found[iri] = [(level, Fraction(level.rank, top) if top else NONE) for level in scale.levels]
        return found

    def _described(self, skill: str) -> set[str]:
        """Return the levels of a skill that have a descriptor."""
        found = self._dataset.subjects(ECG.ofSkill, skill)
        return {level for descriptor in found for level in self._dataset.iris(descriptor, ECG.atProficiencyLevel)}

    def descriptors(self, skill: str) -> tuple[LevelDescriptor, ...]:
        """Return the level descriptors of a skill, lowest level first."""
        levels = {level.iri: level for scale in self.all.values() for level in scale.levels}
        found = [
            LevelDescriptor(
                skill=self._catalog.skill(skill),
                level=levels[level],
                definition=self._dataset.literal(descriptor, _SKOS + "definition", self._catalog.language),
            )
            for descriptor in self._dataset.subjects(ECG.ofSkill, skill)
            for level in self._dataset.iris(descriptor, ECG.atProficiencyLevel)
            if level in levels
        ]
        return tuple(sorted(found, key=lambda it: (it.level.rank, it.level.iri, it.definition)))

    # ------------------------------------------------------------------ of a skill

    def of(self, skill: str) -> ProficiencyScale | None:
        """Return the scale of a skill.

        This is the one that the skill names, else that of the levels stated for it, else the only scale of the
        framework that declares the skill.
        """
        if not self.all:
            return None
        if skill not in self._of_skill:
            self._of_skill[skill] = self._find(skill)
        return self._of_skill[skill]

    def _find(self, skill: str) -> ProficiencyScale | None:
        dataset = self._dataset
        for iri in dataset.iris(skill, ECG.usesScale):
            return self.all.get(iri)
        homes = self._graphs(skill, ECG.Skill)
        own = [it for it in self.all.values() if self._graphs(it.iri, ECG.ProficiencyScale) & homes]
        # If there is only one scale, stated levels cannot be of another one, so there is no need to read them.
        if own and len(self.all) == 1:
            return own[0]
        stated: set[str] = set()
        for level in self._levels_stated(skill):
            stated.add(self._scale_of_level.get(level, ""))
            if len(stated - {""}) == len(self.all):
                break
        for iri in self.all:
            if iri in stated:
                return self.all[iri]
        return own[0] if len(own) == 1 else None

    def _levels_stated(self, skill: str) -> Iterator[str]:
        """Lazily yield the levels that descriptors and requirements of a skill name."""
        yield from self._described(skill)
        asked = ox.NamedNode(ECG.requiredSkill), ox.NamedNode(skill)
        for quad in self._dataset.store.quads_for_pattern(None, *asked, self._dataset.everywhere):
            if isinstance(quad.subject, ox.NamedNode):
                yield from self._dataset.iris(quad.subject.value, ECG.requiredLevel)

    @cached_property
    def _scale_of_level(self) -> dict[str, str]:
        return {level.iri: scale.iri for scale in self.all.values() for level in scale.levels}

    def _graphs(self, iri: str, concept: str) -> set[str]:
        """Return the names of the graphs that declare a thing."""
        quads = self._dataset.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(_TYPE), ox.NamedNode(concept))
        return {str(quad.graph_name) for quad in quads if not is_derived(quad.graph_name)}

    def lowest(self, skill: str) -> Fraction | None:
        """Return the lowest degree above 0 on a skill's scale, among the levels with a descriptor if there are any."""
        if skill not in self._lowest:
            self._lowest[skill] = self._find_lowest(skill)
        return self._lowest[skill]

    def _find_lowest(self, skill: str) -> Fraction | None:
        scale = self.of(skill)
        if scale is None:
            return None
        described = self._described(skill)
        above = [(level.iri, degree) for level, degree in self._degrees[scale.iri] if degree]
        of_these = [degree for iri, degree in above if iri in described] or [degree for _, degree in above]
        return min(of_these, default=None)

    def snapped(self, skill: str, number: Fraction) -> Fraction:
        """Return the degree on a skill's scale that a number approximates, such as 0.67; else the number itself."""
        scale = self.of(skill)
        if scale is None:
            return number
        levels = [degree for _, degree in self._degrees[scale.iri]]
        near = min(levels, key=lambda degree: (abs(degree - number), degree), default=number)
        return near if abs(near - number) <= _NEAR else number

    def level_of(self, skill: str, degree: Fraction) -> str | None:
        """Return the label of the level of exactly this degree on a skill's scale; ``None`` if there is none."""
        scale = self.of(skill)
        return next((level.label for level, its in self._degrees[scale.iri] if its == degree), None) if scale else None

    def as_value(self, skill: str, degree: Fraction) -> Degree:
        """Return a degree of a skill as a value."""
        return Degree(degree=float(degree), level=self.level_of(skill, degree))

    # ------------------------------------------------------------------ levels stated by people

    def held(self, skill: str, given: str | float | Fraction | Decimal | None) -> Fraction:
        """Return the degree for a level, fraction, rank or percentage that a person states for a skill.

        ``None`` or an empty text is the whole skill, 0 is none of it. 1 is a rank; 1.0 is refused, because it may mean
        that rank or the whole skill. Raises :class:`~ecomgraph.ArgumentError`, which names the nearest levels.
        """
        if given is None or (isinstance(given, str) and not given.strip()):
            return ALL
        text = " ".join(str(given).split())
        scale = self.of(skill)
        scales = [scale] if scale else list(self.all.values())
        named = [degree for it in scales for level, degree in self._degrees[it.iri] if folded(text) in _names(level)]
        number = _number(text)
        if named and (scale or len(set(named)) == 1):
            return named[0]
        if number is not None and 0 <= number <= 1 and ("%" in text or "/" in text or 0 < number < 1):
            return self.snapped(skill, number)
        if number is not None and number.denominator == 1 and "%" not in text and "/" not in text:
            ranked = [degree for it in scales for level, degree in self._degrees[it.iri] if level.rank == number]
            if ranked and (scale or len(ranked) == 1):
                if number == 1 and text != "1" and ranked[0] != ALL:
                    label = self._catalog.skill(skill).label
                    message = f"{label!r} cannot be held to {shown(text)}, which may be rank 1 or the whole skill"
                    raise ArgumentError(f"{message}: write 1 for the rank, or 100%")
                return ranked[0]
            if number == 0 or (number == 1 and not scale):
                return Fraction(number)
        raise ArgumentError(self._refusal(skill, text, scales))

    def _refusal(self, skill: str, text: str, scales: list[ProficiencyScale]) -> str:
        label = self._catalog.skill(skill).label
        levels = {folded(level.label): level.label for scale in scales for level in scale.levels}
        from difflib import get_close_matches

        near = get_close_matches(folded(text), levels, n=3, cutoff=0.5) or list(levels)[:8]
        level = f"a level ({', '.join(levels[it] for it in near)}), its rank, " if near else ""
        return f"{label!r} cannot be held to {shown(text)}: use {level}a share such as 3/5, or a percentage up to 100%"

    def preload(self) -> None:
        """Read the numbers of all requirements at once; a requirement with several numbers is read individually."""
        texts: dict[str, str] = {}
        pattern = None, ox.NamedNode(ECG.proficiency), None, None
        for quad in self._dataset.store.quads_for_pattern(*pattern):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                requirement, text = quad.subject.value, quad.object.value
                texts[requirement] = text if texts.get(requirement, text) == text else ""
        self._texts = texts

    def stated(self, requirement: str) -> Fraction | None:
        """Return the ``ecg:proficiency`` of a requirement; raise an error if it is not a number from 0 to 1."""
        text = self._texts.get(requirement) if self._texts is not None else ""
        if text == "":
            text = self._dataset.literal(requirement, ECG.proficiency)
        if not text:
            return None
        if text not in self._parsed:
            found = _number(text)
            self._parsed[text] = found if found is not None and 0 <= found <= 1 else None
        number = self._parsed[text]
        if number is None:
            message = f"{requirement}: expected a number over 0, up to 1, as ecg:proficiency, not {text!r}"
            raise EcomgraphError(f"{message}; validate the graph for more")
        return number


def with_levels(parts: Iterable[str], more: Iterable[tuple[str, str | None]] = ()) -> dict[str, StatedLevels]:
    """Parse skills written as ``name`` or ``name=level``, and return each with its level.

    ``more`` are further names with levels. A name that is given several times gets all of its levels.

    >>> with_levels(["sql=Advanced", "leadership"], [("sql", "40%")])
    {'sql': ('Advanced', '40%'), 'leadership': None}
    """
    pairs: list[tuple[str, str | None]] = []
    for part in parts:
        name, equals, level = part.rpartition("=")
        if part.strip():
            pairs.append(((name if equals else part).strip(), level.strip() or None if equals else None))
    found: dict[str, tuple[str | None, ...]] = {}
    for name, stated in (*pairs, *more):
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), stated)))
    return {name: levels[0] if len(levels) == 1 else levels for name, levels in found.items()}


def _names(level: ProficiencyLevel) -> set[str]:
    return {folded(it) for it in (level.label, level.notation, level.id, level.iri) if it}


def _number(text: str) -> Fraction | None:
    """Return a number, a percentage or a fraction such as 3/5; ``None`` for any other text."""
    try:
        if text.endswith("%"):
            return Fraction(Decimal(text[:-1].strip())) / 100
        top, slash, bottom = text.partition("/")
        return Fraction(Decimal(top.strip())) / Fraction(Decimal(bottom.strip())) if slash else Fraction(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError, ZeroDivisionError):
        return None
