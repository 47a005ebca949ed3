"""Compare two frameworks, or two releases of one: added, removed and changed things."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from ecomgraph.arguments import checked
from ecomgraph.errors import UnknownNameError
from ecomgraph.languages import best_text, policy_of
from ecomgraph.model import Entity
from ecomgraph.model.entities import Value
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import Names, slug_of
from ecomgraph.reading.reader import ALT_LABEL, BROADER, DEFINITION, PREF_LABEL, TYPE
from ecomgraph.schema import KINDS
from ecomgraph.spelling import alphabetical, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.store.dataset import Dataset

__all__ = ["FrameworkChange", "FrameworkChanges", "FrameworkSide", "framework_changes"]

Kind = Literal["added", "removed", "changed"]
# The kinds of things that are compared; requirements and transitions come after them.
_THINGS = ("role", "profile", "skill", "responsibility", "activity", "level", "proficiency-level")
_TEXTS = {
    "label": PREF_LABEL,
    "other labels": ALT_LABEL,
    "definition": DEFINITION,
    "notation": PREFIXES["skos"] + "notation",
}
_WORK = (ECG.hasResponsibility, ECG.performsActivity)
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FrameworkChange(Value):
    """A thing, a requirement or a transition that was added, removed or changed.

    ``section`` is its table, such as ``"roles"``. ``thing`` is the later version, or the earlier one if it was removed;
    ``other`` is the skill of a requirement or the target of a transition, ``was`` the earlier version of a thing, and
    ``matched_by`` how the two were matched: ``"iri"``, ``"notation"`` or ``"name"``. ``details`` are the changed fields
    with the old and the new value, in the order of the fields.
    """

    section: str
    change: Kind
    thing: Entity
    other: Entity | None = None
    was: Entity | None = None
    matched_by: str = ""
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FrameworkChanges(Value):
    """The changes from one framework to another, by section, then change, then label, then IRI."""

    before: str
    after: str
    changes: tuple[FrameworkChange, ...]

    @checked
    def of(self, section: str, change: str) -> tuple[FrameworkChange, ...]:
        """Return the changes in one section."""
        return tuple(it for it in self.changes if (it.section, it.change) == (section, change))


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSide:
    """A framework to compare: its dataset, its name, the graph of its own assertions, and its language.

    ``reader`` is the language for labels.
    """

    dataset: Dataset
    name: str
    graph: ox.NamedNode | None
    language: str = "en"
    reader: str = ""


def framework_changes(before: FrameworkSide, after: FrameworkSide, role: str = "") -> FrameworkChanges:
    """Return the changes between two frameworks; with ``role``, only those of the role, its profiles, and their skills.

    Things match by equal IRI, else by equal unique ``skos:notation``, else by equal unique name. Requirements are
    compared if both frameworks have the thing that requires the skill, transitions if both have the source and the
    target. Takes time linear in the number of triples.
    """
    comparison = _Comparison(_Side(before), _Side(after), role)
    found = sorted(
        comparison.changes(),
        key=lambda it: (
            _SECTIONS.index(it.section),
            it.change,
            alphabetical(it.thing.label),
            it.thing.iri,
            alphabetical(it.other.label) if it.other else "",
            it.other.iri if it.other else "",
        ),
    )
    return FrameworkChanges(before=before.name, after=after.name, changes=tuple(found))


_SECTIONS = [*(KINDS[key].table for key in _THINGS), KINDS["requirement"].table, KINDS["transition"].table]


class _Side:
    """The content of one framework, read in bulk."""

    def __init__(self, side: FrameworkSide) -> None:
        self.dataset, self.language = side.dataset, side.language.lower()
        self.policy = policy_of(side.reader, side.language)
        self.texts = {name: self._literals(predicate) for name, predicate in _TEXTS.items()}
        self.things = {key: self._of_kind(key, side.graph) for key in _THINGS}
        self.own = {iri for found in self.things.values() for iri in found}
        self.levels: set[str] = set()
        self.requirements = self._requirements()
        self.transitions = self._transitions()

    def _literals(self, predicate: str) -> dict[str, list[ox.Literal]]:
        found: dict[str, list[ox.Literal]] = defaultdict(list)
        for thing, text in self.dataset.select(f"SELECT ?thing ?text {{ ?thing <{predicate}> ?text }}"):
            if isinstance(thing, ox.NamedNode) and isinstance(text, ox.Literal):
                found[thing.value].append(text)
        return found

    def _of_kind(self, key: str, graph: ox.NamedNode | None) -> set[str]:
        kind = ox.NamedNode(TYPE)
        return {
            quad.subject.value
            for concept in KINDS[key].classes
            for quad in self.dataset.store.quads_for_pattern(None, kind, ox.NamedNode(concept), graph)
            if isinstance(quad.subject, ox.NamedNode)
        }

    def _requirements(self) -> dict[_Pair, list[tuple[str, str]]]:
        """Return importance and degree of each requirement, by thing and skill; a level is given by its IRI."""
        skills = dict(self.dataset.pairs(ECG.requiredSkill))
        importance = dict(self.dataset.pairs(ECG.importance))
        levels = dict(self.dataset.pairs(ECG.requiredLevel))
        self.levels.update(levels.values())
        degrees = self._literals(ECG.proficiency)
        found: dict[_Pair, list[tuple[str, str]]] = defaultdict(list)
        for holder, requirement in self.dataset.pairs(ECG.hasSkillRequirement):
            if requirement in skills:
                level = levels.get(requirement, "")
                degree = level or " ".join(it.value for it in degrees.get(requirement, ()))
                graded = (slug_of(importance.get(requirement, "")), degree)
                found[holder, skills[requirement]].append(graded)
        return found

    def _transitions(self) -> dict[_Pair, list[tuple[str, str]]]:
        """Return kind and months of the asserted transitions from one node to another."""
        starts, ends = dict(self.dataset.pairs(ECG.transitionFrom)), dict(self.dataset.pairs(ECG.transitionTo))
        kinds, months = dict(self.dataset.pairs(ECG.transitionKind)), self._literals(ECG.typicalMonths)
        derived = self.dataset.store.quads_for_pattern(
            None, ox.NamedNode(ECG.transitionFrom), None, self.dataset.derived
        )
        concluded = {str(quad.subject)[1:-1] for quad in derived}
        found: dict[_Pair, list[tuple[str, str]]] = defaultdict(list)
        for transition in starts.keys() & ends.keys() - concluded:
            lasting = " ".join(it.value for it in months.get(transition, ()))
            found[starts[transition], ends[transition]].append((slug_of(kinds.get(transition, "")), lasting))
        return found

    def label(self, iri: str) -> str:
        return best_text(sorted(self.texts["label"].get(iri, ()), key=str), self.policy) or slug_of(iri)

    def value(self, text: str) -> str:
        """Return the label of a proficiency level given by its IRI; return any other text unchanged."""
        return self.label(text) if text in self.levels else text

    def entity(self, iri: str) -> Entity:
        definitions = sorted(self.texts["definition"].get(iri, ()), key=str)
        text = best_text(definitions, self.policy)
        return Entity(iri=iri, id=slug_of(iri), label=self.label(iri), definition=text)

    def said(self, iri: str, name: str) -> set[str]:
        """Return the texts of a field, with the language tag of each text that is not in the framework's language."""
        return {
            f"{it.value} @{it.language}" if it.language and it.language != self.language else it.value
            for it in self.texts[name].get(iri, ())
        }

    def around(self, role: str) -> set[str]:
        """Return a role with its profiles and their responsibilities and activities."""
        nodes = {role, *self.dataset.subjects(ECG.narrowsRole, role)}
        return nodes | {iri for node in nodes for link in _WORK for iri in self.dataset.iris(node, link)}


class _Comparison:
    def __init__(self, before: _Side, after: _Side, role: str) -> None:
        self.before, self.after = before, after
        # The later IRI of each matched earlier thing, and how it was matched.
        self.later: dict[str, str] = {}
        self.matched_by: dict[str, str] = {}
        for key in _THINGS:
            self._match(before.things[key], after.things[key])
        self.scope = self._scope(role) if role else None

    def _match(self, before: set[str], after: set[str]) -> None:
        for iri in before & after:
            self.later[iri], self.matched_by[iri] = iri, "iri"
        left, right = before - after, after - before
        for how, name in (("notation", "notation"), ("name", "label")):
            ones, others = (_unique(side, iris, name) for side, iris in ((self.before, left), (self.after, right)))
            for value in ones.keys() & others.keys():
                old, new = ones[value], others[value]
                self.later[old], self.matched_by[old] = new, how
                left, right = left - {old}, right - {new}

    def _scope(self, role: str) -> set[str]:
        """Return a role of either framework, the things that belong to it, and the skills that it requires."""
        roles = set()
        for side in (self.before, self.after):
            roles.update(Names(side.dataset).matches(role, "role")[:1])
        if not roles:
            raise UnknownNameError(role, "role")
        earlier = {old for old, new in self.later.items() if new in roles}
        roles |= earlier | {self.later[it] for it in roles if it in self.later}
        around = {iri for it in roles for side in (self.before, self.after) for iri in side.around(it)}
        pairs = (*self.before.requirements, *self.after.requirements)
        return around | {skill for holder, skill in pairs if holder in around}

    def _in_scope(self, *iris: str) -> bool:
        return self.scope is None or any(iri in self.scope for iri in iris)

    def changes(self) -> Iterator[FrameworkChange]:
        for key in _THINGS:
            yield from self._things(key)
        yield from self._joined(
            "requirement", self.before.requirements, self.after.requirements, ("importance", "level")
        )
        yield from self._joined("transition", self.before.transitions, self.after.transitions, ("kind", "months"))

    def _things(self, key: str) -> Iterator[FrameworkChange]:
        section = KINDS[key].table
        new = set(self.later.values())
        for iri in self.before.things[key] - self.later.keys():
            if self._in_scope(iri):
                yield FrameworkChange(section=section, change="removed", thing=self.before.entity(iri))
        for iri in self.after.things[key] - new:
            if self._in_scope(iri):
                yield FrameworkChange(section=section, change="added", thing=self.after.entity(iri))
        for old in self.before.things[key] & self.later.keys():
            later = self.later[old]
            details = tuple(self._details(old, later))
            if details and self._in_scope(old, later):
                yield FrameworkChange(
                    section=section,
                    change="changed",
                    thing=self.after.entity(later),
                    was=self.before.entity(old),
                    matched_by=self.matched_by[old],
                    details=details,
                )

    def _details(self, old: str, new: str) -> Iterator[tuple[str, str, str]]:
        # Different frameworks have different namespaces anyway, so only the local parts of the IRIs are compared.
        if slug_of(old) != slug_of(new):
            yield "iri", old, new
        for name in _TEXTS:
            one, other = self.before.said(old, name), self.after.said(new, name)
            if one != other:
                yield name, _listed(one - other), _listed(other - one)
        for name, link in (("type", ECG.skillType), ("broader", BROADER)):
            above = {self.later.get(it, it): self.before.label(it) for it in self.before.dataset.iris(old, link)}
            below = {it: self.after.label(it) for it in self.after.dataset.iris(new, link)}
            if above.keys() != below.keys():
                yield name, _listed(above.values()), _listed(below.values())

    def _joined(
        self,
        key: str,
        before: dict[_Pair, list[tuple[str, str]]],
        after: dict[_Pair, list[tuple[str, str]]],
        fields: tuple[str, str],
    ) -> Iterator[FrameworkChange]:
        """Yield the changes of requirements or of transitions: see :func:`framework_changes`."""
        section = KINDS[key].table
        moved = {(self.later.get(one, one), self.later.get(other, other)): (one, other) for one, other in before}
        new = set(self.later.values())
        for pair in moved.keys() | after.keys():
            one, other = pair
            old = moved.get(pair)
            if one not in new or (key == "transition" and other not in new):
                continue
            if not (self._in_scope(one) or (key == "transition" and self._in_scope(other))):
                continue
            was, now = before[old] if old else [], after.get(pair, [])
            # A level that has only a new label is the same level.
            if sorted((it[0], self.later.get(it[1], it[1])) for it in was) == sorted(now):
                continue
            side = self.after if now else self.before
            ends = pair if now or old is None else old
            yield FrameworkChange(
                section=section,
                change="added" if not was else "removed" if not now else "changed",
                thing=self.after.entity(one),
                other=side.entity(ends[1]),
                matched_by=self.matched_by.get(old[0], "") if old and was and now else "",
                details=tuple(self._graded(fields, was, now)),
            )

    def _graded(
        self, fields: tuple[str, str], was: list[tuple[str, str]], now: list[tuple[str, str]]
    ) -> Iterator[tuple[str, str, str]]:
        """Yield each field that differs, with its old and new values; levels are given by their labels."""
        for at, name in enumerate(fields):
            one, other = ({it[at] for it in found} - {""} for found in (was, now))
            if {self.later.get(it, it) for it in one} != other:
                yield name, _listed(map(self.before.value, one)), _listed(map(self.after.value, other))


def _unique(side: _Side, iris: Iterable[str], name: str) -> dict[str, str]:
    """Return the things with a unique notation or preferred label, by this text in folded form."""
    found: dict[str, set[str]] = defaultdict(set)
    for iri in iris:
        for text in side.texts[name].get(iri, ()):
            found[folded(text.value)].add(iri)
    return {value: next(iter(holders)) for value, holders in sorted(found.items()) if len(holders) == 1}


def _listed(texts: Iterable[str]) -> str:
    return " | ".join(sorted(texts))
