"""Read value objects out of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ecomgraph.errors import EcomgraphError
from ecomgraph.model import (
    Activity,
    BusinessFunction,
    CareerNode,
    Challenge,
    Characteristic,
    Claim,
    Collaboration,
    Entity,
    ExperienceLevel,
    Objective,
    Passage,
    Responsibility,
    Role,
    RoleProfile,
    Skill,
    Specialization,
    TeamRole,
)
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.store.dataset import Dataset

__all__ = ["Catalog"]

_RDF, _SKOS, _DCTERMS = PREFIXES["rdf"], PREFIXES["skos"], PREFIXES["dcterms"]
_E = TypeVar("_E", bound=Entity)
_N = TypeVar("_N", int, float)
_C = TypeVar("_C", Responsibility, Activity, Objective, Challenge, TeamRole)

_LINKS: dict[type[Claim], str] = {
    Activity: ECG.performsActivity,
    Challenge: ECG.facesChallenge,
    Characteristic: ECG.hasCharacteristic,
    Objective: ECG.pursuesObjective,
    Responsibility: ECG.hasResponsibility,
    TeamRole: ECG.leadsTeamRole,
}


class Catalog:
    """What a dataset says of each thing, as immutable value objects; one language's labels."""

    def __init__(self, dataset: Dataset, language: str = "en") -> None:
        self.dataset = dataset
        self.language = language
        self._nodes: dict[str, CareerNode] = {}
        self._skills: dict[str, Skill] = {}
        self._groups: dict[str, Skill | None] = {}

    def entity(self, iri: str, cls: type[_E] = Entity, **fields: object) -> _E:  # type: ignore[assignment]
        """Return the thing with an IRI, as a value of a class that needs no more than ``fields``."""
        label = self.dataset.literal(iri, _SKOS + "prefLabel", self.language)
        definition = self.dataset.literal(iri, _SKOS + "definition", self.language)
        slug = slug_of(iri)
        return cls(iri=iri, id=slug, label=label or slug, definition=definition, **fields)

    def node(self, iri: str) -> CareerNode:
        """Return a role or a role profile."""
        if iri not in self._nodes:
            role = self._first(iri, ECG.narrowsRole)
            self._nodes[iri] = self._profile(iri, role) if role else self.entity(iri, Role)
        return self._nodes[iri]

    def _profile(self, iri: str, role: str) -> RoleProfile:
        level, specialization = self._first(iri, ECG.atLevel), self._first(iri, ECG.inSpecialization)
        return self.entity(
            iri,
            RoleProfile,
            role=self.entity(role, Role),
            level=self.level(level) if level else None,
            specialization=self.entity(specialization, Specialization) if specialization else None,
        )

    def level(self, iri: str) -> ExperienceLevel:
        """Return an experience level."""
        return self.entity(iri, ExperienceLevel, rank=self.number(iri, ECG.rank, int) or 0)

    def skill(self, iri: str) -> Skill:
        """Return a skill."""
        if iri not in self._skills:
            broader = tuple(self.dataset.iris(iri, _SKOS + "broader"))
            self._skills[iri] = self.entity(iri, Skill, type=self._slug(iri, ECG.skillType), broader=broader)
        return self._skills[iri]

    def group(self, iri: str) -> Skill | None:
        """Return the top group of a skill, ``None`` if it is in none; of several the first by label, then IRI."""
        if iri not in self._groups:
            reached, pending = {iri}, [iri]
            tops = []
            while pending:
                skill = self.skill(pending.pop())
                fresh = set(skill.broader) - reached
                reached |= fresh
                pending += fresh
                if not skill.broader and skill.iri != iri:
                    tops.append(skill)
            self._groups[iri] = min(tops, key=lambda it: (it.label.casefold(), it.iri), default=None)
        return self._groups[iri]

    def passage(self, iri: str) -> Passage:
        """Return a passage."""
        number = {
            field: self.number(iri, predicate, int) or 0
            for field, predicate in (("ordinal", ECG.ordinal), ("start", ECG.startOffset), ("end", ECG.endOffset))
        }
        return Passage(
            iri=iri,
            id=slug_of(iri),
            source=self._first(iri, _DCTERMS + "isPartOf"),
            section=self.dataset.literal(iri, ECG.inSection),
            digest=self.dataset.literal(iri, ECG.textDigest),
            **number,
        )

    def number(self, iri: str, predicate: str, cls: type[_N]) -> _N | None:
        """Return a number that a thing has, ``None`` without; :class:`~ecomgraph.EcomgraphError` if it is none."""
        text = self.dataset.literal(iri, predicate)
        try:
            return cls(text) if text else None
        except ValueError:
            message = f"{iri}: expected a number as ecg:{slug_of(predicate)}, not {text!r}; validate the graph for more"
            raise EcomgraphError(message) from None

    def broader_nodes(self, iri: str) -> list[str]:
        """Return the IRIs of a node and of those that it inherits from, itself first, then sorted."""
        return [iri, *(broader for broader in self.dataset.iris(iri, ECG.inheritsFrom) if broader != iri)]

    def claims(self, node: str, cls: type[_C]) -> tuple[_C, ...]:
        """Return what a node has of one kind, inherited or its own, by label, then IRI."""
        found = []
        for via, iri in self._linked(node, _LINKS[cls]):
            fields = self._grounds(iri, via, _LINKS[cls])
            if cls is Responsibility:
                fields["broader"] = tuple(self.dataset.iris(iri, _SKOS + "broader"))
            found.append(self.entity(iri, cls, via=via, **fields))
        return tuple(_sorted(found))

    def characteristics(self, node: str) -> tuple[Characteristic, ...]:
        """Return what a node is like, inherited or its own, by facet, then label, then IRI."""
        link = _LINKS[Characteristic]
        found = [
            self.entity(iri, Characteristic, via=via, facet=self._slug(iri, ECG.facet), **self._grounds(iri, via, link))
            for via, iri in self._linked(node, link)
        ]
        return tuple(sorted(_sorted(found), key=lambda characteristic: characteristic.facet))

    def collaborations(self, node: str) -> tuple[Collaboration, ...]:
        """Return whom a node works with and why, inherited or its own, by the function's label, then IRI."""
        found = []
        for via, iri in self._linked(node, ECG.hasCollaboration):
            function = self.entity(self._first(iri, ECG.collaboratesWith), BusinessFunction)
            purposes: tuple[Entity, ...] = tuple(
                _sorted(self.entity(purpose, Entity) for purpose in self.dataset.iris(iri, ECG.hasPurpose))
            )
            grounds = self._grounds(iri, via, ECG.hasCollaboration)
            found.append(
                Collaboration(
                    iri=iri,
                    id=slug_of(iri),
                    label=function.label,
                    function=function,
                    purposes=purposes,
                    via=via,
                    **grounds,  # type: ignore[arg-type]
                )
            )
        return tuple(_sorted(found))

    def _linked(self, node: str, link: str) -> list[tuple[str, str]]:
        # A thing that a node has itself and inherits as well is its own.
        found: dict[str, str] = {}
        for via in self.broader_nodes(node):
            for iri in self.dataset.iris(via, link):
                found.setdefault(iri, via)
        return [(via, iri) for iri, via in found.items()]

    def _grounds(self, iri: str, via: str, link: str) -> dict[str, object]:
        """Return basis, evidence and note: those of the statement of this very link, else those of the thing."""
        speaker = self._statement(via, link, iri) or iri
        return {
            "basis": self._slug(speaker, ECG.hasBasis),
            "evidence": tuple(slug_of(passage) for passage in self.dataset.iris(speaker, ECG.hasEvidence)),
            "note": self.dataset.literal(speaker, _SKOS + "editorialNote", self.language),
        }

    def _statement(self, subject: str, predicate: str, obj: str) -> str:
        for statement in self.dataset.subjects(_RDF + "object", obj):
            about = (self._first(statement, _RDF + "subject"), self._first(statement, _RDF + "predicate"))
            if about == (subject, predicate):
                return statement
        return ""

    def _first(self, iri: str, predicate: str) -> str:
        return next(iter(self.dataset.iris(iri, predicate)), "")

    def _slug(self, iri: str, predicate: str) -> str:
        return slug_of(self._first(iri, predicate))


def _sorted(entities: Iterable[_E]) -> list[_E]:
    return sorted(entities, key=lambda entity: (entity.label.casefold(), entity.iri))
