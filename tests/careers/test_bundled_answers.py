"""What a career coach expects of gaps, paths and profiles of the bundled framework."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ecomgraph import CareerGraph, SkillGap

LADDER = ["ecommerce-manager", "ecommerce-director", "senior-director", "vp-of-ecommerce", "chief-digital-officer"]
DIRECTOR = "ecommerce-director"
FIELD = {
    "content-marketing",
    "digital-marketing",
    "digital-marketing-tools",
    "email-marketing",
    "pay-per-click-advertising",
    "search-engine-optimization",
    "social-media-marketing",
}


def missing(gap: SkillGap) -> set[str]:
    return {it.skill.id for it in gap.missing}


@pytest.mark.long
@pytest.mark.parametrize(("lower", "higher"), list(pairwise(LADDER)))
def test_no_step_up_gives_up_a_skill(graph: CareerGraph, lower: str, higher: str) -> None:
    gap = graph.skill_gap(lower, higher)
    assert gap.surplus == ()
    assert graph.skill_gap(higher, lower).missing == ()
    assert gap.missing


@pytest.mark.long
def test_a_senior_director_needs_what_is_new_in_that_role(graph: CareerGraph) -> None:
    gap = graph.skill_gap(DIRECTOR, "senior-director")
    assert {"executive-engagement", "large-team-management", "strategic-influence"} < missing(gap)
    senior = graph.profile(DIRECTOR, level="senior")
    assert missing(gap) <= {it.skill.id for it in graph.skills(senior)} | missing(
        graph.skill_gap(senior, "senior-director")
    )
    assert missing(graph.skill_gap(senior, "senior-director")) == {
        "large-team-management",
        "strategic-influence",
    }


@pytest.mark.long
def test_paths_and_plans_tell_what_a_role_requires_itself_from_what_it_builds_on(graph: CareerGraph) -> None:
    gap = graph.skill_gap("ecommerce-director", "senior-director")
    built_on = {it.skill.iri: it.built_on for it in gap.missing}
    [new] = graph.find_path("ecommerce-director", "senior-director").new_skills
    [_, step] = graph.plan({}, "senior-director", source="ecommerce-director").steps
    assert {it.iri: it.built_on for it in new} == built_on
    assert {it.skill.iri: it.built_on for it in step.lessons} == built_on
    assert {it.iri for it in graph.diff("ecommerce-director", "senior-director").built_on} == {
        iri for iri, far in built_on.items() if far
    }
    assert [it.built_on for it in graph.plan({}, "ecommerce-manager").steps[0].lessons] == [False] * 8
    known = {iri for iri, far in built_on.items() if far}
    [asked] = graph.find_path("ecommerce-director", "senior-director", known=known).new_skills
    assert [it.built_on for it in asked] == [False] * 3


@pytest.mark.long
def test_a_vp_has_what_a_director_has(graph: CareerGraph) -> None:
    assert graph.skill_gap("vp-of-ecommerce", DIRECTOR).missing == ()
    assert graph.skill_gap("vp-of-ecommerce", DIRECTOR).coverage == 1
    assert missing(graph.skill_gap("senior-director", "vp-of-ecommerce")) == {"corporate-growth-strategy"}


@pytest.mark.long
@pytest.mark.parametrize("criterion", ["steps", "new_skills", "learning"])
def test_the_road_to_the_top_teaches_nothing_twice_and_leaves_nothing_out(graph: CareerGraph, criterion: str) -> None:
    path = graph.find_path(LADDER[0], LADDER[-1], minimize=criterion)
    assert [node.id for node in path.nodes] == LADDER
    new = [it.id for step in path.new_skills for it in step]
    raised = [(it.id, it.after) for step in path.raised_skills for it in step]
    assert len(set(new)) == len(new)
    assert len(set(raised)) == len(raised)
    held = {it.skill.id: it.required_level for it in graph.skills(LADDER[0])}
    for step in (*path.new_skills, *path.raised_skills):
        held |= {it.id: it.after.level for it in step if it.after}
    end = graph.skill_gap(held, LADDER[-1])
    assert (end.missing, end.raises, end.coverage) == ((), (), 1)
    assert path.learning == pytest.approx(graph.skill_gap(LADDER[0], LADDER[-1]).weight)


@pytest.mark.long
def test_each_level_needs_all_of_the_one_before(graph: CareerGraph) -> None:
    levels = [graph.profile(DIRECTOR, level=level) for level in ("entry", "mid", "senior")]
    for lower, higher in pairwise(levels):
        gap = graph.skill_gap(lower, higher)
        assert (gap.surplus, graph.skill_gap(higher, lower).missing) == ((), ())
        assert gap.missing
        assert {it.skill.iri for it in graph.skills(lower)} < {it.skill.iri for it in graph.skills(higher)}


@pytest.mark.long
def test_the_digital_marketing_type_stands_out_in_its_own_field(graph: CareerGraph) -> None:
    profiles = {it.id: it for it in graph.profiles(DIRECTOR) if it.specialization and not it.level}
    levels = {
        id_: {it.skill.id: it.required_level for it in graph.skills(profile)} for id_, profile in profiles.items()
    }
    own = levels.pop(f"{DIRECTOR}-digital-marketing")
    assert {own[skill] for skill in FIELD} == {"Deep"}
    assert all(level == "Working" for other in levels.values() for skill, level in other.items() if skill in FIELD)
    raised = graph.diff(DIRECTOR, f"{DIRECTOR}-digital-marketing").raised
    assert {it.skill.id for it in raised} == FIELD - {"content-marketing", "digital-marketing-tools"}


@pytest.mark.parametrize(
    ("node", "skill", "level"),
    [
        (DIRECTOR, "consumer-behavior", "Deep"),
        (DIRECTOR, "ecommerce-analytics", "Deep"),
        (DIRECTOR, "adaptability", "Strong"),
        (DIRECTOR, "resilience", "Strong"),
        (DIRECTOR, "leadership", "Working"),
        (f"{DIRECTOR}-analytics", "analytics-tools", "Strong"),
        (f"{DIRECTOR}-technology", "technical-background", "Strong"),
        ("ecommerce-manager", "digital-marketplace", "Strong"),
        ("chief-digital-officer", "consumer-behavior", "Deep"),
    ],
)
def test_skills_are_asked_for_to_the_degree_that_the_source_gives(
    graph: CareerGraph, node: str, skill: str, level: str
) -> None:
    assert {it.skill.id: it.required_level for it in graph.skills(node)}[skill] == level
