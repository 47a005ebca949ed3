"""One path and the ten best, compared with networkx, rustworkx, igraph and SciPy; and building the network.

The graphs are random, the same on every run; every peer gets the same edges and weights, and its costs are compared
with ours. ``--large`` adds 100,000 nodes and 1.7 million edges. A peer has a time limit for its pairs: an
unfinished pair counts with the time so far, and the ratio as "at least". Seconds are processor time.

rustworkx has no search for loopless paths in order of cost: its fastest search for one path replaces ours in Yen's
algorithm, with forbidden edges removed from the graph temporarily. Its ``k_shortest_path_lengths`` answers less (only
the cost of the k-th walk, with loops) and is printed for comparison only.
"""

from __future__ import annotations

import gc
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import time
from heapq import heappop, heappush
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx
import pyoxigraph as ox
import rdflib

import ecomgraph
from ecomgraph.careers.network import Network
from ecomgraph.careers.search.additive import Digraph, Packing, ranked_paths, shortest_path
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.catalog import Catalog
from ecomgraph.store.dataset import ASSERTED, Dataset

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    Job = Callable[[int, int], Any]

K = 10
ONET = Path("../shared/data/onet-29.2")
PATIENCE = 240  # seconds for each peer and task


class Drawn(NamedTuple):
    """A random directed graph with sorted, distinct edges."""

    nodes: int
    edges: list[tuple[int, int]]
    weights: list[int]

    @classmethod
    def of(cls, nodes: int, edges: int) -> Drawn:
        """Draw it."""
        rng = random.Random(7)  # noqa: S311
        drawn = sorted({(rng.randrange(nodes), rng.randrange(nodes)) for _ in range(edges)})
        return cls(nodes, drawn, [rng.randint(1, 100) for _ in drawn])


class Measured(NamedTuple):
    """Seconds for each pair, in order, the answers, and whether the last pair was cut short."""

    seconds: list[float]
    answers: list[Any]
    cut: bool


def measure(job: Job, pairs: list[tuple[int, int]]) -> Measured:
    """Run a job on each pair."""
    seconds, answers = [], []
    for source, target in pairs:
        start = time.process_time()
        answers.append(job(source, target))
        seconds.append(time.process_time() - start)
    return Measured(seconds, answers, cut=False)


def measure_apart(job: Job, pairs: list[tuple[int, int]]) -> Measured:
    """Run a job on each pair, in a process that can be stopped at any point."""
    here, there = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("fork").Process(target=_work, args=(job, pairs, there))
    seconds: list[float] = []
    answers: list[Any] = []
    start = time.monotonic()
    worker.start()
    there.close()
    for _ in pairs:
        if not here.poll(start + PATIENCE - time.monotonic()):
            worker.kill()
            return Measured([*seconds, max(0.0, PATIENCE - sum(seconds))], answers, cut=True)
        spent, answer = here.recv()
        seconds.append(spent)
        answers.append(answer)
    worker.join()
    return Measured(seconds, answers, cut=False)


def _work(job: Job, pairs: list[tuple[int, int]], results: Connection) -> None:
    for source, target in pairs:
        start = time.process_time()
        answer = job(source, target)
        results.send((time.process_time() - start, answer))


def side_by_side(
    title: str, own: Job, peers: dict[str, tuple[Job, int]], pairs: list[tuple[int, int]], *, stoppable: bool
) -> None:
    """Print medians, and the ratio of each peer's time to ours on the pairs that it ran."""
    print(title)
    ours = measure(own, pairs)
    print(f"  {'ecomgraph':40} {statistics.median(ours.seconds) * 1e3:10.2f} ms   {len(pairs)} pairs", flush=True)
    for name, (job, limit) in peers.items():
        found = (measure_apart if stoppable else measure)(job, pairs[:limit])
        for theirs, mine in zip(found.answers, ours.answers, strict=False):
            # A peer that allows loops must not find higher costs.
            assert theirs <= mine[-1] if "walk" in name else theirs == mine
        done = len(found.seconds)
        mine, theirs = statistics.median(ours.seconds[:done]), statistics.median(found.seconds)
        least = ">=" if found.cut and done <= 2 else ""
        cut = f", the last of them cut short at {found.seconds[-1]:.0f} s" if found.cut else ""
        print(
            f"  {name:40} {least:>2}{theirs * 1e3:10.2f} ms {least:>2}{theirs / mine:8.1f} x   {done} pairs{cut}",
            flush=True,
        )


class Peers:
    """The same graph in every library."""

    def __init__(self, drawn: Drawn) -> None:
        import igraph
        import numpy as np
        import rustworkx as rx
        from scipy.sparse import csr_array

        tails, heads = ([edge[end] for edge in drawn.edges] for end in range(2))
        self.packing = Packing.of(drawn.nodes, ranked=0)
        self.own = Digraph.of(drawn.nodes, tails, heads, [self.packing.pack(weight, 1) for weight in drawn.weights])
        self.networkx: nx.DiGraph[int] = nx.DiGraph()
        self.networkx.add_nodes_from(range(drawn.nodes))
        weighted = [(*edge, weight) for edge, weight in zip(drawn.edges, drawn.weights, strict=True)]
        self.networkx.add_weighted_edges_from(weighted)
        self.rust = rx.PyDiGraph()
        self.rust.add_nodes_from(range(drawn.nodes))
        self.rust.add_edges_from([(tail, head, float(weight)) for tail, head, weight in weighted])
        self.igraph = igraph.Graph(n=drawn.nodes, edges=drawn.edges, directed=True)
        self.igraph.es["weight"] = drawn.weights
        self.matrix = csr_array(
            (np.asarray(drawn.weights, float), (np.asarray(tails, np.int32), np.asarray(heads, np.int32))),
            shape=(drawn.nodes, drawn.nodes),
        )
        self.weight = dict(zip(drawn.edges, drawn.weights, strict=True))

    def along(self, nodes: list[int]) -> int:
        """Return the cost of a path."""
        return sum(self.weight[step] for step in pairwise(nodes))

    def one(self, source: int, target: int) -> int:
        """Return the cost of our path."""
        found = shortest_path(self.own, source, target)
        assert found is not None
        return self.packing.cost(found.cost)

    def best(self, source: int, target: int) -> list[int]:
        """Return the costs of our best paths."""
        return [self.packing.cost(found.cost) for found in islice(ranked_paths(self.own, source, target), K)]

    def best_of_rustworkx(self, source: int, target: int) -> list[int]:
        """Return the costs of the best paths by Yen's algorithm over rustworkx."""
        first = self._one_of_rustworkx(source, target)
        found: list[list[int]] = []
        waiting = [(self.along(first), first)]
        seen = {tuple(first)}
        while waiting and len(found) < K:
            _, path = heappop(waiting)
            found.append(path)
            for at in range(len(path) - 1):
                barred = {(node, head) for node in path[:at] for head in self.rust.successor_indices(node)}
                barred |= {(it[at], it[at + 1]) for it in found if it[: at + 1] == path[: at + 1] and len(it) > at + 1}
                self.rust.remove_edges_from(list(barred))
                spur = self._one_of_rustworkx(path[at], target)
                self.rust.add_edges_from([(*edge, float(self.weight[edge])) for edge in barred])
                whole = path[:at] + spur
                if spur and tuple(whole) not in seen:
                    seen.add(tuple(whole))
                    heappush(waiting, (self.along(whole), whole))
        return [self.along(path) for path in found]

    def _one_of_rustworkx(self, source: int, target: int) -> list[int]:
        import rustworkx as rx

        found = rx.dijkstra_shortest_paths(self.rust, source, target, weight_fn=float)
        return list(found[target]) if target in found else []


def compare(drawn: Drawn, count: int, slow: int) -> None:
    """Measure one graph on ``count`` pairs, slow peers on the first ``slow`` of them."""
    import rustworkx as rx
    from scipy.sparse.csgraph import dijkstra, yen

    rng = random.Random(11)  # noqa: S311
    pairs = [(one, other) for one, other in (rng.sample(range(drawn.nodes), 2) for _ in range(count))]
    at = Peers(drawn)
    gc.collect()
    gc.freeze()
    size = f"{drawn.nodes} nodes, {len(drawn.edges)} edges"
    one: dict[str, tuple[Job, int]] = {
        "networkx dijkstra_path": (lambda s, t: at.along(nx.dijkstra_path(at.networkx, s, t)), slow),
        "networkx bidirectional_dijkstra": (lambda s, t: nx.bidirectional_dijkstra(at.networkx, s, t)[0], count),
        "rustworkx dijkstra_shortest_paths": (
            lambda s, t: at.along(list(rx.dijkstra_shortest_paths(at.rust, s, t, weight_fn=float)[t])),
            count,
        ),
        "igraph get_shortest_path": (
            lambda s, t: at.along(at.igraph.get_shortest_path(s, t, weights="weight")),
            count,
        ),
        "SciPy csgraph.dijkstra": (lambda s, t: int(dijkstra(at.matrix, indices=s)[t]), slow),
    }
    side_by_side(f"{size}: one path", at.one, one, pairs, stoppable=False)
    several: dict[str, tuple[Job, int]] = {
        "networkx shortest_simple_paths": (
            lambda s, t: [
                at.along(it) for it in islice(nx.shortest_simple_paths(at.networkx, s, t, weight="weight"), K)
            ],
            slow,
        ),
        "rustworkx, Yen over dijkstra": (at.best_of_rustworkx, slow),
        "rustworkx k_shortest_path_lengths, walk": (
            lambda s, t: int(rx.k_shortest_path_lengths(at.rust, s, K, float, t)[t]),
            slow,
        ),
        "igraph get_k_shortest_paths": (
            lambda s, t: [at.along(it) for it in at.igraph.get_k_shortest_paths(s, t, K, weights="weight")],
            slow,
        ),
        "SciPy csgraph.yen": (lambda s, t: list(map(int, yen(at.matrix, s, t, K))), slow),
    }
    side_by_side(f"{size}: {K} best loopless paths", at.best, several, pairs, stoppable=True)


def made_up() -> Dataset:
    """Return 3,000 roles, 52,000 transitions of three kinds, and 130,000 requirements of 14,000 skills, derived."""
    rng = random.Random(5)  # noqa: S311
    base = "https://made-up.example/"
    drawn = Drawn.of(3_000, 52_000)
    says = [(f"{base}role/{node}", PREFIXES["rdf"] + "type", ECG.Role) for node in range(drawn.nodes)]
    for edge, (tail, head) in enumerate(drawn.edges):
        iri = f"{base}transition/{edge}"
        says.append((iri, ECG.transitionFrom, f"{base}role/{tail}"))
        says.append((iri, ECG.transitionTo, f"{base}role/{head}"))
        says.append((iri, ECG.transitionKind, f"{PREFIXES['transition-kind']}kind-{edge % 3}"))
    for node, skill in sorted({(rng.randrange(drawn.nodes), int(14_000 * rng.random() ** 2)) for _ in range(131_500)}):
        grade = ECG.requiresEssentialSkill if rng.random() < 0.6 else ECG.requiresOptionalSkill
        says += [(f"{base}role/{node}", link, f"{base}skill/{skill}") for link in (ECG.requiresSkill, grade)]
    dataset = Dataset()
    dataset.add(ox.Triple(*map(ox.NamedNode, terms)) for terms in says)
    return dataset


def into_networkx(memory: rdflib.Graph) -> nx.MultiDiGraph[str]:
    """Return a network as a networkx graph: nodes with their skills, transitions with their kinds."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for concept in (ECG.Role, ECG.RoleProfile):
        for node in memory.subjects(rdflib.RDF.type, rdflib.URIRef(concept)):
            found.add_node(str(node), essential=set(), optional=set())
    for link, grade in ((ECG.requiresEssentialSkill, "essential"), (ECG.requiresOptionalSkill, "optional")):
        for node, skill in memory.subject_objects(rdflib.URIRef(link)):
            if str(node) in found:
                found.nodes[str(node)][grade].add(str(skill))
    target_of, kind_of = rdflib.URIRef(ECG.transitionTo), rdflib.URIRef(ECG.transitionKind)
    for iri, source in memory.subject_objects(rdflib.URIRef(ECG.transitionFrom)):
        target, kind = memory.value(iri, target_of), memory.value(iri, kind_of)
        found.add_edge(str(source), str(target), key=str(iri), kind=str(kind))
    return found


def network_of(dataset: Dataset) -> Network:
    """Return the network with kinds and skills, which are otherwise read on first use."""
    found = Network(Catalog(dataset))
    assert len(found.essential) == len(found.optional) == len(found.nodes)
    assert len(found.kinds) == len(found.transition_iris)
    return found


def check(ours: Network, theirs: nx.MultiDiGraph[str]) -> None:
    """Compare the two networks."""
    edges = zip(ours.tails, ours.heads, ours.transition_iris, ours.kinds, strict=True)
    mine = {(ours.nodes[tail], ours.nodes[head], iri, kind) for tail, head, iri, kind in edges}
    assert mine == {
        (tail, head, iri, str(fields["kind"]).rpartition("/")[2])
        for tail, head, iri, fields in theirs.edges(keys=True, data=True)
    }
    for number, node in enumerate(ours.nodes):
        skills = {grade: theirs.nodes[node][grade] for grade in ("essential", "optional")}
        assert ours.essential[number] == ours.bits_of(skills["essential"])
        assert ours.optional[number] == ours.bits_of(skills["optional"])


def build(title: str, dataset: Dataset) -> None:
    """Measure building the network from the store, compared with rdflib into networkx, in three situations."""
    text = b"".join(f"{triple} .\n".encode() for triple in dataset.triples())
    memory = rdflib.Graph().parse(data=text, format="nt")
    network = network_of(dataset)
    check(network, into_networkx(memory))
    print(
        f"network of {title}: {len(network.nodes)} nodes, {len(network.transition_iris)} transitions,"
        f" {sum(map(int.bit_count, network.essential + network.optional))} requirements"
    )

    def parsed() -> Network:
        fresh = Dataset()
        fresh.store.bulk_load(text, format=ox.RdfFormat.N_TRIPLES, to_graph=ASSERTED)
        return network_of(fresh)

    with tempfile.TemporaryDirectory() as folder:
        disk = ox.Store(folder)
        disk.bulk_extend(dataset.store)
        disk.flush()
        del disk
        jobs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "both in memory already": (lambda: network_of(dataset), lambda: into_networkx(memory)),
            "from a file": (parsed, lambda: into_networkx(rdflib.Graph().parse(data=text, format="nt"))),
            "database, rdflib from a file": (
                lambda: network_of(Dataset(ox.Store.read_only(folder))),
                lambda: into_networkx(rdflib.Graph().parse(data=text, format="nt")),
            ),
        }
        for name, pair in jobs.items():
            ours, theirs = (min(_seconds(job) for _ in range(3)) for job in pair)
            print(
                f"  {name:32} {ours * 1e3:8.0f} ms   rdflib into networkx {theirs * 1e3:8.0f} ms"
                f" {theirs / ours:8.1f} x",
                flush=True,
            )


def _seconds(job: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    job()
    return time.process_time() - start


def main() -> None:
    """Print medians and ratios."""
    build("the bundled graph", ecomgraph.load().dataset)
    build("a made-up framework", made_up())
    if ONET.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "ecomgraph", "import", str(ONET), "--into", f"{folder}/db"]
            subprocess.run(command, check=True, capture_output=True)
            build("O*NET 29.2", ecomgraph.open(f"{folder}/db").dataset)
    compare(Drawn.of(3_000, 52_000), count=30, slow=10)
    if "--large" in sys.argv:
        compare(Drawn.of(100_000, 1_700_000), count=11, slow=3)


if __name__ == "__main__":
    main()
