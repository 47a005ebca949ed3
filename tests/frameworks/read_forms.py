"""Read a source as import does, without deriving and validating, and give what it says as labels."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ecomgraph import FrameworkError, ImportOptions
from ecomgraph.exchange.importers.detect import detect, look
from ecomgraph.exchange.importers.problems import Problems
from ecomgraph.exchange.importers.readers import read_source
from ecomgraph.namespace import ECG, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import Reading

LABEL = PREFIXES["skos"] + "prefLabel"


class Read(NamedTuple):
    """What was read: ``facts`` are the values of properties by subject, labels in the place of IRIs."""

    reading: Reading
    notes: tuple[str, ...]
    facts: dict[str, dict[str, list[str]]]

    def of(self, kind: str) -> dict[str, dict[str, list[str]]]:
        """Return the facts of the things of a class, by label or IRI."""
        return {name: facts for name, facts in self.facts.items() if kind in facts["type"]}

    @property
    def needs(self) -> dict[str, dict[str, str]]:
        """Return, by node and skill, the level that is required, or the proficiency; "x" if neither is stated."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for node, facts in self.facts.items():
            for key in facts.get("hasSkillRequirement", ()):
                need = self.facts[key]
                assert need["importance"] in (["essential"], ["optional"])
                stated = need.get("requiredLevel", need.get("proficiency", ["x"]))
                found[node][need["requiredSkill"][0]] = stated[0]
        return dict(found)

    @property
    def transitions(self) -> list[tuple[str, str, str]]:
        """Return start, kind and end of all transitions."""
        its = self.of("Transition").values()
        return sorted((it["transitionFrom"][0], it["transitionKind"][0], it["transitionTo"][0]) for it in its)

    @property
    def texts(self) -> dict[tuple[str, str], str]:
        """Return the text that describes a skill at a level."""
        its = self.of("LevelDescriptor").values()
        return {(it["ofSkill"][0], it["atProficiencyLevel"][0]): it["definition"][0] for it in its}

    @property
    def ranks(self) -> dict[str, int]:
        """Return the ranks of proficiency levels by label."""
        return {name: int(it["rank"][0]) for name, it in self.of("ProficiencyLevel").items()}


def read(path: Path, **options: object) -> Read:
    """Read a source; what is found and what is read or left out have to add up."""
    settings = ImportOptions(**options)  # type: ignore[arg-type]
    source = look(path, settings.max_size)
    form = settings.format or detect(source, "", settings.max_size)
    problems = Problems(source.name)
    reading = read_source(source, form, settings, problems, "https://ours.example/", settings.name or "ours")
    assert [it for it in reading.account if not it.balanced] == []
    triples = list(ox.parse("".join(reading.lines), format=ox.RdfFormat.N_TRIPLES))
    labels = {it.subject.value: it.object.value for it in triples if it.predicate.value == LABEL}
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for it in triples:
        value = it.object.value
        shown = value if isinstance(it.object, ox.Literal) else labels.get(value, _last(value))
        if isinstance(it.object, ox.NamedNode) and value not in labels and it.predicate.value.startswith(ECG.NAMESPACE):
            shown = value if "/requirement/" in value else _last(value)
        subject = it.subject.value
        facts[labels.get(subject, subject)][_last(it.predicate.value)].append(shown)
    return Read(reading, problems.told(), {key: dict(value) for key, value in facts.items()})


def refused(path: Path, **options: object) -> list[str]:
    """Return the problems of a source that is refused."""
    try:
        read(path, **options)
    except FrameworkError as error:
        return list(error.problems)
    raise AssertionError("the source was read")


def _last(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
