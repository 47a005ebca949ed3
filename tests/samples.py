"""Parameters of tests, of which a sample is tried each time and the rest among the slow tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["sampled"]

T = TypeVar("T")


def sampled(values: Iterable[T], step: int) -> list[object]:
    """All values as parameters; those that are not the first, or the ``step``-th after one, are slow."""
    return [pytest.param(it, marks=[pytest.mark.slow] if at % step else []) for at, it in enumerate(values)]
