"""Mapping files: the columns or keys of another layout mapped to ecomgraph's columns, for import and export."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ecomgraph.errors import FrameworkError, SourceError
from ecomgraph.exchange.document_text import read_json, read_yaml
from ecomgraph.exchange.document_tree import Fields, Items, Text
from ecomgraph.exchange.importers.problems import Problems, nearest
from ecomgraph.exchange.importers.table_document import ABOUT, table_named
from ecomgraph.languages import is_language_tag
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    import os

    from ecomgraph.exchange.document_tree import Node
    from ecomgraph.exchange.table_layout import Column, Table

__all__ = ["SHIPPED", "ColumnRule", "Mapping", "MappingEntry", "column_of", "read_mapping"]

_FOLDER = Path(__file__).parent / "mappings"
SHIPPED = ("flat", "successfactors", "totara")
_KEYS = {
    "table",
    "file",
    "rows",
    "columns",
    "set",
    "where",
    "constants",
    "header",
    "unpivot",
    "ladder",
    "order",
    "cumulative",
    "delimiter",
}
_RULE_KEYS = {"field", "values", "else", "split", "part", "pattern", "text", "by", "limit"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """The mapping of a source column or key.

    ``source`` is the source column and ``target`` the ecomgraph column; a ``source`` with braces is a template that
    combines several columns. The value must match ``pattern``, may be a list separated by ``split`` of which only
    ``part`` is used, and is looked up in ``values``, with ``other`` as the default. ``text`` is the template of the
    ecomgraph value. On export ``by`` says whether references are written by id or by label, and a value longer than
    ``limit`` is refused, unless that is 0.
    """

    source: str
    target: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    other: str | None = None
    split: str = ""
    part: int = 0
    pattern: str = ""
    text: str = ""
    by: str = "id"
    limit: int = 0

    @property
    def combined(self) -> bool:
        """Whether several source values are combined into one."""
        return "{" in self.source

    @property
    def sources(self) -> list[str]:
        """The columns or keys that are read."""
        return _PLACEHOLDER.findall(self.source) if self.combined else [self.source]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingEntry:
    """The mapping between source rows and rows of an ecomgraph table, in both directions.

    ``file`` is a pattern for names of files or sheets, ``rows`` the path of keys to the rows of a document. ``fixed``
    are ecomgraph columns with a constant value, ``where`` source columns with the value that selects a row,
    ``constants`` source columns that are only written. ``header`` is the order of columns on export. With ``unpivot``,
    each column with a name of this pattern makes a row of its own. ``ladder`` is the column whose value roles of one
    ladder share, ``@all`` if they share their list; ``order`` is a column with numbers that order them, else the
    order of rows counts.
    """

    table: Table
    line: int
    file: str = "*"
    rows: str = ""
    columns: tuple[ColumnRule, ...] = ()
    fixed: dict[str, str] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    header: tuple[str, ...] = ()
    unpivot: str = ""
    ladder: str = ""
    order: str = ""
    cumulative: bool = False
    delimiter: str = ","


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping file: its entries, and the document of table rows that it contains itself."""

    name: str
    entries: tuple[MappingEntry, ...]
    document: Fields


def read_mapping(path: str | os.PathLike[str]) -> Mapping:
    """Read a mapping file, or one that ships with ecomgraph, by its name.

    Raises :class:`~ecomgraph.FrameworkError` with all its problems, by line.

    >>> [entry.table.name for entry in read_mapping("totara").entries]
    ['skills', 'roles']
    """
    found = Path(path)
    if str(path) in SHIPPED and not found.exists():
        found = _FOLDER / f"{path}.yaml"
    if not found.is_file():
        shipped = ", ".join(SHIPPED)
        raise SourceError(str(path), f"is not a mapping file; name one, or one that comes with ecomgraph: {shipped}")
    try:
        text = read_bytes(found).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(str(path), "is not UTF-8; save the mapping file as UTF-8") from None
    is_json = found.suffix.lower() == ".json"
    documents = [read_json(text, found.name)] if is_json else read_yaml(text, found.name)
    reader = _MappingReader(found.name)
    mapping = reader.read(documents)
    reader.problems.close()
    return mapping


def column_of(table: Table, name: str) -> Column | None:
    """Return the column of a table, including columns for further languages.

    >>> from ecomgraph.exchange.table_layout import TABLES
    >>> column_of(TABLES[0], "label@fr").name, column_of(TABLES[0], "id@fr")
    ('label', None)
    """
    base, at, tag = name.partition("@")
    found = next((it for it in table.columns if it.name == base), None)
    if found is None or not at:
        return found
    return found if is_language_tag(tag) and found.shape in ("text", "texts") else None


class _MappingReader:
    def __init__(self, where: str) -> None:
        self._where = where
        self.problems = Problems(where)

    def _add(self, line: int, what: str) -> None:
        self.problems.add(f"{self._where}:{line}", what)

    def read(self, documents: list[Node]) -> Mapping:
        document = documents[0] if len(documents) == 1 else None
        if not isinstance(document, Fields):
            raise FrameworkError(
                self._where, [f"{self._where}: is not a mapping file; it needs the key map with a list"]
            )
        entries = document.fields.get("map")
        if not isinstance(entries, Items) or not entries.items:
            self._add(document.line, "the key map is missing; it lists tables and maps their columns")
            entries = Items([], 1)
        for name in document.fields:
            if name != "map" and name not in ABOUT and table_named(name) is None:
                what = f'"{name}" is neither map nor a table nor one of {", ".join(ABOUT)}'
                self._add(document.lines.get(name, 1), what)
        found = [self._entry(it) for it in entries.items]
        return Mapping(name=self._where, entries=tuple(it for it in found if it), document=document)

    def _entry(self, node: Node) -> MappingEntry | None:
        if not isinstance(node, Fields):
            self._add(node.line, "an entry of map is not a mapping; write - table: roles and so on")
            return None
        for name in node.fields:
            if name not in _KEYS:
                advice = nearest(name, _KEYS) or f"; known are {', '.join(sorted(_KEYS))}"
                self._add(node.lines.get(name, node.line), f'there is no "{name}" in an entry{advice}')
        named = self._text(node, "table")
        table = table_named(named)
        if table is None or not table.kind:
            advice = nearest(named, ["roles", "skills", "requirements"]) or "; write roles, skills or the like"
            self._add(node.line, f'"{named}" is not a table{advice}')
            return None
        columns = self._rules(node, table)
        unpivot, ladder = self._text(node, "unpivot"), self._ladder(node, table)
        if unpivot.count("*") > 1:
            self._add(node.line, "unpivot has more than one *; put one where the names of the columns differ")
        delimiter = self._text(node, "delimiter") or ","
        if delimiter not in (",", ";", "\t", "|"):
            self._add(node.line, f"the delimiter {delimiter!r} is none of , ; | and a tab")
        return MappingEntry(
            table=table,
            line=node.line,
            file=self._text(node, "file") or "*",
            rows=self._text(node, "rows"),
            columns=tuple(columns),
            fixed=self._fixed(node, table),
            where=self._texts(node, "where"),
            constants=self._texts(node, "constants"),
            header=self._list(node, "header"),
            unpivot=unpivot,
            ladder=ladder,
            order=self._text(node, "order"),
            cumulative=self._text(node, "cumulative").lower() in ("true", "yes"),
            delimiter=delimiter,
        )

    def _ladder(self, node: Fields, table: Table) -> str:
        """Return the source column that identifies a ladder: ``@all`` for one ladder, "" for none."""
        value = self._text(node, "ladder")
        cumulative = self._text(node, "cumulative").lower() in ("true", "yes")
        if (value or cumulative) and table.name not in ("roles", "profiles"):
            self._add(node.line, f"ladder and cumulative are for roles and profiles, not for {table.name}")
        if value.lower() in ("true", "yes"):
            return "@all"
        return "" if value.lower() in ("false", "no") else value or ("@all" if cumulative else "")

    def _fixed(self, node: Fields, table: Table) -> dict[str, str]:
        found = self._texts(node, "set")
        for name in found:
            if column_of(table, name) is None:
                self._add(node.line, self._no_field(table, name))
        return found

    @staticmethod
    def _no_field(table: Table, name: str) -> str:
        names = [it.name for it in table.columns]
        advice = nearest(name, names) or f"; it has {', '.join(names[:8])}"
        return f'there is no column "{name}" in {table.name}{advice}'

    def _rules(self, node: Fields, table: Table) -> list[ColumnRule]:
        columns = node.fields.get("columns")
        if not isinstance(columns, Fields) or not columns.fields:
            self._add(node.line, f"columns is missing; it maps source columns to columns of {table.name}")
            return []
        rules = []
        for source, value in columns.fields.items():
            line = columns.lines.get(source, columns.line)
            for it in value.items if isinstance(value, Items) else [value]:
                rule = self._rule(source, it, table, line)
                if rule is not None:
                    rules.append(rule)
        return rules

    def _rule(self, source: str, value: Node, table: Table, line: int) -> ColumnRule | None:
        given = Fields({"field": value}, line) if isinstance(value, Text) else value
        if not isinstance(given, Fields):
            self._add(line, f'"{source}" is neither the name of an ecomgraph column nor a mapping with the key field')
            return None
        for name in given.fields:
            if name not in _RULE_KEYS:
                advice = nearest(name, _RULE_KEYS) or f"; known are {', '.join(sorted(_RULE_KEYS))}"
                self._add(line, f'there is no "{name}" in a column{advice}')
        target = self._text(given, "field")
        if column_of(table, target) is None:
            self._add(line, self._no_field(table, target))
            return None
        pattern, text = self._text(given, "pattern"), self._text(given, "text")
        for form in (pattern, text):
            if form and form.replace("{framework}", "").count("{}") != 1:
                self._add(line, f'"{form}" must have exactly one {{}}, in the place of the value')
        by = self._text(given, "by") or "id"
        if by not in ("id", "label"):
            self._add(line, f'"{by}" is neither id nor label (by)')
        other = given.fields.get("else")
        return ColumnRule(
            source=source,
            target=target,
            line=line,
            values=self._texts(given, "values"),
            other=other.text if isinstance(other, Text) else None,
            split=self._text(given, "split"),
            part=self._number(given, "part"),
            pattern=pattern,
            text=text,
            by=by,
            limit=self._number(given, "limit"),
        )

    def _number(self, node: Fields, name: str) -> int:
        text = self._text(node, name)
        if text and not re.fullmatch("[1-9][0-9]{0,5}", text):
            self._add(node.line, f'{name} "{text}" is not a whole number of at least 1')
            return 0
        return int(text or 0)

    def _text(self, node: Fields, name: str) -> str:
        value = node.fields.get(name)
        if value is not None and not isinstance(value, Text):
            self._add(value.line, f"{name} is not text")
            return ""
        return value.text if value is not None else ""

    def _texts(self, node: Fields, name: str) -> dict[str, str]:
        value = node.fields.get(name)
        if value is None:
            return {}
        if not isinstance(value, Fields) or not all(isinstance(it, Text) for it in value.fields.values()):
            self._add(value.line, f"{name} is not a mapping from texts to texts")
            return {}
        return {key: it.text for key, it in value.fields.items() if isinstance(it, Text)}

    def _list(self, node: Fields, name: str) -> tuple[str, ...]:
        value = node.fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, Items) or not all(isinstance(it, Text) for it in value.items):
            self._add(value.line, f"{name} is not a list of texts")
            return ()
        return tuple(it.text for it in value.items if isinstance(it, Text))
