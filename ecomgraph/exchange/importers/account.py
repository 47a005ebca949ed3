"""Account for the content of a source: everything found is either read, or left out and counted by reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["Account", "Accounted", "notes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """The account for one ``unit``, such as cells, in one ``part`` of a source, such as a file.

    ``found`` is their number in the source, ``read`` the number in the graph, and ``left_out`` the number of the others
    by reason, sorted. ``found`` is counted when the source is opened, the others when each item is processed.
    """

    part: str
    unit: str
    found: int
    read: int
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def balanced(self) -> bool:
        """Whether nothing is missing: ``found`` equals ``read`` plus everything left out."""
        return self.found == self.read + sum(count for _, count in self.left_out)


class Account:
    """What an importer found, read and left out, by part of the source and unit.

    >>> account = Account()
    >>> account.find("roles.csv", "cells", 3)
    >>> account.read("roles.csv", "cells", 2)
    >>> account.leave("roles.csv", "cells", "column 3 has no header")
    >>> account.entries()[0].balanced, account.notes()
    (True, ['roles.csv: 1 cell left out: column 3 has no header'])
    """

    def __init__(self) -> None:
        self._found: Counter[tuple[str, str]] = Counter()
        self._read: Counter[tuple[str, str]] = Counter()
        self._left: dict[tuple[str, str], Counter[str]] = {}
        self._expected: set[str] = set()

    def find(self, part: str, unit: str, count: int = 1) -> None:
        """Count items found; ``unit`` is a plural that ends with s."""
        self._found[part, unit] += count

    def read(self, part: str, unit: str, count: int = 1) -> None:
        """Count items read into the graph."""
        self._read[part, unit] += count

    def leave(self, part: str, unit: str, reason: str, count: int = 1, *, expected: bool = False) -> None:
        """Count items left out; no note reports those that are ``expected``, such as a template's comments."""
        if count:
            self._left.setdefault((part, unit), Counter())[reason] += count
            if expected:
                self._expected.add(reason)

    def entries(self) -> tuple[Accounted, ...]:
        """Return all entries, in the order in which their parts were found."""
        keys = dict.fromkeys((*self._found, *self._read, *self._left))
        return tuple(
            Accounted(
                part=part,
                unit=unit,
                found=self._found[part, unit],
                read=self._read[part, unit],
                left_out=tuple(sorted(self._left.get((part, unit), {}).items())),
            )
            for part, unit in keys
        )

    def notes(self) -> list[str]:
        """Return one line for each reason for leaving something out, in the order of the parts."""
        return notes_of(self.entries(), self._expected)


def notes_of(entries: Iterable[Accounted], expected: Collection[str] = ()) -> list[str]:
    """Return one line for each reason that is not expected."""
    return [
        f"{it.part}: {counted(count, it.unit)} left out: {reason}"
        for it in entries
        for reason, count in it.left_out
        if reason not in expected
    ]
