"""Exports tag each text as the language that it is in, and find languages as RFC 4647 does."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

import ecomgraph

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix imp: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://shop.example/> .
:q a ecg:SkillRequirement ; ecg:requiredSkill :tact ; ecg:importance imp:essential .
:clerk a ecg:Role ; ecg:hasSkillRequirement :q .
:tact a ecg:Skill .
"""
FRENCH = """
:clerk skos:prefLabel "Vendeuse"@fr ; skos:altLabel "Conseillère de vente"@fr ; skos:definition "Sert."@fr .
:tact skos:prefLabel "Tact"@fr ; skos:definition "Ménager autrui."@fr .
"""
REGIONS = """
:clerk skos:prefLabel "Head of Merchandising"@en-GB , "Chefe de merchandising"@pt-BR ; skos:altLabel "HoM"@en-GB .
:tact skos:prefLabel "Catalogue management"@en-GB , "Catalog management"@en-US ; skos:definition "Lists."@en-GB .
"""


def graph_of(folder: Path, text: str) -> ecomgraph.CareerGraph:
    path = folder / "ours.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return ecomgraph.load(path)


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_what_is_french_is_tagged_as_french(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, FRENCH)
    graph.export("case", tmp_path / "c.json", date="2026-01-01")
    package = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert package["CFDocument"]["language"] == "fr"
    assert {item["language"] for item in package["CFItems"]} == {"fr"}
    graph.export("csv", tmp_path / "tables")
    assert json.loads((tmp_path / "tables" / "datapackage.json").read_text("utf-8"))["language"] == "fr"
    (row,) = table(tmp_path / "tables" / "roles.csv")
    assert (row["label"], row["alt_labels"]) == ("Vendeuse", "Conseillère de vente")
    graph.export("esco", tmp_path / "esco", date="2026-01-01")
    assert (tmp_path / "esco" / "skills_fr.csv").is_file()


@pytest.mark.parametrize(
    ("asked", "label", "skill", "tag"),
    [
        ("", "Head of Merchandising", "Catalogue management", "en-GB"),
        ("en-gb", "Head of Merchandising", "Catalogue management", "en-GB"),
        ("EN-us", "Head of Merchandising", "Catalog management", "en-GB"),
        ("pt", "Chefe de merchandising", "Catalogue management", "pt-BR"),
    ],
)
def test_regions_are_found(tmp_path: Path, asked: str, label: str, skill: str, tag: str) -> None:
    graph = graph_of(tmp_path, REGIONS)
    graph.export("case", tmp_path / "c.json", date="2026-01-01", language=asked)
    items = {it["uri"]: it for it in json.loads((tmp_path / "c.json").read_text("utf-8"))["CFItems"]}
    role, tact = items["https://shop.example/clerk"], items["https://shop.example/tact"]
    assert (role["abbreviatedStatement"], role["language"], tact["abbreviatedStatement"]) == (label, tag, skill)
    graph.export("moodle", tmp_path / "m.csv", language=asked)
    assert label in (tmp_path / "m.csv").read_text("utf-8")
    assert "HoM" in (tmp_path / "c.json").read_text("utf-8")


def test_a_language_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ecomgraph.ArgumentError, match="in the language 'fr'; there are labels in: en-GB, en-US, pt-BR"):
        graph_of(tmp_path, REGIONS).export("csv", tmp_path / "out", language="fr")
