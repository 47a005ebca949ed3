"""The network of transitions between career nodes, and what each node requires, as numbers and bits for searches."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from ecomgraph.careers.need import Ask, Needs
from ecomgraph.careers.rungs import Atoms, Rungs
from ecomgraph.careers.scales import ALL, NONE
from ecomgraph.errors import EcomgraphError
from ecomgraph.model import Transition
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import KINDS, slug_of
from ecomgraph.reading.reader import Thing, by_label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ecomgraph.careers.need import Need
    from ecomgraph.careers.search.additive import Digraph
    from ecomgraph.careers.search.weights import Weights
    from ecomgraph.model import Skill
    from ecomgraph.reading.catalog import Catalog
    from ecomgraph.store.network_file import NetworkFile

__all__ = ["Network"]

_KEPT = 8
# Reading the requirements of one node in 15, node by node, takes as long as reading those of all nodes at once.
_SHARE = 15
# The nodes; of each transition the number of its source, the number of its target, and its IRI.
_Ends: TypeAlias = tuple[list[str], list[int], list[int], list[str]]


class Network:
    """Roles and profiles, numbered in the order of their IRIs, and the transitions between them.

    Transitions are numbered in the order of the IRIs of source, target and transition; parallel ones stay distinct.
    Transition ``n`` leads from node ``tails[n]`` to node ``heads[n]`` and has the IRI ``transition_iris[n]``. A set of
    skills is an integer with one bit for each of ``skills``. Data that not every question needs is read on first use.
    ``digraphs`` caches the graphs that searches build.
    """

    _kept: NetworkFile | None = None
    _taken = False

    def __init__(self, catalog: Catalog, needs: Needs | None = None) -> None:
        self.catalog = catalog
        self.needs = needs or Needs(catalog)
        self._kept = catalog.dataset.network
        self.nodes, self.tails, self.heads, self.transition_iris = self._kept_ends() or self._read_ends()
        self.index = {iri: number for number, iri in enumerate(self.nodes)}
        self.digraphs: dict[tuple[object, ...], Digraph] = {}
        self._skills_of_nodes: dict[int, frozenset[str]] = {}
        self._stand_ins: dict[str, frozenset[int]] = {}
        self._transitions: dict[int, Transition] = {}
        self._rungs: dict[tuple[object, ...], Rungs] = {}
        self._atoms: dict[tuple[object, ...], Atoms] = {}

    def _kept_ends(self) -> _Ends | None:
        """Return the nodes and the transitions precomputed in a database; ``None`` if there are none."""
        kept = self._kept.network if self._kept else {}
        return (kept["nodes"], kept["tails"], kept["heads"], kept["transitions"]) if kept else None

    def _read_ends(self) -> _Ends:
        """Return the nodes, and of each transition the number of its source, the number of its target, and its IRI."""
        dataset = self.catalog.dataset
        sources, targets = self._first(ECG.transitionFrom), self._first(ECG.transitionTo)
        iris = list(targets) if sources.keys() >= targets.keys() else [iri for iri in targets if iri in sources]
        tails, heads = list(map(sources.__getitem__, iris)), list(map(targets.__getitem__, iris))
        typed = {iri for concept in KINDS["career node"] for iri in dataset.subjects(PREFIXES["rdf"] + "type", concept)}
        nodes = sorted(typed.union(tails, heads))
        index = {iri: number for number, iri in enumerate(nodes)}
        # Sorting by one number for both ends is faster than sorting by two IRIs.
        count = len(nodes)
        keys = [index[tail] * count + index[head] for tail, head in zip(tails, heads, strict=True)]
        edges = sorted(zip(keys, iris, strict=True))
        ends = [divmod(key, count) for key, _ in edges]
        return nodes, [tail for tail, _ in ends], [head for _, head in ends], [iri for _, iri in edges]

    def _first(self, predicate: str) -> dict[str, str]:
        """Return for each subject its object; if there are several, the first one in order."""
        subjects, values = self.catalog.dataset.columns(predicate)
        found = dict(zip(subjects, values, strict=True))
        if len(found) < len(subjects):
            for subject, value in zip(subjects, values, strict=True):
                found[subject] = min(found[subject], value)
        return found

    @cached_property
    def kinds(self) -> list[str]:
        """For each transition the slug of its kind, ``""`` if it has none."""
        kinds = self._first(ECG.transitionKind)
        slugs = {kind: slug_of(kind) for kind in set(kinds.values())}
        return [slugs[kinds[iri]] if iri in kinds else "" for iri in self.transition_iris]

    def kind(self, edge: int) -> str:
        """Return the slug of the kind of one transition, without reading the kinds of all others."""
        if "kinds" in vars(self):
            return self.kinds[edge]
        return slug_of(min(self.catalog.dataset.iris(self.transition_iris[edge], ECG.transitionKind), default=""))

    def edges_at(self, node: int) -> list[int]:
        """Return the numbers of the transitions from or to a node, in ascending order.

        >>> from ecomgraph import load
        >>> network = load().network
        >>> edges = network.edges_at(0)
        >>> edges == [at for at, ends in enumerate(zip(network.tails, network.heads, strict=True)) if 0 in ends]
        True
        """
        return self._edges_at.get(node, [])

    @cached_property
    def _edges_at(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for edge, (tail, head) in enumerate(zip(self.tails, self.heads, strict=True)):
            found.setdefault(tail, []).append(edge)
            if head != tail:
                found.setdefault(head, []).append(edge)
        return found

    # ------------------------------------------------------------------ skills

    @cached_property
    def skills(self) -> list[str]:
        """The IRIs of all skills that a node requires, sorted."""
        return sorted(set(self._requirements[1]))

    @cached_property
    def _requirements(self) -> tuple[list[str], list[str]]:
        return self.catalog.dataset.columns(ECG.requiresSkill)

    @cached_property
    def essential(self) -> list[int]:
        """For each node the skills that are essential to it."""
        return self._as_bits(*self.catalog.dataset.columns(ECG.requiresEssentialSkill))

    @cached_property
    def optional(self) -> list[int]:
        """For each node the skills that it requires, but that are not essential to it."""
        required = self._as_bits(*self._requirements)
        return [skills & ~essential for skills, essential in zip(required, self.essential, strict=True)]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {skill: number for number, skill in enumerate(self.skills)}

    def _as_bits(self, nodes: list[str], skills: list[str]) -> list[int]:
        """Return for each node its skills; setting bits in bytes is much faster than in an integer."""
        width = len(self.skills) // 8 + 1
        found: dict[str, bytearray] = {}
        for node, number in zip(nodes, map(self._numbers.get, skills), strict=True):
            if number is not None:
                if node not in found:
                    found[node] = bytearray(width)
                found[node][number >> 3] |= 1 << (number & 7)
        return [int.from_bytes(found.get(node, b""), "little") for node in self.nodes]

    # ------------------------------------------------------------------ rungs

    def rungs(self, further: Mapping[str, Fraction] | None = None, *, overlapping: bool = False) -> Rungs:
        """Return the rungs that nodes and transitions require, cut at their degrees and at ``further`` degrees.

        If the graph states no degrees, every skill is one rung. A node then requires each rung either as essential or
        as optional, not both, unless ``overlapping`` is true.
        """
        key = self._rungs_key(further, overlapping=overlapping)
        if key not in self._rungs:
            _make_room(self._rungs)
            if self.needs.graded or overlapping:
                if not self._take_needs():
                    self.needs.preload()
                needs = list(map(self.needs.of, self.nodes))
                self._rungs[key] = Rungs.of(needs, self.own_needs(), further or {})
            else:
                self._rungs[key] = self._whole_skills()
        return self._rungs[key]

    def _rungs_key(self, further: Mapping[str, Fraction] | None, *, overlapping: bool) -> tuple[object, ...]:
        return (overlapping, *sorted((further or {}).items())) if self.needs.graded else (overlapping,)

    def _whole_skills(self) -> Rungs:
        """Return rungs with one rung for each skill, from the derived triples."""
        own = self.own_needs()
        asked = {skill for need in own.values() for skill in need}
        fresh = asked - set(self.skills)
        if fresh:
            needs = [self._need_of_whole_skills(node) for node in range(len(self.nodes))]
            return Rungs.of(needs, own, {})
        rungs = Rungs(dict.fromkeys(self.skills, (ALL,)))
        for essential, optional in zip(self.essential, self.optional, strict=True):
            rungs.add(essential, optional)
        rungs.own = {edge: rungs.sides(need) for edge, need in own.items()}
        return rungs

    def _need_of_whole_skills(self, node: int) -> Need:
        essential, required = self.essential[node], self.required(node)
        return {
            skill: Ask(ALL, NONE) if essential >> number & 1 else Ask(NONE, ALL)
            for number, skill in enumerate(self.skills)
            if required >> number & 1
        }

    def _take_needs(self) -> bool:
        """Load the needs precomputed in a database; return whether there are any."""
        kept = self._kept.needs if self._kept else {}
        if kept and not self._taken:
            self.needs.take(kept, self.nodes, self.transition_iris)
            self._taken = True
        return self._taken

    def own_needs(self) -> dict[int, Need]:
        """Return the needs of transitions that have requirements of their own, by the number of the transition."""
        if self._kept and self._kept.needs:
            return self._needs_of(map(int, self._kept.needs["transitions"]))
        asking = set(self.catalog.dataset.subjects_of_both(ECG.transitionFrom, ECG.hasSkillRequirement))
        return self._needs_of([edge for edge, iri in enumerate(self.transition_iris) if iri in asking])

    def asks(self, edge: int) -> bool:
        """Tell whether a transition has requirements of its own."""
        return bool(self.needs.of_transition(self.transition_iris[edge]))

    def _needs_of(self, edges: Iterable[int]) -> dict[int, Need]:
        found = {edge: self.needs.of_transition(self.transition_iris[edge]) for edge in edges}
        return {edge: need for edge, need in found.items() if need}

    def atoms(self, weights: Weights, further: Mapping[str, Fraction] | None = None) -> Atoms:
        """Return the atoms of the rungs, with their weights."""
        rungs = self.rungs(further, overlapping=weights.optional > weights.essential)
        key = (rungs, weights)
        if key not in self._atoms:
            _make_room(self._atoms)
            self._atoms[key] = Atoms(rungs, weights)
        return self._atoms[key]

    def atoms_along(
        self, nodes: Collection[int], edges: Iterable[int], weights: Weights, further: Mapping[str, Fraction]
    ) -> Atoms:
        """Return :meth:`atoms` that are valid at least for these nodes and transitions.

        Reading the requirements of a few nodes takes a fraction of the time of reading all of them.
        """
        graded = self.needs.graded
        if not graded or self._rungs_key(further, overlapping=weights.optional > weights.essential) in self._rungs:
            return self.atoms(weights, further)
        if not self._take_needs() and len(nodes) * _SHARE > len(self.nodes):
            self.needs.preload()
        needs = [self.needs.of(node) if number in nodes else {} for number, node in enumerate(self.nodes)]
        return Atoms(Rungs.of(needs, self._needs_of(edges), further), weights)

    def similarity(self, one: int, other: int, weights: Weights) -> float | None:
        """Return the weighted Jaccard index of two nodes over rungs, ``None`` if one of them is not described."""
        return None if {one, other} & self.silent else self.atoms(weights).similarity(one, other)

    def bits_of(self, skills: Iterable[str]) -> int:
        """Return skills, given by IRI, as a set of bits; skills that no node requires are left out."""
        bits = 0
        for skill in skills:
            if skill in self._numbers:
                bits |= 1 << self._numbers[skill]
        return bits

    def skills_of(self, iris: Iterable[str]) -> tuple[Skill, ...]:
        """Return skills given by IRI, by label, then IRI."""
        return by_label(map(self.catalog.skill, iris))

    def skills_at(self, node: int) -> frozenset[str]:
        """Return the IRIs of the skills that a node requires, without reading the skills of all other nodes."""
        if node not in self._skills_of_nodes:
            found = self.catalog.dataset.iris(self.nodes[node], ECG.requiresSkill)
            self._skills_of_nodes[node] = frozenset(found)
        return self._skills_of_nodes[node]

    # ------------------------------------------------------------------ nodes and transitions

    def stand_ins(self, node: str) -> frozenset[int]:
        """Return the nodes that can stand in for a node, itself included.

        The profiles of a role stand in for the role. For a profile with only a level, the profiles of the same role
        stand in that have the same level and any specialization; for one with only a specialization, likewise.
        """
        if node not in self._stand_ins:
            found = [node, *self.catalog.dataset.subjects(ECG.narrowsRole, node)]
            for role in self.catalog.dataset.iris(node, ECG.narrowsRole):
                found += self._crossed(node, self.catalog.dataset.subjects(ECG.narrowsRole, role))
            self._stand_ins[node] = frozenset(self.index[iri] for iri in found if iri in self.index)
        return self._stand_ins[node]

    def _crossed(self, node: str, profiles: list[str]) -> list[str]:
        """Return, for a profile with only a level or only a specialization, the profiles that add the other one."""
        level, field = (self.catalog.dataset.iris(node, link) for link in (ECG.atLevel, ECG.inSpecialization))
        if bool(level) == bool(field):
            return []
        link, narrowing, other = (
            (ECG.atLevel, level[0], ECG.inSpecialization) if level else (ECG.inSpecialization, field[0], ECG.atLevel)
        )
        dataset = self.catalog.dataset
        return [it for it in profiles if narrowing in dataset.iris(it, link) and dataset.iris(it, other)]

    @cached_property
    def silent(self) -> frozenset[int]:
        """The nodes that are not described: no need of theirs is recorded."""
        if self._kept and self._kept.network:
            return frozenset(self._kept.network["silent"])
        if not self.needs.graded:
            return frozenset(node for node in range(len(self.nodes)) if not self.required(node))
        described = self.needs.described(self.nodes)
        return frozenset(number for number, node in enumerate(self.nodes) if node not in described)

    def leads(self, starts: Iterable[int], ends: Collection[int]) -> bool:
        """Tell whether transitions lead from any of the starts to any of the ends."""
        reached, pending = set(starts), list(starts)
        while pending:
            fresh = set(self._following.get(pending.pop(), ())) - reached
            if not fresh.isdisjoint(ends):
                return True
            reached |= fresh
            pending += fresh
        return False

    @cached_property
    def _following(self) -> dict[int, list[int]]:
        return self.neighbours(range(len(self.transition_iris)))

    def neighbours(self, allowed: Iterable[int]) -> dict[int, list[int]]:
        """Return for each node the targets of its allowed transitions, by IRI."""
        found: dict[int, list[int]] = {}
        for edge in allowed:
            found.setdefault(self.tails[edge], []).append(self.heads[edge])
        return found

    @cached_property
    def months(self) -> list[Fraction | None]:
        """For each transition its typical duration in months, ``None`` if unknown.

        Raises :class:`~ecomgraph.EcomgraphError` for a value that is not a number from 0 up.
        """
        dataset = self.catalog.dataset
        return [_months(iri, dataset.literal(iri, ECG.typicalMonths)) for iri in self.transition_iris]

    def transition(self, edge: int) -> Transition:
        """Return a transition as a value."""
        if edge not in self._transitions:
            self._transitions[edge] = self._transition(edge)
        return self._transitions[edge]

    def _transition(self, edge: int) -> Transition:
        iri = self.transition_iris[edge]
        said = Thing(self.catalog.reader, iri, whole=True)
        months = _months(iri, said.text(ECG.typicalMonths))
        kinds, bases, modalities = map(said.iris, (ECG.transitionKind, ECG.hasBasis, ECG.modality))
        requirements = said.iris(ECG.hasSkillRequirement)
        asked = [skill for it in requirements for skill in self.catalog.dataset.iris(it, ECG.requiredSkill)]
        return Transition(
            iri=iri,
            source=self.catalog.node(self.nodes[self.tails[edge]]),
            target=self.catalog.node(self.nodes[self.heads[edge]]),
            kind=slug_of(kinds[0]) if kinds else "",
            basis=slug_of(bases[0]) if bases else "",
            months=None if months is None else float(months),
            modality=slug_of(modalities[0]) if modalities else "",
            asks=by_label(map(self.catalog.skill, set(asked))),
        )

    def transitions(self) -> Iterator[Transition]:
        """Yield all transitions, by the IRIs of source, target and transition."""
        return map(self.transition, range(len(self.transition_iris)))

    def new_skills(self, source: str, target: str) -> tuple[Skill, ...]:
        """Return the skills that ``target`` requires and ``source`` does not, by label, then IRI."""
        return self.skills_of(self.skills_at(self.index[target]) - self.skills_at(self.index[source]))

    def required(self, node: int) -> int:
        """Return the skills that a node requires."""
        return self.essential[node] | self.optional[node]


def _make_room(kept: dict[tuple[object, ...], Any]) -> None:
    """Drop the oldest entries of a full cache."""
    while len(kept) >= _KEPT:
        del kept[next(iter(kept))]


def _months(iri: str, text: str) -> Fraction | None:
    if not text:
        return None
    try:
        value = Fraction(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError):
        value = Fraction(-1)
    if value < 0:
        raise EcomgraphError(f"{iri}: the typical duration must be a number of months from 0 up, not {text!r}")
    return value
