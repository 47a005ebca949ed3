"""Gaps, likeness, differences and plans, with numbers checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph import CareerGraph


class TestGap:
    def test_missing_shared_and_surplus(self, kitchen: CareerGraph) -> None:
        gap = kitchen.skill_gap("commis", "chef")
        assert [(it.skill.id, it.importance) for it in gap.missing] == [("lead", "essential"), ("wine", "optional")]
        assert [(it.skill.id, it.importance) for it in gap.shared] == [("chop", "essential"), ("sauce", "essential")]
        assert [(it.skill.id, it.importance) for it in gap.surplus] == [("clean", "essential")]
        assert gap.missing[0].via == ("https://kitchen.example/chef",)
        assert (gap.size, gap.coverage, gap.similarity) == (1.5, 2 / 3.5, 2 / 4.5)

    def test_the_lesser_and_the_greater_weight(self, kitchen: CareerGraph) -> None:
        gap = kitchen.skill_gap("waiter", "chef")  # they share wine: 1 there, 0.5 here
        assert gap.similarity == 0.5 / (3 + 1 + 1)
        assert kitchen.skill_gap("waiter", "chef", optional=1).similarity == 1 / 5
        assert kitchen.skill_gap("waiter", "chef", essential=0, optional=2).similarity == 0

    def test_a_person(self, kitchen: CareerGraph) -> None:
        gap = kitchen.skill_gap({"Sauces", "wine", "dough"}, "chef")
        assert gap.source is None
        assert [(it.skill.id, it.importance) for it in gap.surplus] == [("dough", None)]
        assert (gap.size, gap.similarity) == (2, 1.5 / 4.5)
        assert kitchen.skill_gap([], "chef").coverage == 0

    @pytest.mark.long
    def test_a_skill_that_no_node_requires_counts(self, graph: CareerGraph) -> None:
        required = {it.skill.iri for node in (*graph.roles(), *graph.profiles()) for it in graph.skills(node)}
        spare = next(it for it in graph._names.iris("skill") if it not in required)
        needed = graph.skills("vp-of-ecommerce")
        gap = graph.skill_gap({it.skill.iri: it.required_level for it in needed} | {spare: None}, "vp-of-ecommerce")
        total = sum(((it.degree or 0) + (it.essential_degree or 0)) / 2 for it in needed)
        assert gap.missing == ()
        assert gap.similarity == pytest.approx(total / (total + 1))

    def test_compare_shows_both_sides(self, kitchen: CareerGraph) -> None:
        comparison = kitchen.compare("waiter", "chef")
        assert [(it.skill.id, it.first, it.second) for it in comparison.shared] == [("wine", "essential", "optional")]
        assert [it.skill.id for it in comparison.only_first] == ["serve"]
        assert [it.skill.id for it in comparison.only_second] == ["chop", "lead", "sauce"]

    def test_compare_with_a_person(self, kitchen: CareerGraph) -> None:
        comparison = kitchen.compare({"wine", "dough"}, "chef")
        assert (comparison.first, comparison.second.id) == (None, "chef")
        assert kitchen.compare("waiter", "chef").first == kitchen.node("waiter")
        assert [(it.skill.id, it.first) for it in comparison.only_first] == [("dough", None)]

    def test_what_a_person_lacks_is_not_alike(self, kitchen: CareerGraph) -> None:
        """Chopping is shared; dough and three more of the chef's skills, one of them optional, are not."""
        assert kitchen.skill_gap({"chop", "dough"}, "chef").similarity == 1 / (1 + 1 + 2 + 0.5)

    def test_what_requires_nothing_is_not_described(self, bakery: Path) -> None:
        bakery_graph = ecomgraph.load(bakery)
        for gap in (bakery_graph.skill_gap("baker", "master"), bakery_graph.skill_gap("master", "baker")):
            assert (gap.weight, gap.size, gap.coverage, gap.similarity) == (None, None, None, None)
            assert {bool(gap.source_described), bool(gap.target_described)} == {True, False}
        assert bakery_graph.similar("master") == ()
        assert "master" not in {it.node.id for it in bakery_graph.similar("baker")}
        assert bakery_graph.skill_gap(["kneading"], "master").source_described is None

    def test_weights_are_checked(self, kitchen: CareerGraph) -> None:
        with pytest.raises(ecomgraph.ArgumentError, match="the weight of optional skills"):
            kitchen.skill_gap("waiter", "chef", optional=-0.5)


class TestSimilar:
    def test_the_most_alike_first(self, kitchen: CareerGraph) -> None:
        assert [(it.node.id, it.similarity, it.shared) for it in kitchen.similar("commis")] == [
            ("chef", 2 / 4.5, 2),
            ("porter", 1 / 3, 1),
            ("baker", 1 / 4, 1),
            ("waiter", 0, 0),
        ]
        assert len(kitchen.similar("commis", 2)) == 2

    def test_what_is_alike_by_inheritance_is_left_out(self, graph: CareerGraph) -> None:
        names = {it.node.id for it in graph.similar("ecommerce-director", 100)}
        assert names == {"ecommerce-manager", "senior-director", "vp-of-ecommerce", "chief-digital-officer"}

    def test_n_is_checked(self, kitchen: CareerGraph) -> None:
        with pytest.raises(ecomgraph.ArgumentError, match="n, the number of nodes"):
            kitchen.similar("commis", 0)


class TestDiff:
    def test_between_levels(self, graph: CareerGraph) -> None:
        found = graph.diff("entry", "senior")
        assert (found.source.id, found.target.id) == ("ecommerce-director-entry", "ecommerce-director-senior")
        own = {activity.iri for activity in graph.activities("ecommerce-director-senior")}
        assert {it.iri for it in (*found.activities.gained, *found.activities.kept)} == own
        assert not set(found.activities.gained) & set(found.activities.lost)

    def test_skills_that_change_their_importance(self, kitchen: CareerGraph) -> None:
        found = kitchen.diff("waiter", "chef")
        assert [it.id for it in found.skills.gained] == ["chop", "lead", "sauce"]
        assert [it.id for it in found.skills.lost] == ["serve"]
        assert (found.raised, found.lowered) == ((), ())
        assert ([it.id for it in found.more_important], [it.id for it in found.less_important]) == ([], ["wine"])

    def test_a_level_of_several_roles_needs_the_role(self, kitchen_file: Path, tmp_path: Path) -> None:
        levels = """
        :baker ecg:hasLevel :junior , :old . :chef ecg:hasLevel :junior , :old .
        :junior a ecg:ExperienceLevel ; skos:prefLabel "Junior" ; ecg:rank 1 .
        :old a ecg:ExperienceLevel ; skos:prefLabel "Old" ; ecg:rank 2 .
        """
        path = tmp_path / "levels.ttl"
        path.write_text(kitchen_file.read_text(encoding="utf-8") + levels, encoding="utf-8")
        graph = ecomgraph.load(path)
        with pytest.raises(ecomgraph.AmbiguousNameError, match="say which role"):
            graph.diff("junior", "old")
        assert graph.diff("junior", "old", role="chef").target.label == "Chef (Old)"


class TestPlan:
    def test_it_starts_where_least_is_missing(self, kitchen: CareerGraph) -> None:
        plan = kitchen.plan({"Cleaning", "Chopping"}, "chef")
        assert [(step.node.id, step.cost) for step in plan.steps] == [("porter", 0), ("commis", 1), ("chef", 1.5)]
        assert [[it.skill.id for it in step.lessons] for step in plan.steps] == [[], ["sauce"], ["lead", "wine"]]
        assert plan.cost == 2.5
        assert [it.iri[-2:] for it in plan.transitions] == ["t1", "t4"]

    def test_a_lesson_says_why_and_what_else_it_serves(self, kitchen: CareerGraph) -> None:
        lesson = kitchen.plan({"Cleaning", "Chopping"}, "chef").steps[2].lessons[1]
        assert (lesson.skill.id, lesson.importance, lesson.weight) == ("wine", "optional", 0.5)
        assert [reason.holder.id for reason in lesson.reasons] == ["chef"]
        assert [node.id for node in lesson.serves] == ["waiter"]
        assert kitchen.plan({"Cleaning", "Chopping"}, "chef").steps[2].lessons[0].importance == "essential"

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("ecg:hasSkillRequirement :e-new", "ecg:hasSkillRequirement :e-new , :e-have"),
            ("ecg:hasSkillRequirement :e-new", "ecg:hasSkillRequirement :e-new , :o-have"),
            ("ecg:hasSkillRequirement :o-new", "ecg:hasSkillRequirement :o-have"),
            ("ecg:hasSkillRequirement :e-new", "ecg:hasSkillRequirement :o-new"),
            ("ecg:hasSkillRequirement :o-new , :o-far", "ecg:hasSkillRequirement :o-new"),
        ],
        ids=["essential served", "optional served", "optional missing", "essential missing", "two optional missing"],
    )
    def test_it_starts_at_the_better_of_two(self, first: str, second: str, tmp_path: Path) -> None:
        """Where as much is missing, at what more of the known serves; the IRI of the other comes first."""
        path = tmp_path / "two.ttl"
        path.write_text(TWO_STARTS + f":a {first} .\n:b {second} .\n", encoding="utf-8")
        assert ecomgraph.load(path).plan({"have"}, "goal").steps[0].node.id == "b"

    def test_it_can_start_where_the_person_stands(self, kitchen: CareerGraph) -> None:
        plan = kitchen.plan([], "chef", source="baker")
        assert [(step.node.id, step.cost) for step in plan.steps] == [("baker", 0), ("chef", 3.5)]
        assert kitchen.plan({"serve", "wine"}, "waiter").cost == 0
        with pytest.raises(ecomgraph.NoPathError):
            kitchen.plan([], "porter", source="chef")


TWO_STARTS = """
@prefix : <https://two.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:a a ecg:Role ; skos:prefLabel "A" .
:b a ecg:Role ; skos:prefLabel "B" .
:goal a ecg:Role ; skos:prefLabel "Goal" ; ecg:hasSkillRequirement :e-far , :e-farther , :e-farthest .
:from-a a ecg:Transition ; ecg:transitionFrom :a ; ecg:transitionTo :goal .
:from-b a ecg:Transition ; ecg:transitionFrom :b ; ecg:transitionTo :goal .
:e-new ecg:requiredSkill :new ; ecg:importance importance:essential .
:o-new ecg:requiredSkill :new ; ecg:importance importance:optional .
:e-have ecg:requiredSkill :already ; ecg:importance importance:essential .
:o-have ecg:requiredSkill :already ; ecg:importance importance:optional .
:e-far ecg:requiredSkill :far ; ecg:importance importance:essential .
:o-far ecg:requiredSkill :far ; ecg:importance importance:optional .
:e-farther ecg:requiredSkill :farther ; ecg:importance importance:essential .
:e-farthest ecg:requiredSkill :farthest ; ecg:importance importance:essential .
:new a ecg:Skill ; skos:prefLabel "New" .
:already a ecg:Skill ; skos:prefLabel "Have" .
:far a ecg:Skill ; skos:prefLabel "Far" .
:farther a ecg:Skill ; skos:prefLabel "Farther" .
:farthest a ecg:Skill ; skos:prefLabel "Farthest" .
"""


FALLING = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:low> a ecg:Role ; ecg:hasSkillRequirement <urn:n1> .
<urn:mid> a ecg:Role ; ecg:buildsOn <urn:low> ; ecg:hasSkillRequirement <urn:n2> , <urn:n4> .
<urn:top> a ecg:Role ; ecg:buildsOn <urn:mid> ; ecg:hasSkillRequirement <urn:n3> .
<urn:n1> ecg:requiredSkill <urn:s> ; ecg:importance importance:essential ; ecg:proficiency 0.25 .
<urn:n2> ecg:requiredSkill <urn:s> ; ecg:importance importance:essential ; ecg:proficiency 1.0 .
<urn:n3> ecg:requiredSkill <urn:s> ; ecg:importance importance:essential ; ecg:proficiency 0.5 .
<urn:n4> ecg:requiredSkill <urn:t> ; ecg:importance importance:essential ; ecg:proficiency 0.5 .
<urn:s> a ecg:Skill . <urn:t> a ecg:Skill .
<urn:n1> a ecg:SkillRequirement . <urn:n2> a ecg:SkillRequirement . <urn:n3> a ecg:SkillRequirement .
<urn:n4> a ecg:SkillRequirement .
<urn:m> ecg:transitionFrom <urn:low> ; ecg:transitionTo <urn:top> .
"""


@pytest.mark.parametrize(
    ("held", "far"),
    [
        ({}, {"s": False, "t": True}),
        ({"urn:s": 0.25}, {"s": False, "t": True}),
        ({"urn:s": 0.5}, {"s": True, "t": True}),
    ],
)
def test_what_is_left_to_learn_may_be_asked_for_only_by_what_is_built_on(
    held: dict[str, float], far: dict[str, bool], tmp_path: Path
) -> None:
    path = tmp_path / "falling.ttl"
    path.write_text(FALLING, encoding="utf-8")
    falling = ecomgraph.load(path)
    gap = falling.skill_gap(held, "urn:top")
    assert {it.skill.id: it.built_on for it in (*gap.missing, *gap.raises)} == far
    assert {it.skill.id: it.own_degree for it in falling.skills("urn:top")} == {"s": 0.5, "t": 0}
    way = falling.find_path("urn:low", "urn:top", known=held)
    assert {it.id: it.built_on for it in (*way.new_skills[0], *way.raised_skills[0])} == far
