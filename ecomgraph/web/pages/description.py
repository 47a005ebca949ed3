"""The description of one thing and of what refers to it, in the order and with the headings of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import UnknownNameError
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.labels import spaced
from ecomgraph.reading.names import curie, slug_of
from ecomgraph.reading.reader import PROPERTY, SKOS, SOURCE, TARGET, TYPE, speaks_of_link
from ecomgraph.schema import KINDS, LINKS, NODES, sentence
from ecomgraph.store.dataset import VOCABULARY, is_derived, term_of
from ecomgraph.web.pages.described import (
    BUILT_ON_MARK,
    INHERITED_MARK,
    NOTHING,
    Description,
    Fact,
    Grounds,
    Item,
    Ref,
    Section,
)
from ecomgraph.web.pages.headings import BACKWARDS, COMPACT, FORWARDS, HEADER, INHERITED, INVERSES, JOINS
from ecomgraph.web.pages.long_lists import LIMIT, first_of, first_triples, marked, section_of
from ecomgraph.web.pages.named_graphs import graph_triples
from ecomgraph.web.pages.references import ABSTRACT, NOTES, References, iris_in, named_node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.schema import Join

__all__ = ["Describer"]

NODE_CLASSES = frozenset(iri for kind in NODES for iri in KINDS[kind].classes)
_PROV = PREFIXES["prov"]
_REQUIRES = (ECG.requiresEssentialSkill, ECG.requiresOptionalSkill, ECG.requiresSkill)
_GRADED = (ECG.requiresEssentialSkill, ECG.requiresOptionalSkill)
# The label of an axiom depends on its content.
_AXIOM = PREFIXES["owl"] + "Axiom"
# Superclasses that are more general than the classes of the vocabulary.
_GENERAL = {ECG.CareerNode, SKOS + "Concept", SKOS + "ConceptScheme", _PROV + "Entity"}
# Links whose axioms are shown on the pages of both ends.
_SPOKEN = {link.iri for link in LINKS.values() if link.edge and not link.derived}
_SILENT = HEADER | {SOURCE, PROPERTY, TARGET}


class Describer(References):
    """Describes the things of one graph, for pages with addresses made by ``links``."""

    def describe(self, iri: str) -> Description:
        """Return the description of a thing; raise :class:`~ecomgraph.UnknownNameError` if it is not in the graph."""
        node = named_node(iri)
        forth = list(self._dataset.store.quads_for_pattern(node, None, None, None))
        known = {quad.triple for quad in forth}
        said = (it for it in graph_triples(self._dataset, node) if it not in known)
        forth += (ox.Quad(it.subject, it.predicate, it.object, VOCABULARY) for it in said)
        back = list(self._dataset.store.quads_for_pattern(None, None, node, None))
        if not forth and not back:
            raise UnknownNameError(iri, "thing", ())
        literals = {predicate: self._texts(iri, SKOS + predicate) for predicate in ("prefLabel", "altLabel")}
        label = self.labels.label(iri)
        names = dict.fromkeys((*literals["prefLabel"], *literals["altLabel"]))
        names.pop(label, None)
        # A passage has no definition, so its abstract is shown instead.
        lead = next((it for it in (SKOS + "definition", ABSTRACT) if self._dataset.literal(iri, it)), "")
        return Description(
            iri=iri,
            id=slug_of(iri),
            curie=curie(iri),
            label=label,
            kinds=self._kinds(iri),
            names=tuple(names),
            definition=self._dataset.literal(iri, lead, self._language) if lead else "",
            grounds=self.grounds(iri),
            facts=tuple(self._facts([it for it in forth if it.predicate.value != lead])),
            says=tuple(self._says(iri, forth)),
            referred=tuple(self._referred(iri, back)),
            triples=self._raw(first_triples(forth, back)),
            triple_count=len(forth) + len(back),
        )

    # ------------------------------------------------------------------ facts

    def _facts(self, quads: list[ox.Quad]) -> Iterator[Fact]:
        found: dict[str, list[ox.Quad]] = {}
        for quad in quads:
            predicate = quad.predicate.value
            if predicate not in FORWARDS and predicate not in HEADER:
                found.setdefault(predicate, []).append(quad)
        for predicate in sorted(found, key=lambda it: (not it.startswith(ECG.NAMESPACE), self.labels.term(it), it)):
            name = Ref(text=sentence(self.labels.term(predicate)), href=self.href(predicate))
            values = (self._value(quad.object) for quad in sorted(found[predicate], key=lambda quad: str(quad.object)))
            yield Fact(name=name, values=tuple(dict.fromkeys(values)))

    # ------------------------------------------------------------------ links from a thing

    def _common(self, iri: str) -> tuple[dict[str, Ref], set[str]]:
        """Return marks for the skills that are not specific to a node, and the nodes that it takes content from."""
        if not NODE_CLASSES.intersection(self._dataset.iris(iri, TYPE)):
            return {}, set()
        marks = {
            skill.iri: Ref(
                text=f"from {node.label}", href=self.href(node.iri), kind=BUILT_ON_MARK if built_on else INHERITED_MARK
            )
            for skill, (node, built_on) in self._graph.common_skills(iri).items()
        }
        return marks, {node.iri for node, _ in self._graph.common_nodes(iri)}

    def _says(self, iri: str, quads: list[ox.Quad]) -> Iterator[Section]:
        speakers = self._reader.speakers(iri)
        marks, common = self._common(iri)
        links: dict[str, list[ox.Quad]] = {}
        for quad in quads:
            if quad.predicate.value in FORWARDS:
                links.setdefault(quad.predicate.value, []).append(quad)
        broader = [it for it in self._dataset.iris(iri, ECG.inheritsFrom) if it != iri]
        told = {quad.object for link in _GRADED for quad in links.get(link, [])}
        for predicate, heading in FORWARDS.items():
            own = [
                quad for quad in links.get(predicate, []) if predicate != ECG.requiresSkill or quad.object not in told
            ]
            items = [self._item(quad, speakers) for quad in first_of(own)]
            if predicate in _REQUIRES and marks:
                items = [
                    marked(item, marks.get(_iri(quad.object))) for item, quad in zip(items, first_of(own), strict=True)
                ]
            if predicate in INHERITED:
                items += self._inherited(predicate, broader, {quad.object for quad in own}, common)
            if items:
                count = len(items) + max(0, len(own) - LIMIT)
                yield section_of(heading, f"says-{slug_of(predicate)}", items, count, compact=predicate in COMPACT)

    def _inherited(self, predicate: str, broader: list[str], seen: set[object], common: set[str]) -> Iterator[Item]:
        for via in broader:
            speakers = self._reader.speakers(via)
            source = self.ref(via)
            # Content from a profile that this profile combines counts as specific to this profile.
            mark = Ref(text=f"from {source.text}", href=source.href, kind=INHERITED_MARK if via in common else "")
            quads = self._dataset.store.quads_for_pattern(ox.NamedNode(via), ox.NamedNode(predicate), None, None)
            for quad in quads:
                if quad.object not in seen:
                    seen.add(quad.object)
                    item = self._item(quad, speakers)
                    yield Item(
                        ref=item.ref, qualifiers=(*item.qualifiers, mark), grounds=item.grounds, about=item.about
                    )

    def _item(self, quad: ox.Quad, speakers: dict[tuple[str, str], str]) -> Item:
        predicate, value = quad.predicate.value, quad.object
        if not isinstance(value, ox.NamedNode):
            return Item(ref=self._value(value))
        join = self._join(value.value)
        if join and join.owner_points and join.owner == predicate:
            return self._joined(value.value, self._dataset.iris(value.value, join.target))
        if speaker := speakers.get((predicate, value.value)):
            return self._spoken(value.value, speaker)
        if is_derived(quad.graph_name):
            return Item(ref=self.ref(value), grounds=self._derived())
        # A link without an axiom has the grounds of the thing that it leads to.
        return Item(ref=self.ref(value), grounds=self.grounds(value.value) if predicate in INHERITED else NOTHING)

    def _spoken(self, iri: str, speaker: str) -> Item:
        """Return an item with the content of the axiom about it."""
        ref = self.ref(iri)
        if named := self._dataset.literal(speaker, PREFIXES["sssom"] + "object_label", self._language):
            ref = Ref(text=named, href=ref.href, kind=ref.kind, external=ref.external)
        qualifiers = tuple(self._qualifiers(speaker, {*NOTES, PREFIXES["sssom"] + "object_label"}))
        about = "" if isinstance(term_of(speaker), ox.BlankNode) else self._links.to(speaker)
        return Item(ref=ref, qualifiers=qualifiers, grounds=self.grounds(speaker), about=about)

    # ------------------------------------------------------------------ things that join others

    def _join(self, iri: str) -> Join | None:
        if iri not in self._joins:
            self._joins[iri] = next((JOINS[it] for it in self._dataset.iris(iri, TYPE) if it in JOINS), None)
        return self._joins[iri]

    def _joined(self, iri: str, ends: list[str]) -> Item:
        """Return an item for the other end of a joining thing, with everything stated about the join."""
        grounds, about = self.grounds(iri), self._links.to(iri)
        # The pages of both ends show the same data.
        qualifiers = self._qualified.get(iri)
        if qualifiers is None:
            qualifiers = self._qualified[iri] = tuple(self._qualifiers(iri, set()))
        if len(ends) == 1:
            return Item(ref=self.ref(ends[0]), qualifiers=qualifiers, grounds=grounds, about=about)
        return Item(ref=self.ref(iri), qualifiers=qualifiers, grounds=grounds)

    def _qualifiers(self, iri: str, silent: set[str]) -> Iterator[Ref]:
        join = self._join(iri)
        silent = silent | _SILENT | ({join.owner, join.target} if join else set())
        said = self._said(iri)
        if iris_in(said.get(ECG.requiredLevel, ())):
            # The degree is not shown, because the level implies it.
            silent = silent | {ECG.proficiency}
        for predicate, term in ((it, term) for it, terms in said.items() if it not in silent for term in terms):
            value = self._value(term)
            if predicate == ECG.hasSkillRequirement:
                for skill in self._dataset.iris(_iri(term), ECG.requiredSkill):
                    yield Ref(text=f"asks for: {self.labels.label(skill)}", href=value.href)
            elif predicate in (ECG.importance, ECG.modality, ECG.transitionKind):
                yield Ref(text=value.text, href=value.href, kind=slug_of(self._plain_iri(term)))
            elif predicate == ECG.hasPurpose:
                yield Ref(text=f"for: {value.text}", href=value.href)
            else:
                yield Ref(text=f"{self.labels.term(predicate)}: {value.text}", href=value.href, external=value.external)

    @staticmethod
    def _plain_iri(term: object) -> str:
        return term.value if isinstance(term, ox.NamedNode) else ""

    # ------------------------------------------------------------------ links to a thing

    def _referred(self, iri: str, quads: list[ox.Quad]) -> Iterator[Section]:
        links: dict[str, list[ox.Quad]] = {}
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and not self._merged(quad):
                links.setdefault(quad.predicate.value, []).append(quad)
        told = {quad.subject for link in _GRADED for quad in links.get(link, [])}
        if ECG.requiresSkill in links:
            links[ECG.requiresSkill] = [it for it in links[ECG.requiresSkill] if it.subject not in told]
        # Properties of other vocabularies may have the same local name as ours, or one that is no valid anchor.
        anchors = {predicate: f"of-{slug_of(predicate)}" for predicate in BACKWARDS}
        for number, predicate in enumerate(sorted(links.keys() - anchors.keys())):
            anchors[predicate] = f"of-other-{number + 1}"
        for predicate, anchor in anchors.items():
            found = links.get(predicate, [])
            items = [item for quad in first_of(found) for item in self._referring(iri, quad)]
            if items:
                heading = BACKWARDS.get(predicate) or f"Named as “{self.labels.term(predicate)}” by"
                count = len(items) + max(0, len(found) - LIMIT)
                yield section_of(heading, anchor, items, count, compact=predicate in COMPACT)

    def _kinds(self, iri: str) -> tuple[Ref, ...]:
        """Return the kinds of a thing, each name once: classes of several vocabularies may share one."""
        found: dict[str, Ref] = {}
        for it in self._types(iri):
            text = sentence(self.labels.kind(iri) if it == _AXIOM else self.labels.class_name(it))
            found.setdefault(text, Ref(text=text, href=self.href(it)))
        return tuple(found.values())

    def _types(self, iri: str) -> list[str]:
        """Return the classes of a thing; general ones only if there are no others."""
        found = self._dataset.iris(iri, TYPE)
        return [it for it in found if it not in _GENERAL] or found

    def _merged(self, quad: ox.Quad) -> bool:
        """Tell whether a link is already shown by an item of the page."""
        predicate = quad.predicate.value
        return predicate in (SOURCE, *INVERSES) or (
            predicate == TARGET and speaks_of_link(self._dataset.store, quad.subject)
        )

    def _referring(self, iri: str, quad: ox.Quad) -> Iterable[Item]:
        source, predicate = _iri(quad.subject), quad.predicate.value
        join = self._join(source)
        if join and predicate == join.target:
            owners = (
                self._dataset.subjects(join.owner, source)
                if join.owner_points
                else self._dataset.iris(source, join.owner)
            )
            return [self._joined(source, owners)]
        if join and predicate == join.owner:
            return [self._joined(source, self._dataset.iris(source, join.target))]
        if predicate == ECG.hasEvidence:
            grounds = self.grounds(source)
            return [Item(ref=self.ref(source), grounds=Grounds(basis=grounds.basis, basis_name=grounds.basis_name))]
        if is_derived(quad.graph_name) and predicate != TYPE:
            return [Item(ref=self.ref(source), grounds=self._derived())]
        if predicate in _SPOKEN and (speaker := self._reader.speakers(source).get((predicate, iri))):
            return [self._spoken(source, speaker)]
        return [Item(ref=self.ref(source))]

    # ------------------------------------------------------------------ triples as they are

    def _raw(self, quads: list[ox.Quad]) -> tuple[tuple[Ref, Ref, Ref, str], ...]:
        return tuple(
            (
                self._term(quad.subject),
                self._term(quad.predicate),
                self._term(quad.object),
                spaced(slug_of(getattr(quad.graph_name, "value", ""))),
            )
            for quad in quads
        )


def _iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value
