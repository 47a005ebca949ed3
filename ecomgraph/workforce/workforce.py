"""Questions about many people, each answered with an Ibis table."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecomgraph.arguments import is_whole, shown
from ecomgraph.errors import AmbiguousNameError, ArgumentError, UnknownNameError
from ecomgraph.store.scratch import NEW, scratch_folder
from ecomgraph.workforce.asked import Asked
from ecomgraph.workforce.engines import Engine, Table, engine_for
from ecomgraph.workforce.nearest import ranked
from ecomgraph.workforce.resolve import Numbers, Unknown, resolved
from ecomgraph.workforce.sums import Sums

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.weights import Weights
    from ecomgraph.model import CareerNode
    from ecomgraph.reading.lookup import Lookup

__all__ = ["Workforce"]

# A limit, because suggestions take some milliseconds per name.
_SUGGESTED = 200
# Shown instead of the names of people; only answers about people contain their names.
_STRANGERS = "(not in the table of people)"
# The columns of an answer about gaps, besides the one to group by.
_COUNTS = ("skill", "demand", "supply", "missing")


def _silent(_: str) -> None:
    """Report no progress."""


class Workforce:
    """Many people with their skills and roles, compared with the nodes of a graph.

    :meth:`CareerGraph.workforce` makes it. Weights, degrees and coverage are exactly those of
    :meth:`CareerGraph.skill_gap`. Answers are Ibis tables, calculated when their rows are requested (``to_pandas``,
    ``to_pyarrow_batches``, ``to_parquet``), in the order that each method promises; people are ordered by their names,
    byte by byte, nodes and skills by their IRIs.

    Names are looked up once, when the object is made, and stored as numbers in a folder that only this user may read.
    Unless ``keep`` was given, the folder is removed when neither the object nor any of its answers is in use.
    """

    def __init__(
        self,
        engine: Engine,
        asked: Asked,
        numbers: Numbers,
        progress: Callable[[str], None],
        sums: Sums | None = None,
        chosen: Table | None = None,
    ) -> None:
        self._engine, self._asked, self._numbers, self._progress = engine, asked, numbers, progress
        self._sums = sums or Sums(engine, asked, numbers)
        self._chosen = numbers.people if chosen is None else chosen

    @classmethod
    def made(
        cls,
        network: Network,
        lookup: Lookup,
        weights: Weights,
        skills: Any,
        people: Any = None,
        *,
        backend: str | None = None,
        keep: str | os.PathLike[str] | None = None,
        memory: str = "2GB",
        progress: Callable[[str], None] = _silent,
    ) -> Workforce:
        """Resolve the tables; see :meth:`CareerGraph.workforce` for their columns."""
        stack = ExitStack()
        folder = stack.enter_context(scratch_folder(Path(tempfile.gettempdir()))) / NEW
        try:
            folder.mkdir()
            engine = engine_for(backend, (skills, people), folder, memory)
            asked = Asked(network, lookup, weights)
            numbers = resolved(engine, asked, skills, people, Path(keep) if keep else None, progress)
        except BaseException:
            stack.close()
            raise
        made = cls(engine, asked, numbers, progress)
        # Answers hold the connection, so the folder goes when the last of them does.
        weakref.finalize(engine.connection, stack.close)
        return made

    def __len__(self) -> int:
        """Return the number of people, without those that :meth:`where` leaves out."""
        if self._chosen is self._numbers.people:
            return self._numbers.count
        return int(self._engine.rows(self._chosen.count().as_table())[0][0])

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._numbers.count:,} people, {self._engine.name}>"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table of people that can be filtered and grouped by."""
        return self._numbers.columns

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """The unresolved names, each with its number of rows, without suggestions."""
        return self._numbers.unknown

    def label(self, iri: str) -> str:
        """Return the label of a node or skill in an answer, given by its IRI."""
        return self._asked.network.catalog.entity(iri).label

    def where(self, condition: Callable[[Table], Any] | None = None, /, **equal: object) -> Workforce:
        """Return a workforce with only those people whose columns have the given values.

        A column of numbers or truth values is compared as such, any other as text; ``None`` and ``""`` stand for people
        without a value. ``condition`` maps the table of people to an Ibis column of truth values.
        Raises :class:`~ecomgraph.ArgumentError` for an unknown column, or a value that it cannot hold.
        """
        chosen = self._chosen
        for column, value in equal.items():
            chosen = chosen.filter(_is(chosen[self._column(column)], column, value))
        if condition is not None:
            chosen = chosen.filter(condition(chosen))
        return Workforce(self._engine, self._asked, self._numbers, self._progress, self._sums, chosen)

    # ------------------------------------------------------------------ one node

    def best(self, node: str | CareerNode, n: int | None = None) -> Table:
        """Return ``person, weight, coverage``: people by what they have to learn for a node, least first.

        ``n`` is the maximum number of people, all by default. Raises :class:`~ecomgraph.ArgumentError` for a node that
        is not described.
        """
        number = self._described(node)
        whole, table = self._asked.whole[number], self._saved(number)
        # People are numbered in the order of their names, so names are read only for the people returned.
        table = table.select("number", lacking=whole - table.saved).order_by("lacking", "number")
        if n is not None:
            table = table.limit(_whole(n))
        table = table.join(self._chosen.select("number", "person"), "number").order_by("lacking", "number")
        return table.select(
            "person", weight=_share(table.lacking, self._asked.unit), coverage=_coverage(table.lacking, whole)
        ).order_by("weight", "person")

    def lacking(self, node: str | CareerNode) -> Table:
        """Return ``person, skill, have, need, weight``: each skill that a person lacks for a node, in whole or part.

        ``have`` and ``need`` are degrees from 0 to 1; ``skill`` is an IRI. Rows go by person, then skill.
        """
        asked, number = self._asked, self._described(node)
        need = asked.need_table(self._engine, [number])
        held = self._numbers.held
        pairs = self._chosen.select("number", "person").cross_join(need)
        table = pairs.left_join(held, ["number", "skill"]).select(
            "number", "person", "skill", "heavy", "light", "degree", have=held.have.fill_null(0)
        )
        table = table.filter(table.have < table.degree)
        table = table.mutate(whole=asked.saved(table, "degree"), saved=asked.saved(table))
        table = table.join(asked.skill_table(self._engine), "skill").order_by("number", "iri")
        return table.select(
            "person",
            skill=table.iri,
            have=_share(table.have, asked.parts),
            need=_share(table.degree, asked.parts),
            weight=_share(table.whole - table.saved, asked.unit),
        )

    # ------------------------------------------------------------------ all nodes

    def nearest(self, n: int = 5) -> Table:
        """Return ``person, node, rank, weight, coverage``: the ``n`` nodes with the least to learn.

        Ranks count from 1; ties go by the IRI of the node, and rows by person, then rank. Nodes that are not described
        are left out. O(h k) for h held skills and k nodes, for some thousands of people at a time where the engine is
        DuckDB.
        """
        return self._named_nodes(
            ranked(self._engine, self._asked, self._numbers, self._sums, self._chosen, _whole(n), self._progress)
        )

    def next_steps(self) -> Table:
        """Return ``person, node, weight, coverage``: targets of transitions, least to learn first.

        Rows go by person, weight, then node. If only the profiles of a role have transitions, these are used. Weight
        and coverage are null for a node that is not described; such rows come last. People without a known role are
        left out.
        """
        asked, engine = self._asked, self._engine
        self._column("role")
        transitions = engine.table({"node": "int32", "to": "int32"}, asked.transitions())
        people = self._chosen.select("number", "node").join(transitions, "node").select("number", node="to")
        both = self._held_and_needed(people)
        saved = both.group_by("number", "node").agg(saved=asked.saved(both).sum())
        table = people.left_join(saved, ["number", "node"]).select("number", "node", saved=saved.saved.fill_null(0))
        nodes = asked.node_table(engine)
        table = table.join(nodes, "node")
        table = table.mutate(lacking=table.whole - table.saved)
        table = table.join(self._chosen.select("number", "person"), "number")
        table = table.order_by("number", table.lacking.isnull(), "lacking", "iri")
        return table.select(
            "person",
            node=table.iri,
            weight=_share(table.lacking, asked.unit),
            coverage=_coverage(table.lacking, table.whole),
        )

    def gaps(self, by: str | None = None) -> Table:
        """Return ``[by,] skill, demand, supply, missing``: how many people need and lack each skill.

        ``demand`` counts the people whose role needs the skill, ``supply`` those of them who hold it to the degree
        needed, ``missing`` the rest. ``by`` is a column of the people. Rows go by it, the most missing first, then by
        the IRI of the skill; people without a value come last. Raises :class:`~ecomgraph.ArgumentError` for a column
        that does not exist, or that has the name of another column of the answer.
        """
        if by in _COUNTS:
            raise ArgumentError(f"the answer has a column {by!r} of its own: rename that column of the people")
        asked, engine = self._asked, self._engine
        self._column("role")
        need = asked.need_table(engine).select("node", "skill", "degree")
        people = self._chosen.filter(self._chosen.node.notnull())
        people = people.select("number", "node", **({"by": people[self._column(by)]} if by else {"by": people.node}))
        keys = ["by"] if by else []
        groups = people.group_by("node", *keys).agg(people=people.count())
        asking = groups.join(need, "node")
        demand = asking.group_by("skill", *keys).agg(demand=asking.people.cast("float64").sum().cast("int64"))
        supply = self._supply(people, groups, keys)
        # People without a value are a group, too; a comparison with null would lose it.
        same = [demand.skill == supply.skill, *([demand.by.identical_to(supply.by)] if by else [])]
        table = demand.left_join(supply, same).select(
            *([demand.by] if by else []), demand.skill, demand.demand, supply=supply.supply.fill_null(0)
        )
        table = table.mutate(missing=table.demand - table.supply).join(asked.skill_table(engine), "skill")
        order = ([table.by.isnull(), table.by] if by else []) + [table.missing.desc(), table.iri]
        columns = {by: table.by} if by else {}
        return table.order_by(order).select(
            **columns, skill=table.iri, demand=table.demand, supply=table.supply, missing=table.missing
        )

    def unknown_names(self) -> Table:
        """Return ``name, kind, rows, suggestion``: the names that match no thing in the graph, or several.

        ``kind`` is ``skill``, ``role`` or ``person``. A single row of kind ``person``, without a name, counts all rows
        of people who are not in the table of people. ``suggestion`` has the nearest names, or the IRIs that a name
        matches. Most rows first, then by name.
        """
        found = sorted(self._numbers.unknown, key=lambda it: (-it.rows, it.kind, it.name))
        rows = [
            (it.name or _STRANGERS, it.kind, it.rows, self._suggestion(it.name, it.kind) if at < _SUGGESTED else "")
            for at, it in enumerate(found)
        ]
        columns = {"name": "string", "kind": "string", "rows": "int64", "suggestion": "string"}
        table = self._engine.table({"at": "int32", **columns}, [(at, *row) for at, row in enumerate(rows)])
        return table.order_by("at").select(*columns)

    # ------------------------------------------------------------------ results

    def write(self, table: Table, path: str | os.PathLike[str]) -> None:
        """Write an answer to one Parquet file, atomically."""
        from ecomgraph.store.write import new_file

        with new_file(path, replace=True) as file:
            part = self._engine.folder / "answer.parquet"
            self._engine.write_file(table, part)
            with part.open("rb") as written:
                shutil.copyfileobj(written, file)
            part.unlink()

    def rows(self, table: Table) -> Any:
        """Yield the rows of an answer, fetched in batches of some thousands."""
        return self._engine.batches(table)

    # ------------------------------------------------------------------ arguments

    def _saved(self, node: int) -> Table:
        """Return ``number, saved``: the weight of a node saved by the skills of each of the chosen people."""
        everybody = self._chosen is self._numbers.people
        if self._sums.possible:
            table = self._sums.saved(node)
            return table if everybody else table.semi_join(self._chosen, "number")
        held = self._numbers.held.join(self._asked.need_table(self._engine, [node]), "skill")
        saved = held.group_by("number").agg(saved=self._asked.saved(held).sum())
        table = self._chosen.select("number").left_join(saved, "number")
        return table.select("number", saved=table.saved.fill_null(0))

    def _supply(self, people: Table, groups: Table, keys: list[str]) -> Table:
        """Return ``skill, [by,] supply``: the number of people who hold a skill to the degree that their node needs."""
        if not self._sums.possible:
            have = self._held_and_needed(people)
            have = have.filter(have.have >= have.degree)
            return have.group_by("skill", *keys).agg(supply=have.count())
        import ibis

        numbered = groups.mutate(group=ibis.row_number().over(order_by=["node", *keys]).cast("int64"))
        numbered = self._engine.keep(numbered.order_by("group"), self._engine.new_file("groups"))
        same = [people.node == numbered.node, *(people[it].identical_to(numbered[it]) for it in keys)]
        (nodes,) = self._engine.columns(numbered.order_by("group").select("node"))
        supply = self._sums.supply(people.join(numbered, same).select("number", "group"), nodes.tolist())
        supply = supply.join(numbered, "group")
        return supply.group_by("skill", *keys).agg(supply=supply.supply.cast("float64").sum().cast("int64"))

    def _held_and_needed(self, people: Table) -> Table:
        """Return the skills that people hold, each joined with the need of the node in the same row."""
        held = self._numbers.held.join(people, "number")
        need = self._asked.need_table(self._engine)
        held, need = held.mutate(pair=self._asked.pair(held)), need.mutate(pair=self._asked.pair(need))
        return held.join(need.drop("node", "skill"), "pair")

    def _named_nodes(self, table: Table) -> Table:
        asked = self._asked
        table = table.join(asked.node_table(self._engine), "node")
        table = table.join(self._chosen.select("number", "person"), "number").order_by("number", "rank")
        return table.select(
            "person",
            "rank",
            node=table.iri,
            weight=_share(table.lacking, asked.unit),
            coverage=_coverage(table.lacking, table.whole),
        ).select("person", "node", "rank", "weight", "coverage")

    def _described(self, node: str | CareerNode) -> int:
        iri = self._asked.lookup.iri(node)
        number = self._asked.number_of_node[iri]
        if not self._asked.needs[number]:
            raise ArgumentError(
                f"{shown(node)} is not described: no skill is recorded for it, so people cannot be compared with it"
            )
        return number

    def _column(self, name: str) -> str:
        if name not in self.columns:
            there = f"there are {', '.join(self.columns)}" if self.columns else "give a table of people"
            raise ArgumentError(f"the people have no column {name!r}: {there}")
        return name

    def _suggestion(self, name: str, kind: str) -> str:
        if kind == "person":
            return "add them to the table of people"
        try:
            self._asked.lookup.iri(name, "career node" if kind == "role" else kind)
        except (AmbiguousNameError, UnknownNameError) as error:
            return " or ".join(error.candidates)
        return ""


def _whole(n: int) -> int:
    if not is_whole(n, least=1):
        raise ArgumentError(f"n must be a whole number of at least 1, not {shown(n)}")
    return n


def _is(cells: Any, name: str, value: object) -> Any:
    """Return, for each cell of a column of the people, whether it equals a value."""
    if value is None or value == "":
        return cells.isnull() | (cells.cast("string") == "")
    kind, text = cells.type(), str(value).strip()
    if kind.is_boolean():
        if text.lower() not in ("true", "false"):
            raise ArgumentError(f"the column {name!r} of the people holds true or false, not {text!r}")
        return cells == (text.lower() == "true")
    if kind.is_numeric():
        try:
            number = Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise ArgumentError(f"the column {name!r} of the people holds numbers, not {text!r}") from None
        if kind.is_decimal():
            return cells.cast("float64") == float(number)
        return cells == (number.numerator if number.denominator == 1 else float(number))
    return cells.cast("string") == str(value)


def _share(part: Any, whole: Any) -> Any:
    return part.cast("float64") / whole


def _coverage(lacking: Any, whole: Any) -> Any:
    """Return the coverage, which is 1 for a node without weight."""
    import ibis

    if isinstance(whole, int):
        return (whole - lacking).cast("float64") / whole if whole else lacking.cast("float64") + 1.0
    return ibis.ifelse(whole == 0, 1.0, (whole - lacking).cast("float64") / whole)
