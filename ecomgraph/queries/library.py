"""Find stored queries: packaged ones, and those in a user's files."""

from __future__ import annotations

import os
from difflib import get_close_matches
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ecomgraph.arguments import checked
from ecomgraph.errors import QueryError, UnknownNameError
from ecomgraph.queries.stored import StoredQuery
from ecomgraph.store.encoding import decode
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.streams import MAX_BYTES, is_stdin, read_bytes, shown

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["read_query", "search_queries", "stored_queries", "stored_query"]


def stored_queries() -> tuple[StoredQuery, ...]:
    """Return the packaged queries, sorted by topic, then name.

    >>> [query.name for query in stored_queries() if query.topic == "alignments"][:2]
    ['esco-concepts', 'esco-for-role']
    """
    return tuple(map(stored_query, _files()))


@checked
@cache
def stored_query(name: str) -> StoredQuery:
    """Return a packaged query by name.

    >>> stored_query("skill-gap").returns
    ('skill', 'label', 'importance')
    """
    try:
        file = _files()[name]
    except KeyError:
        raise UnknownNameError(name, "stored query", get_close_matches(name, _files(), n=3, cutoff=0.5)) from None
    return StoredQuery.parse(name, file.read_text(encoding="utf-8"), topic=PurePath(str(file)).parent.name)


@checked
def search_queries(words: str = "") -> tuple[StoredQuery, ...]:
    """Return the stored queries that contain every word in name, topic, summary or question, ignoring case.

    >>> [query.name for query in search_queries("lateral")]
    ['lateral-moves']
    """
    wanted = words.casefold().split()
    return tuple(query for query in stored_queries() if all(word in _searched(query) for word in wanted))


@checked
def read_query(path: str | os.PathLike[str]) -> StoredQuery:
    """Return the query in a user's file; the header is optional.

    Raises :class:`~ecomgraph.SourceError` if the file cannot be read, :class:`~ecomgraph.ParseError` if it is not
    text, and :class:`~ecomgraph.QueryError` if the query is refused.
    """
    text = decode(read_bytes(path, MAX_BYTES), name=shown(path))
    if not text.strip():
        raise QueryError(f"{shown(path)}: the file is empty")
    return StoredQuery.parse(shown(path), text, topic="" if is_stdin(path) else shown(Path(path).parent.name))


@cache
def _files() -> dict[str, Traversable]:
    return {file.name.removesuffix(".rq"): file for file in packaged_files("queries")}


def _searched(query: StoredQuery) -> str:
    return " ".join((query.name, query.topic, query.summary, query.question)).casefold()
