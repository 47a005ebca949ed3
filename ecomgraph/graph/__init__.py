"""A career graph: load or open it, query it, validate it, write it.

Code that needs a network is in ``connecting``, which most commands do not load.
"""

from ecomgraph.graph.career_graph import CareerGraph
from ecomgraph.graph.loading import load, open  # noqa: A004

__all__ = ["CareerGraph", "load", "open"]
