"""The server answers of the database that its path leads to, whatever became of the one that was there before."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import httpx
import pytest

import ecomgraph
from ecomgraph import Database, ImportOptions, import_framework
from ecomgraph.store.database_draft import Draft
from tests.server.conftest import running

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ecomgraph import FrameworkRecord

GONE = "the database cannot be read: it was removed, moved or damaged; try again when it is restored"
TEXT = "@prefix ecg: <https://w3id.org/ecomgraph/ns#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
QUERY = {"query": "SELECT ?l { ?r a ecg:Role ; skos:prefLabel ?l }"}


def make(folder: Path, label: str) -> Path:
    """Make a database with one role in a folder."""
    source = folder.with_suffix(f".{label}.ttl")
    source.write_text(f'{TEXT}<https://shop.example/a> a ecg:Role ; skos:prefLabel "{label}" .\n', encoding="utf-8")
    import_framework(source, folder, options=ImportOptions(name="ours"), replace=True)
    return folder


def seen(client: httpx.Client) -> str:
    """What SPARQL, the API and a page tell of the only role; all have to tell the same."""
    sparql = client.get("/sparql", params=QUERY, headers={"accept": "text/csv"})
    api, page = client.get("/api/roles"), client.get("/")
    assert {sparql.status_code, api.status_code, page.status_code} in ({200}, {503})
    if sparql.status_code == 503:
        assert sparql.text == page.text == f"{GONE}\n"
        assert api.json()["error"] == GONE
        assert {reply.headers["retry-after"] for reply in (sparql, api, page)} == {"5"}
        return ""
    (label,) = (role["label"] for role in api.json())
    assert sparql.text.split() == ["l", label]
    assert re.findall("Before|After|Third", page.text)[0] == label
    return str(label)


@pytest.mark.slow
def test_databases_that_are_removed_moved_and_made_anew(tmp_path: Path) -> None:
    database, other = make(tmp_path / "o.db", "Before"), tmp_path / "p.db"
    with running("--db", database) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert seen(client) == "Before"
        shutil.rmtree(database)
        assert seen(client) == ""
        make(database, "After")
        assert Database(database).version == 1
        assert seen(client) == "After"
        database.rename(other)
        assert seen(client) == ""
        other.rename(database)
        assert seen(client) == "After"
        make(other, "Before")
        database.rename(tmp_path / "q.db")
        other.rename(database)
        assert seen(client) == "Before"
        make(database, "Third")
        assert seen(client) == "Third"
        shutil.rmtree(database / "versions")
        assert seen(client) == ""


@pytest.mark.long
def test_every_version_of_every_database_has_an_identity_of_its_own(tmp_path: Path) -> None:
    found = []
    for folder in ("a.db", "b.db"):
        for _ in range(2):
            database = Database(make(tmp_path / folder, "Before"))
            found.append((database.identity, database.stamp, database.version))
        shutil.rmtree(tmp_path / folder)
    identities, stamps, versions = zip(*found, strict=True)
    assert len(set(identities)) == len(set(stamps)) == 4
    assert versions == (1, 2, 1, 2)


@pytest.mark.long
def test_a_graph_knows_which_version_it_is(tmp_path: Path) -> None:
    database = make(tmp_path / "o.db", "Before")
    graph = ecomgraph.open(database)
    assert graph.dataset.identity == Database(database).identity
    shutil.rmtree(database)
    make(database, "After")
    assert [role.label for role in graph.roles()] == ["Before"]
    assert graph.dataset.identity != Database(database).identity


def as_numbered(database: Path) -> None:
    """Give a database the form in which a version is a number alone."""
    name = (database / "current").read_text(encoding="ascii").strip()
    (database / "versions" / name).rename(database / "versions" / name.partition("-")[0])
    (database / "current").write_text(name.partition("-")[0] + "\n", encoding="ascii")


@pytest.mark.long
def test_databases_whose_versions_are_numbers_are_read_and_told_apart(tmp_path: Path) -> None:
    database = make(tmp_path / "o.db", "Before")
    as_numbered(database)
    before = Database(database).identity
    assert [role.label for role in ecomgraph.open(database).roles()] == ["Before"]
    make(database, "After")
    assert Database(database).version == 2
    assert sorted(path.name.partition("-")[0] for path in (database / "versions").iterdir()) == ["1", "2"]
    shutil.rmtree(database)
    make(database, "After")
    as_numbered(database)
    assert Database(database).identity != before


@pytest.mark.long
@pytest.mark.parametrize("pointer", ["", "0", "-1", "../1", "1-abc", "1\n2"])
def test_a_pointer_that_names_no_version_is_told(pointer: str, tmp_path: Path) -> None:
    database = make(tmp_path / "o.db", "Before")
    (database / "current").write_text(pointer, encoding="ascii")
    with pytest.raises(ecomgraph.SourceError, match=r"o\.db: is (a damaged|no) database"):
        ecomgraph.open(database)


@pytest.mark.skipif(os.name != "posix", reason="open folders cannot be removed elsewhere")
def test_a_writer_whose_folder_was_taken_leaves_that_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "o.db"
    publish = Draft.publish

    def late(draft: Draft, records: Iterable[FrameworkRecord]) -> None:
        shutil.rmtree(database)
        (database / "versions" / "1-draft-of-another").mkdir(parents=True)
        publish(draft, records)

    monkeypatch.setattr(Draft, "publish", late)
    with pytest.raises(ecomgraph.SourceError, match=r"o\.db: cannot be written"):
        make(database, "Before")
    assert (database / "versions" / "1-draft-of-another").exists()
