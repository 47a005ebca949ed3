"""Fuzz the query guard: ``python -m lab.fuzz_guard --count 200000 --seed 0``.

Queries consist of tokens on which SPARQL parsers disagree, around SERVICE calls to a listener on 127.0.0.1. Child
processes run them as the package does. No query may reach the listener, no process may crash, and the only permitted
error is :class:`~ecomgraph.QueryError`. A query without SERVICE also runs without the guard: if the engine accepts it,
the guard must accept it too, with the same answer. At the end a sample runs without the guard, to show that these
queries do reach the listener. Query number N depends only on the seed and N: ``--show N`` prints it.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import QueryError
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.dataset import Dataset
from lab.guard_queries import KNOWN, query

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CHUNK = 5_000
ROWS = 20


class Listener:
    """Counts connections, and closes them."""

    def __init__(self) -> None:
        self.heard = 0
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            self.heard += 1
            connection.close()


def sample_store() -> ox.Store:
    """Return a store with a few triples of every kind of term."""
    store = ox.Store()
    terms: list[ox.NamedNode | ox.Literal | ox.BlankNode]
    terms = [ox.NamedNode("urn:a#b"), ox.Literal(1), ox.Literal("a", language="en"), ox.BlankNode()]
    for number, term in enumerate(terms):
        graph = ox.NamedNode("urn:g")
        store.add(ox.Quad(ox.NamedNode(f"urn:s{number}"), ox.NamedNode(PREFIXES["ecg"] + "a"), term, graph))
    return store


def _answer(answer: object) -> str:
    if isinstance(answer, ox.QuerySolutions):
        # With the guard, the columns of SELECT * are in the order of the text; without it, in the engine's order.
        names = sorted(it.value for it in answer.variables)
        rows = [
            str(["blank" if isinstance(row[it], ox.BlankNode) else str(row[it]) for it in names])
            for row in islice(answer, ROWS)
        ]
        return str((names, sorted(rows)))
    if isinstance(answer, ox.QueryTriples):
        return str(sum(1 for _ in islice(answer, ROWS)))
    return str(bool(answer))


def _guarded(dataset: Dataset, text: str) -> str:
    try:
        return _answer(dataset.query(text))
    except QueryError as error:
        return f"refused: {error}"
    except (RuntimeError, OSError) as error:
        return f"failed: {error}"


def _raw(store: ox.Store, text: str) -> str:
    try:
        return _answer(store.query(text, prefixes=PREFIXES, use_default_graph_as_union="from" not in text.lower()))
    except SyntaxError:
        return "refused"
    except (RuntimeError, OSError, ValueError) as error:
        return f"failed: {error}"


def child(options: argparse.Namespace) -> dict[str, object]:
    """Run a range of queries, and print the number of each before it runs."""
    store = sample_store()
    dataset = Dataset(store)
    counts: Counter[str] = Counter()
    strange: list[tuple[int, str]] = []
    with Path(options.log).open("r+b") as file, mmap.mmap(file.fileno(), 8) as at:
        for number in range(options.first, options.first + options.count):
            at[:] = struct.pack("q", number)
            text = query(options.seed, number, options.address)
            if options.unguarded:
                counts["unguarded"] += 1
                _raw(store, text)
                continue
            found = _guarded(dataset, text)
            counts["refused" if found.startswith("refused") else "answered"] += 1
            # Without the guard, a query that exceeds a limit may end the process.
            if "service" in text.lower() or ": more than " in found:
                continue
            other = _raw(store, text)
            if other == "refused" or other.startswith("failed"):
                counts["accepted by the guard alone"] += not found.startswith(("refused", "failed"))
                continue
            counts["accepted by the engine"] += 1
            if found != other and "NOW" not in text:
                counts["refused by the guard alone" if found.startswith("refused") else "answered differently"] += 1
                strange.append((number, f"{found[:120]} | {other[:120]}"))
    return {"counts": counts, "strange": strange[:20]}


def ranges(options: argparse.Namespace, address: str, *, unguarded: bool) -> Iterator[tuple[Counter[str], list[str]]]:
    """Run queries in child processes; yield counts and anomalies, including crashed processes."""
    first, last = 0, max(1, options.count // 100) if unguarded else options.count
    with tempfile.NamedTemporaryFile() as log:
        log.write(struct.pack("q", -1))
        log.flush()
        while first < last:
            count = min(CHUNK, last - first)
            arguments = [
                "--seed",
                options.seed,
                "--count",
                count,
                "--first",
                first,
                "--address",
                address,
                "--log",
                log.name,
            ]
            command = [
                sys.executable,
                "-m",
                "lab.fuzz_guard",
                *map(str, arguments),
                *(["--unguarded"] if unguarded else []),
            ]
            try:
                done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)  # noqa: S603
                code: object = done.returncode
            except subprocess.TimeoutExpired:
                code = "no end"
            if code == 0:
                answer = json.loads(done.stdout)
                yield Counter(answer["counts"]), [f"query {number}: {what}" for number, what in answer["strange"]]
                first += count
                continue
            at = struct.unpack("q", Path(log.name).read_bytes())[0]
            said = done.stderr.strip().splitlines()[-1:] if code != "no end" else []
            yield Counter({"died": 1}), [f"query {at}: the process ended with {code} {said}"]
            first = at + 1


def main(arguments: list[str]) -> int:
    """Fuzz and print the figures; return 1 if there was a connection, a crash or a different answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=None, metavar="N", help="print one query")
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    for name in ("--address", "--log"):
        parser.add_argument(name, default="", help=argparse.SUPPRESS)
    parser.add_argument("--unguarded", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.show is not None:
        print(query(options.seed, options.show, "http://127.0.0.1:1/"))
        return 0
    if options.log:
        print(json.dumps(child(options)))
        return 0
    listener, control = Listener(), Listener()
    _raw(ox.Store(), KNOWN.format(control.address))
    total: Counter[str] = Counter()
    for counts, strange in ranges(options, listener.address, unguarded=False):
        total += counts
        print(*strange, sep="\n", end="\n" if strange else "", flush=True)
    hears = control.heard
    unguarded: Counter[str] = Counter()
    for counts, _ in ranges(options, control.address, unguarded=True):
        unguarded += counts
    print(f"{options.count} queries: {dict(sorted(total.items()))}")
    print(f"connections heard: {listener.heard}; of one SERVICE without the guard: {hears}")
    print(f"without the guard: {dict(unguarded)}, connections heard: {control.heard - hears}")
    wrong = listener.heard or total["died"] or total["answered differently"] or not hears
    return 1 if wrong else 0


if __name__ == "__main__":
    os.environ.setdefault("no_proxy", "*")
    sys.exit(main(sys.argv[1:]))
