"""Read one table exported by ecomgraph or another tool, count its cells, and make IRIs for its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.sheets import read_text_table, text_of
from ecomgraph.spelling import counted, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["Row", "has_header", "minted", "rows_of"]

Row = dict[str, str]
_HEAD = 8192


def has_header(source: Source, *columns: str) -> bool:
    """Tell whether the first line of a text file has given columns."""
    if source.path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        return False
    with source.path.open("rb") as file:
        head = file.read(_HEAD)
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    first = head.decode(encoding, "replace").partition("\n")[0].casefold()
    return all(column.casefold() in first for column in columns)


def rows_of(
    path: Path,
    options: ImportOptions,
    problems: Problems,
    columns: Sequence[str],
    unread: Callable[[str], tuple[str, bool]],
    *,
    needed: int = 1,
) -> Iterator[tuple[str, Row]]:
    """Yield the place of each row and its cells by column name, and count the non-empty cells.

    Cells of ``columns``, the first ``needed`` of which are required, count as read. ``unread`` returns, for any other
    column, the reason why it is left out, and whether this is expected.
    """
    sheet = read_text_table(path, problems, encoding=options.encoding, known=columns)
    sheet.positions(*columns[:needed])
    for line, cells in sheet.above:
        problems.add(f"{sheet.where}:{line}", f"{counted(len(cells), 'cells')} above the header; remove the line")
    account = problems.account
    for line, cells in sheet.rows:
        row: Row = {}
        for name, cell in zip(sheet.header, cells, strict=False):
            # A spreadsheet treats a value that begins with an apostrophe as text.
            text = text_of(cell).strip()
            row[name] = text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text
            if not text:
                continue
            account.find(sheet.where, "cells")
            if name in columns:
                account.read(sheet.where, "cells")
            else:
                reason, expected = unread(name)
                account.leave(sheet.where, "cells", reason, expected=expected)
        yield f"{sheet.where}:{line}", row


def minted(base: str, kind: str, name: str) -> str:
    """Return an IRI for a thing, made from its name.

    >>> minted("https://ours.example/", "skill", "Data & reports")
    'https://ours.example/skill/data-reports'
    """
    return f"{base}{kind}/{slug(name)}"
