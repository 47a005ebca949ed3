"""Imports only go down the floors that docs/architecture.md describes."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ecomgraph.namespace import CLASSES, ECG, PROPERTIES

PACKAGE = Path(__file__).resolve().parent.parent / "ecomgraph"
FLOORS = [
    ("spelling",),
    ("errors", "namespace", "schema_rows"),
    ("arguments", "languages", "model", "plugins", "schema"),
    ("store",),
    ("reading",),
    ("queries", "reasoning"),
    ("careers",),
    ("exchange", "workforce"),
    ("graph",),
    ("isolation",),
    ("__init__",),
    ("web",),
    ("cli",),
    ("__main__",),
]
TOP_LEVEL = {path.stem for path in PACKAGE.iterdir()}
LAZY = {"rdflib", "networkx", "pyshacl", "oxrdflib", "rich", "scipy", "jinja2", "ibis", "duckdb", "pyarrow"}


def floor_of(module: str) -> int:
    part = module.split(".")[0] if module else "__init__"
    return next(index for index, parts in enumerate(FLOORS) if part in parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> list[tuple[str, bool]]:
    """Every imported module of a file, and whether the import runs when the file is imported."""
    tree = tree_of(path)
    found = []
    for node in ast.walk(tree):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else _imported_from(node)
            if isinstance(node, ast.ImportFrom)
            else []
        )
        found += [(name, node in tree.body) for name in names]
    return found


def _imported_from(node: ast.ImportFrom) -> list[str]:
    if node.module != "ecomgraph":
        return [node.module or ""]
    # A module of the package, or a name that the package itself has.
    return [f"ecomgraph.{alias.name}" if alias.name in TOP_LEVEL else "ecomgraph" for alias in node.names]


MODULES = sorted(PACKAGE.rglob("*.py"))


def test_imports_only_go_down() -> None:
    for path in MODULES:
        own = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        for name, _ in imports_of(path):
            if name == "ecomgraph" or name.startswith("ecomgraph."):
                imported = name.removeprefix("ecomgraph").removeprefix(".")
                same_part = imported.split(".")[0] == own.split(".")[0]
                assert same_part or floor_of(imported) < floor_of(own), f"{own} imports {name}"


def test_heavy_libraries_are_imported_only_when_needed() -> None:
    for path in MODULES:
        at_import = {name.split(".")[0] for name, runs_at_import in imports_of(path) if runs_at_import}
        assert not at_import & LAZY, path


def test_one_module_imports_pyshacl() -> None:
    users = {path.stem for path in MODULES for name, _ in imports_of(path) if name.split(".")[0] == "pyshacl"}
    assert users == {"pyshacl_engine"}


@pytest.mark.long
def test_the_engine_does_not_know_the_bundled_framework() -> None:
    """No string below the command line, whose help shows examples, speaks of ecommerce."""
    for path in (path for path in MODULES if path.parent.name != "cli"):
        tree = tree_of(path)
        documentation = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                assert "ecommerce" not in node.value.lower(), f"{path.name}:{node.lineno}: {node.value!r}"


CAMEL = {name for name in PROPERTIES if name.lower() != name}
MAY_LIST_TERMS = {"schema.py", "namespace.py"}


def terms_of(path: Path) -> set[str]:
    """The terms of the vocabulary that a module names: ``ECG.x``, ``ecg:x`` or ``"x"`` in a string, ``ecg("x")``."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ECG":
            found.add(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ecg":
            found.update(it.value for it in node.args if isinstance(it, ast.Constant) and isinstance(it.value, str))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(re.findall(r"\becg:(\w+)", node.value))
            found.update(CAMEL.intersection([node.value, node.value.removeprefix(ECG.NAMESPACE)]))
    return found & (PROPERTIES.keys() | CLASSES.keys())


def test_only_the_schema_lists_the_vocabulary() -> None:
    counts = {path.name: len(terms_of(path)) for path in MODULES if path.name not in MAY_LIST_TERMS}
    assert {name: count for name, count in counts.items() if count > 15} == {}


def test_a_module_that_lists_the_vocabulary_is_found(tmp_path: Path) -> None:
    path = tmp_path / "own.py"
    names = sorted(CAMEL)[:20]
    path.write_text(f"A = [{', '.join(f'ECG.{it}' for it in names[:6])}]\nB = {names[6:12]}\nC = ecg({names[12]!r})\n")
    assert terms_of(path) == set(names[:13])


# Those named after a command or a format are apart.
NAMED_ALIKE = 2


def test_few_files_share_a_name() -> None:
    """A file is found by its name; the ceiling only goes down."""
    apart = {"exporters", "importers", "cli"}
    counted = [path for path in MODULES if path.name != "__init__.py" and path.parent.name not in apart]
    names = Counter(path.name for path in counted)
    shared = sorted(str(path.relative_to(PACKAGE)) for path in counted if names[path.name] > 1)
    assert len(shared) <= NAMED_ALIKE, shared
    assert len(shared) < 0.05 * len(counted), shared
