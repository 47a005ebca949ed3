"""Small frameworks whose names are as unpleasant as names can be, for Hypothesis."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import ecomgraph
from tests.exchange.facts import clean, line
from ecomgraph.namespace import BASE, ECG, PREFIXES
from ecomgraph.rules import derive
from ecomgraph.store.dataset import Dataset

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
    """Run a test on a few dozen examples, the same each time."""
    return settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )(test)


@st.composite
def frameworks(draw: st.DrawFn) -> ecomgraph.CareerGraph:
    """A framework with a little of everything, derived."""
    words = texts(controls=draw(st.booleans()))
    triples: list[ox.Triple] = []
    used: set[str] = set()

    def say(subject: str, predicate: str, value: str | ox.Literal) -> None:
        obj = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
        triples.append(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), obj))

    def thing(kind: str, concept: str, *, named: bool = True) -> str:
        iri = draw(st.sampled_from(PLACES)).format(kind=kind) + draw(st.sampled_from(SLUGS))
        while iri in used:
            iri += "x"
        used.add(iri)
        say(iri, RDF + "type", concept)
        if named:
            language = draw(st.sampled_from(["en", "en", None]))
            say(iri, SKOS + "prefLabel", ox.Literal(draw(words), language=language))
            for predicate in (SKOS + "definition", SKOS + "altLabel"):
                if draw(st.booleans()):
                    say(iri, predicate, ox.Literal(draw(words), language="en"))
        return iri

    def some(found: list[str]) -> list[str]:
        return draw(st.lists(st.sampled_from(found), max_size=2, unique=True)) if found else []

    def many(kind: str, concept: str, low: int, high: int, *, named: bool = True) -> list[str]:
        return [thing(kind, concept, named=named) for _ in range(draw(st.integers(low, high)))]

    passages = many("passage", ECG.Passage, 0, 1, named=False)
    levels = many("level", ECG.ExperienceLevel, 0, 2)
    for rank, level in enumerate(levels, start=1):
        say(level, ECG.rank, ox.Literal(str(rank), datatype=ox.NamedNode(XSD + "integer")))
    fields = many("specialization", ECG.Specialization, 0, 1)
    skills = many("skill", ECG.Skill, 1, 4)
    for at, skill in enumerate(skills):
        for broader in some(skills[:at]):
            say(skill, SKOS + "broader", broader)
        if draw(st.booleans()):
            say(skill, ECG.skillType, f"{BASE}skill-type/{draw(st.sampled_from(['knowledge', 'attitude']))}")
    duties = many("responsibility", ECG.Responsibility, 0, 2)
    activities = many("activity", ECG.Activity, 0, 1)
    roles = many("role", ECG.Role, 1, 3)
    for role in roles:
        for links, targets in (
            (ECG.hasLevel, levels),
            (ECG.hasSpecialization, fields),
            (ECG.hasResponsibility, duties),
            (ECG.performsActivity, activities),
        ):
            for target in some(targets):
                say(role, links, target)
    for holder in (*roles, *duties, *activities):
        for skill in some(skills):
            requirement = thing("requirement", ECG.SkillRequirement, named=False)
            say(holder, ECG.hasSkillRequirement, requirement)
            say(requirement, ECG.requiredSkill, skill)
            say(requirement, ECG.importance, f"{BASE}importance/{draw(st.sampled_from(['essential', 'optional']))}")
            for passage in some(passages):
                say(requirement, ECG.hasEvidence, passage)
            if draw(st.booleans()):
                say(requirement, SKOS + "editorialNote", ox.Literal(draw(words), language="en"))
    for source, target in pairwise(roles):
        move = thing("transition", ECG.Transition, named=False)
        say(move, ECG.transitionFrom, source)
        say(move, ECG.transitionTo, target)
        say(move, ECG.transitionKind, f"{BASE}transition-kind/promotion")
    dataset = Dataset()
    dataset.add(triples)
    derive(dataset)
    return ecomgraph.CareerGraph(dataset)
