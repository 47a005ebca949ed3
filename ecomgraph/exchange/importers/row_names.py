"""Find table rows by the names with which other rows refer to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["RowNames"]


@dataclass(slots=True)
class RowNames:
    """Rows of one kind by id, else by label, else by another name, else by any of these without regard to case.

    Unlike :class:`~ecomgraph.reading.names.Names`, which reads a finished graph, this finds a row by the exact spelling
    first: a framework may have the ids ``go`` and ``Go``, and its tables must be able to name either.

    >>> names = RowNames()
    >>> names.add("urn:1", "go", ["Going"], [])
    >>> names.add("urn:2", "Go", ["Golang"], [])
    >>> names.find("Go"), names.find("GO"), names.find("golang")
    (['urn:2'], ['urn:1', 'urn:2'], ['urn:2'])
    """

    ids: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)
    # Rows by folded name; filled when an exact look-up fails.
    _alike: dict[str, list[str]] = field(default_factory=dict)

    def add(self, target: str, ident: str, labels: Sequence[str], others: Sequence[str]) -> None:
        """Add the names of a row; ``target`` is its IRI."""
        self.ids[ident] = target
        for label in filter(None, labels):
            self.labels.setdefault(label, []).append(target)
        for other in others:
            self.others.setdefault(other, []).append(target)
        self._alike.clear()

    def find(self, name: str) -> list[str]:
        """Return the IRIs of the rows that a name may refer to; none if no row has it."""
        if name in self.ids:
            return [self.ids[name]]
        return self.labels.get(name) or self.others.get(name) or self._found_alike(name)

    def _found_alike(self, name: str) -> list[str]:
        if not self._alike:
            named = [*((it, [target]) for it, target in self.ids.items()), *self.labels.items(), *self.others.items()]
            for spelling, targets in filter(itemgetter(0), named):
                known = self._alike.setdefault(folded(spelling), [])
                known += (it for it in targets if it not in known)
        return self._alike.get(folded(name), [])

    def spellings(self) -> Iterator[str]:
        """Yield all names as written: ids, labels, other names."""
        yield from self.ids
        yield from self.labels
        yield from self.others
