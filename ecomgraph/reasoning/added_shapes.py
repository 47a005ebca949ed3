"""The user's own shapes: run by the compiled engine if it supports them, else by pyshacl."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import ShapesError, UncoveredShapesError
from ecomgraph.namespace import PREFIXES
from ecomgraph.reasoning.compiled_shapes import validate_with_queries
from ecomgraph.reasoning.validation_report import ValidationReport, merged
from ecomgraph.store.parse import parse_file
from ecomgraph.store.write import serialize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.store.dataset import Dataset

__all__ = ["validate_with_added"]

_SH = PREFIXES["sh"]
_QUERIES = ("ask", "construct", "select")
_PREFIX = re.compile(r"[A-Za-z]?[\w.-]*")
# Algebra operators whose filters do not see variables bound outside. SHACL binds $this in them beforehand, which the
# compiled engine does not.
_NESTING = {"AggregateJoin", "Graph", "Group", "Join", "Minus", "OrderBy", "Slice", "ToMultiSet", "Union", "values"}


def validate_with_added(dataset: Dataset, files: Iterable[str], engine: str) -> ValidationReport:
    """Validate a dataset against the shapes in each file; notes in the report name the files that pyshacl ran.

    Raises :class:`~ecomgraph.SourceError` and :class:`~ecomgraph.ParseError` for unreadable or malformed files, and
    :class:`~ecomgraph.ShapesError` for terms that SHACL does not define, for refused queries, and for shapes that
    pyshacl cannot run either.
    """
    return merged([_validate(dataset, file, engine) for file in files])


def _validate(dataset: Dataset, file: str, engine: str) -> ValidationReport:
    triples = [quad.triple for quad in parse_file(file)]
    shapes = serialize(triples, ox.RdfFormat.TURTLE)
    note = ""
    try:
        _refuse_unknown_terms(triples)
        _refuse_endless_lists(triples)
        queries = [_parts_of(query) for query in _queries(triples)]
        if engine == "compiled":
            try:
                for parts in queries:
                    _require_flat(parts)
                return validate_with_queries(dataset, shapes)
            except UncoveredShapesError as error:
                note = f"{file}: pyshacl ran these shapes, since the compiled engine does not: {error}"
        from ecomgraph.reasoning.pyshacl_engine import validate_with_pyshacl

        return replace(validate_with_pyshacl(dataset, shapes), notes=(note,) if note else ())
    except ShapesError as error:
        raise ShapesError(f"{file}: {error}") from None


def _refuse_unknown_terms(triples: list[ox.Triple]) -> None:
    """Refuse terms that SHACL does not define, because every engine would silently ignore them."""
    from difflib import get_close_matches

    known = set(_shacl_terms())
    for term in sorted({it.value for triple in triples for it in triple if isinstance(it, ox.NamedNode)}):
        name = term.removeprefix(_SH)
        if term.startswith(_SH) and name not in known:
            near = get_close_matches(name, known, n=1)
            advice = f"; did you mean sh:{near[0]}?" if near else ""
            raise ShapesError(f"sh:{name} is not a SHACL term{advice}")


def _refuse_endless_lists(triples: list[ox.Triple]) -> None:
    """Refuse cyclic lists, which every engine would follow forever."""
    from graphlib import CycleError, TopologicalSorter

    items: TopologicalSorter[object] = TopologicalSorter()
    for triple in triples:
        if triple.predicate.value == PREFIXES["rdf"] + "rest":
            items.add(triple.subject, triple.object)
    try:
        items.prepare()
    except CycleError:
        raise ShapesError("a list is cyclic (rdf:rest leads back into it)") from None


def _shacl_terms() -> list[str]:
    from keyword import kwlist

    from rdflib.namespace import SH

    # sh:and, sh:class, sh:in, sh:not and sh:or are not attributes, because they are Python keywords.
    named = [str(term).removeprefix(_SH) for term in dir(SH) if str(term).startswith(_SH)]
    return [*named, *(word for word in kwlist if word in SH)]


def _queries(triples: list[ox.Triple]) -> Iterator[str]:
    """Yield the SPARQL queries in shapes, each preceded by the prefixes that its shape declares."""
    prologues: dict[object, list[str]] = {}
    values: dict[tuple[object, str], object] = {(it.subject, it.predicate.value): it.object for it in triples}
    for triple in triples:
        if triple.predicate.value == _SH + "declare":
            prefix = values.get((triple.object, _SH + "prefix"))
            namespace = values.get((triple.object, _SH + "namespace"))
            if isinstance(prefix, ox.Literal) and isinstance(namespace, ox.Literal):
                prologues.setdefault(triple.subject, []).append(_declaration(prefix.value, namespace.value))
    for triple in triples:
        if triple.predicate.value in {_SH + name for name in _QUERIES} and isinstance(triple.object, ox.Literal):
            declared = [
                line
                for it in triples
                if it.subject == triple.subject and it.predicate.value == _SH + "prefixes"
                for line in prologues.get(it.object, ())
            ]
            yield "".join(declared) + triple.object.value


def _declaration(prefix: str, namespace: str) -> str:
    """Return a PREFIX line; prefix and namespace are checked, because pyshacl inserts them unchecked."""
    try:
        iri = ox.NamedNode(namespace)
    except ValueError:
        raise ShapesError(f"sh:namespace {namespace!r} is not an IRI") from None
    if not _PREFIX.fullmatch(prefix):
        raise ShapesError(f"sh:prefix {prefix!r} is not a prefix")
    return f"PREFIX {prefix}: {iri}\n"


def _parts_of(query: str) -> list[str]:
    """Return the names of the operators in a query's algebra; raise for operators that access other data.

    This uses the same parser as pyshacl, so that the checked algebra is the one that runs: rdflib executes SERVICE, and
    loads the documents named by FROM.
    """
    from rdflib.plugins.sparql.algebra import translateQuery, traverse
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    found: list[str] = []

    def visit(node: object) -> None:
        if isinstance(node, CompValue):
            found.append(node.name)

    try:
        algebra = translateQuery(parseQuery(query), initNs=PREFIXES).algebra
    except Exception as error:  # the parser raises many types of error for an invalid query
        raise ShapesError(f"the query of a SPARQL constraint is not valid: {' '.join(str(error).split())}") from None
    traverse(algebra, visitPre=visit)
    if "ServiceGraphPattern" in found or algebra.datasetClause:
        what = "SERVICE" if "ServiceGraphPattern" in found else "FROM"
        raise ShapesError(f"a query of a SPARQL constraint may not leave the graph; take {what} out")
    return found


def _require_flat(parts: list[str]) -> None:
    nested = sorted(_NESTING & set(parts)) + ["Project"] * (parts.count("Project") > 1)
    if nested:
        raise UncoveredShapesError(f"a SPARQL constraint has a group within a group ({nested[0]})")
