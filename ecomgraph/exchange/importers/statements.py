"""The triples of an RDF document in another vocabulary, by subject and property, and which of them were read."""

from __future__ import annotations

import mmap
import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import curie
from ecomgraph.store.parse import FORMATS, iter_bytes, read_bytes
from ecomgraph.store.rdf_by_content import format_by_content

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["GENERAL", "TYPE", "Statements", "mentions"]

TYPE = PREFIXES["rdf"] + "type"
# The general formats of RDF in another vocabulary.
GENERAL = ("jsonld", "nquads", "ntriples", "rdfxml", "trig", "turtle")
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def mentions(source: Source, *texts: str, none_of: Iterable[str] = ()) -> bool:
    """Tell whether an RDF file has all given texts, such as namespaces, none of the others, and not our vocabulary."""
    if source.path.suffix.lower() not in FORMATS:
        return False
    with source.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = all(data.find(it.encode()) >= 0 for it in texts) and all(data.find(it.encode()) < 0 for it in none_of)
        return found and not _uses_own_terms(data)


def _uses_own_terms(data: mmap.mmap) -> bool:
    """Tell whether a document has a term of our vocabulary, not just its prefix declaration."""
    own = re.escape(ECG.NAMESPACE.encode())
    if data.find(ECG.NAMESPACE.encode()) < 0:
        return False
    names = {it[1] for it in re.finditer(rb"""([\w-]*)"?\s*[:=]\s*["'<]%b["'>]""" % own, data)}
    if names & {b"base", b"vocab"} or re.search(own + rb"[A-Za-z]", data):
        return True
    return any(re.search(rb"(?<![\w-])%b:[A-Za-z]" % name, data) for name in names)


class Statements:
    """The triples of a document by subject and property; a blank node is ``_:`` and its label.

    Every triple is counted when it is parsed, and again when it is read, left out, or, at the end, still unread.
    """

    def __init__(self, path: Path, problems: Problems, *, unread: Callable[[ox.Quad], str] = lambda _: "") -> None:
        """Parse a file; ``unread`` returns the reason why a triple is not stored, or ``""``."""
        self._account, self._part = problems.account, path.name
        self._said: dict[str, dict[str, list[Term]]] = {}
        data = read_bytes(path)
        rdf_format = FORMATS.get(path.suffix.lower()) or format_by_content(data)
        left: Counter[str] = Counter()
        found = 0
        for quad in iter_bytes(data, rdf_format, name=str(path)):
            found += 1
            reason = unread(quad) if isinstance(quad.subject, ox.NamedNode | ox.BlankNode) else "about a triple"
            if reason:
                left[reason] += 1
                continue
            values = self._said.setdefault(key_of(quad.subject), {}).setdefault(quad.predicate.value, [])
            if quad.object in values:
                left["repeated"] += 1
            else:
                values.append(quad.object)
        self._account.find(self._part, "triples", found)
        for reason, count in left.items():
            self._account.leave(self._part, "triples", reason, count)

    def typed(self, *classes: str) -> list[str]:
        """Return the sorted subjects with one of some types."""
        wanted = set(classes)
        return sorted(it for it, said in self._said.items() if wanted.intersection(map(key_of, said.get(TYPE, ()))))

    def peek(self, subject: str, *properties: str) -> list[Term]:
        """Return the values of properties in document order, without counting them."""
        said = self._said.get(subject, {})
        return [value for name in properties for value in said.get(name, ())]

    def take(self, subject: str, *properties: str) -> list[Term]:
        """Return the values of properties, and count them as read."""
        said = self._said.get(subject, {})
        found = [value for name in properties for value in said.pop(name, ())]
        self._account.read(self._part, "triples", len(found))
        return found

    def targets(self, subject: str, name: str, known: Container[str], reason: str) -> list[str]:
        """Return the values of a property among known things, and count the others as left out."""
        found = list(map(key_of, self._said.get(subject, {}).pop(name, ())))
        there = [it for it in found if it in known]
        self._account.read(self._part, "triples", len(there))
        self._account.leave(self._part, "triples", reason, len(found) - len(there))
        return there

    def leave(self, subject: str, reason: str, *properties: str) -> None:
        """Count the values of properties, or all triples of a subject, as left out."""
        said = self._said.get(subject, {})
        count = sum(len(said.pop(name, ())) for name in properties or tuple(said))
        self._account.leave(self._part, "triples", reason, count)

    def close(self, expected: Iterable[str] = ()) -> None:
        """Count unread triples as left out, by property; no note reports those that are ``expected``."""
        left: Counter[str] = Counter()
        for said in self._said.values():
            for name, values in said.items():
                left[name] += len(values)
        self._said.clear()
        known = set(expected)
        for name, count in sorted(left.items()):
            reason = f"{curie(name)} has no place in the model"
            self._account.leave(self._part, "triples", reason, count, expected=name in known)

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._said))


def key_of(term: Term) -> str:
    """Return a term as a key: an IRI, a blank node with its label, or the text of a literal.

    >>> key_of(ox.NamedNode("urn:a")), key_of(ox.Literal("a"))
    ('urn:a', 'a')
    """
    return (
        f"_:{term.value}"
        if isinstance(term, ox.BlankNode)
        else str(term)
        if isinstance(term, ox.Triple)
        else term.value
    )
