"""Imports only go down the floors that docs/architecture.md describes."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "ecomgraph"
FLOORS = [
    ("errors", "namespace"),
    ("arguments", "model"),
    ("store",),
    ("reading",),
    ("queries", "reasoning"),
    ("careers",),
    ("exchange",),
    ("graph",),
    ("isolation",),
    ("__init__",),
    ("web",),
    ("cli",),
    ("__main__",),
]
LAZY = {"rdflib", "networkx", "pyshacl", "oxrdflib", "rich", "scipy", "jinja2"}


def floor_of(module: str) -> int:
    part = module.split(".")[0] if module else "__init__"
    return next(index for index, parts in enumerate(FLOORS) if part in parts)


@cache
def imports_of(path: Path) -> list[tuple[str, bool]]:
    """Every imported module of a file, and whether the import runs when the file is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        found += [(name, node in tree.body) for name in names]
    return found


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_go_down(path: Path) -> None:
    own = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
    for name, _ in imports_of(path):
        if name == "ecomgraph" or name.startswith("ecomgraph."):
            imported = name.removeprefix("ecomgraph").removeprefix(".")
            same_part = imported.split(".")[0] == own.split(".")[0]
            assert same_part or floor_of(imported) < floor_of(own), f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_only_when_needed(path: Path) -> None:
    at_import = {name.split(".")[0] for name, runs_at_import in imports_of(path) if runs_at_import}
    assert not at_import & LAZY


def test_one_module_imports_pyshacl() -> None:
    users = {path.stem for path in MODULES for name, _ in imports_of(path) if name.split(".")[0] == "pyshacl"}
    assert users == {"pyshacl_engine"}


def test_the_engine_does_not_know_the_bundled_framework() -> None:
    """No string below the command line, whose help shows examples, speaks of ecommerce."""
    for path in (path for path in MODULES if path.parent.name != "cli"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
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


# Those named after a command or a format are apart.
NAMED_ALIKE = 4


def test_few_files_share_a_name() -> None:
    """A file is found by its name; the ceiling only goes down."""
    apart = {"exporters", "importers", "cli"}
    counted = [path for path in MODULES if path.name != "__init__.py" and path.parent.name not in apart]
    names = Counter(path.name for path in counted)
    shared = sorted(str(path.relative_to(PACKAGE)) for path in counted if names[path.name] > 1)
    assert len(shared) <= NAMED_ALIKE, shared
    assert len(shared) < 0.05 * len(counted), shared
