"""Writing: sorted, and all or nothing."""

import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from ecomgraph.errors import SourceError
from ecomgraph.store.write import serialize, write_bytes

ROLE = "https://w3id.org/ecomgraph/role/"


def test_the_same_triples_give_the_same_bytes_in_any_order() -> None:
    triples = [
        ox.Triple(ox.NamedNode(ROLE + name), ox.NamedNode(ROLE + "p"), ox.Literal(value))
        for name in "ab"
        for value in ("1", "2")
    ]
    expected = (
        b'@prefix role: <https://w3id.org/ecomgraph/role/> .\nrole:a role:p "1" , "2" .\nrole:b role:p "1" , "2" .\n'
    )
    assert serialize(triples, ox.RdfFormat.TURTLE) == expected
    assert serialize(reversed(triples), ox.RdfFormat.TURTLE) == expected


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_is_as_readable_as_the_user_wants(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_bytes(tmp_path / "out.ttl", b"new")
    finally:
        os.umask(mask)
    assert (tmp_path / "out.ttl").stat().st_mode & 0o777 == 0o640


def test_a_crash_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.ttl"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match=r"out\.ttl: cannot be written: No space left on device"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.ttl"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent/out\.ttl: cannot be written: No such file or directory"):
        write_bytes(tmp_path / "absent" / "out.ttl", b"new")
