"""What grows with a framework: derivation along a chain and over profiles, and the first gap in a large one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyoxigraph as ox

from benchmarks.synthetic import synthetic_dataset
from ecomgraph.careers.gap import skill_gap
from ecomgraph.careers.network import Network
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.dataset import VOCABULARY, Dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "https://grown.example/"
TYPE = PREFIXES["rdf"] + "type"


def triple(subject: str, predicate: str, value: str) -> ox.Triple:
    """Return a triple about a thing that is called by a short name."""
    target = value if value.startswith("http") else BASE + value
    return ox.Triple(ox.NamedNode(BASE + subject), ox.NamedNode(predicate), ox.NamedNode(target))


def requirement(node: str, skill: int) -> Iterator[ox.Triple]:
    """Let a node require a skill."""
    it = f"requirement-{node}-{skill}"
    yield triple(node, ECG.hasSkillRequirement, it)
    yield triple(it, TYPE, ECG.SkillRequirement)
    yield triple(it, ECG.requiredSkill, f"skill-{skill}")
    yield triple(it, ECG.importance, PREFIXES["importance"] + "essential")


def chain(roles: int) -> Iterator[ox.Triple]:
    """Yield roles that promotions join one after the other, each with ten skills of 500."""
    for number in range(roles):
        role = f"role-{number}"
        yield triple(role, TYPE, ECG.Role)
        for skill in range(10):
            yield from requirement(role, (number + skill * 7) % 500)
        if number:
            yield triple(f"transition-{number}", TYPE, ECG.Transition)
            yield triple(f"transition-{number}", ECG.transitionFrom, f"role-{number - 1}")
            yield triple(f"transition-{number}", ECG.transitionTo, role)


def profiles(roles: int) -> Iterator[ox.Triple]:
    """Yield roles that each have 18 profiles, of three levels and six specializations."""
    yield from chain(roles)
    for rank in range(3):
        yield triple(f"level-{rank}", TYPE, ECG.ExperienceLevel)
    for field in range(6):
        yield triple(f"field-{field}", TYPE, ECG.Specialization)
    for number in range(roles):
        for rank in range(3):
            for field in range(6):
                profile = f"profile-{number}-{rank}-{field}"
                yield triple(profile, TYPE, ECG.RoleProfile)
                yield triple(profile, ECG.narrowsRole, f"role-{number}")
                yield triple(profile, ECG.atLevel, f"level-{rank}")
                yield triple(profile, ECG.inSpecialization, f"field-{field}")
                yield from requirement(profile, (number + 50 * rank + field) % 500)


def measured(title: str, triples: Iterator[ox.Triple]) -> None:
    """Print how long it takes to derive what follows from some triples; seconds of the processor."""
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    dataset.add(triples)
    before = len(dataset.store)
    start = time.process_time()
    derive(dataset)
    print(f"{title}: {before:,} triples, {len(dataset.store) - before:,} derived, {_since(start)}", flush=True)


def first_gap() -> None:
    """Print how long the first gap and the next one take among 3,000 roles with 130,000 requirements."""
    dataset = synthetic_dataset()
    network = Network(Catalog(dataset))
    roles = sorted(dataset.subjects(TYPE, ECG.Role))
    for title, one, two in (("first", 0, 1), ("next", 2, 3)):
        start = time.process_time()
        skill_gap(network, roles[one], roles[two])
        print(f"{title} gap among {len(roles):,} roles, {len(dataset.store):,} triples: {_since(start)}", flush=True)


def _since(start: float) -> str:
    return f"{time.process_time() - start:.2f} s"


def main() -> None:
    """Print all curves."""
    for roles in (750, 1_500, 3_000):
        measured(f"chain of {roles:,} roles", chain(roles))
    for roles in (25, 50, 100):
        measured(f"{roles} roles with 18 profiles each", profiles(roles))
    first_gap()


if __name__ == "__main__":
    main()
