"""Questions that may be stopped: they run in child processes with a time and a memory limit.

The engine answers a query in native code that cannot be interrupted, and a failed allocation ends its process. So a
question that is not trusted is a job, the name of a function and its arguments, for another process, which is killed
when it takes too long and may not allocate more than it is allowed to.
"""

from __future__ import annotations

from ecomgraph.isolation.bounds import Limits, Source
from ecomgraph.isolation.once import run_once
from ecomgraph.isolation.pool import Pool
from ecomgraph.isolation.process import Answer

__all__ = ["Answer", "Limits", "Pool", "Source", "run_once"]
