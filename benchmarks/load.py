"""Loading the bundled graph, including derivation, compared with rdflib parsing only the same asserted files."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import rdflib

import ecomgraph
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.dataset import ASSERTED, VOCABULARY, Dataset
from ecomgraph.store.packaged import packaged_files

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 11


def with_rdflib() -> rdflib.Graph:
    """Parse the vocabulary and the bundled data."""
    graph = rdflib.Graph()
    for part in ("vocabulary", "data"):
        for file in packaged_files(part):
            graph.parse(data=file.read_bytes(), format="turtle")
    return graph


def with_ecomgraph() -> Dataset:
    """Load the same files and the derived triples."""
    return ecomgraph.load().dataset


def deriving_afresh() -> Dataset:
    """Load the same files and run the rules."""
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    dataset.add_packaged("data", ASSERTED)
    derive(dataset)
    return dataset


def main() -> None:
    """Print medians and ratios."""
    jobs: dict[str, Callable[[], rdflib.Graph | Dataset]] = {
        "rdflib parses the asserted files": with_rdflib,
        "ecomgraph.load()": with_ecomgraph,
        "the same, with the rules run": deriving_afresh,
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    triples: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            start = time.perf_counter()
            loaded = job()
            times[name].append(time.perf_counter() - start)
            triples[name] = loaded.count() if isinstance(loaded, Dataset) else len(loaded)
    reference = statistics.median(times["rdflib parses the asserted files"])
    print(f"median of {ROUNDS} runs, interleaved, in one process")
    for name, values in times.items():
        median = statistics.median(values)
        print(
            f"{name:32} {triples[name]:7} triples {median * 1000:8.1f} ms   rdflib / this = {reference / median:5.1f}"
        )


if __name__ == "__main__":
    main()
