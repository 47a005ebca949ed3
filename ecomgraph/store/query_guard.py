"""The query guard: check a SPARQL query before it runs, and render it for the engine.

The engine receives the guard's rendering, never the user's text, so that both read the same query: the module
``sparql_tokens`` explains how. Updates, ``SERVICE``, and queries that would exhaust the engine's stack or planner are
refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from ecomgraph.errors import QueryError
from ecomgraph.namespace import PREFIXES
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

# The limits, with what each protects; docs/queries.md has the figures.
MAX_DEPTH = 128  # the stack: brackets and ! are parsed recursively
MAX_OPERATORS = 1000  # the stack: the depth of the operator tree is the number of operators
MAX_PATTERNS = 100  # the planner: its time grows with the fourth power of the number of joined patterns
MAX_REREAD = 12  # the parser: it reads the content of these brackets twice, at every level of nesting

_PLACE = re.compile(r"error at 1:(\d+): ")
_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_CLOSERS = {"(": ")", "[": "]", "{": "}", "{|": "|}", "<<": ">>", "<<(": ")>>"}
_REREAD = {"REGEX", "SUBSTR", "REPLACE", "GROUP_CONCAT"}
_CHAINED = {"BIND", "FILTER", "OPTIONAL", "MINUS", "UNION", "LATERAL"}
# The number of triples that a bracket adds to those separated in it.
_TRIPLES = {"[": 1, "{|": 3, "<<": 2, "<<(": 1}
# A group after one of these is planned on its own.
_APART = {"OPTIONAL", "MINUS", "UNION", "LATERAL", "EXISTS"}


@dataclass(frozen=True)
class CheckedQuery:
    """A query that may run: its rendering for the engine, and the names in it.

    ``form`` is SELECT, CONSTRUCT, DESCRIBE or ASK, ``graphs`` the IRIs after ``FROM``, ``variables`` all names of
    variables, ``template`` the IRIs in the template of a CONSTRUCT, ``pattern`` those in the rest, and ``where_begins``
    the position after the brace with which its outermost group begins, -1 if it has none.
    """

    text: str = field(repr=False)
    rendering: str
    form: str
    graphs: tuple[str, ...]
    variables: frozenset[str]
    template: frozenset[str]
    pattern: frozenset[str]
    where_begins: int
    _pieces: tuple[str, ...] = field(repr=False, compare=False)
    _spans: tuple[tuple[int, int], ...] = field(repr=False, compare=False)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(len, self._pieces)))

    def place(self, offset: int) -> tuple[int, int]:
        r"""Return line and column in the user's text, counted from 1, for an offset in the rendering.

        >>> check_query("SELECT * # all\n{ ?s ?p }").place(17)
        (2, 9)
        """
        index = min(bisect_right(self._ends, offset), len(self._pieces) - 1)
        begins = self._ends[index] - len(self._pieces[index])
        at = self._spans[index][0]
        if offset >= self._ends[-1]:
            at = self._spans[-1][1]
        elif offset == begins and index and self._pieces[index].startswith(" "):
            at = self._spans[index - 1][1]
        return _line(self.text, at), at - max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at))

    def explained(self, message: str) -> str:
        """Return the engine's message on one line, with the position mapped to the user's text."""
        message = " ".join(message.split())
        found = _PLACE.match(message)
        if not found:
            return message
        line, column = self.place(int(found[1]) - 1)
        return f"error at {line}:{column}: {message[found.end() :]}"


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


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + text.count("\r", 0, position) - text.count("\r\n", 0, position) + 1


class _Frame:
    """The state of one open bracket."""

    __slots__ = (
        "apart",
        "clause",
        "closer",
        "depth",
        "group",
        "is_expression",
        "is_set",
        "joined",
        "last",
        "rereads",
        "template",
    )

    def __init__(self, closer: str, outer: _Frame | None, *, is_expression: bool = False) -> None:
        self.closer = closer
        self.is_expression = is_expression
        self.depth: int = outer.depth + 1 if outer else 0
        self.rereads: int = outer.rereads if outer else 0
        self.template: bool = outer is not None and outer.template
        # In a clause such as SELECT, round brackets hold expressions.
        self.clause = outer is None
        # The enclosing group, None for data and templates; the joins counted in it, and in its last subgroup.
        self.group: _Frame | None = outer.group if outer else None
        self.joined = self.last = 0
        self.apart = False
        # Whether this is a negated property set, which is not a chain.
        self.is_set = False


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
        self.operators = 0
        self.top = self.frame = _Frame("", None)
        self.frames = [self.frame]
        self.start = self.end = 0
        # State of the previous token: whether it ends an operand, its word, and the number of consecutive !.
        self.is_operand = False
        self.word = ""
        self.negations = 0
        # Whether a round bracket belongs to FILTER or BIND, a brace to VALUES, and an IRI to FROM.
        self.constraint = self.data = self.source = False

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
            pattern = AFTER_OPERAND if self.is_operand and self.frame.is_expression else TOKEN
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
        if self.frame.closer:
            self._fail(f"{self.frame.closer} is missing at the end")
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
            _pieces=tuple(self.pieces),
            _spans=tuple(self.spans),
        )

    # ------------------------------------------------------------------ what a token does

    def _put(self, written: str, *, is_operand: bool = False, glued: bool = False, word: str = "") -> None:
        self.pieces.append(written if glued else " " + written)
        self.spans.append((self.start, self.end))
        self.is_operand = is_operand
        self.word = word
        if self.source and not word:
            self._fail("FROM must be followed by an IRI")

    def _term(self, written: str) -> None:
        frame = self.frame
        # Adjacent terms in round brackets are a collection, with two triples for each item.
        if frame.closer == ")" and not frame.is_expression and self.is_operand:
            self._join(2)
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
            if self.frame.is_expression:
                self._chain()
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
        elif self.frame is self.top and self.form == "DESCRIBE":
            self._chain()
        (self.template if self.frame.template else self.pattern).add(iri)
        self._term(self._written(iri))

    def _word(self, text: str) -> None:
        word = text.upper()
        if text == "a":
            self._put(text, word=text)
            self.is_operand = not self.frame.is_expression
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
            self.frame.clause = True
        elif word in _CHAINED:
            self._chain()
            group = self.frame.group
            if word == "UNION" and group is not None and group.last:
                group.joined -= group.last - 1
                group.last = 0
        self.constraint = self.constraint or word in {"BIND", "FILTER"}
        if word == "VALUES":
            self.data = True
            self._join(1)
        self.source = self.source or (word == "FROM" and self.frame is self.top)
        self._put(word, word=word)

    def _open(self, text: str) -> None:
        outer = self.frame
        frame = _Frame(_CLOSERS[text], outer)
        frame.depth += self.negations
        if text == "(":
            frame.is_expression = outer.is_expression or outer.clause or self.constraint
            frame.is_set = self.word == "!"
            if not frame.is_expression:
                self._join(1)
            elif outer.clause:
                self._chain()
        elif text == "{":
            self._begin_group(frame, outer)
        else:
            self._join(_TRIPLES[text])
        if self.word in _REREAD or self.negations or (text == "{" and outer.is_expression):
            frame.rereads += 1
        self.constraint = False
        self.negations = 0
        if frame.depth > MAX_DEPTH:
            self._limit(MAX_DEPTH, "nested brackets and negations")
        if frame.rereads > MAX_REREAD:
            self._limit(MAX_REREAD, "nested REGEX, REPLACE, SUBSTR, GROUP_CONCAT, EXISTS and !")
        self._put(text, glued=text == "(" and bool(self.word))
        self.frames.append(frame)
        self.frame = frame

    def _begin_group(self, frame: _Frame, outer: _Frame) -> None:
        is_template = outer is self.top and self.word == "CONSTRUCT"
        if self.data or is_template:
            frame.group = None
            frame.template = is_template
            self.data = False
            return
        frame.group = frame
        frame.apart = self.word in _APART
        if outer is self.top and self.where < 0:
            self.where = self.end

    def _close(self, text: str) -> None:
        if text == ")" and self.frame.closer == ")>>" and self.text.startswith(")>>", self.start):
            self.end = self.start + 3
            text = ")>>"
        frame = self.frame
        if text != frame.closer:
            self._fail(
                f"{text} closes nothing" if not frame.closer else f"{text} stands where {frame.closer} is missing"
            )
        self.frames.pop()
        self.frame = self.frames[-1]
        self.negations = 0
        self._put(text, is_operand=True)
        group = self.frame.group
        if frame.group is frame and group is not None and not frame.apart:
            # A subquery is planned on its own.
            joined = 1 if frame.clause else frame.joined + 1
            self._join(joined)
            group.last = joined

    def _operator(self, text: str) -> None:
        frame = self.frame
        if text == ">" and frame.closer == ">>" and self.text.startswith(">>", self.start):
            self.end = self.start + 2
            self._close(">>")
        elif frame.is_expression:
            if text in {"||", "&&", "+", "-", "*", "/"} and self.is_operand:
                self._chain()
            self.negations = self.negations + 1 if text == "!" else 0
            self._put(text)
            if frame.depth + self.negations > MAX_DEPTH:
                self._limit(MAX_DEPTH, "nested brackets and negations")
        elif text in {"*", "+", "?"} and self.is_operand and self._is_path_operator():
            self._put(text, glued=True, is_operand=True)
        else:
            if text == "|" and not frame.is_set:
                self._chain()
            elif text in {".", ";", ",", "/"}:
                self._join(1)
            elif text == "~":
                self._join(2)
            self._put(text, word=text if text == "!" else "")

    def _is_path_operator(self) -> bool:
        return not self.frame.is_expression and bool(self.spans) and self.spans[-1][1] == self.start

    # ------------------------------------------------------------------ limits

    def _join(self, count: int) -> None:
        group = self.frame.group
        if group is not None:
            group.joined += count
            if group.joined > MAX_PATTERNS:
                self._limit(MAX_PATTERNS, "triple patterns, path steps and groups joined in one group")

    def _chain(self) -> None:
        self.operators += 1
        if self.operators > MAX_OPERATORS:
            self._limit(MAX_OPERATORS, "operators, such as UNION, OPTIONAL, FILTER, || and +, in one query")

    def _limit(self, limit: int, what: str) -> NoReturn:
        self._fail(f"more than {limit:,} {what}; split the query")

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
        raise QueryError(f"line {_line(self.text, self.start)}: {reason}")
