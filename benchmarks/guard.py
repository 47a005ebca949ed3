"""Time the query guard on every stored query: ``python -m benchmarks.guard``.

Prints the median and the maximum over the stored queries; each time is the best of ``--rounds``, without the cache.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time

from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.query_guard import check_query


def best(text: str, rounds: int) -> float:
    """Return the shortest time for one query, in milliseconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        check_query.__wrapped__(text)
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args(arguments)
    times = {file.name: best(file.read_text(encoding="utf-8"), options.rounds) for file in packaged_files("queries")}
    worst = max(times, key=lambda name: times[name])
    print(f"{len(times)} stored queries: median {statistics.median(times.values()):.2f} ms")
    print(f"worst: {worst}, {times[worst]:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
