"""csv: a folder of tidy tables with a Frictionless ``datapackage.json``, also the template for import."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import safe_cell
from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity
from ecomgraph.exchange.rights import all_rights
from ecomgraph.exchange.table_layout import LOST, REQUIRED, TABLES, rows, tables_of

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink
    from ecomgraph.exchange.table_layout import Column, Table

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="csv",
    tool="any spreadsheet or data tool; Frictionless Data Package 1.0",
    files=("datapackage.json", *(f"{table.name}.csv" for table in (*TABLES, REQUIRED))),
    derived=False,
    lost=LOST,
)
_TYPES = {"integer": "integer", "number": "number"}


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write one file per kind of thing, even if empty, and the descriptor of all files."""
    tables = tables_of(content)
    for table in tables:
        with sink.rows(f"{table.name}.csv", [column.name for column in table.columns]) as row:
            for cells in rows(content, table, ledger):
                where = f"{table.kind} {cells[0]}"
                row([safe_cell(cell, where, ledger) for cell in cells])
                ledger.records[table.name] += 1
    rights = all_rights(content)
    licenses = [{"path": license_} for license_ in dict.fromkeys(it.license for it in rights) if license_]
    sources = [{"title": name} for name in dict.fromkeys(it.attribution for it in rights) if name]
    identity = Identity(content)
    title = content.title if identity.bundled else identity.title
    package = {
        "profile": "tabular-data-package",
        "name": "career-framework" if identity.bundled else identity.id,
        **({"title": title} if title else {}),
        **({"version": identity.version} if identity.version and not identity.bundled else {}),
        "language": content.language,
        **({"licenses": licenses} if licenses else {}),
        **({"sources": sources} if sources else {}),
        "resources": [_resource(table) for table in tables],
    }
    with sink.text("datapackage.json") as file:
        json.dump(package, file, indent=2, ensure_ascii=False)
        file.write("\n")


def _resource(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_field(column, table) for column in table.columns]}
    if table.kind:
        schema["primaryKey"] = "id"
    keys = [
        {"fields": column.name, "reference": {"resource": _table_of(column.targets[0]), "fields": "id"}}
        for column in table.columns
        if column.shape == "ref" and len(column.targets) == 1 and column.targets != ("*",)
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column, table: Table) -> dict[str, object]:
    about = column.about + (" (a list, with semicolons between)" if column.many else "")
    field: dict[str, object] = {"name": column.name, "type": _TYPES.get(column.shape, "string"), "description": about}
    if column.shape == "id" or not table.kind:
        field["constraints"] = {"required": True}
    return field


def _table_of(kind: str) -> str:
    return next(table.name for table in TABLES if table.kind == kind)
