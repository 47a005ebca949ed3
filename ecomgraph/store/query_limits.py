"""The limits of a query: its brackets, operators and joined triple patterns, counted token by token."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

__all__ = ["MAX_DEPTH", "MAX_OPERATORS", "MAX_PATTERNS", "MAX_REREAD", "Bracket", "Counter"]

# The limits, with what each protects; docs/queries.md has the figures.
MAX_DEPTH = 128  # the stack: brackets and ! are parsed recursively
MAX_OPERATORS = 1000  # the stack: the depth of the operator tree is the number of operators
MAX_PATTERNS = 100  # the planner: its time grows with the fourth power of the number of joined patterns
MAX_REREAD = 12  # the parser: it parses the content of these brackets twice, at every level of nesting

_CLOSERS = {"(": ")", "[": "]", "{": "}", "{|": "|}", "<<": ">>", "<<(": ")>>"}
_REREAD = {"REGEX", "SUBSTR", "REPLACE", "GROUP_CONCAT"}
_CHAINED = {"BIND", "FILTER", "OPTIONAL", "MINUS", "UNION", "LATERAL"}
# A group after one of these is planned on its own.
_APART = {"OPTIONAL", "MINUS", "UNION", "LATERAL", "EXISTS"}
# The number of terms read of the current triple: a path follows the subject, and objects follow the path.
_NEXT = {".": 0, ";": 1, ",": 2}
_WHOLE = 3


class Bracket:
    """The state of one open bracket."""

    __slots__ = (
        "apart",
        "clause",
        "closer",
        "depth",
        "group",
        "is_collection",
        "is_expression",
        "is_set",
        "joined",
        "last",
        "rereads",
        "template",
        "terms",
    )

    def __init__(self, closer: str, outer: Bracket | None) -> None:
        self.closer = closer
        self.is_expression = False
        self.depth: int = outer.depth + 1 if outer else 0
        self.rereads: int = outer.rereads if outer else 0
        self.template: bool = outer is not None and outer.template
        # In a clause such as SELECT, round brackets hold expressions.
        self.clause = outer is None
        # The enclosing group (None for data and templates), the number of joins in it, and that in its last subgroup.
        self.group: Bracket | None = outer.group if outer else None
        self.joined = self.last = 0
        self.apart = False
        # Round brackets that are neither an expression nor a collection belong to a path.
        self.is_collection = False
        # Whether this is a negated property set, whose operators are not counted as a chain.
        self.is_set = False
        # The terms read of the current triple.
        self.terms = 0


class Counter:
    """Counts brackets, operators and patterns against the limits; ``fail`` raises the error with a reason."""

    def __init__(self, fail: Callable[[str], NoReturn]) -> None:
        self._fail = fail
        self.operators = 0
        self.negations = 0
        self.top = self.frame = Bracket("", None)
        self._frames = [self.frame]
        # Whether the next round bracket belongs to FILTER or BIND, and the next brace to VALUES.
        self._constraint = self._data = False

    def term(self, after: str) -> None:
        """Count a term; ``after`` is the previous keyword or operator."""
        frame = self.frame
        # The datatype of a literal is not a separate term.
        if after != "^^":
            frame.terms += 1
            if frame.is_collection:
                self._join(2)

    def word(self, word: str) -> None:
        """Count a keyword other than ``a``, which is a term."""
        self.end_triple(0)
        if word in _CHAINED:
            self.chain()
            group = self.frame.group
            if word == "UNION" and group is not None and group.last:
                group.joined -= group.last - 1
                group.last = 0
        self._constraint = self._constraint or word in {"BIND", "FILTER"}
        if word == "VALUES":
            self._data = True
            self._join(1)

    def separator(self, text: str) -> None:
        """Count a separator of triples, or a path operator, outside of expressions."""
        if text in _NEXT:
            self.end_triple(_NEXT[text])
        elif text in {"/", "|"}:
            # The path continues, so the next term belongs to it.
            self.frame.terms -= 1
            if text == "/":
                self._join(1)
            elif not self.frame.is_set:
                self.chain()
        elif text == "~":
            self._join(1)

    def end_triple(self, terms: int) -> None:
        """Count the current triple if it is complete; the next triple starts with a number of terms already read."""
        frame = self.frame
        if frame.terms >= _WHOLE and frame.closer not in {")", ">>", ")>>"}:
            self._join(1)
        frame.terms = terms

    def negate(self, *, more: bool) -> None:
        """Count consecutive ``!`` in an expression."""
        self.negations = self.negations + 1 if more else 0
        if self.frame.depth + self.negations > MAX_DEPTH:
            self._limit(MAX_DEPTH, "nested brackets and negations")

    def open(self, text: str, after: str) -> Bracket:
        """Open a bracket after a keyword or an operator, and return it."""
        outer = self.frame
        frame = Bracket(_CLOSERS[text], outer)
        frame.depth += self.negations
        if text == "(":
            self._begin_round(frame, outer, after)
        elif text == "{":
            self._begin_brace(frame, outer, after)
        elif text == "[":
            frame.terms = 1
        elif text != "<<(":
            # The triple that links the reifier to the reified triple.
            self._join(1)
            frame.terms = 1
        if after in _REREAD or self.negations or (text == "{" and outer.is_expression):
            frame.rereads += 1
        self._constraint = False
        self.negations = 0
        if frame.depth > MAX_DEPTH:
            self._limit(MAX_DEPTH, "nested brackets and negations")
        if frame.rereads > MAX_REREAD:
            self._limit(MAX_REREAD, "nested REGEX, REPLACE, SUBSTR, GROUP_CONCAT, EXISTS and !")
        self._frames.append(frame)
        self.frame = frame
        return frame

    def _begin_round(self, frame: Bracket, outer: Bracket, after: str) -> None:
        frame.is_expression = outer.is_expression or outer.clause or self._constraint
        frame.is_set = after == "!"
        if self._data:
            return
        if not frame.is_expression:
            in_path = outer.closer == ")" and not outer.is_collection
            frame.is_collection = not in_path and (outer.is_collection or outer.terms != 1)
        elif outer.clause:
            self.chain()

    def _begin_brace(self, frame: Bracket, outer: Bracket, after: str) -> None:
        self.end_triple(0)
        frame.template = outer is self.top and after == "CONSTRUCT"
        if self._data or frame.template:
            frame.group = None
            self._data = False
            return
        frame.group = frame
        frame.apart = after in _APART

    def close(self) -> None:
        """Close the innermost bracket."""
        self.end_triple(0)
        frame = self._frames.pop()
        self.frame = self._frames[-1]
        self.negations = 0
        if frame.closer in {")", "]", ">>", ")>>"} and not frame.is_expression:
            self.term("")
        elif frame.closer != "|}" and not self.frame.is_expression:
            self.frame.terms = 0
        group = self.frame.group
        if frame.group is frame and group is not None and not frame.apart:
            # A subquery is planned on its own.
            joined = 1 if frame.clause else max(1, frame.joined)
            self._join(joined)
            group.last = joined

    def chain(self) -> None:
        """Count an operator against the limit for the whole query."""
        self.operators += 1
        if self.operators > MAX_OPERATORS:
            self._limit(MAX_OPERATORS, "operators, such as UNION, OPTIONAL, FILTER, || and +, in one query")

    def _join(self, count: int) -> None:
        group = self.frame.group
        if group is not None:
            group.joined += count
            if group.joined > MAX_PATTERNS:
                self._limit(
                    MAX_PATTERNS,
                    "triple patterns, path steps, VALUES and groups joined in one group (an item of a collection counts"
                    " twice)",
                )

    def _limit(self, limit: int, what: str) -> NoReturn:
        self._fail(f"more than {limit:,} {what}; split the query")
