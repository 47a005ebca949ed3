"""Write the skills of all people in order, for an engine in this process.

Each row is encoded as one 64-bit integer of person, skill and level. NumPy sorts these in a tenth of the time that an
engine takes to sort rows. Rows that do not fit in memory are sorted in parts, each for a range of people.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from ecomgraph.workforce.engines import Engine, Table

__all__ = ["KeyLayout", "write_held"]

# The bits of a 64-bit integer without the sign.
_BITS = 63
# The number of keys sorted at once, eight bytes each, and the maximum number of files for parts.
_AT_ONCE, _MOST_PARTS = 4_000_000, 200
_GROUP = 1 << 18
# Values in place of a key: for an unknown person; for a skill that is unknown or not held at all.
_STRANGER, _NOTHING = -1, -2


@dataclass(frozen=True, slots=True)
class KeyLayout:
    """The number of people, and the bits for the number of a skill and for a level in a key."""

    count: int
    skill_bits: int
    have_bits: int

    @property
    def fits(self) -> bool:
        """Whether the numbers of person and skill and the level together fit into a key."""
        return self.count.bit_length() + self.skill_bits + self.have_bits <= _BITS

    def keys(self, rows: Table) -> Table:
        """Return ``key`` for each row of ``number, code, have``; any of the three may be null."""
        import ibis

        number, code = rows.number.cast("int64"), rows.code.cast("int64")
        key = (number << self.skill_bits | code) << self.have_bits | rows.have
        held = ibis.ifelse(rows.have > 0, key, _NOTHING)
        return rows.select(key=ibis.ifelse(rows.number.isnull(), _STRANGER, held).cast("int64"))


def write_held(engine: Engine, layout: KeyLayout, rows: Table, total: int, path: Path) -> int:
    """Write ``number, skill, have`` to Parquet, by number and skill; return the number of rows without a person.

    ``rows`` is an argument for :meth:`KeyLayout.keys`, ``total`` its number of rows. If a person has several levels for
    a skill, the highest is written. Takes O(k log k) time for k rows, and memory for some millions of rows.
    """
    parts = min(_MOST_PARTS, max(1, -(-total // _AT_ONCE)))
    files = [engine.new_file("keys", ".bin") for _ in range(parts)]
    with engine.explained(str(path)):
        strangers = _scatter(engine, layout, rows, files)
        _gather(layout, files, path)
    return strangers


def _scatter(engine: Engine, layout: KeyLayout, rows: Table, files: list[Path]) -> int:
    """Write the keys to files, each with a range of the people; return the number of rows without a person."""
    import numpy as np

    people = -(-layout.count // len(files))
    edges = (np.arange(1, len(files)) * people) << (layout.skill_bits + layout.have_bits)
    strangers = 0
    with ExitStack() as stack:
        opened = [stack.enter_context(it.open("wb")) for it in files]
        for (keys,) in engine.array_batches(layout.keys(rows), _AT_ONCE // 4):
            ordered = np.sort(keys)
            known, held = (int(it) for it in np.searchsorted(ordered, [_STRANGER, 0]))
            strangers += held - known
            for file, part in zip(
                opened, np.split(ordered[held:], np.searchsorted(ordered[held:], edges)), strict=True
            ):
                file.write(part.data)
    return strangers


def _gather(layout: KeyLayout, files: list[Path], path: Path) -> None:
    """Write the keys in the files to Parquet, in order, and remove the files."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema({"number": pa.int32(), "skill": pa.int32(), "have": pa.int64()})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for file in files:
            keys = np.fromfile(file, dtype=np.int64)
            file.unlink()
            writer.write_table(pa.table(_columns(layout, keys), schema=schema), row_group_size=_GROUP)


def _columns(layout: KeyLayout, keys: NDArray[np.int64]) -> list[NDArray[np.int32] | NDArray[np.int64]]:
    """Return ``number, skill, have`` for sorted keys, with the highest level for each skill of a person."""
    import numpy as np

    keys.sort()
    held = keys >> layout.have_bits
    last = np.append(held[1:] != held[:-1], True)[: len(keys)]
    keys, held = keys[last], held[last]
    number, skill = held >> layout.skill_bits, held & ((1 << layout.skill_bits) - 1)
    return [number.astype(np.int32), skill.astype(np.int32), keys & ((1 << layout.have_bits) - 1)]
