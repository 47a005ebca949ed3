"""The skills that a person has, on the command line: ``--have`` and ``--have-file``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecomgraph.careers.scales import with_levels
from ecomgraph.errors import ArgumentError, SourceError
from ecomgraph.store.encoding import decode
from ecomgraph.store.streams import read_bytes, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.scales import StatedLevels
    from ecomgraph.model import Degree

__all__ = ["have_options", "held_text", "skills_at_hand"]

# The maximum size of a cell, the same as in Python's CSV reader; a person has some hundreds of skills at most.
_MOST = 16 * 1024 * 1024
_LONGEST = 100_000
_DECIMAL_COMMA = re.compile(r"=\s*([0-9]{1,9},[0-9]{1,9}\s*%?)\s*(?=,|$)")


def have_options(function: Any) -> Any:
    """Add ``--have`` and ``--have-file``, for :func:`skills_at_hand`."""
    have = click.option(
        "--have",
        metavar="SKILLS",
        help="A person's skills: a,b=Advanced,c=3/5,d=40%. A skill without a level counts as wholly held.",
    )
    file = click.option(
        "--have-file",
        metavar="FILE",
        type=click.Path(path_type=Path, allow_dash=True),
        help="The same as CSV with the columns skill and level, such as a filled-in gap or plan; - is standard input.",
    )
    return have(file(function))


def skills_at_hand(have: str | None, file: Path | None) -> dict[str, StatedLevels] | None:
    """Return the skills given by the two options together, each with its levels; ``None`` if neither is used."""
    if have is None and file is None:
        return None
    if comma := _DECIMAL_COMMA.search(have or ""):
        number = comma[1].replace(",", ".")
        raise ArgumentError(f"--have: a comma separates skills; write {number}, or a percentage, not {comma[1]}")
    return with_levels((have or "").split(","), _rows(file) if file is not None else ())


def _rows(file: Path) -> Iterable[tuple[str, str | None]]:
    data = read_bytes(file, _MOST)
    if data.startswith(b"PK"):
        raise SourceError(shown(file), "is a workbook or an archive; save the table in it as CSV")
    # Excel's "Unicode text" is UTF-16.
    text = decode(data, name=shown(file))
    lines = text.splitlines()
    if any(len(line) > _LONGEST for line in lines):
        raise SourceError(shown(file), f"has a line of more than {_LONGEST:,} characters")
    header = lines[0] if lines else ""
    delimiter = max(",;\t", key=header.count)
    import csv

    rows = csv.DictReader(lines, delimiter=delimiter)
    columns = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
    if "skill" not in columns:
        raise SourceError(shown(file), "has no column 'skill': write a first line 'skill,level'")
    for row in rows:
        name = (row.get(columns["skill"]) or "").strip().removeprefix("'")
        if name:
            yield name, (row.get(columns["level"]) or "").strip() or None if "level" in columns else None


def held_text(held: Degree | None, *, stated: bool = True, some: bool = True) -> str:
    """Return a level as ``--have-file`` reads it: empty for a whole skill without a level, ``0%`` for none.

    >>> held_text(None, some=False), held_text(None)
    ('0%', '')
    """
    if not some:
        return "0%"
    if held is None or not stated:
        return ""
    return held.level or f"{held.degree:.4%}".rstrip("%").rstrip("0").rstrip(".") + "%"
