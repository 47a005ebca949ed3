"""What changed between two frameworks or two releases of one."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import ecomgraph
from ecomgraph import (
    ImportOptions,
    UnknownNameError,
    import_framework,
)
from ecomgraph.cli.app import cli
from tests.frameworks.made_frameworks import written
from tests.frameworks.miniatures import TABLES, write_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.long
def test_changes_between_releases(releases: Path) -> None:
    graph = ecomgraph.open(releases)
    found = graph.changes("onet-a", "onet-b")
    (role,) = found.of("roles", "changed")
    assert (role.thing.label, role.matched_by) == ("Directors of Sales", "iri")
    assert ("label", "Sales Managers", "Directors of Sales") in role.details
    (need,) = found.of("requirements", "changed")
    assert need.other is not None
    assert (need.thing.label, need.other.label, need.details) == (
        "Chief Executives",
        "Mathematics (skill)",
        (("importance", "essential", "optional"),),
    )
    assert len(found.changes) == 2
    assert [it.section for it in graph.changes("onet-a", "onet-b", "Chief Executives").changes] == ["requirements"]
    with pytest.raises(UnknownNameError, match="no role is called 'Baker'"):
        graph.changes("onet-a", "onet-b", "Baker")


@pytest.mark.long
@pytest.mark.long
def test_a_level_that_is_only_called_otherwise_changes_no_requirement(tmp_path: Path) -> None:
    rows = {
        "roles": "id,label\nbaker,Baker\ncook,Cook\n",
        "skills": "id,label,scale\nkneading,Kneading,mastery\n",
        "proficiency-scales": "id,label\nmastery,Mastery\n",
        "proficiency-levels": "id,label,scale,rank\nlow,Aware,mastery,1\nhigh,Expert,mastery,2\n",
        "requirements": "holders,skill,importance,required_level\nbaker,kneading,essential,low\n"
        "cook,kneading,essential,low\n",
        "transitions": "",
    }
    before = write_tables(tmp_path / "before", **rows)
    renamed = rows["proficiency-levels"].replace("Aware", "Beginner")
    raised = rows["requirements"].replace("cook,kneading,essential,low", "cook,kneading,essential,high")
    after = write_tables(tmp_path / "after", **rows | {"proficiency-levels": renamed, "requirements": raised})
    path = tmp_path / "career.db"
    for folder in (before, after):
        import_framework(folder, path, options=ImportOptions(base="https://ours.example/"))
    found = ecomgraph.open(path).changes("before", "after")
    assert [(it.section, it.thing.label, it.details) for it in found.changes] == [
        ("proficiency-levels", "Beginner", (("label", "Aware", "Beginner"),)),
        ("requirements", "Cook", (("level", "Aware", "Expert"),)),
    ]


@pytest.mark.long
def test_things_of_another_framework_do_not_differ_by_what_their_iris_begin_with(tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    renamed = "id,label\napprentice,Apprentice\njourneyman,Baker\nmaster,Master baker\n"
    changed = {name: text.replace("baker", "journeyman") for name, text in TABLES.items()} | {"roles": renamed}
    changed["requirements"] = "holders,skill,importance,proficiency\njourneyman; master,kneading,essential,0.5\n"
    import_framework(write_tables(tmp_path / "one"), path)
    import_framework(write_tables(tmp_path / "other", **changed), path)
    found = ecomgraph.open(path).changes("one", "other")
    told = {(it.section, it.thing.id, it.details[0][0]) for it in found.changes if it.section == "roles"}
    assert told == {("roles", "journeyman", "iri")}
    assert found.of("skills", "changed") == ()


def test_things_are_matched_by_iri_then_notation_then_name(tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    old = """
    <urn:a:1> a ecg:Role ; skos:prefLabel "Clerk"@en ; skos:notation "R1" .
    <urn:a:2> a ecg:Role ; skos:prefLabel "Boss"@en .
    <urn:same> a ecg:Role ; skos:prefLabel "Porter"@en .
    <urn:a:3> a ecg:Role ; skos:prefLabel "Cook"@en .
    <urn:a:t> a ecg:Transition ; ecg:transitionFrom <urn:a:1> ; ecg:transitionTo <urn:a:2> ;
        ecg:transitionKind <https://w3id.org/ecomgraph/transition-kind/promotion> .
    """
    new = """
    <urn:b:1> a ecg:Role ; skos:prefLabel "Senior clerk"@en ; skos:notation "R1" .
    <urn:b:2> a ecg:Role ; skos:prefLabel "BOSS"@en .
    <urn:same> a ecg:Role ; skos:prefLabel "Doorman"@en .
    <urn:b:3> a ecg:Role ; skos:prefLabel "Pilot"@en .
    <urn:b:t> a ecg:Transition ; ecg:transitionFrom <urn:b:1> ; ecg:transitionTo <urn:b:2> ; ecg:typicalMonths 24.0 ;
        ecg:transitionKind <https://w3id.org/ecomgraph/transition-kind/promotion> .
    """
    for name, text in (("old", old), ("new", new)):
        report = import_framework(written(tmp_path / f"{name}.ttl", text), path)
        assert report.accepted, report.violations
    found = ecomgraph.open(path).changes("old", "new")
    by = {it.thing.label: it.matched_by for it in found.of("roles", "changed")}
    assert by == {"Senior clerk": "notation", "BOSS": "name", "Doorman": "iri"}
    assert [it.thing.label for it in found.of("roles", "removed")] == ["Cook"]
    assert [it.thing.label for it in found.of("roles", "added")] == ["Pilot"]
    (transition,) = found.of("transitions", "changed")
    assert transition.details == (("months", "", "24"),)


@pytest.mark.long
def test_a_dry_run_lists_what_would_change(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    import_framework(tables, path)
    needs = "holders,skill,importance,proficiency\nbaker; master,kneading,essential,0.75\nbaker,SEO,optional,\n"
    changed = write_tables(tmp_path / "new", requirements=needs)
    command = ["import", str(changed), "--into", str(path), "--name", "bakery", "--replace", "--dry-run"]
    result = CliRunner().invoke(cli, [*command, "--format", "csv"])
    rows = [tuple(row) for row in csv.reader(result.stdout.splitlines())]
    assert rows[0] == ("section", "change", "id", "label", "other", "what", "from", "to")
    assert {row[1:] for row in rows[1:]} == {
        ("changed", "baker", "Baker", "Kneading", "level", "0.5", "0.75"),
        ("changed", "master", "Master baker", "Kneading", "level", "0.5", "0.75"),
        ("added", "baker", "Baker", "Search engine optimization", "importance", "", "optional"),
        ("removed", "master", "Master baker", "Search engine optimization", "importance", "optional", ""),
    }
    value = json.loads(CliRunner().invoke(cli, [*command, "--format", "json"]).stdout)
    assert len(value["differences"]) == 4
    assert "Kneading" in CliRunner().invoke(cli, command).stdout
