"""What is installed is pinned by hash for all that pyproject.toml asks for, and under licences that are named."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import generate_licences

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FILES = {
    "run": [],
    "extras": ["diagram", "fast", "match", "pandas", "serve", "workforce", "xlsx"],
    "ci": ["ci", "spark", "test"],
    "bench": ["bench"],
}
PIN = re.compile(r"([\w.-]+(?:\[[\w,-]+\])?==[^\s;]+(?: ; [^\\\n]+)?)(?: \\\n +--hash=sha256:[0-9a-f]{64})+\n")


def pins(name: str) -> list[Requirement]:
    """The pins of a file, which holds nothing else: no pin without a hash, no option, no index, no path."""
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    assert PIN.sub("", text) == ""
    return [Requirement(match[1]) for match in PIN.finditer(text)]


@pytest.mark.parametrize("name", [*FILES, "build"])
def test_a_file_holds_pins_with_hashes_and_nothing_else(name: str) -> None:
    assert pins(name)


@pytest.mark.parametrize(
    "line",
    [
        "click==8.2\n",
        "--index-url https://packages.example/\n",
        "click @ https://packages.example/click.whl \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "-e .\n",
        "click>=8.2 \\\n    --hash=sha256:" + "0" * 64 + "\n",
    ],
)
def test_anything_else_in_a_file_is_noticed(line: str) -> None:
    assert PIN.sub("", line) == line


@pytest.mark.parametrize("name", FILES)
def test_all_that_is_asked_for_is_pinned(name: str) -> None:
    asked = PROJECT["project"]["dependencies"] + [
        text for extra in FILES[name] for text in PROJECT["project"]["optional-dependencies"][extra]
    ]
    found = pins(name)
    for wanted in map(Requirement, asked):
        if wanted.name != PROJECT["project"]["name"]:
            versions = [it for it in found if canonicalize_name(it.name) == canonicalize_name(wanted.name)]
            assert versions, f"requirements/{name}.txt has no pin for {wanted}: run requirements/compile"
            assert all(wanted.specifier.contains(str(it.specifier).removeprefix("==")) for it in versions), wanted


def test_every_extra_is_pinned_somewhere() -> None:
    assert {extra for extras in FILES.values() for extra in extras} == set(PROJECT["project"]["optional-dependencies"])


def test_files_agree_with_each_other() -> None:
    everywhere: dict[str, set[str]] = {}
    for name in ("ci", *FILES, "build"):
        versions: dict[str, set[str]] = {}
        for pin in pins(name):
            versions.setdefault(str(canonicalize_name(pin.name)), set()).add(f"{pin.specifier} {pin.marker}")
        for package, found in versions.items():
            told = {it.split()[0] for it in found}
            assert told <= {it.split()[0] for it in everywhere.setdefault(package, found)}, f"{name}: {package}"


@pytest.mark.parametrize(
    ("expression", "permissive"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("MIT AND MPL-2.0", False),
        ("Apache-2.0 OR GPL-2.0-or-later", True),
        ("LGPL-3.0-or-later", False),
        ("unknown", False),
    ],
)
def test_permissive_is_told_from_the_rest(expression: str, permissive: bool) -> None:
    assert generate_licences.is_permissive(expression) is permissive


def test_users_get_permissive_licences_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert generate_licences.document(generate_licences.TARGET.read_text(encoding="utf-8"))[1] == []
    monkeypatch.setitem(generate_licences.READ, "click", "GPL-3.0-only")
    monkeypatch.setitem(generate_licences.REASONS, "click", "a reason does not help what users install")
    _, wrong = generate_licences.document("")
    assert "click is under GPL-3.0-only; add a reason to REASONS, or replace the package" in wrong
