"""The documents for contributors say what the repository holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.test_architecture import FLOORS, PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

ROOT = PACKAGE.parent
DECISIONS = ROOT / "docs" / "decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
# A line of the table of layers: its number, the modules, what they hold.
LAYER = re.compile(r"^\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)


def test_the_index_has_a_line_for_each_decision_in_order() -> None:
    text = (DECISIONS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[(.+)\]\((\d.+)\)$", text, re.MULTILINE)
    titles = [path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for path in RECORDS]
    assert listed == [(title, path.name) for title, path in zip(titles, RECORDS, strict=True)]


def test_each_number_is_in_the_group_that_has_it() -> None:
    text = (DECISIONS / "README.md").read_text(encoding="utf-8")
    for first, last, body in re.findall(r"^## (\d+)\u2013(\d+): .+\n((?:(?!## ).*\n?)*)", text, re.MULTILINE):
        numbers = [int(number) for number in re.findall(r"\((\d{4})-", body)]
        assert numbers
        assert all(int(first) <= number <= int(last) for number in numbers)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_decision_has_one_form(path: Path) -> None:
    title, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    assert title.startswith(f"# {int(path.name[:4])}. ")
    assert re.findall(r"^(?:\*\*|#+ )(\w+)", body, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert "#" not in re.findall(r"^.", body, re.MULTILINE)


def test_the_layers_are_those_of_the_tree() -> None:
    found = {int(number): re.findall(r"`(\w+)/?`", modules) for number, modules, _ in LAYER.findall(ARCHITECTURE)}
    assert {number: sorted(modules) for number, modules in found.items()} == {
        number: sorted(modules) for number, modules in enumerate(FLOORS)
    }
    tree = {it.stem for it in PACKAGE.iterdir() if it.suffix == ".py" or (it / "__init__.py").exists()}
    assert tree == {module for modules in FLOORS for module in modules}


def test_every_package_within_a_package_is_in_the_table() -> None:
    contents = {int(number): modules + text for number, modules, text in LAYER.findall(ARCHITECTURE)}
    for init in PACKAGE.glob("*/*/__init__.py"):
        outer, inner = init.parent.parent.name, init.parent.name
        (number,) = [number for number, modules in enumerate(FLOORS) if outer in modules]
        assert f"`{inner}/`" in contents[number]


def test_a_file_that_a_document_names_exists() -> None:
    """Paths of Python files in the documents for contributors."""
    for name in ("docs/architecture.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for path in re.findall(r"`((?:[\w-]+/)*[\w-]+\.py)`", text):
            if "NAME" not in path:
                assert any((folder / path).exists() for folder in (ROOT, PACKAGE, PACKAGE / "web")), f"{name}: {path}"
