"""The content of an export: the things of a graph or of a part of it, each read when it is written."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.lint import distinct, is_blank
from ecomgraph.namespace import ECG
from ecomgraph.reading import reader
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import OWL, PREF_LABEL, TYPE, Reader, key_of, speaks_of_link, term_of
from ecomgraph.schema import KINDS
from ecomgraph.store.dataset import VOCABULARY, is_derived
from ecomgraph.store.framework_value import framework_graph

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from ecomgraph.exchange.rights import Rights
    from ecomgraph.store.dataset import Dataset, Term
    from ecomgraph.store.framework_value import Framework

__all__ = ["Content", "Thing"]

_AXIOM = OWL + "Axiom"
# The properties that derived requirements are computed from.
_REQUIREMENT = {
    ("requirement", ECG.requiredSkill),
    ("requirement", ECG.importance),
    *(("", link) for link in (ECG.hasSkillRequirement, ECG.inheritsFrom, ECG.buildsOn)),
}


# The default graph only repeats triples of named graphs.
_NOT_TAKEN = {VOCABULARY, ox.DefaultGraph()}


class Thing(reader.Thing):
    """The values of one thing by property, read at once, with labels in the content's language."""

    __slots__ = ("_content", "kind")

    def __init__(self, content: Content, key: str) -> None:
        super().__init__(content, key, whole=True)
        self.kind = content.kind(key)
        self._content = content

    @property
    def id(self) -> str:
        """The slug, unique among things of this kind."""
        return self._content.id(self.key)

    @property
    def where(self) -> str:
        """The name of the thing in messages."""
        return self._content.where(self.key)

    @property
    def label(self) -> str:
        """The preferred label, or the id where there is none that can be read."""
        label = self.text(PREF_LABEL)
        return self.id if is_blank(label) else label

    def terms(self, predicate: str) -> list[Term]:
        """Return the values of a property, unordered, and record that an exporter has read it."""
        self._content.looked_at.add((self.kind, predicate))
        return super().terms(predicate)


class Content(Reader):
    """The things to export, by kind, then by key; :meth:`things` yields those of some kinds."""

    def __init__(self, dataset: Dataset, *, derived: bool, language: str = "") -> None:
        store = _without_random_labels(dataset.store) if dataset.blank_nodes else dataset.store
        super().__init__(store, language, dataset.language)
        self.dataset = dataset
        # The language of texts in formats with one language.
        self.language = dataset.shown_language(language)
        self.languages = tuple(dataset.languages())
        # The exported framework, and those that it builds on.
        self.framework: Framework | None = None
        self.bases: tuple[Framework, ...] = ()
        # Includes the vocabulary, which has the labels of controlled values.
        self._everything = Reader(self.store, language, dataset.language)
        self.derived = derived
        # The pairs of kind and property read so far; the kind is "" if a property was read for things of any kind.
        self.looked_at: set[tuple[str, str]] = set()
        self.title = ""
        self.date = ""
        # The version of the tool or the standard to write for, if the format has several.
        self.version = ""
        self.part_name = ""
        # The mapping file, for the format mapping.
        self.mapping: str | os.PathLike[str] | None = None
        self.rights: dict[str, Rights] | None = None
        self._part: set[str] | None = None
        self._labels: dict[str, str] = {}
        self._links: dict[str, dict[str, list[str]]] = {}
        self._inverse: dict[str, dict[str, list[str]]] = {}
        self._kinds: dict[str, str] = {}
        self._by_kind: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for kind, told in KINDS.items():
            for concept in told.classes if told.table else ():
                for quad in self.store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(concept), None):
                    if self.takes(quad) and (concept != _AXIOM or speaks_of_link(self.store, quad.subject)):
                        self._kinds.setdefault(key_of(quad.subject), kind)
        for key, kind in sorted(self._kinds.items()):
            self._by_kind[kind].append(key)

    def narrow(self, part: set[str], name: str) -> None:
        """Restrict the content to the things with keys in ``part``; ``name`` identifies this part."""
        self._part = part if self._part is None else self._part & part
        self.part_name = name or self.part_name
        self._links.clear()
        self._inverse.clear()

    @property
    def narrowed(self) -> bool:
        """Whether things are left out."""
        return self._part is not None

    def owner(self, key: str) -> Framework | None:
        """Return the framework that states the type of a thing: the exported one, or one of its bases."""
        if self.bases:
            types = self.store.quads_for_pattern(term_of(key), ox.NamedNode(TYPE), None, None)
            graphs = {quad.graph_name for quad in types}
            for base in self.bases:
                if framework_graph(base.name) in graphs:
                    return base
        return self.framework

    # ------------------------------------------------------------------ things

    def kind(self, key: str) -> str:
        """Return the kind of a thing; ``""`` for anything else."""
        return self._kinds.get(key, "")

    def within(self, key: str) -> bool:
        """Tell whether a key belongs to a thing in the content, or to no thing at all."""
        return self._part is None or key in self._part or key not in self._kinds

    def keys(self, kind: str) -> list[str]:
        """Return the keys of all things of a kind, sorted."""
        return [key for key in self._by_kind[kind] if self.within(key)]

    def all_keys(self, kind: str) -> list[str]:
        """Return the keys of all things of a kind in the whole graph, sorted."""
        return list(self._by_kind[kind])

    def things(self, *kinds: str) -> Iterator[Thing]:
        """Yield all things of some kinds, one kind after the other."""
        for kind in kinds:
            for key in self.keys(kind):
                yield Thing(self, key)

    def thing(self, key: str) -> Thing:
        """Return one thing."""
        return Thing(self, key)

    @cached_property
    def _ids(self) -> dict[str, dict[str, str]]:
        # Made for the whole graph, so that a thing has the same id in every part.
        return {kind: distinct(keys) for kind, keys in self._by_kind.items()}

    def id(self, key: str) -> str:
        """Return the slug of a thing, unique among those of its kind."""
        kind = self._kinds.get(key)
        return self._ids[kind][key] if kind else slug_of(key)

    def ref(self, key: str) -> str:
        """Return kind and id of a thing, as in ``role:baker``."""
        return f"{self.kind(key)}:{self.id(key)}"

    def where(self, key: str) -> str:
        """Return how messages refer to a thing."""
        return f"{self.kind(key)} {self.id(key)}"

    def label(self, key: str) -> str:
        """Return the label of a thing or a controlled value, cached."""
        if key not in self._labels:
            if self.kind(key):
                self._labels[key] = Thing(self, key).label
            else:
                label = reader.Thing(self._everything, key).text(PREF_LABEL)
                self._labels[key] = slug_of(key) if is_blank(label) else label
        return self._labels[key]

    def spelled(self, *kinds: str, **how: object) -> dict[str, str]:
        """Return ids of all things of some kinds in the whole graph; see :func:`~ecomgraph.exchange.lint.distinct`."""
        return distinct([key for kind in kinds for key in self._by_kind[kind]], **how)  # type: ignore[arg-type]

    # ------------------------------------------------------------------ links

    def links(self, predicate: str) -> dict[str, list[str]]:
        """Return the result of :meth:`Thing.keys` for each thing with a property, by key.

        All are read at once, which is much faster than reading each thing.
        """
        self.looked_at.add(("", predicate))
        if predicate not in self._links:
            found: dict[str, set[str]] = {}
            for quad in filter(self.takes, self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)):
                if (key := key_of(quad.object)) and self.within(key):
                    found.setdefault(key_of(quad.subject), set()).add(key)
            self._links[predicate] = {key: sorted(keys) for key, keys in found.items()}
        return self._links[predicate]

    def holders(self, predicate: str, key: str) -> list[str]:
        """Return the keys of the things in the content that point to a thing by a property, sorted."""
        if predicate not in self._inverse:
            inverse = self._inverse[predicate] = {}
            for holder, keys in sorted(self.links(predicate).items()):
                for it in keys if holder in self._kinds and self.within(holder) else ():
                    inverse.setdefault(it, []).append(holder)
        return list(self._inverse[predicate].get(key, ()))

    def required_skills(self, node: Thing) -> list[tuple[str, str]]:
        """Return the required skills of a node with their importance, essential first, then by key.

        With derived triples, these are all requirements of the node, including inherited ones and those of its
        responsibilities and activities; otherwise, only those asserted for the node.
        """
        self.looked_at.update(_REQUIREMENT)
        essential = set(node.keys(ECG.requiresEssentialSkill))
        optional = set(node.keys(ECG.requiresOptionalSkill))
        if not self.derived:
            for requirement in map(self.thing, node.keys(ECG.hasSkillRequirement)):
                group = optional if requirement.value(ECG.importance) == "optional" else essential
                group.update(requirement.keys(ECG.requiredSkill))
        return [
            *((skill, "essential") for skill in sorted(essential) if self.kind(skill) == "skill"),
            *((skill, "optional") for skill in sorted(optional - essential) if self.kind(skill) == "skill"),
        ]

    # ------------------------------------------------------------------ triples

    def takes(self, quad: ox.Quad) -> bool:
        """Tell whether a triple is exported: never the vocabulary, and derived triples only if requested."""
        if quad.graph_name in _NOT_TAKEN:
            return False
        return self.derived or not is_derived(quad.graph_name)

    def quads(self, key: str, predicate: str | None = None) -> Iterator[ox.Quad]:
        """Yield the exported triples about a node, unordered."""
        if predicate:
            self.looked_at.add((self.kind(key), predicate))
        return filter(self.takes, super().quads(key, predicate))


def _without_random_labels(store: ox.Store) -> ox.Store:
    """Return a store with blank nodes named after their content, so that equal graphs give the same files."""
    blank = "SELECT * { GRAPH ?g { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o) || ISBLANK(?g)) } }"
    found = store.query(blank)
    assert isinstance(found, ox.QuerySolutions)
    named = ox.Dataset(ox.Quad(*(row[name] for name in "spog")) for row in found)
    if not len(named):
        return store
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    copy = ox.Store()
    copy.bulk_extend(quad for quad in store if not any(isinstance(term, ox.BlankNode) for term in _ends(quad)))
    copy.bulk_extend(named)
    return copy


def _ends(quad: ox.Quad) -> tuple[object, object, object]:
    return quad.subject, quad.object, quad.graph_name
