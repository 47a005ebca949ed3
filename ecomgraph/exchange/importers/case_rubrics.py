"""Read the rubrics of a CASE package: each is a proficiency scale, its criteria are level descriptors."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from ecomgraph.exchange.importers.ntriples_text import A, ecg, integer, iri, is_iri, literal, term
from ecomgraph.spelling import folded, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["RubricReader"]

_Json = dict[str, Any]


class RubricReader:
    """Reads rubrics; ``levels`` has the levels of all of them by identifier and by IRI."""

    def __init__(self, part: str, base: str, language: str, problems: Problems) -> None:
        self.levels: dict[str, str] = {}
        self._part = f"{part}: CFRubrics"
        self._base, self._language, self._problems = base, language, problems
        self._scaled: dict[str, str] = {}
        # The IRI of each level by scale and folded name.
        self._iris: dict[tuple[str, str], str] = {}

    def read(self, rubrics: list[_Json], skill_of: Callable[[Mapping[str, str]], str]) -> Iterator[str]:
        """Yield the triples of rubrics; ``skill_of`` returns the IRI of the skill in an item link, or ``""``."""
        for number, rubric in enumerate(rubrics, start=1):
            criteria = [it for it in rubric.get("CFRubricCriteria") or [] if isinstance(it, dict)]
            where = f"{self._part} {number}"
            scale = _own(rubric) or f"{self._base}proficiency-scale/{number}"
            if not is_iri(scale):
                self._problems.add(where, f'uri "{scale}" is not an absolute IRI, such as https://example.org/1')
                continue
            self._problems.account.find(self._part, "rubrics")
            names = self._names(where, criteria)
            if not names:
                self._problems.account.leave(self._part, "rubrics", "without a level")
                continue
            self._problems.account.read(self._part, "rubrics")
            title = str(rubric.get("title") or rubric.get("description") or f"Rubric {number}").strip()
            own = _own_levels(criteria, names)
            self._iris |= {(scale, key): own.get(key) or _level(scale, name) for key, (_, name) in names.items()}
            yield from self._scale(scale, title, names)
            if (text := _text(rubric)) and rubric.get("title"):
                yield f"{iri(scale)} {term('skos', 'definition')} {literal(text, self._language)} .\n"
            for criterion in criteria:
                yield from self._criterion(criterion, scale, skill_of)

    def used(self, scales: Mapping[str, str]) -> Iterator[str]:
        """Yield the scales of skills that no criterion mentions."""
        known = {scale for scale, _ in self._iris}
        for skill, scale in scales.items():
            if scale in known and self._scaled.setdefault(skill, scale) == scale:
                yield f"{iri(skill)} {ecg('usesScale')} {iri(scale)} .\n"
            elif scale not in known:
                self._problems.note(f"{self._part}: the scale {scale} of a skill is not a rubric, and was left out")

    def _names(self, where: str, criteria: list[_Json]) -> dict[str, tuple[int, str]]:
        """Return rank and name of levels by folded name, in an order consistent with all criteria."""
        names: dict[str, str] = {}
        order: TopologicalSorter[str] = TopologicalSorter()
        for criterion in criteria:
            numbered = [
                (_order(level, number), _name(level, number)) for number, level in enumerate(_levels(criterion), 1)
            ]
            keys = list(dict.fromkeys(folded(name) for _, name in sorted(numbered)))
            for name in (name for _, name in numbered):
                names.setdefault(folded(name), name)
            for one, other in zip([None, *keys], keys, strict=False):
                order.add(other, *([one] if one else []))
        try:
            found = list(order.static_order())
        except CycleError:
            self._problems.add(where, "its criteria have the same levels in different orders; use one order")
            return {}
        ranks = _scores(criteria) or {key: rank for rank, key in enumerate(found, start=1)}
        return {key: (ranks[key], names[key]) for key in found}

    def _scale(self, scale: str, title: str, names: dict[str, tuple[int, str]]) -> Iterator[str]:
        yield f"{iri(scale)} {A} {ecg('ProficiencyScale')} .\n"
        yield f"{iri(scale)} {term('skos', 'prefLabel')} {literal(title, self._language)} .\n"
        for key, (rank, name) in names.items():
            subject = iri(self._iris[scale, key])
            yield f"{subject} {A} {ecg('ProficiencyLevel')} .\n"
            yield f"{subject} {term('skos', 'inScheme')} {iri(scale)} .\n"
            yield f"{subject} {term('skos', 'prefLabel')} {literal(name, self._language)} .\n"
            yield f"{subject} {ecg('rank')} {integer(rank)} .\n"

    def _criterion(
        self,
        criterion: _Json,
        scale: str,
        skill_of: Callable[[Mapping[str, str]], str],
    ) -> Iterator[str]:
        account, levels = self._problems.account, _levels(criterion)
        account.find(self._part, "levels of criteria", len(levels))
        link = criterion.get("CFItemURI")
        if not link:
            yield from self._defined(levels, scale)
            return
        skill = skill_of(link) if isinstance(link, dict) else ""
        described: set[str] = set()
        for number, level in enumerate(levels, start=1):
            own = self._iris[scale, folded(_name(level, number))]
            self.levels |= {str(level.get("identifier")): own, _own(level): own}
            text = _text(level)
            other = self._scaled.get(skill, scale) != scale
            reason = (
                "about a skill that is not in the package"
                if not skill
                else "about a skill that uses another rubric"
                if other
                else "a second text for the same skill and level"
                if own in described
                else ""
            )
            if reason:
                account.leave(self._part, "levels of criteria", reason)
                continue
            account.read(self._part, "levels of criteria")
            described.add(own)
            if text:
                subject = iri(_own(level) if is_iri(_own(level)) else f"{own}--{slug(skill)}")
                yield f"{subject} {A} {ecg('LevelDescriptor')} .\n"
                yield f"{subject} {ecg('ofSkill')} {iri(skill)} .\n"
                yield f"{subject} {ecg('atProficiencyLevel')} {iri(own)} .\n"
                yield f"{subject} {term('skos', 'definition')} {literal(text, self._language)} .\n"
        if skill and levels and self._scaled.setdefault(skill, scale) == scale:
            yield f"{iri(skill)} {ecg('usesScale')} {iri(scale)} .\n"

    def _defined(self, levels: list[_Json], scale: str) -> Iterator[str]:
        """Yield the definitions of levels from a criterion without an item."""
        self._problems.account.read(self._part, "levels of criteria", len(levels))
        for number, level in enumerate(levels, start=1):
            own = self._iris[scale, folded(_name(level, number))]
            self.levels |= {str(level.get("identifier")): own, _own(level): own}
            if text := _text(level):
                yield f"{iri(own)} {term('skos', 'definition')} {literal(text, self._language)} .\n"


def _scores(criteria: list[_Json]) -> dict[str, int]:
    """Return the scores of levels by folded name if they can be ranks: whole numbers from 1, one for each level."""
    found: dict[str, set[object]] = {}
    for criterion in criteria:
        for number, level in enumerate(_levels(criterion), start=1):
            found.setdefault(folded(_name(level, number)), set()).add(level.get("score"))
    ranks = {key: score for key, scores in found.items() for score in scores if type(score) is int and score > 0}
    one = all(len(scores) == 1 for scores in found.values())
    return ranks if one and len(set(ranks.values())) == len(found) else {}


def _own_levels(criteria: list[_Json], names: dict[str, tuple[int, str]]) -> dict[str, str]:
    """Return the IRIs of levels by folded name, from the first criterion without an item."""
    levels = next((_levels(it) for it in criteria if not it.get("CFItemURI")), [])
    found = {folded(_name(level, number)): _own(level) for number, level in enumerate(levels, start=1)}
    return {key: own for key, own in found.items() if key in names and is_iri(own)}


def _text(thing: _Json) -> str:
    return str(thing.get("description") or "").strip()


def _levels(criterion: _Json) -> list[_Json]:
    return [it for it in criterion.get("CFRubricCriterionLevels") or [] if isinstance(it, dict)]


def _own(thing: _Json) -> str:
    found = thing.get("uri") or (f"urn:uuid:{thing['identifier']}" if thing.get("identifier") else "")
    return str(found)


def _name(level: _Json, number: int) -> str:
    return " ".join(str(level.get("quality") or f"Level {level.get('position') or number}").split())


def _order(level: _Json, number: int) -> float:
    """Return the sort key of a level within a criterion: its score, else its position."""
    found = (level.get(name) for name in ("score", "position"))
    return next((float(it) for it in found if isinstance(it, int | float) and not isinstance(it, bool)), float(number))


def _level(scale: str, name: str) -> str:
    return f"{scale.rstrip('/')}/level/{slug(name)}" if not scale.startswith("urn:") else f"{scale}:level:{slug(name)}"
