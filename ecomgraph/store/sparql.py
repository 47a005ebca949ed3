"""Look at a SPARQL query before it runs: refuse what reaches out of the dataset and what would exhaust the parser."""

from __future__ import annotations

import re

from ecomgraph.errors import QueryError

__all__ = ["check_query", "line_of"]

MAX_DEPTH = 64
MAX_STRUCTURE = 3000

# Tokens after the SPARQL 1.1 grammar, as far as telling keywords from terms, strings and comments needs.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<term>"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
      | [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)* | [\w.\-]*:(?:[\w.:\-%]|\\.)* | [0-9][\w.]*)
  | (?P<open>[\[({]) | (?P<close>[\])}])
  | (?P<word>[A-Za-z_]\w*)
  | (?P<operator>[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE"}


def check_query(text: str) -> list[str]:
    """Return the IRIs that a query names after ``FROM``; raise :class:`~ecomgraph.QueryError` if it may not run.

    Refused are updates, ``SERVICE`` wherever it stands, nesting deeper than 64 brackets and more than 3,000 brackets,
    keywords and operators: the native parser recurses on these and would take the process down.

    >>> check_query("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ecomgraph.errors.QueryError: line 1: SERVICE is refused: a query may not leave this graph
    """
    depth = structure = 0
    datasets: list[str] = []
    previous = ""
    for match in _TOKEN.finditer(text):
        kind, lexeme = match.lastgroup, match.group()
        if kind == "comment":
            continue
        if kind == "word":
            lexeme = lexeme.upper()
            if lexeme == "SERVICE":
                raise QueryError(f"line {line_of(text, match)}: SERVICE is refused: a query may not leave this graph")
            if lexeme in _UPDATES and depth == 0:
                raise QueryError(f"line {line_of(text, match)}: {lexeme} is an update; only queries are run here")
        elif kind == "iri" and (previous == "FROM" or previous == "FROM NAMED"):
            datasets.append(lexeme[1:-1])
        depth += (kind == "open") - (kind == "close")
        structure += kind not in ("iri", "term")
        if depth > MAX_DEPTH or structure > MAX_STRUCTURE:
            raise QueryError(f"line {line_of(text, match)}: the query is nested too deeply or too long")
        previous = "FROM NAMED" if (previous, lexeme) == ("FROM", "NAMED") else lexeme
    return datasets


def line_of(text: str, match: re.Match[str]) -> int:
    """Return the line, from 1, that a match in ``text`` begins on."""
    return text.count("\n", 0, match.start()) + 1
