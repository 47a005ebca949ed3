"""The limit on the work of a search; work is counted, not timed, so that the same question has the same outcome."""

from __future__ import annotations

from ecomgraph.errors import LimitError
from ecomgraph.spelling import counted

__all__ = ["EFFORT", "Effort"]

EFFORT = 20_000_000
"""The limit for one question, in comparisons of two sets of skills: about five seconds of processor time."""


class Effort:
    """The work that is left to a search; ``found`` counts the paths that it has returned.

    >>> effort = Effort(limit=1_000)
    >>> effort.spend(600)
    >>> effort.spend(600)
    Traceback (most recent call last):
    ecomgraph.errors.LimitError: the search was given up at its limit of 1,000 comparisons, with 0 paths found: narrow \
the question by max_steps, avoid or kinds, ask for fewer paths, or compare by fewer criteria
    """

    def __init__(self, limit: int = EFFORT) -> None:
        self.limit = limit
        self.left = limit
        self.found = 0

    def spend(self, comparisons: int) -> None:
        """Subtract comparisons from what is left; raises :class:`~ecomgraph.LimitError` if too few are left."""
        self.left -= comparisons
        if self.left < 0:
            raise LimitError(
                "time",
                f"the search was given up at its limit of {self.limit:,} comparisons,"
                f" with {counted(self.found, 'paths')} found: narrow the question by"
                " max_steps, avoid or kinds, ask for fewer paths, or compare by fewer criteria",
            )
