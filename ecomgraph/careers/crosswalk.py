"""Find the counterparts of a role in another framework: by mappings, by labels, by the skills that both require."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from ecomgraph.careers.gap import ruzicka
from ecomgraph.careers.need import Ask, Needs
from ecomgraph.careers.scales import ALL, NONE
from ecomgraph.errors import UnknownNameError
from ecomgraph.model import Counterpart, Role
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import Names
from ecomgraph.reading.reader import by_label, label_key
from ecomgraph.spelling import folded
from ecomgraph.store.framework_value import framework_graph, name_of_graph

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
_SOURCE, _PROPERTY, _TARGET = (
    ox.NamedNode(f"{PREFIXES['owl']}annotated{end}") for end in ("Source", "Property", "Target")
)
_CONFIDENCE = ox.NamedNode(PREFIXES["sssom"] + "confidence")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]{1,3})?")


def counterparts_in(catalog: Catalog, role: str, framework: str, n: int) -> tuple[Counterpart, ...]:
    """Return :func:`counterparts` in the framework of that name in the same graph; raise if there is none."""
    known = {name: graph for graph in catalog.dataset.store.named_graphs() if (name := name_of_graph(graph))}
    if framework not in known:
        raise UnknownNameError(framework, "framework", sorted(known))
    return counterparts(catalog, catalog, framework, role, n, mappings=catalog.dataset)


def counterparts(
    own: Catalog, other: Catalog, framework: str, role: str, n: int, *, mappings: Dataset
) -> tuple[Counterpart, ...]:
    """Return the ``n`` roles of another framework that are nearest to a role, best first.

    Mapped roles come first, then roles with an equal label (abbreviations do not count), then roles with skills in
    common: skills with the same IRI, with a mapping between them, or with the same label. The score of a mapping is the
    greatest confidence stated for it, 1 if none is. The score by skills is the weighted Jaccard index over rungs if all
    skills in common have comparable degrees; otherwise it counts every skill in full, by its importance. Ties go by
    label, then IRI.

    Degrees are comparable if the scales are the same, or if their levels have the same labels at the same degrees. For
    two skills without a scale, they are comparable if both are the same skill, or if neither framework states a degree
    for them. ``other`` is a graph that contains ``framework``, ``mappings`` a dataset with all mappings.
    """
    search = _Search(Needs(own), Needs(other), mappings, role, framework)
    found = [*search.mapped(), *search.named_alike(), *search.skilled_alike()]
    best: dict[str, Counterpart] = {}
    for target, by, relation, score, shared, weighed_by in found:
        if target not in best and (target != role or own is not other):
            best[target] = Counterpart(
                role=other.entity(target, Role),
                by=by,
                relation=relation,
                score=score,
                shared=by_label(map(own.skill, shared)),
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
    their_needs: Needs
    mappings: Dataset
    role: str
    framework: str
    _skills: Names = field(init=False)

    def __post_init__(self) -> None:
        self._skills = Names(self.other)

    @property
    def own(self) -> Dataset:
        return self.needs.catalog.dataset

    @property
    def other(self) -> Dataset:
        return self.their_needs.catalog.dataset

    def mapped(self) -> Iterable[_Found]:
        roles = set(self._roles())
        found: list[_Found] = [
            (other, "mapping", name, self._confidence(name, other), frozenset(), "")
            for name in _MATCHES
            for other in self._linked(self.role, name)
            if other in roles
        ]
        # If several mappings lead to one role, the one with the highest confidence counts.
        yield from sorted(found, key=lambda it: -it[3])

    def _confidence(self, name: str, other: str) -> float:
        """Return the greatest confidence that axioms state for a mapping, 1 if none does."""
        inverse = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}.get(name, name)
        store = self.mappings.store
        stated = [
            float(quad.object.value)
            for one, relation, two in ((self.role, name, other), (other, inverse, self.role))
            for axiom in store.quads_for_pattern(None, _SOURCE, ox.NamedNode(one))
            if _has(store, axiom.subject, _PROPERTY, _SKOS + relation) and _has(store, axiom.subject, _TARGET, two)
            for quad in store.quads_for_pattern(axiom.subject, _CONFIDENCE, None)
            if isinstance(quad.object, ox.Literal) and _NUMBER.fullmatch(quad.object.value)
        ]
        return min(max(stated, default=1.0), 1.0)

    def named_alike(self) -> Iterable[_Found]:
        wanted = _labels(self.own, self.role)
        for other in self._roles():
            shared = wanted & _labels(self.other, other)
            if shared:
                yield other, "label", min(shared), 1.0, frozenset(), ""

    def skilled_alike(self) -> Iterable[_Found]:
        own = self.needs.of(self.role)
        same = {skill: self._same(skill) for skill in own}
        mapped = set().union(*same.values())
        for other in self._roles():
            theirs = self.their_needs.of(other)
            pairs = {skill: targets & theirs.keys() for skill, targets in same.items()}
            shared = frozenset(skill for skill, targets in pairs.items() if targets)
            if not shared:
                continue
            graded = all(self._comparable(skill, other, it) for skill in shared for it in pairs[skill])
            # Counterparts of the role's skills count as the same skills; the other role keeps its remaining skills.
            need: Need = {skill: ask for skill, ask in theirs.items() if skill not in mapped}
            for skill in shared:
                for target in pairs[skill]:
                    need[skill] = need.get(skill, Ask()).joined(theirs[target])
            one, two = (own, need) if graded else (_whole(own), _whole(need))
            yield other, "skills", "", ruzicka(one, two), shared, "degree" if graded else "importance"

    def _comparable(self, skill: str, role: str, other: str) -> bool:
        """Tell whether degrees of a skill are comparable with those of its counterpart in the other role."""
        mine, theirs = self.needs.scales.of(skill), self.their_needs.scales.of(other)
        if mine is None or theirs is None:
            stated = _states_degrees(self.needs, self.role, skill) or _states_degrees(self.their_needs, role, other)
            return mine is theirs and (skill == other or not stated)
        return mine.iri == theirs.iri or _degrees_of_levels(mine) == _degrees_of_levels(theirs)

    def _same(self, skill: str) -> set[str]:
        """Return the IRIs equivalent to a skill: itself, its mappings, and skills with one of its labels."""
        found = {skill, *(other for name in _MATCHES[:3] for other in self._linked(skill, name))}
        return found.union(*(self._skills.labelled(label, "skill") for label in _labels(self.own, skill)))

    def _linked(self, iri: str, name: str) -> list[str]:
        inverse = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}.get(name, name)
        return [*self.mappings.iris(iri, _SKOS + name), *self.mappings.subjects(_SKOS + inverse, iri)]

    def _roles(self) -> list[str]:
        kind, role = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(ECG.Role)
        found = self.other.store.quads_for_pattern(None, kind, role, framework_graph(self.framework))
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))


def _has(store: ox.Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple, relation: ox.NamedNode, iri: str) -> bool:
    return next(store.quads_for_pattern(subject, relation, ox.NamedNode(iri)), None) is not None


def _labels(dataset: Dataset, iri: str) -> set[str]:
    """Return the distinct labels of a thing in all languages."""
    terms = (term for name in _LABELS for term in dataset.objects(iri, _SKOS + name))
    # The same abbreviation often stands for something else.
    return {folded(term.value) for term in terms if isinstance(term, ox.Literal) and not term.value.isupper()}


def _states_degrees(needs: Needs, role: str, skill: str) -> bool:
    dataset = needs.catalog.dataset
    asking = [it for _, _, _, it in needs.requirements(role) if skill in dataset.iris(it, ECG.requiredSkill)]
    return needs.has_degrees(asking, skill)


def _whole(need: Need) -> Need:
    """Return a need with every skill required in full: as essential if any part of it is, else as optional."""
    return {skill: Ask(ALL, NONE) if ask.essential else Ask(NONE, ALL) for skill, ask in need.items()}


def _degrees_of_levels(scale: ProficiencyScale) -> list[tuple[float, str]]:
    return [(level.degree, level.label.casefold()) for level in scale.levels]
