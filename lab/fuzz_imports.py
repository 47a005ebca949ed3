"""Fuzz imports: ``lab/fuzz_imports.py --count 10000 --format all --seed 0``.

Each case is a document of a small corpus with a few mutations that depend on its number, imported into a database
that is not empty. In one case of four, prolog, encoding, name or the size of a value is changed, too. The import must
either accept the document, with a complete account, or refuse it with a one-line EcomgraphError; a refusal must leave
every byte of the database unchanged. A tenth of the accepted cases is written, and a third of these is queried. Cases
run in child processes, which are killed if a case takes too long. Failing cases are saved in tests/lab/fuzz as tests.
"""

from __future__ import annotations

import argparse
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING

import ecomgraph
from ecomgraph import EcomgraphError, ImportOptions, import_framework
from ecomgraph.store.parse import parse_file
from lab.import_corpus import FORMATS, MAP, Document, case, corpus
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = Path(__file__).resolve().parent.parent / "tests" / "lab" / "fuzz"
# The time limits of a case, and of building the corpus: generous, for busy computers.
SECONDS, PREPARING = 30.0, 300.0
MEMORY = 3 * 1024**3
# One accepted case in this many is written, and one written case in this many is queried, because both take long.
WRITTEN, ASKED = 10, 3


# ------------------------------------------------------------------ one case


@dataclass
class Bench:
    """A database to import into, and its original state."""

    folder: Path
    pristine: Path = field(init=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        self.pristine = self.folder / "pristine.db"
        # Under a separate name, so that imported IRIs are new.
        held = write_tables(self.folder / "held")
        import_framework(held, self.pristine)
        self.database = self.folder / "career.db"
        self.renew()

    def renew(self) -> None:
        """Restore the original database."""
        shutil.rmtree(self.database, ignore_errors=True)
        shutil.copytree(self.pristine, self.database)
        self.digest = self.state()

    def state(self) -> str:
        """Return a digest of every name and every byte in the database."""
        digest = sha256()
        for folder, folders, names in os.walk(self.database):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(folder, name)  # noqa: PTH118
                with open(path, "rb") as file:  # noqa: PTH123
                    digest.update(f"{path} {folders}\n".encode() + file.read())
        return digest.hexdigest()

    def run(self, form: str, document: Document, *, write: bool = True, ask: bool = False) -> str:
        """Import a document, with ``write`` into the database; return "accepted", "refused" or the failure."""
        source = self._lay_out(document)
        known = "" if form == "zip" else form.removesuffix("-xlsx")
        # A workbook with a matrix is a workbook.
        known = "xlsx" if known == "matrix" and source.suffix == ".xlsx" else known
        options = ImportOptions(format=known, name="fuzzed", map=self.folder / MAP if form == "mapping" else None)
        try:
            report = import_framework(source, self.database, options=options, dry_run=not write)
        except EcomgraphError as error:
            return self._refused(str(error))
        except BaseException as error:
            self.renew()
            return f"{type(error).__name__}: {error}"
        if not report.accepted:
            return self._refused(" ".join(report.violations))
        if lost := next((it for it in report.account if not it.balanced), None):
            self.renew()
            return f"the account is incomplete: {lost}"
        if not write:
            return "accepted"
        problem = _questions(ecomgraph.open(self.database), self.folder / "out") if ask else ""
        self.renew()
        return problem or "accepted"

    def _refused(self, message: str) -> str:
        if self.state() != self.digest:
            self.renew()
            return f"the database changed although the import was refused: {message}"
        return "refused" if message.strip() else "refused without a message"

    def _lay_out(self, document: Document) -> Path:
        source = self.folder / "source"
        shutil.rmtree(source, ignore_errors=True)
        source.mkdir()
        for name, data in document.items():
            (self.folder if name == MAP else source).joinpath(name).write_bytes(data)
        return (
            source / next(iter(document)) if len(document) == 1 and next(iter(document)).startswith("ours.") else source
        )


def _questions(graph: ecomgraph.CareerGraph, out: Path) -> str:
    """Call general methods of the graph, and export it; return the failure, if any."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    asked: list[Callable[[], object]] = [
        lambda: [graph.skills(role) for role in graph.roles()],
        lambda: [graph.find_path(it.source, it.target) for it in graph.transitions()],
        lambda: [graph.reachable(role) for role in graph.roles()],
        lambda: graph.sparql("SELECT * { ?s ?p ?o }"),
        lambda: graph.to_networkx(),
        lambda: graph.write(out / "all.nt", derived=True),
        *(
            lambda form=form: graph.export(form, out / form)
            for form in ("case", "csv", "gexf", "jsonld", "moodle", "xlsx")
        ),
    ]
    for question in asked:
        try:
            question()
        except EcomgraphError:
            continue
        except BaseException as error:
            return f"after an import was accepted: {type(error).__name__}: {error}"
    try:
        parse_file(out / "all.nt")
    except EcomgraphError as error:
        return f"the accepted framework cannot be read again: {error}"
    return ""


# ------------------------------------------------------------------ children and their watchdog


def child(form: str, seed: int, first: int, last: int) -> None:
    """Run cases, and print the number of each before it and its outcome after it."""
    import resource

    warnings.simplefilter("error")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch:
        bench = Bench(Path(scratch))
        corpus(form)
        accepted = 0
        for number in range(first, last):
            print("begin", number, flush=True)
            document = case(form, seed, number)
            write = number % WRITTEN == 0
            verdict = bench.run(form, document, write=write, ask=accepted % ASKED == 0)
            accepted += write and verdict == "accepted"
            print(
                "end", number, " ".join(verdict.split())[:500].encode("ascii", "backslashreplace").decode(), flush=True
            )


@dataclass
class Outcome:
    """The outcomes of the cases of a format."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: dict[int, str] = field(default_factory=dict)


def watch(form: str, seed: int, count: int) -> Outcome:
    """Run all cases of a format in child processes, a new one after each that crashed or hung."""
    outcome = Outcome()
    number = 0
    while number < count:
        command = [sys.executable, "-m", "lab.fuzz_imports", "--child", form, str(seed), str(number), str(count)]
        root = Path(__file__).resolve().parent.parent
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
            assert process.stdout is not None
            number, problem = _follow(process.stdout, outcome, number)
            process.kill()
            said = process.stderr.read().decode(errors="replace").strip().rpartition("\n")[2] if process.stderr else ""
        if number < count:
            outcome.failures[number] = problem or f"the process ended ({process.returncode}): {said[-300:]}"
            number += 1
    return outcome


def _follow(stdout: IO[bytes], outcome: Outcome, number: int) -> tuple[int, str]:
    """Read the output of a child; return the case at which it stopped, and the reason if it was killed."""
    patience = PREPARING
    while True:
        ready, _, _ = select.select([stdout], [], [], patience)
        if not ready:
            return number, f"not done after {patience:.0f} seconds"
        patience = SECONDS
        word, _, rest = stdout.readline().decode().strip().partition(" ")
        if not word:
            return number, ""
        if word == "end":
            _, _, verdict = rest.partition(" ")
            outcome.counts[verdict if verdict in {"accepted", "refused"} else "failed"] += 1
            if verdict not in {"accepted", "refused"}:
                outcome.failures[number] = verdict
            number += 1


def keep(form: str, seed: int, number: int) -> Path:
    """Save the document of a case among the seeds, for the tests."""
    target = SEEDS / f"{form}--{seed}-{number}"
    target.mkdir(parents=True, exist_ok=True)
    for name, data in case(form, seed, number).items():
        (target / name).write_bytes(data)
    return target


def main(arguments: list[str]) -> int:
    """Fuzz the chosen formats, print the outcomes, and return 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="cases of each format")
    parser.add_argument("--format", default="all", choices=["all", *FORMATS])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--keep", action="store_true", help="save failing cases among the seeds in tests/lab/fuzz")
    options = parser.parse_args(arguments)
    forms = FORMATS if options.format == "all" else [options.format]
    failed = False
    started = time.monotonic()
    with ThreadPoolExecutor(options.jobs) as pool:
        outcomes = pool.map(lambda form: watch(form, options.seed, options.count), forms)
        for form, outcome in zip(forms, outcomes, strict=True):
            counts = outcome.counts
            print(
                f"{form:10} {options.count:6} cases: {counts['refused']} refused, {counts['accepted']} accepted,"
                f" {len(outcome.failures)} failed",
                flush=True,
            )
            for number, problem in sorted(outcome.failures.items())[:20]:
                place = f" (kept in {keep(form, options.seed, number)})" if options.keep else ""
                print(f"  case {number}: {problem}{place}", flush=True)
            failed |= bool(outcome.failures)
    print(f"{options.count * len(forms)} cases in {time.monotonic() - started:.0f} s, seed {options.seed}")
    return int(failed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], *map(int, sys.argv[3:6]))
    else:
        sys.exit(main(sys.argv[1:]))
