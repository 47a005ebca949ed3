"""Encode values as cells of a spreadsheet, and decode them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.exchange.lint import FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.exchange.lint import Ledger

__all__ = [
    "LANGUAGE_MARK",
    "MOST_VALUES",
    "from_ooxml",
    "has_too_many",
    "join",
    "neutral",
    "plain",
    "safe_cell",
    "split",
    "to_ooxml",
]

# neutral() puts an apostrophe before texts that start with these: formulas, and texts that plain() would unescape.
_RUNS = re.compile(rf"[{re.escape(''.join(FORMULA))}]|'[{re.escape(''.join(FORMULA))}']")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
# The keywords of a workbook begin with this, followed by the language tag of its texts.
LANGUAGE_MARK = "ecomgraph, language "
# The maximum number of values in a cell.
MOST_VALUES = 100_000


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, with an apostrophe before ``= + - @``, tab or return.

    >>> neutral("=cmd()"), neutral("'=cmd()"), neutral("'tis")
    ("'=cmd()", "''=cmd()", "'tis")
    """
    return f"'{text}" if _RUNS.match(text) else text


def plain(cell: str) -> str:
    """Undo :func:`neutral`.

    >>> plain("'=cmd()"), plain("''=cmd()"), plain("'tis")
    ('=cmd()', "'=cmd()", "'tis")
    """
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell


def safe_cell(cell: str | int | float, where: str, ledger: Ledger) -> str | int | float:
    """Return a cell of a text file: numbers unchanged, texts escaped so that no spreadsheet runs them."""
    if not isinstance(cell, str):
        return cell
    text = ledger.text(cell, where)
    safe = neutral(text)
    if safe != text:
        ledger.repair(where, "an apostrophe added before a text that spreadsheets would run")
    return safe


def join(values: Iterable[str]) -> str:
    r"""Join values into one cell, separated by ``"; "``; backslashes escape semicolons and backslashes in values.

    >>> join(["SEO", "search; organic"])
    'SEO; search\\; organic'
    """
    return "; ".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)


def has_too_many(cell: str) -> bool:
    """Return whether a cell holds too many values, which would take much memory."""
    return cell.count(";") > MOST_VALUES


def split(cell: str) -> list[str]:
    r"""Return the values in a cell, without spaces around them.

    >>> split("SEO; search\\; organic;")
    ['SEO', 'search; organic']
    """
    parts = re.findall(r"((?:[^\\;]|\\.?)*)(?:;|$)", cell, flags=re.DOTALL)
    return [_unescaped(part.strip()) for part in parts if part.strip()]


def _unescaped(text: str) -> str:
    """Return a value without the backslashes that escape; text methods take a tenth of the time of a regex."""
    lone = (len(text) - len(text.rstrip("\\"))) % 2
    return "\\".join(piece.replace("\\", "") for piece in text.split("\\\\")) + "\\" * lone


def to_ooxml(text: str) -> str:
    r"""Return a text escaped for a cell of a workbook: control characters, which XML cannot hold, as ``_xHHHH_``.

    >>> to_ooxml("a\x01b"), to_ooxml("_x0041_")
    ('a_x0001_b', '_x005F_x0041_')
    """
    return _UNSAFE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def from_ooxml(cell: str) -> str:
    r"""Undo :func:`to_ooxml`.

    >>> from_ooxml("a_x0001_b"), from_ooxml("_x005F_x0041_")
    ('a\x01b', '_x0041_')
    """
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), cell)
