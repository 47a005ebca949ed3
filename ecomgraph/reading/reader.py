"""Read things from a graph in one language; shared by the API, exports and pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import pyoxigraph as ox

from ecomgraph.languages import best_tag, best_text, policy_of, texts_for
from ecomgraph.namespace import BASE, ECG, PREFIXES
from ecomgraph.reading.names import slug_of
from ecomgraph.schema import LINKS
from ecomgraph.spelling import alphabetical
from ecomgraph.store.dataset import term_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.store.dataset import Term

__all__ = [
    "ALT_LABEL",
    "BROADER",
    "DCTERMS",
    "DEFINITION",
    "PREF_LABEL",
    "PROPERTY",
    "RDF",
    "SKOS",
    "SOURCE",
    "TARGET",
    "TYPE",
    "Grounds",
    "Reader",
    "Thing",
    "by_label",
    "key_of",
    "label_key",
    "speaks_of_link",
    "term_of",
]

SKOS, DCTERMS, RDF, OWL = PREFIXES["skos"], PREFIXES["dcterms"], PREFIXES["rdf"], PREFIXES["owl"]
TYPE = RDF + "type"
PREF_LABEL, ALT_LABEL, DEFINITION = SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition"
BROADER = SKOS + "broader"
_OTHER_NAMES = {ALT_LABEL, SKOS + "hiddenLabel"}
# The properties by which an axiom identifies its link: subject, predicate and object.
SOURCE, PROPERTY, TARGET = OWL + "annotatedSource", OWL + "annotatedProperty", OWL + "annotatedTarget"


class _Named(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def iri(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def label_key(thing: _Named) -> tuple[str, str]:
    """Return the sort key of a thing: the alphabetical key of the label, then the IRI."""
    return alphabetical(thing.label), thing.iri


def by_label(things: Iterable[_N]) -> tuple[_N, ...]:
    """Return things sorted by label, then IRI."""
    return tuple(sorted(things, key=label_key))


def key_of(term: Term) -> str:
    """Return the IRI of a node, or ``_:`` and the label of a blank node; ``""`` for a literal."""
    if isinstance(term, ox.NamedNode):
        return term.value
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else ""


def speaks_of_link(store: ox.Store, axiom: ox.NamedNode | ox.BlankNode | ox.Triple) -> bool:
    """Return whether an axiom is about a link between two things of a graph, rather than about a text or a mapping."""
    found = store.quads_for_pattern(axiom, ox.NamedNode(PROPERTY), None, None)
    return any((link := LINKS.get(key_of(quad.object))) and link.edge for quad in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The grounds of an assertion: basis and passages by IRI, the editor's note, and the IRI of its modality."""

    basis: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    modality: str = ""


class Thing:
    """The values of one thing. Each property is read on first use, or all of them at once."""

    __slots__ = ("_reader", "_values", "_whole", "key")

    def __init__(self, reader: Reader, key: str, *, whole: bool = False) -> None:
        self.key = key
        self._reader = reader
        self._values: dict[str, list[Term]] = {}
        self._whole = whole
        if whole:
            for quad in reader.quads(key):
                self._values.setdefault(quad.predicate.value, []).append(quad.object)

    @property
    def iri(self) -> str:
        """The IRI; ``""`` for a blank node."""
        return "" if self.key.startswith("_:") else self.key

    def terms(self, predicate: str) -> list[Term]:
        """Return the values of a property, in no particular order."""
        found = self._values.get(predicate)
        if found is None:
            found = [] if self._whole else self._reader.terms(self.key, predicate)
            self._values[predicate] = found
        return found

    def keys(self, predicate: str) -> list[str]:
        """Return the keys of the values of a property, sorted, without literals and without what the reader omits."""
        found = {key for term in self.terms(predicate) if (key := key_of(term))}
        return sorted(key for key in found if self._reader.within(key))

    def key_to(self, predicate: str) -> str:
        """Return the first of :meth:`keys`; ``""`` if there is none."""
        return next(iter(self.keys(predicate)), "")

    def iris(self, predicate: str) -> list[str]:
        """Return the values of a property that are IRIs, in the order of the terms, as :class:`Dataset` does."""
        return [term.value for term in sorted(self.terms(predicate), key=str) if isinstance(term, ox.NamedNode)]

    def text(self, predicate: str) -> str:
        """Return the text in the best language for the reader; see :class:`~ecomgraph.languages.LabelPolicy`."""
        return best_text(self.literals(predicate), self._reader.policy)

    def texts(self, predicate: str) -> list[str]:
        """Return all texts in the best language for the reader, and those without a language, sorted.

        If the label is in a language that the reader asks for, other names in different languages are left out.
        """
        policy, found = self._reader.policy, self.literals(predicate)
        if predicate in _OTHER_NAMES and policy.asks_for(self.language()):
            found = [it for it in found if policy.asks_for(it.language)]
        return texts_for(found, policy)

    def language(self, predicate: str = PREF_LABEL) -> str:
        """Return the language of the text of a property, ``""`` if it has none."""
        return best_tag(self.literals(predicate), self._reader.policy)

    def values(self, predicate: str) -> list[str]:
        """Return controlled values, sorted: slugs for those of ecomgraph, IRIs for others."""
        return [slug_of(key) if key.startswith(BASE) else key for key in self.keys(predicate)]

    def value(self, predicate: str) -> str:
        """Return the first controlled value; ``""`` if there is none."""
        return next(iter(self.values(predicate)), "")

    def literals(self, predicate: str) -> list[ox.Literal]:
        """Return the literals among the values, sorted."""
        found = [term for term in self.terms(predicate) if isinstance(term, ox.Literal)]
        return sorted(found, key=str) if len(found) > 1 else found


class Reader:
    """Reads one store in the language of a reader; a subclass may leave out a part of it.

    ``own`` is the language of the framework in the store.
    """

    def __init__(self, store: ox.Store, language: str = "", own: str = "") -> None:
        self.store = store
        self.policy = policy_of(language, own)
        self._ahead: dict[str, dict[str, list[Term]]] = {}

    def read_ahead(self, predicates: Iterable[str]) -> None:
        """Read some properties of all things at once, which is faster if many things are read."""
        for predicate in predicates:
            found: dict[str, list[Term]] = {}
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
                found.setdefault(key_of(quad.subject), []).append(quad.object)
            self._ahead[predicate] = found

    def terms(self, key: str, predicate: str) -> list[Term]:
        """Return the values of a property of a node, in no particular order."""
        ahead = self._ahead.get(predicate)
        if ahead is not None:
            return ahead.get(key, [])
        return [quad.object for quad in self.quads(key, predicate)]

    def quads(self, key: str, predicate: str | None = None) -> Iterator[ox.Quad]:
        """Yield the triples about a node, or those with one predicate, in no particular order."""
        return self.store.quads_for_pattern(term_of(key), ox.NamedNode(predicate) if predicate else None, None, None)

    def within(self, key: str) -> bool:  # noqa: ARG002
        """Return whether this reader includes a thing."""
        return True

    def speakers(self, key: str) -> dict[tuple[str, str], str]:
        """Return the key of the axiom about each link of a thing, by predicate and object."""
        found: dict[tuple[str, str], str] = {}
        axioms = self.store.quads_for_pattern(None, ox.NamedNode(SOURCE), term_of(key), None)
        for speaker in sorted(key_of(quad.subject) for quad in axioms):
            said = Thing(self, speaker)
            found |= {(link, target): speaker for link in said.iris(PROPERTY) for target in said.keys(TARGET)}
        return found

    def grounds(self, speaker: str) -> Grounds:
        """Return basis, evidence, editorial note and modality of a thing, or of an axiom about a link."""
        said = Thing(self, speaker)
        return Grounds(
            basis=next(iter(said.iris(ECG.hasBasis)), ""),
            evidence=tuple(said.iris(ECG.hasEvidence)),
            note=said.text(SKOS + "editorialNote"),
            modality=next(iter(said.iris(ECG.modality)), ""),
        )
