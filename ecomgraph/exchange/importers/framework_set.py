"""The frameworks of a database during an import: their dependencies and their triples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import SourceError, UnknownNameError
from ecomgraph.exchange.importers.assemble import assemble
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reasoning.added_rules import with_added
from ecomgraph.reasoning.rules import Rule
from ecomgraph.store.framework_value import closure, current_of, framework_graph
from ecomgraph.store.gzipped_lines import packed_lines, unpacked_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.store.database import Database
    from ecomgraph.store.dataset import Dataset
    from ecomgraph.store.framework_value import Framework

__all__ = ["FrameworkSet"]

_TYPE = f"<{PREFIXES['rdf']}type>".encode()
# Mappings to another framework do not make a framework build on it.
_MAPPING = re.compile(
    rb"<(?:http://www\.w3\.org/2004/02/skos/core#\w+Match|http://www\.w3\.org/2002/07/owl#(?:annotated\w+|sameAs))>"
)
_VOCABULARIES = tuple(iri.encode() for iri in (ECG.NAMESPACE, *(PREFIXES[it] for it in ("rdf", "rdfs", "skos", "owl"))))


class FrameworkSet:
    """Frameworks by name, one of which may be new; those of ``database`` are read when needed.

    Triples are stored compressed, which takes a fifteenth of the memory of a list of lines.
    """

    def __init__(self, records: dict[str, Framework], database: Database | None = None) -> None:
        self.records = dict(records)
        self._database = database
        self._packed: dict[str, bytes] = {}

    def put(self, record: Framework, lines: list[bytes]) -> None:
        """Add a framework, or replace the one of the same name."""
        self.records[record.name] = record
        self._packed[record.name] = packed_lines(lines)

    def lines(self, name: str) -> list[bytes]:
        """Return the triples of a framework, as sorted lines of N-Triples."""
        if name in self._packed:
            return unpacked_lines(self._packed[name])
        assert self._database is not None
        return self._database.lines(name)

    def packed(self, name: str) -> bytes:
        """Return the triples compressed by :func:`~ecomgraph.store.gzipped_lines.packed_lines`."""
        if name in self._packed:
            return self._packed[name]
        assert self._database is not None
        return self._database.packed(name)

    def others(self, name: str) -> Iterator[Dataset]:
        """Yield the datasets of all frameworks in the database except one, each opened on demand."""
        if self._database is not None:
            for other in sorted(self.records.keys() - {name}):
                yield self._database.read(other)

    def affected(self, name: str) -> list[str]:
        """Return the name of a framework, followed by the sorted names of all that build on it."""
        others = (it for it in sorted(self.records) if it != name and name in closure(it, self.records))
        return [name, *others]

    def graphs(self, name: str) -> dict[ox.NamedNode, bytes]:
        """Return the asserted content of a framework's store: its bases, then itself."""
        own, *bases = closure(name, self.records)
        names = [*bases, own]
        return assemble({it: self.lines(it) for it in names}, [self.records[it] for it in sorted(names)])

    def rules(self, name: str) -> list[Rule]:
        """Return the rules that apply to a framework: its own and those of its bases."""
        records = [self.records[it] for it in closure(name, self.records)]
        return with_added(Rule.parse(rule, text) for record in records for rule, text in record.rules)

    # ------------------------------------------------------------------ bases

    def bases_of(self, name: str, lines: Iterable[bytes], told: Iterable[str]) -> tuple[str, ...]:
        """Return the names of a framework's bases: those in the options, and those with things that it refers to.

        Raises :class:`~ecomgraph.UnknownNameError` for a name that no framework has, and
        :class:`~ecomgraph.SourceError` for a thing in several frameworks, none of them current, or for
        frameworks that build on each other.
        """
        others = sorted(set(self.records) - {name})
        for base in told:
            if base not in others:
                raise UnknownNameError(base, "framework", others)
        found = set(told)
        if others and self._database is not None:
            store = self._database.read().store
            holders = {term: owners for term in _foreign(lines) if (owners := _holders(store, term, others))}
            found |= {next(iter(owners)) for owners in holders.values() if len(owners) == 1}
            for term, owners in sorted(holders.items()):
                if not owners & found:
                    found.add(self._meant(name, term, owners))
        for base in sorted(found):
            if name in closure(base, self.records):
                raise SourceError(name, f"builds on {base!r}, which builds on it; merge the two into one framework")
        return tuple(sorted(found))

    def _meant(self, name: str, term: str, owners: set[str]) -> str:
        meant = current_of(self.records[it] for it in owners)
        if meant is None:
            names = ", ".join(sorted(owners))
            raise SourceError(
                name, f"refers to <{term}>, which is in several frameworks ({names}); name one with --extends"
            )
        return meant.name


def _holders(store: ox.Store, term: str, names: Iterable[str]) -> set[str]:
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    graphs = {quad.graph_name for quad in store.quads_for_pattern(ox.NamedNode(term), kind, None, None)}
    return {it for it in names if framework_graph(it) in graphs}


def _foreign(lines: Iterable[bytes]) -> set[str]:
    """Return the IRIs that triples use without stating their types, except terms and mappings."""
    declared: set[bytes] = set()
    linked: set[bytes] = set()
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate == _TYPE:
            declared.add(subject)
        elif not _MAPPING.fullmatch(predicate):
            linked.add(subject)
            if rest[:1] == b"<":
                linked.add(rest[:-3])
    foreign = linked - declared
    return {it[1:-1].decode() for it in foreign if it[:1] == b"<" and not it.startswith(_VOCABULARIES, 1)}
