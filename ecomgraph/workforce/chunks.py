"""The nearest nodes of everybody, for some thousands of people at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecomgraph.workforce.asked import Asked
    from ecomgraph.workforce.engines import Engine, Table
    from ecomgraph.workforce.resolve import Numbers

__all__ = ["ranked"]

# Up to so many nodes, a column for each takes less time than a row for each pair of person and node.
_COLUMNS = 64
# The pairs of person and node, in a column or a row each, that are in memory at once.
_PAIRS = 6_000_000
# Fewer people at once would not save memory.
_LEAST = 1_000
_NOBODY = -1


def ranked(
    engine: Engine,
    asked: Asked,
    numbers: Numbers,
    chosen: Table,
    n: int,
    progress: Callable[[str], None],
) -> Table:
    """Return ``number, node, rank, lacking``: the ``n`` nodes for which each person has least to learn."""
    if not asked.described:
        columns = {"number": "int32", "node": "int32", "rank": "int32", "lacking": "int64"}
        return engine.table(columns, [])
    few = len(asked.described) <= _COLUMNS
    question = _Columns(engine, asked, n) if few else _Rows(engine, asked, n)
    # Without a skill, a node asks for all that it weighs; nobody is nearer to another by that.
    held = numbers.held if chosen is numbers.people else numbers.held.semi_join(chosen, "number")
    held = _with_a_row_for_each(held, chosen)
    if not engine.in_chunks:
        return question.ranked(held)
    size = max(_LEAST, _PAIRS // question.pairs_per_person)
    kept = []
    for start in range(0, numbers.count, size):
        part = held.filter(held.number.between(start, start + size - 1))
        path = engine.folder / f"nearest-{id(question):x}-{start:012}.parquet"
        engine.write(question.ranked(part).order_by("number", "rank"), path)
        kept.append(path)
        progress(f"nearest: {min(start + size, numbers.count):,} of {numbers.count:,} people")
    return engine.connection.read_parquet(kept)


def _with_a_row_for_each(held: Table, chosen: Table) -> Table:
    import ibis

    everybody = chosen.select("number", skill=ibis.literal(_NOBODY, "int32"), have=ibis.literal(0, "int64"))
    return held.union(everybody)


def _first(table: Table, nodes: int, n: int) -> Table:
    """Return the ``n`` least keys of each person, taken apart; a key is a weight and the number of a node in one."""
    import ibis

    window = ibis.window(group_by="number", order_by="key")
    table = table.mutate(rank=(ibis.row_number().over(window) + 1).cast("int32"))
    table = table.filter(table.rank <= n)
    return table.select(
        "number", "rank", node=(table.key % nodes).cast("int32"), lacking=(table.key // nodes).cast("int64")
    ).select("number", "node", "rank", "lacking")


class _Columns:
    """A column for each node: what the skills of a person save is added up in all of them at once."""

    def __init__(self, engine: Engine, asked: Asked, n: int) -> None:
        self._asked, self._n, self._nodes = asked, n, asked.described
        self.pairs_per_person = len(self._nodes)
        need = asked.need_table(engine)
        self._need = need

    def ranked(self, held: Table) -> Table:
        """Return ``number, node, rank, lacking`` for some of the people."""
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
    """A row for each person and each node that needs a skill of his."""

    def __init__(self, engine: Engine, asked: Asked, n: int) -> None:
        self._asked, self._n = asked, n
        whole = asked.whole
        need = asked.need_table(engine)
        # Nodes that need none of a person's skills are among the nearest only if they are among those that weigh least.
        light = sorted(asked.described, key=lambda node: (whole[node], node))[:n]
        columns = {"node": "int32", "skill": "int32", "heavy": "int64", "light": "int64", "degree": "int64"}
        self._need = need.union(engine.table(columns, [(node, _NOBODY, 0, 0, 0) for node in light]))
        self._whole = engine.table({"node": "int32", "whole": "int64"}, [(it, whole[it]) for it in asked.described])
        pairs = sum(map(len, asked.needs))
        # Twenty skills each, of which some are asked for by more nodes than others.
        self.pairs_per_person = min(len(asked.described), 60 * pairs // max(1, len(asked.skills)) + n)

    def ranked(self, held: Table) -> Table:
        """Return ``number, node, rank, lacking`` for some of the people."""
        asked: Any = self._asked
        both = held.join(self._need, "skill")
        table = both.group_by("number", "node").agg(saved=asked.saved(both).sum())
        table = table.join(self._whole, "node")
        key = (table.whole - table.saved).cast("int64") * len(asked.nodes) + table.node
        return _first(table.select("number", key=key), len(asked.nodes), self._n)
