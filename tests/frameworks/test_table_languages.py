"""Tables with texts in several languages, names that are equal, and ids made from names."""

from __future__ import annotations

import csv
import unicodedata
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.exchange.importers import ImportOptions, import_framework
from ecomgraph.spelling import folded, slug

if TYPE_CHECKING:
    from pathlib import Path

ROLES = [
    ["id", "label", "label@fr", "alt_labels@fr", "definition", "definition@ar"],
    ["clerk", "Sales clerk", "Vendeuse", "Conseillère; Caissière", "Sells.", "يبيع"],
    ["", "", "Pâtissière", "", "", ""],
]
SKILLS = [["id", "label", "label@ja", "label@en-GB"], ["tact", "Tact", "機転", "Good manners"]]
REQUIREMENTS = [["holders", "skill", "importance"], ["vendeuse", "good\u00a0 Manners", "essential"]]


def written(folder: Path, **tables: list[list[str]]) -> Path:
    folder.mkdir()
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def imported(source: Path, target: Path, base: str = "") -> ecomgraph.CareerGraph:
    import_framework(source, target, options=ImportOptions(base=base))
    return ecomgraph.load(target)


def texts(graph: ecomgraph.CareerGraph) -> set[str]:
    named = (quad for quad in graph.dataset.store if "/skos/" in str(quad.predicate))
    return {f"{quad.predicate} {quad.object}" for quad in named if isinstance(quad.object, ox.Literal)}


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_further_languages_come_in_and_go_out(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / "ours", roles=ROLES, skills=SKILLS, requirements=REQUIREMENTS)
    graph = imported(source, tmp_path / "ours.ttl")
    found = {tag: [role.label for role in graph.in_language(tag).roles()] for tag in ("en", "fr-CA", "ar")}
    assert found == {
        "en": ["Pâtissière", "Sales clerk"],
        "fr-CA": ["Pâtissière", "Vendeuse"],
        "ar": ["Pâtissière", "Sales clerk"],
    }
    assert graph.role("caissière") == graph.role("clerk")
    assert graph.in_language("ar").role("clerk").definition == "يبيع"
    assert graph.role("pâtissière").id == "pâtissière"
    (skill,) = graph.in_language("ja").skills("clerk")
    assert skill.skill.label == "機転"

    again = tmp_path / ("again.xlsx" if form == "xlsx" else "again")
    graph.export(form, again)
    assert texts(imported(again, tmp_path / "again.ttl", base="https://w3id.org/ecomgraph/framework/ours/")) == texts(
        graph
    )


def test_a_language_is_exported_first_if_asked_for(tmp_path: Path) -> None:
    graph = imported(written(tmp_path / "ours", roles=ROLES), tmp_path / "ours.ttl")
    graph.export("csv", tmp_path / "french", language="fr")
    rows = list(csv.DictReader((tmp_path / "french" / "roles.csv").read_text("utf-8").splitlines()))
    assert [(row["label"], row["label@en"]) for row in rows] == [("Vendeuse", "Sales clerk"), ("Pâtissière", "")]
    assert '"language": "fr"' in (tmp_path / "french" / "datapackage.json").read_text("utf-8")


def test_a_column_without_a_language_is_refused(tmp_path: Path) -> None:
    source = written(tmp_path / "ours", roles=[["label", "label@pt_BR"], ["Clerk", "Vendedora"]])
    with pytest.raises(ecomgraph.FrameworkError, match="has no valid language tag; write label@fr or the like"):
        import_framework(source, tmp_path / "ours.ttl")


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("Bäcker", unicodedata.normalize("NFD", "Bäcker")),
        (unicodedata.normalize("NFD", "Crème"), "CRÈME"),
        ("Kasse bedienen", "kasse\u00a0\n bedienen "),
        ("Straße", "STRASSE"),
        ("Ångström", "\u212bngström"),
        ("パン屋", unicodedata.normalize("NFD", "パン屋")),
    ],
)
def test_equal_names_find_each_other(tmp_path: Path, kept: str, asked: str) -> None:
    source = written(
        tmp_path / "ours",
        roles=[["id", "label"], ["r1", kept]],
        skills=[["id", "label"], ["s1", kept]],
        requirements=[["holders", "skill", "importance"], [asked, asked, "essential"]],
    )
    graph = imported(source, tmp_path / "ours.ttl")
    assert graph.role(asked).label == kept
    assert [it.skill.id for it in graph.skills(asked)] == ["s1"]
    assert graph.skill_gap({asked: None}, "r1").shared
    assert folded(kept) == folded(asked)


@pytest.mark.parametrize(("kept", "asked"), [("CRM lead", "\u0421RM lead"), ("CRM lead", "CRM\u200b lead")])
def test_texts_that_look_the_same_are_told_apart(tmp_path: Path, kept: str, asked: str) -> None:
    roles, skills = [["id", "label"], ["r1", kept]], [["id", "label"], ["s1", kept]]
    graph = imported(written(tmp_path / "ours", roles=roles, skills=skills), tmp_path / "ours.ttl")
    with pytest.raises(ecomgraph.UnknownNameError) as failure:
        graph.role(asked)
    assert ascii(asked) in str(failure.value)
    requirements = [["holders", "skill", "importance"], ["r1", asked, "essential"]]
    with pytest.raises(ecomgraph.FrameworkError) as refusal:
        import_framework(
            written(tmp_path / "more", roles=roles, skills=skills, requirements=requirements), tmp_path / "more.ttl"
        )
    assert f"did you mean {kept!a}, not {asked!a}?" in str(refusal.value)


def test_names_of_technologies_have_ids_of_their_own(tmp_path: Path) -> None:
    names = ["C", "C++", "C#", ".NET", "Net", "F#", "Notepad++", "A*", "Google+", "Node.js", "データ分析", "हिन्दी"]
    expected = {
        "C": "c", "C++": "cpp", "C#": "c-sharp", ".NET": "dotnet", "Net": "net", "F#": "f-sharp",
        "Notepad++": "notepadpp", "A*": "a-star", "Google+": "google-plus", "Node.js": "node-js",
        "データ分析": "データ分析", "हिन्दी": "हिन्दी",
    }  # fmt: skip
    assert {name: slug(name) for name in names} == expected
    tables = {"roles": [["label"], ["Clerk"]], "skills": [["label"], *([name] for name in names)]}
    graph = imported(written(tmp_path / "labels", **tables), tmp_path / "labels.ttl")
    assert {graph.skill(name).id for name in names} == set(expected.values())
    given = {"roles": [["label"], ["Clerk"]], "skills": [["id", "label"], *([name, f"{name}!"] for name in names)]}
    imported(written(tmp_path / "ids", **given), tmp_path / "ids.ttl")
