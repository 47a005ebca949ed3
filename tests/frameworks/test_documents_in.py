"""Frameworks as one YAML or JSON document: the same as the tables, within limits, and each value accounted for."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import yaml

from ecomgraph import FrameworkError, ImportOptions, import_framework
from ecomgraph.exchange.document_text import MAX_DEPTH, read_front_matter, read_json, read_yaml
from ecomgraph.exchange.document_tree import Fields, Text, leaves
from tests.frameworks.ladders import YAML
from tests.frameworks.miniatures import TABLES, write_tables
from tests.frameworks.read_forms import read, refused

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {name: list(csv.DictReader(io.StringIO(text))) for name, text in TABLES.items()}


def lines(path: Path) -> list[str]:
    return [it for it in path.read_text(encoding="utf-8").splitlines() if "/graph/framework/" not in it]


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_document_says_the_same_as_the_tables(form: str, tmp_path: Path) -> None:
    ours = tmp_path / f"ours.{form}"
    text = json.dumps(ROWS, indent=1) if form == "json" else yaml.safe_dump(ROWS)
    ours.write_text(text, encoding="utf-8")
    options = ImportOptions(name="bakery")
    import_framework(ours, tmp_path / "one.nt", options=options)
    import_framework(write_tables(tmp_path / "tables"), tmp_path / "two.nt", options=options)
    assert lines(tmp_path / "one.nt") == lines(tmp_path / "two.nt")


def test_lists_languages_and_aliases_of_yaml(tmp_path: Path) -> None:
    ours = tmp_path / "ours.yml"
    ours.write_text(YAML, encoding="utf-8")
    found = read(ours)
    assert (found.reading.title, found.reading.language) == ("Our ladder", "de")
    assert found.needs["Baker"] == {"C++": "Kann"}
    assert found.needs["Vendeur"] == {"C++": "Kann", "SEO": "0.4"}
    assert sorted(found.of("Role")["Baker"]["prefLabel"]) == ["Baker", "Bäcker"]
    assert found.of("Role")["Baker"]["altLabel"] == ["Bäckermeister", "a; b"]
    assert found.notes == (
        'ours.yml: 1 value left out: "remark" is not a table',
        "ours.yml: 3 values left out: the rules derive it again from the other tables",
    )


def bomb() -> str:
    names = "abcdefgh"
    made = [f"{it}: &{it} [{', '.join(f'*{before}' for _ in range(9))}]" for before, it in pairwise(names)]
    return "\n".join(["a: &a [x, x]", *made])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (bomb(), "ours.yml:6: aliases repeat more than 100,000 values; write the values out, or split the file"),
        ("roles:\n- label: a\n  label: b\n", 'ours.yml:3: the key "label" is already in line 2; keep one'),
        ("roles: " + "[" * (MAX_DEPTH + 1), "ours.yml:1: is nested more than 60 levels deep, the maximum; flatten it"),
        ("a: !!python/name:os.system x", "ours.yml:1: the tag 'tag:yaml.org,2002:python/name:os.system'"),
        ("roles: &a [*a]", "ours.yml:1: the alias *a refers to no complete value above it"),
        ("roles: *a", "ours.yml:1: the alias *a refers to no complete value above it"),
        ("roles:\n\t- a\n", "ours.yml:2:1: is not YAML: found character that cannot start any token"),
        ("roles: [\n", "ours.yml:2:1: is not YAML: did not find expected node content"),
        ("? [a]\n: b\n", "ours.yml:1: a list or a mapping as a key; write a text"),
        ("a: {<<: b}", "ours.yml:1: << takes the fields of a mapping; name one by its alias"),
        ("role: [Baker]", 'ours.yml:1: there is no table "role"; did you mean "roles"?'),
        ("- Baker", "ours.yml:1: has no names of tables above its rows, such as roles: or skills:"),
        ("x: y", "ours.yml: has no table, such as roles or skills, as a key; see --map for files in another layout"),
        ("roles: Baker", "ours.yml:1: roles is not a list of rows; put - before each"),
        ("requirements: [x]", "ours.yml:1: a row of requirements is not a mapping from columns"),
        ("roles: [{label: [a, b]}]", "ours.yml:1: label has 2 values, but may have one"),
        ("roles: [{note: {a: {b: c}}}]", "ours.yml:1: note holds a value that is not text; write texts"),
        ("roles:\n- labl: a\n", 'ours.yml:2: there is no column "labl" in roles; did you mean "label"?'),
        ("roles: [{label: a}]\ntitle: [b]", "ours.yml:2: title is not text; write a text"),
        ("roles:\n- {label: a, definition@1: b}\n", 'ours.yml:2: the column "definition@1" has no valid language tag'),
        (
            "skills: [a]\nrequirements:\n- {holders: b, skill: a, importance: essential}",
            'ours.yml:3: holders "b" is not',
        ),
    ],
)
def test_wrong_yaml_is_refused_with_its_line(text: str, problem: str, tmp_path: Path) -> None:
    ours = tmp_path / "ours.yml"
    ours.write_text(text, encoding="utf-8")
    assert refused(ours)[0].startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"roles": [\n {"label": "a", "label": "b"}]}', 'ours.json:2: the key "label" occurs twice'),
        ('{"roles": [NaN]}', "ours.json: is not JSON: NaN is not a number"),
        ('{"roles": ["\\ud83d"]}', "ours.json:1: half of a surrogate pair is not a character"),
        ('{"roles": "a"}', "ours.json:1: roles is not a list of rows; put - before each"),
        ('{"roles": [\n{"id": "a"},\n{"id": "a"}]}', 'ours.json:3: id "a" is already in ours.json:2'),
        (f'{{"roles": {"[" * 70}{"]" * 70}}}', "ours.json:1: lists are nested more than 60 levels deep"),
        ('{"roles": [}', "ours.json:1:12: is not JSON: Expecting value"),
    ],
)
def test_wrong_json_is_refused_with_its_line(text: str, problem: str, tmp_path: Path) -> None:
    ours = tmp_path / "ours.json"
    ours.write_text(text, encoding="utf-8")
    assert refused(ours, format="json")[0].startswith(problem)


def test_json_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(FrameworkError, match="nested too deeply"):
        read_json("[" * 100_000 + "]" * 100_000, "ours.json")


def test_values_are_texts_as_they_are_written() -> None:
    (document,) = read_yaml("a: no\nb: 1_000\nc: 0.50\nd: 2024-01-01\ne: null\nf: '~'\n", "ours.yml")
    assert [leaf.text for _, leaf in leaves(document)] == ["no", "1_000", "0.50", "2024-01-01", "~"]
    document = read_json('{"a": true, "b": 1.50, "c": null}', "ours.json")
    assert [leaf.text for _, leaf in leaves(document)] == ["true", "1.50"]


def test_the_front_matter_of_a_page_is_yaml() -> None:
    found = read_front_matter("---\nname: Lead\n---\n# What they do\n", "lead.md")
    assert isinstance(found, Fields)
    assert found.fields == {"name": Text("Lead", 2), "@body": Text("# What they do", 4)}
    assert read_front_matter("# No front matter\n", "lead.md") is None
