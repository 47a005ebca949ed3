"""Run W3C's SPARQL queries with and without the query guard: ``python -m lab.run_w3c_queries FOLDER``.

FOLDER holds the suites of SPARQL 1.0 and 1.1, such as ``test/DAWG`` of the source distribution of rdflib 5.0.0. The
guard must accept every query that the engine accepts, with the same answer over the Turtle files beside the query,
unless it calls SERVICE, and refuse every query that the engine refuses. A BASE is put before each query, because many
have relative IRIs.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from ecomgraph.errors import QueryError
from ecomgraph.store.query_guard import check_query

BASE = "http://suite.example/"
REFUSED = "refused"
# Functions whose value differs on every call.
_CHANGING = re.compile(r"\b(RAND|UUID|STRUUID|NOW|BNODE)\b", re.IGNORECASE)


def store_beside(path: Path) -> ox.Store:
    """Return a store with the readable Turtle files in the folder of a query."""
    store = ox.Store()
    for file in sorted(path.parent.glob("*.ttl"))[:8]:
        try:
            store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=BASE + file.name)
        except SyntaxError:
            continue
    return store


def answer(store: ox.Store, text: str) -> str:
    """Return the answer to a query, sorted; all blank nodes are treated as equal."""
    try:
        found = store.query(text)
        if isinstance(found, ox.QueryBoolean):
            return str(bool(found))
        if isinstance(found, ox.QueryTriples):
            return f"{sum(1 for _ in found)} triples"
        rows = [["blank" if isinstance(term, ox.BlankNode) else str(term) for term in row] for row in found]
        return f"{[variable.value for variable in found.variables]} {sorted(map(str, rows))}"
    except SyntaxError:
        return REFUSED
    except (RuntimeError, OSError, ValueError) as error:
        return f"failed: {error}"


def judged(path: Path) -> str:
    """Return ``""`` if the guard changes nothing, ``SERVICE`` if it refuses because of that, else the difference."""
    text = path.read_bytes().decode(errors="replace").removeprefix("\ufeff")
    text = f"BASE <{BASE}>\n{text}"
    try:
        rendering = check_query(text).rendering
    except QueryError as error:
        if "SERVICE is refused" in str(error):
            return "SERVICE"
        return "" if answer(ox.Store(), text) == REFUSED else f"refused by the guard alone: {error}"
    store = store_beside(path)
    alone, guarded = answer(store, text), answer(store, rendering)
    if (alone == REFUSED) != (guarded == REFUSED):
        return "refused by one alone"
    return "" if alone == guarded or _CHANGING.search(text) else f"{alone[:200]} is {guarded[:200]}"


def main(arguments: list[str]) -> int:
    """Print the differences and the number of queries; return 1 if there is a difference or no query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    for path in sorted(options.folder.rglob("*.rq")):
        verdict = judged(path)
        counts["SERVICE" if verdict == "SERVICE" else "differ" if verdict else "alike"] += 1
        if verdict not in {"", "SERVICE"}:
            print(f"{path}: {verdict}")
    told = f"{counts['alike']} alike, {counts['SERVICE']} with SERVICE refused, {counts['differ']} differ"
    print(f"{counts.total()} queries: {told}")
    return 0 if counts["alike"] and not counts["differ"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
