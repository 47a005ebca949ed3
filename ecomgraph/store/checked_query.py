"""A query that has passed the query guard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["CheckedQuery", "line_of", "with_values"]


@dataclass(frozen=True)
class CheckedQuery:
    """A query that may run: its rendering for the engine, and the names in it.

    ``form`` is SELECT, CONSTRUCT, DESCRIBE or ASK, ``graphs`` the IRIs after ``FROM``, ``variables`` all names of
    variables, ``template`` the IRIs in the template of a CONSTRUCT, ``pattern`` those in the rest, and ``where_begins``
    the position after the brace with which its outermost group begins, -1 if it has none. ``pieces`` are the tokens of
    the rendering, each with the space before it, and ``spans`` where they are in ``text``.
    """

    text: str = field(repr=False)
    rendering: str
    form: str
    graphs: tuple[str, ...]
    variables: frozenset[str]
    template: frozenset[str]
    pattern: frozenset[str]
    where_begins: int
    pieces: tuple[str, ...] = field(repr=False, compare=False)
    spans: tuple[tuple[int, int], ...] = field(repr=False, compare=False)

    def in_order(self, names: Sequence[str]) -> str | None:
        """Return a ``SELECT *`` rendered with the columns in the order in which they occur in the text.

        ``names`` are the columns in the order of the engine. Returns ``None`` if the order is the same, or for another
        query.

        >>> from ecomgraph.store.query_guard import check_query
        >>> check_query("SELECT DISTINCT * { ?s ?p ?o }").in_order(["o", "p", "s"])
        'SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }'
        """
        words = [piece.strip() for piece in self.pieces]
        if self.form != "SELECT":
            return None
        star = words.index("SELECT") + 1
        star += words[star] in {"DISTINCT", "REDUCED"}
        if words[star] != "*":
            return None
        told = dict.fromkeys(word[1:] for word in words[star:] if word[:1] == "?")
        ordered = [name for name in told if name in names]
        ordered += [name for name in names if name not in told]
        if ordered == list(names):
            return None
        return "".join((*self.pieces[:star], *(f" ?{name}" for name in ordered), *self.pieces[star + 1 :]))


def with_values(query: CheckedQuery, terms: Mapping[str, object]) -> str:
    """Return the text of a query with ``VALUES`` blocks for variables, at the beginning of its outermost group."""
    at = query.where_begins
    lines = "".join(f"\n  VALUES ?{name} {{ {term} }}" for name, term in terms.items())
    return query.text[:at] + lines + query.text[at:]


def line_of(text: str, position: int) -> int:
    r"""Return the line of a position in a text, counted from 1; lines end with LF, CR or CR LF.

    >>> line_of("a\r\nb", 3)
    2
    """
    return text.count("\n", 0, position) + text.count("\r", 0, position) - text.count("\r\n", 0, position) + 1
