"""jsonld: for web developers, with the published context embedded in the file, so that nobody has to fetch it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.lint import Ledger, in_a_page
from ecomgraph.exchange.sorted_triples import LOST, quads, subjects
from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.reader import TYPE, key_of
from ecomgraph.store.dataset import ASSERTED, VOCABULARY
from ecomgraph.store.packaged import packaged_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "Json", "document", "write"]

FORMAT = Format(
    name="jsonld",
    tool="JSON-LD 1.1: any RDF tool, and programs that read JSON",
    filename="careers.jsonld",
    derived=False,
    lost=LOST,
    whole=True,
    several=True,
)
_STRING, _INTEGER = PREFIXES["xsd"] + "string", PREFIXES["xsd"] + "integer"
_LANG_STRING = PREFIXES["rdf"] + "langString"

Json = str | int | dict[str, "Json"] | list["Json"]


class _Context:
    """The terms of the context, by IRI."""

    def __init__(self) -> None:
        (file,) = packaged_files("context")
        self.document = json.loads(file.read_text(encoding="utf-8"))["@context"]
        self.classes = {iri: term for term, iri in self.document.items() if isinstance(iri, str) and ":" in iri}
        self.terms = {entry["@id"]: (term, entry) for term, entry in self.document.items() if isinstance(entry, dict)}


@cache
def _context() -> _Context:
    return _Context()


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write one object per subject: asserted triples at the top level, other graphs as named graphs."""
    context = _context()
    keys, _ = subjects(content)
    graphs = [graph for graph in sorted(content.store.named_graphs(), key=str) if graph != VOCABULARY]
    others = [graph for graph in graphs if graph != ASSERTED]
    with sink.text(FORMAT.filename) as file:
        file.write('{"@context": ' + _dump(context.document) + ',\n"@graph": [')
        between = "\n"
        for node in _nodes(content, keys, ASSERTED, context, ledger):
            file.write(between + _dump(node))
            between = ",\n"
        for graph in others:
            found = _nodes(content, keys, graph, context, ledger)
            first = next(found, None)
            if first is None:
                continue
            file.write(f'{between}{{"id": {_dump(key_of(graph))}, "@graph": [\n' + _dump(first))
            for node in found:
                file.write(",\n" + _dump(node))
            file.write("\n]}")
            between = ",\n"
        file.write("\n]}\n")


def document(triples: Iterable[ox.Triple]) -> dict[str, Json]:
    """Return triples as one document; its context has only the terms that occur in it.

    Triple terms of RDF 1.2, which JSON-LD cannot express, are left out.

    >>> a = ox.NamedNode("https://example.org/a")
    >>> document([ox.Triple(a, ox.NamedNode(TYPE), ox.NamedNode("https://w3id.org/ecomgraph/ns#Skill"))])["@graph"]
    [{'id': 'https://example.org/a', 'type': 'Skill'}]
    """
    context, ledger = _context(), Ledger("jsonld")
    nodes: dict[str, dict[str, Json]] = {}
    for triple in sorted(triples, key=str):
        key = key_of(triple.subject)
        _add(nodes.setdefault(key, {"id": key}), triple, context, ledger)
    used: set[object] = {"@version", "id", "type"}
    for node in nodes.values():
        types = node.get("type", [])
        used.update(node, types if isinstance(types, list) else [types])
    terms = {term: entry for term, entry in context.document.items() if term in used}
    return {"@context": terms, "@graph": list(nodes.values())}


def _nodes(
    content: Content, keys: list[str], graph: ox.NamedNode | ox.BlankNode, context: _Context, ledger: Ledger
) -> Iterator[Json]:
    node: dict[str, Json] = {}
    for quad in quads(content, keys, graph):
        key = key_of(quad.subject)
        if node.get("id") != key:
            if node:
                yield node
            node = {"id": key}
        ledger.records["triples"] += 1
        _add(node, quad, context, ledger)
    if node:
        yield node


def _add(node: dict[str, Json], quad: ox.Quad | ox.Triple, context: _Context, ledger: Ledger) -> None:
    predicate, term = quad.predicate.value, quad.object
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
        remedy = "export turtle"
        ledger.problem(f"{quad.subject} {quad.predicate}", "JSON-LD cannot express this value of RDF 1.2", remedy)
        return
    if predicate == TYPE and isinstance(term, ox.NamedNode):
        _append(node, "type", context.classes.get(term.value, term.value))
        return
    name, entry = context.terms.get(predicate, (predicate, {}))
    if entry.get("@container") == "@language" and isinstance(term, ox.Literal):
        if term.datatype.value in (_STRING, _LANG_STRING):
            texts = node.setdefault(name, {})
            assert isinstance(texts, dict)
            _append(texts, term.language or "@none", term.value)
            return
        name, entry = predicate, {}
    if isinstance(term, ox.Literal):
        # A term of type @id would turn this string into a link.
        if entry.get("@type") == "@id":
            name, entry = predicate, {}
        _append(node, name, _literal(term, entry))
    elif entry.get("@type") == "@id":
        _append(node, name, key_of(term))
    else:
        _append(node, predicate if entry.get("@container") else name, {"id": key_of(term)})


def _literal(term: ox.Literal, entry: dict[str, str]) -> Json:
    datatype = term.datatype.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if datatype == _STRING:
        return {"@value": term.value} if "@type" in entry else term.value
    if datatype == entry.get("@type") == _INTEGER and term.value.isascii() and str(_int(term.value)) == term.value:
        return int(term.value)
    return {"@value": term.value, "@type": datatype}


def _int(text: str) -> int | None:
    try:
        number = int(text)
    except ValueError:
        return None
    # JavaScript loses digits of greater numbers.
    return number if abs(number) < 2**53 else None


def _append(node: dict[str, Json], name: str, value: Json) -> None:
    found = node.get(name)
    if found is None:
        node[name] = value
    elif isinstance(found, list):
        found.append(value)
    else:
        node[name] = [found, value]


def _dump(value: object) -> str:
    return in_a_page(json.dumps(value, ensure_ascii=False))
