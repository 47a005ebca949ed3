"""Requests per second and response times of ecomgraph serve, rdflib-endpoint and oxigraph, under the same load.

    python -m benchmarks.serve [--seconds 5] [--connections 16] [--roles 300]

Prints a Markdown table for the bundled graph and one for a synthetic graph. Two queries are asked by GET and answered
as SPARQL JSON: "plain", the skills that a role requires and their labels, two triple patterns; and "stored", the text
of `skills-for-role` with its parameter written into it. Each is sent "repeated", always the same, so that
ecomgraph answers from its cache, and "never the same", with different comments at its end, so that it cannot.
rdflib-endpoint runs on rdflib's memory store, its default, on uvicorn with the same event loop and parser as ours;
``oxigraph serve-read-only`` is a program in Rust that has neither limits nor an explorer.
The first answers are compared, and a warm-up takes a second. "processor ms" is the processor time of the server and its
children per answer, which other programs on the machine affect little (Linux only). The load comes
from wrk: ``apt-get install wrk``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

import ecomgraph
from benchmarks.synthetic import synthetic_dataset
from benchmarks.wrk import NUMBER, Load, Measured, get
from ecomgraph.graph import CareerGraph
from ecomgraph.queries import bound_text, stored_query
from ecomgraph.reading.names import Names
from ecomgraph.store.dataset import DERIVED, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = "application/sparql-results+json"
KINDS = ("repeated", "never the same")
PATHS = {"oxigraph": "/query"}
PREFIXES = "PREFIX ecg: <https://w3id.org/ecomgraph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
ENDPOINT = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
path, port = sys.argv[1:]
graph = rdflib.Graph()
graph.parse(path, format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(port), log_level="error", access_log=False)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--roles", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _compare("bundled graph", ecomgraph.load(), "ecommerce-director", [], Path(folder), options)
        dataset = synthetic_dataset(roles=options.roles, skills=options.roles * 5, requirements=options.roles * 40)
        graph = CareerGraph(dataset)
        asserted = Path(folder, "asserted.nt")
        quads = [it.triple for it in dataset.store if it.graph_name not in {DERIVED, VOCABULARY}]
        ox.serialize(quads, asserted, format=ox.RdfFormat.N_TRIPLES)
        title = f"synthetic graph, {options.roles} roles"
        _compare(title, graph, "role-7", ["--graph", str(asserted)], Path(folder), options)


def _compare(
    title: str, graph: CareerGraph, role: str, arguments: list[str], folder: Path, options: argparse.Namespace
) -> None:
    triples = folder / "all.nt"
    ox.serialize(set(graph.dataset.triples()), triples, format=ox.RdfFormat.N_TRIPLES)
    iri = Names(graph.dataset).find(role, "career node")
    pattern = f"<{iri}> ecg:requiresSkill ?skill . ?skill skos:prefLabel ?label"
    queries = {
        "plain": f"{PREFIXES} SELECT ?skill ?label {{ {pattern} }}",
        "stored": bound_text(stored_query("skills-for-role"), Names(graph.dataset), {"role": role}),
    }
    print(f"\n## {title}: {graph.dataset.count():,} triples\n")
    print("| query | asked | server | answers/s | processor ms | p50 ms | p99 ms |\n|---|---|---|---:|---:|---:|---:|")
    rates: dict[tuple[str, str, str], float] = {}
    costs: dict[tuple[str, str, str], float] = {}
    answers: dict[tuple[str, str], frozenset[str]] = {}
    store = folder / f"store-{triples.stat().st_size}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    subprocess.run([program, "load", "--location", store, "--file", triples], check=True, capture_output=True)
    oxigraph = [program, "serve-read-only", "--location", str(store), "--bind", "127.0.0.1:{port}"]
    servers = {
        "ecomgraph": [sys.executable, "-m", "ecomgraph", "serve", "--port", "{port}", *arguments],
        "rdflib-endpoint": [sys.executable, "-c", ENDPOINT, str(triples), "{port}"],
        "oxigraph": oxigraph,
    }
    for server, command in servers.items():
        with running(command) as (port, process):
            for name, query in queries.items():
                path = PATHS.get(server, "/sparql")
                answers[name, server] = _rows(port, path, query)
                for kind in KINDS:
                    _measure(port, path, query, kind, 1, options.connections)
                    before = processor_seconds(process)
                    found = _measure(port, path, query, kind, options.seconds, options.connections)
                    cost = (processor_seconds(process) - before) / max(1, found.statuses.get(200, 0)) * 1000
                    rates[name, kind, server], costs[name, kind, server] = found.rate, cost
                    print(f"| {name} | {kind} | {server} | {_cells(found, cost)} |", flush=True)
    print()
    for name in queries:
        for server in ("rdflib-endpoint", "oxigraph"):
            assert answers[name, "ecomgraph"] == answers[name, server], "the servers do not agree"
            for kind in KINDS:
                ours, theirs = rates[name, kind, "ecomgraph"], rates[name, kind, server]
                ratio = ours / (theirs or 1 / options.seconds)
                cost = costs[name, kind, server] / (costs[name, kind, "ecomgraph"] or 1)
                times = (
                    f"{ratio:,.2f} times as many answers as {server}, which takes {cost:,.2f} times the processor time"
                )
                print(f"{name}, {kind}: {times}")


def _cells(found: Measured, cost: float) -> str:
    assert set(found.statuses) <= {200}, found.statuses
    if not found.statuses:
        return f"less than {1 / found.seconds:.1f} | | | "
    return f"{found.rate:,.1f} | {cost:,.2f} | {found.p50:.1f} | {found.p99:.1f}"


def _measure(port: int, path: str, query: str, kind: str, seconds: float, connections: int) -> Measured:
    text = query if kind == "repeated" else f"{query}\n# {NUMBER}"
    return Load(port, [get(path, port, JSON, query=text)], connections, seconds).measured()


def _rows(port: int, path: str, query: str) -> frozenset[str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", get(path, port, "", query=query).decode().split()[1], headers={"Accept": JSON})
    rows = json.loads(connection.getresponse().read())["results"]["bindings"]
    assert rows
    return frozenset(json.dumps(row, sort_keys=True) for row in rows)


@contextmanager
def running(command: list[str]) -> Iterator[tuple[int, int]]:
    """Run a server on a free port during a ``with`` block, and yield the port and the process id."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    with subprocess.Popen(
        [part.replace("{port}", str(port)) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(1200):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield port, process.pid
        finally:
            process.terminate()


def processor_seconds(process: int) -> float:
    """Return the processor time of a process and its children, from Linux's /proc; 0 elsewhere."""
    times: dict[int, tuple[int, int]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = file.read_text().rpartition(")")[2].split()
            # The parent, and the time of the process itself and of its ended children, in ticks.
            times[int(file.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    family = {process}
    while more := {pid for pid, (parent, _) in times.items() if parent in family} - family:
        family |= more
    return sum(times[pid][1] for pid in family if pid in times) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
