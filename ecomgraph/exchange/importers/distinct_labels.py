"""Make the labels of things unique if a source has several under one label."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["told_apart"]


def told_apart(named: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return a label for each key, given its name and its type: the name alone if no other key has it.

    >>> told_apart({"2.A": ("Mathematics", "skill"), "2.C": ("Mathematics", "knowledge"), "2.B": ("Design", "skill")})
    {'2.A': 'Mathematics (skill)', '2.C': 'Mathematics (knowledge)', '2.B': 'Design'}
    """
    names = Counter(name for name, _ in named.values())
    both = Counter(named.values())
    return {
        key: name
        if names[name] == 1
        else f"{name} ({kind})"
        if both[name, kind] == 1
        else f"{name} ({kind}, {slug_of(key)})"
        for key, (name, kind) in named.items()
    }
