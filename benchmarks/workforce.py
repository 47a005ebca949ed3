"""Many people and all roles: seconds, processor time and memory, compared with plain SQL, Polars, SciPy and sets.

    python -m benchmarks.workforce [PEOPLE] [--each SKILLS] [--db DIR] [--only NAME …]

makes that many people (100,000) with that many skills each (20), for the bundled roles or those of an imported
framework. ``--only`` selects lines. Each line runs in a separate process; the peers start from files of numbers, as do
the lines after ``resolve``. The last column is a checksum, equal for all answers to a question; for ``nearest`` it is
the size of the file.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ecomgraph

if TYPE_CHECKING:
    from collections.abc import Callable

NODE, N = "ecommerce-director", 5
# The maximum for sets, which take too long for more.
BY_SETS = 10_000


def main() -> None:
    """Print a line for each question and each implementation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", nargs="?", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--only", nargs="+", choices=[function.__name__ for function in LINES.values()])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ecomgraph-bench-") as name:
        folder = Path(name)
        if options.db:
            (folder / "database").symlink_to(options.db.resolve())
        measured("write the people", folder, write_people, options.people, options.each)
        for label, function in LINES.items():
            if not options.only or function.__name__ in options.only:
                measured(label, folder, function)


def measured(label: str, folder: Path, function: Callable[..., Any], *arguments: Any) -> None:
    """Run a function in a new process and print its time and memory after its preparations."""
    with get_context("spawn").Pool(1) as pool:
        wall, processor, memory, answer = pool.apply(timed, (function, folder, *arguments))
    print(f"{label:24} {wall:8.2f} s {processor:8.2f} s of processor {memory:8.2f} GB   {answer}", flush=True)


def timed(function: Callable[..., Any], folder: Path, *arguments: Any) -> tuple[float, float, float, str]:
    """Call the job that a function prepares; return seconds, processor seconds, peak memory, and the checksum."""
    action = function(folder, *arguments)
    start, before = time.perf_counter(), time.process_time()
    answer = action()
    wall, processor = time.perf_counter() - start, time.process_time() - before
    return wall, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, str(answer)


def _graph(folder: Path) -> ecomgraph.CareerGraph:
    database = folder / "database"
    return ecomgraph.open(database.resolve()) if database.exists() else ecomgraph.load()


def _node(graph: ecomgraph.CareerGraph) -> str:
    """Return the node that people are compared with, or the first if it is not in the graph."""
    nodes = [it for it in graph.roles() if graph.described(it)]
    return next((it.iri for it in nodes if it.id == NODE), nodes[0].iri)


def write_people(folder: Path, count: int, each: int) -> Callable[[], int]:
    """Write ``skills.parquet`` with names and levels, and ``people.parquet``, with DuckDB."""
    import duckdb

    graph = _graph(folder)
    skills = sorted({it.skill for role in graph.roles() for it in graph.skills(role)}, key=lambda it: it.iri)
    # Labels of a framework may be ambiguous.
    labels = [it.iri if (folder / "database").exists() else it.label for it in skills]
    roles = [it.iri for it in graph.roles() if graph.described(it)]
    base = duckdb.connect()

    def action() -> int:
        base.execute(
            f"COPY (SELECT 'P' || lpad(p::text, 8, '0') person, "
            f"(?::text[])[(1 + hash(p * 31 + k) % {len(labels)})::bigint] AS skill, "
            f"['25%', '50%', '75%', '100%', ''][(1 + hash(p * 7 + k) % 5)::bigint] AS level "
            f"FROM range({count}) t(p), range({each}) u(k)) TO '{folder}/skills.parquet'",
            [labels],
        )
        base.execute(
            f"COPY (SELECT 'P' || lpad(p::text, 8, '0') person, "
            f"(?::text[])[(1 + hash(p) % {len(roles)})::bigint] AS role, "
            f"'department ' || hash(p * 3) % 12 department FROM range({count}) t(p)) TO '{folder}/people.parquet'",
            [roles],
        )
        return count * each

    return action


def _workforce(folder: Path) -> Any:
    return _graph(folder).workforce(folder / "skills.parquet", folder / "people.parquet", keep=folder / "kept")


def resolve(folder: Path) -> Callable[[], int]:
    """Resolve names to numbers."""
    return lambda: len(_workforce(folder))


def best(folder: Path) -> Callable[[], float]:
    """Find the people with the least to learn for a node."""
    found, node = _workforce(folder), _node(_graph(folder))
    return lambda: sum(row[1] for batch in found.rows(found.best(node, 20)) for row in batch)


def best_again(folder: Path) -> Callable[[], float]:
    """Find them after the arrays of skills are written."""
    action = best(folder)
    action()
    return action


def gaps(folder: Path) -> Callable[[], int]:
    """Count skills by department."""
    found = _workforce(folder)
    return lambda: sum(row[-1] for batch in found.rows(found.gaps("department")) for row in batch)


def nearest(folder: Path) -> Callable[[], float]:
    """Write the nearest nodes of all people."""
    found = _workforce(folder)
    out = folder / "nearest.parquet"

    def action() -> float:
        found.write(found.nearest(N), out)
        return out.stat().st_size

    return action


# ------------------------------------------------------------------ peers


def _numbers(folder: Path) -> tuple[int, list[int], Any]:
    """Return the node, and the weights and requirements of all nodes, from Workforce."""
    found = _workforce(folder)
    asked = found._asked
    return asked.number_of_node[_node(_graph(folder))], asked.whole, asked


def _rows_of_need(asked: Any) -> list[tuple[int, int, int, int, int]]:
    return [
        (
            node,
            asked.number_of_skill[skill],
            asked.degree(ask.essential),
            asked.degree(ask.optional),
            asked.degree(ask.degree),
        )
        for node in asked.described
        for skill, ask in asked.needs[node].items()
    ]


def _sql(folder: Path) -> tuple[Any, int, Any]:
    import duckdb

    number, _, asked = _numbers(folder)
    base = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")})
    base.execute("CREATE TABLE need(node INT, skill INT, essential BIGINT, optional BIGINT, degree BIGINT)")
    base.executemany("INSERT INTO need VALUES (?, ?, ?, ?, ?)", _rows_of_need(asked))
    base.execute(f"CREATE VIEW held AS FROM '{folder}/kept/held.parquet'")
    base.execute(f"CREATE VIEW people AS FROM '{folder}/kept/people.parquet'")
    return base, number, asked


_SAVED = "sum(2 * least(have, essential) + greatest(0, least(have, optional) - essential))"


def best_sql(folder: Path) -> Callable[[], float]:
    """Do the same in SQL; people without any skill for the node are left out."""
    base, number, asked = _sql(folder)
    whole = asked.whole[number]
    text = (
        f"SELECT person, saved FROM (SELECT number, {_SAVED} saved FROM held JOIN need USING (skill) "
        f"WHERE node = {number} GROUP BY number) JOIN people USING (number) ORDER BY saved DESC, person LIMIT 20"
    )
    return lambda: sum((whole - saved) / asked.unit for _, saved in base.execute(text).fetchall())


def gaps_sql(folder: Path) -> Callable[[], int]:
    """Do the same by hand."""
    base, _, _ = _sql(folder)
    text = (
        "WITH demand AS (SELECT department, skill, sum(n) demand FROM (SELECT department, node, count(*) n FROM people "
        "GROUP BY ALL) JOIN need USING (node) GROUP BY ALL), supply AS (SELECT department, skill, count(*) supply FROM "
        "held JOIN people USING (number) JOIN need USING (node, skill) WHERE have >= degree GROUP BY ALL) "
        "SELECT sum(demand - coalesce(supply, 0)) FROM demand LEFT JOIN supply USING (department, skill)"
    )
    return lambda: int(base.execute(text).fetchall()[0][0])


def best_polars(folder: Path) -> Callable[[], float]:
    """Do the same in Polars, lazily from the same file."""
    import polars as pl

    number, _, asked = _numbers(folder)
    rows = [row[1:4] for row in _rows_of_need(asked) if row[0] == number]
    need = pl.DataFrame(rows, schema={"skill": pl.Int32, "essential": pl.Int64, "optional": pl.Int64}, orient="row")
    have, essential, optional = pl.col("have"), pl.col("essential"), pl.col("optional")
    above = pl.max_horizontal(pl.min_horizontal(have, optional) - essential, 0)
    saved = 2 * pl.min_horizontal(have, essential) + above

    def action() -> float:
        held = pl.scan_parquet(folder / "kept" / "held.parquet").join(need.lazy(), on="skill")
        found = (
            held.group_by("number").agg(saved.sum().alias("saved")).sort("saved", "number", descending=[True, False])
        )
        return float(sum((asked.whole[number] - it) / asked.unit for it in found.head(20).collect()["saved"]))

    return action


def nearest_scipy(folder: Path) -> Callable[[], float]:
    """Multiply a sparse matrix of people and skill levels by a dense one of the weights saved for each node."""
    import duckdb
    import numpy as np
    from scipy.sparse import csr_matrix

    _, whole, asked = _numbers(folder)
    nodes = asked.described
    saves = np.zeros((len(asked.skills) * (asked.parts + 1), len(nodes)))
    for at, node in enumerate(nodes):
        for skill, ask in asked.needs[node].items():
            for have in range(asked.parts + 1):
                essential, optional = asked.degree(ask.essential), asked.degree(ask.optional)
                saved = 2 * min(have, essential) + max(0, min(have, optional) - essential)
                saves[asked.number_of_skill[skill] * (asked.parts + 1) + have, at] = saved
    base = duckdb.connect()
    (count,) = base.execute(f"SELECT count(*) FROM '{folder}/kept/people.parquet'").fetchall()[0]

    def action() -> float:
        total = 0.0
        for start in range(0, count, 100_000):
            part = base.execute(
                f"FROM '{folder}/kept/held.parquet' WHERE number >= {start} AND number < {start + 100_000}"
            ).fetchnumpy()
            columns = part["skill"].astype(np.int64) * (asked.parts + 1) + part["have"]
            shape = (min(100_000, count - start), len(saves))
            held = csr_matrix((np.ones(len(columns)), (part["number"] - start, columns)), shape=shape)
            lacking = np.asarray([whole[it] for it in nodes]) - held @ saves
            order = np.argsort(lacking, axis=1, kind="stable")[:, :N]
            total += float(np.take_along_axis(lacking, order, axis=1).sum() / asked.unit)
        return total

    return action


def nearest_sets(folder: Path) -> Callable[[], float]:
    """Use one dictionary per person, as a short script would."""
    import duckdb

    _, whole, asked = _numbers(folder)
    base = duckdb.connect()
    held: dict[int, dict[int, int]] = {}
    for number, skill, have in base.execute(f"FROM '{folder}/kept/held.parquet' WHERE number < {BY_SETS}").fetchall():
        held.setdefault(number, {})[skill] = have
    needs: dict[int, list[tuple[int, int, int]]] = {}
    for node, skill, essential, optional, _ in _rows_of_need(asked):
        needs.setdefault(node, []).append((skill, essential, optional))

    def lacking(known: dict[int, int], node: int) -> int:
        saved = 0
        for skill, essential, optional in needs[node]:
            if have := known.get(skill, 0):
                saved += 2 * min(have, essential) + max(0, min(have, optional) - essential)
        return whole[node] - saved

    return lambda: sum(sum(sorted(lacking(known, node) for node in needs)[:N]) for known in held.values()) / asked.unit


LINES: dict[str, Callable[..., Any]] = {
    "resolve": resolve,
    "best 20": best,
    "  again": best_again,
    "  plain SQL": best_sql,
    "  Polars": best_polars,
    "gaps by department": gaps,
    "  plain SQL ": gaps_sql,
    "nearest 5": nearest,
    "  scipy, in chunks": nearest_scipy,
    f"  sets, {BY_SETS:,} people": nearest_sets,
}


if __name__ == "__main__":
    main()
