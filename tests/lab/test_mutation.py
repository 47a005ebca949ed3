"""Mutants of the code: where they are, what they change, and that tests are run on the changed code."""

from __future__ import annotations

import ast
import os
import signal
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from lab.mutation import judge, mutants
from lab.mutation.forks import Forks

if TYPE_CHECKING:
    from pathlib import Path

TEXT = '''"""A module."""

LIMIT = 3


def grade(points: int) -> str:
    """Say how good that is."""
    if points > LIMIT:
        return "good"
    return f"{points} of {LIMIT}"
'''
MODULE = "graded_by_a_test"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module to break."""
    (tmp_path / f"{MODULE}.py").write_text(TEXT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    return MODULE


@pytest.mark.long
def test_mutants_change_one_place_each(module: str) -> None:
    pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed; it is in the extra ci")
    mutants.source_of.cache_clear()
    changes = [mutants.difference(it) for it in mutants.mutants(module)]
    assert ("if points > LIMIT:", "if points >= LIMIT:") in changes
    assert ('return "good"', "return None") in changes
    assert ('return "good"', 'return ""') in changes
    assert ("LIMIT = 3", "pass") in changes
    assert not any('"""' in before for before, _ in changes)


def test_the_code_of_a_function_is_exchanged(module: str) -> None:
    graded = import_module(module)
    judge.exchange(module, TEXT.replace("points > LIMIT", "points >= LIMIT"))
    assert graded.grade(3) == "good"
    judge.exchange(module, TEXT)
    assert graded.grade(3) == "3 of 3"


def test_annotations_and_bodies_are_told_from_what_runs_on_import() -> None:
    annotated, other_body = TEXT.replace("points: int", "points: float"), TEXT.replace('"good"', '"bad"')
    for on_import in (True, False):
        assert mutants.what_runs(annotated, on_import=on_import) == mutants.what_runs(TEXT, on_import=on_import)
    assert mutants.what_runs(other_body, on_import=True) == mutants.what_runs(TEXT, on_import=True)
    assert mutants.what_runs(other_body, on_import=False) != mutants.what_runs(TEXT, on_import=False)
    assert len(mutants.statements(ast.parse(TEXT))) == 3


def test_a_fork_that_ends_by_a_signal_is_told_from_one_that_returns() -> None:
    def killed(_: str) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    found: dict[str, int] = {}
    forks = Forks(2)
    forks.start(lambda _: 3, 5, lambda status: found.__setitem__("returns", status))
    forks.start(killed, 5, lambda status: found.__setitem__("killed", status))
    forks.finish()
    assert found == {"returns": 3, "killed": -signal.SIGKILL}
