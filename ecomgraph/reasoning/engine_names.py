"""The engines that can validate, by name; apart from them, so that few commands load any."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["Engine"]

Engine: TypeAlias = Literal["compiled", "pyshacl"]
