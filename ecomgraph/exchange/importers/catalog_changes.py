"""Change the frameworks of a database without an import: remove one, or mark one as current."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from ecomgraph.arguments import checked
from ecomgraph.errors import SourceError, UnknownNameError
from ecomgraph.exchange.importers.draft_writer import DraftWriter
from ecomgraph.store.database import Database
from ecomgraph.store.framework_value import Framework, closure

__all__ = ["mark_current", "remove_framework"]


@checked
def remove_framework(
    name: str,
    database: str | os.PathLike[str],
    *,
    progress: Callable[[str, int], None] = lambda step, size: None,  # noqa: ARG005
) -> Framework:
    """Remove a framework and its derived triples from a database, and return its catalog entry.

    Raises :class:`~ecomgraph.SourceError` if others build on it.
    """
    target = Database(database)
    _known(target, name)
    with target.writing() as draft:
        records = _known(target, name)
        dependents = [it for it in sorted(records) if it != name and name in closure(it, records)]
        if dependents:
            others = ", ".join(dependents)
            raise SourceError(str(target.path), f"has frameworks that build on {name!r} ({others}); remove these first")
        removed = records.pop(name)
        progress("write", removed.triples)
        with DraftWriter(draft) as writer:
            writer.copied(sorted(records))
            writer.finish(records)
    return removed


@checked
def mark_current(name: str, database: str | os.PathLike[str]) -> Framework:
    """Mark a framework as current, so that ambiguous names refer to it, and return it."""
    target = Database(database)
    _known(target, name)
    with target.writing() as draft:
        records = {it: replace(record, current=it == name) for it, record in _known(target, name).items()}
        for it in sorted(records):
            draft.copy_framework(it)
        draft.copy_combined()
        draft.publish(records.values())
    return records[name]


def _known(database: Database, name: str) -> dict[str, Framework]:
    """Return the frameworks of a database by name; raise if a framework or the database does not exist."""
    records = {record.name: record for record in database.frameworks()}
    if name not in records:
        database.read()
        raise UnknownNameError(name, "framework", sorted(records))
    return records
