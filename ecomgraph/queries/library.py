"""Find stored queries: packaged ones, those of plugins, and those in a user's files."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ecomgraph.arguments import Paths, checked, each_path
from ecomgraph.errors import EcomgraphError, QueryError, SourceError, UnknownNameError
from ecomgraph.plugins import QUERIES, installed
from ecomgraph.queries.stored import StoredQuery
from ecomgraph.store.encoding import decode
from ecomgraph.store.packaged import files_below, packaged_files
from ecomgraph.store.streams import MAX_BYTES, is_stdin, read_bytes, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Library", "query_problems", "read_query", "search_queries", "stored_queries", "stored_query"]

_LOG = logging.getLogger(__name__)
# A name is used in addresses and in file names.
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@checked
class Library:
    """Stored queries by name: packaged ones, those of plugins, and those in a user's folders.

    Raises :class:`~ecomgraph.QueryError` for a query in a folder that cannot be run, or has the name of another query,
    and :class:`~ecomgraph.SourceError` for a folder that cannot be read or contains no query.

    >>> Library().get("skill-gap").topic
    'skills'
    """

    def __init__(self, folders: Paths = ()) -> None:
        self._own: dict[str, StoredQuery] = {}
        places: dict[str, str] = {}
        for folder in each_path(folders):
            for path, query in _folder_queries(Path(folder), topic=""):
                name = query.name
                if name in places or name in _files() or name in _plugin_queries()[0]:
                    other = places.get(name) or f"{name!r}, which is installed"
                    raise QueryError(f"{path}: has the same name as {other}; give the file another name")
                self._own[name], places[name] = query, str(path)

    def get(self, name: str) -> StoredQuery:
        """Return the query with a name; raise :class:`~ecomgraph.UnknownNameError` if there is none."""
        if name in self._own:
            return self._own[name]
        if name in _files():
            return _packaged_query(name)
        plugins, _ = _plugin_queries()
        if name in plugins:
            return plugins[name]
        near = get_close_matches(name, [*self._own, *_files(), *plugins], n=3, cutoff=0.5)
        raise UnknownNameError(name, "stored query", near)

    def __iter__(self) -> Iterator[StoredQuery]:
        """Yield all queries, by topic, then name."""
        queries = [*map(_packaged_query, _files()), *_plugin_queries()[0].values(), *self._own.values()]
        return iter(sorted(queries, key=lambda query: (query.topic, query.name)))

    def search(self, words: str) -> tuple[StoredQuery, ...]:
        """Return the queries whose name, topic, summary or question contains every word, ignoring case."""
        wanted = words.casefold().split()
        return tuple(query for query in self if all(word in _searched(query) for word in wanted))


def stored_queries() -> tuple[StoredQuery, ...]:
    """Return the packaged queries and those of plugins, by topic, then name.

    >>> [query.name for query in stored_queries() if query.topic == "alignments"][:2]
    ['esco-concepts', 'esco-for-role']
    """
    return tuple(Library())


@checked
def stored_query(name: str) -> StoredQuery:
    """Return one of the packaged queries or of those of plugins.

    >>> stored_query("skill-gap").returns
    ('skill', 'label', 'importance')
    """
    return Library().get(name)


@checked
def search_queries(words: str = "") -> tuple[StoredQuery, ...]:
    """Return the stored queries whose name, topic, summary or question contains every word, ignoring case.

    >>> [query.name for query in search_queries("lateral")]
    ['lateral-moves']
    """
    return Library().search(words)


def query_problems() -> tuple[str, ...]:
    """Return a sentence for each plugin query that is left out.

    >>> query_problems()
    ()
    """
    return _plugin_queries()[1]


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


def _folder_queries(folder: Path, *, topic: str) -> Iterator[tuple[Path, StoredQuery]]:
    """Yield the queries in and below a folder, each with its file.

    The topic of a query in a subfolder is the name of the subfolder. Directly in the folder it is ``topic``, by default
    the name of the folder.
    """
    try:
        files = files_below(folder, ".rq")
    except OSError as error:
        raise SourceError(str(folder), f"cannot be read as a folder of queries: {error.strerror or error}") from None
    if not files:
        raise SourceError(str(folder), "holds no query; queries are files whose names end with .rq")
    for path in files:
        if not _NAME.fullmatch(path.stem):
            raise QueryError(f"{path}: the name of a stored query has only a-z, 0-9 and hyphens; rename the file")
        if path.is_fifo():
            raise SourceError(str(path), "is a pipe, not a file; put a file there")
        query = read_query(path)
        own = path.parent.name if path.parent != folder else topic or folder.resolve().name
        yield path, replace(query, name=path.stem, topic=own)


@cache
def _packaged_query(name: str) -> StoredQuery:
    file = _files()[name]
    return StoredQuery.parse(name, file.read_text(encoding="utf-8"), topic=file.parent.name)


@cache
def _files() -> dict[str, Path]:
    return {file.name.removesuffix(".rq"): file for file in packaged_files("queries")}


@cache
def _plugin_queries() -> tuple[dict[str, StoredQuery], tuple[str, ...]]:
    """Return the queries of plugins by name, and a sentence for each that is left out."""

    def check(package: object) -> tuple[str, ...]:
        return () if getattr(package, "__path__", None) else ("is not a package, that is, a folder with .rq files",)

    packages, problems = installed(QUERIES, {}, check)
    found: dict[str, StoredQuery] = {}
    told = list(problems)
    for name, package in packages.items():
        try:
            for _, query in _folder_queries(Path(package.__path__[0]), topic=name):
                if query.name in found or query.name in _files():
                    told.append(f"query {query.name!r} of the plugin {name!r} is left out: there is one of that name")
                else:
                    found[query.name] = query
        except EcomgraphError as error:
            told.append(f"queries of the plugin {name!r} are left out: {error}")
    for problem in told:
        _LOG.warning("ecomgraph: %s", problem)
    return found, tuple(told)


def _searched(query: StoredQuery) -> str:
    return " ".join((query.name, query.topic, query.summary, query.question)).casefold()
