"""What a graph says, asked for in other ways than exporters do, to compare exports with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.store.dataset import DERIVED, VOCABULARY

if TYPE_CHECKING:
    import ecomgraph

SKOS, RDF, OWL = PREFIXES["skos"], PREFIXES["rdf"], PREFIXES["owl"]
CLASSES = {
    "role": ECG.Role,
    "profile": ECG.RoleProfile,
    "level": ECG.ExperienceLevel,
    "specialization": ECG.Specialization,
    "skill": ECG.Skill,
    "responsibility": ECG.Responsibility,
    "activity": ECG.Activity,
    "function": ECG.BusinessFunction,
    "objective": ECG.Objective,
    "challenge": ECG.Challenge,
    "characteristic": ECG.Characteristic,
    "team-role": ECG.TeamRole,
    "requirement": ECG.SkillRequirement,
    "collaboration": ECG.Collaboration,
    "transition": ECG.Transition,
    "passage": ECG.Passage,
    "source": ECG.SourceDocument,
    "proficiency-scale": ECG.ProficiencyScale,
    "proficiency-level": ECG.ProficiencyLevel,
    "level-descriptor": ECG.LevelDescriptor,
    "learning-resource": ECG.LearningResource,
    "statement": OWL + "Axiom",
}


def clean(text: str) -> str:
    """A text without the characters that XML and databases refuse."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))


def line(text: str) -> str:
    """A text as names are written."""
    return " ".join(clean(text).split())


class Facts:
    """The asserted facts of a graph, or all of them."""

    def __init__(self, graph: ecomgraph.CareerGraph, *, derived: bool = True) -> None:
        self.graph = graph
        self.derived = derived
        self._triples: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        for quad in graph.dataset.store:
            if quad.graph_name == VOCABULARY or (quad.graph_name == DERIVED and not derived):
                continue
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                found = self._triples.setdefault(quad.subject.value, {})
                found.setdefault(quad.predicate.value, []).append(quad.object)

        tags = {tag for tag in graph.dataset.languages() if tag}
        self.language = "en" if "en" in tags or not tags else min(tags)
        self._kinds = {
            kind: {iri for iri in self._triples if concept in self.to(iri, RDF + "type")}
            for kind, concept in CLASSES.items()
        }
        # Axioms about mappings are the grounds of alignments, not of links between things of the framework.
        mappings = {SKOS + f"{name}Match" for name in ("exact", "close", "broad", "narrow", "related")}
        self._kinds["statement"] -= {
            iri for iri in self._kinds["statement"] if mappings & {*self.to(iri, OWL + "annotatedProperty")}
        }

        self._holders: dict[str, set[str]] = {}
        for iri in self._triples:
            for requirement in self.to(iri, ECG.hasSkillRequirement):
                self._holders.setdefault(requirement, set()).add(iri)

    def iris(self, *kinds: str) -> set[str]:
        """All things of some kinds."""
        return set().union(*(self._kinds[kind] for kind in kinds))

    def to(self, iri: str, predicate: str) -> list[str]:
        """The IRIs that a property leads to."""
        return sorted(t.value for t in self._triples.get(iri, {}).get(predicate, []) if isinstance(t, ox.NamedNode))

    def predicates(self, iri: str) -> set[str]:
        """All properties of a thing."""
        return set(self._triples[iri])

    def text(self, iri: str, predicate: str) -> str:
        """The text of a property: English, else untagged, else any."""
        return self.graph.dataset.literal(iri, predicate) if predicate in self._triples.get(iri, {}) else ""

    def texts(self, iri: str, predicate: str) -> set[str]:
        """All untagged texts of a property, and those in English or, without any label in it, in another language."""
        found = self._triples.get(iri, {}).get(predicate, [])
        return {term.value for term in found if isinstance(term, ox.Literal) and term.language in (self.language, None)}

    def literals(self, iri: str, predicate: str) -> list[ox.Literal]:
        """All texts of a property, in any language."""
        return [term for term in self._triples.get(iri, {}).get(predicate, []) if isinstance(term, ox.Literal)]

    def subjects(self) -> set[str]:
        """Everything with an IRI that something is said of."""
        return set(self._triples)

    def label(self, iri: str) -> str:
        """The preferred label."""
        return self.text(iri, SKOS + "prefLabel")

    def names(self, iris: set[str] | list[str]) -> list[str]:
        """The preferred labels of several things, on one line each, sorted."""
        return sorted(line(self.label(iri)) for iri in iris)

    def required(self, node: str) -> dict[str, str]:
        """The skills that a node requires, and how much each matters: everything, or what is asserted of the node."""
        if self.derived:
            return {it.skill.iri: it.importance for it in self.graph.skills(node)}
        found: dict[str, str] = {}
        for requirement in self.to(node, ECG.hasSkillRequirement):
            importance = self.to(requirement, ECG.importance)[0].rpartition("/")[2]
            for skill in self.to(requirement, ECG.requiredSkill):
                found[skill] = "essential" if "essential" in (importance, found.get(skill)) else "optional"
        return found

    def holders(self, requirement: str) -> set[str]:
        """What has a requirement."""
        return self._holders.get(requirement, set())

    def inherited(self, node: str, predicate: str) -> set[str]:
        """What a property leads to from a node or from any that it inherits from."""
        return {target for it in (node, *self.to(node, ECG.inheritsFrom)) for target in self.to(it, predicate)}
