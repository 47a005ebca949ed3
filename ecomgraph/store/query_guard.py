"""Look at a SPARQL query before it runs: refuse what reaches out of the dataset and what would exhaust the parser."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.errors import QueryError
from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_query", "template_and_pattern", "variables", "where_begins"]

MAX_DEPTH = 64
MAX_TOKENS = 3000

# Tokens after the SPARQL 1.1 grammar, as far as telling keywords from terms, strings and comments needs.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string>"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<curie>[\w.\-]*:(?:[\w.:\-%]|\\.)*)
  | (?P<number>[0-9][\w.]*)
  | (?P<open>[\[({]) | (?P<close>[\])}])
  | (?P<word>[A-Za-z_]\w*)
  | (?P<operator>[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
_TERMS = {"curie", "iri", "language", "number", "string", "variable"}
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE"}


class _Token(NamedTuple):
    """A token, with the innermost bracket that it stands in, how many there are, and whether ``VALUES`` has it."""

    kind: str
    text: str
    line: int = 0
    end: int = 0
    inside: str = ""
    depth: int = 0
    is_data: bool = False

    @property
    def keyword(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


@lru_cache(maxsize=256)
def check_query(text: str) -> tuple[str, ...]:
    """Return the IRIs that a query names after ``FROM``; raise :class:`~ecomgraph.QueryError` if it may not run.

    Refused are updates, ``SERVICE`` wherever it stands, nesting deeper than 64 brackets and more than 3,000 terms or
    3,000 other tokens outside ``VALUES``: the native parser recurses on these and would take the process down.

    >>> check_query("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ecomgraph.errors.QueryError: line 1: SERVICE is refused: a query may not leave this graph
    """
    tokens = _tokens(text)
    for token, following in pairwise([*tokens, _Token("end", "")]):
        _check_reach(token, following)
    return tuple(_datasets([token for token in tokens if not token.inside]))


def variables(text: str) -> frozenset[str]:
    """Return the names of the variables that a query mentions.

    >>> sorted(variables("SELECT ?s { ?s ?p 'not ?o' } # nor ?x"))
    ['p', 's']
    """
    return frozenset(token.text[1:] for token in _tokens(text) if token.kind == "variable")


def where_begins(text: str) -> int:
    """Return the position after the first brace of a query, where its outermost group begins.

    >>> where_begins("SELECT (1 AS ?one) WHERE { }")
    26
    """
    for token in _tokens(text):
        if token.text == "{" and token.depth == 1:
            return token.end
    raise QueryError("the query has no braces")


def template_and_pattern(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the IRIs that a CONSTRUCT names in its template and in its pattern, but for rdf:type; ``None`` for others.

    >>> found = template_and_pattern("construct { ?a ecg:leadsTo ?b } where { ?a <https://example.org/to> ?b }")
    >>> [sorted(iris) for iris in found]
    [['https://w3id.org/ecomgraph/ns#leadsTo'], ['https://example.org/to']]
    """
    prefixes = dict(PREFIXES)
    parts: tuple[set[str], set[str]] = (set(), set())
    part, form, previous = -1, "", _Token("end", "")
    for token in _tokens(text):
        if token.text == "{" and token.depth == 1:
            part += 1
        elif part < 0 and token.keyword in {"ASK", "CONSTRUCT", "DESCRIBE", "SELECT"}:
            form = token.keyword
        elif not form and token.kind == "iri" and previous.kind == "curie":
            prefixes[previous.text[:-1]] = token.text[1:-1]
        elif 0 <= part < 2 and token.kind in {"curie", "iri"}:
            prefix, _, local = token.text.partition(":")
            parts[part].add(token.text[1:-1] if token.kind == "iri" else prefixes.get(prefix, prefix + ":") + local)
        previous = token
    if form != "CONSTRUCT" or part != 1:
        return None
    # Nearly every rule reads and writes it; what counts is the class.
    typed = {PREFIXES["rdf"] + "type"}
    return frozenset(parts[0] - typed), frozenset(parts[1] - typed)


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_bounded(_read(text)))


def _read(text: str) -> Iterator[_Token]:
    line, last = 1, 0
    brackets: list[str] = []
    values: int | None = None  # how many brackets enclose the VALUES that is being read
    for match in _TOKEN.finditer(text):
        kind, lexeme = match.lastgroup or "", match.group()
        line, last = line + text.count("\n", last, match.start()), match.start()
        if kind == "comment":
            continue
        if kind == "open":
            brackets.append(lexeme)
        is_data = values is not None and len(brackets) > values
        inside = brackets[-1] if brackets else ""
        yield _Token(kind, lexeme, line, match.end(), inside, len(brackets), is_data)
        if kind == "close" and brackets:
            brackets.pop()
            if lexeme == "}" and values is not None and len(brackets) <= values:
                values = None
        elif values is None and kind == "word" and lexeme.upper() == "VALUES":
            values = len(brackets)


def _bounded(tokens: Iterator[_Token]) -> Iterator[_Token]:
    """Yield the tokens of a query until it turns out to be too much for the native parser."""
    terms = others = 0
    for token in tokens:
        if not token.is_data:
            terms += token.kind in _TERMS
            others += token.kind not in _TERMS
        if token.depth > MAX_DEPTH or terms > MAX_TOKENS or others > MAX_TOKENS:
            raise QueryError(f"line {token.line}: the query is nested too deeply or too long")
        yield token


def _check_reach(token: _Token, following: _Token) -> None:
    """Refuse ``SERVICE``, also without spaces around it, and what could hide it from the tokens seen here."""
    word = token.text.split(":")[0].upper() if token.kind in {"curie", "number", "word"} else ""
    if "SERVICE" in word and (token.kind != "curie" or following.text == "{"):
        raise QueryError(f"line {token.line}: SERVICE is refused: a query may not leave this graph")
    if (token.kind, token.text) == ("operator", "\\"):
        raise QueryError(f"line {token.line}: a backslash stands outside of strings and IRIs")
    ends_operand = token.kind in _TERMS or token.text == ")"
    in_expression = following.inside == "(" and not following.is_data
    if ends_operand and in_expression and following.kind == "iri" and "#" in following.text:
        # After an operand, the native parser takes < for "less than" and # for the beginning of a comment.
        what = f"{following.text} may be a comparison and a comment"
        raise QueryError(f"line {following.line}: {what}; write a space after <")


def _datasets(tokens: list[_Token]) -> list[str]:
    """Return the IRIs after ``FROM``, given the tokens that stand in no bracket, and refuse updates among these."""
    found = []
    prefixes = dict(PREFIXES)
    clause = ""
    for token, following in pairwise([*tokens, _Token("end", "")]):
        if token.keyword in _UPDATES:
            raise QueryError(f"line {token.line}: {token.keyword} is an update; only queries are run here")
        if clause == "PREFIX" and following.kind == "iri":
            prefixes[token.text[:-1]] = following.text[1:-1]
        elif clause in {"FROM", "NAMED"} and token.keyword != "NAMED":
            found.append(_dataset(token, prefixes))
        elif clause != "PREFIX" and token.kind == "curie" and re.match("from|named", token.text, re.IGNORECASE):
            raise QueryError(f"line {token.line}: write FROM and what follows it apart")
        clause = token.keyword
    return found


def _dataset(token: _Token, prefixes: dict[str, str]) -> str:
    prefix, _, local = token.text.partition(":")
    if token.kind == "curie" and prefix in prefixes and "\\" not in local:
        return prefixes[prefix] + local
    if token.kind == "iri" and re.match(r"<[A-Za-z][A-Za-z0-9+.\-]*:", token.text):
        return token.text[1:-1]
    raise QueryError(f"line {token.line}: FROM {token.text} is refused: it is not the full IRI of a graph")
