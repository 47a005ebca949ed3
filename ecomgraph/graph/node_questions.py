"""Questions about single nodes: their skills, the reasons for them, and the content of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph import model
from ecomgraph.graph.graph_state import GraphState
from ecomgraph.model import ExperienceLevel, Role, RoleProfile, Specialization
from ecomgraph.reading.lookup import NodeLike

if TYPE_CHECKING:
    from ecomgraph.model import (
        Activity,
        CareerNode,
        Challenge,
        Characteristic,
        Collaboration,
        Explanation,
        LearningResource,
        LevelDescriptor,
        Objective,
        ProficiencyScale,
        RequiredSkill,
        Responsibility,
        Skill,
        TeamRole,
    )

__all__ = ["NodeQuestions"]


class NodeQuestions(GraphState):
    """The methods of a career graph about its nodes and their content."""

    # ------------------------------------------------------------------ nodes

    def roles(self) -> tuple[Role, ...]:
        """Return all roles, by label, then IRI."""
        return self._lookup.every("role", Role)

    def role(self, name: str | Role) -> Role:
        """Return one role."""
        return self._lookup.one(name, "role", Role)

    def profiles(self, role: str | Role | None = None) -> tuple[RoleProfile, ...]:
        """Return all profiles, or those of one role, by label, then IRI."""
        return self._lookup.profiles(role)

    def profile(
        self,
        name: NodeLike,
        *,
        level: str | ExperienceLevel | None = None,
        specialization: str | Specialization | None = None,
    ) -> RoleProfile:
        """Return one profile, given its own name, or its role and a level, a specialization or both.

        >>> from ecomgraph import load
        >>> load().profile("ecommerce-director", level="mid", specialization="analytics").id
        'ecommerce-director-mid-analytics'
        """
        return self._lookup.profile(name, level, specialization)

    def node(self, name: NodeLike) -> CareerNode:
        """Return one role or profile."""
        return self._catalog.node(self._lookup.iri(name))

    def levels(self, role: str | Role | None = None) -> tuple[ExperienceLevel, ...]:
        """Return all experience levels, or those of one role, by rank, then IRI."""
        return self._lookup.levels(role)

    def specializations(self, role: str | Role | None = None) -> tuple[Specialization, ...]:
        """Return all specializations, or those of one role, by label, then IRI."""
        return self._lookup.specializations(role)

    # ------------------------------------------------------------------ the content of nodes

    def skills(self, node: NodeLike) -> tuple[RequiredSkill, ...]:
        """Return the skills that a node requires, inherited or through its work: essential first, then by label, IRI.

        >>> from ecomgraph import load
        >>> load().skills("chief-digital-officer")[0].importance
        'essential'
        """
        from ecomgraph.careers.requirements import required_skills

        return required_skills(self._needs, self._lookup.iri(node))

    def skill(self, name: str | Skill) -> Skill:
        """Return one skill.

        >>> from ecomgraph import load
        >>> load().skill("SEO").label
        'Search engine optimization'
        """
        return self._catalog.skill(self._lookup.iri(name, "skill"))

    def scales(self) -> tuple[ProficiencyScale, ...]:
        """Return the proficiency scales, by label, then IRI, each with its levels from the lowest."""
        return tuple(self._needs.scales.all.values())

    def scale(self, skill: str | Skill) -> ProficiencyScale | None:
        """Return the proficiency scale on which a skill is measured, ``None`` if it has none.

        >>> from ecomgraph import load
        >>> scale = load().scale("SEO")
        >>> scale.label if scale else None
        'Mastery'
        """
        return self._needs.scales.of(self._lookup.iri(skill, "skill"))

    def descriptors(self, skill: str | Skill) -> tuple[LevelDescriptor, ...]:
        """Return the level descriptors of a skill, lowest level first."""
        return self._needs.scales.descriptors(self._lookup.iri(skill, "skill"))

    def resources(self, skill: str | Skill) -> tuple[LearningResource, ...]:
        """Return the learning resources for a skill, by level from the lowest, then by label, IRI.

        Resources without a level come last.

        >>> from ecomgraph import load
        >>> load().resources("SEO")
        ()
        """
        return self._needs.resources.of(self._lookup.iri(skill, "skill"))

    def responsibilities(self, node: NodeLike) -> tuple[Responsibility, ...]:
        """Return the responsibilities of a node, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Responsibility)

    def activities(self, node: NodeLike) -> tuple[Activity, ...]:
        """Return the day-to-day activities of a node, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Activity)

    def objectives(self, node: NodeLike) -> tuple[Objective, ...]:
        """Return the objectives of a node, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Objective)

    def challenges(self, node: NodeLike) -> tuple[Challenge, ...]:
        """Return the challenges of a node, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Challenge)

    def team_roles(self, node: NodeLike) -> tuple[TeamRole, ...]:
        """Return the kinds of people on the team that a node leads, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.TeamRole)

    def characteristics(self, node: NodeLike) -> tuple[Characteristic, ...]:
        """Return the characteristics of a node, own and inherited, by facet, then label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Characteristic)

    def collaborators(self, node: NodeLike) -> tuple[Collaboration, ...]:
        """Return the collaborations of a node, own and inherited, by the label of the business function, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Collaboration)

    def explain(self, node: NodeLike, skill: str | Skill) -> tuple[Explanation, ...]:
        """Return every reason why a node requires a skill, down to the passages; empty if it is not required.

        Reasons of the node itself come first, then those of the nodes that it inherits from, then those of the nodes
        that it builds on, by the node's IRI. Within a node, they are sorted by the label of the responsibility or
        activity.
        """
        from ecomgraph.careers.requirements import explain

        return explain(self._needs, self._lookup.iri(node), self._lookup.iri(skill, "skill"))

    def common_nodes(self, node: NodeLike) -> tuple[tuple[CareerNode, bool], ...]:
        """Return the nodes whose content a node shares, each with true if the node builds on it, false if it inherits.

        Nodes that the node inherits from come first. Within each group, nodes whose skills come from the fewest nodes
        are first; ties are ordered by IRI. For a profile, the profiles of its role that it combines are not included,
        because their content counts as specific to the profile.

        >>> from ecomgraph import load
        >>> [(it.id, built_on) for it, built_on in load().common_nodes("ecommerce-director-mid-analytics")][:1]
        [('ecommerce-director', False)]
        """
        from ecomgraph.careers.shared_content import common_nodes

        found = common_nodes(self._needs, self._lookup.iri(node))
        return tuple((self._catalog.node(it.node), it.builds_on) for it in found)

    def common_skills(self, node: NodeLike) -> dict[Skill, tuple[CareerNode, bool]]:
        """Return the skills that a node shares with the nodes of :meth:`common_nodes`, each with one of these nodes.

        Together, these nodes require the skill to the same degree and the same essential degree as the node.
        """
        from ecomgraph.careers.shared_content import common_skills

        found = common_skills(self._needs, self._lookup.iri(node))
        return {self._catalog.skill(skill): (self._catalog.node(it.node), it.builds_on) for skill, it in found.items()}
