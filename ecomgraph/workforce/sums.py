"""Sums over the skills of all people with NumPy, for an engine in this process.

DuckDB makes a row for each skill of each person, joins it and looks up its group. Here the skills are arrays in files,
person by person, so that a sum reads each of them once, without look-ups.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from ecomgraph.careers.need import Ask
    from ecomgraph.workforce.asked import Asked
    from ecomgraph.workforce.engines import Engine, Table
    from ecomgraph.workforce.resolve import Numbers

__all__ = ["Sums"]

# The maximum number of skills in memory at once, some dozens of bytes each.
_AT_ONCE = 2_000_000
# The maximum number of entries in a table of skills and levels.
_MOST = 20_000_000


@dataclass(frozen=True, slots=True)
class _Arrays:
    """The people with skills, the offset of each in the file of codes (and the end of the last), and the file.

    A code is the number of a skill times the number of different levels, plus the index of a level among them.
    """

    who: NDArray[np.int32]
    begins: NDArray[np.int64]
    codes: Path
    levels: NDArray[np.int64]
    dtype: np.dtype[Any]

    def chunks(self, at_once: int) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64], NDArray[Any]]]:
        """Yield people, the offset of each within the codes, and the codes, some people at a time."""
        import numpy as np

        start = 0
        while start < len(self.who):
            first = int(self.begins[start])
            end = max(start + 1, int(np.searchsorted(self.begins, first + at_once, side="right")) - 1)
            count, offset = int(self.begins[end]) - first, first * self.dtype.itemsize
            codes = np.fromfile(self.codes, dtype=self.dtype, count=count, offset=offset)
            yield self.who[start:end], self.begins[start:end] - first, codes
            start = end


class Sums:
    """Sums over the skills of all people; the arrays are written when the first sum is calculated.

    Memory is about 20 bytes for each person, plus the memory for ``_AT_ONCE`` skills.
    """

    def __init__(self, engine: Engine, asked: Asked, numbers: Numbers) -> None:
        self._engine, self._asked, self._numbers = engine, asked, numbers
        # Cached, because fractions are slow and many skills are required in the same way.
        self._savings: dict[Ask, list[int]] = {}

    @cached_property
    def possible(self) -> bool:
        """Whether the engine is in this process, and the table of skills and levels fits in memory."""
        return self._engine.in_chunks and len(self._asked.skills) * max(1, len(self._levels)) <= _MOST

    @cached_property
    def _levels(self) -> list[int]:
        return sorted(row[0] for row in self._engine.rows(self._numbers.held.select("have").distinct()))

    @cached_property
    def _arrays(self) -> _Arrays:
        import numpy as np
        import pyarrow.parquet as pq

        levels = np.array(self._levels, dtype=np.int64)
        dtype = np.min_scalar_type(len(self._asked.skills) * max(1, len(levels)))
        path = self._engine.folder / "codes.bin"
        whose: list[NDArray[np.int32]] = []
        begins: list[NDArray[np.int64]] = []
        last, total = -1, 0
        with self._engine.explained(str(path)), ExitStack() as stack:
            file = stack.enter_context(path.open("wb"))
            parquet = stack.enter_context(pq.ParquetFile(self._numbers.file))
            for batch in parquet.iter_batches(_AT_ONCE, columns=["number", "skill", "have"]):
                number, skill, have = (column.to_numpy() for column in batch.columns)
                if not len(number):
                    continue
                (skill.astype(np.int64) * len(levels) + np.searchsorted(levels, have)).astype(dtype).tofile(file)
                new = np.flatnonzero(np.diff(number, prepend=last))
                whose.append(number[new])
                begins.append(new + total)
                last, total = int(number[-1]), total + len(number)
        who = np.concatenate(whose or [np.empty(0, np.int32)])
        return _Arrays(who, np.concatenate([*begins, [total]]).astype(np.int64), path, levels, dtype)

    def saved(self, node: int) -> Table:
        """Return ``number, saved``: the weight of a node saved by the skills of each person, for all people."""
        import numpy as np

        worth = self._worth(node)
        saved = np.zeros(self._numbers.count, dtype=np.int64)
        for who, begins, codes in self._arrays.chunks(_AT_ONCE):
            saved[who] = np.add.reduceat(worth[codes], begins)
        number = np.arange(self._numbers.count, dtype=np.int32)
        return self._engine.arrays({"number": number, "saved": saved.astype(np.float64)})

    def possible_by_node(self, nodes: Sequence[int]) -> bool:
        """Whether the tables of skills and levels of all these nodes fit in memory together."""
        return self.possible and len(nodes) * len(self._asked.skills) * len(self._levels) <= _MOST

    def saved_by_node(
        self, nodes: Sequence[int], at_once: int
    ) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
        """Yield some people and the weights saved by their skills: one row per person, one column per node.

        ``at_once`` is the maximum product of skills and nodes in memory.
        """
        import numpy as np

        worth = [self._worth(node) for node in nodes]
        for who, begins, codes in self._arrays.chunks(max(1, at_once // len(nodes))):
            saved = np.empty((len(who), len(nodes)), dtype=np.int64)
            for column, it in enumerate(worth):
                saved[:, column] = np.add.reduceat(it[codes], begins)
            yield who, saved

    def _worth(self, node: int) -> NDArray[np.int64]:
        """Return the weight of a node saved by each code."""
        import numpy as np

        asked = self._asked
        worth = np.zeros((len(asked.skills), len(self._levels)), dtype=np.int64)
        for skill, ask in asked.needs[node].items():
            if ask not in self._savings:
                self._savings[ask] = [asked.saving(ask, it) for it in self._levels]
            worth[asked.number_of_skill[skill]] = self._savings[ask]
        return worth.reshape(-1)

    def supply(self, groups: Table, nodes: Sequence[int]) -> Table:
        """Return ``group, skill, supply``: how many people of a group hold a skill to the degree needed.

        ``groups`` is ``number, group``, groups being numbered from 0; ``nodes`` is the node of each group.
        """
        import numpy as np

        arrays, asked = self._arrays, self._asked
        skills, levels = len(asked.skills), len(arrays.levels)
        # The index of the lowest sufficient level; ``levels`` where a skill is not needed or a person has no group.
        enough = np.full((len(asked.nodes) + 1, skills), levels, dtype=np.int32)
        for node in set(nodes):
            for skill, ask in asked.needs[node].items():
                place = np.searchsorted(arrays.levels, asked.degree(ask.degree))
                enough[node, asked.number_of_skill[skill]] = place
        least = enough.reshape(-1)
        node_of = np.array([*nodes, len(asked.nodes)], dtype=np.int64)
        skill_of, place_of = np.repeat(np.arange(skills), levels), np.tile(np.arange(levels), skills)
        group_of = np.full(self._numbers.count, len(nodes), dtype=np.int64)
        numbers, places = self._engine.columns(groups.select("number", "group"))
        group_of[numbers] = places
        counted = _Counted(len(nodes) * skills)
        for who, begins, codes in arrays.chunks(_AT_ONCE):
            group = np.repeat(group_of[who], np.diff(begins, append=len(codes)))
            skill = skill_of[codes]
            met = np.flatnonzero(place_of[codes] >= least[node_of[group] * skills + skill])
            counted.add(group[met] * skills + skill[met])
        key, supply = counted.result()
        return self._engine.arrays({"group": key // skills, "skill": (key % skills).astype(np.int32), "supply": supply})


class _Counted:
    """Counts of keys below a limit, in one array for all keys if it is small enough."""

    def __init__(self, below: int) -> None:
        import numpy as np

        self._all = np.zeros(below, dtype=np.int64) if below <= _AT_ONCE else None
        self._parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def add(self, keys: NDArray[np.int64]) -> None:
        """Count further keys."""
        import numpy as np

        if self._all is None:
            self._parts.append(np.unique(keys, return_counts=True))
        else:
            self._all += np.bincount(keys, minlength=len(self._all))

    def result(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return keys and their counts; a key may occur repeatedly, each time with a part of its count."""
        import numpy as np

        if self._all is not None:
            keys = np.flatnonzero(self._all)
            return keys, self._all[keys]
        none = np.empty(0, dtype=np.int64)
        parts = [(none, none), *self._parts]
        return np.concatenate([keys for keys, _ in parts]), np.concatenate([counts for _, counts in parts])
