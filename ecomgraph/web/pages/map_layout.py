"""The career map: its roles and profiles, their positions, and the transitions between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from ecomgraph.model import ExperienceLevel, RoleProfile
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.catalog import Catalog
from ecomgraph.spelling import alphabetical
from ecomgraph.web.answers.things import thing_json
from ecomgraph.web.pages.arrange import Box, Point, arrange, layers
from ecomgraph.web.pages.links import Links
from ecomgraph.web.pages.profile_table import ProfileTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.graph import CareerGraph

__all__ = ["career_map"]

# Larger frameworks are drawn in part, around one role.
MOST_NODES: Final = 150
MOST_ROLES: Final = 60
MOST_NEIGHBORS: Final = 32
MOST_BESIDE: Final = 8
STARTS: Final = 12
RISES: Final = frozenset({"promotion", "level-up"})
STEPS: Final = 5
ROLE: Final = (132, 64)
LONG_ROLE: Final = (212, 60)
LONG_LABEL: Final = 36
_Json = dict[str, Any]


def career_map(graph: CareerGraph, around: str | None = None, depth: int = 1, links: Links | None = None) -> _Json:
    """Return roles, profiles and transitions with their places on the map, ready for JSON; the same on every run.

    Small frameworks are shown whole. The map of a large one has the roles within ``depth`` transitions of the role
    ``around``, nearest and most similar first; without ``around``, only ``starts``, the roles with most transitions.

    ``nodes`` have ``x``, ``y``, ``width``, ``height`` on a wide map, and in ``tall`` the corner on a narrow one;
    ``edges`` join them by number; ``blocks`` frame a role with the table of its profiles; ``levels`` are from the
    lowest to the highest, with a ``step`` from 1 to 5 for drawing. ``hidden`` counts the neighbors left out.

    >>> from ecomgraph import load
    >>> found = career_map(load())
    >>> len(found["nodes"]), len(found["edges"]), found["partial"]
    (32, 152, False)
    """
    framework = _framework(graph)
    # An IRI is used as it is, because looking up a name reads all names.
    center = around if not around or around in framework.network.index else graph.node(around).iri
    return framework.value(center, depth, links or Links())


_KEPT: WeakKeyDictionary[CareerGraph, _Framework] = WeakKeyDictionary()


def _framework(graph: CareerGraph) -> _Framework:
    if graph not in _KEPT:
        _KEPT[graph] = _Framework(graph)
    return _KEPT[graph]


@dataclass(frozen=True)
class _Shown:
    """The content of a map: its units (IRIs of roles), those shown with profiles, and the number left out."""

    units: list[str]
    opened: frozenset[str]
    hidden: int = 0


class _Framework:
    """The data shared by all maps of one graph, without a reference to the graph, so that it can be cached."""

    def __init__(self, graph: CareerGraph) -> None:
        self.dataset = graph.dataset
        self.network = graph.network
        self.catalog = Catalog(graph.dataset, graph.language)
        self.role_of = dict(sorted(graph.dataset.pairs(ECG.narrowsRole), reverse=True))
        self.members: dict[str, list[str]] = {}
        for iri in self.network.nodes:
            unit = self._unit(iri)
            self.members.setdefault(unit, [])
            if unit != iri:
                self.members[unit].append(iri)

    def value(self, around: str | None, depth: int, links: Links) -> _Json:
        shown = self._shown(around, depth)
        visible = self._visible(shown)
        edges = self._edges(visible)
        boxes, tall, blocks, sizes = self._places(shown, edges, around)
        number = {iri: at for at, iri in enumerate(boxes)}
        whole = len(self.members) == len(shown.units)
        return {
            "around": self._name(around) if around else None,
            "depth": depth,
            "partial": not whole,
            "hidden": shown.hidden,
            "total": {
                "roles": len(self.members),
                "profiles": sum(map(len, self.members.values())),
                "moves": len(self.network.transition_iris),
            },
            "width": sizes[0][0],
            "height": sizes[0][1],
            "tall": list(sizes[1]),
            "levels": [
                {**thing_json(level), "rank": level.rank, "step": self._steps[level.iri]} for level in self._levels
            ],
            "nodes": [
                {**self._node_json(iri, shown), **_place_json(boxes[iri], tall[iri]), "url": links.to(iri)}
                for iri in boxes
            ],
            "edges": [
                {"from": number[one], "to": number[other], "kind": kind, "basis": basis}
                for one, other, kind, basis in edges
            ],
            "blocks": [self._block_json(number, *block) for block in blocks],
            "starts": [] if shown.units else self._starts(),
        }

    # ------------------------------------------------------------------ selection

    def _shown(self, around: str | None, depth: int) -> _Shown:
        small = len(self.members) <= MOST_ROLES
        units = sorted(self.members, key=self._order) if small else []
        if small and len(self.network.nodes) <= MOST_NODES:
            return _Shown(units, frozenset(unit for unit in units if len(self.members[unit]) > 1))
        if around is None:
            return _Shown(units, frozenset())
        center = self._unit(around)
        near = self._near(center, depth)
        units = [center, *near[:MOST_NEIGHBORS]]
        opened = frozenset([center] if 1 < len(self.members[center]) <= MOST_NODES else [])
        return _Shown(sorted(units, key=self._order), opened, max(len(near) - MOST_NEIGHBORS, 0))

    def _near(self, center: str, depth: int) -> list[str]:
        """Return the roles within a number of steps of one role, nearest first, then most similar."""
        distance, border = {center: 0}, [center]
        for step in range(1, max(depth, 1) + 1):
            border = [other for unit in border for other in self._beside.get(unit, ()) if other not in distance]
            distance |= dict.fromkeys(border, step)
        rises = self._risen(center)
        del distance[center]
        return sorted(
            distance,
            key=lambda unit: (distance[unit], unit not in rises, -self._alike(center, unit), *self._order(unit)),
        )

    def _alike(self, one: str, other: str) -> float:
        """Return the Jaccard index of the required skills of two roles."""
        mine, theirs = self._required(one), self._required(other)
        return len(mine & theirs) / (len(mine | theirs) or 1)

    def _required(self, iri: str) -> frozenset[str]:
        number = self.network.index.get(iri)
        return frozenset() if number is None else self.network.skills_at(number)

    def _visible(self, shown: _Shown) -> dict[str, str]:
        """Return the node drawn for each node: itself, or its role if profiles are not shown."""
        return {
            iri: iri if unit in shown.opened else unit for unit in shown.units for iri in (unit, *self.members[unit])
        }

    def _edges(self, visible: dict[str, str]) -> list[tuple[str, str, str, str]]:
        """Return source, target, kind and basis of the transitions between nodes shown, each once."""
        nodes, found = self.network.nodes, {}
        index = self.network.index
        near = {edge for iri in visible if iri in index for edge in self.network.edges_at(index[iri])}
        for number in sorted(near):
            tail, head = self.network.tails[number], self.network.heads[number]
            one, other = visible.get(nodes[tail]), visible.get(nodes[head])
            if one is None or other is None or (one == other and nodes[tail] != nodes[head]):
                continue
            key = (one, other, self.network.kind(number))
            if key not in found or (one, other) == (nodes[tail], nodes[head]):
                found[key] = self.network.transition(number).basis
        return [(*key, basis) for key, basis in sorted(found.items())]

    # ------------------------------------------------------------------ positions

    def _places(
        self, shown: _Shown, edges: list[tuple[str, str, str, str]], around: str | None
    ) -> tuple[dict[str, Box], dict[str, Point], list[tuple[str, Box, Point, ProfileTable]], tuple[Point, Point]]:
        tables = {
            unit: ProfileTable([self.catalog.node(iri) for iri in self.members[unit]])
            for unit in shown.units
            if unit in shown.opened
        }
        long = any(len(self._label(unit)) > LONG_LABEL for unit in shown.units if unit not in tables)
        plain = LONG_ROLE if long else ROLE
        sizes = {
            unit: (tables[unit].grid.width, tables[unit].grid.height) if unit in tables else plain
            for unit in shown.units
        }
        moves = [(self._unit(one), self._unit(other)) for one, other, _, _ in edges]
        layer_of = self._layer_of(shown, edges, around)
        wide, wide_size = arrange(layer_of, sizes, moves, upwards=False, most=10)
        # On a narrow screen a long list of neighbors is below the node that they belong to.
        first = {self._unit(around): max(layer_of.values()) + 1} if around and len(shown.units) > MOST_BESIDE else {}
        high, high_size = arrange({**layer_of, **first}, sizes, moves, upwards=True, most=2)
        boxes: dict[str, Box] = {}
        tall: dict[str, Point] = {}
        blocks = []
        for unit in sorted(shown.units, key=lambda unit: (layer_of[unit], wide[unit])):
            (x, y), corner = wide[unit], high[unit]
            inner = tables[unit].boxes(unit) if unit in tables else {unit: Box(0, 0, *plain)}
            for iri, box in inner.items():
                boxes[iri] = box.moved((x, y))
                tall[iri] = (corner[0] + box.x, corner[1] + box.y)
            if unit in tables:
                blocks.append((unit, Box(x, y, *sizes[unit]), corner, tables[unit]))
        return boxes, tall, blocks, (wide_size, high_size)

    def _layer_of(self, shown: _Shown, edges: list[tuple[str, str, str, str]], around: str | None) -> dict[str, int]:
        moves = [(self._unit(one), self._unit(other), kind) for one, other, kind, _ in edges]
        rises = [(one, other) for one, other, kind in moves if kind in RISES and one != other]
        ranks = {unit: rank for unit in shown.units if (rank := self._rank(unit)) is not None}
        if not rises and len({*ranks.values()}) > 1:
            lowest = min(ranks.values())
            return {unit: ranks.get(unit, lowest) for unit in shown.units}
        if not rises and around and len(shown.units) > 2:
            center = self._unit(around)
            reached = {other for one, other, _ in moves if one == center}
            return {unit: 1 if unit == center else 2 if unit in reached else 0 for unit in shown.units}
        found = layers(shown.units, rises or [(one, other) for one, other, _ in moves])
        joined = {unit for move in rises for unit in move}
        for unit in shown.units if rises else ():
            if unit not in joined:
                beside = [found[other] for other in self._beside.get(unit, ()) if other in joined and other in found]
                found[unit] = min(beside, default=0)
        return found

    # ------------------------------------------------------------------ the framework as a whole

    def _unit(self, iri: str) -> str:
        return self.role_of.get(iri, iri)

    @cached_property
    def _beside(self) -> dict[str, list[str]]:
        """The roles with a transition from or to each role."""
        units = list(map(self._unit, self.network.nodes))
        found: dict[str, dict[str, None]] = {}
        for tail, head in zip(self.network.tails, self.network.heads, strict=True):
            one, other = units[tail], units[head]
            if one != other:
                found.setdefault(one, {})[other] = None
                found.setdefault(other, {})[one] = None
        return {unit: sorted(others) for unit, others in found.items()}

    def _risen(self, center: str) -> set[str]:
        """Return the roles that a promotion joins to one role, in either direction."""
        units = {self.network.index[iri] for iri in (center, *self.members[center]) if iri in self.network.index}
        found = set()
        for number in {edge for node in units for edge in self.network.edges_at(node)}:
            tail, head = self.network.tails[number], self.network.heads[number]
            if (tail in units) != (head in units) and self.network.kind(number) in RISES:
                found.add(self._unit(self.network.nodes[head if tail in units else tail]))
        return found

    @cached_property
    def _levels(self) -> tuple[ExperienceLevel, ...]:
        iris = self.dataset.subjects(PREFIXES["rdf"] + "type", ECG.ExperienceLevel)
        return tuple(
            sorted(
                (self.catalog.entity(iri, ExperienceLevel) for iri in iris), key=lambda level: (level.rank, level.iri)
            )
        )

    @cached_property
    def _level(self) -> dict[str, ExperienceLevel]:
        return {level.iri: level for level in self._levels}

    @cached_property
    def _steps(self) -> dict[str, int]:
        ranks = sorted({level.rank for level in self._levels})
        last = len(ranks) - 1
        step = {rank: 1 + round((STEPS - 1) * at / last) if last else 3 for at, rank in enumerate(ranks)}
        return {level.iri: step[level.rank] for level in self._levels}

    @cached_property
    def _own_level(self) -> dict[str, str]:
        """The level of each role that has exactly one."""
        found: dict[str, list[str]] = {}
        for unit, level in self.dataset.pairs(ECG.hasLevel):
            found.setdefault(unit, []).append(level)
        return {unit: levels[0] for unit, levels in found.items() if len(levels) == 1}

    def _rank(self, unit: str) -> int | None:
        level = self._level.get(self._own_level.get(unit, ""))
        return level.rank if level else None

    def _starts(self) -> list[_Json]:
        # Described roles are preferred, because a role that is not described has no content to show.
        silent = {self.network.nodes[node] for node in self.network.silent}
        told = [unit for unit, members in self.members.items() if {unit, *members} - silent] or list(self.members)
        degree = {unit: len(self._beside.get(unit, ())) for unit in told}
        least = sorted(degree.values(), reverse=True)[:STARTS][-1:] or [0]
        most = [unit for unit in degree if degree[unit] >= least[0]]
        most.sort(key=lambda unit: (-degree[unit], *self._order(unit)))
        return [{**self._name(unit), "moves": degree[unit]} for unit in most[:STARTS]]

    # ------------------------------------------------------------------ as JSON

    def _label(self, iri: str) -> str:
        return self.catalog.node(iri).label

    def _order(self, iri: str) -> tuple[str, str]:
        return (alphabetical(self._label(iri)), iri)

    def _name(self, iri: str) -> _Json:
        return {**thing_json(self.catalog.node(iri))}

    def _node_json(self, iri: str, shown: _Shown) -> _Json:
        node = self.catalog.node(iri)
        profile = node if isinstance(node, RoleProfile) else None
        level = self._level.get(
            (profile.level.iri if profile.level else "") if profile else self._own_level.get(iri, "")
        )
        folded = 0 if profile or iri in shown.opened else len(self.members.get(iri, ()))
        value: _Json = {
            **self._name(iri),
            "kind": "profile" if profile else "role",
            "level": level.id if level else None,
            "specialization": profile.specialization.label if profile and profile.specialization else None,
            "rank": level.rank if level else None,
            "step": self._steps[level.iri] if level else None,
            "skills": len(self._required(iri)),
        }
        if profile:
            value["role"] = profile.role.iri
        if folded > 1:
            value["profiles"] = folded
        outside = [other for other in self._beside.get(iri, ()) if other not in set(shown.units)]
        if outside:
            value["more"] = len(outside)
        return value

    def _block_json(self, number: dict[str, int], unit: str, box: Box, corner: Point, table: ProfileTable) -> _Json:
        def heads(labels: Iterable[tuple[str, str | None]], places: list[Box]) -> list[_Json]:
            return [
                {"label": label, "node": number[node] if node else None, **_box_json(place)}
                for (label, node), place in zip(labels, places, strict=True)
            ]

        columns, rows = table.columns, table.rows
        return {
            "role": number[unit],
            **_place_json(box, corner),
            "columns": heads(columns, [table.grid.column(at) for at in range(len(columns))]),
            "rows": heads(rows, [table.grid.row(at) for at in range(len(rows))]),
        }


def _box_json(box: Box) -> _Json:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def _place_json(box: Box, corner: Point) -> _Json:
    return {**_box_json(box), "tall": list(corner)}
