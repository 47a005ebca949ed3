"""Explain syntax errors in queries: the error in words, and its position in the user's text."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.store.checked_query import line_of

if TYPE_CHECKING:
    from ecomgraph.store.checked_query import CheckedQuery

__all__ = ["explained"]

_PLACE = re.compile(r"error at 1:(\d+): ")
# The engine reports the position up to which it has read, which may be some tokens after the error. If tokens are this
# far apart, even its longest keyword ends before the next token begins.
_APART = " " * 40
_MOST_TOKENS = 20_000
_MOST_SHOWN = 40
_REASONS = {
    "variable that is unbound": "SELECT names a variable that has no value: the pattern or GROUP BY does not have it",
    "overrides an existing variable": "SELECT (… AS ?name) needs a name that the pattern does not have",
    "Duplicated variable name": "SELECT names a variable twice",
    "not authorized with GROUP BY": "SELECT * cannot be used with GROUP BY; name the columns",
    "<unreported>": "the query is complete, but breaks a rule of SPARQL, such as the one on blank nodes or on GROUP BY",
    "VALUES clause rows": "a row of VALUES does not have one value for each variable",
}


def explained(query: CheckedQuery, message: str) -> str:
    r"""Return one line that states the error in a query and its position in the text, counted from 1.

    ``message`` is the engine's message about the rendering. Takes as long as parsing the query once more.

    >>> from ecomgraph.store.query_guard import check_query
    >>> explained(check_query("SELECT * {\n  BIND(1 2)\n}"), "error at 1:20: expected NOT")
    'line 2, column 10: 2 is not expected after 1'
    >>> explained(check_query("SELECT * { } LIMIT"), "error at 1:19: expected ['0'..='9']")
    'line 1, column 19: the query is not complete'
    """
    if not _PLACE.match(message) or len(query.pieces) > _MOST_TOKENS:
        return " ".join(message.split())
    pieces = [_APART + piece.lstrip(" ") if piece.startswith(" ") else piece for piece in query.pieces]
    begins = [end - len(piece.lstrip(" ")) for piece, end in zip(pieces, accumulate(map(len, pieces)), strict=True)]
    text = "".join(pieces)
    try:
        ox.Store().query(text + _APART)
    except SyntaxError as error:
        message = str(error)
    found = _PLACE.match(message)
    offset = int(found[1]) - 1 if found else 0
    reason = next((words for part, words in _REASONS.items() if part in message), "")
    if offset >= len(text) + len(_APART) // 2:
        return f"{_place(query, query.spans[-1][1])}: {reason or 'the query is not complete'}"
    token = max(bisect_right(begins, offset) - 1, 0)
    begin, end = query.spans[token]
    if not reason or "<unreported>" in message:
        before = f" after {_shown(query, token - 1)}" if token else " at the beginning"
        reason = f"{_shown(query, token)} is not expected{before}"
        if query.text[begin:end] == "}" and "BIND" in map(str.strip, query.pieces[:token]):
            reason += "; BIND needs a variable that its group does not have"
        elif query.text.startswith("_:", begin):
            reason += "; a blank node can be used in one group only"
    return f"{_place(query, begin)}: {reason}"


def _shown(query: CheckedQuery, token: int) -> str:
    text = " ".join(query.text[slice(*query.spans[token])].split())
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _place(query: CheckedQuery, at: int) -> str:
    column = at - max(query.text.rfind("\n", 0, at), query.text.rfind("\r", 0, at))
    return f"line {line_of(query.text, at)}, column {column}"
