"""How single terms appear on pages: references with labels and addresses, plain values, and grounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import UnknownNameError
from ecomgraph.languages import policy_of
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.labels import Labels
from ecomgraph.reading.names import curie, slug_of
from ecomgraph.reading.reader import SKOS, Reader
from ecomgraph.store.dataset import term_of
from ecomgraph.web.pages.described import Grounds, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.graph import CareerGraph
    from ecomgraph.schema import Join
    from ecomgraph.store.dataset import Term
    from ecomgraph.web.pages.links import Links

__all__ = ["ABSTRACT", "NOTES", "References", "iris_in", "named_node"]

# Notes on an assertion; SSSOM uses rdfs:comment for the comment on a mapping.
NOTES = (SKOS + "editorialNote", PREFIXES["rdfs"] + "comment", PREFIXES["sssom"] + "comment")
_BASIS_NAMES = ("stated", "curated", "derived")
ABSTRACT = PREFIXES["dcterms"] + "abstract"
_PROV = PREFIXES["prov"]


class References:
    """References to the things of one graph and their grounds, cached across pages."""

    def __init__(self, graph: CareerGraph, links: Links, labels: Labels | None = None) -> None:
        self._graph = graph
        self._dataset = graph.dataset
        self._language = graph.language
        self._policy = policy_of(graph.language, graph.dataset.language)
        self._reader = Reader(graph.dataset.store, graph.language, graph.dataset.language)
        self._links = links
        self.labels = labels or Labels(graph.dataset, graph.language)
        self._refs: dict[str, Ref] = {}
        self._grounds: dict[str, Grounds] = {}
        self._hrefs: dict[str, str] = {}
        self._joins: dict[str, Join | None] = {}
        self._terms: dict[str, Ref] = {}
        self._qualified: dict[str, tuple[Ref, ...]] = {}
        self._last: tuple[str, dict[str, list[Term]]] = ("", {})

    def ref(self, term: ox.NamedNode | str) -> Ref:
        """Return a reference to a thing."""
        iri = term if isinstance(term, str) else term.value
        if iri not in self._refs:
            href = self.href(iri)
            external = not href and iri.startswith(("http://", "https://"))
            text, kind = self.labels.label(iri), self.labels.kind(iri)
            if external and text == slug_of(iri):
                # The full URL is shown, because its last part says little on its own.
                text = iri
            self._refs[iri] = Ref(text=text, href=iri if external else href, kind=kind, external=external)
        return self._refs[iri]

    def href(self, iri: str) -> str:
        """Return the address of the page about a thing; ``""`` if the graph does not describe it."""
        if iri not in self._hrefs:
            said = self._dataset.store.quads_for_pattern(named_node(iri), None, None, None)
            self._hrefs[iri] = self._links.to(iri) if next(said, None) is not None else ""
        return self._hrefs[iri]

    def grounds(self, speaker: str) -> Grounds:
        """Return the grounds of an assertion."""
        if speaker not in self._grounds:
            self._grounds[speaker] = self._own_grounds(speaker)
        return self._grounds[speaker]

    def _own_grounds(self, speaker: str) -> Grounds:
        said = self._said(speaker)
        basis = next(iter(iris_in(said.get(ECG.hasBasis, ()))), "")
        name = slug_of(basis)
        return Grounds(
            basis=self.ref(basis) if basis else None,
            basis_name=name if name in _BASIS_NAMES else "",
            evidence=tuple(map(self._passage, iris_in(said.get(ECG.hasEvidence, ())))),
            rules=tuple(map(self.ref, iris_in(said.get(_PROV + "wasGeneratedBy", ())))),
            notes=tuple(note for link in NOTES for note in self._in_order(said.get(link, ()))),
        )

    def _said(self, iri: str) -> dict[str, list[Term]]:
        """Return the values of a thing by property, sorted as terms.

        The result for the last thing is cached, because several calls about one thing follow each other.
        """
        if iri != self._last[0]:
            quads = self._dataset.store.quads_for_pattern(term_of(iri), None, None, None)
            found: dict[str, list[Term]] = {}
            for triple in sorted({quad.triple for quad in quads}, key=str):
                found.setdefault(triple.predicate.value, []).append(triple.object)
            self._last = iri, found
        return self._last[1]

    def _passage(self, iri: str) -> Ref:
        """Return a reference to a passage with its abstract."""
        return replace(self.ref(iri), title=" ".join(self._texts(iri, ABSTRACT)))

    def _derived(self) -> Grounds:
        basis = PREFIXES["basis"] + "derived"
        return Grounds(basis=self.ref(basis), basis_name="derived")

    def _value(self, term: object) -> Ref:
        if isinstance(term, ox.NamedNode):
            return self.ref(term)
        if isinstance(term, ox.Literal):
            other = term.language if term.language != self._graph.shown_language.lower() else ""
            return Ref(text=term.value, kind=other or "")
        if isinstance(term, ox.BlankNode):
            quads = sorted(self._dataset.store.quads_for_pattern(term, None, None, None), key=str)
            return Ref(
                text="; ".join(f"{self.labels.term(it.predicate.value)}: {self._plain(it.object)}" for it in quads)
            )
        return Ref(text=str(term))

    def _plain(self, term: object) -> str:
        if isinstance(term, ox.NamedNode):
            return self.labels.label(term.value)
        return term.value if isinstance(term, ox.Literal) else "…"

    def _term(self, term: object) -> Ref:
        if isinstance(term, ox.NamedNode):
            iri = term.value
            if iri not in self._terms:
                self._terms[iri] = Ref(text=curie(iri), href=self.href(iri))
            return self._terms[iri]
        return Ref(text=str(term))

    def _texts(self, iri: str, predicate: str) -> list[str]:
        """Return the texts of a property, best language for the reader first."""
        return self._in_order(self._dataset.objects(iri, predicate))

    def _in_order(self, terms: Iterable[object]) -> list[str]:
        """Return the texts among some terms, best language for the reader first."""
        found = [term for term in terms if isinstance(term, ox.Literal)]
        found.sort(key=lambda it: (self._policy.rank(it.language), it.value))
        return [it.value for it in found]


def named_node(iri: str) -> ox.NamedNode:
    """Return an IRI as a term; raise :class:`~ecomgraph.UnknownNameError` for an invalid one."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise UnknownNameError(iri, "thing", ()) from None


def iris_in(terms: Iterable[object]) -> list[str]:
    """Return the IRIs among some terms."""
    return [term.value for term in terms if isinstance(term, ox.NamedNode)]
