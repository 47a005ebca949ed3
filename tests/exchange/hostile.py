"""Small frameworks whose names are as unpleasant as names can be, for Hypothesis."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import ecomgraph
from ecomgraph.namespace import BASE, ECG, PREFIXES
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.dataset import Dataset
from tests.exchange.facts import clean, line

if TYPE_CHECKING:
    from collections.abc import Callable

RDF, SKOS, XSD = PREFIXES["rdf"], PREFIXES["skos"], PREFIXES["xsd"]
NASTY = [
    '=cmd|"/C calc"!A0',
    "+1-2",
    "@SUM(A1)",
    "-40 °C",
    "\tTab first",
    "'=quoted",
    "''",
    "'tis",
    'Says "no"',
    "One, two; three",
    "back\\slash\\",
    'C:\\"temp\\"',
    "<script>alert(1)</script>",
    "a <b & c> d",
    "&lt; is no tag &amp; R&D",
    "line\nbreak",
    "  spaced   out  ",
    "0",
    "1e3",
    "null",
    "true",
    "#N/A",
    "2026-01-31",
    "مدير التجارة",
    "\u202eright to left\u202c",
    "🧁 baker 👩‍🍳",
    "Bäcker",
    "_x0041_ and _x005F_",
    "]]> --> <!--",
    "n" * 300,
    "&" * 120,
    "%2C %s {0} $1",
]
CONTROLS = [
    "\rReturn first",
    "line\r\nbreak",
    "bell\x07 escape\x1b[2J",
    "vertical\x0btab",
    "null\x00character",
    "not a character \ufffe",
]
SLUGS = [
    "baker",
    "Baker",
    "b%2Cker",
    "b,ker",
    "bäcker",
    "b-k-r",
    "b_k_r",
    "1e3",
    "1000",
    "null",
    "=cmd()",
    "x" * 120,
    "a;b",
]
PLACES = [f"{BASE}{{kind}}/", "https://one.example/", "https://two.example/{kind}#"]


def texts(*, controls: bool) -> st.SearchStrategy[str]:
    """Nasty texts, and others that Hypothesis thinks of; those with control characters only if wanted."""
    anything = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(line)
    if controls:
        return st.one_of(st.sampled_from([*NASTY, *CONTROLS]), anything)
    tame = anything.filter(lambda text: clean(text) == text and "\r" not in text)
    return st.one_of(st.sampled_from(NASTY), tame)


def quick(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test on some examples, the same each time."""
    return settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )(test)


class Builder:
    """Puts a framework together, from what Hypothesis draws."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.triples: list[ox.Triple] = []
        self._words = texts(controls=draw(st.booleans()))
        self._used: set[str] = set()

    def say(self, subject: str, predicate: str, value: str | ox.Literal) -> None:
        """Add a triple."""
        obj = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
        self.triples.append(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), obj))

    def text(self, subject: str, predicate: str, language: str | None = "en") -> None:
        """Add a text."""
        self.say(subject, predicate, ox.Literal(self.draw(self._words), language=language))

    def thing(self, kind: str, concept: str) -> str:
        """Add a thing without a name."""
        iri = self.draw(st.sampled_from(PLACES)).format(kind=kind) + self.draw(st.sampled_from(SLUGS))
        while iri in self._used:
            iri += "x"
        self._used.add(iri)
        self.say(iri, RDF + "type", concept)
        return iri

    def named(self, kind: str, concept: str, low: int, high: int) -> list[str]:
        """Add some things with names."""
        found = [self.thing(kind, concept) for _ in range(self.draw(st.integers(low, high)))]
        for iri in found:
            self.text(iri, SKOS + "prefLabel", self.draw(st.sampled_from(["en", "en", None])))
            for predicate in (SKOS + "definition", SKOS + "altLabel"):
                if self.draw(st.booleans()):
                    self.text(iri, predicate)
        return found

    def some(self, found: list[str]) -> list[str]:
        """Up to two of what there is."""
        return self.draw(st.lists(st.sampled_from(found), max_size=2, unique=True)) if found else []

    def value(self, scheme: str, *slugs: str) -> str:
        """A controlled value."""
        return f"{BASE}{scheme}/{self.draw(st.sampled_from(slugs))}"

    def skills(self) -> list[str]:
        """Add skills, some under others."""
        skills = self.named("skill", ECG.Skill, 1, 4)
        for at, skill in enumerate(skills):
            for broader in self.some(skills[:at]):
                self.say(skill, SKOS + "broader", broader)
            if self.draw(st.booleans()):
                self.say(skill, ECG.skillType, self.value("skill-type", "knowledge", "attitude"))
        return skills

    def levels(self) -> list[str]:
        """Add levels, one above the other."""
        levels = self.named("level", ECG.ExperienceLevel, 0, 2)
        for rank, level in enumerate(levels, start=1):
            self.say(level, ECG.rank, ox.Literal(str(rank), datatype=ox.NamedNode(XSD + "integer")))
        return levels

    def requirements(self, holder: str, skills: list[str], passages: list[str]) -> None:
        """Let something need some skills."""
        for skill in self.some(skills):
            requirement = self.thing("requirement", ECG.SkillRequirement)
            self.say(holder, ECG.hasSkillRequirement, requirement)
            self.say(requirement, ECG.requiredSkill, skill)
            self.say(requirement, ECG.importance, self.value("importance", "essential", "optional"))
            for passage in self.some(passages):
                self.say(requirement, ECG.hasEvidence, passage)
            if self.draw(st.booleans()):
                self.text(requirement, SKOS + "editorialNote")


@st.composite
def frameworks(draw: st.DrawFn) -> ecomgraph.CareerGraph:
    """A framework with a little of everything, derived."""
    build = Builder(draw)
    passages = [build.thing("passage", ECG.Passage)]
    skills = build.skills()
    links = {
        ECG.hasLevel: build.levels(),
        ECG.hasSpecialization: build.named("specialization", ECG.Specialization, 0, 1),
        ECG.hasResponsibility: build.named("responsibility", ECG.Responsibility, 0, 2),
        ECG.performsActivity: build.named("activity", ECG.Activity, 0, 1),
    }
    roles = build.named("role", ECG.Role, 1, 3)
    for role in roles:
        for link, targets in links.items():
            for target in build.some(targets):
                build.say(role, link, target)
    for holder in (*roles, *links[ECG.hasResponsibility], *links[ECG.performsActivity]):
        build.requirements(holder, skills, passages)
    for source, target in pairwise(roles):
        transition = build.thing("transition", ECG.Transition)
        build.say(transition, ECG.transitionFrom, source)
        build.say(transition, ECG.transitionTo, target)
        build.say(transition, ECG.transitionKind, f"{BASE}transition-kind/promotion")
    dataset = Dataset()
    dataset.add(build.triples)
    derive(dataset)
    return ecomgraph.CareerGraph(dataset)
