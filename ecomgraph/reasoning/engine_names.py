"""The names of the validation engines, in a module that imports none of them, so that most commands load none."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["Engine"]

Engine: TypeAlias = Literal["compiled", "pyshacl"]
