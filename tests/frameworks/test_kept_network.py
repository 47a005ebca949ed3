"""What a database keeps of the network: with it, paths are those found without, and need nothing of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import import_framework
from ecomgraph.careers.network import Network
from ecomgraph.reading.catalog import Catalog
from ecomgraph.store.database import Database
from ecomgraph.store.dataset import Dataset
from ecomgraph.store.network_file import NetworkFile, network_lines
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from pathlib import Path

CRITERIA = ("steps", "new_skills", "learning")
BUILDING = {
    "roles": "id,label,builds_on\napprentice,Apprentice,\nbaker,Baker,apprentice\nmaster,Master baker,baker\n"
    "guest,Guest,\nowner,Owner,\n",
    "requirements": "holders,skill,importance,proficiency\napprentice,kneading,optional,0.25\n"
    "baker; owner,kneading,essential,0.33\nmaster,kneading,optional,0.75\nmaster; owner,SEO,optional,0.4\n"
    "baker,baking,essential,\nto-master,SEO,essential,0.9\n",
    "transitions": "id,from,to,kind\nto-baker,apprentice,baker,promotion\nto-master,baker,master,promotion\n"
    "to-guest,apprentice,guest,promotion\nby-guest,guest,master,promotion\nup,master,owner,promotion\n",
}


@pytest.fixture(scope="module")
def bakeries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bakeries")
    import_framework(write_tables(folder / "bakery", **BUILDING), folder / "db")
    return folder / "db"


def read_from(dataset: Dataset) -> Network:
    """The network of a dataset, read from its store."""
    return Network(Catalog(Dataset(dataset.store, source=dataset.source)))


def test_what_is_kept_is_what_the_store_says(bakeries: Path) -> None:
    dataset = ecomgraph.open(bakeries).dataset
    kept, read = Network(Catalog(dataset)), read_from(dataset)
    assert kept.transition_iris
    assert kept.nodes == read.nodes
    assert kept.transition_iris == read.transition_iris
    assert (kept.tails, kept.heads) == (read.tails, read.heads)
    assert {kept.nodes[it].rpartition("/")[2] for it in kept.silent} == {"guest"}
    assert kept.silent == read.silent
    assert kept.own_needs() == read.own_needs() != {}
    rungs, others = kept.rungs(), read.rungs()
    assert rungs.cuts == others.cuts
    assert (rungs.essential, rungs.optional, rungs.own) == (others.essential, others.optional, others.own)
    assert [kept.needs.of(node) for node in kept.nodes] == [read.needs.of(node) for node in read.nodes]


@pytest.mark.parametrize("criterion", CRITERIA)
def test_paths_need_neither_transitions_nor_requirements_of_the_store(
    criterion: str, bakeries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("everything is read")

    expected = ecomgraph.open(bakeries)
    expected.dataset.network = None
    found = ecomgraph.open(bakeries)
    paths = expected.find_paths("apprentice", "owner", 5, minimize=criterion, known={"kneading": 0.3})
    monkeypatch.setattr(Dataset, "columns", refused)
    assert found.find_paths("apprentice", "owner", 5, minimize=criterion, known={"kneading": 0.3}) == paths
    assert len(paths) == 2


@pytest.mark.long
def test_a_framework_beside_another_keeps_its_network(bakeries: Path, tmp_path: Path) -> None:
    other = write_tables(tmp_path / "mill", roles="id,label\nmiller,Miller\n", requirements="", transitions="")
    import_framework(other, bakeries)
    graph = ecomgraph.open(bakeries)
    assert graph.dataset.network is None
    for name, transitions in (("bakery", 5), ("mill", 0)):
        kept = graph.framework(name).dataset.network
        assert kept is not None
        assert len(kept.network["transitions"]) == transitions
        assert bool(kept.needs) == bool(transitions)


@pytest.mark.parametrize("content", [b"", b"{", b"[]\n{}\n", b'{"version":0,"nodes":[]}\n{}\n'])
def test_a_file_that_is_of_no_use_is_ignored(content: bytes, bakeries: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(content)
    kept = NetworkFile(tmp_path / "kept")
    assert (kept.network, kept.needs) == ({}, {})
    dataset = Database(bakeries).read("bakery")
    dataset.network = kept
    assert Network(Catalog(dataset)).transition_iris == read_from(dataset).transition_iris


def test_needs_that_are_damaged_are_read_from_the_store(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(network_lines({"nodes": []}, {"nodes": []})[:-3])
    kept = NetworkFile(tmp_path / "kept")
    assert kept.network == {"version": 1, "nodes": []}
    assert kept.needs == {}
