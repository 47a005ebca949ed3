"""The part of the façade about roles, profiles and skills."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ecomgraph.arguments import checked
from ecomgraph.careers import apart, requirements
from ecomgraph.careers.need import Needs
from ecomgraph.errors import UnknownNameError
from ecomgraph.model import (
    Activity,
    CareerNode,
    Challenge,
    Characteristic,
    Collaboration,
    Entity,
    ExperienceLevel,
    Objective,
    Responsibility,
    Role,
    RoleProfile,
    Skill,
    Specialization,
    TeamRole,
)
from ecomgraph.namespace import ECG
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reading.names import Names, telling
from ecomgraph.reading.reader import by_label
from ecomgraph.store.dataset import Dataset

if TYPE_CHECKING:
    from ecomgraph.careers.network import Network
    from ecomgraph.model import Explanation, LearningResource, LevelDescriptor, ProficiencyScale, RequiredSkill
    from ecomgraph.queries.library import Library
    from ecomgraph.reading.names import Kind


__all__ = ["NodeLike", "Nodes"]

NodeLike = str | CareerNode
_E = TypeVar("_E", bound=Entity)


@checked
class Nodes:
    """Roles, profiles and skills, and what a node is and does."""

    def __init__(self, dataset: Dataset, language: str = "en") -> None:
        self.dataset = dataset
        self.language = language
        # The stored queries, where some were added, and the names of added rules.
        self._library: Library | None = None
        self._rules: tuple[str, ...] = ()
        self._catalog = Catalog(dataset, language)
        self._names = Names(dataset, language)
        self._needs = Needs(self._catalog)
        self._network: Network | None = None

    # ------------------------------------------------------------------ nodes

    def roles(self) -> tuple[Role, ...]:
        """Return all roles, by label, then IRI."""
        return self._all("role", Role)

    def role(self, name: str | Role) -> Role:
        """Return one role."""
        return self._one(name, "role", Role)

    def profiles(self, role: str | Role | None = None) -> tuple[RoleProfile, ...]:
        """Return all profiles, or those of one role, by label, then IRI."""
        wanted = None if role is None else self.role(role).iri
        return tuple(
            profile for profile in self._all("profile", RoleProfile) if wanted is None or profile.role.iri == wanted
        )

    def profile(
        self,
        name: NodeLike,
        *,
        level: str | ExperienceLevel | None = None,
        specialization: str | Specialization | None = None,
    ) -> RoleProfile:
        """Return one profile, by its own name, or by its role with a level, a specialization or both.

        >>> from ecomgraph import load
        >>> load().profile("ecommerce-director", level="mid", specialization="analytics").id
        'ecommerce-director-mid-analytics'
        """
        if level is None and specialization is None:
            return self._one(name, "profile", RoleProfile)
        role = self._one(name, "role", Role)
        level_iri = None if level is None else self._find(level, "level")
        field_iri = None if specialization is None else self._find(specialization, "specialization")
        for profile in self.profiles(role):
            if (profile.level and profile.level.iri) == level_iri and (
                profile.specialization and profile.specialization.iri
            ) == field_iri:
                return profile
        narrowing = " ".join(str(part) for part in (level, specialization) if part)
        near = self.profiles(role)[:3]
        labels = ["" if telling(it.id, it.label) else it.label for it in near]
        raise UnknownNameError(f"{role.label}, {narrowing}", "profile", [it.id for it in near], labels)

    def node(self, name: NodeLike) -> CareerNode:
        """Return one role or profile."""
        return self._catalog.node(self._find(name, "career node"))

    def levels(self, role: str | Role | None = None) -> tuple[ExperienceLevel, ...]:
        """Return all experience levels, or those of one role, by rank, then IRI."""
        iris = self._names.iris("level") if role is None else self.dataset.iris(self.role(role).iri, ECG.hasLevel)
        return tuple(
            sorted(
                (self._catalog.entity(iri, ExperienceLevel) for iri in iris), key=lambda level: (level.rank, level.iri)
            )
        )

    def specializations(self, role: str | Role | None = None) -> tuple[Specialization, ...]:
        """Return all specializations, or those of one role, by label, then IRI."""
        if role is None:
            iris = self._names.iris("specialization")
        else:
            iris = self.dataset.iris(self.role(role).iri, ECG.hasSpecialization)
        return by_label(self._catalog.entity(iri, Specialization) for iri in iris)

    # ------------------------------------------------------------------ what a node is and does

    def skills(self, node: NodeLike) -> tuple[RequiredSkill, ...]:
        """Return the skills that a node requires, inherited and through its work: essential first, then by label, IRI.

        >>> from ecomgraph import load
        >>> load().skills("chief-digital-officer")[0].importance
        'essential'
        """
        return requirements.required_skills(self._needs, self.node(node).iri)

    def skill(self, name: str | Skill) -> Skill:
        """Return one skill.

        >>> from ecomgraph import load
        >>> load().skill("SEO").label
        'Search engine optimization'
        """
        return self._catalog.skill(self._find(name, "skill"))

    def scales(self) -> tuple[ProficiencyScale, ...]:
        """Return the proficiency scales, by label, then IRI, each with its levels from the lowest."""
        return tuple(self._needs.scales.all.values())

    def scale(self, skill: str | Skill) -> ProficiencyScale | None:
        """Return the proficiency scale that a skill is measured on, ``None`` without.

        >>> from ecomgraph import load
        >>> load().scale("SEO") is None
        True
        """
        return self._needs.scales.of(self.skill(skill).iri)

    def descriptors(self, skill: str | Skill) -> tuple[LevelDescriptor, ...]:
        """Return what a skill looks like at the levels that are described, from the lowest."""
        return self._needs.scales.descriptors(self.skill(skill).iri)

    def resources(self, skill: str | Skill) -> tuple[LearningResource, ...]:
        """Return where a skill can be learnt: the lowest level first, those without a level last; then by label, IRI.

        >>> from ecomgraph import load
        >>> load().resources("SEO")
        ()
        """
        return self._needs.resources.of(self.skill(skill).iri)

    def responsibilities(self, node: NodeLike) -> tuple[Responsibility, ...]:
        """Return what a node answers for, its own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Responsibility)

    def activities(self, node: NodeLike) -> tuple[Activity, ...]:
        """Return what is done day to day, own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Activity)

    def objectives(self, node: NodeLike) -> tuple[Objective, ...]:
        """Return the results pursued, own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Objective)

    def challenges(self, node: NodeLike) -> tuple[Challenge, ...]:
        """Return the difficulties faced, own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Challenge)

    def team_roles(self, node: NodeLike) -> tuple[TeamRole, ...]:
        """Return the kinds of people on the team led, own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, TeamRole)

    def characteristics(self, node: NodeLike) -> tuple[Characteristic, ...]:
        """Return what it is like, own and inherited, by facet, then label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Characteristic)

    def collaborators(self, node: NodeLike) -> tuple[Collaboration, ...]:
        """Return whom one works with, and for what, own and inherited, by the function's label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Collaboration)

    def explain(self, node: NodeLike, skill: str | Skill) -> tuple[Explanation, ...]:
        """Return every reason why a node requires a skill, down to the passages; empty if it does not.

        Reasons of the node itself come first, then those of the nodes that it inherits from, then those of the nodes
        that it builds on, by IRI; within a node they are sorted by the label of the responsibility or activity.
        """
        return requirements.explain(self._needs, self.node(node).iri, self.skill(skill).iri)

    def common_nodes(self, node: NodeLike) -> tuple[tuple[CareerNode, bool], ...]:
        """Return the nodes whose content does not set a node apart, each with whether it is built on.

        Those that it inherits from come first, then by IRI. Of a profile, the profiles of its role that it combines are
        not among them: what they say sets it apart.

        >>> from ecomgraph import load
        >>> [(it.id, built_on) for it, built_on in load().common_nodes("ecommerce-director-mid-analytics")][:1]
        [('ecommerce-director', False)]
        """
        found = apart.common_nodes(self._needs, self.node(node).iri)
        return tuple((self._catalog.node(it.node), it.builds_on) for it in found)

    def common_skills(self, node: NodeLike) -> dict[Skill, tuple[CareerNode, bool]]:
        """Return the skills that do not set a node apart, each with a node of :meth:`common_nodes` that asks for it.

        These nodes ask for them to the same degrees, as essential and as optional.
        """
        found = apart.common_skills(self._needs, self.node(node).iri)
        return {self._catalog.skill(skill): (self._catalog.node(it.node), it.builds_on) for skill, it in found.items()}

    # ------------------------------------------------------------------ names

    def _find(self, name: str | Entity, kind: Kind) -> str:
        return self._names.find(name.iri if isinstance(name, Entity) else name, kind)

    def _one(self, name: str | Entity, kind: Kind, cls: type[_E]) -> _E:
        found = self._catalog.node(self._find(name, kind))
        assert isinstance(found, cls)
        return found

    def _all(self, kind: Kind, cls: type[_E]) -> tuple[_E, ...]:
        return by_label(found for iri in self._names.iris(kind) if isinstance(found := self._catalog.node(iri), cls))
