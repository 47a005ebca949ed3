"""Combine a framework and its bases with the vocabulary, and count its things and their changes."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from sys import intern
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.importers.ntriples_text import integer, iri, literal, term
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.store.dataset import VOCABULARY, Dataset, in_parts
from ecomgraph.store.framework_value import CATALOG, framework_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ecomgraph.store.framework_value import Framework

__all__ = [
    "Census",
    "Change",
    "assemble",
    "canonical",
    "catalog_triples",
    "census",
    "changes",
    "compared",
    "load_graphs",
    "vocabulary_triples",
]

_VOID = "http://rdfs.org/ns/void#"
_TYPE = f"<{PREFIXES['rdf']}type>".encode()
_CLASS = f"<{ECG.NAMESPACE}".encode()


def canonical(lines: Iterable[str]) -> list[bytes]:
    r"""Return sorted, distinct lines with literals normalized as in the store, so that each line is one triple there.

    >>> canonical(['<urn:a> <urn:b> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n'] * 2)
    [b'<urn:a> <urn:b> "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n']
    """
    found = set(map(str.encode, lines))
    typed = {line for line in found if b'"^^<' in line}
    # The store relabels blank nodes.
    text = b"".join(re.sub(rb"^_:(\S+)", rb"<urn:blank:\1>", line) for line in typed)
    store = ox.Store()
    store.bulk_load(text, format=ox.RdfFormat.N_TRIPLES)
    spelled = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    spelled = re.sub(rb"^<urn:blank:([^>]+)>", rb"_:\1", spelled, flags=re.MULTILINE)
    return sorted((found - typed).union(spelled.splitlines(keepends=True)))


def vocabulary_triples() -> bytes:
    """Return the vocabulary, as lines of N-Triples."""
    vocabulary = Dataset()
    vocabulary.add_packaged("vocabulary", VOCABULARY)
    return vocabulary.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=VOCABULARY) or b""


def assemble(frameworks: Mapping[str, list[bytes]], records: Iterable[Framework]) -> dict[ox.NamedNode, bytes]:
    """Return the triples of each graph; a triple is only in the vocabulary, else in the first framework that has it.

    A thing that a framework shares with one of its bases belongs to the base, if bases come first.
    """
    text = vocabulary_triples()
    seen = set(text.splitlines(keepends=True))
    graphs = {VOCABULARY: text}
    for number, (name, lines) in enumerate(frameworks.items(), start=1):
        graphs[framework_graph(name)] = b"".join(line for line in lines if line not in seen)
        if number < len(frameworks):
            seen.update(lines)
    graphs[CATALOG] = catalog_triples(records)
    return graphs


def load_graphs(graphs: Mapping[ox.NamedNode, bytes], derived: ox.NamedNode) -> Dataset:
    """Return a dataset in memory, with an empty graph for derived triples."""
    dataset = Dataset(ox.Store(), derived=derived)
    for graph, text in graphs.items():
        for part in in_parts(text):
            dataset.store.bulk_load(part, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    return dataset


def catalog_triples(records: Iterable[Framework]) -> bytes:
    """Return the catalog entries of frameworks, as lines of N-Triples."""
    return "".join(line for record in records for line in _catalog_lines(record)).encode()


def _catalog_lines(record: Framework) -> list[str]:
    subject = iri(record.graph)
    texts = {
        ("dcterms", "title"): record.title,
        ("dcterms", "source"): record.source,
        ("dcterms", "rights"): record.attribution,
        ("dcterms", "language"): record.language,
        ("dcterms", "publisher"): record.publisher,
        ("dcterms", "hasVersion"): record.version,
        ("dcterms", "identifier"): record.digest,
        ("skos", "scopeNote"): record.grading,
    }
    lines = [f"{subject} {term(*name)} {literal(text)} .\n" for name, text in texts.items() if text]
    if record.license:
        lines.append(f"{subject} {term('dcterms', 'license')} {iri(record.license)} .\n")
    if record.base:
        lines.append(f"{subject} <{_VOID}uriSpace> {literal(record.base)} .\n")
    lines.append(f"{subject} {term('prov', 'specializationOf')} {iri(record.iri)} .\n")
    lines += (f"{subject} {term('dcterms', 'requires')} {iri(framework_graph(it).value)} .\n" for it in record.bases)
    time = f'"{record.imported}"^^{term("xsd", "dateTime")}'
    lines.append(f"{subject} {term('prov', 'generatedAtTime')} {time} .\n")
    lines.append(f"{subject} <{_VOID}triples> {integer(record.triples)} .\n")
    return sorted(lines)


# ------------------------------------------------------------------ things of a framework, and their changes


Census = dict[bytes, tuple[str, int]]
"""The class of each thing, and a hash of all its triples."""
Change = tuple[str, int, int, int]
"""The numbers of things of a class that were added, removed and changed."""


def census(lines: Iterable[bytes]) -> Census:
    """Return the class of each thing and a hash of its triples; ``lines`` are sorted."""
    found = {}
    for subject, group in groupby(lines, key=lambda line: line[: line.index(b" ")]):
        said = list(group)
        cls = next(_classes(said), "")
        if cls:
            found[subject] = (intern(cls), hash(b"".join(said)))
    return found


def _classes(said: list[bytes]) -> Iterator[str]:
    for line in said:
        _, predicate, rest = line.split(b" ", 2)
        if predicate == _TYPE and rest.startswith(_CLASS):
            yield rest[len(_CLASS) :].split(b">", 1)[0].decode()


def changes(before: Census, after: Census) -> tuple[Change, ...]:
    """Return the numbers of things added, removed and changed, by class."""
    added = Counter(cls for subject, (cls, _) in after.items() if subject not in before)
    removed = Counter(cls for subject, (cls, _) in before.items() if subject not in after)
    changed = Counter(
        cls for subject, (cls, said) in after.items() if subject in before and before[subject] != (cls, said)
    )
    return tuple((cls, added[cls], removed[cls], changed[cls]) for cls in sorted({*added, *removed, *changed}))


def compared(before: Census, lines: list[bytes]) -> tuple[tuple[tuple[str, int], ...], tuple[Change, ...]]:
    """Return the numbers of things, and of things added, removed and changed, by class."""
    after = census(lines)
    counts = Counter(cls for cls, _ in after.values())
    return tuple(sorted(counts.items())), changes(before, after)
