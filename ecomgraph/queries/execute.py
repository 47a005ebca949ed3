"""Run stored queries: bind the parameters to RDF terms, never to text, and return the declared columns."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal

import pyoxigraph as ox

from ecomgraph.arguments import checked, shown
from ecomgraph.errors import ParameterError, QueryError
from ecomgraph.languages import LabelPolicy, is_language_tag, policy_of
from ecomgraph.model import Entity
from ecomgraph.namespace import PREFIXES
from ecomgraph.queries.label_patterns import text_for
from ecomgraph.queries.result import QueryResult, ask
from ecomgraph.queries.stored import LANGUAGE, Parameter, StoredQuery
from ecomgraph.reading.names import Names
from ecomgraph.spelling import indefinite
from ecomgraph.store.checked_query import with_values
from ecomgraph.store.dataset import Dataset, Term
from ecomgraph.store.query_guard import check_query

__all__ = ["bind", "bound_text", "has_mappings", "run_query"]

# Oxigraph's numeric types: 64-bit integers, and decimals with 18 fractional digits.
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})", re.ASCII)
# Axioms about these properties state mappings.
_ABOUT = ox.NamedNode(PREFIXES["owl"] + "annotatedProperty")
_MAPPINGS = tuple(
    ox.NamedNode(f"{PREFIXES['skos']}{kind}Match") for kind in ("broad", "close", "exact", "narrow", "related")
)


@checked
def run_query(query: StoredQuery, dataset: Dataset, names: Names, arguments: Mapping[str, object]) -> QueryResult:
    """Run a stored query and return its declared columns, in the declared order.

    Raises :class:`~ecomgraph.ParameterError` for an argument that is unknown, missing or of the wrong type, and
    :class:`~ecomgraph.UnknownNameError` or :class:`~ecomgraph.AmbiguousNameError` for the name of a thing.
    """
    policy, arguments = _policy(query, names, arguments)
    terms = bind(query, names, arguments)
    if "alignments" in query.needs and not has_mappings(dataset):
        raise QueryError(
            f"{query.name} needs the alignments: use ecomgraph.load(alignments=True) or --alignments; to add them to a"
            " database, ecomgraph import --alignments --into DB"
        )
    try:
        answer = ask(dataset, text_for(query, policy, names.tags), terms)
    except QueryError as error:
        raise QueryError(f"{query.name}: {error}") from None
    if not isinstance(answer, QueryResult):
        raise QueryError(f"{query.name}: a stored query is a SELECT; run this one as SPARQL")
    returns = query.returns or tuple(name for name in answer.columns if name not in terms)
    for name in (*returns, *(parameter.name for parameter in query.parameters)):
        if name not in answer.columns:
            raise QueryError(f"{query.name}: ?{name} is declared in the header but not selected")
    picked = [answer.columns.index(name) for name in returns]
    return QueryResult(returns, tuple(tuple(row[index] for index in picked) for row in answer.terms))


def _policy(
    query: StoredQuery, names: Names, arguments: Mapping[str, object]
) -> tuple[LabelPolicy, Mapping[str, object]]:
    """Return the label policy that the arguments select, and the other arguments, which are for variables."""
    if not query.labels or LANGUAGE not in arguments:
        return names.policy, arguments
    asked = arguments[LANGUAGE]
    if not isinstance(asked, str) or not is_language_tag(asked):
        raise ParameterError(query.name, LANGUAGE, f"{shown(asked)} is not a language tag, such as fr or pt-BR")
    others = {name: value for name, value in arguments.items() if name != LANGUAGE}
    return policy_of(asked, names.policy.own), others


def has_mappings(dataset: Dataset) -> bool:
    """Return whether there are mappings to other frameworks."""
    found = dataset.store.quads_for_pattern
    return any(next(found(None, _ABOUT, kind, None), None) is not None for kind in _MAPPINGS)


def bind(query: StoredQuery, names: Names, arguments: Mapping[str, object], *, partly: bool = False) -> dict[str, Term]:
    """Return the RDF terms of arguments and defaults, by parameter; ``partly`` allows missing required arguments."""
    known = [*(parameter.name for parameter in query.parameters), *([LANGUAGE] if query.labels else [])]
    for name in arguments:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise ParameterError(query.name, name, f"no such parameter; {has}")
    bound = {}
    for parameter in query.parameters:
        value = arguments.get(parameter.name, parameter.default)
        if value is not None:
            bound[parameter.name] = _term(query, parameter, value, names)
        elif (parameter.required and not partly) or parameter.name in arguments:
            raise ParameterError(query.name, parameter.name, f"missing; {_expected(parameter)} is needed")
    return bound


@checked
def bound_text(query: StoredQuery, names: Names, arguments: Mapping[str, object]) -> str:
    """Return the text of a query with its arguments in ``VALUES`` blocks, for any SPARQL endpoint.

    Without arguments, required parameters stay open: the query answers for all things at once. Defaults are written
    into the text, and so is the language of labels.
    """
    policy, arguments = _policy(query, names, arguments)
    terms = bind(query, names, arguments, partly=not arguments)
    text = text_for(query, policy)
    checked = check_query(text)
    if checked.where_begins < 0:
        raise QueryError(f"{query.name}: the query has no WHERE group for the arguments")
    return with_values(checked, terms)


def _term(query: StoredQuery, parameter: Parameter, value: object, names: Names) -> Term:
    if parameter.kind == "iri":
        term = _iri(parameter, value, names)
    elif parameter.kind == "string":
        term = _string(value)
    elif parameter.kind == "integer":
        term = _number(value, "integer", _INTEGER)
    else:
        term = _number(value, "decimal", _DECIMAL)
    if term is None:
        raise ParameterError(query.name, parameter.name, f"{shown(value)} is not {_expected(parameter)}")
    return term


def _iri(parameter: Parameter, value: object, names: Names) -> Term | None:
    name = value.iri if isinstance(value, Entity) else value.value if isinstance(value, ox.NamedNode) else value
    if not isinstance(name, str):
        return None
    if parameter.of:
        return ox.NamedNode(names.find(name, parameter.of))
    prefix, colon, local = name.partition(":")
    try:
        return ox.NamedNode(PREFIXES[prefix] + local if colon and prefix in PREFIXES else name)
    except ValueError:
        return None


def _string(value: object) -> Term | None:
    try:
        return ox.Literal(value) if isinstance(value, str) else None
    except ValueError:  # a lone surrogate
        return None


def _number(value: object, datatype: str, lexical: re.Pattern[str]) -> Term | None:
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        value = format(value, "f")
    if isinstance(value, int):
        value = str(value)
    if not isinstance(value, str) or not lexical.fullmatch(value):
        return None
    return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def _expected(parameter: Parameter) -> str:
    if parameter.kind == "iri":
        return f"the name of {indefinite(parameter.of)}" if parameter.of else "an IRI or a CURIE"
    return {"string": "text", "integer": "an integer", "decimal": "a decimal number"}[parameter.kind]
