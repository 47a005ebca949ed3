"""Read the outcomes as the importer of Canvas does: by heading, ratings from the last heading on, groups top down."""

from __future__ import annotations

import csv
from html import unescape
from typing import TYPE_CHECKING

from ecomgraph.exchange.exporters.canvas import HEADER
from tests.exchange.facts import SKOS, Facts, clean, line

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

FORMAT = "canvas"


def rows_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, strict=True))
    return header, rows


def check(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Each skill is an outcome; each parent is a group in an earlier row; points of ratings fall."""
    report = graph.export("canvas", path)
    header, rows = rows_of(path)
    assert tuple(header[: len(HEADER)]) == HEADER
    assert set(header[len(HEADER) :]) <= {""}
    facts = Facts(graph)
    groups: dict[str, str] = {}
    outcomes: dict[str, list[str]] = {}
    ratings = 0
    for row in rows:
        guid, kind, title, description, state, parents = (row[at] for at in (0, 1, 2, 3, 7, 8))
        assert guid not in groups.keys() | outcomes.keys()
        assert " " not in guid
        assert 0 < len(title) <= 255
        assert state == "active"
        assert all(it in groups for it in parents.split())
        assert len(title) < 255 or not title.endswith("…") or "<h4>Full name</h4>" in description
        if kind == "group":
            groups[guid] = title
            assert not any(row[4:7] + row[9:])
        else:
            assert kind == "outcome"
            outcomes[guid] = row
            cells = [cell for cell in row[10:] if cell]
            points = [int(it) for it in cells[::2]]
            assert points == sorted(points, reverse=True)
            assert (int(row[9]) in points) if points else row[9] == ""
            ratings += len(points)
    assert len(outcomes) == len(facts.iris("skill"))
    short = {iri: line(facts.label(iri)) for iri in facts.iris("skill")}
    short = {iri: it if len(it) <= 255 else it[:254] + "…" for iri, it in short.items()}
    assert sorted(row[2] for row in outcomes.values()) == sorted(short.values())
    parents_of = {iri: facts.to(iri, SKOS + "broader") for iri in short}
    assert len(groups) == 1 + len({it for them in parents_of.values() for it in them})
    definitions = {clean(facts.text(iri, SKOS + "definition")).strip() for iri in short}
    shown = [unescape(row[3]) for row in outcomes.values()]
    assert all(any(it.split("\n")[0].split("\r")[0] in text for text in shown) for it in definitions)
    scales = {scale.iri: [it for it in scale.levels if it.rank] for scale in graph.scales()}
    if len(scales) == 1:
        assert ratings == len(outcomes) * sum(map(len, scales.values()))
    assert sum(count for _, count in report.records) == len(rows) + ratings
    return report


def rights(path: Path) -> str:
    """The description of the group that stands for the framework."""
    return unescape(rows_of(path)[1][0][3])
