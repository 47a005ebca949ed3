"""Read the files for Odoo 19 as its record import does, and compare them with the graph."""

from __future__ import annotations

import csv
import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any

from ecomgraph.namespace import ECG
from tests.exchange.facts import Facts, line

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

FORMAT = "odoo"
NODES = ("role", "profile")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def check(graph: ecomgraph.CareerGraph, folder: Path) -> ecomgraph.ExportReport:
    """Rows without an id belong to the record above; each level and skill of a job belongs to its type."""
    report = graph.export("odoo", folder)
    facts = Facts(graph)
    types, ids = read_types(folder)
    jobs = rows_of(folder / "hr.job.csv")
    links = rows_of(folder / "hr.job.skill.csv")
    ids += [row["id"] for row in (*jobs, *links)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_]+", id_) for id_ in ids)
    names = [name for found in types.values() for name in found["skills"].values()]
    assert sorted(names) == facts.names(facts.iris("skill"))
    _compare_levels(graph, facts, types)
    assert Counter(map(_job, jobs)) == Counter(_expected_job(facts, iri) for iri in facts.iris(*NODES))
    called = {row["id"]: row["name"] for row in jobs}
    found: Counter[tuple[str, str]] = Counter()
    for row in links:
        of = types[row["skill_type_id/id"]]
        found[called[row["job_id/id"]], of["skills"][row["skill_id/id"]]] += 1
        assert row["skill_level_id/id"] in of["levels"]
    expected = ((iri, skill) for iri in facts.iris(*NODES) for skill in facts.required(iri))
    assert found == Counter((line(facts.label(iri)), line(facts.label(skill))) for iri, skill in expected)
    assert sum(count for _, count in report.records) == len(ids)
    return report


def rights(folder: Path) -> str:
    """The licence is in the description of each job."""
    return unescape("".join(job["description"] for job in rows_of(folder / "hr.job.csv")))


def read_types(folder: Path) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the skill types by id, with levels (name and progress) and skills by id, and all ids of the file."""
    types: dict[str, dict[str, Any]] = {}
    ids: list[str] = []
    for row in rows_of(folder / "hr.skill.type.csv"):
        if row["id"]:
            types[row["id"]] = {"levels": {}, "skills": {}, "name": row["name"]}
            current = types[row["id"]]
        if row["skill_level_ids/id"]:
            progress = int(row["skill_level_ids/level_progress"])
            assert 0 <= progress <= 100
            current["levels"][row["skill_level_ids/id"]] = (row["skill_level_ids/name"], progress)
            assert row["skill_level_ids/default_level"] == str(len(current["levels"]) == 1)
        if row["skill_ids/id"]:
            current["skills"][row["skill_ids/id"]] = row["skill_ids/name"]
        ids += [row[name] for name in ("id", "skill_level_ids/id", "skill_ids/id") if row[name]]
    return types, ids


def _compare_levels(graph: ecomgraph.CareerGraph, facts: Facts, types: dict[str, dict[str, Any]]) -> None:
    scales = {tuple(line(it.label) for it in scale.levels if it.rank) for scale in graph.scales()}
    if not scales:
        levels = sorted(facts.iris("level"), key=lambda iri: int(facts.text(iri, ECG.rank)))
        scales = {tuple(line(facts.label(iri)) for iri in levels) or ("Competent",)}
    for found in types.values():
        assert tuple(name for name, _ in found["levels"].values()) in scales
        progress = [number for _, number in found["levels"].values()]
        assert progress == sorted(set(progress))
        assert progress[-1] == 100


def _job(row: dict[str, str]) -> tuple[object, ...]:
    needs = {
        part.partition("\n")[0]: tuple(sorted(item[2:] for item in part.split("\n")[1:]))
        for part in re.split(r"\n(?=Optional skills:\n)", row["requirements"])
        if part
    }
    sections = {
        unescape(heading): tuple(sorted(unescape(item) for item in re.findall(r"<li>(.*?)</li>", items)))
        for heading, items in re.findall(r"<h4>(.*?)</h4><ul>(.*?)</ul>", row["description"])
    }
    work = tuple(sections.get(heading, ()) for heading in ("Responsibilities", "Activities"))
    return row["name"], needs.get("Essential skills:", ()), needs.get("Optional skills:", ()), *work


def _expected_job(facts: Facts, iri: str) -> tuple[object, ...]:
    needs = facts.required(iri)
    return (
        line(facts.label(iri)),
        *(tuple(facts.names([it for it in needs if needs[it] == group])) for group in ("essential", "optional")),
        *(tuple(facts.names(facts.inherited(iri, link))) for link in (ECG.hasResponsibility, ECG.performsActivity)),
    )
