"""Many cases: a sample of parameters of which the rest is slow, and a name for each case of a loop."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["case", "portions", "sampled"]

T = TypeVar("T")


def sampled(values: Iterable[T], step: int) -> list[object]:
    """All values as parameters; those that are not the first, or the ``step``-th after one, are slow."""
    return [pytest.param(it, marks=[pytest.mark.slow] if at % step else []) for at, it in enumerate(values)]


def portions(values: Iterable[T], count: int) -> list[object]:
    """The values in ``count`` lists as parameters, each with every ``count``-th value; all but the first are slow."""
    every = list(values)
    return [
        pytest.param(every[at::count], marks=[pytest.mark.slow] if at else [], id=f"{at + 1} of {count}")
        for at in range(count)
    ]


@contextmanager
def case(name: object) -> Iterator[None]:
    """Add the name of a case to whatever fails in it: pytest spends more on a parameter than a small case takes."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"in the case: {name}")
        raise
