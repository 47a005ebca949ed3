"""One framework with the worst of names through every export, diagram, page and printed format."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph import Database, EcomgraphError, ImportOptions, SourceError, import_framework
from ecomgraph.careers.diagrams import Diagram, Form, draw, map_diagram, path_diagram
from ecomgraph.cli.output import write
from ecomgraph.exchange.cells import neutral
from ecomgraph.exchange.lint import FORMULA
from ecomgraph.exchange.registry import FORMATS
from ecomgraph.store.parse import parse_file
from ecomgraph.web.pages.explorer import explorer_page
from ecomgraph.web.pages.links import Links
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

LABELS = [
    '=HYPERLINK("http://x.example","a")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!-- --> ]]> &lt; {{7*7}} ${7*7} <%= 7 %>",
    "a\nb\r\nc\tend",
    "red \x1b[31m alert \x07 \x9b2J",
    "\u202egnp.exe \u2066isolated",
    "quote \" and \\ backslash \\n and ' apostrophe",
    'n1"]; click n1 "javascript:alert(1)"; x["',
    'end\nsubgraph x\nclick n0 href "javascript:alert(1)"',
    "javascript:alert(1)",
    "../../etc/passwd",
    "x" * 5000,
]
IRIS = ["javascript:alert(1)", "data:text/html,%3Cscript%3E", "vbscript:x", "file:///etc/passwd", "urn:x:../../../a"]
IRIS += [
    f"https://x.example/{name}"
    for name in ("..", "con", "%2e%2e%2fa", "a;b,c", "'a'", "%00", "=1", "a%20b", "-", "A", "a")
]
TABLES = {"csv", "esco", "moodle", "odoo", "osmt", "property-graph"}
XML = {"gexf", "graphml", "rdfxml"}
# A formula, for those that keep names as they are because another program reads them, is named in the report.
NEUTRAL = {"csv"}
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HEADER = "@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
PROMOTION = "<https://w3id.org/ecomgraph/transition-kind/promotion>"
ESSENTIAL = "<https://w3id.org/ecomgraph/importance/essential>"


def turtle(labels: list[str]) -> str:
    """Roles and skills under bad names and bad IRIs, each role with a skill and a promotion to the next."""
    lines = [HEADER]
    for number, label in enumerate(labels):
        role, other = f"<{IRIS[number % len(IRIS)]}>", f"<{IRIS[(number + 1) % min(len(labels), len(IRIS))]}>"
        text = json.dumps(label, ensure_ascii=False).replace("\x7f", "\\u007f")
        lines.append(f"{role} a ecg:Role ; skos:prefLabel {text}@en ; skos:definition {text}@en .")
        lines.append(
            f"<urn:s:{number}> a ecg:Skill ; skos:prefLabel {text}@en ; skos:altLabel {text}@en ; skos:note {text} ."
        )
        lines.append(f"{role} ecg:hasSkillRequirement <urn:r:{number}> .")
        lines.append(
            f"<urn:r:{number}> a ecg:SkillRequirement ; ecg:requiredSkill <urn:s:{number}> ;"
            f" ecg:importance {ESSENTIAL} ."
        )
        lines.append(f"<urn:t:{number}> a ecg:Transition ; ecg:transitionFrom {role} ; ecg:transitionTo {other} .")
        lines.append(f"<urn:t:{number}> ecg:transitionKind {PROMOTION} .")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    path.write_text(turtle(LABELS), encoding="utf-8", newline="")
    return path


@pytest.fixture(scope="module")
def hostile(file: Path) -> ecomgraph.CareerGraph:
    return ecomgraph.load(file)


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of a format, for all labels that it takes, and what the reports say of them."""

    form: str
    folder: Path
    files: list[Path]
    said: str


# One of each kind; the others are tried among the slow tests.
FEW = {"csv", "graphml", "jsonld", "osmt", "property-graph", "turtle"}


@pytest.fixture(
    scope="module", params=[pytest.param(it, marks=[] if it in FEW else pytest.mark.slow) for it in sorted(FORMATS)]
)
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Each format, label by label, so that one which a tool would not take keeps none of the others out."""
    folder = tmp_path_factory.mktemp("exported")
    files, said = [], ""
    for number, label in enumerate(LABELS):
        source = folder / "source.ttl"
        source.write_text(turtle([label, "plain"]), encoding="utf-8", newline="")
        graph = ecomgraph.load(source)
        out = folder / str(number)
        out.mkdir()
        try:
            report = graph.export(request.param, out / "out")
        except EcomgraphError:
            assert list(out.iterdir()) == []
            continue
        files += [Path(file) for file in report.files]
        said += "\n".join((*report.repaired, *report.warnings, *report.lost))
    assert len(files) >= len(LABELS) // 2
    return Exported(request.param, folder, files, said)


@pytest.mark.long
def test_no_file_is_anywhere_but_where_it_was_asked_for(exported: Exported) -> None:
    there = {path for path in exported.folder.rglob("*") if path.is_file()}
    assert there == {*exported.files, exported.folder / "source.ttl"}
    assert all(re.fullmatch(r"[a-zA-Z0-9_.-]+", path.name) for path in exported.files)


@pytest.mark.long
def test_no_cell_is_a_formula(exported: Exported) -> None:
    form, files, said = exported.form, exported.files, exported.said
    if form == "xlsx":
        from openpyxl import load_workbook

        books = [load_workbook(io.BytesIO(path.read_bytes())) for path in files]
        cells = [cell for book in books for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "inlineStr"}
        assert len(cells) > 1000
    if form not in TABLES:
        return
    found = 0
    for path in (path for path in files if path.suffix == ".csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    if cell.startswith(FORMULA) and not re.fullmatch(r"[+-]?[0-9.]+", cell):
                        assert form not in NEUTRAL, cell
                        found += 1
    assert not found or f"begins with {LABELS[0][0]!r}" in said


def test_xml_is_well_formed_and_holds_no_character_that_it_cannot(exported: Exported) -> None:
    form, files = exported.form, exported.files
    for path in files if form in XML else ():
        ET.fromstring(path.read_bytes())  # noqa: S314


def test_json_can_stand_in_a_page(exported: Exported) -> None:
    """A script that holds the JSON ends where the JSON ends."""
    form, files = exported.form, exported.files
    for path in files if form in {"jsonld", "schema-org", "case"} else ():
        text = path.read_text(encoding="utf-8")
        assert "</script" not in text.lower()
        assert "<!--" not in text
        json.loads(text)


def test_each_triple_is_on_one_line(hostile: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    hostile.write(tmp_path / "all.nt")
    lines = (tmp_path / "all.nt").read_bytes().split(b"\n")
    assert len(lines) - 1 == len(parse_file(tmp_path / "all.nt"))
    labels = {str(quad.object) for quad in parse_file(tmp_path / "all.nt") if "prefLabel" in quad.predicate.value}
    assert labels == {str(ox.Literal(label, language="en")) for label in LABELS}


# ------------------------------------------------------------------ diagrams and pages


@pytest.mark.parametrize("form", get_args(Form))
def test_labels_do_not_become_syntax_in_diagrams(form: Form, hostile: ecomgraph.CareerGraph) -> None:
    for diagram in (map_diagram(hostile.network), path_diagram([hostile.find_path(IRIS[0], IRIS[2])])):
        try:
            text = draw(diagram, form)
        except EcomgraphError as error:
            pytest.skip(str(error))
        if form == "svg":
            root = ET.fromstring(text)  # noqa: S314
            names = {element.tag.rpartition("}")[2] for element in root.iter()}
            assert not names & {"script", "a", "image", "foreignObject", "iframe"}
            assert not any(name.startswith("on") or name.endswith("href") for it in root.iter() for name in it.attrib)
            continue
        plain = draw(Diagram({key: (["x"], "") for key in diagram.boxes}, diagram.arrows), form)
        assert text.count("\n") == plain.count("\n")
        assert not re.search(r"^\s*click|^\s*(href|URL)\b", text, re.MULTILINE)


class Page(HTMLParser):
    """What a browser would run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [
            value or "" for name, value in attrs if name in {"href", "src", "action", "formaction", "xlink:href"}
        ]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def _page(graph: ecomgraph.CareerGraph) -> Page:
    page = Page()
    page.feed(explorer_page(graph, Links()))
    return page


def test_a_page_runs_and_links_nothing_of_the_names(hostile: ecomgraph.CareerGraph) -> None:
    ours, theirs = _page(ecomgraph.load()), _page(hostile)
    assert set(theirs.tags) <= set(ours.tags)
    assert theirs.tags.count("script") == ours.tags.count("script")
    assert theirs.handlers == []
    assert [
        link for link in theirs.links if re.match(r"\s*(javascript|data|vbscript|file):", link, re.IGNORECASE)
    ] == []


# ------------------------------------------------------------------ the command line


ASKED = [
    ["roles"],
    ["skills", "urn:x:../../../a"],
    ["show", "urn:x:../../../a"],
    ["path", IRIS[0], IRIS[2]],
    ["reachable", IRIS[0]],
    ["sparql", "SELECT * { ?s skos:prefLabel ?label }"],
    ["sparql", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"],
    ["validate"],
    ["explain", IRIS[0], "urn:s:0"],
]


@pytest.mark.parametrize("command", ASKED, ids=lambda command: command[0])
def test_tables_do_not_steer_a_terminal(command: list[str], file: Path, run: Callable[..., Result]) -> None:
    where = [file] if command[0] == "validate" else ["--graph", file]
    result = run(*command, *where)
    assert result.exit_code in {0, 1}, result.output
    if "CONSTRUCT" not in command[-1]:
        assert STEERING.findall(result.output) == []


@pytest.mark.parametrize("command", ASKED[:6], ids=lambda command: command[0])
def test_json_does_not_steer_a_terminal_and_says_the_same(
    command: list[str], file: Path, run: Callable[..., Result]
) -> None:
    text = run(*command, "--graph", file, "--format", "json").output
    assert STEERING.findall(text) == []
    assert any(json.dumps(label)[1:-1] in json.dumps(json.loads(text)) for label in LABELS)


@pytest.mark.parametrize("command", ASKED[:6], ids=lambda command: command[0])
def test_csv_has_no_formula(command: list[str], file: Path, run: Callable[..., Result]) -> None:
    rows = list(csv.reader(io.StringIO(run(*command, "--graph", file, "--format", "csv").output, newline="")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA) and not re.fullmatch(r"-?[0-9.]+", cell)] == []
    assert command[0] in {"path", "show"} or any(cell in {neutral(label) for label in LABELS} for cell in cells)


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_what_is_printed_as_it_is_does_not_steer_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = pty.openpty()
    with os.fdopen(there, "w", encoding="utf-8", closefd=False) as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        write("a\x1b]0;title\x07b \x9b2J \u202e \x1b[1mbold\x1b[0m\tc\n")
        monkeypatch.undo()
    said = os.read(here, 1000).decode()
    os.close(there)
    os.close(here)
    assert said == "a\\x1b]0;title\\x07b \\x9b2J \\u202e \x1b[1mbold\x1b[0m\tc\r\n"


def test_errors_do_not_steer_a_terminal(run: Callable[..., Result]) -> None:
    result = run("show", "\x1b[2J\u202ebaker")
    assert result.exit_code == 2
    assert STEERING.findall(result.stderr) == []


# ------------------------------------------------------------------ names that become files


@pytest.mark.parametrize(
    "name",
    ["../x", "../../x", "a/b", "a\\b", "..", ".", "/x", "con", "nul", "com1", "a\0b", "a b", "A", "-a", "x" * 101, "é"],
)
def test_a_framework_is_not_called_like_a_path(name: str, tmp_path: Path) -> None:
    source = write_tables(tmp_path / "bakery")
    with pytest.raises(SourceError, match="cannot be the name of a framework"):
        import_framework(source, tmp_path / "career.db", options=ImportOptions(name=name))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bakery"]


@pytest.mark.long
@pytest.mark.parametrize(
    "records",
    ["[", "{}", '[{"name": "x"}]', '[{"name": "../../secret", "classes": []}]', "null", "[" * 100_000],
)
def test_a_database_that_was_meddled_with_is_refused(records: str, tmp_path: Path) -> None:
    database = tmp_path / "career.db"
    import_framework(write_tables(tmp_path / "bakery"), database)
    (file,) = database.glob("versions/*/frameworks.json")
    whole = file.read_text(encoding="utf-8")
    if "secret" in records:
        records = whole.replace('"bakery"', '"../../secret"')
    file.write_text(records, encoding="utf-8")
    with pytest.raises(SourceError, match=r"is a damaged database: frameworks\.json"):
        Database(database).frameworks()
