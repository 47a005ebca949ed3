"""Count what other programs read from each export of three frameworks.

``python -m lab.consumers [MODULES]`` prints a table: the bundled framework, one in French, and a ladder with degrees.
``MODULES`` is a folder in which ``npm install graphology graphology-gexf graphology-graphml jsdom`` was run; without
it, graphology is left out. LibreOffice (``soffice``) and Raptor (``rapper``) are used if they are on the path. The
exit code is 1 if a program does not read everything that was written.
"""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ecomgraph
from tests.exchange.small_graphs import FRENCH, LADDER, graph_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph import CareerGraph

Row = tuple[str, str, str, str, str]
RDF = {"jsonld": "json-ld", "ntriples": "nt", "rdfxml": "xml", "trig": "trig", "turtle": "turtle"}
_NODE_SCRIPT = Path(__file__).with_suffix(".mjs")


def main(modules: str = "") -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("french", "ladder"):
            (folder / f"source-{part}").mkdir()
        graphs = {
            "bundled": ecomgraph.load(),
            "French": graph_of(folder / "source-french", FRENCH),
            "ladder": graph_of(folder / "source-ladder", LADDER),
        }
        print("| framework | format | program | read | written |\n|---|---|---|---|---|")
        same = [_told(row) for title, graph in graphs.items() for row in read_by_others(title, graph, folder / title)]
        if modules:
            same += [_told(row) for row in _by_node(modules, [folder / title for title in graphs])]
    return int(not all(same))


def _told(row: Row) -> bool:
    """Print a row, and return whether everything was read."""
    print(f"| {' | '.join(row)} |", flush=True)
    return row[-1] == row[-2]


def read_by_others(title: str, graph: CareerGraph, folder: Path) -> Iterator[Row]:
    """Export a framework to a new folder and yield framework, format, program, and the counts read and written."""
    folder.mkdir()
    written = _network(graph, folder)
    for program, form, read in _networks(folder):
        yield title, form, program, read, written
    (folder / "written").write_text(written, encoding="utf-8")
    for form, parser in RDF.items():
        report = graph.export(form, folder / form)
        yield title, form, "rdflib", _triples(folder / form, parser), str(sum(count for _, count in report.records))
    for form in ("csv", "xlsx"):
        report = graph.export(form, folder / form)
        records = sum(count for _, count in report.records)
        yield title, form, {"csv": "Frictionless", "xlsx": "openpyxl"}[form], _rows(folder / form), f"{records} rows"
    yield from _by_raptor(title, folder)
    yield from _by_libreoffice(title, folder)


def _network(graph: CareerGraph, folder: Path) -> str:
    """Export both network formats; return the counts stated by the exports, and those of levels and degrees."""
    graph.export("gexf", folder / "gexf")
    records = dict(graph.export("graphml", folder / "graphml").records)
    nodes = sum(count for kind, count in records.items() if kind.endswith(" nodes"))
    edges = sum(count for kind, count in records.items() if kind.endswith(" edges"))
    # The property graph export writes the same elements into tables, which the csv module reads.
    import csv

    graph.export("property-graph", folder / "property-graph")
    with (folder / "property-graph" / "relationships.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    found = [[key for key in table[0] if key.partition(":")[0] == name] for name in ("required_level", "degree")]
    levels, degrees = (sum(1 for row in table if any(row[key] for key in keys)) for keys in found)
    return _counts(nodes, edges, levels, degrees)


def _counts(nodes: int, edges: int, levels: int, degrees: int) -> str:
    return f"{nodes} nodes, {edges} edges, {levels} levels, {degrees} degrees"


def _stated(value: object) -> bool:
    return value not in (None, "") and not (isinstance(value, float) and math.isnan(value))


def _networks(folder: Path) -> Iterator[tuple[str, str, str]]:
    import igraph
    import networkx as nx

    for form, network in (
        ("gexf", nx.read_gexf(folder / "gexf")),
        ("graphml", nx.read_graphml(folder / "graphml", force_multigraph=True)),
    ):
        edges = [data for *_, data in network.edges(data=True)]
        yield "networkx", form, _of(network.number_of_nodes(), edges)
    read = igraph.Graph.Read_GraphML(str(folder / "graphml"))
    yield "igraph", "graphml", _of(read.vcount(), [edge.attributes() for edge in read.es])


def _of(nodes: int, edges: list[dict[str, Any]]) -> str:
    counts = (sum(1 for edge in edges if _stated(edge.get(name))) for name in ("required_level", "degree"))
    return _counts(nodes, len(edges), *counts)


def _triples(path: Path, parser: str) -> str:
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format=parser)
    return str(len({quad[:3] for quad in dataset.quads()}))


def _rows(path: Path) -> str:
    if path.is_dir():
        import frictionless

        package: Any = frictionless.Package(str(path / "datapackage.json"))
        return f"{sum(len(resource.read_rows()) for resource in package.resources)} rows"
    from openpyxl import load_workbook

    with path.open("rb") as file:
        return f"{sum(sheet.max_row - 1 for sheet in load_workbook(file).worksheets)} rows"


def _by_raptor(title: str, folder: Path) -> Iterator[Row]:
    program = shutil.which("rapper")
    for form, syntax in {"ntriples": "ntriples", "rdfxml": "rdfxml", "turtle": "turtle"}.items() if program else ():
        command = [str(program), "--count", "--input", syntax, str(folder / form)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        told = re.search(r"returned (\d+) triple", done.stderr)
        yield (
            title,
            form,
            "Raptor",
            told[1] if told else f"exit code {done.returncode}",
            _triples(folder / form, RDF[form]),
        )


def _by_libreoffice(title: str, folder: Path) -> Iterator[Row]:
    """Save the tables with LibreOffice as OpenDocument and as OOXML, and count the cells that are equal in both."""
    program = shutil.which("soffice")
    if program is None:
        return
    (folder / "xlsx").rename(folder / "tables.xlsx")
    own = _cells(folder / "tables.xlsx")
    for ending, source in (("ods", "tables.xlsx"), ("xlsx", "office/tables.ods")):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", ending, "--outdir", str(folder / "office")]
        subprocess.run([*command, str(folder / source)], check=False, capture_output=True)  # noqa: S603
    back = _cells(folder / "office" / "tables.xlsx") if (folder / "office" / "tables.xlsx").exists() else {}
    same = sum(back.get(place) == value for place, value in own.items())
    yield title, "xlsx", "LibreOffice", f"{same} cells", f"{max(len(own), len(back))} cells"


def _cells(path: Path) -> dict[tuple[str, str], object]:
    from openpyxl import load_workbook

    book = load_workbook(path)
    found = ((sheet.title, cell) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return {(title, cell.coordinate): cell.value for title, cell in found if cell.value not in (None, "")}


def _by_node(modules: str, folders: list[Path]) -> list[Row]:
    program = shutil.which("node")
    if program is None:
        print("Node.js is not installed: graphology is left out", file=sys.stderr)
        return []
    command = [program, str(_NODE_SCRIPT), str(Path(modules).resolve()), *map(str, folders)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()  # noqa: S603
    rows = []
    for line in lines:
        if line.startswith("["):
            folder, form, name, *counts = json.loads(line)
            rows.append(
                (Path(folder).name, form, name, _counts(*counts), (Path(folder) / "written").read_text("utf-8"))
            )
    return rows


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main(*sys.argv[1:]))
