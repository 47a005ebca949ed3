"""Read value objects out of a dataset."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from ecomgraph import model
from ecomgraph.errors import EcomgraphError
from ecomgraph.model import Entity, Role, RoleProfile, Skill
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import curie, slug_of
from ecomgraph.reading.reader import DEFINITION, PREF_LABEL, Reader, Thing, by_label
from ecomgraph.schema import KINDS, LINKS, links_of
from ecomgraph.spelling import alphabetical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.model import CareerNode, Claim, Passage
    from ecomgraph.reading.reader import Grounds
    from ecomgraph.schema import Link
    from ecomgraph.store.dataset import Dataset

__all__ = ["CLAIMS", "Catalog"]

_E = TypeVar("_E", bound=Entity)
_N = TypeVar("_N", int, float)
_C = TypeVar("_C", bound="Claim")

# The fields of a claim that hold its origin and its grounds.
_GROUNDS = ("via", "basis", "evidence", "note", "modality")


def _class_of(kind: str) -> type[Entity] | None:
    return getattr(model, slug_of(KINDS[kind].classes[0]), None)


# The links of a node, by the section of an answer that shows them.
CLAIMS: dict[str, Link] = {link.column: link for link in LINKS.values() if link.inherited and link.edge}


@cache
def _class_of_claims(section: str) -> type[Claim]:
    cls = _class_of(CLAIMS[section].range[0])
    return cls if cls is not None and issubclass(cls, model.Claim) else model.Claim


@cache
def _links_of(name: str) -> tuple[Link, ...]:
    """Return the links that fill the fields that a class has in addition to those of all things and claims."""
    added = {it.name for it in fields(getattr(model, name))} - {*(it.name for it in fields(Entity)), *_GROUNDS}
    kinds = [kind.key for kind in KINDS.values() if slug_of(kind.classes[0]) == name]
    return tuple(link for kind in kinds for link in links_of(kind) if link.column in added)


class Catalog:
    """Reads a dataset as immutable value objects, with labels for readers of one language."""

    def __init__(self, dataset: Dataset, language: str = "") -> None:
        self.dataset = dataset
        self.language = language
        self.reader = Reader(dataset.store, language, dataset.language)
        self._nodes: dict[str, CareerNode] = {}
        self._skills: dict[str, Skill] = {}
        self._speakers: dict[str, dict[tuple[str, str], str]] = {}
        self._groups: dict[str, Skill | None] = {}

    def entity(self, iri: str, cls: type[_E] = Entity, **more: object) -> _E:  # type: ignore[assignment]
        """Return the thing with an IRI, its fields read from the graph; ``more`` adds or replaces some."""
        thing = Thing(self.reader, iri)
        slug = slug_of(iri)
        found = self._fields(iri, cls) | more
        return cls(iri=iri, id=slug, label=thing.text(PREF_LABEL) or slug, definition=thing.text(DEFINITION), **found)

    def field(self, iri: str, link: Link) -> object:
        """Return the value of a link of a thing: a number, slug, text, IRI or thing, or a tuple of these."""
        thing = Thing(self.reader, iri)
        match link.shape:
            case "integer":
                return self.number(iri, link.iri, int)
            case "number":
                return self.number(iri, link.iri, float)
            case "value":
                return slug_of(next(iter(thing.iris(link.iri)), ""))
            case "refs" | "iris":
                return tuple(thing.iris(link.iri))
            case "texts":
                return tuple(thing.texts(link.iri))
            case "ref":
                target = next(iter(thing.iris(link.iri)), "")
                cls = _class_of(link.range[0])
                return target if cls is None else self.entity(target, cls) if target else None
            case _:
                return thing.text(link.iri)

    def _fields(self, iri: str, cls: type) -> dict[str, object]:
        found = {link.column: (self.field(iri, link), link) for link in _links_of(cls.__name__)}
        return {name: value or 0 if link.shape == "integer" else value for name, (value, link) in found.items()}

    def read_ahead(self, cls: type[Entity]) -> None:
        """Read the properties of all things of a class at once; see :meth:`Reader.read_ahead`."""
        self.reader.read_ahead((PREF_LABEL, DEFINITION, *(link.iri for link in _links_of(cls.__name__))))

    def node(self, iri: str) -> CareerNode:
        """Return a role or a role profile."""
        if iri not in self._nodes:
            narrows = next(iter(self.dataset.iris(iri, ECG.narrowsRole)), "")
            self._nodes[iri] = self.entity(iri, RoleProfile if narrows else Role)
        return self._nodes[iri]

    def skill(self, iri: str) -> Skill:
        """Return a skill."""
        if iri not in self._skills:
            self._skills[iri] = self.entity(iri, Skill)
        return self._skills[iri]

    def group(self, iri: str) -> Skill | None:
        """Return the top group of a skill, ``None`` if it has none; if several, the first by label, then IRI."""
        if iri not in self._groups:
            reached, pending = {iri}, [iri]
            tops = []
            while pending:
                skill = self.skill(pending.pop())
                fresh = set(skill.broader) - reached
                reached |= fresh
                pending += fresh
                if not skill.broader and skill.iri != iri:
                    tops.append(skill)
            self._groups[iri] = min(tops, key=lambda it: (alphabetical(it.label), it.iri), default=None)
        return self._groups[iri]

    def passage(self, iri: str) -> Passage:
        """Return a passage."""
        return model.Passage(iri=iri, id=slug_of(iri), **self._fields(iri, model.Passage))  # type: ignore[arg-type]

    def number(self, iri: str, predicate: str, cls: type[_N]) -> _N | None:
        """Return a numeric value, ``None`` if absent; raise :class:`~ecomgraph.EcomgraphError` if not a number."""
        text = self.dataset.literal(iri, predicate)
        try:
            return cls(text) if text else None
        except ValueError:
            message = f"{iri}: expected a number as {curie(predicate)}, not {text!r}; validate the graph for more"
            raise EcomgraphError(message) from None

    def broader_nodes(self, iri: str) -> list[str]:
        """Return the IRIs of a node and of the nodes that it inherits from: itself first, the others sorted."""
        return [iri, *(broader for broader in self.dataset.iris(iri, ECG.inheritsFrom) if broader != iri)]

    def claims(self, node: str, cls: type[_C]) -> tuple[_C, ...]:
        """Return the claims of one class about a node, own and inherited, by label, then IRI."""
        found = self.section(node, next(key for key in CLAIMS if _class_of_claims(key) is cls))
        return tuple(it for it in found if isinstance(it, cls))

    def section(self, node: str, key: str) -> tuple[Claim, ...]:
        """Return the claims in one section of a node, by label, then IRI; characteristics by facet first."""
        cls = _class_of_claims(key)
        found = by_label(self._claim(iri, cls, more) for iri, more in self._linked(node, CLAIMS[key].iri))
        return tuple(sorted(found, key=lambda it: getattr(it, "facet", "")))

    def _claim(self, iri: str, cls: type[Claim], more: dict[str, object]) -> Claim:
        if cls is not model.Collaboration:
            return self.entity(iri, cls, **more)
        # A collaboration has no label of its own.
        said = self._fields(iri, cls)
        function, purposes = said["function"], said["purposes"]
        assert isinstance(purposes, tuple)
        if not isinstance(function, model.BusinessFunction):
            function = self.entity("", model.BusinessFunction)
        return model.Collaboration(
            iri=iri,
            id=slug_of(iri),
            label=function.label,
            function=function,
            purposes=by_label(map(self.entity, purposes)),
            **more,  # type: ignore[arg-type]
        )

    def _linked(self, node: str, link: str) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield the IRI of each thing that a node links to, own or inherited, with its origin and grounds."""
        # A thing that a node both has itself and inherits counts as its own.
        seen: set[str] = set()
        for via in self.broader_nodes(node):
            own = [iri for iri in self.dataset.iris(via, link) if iri not in seen]
            seen.update(own)
            for iri in own:
                grounds = self.grounds(via, link, iri)
                evidence = tuple(map(slug_of, grounds.evidence))
                values = via, slug_of(grounds.basis), evidence, grounds.note, slug_of(grounds.modality)
                yield iri, dict(zip(_GROUNDS, values, strict=True))

    def grounds(self, node: str, link: str, thing: str) -> Grounds:
        """Return the grounds of a link from a node to a thing: those of the axiom about it, else those of the thing."""
        if node not in self._speakers:
            self._speakers[node] = self.reader.speakers(node)
        return self.reader.grounds(self._speakers[node].get((link, thing), thing))
