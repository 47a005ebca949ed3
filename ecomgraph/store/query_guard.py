"""The query guard: check a SPARQL query before it runs, and render it for the engine.

The engine receives the guard's rendering, never the user's text, so that both read the same query: the module
``sparql_tokens`` explains how. Updates, ``SERVICE``, and queries that would exhaust the engine's stack or planner are
refused.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ecomgraph.errors import QueryError
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.checked_query import CheckedQuery, line_of
from ecomgraph.store.query_limits import Counter
from ecomgraph.store.sparql_tokens import (
    AFTER_OPERAND,
    DECLARATION,
    KEYWORDS,
    SKIP,
    TOKEN,
    UPDATES,
    absolute,
    decoded,
    iri_token,
    string_token,
)

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["CheckedQuery", "check_query"]

_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")


@lru_cache(maxsize=256)
def check_query(text: str) -> CheckedQuery:
    r"""Return the checked query; raise :class:`~ecomgraph.QueryError` if it is refused.

    Well-known prefixes need no declaration. Errors state the line, and limits their value. The time is linear in the
    length of the text.

    >>> print(check_query("SELECT ?s { ?s a owl:Thing } # all").rendering)
    SELECT ?s { ?s a <\u0068ttp://www.w3.org/2002/07/owl\u0023Thing> }
    >>> check_query("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ecomgraph.errors.QueryError: line 1: SERVICE is refused: a query must not contact other endpoints
    """
    return _Reader(text).read()


class _Reader:
    """A single pass over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.base = ""
        self.prefixes = dict(PREFIXES)
        self.pieces: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.graphs: list[str] = []
        self.variables: set[str] = set()
        self.template: set[str] = set()
        self.pattern: set[str] = set()
        self.blanks: dict[str, str] = {}
        self.form = ""
        self.where = -1
        self.counter = Counter(self._fail)
        self.start = self.end = 0
        # State of the previous token: whether it ends an operand, and its keyword or operator.
        self.is_operand = False
        self.word = ""
        # Whether the next IRI belongs to FROM.
        self.source = False

    def read(self) -> CheckedQuery:
        handlers = {
            "blank": self._blank,
            "close": self._close,
            "iri": self._iri,
            "language": self._language,
            "less": self._operator,
            "name": self._name,
            "number": self._number,
            "open": self._open,
            "operator": self._operator,
            "string": self._string,
            "triple": self._open,
            "variable": self._variable,
            "word": self._word,
        }
        position = self._prologue(1 if self.text.startswith("\ufeff") else 0)
        while True:
            pattern = AFTER_OPERAND if self.is_operand and self.counter.frame.is_expression else TOKEN
            found = pattern.match(self.text, position)
            if found is None:
                self._unreadable(position)
            kind = found.lastgroup or ""
            if kind == "end":
                break
            self.start, position = found.span(kind)
            self.end = position
            handlers[kind](found[kind])
            position = self.end
        return self._finish()

    def _prologue(self, position: int) -> int:
        while found := DECLARATION.match(self.text, position):
            position = found.end()
            if found["version"]:
                continue
            self.start, self.end = found.span("iri")
            iri = self._resolved(found["iri"])
            if found["prefix"]:
                self.prefixes[found["prefix"][:-1]] = iri
            else:
                self.base = iri
        if self.base:
            self._put(f"BASE {iri_token(self.base)}")
        return position

    def _finish(self) -> CheckedQuery:
        self.start = self.end = len(self.text)
        if self.counter.frame.closer:
            self._fail(f"{self.counter.frame.closer} is missing at the end")
        if not self.form:
            self._fail("there is no query: it begins with SELECT, CONSTRUCT, DESCRIBE or ASK")
        rendering = "".join(self.pieces).lstrip(" ")
        self.pieces[0] = self.pieces[0].lstrip(" ")
        if "service" in rendering.lower() and any(
            "service" in token.lower() and token[0] not in "?@" for token in rendering.split(" ")
        ):  # pragma: no cover - the properties of the tokens rule it out
            self._fail("SERVICE is refused: a query must not contact other endpoints")
        return CheckedQuery(
            text=self.text,
            rendering=rendering,
            form=self.form,
            graphs=tuple(self.graphs),
            variables=frozenset(self.variables),
            template=frozenset(self.template),
            pattern=frozenset(self.pattern),
            where_begins=self.where,
            pieces=tuple(self.pieces),
            spans=tuple(self.spans),
        )

    # ------------------------------------------------------------------ tokens

    def _put(self, written: str, *, is_operand: bool = False, glued: bool = False, word: str = "") -> None:
        self.pieces.append(written if glued else " " + written)
        self.spans.append((self.start, self.end))
        self.is_operand = is_operand
        self.word = word
        if self.source and not word.isalpha():
            self._fail("FROM must be followed by an IRI")

    def _term(self, written: str) -> None:
        self.counter.term(self.word)
        self._put(written, is_operand=True)

    def _variable(self, text: str) -> None:
        self.variables.add(text[1:])
        self._term("?" + text[1:])

    def _string(self, text: str) -> None:
        width = 3 if text[:3] in {'"""', "'" * 3} else 1
        try:
            value = decoded(text[width:-width])
            value.encode()
        except ValueError as error:
            self._fail("the string has a lone surrogate" if isinstance(error, UnicodeError) else str(error))
        self._term(string_token(value))

    def _language(self, text: str) -> None:
        self._put(text, is_operand=True)

    def _number(self, text: str) -> None:
        if text[0] in "+-" and self.is_operand:
            if self._is_path_operator():
                self.end = self.start + 1
                self._put(text[0], glued=True)
                return
            if self.counter.frame.is_expression:
                self.counter.chain()
        self._term(text)

    def _blank(self, text: str) -> None:
        self._term(self.blanks.setdefault(text, f"_:b{len(self.blanks)}"))

    def _iri(self, text: str) -> None:
        self._resource(self._resolved(text))

    def _name(self, text: str) -> None:
        prefix, _, local = text.partition(":")
        if prefix not in self.prefixes:
            if "SERVICE" in prefix.upper():
                self._refuse_service()
            self._fail(f"the prefix {prefix}: is not declared")
        self._resource(self.prefixes[prefix] + local.replace("\\", ""))

    def _resource(self, iri: str) -> None:
        if self.source:
            self.graphs.append(iri)
            self.source = False
        elif self.counter.frame is self.counter.top and self.form == "DESCRIBE":
            self.counter.chain()
        (self.template if self.counter.frame.template else self.pattern).add(iri)
        self._term(self._written(iri))

    def _word(self, text: str) -> None:
        word = text.upper()
        if text == "a":
            self.counter.term("")
            self._put(text, word=text)
            self.is_operand = not self.counter.frame.is_expression
            return
        if word in {"TRUE", "FALSE"}:
            self._term(word.lower())
            return
        if word not in KEYWORDS or (not self.form and word not in _FORMS):
            self._refuse_word(text)
        if self.source and word != "NAMED":
            self._fail(f"FROM must be followed by an IRI, not {text}")
        if word in _FORMS:
            self.form = self.form or word
            self.counter.frame.clause = True
        self.counter.word(word)
        self.source = self.source or (word == "FROM" and self.counter.frame is self.counter.top)
        self._put(word, word=word)

    def _open(self, text: str) -> None:
        outer, word = self.counter.frame, self.word
        frame = self.counter.open(text, word)
        if frame.group is frame and outer is self.counter.top and self.where < 0:
            self.where = self.end
        self._put(text, glued=text == "(" and bool(word))

    def _close(self, text: str) -> None:
        closer = self.counter.frame.closer
        if text == ")" and closer == ")>>" and self.text.startswith(")>>", self.start):
            self.end = self.start + 3
            text = ")>>"
        if text != closer:
            self._fail(f"{text} closes nothing" if not closer else f"{text} is found where {closer} is missing")
        self.counter.close()
        self._put(text, is_operand=True)

    def _operator(self, text: str) -> None:
        frame = self.counter.frame
        if text == ">" and frame.closer == ">>" and self.text.startswith(">>", self.start):
            self.end = self.start + 2
            self._close(">>")
        elif frame.is_expression:
            if text in {"||", "&&", "+", "-", "*", "/"} and self.is_operand:
                self.counter.chain()
            self._put(text)
            self.counter.negate(more=text == "!")
        elif text in {"*", "+", "?"} and self.is_operand and self._is_path_operator():
            self._put(text, glued=True, is_operand=True)
        else:
            self.counter.separator(text)
            self._put(text, word=text if text in {"!", "^^"} else "")

    def _is_path_operator(self) -> bool:
        return not self.counter.frame.is_expression and bool(self.spans) and self.spans[-1][1] == self.start

    # ------------------------------------------------------------------ IRIs and what is refused

    def _resolved(self, text: str) -> str:
        try:
            return absolute(decoded(text[1:-1]), self.base)
        except ValueError as error:
            self._fail(str(error))

    def _written(self, iri: str) -> str:
        try:
            return iri_token(iri)
        except ValueError as error:
            self._fail(str(error))

    def _unreadable(self, position: int) -> NoReturn:
        found = SKIP.match(self.text, position)
        self.start = found.end() if found else position
        character = self.text[self.start]
        reasons = {
            "<": "the IRI that begins with < is not complete",
            '"': "the string that begins here is not closed",
            "'": "the string that begins here is not closed",
            "\\": "a backslash is outside strings and IRIs",
        }
        self._fail(reasons.get(character, f"{character!r} does not start a SPARQL token"))

    def _refuse_word(self, text: str) -> NoReturn:
        word = text.upper()
        if "SERVICE" in word:
            self._refuse_service()
        if word in UPDATES and not self.form:
            self._fail(f"{word} is an update; only queries are supported")
        if word in {"BASE", "PREFIX", "VERSION"}:
            self._fail(f"{word} is incomplete, or not at the beginning")
        if word in KEYWORDS:
            self._fail(f"a query begins with SELECT, CONSTRUCT, DESCRIBE or ASK, not with {text}")
        self._fail(f"{text[:40]} is not a SPARQL keyword")

    def _refuse_service(self) -> NoReturn:
        self._fail("SERVICE is refused: a query must not contact other endpoints")

    def _fail(self, reason: str) -> NoReturn:
        raise QueryError(f"line {line_of(self.text, self.start)}: {reason}")
