"""The nearest nodes of all people, some thousands at a time, from arrays or by an Ibis expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from ecomgraph.workforce.asked import Asked
    from ecomgraph.workforce.engines import Engine, Table
    from ecomgraph.workforce.resolve import Numbers
    from ecomgraph.workforce.sums import Sums

__all__ = ["ranked"]

# Up to this many nodes, one column per node is faster than one row per pair of person and node.
_COLUMNS = 64
# The maximum product of skills and nodes in memory at once, 4 or 8 bytes each.
_AT_ONCE = 4_000_000
# The maximum number of pairs of person and node in an engine's memory at once.
_PAIRS = 6_000_000
# The minimum number of people at once; fewer would not save memory.
_LEAST = 1_000
_NOBODY = -1
# The number of people between two progress messages.
_TOLD = 100_000
# The number of rows of an answer that are written at once.
_ROWS = 500_000


def ranked(
    engine: Engine,
    asked: Asked,
    numbers: Numbers,
    sums: Sums,
    chosen: Table,
    n: int,
    progress: Callable[[str], None],
) -> Table:
    """Return ``number, node, rank, lacking``: the ``n`` nodes for which each person has the least to learn."""
    if not asked.described:
        columns = {"number": "int32", "node": "int32", "rank": "int32", "lacking": "int64"}
        return engine.table(columns, [])
    if sums.possible_by_node(asked.described):
        return _from_arrays(engine, asked, numbers, sums, chosen, n, progress)
    few = len(asked.described) <= _COLUMNS
    question = _Columns(engine, asked, n) if few else _Rows(engine, asked, n)
    # For a person without skills, each node has its full weight, so all such people have the same nearest nodes.
    held = numbers.held if chosen is numbers.people else numbers.held.semi_join(chosen, "number")
    held = _with_a_row_for_each(held, chosen)
    if not engine.in_chunks:
        return question.ranked(held)
    size = max(_LEAST, _PAIRS // question.pairs_per_person)
    kept = []
    for start in range(0, numbers.count, size):
        part = held.filter(held.number.between(start, start + size - 1))
        kept.append(engine.new_file("nearest"))
        engine.write(question.ranked(part).order_by("number", "rank"), kept[-1])
        progress(f"nearest: {min(start + size, numbers.count):,} of {numbers.count:,} people")
    return engine.connection.read_parquet(kept)


def _from_arrays(
    engine: Engine,
    asked: Asked,
    numbers: Numbers,
    sums: Sums,
    chosen: Table,
    n: int,
    progress: Callable[[str], None],
) -> Table:
    """Write the answer to Parquet in chunks, and return the table that reads it."""
    import numpy as np
    import pyarrow.parquet as pq

    wanted = np.zeros(numbers.count, dtype=bool)
    wanted[engine.columns(chosen.select("number"))[0]] = True
    path = engine.new_file("nearest")
    whole = np.array([asked.whole[it] for it in asked.described], dtype=np.int64)
    without, done = wanted.copy(), 0
    with engine.explained(str(path)), pq.ParquetWriter(path, _schema(), compression="zstd") as file:
        answer = _Answer(file, np.array(asked.described, dtype=np.int32), n)
        for who, saved in sums.saved_by_node(asked.described, _AT_ONCE):
            without[who], kept = False, wanted[who]
            answer.add(who[kept], whole - saved[kept])
            if (done + len(who)) // _TOLD > done // _TOLD:
                progress(f"nearest: {done + len(who):,} of {numbers.count:,} people")
            done += len(who)
        # For a person without skills, each node has its full weight.
        rest = np.flatnonzero(without).astype(np.int32)
        for start in range(0, len(rest), _TOLD):
            answer.add(rest[start : start + _TOLD], whole[np.newaxis])
        answer.write()
    return engine.read(path)


def _schema() -> Any:
    import pyarrow as pa

    types = {"number": pa.int32(), "node": pa.int32(), "rank": pa.int32(), "lacking": pa.int64()}
    return pa.schema(list(types.items()))


class _Answer:
    """Rows of an answer, written to a Parquet file in batches."""

    def __init__(self, file: Any, nodes: NDArray[np.int32], n: int) -> None:
        self._file, self._nodes, self._n = file, nodes, min(n, len(nodes))
        self._pending: list[Any] = []

    def add(self, who: NDArray[np.int32], lacking: NDArray[np.int64]) -> None:
        """Add the answer for some people; ``lacking`` has one row for each of them, or one row for all."""
        import numpy as np
        import pyarrow as pa

        nodes, n = self._nodes, self._n
        keys = lacking * len(nodes) + np.arange(len(nodes))
        first = np.sort(np.partition(keys, n - 1, axis=1)[:, :n], axis=1)
        first = np.broadcast_to(first, (len(who), n)).reshape(-1)
        rank = np.tile(np.arange(1, n + 1, dtype=np.int32), len(who))
        columns = (np.repeat(who, n), nodes[first % len(nodes)], rank, first // len(nodes))
        self._pending.append(pa.table([pa.array(it) for it in columns], schema=_schema()))
        if sum(map(len, self._pending)) >= _ROWS:
            self.write()

    def write(self) -> None:
        """Write the remaining rows."""
        import pyarrow as pa

        if self._pending:
            self._file.write_table(pa.concat_tables(self._pending))
            self._pending.clear()


def _with_a_row_for_each(held: Table, chosen: Table) -> Table:
    import ibis

    everybody = chosen.select("number", skill=ibis.literal(_NOBODY, "int32"), have=ibis.literal(0, "int64"))
    return held.union(everybody)


def _first(table: Table, nodes: int, n: int) -> Table:
    """Return the ``n`` lowest keys of each person, decoded; a key combines a weight and the number of a node."""
    import ibis

    window = ibis.window(group_by="number", order_by="key")
    table = table.mutate(rank=(ibis.row_number().over(window) + 1).cast("int32"))
    table = table.filter(table.rank <= n)
    return table.select(
        "number", "rank", node=(table.key % nodes).cast("int32"), lacking=(table.key // nodes).cast("int64")
    ).select("number", "node", "rank", "lacking")


class _Columns:
    """One column per node: the weight saved by each person's skills is summed in all columns at once."""

    def __init__(self, engine: Engine, asked: Asked, n: int) -> None:
        self._asked, self._n, self._nodes = asked, n, asked.described
        self.pairs_per_person = len(self._nodes)
        self._need = asked.need_table(engine)

    def ranked(self, held: Table) -> Table:
        """Return ``number, node, rank, lacking`` for the people in ``held``."""
        import ibis

        asked, need, count = self._asked, self._need, len(self._asked.nodes)
        codes = held.select("skill", "have").distinct()
        both = codes.left_join(need, "skill").drop("skill_right")
        saved = ibis.coalesce(asked.saved(both), 0)
        names = {node: f"n{node}" for node in self._nodes}
        wide = (
            both.mutate(saved=saved)
            .group_by("skill", "have")
            .agg(**{name: ibis.ifelse(ibis._.node == node, ibis._.saved, 0).sum() for node, name in names.items()})
        )
        sums = (
            held.join(wide, ["skill", "have"])
            .group_by("number")
            .agg(**{name: ibis._[name].sum() for name in names.values()})
        )
        whole = asked.whole
        keys = [(whole[node] - sums[name]).cast("int64") * count + node for node, name in names.items()]
        table = sums.select("number", key=ibis.array(keys).unnest())
        return _first(table, count, self._n)


class _Rows:
    """One row per pair of a person and a node that needs one of the person's skills."""

    def __init__(self, engine: Engine, asked: Asked, n: int) -> None:
        self._asked, self._n = asked, n
        whole = asked.whole
        need = asked.need_table(engine)
        # A node that needs none of a person's skills is among the nearest only if it is one of the n of least weight.
        light = sorted(asked.described, key=lambda node: (whole[node], node))[:n]
        columns = {"node": "int32", "skill": "int32", "heavy": "int64", "light": "int64", "degree": "int64"}
        self._need = need.union(engine.table(columns, [(node, _NOBODY, 0, 0, 0) for node in light]))
        self._whole = engine.table({"node": "int32", "whole": "int64"}, [(it, whole[it]) for it in asked.described])

        pairs = sum(map(len, asked.needs))
        # An estimate: twenty skills per person; some are required by more nodes than others.
        self.pairs_per_person = min(len(asked.described), 60 * pairs // max(1, len(asked.skills)) + n)

    def ranked(self, held: Table) -> Table:
        """Return ``number, node, rank, lacking`` for the people in ``held``."""
        asked: Any = self._asked
        both = held.join(self._need, "skill")
        table = both.group_by("number", "node").agg(saved=asked.saved(both).sum())
        table = table.join(self._whole, "node")
        key = (table.whole - table.saved).cast("int64") * len(asked.nodes) + table.node
        return _first(table.select("number", key=key), len(asked.nodes), self._n)
