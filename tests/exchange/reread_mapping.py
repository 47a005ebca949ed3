"""Read the files of the format mapping in its plain layout again, and compare them with the graph."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from ecomgraph.exchange.cells import plain
from ecomgraph.namespace import ECG
from tests.exchange.facts import SKOS, Facts, clean

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

__all__ = ["FORMAT", "check", "rights"]

FORMAT = "mapping"


def check(graph: ecomgraph.CareerGraph, path: Path, **how: Any) -> ecomgraph.ExportReport:
    """Export skills, roles and needs, and compare labels, definitions, groups and importance."""
    report = graph.export(FORMAT, path, **how)
    facts = Facts(graph, derived=False)
    tables = {}
    for name in ("skills", "roles", "role_skills"):
        with (path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    for name, kind in (("skills", "skill"), ("roles", "role")):
        told = sorted((plain(row[kind]), plain(row["description"])) for row in tables[name])
        assert told == sorted(
            (clean(facts.label(iri)), clean(next(iter(facts.texts(iri, SKOS + "definition")), "")))
            for iri in facts.iris(kind)
        )
    groups = sum(len(row["group_id"].split("|")) for row in tables["skills"] if row["group_id"])
    assert groups == sum(len(facts.to(iri, SKOS + "broader")) for iri in facts.iris("skill"))
    needs = {(need, role) for role in facts.iris("role") for need in facts.to(role, ECG.hasSkillRequirement)}
    assert len(tables["role_skills"]) == len(needs)
    essential = sum(row["importance"] == "essential" for row in tables["role_skills"])
    assert essential == sum(facts.to(need, ECG.importance) == [f"{IMPORTANCE}essential"] for need, _ in needs)
    return report


IMPORTANCE = "https://w3id.org/ecomgraph/importance/"


def rights(path: Path) -> str:
    """Return the notice beside the tables."""
    return (path / "license.txt").read_text(encoding="utf-8")
