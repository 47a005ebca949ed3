"""Find the counterparts of a role in another framework: by mappings, by labels, by the skills that both require."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from ecomgraph.careers.gap import ruzicka
from ecomgraph.careers.need import Ask, Needs
from ecomgraph.careers.scales import ALL, NONE
from ecomgraph.errors import UnknownNameError
from ecomgraph.model import Counterpart, Role
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import by_label, label_key
from ecomgraph.store.database import framework_graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.need import Need
    from ecomgraph.model import ProficiencyScale
    from ecomgraph.reading.catalog import Catalog
    from ecomgraph.store.dataset import Dataset

__all__ = ["counterparts", "counterparts_in"]

_SKOS = PREFIXES["skos"]
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_LABELS = ("prefLabel", "altLabel")


def counterparts_in(catalog: Catalog, role: str, framework: str, n: int) -> tuple[Counterpart, ...]:
    """Return :func:`counterparts` in a framework of a database, given by name; raise for a name that none has."""
    names = {slug_of(graph.value): graph for graph in catalog.dataset.store.named_graphs()}
    known = {name: graph.value for name, graph in names.items() if graph == framework_graph(name)}
    if framework not in known:
        raise UnknownNameError(framework, "framework", sorted(known))
    return counterparts(catalog, role, known[framework], n)


def counterparts(catalog: Catalog, role: str, graph: str, n: int) -> tuple[Counterpart, ...]:
    """Return the ``n`` roles of one named graph that come nearest to a role, the surest first.

    A mapping that somebody made comes before a label that both have (abbreviations do not count), and that before
    skills in common: the same one, mapped ones, and those with the same label. Within the last, the score is the
    weighted Jaccard index over rungs where all skills in common are measured on comparable scales, else by importance
    alone, each skill whole; within the others, ties go by label, then IRI. Scales are comparable if they are the same,
    or if their levels have the same labels at the same degrees; two skills without a scale are if neither role's
    framework states a degree for it.
    """
    search = _Search(Needs(catalog), role, graph)
    found = [*search.mapped(), *search.named_alike(), *search.skilled_alike()]
    best: dict[str, Counterpart] = {}
    for other, by, relation, score, shared, weighed_by in found:
        if other not in best and other != role:
            best[other] = Counterpart(
                role=catalog.entity(other, Role),
                by=by,
                relation=relation,
                score=score,
                shared=by_label(map(catalog.skill, shared)),
                weighed_by=weighed_by,
            )
    order = {"mapping": 0, "label": 1, "skills": 2}
    ranked = sorted(best.values(), key=lambda it: (order[it.by], -it.score, *label_key(it.role)))
    return tuple(ranked[:n])


_By = Literal["mapping", "label", "skills"]
_WeighedBy = Literal["degree", "importance", ""]
_Found = tuple[str, _By, str, float, frozenset[str], _WeighedBy]


@dataclass(slots=True)
class _Search:
    needs: Needs
    role: str
    graph: str

    @property
    def dataset(self) -> Dataset:
        return self.needs.catalog.dataset

    def mapped(self) -> Iterable[_Found]:
        roles = set(self._roles())
        for name in _MATCHES:
            for other in self._linked(self.role, name):
                if other in roles:
                    yield other, "mapping", name, 1.0, frozenset(), ""

    def named_alike(self) -> Iterable[_Found]:
        wanted = self._labels(self.role)
        for other in self._roles():
            shared = wanted & self._labels(other)
            if shared:
                yield other, "label", min(shared), 1.0, frozenset(), ""

    def skilled_alike(self) -> Iterable[_Found]:
        own = self.needs.of(self.role)
        same = {skill: self._same(skill) for skill in own}
        mapped = set().union(*same.values())
        for other in self._roles():
            theirs = self.needs.of(other)
            pairs = {skill: targets & theirs.keys() for skill, targets in same.items()}
            shared = frozenset(skill for skill, targets in pairs.items() if targets)
            if not shared:
                continue
            graded = all(self._comparable(skill, other, it) for skill in shared for it in pairs[skill])
            # What stands for a skill of the role counts as that skill; the rest of the other one's need stands alone.
            need: Need = {skill: ask for skill, ask in theirs.items() if skill not in mapped}
            for skill in shared:
                for target in pairs[skill]:
                    need[skill] = need.get(skill, Ask()).joined(theirs[target])
            one, two = (own, need) if graded else (_whole(own), _whole(need))
            yield other, "skills", "", ruzicka(one, two), shared, "degree" if graded else "importance"

    def _comparable(self, skill: str, role: str, other: str) -> bool:
        """Tell whether a degree of a skill says the same as one of the other role's skill that stands for it."""
        mine, theirs = self.needs.scales.of(skill), self.needs.scales.of(other)
        if mine is None or theirs is None:
            stated = self._states_degrees(self.role, skill) or self._states_degrees(role, other)
            return mine is theirs and (skill == other or not stated)
        return mine.iri == theirs.iri or _degrees_of_levels(mine) == _degrees_of_levels(theirs)

    def _states_degrees(self, role: str, skill: str) -> bool:
        asking = (it for _, _, _, it in self.needs.requirements(role))
        return self.needs.has_degrees([it for it in asking if skill in self.dataset.iris(it, ECG.requiredSkill)], skill)

    def _same(self, skill: str) -> set[str]:
        """Return the IRIs that stand for a skill: itself, what it is mapped to, and skills with one of its labels."""
        found = {skill, *(other for name in _MATCHES[:3] for other in self._linked(skill, name))}
        for label in self._literals(skill):
            for quad in self.dataset.store.quads_for_pattern(None, None, label, None):
                if slug_of(quad.predicate.value) in _LABELS and isinstance(quad.subject, ox.NamedNode):
                    found.add(quad.subject.value)
        return found

    def _linked(self, iri: str, name: str) -> list[str]:
        inverse = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}.get(name, name)
        return [*self.dataset.iris(iri, _SKOS + name), *self.dataset.subjects(_SKOS + inverse, iri)]

    def _roles(self) -> list[str]:
        kind, role = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(ECG.Role)
        found = self.dataset.store.quads_for_pattern(None, kind, role, ox.NamedNode(self.graph))
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))

    def _literals(self, iri: str) -> list[ox.Literal]:
        terms = [term for name in _LABELS for term in self.dataset.objects(iri, _SKOS + name)]
        # The same abbreviation often stands for something else.
        return [term for term in terms if isinstance(term, ox.Literal) and not term.value.isupper()]

    def _labels(self, iri: str) -> set[str]:
        return {term.value.casefold() for term in self._literals(iri)}


def _whole(need: Need) -> Need:
    """Return a need in which every skill is asked for wholly: as essential if any part of it is, else as optional."""
    return {skill: Ask(ALL, NONE) if ask.essential else Ask(NONE, ALL) for skill, ask in need.items()}


def _degrees_of_levels(scale: ProficiencyScale) -> list[tuple[float, str]]:
    return [(level.degree, level.label.casefold()) for level in scale.levels]
