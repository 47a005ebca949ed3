"""What names can be matched with, and from which likeness on."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["CLOSE", "MatchedKind"]

MatchedKind: TypeAlias = Literal["skill", "role"]
# From this likeness, from 0 to 1, a text is taken for a misspelt label.
CLOSE = 0.8
