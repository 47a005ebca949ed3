"""Answers about the changes between two frameworks, or two releases of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from ecomgraph.web.answers.things import ThingJson, thing_json

if TYPE_CHECKING:
    from ecomgraph.careers.framework_changes import FrameworkChange, FrameworkChanges
    from ecomgraph.model import Entity

__all__ = ["FrameworkChangesJson", "framework_changes_json"]

_Field = TypedDict("_Field", {"what": str, "from": str, "to": str})


class ChangedFieldJson(_Field):
    """A field that changed; several values are separated by " | "."""


class FrameworkChangeJson(TypedDict):
    """A thing, a requirement or a transition that was added, removed or changed."""

    section: Annotated[str, "the table that it is in"]
    change: Literal["added", "removed", "changed"]
    thing: ThingJson
    other: Annotated[ThingJson | None, "the skill that a requirement asks for, the target of a transition"]
    was: Annotated[ThingJson | None, "its earlier form"]
    matched_by: Annotated[str, "how the two were matched: iri, notation or name; empty if added or removed"]
    details: list[ChangedFieldJson]


class FrameworkChangesJson(TypedDict):
    """The changes from one framework to another."""

    before: Annotated[str, "the name of a framework"]
    after: str
    changes: list[FrameworkChangeJson]


def framework_changes_json(found: FrameworkChanges) -> FrameworkChangesJson:
    """Return what was added, removed and changed.

    >>> from ecomgraph import load
    >>> framework_changes_json(load().changes("bundled", "bundled"))
    {'before': 'bundled', 'after': 'bundled', 'changes': []}
    """
    return {"before": found.before, "after": found.after, "changes": [_change_json(it) for it in found.changes]}


def _change_json(change: FrameworkChange) -> FrameworkChangeJson:
    return {
        "section": change.section,
        "change": change.change,
        "thing": thing_json(change.thing),
        "other": _or_null(change.other),
        "was": _or_null(change.was),
        "matched_by": change.matched_by,
        "details": [{"what": what, "from": before, "to": after} for what, before, after in change.details],
    }


def _or_null(entity: Entity | None) -> ThingJson | None:
    return None if entity is None else thing_json(entity)
