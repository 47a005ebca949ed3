"""Questions about transitions, and the paths that they make from one node to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ecomgraph.careers.diagrams import Form, drawing
from ecomgraph.careers.held_skills import SkillSet
from ecomgraph.careers.path_request import Request
from ecomgraph.careers.paths import RankedPaths, best_paths, least_steps, pareto_front, ranked_by_cost
from ecomgraph.careers.search.weights import STANDARD, Number, Weights
from ecomgraph.graph.graph_state import GraphState
from ecomgraph.model import Transition
from ecomgraph.reading.lookup import NodeLike, Several, each_named
from ecomgraph.reading.reader import label_key

if TYPE_CHECKING:
    from ecomgraph.model import CareerNode, CareerPath, Plan, Skill, SkillGap

__all__ = ["PathQuestions"]


class PathQuestions(GraphState):
    """The methods of a career graph about transitions, paths and plans."""

    def transitions(self) -> tuple[Transition, ...]:
        """Return all transitions, by the IRIs of source, target and transition."""
        return tuple(self.network.transitions())

    def new_skills(self, transition: Transition) -> tuple[Skill, ...]:
        """Return the skills that a transition's target requires and its source does not, by label, then IRI.

        What the transition itself asks for does not count, nor what is only raised; the steps of a path list that, too.
        """
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
        one of them: first for the target, then for the source, then for both, described ones first. What the source as
        named requires is known at the start, and ``notes`` of the path say that another node stands in.

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
        through: Several[NodeLike] = (),
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> Plan:
        """Return a person's path to a target on which least is to be learnt, with the lessons of each step.

        The path starts at ``source``, or else at the node for which least is missing among those from which the target
        can be reached (the target itself included); ``notes`` then says why, and ``starts`` names the next best. What
        that node requires and is not ``known`` is to be learnt first. Each lesson says why it is due, down to the
        passages, and which nodes off the path it also serves. Conditions and errors are those of :meth:`find_path`.

        >>> from ecomgraph import load
        >>> plan = load().plan({"SEO"}, "senior-director", source="ecommerce-director")
        >>> [step.node.id for step in plan.steps]
        ['ecommerce-director', 'senior-director']
        """
        from ecomgraph.careers.plan import make_plan

        start, weights = target if source is None else source, Weights.of(essential, optional)
        request = self._request(start, target, "learning", through, avoid, kinds, max_steps, known, weights)
        return make_plan(request, chosen=source is None)

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
            criteria=each_named(criteria),
            through=tuple(map(self._lookup.iri, each_named(through))),
            avoid=tuple(map(self._lookup.iri, each_named(avoid))),
            kinds=None if kinds is None else frozenset(each_named(kinds)),
            max_steps=max_steps,
            known=self._held(known).degrees,
            weights=weights,
        )
