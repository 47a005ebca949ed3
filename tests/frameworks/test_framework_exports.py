"""Exports of one framework among several: ids, titles, rights and language are its own."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph import (
    ArgumentError,
    ImportOptions,
    Packaged,
    import_framework,
)
from ecomgraph.store.framework_value import framework_graph
from tests.frameworks.miniatures import write_tables


def moodle(graph: ecomgraph.CareerGraph, target: Path, **how: str) -> tuple[str, str]:
    graph.export("moodle", target, **how)  # type: ignore[arg-type]
    with target.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    return row["ID number"], row["Short name"]


def external_ids(folder: Path) -> set[str]:
    found = set()
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            found |= {value for row in csv.DictReader(opened) for name, value in row.items() if name.endswith("id")}
    return found - {""}


@pytest.mark.slow
def test_no_two_frameworks_share_an_id(bundled_database: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(bundled_database, tmp_path / "career.db", symlinks=True))
    names = ("roles", "kitchen", "airline")
    roles = "id,label\necommerce-director,Director\n"
    for name in names:
        folder = write_tables(tmp_path / name, roles=roles, requirements="", transitions="")
        import_framework(folder, path, options=ImportOptions(name=name, title=f"The {name}"))
    graph = ecomgraph.open(path)
    found = [moodle(graph, tmp_path / f"{it}.csv", framework=it) for it in ("bundled", *names)]
    assert found[1:] == [
        ("framework-ecomgraph-framework-roles", "The roles"),
        ("framework-ecomgraph-kitchen", "The kitchen"),
        ("framework-ecomgraph-airline", "The airline"),
    ]
    assert found[0][0] == "framework-ecomgraph-roles" == moodle(ecomgraph.load(), tmp_path / "load.csv")[0]
    ids = []
    for name in ("bundled", *names):
        graph.export("odoo", tmp_path / f"{name}-odoo", framework=name)
        ids.append(external_ids(tmp_path / f"{name}-odoo"))
    assert sum(map(len, ids)) == len(set().union(*ids))
    assert "ecomgraph_kitchen.role_ecommerce_director" in ids[2]
    ecomgraph.load().export("odoo", tmp_path / "load-odoo")
    assert external_ids(tmp_path / "load-odoo") == ids[0]


@pytest.mark.slow
def test_things_of_bases_keep_their_ids(shop: Path, tmp_path: Path) -> None:
    graph = ecomgraph.open(shop)
    graph.export("odoo", tmp_path / "out", framework="shop")
    graph.export("odoo", tmp_path / "bundled", framework="bundled")
    ids = external_ids(tmp_path / "out")
    theirs = {it for it in ids if it.startswith("ecomgraph.")}
    assert theirs - {it for it in theirs if "skill_level" in it} <= external_ids(tmp_path / "bundled")
    assert "ecomgraph.role_ecommerce_manager" in theirs
    own = {it.partition(".")[2] for it in ids - theirs}
    assert {it for it in own if "role" in it} == {
        "role_clerk",
        "job_skill_role_clerk__skill_digital_marketing__ecomgraph",
    }


@pytest.mark.slow
def test_what_is_unlicensed_goes_out_without_our_name(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    import_framework(Packaged.BUNDLED, path)
    import_framework(tables, path)
    ecomgraph.open(path).export("case", tmp_path / "out.json", role="baker")
    document = json.loads((tmp_path / "out.json").read_bytes())["CFDocument"]
    assert (document["creator"], document["title"]) == ("bakery", "bakery: baker")
    assert {"licenseURI", "notes"}.isdisjoint(document)


def test_the_language_of_a_framework_is_that_of_its_exports(tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    folder = write_tables(tmp_path / "ours", roles="id,label\nb,Boulanger\n", requirements="", transitions="")
    import_framework(folder, path, options=ImportOptions(language="fr"))
    ecomgraph.open(path).export("case", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_bytes())["CFDocument"]["language"] == "fr"


def test_a_framework_imported_into_a_file_keeps_its_identity(tables: Path, tmp_path: Path) -> None:
    import_framework(tables, tmp_path / "x.ttl", options=ImportOptions(name="kitchen", title="The kitchen"))
    graph = ecomgraph.load(tmp_path / "x.ttl")
    assert moodle(graph, tmp_path / "out.csv") == ("framework-ecomgraph-kitchen", "The kitchen")


@pytest.mark.slow
def test_one_file_holds_several_frameworks_or_asks(releases: Path, tmp_path: Path) -> None:
    graph = ecomgraph.open(releases)
    graph.export("trig", tmp_path / "all.trig")
    graphs = {quad.graph_name for quad in ox.parse(path=tmp_path / "all.trig")}
    assert {framework_graph(it) for it in ("bundled", "onet-a", "onet-b")} <= graphs
    again = ecomgraph.load(tmp_path / "all.trig")
    assert [it.name for it in again.frameworks()] == ["onet-a", "onet-b"]
    with pytest.raises(ArgumentError, match="files loaded together are one graph; import them into a database"):
        again.framework("onet-a")
    with pytest.raises(ArgumentError, match=r"choose bundled, onet-a, onet-b \(--framework\)"):
        graph.export("moodle", tmp_path / "all.csv")
