"""The answers to stored queries: SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

__all__ = ["ResultsJson"]

_Literal = TypedDict("_Literal", {"xml:lang": NotRequired[str], "datatype": NotRequired[str]})


class TermJson(_Literal):
    """An RDF term; the value of a triple is its parts."""

    type: Literal["uri", "literal", "bnode", "triple"]
    value: str | TripleJson


class TripleJson(TypedDict):
    """The parts of a triple."""

    subject: TermJson
    predicate: TermJson
    object: TermJson


class HeadJson(TypedDict):
    """The names of the columns."""

    vars: list[str]


class BindingsJson(TypedDict):
    """The rows, each a mapping from column to value without the columns that have no value."""

    bindings: list[dict[str, TermJson]]


class ResultsJson(TypedDict):
    """SPARQL 1.1 Query Results JSON."""

    head: HeadJson
    results: BindingsJson
