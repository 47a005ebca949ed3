"""Zip archives, as frameworks are downloaded in: what is in them is imported, and nothing leaves them or grows."""

from __future__ import annotations

import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import EcomgraphError, ImportOptions, SourceError, import_framework
from tests.frameworks.miniatures import ESCO_FILES, write_onet, write_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ROLE = (
    "<https://x.example/r> a <https://w3id.org/ecomgraph/ns#Role> ;"
    ' <http://www.w3.org/2004/02/skos/core#prefLabel> "R"@en .'
)


def packed(target: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target


def test_esco_comes_in_as_it_is_downloaded(tmp_path: Path) -> None:
    name = "ESCO dataset - v1.2.0 - classification - en - csv.zip"
    source = packed(tmp_path / name, {f"{it}.csv": text for it, text in ESCO_FILES.items()})
    report = import_framework(source, tmp_path / "o.db")
    assert (report.framework.name, report.framework.version) == ("esco", "1.2.0")
    assert report.account[0].balanced
    assert report.account[0].found == len(ESCO_FILES)
    assert ecomgraph.open(tmp_path / "o.db").role("eBusiness manager").id == "1"


@pytest.mark.long
def test_o_net_in_a_folder_of_its_archive_comes_in_and_other_files_are_counted(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"db_29_2_text/{it.name}": it.read_bytes() for it in write_onet(tmp_path / "onet").iterdir()
    }
    files |= {"__MACOSX/db_29_2_text/._Skills.txt": "x", ".DS_Store": "x", "licence.pdf": "x"}
    report = import_framework(packed(tmp_path / "db.zip", files), tmp_path / "o.db")
    assert report.framework.name == "onet"
    note = "db.zip: 1 file left out: beside db_29_2_text, which is what was imported"
    assert note in report.notes
    assert all(it.balanced for it in report.account)


def test_tables_in_an_archive_are_named_after_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {it.name: it.read_bytes() for it in write_tables(tmp_path / "t").iterdir()}
    report = import_framework(packed(tmp_path / "Our model.zip", files), tmp_path / "o.db")
    assert report.framework.name == "our-model"


def test_one_table_in_an_archive_is_a_framework_of_one_table(tmp_path: Path) -> None:
    source = packed(tmp_path / "ours.zip", {"ours/roles.csv": "label\nBaker\n"})
    assert import_framework(source, tmp_path / "o.db").accepted


@pytest.mark.long
def test_a_single_file_and_one_with_a_read_me_are_imported(tmp_path: Path) -> None:
    for number, files in enumerate(({"a/b/ours.ttl": ROLE}, {"ours.ttl": ROLE, "README.txt": "x", "LICENSE": "x"})):
        report = import_framework(packed(tmp_path / f"{number}.zip", files), tmp_path / f"{number}.db")
        assert report.framework.name == "ours"
        assert report.accepted


def _linked(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("roles.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/hosts")
    return path


def _damaged(path: Path) -> Path:
    packed(path, {"ours.ttl": ROLE * 50})
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    return path


def _twice(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ours.ttl", ROLE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("ours.ttl", ROLE)
    return path


def _encrypted(path: Path) -> Path:
    packed(path, {"ours.ttl": ROLE})
    data = path.read_bytes()
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data = data[:at] + bytes([data[at] | 1]) + data[at + 1 :]
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            lambda path: packed(path, {"a.pdf": "x", "b.pdf": "x"}),
            "no framework in a known format: 'a.pdf', 'b.pdf'; unpack it",
        ),
        (lambda path: packed(path, {"a.ttl": ROLE, "b.ttl": ROLE}), "several frameworks: 'a.ttl', 'b.ttl'; unpack it"),
        (lambda path: packed(path, {"../out.ttl": ROLE}), "holds '../out.ttl', a path outside the archive"),
        (lambda path: packed(path, {"/etc/out.ttl": ROLE}), "holds '/etc/out.ttl', a path outside the archive"),
        (lambda path: packed(path, {"c:\\out.ttl": ROLE}), "holds 'c:/out.ttl', a path outside the archive"),
        (_linked, "holds 'roles.csv', which is a link"),
        (_damaged, "is damaged"),
        (_twice, "holds ours.ttl twice"),
        (_encrypted, "is encrypted, or uses an unusual compression"),
        (lambda path: packed(path, {"ours.ttl": b" " * 4_000_000}), "looks like a zip bomb: ours.ttl unpacks to"),
        (lambda path: packed(path, {f"{it}.ttl": "" for it in range(10_001)}), "holds 10001 files, more than 10000"),
        (lambda path: packed(path, {"in.zip": b"PK\x05\x06" + bytes(18)}), "in.zip"),
        (lambda path: packed(path, {"ours.ttl": "<urn:a> <urn:b> ."}), "ours.ttl:1:17: . is not a valid RDF object"),
        (lambda path: packed(path, {".DS_Store": "x"}), "is an empty zip archive"),
    ],
)
def test_archives_that_cannot_be_imported_say_why(tmp_path: Path, made: object, message: str) -> None:
    source = made(tmp_path / "download.zip")  # type: ignore[operator]
    with pytest.raises(EcomgraphError) as caught:
        import_framework(source, tmp_path / "o.db")
    assert message in str(caught.value)
    assert ".ecomgraph-" not in str(caught.value)
    assert "download.zip" in str(caught.value)
    assert not (tmp_path / "o.db").exists()


def test_all_files_of_an_archive_together_are_limited(tmp_path: Path) -> None:
    source = packed(tmp_path / "a.zip", {"a.ttl": ROLE + " " * 2000, "b.txt": "x" * 2000})
    with pytest.raises(SourceError, match=r"looks like a zip bomb: b\.txt unpacks to"):
        import_framework(source, tmp_path / "o.db", options=ImportOptions(max_size=3000))
