"""Jobs of tests, which go around the guards of the product."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from ecomgraph.isolation import Answer

if TYPE_CHECKING:
    from ecomgraph import CareerGraph
    from ecomgraph.isolation import Limits


def query(graph: CareerGraph, limits: Limits, text: str) -> Answer:  # noqa: ARG001
    """Hand a query to the native engine without looking at it."""
    return Answer(str(graph.dataset.store.query(text)).encode())


def sleep(graph: CareerGraph, limits: Limits, seconds: float) -> Answer:  # noqa: ARG001
    time.sleep(seconds)
    return Answer(b"awake")


def end(graph: CareerGraph, limits: Limits) -> Answer:  # noqa: ARG001
    os._exit(3)


def large(graph: CareerGraph, limits: Limits, size: int) -> Answer:  # noqa: ARG001
    return Answer(b"x" * size)


def wrong(graph: CareerGraph, limits: Limits) -> Answer:  # noqa: ARG001
    raise ZeroDivisionError


def niceness(graph: CareerGraph, limits: Limits) -> Answer:  # noqa: ARG001
    until = time.process_time() + 0.5
    while time.process_time() < until:
        pass
    return Answer(str(os.getpriority(os.PRIO_PROCESS, 0)).encode())
