"""The geometry of the map: layers of roles, and a table of profiles inside each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

__all__ = ["Box", "Grid", "Point", "arrange", "layers"]

Point = tuple[int, int]

GAP_ALONG: Final = 34
GAP_ACROSS: Final = 16
MARGIN: Final = 12
PADDING: Final = 12
TITLE: Final = 48
HEADING: Final = 40
HEADING_WIDTH: Final = 124
CELL: Final = (66, 40)
CELL_GAP: Final = (18, 6)
SWEEPS: Final = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map: upper left corner and size."""

    x: int
    y: int
    width: int
    height: int

    def moved(self, to: Point) -> Box:
        """Return the box moved to the right and down."""
        return Box(self.x + to[0], self.y + to[1], self.width, self.height)


@dataclass(frozen=True, slots=True)
class Grid:
    """The table of a role's profiles: its size, and the boxes of its title, headings and cells."""

    columns: int
    rows: int
    headed: bool = True

    @property
    def width(self) -> int:
        """The width of the table with its margin."""
        head = HEADING_WIDTH if self.headed else -CELL_GAP[0]
        return max(2 * PADDING + head + self.columns * (CELL_GAP[0] + CELL[0]), 2 * PADDING + HEADING_WIDTH)

    @property
    def height(self) -> int:
        """The height of the table with its margin."""
        head = (CELL_GAP[1] + HEADING) if self.columns else 0
        return 2 * PADDING + TITLE + head + self.rows * (CELL_GAP[1] + CELL[1])

    @property
    def title(self) -> Box:
        """The box of the role."""
        return Box(PADDING, PADDING, self.width - 2 * PADDING, TITLE)

    def column(self, number: int) -> Box:
        """Return the box of a column heading."""
        head = HEADING_WIDTH if self.headed else -CELL_GAP[0]
        x = PADDING + head + CELL_GAP[0] + number * (CELL[0] + CELL_GAP[0])
        return Box(x, PADDING + TITLE + CELL_GAP[1], CELL[0], HEADING)

    def row(self, number: int) -> Box:
        """Return the box of a row heading."""
        head = (CELL_GAP[1] + HEADING) if self.columns else 0
        y = PADDING + TITLE + head + CELL_GAP[1] + number * (CELL[1] + CELL_GAP[1])
        return Box(PADDING, y, HEADING_WIDTH, CELL[1])

    def cell(self, column: int, row: int) -> Box:
        """Return the box of a cell."""
        return Box(self.column(column).x, self.row(row).y, *CELL)


@dataclass
class _Layer:
    """A layer: things side by side, wrapped into lines of a maximum length."""

    members: list[str]
    lines: list[list[str]] = field(default_factory=list)


def layers(keys: Sequence[str], moves: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the layer of each thing, one above all predecessors; things on a cycle share a layer.

    >>> layers(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")])
    {'a': 0, 'b': 1, 'c': 1, 'd': 2}
    """
    if not keys:
        return {}
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(keys)
    graph.add_edges_from(sorted((one, other) for one, other in moves if one != other))
    circles = nx.condensation(graph)
    depth: dict[int, int] = {}
    for circle in nx.topological_sort(circles):
        depth[circle] = max((depth[before] + 1 for before in circles.predecessors(circle)), default=0)
    return {key: depth[circles.graph["mapping"][key]] for key in keys}


def arrange(
    layer_of: Mapping[str, int],
    sizes: Mapping[str, Point],
    moves: Iterable[tuple[str, str]],
    *,
    upwards: bool,
    most: int,
) -> tuple[dict[str, Point], Point]:
    """Return the upper left corner of each thing, and the total size.

    Layers follow each other from left to right, or with ``upwards`` from bottom to top. A layer wraps into lines of at
    most ``most`` things. Within a layer, things are near those that they have transitions with; ties keep the order.
    """
    neighbors: dict[str, list[str]] = {key: [] for key in layer_of}
    for one, other in moves:
        if one != other:
            neighbors[one].append(other)
            neighbors[other].append(one)
    found = [_Layer([key for key in layer_of if layer_of[key] == number]) for number in sorted({*layer_of.values()})]
    _untangle(found, neighbors)
    for layer in found:
        count = -(-len(layer.members) // most)
        per_line = -(-len(layer.members) // count)
        layer.lines = [layer.members[at : at + per_line] for at in range(0, len(layer.members), per_line)]
    lines = [line for layer in (reversed(found) if upwards else found) for line in layer.lines]
    return _place(lines, sizes, upwards)


def _untangle(found: list[_Layer], neighbors: dict[str, list[str]]) -> None:
    """Sort each layer by the mean position of its neighbors in other layers, in a few passes down and up."""
    for sweep in range(SWEEPS):
        for layer in found if sweep % 2 == 0 else reversed(found):
            place = {
                key: (at + 0.5) / len(other.members)
                for other in found
                if other is not layer
                for at, key in enumerate(other.members)
            }

            def middle(key: str, place: dict[str, float] = place) -> float:
                places = [place[it] for it in neighbors[key] if it in place]
                return round(sum(places) / len(places), 6) if places else 0.5

            layer.members.sort(key=middle)


def _place(lines: list[list[str]], sizes: Mapping[str, Point], upwards: bool) -> tuple[dict[str, Point], Point]:
    along, across = (1, 0) if upwards else (0, 1)
    breadth = [sum(sizes[key][across] + GAP_ACROSS for key in line) - GAP_ACROSS for line in lines]
    widest = max(breadth, default=0)
    corners: dict[str, Point] = {}
    position = MARGIN
    for line, own in zip(lines, breadth, strict=True):
        depth = max(sizes[key][along] for key in line)
        offset = MARGIN + (widest - own) // 2
        for key in line:
            start = position + (depth - sizes[key][along]) // 2
            corners[key] = (offset, start) if upwards else (start, offset)
            offset += sizes[key][across] + GAP_ACROSS
        position += depth + GAP_ALONG
    length, whole = position - (GAP_ALONG if lines else 0) + MARGIN, widest + 2 * MARGIN
    return corners, (whole, length) if upwards else (length, whole)
