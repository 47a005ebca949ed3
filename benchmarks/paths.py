"""One path and the ten best, beside networkx, rustworkx, igraph and SciPy; and the network built from the store.

The graphs are random, the same on every run; every peer gets the same arcs and weights, and its costs are compared
with ours. ``--large`` adds 100,000 nodes and 1.7 million arcs.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

from ecomgraph.careers.search import Digraph, Packing, ranked_paths, shortest_path

if TYPE_CHECKING:
    from collections.abc import Callable

K = 10


class Drawn(NamedTuple):
    """A random directed graph, its arcs sorted, none twice."""

    nodes: int
    arcs: list[tuple[int, int]]
    weights: list[int]

    @classmethod
    def of(cls, nodes: int, arcs: int) -> Drawn:
        """Draw it."""
        rng = random.Random(7)  # noqa: S311
        drawn = sorted({(rng.randrange(nodes), rng.randrange(nodes)) for _ in range(arcs)})
        return cls(nodes, drawn, [rng.randint(1, 100) for _ in drawn])


def timed(name: str, job: Callable[[int, int], object], pairs: list[tuple[int, int]], ours: float) -> list[object]:
    """Run a job on each pair, print the median and its ratio to ours, and return the answers."""
    times, answers = [], []
    for source, target in pairs:
        start = time.perf_counter()
        answers.append(job(source, target))
        times.append(time.perf_counter() - start)
    median = statistics.median(times)
    print(f"  {name:34} {median * 1e3:10.2f} ms {f'{median / ours:8.1f} x' if ours else ''}")
    timed.last = median  # type: ignore[attr-defined]
    return answers


def compare(drawn: Drawn, count: int, slow: int, ranked_peers: bool) -> None:
    """Measure one graph on ``count`` pairs, slow peers on the first ``slow`` of them."""
    import igraph
    import numpy as np
    import rustworkx as rx
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    rng = random.Random(11)  # noqa: S311
    pairs = [(one, other) for one, other in (rng.sample(range(drawn.nodes), 2) for _ in range(count))]
    packing = Packing.of(drawn.nodes)
    tails, heads = ([arc[end] for arc in drawn.arcs] for end in range(2))
    graph = Digraph.of(drawn.nodes, tails, heads, [packing.pack(weight, 1) for weight in drawn.weights])
    theirs: nx.DiGraph[int] = nx.DiGraph()
    theirs.add_nodes_from(range(drawn.nodes))
    theirs.add_weighted_edges_from((*arc, weight) for arc, weight in zip(drawn.arcs, drawn.weights, strict=True))
    rust = rx.PyDiGraph()
    rust.add_nodes_from(range(drawn.nodes))
    rust.add_edges_from([(*arc, float(weight)) for arc, weight in zip(drawn.arcs, drawn.weights, strict=True)])
    ig = igraph.Graph(n=drawn.nodes, edges=drawn.arcs, directed=True)
    ig.es["weight"] = drawn.weights
    matrix = csr_array((np.asarray(drawn.weights, float), (tails, heads)), shape=(drawn.nodes, drawn.nodes))
    weight = dict(zip(drawn.arcs, drawn.weights, strict=True))

    def along(nodes: list[int]) -> int:
        return sum(weight[step] for step in pairwise(nodes))

    def one(source: int, target: int) -> int:
        found = shortest_path(graph, source, target)
        assert found is not None
        return packing.cost(found.cost)

    print(f"{drawn.nodes} nodes, {len(drawn.arcs)} arcs: one path")
    ours = timed("ecomgraph", one, pairs, 0)
    base: float = timed.last  # type: ignore[attr-defined]
    jobs: dict[str, tuple[Callable[[int, int], object], int]] = {
        "networkx dijkstra_path": (lambda s, t: along(nx.dijkstra_path(theirs, s, t)), slow),
        "networkx bidirectional_dijkstra": (lambda s, t: nx.bidirectional_dijkstra(theirs, s, t)[0], count),
        "rustworkx dijkstra_shortest_paths": (
            lambda s, t: along(list(rx.dijkstra_shortest_paths(rust, s, t, weight_fn=float)[t])),
            count,
        ),
        "igraph get_shortest_path": (lambda s, t: along(ig.get_shortest_path(s, t, weights="weight")), count),
        "SciPy csgraph.dijkstra": (lambda s, t: int(dijkstra(matrix, indices=s)[t]), slow),
    }
    for name, (job, limit) in jobs.items():
        assert timed(name, job, pairs[:limit], base) == ours[:limit]

    print(f"{drawn.nodes} nodes, {len(drawn.arcs)} arcs: {K} best loopless paths")
    best = timed(
        "ecomgraph",
        lambda s, t: [packing.cost(found.cost) for found in islice(ranked_paths(graph, s, t), K)],
        pairs,
        0,
    )
    base = timed.last  # type: ignore[attr-defined]
    few = pairs[:slow]
    answers = timed(
        "networkx shortest_simple_paths",
        lambda s, t: [along(it) for it in islice(nx.shortest_simple_paths(theirs, s, t, weight="weight"), K)],
        few,
        base,
    )
    assert answers == best[:slow]
    if ranked_peers:
        answers = timed(
            "igraph get_k_shortest_paths",
            lambda s, t: [along(it) for it in ig.get_k_shortest_paths(s, t, K, weights="weight")],
            few,
            base,
        )
        assert answers == best[:slow]


def build() -> None:
    """Measure a network of 3,000 roles and 52,000 transitions, from the store and from rdflib into networkx."""
    import pyoxigraph as ox
    import rdflib

    from ecomgraph.careers.network import Network
    from ecomgraph.catalog import Catalog
    from ecomgraph.namespace import ECG, PREFIXES
    from ecomgraph.store.dataset import Dataset

    drawn = Drawn.of(3_000, 52_000)
    typed, base = ox.NamedNode(PREFIXES["rdf"] + "type"), "https://made-up.example/"
    triples = [ox.Triple(ox.NamedNode(f"{base}r{node}"), typed, ox.NamedNode(ECG.Role)) for node in range(drawn.nodes)]
    for arc, ends in enumerate(drawn.arcs):
        move = ox.NamedNode(f"{base}t{arc}")
        triples += [
            ox.Triple(move, ox.NamedNode(link), ox.NamedNode(f"{base}r{end}"))
            for link, end in zip((ECG.transitionFrom, ECG.transitionTo), ends, strict=True)
        ]
    dataset = Dataset()
    dataset.add(triples)
    memory = rdflib.Graph()
    for it in triples:
        memory.add((rdflib.URIRef(it.subject.value), rdflib.URIRef(it.predicate.value), rdflib.URIRef(it.object.value)))  # type: ignore[union-attr]

    def into_networkx() -> nx.MultiDiGraph[str]:
        found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in memory.subjects(rdflib.RDF.type, rdflib.URIRef(ECG.Role)):
            found.add_node(str(node))
        for move, source in memory.subject_objects(rdflib.URIRef(ECG.transitionFrom)):
            target = memory.value(move, rdflib.URIRef(ECG.transitionTo))
            found.add_edge(str(source), str(target), key=str(move))
        return found

    text = "\n".join(f"{it} ." for it in triples).encode()

    def from_file() -> Network:
        fresh = Dataset()
        fresh.add(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
        return Network(Catalog(fresh))

    def from_file_with_rdflib() -> nx.MultiDiGraph[str]:
        nonlocal memory
        memory = rdflib.Graph().parse(data=text, format="nt")
        return into_networkx()

    jobs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "loaded already": (lambda: Network(Catalog(dataset)), into_networkx),
        "parsing included": (from_file, from_file_with_rdflib),
    }
    for title, pair in jobs.items():
        times = []
        for job in pair:
            start = time.perf_counter()
            job()
            times.append(time.perf_counter() - start)
        print(f"network of {drawn.nodes} roles and {len(drawn.arcs)} transitions, {title}")
        print(f"  ecomgraph                          {times[0] * 1e3:10.0f} ms")
        print(f"  rdflib into networkx               {times[1] * 1e3:10.0f} ms {times[1] / times[0]:8.1f} x")


def main() -> None:
    """Print medians and ratios."""
    build()
    compare(Drawn.of(3_000, 52_000), count=30, slow=10, ranked_peers=True)
    if "--large" in sys.argv:
        compare(Drawn.of(100_000, 1_700_000), count=11, slow=3, ranked_peers=True)


if __name__ == "__main__":
    main()
