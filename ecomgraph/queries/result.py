"""Results of queries: immutable tables and graphs that serialize to W3C formats."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ecomgraph.arguments import checked
from ecomgraph.errors import MissingDependencyError, QueryError
from ecomgraph.store.dataset import Dataset, Term
from ecomgraph.store.write import for_xml, serialize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

__all__ = ["RESULT_FORMATS", "GraphResult", "QueryResult", "ask"]

Value = str | int | float | bool | Decimal | None

RESULT_FORMATS: dict[str, ox.QueryResultsFormat] = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
# Matches a line end between rows, or a quoted cell, in which line ends are kept.
_QUOTED_OR_LINE_END = re.compile(r'("[^"]*")|\r\n')
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = {_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger", "short")}
_FLOATS = {_XSD + "double", _XSD + "float"}


@checked
@dataclass(frozen=True, slots=True)
class QueryResult:
    """A table: ``columns`` are the variable names, ``terms`` the rows as RDF terms, ``None`` if unbound.

    ``rows`` has the same rows as Python values: numbers and booleans as such, IRIs and other literals as strings.

    >>> result = QueryResult(("skill", "wanted"), ((ox.NamedNode("urn:seo"), ox.Literal(3)),))
    >>> list(result)
    [('urn:seo', 3)]
    >>> result.to_dicts()
    [{'skill': 'urn:seo', 'wanted': 3}]
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    # Made on first use, because serializing a result needs only terms.
    _rows: tuple[tuple[Value, ...], ...] | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows as Python values."""
        if self._rows is None:
            object.__setattr__(self, "_rows", tuple(tuple(map(_value, row)) for row in self.terms))
        return self._rows or ()

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.terms)

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries from column to value, in the same order."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas data frame; without pandas raise :class:`~ecomgraph.MissingDependencyError`."""
        try:
            import pandas as pd
        except ImportError:
            raise MissingDependencyError("pandas", "a data frame", "pandas") from None
        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def to_json(self) -> dict[str, Any]:
        """Return the result in SPARQL 1.1 Query Results JSON, as a dictionary."""
        bindings = [
            {name: _json(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.terms
        ]
        return {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}

    def serialize(self, result_format: str = "json") -> str:
        """Return the result in a W3C format: SPARQL 1.1 Query Results JSON, CSV, TSV or XML.

        Values keep their line ends in all of them; rows of CSV and TSV end with a line feed. A character that XML
        cannot hold raises :class:`~ecomgraph.EcomgraphError`.

        >>> print(QueryResult(("label",), ((ox.Literal("SEO"),),)).serialize("csv"), end="")
        label
        SEO
        """
        if result_format not in RESULT_FORMATS:
            raise QueryError(f"the result format must be one of {', '.join(RESULT_FORMATS)}, not {result_format!r}")
        document = json.dumps(self.to_json(), ensure_ascii=False)
        if result_format == "json":
            return document
        solutions = ox.parse_query_results(document.encode(), format=ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        data = solutions.serialize(format=RESULT_FORMATS[result_format]) or b""
        if result_format == "xml":
            data = for_xml(data)
        text = data.decode()
        return _QUOTED_OR_LINE_END.sub(lambda found: found[1] or "\n", text) if result_format == "csv" else text


@checked
@dataclass(frozen=True, slots=True)
class GraphResult:
    """The triples of a CONSTRUCT or a DESCRIBE, without duplicates, sorted."""

    triples: tuple[ox.Triple, ...]

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)

    def serialize(self, rdf_format: ox.RdfFormat = ox.RdfFormat.TURTLE) -> str:
        """Return the triples in an RDF format, sorted, with used prefixes declared."""
        return serialize(self.triples, rdf_format).decode()


@checked
def ask(
    dataset: Dataset, text: str, substitutions: Mapping[str, Term] | None = None
) -> QueryResult | GraphResult | bool:
    """Run a SPARQL query and return its result: a table, a graph, or for ASK a truth value."""
    answer = dataset.query(text, substitutions)
    try:
        if isinstance(answer, ox.QuerySolutions):
            return QueryResult(tuple(variable.value for variable in answer.variables), _rows(answer))
        if isinstance(answer, ox.QueryTriples):
            return GraphResult(tuple(sorted(set(answer), key=str)))
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from None
    return bool(answer)


def _rows(solutions: Iterable[ox.QuerySolution]) -> tuple[tuple[Term | None, ...], ...]:
    return tuple(tuple(solution) for solution in solutions)


def _value(term: Term | None) -> Value:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return term.value
    if not isinstance(term, ox.Literal):
        return str(term)
    try:
        return _number_or_text(term)
    except (ValueError, InvalidOperation):
        return term.value


def _number_or_text(literal: ox.Literal) -> Value:
    datatype, text = literal.datatype.value, literal.value
    if datatype in _INTEGERS:
        return int(text)
    if datatype == _XSD + "decimal":
        return Decimal(text)
    if datatype in _FLOATS:
        return float(text)
    if datatype == _XSD + "boolean" and text in {"0", "1", "false", "true"}:
        return text in {"1", "true"}
    return text


def _json(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == _XSD + "string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
