"""Environments for the processes that tests start."""

import os

__all__ = ["uncounted"]


def uncounted() -> dict[str, str]:
    """The environment without what makes coverage count in a child: one that may not write could not keep its count."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_PROCESS")}
