"""The one class that people use: a career graph and the questions it answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar, get_args, overload

from ecomgraph import model
from ecomgraph.arguments import Paths, checked, shown
from ecomgraph.careers.diagrams import Form, drawing
from ecomgraph.careers.held_skills import Held, SkillSet, held_skills
from ecomgraph.careers.name_kinds import CLOSE, MatchedKind
from ecomgraph.careers.need import Needs
from ecomgraph.careers.network import Network
from ecomgraph.careers.path_request import Request
from ecomgraph.careers.paths import RankedPaths, best_paths, least_steps, pareto_front, ranked_by_cost
from ecomgraph.careers.search.weights import STANDARD, Number, Weights
from ecomgraph.errors import ArgumentError
from ecomgraph.languages import is_language_tag, negotiated
from ecomgraph.model import Entity, ExperienceLevel, Role, RoleProfile, Specialization, Transition
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reading.lookup import Lookup, NodeLike
from ecomgraph.reading.names import Kind
from ecomgraph.reading.reader import label_key
from ecomgraph.reasoning.validation import Engine
from ecomgraph.store.dataset import Dataset
from ecomgraph.store.framework_value import Framework, closure

if TYPE_CHECKING:
    import ibis
    import networkx as nx
    import rdflib

    from ecomgraph.careers.framework_changes import FrameworkChanges, FrameworkSide
    from ecomgraph.exchange.export_report import ExportReport
    from ecomgraph.model import (
        Activity,
        CareerNode,
        CareerPath,
        Challenge,
        Characteristic,
        Collaboration,
        Comparison,
        Counterpart,
        Described,
        Difference,
        Explanation,
        LearningResource,
        LevelDescriptor,
        NameMatch,
        Objective,
        Plan,
        ProficiencyScale,
        RequiredSkill,
        Responsibility,
        SimilarNode,
        Skill,
        SkillGap,
        TeamRole,
    )
    from ecomgraph.queries import GraphResult, QueryResult, StoredQuery
    from ecomgraph.queries.library import Library
    from ecomgraph.reasoning.validation import ValidationReport
    from ecomgraph.workforce import Workforce

__all__ = ["CareerGraph"]

_T = TypeVar("_T")
_E = TypeVar("_E", bound=Entity)
Several: TypeAlias = _T | Iterable[_T]

# What a graph builds from its dataset when it is unpickled.
_REBUILT = {"_catalog", "_lookup", "_names", "_needs", "_network", "shown_language"}


@checked
class CareerGraph:
    """A career graph and the questions it answers.

    Wherever a method takes the name of a thing, it takes an IRI, a CURIE, a slug, a preferred or an alternative label,
    in any case, or the value object. A name that fits nothing raises :class:`~ecomgraph.UnknownNameError`, one that
    fits several things :class:`~ecomgraph.AmbiguousNameError`.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> [role.label for role in graph.roles()][:2]
    ['Chief Digital Officer', 'Ecommerce Director']

    A graph does not change, so its copy is the graph itself. The pickle of the bundled framework says only that it is
    bundled, and that of a database holds only the path: unpickling opens the database again and raises
    :class:`~ecomgraph.SourceError` if it has changed meanwhile. Graphs from files or from rdflib are pickled with their
    content.
    """

    def __init__(self, dataset: Dataset, language: str = "") -> None:
        self.dataset = dataset
        # The one asked for; "" for the framework's own.
        self.language = language
        # The stored queries, if some were added, and the names of added rules.
        self._library: Library | None = None
        self._rules: tuple[str, ...] = ()
        # The frameworks in it, the one that it is of first, or by which name which files were loaded.
        self._known: tuple[Framework, ...] = ()
        self._loaded = ("", True)
        self._catalog = Catalog(dataset, language)
        self._lookup = Lookup(self._catalog)
        self._names = self._lookup.names
        self._needs = Needs(self._catalog)
        self._network: Network | None = None

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name not in _REBUILT}

    def __setstate__(self, state: dict[str, Any]) -> None:
        CareerGraph.__init__(self, state["dataset"], state["language"])
        vars(self).update(state)

    @cached_property
    def shown_language(self) -> str:
        """The language that most labels are shown in, as a tag; English where they have none."""
        return self.dataset.shown_language(self.language)

    def in_language(self, tag: str) -> Self:
        """Return the same graph with labels and texts in a language where there are any.

        Those are found by RFC 4647 lookup: ``en-GB``, else ``en``, else any ``en-*``. For other things the label is in
        the framework's own language, else in English, else without a language, else in any. ``""`` asks for none.
        Raises :class:`~ecomgraph.ArgumentError` for what is no language tag.

        >>> from ecomgraph import load
        >>> load().in_language("fr").role("vp-of-ecommerce").label
        'VP of Ecommerce'
        """
        if tag and not is_language_tag(tag):
            raise ArgumentError(f"the language must be a tag such as fr or pt-BR, not {shown(tag)}")
        found = type(self).__new__(type(self))
        found.__setstate__(self.__getstate__() | {"language": tag})
        return found

    def __repr__(self) -> str:
        counts = [f"{len(self._names.iris(kind))} {kind}s" for kind in ("role", "profile", "skill")]
        return f"<{type(self).__name__}: {', '.join(counts)}>"

    # ------------------------------------------------------------------ frameworks

    def frameworks(self) -> tuple[Framework, ...]:
        """Return the frameworks that the graph holds, by name, those that others build on included.

        >>> from ecomgraph import load
        >>> [(it.name, it.language) for it in load().frameworks()]
        [('bundled', 'en')]
        """
        return tuple(sorted(self._frameworks(), key=lambda it: it.name))

    def framework(self, name: str) -> CareerGraph:
        """Return the graph of one framework and of those that it builds on.

        Raises :class:`~ecomgraph.UnknownNameError` for a name that no framework has.
        """
        from ecomgraph.graph.loading import alone

        return alone(self, name)

    def of(self, *names: str | Entity, kind: Kind = "career node") -> CareerGraph:  # noqa: ARG002
        """Return the graph that answers for all things of a kind named: in a database of several frameworks, theirs."""
        return self

    def changes(self, before: str, after: str, role: str | Role = "") -> FrameworkChanges:
        """Return what changed from one framework, or one release of it, to another: what came, went and changed.

        Compared are roles, skills, levels and the like, requirements and transitions, of ``role`` alone if it is named.
        Things are the same if they have one IRI, else one ``skos:notation``, else one name.

        >>> from ecomgraph import load
        >>> load().changes("bundled", "bundled").changes
        ()
        """
        from ecomgraph.careers.framework_changes import framework_changes

        name = role.iri if isinstance(role, Role) else role
        return framework_changes(self.framework(before)._side_of(), self.framework(after)._side_of(), name)

    def _side_of(self) -> FrameworkSide:
        from ecomgraph.careers.framework_changes import FrameworkSide
        from ecomgraph.store.framework_value import framework_graph

        own, *bases = self._frameworks()
        graph = framework_graph(own.name) if bases else None
        language = own.language or self.language
        return FrameworkSide(dataset=self.dataset, name=own.name, graph=graph, language=language, reader=self.language)

    def _with_bases(self) -> tuple[Framework, ...]:
        """Return the framework that the graph is of, and its bases; nothing if it holds unrelated ones."""
        known = {it.name: it for it in self._frameworks()}
        own = next(iter(known), "")
        return tuple(known.values()) if own and len(closure(own, known)) == len(known) else ()

    def _frameworks(self) -> tuple[Framework, ...]:
        if not self._known:
            from ecomgraph.reading.frameworks_in import frameworks_in

            name, bundled = self._loaded
            self._known = frameworks_in(self.dataset, name, bundled=bundled)
        return self._known

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
        """Return one profile, by its own name, or by its role with a level, a specialization or both.

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

    # ------------------------------------------------------------------ what a node is and does

    def skills(self, node: NodeLike) -> tuple[RequiredSkill, ...]:
        """Return the skills that a node requires, inherited and through its work: essential first, then by label, IRI.

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
        """Return the proficiency scale that a skill is measured on, ``None`` without.

        >>> from ecomgraph import load
        >>> scale = load().scale("SEO")
        >>> scale.label if scale else None
        'Mastery'
        """
        return self._needs.scales.of(self._lookup.iri(skill, "skill"))

    def descriptors(self, skill: str | Skill) -> tuple[LevelDescriptor, ...]:
        """Return what a skill looks like at the levels that are described, from the lowest."""
        return self._needs.scales.descriptors(self._lookup.iri(skill, "skill"))

    def resources(self, skill: str | Skill) -> tuple[LearningResource, ...]:
        """Return where a skill can be learnt: the lowest level first, those without a level last; then by label, IRI.

        >>> from ecomgraph import load
        >>> load().resources("SEO")
        ()
        """
        return self._needs.resources.of(self._lookup.iri(skill, "skill"))

    def responsibilities(self, node: NodeLike) -> tuple[Responsibility, ...]:
        """Return what a node answers for, its own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Responsibility)

    def activities(self, node: NodeLike) -> tuple[Activity, ...]:
        """Return what is done day to day, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Activity)

    def objectives(self, node: NodeLike) -> tuple[Objective, ...]:
        """Return the results pursued, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Objective)

    def challenges(self, node: NodeLike) -> tuple[Challenge, ...]:
        """Return the difficulties faced, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Challenge)

    def team_roles(self, node: NodeLike) -> tuple[TeamRole, ...]:
        """Return the kinds of people on the team led, own and inherited, by label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.TeamRole)

    def characteristics(self, node: NodeLike) -> tuple[Characteristic, ...]:
        """Return the characteristics of a node, own and inherited, by facet, then label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Characteristic)

    def collaborators(self, node: NodeLike) -> tuple[Collaboration, ...]:
        """Return whom one works with, and for what, own and inherited, by the function's label, then IRI."""
        return self._catalog.claims(self._lookup.iri(node), model.Collaboration)

    def explain(self, node: NodeLike, skill: str | Skill) -> tuple[Explanation, ...]:
        """Return every reason why a node requires a skill, down to the passages; empty if it does not.

        Reasons of the node itself come first, then those of the nodes that it inherits from, then those of the nodes
        that it builds on, by IRI; within a node they are sorted by the label of the responsibility or activity.
        """
        from ecomgraph.careers.requirements import explain

        return explain(self._needs, self._lookup.iri(node), self._lookup.iri(skill, "skill"))

    def common_nodes(self, node: NodeLike) -> tuple[tuple[CareerNode, bool], ...]:
        """Return the nodes whose content does not set a node apart, each with whether it is built on.

        Those that it inherits from come first, then by IRI. Of a profile, the profiles of its role that it combines are
        not among them: what they say sets it apart.

        >>> from ecomgraph import load
        >>> [(it.id, built_on) for it, built_on in load().common_nodes("ecommerce-director-mid-analytics")][:1]
        [('ecommerce-director', False)]
        """
        from ecomgraph.careers.apart import common_nodes

        found = common_nodes(self._needs, self._lookup.iri(node))
        return tuple((self._catalog.node(it.node), it.builds_on) for it in found)

    def common_skills(self, node: NodeLike) -> dict[Skill, tuple[CareerNode, bool]]:
        """Return the skills that do not set a node apart, each with a node of :meth:`common_nodes` that asks for it.

        These nodes ask for them to the same degrees, as essential and as optional.
        """
        from ecomgraph.careers.apart import common_skills

        found = common_skills(self._needs, self._lookup.iri(node))
        return {self._catalog.skill(skill): (self._catalog.node(it.node), it.builds_on) for skill, it in found.items()}

    # ------------------------------------------------------------------ transitions and paths

    @property
    def network(self) -> Network:
        """The network of transitions, built when first asked for."""
        if self._network is None:
            self._network = Network(self._catalog, self._needs)
        return self._network

    def transitions(self) -> tuple[Transition, ...]:
        """Return all transitions, by the IRIs of source, target and transition."""
        return tuple(self.network.transitions())

    def new_skills(self, transition: Transition) -> tuple[Skill, ...]:
        """Return the skills that a transition's target requires and its source does not, by label, then IRI."""
        return self.network.new_skills(transition.source.iri, transition.target.iri)

    def find_path(
        self,
        source: NodeLike,
        target: NodeLike,
        *,
        minimize: str = "steps",
        through: Several[NodeLike] = (),
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
        known: str | Skill | SkillSet = (),
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> CareerPath:
        """Return the best path from one node to another; an empty one when they are the same.

        ``minimize`` is a criterion: ``steps``, ``new_skills``, ``learning``, ``months``, or an installed one (see
        docs/paths.md). ``essential`` and ``optional`` are the weights of skills; part of a skill weighs its share.

        The path visits all nodes in ``through``, in any order, and none in ``avoid``; it uses only transitions of the
        ``kinds`` given, and at most ``max_steps``. In ``through`` and ``avoid``, a role also stands for its profiles.

        A path starts and ends at the nodes named. Only if the network has no path between them, whatever the
        conditions, profiles stand in for a role, and profiles with both a level and a specialization for a profile with
        one of them: first for the target, then for the source, then for both, described ones first.

        By ``new_skills`` and ``learning``, paths are ordered first by the number of nodes that are not described, the
        ends and those in ``through`` excepted. Ties are broken by fewer steps, then fewer such nodes, then ends that
        are the nodes named, then less to learn, then IRIs: of the first node, then of each step's node and transition.

        The answer is exact. ``learning``, ``through`` and ``max_steps`` take label setting, which takes exponential
        time at worst (:class:`ecomgraph.careers.search.label_setting.Labels`); all else takes a bidirectional search.

        Raises :class:`~ecomgraph.NoPathError`, which names the reachable node most like the target,
        :class:`~ecomgraph.MissingMonthsError` if a transition without a typical duration might be on the quickest path,
        and :class:`~ecomgraph.ArgumentError`.

        >>> from ecomgraph import load
        >>> path = load().find_path("ecommerce-manager", "chief-digital-officer")
        >>> " > ".join(node.label for node in path.nodes)
        'Ecommerce Manager > Ecommerce Director > Senior Director > VP of Ecommerce > Chief Digital Officer'
        """
        weights = Weights.of(essential, optional)
        return best_paths(self._request(source, target, minimize, through, avoid, kinds, max_steps, known, weights), 1)[
            0
        ]

    def find_paths(
        self,
        source: NodeLike,
        target: NodeLike,
        k: int = 5,
        *,
        minimize: str = "steps",
        through: Several[NodeLike] = (),
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
        known: str | Skill | SkillSet = (),
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> tuple[CareerPath, ...]:
        """Return the first ``k`` paths of :meth:`iter_paths`, best first; fewer if there are no more.

        If one of them lacks its months, or the search reaches its limit, this raises and returns none.

        >>> from ecomgraph import load
        >>> [path.cost for path in load().find_paths("ecommerce-manager", "senior-director", 2)]
        [2, 4]
        """
        weights = Weights.of(essential, optional)
        return best_paths(self._request(source, target, minimize, through, avoid, kinds, max_steps, known, weights), k)

    def iter_paths(
        self,
        source: NodeLike,
        target: NodeLike,
        *,
        minimize: str = "steps",
        through: Several[NodeLike] = (),
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
        known: str | Skill | SkillSet = (),
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> RankedPaths:
        """Yield all paths that visit no node twice, best first, each found when it is asked for.

        Arguments and order are those of :meth:`find_path`; parallel transitions make different paths. Invalid arguments
        raise at once, :class:`~ecomgraph.NoPathError` comes with the first path that is asked for. The paths before a
        :class:`~ecomgraph.MissingMonthsError` or a :class:`~ecomgraph.LimitError` are right and complete.

        Yen's scheme in Lawler's form (Yen 1971, Lawler 1972): the next path by a criterion that adds up takes
        O(n (m + n log n)) for n nodes and m transitions at worst, far less as a rule. By ``learning``, and with
        ``through`` or ``max_steps``, the problem is NP-hard, and label setting takes exponential time at worst. A few
        hundred bytes are kept for each path. After 20,000,000 comparisons in all, some five seconds as a rule, the
        search ends with :class:`~ecomgraph.LimitError`; what else is done with the paths can be taken from ``effort``.

        >>> from itertools import islice
        >>> from ecomgraph import load
        >>> paths = load().iter_paths("ecommerce-manager", "senior-director")
        >>> [path.cost for path in islice(paths, 3)]
        [2, 4, 4]
        """
        weights = Weights.of(essential, optional)
        return ranked_by_cost(self._request(source, target, minimize, through, avoid, kinds, max_steps, known, weights))

    def pareto_paths(
        self,
        source: NodeLike,
        target: NodeLike,
        criteria: Sequence[str] = ("steps", "new_skills"),
        *,
        through: Several[NodeLike] = (),
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
        known: str | Skill | SkillSet = (),
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> tuple[CareerPath, ...]:
        """Return the paths to choose from: no other is as good by all criteria and better by one.

        They are sorted by the first criterion, then the second and so on. Of paths that cost the same by all criteria
        only one is kept: that of fewer steps, then fewer nodes that are not described, then ends that are the nodes
        named, then by IRIs; name ``learning`` as a criterion to choose by it. Arguments and errors are those of
        :meth:`find_path`. With ``new_skills`` or ``learning`` among the criteria, the number of nodes that are not
        described is one more of them.

        >>> from ecomgraph import load
        >>> front = load().pareto_paths("ecommerce-manager", "senior-director", ("steps", "learning"))
        >>> front[0].costs[0]
        ('steps', 2)
        """
        weights = Weights.of(essential, optional)
        return pareto_front(self._request(source, target, criteria, through, avoid, kinds, max_steps, known, weights))

    def reachable(
        self,
        source: NodeLike,
        *,
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
    ) -> dict[CareerNode, int]:
        """Return the nodes that transitions lead to, each with the fewest steps that takes.

        A role stands for all its profiles, which are left out. Nearest first, then by label, then by IRI.

        >>> from ecomgraph import load
        >>> {node.id: steps for node, steps in load().reachable("senior-director").items()}
        {'vp-of-ecommerce': 1, 'chief-digital-officer': 2}
        """
        request = self._request(source, source, "steps", (), avoid, kinds, max_steps, (), STANDARD)
        starts = self.network.stand_ins(request.source)
        found = least_steps(request, starts)
        steps = {self._catalog.node(self.network.nodes[it]): count for it, count in found.items() if it not in starts}
        return dict(sorted(steps.items(), key=lambda it: (it[1], *label_key(it[0]))))

    def plan(
        self,
        known: SkillSet,
        target: NodeLike,
        *,
        source: NodeLike | None = None,
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> Plan:
        """Return a person's path to a target on which least is to be learnt, with the lessons of each step.

        The path starts at ``source``, or else at the node for which least is missing among those from which the target
        can be reached (the target itself included). What that node requires and is not ``known`` is to be learnt first.
        Each lesson says why it is due, down to the passages, and which nodes off the path it also serves.

        >>> from ecomgraph import load
        >>> plan = load().plan({"SEO"}, "senior-director", source="ecommerce-director")
        >>> [step.node.id for step in plan.steps]
        ['ecommerce-director', 'senior-director']
        """
        from ecomgraph.careers.plan import make_plan

        start = None if source is None else self._lookup.iri(source)
        aim, weights = self._lookup.iri(target), Weights.of(essential, optional)
        return make_plan(self.network, self._held(known).degrees, aim, start, weights)

    def diagram(
        self, subject: CareerPath | Sequence[CareerPath] | SkillGap | None = None, form: Form = "mermaid"
    ) -> str:
        """Return a drawing of a path, of several, of a gap, or without a subject of all transitions.

        As ``mermaid`` or ``dot`` it is text for other programs, as ``svg`` a picture: that needs the extra ``diagram``
        and Graphviz, and raises :class:`~ecomgraph.EcomgraphError` without.

        >>> from ecomgraph import load
        >>> print(load().diagram(load().find_path("senior-director", "vp-of-ecommerce")).splitlines()[0])
        flowchart LR
        """
        return drawing(self.network if subject is None else subject, form)

    # ------------------------------------------------------------------ gaps and similarity

    def skill_gap(
        self, source: NodeLike | SkillSet, target: NodeLike, *, essential: Number = 1, optional: Number = 0.5
    ) -> SkillGap:
        """Return what someone at ``source``, or who has a set of skills, lacks for ``target``.

        A person's skills are names, or a mapping from names to levels: the label, notation or id of a level of the
        skill's scale, its rank, a share such as ``"3/5"``, a percentage such as ``"40%"``, or a number strictly between
        0 and 1; ``None`` is the whole skill. Anything else raises :class:`~ecomgraph.ArgumentError`.

        ``similarity`` is the weighted Jaccard index over rungs, the intervals between the degrees that occur: the sum
        of the lesser weight of the two sides divided by the sum of the greater. A person's skill weighs what the target
        gives it, or as an essential one if the target does not require it. ``via`` and :meth:`explain` say where each
        requirement comes from. If a side is not described, the numbers are ``None``.

        >>> from ecomgraph import load
        >>> gap = load().skill_gap({"SEO", "email-marketing"}, "ecommerce-director")
        >>> [it.skill.label for it in gap.shared], 0 < gap.coverage < 1
        (['Email marketing', 'Search engine optimization'], True)
        """
        from ecomgraph.careers.gap import skill_gap

        aim = self._lookup.iri(target)
        return skill_gap(self._needs, self._side(source), aim, Weights.of(essential, optional))

    def described(self, node: NodeLike) -> Described:
        """Return how much a node's need rests on; false if no skill is recorded for it."""
        from ecomgraph.careers.gap import described

        return described(self._needs, self._lookup.iri(node))

    def compare(
        self, first: NodeLike | SkillSet, second: NodeLike, *, essential: Number = 1, optional: Number = 0.5
    ) -> Comparison:
        """Return the skills of two nodes, or of a person and a node, side by side, with the importance on either side.

        >>> from ecomgraph import load
        >>> comparison = load().compare("vp-of-ecommerce", "vp-of-ecommerce")
        >>> comparison.similarity, comparison.only_first
        (1.0, ())
        """
        from ecomgraph.careers.gap import compare

        aim = self._lookup.iri(second)
        return compare(self._needs, self._side(first), aim, Weights.of(essential, optional))

    def similar(
        self, node: NodeLike, n: int = 10, *, essential: Number = 1, optional: Number = 0.5
    ) -> tuple[SimilarNode, ...]:
        """Return the ``n`` nodes most like one by the weighted Jaccard index of :meth:`skill_gap`, best first.

        Ties go by label, then IRI. Left out are those that it inherits from or that inherit from it, which are alike by
        construction.

        >>> from ecomgraph import load
        >>> len(load().similar("vp-of-ecommerce", 3))
        3
        """
        from ecomgraph.careers.gap import similar

        return similar(self.network, self._lookup.iri(node), n, Weights.of(essential, optional))

    def crosswalk(self, role: str | Role, framework: str, n: int = 5) -> tuple[Counterpart, ...]:
        """Return the ``n`` roles of another framework that come nearest to one, and why, the surest first.

        Mappings that somebody made come first, then equal labels, then shared skills: the same ones, mapped ones, and
        those with equal labels. ``framework`` is its name in the database.
        """
        from ecomgraph.careers.crosswalk import counterparts_in

        return counterparts_in(self._catalog, self._lookup.iri(role, "role"), framework, n)

    def match(
        self, names: Iterable[str], kind: MatchedKind = "skill", *, close: float | None = CLOSE, alternatives: int = 3
    ) -> tuple[NameMatch, ...]:
        """Return which skill, or role, each text names, in the order of the texts, with other likely ones.

        A text names the thing that has it as IRI, id or label, in any language; otherwise the thing with the most
        similar label. Similarity goes from 0 to 1, with the words of both in their order or sorted, whichever gives
        more, and must be ``close`` or more. With ``None`` only equal names count; otherwise this needs rapidfuzz. Takes
        O(n * m) for n texts and m labels: 20,000 texts and 14,000 labels take some seconds.

        >>> from ecomgraph import load
        >>> [it.thing.id if it.thing else it.by for it in load().match(["seo", "juggling"], close=None)]
        ['search-engine-optimization', 'none']
        """
        from ecomgraph.careers.name_matching import match_names

        if kind not in get_args(MatchedKind):
            raise ArgumentError(f"kind must be {' or '.join(get_args(MatchedKind))}, not {shown(kind)}")
        if close is not None and not 0 < close <= 1:
            raise ArgumentError(f"close must be above 0 and up to 1, not {shown(close)}")
        if alternatives < 0:
            raise ArgumentError(f"alternatives must be 0 or more, not {shown(alternatives)}")
        return match_names(self._catalog, self._names, tuple(names), kind, close=close, alternatives=alternatives)

    def diff(
        self, first: NodeLike | Entity, second: NodeLike | Entity, *, role: str | Role | None = None
    ) -> Difference:
        """Return what changes from one level, specialization or node to another, all that is inherited included.

        A level or a specialization stands for the profile that it makes of the one role that has it; if several have
        it, ``role`` says which.

        >>> from ecomgraph import load
        >>> [activity.id for activity in load().diff("entry", "mid").activities.kept][:1]
        ['performance-metric-analysis']
        """
        from ecomgraph.careers.difference import difference

        sides = (self._lookup.node_or_narrowing(name, role) for name in (first, second))
        return difference(self._needs, *sides)

    # ------------------------------------------------------------------ queries and validation

    def query(self, query: str | StoredQuery, /, **parameters: object) -> QueryResult:
        """Run a stored query: one of :meth:`queries`, by its name, or another.

        Parameters are given as keywords; one that names a thing takes any name of it. Columns and their order are those
        of the query. Raises :class:`~ecomgraph.ParameterError` for a parameter that is unknown, missing or of the wrong
        kind.

        >>> from ecomgraph import load
        >>> load().query("skill-gap", source="ecommerce-manager", target="CDO").to_dicts()[0]["label"]
        'Adaptability'
        """
        from ecomgraph.queries import run_query

        stored = self._stored().get(query) if isinstance(query, str) else query
        return run_query(stored, self.dataset, self._names, parameters)

    def queries(self) -> tuple[StoredQuery, ...]:
        """Return the stored queries, by topic, then name: those of the package, of plugins, and of added folders.

        >>> from ecomgraph import load
        >>> [query.name for query in load().queries() if query.topic == "alignments"][:2]
        ['esco-concepts', 'esco-for-role']
        """
        return tuple(self._stored())

    def rules(self) -> tuple[str, ...]:
        """Return the names of the rules by which the graph was derived, sorted: those of the package and added ones.

        >>> from ecomgraph import load
        >>> load().rules()[:2]
        ('advances', 'collaborations')
        """
        from ecomgraph.reasoning.rules import packaged_rules

        return tuple(sorted({*(rule.name for rule in packaged_rules()), *self._rules}))

    def sparql(self, text: str) -> QueryResult | GraphResult | bool:
        """Run a SPARQL 1.1 query over all that is asserted and derived; the prefixes of the vocabulary are declared.

        A SELECT returns a table, ASK a truth value, CONSTRUCT and DESCRIBE triples.

        >>> from ecomgraph import load
        >>> load().sparql("ASK { role:ecommerce-manager ecg:advancesTo+ role:chief-digital-officer }")
        True
        """
        from ecomgraph.queries import ask

        return ask(self.dataset, text)

    def validate(
        self, *, house_style: bool = False, engine: Engine = "compiled", shapes: Paths = ()
    ) -> ValidationReport:
        """Validate the graph against the SHACL shapes; ``house_style`` adds stricter ones for the bundled ontology.

        What does not conform is in the report, not an exception. ``engine="pyshacl"`` runs the reference engine, which
        gives the same report and takes much longer. ``shapes`` are files with further shapes; pyshacl runs those that
        the compiled engine does not cover, and ``report.notes`` say which, with the reason.
        """
        from ecomgraph.reasoning.validation import validate

        return validate(self.dataset, house_style=house_style, engine=engine, shapes=shapes)

    # ------------------------------------------------------------------ many people

    def workforce(
        self,
        skills: str | os.PathLike[str] | ibis.Table,
        people: str | os.PathLike[str] | ibis.Table | None = None,
        backend: str | None = None,
        *,
        essential: Number = 1,
        optional: Number = 0.5,
        keep: str | os.PathLike[str] | None = None,
        memory: str = "2GB",
        progress: Callable[[str], None] | None = None,
    ) -> Workforce:
        """Set many people against the nodes; see docs/workforce.md.

        ``skills`` has the columns ``person``, ``skill`` and perhaps ``level``, ``people`` the columns ``person``,
        perhaps ``role``, and any to group and filter by: CSV, Parquet, or tables of Ibis. Skills and roles may have any
        name of theirs, and levels are those that :meth:`skill_gap` takes. Everybody in ``people`` counts, without a
        skill too; without ``people``, everybody in ``skills``. Names that fit nothing are in
        :meth:`Workforce.unknown_names`.

        ``backend`` is ``duckdb``, ``local[N]`` or ``spark://host:port``; by default it is Spark for tables that are
        there, and otherwise DuckDB, which uses up to ``memory`` and the disk. ``keep`` is a folder for the numbers that
        names are turned into: the next call with the same files and graph takes them from there. ``progress`` is called
        with a line of text at times.

        Raises :class:`~ecomgraph.MissingDependencyError` without the extra ``workforce`` or ``spark``,
        :class:`~ecomgraph.SourceError` for a table that cannot be used, with the reason, and
        :class:`~ecomgraph.ArgumentError`. Nothing about people becomes part of the graph.
        """
        from ecomgraph.workforce import Workforce

        weights = Weights.of(essential, optional)
        return Workforce.made(
            self.network,
            self._lookup,
            weights,
            skills,
            people,
            backend=backend,
            keep=keep,
            memory=memory,
            progress=progress or (lambda _: None),
        )

    # ------------------------------------------------------------------ other libraries, files, exports

    @property
    def rdflib(self) -> rdflib.Dataset:
        """The same triples as a read-only rdflib dataset, default graph the union of all graphs.

        It shows the store itself, without a copy. To change triples, copy them (``mine = rdflib.Graph(); mine +=
        graph.rdflib.triples((None, None, None))``), and :func:`~ecomgraph.load` the copy.
        """
        from ecomgraph.store.rdflib_view import rdflib_view

        return rdflib_view(self.dataset)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return nodes and transitions as a networkx graph.

        Node and edge keys are IRIs. Nodes carry ``label``, ``id`` and ``kind``, edges ``kind``, ``basis``,
        ``new_skills`` and, where known, ``months``.
        """
        return self.network.to_networkx()

    def write(self, path: str | os.PathLike[str], *, derived: bool = False, vocabulary: bool = False) -> None:
        """Write the asserted triples to a file, sorted; with ``derived`` and ``vocabulary`` also those.

        The format goes by the ending. Formats with named graphs (TriG, N-Quads) keep them apart. With all of them, a
        SPARQL server answers as this graph does.
        """
        from ecomgraph.store.write import write_graph

        write_graph(self.dataset, path, derived=derived, vocabulary=vocabulary)

    def export(
        self,
        form: str,
        destination: str | os.PathLike[str],
        *,
        role: str | Role | Iterable[str | Role] = (),
        level: str | ExperienceLevel | None = None,
        specialization: str | Specialization | None = None,
        derived: bool | None = None,
        language: str = "",
        title: str = "",
        date: str = "",
        map: str | os.PathLike[str] | None = None,  # noqa: A002
        version: str = "",
        force: bool = False,
        framework: str = "",
    ) -> ExportReport:
        """Write the graph, or a part of it, for another tool, all or nothing; ``ecomgraph export --list`` names them.

        ``framework`` is the one to write, with those things of its bases that it refers to; it gives title, ids,
        language and rights. Without it, formats that hold several frameworks take all of them, and others the one that
        is meant (:meth:`of`).

        ``role``, ``level`` and ``specialization`` choose nodes, which are written with all that they need. ``derived``
        includes or excludes derived triples; by default they are excluded from formats that can be loaded again (RDF,
        csv, xlsx). ``language`` is that of texts in formats that have one, by default the graph's; one that no label is
        in raises :class:`~ecomgraph.ArgumentError`. ``title`` and ``date`` (``YYYY-MM-DD``) are for tools that want a
        framework to have them. ``version`` is that of the tool or the standard, where a format is written for several
        (odoo: 17, 18, 19; case: 1.0, 1.1; property-graph: neo4j, memgraph, ladybug), and ``map`` the mapping file of
        the format ``mapping``. ``force`` replaces what is there already.

        Raises :class:`~ecomgraph.ExportError` with a list of everything that the tool would not accept, and
        :class:`~ecomgraph.SourceError` for a destination that cannot be written.
        """
        if framework and framework not in {it.name for it in self._frameworks()[:1]}:
            chosen = self.framework(framework)
            return chosen.export(
                form,
                destination,
                role=role,
                level=level,
                specialization=specialization,
                derived=derived,
                language=language,
                title=title,
                date=date,
                map=map,
                version=version,
                force=force,
            )
        from ecomgraph.exchange.part import Part
        from ecomgraph.exchange.registry import Options, export

        part = Part(
            roles=tuple(sorted({self._lookup.iri(it, "role") for it in _each(role)})),
            level=self._lookup.iri(level, "level") if level else "",
            specialization=self._lookup.iri(specialization, "specialization") if specialization else "",
        )
        options = Options(
            part=part,
            frameworks=self._with_bases(),
            derived=derived,
            language=language or negotiated(self.language, self.dataset.languages()),
            title=title,
            date=date,
            map=map,
            version=version,
            force=force,
        )
        return export(self.dataset, form, destination, options)

    # ------------------------------------------------------------------ arguments

    def _stored(self) -> Library:
        if self._library is None:
            from ecomgraph.queries.library import Library

            self._library = Library()
        return self._library

    def _held(self, skills: str | Skill | SkillSet) -> Held:
        return held_skills(self._lookup, self._needs.scales, skills)

    def _side(self, source: NodeLike | SkillSet) -> str | Held:
        return self._lookup.iri(source) if isinstance(source, str | Entity) else self._held(source)

    def _request(
        self,
        source: NodeLike,
        target: NodeLike,
        criteria: str | Sequence[str],
        through: Several[NodeLike],
        avoid: Several[NodeLike],
        kinds: Several[str] | None,
        max_steps: int | None,
        known: str | Skill | SkillSet,
        weights: Weights,
    ) -> Request:
        return Request(
            network=self.network,
            source=self._lookup.iri(source),
            target=self._lookup.iri(target),
            criteria=_each(criteria),
            through=tuple(map(self._lookup.iri, _each(through))),
            avoid=tuple(map(self._lookup.iri, _each(avoid))),
            kinds=None if kinds is None else frozenset(_each(kinds)),
            max_steps=max_steps,
            known=self._held(known).degrees,
            weights=weights,
        )


@overload
def _each(values: Several[str]) -> tuple[str, ...]: ...
@overload
def _each(values: str | _E | Iterable[str | _E]) -> tuple[str | _E, ...]: ...
def _each(values: str | Entity | Iterable[str | Entity]) -> tuple[str | Entity, ...]:
    """Return the values given; one text or thing alone need not stand in a list."""
    return (values,) if isinstance(values, str | Entity) else tuple(values)
