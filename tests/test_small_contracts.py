"""What the public functions promise about single names, copies, threads and lost output."""

from __future__ import annotations

import copy
import pickle
import sys
from threading import Thread
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import ArgumentError, SourceError, UnknownNameError
from ecomgraph.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecomgraph import CareerGraph


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    return ecomgraph.load()


def test_a_lone_text_is_one_name_to_match(graph: CareerGraph) -> None:
    assert graph.match("seo", close=None) == graph.match(["seo"], close=None)
    assert len(graph.match("seo", close=None)) == 1


def test_a_graph_answers_only_for_things_that_it_has(graph: CareerGraph) -> None:
    assert graph.of("VP of Ecommerce") is graph.of() is graph
    with pytest.raises(UnknownNameError, match="no career node is called 'nope'"):
        graph.of("nope")
    with pytest.raises(UnknownNameError, match="no skill is called 'nope'"):
        graph.of("SEO", "nope", kind="skill")


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_ranked_paths_say_how_to_keep_them(graph: CareerGraph, copied: Callable[[object], object]) -> None:
    with pytest.raises(ArgumentError, match=r"cannot be pickled or copied; take list\(paths\) first"):
        copied(graph.iter_paths("ecommerce-manager", "CDO"))


def test_ranked_paths_are_for_one_thread_at_a_time(graph: CareerGraph) -> None:
    paths = graph.iter_paths("ecommerce-manager", "CDO")
    problems: list[Exception] = []

    def ask() -> None:
        try:
            next(paths)
        except ArgumentError as error:
            problems.append(error)

    with paths._busy:
        other = Thread(target=ask)
        other.start()
        other.join()
    assert "one thread at a time" in str(problems[0])
    assert next(paths).cost > 0


def test_output_that_has_nowhere_to_go_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SourceError, match="standard output: cannot be written: Bad file descriptor"):
        write("lost")
