"""Names in ESCO's CSV files that import and export share."""

from __future__ import annotations

__all__ = ["ISCO"]

# The IRI of an ISCO-08 group is this followed by its code, which is in the column iscoGroup.
ISCO = "http://data.europa.eu/esco/isco/C"
