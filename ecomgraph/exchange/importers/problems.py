"""Collect the problems of an input, so that all can be reported together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.errors import FrameworkError
from ecomgraph.exchange.importers.account import Account
from ecomgraph.spelling import folded, looks_like

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LIMIT", "Problems", "nearest"]

LIMIT = 50
# With more names, suggestions for a page of problems would take seconds.
_MANY = 5000
# The maximum length of a quoted cell; of a longer text, both ends are quoted.
_LONGEST = 2000


class Problems:
    """The problems ``found``, up to a limit, the ``notes`` for the user, and the ``account``.

    ``understood`` describes a layout that the importer had to detect. The account covers everything in the source;
    whatever it leaves out is also reported in notes.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[str] = []
        self.notes: list[str] = []
        self._noted: set[str] = set()
        self.understood: list[str] = []
        self.account = Account()

    def add(self, where: str, what: str) -> None:
        """Add a problem; at the limit, raise all of them."""
        if len(what) > _LONGEST:
            what = f"{what[: _LONGEST // 2]} … {what[-_LONGEST // 2 :]}"
        self.found.append(f"{where}: {what}")
        if len(self.found) >= LIMIT:
            self.found.append(f"there may be more: reading stopped after {LIMIT} problems")
            self.close()

    def note(self, text: str) -> None:
        """Add a note, once, on something that the user might not expect."""
        if text not in self._noted:
            self._noted.add(text)
            self.notes.append(text)

    def close(self) -> None:
        """Raise :class:`~ecomgraph.FrameworkError` if there were problems."""
        if self.found:
            raise FrameworkError(self.source, self.found)

    def uncounted(self) -> Problems:
        """Return a collector with the same problems and notes but a separate account, for rows counted elsewhere."""
        other = Problems(self.source)
        other.found, other.notes, other.understood = self.found, self.notes, self.understood
        other._noted = self._noted
        return other

    def told(self) -> tuple[str, ...]:
        """Return the notes, and one line for each reason for leaving something out."""
        return (*self.notes, *self.account.notes())


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the suggestion of the most similar name; ``""`` if none is similar.

    >>> nearest("SEA", ["PPC", "SEO"]), nearest("SEO ", ["PPC", "SEO"])
    ('; did you mean "SEO"?', "; did you mean 'SEO', not 'SEO '?")
    """
    from difflib import get_close_matches

    known = list(names)
    wanted = folded(name)
    same = [other for other in known if folded(other) == wanted] or [it for it in known if looks_like(it, name)]
    near = same[:1] or (get_close_matches(name, known, n=1) if len(known) <= _MANY else [])
    if near and looks_like(near[0], name):
        # Escapes show the difference between texts that look the same.
        return f"; did you mean {near[0]!a}, not {name!a}?"
    return f'; did you mean "{near[0]}"?' if near else ""
