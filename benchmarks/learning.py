"""Exact paths of least learning: on the bundled graph, and on O*NET 29.2 (its folder is the one argument)."""

from __future__ import annotations

import random
import signal
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

import ecomgraph
from ecomgraph.careers.labels import Labels, Move, Problem, Teaching

ONET = Path("../shared/data/onet-29.2")
PAIRS = 100
PATIENCE = 5
ESSENTIAL, OPTIONAL = 4.0, 3.0


def rows(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of a workbook's first sheet, without the header."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    return [tuple(map(str, row)) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


def occupations(folder: Path) -> tuple[list[str], list[tuple[int, int]], list[int], list[int]]:
    """Return O*NET's occupations, the related ones as arcs, and what is essential and optional to each.

    Skills and knowledge of an importance of 4 and more are essential, from 3 up optional.
    """
    codes = sorted(row[0] for row in rows(folder / "Occupation Data.xlsx"))
    number = {code: at for at, code in enumerate(codes)}
    arcs = sorted({(number[row[0]], number[row[2]]) for row in rows(folder / "Related Occupations.xlsx")})
    essential, optional = [0] * len(codes), [0] * len(codes)
    elements: dict[str, int] = {}
    for name in ("Skills.xlsx", "Knowledge.xlsx"):
        for row in rows(folder / name):
            if row[4] == "IM":
                bit = 1 << elements.setdefault(row[2], len(elements))
                value = float(row[6])
                essential[number[row[0]]] |= bit if value >= ESSENTIAL else 0
                optional[number[row[0]]] |= bit if OPTIONAL <= value < ESSENTIAL else 0
    return codes, arcs, essential, optional


def problem(
    arcs: list[tuple[int, int]], essential: list[int], optional: list[int], source: int, target: int
) -> Problem:
    """Return the search for least learning from one occupation to another, what the source requires known."""
    moves = [Move(tail, head, arc, (0,)) for arc, (tail, head) in enumerate(arcs)]
    known = essential[source] | optional[source]
    return Problem(
        len(essential), moves, source, target, 1, Teaching(0, essential, optional, (2, 1), known, granted=False)
    )


def on_onet(folder: Path) -> None:
    """Measure pairs drawn at random."""
    codes, arcs, essential, optional = occupations(folder)
    print(f"O*NET 29.2: {len(codes)} occupations, {len(arcs)} relations")
    rng = random.Random(1)  # noqa: S311
    rated = [node for node in range(len(codes)) if essential[node] | optional[node]]
    times: list[float] = []
    taken: list[int] = []
    given_up = 0
    worst = (0.0, 0, 0)
    signal.signal(signal.SIGALRM, _give_up)
    for _ in range(PAIRS):
        source, target = rng.sample(rated, 2)
        labels = Labels(problem(arcs, essential, optional, source, target))
        start = time.perf_counter()
        signal.alarm(PATIENCE)
        try:
            labels.best()
        except TimeoutError:
            given_up += 1
            continue
        finally:
            signal.alarm(0)
        times.append(time.perf_counter() - start)
        taken.append(labels.taken_up)
        worst = max(worst, (times[-1], source, target))
    print(
        f"{PAIRS} pairs: {given_up} not done in {PATIENCE} s; of the others median {statistics.median(times) * 1e3:.0f}"
        f" ms, worst {worst[0] * 1e3:.0f} ms ({codes[worst[1]]} to {codes[worst[2]]}); labels: median"
        f" {statistics.median(taken):.0f}, most {max(taken)}"
    )
    tracemalloc.start()
    Labels(problem(arcs, essential, optional, *worst[1:])).best()
    print(f"memory of that worst: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB at its peak")


def _give_up(*_: object) -> None:
    raise TimeoutError


def on_bundled() -> None:
    """Measure every pair of roles and complete profiles, and the pair named in the introduction."""
    graph = ecomgraph.load()
    nodes = [*graph.roles(), *(it for it in graph.profiles() if it.level and it.specialization)]
    times = []
    for source in nodes:
        for target in nodes:
            start = time.perf_counter()
            try:
                graph.find_path(source, target, minimize="learning")
            except ecomgraph.NoPathError:
                continue
            times.append(time.perf_counter() - start)
    print(
        f"bundled graph: {len(times)} pairs, median {statistics.median(times) * 1e3:.1f} ms,"
        f" worst {max(times) * 1e3:.1f} ms"
    )


def main() -> None:
    """Print both."""
    on_bundled()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ONET
    if folder.is_dir():
        on_onet(folder)
    else:
        print(f"{folder} is not here: give the folder of O*NET's workbooks as argument")


if __name__ == "__main__":
    main()
