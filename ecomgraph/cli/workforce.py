"""The command about many people: best, lacking, nearest, next, gaps and unknown names."""

from __future__ import annotations

import tempfile
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecomgraph.cli.options import format_option, graph_option
from ecomgraph.cli.output import as_csv, as_json, as_table, csv_lines, write, write_aside
from ecomgraph.cli.path import weight_options
from ecomgraph.cli.signals import ends_in_order
from ecomgraph.spelling import counted
from ecomgraph.store.scratch import NEW, scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecomgraph.graph import CareerGraph
    from ecomgraph.workforce import Workforce

__all__ = ["workforce"]

_QUESTIONS = ("best", "lacking", "nearest", "next", "gaps", "unknown")
_ABOUT_A_NODE = ("best", "lacking")
_MADE_UP = 1_000
# The maximum number of rows in a printed table, which is laid out in memory.
_SHOWN = 100
_DEFAULT_N = {"best": 20, "nearest": 5}


@click.command(epilog="Example: ecomgraph workforce gaps --demo --by department")
@click.argument("question", type=click.Choice(_QUESTIONS))
@click.argument("node", required=False, metavar="[NODE]")
@click.option("--skills", metavar="FILE", help="Table with the columns person, skill and level (CSV or Parquet).")
@click.option("--people", metavar="FILE", help="Table with the columns person, role and any others (CSV or Parquet).")
@click.option("--demo", is_flag=True, help="Use 1,000 made-up people.")
@click.option("--by", metavar="COLUMN", help="Group gaps by this column of the people.")
@click.option(
    "--where", "conditions", multiple=True, metavar="COLUMN=VALUE", help="Only these people; repeat for more."
)
@click.option(
    "-n", "count", type=click.IntRange(1), help="Most rows of best (20), nodes for each person of nearest (5)."
)
@click.option("--out", metavar="FILE", help="Write all rows to FILE, which ends in .parquet, .csv or .json.")
@click.option("--keep", metavar="DIR", help="Keep what names were resolved to in DIR, and use it again.")
@click.option("--backend", metavar="ENGINE", help="duckdb (default), local[N], or spark://HOST:PORT.")
@click.option(
    "--memory", default="2GB", show_default=True, metavar="SIZE", help="Memory for DuckDB, which then uses the disk."
)
@click.option("--quiet", is_flag=True, help="Print no progress on standard error.")
@weight_options
@format_option
@graph_option
@ends_in_order
def workforce(
    graph: CareerGraph,
    question: str,
    node: str | None,
    skills: str | None,
    people: str | None,
    demo: bool,
    by: str | None,
    conditions: tuple[str, ...],
    count: int | None,
    out: str | None,
    form: str,
    quiet: bool,
    **settings: Any,
) -> None:
    """Compare many people with the nodes of the graph.

    Questions: best (people for NODE, least to learn first), lacking (what each person lacks for NODE), nearest (nodes
    for each person), next (where transitions lead from each person's role), gaps (skills needed and missing), unknown
    (names that were not counted).
    """
    _refuse_misfits(question, node, by, count, out)
    if demo == (skills is not None):
        raise click.UsageError("give a table of skills with --skills, or --demo for made-up people")
    for table in filter(None, (skills, people)):
        if out and Path(out).exists() and Path(table).exists() and Path(out).samefile(table):
            raise click.UsageError("--out is one of the tables of people, which it would replace: name another file")
    equalities = _equalities(conditions)
    tell: Callable[[str], None] = (lambda _: None) if quiet else (lambda line: click.echo(line, err=True))
    with scratch_folder(Path(tempfile.gettempdir())) as folder:
        if demo:
            skills, people = _made_up(graph, folder / NEW)
            tell(f"{_MADE_UP:,} people are made up")
        found = graph.workforce(skills, people, progress=tell, **settings)
        chosen = found
        for column, value in equalities:
            chosen = chosen.where(**{column: value})
        table = _answer(chosen, question, node, by, count)
        _tell_unknown(found, question)
        _put(found, table, out, form)


def _made_up(graph: CareerGraph, folder: Path) -> tuple[str, str]:
    from ecomgraph.workforce.made_up import MadeUp

    made = MadeUp(graph.network)
    folder.mkdir()
    files = folder / "skills.csv", folder / "people.csv"
    for file, columns, rows in (
        (files[0], ("person", "skill", "level"), made.skills(_MADE_UP)),
        (files[1], ("person", "role", "department", "country"), made.people(_MADE_UP)),
    ):
        file.write_text(csv_lines([columns, *rows]), encoding="utf-8")
    return str(files[0]), str(files[1])


def _refuse_misfits(question: str, node: str | None, by: str | None, count: int | None, out: str | None) -> None:
    if (node is not None) != (question in _ABOUT_A_NODE):
        raise click.UsageError(f"{question} takes {'a node' if question in _ABOUT_A_NODE else 'no node'}")
    if by and question != "gaps":
        raise click.UsageError("--by is for gaps")
    if count is not None and question not in _DEFAULT_N:
        raise click.UsageError("-n is for best and nearest")
    if out and Path(out).suffix.lower() not in (".parquet", ".csv", ".json"):
        raise click.UsageError("--out must end in .parquet, .csv or .json")


def _equalities(conditions: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for condition in conditions:
        column, equals, value = condition.partition("=")
        if not equals:
            raise click.UsageError(f"--where must be COLUMN=VALUE, not {condition!r}")
        found.append((column.strip(), value.strip()))
    return found


def _answer(found: Workforce, question: str, node: str | None, by: str | None, count: int | None) -> Any:
    number = count or _DEFAULT_N.get(question, 0)
    if question == "best":
        return found.best(node or "", number)
    if question == "lacking":
        return found.lacking(node or "")
    if question == "nearest":
        return found.nearest(number)
    if question == "next":
        return found.next_steps()
    return found.gaps(by) if question == "gaps" else found.unknown_names()


def _tell_unknown(found: Workforce, question: str) -> None:
    if question != "unknown" and found.unknown:
        names = [it for it in found.unknown if it.kind != "person"]
        rows, strangers = (sum(it.rows for it in them) for them in (names, set(found.unknown) - set(names)))
        told = [f"{counted(rows, 'rows')} with {counted(len(names), 'unknown names')}"] * bool(rows)
        told += [f"{counted(strangers, 'rows')} of people who are not in the table of people"] * bool(strangers)
        are = "is" if rows + strangers == 1 else "are"
        write_aside(f"note: {' and '.join(told)} {are} not counted; 'ecomgraph workforce unknown' lists them\n")


def _put(found: Workforce, table: Any, out: str | None, form: str) -> None:
    columns = list(table.columns)
    if out is None:
        _print(found, table, columns, form)
        return
    if Path(out).suffix.lower() == ".parquet":
        found.write(table, out)
        return
    from ecomgraph.store.write import new_file

    with new_file(out, replace=True) as file:
        for text in _texts(found, table, columns, Path(out).suffix.lower()[1:]):
            file.write(text.encode())


def _texts(found: Workforce, table: Any, columns: list[str], form: str) -> Iterator[str]:
    """Yield an answer as CSV or as a list in JSON, some thousands of rows at a time."""
    if form == "csv":
        yield as_csv(columns, [])
        for batch in found.rows(table):
            yield csv_lines(batch)
        return
    before = "[\n"
    for batch in found.rows(table):
        items = ",\n".join(as_json(dict(zip(columns, map(_in_json, row), strict=True))).strip() for row in batch)
        if items:
            yield before + items
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _print(found: Workforce, table: Any, columns: list[str], form: str) -> None:
    if form != "table":
        for text in _texts(found, table, columns, form):
            write(text)
        return
    rows = [row for batch in found.rows(table.limit(_SHOWN + 1)) for row in batch]
    label_of = found.label
    things = [at for at, name in enumerate(columns) if name in ("node", "skill")]
    shown = [[label_of(cell) if at in things else _short(cell) for at, cell in enumerate(row)] for row in rows[:_SHOWN]]
    write(as_table(columns, shown))
    if len(rows) > _SHOWN:
        write_aside(f"note: these are the first {_SHOWN} rows; --out FILE writes all of them\n")


def _in_json(cell: Any) -> Any:
    """Return a cell as a JSON value: dates and the like as text, NaN as null."""
    if isinstance(cell, float):
        return cell if isfinite(cell) else None
    return cell if cell is None or isinstance(cell, str | int) else str(cell)


def _short(cell: Any) -> Any:
    return round(cell, 3) if isinstance(cell, float) else cell
