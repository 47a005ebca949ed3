"""Layered diagrams of boxes as SVG, without another program; the same input gives the same picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

__all__ = ["Box", "Diagram", "Line", "Row", "layered"]

ROW = 18.0
HEAD = 26.0
PAD = 9.0
GAP_X = 52.0
GAP_Y = 18.0
# The width of an average letter in the fonts of style.css at the sizes of pages.css, rounded up.
LETTER = 6.4
SWEEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of text in a box; ``targets`` are the keys of the boxes that its arrows lead to."""

    text: str
    href: str = ""
    targets: tuple[str, ...] = ()
    soft: bool = False


@dataclass(slots=True, kw_only=True)
class Box:
    """A box with a title and rows, placed by :func:`layered`; ``beneath`` is the key of the box above it."""

    key: str
    title: str
    href: str = ""
    rows: tuple[Row, ...] = ()
    beneath: str = ""
    x: float = 0
    y: float = 0
    width: float = 0
    layer: int = 0

    @property
    def height(self) -> float:
        """The height of the box, from its number of rows."""
        return HEAD + (ROW * len(self.rows) + PAD if self.rows else 0)

    def row_y(self, index: int) -> float:
        """Return the vertical middle of a row."""
        return self.y + HEAD + ROW * index + ROW / 2 + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An arrow as an SVG path; ``hollow`` marks one from a narrower to a broader box."""

    path: str
    hollow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """Boxes and lines, in pixels."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...] = field(repr=False)


def layered(boxes: list[Box]) -> Diagram:
    """Place boxes so that arrows go from left to right, and return them with the arrows.

    A box is one layer to the right of its last predecessor; on a cycle, the first arrows count. Arrows that would lead
    to the left are not drawn; their row still names the target.
    """
    by_key = {box.key: box for box in boxes}
    heads = [box for box in boxes if box.beneath not in by_key]
    layers = _layers(heads, by_key)
    for box in boxes:
        texts = [len(box.title) + 2, *(len(row.text) for row in box.rows)]
        box.width = round(max(texts) * LETTER + 2 * PAD)
    columns = [
        [box for box in heads if layers[box.key] == layer] for layer in range(max(layers.values(), default=0) + 1)
    ]
    stacks = {box.key: [box, *_below(box, boxes)] for box in heads}
    _place(columns, stacks)
    for _ in range(SWEEPS):
        _reorder(columns, by_key, stacks)
    width = max((box.x + box.width for box in boxes), default=0)
    height = max((box.y + box.height for box in boxes), default=0)
    return Diagram(width=width + 1, height=height + 1, boxes=tuple(boxes), lines=tuple(_lines(boxes, by_key)))


def _head(key: str, by_key: dict[str, Box]) -> str:
    while by_key[key].beneath in by_key:
        key = by_key[key].beneath
    return key


def _below(head: Box, boxes: list[Box]) -> list[Box]:
    found = []
    for box in boxes:
        if box.beneath == head.key:
            found += [box, *_below(box, boxes)]
    return found


def _layers(heads: list[Box], by_key: dict[str, Box]) -> dict[str, int]:
    before: dict[str, set[str]] = {box.key: set() for box in heads}
    for box in by_key.values():
        source = _head(box.key, by_key)
        for target in (_head(it, by_key) for row in box.rows for it in row.targets if it in by_key):
            if target == source or source in before[target]:
                continue
            before[target].add(source)
            try:
                tuple(TopologicalSorter(before).static_order())
            except CycleError:
                before[target].discard(source)
    layers: dict[str, int] = {}
    for key in TopologicalSorter(before).static_order():
        layers[key] = max((layers[it] + 1 for it in before[key]), default=0)
    for key in reversed(list(TopologicalSorter(before).static_order())):
        # A box without predecessors is just to the left of its successors.
        after = [layers[it] - 1 for it, sources in before.items() if key in sources]
        if after and not before[key]:
            layers[key] = min(after)
    return layers


def _place(columns: list[list[Box]], stacks: dict[str, list[Box]]) -> None:
    tallest = max((_total(column, stacks) for column in columns), default=0)
    x = 1.0
    for layer, column in enumerate(columns):
        width = max((box.width for head in column for box in stacks[head.key]), default=0)
        y = 1 + (tallest - _total(column, stacks)) / 2
        for head in column:
            for box in stacks[head.key]:
                box.x, box.y, box.width, box.layer = x, round(y, 1), width, layer
                y += box.height + GAP_Y
        x += width + GAP_X


def _total(column: list[Box], stacks: dict[str, list[Box]]) -> float:
    return sum(box.height + GAP_Y for head in column for box in stacks[head.key]) - GAP_Y


def _reorder(columns: list[list[Box]], by_key: dict[str, Box], stacks: dict[str, list[Box]]) -> None:
    """Sort the boxes of each column by the mean position of their neighbors."""
    ends: dict[str, list[float]] = {}
    for box in by_key.values():
        for index, row in enumerate(box.rows):
            for key in (it for it in row.targets if it in by_key):
                ends.setdefault(_head(key, by_key), []).append(box.row_y(index))
                ends.setdefault(_head(box.key, by_key), []).append(by_key[key].y + HEAD / 2)
    for column in columns:
        column.sort(key=lambda box: (sum(found) / len(found) if (found := ends.get(box.key)) else box.y, box.key))
    _place(columns, stacks)


def _lines(boxes: list[Box], by_key: dict[str, Box]) -> list[Line]:
    lines = []
    for box in boxes:
        if box.beneath in by_key:
            above = by_key[box.beneath]
            middle = box.x + 22 + 14 * (box.y - above.y > above.height + GAP_Y + 1)
            lines.append(Line(path=f"M{middle:g} {box.y:g}V{above.y + above.height + 9:g}", hollow=True))
        for index, row in enumerate(box.rows):
            for target in (by_key[it] for it in row.targets if it in by_key):
                if target.layer > box.layer:
                    start, end = (box.x + box.width, box.row_y(index)), (target.x - 7, target.y + HEAD / 2)
                    lines.append(Line(path=_curve(*start, *end)))
    return lines


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    bend = max(26.0, min(70.0, (to_x - x) / 2))
    return f"M{x:g} {y:g}C{x + bend:g} {y:g} {to_x - bend:g} {to_y:g} {to_x:g} {to_y:g}"
