"""Frameworks side by side: each derived, validated and asked by itself, with those that it builds on."""

from __future__ import annotations

import csv
import json
import pickle
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
import rdflib
from click.testing import CliRunner

import ecomgraph
from ecomgraph import (
    AmbiguousNameError,
    ArgumentError,
    Database,
    ImportOptions,
    Packaged,
    SourceError,
    UnknownNameError,
    import_framework,
    mark_current,
    remove_framework,
)
from ecomgraph.cli.app import cli
from ecomgraph.exchange.importers import run_import
from ecomgraph.exchange.importers.violations import violations
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.framework_value import derived_graph, framework_graph
from tests.frameworks.made_frameworks import written
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    from ecomgraph.reasoning.rules import Rule
    from ecomgraph.store.dataset import Dataset


# ------------------------------------------------------------------ each answers for itself


@pytest.mark.long
def test_releases_that_disagree_answer_for_themselves(releases: Path) -> None:
    graph = ecomgraph.open(releases)
    code = "11-2022.00"
    assert [graph.framework(it).role(code).label for it in ("onet-a", "onet-b")] == [
        "Sales Managers",
        "Directors of Sales",
    ]
    needed = {it: graph.framework(it).skills("Chief Executives") for it in ("onet-a", "onet-b")}
    grades = {name: {it.skill.label: it.importance for it in found} for name, found in needed.items()}
    assert grades["onet-a"]["Mathematics (skill)"] == "essential"
    assert grades["onet-b"]["Mathematics (skill)"] == "optional"
    assert ecomgraph.open(releases, framework="bundled").roles() == ecomgraph.load().roles()
    # The later version is meant where both have a name.
    assert [it.name for it in graph.frameworks() if it.version] == ["bundled", "onet-a", "onet-b"]
    assert graph.role(code).label == "Directors of Sales"
    assert graph.role("Sales Managers").label == "Sales Managers"


@pytest.mark.long
def test_importing_a_framework_leaves_the_others_as_they_are(
    releases: Path, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stores() -> dict[str, set[int]]:
        (folder,) = (releases / "versions").glob(Database(releases).identity)
        return {it.name: {file.stat().st_ino for file in it.iterdir()} for it in (folder / "stores").iterdir()}

    derived: list[str] = []
    judged: list[str] = []

    def deriving(data: Dataset, rules: Iterable[Rule]) -> int:
        derived.append(data.derived.value)
        return derive(data, rules)

    def judging(data: Dataset, *more: Any) -> Any:
        judged.append(data.derived.value)
        return violations(data, *more)

    monkeypatch.setattr(run_import, "derive", deriving)
    monkeypatch.setattr(run_import, "violations", judging)
    before = stores()
    assert import_framework(tables, releases).accepted
    assert derived == judged == [derived_graph("bakery").value]
    after = stores()
    assert {name: after[name] for name in before} == before


@pytest.mark.long
def test_a_triple_of_two_frameworks_is_in_both_their_graphs_and_counted_once(releases: Path) -> None:
    graph = ecomgraph.open(releases)
    merchant = "https://www.onetonline.org/link/summary/13-1199.06"
    (count,) = graph.sparql(f"SELECT (COUNT(*) AS ?n) {{ <{merchant}> a ecg:Role }}")  # type: ignore[misc]
    assert str(count[0]) == "1"
    rows = graph.sparql(f"SELECT ?g {{ GRAPH ?g {{ <{merchant}> a ecg:Role }} }} ORDER BY ?g")
    assert [str(row[0]) for row in rows] == [framework_graph(it).value for it in ("onet-a", "onet-b")]  # type: ignore[union-attr]
    assert {quad.graph_name for quad in graph.dataset.quads()} >= {derived_graph(it) for it in ("bundled", "onet-a")}


@pytest.mark.slow
def test_the_default_graph_of_a_database_is_the_union_of_its_frameworks(releases: Path) -> None:
    graph = ecomgraph.open(releases)
    named = {quad.triple for quad in graph.dataset.quads()}
    assert set(graph.dataset.triples()) == named
    parts = [set(graph.framework(it.name).dataset.triples()) for it in graph.frameworks()]
    assert set().union(*parts) == named
    remove_framework("onet-a", releases)
    rest = ecomgraph.open(releases)
    assert set(rest.dataset.triples()) == parts[0] | parts[2]


@pytest.mark.long
def test_graphs_of_several_frameworks_are_pickled(releases: Path) -> None:
    graph = pickle.loads(pickle.dumps(ecomgraph.open(releases)))  # noqa: S301
    assert graph.framework("onet-a").role("11-2022.00").label == "Sales Managers"
    assert graph.skills("ecommerce-manager") == ecomgraph.load().skills("ecommerce-manager")


# ------------------------------------------------------------------ which framework is meant


@pytest.mark.slow
def test_names_are_looked_for_in_all_frameworks(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    for name in ("one", "two"):
        import_framework(tables, path, options=ImportOptions(name=name))
    import_framework(Packaged.BUNDLED, path)
    graph = ecomgraph.open(path)
    assert graph.node("VP of Ecommerce").id == "vp-of-ecommerce"
    with pytest.raises(AmbiguousNameError, match=r"choose one or two \(--framework\)") as caught:
        graph.skills("baker")
    assert caught.value.frameworks == ("one", "two")
    with pytest.raises(ArgumentError, match=r"choose bundled, one, two \(--framework\)"):
        graph.transitions()
    with pytest.raises(ArgumentError, match="'baker' is in one and two, 'vp-of-ecommerce' is in bundled"):
        graph.skill_gap("baker", "vp-of-ecommerce")
    with pytest.raises(UnknownNameError, match="did you mean 'baker'"):
        graph.skills("bakr")
    with pytest.raises(UnknownNameError, match="no framework is called 'three'"):
        graph.framework("three")
    mark_current("two", path)
    marked = ecomgraph.open(path)
    assert "framework/two/" in marked.node("baker").iri
    assert len(marked.transitions()) == 2
    assert marked.node("vp-of-ecommerce").label == "VP of Ecommerce"
    with pytest.raises(UnknownNameError):
        mark_current("three", path)


def test_a_stored_query_means_what_a_question_means(releases: Path) -> None:
    graph = ecomgraph.open(releases)
    iri = graph.role("11-1011.00").iri
    rows = graph.query("skills-for-role", role="Chief Executives").to_dicts()
    assert {row["skill"] for row in rows} == {
        it.skill.iri for name in ("onet-a", "onet-b") for it in graph.framework(name).skills(iri)
    }


def test_databases_of_other_versions_are_refused_with_advice(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    import_framework(tables, path)
    (records,) = path.glob("versions/*/frameworks.json")
    records.write_text(json.dumps(json.loads(records.read_text(encoding="utf-8"))["frameworks"]), encoding="utf-8")
    for attempt in (lambda: ecomgraph.open(path), lambda: import_framework(tables, path)):
        with pytest.raises(SourceError, match=r"made by another version.*zcat .*NAME\.nt\.gz \| ecomgraph import -"):
            attempt()


# ------------------------------------------------------------------ building on others


@pytest.mark.long
def test_a_framework_is_derived_with_those_it_builds_on(shop: Path) -> None:
    graph = ecomgraph.open(shop)
    assert [it.label for it in graph.find_path("Shop clerk", "ecommerce-director").nodes] == [
        "Shop clerk",
        "Ecommerce Manager",
        "Ecommerce Director",
    ]
    assert graph.of("ecommerce-manager").frameworks()[0].name == "bundled"
    assert [it.label for it in graph.roles()].count("Ecommerce Manager") == 1
    with pytest.raises(SourceError, match=r"build on 'bundled' \(shop\); remove these first"):
        remove_framework("bundled", shop)
    remove_framework("shop", shop)
    assert [it.name for it in ecomgraph.open(shop).frameworks()] == ["bundled"]


@pytest.mark.long
def test_what_builds_on_a_framework_follows_it(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    base = "https://w3id.org/ecomgraph/framework/bakery/"
    import_framework(tables, path)
    text = f"""<urn:boss> a ecg:Role ; skos:prefLabel "Boss"@en ; ecg:buildsOn <{base}role/master> ."""
    assert import_framework(written(tmp_path / "more.ttl", text), path).framework.bases == ("bakery",)
    assert {it.skill.label for it in ecomgraph.open(path).skills("Boss")} == {"Kneading", "Search engine optimization"}
    needs = "holders,skill,importance\nmaster,baking,essential\n"
    changed = write_tables(tmp_path / "again", requirements=needs)
    import_framework(changed, path, options=ImportOptions(name="bakery"), replace=True)
    assert {it.skill.label for it in ecomgraph.open(path).skills("Boss")} == {"Baking"}
    without = write_tables(tmp_path / "without", roles="id,label\nbaker,Baker\n", requirements="", transitions="")
    report = import_framework(without, path, options=ImportOptions(name="bakery"), replace=True)
    assert not report.accepted
    assert report.violations[0].startswith("more, which builds on bakery: ")
    assert {it.skill.label for it in ecomgraph.open(path).skills("Boss")} == {"Baking"}


@pytest.mark.long
def test_the_framework_to_build_on_can_be_named(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    for name in ("one", "two"):
        import_framework(tables, path, options=ImportOptions(name=name, base="https://bakery.example/"))
    text = """<urn:boss> a ecg:Role ; skos:prefLabel "Boss"@en ; ecg:buildsOn <https://bakery.example/role/master> ."""
    source = written(tmp_path / "more.ttl", text)
    with pytest.raises(
        SourceError, match=r"role/master>, which is in several frameworks \(one, two\); name one with --extends"
    ):
        import_framework(source, path)
    with pytest.raises(UnknownNameError, match="no framework is called 'three'"):
        import_framework(source, path, options=ImportOptions(extends=("three",)))
    assert import_framework(source, path, options=ImportOptions(extends=("two",))).framework.bases == ("two",)
    back = """<https://bakery.example/role/master> ecg:buildsOn <urn:boss> ."""
    with pytest.raises(SourceError, match="builds on 'more', which builds on it"):
        import_framework(written(tmp_path / "back.ttl", back), path, options=ImportOptions(into_framework="two"))


@pytest.mark.long
def test_mappings_make_no_base_and_are_found_across(releases: Path) -> None:
    report = import_framework(Packaged.ALIGNMENTS, releases)
    assert report.framework.bases == ()
    first = ecomgraph.open(releases).crosswalk("ecommerce-manager", "onet-b")[0]
    assert (first.role.label, first.by, first.relation) == ("Online Merchants", "mapping", "closeMatch")


@pytest.mark.long
def test_frameworks_in_memory_tell_what_is_in_them(tables: Path, tmp_path: Path) -> None:
    graph = ecomgraph.load()
    (framework,) = graph.frameworks()
    assert (framework.title, framework.version) == ("The bundled framework", version("ecomgraph"))
    assert framework.triples == graph.dataset.count(framework_graph("bundled")) > 10_000
    assert {"Role": 5, "RoleProfile": 9, "Skill": 159}.items() <= dict(framework.classes).items()
    report = import_framework(tables, tmp_path / "ours.trig", options=ImportOptions(title="Ours", version="7"))
    (ours,) = ecomgraph.load(tmp_path / "ours.trig").frameworks()
    same = ("title", "version", "triples", "classes")
    assert [getattr(ours, it) for it in same] == [getattr(report.framework, it) for it in same]


def test_a_framework_from_rdflib_tells_what_is_in_it() -> None:
    mine = rdflib.Graph()
    text = """@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <urn:cook> a ecg:Role ; skos:prefLabel "Cook" ; skos:inScheme <urn:kitchen> .
        <urn:bake> a ecg:Skill ; skos:prefLabel "Baking" .
        <urn:kitchen> a skos:ConceptScheme ; skos:prefLabel "Kitchen" ; owl:versionInfo "7" ."""
    (framework,) = ecomgraph.load(mine.parse(data=text)).frameworks()
    assert (framework.title, framework.version) == ("Kitchen", "7")
    assert (framework.triples, framework.classes) == (8, (("Role", 1), ("Skill", 1)))


@pytest.mark.long
def test_files_beside_the_bundled_framework_build_on_it(tmp_path: Path) -> None:
    graph = ecomgraph.load(written(tmp_path / "Our shop.ttl"), bundled=True)
    assert [(it.name, it.bases) for it in graph.frameworks()] == [("bundled", ()), ("our-shop", ("bundled",))]
    assert [it.triples for it in graph.frameworks()] == list(
        map(graph.dataset.count, map(framework_graph, ("bundled", "our-shop")))
    )
    assert graph.find_path("Shop clerk", "ecommerce-director").cost == 2
    assert graph.framework("bundled").roles() == ecomgraph.load().roles()
    graph.export("moodle", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["Short name"] == "our-shop"
    names = {row["Short name"] for row in rows}
    assert {"Shop clerk", "Ecommerce Manager"} <= names
    assert "Chief Digital Officer" not in names


# ------------------------------------------------------------------ growing


@pytest.mark.slow
def test_a_language_is_added_to_a_framework(tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    skills = "id,label\none,Progressive web apps\ntwo,PWAs\n"
    more = {"roles": "id,label\ndev,Developer\n", "requirements": "", "transitions": ""}
    import_framework(write_tables(tmp_path / "ours", skills=skills, **more), path, options=ImportOptions(title="Ours"))
    spanish = "id,label\none,Aplicaciones web progresivas\ntwo,Aplicaciones web progresivas\n"
    more["roles"] = "id,label\ndev,Desarrollador\n"
    folder = write_tables(tmp_path / "es", skills=spanish, **more)
    joined = import_framework(folder, path, options=ImportOptions(into_framework="ours", language="es"))
    assert joined.accepted, joined.violations
    (framework,) = ecomgraph.open(path).frameworks()
    assert (framework.title, framework.language, framework.source) == ("Ours", "en", "ours; es")
    graph = ecomgraph.open(path)
    assert graph.skill("one").label == "Progressive web apps"
    assert graph.role("Desarrollador").label == "Developer"
    apart = tmp_path / "apart.db"
    base = "https://ours.example/"
    import_framework(tmp_path / "ours", apart, options=ImportOptions(base=base))
    report = import_framework(folder, apart, options=ImportOptions(name="ours-es", language="es", base=base))
    assert report.accepted, report.violations
    assert "share the label 'Aplicaciones web progresivas'" in report.notes[-1]
    assert ecomgraph.open(apart).validate().conforms
    alone = import_framework(folder, tmp_path / "alone.db", options=ImportOptions(language="es"))
    assert not alone.accepted
    with pytest.raises(UnknownNameError, match="no framework is called 'theirs'"):
        import_framework(folder, path, options=ImportOptions(into_framework="theirs"))


@pytest.mark.long
def test_a_new_version_keeps_what_it_does_not_tell(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    told = ImportOptions(title="Our bakery", publisher="The guild", base="https://bakery.example/", version="1")
    import_framework(tables, path, options=told)
    iri = ecomgraph.open(path).frameworks()[0].iri
    import_framework(tables, path, options=ImportOptions(version="2"), replace=True)
    (framework,) = ecomgraph.open(path).frameworks()
    assert (framework.title, framework.publisher, framework.version, framework.iri) == (
        "Our bakery",
        "The guild",
        "2",
        iri,
    )
    assert framework.iri == "https://bakery.example/framework/bakery"
    assert ecomgraph.open(path).role("baker").iri == "https://bakery.example/role/baker"


# ------------------------------------------------------------------ the command line


@pytest.mark.long
def test_commands_ask_the_framework_chosen(releases: Path) -> None:
    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(cli, [*words, "--db", str(releases)])
        assert result.exit_code == code, result.output
        return result.stdout + result.stderr

    assert "Sales Managers" in run("show", "11-2022.00", "--framework", "onet-a")
    assert "Directors of Sales" in run("show", "11-2022.00")
    listed = json.loads(run("frameworks", "--format", "json"))
    assert [(it["name"], it["version"], it["id"]) for it in listed if it["name"] != "bundled"] == [
        ("onet-a", "29.9", "ecomgraph-onet-a"),
        ("onet-b", "29.10", "ecomgraph-onet-b"),
    ]
    assert not any(it["current"] for it in listed)
    roles = json.loads(run("roles", "--format", "json"))
    assert sum(it["framework"] == "onet-a" for it in roles) == 3
    assert "several frameworks: choose bundled, onet-a, onet-b" in run("map", code=2)
    assert "mermaid" not in run("map", "--framework", "bundled")
    assert json.loads(run("frameworks", "--current", "onet-a", "--format", "json"))[1]["current"]
    assert "Sales Managers" in run("show", "11-2022.00")
    changes = json.loads(run("changes", "onet-a", "onet-b", "--format", "json"))
    assert [it["section"] for it in changes["changes"]] == ["roles", "requirements"]
    assert "no framework is called 'onet'" in run("roles", "--framework", "onet", code=2)
