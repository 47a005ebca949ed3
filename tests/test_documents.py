"""The documents for contributors say what the repository holds."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from tests.test_architecture import FLOORS, PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

ROOT = PACKAGE.parent
DECISIONS = ROOT / "docs" / "decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DOCUMENTS = [*(ROOT / it for it in ("README.md", "CONTRIBUTING.md", "SECURITY.md")), *sorted(ROOT.glob("docs/**/*.md"))]
# Files, an identifier in Odoo, groups of entry points and a function of the explorer's script.
NO_MODULES = {
    *("ecomgraph.ttl", "ecomgraph.role_ecommerce_director", "ecomgraph.data"),
    *("ecomgraph.exporters", "ecomgraph.importers", "ecomgraph.criteria"),
}
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


def test_a_decision_has_one_form() -> None:
    for path in RECORDS:
        title, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        assert title.startswith(f"# {int(path.name[:4])}. "), path
        assert re.findall(r"^(?:\*\*|#+ )(\w+)", body, re.MULTILINE) == ["Context", "Decision", "Consequences"], path
        assert "#" not in re.findall(r"^.", body, re.MULTILINE), path


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


def test_what_a_document_names_exists() -> None:
    found = {document: missing(document.read_text(encoding="utf-8"), document.parent) for document in DOCUMENTS}
    assert {document: names for document, names in found.items() if names} == {}


def test_what_is_missing_is_found() -> None:
    text = "`tools/gone.py`, `ontology/gone/`, [here](gone.md#part) and ecomgraph.careers.gone, ecomgraph.load.gone"
    assert missing(text, ROOT) == [
        *("tools/gone.py", "ontology/gone/", "gone.md", "ecomgraph.careers.gone", "ecomgraph.load.gone")
    ]
    assert missing("`tools/regenerate.py`, [here](README.md), ecomgraph.careers.gap, ecomgraph.load", ROOT) == []


def missing(text: str, folder: Path) -> list[str]:
    """Return the files of the repository, the links and the dotted names in a document that do not exist."""
    tops = "|".join(re.escape(it.name) for it in ROOT.iterdir() if it.is_dir())
    paths = re.findall(rf"`((?:{tops})/[\w./-]*|(?:[\w-]+/)*[\w-]+\.py)`", text)
    places = (ROOT, PACKAGE, PACKAGE / "web", folder)
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
    names = re.findall(r"(?<![\w./-])(?:ecomgraph|lab|tools|benchmarks)(?:\.\w+)+", text)
    return [
        *(it for it in paths if "NAME" not in it and not any((place / it).exists() for place in places)),
        *(it for it in links if not (folder / it).exists()),
        *(it for it in names if it not in NO_MODULES and not _is_defined(it)),
    ]


def _is_defined(name: str) -> bool:
    module, _, attribute = name.rpartition(".")
    try:
        import_module(name)
    except ImportError as error:
        if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith(name.partition(".")[0]):
            # The module is there, and a package of an extra that it imports is not installed.
            return True
        return bool(module) and _is_defined(module) and hasattr(_value(module), attribute)
    return True


def _value(name: str) -> object:
    try:
        return import_module(name)
    except ImportError:
        module, _, attribute = name.rpartition(".")
        return getattr(_value(module), attribute)
