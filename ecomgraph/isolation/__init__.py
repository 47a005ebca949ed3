"""Run untrusted queries in worker processes with a time and a memory limit.

The engine runs a query in native code that cannot be interrupted, and a failed allocation aborts its process. An
untrusted query is therefore a job (the name of a function and its arguments) for another process, which is killed at
the time limit and cannot allocate more than the memory limit.
"""

from __future__ import annotations

from ecomgraph.isolation.bounds import Limits, Source
from ecomgraph.isolation.once import run_once
from ecomgraph.isolation.pool import Pool
from ecomgraph.isolation.process import Answer

__all__ = ["Answer", "Limits", "Pool", "Source", "run_once"]
