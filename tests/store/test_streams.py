"""What is no regular file: read once and up to a size, written to and never replaced."""

import os
import stat
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.errors import SourceError
from ecomgraph.store.parse import parse_file
from ecomgraph.store.rdf_by_content import format_by_content
from ecomgraph.store.streams import is_stream, read_bytes, shown
from ecomgraph.store.write import new_file, new_folder, write_bytes

posix = pytest.mark.skipif(os.name != "posix", reason="devices, pipes and links of POSIX")
TURTLE = b"<urn:a> <urn:b> 'c' .\n"


def fed(pipe: Path, data: bytes) -> threading.Thread:
    """Write into a pipe while somebody else reads it."""
    thread = threading.Thread(target=pipe.write_bytes, args=(data,))
    thread.start()
    return thread


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@prefix e: <urn:> . e:a e:b e:c .", "TURTLE"),
        ("<urn:a> <urn:b> <urn:c> .", "TURTLE"),
        ("[] a <urn:c> .", "TURTLE"),
        ("[ a <urn:c> ] .", "TURTLE"),
        ('<urn:a> <urn:b> """\n<urn:a> <urn:b> <urn:c> <urn:d> .\n""" .', "TURTLE"),
        ("<urn:g> { <urn:a> <urn:b> <urn:c> }", "TRIG"),
        ("{ <urn:a> <urn:b> <urn:c> }", "TRIG"),
        ("# quads\n\n<urn:a> <urn:b> <urn:c> <urn:d> .", "N_QUADS"),
        ('<urn:a> <urn:b> "c" .\r\n_:a <urn:b> "c \\"d"@en-GB _:g . # one\r\n', "N_QUADS"),
        ('<urn:a><urn:b>"1"^^<urn:t><urn:g>.', "N_QUADS"),
        ('{"@id": "urn:a"}', "JSON_LD"),
        (' [ {"@id": "urn:a"} ]', "JSON_LD"),
        ("[]", "JSON_LD"),
        ('<?xml version="1.0"?><rdf:RDF/>', "RDF_XML"),
        ("\ufeff<rdf:RDF/>", "RDF_XML"),
        ("", "TURTLE"),
    ],
)
def test_rdf_without_a_name_is_known_by_what_it_holds(text: str, expected: str) -> None:
    assert format_by_content(text.encode()) == getattr(ox.RdfFormat, expected)


@pytest.mark.long
@pytest.mark.parametrize("form", ["turtle", "trig", "ntriples", "jsonld", "rdfxml"])
def test_every_format_comes_through_a_pipe_as_from_a_file(
    form: str, graph: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    ending = {"turtle": ".ttl", "trig": ".trig", "ntriples": ".nt", "jsonld": ".jsonld", "rdfxml": ".rdf"}[form]
    file, pipe = tmp_path / f"file{ending}", tmp_path / "pipe"
    graph.export(form, file, role="ecommerce-manager")
    os.mkfifo(pipe)
    thread = fed(pipe, file.read_bytes())
    quads = parse_file(pipe)
    thread.join()
    assert len(quads) > 300
    assert len(quads) == len(parse_file(file))


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "link"])
def test_devices_are_not_read(device: str, tmp_path: Path) -> None:
    path = Path(device)
    if device == "link":
        path = tmp_path / "zero.ttl"
        path.symlink_to("/dev/zero")
    with pytest.raises(SourceError, match="is a device or a socket, not a file"):
        read_bytes(path)
    if path.suffix:
        with pytest.raises(SourceError, match="is a device or a socket, not a file"):
            ecomgraph.load(path)


@posix
def test_a_limit_that_is_passed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecomgraph.store.streams.MAX_BYTES", 1024**2)
    monkeypatch.setattr("ecomgraph.store.parse.MAX_BYTES", 1024**2)
    large = tmp_path / "large.ttl"
    large.write_bytes(b"#" * 1024**2 + b"\n")
    with pytest.raises(SourceError, match=r"large\.ttl: holds more than 1 MiB, which is the limit; 'ecomgraph import'"):
        ecomgraph.load(large)
    assert len(read_bytes(large)) == 1024**2 + 1
    large.write_bytes(b"#" * 1024**2)
    assert ecomgraph.load(large)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(pipe, os.O_WRONLY)
    thread = threading.Thread(target=_pour, args=(writer,))
    thread.start()
    with pytest.raises(SourceError, match="pipe: holds more than 1 MiB"):
        read_bytes(pipe)
    # Without any reader, the writer would end before the pipe is opened.
    os.close(reader)
    thread.join()


def _pour(writer: int) -> None:
    try:
        while os.write(writer, b"#" * 65536):
            pass
    except BrokenPipeError:
        os.close(writer)


@posix
def test_pipes_are_streams_and_files_are_not(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    assert [is_stream(path) for path in ("-", "/dev/stdin", tmp_path / "pipe", tmp_path / "file", tmp_path / "no")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_names_are_shown_in_utf_8_or_as_escapes() -> None:
    assert shown("café/\udcff\udce9") == "café/\\xff\\xe9"
    assert shown("\ud800").isascii()


# ------------------------------------------------------------------ writing


@posix
def test_links_stay_and_what_they_lead_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "kept.ttl", tmp_path / "link.ttl"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to("elsewhere/kept.ttl")
    inode = target.stat().st_ino
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert target.stat().st_ino != inode
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["kept.ttl"]


@posix
@pytest.mark.parametrize("folder", [False, True])
def test_a_link_that_leads_nowhere_is_followed_on_request(folder: bool, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("target")
    with pytest.raises(SourceError, match=r"link: already exists; .*--force"):
        _write(link, folder=folder, replace=False)
    _write(link, folder=folder, replace=True)
    assert link.is_symlink()
    assert (tmp_path / "target").is_dir() == folder
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "target"]


def _write(path: Path, *, folder: bool, replace: bool) -> None:
    if folder:
        with new_folder(path, replace=replace) as made:
            (made / "file").touch()
    else:
        with new_file(path, replace=replace) as file:
            file.write(b"new")


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root may give files away")
def test_a_file_that_is_replaced_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    path.write_bytes(b"old")
    os.chown(path, 1234, 2345)
    write_bytes(path, b"new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, path.read_bytes()) == (1234, 2345, b"new")


@posix
def test_a_pipe_gets_everything_or_nothing(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(TypeError), new_file(pipe, replace=False) as file:
        file.writelines([b"half", "no bytes"])  # type: ignore[list-item]
    write_bytes(pipe, b"whole")
    assert os.read(reader, 100) == b"whole"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_devices_stay_devices(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    link = tmp_path / "link.ttl"
    link.symlink_to("/dev/full")
    for path in (Path("/dev/full"), link):
        with pytest.raises(SourceError, match=r": cannot be written: No space left on device"):
            graph.export("moodle", path, role="ecommerce-manager", force=True)
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)  # noqa: PTH116
    assert link.is_symlink()
    graph.export("moodle", "/dev/null", role="ecommerce-manager")
    with pytest.raises(SourceError, match="/dev/null: is not a folder, and csv makes one"):
        graph.export("csv", "/dev/null", force=True)
    with pytest.raises(SourceError, match="/dev/null: is not a folder"), new_folder("/dev/null", replace=True):
        pass


def test_a_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecomgraph.store.streams._mode", lambda _: stat.S_IFBLK)
    with pytest.raises(SourceError, match="is a block device"):
        write_bytes(tmp_path / "sda", b"")
