"""Exports go to their destination whole or not at all, and the same content gives the same bytes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.errors import ArgumentError
from ecomgraph.exchange.registry import FORMATS

FOLDERS = [name for name, form in FORMATS.items() if not form.filename]
FILES = [name for name, form in FORMATS.items() if form.filename]


def contents(path: Path) -> dict[str, bytes]:
    """What is in a file, or in the files of a folder."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {file.name: file.read_bytes() for file in path.iterdir()}


@pytest.fixture
def broken(bakery: Path, tmp_path: Path) -> ecomgraph.CareerGraph:
    """A bakery that needs a skill nobody describes."""
    path = tmp_path / "broken.ttl"
    undescribed = "\n:baker ecg:hasSkillRequirement :odd . :odd a ecg:SkillRequirement ; ecg:requiredSkill :nowhere ;"
    undescribed += " ecg:importance importance:essential .\n"
    path.write_text(bakery.read_text(encoding="utf-8") + undescribed, encoding="utf-8")
    return ecomgraph.load(path)


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_there_is_replaced_only_on_request(name: str, bakery: Path, tmp_path: Path) -> None:
    graph = ecomgraph.load(bakery)
    bakery.unlink()
    graph.export(name, tmp_path / "out", role="apprentice")
    before = contents(tmp_path / "out")
    with pytest.raises(ecomgraph.SourceError, match=r"out: already exists; .*--force"):
        graph.export(name, tmp_path / "out")
    assert contents(tmp_path / "out") == before
    graph.export(name, tmp_path / "out", force=True)
    assert contents(tmp_path / "out") != before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].derived or name in ("csv", "xlsx")])
def test_failed_export_leaves_what_was_there(
    name: str, broken: ecomgraph.CareerGraph, graph: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    report = graph.export(name, folder / "out", role="ecommerce-manager")
    if any("ecg:requiredSkill" in it or "their requirements" in it for it in report.lost):
        pytest.skip("a format without requirements does not see what is wrong")
    before = contents(folder / "out")
    with pytest.raises(ecomgraph.ExportError, match=r"requirement odd: .*https://bakery.example/nowhere"):
        broken.export(name, folder / "out", force=True)
    assert contents(folder / "out") == before
    assert [path.name for path in folder.iterdir()] == ["out"]


@pytest.mark.long
def test_disk_that_fails_leaves_what_was_there(
    graph: ecomgraph.CareerGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph.export("csv", tmp_path / "out", role="ecommerce-manager")
    before = contents(tmp_path / "out")
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    # As on systems where folders cannot change places at once.
    monkeypatch.setattr("ecomgraph.store.write._exchange", lambda *_: False)
    with pytest.raises(ecomgraph.SourceError, match="No space left on device"):
        graph.export("csv", tmp_path / "out", force=True)
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", FOLDERS)
def test_folder_with_something_else_in_it_is_never_replaced(
    name: str, graph: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ecomgraph.SourceError, match=r"holds something other than a .* export \(thesis.txt\)"):
        graph.export(name, tmp_path, force=True)
    assert contents(tmp_path) == {"thesis.txt": b"years of work"}


@pytest.mark.long
@pytest.mark.parametrize("name", FOLDERS)
def test_empty_folder_is_as_good_as_none(name: str, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    report = graph.export(name, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(Path(path).name for path in report.files)


@pytest.mark.long
def test_file_format_goes_into_a_folder_under_its_usual_name(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    assert graph.export("moodle", tmp_path).files == (str(tmp_path / "moodle.csv"),)
    assert graph.export("moodle", f"{tmp_path}/new/").files == (str(tmp_path / "new" / "moodle.csv"),)


def test_folder_made_for_a_failed_export_is_taken_away_again(broken: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    with pytest.raises(ecomgraph.ExportError):
        broken.export("moodle", f"{tmp_path}/new/")
    assert not (tmp_path / "new").exists()


def test_folder_format_does_not_replace_a_file(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(ecomgraph.SourceError, match="is a file, and odoo makes a folder"):
        graph.export("odoo", tmp_path / "out", force=True)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file"


@pytest.mark.long
def test_files_get_the_usual_permissions(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        graph.export("odoo", tmp_path / "odoo")
        graph.export("osmt", tmp_path / "osmt.csv")
    finally:
        os.umask(mask)
    assert oct((tmp_path / "odoo").stat().st_mode & 0o777) == "0o755"
    assert oct((tmp_path / "odoo" / "hr.job.csv").stat().st_mode & 0o777) == "0o644"
    assert oct((tmp_path / "osmt.csv").stat().st_mode & 0o777) == "0o644"


DIGESTS = """
import hashlib, pathlib, sys, time
import ecomgraph
from ecomgraph.exchange.registry import FORMATS
graph = ecomgraph.load(sys.argv[1])
for name in FORMATS:
    target = pathlib.Path(sys.argv[2]) / name
    for path in graph.export(name, target, derived=True).files:
        data = pathlib.Path(path).read_bytes()
        print(name, pathlib.Path(path).name.replace(name, ""), hashlib.sha256(data).hexdigest())
"""


@pytest.mark.long
def test_same_graph_gives_the_same_bytes(bakery: Path, tmp_path: Path) -> None:
    """Whatever the hash seed, the order of the triples in the file, and the labels of blank nodes."""
    rdf = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#{}>".format
    said = f"a {rdf('Statement')} ; {rdf('subject')} :baker ; {rdf('predicate')} ecg:requiresSkill ; {rdf('object')}"
    blank = f"{bakery.read_text(encoding='utf-8')}\n\n_:b {said} :kneading .\n\n_:c {said} _:b .\n"
    header, *blocks = blank.split("\n\n")
    # A framework that is loaded from a file has the name of the file.
    first, second = (tmp_path / folder / "bakery.ttl" for folder in ("first", "second"))
    first.parent.mkdir()
    second.parent.mkdir()
    first.write_text("\n\n".join([header, *blocks]), encoding="utf-8")
    second.write_text("\n\n".join([header, *reversed(blocks)]).replace("_:b", "_:z"), encoding="utf-8")
    outputs = []
    for seed, path in enumerate((first, second)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "TZ": f"UTC{seed * 5 - 3:+d}"}
        command = [sys.executable, "-c", DIGESTS, str(path), str(folder)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
        outputs.append(ran.stdout)
    assert outputs[0] == outputs[1]
    assert {line.split()[0] for line in outputs[0].splitlines()} == FORMATS.keys()


@pytest.mark.long
def test_workbook_does_not_tell_when_it_was_written(
    graph: ecomgraph.CareerGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = set()
    for moment in (1_000_000_000, 1_700_000_000):
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        path = tmp_path / f"{moment}.xlsx"
        graph.export("xlsx", path, role="ecommerce-manager")
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"language": "xx"}, "no label is in the language 'xx'; there are labels in: en"),
        ({"date": "31.1.2026"}, "'31.1.2026' is not a date such as 2026-01-31"),
        ({"role": "ecommerce-manager", "level": "mid"}, "no role or profile matches all of ecommerce-manager, mid"),
    ],
)
def test_options_that_cannot_be_met(
    options: dict[str, str], message: str, graph: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    with pytest.raises(ArgumentError) as caught:
        graph.export("csv", tmp_path / "out", **options)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)
    assert list(tmp_path.iterdir()) == []


def test_unknown_format_names_the_nearest(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    with pytest.raises(ecomgraph.UnknownNameError) as caught:
        graph.export("graphxml", tmp_path / "out")
    assert caught.value.candidates == ("graphml",)
