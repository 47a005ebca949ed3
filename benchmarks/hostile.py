"""Response times for normal clients while others send killer queries: 200 connections, a quarter of them hostile.

    python -m benchmarks.hostile [--seconds 10] [--connections 200]

Prints a Markdown table: normal clients alone, then the same number with additional hostile ones, for a repeated query
and for one that always differs. Hostile clients send one killer after the other, each with a different comment so that
none is cached, and ignore Retry-After. At the end each killer is sent once more, followed by a normal query. The load
comes from wrk: ``apt-get install wrk``.
"""

from __future__ import annotations

import argparse
import sys
import time
from http.client import HTTPConnection

from benchmarks.killers import KILLERS, PARSER_KILLERS
from benchmarks.serve import JSON, running
from benchmarks.wrk import NUMBER, Load, Measured, get, post

NORMAL = "SELECT ?skill ?label { role:vp-of-ecommerce ecg:requiresSkill ?skill . ?skill skos:prefLabel ?label }"
SERVER = [sys.executable, "-m", "ecomgraph", "serve", "--port", "{port}"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=200)
    options = parser.parse_args()
    hostile = options.connections // 4
    print("| normal query | hostile clients | answers/s | p50 ms | p99 ms | max ms | killers stopped or refused |")
    print("|---|---:|---:|---:|---:|---:|---|")
    with running(SERVER) as (port, _):
        for kind in ("repeated", "never the same"):
            for killers in (0, hostile):
                normal, bad = _measure(port, kind, options.connections - hostile, killers, options.seconds)
                statuses = sorted(bad.statuses.items()) if bad else ()
                refused = ", ".join(f"{count} with {status}" for status, count in statuses)
                print(f"| {kind} | {killers} | {_cells(normal)} | {refused} |", flush=True)
        print("\n| killer | ended with | after s | next normal answer after ms |\n|---|---:|---:|---:|")
        for name, query in (KILLERS | PARSER_KILLERS).items():
            status, seconds = _ask(port, query)
            after, wait = _ask(port, f"{NORMAL} # after {name}")
            assert after == 200
            print(f"| {name} | {status} | {seconds:.1f} | {wait * 1000:.0f} |", flush=True)


def _cells(found: Measured) -> str:
    assert set(found.statuses) == {200}, found.statuses
    return f"{found.rate:,.0f} | {found.p50:.0f} | {found.p99:.0f} | {found.worst:.0f}"


def _measure(port: int, kind: str, normal: int, hostile: int, seconds: float) -> tuple[Measured, Measured | None]:
    query = NORMAL if kind == "repeated" else f"{NORMAL} # {NUMBER}"
    killers = [post("/sparql", port, query=f"{killer} # {NUMBER}") for killer in KILLERS.values()]
    bad = Load(port, killers, hostile, seconds) if hostile else None
    asked = Load(port, [get("/sparql", port, JSON, query=query)], normal, seconds)
    return asked.measured(), bad.measured() if bad else None


def _ask(port: int, query: str) -> tuple[int, float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    begun = time.perf_counter()
    connection.request("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query"})
    response = connection.getresponse()
    response.read()
    return response.status, time.perf_counter() - begun


if __name__ == "__main__":
    main()
