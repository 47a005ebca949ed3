"""Make table rows from a YAML or JSON document whose keys are table names and whose values are lists of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import MOST_VALUES, has_too_many, join, split
from ecomgraph.exchange.document_tree import Fields, Items, Text, leaves
from ecomgraph.exchange.importers.problems import nearest
from ecomgraph.exchange.importers.sheets import column_name
from ecomgraph.exchange.importers.table_triples import read_tables
from ecomgraph.exchange.table_layout import REQUIRED, TABLES
from ecomgraph.languages import is_language_tag
from ecomgraph.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecomgraph.exchange.document_tree import Node
    from ecomgraph.exchange.importers.import_options import ImportOptions, Reading
    from ecomgraph.exchange.importers.made_tables import MadeTables
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.table_layout import Column, Table

__all__ = ["ABOUT", "TableDocument", "table_named"]

# Keys that describe the framework as a whole.
ABOUT = ("title", "version", "publisher", "language", "license", "attribution", "base")
_LIST = "put - before each row in YAML, or all in [ ] in JSON"
_BY_NAME = {table.name: table for table in (*TABLES, REQUIRED)}


def table_named(name: str) -> Table | None:
    """Return the table with the name in a key.

    >>> table_named("Level descriptors").name, table_named("level_descriptors").name, table_named("staff")
    ('level-descriptors', 'level-descriptors', None)
    """
    return _BY_NAME.get("-".join(name.lower().replace("_", " ").replace("-", " ").split()))


class TableDocument:
    """The table rows of a document, and its metadata of the framework, ``about``."""

    def __init__(self, where: str, problems: Problems, made: MadeTables, language: str) -> None:
        self.about: dict[str, str] = {}
        self.tables = 0
        self._where = where
        self._problems = problems
        self._made = made
        self._language = language

    def read(self, document: Node, *, besides: Collection[str] = ()) -> None:
        """Make the rows of a document; ``besides`` are keys that the caller reads."""
        if not isinstance(document, Fields):
            what = "has no names of tables above its rows, such as roles: or skills:; see --map for another layout"
            self._problems.add(f"{self._where}:{document.line}", what)
            return
        language = document.fields.get("language")
        if not self._language and isinstance(language, Text):
            self._language = language.text
        for name, value in document.fields.items():
            if name in besides:
                continue
            table = table_named(name)
            if table is REQUIRED:
                self._leave(value, "the rules derive it again from the other tables")
            elif table is not None:
                self.tables += 1
                self._rows(table, value)
            elif name in ABOUT:
                self._tell(name, value)
            else:
                self._unknown(name, value, document.lines.get(name, document.line))

    def reading(self, options: ImportOptions) -> Reading:
        """Return the triples of all rows made, with the documents' metadata of the framework."""
        about = self.about
        language = options.language or about.get("language", "") or "en"
        base = about.get("base") or options.base
        reading = read_tables({}, self._problems, base, language, made=list(self._made.sheets()))
        for name in ("title", "version", "publisher", "license", "attribution", "base"):
            setattr(reading, name, about.get(name, ""))
        return reading

    def _unknown(self, name: str, value: Node, line: int) -> None:
        known = [*_BY_NAME, *ABOUT]
        if advice := nearest(name, known):
            self._problems.add(f"{self._where}:{line}", f'there is no table "{name}"{advice}')
        self._leave(value, f'"{name}" is not a table')

    def _leave(self, value: Node, reason: str) -> None:
        count = sum(1 for _ in leaves(value))
        self._problems.account.find(self._where, "values", count)
        self._problems.account.leave(self._where, "values", reason, count)

    def _tell(self, name: str, value: Node) -> None:
        if not isinstance(value, Text):
            self._problems.add(f"{self._where}:{value.line}", f"{name} is not text; write a text")
            return
        self._problems.account.find(self._where, "values", bool(value.text))
        self._problems.account.read(self._where, "values", bool(value.text))
        self.about[name] = value.text

    def _rows(self, table: Table, value: Node) -> None:
        if isinstance(value, Text) and not value.text:
            return
        if not isinstance(value, Items):
            self._problems.add(f"{self._where}:{value.line}", f"{table.name} is not a list of rows; {_LIST}")
            return
        for row in value.items:
            if isinstance(row, Text) and KINDS[table.kind].named:
                # A list of names is read as rows with labels only.
                row = Fields({"label": row}, row.line)
            if not isinstance(row, Fields):
                what = f"a row of {table.name} is not a mapping from columns to values, such as label: Baker"
                self._problems.add(f"{self._where}:{row.line}", what)
                continue
            self._row(table, row)

    def _row(self, table: Table, row: Fields) -> None:
        cells: dict[str, str] = {}
        for key, value in row.fields.items():
            line = row.lines.get(key, row.line)
            for name, texts in self._columns(table, key, value):
                column = _column(table, name)
                if column is None:
                    if advice := nearest(name, [it.name for it in table.columns]):
                        self._problems.add(
                            f"{self._where}:{line}", f'there is no column "{key}" in {table.name}{advice}'
                        )
                    self._leave(value, f'the column "{key}" is not known in {table.name}')
                elif any(isinstance(it, Fields | Items) for it in texts):
                    self._problems.add(f"{self._where}:{line}", f"{key} holds a value that is not text; write texts")
                else:
                    self._cell(column, name, [it for it in texts if isinstance(it, Text)], value, cells, line)
        if cells:
            self._made.add_row(table.name, self._where, row.line, cells)

    def _cell(
        self, column: Column, name: str, texts: list[Text], value: Node, cells: dict[str, str], line: int
    ) -> None:
        account = self._problems.account
        found = [it.text.strip() for it in texts if it.text.strip()]
        account.find(self._where, "values", len(found))
        if not found:
            return
        if len(found) > 1 and not column.many:
            self._problems.add(f"{self._where}:{line}", f"{name} has {len(found)} values, but may have one")
        cell = join(found) if isinstance(value, Items) and column.many else found[0]
        if column.many and has_too_many(cell):
            self._problems.add(f"{self._where}:{line}", f"{name} holds more than {MOST_VALUES:,} values; write fewer")
            return
        if column.many and not split(cell):
            account.leave(self._where, "values", "only separators", len(found))
            return
        account.read(self._where, "values", len(found))
        cells[name] = cell

    def _columns(self, table: Table, key: str, value: Node) -> list[tuple[str, list[Node]]]:
        """Return the columns for a key, with their values: several if the value has one text per language."""
        name, at, tag = key.partition("@")
        name = column_name(name)
        if at and not is_language_tag(tag):
            self._problems.add(
                f"{self._where}:{value.line}",
                f'the column "{key}" has no valid language tag; write {name}@fr or the like',
            )
        by_language = isinstance(value, Fields) and bool(value.fields) and all(map(is_language_tag, value.fields))
        if by_language and not at and _column(table, f"{name}@en"):
            assert isinstance(value, Fields)
            own = (self._language or "en").lower()
            return [
                (name if tag.lower() == own else f"{name}@{tag}", it.items if isinstance(it, Items) else [it])
                for tag, it in value.fields.items()
            ]
        return [(f"{name}@{tag}" if at else name, value.items if isinstance(value, Items) else [value])]


def _column(table: Table, name: str) -> Column | None:
    """Return a column of a table, including columns for further languages."""
    base, at, _ = name.partition("@")
    found = next((it for it in table.columns if it.name == base), None)
    return found if found is None or not at or found.shape in ("text", "texts") else None
