"""Time every stored query on Oxigraph, as ecomgraph runs it, and on rdflib's own engine and memory store.

    python -m benchmarks.queries [--cap SECONDS] [--bundled] [NAME …]

Prints a Markdown table for the bundled graph and one for a synthetic graph of 3,000 roles, 14,000 skills and 130,000
requirements, the geometric means of the ratios, and the five queries that take ecomgraph longest. Both engines get the
same triples, text and terms, and return all rows. ecomgraph's time is the best of five and includes the overhead of
`graph.query`: checks, names, Python values. rdflib's time is that of one run after a warm-up run, and is cut off at the
cap, which makes the ratio a lower bound.
"""

from __future__ import annotations

import argparse
import math
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ecomgraph
from benchmarks.synthetic import synthetic_dataset
from ecomgraph.queries import StoredQuery, stored_queries
from ecomgraph.queries.execute import bind
from ecomgraph.reading.names import Names
from ecomgraph.store.rdflib_view import to_memory_graph, to_rdflib_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib

    from ecomgraph.graph import CareerGraph

# The arguments of stored queries on the synthetic graph: by name, else by kind of thing.
BY_NAME = {
    "after": "senior",
    "before": "entry",
    "other": "role-2000",
    "section": "section-7",
    "target": "role-1001",
    "text": "skill 77",
}
BY_KIND = {
    "activity": "activity-1000",
    "business function": "function-7",
    "career node": "role-1000",
    "facet": "conditions",
    "level": "mid",
    "objective": "objective-7",
    "passage": "passage-7",
    "profile": "role-1000-mid-analytics",
    "responsibility": "responsibility-1000",
    "role": "role-1000",
    "skill": "skill-7",
    "skill type": "knowledge",
    "specialization": "analytics",
    "thing": "role-1000",
}


@dataclass(frozen=True)
class Measurement:
    """What one query took, in seconds; ``capped`` if rdflib was cut off."""

    name: str
    rows: int
    ours: float
    theirs: float
    capped: bool

    @property
    def ratio(self) -> float:
        """How many times longer rdflib takes."""
        return self.theirs / self.ours


def main() -> None:
    """Run the measurements that the command line selects."""
    parser = argparse.ArgumentParser(description="Compare the times of the stored queries with rdflib.")
    parser.add_argument("--cap", type=int, default=60, help="seconds after which rdflib is cut off")
    parser.add_argument("--bundled", action="store_true", help="leave the synthetic graph out")
    parser.add_argument("names", nargs="*", help="queries to time, by default all")
    options = parser.parse_args()
    queries = [query for query in stored_queries() if not options.names or query.name in options.names]
    bundled = ecomgraph.load(alignments=True)
    report("Bundled graph", bundled, {query: dict(query.example) for query in queries}, options.cap)
    if not options.bundled:
        graph = ecomgraph.CareerGraph(synthetic_dataset())
        asked = {query: synthetic_arguments(query) for query in queries if not query.needs}
        report("Synthetic graph", graph, asked, options.cap)


def synthetic_arguments(query: StoredQuery) -> dict[str, str]:
    """Return the arguments for the parameters of a query without a default."""
    needed = [parameter for parameter in query.parameters if parameter.default is None]
    return {it.name: BY_NAME.get(it.name) or BY_KIND[it.of or "thing"] for it in needed}


def report(title: str, graph: CareerGraph, asked: dict[StoredQuery, dict[str, str]], cap: int) -> None:
    """Measure queries on one graph and print the tables."""
    memory = to_memory_graph(graph.dataset)
    names = Names(graph.dataset)
    print(f"\n## {title}: {len(memory):,} triples\n")
    print("| query | rows | ecomgraph ms | rdflib ms | ratio |\n|---|---:|---:|---:|---:|", flush=True)
    measured = []
    for query, arguments in asked.items():
        found = measure(graph, memory, names, query, arguments, cap)
        measured.append(found)
        least = "≥ " if found.capped else ""
        print(
            f"| {found.name} | {found.rows} | {found.ours * 1e3:.2f} | {least}{found.theirs * 1e3:.0f} "
            f"| {least}{found.ratio:.0f} |",
            flush=True,
        )
    mean = math.exp(sum(math.log(found.ratio) for found in measured) / len(measured))
    capped = sum(found.capped for found in measured)
    print(f"\nGeometric mean of {len(measured)} ratios: {mean:.0f} ({capped} cut off at {cap} s, counted as if done);")
    print(f"smallest: {min(found.ratio for found in measured):.1f}. Slowest five here:")
    for found in sorted(measured, key=lambda found: -found.ours)[:5]:
        print(f"- {found.name}: {found.ours * 1e3:.1f} ms, {found.rows} rows")


def measure(
    graph: CareerGraph, memory: rdflib.Graph, names: Names, query: StoredQuery, arguments: dict[str, str], cap: int
) -> Measurement:
    """Time one query on both engines."""
    ours = []
    rows = 0
    for _ in range(5):
        start = time.perf_counter()
        rows = len(graph.query(query, **arguments))
        ours.append(time.perf_counter() - start)
        if ours[-1] > 1:
            break
    bound = {name: to_rdflib_term(term) for name, term in bind(query, names, arguments).items()}
    start = time.perf_counter()
    try:
        with alarm(cap):
            theirs = len(list(memory.query(query.text, initBindings=bound)))
            if time.perf_counter() - start < 1:
                start = time.perf_counter()
                theirs = len(list(memory.query(query.text, initBindings=bound)))
        took, capped = time.perf_counter() - start, False
        if theirs != rows:
            raise SystemExit(f"{query.name}: {rows} rows here, {theirs} from rdflib")
    except TimeoutError:
        took, capped = float(cap), True
    return Measurement(query.name, rows, min(ours), took, capped)


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Raise :class:`TimeoutError` in the main thread when the time is over."""

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    main()
