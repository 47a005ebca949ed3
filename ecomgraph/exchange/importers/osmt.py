"""Read the skills of an OSMT library in the CSV format of OSMT, which ecomgraph also exports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.ntriples_text import A, ecg, iri, is_iri, literal, term
from ecomgraph.exchange.importers.tool_table import has_header, minted, rows_of
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.tool_table import Row

__all__ = ["KIND", "read"]

_NAME, _STATEMENT, _URL = "RSD Name", "Skill Statement", "Canonical URL"
_CATEGORIES = ("Categories", "Category")
_MOST = 30
_ALIGNMENTS = tuple(f"Alignment {number} URL" if number > 1 else "Alignment URL" for number in range(1, _MOST))
_BESIDE = re.compile(r"Alignment( [0-9]+)? (Name|Framework)|Authors?|RSD ID")
_COLUMNS = (_NAME, _STATEMENT, _URL, "Keywords", *_CATEGORIES, *_ALIGNMENTS)


def _fits(source: Source) -> bool:
    return has_header(source, _NAME)


KIND = SourceKind(name="osmt", what="OSMT: the skills of a library (CSV)", fits=_fits, refines=("sssom", "matrix"))


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read skills below their categories; alignments become close matches, keywords other labels.

    Standards, certifications, occupations and employers have no equivalent in the model and are counted.
    """
    tag = options.language or "en"
    rows: dict[str, tuple[str, Row]] = {}
    for where, row in rows_of(path, options, problems, _COLUMNS, _unread):
        name = " ".join(row[_NAME].split())
        if not name:
            problems.add(where, "there is no RSD Name; every skill needs one")
        elif folded(name) in rows:
            problems.add(where, f'the RSD Name "{name}" occurs twice; rename one, because names identify skills')
        else:
            rows[folded(name)] = (where, {**row, _NAME: name})
    iris = {key: _iri(options.base, where, row, problems) for key, (where, row) in rows.items()}
    first: dict[str, str] = {}
    for key, (where, row) in rows.items():
        other = first.setdefault(iris[key], key)
        if other != key:
            same = f'"{row[_NAME]}" and "{rows[other][1][_NAME]}" of {rows[other][0]} have the same IRI'
            problems.add(where, f"{same}; change one of the names or of the Canonical URLs")
    lines: dict[str, None] = {}
    for key, (where, row) in rows.items():
        lines |= dict.fromkeys(_skill(iris[key], where, row, tag, problems))
        for category in _values(next((row[it] for it in _CATEGORIES if row.get(it)), "")):
            parent = iris.get(folded(category), minted(options.base, "skill", category))
            if parent not in iris.values():
                lines |= dict.fromkeys(_named(parent, category, tag))
            if parent != iris[key]:
                lines[f"{iri(iris[key])} {term('skos', 'broader')} {iri(parent)} .\n"] = None
    places = {iris[key]: where for key, (where, _) in rows.items()}
    return Reading(lines=list(lines), language=tag, places=places)


def _unread(column: str) -> tuple[str, bool]:
    return f"{column or 'a column without a header'} has no place in the model", bool(_BESIDE.fullmatch(column))


def _iri(base: str, where: str, row: Row, problems: Problems) -> str:
    url = row.get(_URL, "")
    if url and not is_iri(url):
        problems.add(where, f'{_URL} "{url}" is not an absolute IRI, such as https://example.org/1')
    return url if url and is_iri(url) else minted(base, "skill", row[_NAME])


def _skill(subject: str, where: str, row: Row, tag: str, problems: Problems) -> Iterator[str]:
    yield from _named(subject, row[_NAME], tag)
    statement = row.get(_STATEMENT, "")
    if statement and folded(statement) != folded(row[_NAME]):
        yield f"{iri(subject)} {term('skos', 'definition')} {literal(statement, tag)} .\n"
    for keyword in _values(row.get("Keywords", "")):
        if folded(keyword) != folded(row[_NAME]):
            yield f"{iri(subject)} {term('skos', 'altLabel')} {literal(keyword, tag)} .\n"
    for column in _ALIGNMENTS:
        for url in _values(row.get(column, "")):
            if is_iri(url):
                yield f"{iri(subject)} {term('skos', 'closeMatch')} {iri(url)} .\n"
            else:
                problems.add(where, f'{column} "{url}" is not an absolute IRI, such as https://example.org/1')


def _named(subject: str, name: str, tag: str) -> Iterator[str]:
    yield f"{iri(subject)} {A} {ecg('Skill')} .\n"
    yield f"{iri(subject)} {term('skos', 'prefLabel')} {literal(name, tag)} .\n"


def _values(cell: str) -> list[str]:
    return [name for it in cell.split(";") if (name := " ".join(it.split()))]
