"""Messages for files that no importer reads: what the file is, and what to do."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.file_signatures import WAYS, signature, zip_names
from ecomgraph.exchange.importers.matrix_words import ROLES, SIGN
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["foreign", "is_archive", "misnamed", "unknown_text"]

_SHOWN = 4

# Formats that are recognized by the file name, because their content is plain text.
_ENDINGS = {
    ".markdown": "Markdown",
    ".md": "Markdown",
    ".rst": "reStructuredText",
    ".txt": "plain text",
}
# Formats that can be imported, recognized by content, and the extension that their files should have.
_CALLED = {
    "xlsx": "a zip archive, such as a workbook; rename it to .xlsx, .ods or .zip",
    "json": "JSON; rename it to .json",
    "rdfxml": "XML; rename it to .rdf if it is RDF/XML",
    "binary": "binary data of no known format; save it as .xlsx, or as CSV, and import that",
}
# Names of parts of workbooks, in Excel's formats and in OpenDocument.
_BOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
_TABLES = {"taxonomy": "a competency framework of Moodle in another layout"}
_LEVEL = re.compile(rf"|[0-9]{{1,3}}([.,][0-9]+)? ?%?|{SIGN}", re.IGNORECASE)
_TURNED = (
    "seems to have roles as rows; a matrix has skills as rows, below the header Skill, and roles as columns: transpose"
    " it (paste special); any other layout needs --map"
)
# Kinds of plain text, recognized by their beginning, and how messages name them.
_TURTLE = re.compile(r"(?im)^\s*(@?prefix\s+[\w.-]*:\s*<|@base\s+<|<[^>\s]+>\s+(a|<[^>\s]+>)\s)")
_YAML = re.compile(r"(?m)\A(#[^\n]*\n|---[^\n]*\n|\s)*[\w -]+:(\s|$)")
_BETWEEN = {",": "commas", ";": "semicolons", "\t": "tabs"}
_TABLE_ENDINGS = {".csv", ".tab", ".tsv"}


def foreign(path: Path, head: bytes) -> str:
    """Return what a file is and what to do, given its first bytes; ``""`` if it may be read.

    >>> from pathlib import Path
    >>> foreign(Path("roles.md"), b"# Roles")[:70]
    'is Markdown, which is not read; make one table with skills as rows and'
    """
    ending = path.suffix.lower()
    if path.is_file() and (found := signature(path)):
        return f"is {found.what}, which is not read; {found.remedy}"
    if head.startswith(b"PK\x05\x06"):
        return "is an empty zip archive; pack the files again"
    if head.startswith(b"PK\x03\x04"):
        return "" if zip_names(path) else "is a part of a zip archive or a workbook; download or save it again"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    if ending in _TABLE_ENDINGS or (ending == ".txt" and _delimiter(_text(head))):
        return _table(_text(head))
    return f"is {_ENDINGS[ending]}, which is not read; {WAYS}" if ending in _ENDINGS else ""


def is_archive(path: Path) -> bool:
    """Return whether a file is a zip archive, other than an Office document, which has the same format."""
    try:
        with path.open("rb") as file:
            names = zip_names(path) if file.read(2) == b"PK" else set()
    except OSError:
        return False
    return bool(names) and not names & _BOOKS and signature(path) is None


def misnamed(path: Path, holds: str, head: bytes) -> str:
    r"""Return the message for a file with a wrong extension, given the kind of its content and its first bytes.

    >>> from pathlib import Path
    >>> misnamed(Path("team.xlsx"), "text", b"Skill,Baker\nSQL,3\n")[:79]
    'does not match its extension .xlsx: it seems to be a table separated by commas;'
    """
    what = f"it is {_CALLED[holds]}" if holds in _CALLED else f"it {unknown_text(head)}"
    return f"does not match its extension {path.suffix.lower()}: {what}"


def _text(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "replace")


def _delimiter(text: str) -> str:
    """Return the delimiter of a table; "" if none occurs in both of its first two lines."""
    lines = text.lstrip("\ufeff").splitlines()[:2]
    return next((it for it in "\t;," if len(lines) > 1 and all(it in line for line in lines)), "")


def _table(text: str) -> str:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text) or ",")
    columns, first = (next(reader, []) for _ in range(2))
    if what := next((what for name, what in _TABLES.items() if name in columns), ""):
        return f"is {what}, which is not read; {WAYS}"
    if not any(map(str.strip, columns)):
        return "has no text in its first line; write a header there, such as Skill and the names of roles"
    if len(columns) == 1 and "|" in columns[0]:
        return "is separated by |; save it with commas, semicolons or tabs"
    if folded(columns[0]) in ROLES and len(first) > 1 and all(map(_LEVEL.fullmatch, map(str.strip, first[1:]))):
        return _TURNED
    there = ", ".join(name for it in columns[:_SHOWN] if (name := " ".join(it.split())))
    return (
        f"is one table with the columns {there}; a framework is a folder of them (see 'ecomgraph template'); a matrix"
        " has the header Skill above its skills, and the names of roles beside it; any other layout needs --map"
    )


def unknown_text(head: bytes) -> str:
    r"""Return the probable format of plain text without a known extension, and how to import it.

    >>> unknown_text(b"roles:\n  - baker\n")
    'seems to be YAML; rename it to .yaml, or use --as yaml'
    """
    text = _text(head)
    if _TURTLE.search(text):
        return "seems to be Turtle; rename it to .ttl, or use --as turtle"
    if delimiter := _delimiter(text):
        return f"seems to be a table separated by {_BETWEEN[delimiter]}; rename it to .csv, or use --as matrix"
    if _YAML.search(text):
        return "seems to be YAML; rename it to .yaml, or use --as yaml"
    return f"seems to be plain text, which is not read; {WAYS}"
