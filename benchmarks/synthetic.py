"""A synthetic career graph of any size, shaped like a real one, the same on every run."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.dataset import VOCABULARY, Dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["synthetic_dataset"]

LADDER = 6  # roles that promotions join one after the other
LEVELS = ("entry", "mid", "senior")
FIELDS = ("analytics", "digital-marketing", "international", "operations", "strategic", "technology")
TYPE, LABEL, BROADER = PREFIXES["rdf"] + "type", PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "broader"


def synthetic_dataset(roles: int = 3_000, skills: int = 14_000, requirements: int = 130_000) -> Dataset:
    """Return a dataset of that size, derived; one role in a thousand has levels and specializations.

    Things are named by kind and number, from 0: ``role/role-0``, ``skill/skill-0``, ``function/function-0`` …
    """
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    dataset.add(_triples(random.Random(0), roles, skills, requirements))  # noqa: S311 - for data, not for secrets
    derive(dataset)
    return dataset


def _triples(chance: random.Random, roles: int, skills: int, requirements: int) -> Iterator[ox.Triple]:
    yield from _vocabulary(skills)
    for number in range(roles):
        yield from _role(chance, number, roles)
    for number in range(requirements):
        yield from _requirement(chance, number, roles, skills)
    for number in range(roles):
        yield from _passage(number)


def _vocabulary(skills: int) -> Iterator[ox.Triple]:
    for rank, name in enumerate(LEVELS, start=1):
        yield from _thing("level", name, ECG.ExperienceLevel)
        yield _says(_iri("level", name), ECG.rank, ox.Literal(rank))
    for name in FIELDS:
        yield from _thing("specialization", name, ECG.Specialization)
    types = ("attitude", "knowledge", "skill", "technology")
    for number in range(skills):
        skill = f"skill-{number}"
        yield from _thing("skill", skill, ECG.Skill)
        yield _says(_iri("skill", skill), ECG.skillType, _iri("skill-type", types[number % 4]))
        if number >= 100:
            yield _says(_iri("skill", skill), BROADER, _iri("skill", f"skill-{number % 100}"))
    for number in range(50):
        yield from _thing("function", f"function-{number}", ECG.BusinessFunction)
        yield from _thing("objective", f"objective-{number}", ECG.Objective)
        yield from _thing("challenge", f"challenge-{number}", ECG.Challenge)
        yield from _thing("characteristic", f"characteristic-{number}", ECG.Characteristic)
        facet = ("conditions", "focus", "outlook")[number % 3]
        yield _says(_iri("characteristic", f"characteristic-{number}"), ECG.facet, _iri("facet", facet))


def _role(chance: random.Random, number: int, roles: int) -> Iterator[ox.Triple]:
    role, work, task = f"role-{number}", f"responsibility-{number}", f"activity-{number}"
    iri, collaboration = _iri("role", role), _iri("collaboration", role)
    yield from _thing("role", role, ECG.Role)
    yield from _thing("responsibility", work, ECG.Responsibility)
    yield from _thing("activity", task, ECG.Activity)
    yield _says(iri, ECG.hasResponsibility, _iri("responsibility", work))
    yield _says(iri, ECG.performsActivity, _iri("activity", task))
    yield _says(iri, ECG.pursuesObjective, _iri("objective", f"objective-{chance.randrange(50)}"))
    yield _says(iri, ECG.facesChallenge, _iri("challenge", f"challenge-{chance.randrange(50)}"))
    yield _says(iri, ECG.hasCharacteristic, _iri("characteristic", f"characteristic-{chance.randrange(50)}"))
    yield _says(iri, ECG.hasCollaboration, collaboration)
    yield _says(collaboration, TYPE, ox.NamedNode(ECG.Collaboration))
    yield _says(collaboration, ECG.collaboratesWith, _iri("function", f"function-{chance.randrange(50)}"))
    yield _says(collaboration, ECG.hasPurpose, _iri("objective", f"objective-{chance.randrange(50)}"))
    if number % 1000 == 0:
        for level in LEVELS:
            yield _says(iri, ECG.hasLevel, _iri("level", level))
        for field in FIELDS:
            yield _says(iri, ECG.hasSpecialization, _iri("specialization", field))
    if (number + 1) % LADDER and number + 1 < roles:
        transition = _iri("transition", role)
        yield _says(transition, TYPE, ox.NamedNode(ECG.Transition))
        yield _says(transition, ECG.transitionFrom, iri)
        yield _says(transition, ECG.transitionTo, _iri("role", f"role-{number + 1}"))
        yield _says(transition, ECG.transitionKind, _iri("transition-kind", "promotion"))


def _requirement(chance: random.Random, number: int, roles: int, skills: int) -> Iterator[ox.Triple]:
    iri = _iri("requirement", f"requirement-{number}")
    kind = "responsibility" if number % 10 == 0 else "activity" if number % 10 == 1 else "role"
    holder = _iri(kind, f"{kind}-{chance.randrange(roles)}")
    if number % 1000 == 2:
        holder = _iri("profile", f"role-{chance.randrange(0, roles, 1000)}-{chance.choice(FIELDS)}")
    # Skills with lower numbers are required more often, because real demand is uneven.
    skill = int(skills * chance.random() ** 2)
    grade = "essential" if chance.random() < 0.6 else "optional"
    basis = "stated" if chance.random() < 0.5 else "curated"
    yield _says(holder, ECG.hasSkillRequirement, iri)
    yield _says(iri, TYPE, ox.NamedNode(ECG.SkillRequirement))
    yield _says(iri, ECG.requiredSkill, _iri("skill", f"skill-{skill}"))
    yield _says(iri, ECG.importance, _iri("importance", grade))
    yield _says(iri, ECG.hasBasis, _iri("basis", basis))
    if number % 5 == 0:
        level = ox.Literal(f"0.{number % 10}", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))
        yield _says(iri, ECG.proficiency, level)
    yield _says(iri, ECG.hasEvidence, _iri("passage", f"passage-{chance.randrange(roles)}"))


def _passage(number: int) -> Iterator[ox.Triple]:
    iri = _iri("passage", f"passage-{number}")
    yield _says(iri, TYPE, ox.NamedNode(ECG.Passage))
    yield _says(iri, PREFIXES["dcterms"] + "isPartOf", _iri("source", f"source-{number // 100}"))
    yield _says(iri, ECG.inSection, ox.Literal(f"section-{number // 10}"))
    yield _says(iri, ECG.ordinal, ox.Literal(number % 10 + 1))
    yield _says(iri, ECG.startOffset, ox.Literal(number * 100))
    yield _says(iri, ECG.endOffset, ox.Literal(number * 100 + 90))


def _thing(kind: str, name: str, concept: str) -> Iterator[ox.Triple]:
    label = name.replace("-", " ").capitalize()
    yield _says(_iri(kind, name), TYPE, ox.NamedNode(concept))
    yield _says(_iri(kind, name), LABEL, ox.Literal(label, language="en"))


def _iri(kind: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[kind] + name)


def _says(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
