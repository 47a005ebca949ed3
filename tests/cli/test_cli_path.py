"""The commands about paths, gaps and plans."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from click.testing import Result

import ecomgraph
from ecomgraph.careers.search.effort import Effort
from ecomgraph.cli.path import _Cells
from ecomgraph.model import CareerNode, CareerPath, LearntSkill, Transition
from tests.samples import sampled

Run = Callable[..., Result]


def test_paths_by_learning_with_conditions(run: Run, graph: ecomgraph.CareerGraph) -> None:
    arguments = ["ecommerce-manager", "CDO", "--minimize", "learning", "-k", 2, "--through", "ecommerce-director-mid"]
    answer = json.loads(run("path", *arguments, "--have", "SEO, leadership", "--format", "json").stdout)
    expected = graph.find_paths(
        "ecommerce-manager",
        "CDO",
        2,
        minimize="learning",
        through="ecommerce-director-mid",
        known=["SEO", "leadership"],
    )
    assert [path["cost"] for path in answer["paths"]] == [path.cost for path in expected]
    assert answer["minimize"] == "learning"
    assert [step["to"]["id"] for step in answer["paths"][1]["steps"]] == [it.id for it in expected[1].nodes[1:]]


def test_a_front_gives_all_costs(run: Run) -> None:
    answer = json.loads(run("path", "senior-director", "CDO", "--pareto", "steps,learning", "--format", "json").stdout)
    assert [list(path["costs"]) for path in answer["paths"]] == [["steps", "learning"]]


def test_a_path_explained_leads_to_passages(run: Run) -> None:
    result = run("path", "senior-director", "vp-of-ecommerce", "--explain")
    assert "\n   + Corporate growth strategy (Working)\n     <- " in result.stdout
    assert "faq-progression-04)" in result.stdout


@pytest.mark.long
def test_gap_as_json(run: Run, graph: ecomgraph.CareerGraph) -> None:
    answer = json.loads(run("gap", "vp-of-ecommerce", "CDO", "--format", "json").stdout)
    gap = graph.skill_gap("vp-of-ecommerce", "CDO")
    assert list(answer)[:6] == ["source", "target", "missing", "raise", "shared", "surplus"]
    assert [(it["id"], it["importance"]) for it in answer["missing"]] == [
        (it.skill.id, it.importance) for it in gap.missing
    ]
    assert answer["similarity"] == gap.similarity


def test_gap_of_a_person(run: Run) -> None:
    answer = json.loads(run("gap", "--have", "seo,email-marketing", "ecommerce-director", "--format", "json").stdout)
    assert answer["source"] is None
    assert [it["id"] for it in answer["shared"]] == ["email-marketing", "search-engine-optimization"]


@pytest.mark.parametrize("arguments", [["CDO"], ["CDO", "CDO", "--have", "seo"]])
def test_gap_needs_two_sides(run: Run, arguments: list[str]) -> None:
    result = run("gap", *arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "give two nodes, A and B, or --have SKILLS and one node" in result.stderr


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (["path", "senior-director", "CDO", "--format", "mermaid"], "flowchart LR"),
        (["gap", "vp-of-ecommerce", "CDO", "--format", "dot"], "digraph careers {"),
        (["map"], "flowchart LR"),
    ],
)
def test_diagrams(run: Run, arguments: list[str], first: str) -> None:
    assert run(*arguments).stdout.splitlines()[0] == first


@pytest.mark.long
def test_plan(run: Run, graph: ecomgraph.CareerGraph) -> None:
    arguments = ["plan", "CDO", "--have", "SEO", "--from", "vp-of-ecommerce"]
    answer = json.loads(run(*arguments, "--format", "json").stdout)
    plan = graph.plan({"SEO"}, "CDO", source="vp-of-ecommerce")
    assert (answer["cost"], [step["node"]["id"] for step in answer["steps"]]) == (
        plan.cost,
        ["vp-of-ecommerce", "chief-digital-officer"],
    )
    assert answer["steps"][0]["lessons"] == []
    lesson = answer["steps"][1]["lessons"][0]
    assert lesson["reasons"][0]["evidence"] == [it.id for it in plan.steps[1].lessons[0].reasons[0].evidence]
    tree = run(*arguments).stdout
    assert tree.startswith("`- start at VP of Ecommerce\n")
    assert "\n   `- promotion -> Chief Digital Officer  (learn " in tree


@pytest.mark.long
def test_similar_diff_and_reachable(run: Run) -> None:
    similar = json.loads(run("similar", "CDO", "-n", 1, "--format", "json").stdout)
    assert [set(it) for it in similar["similar"]] == [{"iri", "id", "label", "similarity", "shared"}]
    diff = run("diff", "entry", "mid", "--format", "csv").stdout.splitlines()
    assert diff[0] == "section,change,id,label"
    assert {row.split(",")[1] for row in diff[1:]} >= {"gained", "lost"}
    reached = run("reachable", "senior-director", "--format", "csv").stdout
    assert reached == (
        "steps,id,label\n1,vp-of-ecommerce,VP of Ecommerce\n2,chief-digital-officer,Chief Digital Officer\n"
    )
    assert run("reachable", "CDO").exit_code == 1


@pytest.mark.long
@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_paths_found_before_the_search_is_given_up_are_printed(
    run: Run, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecomgraph.careers.paths.Effort", lambda: Effort(50_000))
    arguments = ["ecommerce-manager", "CDO", "--format", form, "-k"]
    result = run("path", *arguments, 10**30)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    count = int(re.findall(r"limit of 50,000 comparisons, with (\d+) paths found: ", result.stderr)[0])
    assert count > 1
    monkeypatch.undo()
    assert result.stdout == run("path", *arguments, count).stdout
    if form == "json":
        assert len(json.loads(result.stdout)["paths"]) == count


@pytest.mark.long
@pytest.mark.parametrize("arguments", sampled([["json"], ["csv"], ["table"], ["table", "--explain"], ["mermaid"]], 3))
def test_printing_takes_from_the_limit_of_the_search(
    run: Run, graph: ecomgraph.CareerGraph, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecomgraph.careers.paths.Effort", lambda: Effort(200_000))
    searched: list[CareerPath] = []
    with pytest.raises(ecomgraph.LimitError):
        searched.extend(graph.iter_paths("ecommerce-manager", "CDO"))
    result = run("path", "ecommerce-manager", "CDO", "-k", 10**6, "--format", *arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    printed = int(re.findall(r"with (\d+) paths? found: ", result.stderr)[0])
    assert printed < 0.8 * len(searched)


def test_lines_of_paths_hold_what_any_reader_of_csv_reads() -> None:
    def node(name: str) -> CareerNode:
        return CareerNode(iri=name, id=name, label=f'{name}, "the\r\nold"')

    def skill(name: str) -> LearntSkill:
        return LearntSkill(iri=name, id=name, label=f"={name};", importance="essential", weight=1, built_on=name == "t")

    edges = tuple(
        Transition(iri=f"{one}{two}", source=node(one), target=node(two), kind="up", basis="", months=None)
        for one, two in ("ab", "bc")
    )
    new, raised = ((skill("s"), skill("t")), ()), ((), (skill("u"),))
    path = CareerPath(
        source=node("a"), target=node("c"), transitions=edges, new_skills=new, raised_skills=raised, learning=2.5
    )
    cells = _Cells()
    rows = list(csv.reader(io.StringIO(cells.lines(7, path) + cells.lines(8, path), newline="")))
    labels = [node(it).label for it in "abc"]
    first = [["1", "a", "up", "b", "s t", "", "2.5", *labels[:2], "'=s;; =t;", "", "t", "", ""]]
    first += [["2", "b", "up", "c", "", "u", "2.5", *labels[1:], "", "'=u;", "", "", ""]]
    assert rows == [[number, *row] for number in "78" for row in first]


@pytest.mark.long
def test_a_reader_who_has_seen_enough_ends_the_search() -> None:
    command = [sys.executable, "-m", "ecomgraph", "path", "ecommerce-manager", "CDO", "-k", str(10**9)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"Ecommerce Manager  (steps 4, learning ")
        process.stdout.close()
        assert process.wait(20) == 141
        assert process.stderr.read() == b""
