"""Connect to a SPARQL endpoint: queries go there, everything else is answered from a snapshot."""

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
    """The graph of a SPARQL endpoint, as it was when it was connected to; nothing is ever written there.

    Stored queries and SPARQL run at the endpoint, with what it holds at that time, if it has the vocabulary and all
    derived triples; otherwise, and for everything else, the snapshot answers. The pickle of a graph, and the processes
    that run its queries, have the snapshot alone.
    """

    # The user's rules, which also apply when the snapshot is refreshed.
    _added: tuple[Rule, ...] = ()

    @property
    def endpoint(self) -> str:
        """The URL of the endpoint; ``""`` where only the snapshot has come along."""
        return self.dataset.endpoint.url if isinstance(self.dataset, RemoteDataset) else ""

    @property
    def pushes_down(self) -> bool:
        """Whether stored queries and SPARQL run at the endpoint."""
        return isinstance(self.dataset, RemoteDataset) and self.dataset.is_complete

    def refresh(self) -> Self:
        """Return the graph as the endpoint has it at present; this one stays as it is."""
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

    One CONSTRUCT fetches all triples; what rules derive is derived here. The endpoint's default graph is taken, or all
    its named graphs together if that one is empty. ``rules``, ``queries`` and ``language`` are as for
    :func:`~ecomgraph.load`. A request may take ``timeout`` seconds, by default 60. User and password, or a bearer
    token, come from the environment.

    Raises :class:`~ecomgraph.SourceError` for an address that cannot be reached, refuses the login, is no SPARQL
    endpoint or gives only part of its triples, :class:`~ecomgraph.LimitError` for one that is too slow, and
    :class:`~ecomgraph.FrameworkError` for derived triples that the rules do not conclude.
    """
    library, added = library_of(queries), added_rules(rules)
    graph = RemoteGraph(_snapshot(Endpoint(url, timeout=timeout), added))
    graph._library, graph._rules = library, tuple(dict.fromkeys(rule.name for rule in added))
    graph._loaded, graph._added = ("endpoint", False), added
    return graph.in_language(language) if language else graph


def _snapshot(endpoint: Endpoint, rules: tuple[Rule, ...]) -> RemoteDataset:
    """Return the triples of an endpoint, asserted and derived ones told apart by running the rules."""
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
    # Keep all derived triples of the endpoint: with more data, a rule with a negation may derive fewer.
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
