"""Find rows in a document or a table of another layout, and the values for the columns of a mapping."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ecomgraph.exchange.document_tree import Fields, Items, Text
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.document_tree import Node

__all__ = ["MappedRow", "MappedSource", "rows_at"]


@dataclass(kw_only=True)
class MappedSource:
    """A file or sheet with rows to map: ``where`` names it in messages, ``name`` in patterns.

    If ``table`` is true, ``documents`` are rows with texts by column.
    """

    where: str
    name: str
    stem: str
    documents: list[Node]
    sheet: str = ""
    table: bool = False
    columns: tuple[str, ...] = ()

    def matches(self, pattern: str) -> bool:
        """Tell whether a pattern of an entry matches a name of this source, ignoring case."""
        names = filter(None, (self.name, self.where, self.sheet))
        return any(fnmatchcase(folded(it), folded(pattern)) for it in names)

    @property
    def unit(self) -> str:
        """The unit that the account counts."""
        return "cells" if self.table else "values"


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row and its parents: ``key`` is its key in a mapping, ``index`` its position in a list, from 1."""

    node: Node
    source: MappedSource
    parent: MappedRow | None = None
    key: str = ""
    index: int = 1
    # The column that unpivot made a row from: its name, the part for *, and its cell.
    column: tuple[str, str, Text] | None = None

    @property
    def line(self) -> int:
        """The line of its beginning."""
        return self.node.line

    def values(self, path: str) -> list[Text] | None:
        """Return the texts at a path: a column or key, ``a/b``, ``../a`` or ``@key``; ``None`` if nothing is there."""
        if path.startswith("@"):
            return self._about(path)
        if isinstance(self.node, Fields) and path in self.node.fields:
            return list(_texts(self.node.fields[path]))
        if path in ("", "."):
            return list(_texts(self.node))
        if path == ".." or path.startswith("../"):
            return self.parent.values(path[3:]) if self.parent is not None else None
        found: list[Node] = [self.node]
        for name in path.split("/"):
            found = [value for node in found for value in _at(node, name)]
        return [text for node in found for text in _texts(node)] if found else None

    def _about(self, path: str) -> list[Text] | None:
        name, _, column = path.partition(" ")
        told = {"@key": self.key, "@index": str(self.index), "@file": self.source.stem}
        if self.column is not None:
            told |= {"@column": self.column[0], "@match": self.column[1]}
            if name == "@cell":
                return [self.column[2]]
        if name == "@body" and isinstance(self.node, Fields) and "@body" in self.node.fields:
            return list(_texts(self.node.fields["@body"]))
        return [Text(told[name], self.line)] if not column and name in told else None


def rows_at(source: MappedSource, path: str) -> Iterator[MappedRow]:
    """Yield the rows at a path in all documents of a source; a path continues in each item of a list.

    A document that is a list stands for its items; ``*`` matches each value of a mapping.
    """
    for number, document in enumerate(source.documents, start=1):
        rows = list(_items(MappedRow(document, source, None, "", number)))
        for name in filter(None, path.split("/")):
            rows = [
                item
                for row in rows
                for key, node in _named(row.node, name)
                for item in _items(MappedRow(node, source, row, key, row.index))
            ]
        yield from rows


def _items(row: MappedRow) -> Iterator[MappedRow]:
    if isinstance(row.node, Items):
        for index, item in enumerate(row.node.items, start=1):
            yield MappedRow(item, row.source, row.parent, row.key, index)
    else:
        yield row


def _named(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Fields):
        if name in node.fields:
            yield name, node.fields[name]
        elif name == "*":
            yield from node.fields.items()


def _at(node: Node, name: str) -> Iterator[Node]:
    if isinstance(node, Items):
        for item in node.items:
            yield from _at(item, name)
    elif isinstance(node, Fields):
        if name in node.fields:
            yield node.fields[name]
        elif name == "*":
            yield from node.fields.values()


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _texts(item)
