"""What paths mean, on networks small enough to check by hand, and on the bundled graph."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ecomgraph
from ecomgraph.careers.search.additive import Digraph, ranked_paths, shortest_path
from ecomgraph.careers.search.effort import Effort
from ecomgraph.careers.search.label_setting import Labels
from ecomgraph.careers.search.least_learning import LeastLearning
from ecomgraph.careers.search.search_problem import Edge, Problem, Teaching
from ecomgraph.careers.search.weights import Weights

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph import CareerGraph, CareerPath

DIRECTOR = "ecommerce-director"
PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


def ids(path: CareerPath) -> list[str]:
    return [node.id for node in path.nodes]


def timed(file: Path, edges: list[tuple[str, str, str]]) -> CareerGraph:
    """A network of transitions from one role to another, each with its months."""
    roles = sorted({role for tail, head, _ in edges for role in (tail, head)})
    file.write_text(
        "@prefix : <https://timed.example/> . @prefix ecg: <https://w3id.org/ecomgraph/ns#> ."
        + "".join(f':{role} a ecg:Role ; <{PREF_LABEL}> "{role}" .' for role in roles)
        + "".join(
            f":{tail}-{head} a ecg:Transition ; ecg:transitionFrom :{tail} ; ecg:transitionTo :{head} ;"
            f" ecg:typicalMonths {months} ."
            for tail, head, months in edges
        ),
        encoding="utf-8",
    )
    return ecomgraph.load(file)


class TestCriteria:
    def test_each_minimizes_something_else(self, kitchen: CareerGraph) -> None:
        assert ids(kitchen.find_path("porter", "chef", minimize="steps")) == ["porter", "commis", "chef"]
        cheapest = kitchen.find_path("porter", "chef", minimize="new_skills")
        assert (ids(cheapest), cheapest.cost) == (["porter", "commis", "chef"], 2 + 1.5)
        with pytest.raises(ecomgraph.MissingMonthsError, match=r"kitchen\.example/t4 has no ecg:typicalMonths"):
            kitchen.find_path("porter", "chef", minimize="months")

    def test_months_are_compared_where_a_missing_one_cannot_matter(self, kitchen: CareerGraph) -> None:
        quickest = kitchen.find_path("porter", "baker", minimize="months")
        assert [it.id for it in quickest.nodes] == ["porter", "commis", "baker"]
        assert [it.iri[-2:] for it in quickest.transitions] == ["t6", "t2"]
        assert quickest.cost == 15

    def test_what_was_learnt_on_the_way_stays_known(self, kitchen: CareerGraph) -> None:
        detour = kitchen.find_path("porter", "chef", through="baker", minimize="learning")
        assert (ids(detour), detour.cost) == (["porter", "baker", "chef"], 1 + 3.5)
        both = kitchen.find_paths("porter", "chef", 9, minimize="learning", through=["commis", "baker"])
        assert [(ids(path), path.cost) for path in both] == [
            (["porter", "commis", "baker", "chef"], 2 + 1 + 1.5),
            (["porter", "commis", "baker", "chef"], 2 + 1 + 1.5),
        ]
        added_up = kitchen.find_path("porter", "chef", through=["commis", "baker"], minimize="new_skills")
        assert added_up.cost == 2 + 1 + 3.5
        assert [[it.id for it in skills] for skills in both[0].new_skills] == [
            ["chop", "sauce"],
            ["dough"],
            ["lead", "wine"],
        ]

    def test_known_skills_cost_nothing_by_any_criterion(self, kitchen: CareerGraph) -> None:
        for criterion in ("new_skills", "learning"):
            path = kitchen.find_path("commis", "chef", minimize=criterion, known=["Leading"])
            assert (path.cost, [it.id for it in path.new_skills[0]]) == (0.5, ["wine"])

    def test_what_source_and_person_both_bring_is_known_too(self, kitchen: CareerGraph) -> None:
        for criterion in ("new_skills", "learning"):
            path = kitchen.find_path("commis", "chef", minimize=criterion, known=["Chopping", "Cleaning"])
            assert (path.cost, [it.id for it in path.new_skills[0]]) == (1.5, ["lead", "wine"])

    def test_another_person_has_other_costs(self, kitchen: CareerGraph) -> None:
        for known, cost in ([], 1.5), (["Leading"], 0.5), (["Leading", "Wine"], 0), ([], 1.5):
            assert kitchen.find_path("commis", "chef", minimize="new_skills", known=known).cost == cost
        for known, through in ([], "commis"), (["Dough"], "baker"), ([], "commis"):
            path = kitchen.find_path("porter", "chef", minimize="new_skills", known=known)
            assert ids(path) == ["porter", through, "chef"]

    def test_a_path_ends_where_its_last_transition_leads(self, kitchen: CareerGraph) -> None:
        path = kitchen.find_path("porter", "chef", through=["commis", "baker"])
        assert (path.source.id, path.target.id, path.minimize) == ("porter", "chef", "steps")

    def test_weights_are_exact(self, kitchen: CareerGraph) -> None:
        path = kitchen.find_path("porter", "chef", minimize="learning", essential=0.1, optional=0.7)
        assert path.cost == 1.0  # 0.1 + 0.1 + 0.1 + 0.7 in floating point is less

    def test_parallel_transitions_are_different_paths(self, kitchen: CareerGraph) -> None:
        paths = kitchen.find_paths("porter", "commis")
        assert [path.transitions[0].iri[-2:] for path in paths] == ["t1", "t6"]
        [levels] = kitchen.find_paths("porter", "commis", kinds="level-up")
        assert levels.transitions[0].kind == "level-up"

    def test_the_front_keeps_the_first_of_equal_costs(self, kitchen: CareerGraph) -> None:
        front = kitchen.pareto_paths("porter", "chef", ("steps", "new_skills"))
        assert [path.costs for path in front] == [(("steps", 2), ("new_skills", 3.5))]
        assert [it.iri[-2:] for it in front[0].transitions] == ["t1", "t4"]
        assert (front[0].minimize, front[0].cost) == ("steps", 2)

    def test_of_equal_paths_on_a_front_the_one_over_described_nodes_is_kept(self, tmp_path: Path) -> None:
        """The node without requirements has the lesser IRI, so that order of IRIs alone would choose it."""
        path = tmp_path / "timed.ttl"
        edges = [("a", "b", "1"), ("b", "d", "1"), ("a", "c", "1"), ("c", "d", "1")]
        timed(path, edges)
        needs = ":c ecg:hasSkillRequirement :q . :q a ecg:SkillRequirement ; ecg:requiredSkill :s ;"
        needs += " ecg:importance <https://w3id.org/ecomgraph/importance/optional> . :s a ecg:Skill ."
        path.write_text(path.read_text(encoding="utf-8") + needs, encoding="utf-8")
        [kept] = ecomgraph.load(path).pareto_paths("a", "d", ("steps", "months"))
        assert ids(kept) == ["a", "c", "d"]

    def test_a_front_needs_the_months_of_its_paths(self, kitchen: CareerGraph) -> None:
        front = kitchen.pareto_paths("porter", "baker", ("months", "steps"))
        assert [path.costs for path in front] == [(("months", 15), ("steps", 2)), (("months", 30), ("steps", 1))]
        with pytest.raises(ecomgraph.MissingMonthsError, match=r"kitchen\.example/t4 has no ecg:typicalMonths"):
            kitchen.pareto_paths("porter", "chef", ("steps", "months"))

    def test_parts_of_a_month_are_exact(self, tmp_path: Path) -> None:
        """Three times 0.1 is more than 0.3 in floating point; here it is a tie, which the fewer steps decide."""
        edges = [("a", "b", "0.1"), ("b", "c", "0.1"), ("c", "d", "0.1"), ("a", "d", "0.3")]
        edges += [("a", "e", "0.2"), ("e", "d", "0.05")]
        paths = timed(tmp_path / "timed.ttl", edges).find_paths("a", "d", minimize="months")
        assert [("".join(ids(path)), path.cost) for path in paths] == [("aed", 0.25), ("ad", 0.3), ("abcd", 0.3)]

    def test_any_number_of_steps_is_better_than_a_longer_time(self, tmp_path: Path) -> None:
        names = [f"n{number:02}" for number in range(29)]
        edges = [(tail, head, "0") for tail, head in pairwise(names)]
        graph = timed(tmp_path / "timed.ttl", [*edges, ("n00", "n28", "1")])
        assert [(len(path.transitions), path.cost) for path in graph.find_paths("n00", "n28", minimize="months")] == [
            (28, 0),
            (1, 1),
        ]

    def test_who_is_there_already_has_no_way_to_go(self, kitchen: CareerGraph) -> None:
        [stay] = kitchen.pareto_paths("porter", "porter", ("steps", "learning"))
        assert (stay.transitions, stay.costs) == ((), (("steps", 0), ("learning", 0)))

    def test_costs_of_the_latest_requests_are_kept_and_no_more(self, kitchen_file: Path) -> None:
        graph = ecomgraph.load(kitchen_file)
        for number in range(12):
            graph.find_path("porter", "chef", essential=number, minimize="new_skills")
        parts = [part for key in graph.network.digraphs for part in key if isinstance(part, tuple)]
        kept = [weights for part in parts for weights in part if isinstance(weights, Weights)]
        assert [weights.essential / weights.unit for weights in kept] == [*range(4, 12)]
        assert graph.find_path("porter", "chef", essential=0, minimize="new_skills").cost == 0.5

    def test_learning_is_no_sum_over_edges(self) -> None:
        """From 0 by 1 or 2 to 3, then to 4: the costlier way to 3 teaches what 4 wants."""
        edges = [Edge(*ends, number, (0,)) for number, ends in enumerate([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)])]
        needs = [0b0000, 0b0001, 0b0110, 0b0000, 0b1110]
        problem = Problem(5, edges, 0, 4, 1, Teaching(0, needs, needs, int.bit_count, granted=False))
        labels = Labels(problem)
        found = labels.best()
        assert found is not None
        assert (found.edges, labels.packing.cost(found.cost)) == ((1, 3, 4), 3)

        def edge(tail: int, head: int) -> int:
            return (needs[head] & ~needs[tail]).bit_count()

        assert edge(0, 1) + edge(1, 3) + edge(3, 4) == 4 < edge(0, 2) + edge(2, 3) + edge(3, 4)

    def test_what_is_known_for_nothing_spares_nothing(self) -> None:
        """By 1 one learns what nobody asks for, by 2 what 4 asks for; by 5, three other things would be due."""
        ends = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (3, 5), (4, 6), (5, 6)]
        edges = [Edge(*both, number, (0,)) for number, both in enumerate(ends)]
        needs = [0, 0b00001, 0b00010, 0, 0b00010, 0b11100, 0]
        labels = Labels(Problem(7, edges, 0, 6, 1, Teaching(0, needs, needs, int.bit_count, granted=False)))
        found = labels.best()
        assert found is not None
        assert (found.edges, labels.packing.cost(found.cost)) == ((1, 3, 4, 6), 1)

    def test_a_cheaper_way_that_leaves_too_few_steps_does_not_win(self) -> None:
        """To 2 in two steps for nothing or in one for 1; from there in one step for 9 or in two for nothing."""
        ends = [(0, 1, 0), (0, 2, 1), (1, 2, 0), (2, 3, 0), (2, 4, 9), (3, 4, 0)]
        edges = [Edge(tail, head, number, (cost,)) for number, (tail, head, cost) in enumerate(ends)]
        labels = Labels(Problem(5, edges, 0, 4, 1, max_steps=3))
        found = labels.best()
        assert found is not None
        assert (found.edges, labels.packing.cost(found.cost)) == ((1, 3, 5), 1)

    def test_a_loop_is_no_path_even_where_it_meets_a_condition(self) -> None:
        """The detour 1-2-1 would go through 2."""
        edges = [Edge(*ends, number, (0,)) for number, ends in enumerate([(0, 1), (1, 2), (1, 3), (2, 1)])]
        needs = [0, 0, 1, 2]
        problem = Problem(4, edges, 0, 3, 1, Teaching(0, needs, needs, int.bit_count), (frozenset({2}),))
        for engine in (Labels(problem), LeastLearning(problem)):
            assert engine.best() is None


STAND_INS = """
@prefix : <https://x.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
:cook a ecg:Role ; ecg:hasSkillRequirement :c . :c ecg:requiredSkill :tasting ; ecg:importance importance:essential .
:waiter a ecg:Role ; ecg:hasSkillRequirement :w . :owner a ecg:Role ; ecg:hasSkillRequirement :o .
:day a ecg:RoleProfile ; ecg:narrowsRole :cook ; ecg:inheritsFrom :cook ; ecg:hasSkillRequirement :d .
:night a ecg:RoleProfile ; ecg:narrowsRole :cook ; ecg:inheritsFrom :cook .
:d ecg:requiredSkill :accounts ; ecg:importance importance:essential .
:o ecg:requiredSkill :accounts ; ecg:importance importance:essential .
:w ecg:requiredSkill :wine ; ecg:importance importance:optional .
:accounts a ecg:Skill . :tasting a ecg:Skill . :wine a ecg:Skill .
:one ecg:transitionFrom :day ; ecg:transitionTo :waiter . :two ecg:transitionFrom :waiter ; ecg:transitionTo :owner .
:three ecg:transitionFrom :night ; ecg:transitionTo :owner .
"""


class TestRolesAndProfiles:
    def test_a_role_starts_and_ends_as_itself(self, graph: CareerGraph) -> None:
        assert {path.target.id for path in graph.find_paths("ecommerce-manager", DIRECTOR, 7)} == {DIRECTOR}
        assert {path.source.id for path in graph.find_paths(DIRECTOR, "chief-digital-officer", 7)} == {DIRECTOR}

    @pytest.mark.long
    def test_levels_lead_to_each_other_as_themselves(self, graph: CareerGraph) -> None:
        path = graph.find_path("ecommerce-director-entry", "senior-director")
        assert ids(path) == [f"{DIRECTOR}-entry", f"{DIRECTOR}-mid", f"{DIRECTOR}-senior", "senior-director"]
        gap = graph.skill_gap("ecommerce-director-entry", "ecommerce-director-mid")
        assert {it.iri for it in path.new_skills[0]} == {it.skill.iri for it in gap.missing}
        assert path.notes == ()

    @pytest.mark.long
    def test_what_is_new_is_new_to_the_node_named_whichever_stands_in_for_it(self, graph: CareerGraph) -> None:
        target = graph.profile(DIRECTOR, level="mid", specialization="operations")
        path = graph.find_path(DIRECTOR, target, minimize="learning")
        assert path.source_for == graph.role(DIRECTOR) != path.source
        gap = graph.skill_gap(DIRECTOR, target)
        assert {it.iri for it in path.new_skills[-1]} == {it.skill.iri for it in gap.missing}
        assert path.learning == gap.weight
        told = (
            f"No path leads there from Ecommerce Director itself, so this one starts at its profile {path.source.label}"
        )
        assert path.notes[0].startswith(told)

    def test_the_search_counts_what_is_new_to_the_node_named(self, tmp_path: Path) -> None:
        """The profile that has a skill of the target already would be the better start for its holder only."""
        file = tmp_path / "stand-ins.ttl"
        file.write_text(STAND_INS, encoding="utf-8")
        path = ecomgraph.load(file).find_path("cook", "owner", minimize="learning")
        assert (path.source.id, path.learning) == ("night", 1)

    def test_an_end_that_stands_in_is_told(self, graph: CareerGraph) -> None:
        path = graph.find_path("ecommerce-director-entry-operations", "ecommerce-director-senior")
        assert path.target_for == graph.node("ecommerce-director-senior")
        assert path.source_for is None
        [note] = path.notes
        assert (
            note == f"{path.target.label} is a profile of Senior-level Ecommerce Director, so it counts as the target."
        )

    def test_the_way_to_a_profile_of_ones_own_role_is_a_real_transition(self, graph: CareerGraph) -> None:
        target = graph.profile(DIRECTOR, level="senior", specialization="operations")
        path = graph.find_path(DIRECTOR, target)
        assert (path.cost, path.target) == (1, target)

    def test_a_profile_is_already_what_it_inherits_from(self, graph: CareerGraph) -> None:
        profile = graph.profile(DIRECTOR, level="senior", specialization="operations")
        assert ids(graph.find_path(profile, DIRECTOR)) == [profile.id]

    def test_a_path_never_steps_from_a_role_to_its_own_profile(self, graph: CareerGraph) -> None:
        own = {profile.iri for profile in graph.profiles(DIRECTOR)}
        assert not [it for it in graph.transitions() if it.source.id == DIRECTOR and it.target.iri in own]


def test_reachable_is_nearest_first(kitchen: CareerGraph) -> None:
    found = [(node.id, steps) for node, steps in kitchen.reachable("porter").items()]
    assert found == [("baker", 1), ("commis", 1), ("chef", 2)]
    assert [node.id for node in kitchen.reachable("porter", avoid="baker", max_steps=1)] == ["commis"]
    assert kitchen.reachable("chef") == {}


@pytest.mark.long
@given(
    st.integers(2, 9).flatmap(
        lambda nodes: st.tuples(
            st.just(nodes),
            st.lists(
                st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1), st.integers(1, 5)), max_size=25
            ).map(sorted),
        )
    )
)
def test_a_ranked_path_is_one_and_costs_what_it_says(drawn: tuple[int, list[tuple[int, int, int]]]) -> None:
    nodes, edges = drawn
    tails, heads, costs = ([number[part] for number in edges] for part in range(3))
    graph = Digraph.of(nodes, tails, heads, costs)
    seen: set[tuple[int, ...]] = set()
    last: tuple[int, tuple[int, ...]] = (0, ())
    for found in ranked_paths(graph, 0, nodes - 1):
        visited = [0, *(heads[number] for number in found.edges)]
        assert [tails[number] for number in found.edges] == visited[:-1]
        assert visited[-1] == nodes - 1
        assert len(set(visited)) == len(visited)
        assert found.cost == sum(costs[number] for number in found.edges)
        assert last < (found.cost, found.edges)
        if not seen:
            assert shortest_path(graph, 0, nodes - 1) == found
        last = (found.cost, found.edges)
        seen.add(found.edges)
    if not seen:
        assert shortest_path(graph, 0, nodes - 1) is None


def test_a_search_that_takes_too_much_is_given_up_with_advice() -> None:
    essential = [0, 1, 2, 3, 7]
    edges = [Edge(*ends, number, (0, 1)) for number, ends in enumerate([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)])]
    problem = Problem(5, edges, 0, 4, 2, Teaching(0, essential, essential, int.bit_count))
    assert len(Labels(problem, effort=Effort(10_000)).front()) == 1
    with pytest.raises(ecomgraph.LimitError, match="max_steps"):
        Labels(problem, effort=Effort(500)).front()
    alone = replace(problem, criteria=1, edges=[it._replace(costs=(0,)) for it in edges])
    assert LeastLearning(alone, effort=Effort(100_000)).best() is not None
    with pytest.raises(ecomgraph.LimitError, match="max_steps"):
        LeastLearning(alone, effort=Effort(2_000)).best()
