"""The names of the files and folders in a version of a database."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "BLANK",
    "COMBINED",
    "COMBINED_NAMES",
    "CURRENT",
    "FRAMEWORKS",
    "NAMES",
    "NETWORKS",
    "RECORDS",
    "STORES",
    "has_blank_nodes",
    "utf8_path",
]

# The file that names the current version.
CURRENT = "current"
# The triples of each framework, and the catalog.
FRAMEWORKS, RECORDS = "frameworks", "frameworks.json"
# A store for each framework with its bases, and one that holds all frameworks of a database.
STORES, COMBINED = "stores", "combined"
# A folder with an empty file for each framework with blank nodes, which avoids a search for them.
BLANK = "blank-nodes"
# Indexes of names: a folder with one for each framework, and the one of the combined store.
NAMES, COMBINED_NAMES = "names", "combined.names"
# The stored network of each framework.
NETWORKS = "networks"


def has_blank_nodes(version: Path, name: str) -> bool:
    """Return whether a framework (``""`` for all) may have blank nodes; always true for earlier versions."""
    folder = version / BLANK
    return not folder.is_dir() or ((folder / name).exists() if name else any(folder.iterdir()))


def utf8_path(path: Path, database: Path) -> str:
    """Return a path in a database as UTF-8 for the engine, independent of the locale."""
    try:
        return os.fsencode(path).decode()
    except UnicodeDecodeError:
        reason = "cannot be a database: its name, or the name of a parent folder, is not UTF-8; choose another name"
        raise SourceError(str(database), reason) from None
