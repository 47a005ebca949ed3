"""Mutated imports: a few of those that lab/fuzz_imports.py makes, all that once failed, and the watch over them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ecomgraph import SourceError
from lab import fuzz_imports
from lab.fuzz_imports import SEEDS, Bench, Outcome
from lab.import_corpus import FORMATS, case, corpus

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAMPLE, FEW = 15, 3
FINE = {"accepted", "refused"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A database to import into; each run leaves it as it was."""
    return Bench(tmp_path_factory.mktemp("bench"))


@pytest.mark.long
@pytest.mark.parametrize("form", FORMATS)
def test_a_few_mutants(form: str, bench: Bench) -> None:
    verdicts = [bench.run(form, case(form, 0, number), write=number == 0) for number in range(FEW)]
    assert set(verdicts) <= FINE


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_a_sample_of_mutants(form: str, bench: Bench) -> None:
    assert {bench.run(form, document, ask=True) for document in corpus(form)} == {"accepted"}
    verdicts = {number: bench.run(form, case(form, 0, number), write=number % 5 == 0) for number in range(SAMPLE)}
    assert {number: verdict for number, verdict in verdicts.items() if verdict not in FINE} == {}
    assert "refused" in verdicts.values()


# It reads a million columns.
WIDE = "onet-xlsx--cell-far-to-the-right"
PAST = [
    pytest.param(it, marks=[pytest.mark.slow] if it.name == WIDE else [], id=it.name) for it in sorted(SEEDS.iterdir())
]


@pytest.mark.parametrize("ask", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["imported", "asked"])
@pytest.mark.parametrize("folder", PAST)
def test_what_failed_once(folder: Path, ask: bool, bench: Bench) -> None:
    form = folder.name.partition("--")[0]
    assert bench.run(form, {file.name: file.read_bytes() for file in sorted(folder.iterdir())}, ask=ask) in FINE


def test_a_case_depends_on_its_number_alone() -> None:
    assert case("csv", 0, 3) == case("csv", 0, 3)
    assert len({str(case("csv", seed, number)) for seed in (0, 1) for number in range(5)}) == 10


# ------------------------------------------------------------------ the watch


def _foreign(*_: object, **__: object) -> None:
    raise IndexError("list index out of range")


def _meddling(_: Path, database: Path, **__: object) -> None:
    (database / "current").write_text("2\n", encoding="ascii")
    raise SourceError("ours.csv", "is refused")


@pytest.mark.long
@pytest.mark.parametrize(
    ("broken", "said"), [(_foreign, "IndexError: list index"), (_meddling, "the database changed although")]
)
def test_what_goes_wrong_is_said(
    broken: Callable[..., None], said: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = corpus("turtle")[0]
    monkeypatch.setattr(fuzz_imports, "import_framework", broken)
    assert bench.run("turtle", document).startswith(said)
    monkeypatch.undo()
    assert bench.run("turtle", document) == "accepted"


@pytest.mark.parametrize(("said", "problem"), [(b"", ""), (None, "not done after 0 seconds")])
def test_a_child_that_dies_or_hangs_is_noticed(
    said: bytes | None, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz_imports, "SECONDS", 0.1)
    reading, writing = os.pipe()
    os.write(writing, b"begin 3\nend 3 refused\nbegin 4\n")
    if said is not None:
        os.close(writing)
    outcome = Outcome()
    with os.fdopen(reading, "rb", buffering=0) as stdout:
        assert fuzz_imports._follow(stdout, outcome, 3) == (4, problem)
    if said is None:
        os.close(writing)
    assert outcome.counts == {"refused": 1}
