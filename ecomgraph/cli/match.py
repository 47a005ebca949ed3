"""The command that matches free-text skills or job titles with a framework."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ecomgraph.careers.name_kinds import CLOSE, MatchedKind
from ecomgraph.cli.limits import parsed_size
from ecomgraph.cli.options import format_option, graph_option
from ecomgraph.cli.output import emit, tell_notes
from ecomgraph.cli.signals import ends_in_order
from ecomgraph.errors import AmbiguousNameError, UnknownNameError
from ecomgraph.spelling import folded
from ecomgraph.web.answers import name_matches_json

if TYPE_CHECKING:
    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import Entity, NameMatch

__all__ = ["match"]

_BY: tuple[Literal["exact", "folded", "close", "several", "none"], ...] = (
    "exact",
    "folded",
    "close",
    "several",
    "none",
)


@click.command(epilog="Example: ecomgraph match skills.csv --to esco --db career.db --format csv")
@click.argument("file", metavar="FILE")
@click.option(
    "--to", "target", metavar="NAME", default="", help="Framework to search; default: the current or only one."
)
@click.option(
    "--kind", type=click.Choice(["skill", "role"]), default="skill", show_default=True, help="What the names are of."
)
@click.option("--column", default="", metavar="NAME", help="The column of the names, if FILE has several.")
@click.option(
    "--close",
    type=click.FloatRange(0, 1, min_open=True),
    default=CLOSE,
    show_default=True,
    metavar="SCORE",
    help="Minimum similarity of a name and a label, from 0 to 1.",
)
@click.option("--exact", is_flag=True, help="Match only equal names, ignoring case and white space.")
@click.option("-n", "count", type=click.IntRange(0), default=3, show_default=True, help="Number of alternatives.")
@click.option(
    "--from", "origin", default="", metavar="NAME", help="The framework that the names are of, for --mapping."
)
@click.option("--mapping", metavar="FILE", default="", help="Also write the matches as an SSSOM table to import.")
@click.option("--encoding", metavar="NAME", default="", help="Encoding of a text file that is not UTF-8.")
@click.option("--max-size", default="512M", show_default=True, callback=parsed_size, help="Refuse a larger file.")
@click.option("--force", is_flag=True, help="Replace the file of --mapping.")
@format_option
@graph_option
@click.pass_context
@ends_in_order
def match(
    context: click.Context,
    /,
    graph: CareerGraph,
    file: str,
    target: str,
    kind: MatchedKind,
    column: str,
    close: float,
    exact: bool,
    count: int,
    origin: str,
    mapping: str,
    encoding: str,
    max_size: int,
    force: bool,
    form: str,
) -> None:
    """Find what free-text skills or job titles stand for.

    FILE is CSV, a workbook, or a .txt file with a name a line; - is standard input. Names match exactly, else whatever
    their case and white space, else by likeness. The answer as CSV, once checked, is a file for --have-file; with
    --from and --mapping it is also written as mappings from one framework to the other. The exit code is 1 if nothing
    matches.
    """
    from ecomgraph.exchange.name_list import read_names

    if bool(mapping) != bool(origin):
        raise click.UsageError("--mapping FILE and --from NAME go together: a mapping joins two frameworks")
    searched = graph.framework(target) if target else graph.of()
    own = graph.framework(origin) if origin else None
    listed = read_names(file, kind, column=column, encoding=encoding, max_size=max_size)
    names = [name for name, _ in listed.rows]
    found = searched.match(names, kind, close=None if exact else close, alternatives=count)
    notes = list(listed.notes)
    if own is not None:
        notes += _write_mapping(Path(mapping), own, found, kind, (origin, target or "framework"), force=force)
    told = list(zip(found, (level for _, level in listed.rows), strict=True))
    emit(form, *_table(told, kind, form, listed.people), name_matches_json(told))
    counts = Counter(it.by for it in found)
    tell_notes(
        (*notes, ", ".join(f"{counts[by]} {by}" for by in _BY if counts[by]) or "there are no names in the file")
    )
    if not any(it.thing for it in found):
        context.exit(1)


def _table(
    told: list[tuple[NameMatch, str]], kind: str, form: str, people: tuple[str, ...]
) -> tuple[list[str], list[Row]]:
    """Return columns and rows; after corrections, their CSV can be read as the skills of one or many people."""
    named = [thing for it, _ in told for thing in (it.thing, *(other.thing for other in it.alternatives)) if thing]
    spelled = {thing.iri: folded(thing.label) for thing in named}
    carriers = Counter(spelled.values())

    def called(thing: Entity | None) -> str:
        # An ambiguous label would be refused, so write the IRI.
        return "" if thing is None else thing.label if carriers[spelled[thing.iri]] == 1 else thing.iri

    rows: list[Row] = [
        (
            it.name,
            called(it.thing),
            level,
            it.by,
            f"{it.score:.2f}",
            "; ".join(f"{called(other.thing)} ({other.score:.2f})" for other in it.alternatives),
            it.thing.iri if it.thing else "",
        )
        for it, level in told
    ]
    columns = ["name", kind, "level", "by", "score", "alternatives", "iri"]
    if people:
        columns = ["person", *columns]
        rows = [(person, *row) for person, row in zip(people, rows, strict=True)]
    return (columns, rows) if form == "csv" else (columns[:-1], [row[:-1] for row in rows])


def _write_mapping(
    path: Path, own: CareerGraph, found: tuple[NameMatch, ...], kind: str, names: tuple[str, str], *, force: bool
) -> list[str]:
    """Write a table of mappings, and return a note about names that the own framework does not know."""
    from ecomgraph.exchange.mapping_table import mapping_table
    from ecomgraph.spelling import counted
    from ecomgraph.store.write import new_file

    pairs: dict[str, tuple[Entity, NameMatch]] = {}
    unknown = 0
    for match in found:
        try:
            thing: Entity = own.role(match.name) if kind == "role" else own.skill(match.name)
        except (UnknownNameError, AmbiguousNameError):
            unknown += 1
        else:
            pairs.setdefault(thing.iri, (thing, match))
    text = mapping_table(pairs.values(), *names)
    with new_file(path, replace=force) as out:
        out.write(text.encode())
    return [f"{counted(unknown, 'names')} not in {names[0]}, and so not in the mapping"] if unknown else []
