"""Questions about transitions, and the paths that they form from one node to another."""

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

        Skills that only the transition itself requires are not included, nor are raised skills; the steps of a path
        list these as well.
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
        """Return the best path from one node to another; a path without steps if they are the same node.

        ``minimize`` is a criterion: ``steps``, ``new_skills``, ``learning``, ``months``, or an installed one (see
        docs/paths.md). ``essential`` and ``optional`` are the weights of skills; a part of a skill has the
        corresponding fraction of its weight.

        The path visits all nodes in ``through``, in any order, and none in ``avoid``. It uses only transitions of the
        given ``kinds``, and at most ``max_steps`` of them. In ``through`` and ``avoid``, a role also stands for its
        profiles.

        A path starts and ends at the nodes named. Only if the network, regardless of the conditions, has no path
        between them, profiles stand in for a role, and profiles with both a level and a specialization for a profile
        with one of them. Stand-ins are tried first for the target, then for the source, then for both, described ones
        first. The skills that the named source requires count as known at the start, and ``notes`` of the path name the
        stand-ins.

        With ``new_skills`` and ``learning``, paths are ordered first by the number of nodes that are not described, not
        counting the ends and the nodes in ``through``. Ties are broken by fewer steps, then fewer such nodes, then
        paths whose ends are the nodes named, then less to learn, then the IRIs of the first node and of each step's
        node and transition.

        The result is optimal. ``learning``, ``through`` and ``max_steps`` require label setting, which takes
        exponential time in the worst case (:class:`ecomgraph.careers.search.label_setting.Labels`); all other searches
        are bidirectional.

        Raises :class:`~ecomgraph.NoPathError`, which names the reachable node most similar to the target,
        :class:`~ecomgraph.MissingMonthsError` if a transition without a typical duration might be on the quickest path,
        and :class:`~ecomgraph.ArgumentError` for an invalid argument.

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

        If the duration of one of them is unknown, or the search reaches its limit, an error is raised and no path is
        returned.

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
        """Yield all loopless paths, best first; each is computed when it is requested.

        Arguments and order are those of :meth:`find_path`; parallel transitions make different paths. Invalid arguments
        raise at once; :class:`~ecomgraph.NoPathError` is raised when the first path is requested. If a
        :class:`~ecomgraph.MissingMonthsError` or a :class:`~ecomgraph.LimitError` follows later, the paths yielded
        before are correct, and none is missing among them.

        The algorithm is Yen's in Lawler's form (Yen 1971, Lawler 1972). With an additive criterion, the next path takes
        O(n (m + n log n)) in the worst case for n nodes and m transitions, usually far less. With ``learning``,
        ``through`` or ``max_steps``, the problem is NP-hard, and label setting takes exponential time in the worst
        case. Each path takes a few hundred bytes of memory. After a total of 20,000,000 comparisons, usually some five
        seconds, the search ends with :class:`~ecomgraph.LimitError`; callers can charge their own work on the paths to
        ``effort``.

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
        """Return the Pareto-optimal paths: no other path is as good by all criteria and better by one.

        They are sorted by the first criterion, then the second, and so on. Of paths with equal costs by all criteria
        only one is kept: the one with fewer steps, then with fewer nodes that are not described, then whose ends are
        the nodes named, then the first by IRIs. To choose by ``learning`` too, name it as a criterion. Arguments and
        errors are those of :meth:`find_path`. If ``new_skills`` or ``learning`` is among the criteria, the number of
        nodes that are not described is an additional criterion.

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
        """Return the nodes reachable by transitions, each with the smallest number of steps.

        The source role also stands for all its profiles, which are not in the result. Nearest first, then by label,
        then IRI.

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
        """Return the path to a target on which a person has least to learn, with the lessons of each step.

        The path starts at ``source``. Without it, the start is the node for which least is missing, among the nodes
        from which the target can be reached and the target itself; ``notes`` then gives the reason, and ``starts`` the
        next best nodes. Skills that the start requires and that are not ``known`` are learnt first. Each lesson has the
        reasons for it, down to the passages, and the nodes off the path that also require it. Conditions and errors are
        those of :meth:`find_path`.

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
        """Return a diagram of a path, of several paths or of a gap; without ``subject``, of all transitions.

        The forms ``mermaid`` and ``dot`` are text for other programs; ``svg`` is an image, requires the extra
        ``diagram`` and Graphviz, and raises :class:`~ecomgraph.EcomgraphError` if they are not installed.

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
