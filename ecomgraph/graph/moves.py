"""The part of the façade about careers: paths, gaps, likeness, plans, drawings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ecomgraph.arguments import checked, shown
from ecomgraph.careers.diagrams import Form
from ecomgraph.careers.gap import Held
from ecomgraph.careers.network import Network
from ecomgraph.careers.paths import Request, best_paths, least_steps, pareto_front, ranked_by_cost
from ecomgraph.careers.scales import NONE
from ecomgraph.careers.search.weights import STANDARD, Number, Weights
from ecomgraph.errors import AmbiguousNameError, ArgumentError, UnknownNameError
from ecomgraph.graph.nodes import NodeLike, Nodes
from ecomgraph.model import (
    CareerNode,
    CareerPath,
    Entity,
    Role,
    Skill,
    SkillGap,
    Transition,
)
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import label_key

if TYPE_CHECKING:
    from ecomgraph.model import (
        Comparison,
        Counterpart,
        Described,
        Difference,
        Plan,
        SimilarNode,
    )
    from ecomgraph.reading.names import Kind


__all__ = ["Moves"]

_T = TypeVar("_T")
Several: TypeAlias = _T | Iterable[_T]
Level: TypeAlias = str | float | Fraction | Decimal | None
SkillSet: TypeAlias = Iterable[str | Skill] | Mapping[str | Skill, Level]


@checked
class Moves(Nodes):
    """Transitions and paths, gaps and plans."""

    # ------------------------------------------------------------------ moves

    @property
    def network(self) -> Network:
        """The network of transitions, built when first asked for."""
        if self._network is None:
            self._network = Network(self._catalog, self._needs)
        return self._network

    def transitions(self) -> tuple[Transition, ...]:
        """Return all moves, by the IRIs of source, target and transition."""
        return tuple(self.network.transitions())

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

        ``minimize`` is what counts: ``steps``, the transitions; ``new_skills``, the weight of what each transition and
        its target ask for and its source does not, added up; ``learning``, the weight of all that the path asks for
        when whatever was learnt on the way, required at the source or is ``known`` stays known, each part of a skill
        once, at its greatest weight on the path; ``months``, the typical durations added up. An ``essential`` skill
        weighs 1 and an ``optional`` one 0.5, unless said otherwise, and a part of a skill its share of that.

        The path visits all nodes in ``through``, in any order, none in ``avoid``, makes only transitions of the
        ``kinds`` given, and at most ``max_steps``. All these go with every criterion.

        A path starts and ends on the nodes named. Only where the network has no path between these, whatever the
        conditions, profiles stand in for a role, and those with both a level and a specialization for a profile with
        one of them: first for the target, then for the source, then for both, described ones first. In ``through`` and
        ``avoid``, a role always stands for its profiles too.

        By ``new_skills`` and ``learning``, paths are ordered first by the number of nodes that are not described, the
        ends and those in ``through`` excepted. Of equally good paths the one with fewer steps wins, then the one with
        fewer such nodes, then the one that starts and ends on the very nodes named, then the one with less to learn,
        then the one whose IRIs come first: of its first node, then of the node and the transition of each step.

        The answer is exact. By ``steps``, ``new_skills`` and ``months`` it takes a search from both ends; with
        ``learning``, ``through`` or ``max_steps`` a search over ways to a node and what is known there, which takes
        exponentially long at worst (:class:`ecomgraph.careers.search.label_setting.Labels`).

        Raises :class:`~ecomgraph.NoPathError`, which names the node most like the target among those that can be
        reached, :class:`~ecomgraph.MissingMonthsError` where a transition without a typical duration might be on the
        quickest path, and :class:`~ecomgraph.ArgumentError`.

        >>> from ecomgraph import load
        >>> path = load().find_path("ecommerce-manager", "chief-digital-officer")
        >>> " > ".join(node.label for node in path.nodes)
        'Ecommerce Manager > Ecommerce Director > Senior Director > VP of Ecommerce > Chief Digital Officer'
        """
        request = self._request(
            source, target, minimize, through, avoid, kinds, max_steps, known, Weights.of(essential, optional)
        )
        return best_paths(request, 1)[0]

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
        """Return the ``k`` best paths that visit no node twice, best first; fewer if there are no more.

        They are the first ``k`` of :meth:`iter_paths`, which gives them one by one and whose other arguments, order and
        errors these are. Where a path among them lacks its months, or the search is given up, none is returned.

        >>> from ecomgraph import load
        >>> [path.cost for path in load().find_paths("ecommerce-manager", "senior-director", 2)]
        [2, 4]
        """
        request = self._request(
            source, target, minimize, through, avoid, kinds, max_steps, known, Weights.of(essential, optional)
        )
        return best_paths(request, k)

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
    ) -> Iterator[CareerPath]:
        """Yield all paths that visit no node twice, best first, each found when it is asked for.

        Arguments and order are those of :meth:`find_path`; parallel transitions make different paths. Useless arguments
        are refused at once, :class:`~ecomgraph.NoPathError` comes with the first path that is asked for. The paths
        before a :class:`~ecomgraph.MissingMonthsError` or a :class:`~ecomgraph.LimitError` are right and complete.

        Yen's scheme in Lawler's form (Yen 1971, Lawler 1972): the next path by ``steps``, ``new_skills`` or ``months``
        takes O(n (m + n log n)) for n nodes and m transitions at worst, far less as a rule. By ``learning``, and with
        ``through`` or ``max_steps``, the problem is NP-hard: its paths are found by label setting, in exponential time
        at worst. A few hundred bytes are kept for each path. After 50,000,000 comparisons in all, some ten to
        twenty seconds as a rule, the search is given up with :class:`~ecomgraph.LimitError`.

        >>> from itertools import islice
        >>> from ecomgraph import load
        >>> paths = load().iter_paths("ecommerce-manager", "senior-director")
        >>> [path.cost for path in islice(paths, 3)]
        [2, 4, 4]
        """
        request = self._request(
            source, target, minimize, through, avoid, kinds, max_steps, known, Weights.of(essential, optional)
        )
        return ranked_by_cost(request)

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
        only the first is kept, in the order of :meth:`find_path`, whose arguments and errors these are.

        >>> from ecomgraph import load
        >>> front = load().pareto_paths("ecommerce-manager", "senior-director", ("steps", "learning"))
        >>> front[0].costs[0]
        ('steps', 2)
        """
        request = self._request(
            source, target, criteria, through, avoid, kinds, max_steps, known, Weights.of(essential, optional)
        )
        return pareto_front(request)

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

    def new_skills(self, transition: Transition) -> tuple[Skill, ...]:
        """Return the skills that a transition's target requires and its source does not, by label, then IRI."""
        return self.network.new_skills(transition.source.iri, transition.target.iri)

    # ------------------------------------------------------------------ gaps, likeness, plans

    def skill_gap(
        self, source: NodeLike | SkillSet, target: NodeLike, *, essential: Number = 1, optional: Number = 0.5
    ) -> SkillGap:
        """Return what someone at ``source``, or who has a set of skills, lacks for ``target``.

        A person's skills are names, or a mapping from names to levels: the label, notation or id of a level of the
        skill's scale, its rank, a share such as ``"3/5"``, a percentage such as ``"40%"``, or a number strictly between
        0 and 1; ``None`` is the whole skill. Anything else raises :class:`~ecomgraph.ArgumentError`.

        ``similarity`` is the weighted Jaccard index over rungs, the intervals between the degrees that occur: the sum
        of the lesser weight of the two sides divided by the sum of the greater. A person's skill weighs what the target
        gives it, or as an essential one where the target does not ask for it. Where each requirement comes from is in
        ``via``, and in :meth:`explain`. Where a side is not described, the numbers are ``None``.

        >>> from ecomgraph import load
        >>> gap = load().skill_gap({"SEO", "email-marketing"}, "ecommerce-director")
        >>> [it.skill.label for it in gap.shared], 0 < gap.coverage < 1
        (['Email marketing', 'Search engine optimization'], True)
        """
        from ecomgraph.careers import gap

        side, aim = self._side(source), self._find(target, "career node")
        return gap.skill_gap(self.network, side, aim, Weights.of(essential, optional))

    def described(self, node: NodeLike) -> Described:
        """Return how much a node's need rests on; false where no skill is recorded for it."""
        from ecomgraph.careers import gap

        return gap.described(self._needs, self._find(node, "career node"))

    def compare(
        self, first: NodeLike | SkillSet, second: NodeLike, *, essential: Number = 1, optional: Number = 0.5
    ) -> Comparison:
        """Return the skills of two nodes, or of a person and a node, side by side, with the importance on either side.

        >>> from ecomgraph import load
        >>> comparison = load().compare("vp-of-ecommerce", "vp-of-ecommerce")
        >>> comparison.similarity, comparison.only_first
        (1.0, ())
        """
        from ecomgraph.careers import gap

        side, aim = self._side(first), self._find(second, "career node")
        return gap.compare(self.network, side, aim, Weights.of(essential, optional))

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
        from ecomgraph.careers import gap

        if not isinstance(n, int) or isinstance(n, bool) or n < 1:
            raise ArgumentError(f"n, the number of nodes, must be a whole number from 1 up, not {shown(n)}")
        return gap.similar(self.network, self._find(node, "career node"), n, Weights.of(essential, optional))

    def crosswalk(self, role: str | Role, framework: str, n: int = 5) -> tuple[Counterpart, ...]:
        """Return the ``n`` roles of another framework that come nearest to one, and why, the surest first.

        A mapping that somebody made comes before a label that both have, and that before skills that both require: the
        same ones, mapped ones, and those under the same label. ``framework`` is its name in the database.
        """
        from ecomgraph.careers.crosswalk import counterparts
        from ecomgraph.store.framework_value import framework_graph

        names = {slug_of(graph.value): graph for graph in self.dataset.store.named_graphs()}
        known = {name: graph.value for name, graph in names.items() if graph == framework_graph(name)}
        if framework not in known:
            raise UnknownNameError(framework, "framework", sorted(known))
        return counterparts(self._catalog, self._find(role, "role"), known[framework], n)

    def diff(
        self, first: NodeLike | Entity, second: NodeLike | Entity, *, role: str | Role | None = None
    ) -> Difference:
        """Return what changes from one level, specialization or node to another, all that is inherited included.

        A level or a specialization stands for the profile that it makes of the one role that has it; where several have
        it, ``role`` says which.

        >>> from ecomgraph import load
        >>> [activity.id for activity in load().diff("entry", "mid").activities.kept]
        []
        """
        from ecomgraph.careers.difference import difference

        return difference(self._needs, self._section_of(first, role), self._section_of(second, role))

    def plan(
        self,
        known: SkillSet,
        target: NodeLike,
        *,
        source: NodeLike | None = None,
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> Plan:
        """Return the way of a person to a target on which least is to be learnt, with the lessons of each step.

        The way starts at ``source``, or else at the node for which least is missing among those from which the target
        can be reached (the target itself included). What that node requires and is not ``known`` is to be learnt first.
        Each lesson says why it is due, down to the passages, and which nodes that are not on the way it also serves.

        >>> from ecomgraph import load
        >>> plan = load().plan({"SEO"}, "senior-director", source="ecommerce-director")
        >>> [step.node.id for step in plan.steps]
        ['ecommerce-director', 'senior-director']
        """
        from ecomgraph.careers.plan import make_plan

        start = None if source is None else self._find(source, "career node")
        aim, weights = self._find(target, "career node"), Weights.of(essential, optional)
        return make_plan(self.network, self._held(known).degrees, aim, start, weights)

    def diagram(
        self, subject: CareerPath | Sequence[CareerPath] | SkillGap | None = None, form: Form = "mermaid"
    ) -> str:
        """Return a drawing of a path, of several, of a gap, or without a subject of all career moves.

        As ``mermaid`` or ``dot`` it is text for other programs, as ``svg`` a picture: that needs the extra ``diagram``
        and Graphviz, and raises :class:`~ecomgraph.EcomgraphError` without.

        >>> from ecomgraph import load
        >>> print(load().diagram(load().find_path("senior-director", "vp-of-ecommerce")).splitlines()[0])
        flowchart LR
        """
        from ecomgraph.careers.diagrams import draw, gap_diagram, map_diagram, path_diagram

        if subject is None:
            return draw(map_diagram(self.network), form)
        if isinstance(subject, SkillGap):
            return draw(gap_diagram(subject), form)
        return draw(path_diagram([subject] if isinstance(subject, CareerPath) else subject), form)

    # ------------------------------------------------------------------ arguments

    def _held(self, skills: str | Skill | SkillSet) -> Held:
        """Return what a person has; of a skill named twice, the greater degree counts."""
        given = skills.items() if isinstance(skills, Mapping) else [(name, None) for name in _names(skills)]
        degrees: dict[str, Fraction] = {}
        unstated = set()
        for name, level in given:
            skill = self._find(name, "skill")
            degrees[skill] = max(self._needs.scales.held(skill, level), degrees.get(skill, NONE))
            if level is None or (isinstance(level, str) and not level.strip()):
                unstated.add(skill)
        return Held(degrees, frozenset(unstated))

    def _side(self, source: NodeLike | SkillSet) -> str | Held:
        return self._find(source, "career node") if isinstance(source, str | Entity) else self._held(source)

    def _section_of(self, name: NodeLike | Entity, role: str | Role | None) -> str:
        """Return a node, or the profile that a level or a specialization makes of a role."""
        if isinstance(name, CareerNode):
            return name.iri
        kinds: tuple[tuple[Kind, str], ...] = (("level", ECG.hasLevel), ("specialization", ECG.hasSpecialization))
        for kind, link in kinds:
            try:
                narrowing = self._find(name, kind)
            except UnknownNameError:
                continue
            holders = [self.role(role).iri] if role else self.dataset.subjects(link, narrowing)
            if len(holders) > 1:
                raise AmbiguousNameError(str(name), f"role's {kind} (say which role)", holders)
            for holder in holders:
                return self.profile(self.role(holder), **{kind: narrowing}).iri
        return self._find(name, "career node")

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
            source=self._find(source, "career node"),
            target=self._find(target, "career node"),
            criteria=_words(criteria),
            through=tuple(self._find(name, "career node") for name in _names(through)),
            avoid=tuple(self._find(name, "career node") for name in _names(avoid)),
            kinds=None if kinds is None else frozenset(_words(kinds)),
            max_steps=max_steps,
            known=self._held(known).degrees,
            weights=weights,
        )


def _names(names: str | Entity | Iterable[str | Entity]) -> tuple[str | Entity, ...]:
    """Return the names given; one alone need not stand in a list."""
    return (names,) if isinstance(names, str | Entity) else tuple(names)


def _words(words: str | Iterable[str]) -> tuple[str, ...]:
    """Return the words given; one alone need not stand in a list."""
    return (words,) if isinstance(words, str) else tuple(words)
