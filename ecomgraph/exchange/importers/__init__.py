"""Imports: one module per kind of source, all of which give triples, and the one way to put these into place."""

from __future__ import annotations

from ecomgraph.exchange.importers.catalog_changes import mark_current, remove_framework
from ecomgraph.exchange.importers.import_options import ImportOptions, ImportReport
from ecomgraph.exchange.importers.run_import import Packaged, import_framework
from ecomgraph.exchange.importers.template import write_template

__all__ = [
    "ImportOptions",
    "ImportReport",
    "Packaged",
    "import_framework",
    "mark_current",
    "remove_framework",
    "write_template",
]
