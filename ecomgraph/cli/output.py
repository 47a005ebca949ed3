"""Print answers: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from errno import EBADF
from typing import TYPE_CHECKING
from unicodedata import bidirectional, category, east_asian_width

import click

from ecomgraph.errors import SourceError
from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Cell = str | int | float | None
    Row = Sequence[Cell]

__all__ = [
    "READER_GONE",
    "as_csv",
    "as_json",
    "as_table",
    "compact",
    "csv_lines",
    "emit",
    "forget_stdout",
    "one_line",
    "readable",
    "steady_json",
    "tell_notes",
    "write",
    "write_aside",
    "write_json",
]

# The exit code that a shell reports for a process ended by SIGPIPE.
READER_GONE = 141
# Control characters and bidirectional overrides.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# The same, except line ends, tabs and the color codes of tables, for text that is printed unchanged.
_STEERING_TEXT = re.compile(r"(?!\x1b\[[0-9;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?")


def compact(iri: str) -> str:
    """Return an IRI as a prefixed name if a known prefix matches, else unchanged.

    >>> compact("https://w3id.org/ecomgraph/role/ecommerce-manager")
    'role:ecommerce-manager'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = next((prefix for prefix, namespace in PREFIXES.items() if namespace == iri[:cut]), None)
    return f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri


def emit(form: str, columns: Sequence[str], rows: Sequence[Row], value: object, *, aside: bool = False) -> None:
    """Print one answer: ``rows`` as a table or as CSV, or ``value`` as JSON; ``aside`` on standard error."""
    printed = write_aside if aside else write
    if form == "json":
        printed(as_json(value))
    elif form == "csv":
        printed(as_csv(columns, rows))
    else:
        printed(as_table(columns, rows))


def as_json(value: object) -> str:
    r"""Return indented JSON with unescaped non-ASCII characters.

    >>> as_json({"label": "Café"})
    '{\n  "label": "Café"\n}\n'
    """
    import json

    return steady_json(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def steady_json(text: str) -> str:
    r"""Return equivalent JSON in which control characters and bidirectional overrides are escaped.

    >>> print(steady_json('"\u202egpj.exe"'))
    "\u202egpj.exe"
    """
    known = readable(text, errors="surrogateescape")
    return re.sub(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", known)


def as_csv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    r"""Return CSV in which a spreadsheet reads no text as a formula; numbers stay numbers.

    >>> as_csv(["skill", "change"], [["=HYPERLINK(1)", -1], ["Baking", None]])
    "skill,change\n'=HYPERLINK(1),-1\nBaking,\n"
    """
    return csv_lines([columns, *rows])


def csv_lines(rows: Iterable[Row]) -> str:
    """Return CSV lines like :func:`as_csv`, without a header."""
    from ecomgraph.exchange.cells import neutral

    def safe(cell: Cell) -> Cell:
        return neutral(cell) if isinstance(cell, str) and not _NEGATIVE.fullmatch(cell) else cell

    import csv

    lines = _Lines()
    # csv.writer quotes a cell for a line-end character only if its own lineterminator has that character.
    csv.writer(lines, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """The target of a CSV writer, which receives one row at a time."""

    def write(self, line: str) -> None:
        """Store a row."""
        self.append(line.removesuffix("\r\n") + "\n")


def as_table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    r"""Return a table, drawn with rich on a terminal, otherwise as aligned columns.

    >>> print(as_table(["skill", "weight"], [["Baking", 10], ["Tasting", 5]]), end="")
    skill    weight
    Baking       10
    Tasting       5
    """
    cells = [["" if cell is None else one_line(str(cell)) for cell in row] for row in rows]
    numeric = [bool(rows) and all(isinstance(row[at], int | float) for row in rows) for at in range(len(columns))]
    return _rich(columns, cells, numeric) if on_terminal() else _plain(columns, cells, numeric)


def _plain(columns: Sequence[str], rows: list[list[str]], numeric: list[bool]) -> str:
    lines = [[one_line(column) for column in columns], *rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(
            f"{' ' * (width - _width(cell))}{cell}" if right else f"{cell}{' ' * (width - _width(cell))}"
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


def _width(text: str) -> int:
    """Return the width of a text in a monospaced font: Chinese and Japanese letters take two columns, marks none.

    >>> _width("パン"), _width("Cafe\u0301")
    (4, 4)
    """
    if text.isascii():
        return len(text)
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(category(letter) in ("Mn", "Me", "Cf") for letter in text)


def _rich(columns: Sequence[str], rows: list[list[str]], numeric: list[bool]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Cells are Text objects, so that rich does not read brackets in labels as markup.
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, right in zip(columns, numeric, strict=True):
        table.add_column(Text(one_line(column)), justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_in_its_column(cell)) for cell in row))
    console = Console(color_system=None if os.environ.get("NO_COLOR") else "auto")
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _in_its_column(cell: str) -> str:
    r"""Return a cell for a terminal, with a left-to-right mark after right-to-left text.

    Without the mark, terminals that reorder such text treat two adjacent cells as one text, and swap them.

    >>> _in_its_column("Tailor"), _in_its_column("\u062e\u064a\u0627\u0637") == "\u062e\u064a\u0627\u0637\u200e"
    ('Tailor', True)
    """
    return cell if cell.isascii() or all(bidirectional(it) not in {"R", "AL"} for it in cell) else f"{cell}\u200e"


def on_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def one_line(text: str) -> str:
    r"""Return a text on one line, with control characters and bidirectional overrides escaped.

    >>> one_line("Web\n analytics\x1b[2J"), one_line("\u202egpj.exe")
    ('Web analytics\\x1b[2J', '\\u202egpj.exe')
    """
    return _STEERING.sub(_escaped, " ".join(readable(text).split()))


def tell_notes(notes: Iterable[str]) -> None:
    """Write notes to standard error, each on a line."""
    for note in notes:
        click.echo(f"note: {one_line(note)}", err=True)


def readable(text: str, errors: str = "backslashreplace") -> str:
    r"""Return a text with surrogate-escaped bytes decoded as UTF-8 if possible, otherwise as escapes.

    >>> readable("caf\udcc3\udca9"), readable("caf\udce9")
    ('café', 'caf\\xe9')
    """
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", errors)
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()


def _escaped(match: re.Match[str]) -> str:
    return repr(match[0])[1:-1]


def write(text: str) -> None:
    """Print text in UTF-8, or on a terminal in its encoding and with control characters escaped.

    Exits silently if the reader closes the output pipe.
    """
    if sys.stdout is None:
        raise SourceError("standard output", f"cannot be written: {os.strerror(EBADF)}")
    encoding, text = "utf-8", readable(text)
    if on_terminal():
        encoding, text = sys.stdout.encoding, _STEERING_TEXT.sub(_escaped, text)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        forget_stdout()
        sys.exit(READER_GONE)
    except OSError as error:
        forget_stdout()
        raise SourceError("standard output", f"cannot be written: {error.strerror or error}") from None


def write_json(value: Mapping[str, object], key: str, items: Iterable[object]) -> None:
    """Print an object like :func:`as_json`, with a final list whose items are printed as they are produced.

    The JSON is well-formed even if iterating over the items raises an error.
    """
    end = "\n  ]\n}\n"
    start = as_json({**value, key: [0]}).removesuffix(f"\n    0{end}")
    try:
        for item in items:
            write(start + ("\n" + as_json(item).removesuffix("\n")).replace("\n", "\n    "))
            start = ","
    finally:
        write(end)


def write_aside(text: str) -> None:
    """Print text on standard error, because standard output is used for something else."""
    click.echo(_STEERING_TEXT.sub(_escaped, text), err=True, nl=False)


def forget_stdout() -> None:
    """Discard buffered output, because flushing it when the interpreter exits would print an error."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
