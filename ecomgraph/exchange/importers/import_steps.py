"""The steps of an import, and the time that each takes."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["STEPS", "Clock", "Progress"]

# The steps in order, each with its approximate share of the time.
STEPS = {"read": 3, "sort": 3, "load": 5, "derive": 7, "validate": 8, "write": 2}

Progress = Callable[[str, int], None]


class Clock:
    """Report each step, and record its duration."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._step, self._since = "", 0.0

    def step(self, name: str, size: int) -> None:
        """End the current step, and begin one of a number of bytes or triples."""
        self.stop()
        self._step, self._since = name, time.perf_counter()
        self._progress(name, size)

    def stop(self) -> None:
        """End the current step."""
        if self._step:
            self.seconds[self._step] = time.perf_counter() - self._since
        self._step = ""
