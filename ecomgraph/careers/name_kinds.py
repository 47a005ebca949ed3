"""The kinds of things that names are matched with, and the minimum similarity of a match."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["CLOSE", "MatchedKind"]

MatchedKind: TypeAlias = Literal["skill", "role"]
# The minimum similarity, from 0 to 1, at which a text counts as a misspelt label.
CLOSE = 0.8
