"""Find the counterparts of a role in another framework: by mappings, by labels, by the skills that both require."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from ecomgraph.errors import UnknownNameError
from ecomgraph.model import Counterpart, Role
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import Names
from ecomgraph.reading.reader import by_label, label_key
from ecomgraph.spelling import folded
from ecomgraph.store.framework_value import framework_graph, name_of_graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.reading.catalog import Catalog
    from ecomgraph.store.dataset import Dataset

__all__ = ["counterparts", "counterparts_in"]

_SKOS = PREFIXES["skos"]
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_LABELS = ("prefLabel", "altLabel")


def counterparts_in(catalog: Catalog, role: str, framework: str, n: int) -> tuple[Counterpart, ...]:
    """Return :func:`counterparts` in a framework of the same graph, given by name; raise for a name that none has."""
    known = {name: graph for graph in catalog.dataset.store.named_graphs() if (name := name_of_graph(graph))}
    if framework not in known:
        raise UnknownNameError(framework, "framework", sorted(known))
    return counterparts(catalog, catalog, framework, role, n, mappings=catalog.dataset)


def counterparts(
    own: Catalog, other: Catalog, framework: str, role: str, n: int, *, mappings: Dataset
) -> tuple[Counterpart, ...]:
    """Return the ``n`` roles of another framework that come nearest to a role of one's own, the surest first.

    A mapping that somebody made comes before a label that both have (abbreviations do not count), and that before
    skills in common: the same one, mapped ones, and those with the same label. Within the last, the index is the number
    of skills in common divided by that of all skills of either; within the others, ties go by label, then IRI.
    ``other`` is a graph with the framework of that name, ``mappings`` a dataset with all mappings.
    """
    search = _Search(own.dataset, other.dataset, mappings, role, framework)
    found = [*search.mapped(), *search.named_alike(), *search.skilled_alike()]
    best: dict[str, Counterpart] = {}
    for target, by, relation, score, shared in found:
        if target not in best and (target != role or own is not other):
            entities = by_label(map(own.skill, shared))
            best[target] = Counterpart(
                role=other.entity(target, Role), by=by, relation=relation, score=score, shared=entities
            )
    order = {"mapping": 0, "label": 1, "skills": 2}
    ranked = sorted(best.values(), key=lambda it: (order[it.by], -it.score, *label_key(it.role)))
    return tuple(ranked[:n])


_By = Literal["mapping", "label", "skills"]
_Found = tuple[str, _By, str, float, frozenset[str]]


@dataclass(slots=True)
class _Search:
    own: Dataset
    other: Dataset
    mappings: Dataset
    role: str
    framework: str
    _skills: Names = field(init=False)

    def __post_init__(self) -> None:
        self._skills = Names(self.other)

    def mapped(self) -> Iterable[_Found]:
        roles = set(self._roles())
        for name in _MATCHES:
            for other in self._linked(self.role, name):
                if other in roles:
                    yield other, "mapping", name, 1.0, frozenset()

    def named_alike(self) -> Iterable[_Found]:
        wanted = _labels(self.own, self.role)
        for other in self._roles():
            shared = wanted & _labels(self.other, other)
            if shared:
                yield other, "label", min(shared), 1.0, frozenset()

    def skilled_alike(self) -> Iterable[_Found]:
        own = {skill: self._same(skill) for skill in self.own.iris(self.role, ECG.requiresSkill)}
        by_target: dict[str, set[str]] = {}
        for skill, same in own.items():
            for target in same:
                by_target.setdefault(target, set()).add(skill)
        for other in self._roles():
            theirs = set(self.other.iris(other, ECG.requiresSkill))
            shared = frozenset(skill for target in theirs & by_target.keys() for skill in by_target[target])
            if shared:
                yield other, "skills", "", len(shared) / len(own.keys() | (theirs - by_target.keys())), shared

    def _same(self, skill: str) -> set[str]:
        """Return the IRIs that stand for a skill: itself, what it is mapped to, and skills with one of its labels."""
        found = {skill, *(other for name in _MATCHES[:3] for other in self._linked(skill, name))}
        return found.union(*(self._skills.labelled(label, "skill") for label in _labels(self.own, skill)))

    def _linked(self, iri: str, name: str) -> list[str]:
        inverse = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}.get(name, name)
        return [*self.mappings.iris(iri, _SKOS + name), *self.mappings.subjects(_SKOS + inverse, iri)]

    def _roles(self) -> list[str]:
        kind, role = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(ECG.Role)
        found = self.other.store.quads_for_pattern(None, kind, role, framework_graph(self.framework))
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))


def _labels(dataset: Dataset, iri: str) -> set[str]:
    """Return the labels of a thing, in whatever language, as equal ones are the same text."""
    terms = (term for name in _LABELS for term in dataset.objects(iri, _SKOS + name))
    # The same abbreviation often stands for something else.
    return {folded(term.value) for term in terms if isinstance(term, ox.Literal) and not term.value.isupper()}
