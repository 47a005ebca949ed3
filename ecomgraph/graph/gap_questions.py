"""Questions about two sides: gaps, similarity, differences, and the matching of names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast, get_args

from ecomgraph.arguments import shown
from ecomgraph.careers.held_skills import SkillSet
from ecomgraph.careers.name_kinds import CLOSE, MatchedKind
from ecomgraph.careers.search.weights import Number, Weights
from ecomgraph.errors import ArgumentError
from ecomgraph.graph.graph_state import GraphState
from ecomgraph.model import Entity, Role
from ecomgraph.reading.lookup import NodeLike

if TYPE_CHECKING:
    from ecomgraph.graph.career_graph import CareerGraph
    from ecomgraph.model import Comparison, Counterpart, Described, Difference, NameMatch, SimilarNode, SkillGap

__all__ = ["GapQuestions"]


class GapQuestions(GraphState):
    """The methods of a career graph that compare nodes, people and frameworks."""

    def skill_gap(
        self, source: NodeLike | SkillSet, target: NodeLike, *, essential: Number = 1, optional: Number = 0.5
    ) -> SkillGap:
        """Return the skills that someone at ``source``, or with a given set of skills, lacks for ``target``.

        A person's skills are names, or a mapping from names to levels. A level is the label, notation or id of a level
        of the skill's scale, its rank as a whole number, a fraction such as ``"3/5"``, a percentage such as ``"40%"``,
        or a number between 0 and 1. ``None`` means the whole skill, 0 that the skill is not held at all. Any other
        value raises :class:`~ecomgraph.ArgumentError`; so does 1.0, which may mean rank 1 or the whole skill.

        ``similarity`` is the weighted Jaccard index over rungs, the intervals between the degrees that occur: the sum
        of the smaller weight of the two sides divided by the sum of the greater weight. A person's skill has the weight
        that the target gives it; a skill that the target does not require weighs as an essential one. ``via`` and
        :meth:`explain` say where each requirement comes from. If a side is not described, the numbers are ``None``.

        >>> from ecomgraph import load
        >>> gap = load().skill_gap({"SEO", "email-marketing"}, "ecommerce-director")
        >>> [it.skill.label for it in gap.shared], 0 < gap.coverage < 1
        (['Email marketing', 'Search engine optimization'], True)
        """
        from ecomgraph.careers.gap import skill_gap

        aim = self._lookup.iri(target)
        return skill_gap(self._needs, self._side(source), aim, Weights.of(essential, optional))

    def described(self, node: NodeLike) -> Described:
        """Return how many requirements and passages describe a node; falsy if no skill is recorded for it."""
        from ecomgraph.careers.gap import described

        return described(self._needs, self._lookup.iri(node))

    def compare(
        self, first: NodeLike | SkillSet, second: NodeLike, *, essential: Number = 1, optional: Number = 0.5
    ) -> Comparison:
        """Return the skills of two nodes, or of a person and a node, with the importance on each side.

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
        """Return the ``n`` nodes most similar to a node, by the similarity of :meth:`skill_gap`, most similar first.

        Ties are ordered by label, then IRI. Nodes that this node inherits from, or that inherit from it, are left out,
        because they are similar by construction.

        >>> from ecomgraph import load
        >>> len(load().similar("vp-of-ecommerce", 3))
        3
        """
        from ecomgraph.careers.gap import similar

        return similar(self.network, self._lookup.iri(node), n, Weights.of(essential, optional))

    def crosswalk(self, role: str | Role, framework: str, n: int = 5, *, source: str = "") -> tuple[Counterpart, ...]:
        """Return the ``n`` roles of another framework that best match a role, with the reason; most certain first.

        Mappings stated in a framework come first, then equal labels, then shared skills. Skills are shared if they are
        the same, mapped to each other, or have equal labels. ``framework`` is the name of the other framework in the
        database; ``source`` is the name of the role's own framework, by default the one that contains the role.
        """
        from ecomgraph.careers.crosswalk import counterparts_in
        from ecomgraph.graph.loading import alone

        own = alone(cast("CareerGraph", self), source) if source else self
        return counterparts_in(self._catalog, own._lookup.iri(role, "role"), framework, n)

    def match(
        self,
        names: str | Iterable[str],
        kind: MatchedKind = "skill",
        *,
        close: float | None = CLOSE,
        alternatives: int = 3,
    ) -> tuple[NameMatch, ...]:
        """Return the skill (or role) that each text names, in the order of the texts, with other likely matches.

        ``names`` is one text or several. A text matches the thing that has it as IRI, id or label in any language,
        otherwise the thing with the most similar label. Similarity is from 0 to 1: the words are compared in their
        order and also sorted, and the higher value counts. It must be at least ``close``. If ``close`` is ``None``,
        only equal names match; otherwise rapidfuzz is required. Takes O(n * m) for n texts and m labels: some seconds
        for 20,000 texts and 14,000 labels.

        >>> from ecomgraph import load
        >>> [it.thing.id if it.thing else it.by for it in load().match(["seo", "juggling"], close=None)]
        ['search-engine-optimization', 'none']
        """
        from ecomgraph.careers.name_matching import match_names

        texts = (names,) if isinstance(names, str) else tuple(names)
        if kind not in get_args(MatchedKind):
            raise ArgumentError(f"kind must be {' or '.join(get_args(MatchedKind))}, not {shown(kind)}")
        if close is not None and not 0 < close <= 1:
            raise ArgumentError(f"close must be above 0 and up to 1, not {shown(close)}")
        if alternatives < 0:
            raise ArgumentError(f"alternatives must be 0 or more, not {shown(alternatives)}")
        return match_names(self._catalog, self._names, texts, kind, close=close, alternatives=alternatives)

    def diff(
        self, first: NodeLike | Entity, second: NodeLike | Entity, *, role: str | Role | None = None
    ) -> Difference:
        """Return what changes from one level, specialization or node to another, including inherited content.

        A level or a specialization stands for the profile in which it narrows a role. If several roles have it,
        ``role`` selects one.

        >>> from ecomgraph import load
        >>> [activity.id for activity in load().diff("entry", "mid").activities.kept][:1]
        ['performance-metric-analysis']
        """
        from ecomgraph.careers.difference import difference

        sides = (self._lookup.node_or_narrowing(name, role) for name in (first, second))
        return difference(self._needs, *sides)
