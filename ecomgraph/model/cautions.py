"""Sentences on how well nodes are described, and what that means for answers about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecomgraph.model.comparisons import Described
    from ecomgraph.model.entities import CareerNode

__all__ = ["SILENT", "as_sentences", "cautions", "imbalance", "silences"]

SILENT = "is not described: no skill is recorded for it, which does not mean that none is needed"
# Readers are warned if one side has at least this many times as many requirements as the other.
_MUCH = 3


def silences(nodes: Iterable[tuple[CareerNode | None, Described | None]]) -> list[str]:
    """Return a statement for each node that is not described, or is described only by nodes that it builds on."""
    found = []
    for node, described in nodes:
        if node is not None and described is not None and not described:
            found.append(f"{node.label} {SILENT}")
        elif node is not None and described is not None and described.built_on_only:
            found.append(f"{node.label} is described only by what it builds on")
    return found


def imbalance(sides: Sequence[tuple[CareerNode | None, Described | None]]) -> list[str]:
    """Return a statement if much less is recorded for one of two nodes than for the other; empty for a person.

    Requirements that come from nodes built on are not counted, because they do not show how well a node itself is
    described. If the two nodes are similar by this count, the best described node on each side is compared: the node
    itself or one that it builds on.
    """
    known = [(node, described) for node, described in sides if node is not None and described]
    if len(known) < 2:
        return []
    less, more = sorted(known, key=lambda it: it[1].requirements - it[1].built_on)
    numbers = [described.requirements - described.built_on for _, described in (less, more)]
    label = more[0].label
    if numbers[0] * _MUCH > numbers[1]:
        less, more = sorted(known, key=lambda it: it[1].fullest)
        numbers = [described.fullest for _, described in (less, more)]
        label = f"a node that {more[0].label} builds on"
    if numbers[0] * _MUCH > numbers[1]:
        return []
    poor = less[0].label
    return [
        f"much less is recorded of {poor} than of {label}"
        f" (requirements of their own: {numbers[0]} and {numbers[1]}); {poor} may require more than is recorded"
    ]


def cautions(
    *nodes: tuple[CareerNode | None, Described | None],
    compared: Sequence[tuple[CareerNode | None, Described | None]] | None = None,
) -> tuple[str, ...]:
    """Return sentences on how well ``nodes`` are described, and on an imbalance between ``compared``.

    ``compared`` are two nodes, by default ``nodes``.
    """
    return as_sentences([*silences(nodes), *imbalance(nodes if compared is None else compared)])


def as_sentences(statements: Iterable[str]) -> tuple[str, ...]:
    """Return statements as complete sentences.

    >>> as_sentences(["much is missing"])
    ('Much is missing.',)
    """
    return tuple(f"{it[:1].upper()}{it[1:]}." for it in statements)
