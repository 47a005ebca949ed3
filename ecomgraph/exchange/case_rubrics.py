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
    described = grades.descriptors()
    scaled = {f"{scale.iri} " for scale in grades.scales}
    own = {rung.iri for scale in grades.scales for rung in rungs_of(scale)}

    def level(criterion: str, at: int, rung: Rung, text: str) -> dict[str, object]:
        # The criterion of the scale has the levels themselves, which requirements refer to.
        key = rung.iri if criterion in scaled else f"{criterion} {rung.iri}"
        found: dict[str, object] = {
            "identifier": uuid_of(key),
            "uri": uri(key) if key in own else f"urn:uuid:{uuid_of(key)}",
            "quality": ledger.name(content.label(rung.iri), content.where(rung.iri)),
            "score": rung.rank,
            "position": at,
            "rubricCriterionId": uuid_of(criterion),
            "lastChangeDateTime": changed,
        }
        return found | ({"description": ledger.text(text, content.where(rung.iri))} if text else {})

    def criterion(scale: ProficiencyScale, at: int, skill: str) -> dict[str, object]:
        key = f"{scale.iri} {skill}"
        texts = {rung.iri: content.thing(rung.iri).text(DEFINITION) for rung in rungs_of(scale)}
        if skill:
            texts = {level: it.text(DEFINITION) for level, it in described[skill].items()}
        rungs = [(place, rung) for place, rung in enumerate(rungs_of(scale), 1) if rung.iri in texts]
        found: dict[str, object] = {
            "identifier": uuid_of(key),
            "uri": f"urn:uuid:{uuid_of(key)}",
            "position": at,
            "rubricId": uuid_of(scale.iri),
            "lastChangeDateTime": changed,
            "CFRubricCriterionLevels": [level(key, place, rung, texts[rung.iri]) for place, rung in rungs],
        }
        if skill:
            title = ledger.name(content.label(skill), content.where(skill))
            found["CFItemURI"] = {"title": title, "identifier": uuid_of(skill), "uri": uri(skill)}
        ledger.records["rubric levels"] += len(rungs)
        ledger.records["rubric criteria"] += 1
        return found

    for scale in grades.scales:
        skills = [key for key in sorted(described) if (of := grades.scale(key)) and of.iri == scale.iri]
        definition = content.thing(scale.iri).text(DEFINITION)
        ledger.records["rubrics"] += 1
        yield {
            "identifier": uuid_of(scale.iri),
            "uri": uri(scale.iri),
            "title": ledger.name(content.label(scale.iri), content.where(scale.iri)),
            **({"description": ledger.text(definition, content.where(scale.iri))} if definition else {}),
            "lastChangeDateTime": changed,
            "CFRubricCriteria": [criterion(scale, at, skill) for at, skill in enumerate(["", *skills], start=1)],
        }
