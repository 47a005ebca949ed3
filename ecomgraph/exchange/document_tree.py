"""Trees of YAML and JSON documents: texts as written, lists, and mappings, all with their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Fields", "Items", "Node", "Text", "leaves"]


@dataclass
class Text:
    """A scalar as written, "" for null; ``used`` tells that an importer has read it."""

    text: str
    line: int
    used: bool = False


@dataclass
class Items:
    """A list."""

    items: list[Node]
    line: int


@dataclass
class Fields:
    """A mapping from names to values."""

    fields: dict[str, Node]
    line: int
    # The line of each name.
    lines: dict[str, int] = field(default_factory=dict)


Node = Text | Items | Fields


def leaves(node: Node, path: str = "") -> Iterator[tuple[str, Text]]:
    """Yield the non-empty texts in a document, each with its path.

    >>> document = Fields({"roles": Items([Fields({"label": Text("Baker", 1)}, 1)], 1)}, 1)
    >>> [(path, leaf.text) for path, leaf in leaves(document)]
    [('roles/label', 'Baker')]
    """
    if isinstance(node, Text):
        if node.text.strip():
            yield path, node
    elif isinstance(node, Items):
        for item in node.items:
            yield from leaves(item, path)
    else:
        for name, value in node.fields.items():
            yield from leaves(value, f"{path}/{name}" if path else name)
