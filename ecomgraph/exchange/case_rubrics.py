"""Proficiency scales as CASE rubrics: one rubric per scale, with criteria that describe its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.framework import uuid_of
from ecomgraph.exchange.grades import rungs_of
from ecomgraph.reading.reader import DEFINITION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.grades import Grades, Rung
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.model import ProficiencyScale

__all__ = ["rubrics"]


def rubrics(
    content: Content,
    grades: Grades,
    changed: str,
    uri: Callable[[str], str],
    ledger: Ledger,
) -> Iterator[dict[str, object]]:
    """Yield a rubric for each scale: a criterion for the scale itself, then one for each skill with descriptors.

    ``changed`` is the time of the last change; ``uri`` returns an IRI in the form that CASE requires.
    """
    writer = _Rubrics(content, grades, changed, uri, ledger)
    for scale in grades.scales:
        yield writer.rubric(scale)


class _Rubrics:
    def __init__(
        self, content: Content, grades: Grades, changed: str, uri: Callable[[str], str], ledger: Ledger
    ) -> None:
        self._content, self._grades, self._changed, self._uri, self._ledger = content, grades, changed, uri, ledger
        self._described = grades.descriptors()
        self._scaled = {f"{scale.iri} " for scale in grades.scales}
        self._own = {rung.iri for scale in grades.scales for rung in rungs_of(scale)}

    def rubric(self, scale: ProficiencyScale) -> dict[str, object]:
        skills = [key for key in sorted(self._described) if (of := self._grades.scale(key)) and of.iri == scale.iri]
        definition = self._content.thing(scale.iri).text(DEFINITION)
        where = self._content.where(scale.iri)
        self._ledger.records["rubrics"] += 1
        return {
            "identifier": uuid_of(scale.iri),
            "uri": self._uri(scale.iri),
            "title": self._ledger.name(self._content.label(scale.iri), where),
            **({"description": self._ledger.text(definition, where)} if definition else {}),
            "lastChangeDateTime": self._changed,
            "CFRubricCriteria": [self._criterion(scale, at, skill) for at, skill in enumerate(["", *skills], start=1)],
        }

    def _criterion(self, scale: ProficiencyScale, at: int, skill: str) -> dict[str, object]:
        key = f"{scale.iri} {skill}"
        texts = {rung.iri: self._content.thing(rung.iri).text(DEFINITION) for rung in rungs_of(scale)}
        if skill:
            texts = {level: it.text(DEFINITION) for level, it in self._described[skill].items()}
        rungs = [(place, rung) for place, rung in enumerate(rungs_of(scale), 1) if rung.iri in texts]
        found: dict[str, object] = {
            "identifier": uuid_of(key),
            "uri": f"urn:uuid:{uuid_of(key)}",
            "position": at,
            "rubricId": uuid_of(scale.iri),
            "lastChangeDateTime": self._changed,
            "CFRubricCriterionLevels": [self._level(key, place, rung, texts[rung.iri]) for place, rung in rungs],
        }
        if skill:
            title = self._ledger.name(self._content.label(skill), self._content.where(skill))
            found["CFItemURI"] = {"title": title, "identifier": uuid_of(skill), "uri": self._uri(skill)}
        self._ledger.records["rubric levels"] += len(rungs)
        self._ledger.records["rubric criteria"] += 1
        return found

    def _level(self, criterion: str, at: int, rung: Rung, text: str) -> dict[str, object]:
        # The criterion of the scale has the levels themselves, which requirements refer to.
        key = rung.iri if criterion in self._scaled else f"{criterion} {rung.iri}"
        where = self._content.where(rung.iri)
        found: dict[str, object] = {
            "identifier": uuid_of(key),
            "uri": self._uri(key) if key in self._own else f"urn:uuid:{uuid_of(key)}",
            "quality": self._ledger.name(self._content.label(rung.iri), where),
            "score": rung.rank,
            "position": at,
            "rubricCriterionId": uuid_of(criterion),
            "lastChangeDateTime": self._changed,
        }
        return found | ({"description": self._ledger.text(text, where)} if text else {})
