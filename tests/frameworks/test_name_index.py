"""The index of names in a database: it finds what the tables of names find, and first answers read nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import AmbiguousNameError, import_framework
from ecomgraph.reading.names import KINDS, TABLES, Names, names_in
from ecomgraph.store.dataset import Dataset
from ecomgraph.store.name_index import NameIndex, write_name_index
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from pathlib import Path

ROLES = (
    "id,label,alt_labels,label@fr\n"
    "apprentice,Apprentice,,Apprenti\n"
    "baker,Baker,Journeyman; Bread maker,Boulanger\n"
    "master,Master\u00a0 baker,Bread Maker,Maître boulanger\n"
)


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bakery")
    import_framework(write_tables(folder / "bakery", roles=ROLES), folder / "db")
    return folder / "db"


@pytest.mark.long
def test_it_finds_what_the_tables_of_names_find(bakery: Path) -> None:
    dataset = ecomgraph.open(bakery).dataset
    assert dataset.names is not None
    indexed, read = Names(dataset), Names(Dataset(dataset.store, source=dataset.source))
    names = {row for row in names_in(dataset) if "bakery" in row[2]}
    assert {"maître boulanger", "bread maker", "seo", "master baker"} <= {name for name, _, _ in names}
    asked = {it for name, _, iri in names for it in (name, name.upper(), iri)}
    for name in sorted({*asked, "role:baker", "knowledge", "nobody", "no IRI", ""}):
        for kind in ("career node", "skill", "transition", "skill type", "thing"):
            if kind in KINDS:
                assert indexed.matches(name, kind) == read.matches(name, kind), (name, kind)
                assert indexed.labelled(name, kind) == read.labelled(name, kind), (name, kind)
    with pytest.raises(AmbiguousNameError, match="bread maker"):
        indexed.find("bread maker", "role")


def test_the_first_answers_read_neither_all_names_nor_the_network(
    bakery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("everything is read")

    monkeypatch.setattr(Names, "_table", refused)
    monkeypatch.setattr(Dataset, "columns", refused)
    graph = ecomgraph.open(bakery)
    assert [it.skill.id for it in graph.skill_gap("Baker", "master").missing] == ["SEO"]
    assert [it.skill.id for it in graph.skills("Maître boulanger")] == ["kneading", "SEO"]
    assert len(graph.explain("master", "seo")) == 1
    assert graph.compare("baker", "master").similarity == graph.skill_gap("baker", "master").similarity
    assert graph._network is None


@pytest.mark.long
def test_a_database_of_several_frameworks_has_an_index_of_each_and_of_all(bakery: Path, tmp_path: Path) -> None:
    other = write_tables(tmp_path / "other", roles="id,label\nmiller,Miller\n", requirements="", transitions="")
    import_framework(other, bakery)
    graph = ecomgraph.open(bakery)
    assert graph.dataset.names is not None
    assert graph.framework("other").dataset.names is not None
    assert graph.node("baker").label == "Baker"
    assert graph.node("MILLER").id == "miller"


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_every_name_is_found_and_no_other(count: int, tmp_path: Path) -> None:
    rows = [(f"n{number:x}", number % TABLES, f"urn:{number}") for number in range(count)]
    write_name_index(tmp_path / "names", [*rows, *rows, *((name, table, f"{iri}b") for name, table, iri in rows[::7])])
    index = NameIndex(tmp_path / "names")
    for number, (name, table, iri) in enumerate(rows):
        assert index.find(name, table) == [iri, *([f"{iri}b"] if number % 7 == 0 else [])]
        assert index.find(name, table + 1) == index.find(f"{name} x", table) == index.find(name[:-1], table + 9) == []
    assert index.find("", 0) == index.find("zz", 0) == []
