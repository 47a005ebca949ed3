"""Many people against many roles, calculated by an engine behind Ibis: DuckDB, or Spark."""

from ecomgraph.workforce.workforce import Workforce

__all__ = ["Workforce"]
