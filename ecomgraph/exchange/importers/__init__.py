"""Importers: one module per kind of source, all of which return triples, and the import that stores them."""

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
