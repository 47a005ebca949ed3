"""Read a source without deriving and validating it, and look at what an importer made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph import ImportOptions
from ecomgraph.exchange.importers.archives import unpacked
from ecomgraph.exchange.importers.detect import detect, look
from ecomgraph.exchange.importers.problems import Problems
from ecomgraph.exchange.importers.readers import read_source
from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import Reading

LIMIT = 1 << 20
_PREFIXES = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())


def read(path: Path, **options: object) -> Reading:
    """Return what the importer of a source reads; its base is ``https://base.example/``."""
    settings = ImportOptions(max_size=LIMIT, **options)  # type: ignore[arg-type]
    with unpacked(path, LIMIT, settings.format) as found:
        source = look(found.path, LIMIT)
        form = detect(source, settings.format, LIMIT)
        problems = Problems(source.name)
        reading = read_source(source, form, settings, problems, "https://base.example/", "ours")
    assert all(entry.balanced for entry in reading.account), reading.account
    return reading


def said(reading: Reading, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query over what was read, sorted, without the namespaces of the examples."""
    store = ox.Store()
    store.load("".join(reading.lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    rows = store.query(_PREFIXES + query)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(tuple(_short(value) for value in row) for row in rows)


def _short(value: object) -> str:
    if isinstance(value, ox.NamedNode):
        return value.value.rpartition("/")[2].rpartition("#")[2]
    return f"{value.value}@{value.language}" if isinstance(value, ox.Literal) and value.language else str(value)


def left_out(reading: Reading) -> dict[str, int]:
    """Return how many things were left out, by reason."""
    return {reason: count for entry in reading.account for reason, count in entry.left_out}
