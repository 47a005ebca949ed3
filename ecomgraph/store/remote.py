"""A dataset that is a snapshot of an endpoint, and sends queries to the endpoint itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from ecomgraph.errors import QueryError, SourceError
from ecomgraph.store.checked_query import with_values
from ecomgraph.store.dataset import VOCABULARY, Dataset
from ecomgraph.store.endpoint import Endpoint, in_one
from ecomgraph.store.sparql_tokens import without_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ecomgraph.store.dataset import Term

__all__ = ["RemoteDataset", "fetched"]

_A = TypeVar("_A")

_GRAPHS = "SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph"
# Matches the keyword, but not a part of an IRI or of a name.
_NAMES_GRAPHS = re.compile(r"(?<![\w?$:/#.-])GRAPH(?![\w-])", re.IGNORECASE)
_COUNT = "SELECT (COUNT(*) AS ?count) { { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } }"
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_PAGES = (
    "SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o }} ORDER BY ?s ?p ?o LIMIT {limit} OFFSET {offset}",
    # Virtuoso sorts no more than 10,000 rows of a query with a limit, but all of a subquery; its JSON may be malformed.
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o }} ORDER BY ?s ?p ?o }} }}"
    " LIMIT {limit} OFFSET {offset}",
)


def fetched(endpoint: Endpoint) -> list[ox.Triple]:
    """Return all triples of an endpoint: those of its default graph, or of all its graphs if that one is empty.

    They are fetched with one CONSTRUCT, or in pages if the endpoint omits rows. Raises :class:`~ecomgraph.SourceError`
    for an endpoint that is empty or returns fewer triples than it counts.
    """
    count = _count(endpoint)
    if not count:
        graphs = (row[0] for row in _solutions(endpoint, _GRAPHS))
        endpoint.graphs = tuple(it.value for it in graphs if isinstance(it, ox.NamedNode))
        count = _count(endpoint) if endpoint.graphs else 0
    if not count:
        raise SourceError(endpoint.url, "holds no triples that this login may read")
    triples, _ = endpoint.triples(_ALL)
    if len(triples) < count:
        # Pages are smaller than this answer: Virtuoso's limit for a SELECT is one row lower than for a CONSTRUCT.
        triples = _paged(endpoint, count, max(1, len(triples) - len(triples) // 10 - 1))
    return triples


def _count(endpoint: Endpoint) -> int:
    rows = list(_solutions(endpoint, _COUNT))
    try:
        return sum(int(row[0].value) for row in rows)
    except (AttributeError, ValueError):
        raise SourceError(endpoint.url, "answers a COUNT query with something other than a number") from None


def _solutions(endpoint: Endpoint, query: str) -> Iterable[Any]:
    """Return the rows of a SELECT; an endpoint that answers with a truth value has none."""
    found, _ = endpoint.rows(query)
    return found if isinstance(found, ox.QuerySolutions) else ()


def _paged(endpoint: Endpoint, count: int, limit: int) -> list[ox.Triple]:
    most = limit
    for page in _PAGES:
        triples = _pages(endpoint, page, count, limit)
        if len(triples) >= count:
            return list(triples)
        most = max(most, len(triples))
    reason = f"gives {most:,} of its {count:,} triples: raise its limit of rows, or load a dump"
    raise SourceError(endpoint.url, reason)


def _pages(endpoint: Endpoint, page: str, count: int, limit: int) -> dict[ox.Triple, None]:
    """Return the triples of the pages, up to the first page that is refused or not full."""
    triples: dict[ox.Triple, None] = {}
    for offset in range(0, count, limit):
        try:
            triples.update(dict.fromkeys(_page(endpoint, page.format(limit=limit, offset=offset))))
        except (QueryError, SourceError):
            break
        if len(triples) < min(count, offset + limit):
            break
    return triples


def _page(endpoint: Endpoint, query: str) -> Iterable[ox.Triple]:
    if query.startswith("CONSTRUCT"):
        return endpoint.triples(query)[0]
    return [ox.Triple(*row) for row in _solutions(endpoint, query)]


class RemoteDataset(Dataset):
    """A snapshot of an endpoint's triples with derived ones; a complete endpoint runs the user's queries itself.

    An endpoint is complete if it has the vocabulary and all derived triples, so that its answers equal those of the
    snapshot.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(ox.Store())
        self.source = None
        self.endpoint = endpoint
        self.is_complete = False
        # A server that has omitted rows once is expected to do so again.
        self._cuts = False
        self._knows_codes = True

    def compare(self, triples: Sequence[ox.Triple]) -> None:
        """Determine from all triples of the endpoint whether it is complete."""
        there = set(triples)
        needed = (*self.triples(self.derived), *self.triples(VOCABULARY))
        self.is_complete = all(triple in there or _is_nameless(triple) for triple in needed)

    def query(
        self,
        text: str,
        substitutions: Mapping[str, Term] | None = None,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Run a query at the endpoint, or on the snapshot if it names graphs or the endpoint is incomplete."""
        from ecomgraph.store.query_guard import check_query

        checked = check_query(text.removeprefix("\ufeff"))
        graphs = (*default_graphs, *named_graphs, *checked.graphs)
        if graphs or not self.is_complete or self._cuts or _NAMES_GRAPHS.search(checked.rendering):
            return super().query(text, substitutions, default_graphs=default_graphs, named_graphs=named_graphs)
        if substitutions:
            checked = check_query(with_values(checked, substitutions))
        if checked.form in ("SELECT", "ASK"):
            rows, cut = self._answered(self.endpoint.rows, checked.rendering)
            if not cut:
                return rows
        else:
            triples, cut = self._answered(self.endpoint.triples, checked.rendering)
            if not cut:
                return in_one(triples)
        self._cuts = True
        return super().query(text, substitutions)

    def _answered(self, ask: Callable[[str], _A], rendering: str) -> _A:
        """Send a query to the endpoint; if it is refused, send it again without character escapes."""
        if not self._knows_codes:
            return ask(without_codes(rendering))
        try:
            return ask(rendering)
        except QueryError:
            answer = ask(without_codes(rendering))
            self._knows_codes = False
            return answer


def _is_nameless(triple: ox.Triple) -> bool:
    """Return whether a triple has a blank node, whose label differs at the endpoint."""
    return any(isinstance(term, ox.BlankNode) for term in (triple.subject, triple.object))
