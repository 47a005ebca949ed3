"""Exact paths of least learning: on the bundled graph, and on O*NET 29.2 (its folder is the one argument)."""

from __future__ import annotations

import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from contextlib import suppress
from pathlib import Path

import ecomgraph
from ecomgraph.careers.criteria import criterion_names
from ecomgraph.careers.search.least_learning import LeastLearning
from ecomgraph.careers.search.search_problem import Edge, Problem, Teaching

ONET = Path("../shared/data/onet-29.2")
PAIRS = 100
PATIENCE = 60
ESSENTIAL, OPTIONAL = 4.0, 3.0


def rows(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of a workbook's first sheet, without the header."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    return [tuple(map(str, row)) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


def occupations(folder: Path) -> tuple[list[str], list[tuple[int, int]], list[int], list[int]]:
    """Return O*NET's occupations, related ones as edges, and the essential and optional skills of each.

    Skills and knowledge of an importance of 4 and more are essential, from 3 up optional.
    """
    codes = sorted(row[0] for row in rows(folder / "Occupation Data.xlsx"))
    number = {code: at for at, code in enumerate(codes)}
    edges = sorted({(number[row[0]], number[row[2]]) for row in rows(folder / "Related Occupations.xlsx")})
    essential, optional = [0] * len(codes), [0] * len(codes)
    elements: dict[str, int] = {}
    for name in ("Skills.xlsx", "Knowledge.xlsx"):
        for row in rows(folder / name):
            if row[4] == "IM":
                bit = 1 << elements.setdefault(row[2], len(elements))
                value = float(row[6])
                essential[number[row[0]]] |= bit if value >= ESSENTIAL else 0
                optional[number[row[0]]] |= bit if OPTIONAL <= value < ESSENTIAL else 0
    return codes, edges, essential, optional


def problem(
    edges: list[tuple[int, int]], essential: list[int], optional: list[int], source: int, target: int
) -> Problem:
    """Return the search for least learning from one occupation to another; the source's skills are known."""
    numbered = [Edge(*ends, number, (0,)) for number, ends in enumerate(edges)]
    width = max(map(int.bit_length, (*essential, *optional)))
    # An essential skill weighs twice as much as an optional one: two atoms of one weight.
    asks = [one | other | one << width for one, other in zip(essential, optional, strict=True)]
    held = essential[source] | optional[source]
    known = held | held << width
    return Problem(len(asks), numbered, source, target, 1, Teaching(0, asks, asks, int.bit_count, known, granted=False))


def on_onet(title: str, edges: list[tuple[int, int]], essential: list[int], optional: list[int]) -> None:
    """Measure pairs drawn at random among the occupations that have ratings and relations; processor time."""
    rng = random.Random(1)  # noqa: S311
    joined = {tail for tail, _ in edges} & {head for _, head in edges}
    rated = [node for node in sorted(joined) if essential[node] | optional[node]]
    print(f"O*NET 29.2, {title}: {len(joined)} occupations, {len(edges)} relations")
    times: list[float] = []
    given_up = 0
    worst = (0.0, 0, 0)
    signal.signal(signal.SIGPROF, _give_up)
    for _ in range(PAIRS):
        source, target = rng.sample(rated, 2)
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        try:
            LeastLearning(problem(edges, essential, optional, source, target)).best()
        except (TimeoutError, ecomgraph.LimitError):
            given_up += 1
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        times.append(time.process_time() - start)
        worst = max(worst, (times[-1], source, target))
    times.sort()
    print(
        f"  {PAIRS} pairs: median {statistics.median(times) * 1e3:.0f} ms, 95 of 100 within"
        f" {times[PAIRS * 95 // 100 - 1] * 1e3:.0f} ms, {sum(it > 1 for it in times)} above 1 s, worst"
        f" {worst[0]:.1f} s; {given_up} given up",
        flush=True,
    )
    if not given_up:
        tracemalloc.start()
        LeastLearning(problem(edges, essential, optional, *worst[1:])).best()
        print(f"  memory of the worst: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB at its peak")
        tracemalloc.stop()


def _give_up(*_: object) -> None:
    raise TimeoutError


def on_bundled() -> None:
    """Measure every pair of nodes by every criterion, in processor time."""
    graph = ecomgraph.load()
    nodes = [*graph.roles(), *graph.profiles()]
    for name in criterion_names():
        times = []
        for source in nodes:
            for target in nodes:
                start = time.process_time()
                with suppress(ecomgraph.NoPathError, ecomgraph.MissingMonthsError):
                    graph.find_path(source, target, minimize=name)
                times.append((time.process_time() - start, source.id, target.id))
        # The first question builds the network.
        seconds, source_id, target_id = max(times[1:])
        middle = statistics.median(it[0] for it in times)
        print(
            f"bundled graph, {name}: {len(times)} pairs, median {middle * 1e3:.1f} ms,"
            f" worst {seconds * 1e3:.1f} ms (from {source_id} to {target_id})"
        )


def imported(folder: Path, place: str) -> ecomgraph.CareerGraph:
    """Return the graph that the importer makes: from 3.0 essential, from 2.5 optional, each with its level."""
    command = [sys.executable, "-m", "ecomgraph", "import", str(folder), "--into", place]
    subprocess.run(command, check=True, capture_output=True)
    return ecomgraph.open(place)


def with_levels(graph: ecomgraph.CareerGraph) -> None:
    """Measure random pairs of occupations through the public API, including raised skills, in processor time."""
    network = graph.network
    start = time.process_time()
    rungs = network.rungs()
    reading = time.process_time() - start
    joined = set(network.tails) & set(network.heads)
    rated = [network.nodes[node] for node in sorted(joined) if rungs.required[node]]
    print(
        f"O*NET 29.2 with its levels: {len(rated)} occupations, {len(network.skills)} skills, {rungs.width} rungs;"
        f" reading them takes {reading:.1f} s",
        flush=True,
    )
    rng = random.Random(1)  # noqa: S311
    times, answered = [], []
    for _ in range(PAIRS):
        source, target = rng.sample(rated, 2)
        start, found = time.process_time(), True
        try:
            graph.find_path(source, target, minimize="learning")
        except ecomgraph.LimitError:
            found = False
        times.append(time.process_time() - start)
        if found:
            answered.append(times[-1])
    print(
        f"  {PAIRS} pairs: {len(answered)} answered, {sum(it <= 5 for it in answered)} of them within 5 s,"
        f" {sum(it <= 1 for it in answered)} within 1 s; median {statistics.median(times):.2f} s, the longest"
        f" {max(times):.1f} s",
        flush=True,
    )


def main() -> None:
    """Print both."""
    on_bundled()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ONET
    if folder.is_dir():
        with tempfile.TemporaryDirectory() as place:
            graph = imported(folder, f"{place}/db")
            with_levels(graph)
            network = graph.network
            edges = list(zip(network.tails, network.heads, strict=True))
            on_onet("as imported, without levels", edges, network.essential, network.optional)
        on_onet("essential from 4, optional from 3", *occupations(folder)[1:])
    else:
        print(f"{folder} is not here: give the folder of O*NET's workbooks as argument")


if __name__ == "__main__":
    main()
