"""The need of a career node: skills, each to an exact degree as essential and as optional.

The degrees that occur for a skill cut it into rungs. A requirement includes all rungs up to its degree; if several
requirements include a rung, its greatest weight counts. So two degrees describe all requirements of a node for a skill.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from ecomgraph.careers.learning_resources import Resources
from ecomgraph.careers.scales import ALL, NONE, Scales
from ecomgraph.namespace import ECG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecomgraph.careers.search.weights import Weights
    from ecomgraph.reading.catalog import Catalog

__all__ = ["Ask", "Need", "Needs"]

_ESSENTIAL = PREFIXES["importance"] + "essential"
_LINKS = (
    ECG.buildsOn,
    ECG.hasResponsibility,
    ECG.hasSkillRequirement,
    ECG.importance,
    ECG.inheritsFrom,
    ECG.performsActivity,
    ECG.requiredLevel,
    ECG.requiredSkill,
)

_ASKING = f"SELECT DISTINCT ?node {{ ?node <{ECG.requiresSkill}> ?skill }}"
_GRAPHS = f"SELECT DISTINCT ?graph {{ GRAPH ?graph {{ ?requirement <{ECG.requiredSkill}> ?skill }} }}"
# A number this close to 0 may stand for the level "none".
_NEAR_NONE = f"""SELECT ?number {{
  ?requirement <{ECG.proficiency}> ?number FILTER(<{PREFIXES["xsd"]}double>(STR(?number)) <= 0.01)
}} LIMIT 1"""


class Ask(NamedTuple):
    """The highest degrees to which a skill is required as essential and as optional; 0 if not at all.

    >>> from fractions import Fraction
    >>> Ask(Fraction(1, 4), Fraction(1)).degree
    Fraction(1, 1)
    """

    essential: Fraction = NONE
    optional: Fraction = NONE

    @property
    def degree(self) -> Fraction:
        """The highest degree required."""
        return max(self)

    def joined(self, other: Ask) -> Ask:
        """Return the combined requirement of both."""
        return Ask(max(self.essential, other.essential), max(self.optional, other.optional))

    def weight(self, weights: Weights, above: Fraction = NONE) -> Fraction:
        """Return the weight of the required rungs above a degree.

        >>> from fractions import Fraction
        >>> from ecomgraph.careers.search.weights import STANDARD
        >>> Ask(Fraction(1, 4), Fraction(1)).weight(STANDARD)
        Fraction(5, 8)
        """
        heavy, light = (self.essential, self.optional)
        heavier, lighter = weights.essential, weights.optional
        if lighter > heavier:
            heavy, light, heavier, lighter = light, heavy, lighter, heavier
        least = max(heavy, above)
        return (heavier * (least - above) + lighter * max(NONE, light - least)) / weights.unit

    def at(self, point: Fraction, weights: Weights) -> int:
        """Return the weight of the rung that begins at ``point``, in units, divided by the length of the rung."""
        return max(weights.essential * (point < self.essential), weights.optional * (point < self.optional))


Need = dict[str, Ask]
"""What a node needs: skills by IRI."""

Asked = tuple[str, bool, str, str]
"""A requirement: the node that it comes from, whether that node is built on, its holder, and its IRI."""

# Caching a few nodes is enough, because callers ask for the reasons of one node after another.
_KEPT = 64


class Needs:
    """The needs of the nodes and transitions of a dataset, read on demand and cached."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.scales = Scales(catalog)
        self.resources = Resources(catalog, self.scales)
        self._needs: dict[str, Need] = {}
        self._by_skill: dict[str, dict[str, list[Asked]]] = {}
        self._tables: dict[str, dict[str, list[str]]] = {}
        self._degrees: dict[tuple[str, str], Fraction] = {}
        self._lowest_degrees: dict[str, dict[str, Fraction]] = {}
        self._grading: dict[str, bool] = {}
        self._asks: dict[tuple[str, ...], Ask] = {}

    def preload(self) -> None:
        """Read all requirements at once, for callers that need those of all nodes."""
        if not self._tables:
            for link in _LINKS:
                table: dict[str, list[str]] = {}
                for subject, value in sorted(self.catalog.dataset.pairs(link)):
                    table.setdefault(subject, []).append(value)
                self._tables[link] = table
            self.scales.preload()

    def _iris(self, subject: str, link: str) -> list[str]:
        table = self._tables.get(link)
        return self.catalog.dataset.iris(subject, link) if table is None else table.get(subject, [])

    @cached_property
    def graded(self) -> bool:
        """Whether the graph states any degree or scale; otherwise every requirement is for full mastery."""
        return bool(self.scales.all) or any(True for _ in self._degrees_stated())

    def _degrees_stated(self, skill: str = "") -> Iterator[tuple[str, Fraction]]:
        """Yield each stated degree above 0, of one skill or of all, with its graph."""
        if skill:
            yield from self._degrees_of(self._requirements_of(skill), skill)
            return
        for link in (ECG.proficiency, ECG.requiredLevel):
            quads = self.catalog.dataset.store.quads_for_pattern(None, ox.NamedNode(link), None, None)
            yield from self._degrees_of(it.subject.value for it in quads if isinstance(it.subject, ox.NamedNode))

    def _requirements_of(self, skill: str) -> Iterable[str]:
        if not self._tables:
            return self.catalog.dataset.subjects(ECG.requiredSkill, skill)
        return self._requirements_by_skill.get(skill, ())

    @cached_property
    def _requirements_by_skill(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for requirement, skills in self._tables[ECG.requiredSkill].items():
            for skill in skills:
                found.setdefault(skill, []).append(requirement)
        return found

    def _degrees_of(self, requirements: Iterable[str], skill: str = "") -> Iterator[tuple[str, Fraction]]:
        for requirement in requirements:
            for asked, graph in self._asked(requirement):
                if skill in {"", asked} and (degree := self._stated(requirement, asked)):
                    yield graph, degree

    def _lowest(self, skill: str) -> dict[str, Fraction]:
        """Return the lowest degree that each framework states for a skill, by the name of the framework's graph."""
        if skill not in self._lowest_degrees:
            found: dict[str, Fraction] = {}
            for graph, degree in self._degrees_stated(skill):
                found[graph] = min(degree, found.get(graph, ALL))
            self._lowest_degrees[skill] = found
        return self._lowest_degrees[skill]

    def _states_degrees(self, graph: str) -> bool:
        """Tell whether a graph states a degree for some skill."""
        if graph not in self._grading:
            self._grading[graph] = any(it == graph for it, _ in self._degrees_stated())
        return self._grading[graph]

    def _asked(self, requirement: str) -> list[tuple[str, str]]:
        """Return the skills of a requirement, each with the name of the graph that states it."""
        if self._tables and self._only_graph:
            return [(skill, self._only_graph) for skill in self._iris(requirement, ECG.requiredSkill)]
        quads = self.catalog.dataset.store.quads_for_pattern(
            ox.NamedNode(requirement), ox.NamedNode(ECG.requiredSkill), None, None
        )
        return [(quad.object.value, str(quad.graph_name)) for quad in quads if isinstance(quad.object, ox.NamedNode)]

    @cached_property
    def _only_graph(self) -> str:
        """The name of the graph that contains all requirements; ``""`` if they are in several graphs."""
        rows = self.catalog.dataset.select(_GRAPHS)
        names = [str(row[0]) for row in rows]
        return names[0] if len(names) == 1 else ""

    def _stated(self, requirement: str, skill: str) -> Fraction | None:
        for level in self._iris(requirement, ECG.requiredLevel):
            if level in self.scales.degrees:
                return self.scales.degrees[level]
        number = self.scales.stated(requirement)
        return None if number is None else self.scales.snapped(skill, number)

    def degree(self, requirement: str, skill: str) -> Fraction:
        """Return the degree to which a requirement requires one of its skills; 0 if it states the level of rank 0.

        If it states none, it is the lowest degree of the skill's scale, else the lowest one that the same framework
        states for the skill, else 1.
        """
        if not self.graded:
            return ALL
        key = requirement, skill
        if key not in self._degrees:
            self._degrees[key] = self._degree(requirement, skill)
        return self._degrees[key]

    def _degree(self, requirement: str, skill: str) -> Fraction:
        degree = self._stated(requirement, skill)
        if degree is None:
            degree = self.scales.lowest(skill)
        if degree is None:
            graphs = [graph for asked, graph in self._asked(requirement) if asked == skill]
            lowest = self._lowest(skill)
            degree = min((lowest[graph] for graph in graphs if graph in lowest), default=ALL)
        return degree

    def has_degrees(self, requirements: Iterable[str], skill: str) -> bool:
        """Tell whether the frameworks of some requirements state degrees, or have a scale for a skill."""
        if not self.graded:
            return False
        return self.scales.of(skill) is not None or any(
            self._states_degrees(graph) for requirement in requirements for _, graph in self._asked(requirement)
        )

    def ask(self, requirements: Iterable[str], skill: str) -> Ask:
        """Return the combined requirement of several requirements for one skill."""
        essential, optional = NONE, NONE
        for requirement in requirements:
            degree = self.degree(requirement, skill)
            # Avoid comparing fractions, which is slow: most nodes have only one requirement for each skill.
            if _ESSENTIAL in self._iris(requirement, ECG.importance):
                essential = max(essential, degree) if essential is not NONE else degree
            else:
                optional = max(optional, degree) if optional is not NONE else degree
        return Ask(essential, optional)

    # ------------------------------------------------------------------ of nodes and transitions

    def sources(self, node: str) -> list[tuple[str, bool]]:
        """Return the nodes that a node's skills come from, each with whether it is built on.

        The node itself comes first, then the others by IRI. A node that is both inherited from and built on counts as
        inherited from.
        """
        inherited = {node}
        _extend(inherited, lambda it: self._iris(it, ECG.inheritsFrom))
        reached = set(inherited)
        _extend(reached, lambda it: self._iris(it, ECG.inheritsFrom) + self._iris(it, ECG.buildsOn))
        return [(node, False), *((it, it not in inherited) for it in sorted(reached - {node}))]

    def requirements(self, node: str) -> Iterator[Asked]:
        """Yield each requirement of a node with the node that it comes from, whether that is built on, and its holder.

        The holder is the node that it comes from, or one of its responsibilities or activities.
        """
        for via, built_on in self.sources(node):
            work = self._iris(via, ECG.hasResponsibility) + self._iris(via, ECG.performsActivity)
            for holder in [via, *work]:
                for requirement in self._iris(holder, ECG.hasSkillRequirement):
                    yield via, built_on, holder, requirement

    def by_skill(self, node: str) -> dict[str, list[Asked]]:
        """Return the requirements of a node by skill, each as :meth:`requirements` yields it."""
        found = self._by_skill.get(node)
        if found is None:
            found = {}
            for asked in self.requirements(node):
                for skill in self._iris(asked[-1], ECG.requiredSkill):
                    found.setdefault(skill, []).append(asked)
            while len(self._by_skill) >= _KEPT:
                del self._by_skill[next(iter(self._by_skill))]
            self._by_skill[node] = found
        return found

    def of(self, node: str) -> Need:
        """Return the need of a node."""
        if node not in self._needs:
            self._needs[node] = self._joined(requirement for _, _, _, requirement in self.requirements(node))
        return self._needs[node]

    def take(self, kept: dict[str, Any], nodes: list[str], transitions: list[str]) -> None:
        """Load the precomputed needs of all nodes from a database, instead of reading every requirement."""
        skills = kept["skills"]
        degrees = {it: Fraction(it) if it != "0" else NONE for pair in kept["asks"] for it in pair}
        asks = [Ask(degrees[essential], degrees[optional]) for essential, optional in kept["asks"]]
        own = ((transitions[int(edge)], numbers) for edge, numbers in kept["transitions"].items())
        for iri, numbers in (*zip(nodes, kept["nodes"], strict=True), *own):
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            self._needs.setdefault(iri, {skills[skill]: asks[ask] for skill, ask in pairs})

    def own(self, node: str) -> Need | None:
        """Return the need of a node without what it needs only by building on others; ``None`` if it builds on none."""
        inherited = {node}
        _extend(inherited, lambda it: self._iris(it, ECG.inheritsFrom))
        if not any(self._iris(it, ECG.buildsOn) for it in inherited):
            return None
        work = (ECG.hasResponsibility, ECG.performsActivity)
        holders = {holder for it in inherited for link in work for holder in self._iris(it, link)} | inherited
        return self._joined(sorted({it for holder in holders for it in self._iris(holder, ECG.hasSkillRequirement)}))

    def described(self, nodes: Iterable[str]) -> set[str]:
        """Return the nodes that have a need (see :meth:`of`), without reading every degree.

        A node with a derived skill has a need, unless all its requirements state a degree of 0. The degrees of such a
        node are read only if the dataset may state a degree of 0.
        """
        dataset = self.catalog.dataset
        none = any(not degree for degree in self.scales.degrees.values())
        if none or any(True for _ in dataset.select(_NEAR_NONE)):
            sure = set()
        else:
            sure = {node.value for (node,) in dataset.select(_ASKING) if isinstance(node, ox.NamedNode)}
        return {node for node in nodes if node in sure or self._is_described(node)}

    def _is_described(self, node: str) -> bool:
        return any(
            self.degree(requirement, skill)
            for _, _, _, requirement in self.requirements(node)
            for skill in self._iris(requirement, ECG.requiredSkill)
        )

    def of_transition(self, transition: str) -> Need:
        """Return the need of a transition itself."""
        if transition not in self._needs:
            self._needs[transition] = self._joined(self._iris(transition, ECG.hasSkillRequirement))
        return self._needs[transition]

    def _joined(self, requirements: Iterable[str]) -> Need:
        by_skill: dict[str, list[str]] = {}
        for requirement in requirements:
            for skill in self._iris(requirement, ECG.requiredSkill):
                by_skill.setdefault(skill, []).append(requirement)
        # Cache by requirements, because nodes that inherit from each other share them.
        for skill, them in by_skill.items():
            if (skill, *them) not in self._asks:
                self._asks[skill, *them] = self.ask(them, skill)
        asked = {skill: self._asks[skill, *them] for skill, them in by_skill.items()}
        return {skill: ask for skill, ask in asked.items() if ask.degree}


def _extend(nodes: set[str], following: Callable[[str], list[str]]) -> None:
    """Extend a set of nodes by all nodes that can be reached from them."""
    pending = list(nodes)
    while pending:
        fresh = set(following(pending.pop())) - nodes
        nodes |= fresh
        pending += fresh
