"""Read one file that is a matrix: one row per skill, one column per role or level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.import_options import SourceKind
from ecomgraph.exchange.importers.matrix_sources import matrix_of
from ecomgraph.exchange.importers.matrix_words import BESIDE, LEADING
from ecomgraph.exchange.importers.tables import read_sheets
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions, Reading
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

_ENDINGS = {".csv", ".tsv", ".txt"}
_LINES = 10


def _fits(source: Source) -> bool:
    path = source.path
    if path.suffix.lower() not in _ENDINGS or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(1 << 16)
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    lines = head.decode(encoding, "replace").splitlines()[:_LINES]
    return any(_is_header(line, delimiter) for line in lines for delimiter in ",;\t")


def _is_header(line: str, delimiter: str) -> bool:
    cells = [folded(cell.strip().strip('"')) for cell in line.split(delimiter)]
    leading = [LEADING.get(cell, "") for cell in cells[:2]]
    # At most one column, its group or one without a header, comes before the skill.
    return len(cells) > 1 and (
        leading[0] == "skill" or (leading[1] == "skill" and (bool(leading[0]) or not cells[0] or cells[0] in BESIDE))
    )


KIND = SourceKind(name="matrix", what="a matrix: skills as rows, roles or levels as columns, one CSV file", fits=_fits)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read a text file as a matrix, regardless of its name."""
    others = [(path.stem, matrix_of(path, options, problems))]
    return read_sheets({}, others, options, problems, options.base)
