"""What names can be matched with, and from which likeness on."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["CLOSE", "MatchedKind"]

MatchedKind: TypeAlias = Literal["skill", "role"]
# The least likeness, from 0 to 1, at which a text counts as a misspelt label.
CLOSE = 0.8
