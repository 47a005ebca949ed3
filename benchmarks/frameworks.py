"""Imports compared with other libraries on the same data, reopening, queries at that size, and killed imports.

    python benchmarks/frameworks.py [--onet FOLDER] [--kills N]

``--onet`` is the folder of O*NET's Excel files; without it, those parts are left out. Each figure comes from a separate
process, so that peak memory is that of the job.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pyoxigraph as ox  # noqa: E402

from benchmarks.synthetic_esco import write  # noqa: E402
from ecomgraph import Database  # noqa: E402
from tests.frameworks.killed import kill_after, kill_at_operation, state  # noqa: E402
from tests.frameworks.miniatures import write_tables  # noqa: E402

ROUNDS = 3
REOPENED = 15
_MEASURED = """
import json, resource, sys, time
start = time.perf_counter()
{job}
print(json.dumps({{
    "seconds": time.perf_counter() - start,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    "said": said,
}}))
"""
_OPENPYXL = """
import openpyxl
said = 0
for path in sorted(__import__("pathlib").Path(sys.argv[1]).glob("*.xlsx")):
    for sheet in openpyxl.load_workbook(path, read_only=True):
        for row in sheet.iter_rows(values_only=True):
            said += 1
"""
_IMPORT = """
from ecomgraph import import_framework
report = import_framework(sys.argv[1], sys.argv[2])
assert report.applied, report.violations
said = {"asserted": report.asserted, "derived": report.derived, "steps": dict(report.seconds)}
"""
_BULK_LOAD = """
import pyoxigraph
store = pyoxigraph.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
store.flush()
said = len(store)
"""
_IN_MEMORY = """
import pyoxigraph
store = pyoxigraph.Store()
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
said = len(store)
"""
_REOPEN = """
import ecomgraph
graph = ecomgraph.open(sys.argv[1])
said = len(graph.sparql("SELECT ?role { ?role a ecg:Role } LIMIT 10"))
"""


def measured(job: str, *arguments: object) -> dict[str, object]:
    """Run a job in a process of its own."""
    command = [sys.executable, "-c", _MEASURED.format(job=job), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def best(job: str, *arguments: object, fresh: Path | None = None) -> dict[str, object]:
    """Return the median run of a job; ``fresh`` is removed before each."""
    found = []
    for _ in range(ROUNDS):
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
        found.append(measured(job, *arguments))
    return sorted(found, key=lambda it: float(str(it["seconds"])))[ROUNDS // 2]


def show(what: str, found: dict[str, object], beside: dict[str, object] | None = None) -> None:
    """Print one line."""
    seconds = float(str(found["seconds"]))
    ratio = f"   {seconds / float(str(beside['seconds'])):5.2f} x" if beside else ""
    print(f"{what:52} {seconds:7.2f} s {found['megabytes']:>6} MB{ratio}   {found['said']}", flush=True)


def import_onet(folder: Path, scratch: Path) -> None:
    """Compare the whole import with reading the same workbooks, and query the result."""
    database = scratch / "onet.db"
    reading = best(_OPENPYXL, folder)
    show("openpyxl, read-only, reads the workbooks", reading)
    show("ecomgraph imports them", best(_IMPORT, folder, database, fresh=database), reading)
    for arguments in (
        ["path", "Online Merchants", "Chief Executives"],
        ["gap", "Online Merchants", "Chief Executives"],
        ["skills", "Online Merchants"],
    ):
        times = [spent([sys.executable, "-m", "ecomgraph", *arguments, "--db", str(database)]) for _ in range(ROUNDS)]
        print(f"ecomgraph {arguments[0]} on it, whole process {statistics.median(times) * 1000:17.0f} ms")


def import_esco(scratch: Path) -> None:
    """Compare the whole import with loading the result, and reopen it."""
    folder, database, quads = scratch / "esco", scratch / "esco.db", scratch / "esco.nq"
    write(folder)
    found = best(_IMPORT, folder, database, fresh=database)
    with quads.open("wb") as file:
        Database(database).read().store.dump(file, format=ox.RdfFormat.N_QUADS)
    loading = best(_BULK_LOAD, quads, scratch / "loaded", fresh=scratch / "loaded")
    show("pyoxigraph bulk-loads the result to disk", loading)
    in_memory = best(_IN_MEMORY, quads)
    show("the same into memory", in_memory)
    show("ecomgraph imports the folder, beside disk", found, loading)
    show("the same, beside memory", found, in_memory)
    start = [sys.executable, "-c", "pass"]
    job = [sys.executable, "-c", f"import sys{_REOPEN}", str(database)]
    empty, full = (statistics.median(spent(it) for _ in range(REOPENED)) for it in (start, job))
    print(f"reopen and first query, over python -c pass {(full - empty) * 1000:27.0f} ms")


def spent(command: list[str]) -> float:
    """Return the wall-clock time of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def kill(scratch: Path, count: int) -> None:
    """Kill imports at every file operation and at random moments, and check the database each time."""
    source = write_tables(scratch / "bakery")
    database = scratch / "killed.db"
    kill_at_operation(source, database, "one", 0)
    before = state(database)
    shutil.copytree(database, scratch / "trial.db")
    operations = kill_at_operation(source, scratch / "trial.db", "two", 0)
    unchanged = 0
    for number in range(1, operations + 1):
        kill_at_operation(source, database, "two", number)
        if state(database) != before:
            break
        unchanged += 1
    names = [record.name for record in Database(database).frameworks()]
    print(f"killed before each of {operations} operations on files: as before {unchanged} times, then holding {names}")
    folder = scratch / "random"
    write(folder, roles=100, skills=400, relations=3000)
    target = scratch / "random.db"
    kill_at_operation(folder, target, "one", 0)
    before = state(target)
    command = [sys.executable, "-m", "ecomgraph", "import", str(folder), "--name", "two", "--into", str(target)]
    whole = spent([*command[:-1], str(scratch / "whole.db")])
    chance = random.Random(1)  # noqa: S311
    unchanged = finished = 0
    for _ in range(count):
        kill_after(command, chance.uniform(0, whole))
        if state(target) == before:
            unchanged += 1
        else:
            finished += 1
            subprocess.run(
                [sys.executable, "-m", "ecomgraph", "remove", "two", "--db", str(target)],
                check=True,
                capture_output=True,
            )
            before = state(target)
    print(
        f"killed at {count} random moments of {whole:.1f} s: as before {unchanged}, whole {finished}, anything else 0"
    )


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--onet", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if arguments.onet:
            import_onet(arguments.onet.resolve(), scratch)
        import_esco(scratch)
        kill(scratch, arguments.kills)


if __name__ == "__main__":
    main()
