"""A career graph: load or open it, ask it questions, validate it, write it."""

from ecomgraph.graph.career_graph import CareerGraph
from ecomgraph.graph.connecting import RemoteGraph, connect
from ecomgraph.graph.loading import load, open  # noqa: A004

__all__ = ["CareerGraph", "RemoteGraph", "connect", "load", "open"]
