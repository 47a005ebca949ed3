"""Connect to a SPARQL endpoint: it runs the queries; a snapshot answers everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from ecomgraph.arguments import Paths, checked
from ecomgraph.graph.career_graph import CareerGraph
from ecomgraph.graph.loading import add_asserted, added_rules, library_of, refuse_unfounded, stated_language
from ecomgraph.store.dataset import VOCABULARY, Dataset
from ecomgraph.store.endpoint import Endpoint
from ecomgraph.store.remote import RemoteDataset, fetched

if TYPE_CHECKING:
    from ecomgraph.reasoning.rules import Rule

__all__ = ["RemoteGraph", "connect"]


class RemoteGraph(CareerGraph):
    """The graph of a SPARQL endpoint, as of the time of connecting; read-only.

    Stored queries and SPARQL run at the endpoint, on its current data, if the endpoint has the vocabulary and all
    derived triples. Otherwise, and for everything else, the snapshot answers. Pickles of the graph, and the processes
    that run its queries, contain only the snapshot.
    """

    # The user's rules, which also apply when the snapshot is refreshed.
    _added: tuple[Rule, ...] = ()

    @property
    def endpoint(self) -> str:
        """The URL of the endpoint; ``""`` in a process that has only the snapshot."""
        return self.dataset.endpoint.url if isinstance(self.dataset, RemoteDataset) else ""

    @property
    def pushes_down(self) -> bool:
        """Whether stored queries and SPARQL run at the endpoint."""
        return isinstance(self.dataset, RemoteDataset) and self.dataset.is_complete

    def refresh(self) -> Self:
        """Return a new graph with the current data of the endpoint; this graph does not change."""
        if not isinstance(self.dataset, RemoteDataset):
            return self
        found = type(self).__new__(type(self))
        dataset = _snapshot(Endpoint(self.endpoint, timeout=self.dataset.endpoint.timeout), self._added)
        found.__setstate__(self.__getstate__() | {"dataset": dataset, "_known": ()})
        return found


@checked
def connect(
    url: str, *, rules: Paths = (), queries: Paths = (), language: str = "", timeout: float | None = None
) -> RemoteGraph:
    """Return the graph of a SPARQL endpoint, read-only; see docs/remote.md.

    One CONSTRUCT query fetches all triples, and the derivation rules run locally. The endpoint's default graph is used,
    or the union of its named graphs if the default graph is empty. ``rules``, ``queries`` and ``language`` are as for
    :func:`~ecomgraph.load`. ``timeout`` is the limit for each request in seconds, 60 by default. User and password, or
    a bearer token, are read from the environment.

    Raises :class:`~ecomgraph.SourceError` for an address that is unreachable, rejects the login, is not a SPARQL
    endpoint or returns only part of its triples; :class:`~ecomgraph.LimitError` for an endpoint that is too slow; and
    :class:`~ecomgraph.FrameworkError` for derived triples that the rules do not conclude.
    """
    library, added = library_of(queries), added_rules(rules)
    graph = RemoteGraph(_snapshot(Endpoint(url, timeout=timeout), added))
    graph._library, graph._rules = library, tuple(dict.fromkeys(rule.name for rule in added))
    graph._loaded, graph._added = ("endpoint", False), added
    return graph.in_language(language) if language else graph


def _snapshot(endpoint: Endpoint, rules: tuple[Rule, ...]) -> RemoteDataset:
    """Return the triples of an endpoint; running the rules separates derived from asserted ones."""
    from ecomgraph.reasoning.derived_claims import split_claims
    from ecomgraph.reasoning.find_derived import candidates
    from ecomgraph.store.reified import as_axioms

    triples = fetched(endpoint)
    vocabulary = Dataset()
    vocabulary.add_packaged("vocabulary", VOCABULARY)
    quads, _ = as_axioms([ox.Quad(*triple) for triple in triples])
    theirs = [quad.triple for quad in quads if quad.triple not in vocabulary]
    perhaps = candidates(theirs, vocabulary)
    dataset = _derived(endpoint, [it for it in theirs if it not in perhaps], rules)
    asserted = [it for it in theirs if it not in perhaps or it not in dataset]
    _, claims = split_claims([ox.Quad(*it) for it in perhaps])
    claimed = set(claims)
    if any(it in perhaps and it not in claimed for it in asserted):
        dataset = _derived(endpoint, asserted, rules)
    # Keep all derived triples of the endpoint: with more data, a rule with negation may derive fewer triples.
    dataset.add([it for it in theirs if it not in claimed])
    refuse_unfounded(dataset, claims, (endpoint.url,))
    dataset.language = stated_language(dataset)
    dataset.compare(triples)
    return dataset


def _derived(endpoint: Endpoint, triples: list[ox.Triple], rules: tuple[Rule, ...]) -> RemoteDataset:
    from ecomgraph.reasoning.added_rules import with_added
    from ecomgraph.reasoning.rules import derive

    dataset = RemoteDataset(endpoint)
    dataset.add_packaged("vocabulary", VOCABULARY)
    add_asserted(dataset, [ox.Quad(*triple) for triple in triples])
    derive(dataset, with_added(rules))
    return dataset
