"""What is installed is pinned by hash for all that pyproject.toml asks for, and under licences that are named."""

import re
from pathlib import Path

import pytest

from tools import generate_licences, lock

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"


@pytest.fixture
def pins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the pinned files that a test may spoil."""
    for file in REQUIREMENTS.glob("*.txt"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(lock, "FOLDER", tmp_path)
    return tmp_path


def spoil(file: Path, pattern: str, replacement: str) -> None:
    text, count = re.subn(pattern, replacement, file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", lock.LOCKS)
def test_all_that_is_asked_for_is_pinned(name: str) -> None:
    assert list(lock.problems(name)) == []


def test_files_agree_with_each_other() -> None:
    everywhere = {
        (environment["python_version"], environment["platform_system"], pin.name): {str(pin.specifier)}
        for environment in lock.environments()
        for pin in lock.applicable((pin for pin, _ in lock.pinned("test")), environment)
    }
    for name in lock.LOCKS:
        for environment in lock.environments():
            for pin in lock.applicable((pin for pin, _ in lock.pinned(name)), environment):
                place = environment["python_version"], environment["platform_system"], pin.name
                assert everywhere.setdefault(place, {str(pin.specifier)}) == {str(pin.specifier)}


def test_no_file_says_where_packages_come_from() -> None:
    for file in REQUIREMENTS.glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted|(?:^|\s)/", text)


@pytest.mark.parametrize(
    ("pattern", "replacement", "problem"),
    [
        (
            r"^click==.*(?:\n +--hash.*)+\n",
            "",
            r"nothing is pinned for click>=8.1 \(Python 3.11 on Linux, and 11 more\)",
        ),
        (r"^click==\S+", "click==7.1", r"7.1 is pinned for click>=8.1 \(Python 3.11 on Linux"),
        (r"^click==(\S+) \\\n(?: +--hash.*\n)+", r"click==\1\n", "click has no hash"),
        (r"^click==(\S+)", r"click==\1 ; python_version < '3.13'", r"nothing is pinned for click>=8.1 \(Python 3.13"),
        (r"^click==", "click==8.2\nclick==", "click has two pins for Python 3.11 on Darwin"),
    ],
)
def test_a_gap_in_what_is_pinned_is_told(pins: Path, pattern: str, replacement: str, problem: str) -> None:
    spoil(pins / "run.txt", pattern, replacement)
    assert re.search(f"requirements/run.txt: {problem}", "\n".join(lock.problems("run")))


def test_another_line_is_refused(pins: Path) -> None:
    spoil(pins / "run.txt", r"^click==", "--index-url https://packages.example/\nclick==")
    with pytest.raises(SystemExit, match="not a pin, a hash or a comment: --index-url"):
        list(lock.problems("run"))


def test_what_differs_from_the_environment_is_told(pins: Path) -> None:
    (pins / "run.txt").write_text("pytest==1.0\nno-such-package==2.0\n", encoding="utf-8")
    told = list(lock.differences(["run"]))
    assert f"pytest: 1.0 is pinned, {pytest.__version__} is installed" in told
    assert "no-such-package: 2.0 is pinned, nothing is installed" in told
    assert any(re.fullmatch(r"click: nothing is pinned, \S+ is installed", line) for line in told)


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
    assert "click is under GPL-3.0-only, and nothing says why that may be" in wrong
