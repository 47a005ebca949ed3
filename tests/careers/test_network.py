"""The network of transitions: what it reads of a framework, and what networkx is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import ecomgraph
from ecomgraph.careers.rungs import Rungs

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph import CareerGraph

KITCHEN = "https://kitchen.example/"
PREFIXES = """
@prefix : <https://kitchen.example/> .
@prefix basis: <https://w3id.org/ecomgraph/basis/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix kind: <https://w3id.org/ecomgraph/transition-kind/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
ROLES = "".join(f':{name} a ecg:Role ; skos:prefLabel "{name}" .\n' for name in ("porter", "baker", "chef"))
TRANSITION = "a ecg:Transition ; ecg:transitionFrom :porter ; ecg:transitionTo :baker"


def kitchen_with(folder: Path, transitions: str) -> CareerGraph:
    """Three roles and some transitions between them."""
    (folder / "kitchen.ttl").write_text(PREFIXES + ROLES + transitions, encoding="utf-8")
    return ecomgraph.load(folder / "kitchen.ttl")


def test_networkx_is_given_all_that_is_known_of_nodes_and_transitions(kitchen: CareerGraph) -> None:
    network = kitchen.to_networkx()
    assert network.nodes[KITCHEN + "chef"] == {"label": "Chef", "id": "chef", "kind": "role"}
    assert {key[-2:]: data for _, _, key, data in network.edges(keys=True, data=True)} == {
        "t1": {"kind": "promotion", "basis": "", "new_skills": 2, "months": 12.0},
        "t2": {"kind": "level-up", "basis": "", "new_skills": 1, "months": 6.0},
        "t3": {"kind": "promotion", "basis": "", "new_skills": 4, "months": 6.0},
        "t4": {"kind": "promotion", "basis": "", "new_skills": 2},
        "t5": {"kind": "promotion", "basis": "", "new_skills": 1, "months": 30.0},
        "t6": {"kind": "level-up", "basis": "", "new_skills": 2, "months": 9.0},
    }


def test_networkx_tells_profiles_from_roles(graph: CareerGraph) -> None:
    network = graph.to_networkx()
    kinds = {iri: network.nodes[iri]["kind"] for iri in network}
    profiles = {profile.iri for role in graph.roles() for profile in graph.profiles(role)}
    assert {iri for iri, kind in kinds.items() if kind == "profile"} == profiles
    assert {iri for iri, kind in kinds.items() if kind == "role"} == {role.iri for role in graph.roles()}


@pytest.mark.parametrize(
    ("asked", "silent"),
    [
        ("ecg:requiredLevel :l0", {"none", "nothing", "above-nothing"}),
        ("ecg:proficiency 0.005", {"none", "nothing", "above-nothing"}),
        ("ecg:proficiency 0.02", {"none"}),
    ],
)
@pytest.mark.parametrize("levels", [":l0, :l1", ":l1"])
def test_nodes_that_need_something_are_described(levels: str, asked: str, silent: set[str], tmp_path: Path) -> None:
    """By a requirement of a degree over 0, of their own, of their work, or of what they build on or inherit from."""
    path = tmp_path / "described.ttl"
    text = DESCRIBED.replace("ecg:requiredLevel :l0", asked)
    if levels == ":l1":
        text = text.replace("ecg:rank 0", "ecg:rank 2")
        silent = {"none"}
    path.write_text(PREFIXES + text, encoding="utf-8")
    network = ecomgraph.load(path).network
    assert network.needs.graded
    assert {network.nodes[it].rpartition("/")[2] for it in network.silent} == silent
    assert network.silent == {it for it, node in enumerate(network.nodes) if not network.needs.of(node)}


DESCRIBED = """
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
:scale a ecg:ProficiencyScale .
:l0 a ecg:ProficiencyLevel ; skos:inScheme :scale ; ecg:rank 0 .
:l1 a ecg:ProficiencyLevel ; skos:inScheme :scale ; ecg:rank 1 .
:skill a ecg:Skill .
:none a ecg:Role .
:own a ecg:Role ; ecg:hasSkillRequirement :q1 .
:work a ecg:Role ; ecg:hasResponsibility :duty .
:duty a ecg:Responsibility ; ecg:hasSkillRequirement :q2 .
:above a ecg:Role ; ecg:buildsOn :work .
:top a ecg:Role ; ecg:buildsOn :above .
:nothing a ecg:Role ; ecg:hasSkillRequirement :q0 .
:above-nothing a ecg:Role ; ecg:buildsOn :nothing .
:number a ecg:Role ; ecg:hasSkillRequirement :q3 .
:q0 a ecg:SkillRequirement ; ecg:requiredSkill :skill ; ecg:importance importance:essential ; ecg:requiredLevel :l0 .
:q1 a ecg:SkillRequirement ; ecg:requiredSkill :skill ; ecg:importance importance:essential ; ecg:requiredLevel :l1 .
:q2 a ecg:SkillRequirement ; ecg:requiredSkill :skill ; ecg:importance importance:optional .
:q3 a ecg:SkillRequirement ; ecg:requiredSkill :skill ; ecg:importance importance:optional ; ecg:proficiency 0.5 .
"""


@pytest.mark.long
def test_a_path_is_described_by_what_its_own_nodes_need(graph: CareerGraph) -> None:
    """What all nodes need is read only for a search that asks for it; both give the same path."""
    fresh = type(graph)(graph.dataset)
    known = {"seo": "Working"}
    found = fresh.find_paths("ecommerce-manager", "CDO", 5, known=known)
    assert fresh.network._rungs == {}, "five paths, of which some are put in order by what is learnt"
    fresh.find_path("ecommerce-manager", "CDO", minimize="learning", known=known)
    assert len(fresh.network._rungs) == 1
    assert fresh.find_paths("ecommerce-manager", "CDO", 5, known=known) == found


@pytest.mark.long
def test_many_paths_read_what_nodes_need_once(graph: CareerGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = []
    of = Rungs.of

    def counted(*given: Any) -> Rungs:
        readings.append(given)
        return of(*given)

    monkeypatch.setattr(Rungs, "of", counted)
    assert len(type(graph)(graph.dataset).find_paths("ecommerce-manager", "CDO", 60)) == 60
    assert len(readings) < 10


@pytest.mark.parametrize("text", ['"soon"', "-1", "-0.5", '"NaN"', '"Infinity"'])
def test_a_duration_that_is_none_is_an_error_that_names_the_transition(text: str, tmp_path: Path) -> None:
    graph = kitchen_with(tmp_path, f":t1 {TRANSITION} ; ecg:typicalMonths {text} .")
    said = text.strip('"')
    reason = f"{KITCHEN}t1: the typical duration must be a number of months from 0 up, not '{said}'"
    for ask in (lambda: graph.find_path("porter", "baker", minimize="months"), lambda: list(graph.transitions())):
        with pytest.raises(ecomgraph.EcomgraphError) as caught:
            ask()
        assert str(caught.value) == reason


@pytest.mark.parametrize(("text", "months"), [("0", 0), ("0.5", 0.5), ("1", 1)])
def test_parts_of_a_month_and_none_at_all_are_durations(text: str, months: float, tmp_path: Path) -> None:
    graph = kitchen_with(tmp_path, f":t1 {TRANSITION} ; ecg:typicalMonths {text} .")
    assert graph.find_path("porter", "baker", minimize="months").cost == months


def test_of_several_values_the_first_counts_everywhere(tmp_path: Path) -> None:
    values = "ecg:transitionKind kind:promotion , kind:level-up ; ecg:hasBasis basis:stated , basis:curated"
    graph = kitchen_with(tmp_path, f":t1 {TRANSITION} , :chef ; {values} .")
    [it] = graph.transitions()
    assert (it.source.id, it.target.id, it.kind, it.basis) == ("porter", "baker", "level-up", "curated")
    assert graph.network.kinds == ["level-up"]
    with pytest.raises(ecomgraph.UnknownNameError, match="promotion"):
        graph.find_path("porter", "baker", kinds="promotion")


@pytest.mark.parametrize("half", ["", ":t2 ecg:transitionTo :chef .", ":t3 ecg:transitionFrom :chef ."])
def test_a_transition_without_a_kind_is_one_and_half_a_transition_is_none(half: str, tmp_path: Path) -> None:
    graph = kitchen_with(tmp_path, f":t1 {TRANSITION} . {half}")
    assert [(it.iri, it.kind, it.basis) for it in graph.transitions()] == [(KITCHEN + "t1", "", "")]
    assert graph.network.kinds == [""]


def test_the_transitions_at_a_node_are_those_from_it_and_to_it_once_each(graph: CareerGraph) -> None:
    network = graph.network
    ends = list(zip(network.tails, network.heads, strict=True))
    for node in range(len(network.nodes)):
        assert network.edges_at(node) == [edge for edge, two in enumerate(ends) if node in two]
