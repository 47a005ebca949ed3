"""What is installed is what the repository holds, and the README's commands are those that CI runs."""

import ast
import tomllib
from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.store.packaged import packaged_files

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Names that earlier versions have, and what they stand for.
RENAMED = {"FrameworkRecord": "Framework"}


def test_every_package_is_listed() -> None:
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "ecomgraph").rglob("__init__.py")}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders | {"ecomgraph._ontology", "ecomgraph._queries"}


def test_every_ontology_and_query_file_ships() -> None:
    shipped = {
        file.name
        for part in ("alignments", "data", "derived", "general", "queries", "rules", "shapes", "vocabulary")
        for file in packaged_files(part)
    }
    authored = {path.name for folder in ("ontology", "queries") for path in (ROOT / folder).rglob("*.*")}
    assert {name for name in authored if name.endswith((".ttl", ".rq"))} == shipped


def test_the_public_api_is_sorted_and_complete() -> None:
    assert ecomgraph.__all__ == sorted(ecomgraph.__all__)
    tree = ast.parse(Path(ecomgraph.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    public = {alias.name for node in imports if (node.module or "").startswith("ecomgraph.") for alias in node.names}
    assert public == set(ecomgraph.__all__)


def test_every_public_name_is_found_when_it_is_asked_for() -> None:
    for name in ecomgraph.__all__:
        value = getattr(ecomgraph, name)
        assert value.__name__ == RENAMED.get(name, name)
        assert value.__module__.startswith("ecomgraph.")
    assert set(ecomgraph.__all__) <= set(dir(ecomgraph))
    with pytest.raises(AttributeError, match="module 'ecomgraph' has no attribute 'lode'"):
        ecomgraph.lode  # type: ignore[attr-defined] # noqa: B018


def test_the_readme_runs_the_test_command_of_ci() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert commands[1] in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_version_is_told_once() -> None:
    version = PROJECT["project"]["version"]
    assert f'owl:versionInfo "{version}"' in (ROOT / "ontology" / "ecomgraph.ttl").read_text(encoding="utf-8")
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
