"""Break the code in many small ways and see whether the tests notice: ``python -m lab.mutation [MODULE …]``.

The mutants are those of cosmic-ray's operators and two more: a statement left out, a string emptied. cosmic-ray writes
each mutant to disk and restarts the tests, which takes seconds. Here a process collects the tests once and forks for
each mutant; the fork replaces the code of the module's functions and runs the tests that enter the function, fastest
first, until one fails. Mutants of code that runs on import get a fork from before any import.

Mutants that change nothing but annotations do not count. Survivors are compared with ``equivalent.toml``, which
gives the reasons why no test can catch some mutants; any other survivor makes the run fail.
"""

from __future__ import annotations

import argparse
import ast
import gc
import json
import os
import re
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab.mutation.forks import Forks
from lab.mutation.judge import NOT_PYTHON, ON_IMPORT, SURVIVED, WITHOUT_EFFECT, judge, judge_on_import, run_items
from lab.mutation.mutants import ROOT, Mutant, difference, mutants, path_of, source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
# Enough fixtures for each kind of constraint; all of them, or the reference engine, would take many times as long.
SHAPES = (
    "(Role- or Transition- or SkillRequirement- or Label- or Source or conforms or each_component or refused"
    " or well_formed or test_shapes or inner_queries or how_many_cores)"
    " and not on_the_fixtures and not second_engine"
)
GROUPS = {
    "careers": (
        (
            "gap",
            "network",
            "paths",
            "plan",
            "search.additive",
            "search.budget",
            "search.label_setting",
            "search.least_learning",
            "similarity",
        ),
        (
            "tests/careers",
            "tests/test_graph.py",
            "tests/cli/test_cli_path.py",
            "ecomgraph/careers",
            "ecomgraph/graph",
            "-m",
            "",
        ),
    ),
    "reasoning": (
        ("compiled_shapes", "shapes", "validation_report"),
        ("tests/shapes/test_fixtures.py", "tests/validation", "ecomgraph/reasoning", "-m", "", "-k", SHAPES),
    ),
}
LATE = {-signal.SIGALRM, -signal.SIGKILL, -signal.SIGPROF, -signal.SIGXCPU}
ALL = [f"ecomgraph.{group}.{name}" for group, (names, _) in GROUPS.items() for name in names]
# Imported before any fork, since each takes long and none is mutated.
HEAVY = ("networkx", "numpy", "openpyxl", "pyoxigraph", "pyshacl", "pytest", "rdflib", "rich", "scipy.sparse")


@dataclass
class Measured:
    """Measurements of the tests: the processor time of each, and the lines of each module that it runs."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def covering(self, module: str, first: int = 0, last: int = 1 << 30) -> list[str]:
        """Return the tests that run any of some lines of a module, fastest first."""
        found = [test for test, ran in self.lines.items() if any(first <= it <= last for it in ran[module])]
        return sorted(found, key=lambda test: self.seconds[test])


class Collected:
    """A pytest plugin that measures the collected tests and judges mutants, instead of running the tests."""

    def __init__(self, modules: Sequence[str], file: Path, chosen: Sequence[Mutant], jobs: int) -> None:
        self.modules, self.file, self.chosen, self.forks = modules, file, chosen, Forks(jobs)
        self.measured = Measured(*json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Measured()
        self.results: dict[Mutant, int] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure, then judge."""
        items = {item.nodeid: item for item in session.items}
        self._measure_all(items)
        gc.collect()
        gc.freeze()
        for module in self.modules:
            spans = [
                (node.lineno, node.end_lineno or node.lineno)
                for node in ast.walk(ast.parse(source_of(module)))
                if isinstance(node, ast.FunctionDef)
            ]
            for mutant in (it for it in self.chosen if it.module == module):
                around = max(
                    (it for it in spans if it[0] <= mutant.first <= it[1]), default=(mutant.first, mutant.last)
                )
                quick = self.measured.covering(module, mutant.first, mutant.last)
                tests = list(dict.fromkeys([*quick, *self.measured.covering(module, *around)]))
                limits = [10 + 3 * self.measured.seconds[test] for test in tests]
                work = partial(judge, mutant, [items[test] for test in tests], limits)
                self.forks.start(work, sum(limits), partial(self.results.__setitem__, mutant))
            self.forks.finish()
            log(f"{module}: {sum(it.module == module for it in self.results)} mutants")
        return True

    def _measure_all(self, items: dict[str, pytest.Item]) -> None:
        """Run each test alone, so that caches filled by other tests do not hide lines that it runs."""
        for known in self.measured.seconds.keys() - items.keys():
            del self.measured.seconds[known], self.measured.lines[known]
        with tempfile.TemporaryDirectory() as folder:
            for number, item in enumerate(it for name, it in items.items() if name not in self.measured.seconds):
                report = Path(folder) / str(number)
                self.forks.start(partial(self._measure, item, report), 600, partial(self._note, item, report))
            self.forks.finish()
        self.file.write_text(json.dumps([self.measured.seconds, self.measured.lines]), encoding="utf-8")
        log(f"{len(items)} tests, which take {sum(self.measured.seconds.values()):.0f} s when each runs alone")

    def _measure(self, item: pytest.Item, report: Path, folder: str) -> int:
        import coverage

        files = {module: str(path_of(module)) for module in ALL}
        measuring = coverage.Coverage(data_file=None, config_file=False, include=list(files.values()))
        measuring.set_option("run:disable_warnings", ["no-data-collected"])
        start = time.process_time()
        measuring.start()
        passed = run_items([item], folder)
        measuring.stop()
        seconds = time.process_time() - start
        lines = {module: measuring.get_data().lines(file) or [] for module, file in files.items()}
        report.write_text(json.dumps([seconds, lines]), encoding="utf-8")
        return 0 if passed else 1

    def _note(self, item: pytest.Item, report: Path, status: int) -> None:
        if status:
            log(f"{item.nodeid} fails on the unchanged code")
            raise SystemExit(1)
        self.measured.seconds[item.nodeid], self.measured.lines[item.nodeid] = json.loads(
            report.read_text(encoding="utf-8")
        )


def log(line: str) -> None:
    """Print the progress of the run."""
    print(line, file=sys.stderr, flush=True)


def run(group: str, folder: Path, chosen: Sequence[Mutant], jobs: int) -> dict[Mutant, int]:
    """Return the outcomes for the mutants of a group of modules."""
    modules = sorted({it.module for it in chosen})
    if not modules:
        return {}
    measured_file, results_file = folder / f"tests-{group}.json", folder / f"mutants-{group}.json"
    # Collected in a fork, so that this process imports none of the modules, as mutants of imports require.
    pid = os.fork()
    if not pid:
        import pytest

        plugin = Collected(modules, measured_file, chosen, jobs)
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        status = pytest.main(["-q", "-n0", "-p", "no:cacheprovider", *GROUPS[group][1]], plugins=[plugin])
        results_file.write_text(json.dumps([[*it, end] for it, end in plugin.results.items()]), encoding="utf-8")
        os._exit(status)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
        raise SystemExit("the tests fail on the unchanged code")
    measured = Measured(*json.loads(measured_file.read_text(encoding="utf-8")))
    results = {Mutant(*it[:-1]): it[-1] for it in json.loads(results_file.read_text(encoding="utf-8"))}
    forks = Forks(jobs)
    for mutant in [it for it, status in results.items() if status == ON_IMPORT]:
        # Methods that dataclasses generate have no lines to measure.
        tests = list(dict.fromkeys([*measured.covering(mutant.module), *sorted(measured.seconds)]))
        forks.start(partial(judge_on_import, mutant, tests), 600, partial(results.__setitem__, mutant))
    forks.finish()
    return results


def reasons() -> list[dict[str, Any]]:
    """Return the groups of mutants that no test can catch."""
    return list(tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("group", []))


def main() -> int:
    """Run, and print the score and the survivors."""
    parser = argparse.ArgumentParser(prog="python -m lab.mutation", description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as gap or compiled; all by default")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "mutation", help="where results are kept")
    parser.add_argument("--survivors", action="store_true", help="judge only the survivors of the last run")
    options = parser.parse_args()
    os.chdir(ROOT)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in HEAVY:
        import_module(name)
    results = read(options.folder / "results.json")
    for group, (names, _) in GROUPS.items():
        chosen = {f"ecomgraph.{group}.{name}" for name in names if name in options.modules or not options.modules}
        old = {it: end for it, end in results.items() if it.module in chosen}
        wanted = [it for it, end in old.items() if end == SURVIVED]
        if not options.survivors:
            for mutant in old:
                del results[mutant]
            wanted = [it for module in sorted(chosen) for it in mutants(module)]
        results |= run(group, options.folder, wanted, options.jobs)
    lines = ",\n".join(json.dumps([*it, end]) for it, end in results.items())
    (options.folder / "results.json").write_text(f"[{lines}]\n", encoding="utf-8")
    return report(results)


def read(file: Path) -> dict[Mutant, int]:
    """Return the saved results of an earlier run."""
    found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return {Mutant(*it[:-1]): it[-1] for it in found}


def report(results: dict[Mutant, int]) -> int:
    """Print a table, and each survivor without a reason; return the exit code."""
    groups = reasons()
    print("| module | mutants | caught | of them by a time limit | equivalent | survived |\n|---|---|---|---|---|---|")
    total: Counter[str] = Counter()
    survivors = []
    for module in sorted({it.module for it in results}):
        counted: Counter[str] = Counter()
        for mutant, status in results.items():
            if mutant.module != module or status in {WITHOUT_EFFECT, NOT_PYTHON}:
                continue
            counted["mutants"] += 1
            if status != SURVIVED:
                counted["caught"] += 1
                counted["late"] += status in LATE
            elif any(explains(group, mutant) for group in groups):
                counted["equivalent"] += 1
            else:
                counted["survived"] += 1
                survivors.append(mutant)
        total += counted
        print(row(module, counted))
    print(row("all", total))
    for mutant in survivors:
        before, after = difference(mutant)
        print(
            f"{path_of(mutant.module).relative_to(ROOT)}:{mutant.first}: {mutant.operator}\n  - {before}\n  + {after}"
        )
    rest = total["mutants"] - total["equivalent"]
    print(f"caught: {total['caught']} of {rest} that are not equivalent, {100 * total['caught'] / max(rest, 1):.2f} %")
    return 1 if survivors else 0


def row(name: str, counted: Counter[str]) -> str:
    """Return a line of the table."""
    values = [counted[key] for key in ("mutants", "caught", "late", "equivalent", "survived")]
    return f"| `{name}` | {' | '.join(map(str, values))} |"


def explains(group: dict[str, Any], mutant: Mutant) -> bool:
    """Tell whether a group covers a mutant, by its module and by the line before and after."""
    before, after = difference(mutant)
    return mutant.module.startswith(group.get("module", "ecomgraph.")) and any(
        re.fullmatch(one, before) and re.fullmatch(other, after) for one, other in group["changes"]
    )


if __name__ == "__main__":
    sys.exit(main())
