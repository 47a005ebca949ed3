"""What a distribution beside the package adds is found, shows up wherever such things are listed, and does no harm."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import ecomgraph
from ecomgraph import plugins
from ecomgraph.careers.criteria import CRITERIA, criterion_names
from ecomgraph.exchange.importers import import_framework, violations
from ecomgraph.exchange.importers.readers import IMPORTERS
from ecomgraph.exchange.registry import EXPORTERS
from ecomgraph.plugins import Modules, Registry, installed
from ecomgraph.reasoning.validation import ValidationReport, validate

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "tests" / "plugin"
LISTS = """
import json, sys
import ecomgraph
from ecomgraph.exchange.importers.readers import kinds
from ecomgraph.exchange.registry import EXPORTERS, FORMATS
from ecomgraph.careers.criteria import CRITERIA
from ecomgraph.web import answers
from ecomgraph.web.pages import Links, explorer_page, query_page
from ecomgraph.web.server.openapi import openapi
from ecomgraph.web.site import write_site

graph = ecomgraph.load(sys.argv[1])
names = [query.name for query in graph.queries()]
paths = openapi(names)["paths"]
parameters = paths["/api/query/{name}"]["get"]["parameters"]
report = write_site(graph, sys.argv[2])
print(json.dumps({
    "formats": list(FORMATS),
    "problems": EXPORTERS.problems,
    "criterion problems": CRITERIA.problems,
    "minimize": {it["name"]: it["schema"] for it in paths["/api/path"]["get"]["parameters"]}["minimize"]["enum"],
    "explorer": explorer_page(graph, Links()),
    "costs": [path.cost for path in graph.find_paths("baker", "owner", minimize="promotions")],
    "front": [dict(path.costs) for path in graph.pareto_paths("baker", "owner", ("steps", "promotions"))],
    "kinds": list(kinds()),
    "queries": [(it["topic"], it["name"]) for it in answers.queries_json(graph.queries())],
    "openapi": parameters[0]["schema"]["enum"],
    "page": query_page(graph, Links()),
    "answer": graph.query("skills-alike", word="knead").to_dicts(),
}))
"""
BAKERY = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> .
:baker a ecg:Role ; skos:prefLabel "Baker"@en .
:kneading a ecg:Skill ; skos:prefLabel "Kneading"@en .
"""
# One promotion, or two transitions of another kind.
LADDER = f"""{BAKERY}
@prefix kind: <https://w3id.org/ecomgraph/transition-kind/> .
:owner a ecg:Role ; skos:prefLabel "Owner"@en .
:miller a ecg:Role ; skos:prefLabel "Miller"@en .
:up a ecg:Transition ; ecg:transitionFrom :baker ; ecg:transitionTo :owner ; ecg:transitionKind kind:promotion .
:aside a ecg:Transition ; ecg:transitionFrom :baker ; ecg:transitionTo :miller ; ecg:transitionKind kind:level-up .
:on a ecg:Transition ; ecg:transitionFrom :miller ; ecg:transitionTo :owner ; ecg:transitionKind kind:level-up .
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the sample distribution is installed."""
    source, target = tmp_path_factory.mktemp("plugin") / "source", tmp_path_factory.mktemp("installed")
    shutil.copytree(PLUGIN, source)
    build = ["build_py", "--build-lib", str(target), "egg_info", "--egg-base", str(target)]
    code = "import setuptools; setuptools.setup()"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, "-q", *build], cwd=source, check=True)  # noqa: S603
    return {**os.environ, "PYTHONPATH": str(target), "PYTHONWARNINGS": "ignore"}


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bakery") / "bakery.ttl"
    path.write_text(BAKERY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ladder") / "ladder.ttl"
    path.write_text(LADDER, encoding="utf-8")
    return path


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ecomgraph", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603


@pytest.mark.long
def test_what_is_added_shows_up_wherever_such_things_are_listed(
    environment: dict[str, str], ladder: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", LISTS, str(ladder), str(tmp_path / "site")]
    found = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)  # noqa: S603
    lists = json.loads(found.stdout)
    assert "names" in lists["formats"]
    assert lists["formats"] == sorted(lists["formats"])
    assert "names" in lists["kinds"]
    assert ["sample", "skills-alike"] in lists["queries"]
    assert "skills-alike" in lists["openapi"]
    assert 'data-query="skills-alike"' in lists["page"]
    assert lists["minimize"] == [*criterion_names(), "promotions"]
    assert '"label": "Fewest promotions"' in lists["explorer"]
    assert lists["costs"] == [0, 1]
    assert lists["front"] == [{"steps": 1, "promotions": 1}, {"steps": 2, "promotions": 0}]
    assert lists["criterion problems"] == [
        "criteria plugin 'absent' of ecomgraph-sample is left out: "
        "AttributeError: module 'ecomgraph_sample.fewest_promotions' has no attribute 'ABSENT'"
    ]
    assert lists["answer"] == [{"label": "Kneading"}]
    site = tmp_path / "site"
    assert (site / "data" / "names" / "careers.names").read_text(encoding="utf-8") == "Baker\nMiller\nOwner\n"
    assert "names/careers.names" in (site / "data" / "index.html").read_text(encoding="utf-8")
    assert (site / "data" / "query" / "skills-alike").is_dir()
    assert '"minimize":"promotions"' in "".join(it.read_text() for it in (site / "data" / "path").rglob("*.js"))


@pytest.mark.long
def test_an_added_criterion_works_on_the_command_line(environment: dict[str, str], ladder: Path) -> None:
    assert f"[{'|'.join(criterion_names())}|promotions]" in run(environment, "path", "--help").stdout
    command = ("path", "baker", "owner", "--graph", str(ladder), "--format", "json")
    best = run(environment, *command, "--minimize", "promotions")
    assert (best.returncode, best.stderr) == (0, "")
    assert [(path["cost"], len(path["steps"])) for path in json.loads(best.stdout)["paths"]] == [(0, 2)]
    front = run(environment, *command, "--pareto", "promotions,steps")
    assert [path["costs"] for path in json.loads(front.stdout)["paths"]] == [
        {"promotions": 0, "steps": 2},
        {"promotions": 1, "steps": 1},
    ]


@pytest.mark.long
def test_a_plugin_that_is_broken_is_told_in_a_sentence_and_harms_nothing_else(
    environment: dict[str, str], tmp_path: Path
) -> None:
    listed = run(environment, "export", "--list", "--format", "json")
    assert listed.returncode == 0
    assert {"names", "turtle", "xlsx"} <= {it["format"] for it in json.loads(listed.stdout)}
    assert listed.stderr.splitlines() == [
        "ecomgraph: exporters plugin 'missing' of ecomgraph-sample is left out: "
        "ModuleNotFoundError: No module named 'ecomgraph_sample.missing'",
        "ecomgraph: exporters plugin 'shapeless' of ecomgraph-sample is left out: it has no FORMAT that is an "
        "ecomgraph.exchange.export_report.Format and has no write(content, sink, ledger)",
        "ecomgraph: exporters plugin 'turtle' of ecomgraph-sample is left out: ecomgraph has one of that name",
    ]
    # One that is asked for by name is not told of the others.
    written = run(environment, "export", "names", str(tmp_path / "ours.names"))
    assert (written.returncode, written.stderr) == (0, "")


@pytest.mark.long
def test_an_added_kind_of_source_is_told_by_what_it_says_of_itself(environment: dict[str, str], tmp_path: Path) -> None:
    source = tmp_path / "bakery.names"
    source.write_text("Baker\nMiller\n", encoding="utf-8")
    done = run(environment, "import", str(source), "--into", str(tmp_path / "db"), "--format", "json")
    assert done.returncode == 0
    framework = json.loads(done.stdout)["framework"]
    assert (framework["format"], framework["classes"]) == ("names", {"Role": 2})
    source.write_text('Ba"ker\n', encoding="utf-8")
    refused = run(environment, "import", str(source), "--into", str(tmp_path / "other"))
    assert refused.returncode == 2
    assert "bakery.names:1: a name with a quotation mark; take it out" in refused.stderr


# ---------------------------------------------------------------------- the mechanism


class Entry(SimpleNamespace):
    def load(self) -> object:
        if isinstance(self.value, BaseException):
            raise self.value
        return self.value


def entries(monkeypatch: pytest.MonkeyPatch, *found: tuple[str, str, object]) -> None:
    listed = tuple((distribution, Entry(name=name, value=value)) for distribution, name, value in found)
    monkeypatch.setattr(plugins, "_entries", lambda group: listed)  # noqa: ARG005


def fine(value: object) -> tuple[str, ...]:
    return () if isinstance(value, int) else ("is no number",)


def test_the_first_of_two_of_one_name_is_taken_and_the_other_told(monkeypatch: pytest.MonkeyPatch) -> None:
    entries(monkeypatch, ("alpha", "one", 1), ("beta", "one", 2), ("beta", "two", 3))
    found, problems = installed("ecomgraph.numbers", {"two": 0}, fine)
    assert found == {"one": 1}
    assert problems == (
        "numbers plugin 'one' of beta is left out: alpha has one of that name",
        "numbers plugin 'two' of beta is left out: ecomgraph has one of that name",
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1", "it is no number"),
        (ZeroDivisionError("by\nzero"), "ZeroDivisionError: by zero"),
        (SystemExit(3), "SystemExit: 3"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(
    value: object, reason: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    entries(monkeypatch, ("alpha", "bad", value), ("alpha", "good", 1))
    registry: Registry[int] = Registry("ecomgraph.numbers", {"own": 0}, fine)
    assert dict(registry) == {"good": 1, "own": 0}
    assert registry.added == ("good",)
    assert registry.problems == (f"numbers plugin 'bad' of alpha is left out: {reason}",)
    assert [record.getMessage() for record in caplog.records] == [f"ecomgraph: {registry.problems[0]}"]
    with pytest.raises(KeyError):
        registry["bad"]


def test_a_name_of_the_package_itself_costs_no_look_at_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(group: str) -> None:
        raise AssertionError(group)

    monkeypatch.setattr(plugins, "_entries", refuse)
    registry: Registry[int] = Registry("ecomgraph.numbers", {"own": 0}, fine)
    assert registry["own"] == 0


def test_a_plugin_has_the_name_of_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    exporter = SimpleNamespace(FORMAT=SimpleNamespace(name="pdf"))
    entries(monkeypatch, ("alpha", "paper", exporter))
    _, (problem,) = installed("ecomgraph.exporters", {}, lambda value: ())  # noqa: ARG005
    assert problem.endswith("it calls itself 'pdf', which must be the name of its entry point")


def test_a_module_in_the_folder_is_all_that_a_format_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "shelf"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "helper.py").write_text("import nothing_that_exists_here\n", encoding="utf-8")
    text = "from types import SimpleNamespace\nFORMAT = SimpleNamespace(name='long-name')\n"
    (package / "long_name.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    # The other module is not imported for it.
    assert Modules("shelf", "FORMAT")["long-name"].FORMAT.name == "long-name"
    (package / "helper.py").write_text("", encoding="utf-8")
    assert list(Modules("shelf", "FORMAT")) == ["long-name"]


@pytest.mark.long
def test_finding_a_path_imports_no_exporter_and_looks_for_no_plugin() -> None:
    code = (
        "import sys, ecomgraph; "
        "ecomgraph.load().find_path('ecommerce-manager', 'chief-digital-officer'); "
        "print([name for name in sys.modules if 'exporters' in name or name == 'importlib.metadata'])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert found.stdout == "[]\n"


def blocks() -> list[ModuleType]:
    """The modules that docs/extending.md shows."""
    text = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    found = []
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        module = ModuleType("shown")
        if "def " in code:
            exec(code, vars(module))  # noqa: S102
            found.append(module)
    return found


def test_what_the_document_shows_runs(ladder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exporter, importer, criterion = blocks()
    for registry, module in ((EXPORTERS, exporter), (IMPORTERS, importer)):
        found = {**registry, "names": module}
        monkeypatch.setattr(registry, "_all", found)
    source = tmp_path / "bakery.names"
    source.write_text("Miller\nBaker\n", encoding="utf-8")
    assert import_framework(source, tmp_path / "db").accepted
    ecomgraph.open(tmp_path / "db").export("names", tmp_path / "out.names")
    assert (tmp_path / "out.names").read_text(encoding="utf-8") == "Baker\nMiller\n"
    monkeypatch.setattr(CRITERIA, "_all", {**CRITERIA, "promotions": criterion.PROMOTIONS})
    assert ecomgraph.load(ladder).find_path("baker", "owner", minimize="promotions").cost == 0


def test_a_plugin_that_fails_at_work_is_told_in_a_sentence(
    tmp_path: Path, bakery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter, importer, _ = blocks()

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(exporter, "write", fail)
    monkeypatch.setattr(importer, "read", fail)
    monkeypatch.setattr(EXPORTERS, "_all", {**EXPORTERS, "names": exporter})
    monkeypatch.setattr(IMPORTERS, "_all", {**IMPORTERS, "names": importer})
    with pytest.raises(ecomgraph.ExportError, match="the plugin failed: ZeroDivisionError: by zero"):
        ecomgraph.load(bakery).export("names", tmp_path / "out.names")
    assert not (tmp_path / "out.names").exists()
    source = tmp_path / "bakery.names"
    source.write_text("Baker\n", encoding="utf-8")
    with pytest.raises(ecomgraph.SourceError, match="the plugin 'names' failed: ZeroDivisionError: by zero"):
        import_framework(source, tmp_path / "db")


@pytest.mark.long
def test_an_import_goes_by_shapes_and_bindings_and_not_by_what_messages_say(
    bakery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*arguments: Any, **options: Any) -> ValidationReport:
        report = validate(*arguments, **options)
        return replace(report, results=tuple(replace(it, message="") for it in report.results))

    monkeypatch.setattr(violations, "validate", silent)
    twice = BAKERY + ':other a ecg:Skill ; skos:prefLabel "Kneading"@en .'
    again = tmp_path / "twice.ttl"
    again.write_text(twice, encoding="utf-8")
    assert not import_framework(again, tmp_path / "db").accepted
    beside = tmp_path / "beside.ttl"
    beside.write_text(BAKERY.replace("example.org", "mill.example"), encoding="utf-8")
    assert import_framework(bakery, tmp_path / "db").accepted
    assert import_framework(beside, tmp_path / "db").accepted
