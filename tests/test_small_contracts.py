"""What the public functions promise about single names, copies, threads and lost output."""

from __future__ import annotations

import copy
import pickle
import sys
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import ArgumentError, Skill, SourceError, UnknownNameError, model
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


@pytest.mark.long
@pytest.mark.parametrize("form", ["{} ", "\t{}", "\u00a0{}\n"])
def test_space_at_the_ends_of_a_name_does_not_count(graph: CareerGraph, form: str) -> None:
    node, skill = graph.node("ecommerce-director"), graph.skill("seo")
    for name in (node.iri, "role:ecommerce-director", node.id, node.label):
        assert graph.node(form.format(name)) == node, name
    assert graph.skill(form.format(skill.iri)) == skill
    gap = graph.skill_gap({form.format(skill.iri): form.format("60%")}, node)
    assert gap == graph.skill_gap({"seo": "60%"}, node)


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


@pytest.mark.long
def test_answers_are_short_to_look_at(graph: CareerGraph) -> None:
    plan = graph.plan({"SEO"}, "cdo")
    step = plan.steps[0]
    found = [
        plan,
        step,
        step.lessons[0],
        graph.skill_gap({"SEO"}, "cdo"),
        graph.find_path("ecommerce-manager", "cdo"),
        graph.compare("cdo", "vp-of-ecommerce"),
        graph.diff("entry", "mid"),
        graph.explain("cdo", "SEO")[0],
        graph.transitions()[0],
        replace(graph.changes("bundled", "bundled"), before="x" * 1000),
        Skill(iri="urn:x", id="x" * 1000, label="y" * 1000, definition="z" * 1000),
    ]
    for answer in found:
        assert len(repr(answer)) < 500, type(answer)
        assert pickle.loads(pickle.dumps(answer)) == copy.deepcopy(answer) == answer  # noqa: S301
    assert repr(graph.role("cdo")) == "Role(id='chief-digital-officer', label='Chief Digital Officer')"
    assert repr(plan).startswith("Plan(known=<1>, target=Role('chief-digital-officer'), steps=<5>, cost=39.3")


def test_every_answer_has_the_short_form() -> None:
    values = [getattr(model, name) for name in model.__all__]
    long = {it.__name__ for it in values if isinstance(it, type) and vars(it).get("__repr__")}
    assert long == {"Degree", "Described"}
