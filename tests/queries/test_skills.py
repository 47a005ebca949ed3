"""The stored queries on skills, asked of a kitchen: all rows of one answer, and a question without any."""

from collections.abc import Callable
from decimal import Decimal

Answer = Callable[..., list[tuple[object, ...]]]


def test_closest_nodes(kitchen: Answer) -> None:
    assert kitchen("closest-nodes", node="cook", minimum="0.5") == [
        ("chef", "Chef", 2, 1),
        ("chef-junior-sauces", "Chef (Junior, Sauces)", 2, 1),
        ("chef-junior", "Junior chef", 2, 1),
        ("chef-sauces", "Sauce chef", 2, 1),
        ("chef-senior-sauces", "Chef (Senior, Sauces)", 2, Decimal("0.667")),
        ("chef-senior", "Senior chef", 2, Decimal("0.667")),
        ("chef-junior-pastry", "Chef (Junior, Pastry)", 2, Decimal("0.5")),
        ("chef-pastry", "Pastry chef", 2, Decimal("0.5")),
    ]
    assert kitchen("closest-nodes", node="waiter") == []


def test_knowledge_that_opens_doors(kitchen: Answer) -> None:
    assert kitchen("knowledge-that-opens-doors") == [
        ("food-law", "Food law", 10),
    ]
    assert kitchen("knowledge-that-opens-doors", minimum=11) == []


def test_nodes_requiring_skill(kitchen: Answer) -> None:
    assert kitchen("nodes-requiring-skill", skill="leadership") == [
        ("head-chef", "Head chef", "essential"),
        ("chef-senior-pastry", "Chef (Senior, Pastry)", "optional"),
        ("chef-senior-sauces", "Chef (Senior, Sauces)", "optional"),
        ("chef-senior", "Senior chef", "optional"),
    ]
    assert kitchen("nodes-requiring-skill", skill="cookery") == []


def test_related_skills(kitchen: Answer) -> None:
    assert kitchen("related-skills", skill="baking") == [
        ("ovens", "Ovens", "related"),
        ("knife-work", "Knife work", "same group"),
    ]
    assert kitchen("related-skills", skill="food-law") == []


def test_skill_gap(kitchen: Answer) -> None:
    assert kitchen("skill-gap", source="cook", target="head-chef") == [
        ("leadership", "Leadership", "essential"),
        ("baking", "Baking", "optional"),
    ]
    assert kitchen("skill-gap", source="cook", target="chef") == []


def test_skill_groups(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("skill-groups") == [
        ("cookery", "Cookery", 2, 11),
    ]
    assert nothing("skill-groups") == []


def test_skills_at_proficiency(kitchen: Answer) -> None:
    assert kitchen("skills-at-proficiency", node="chef-junior", minimum="0.5") == [
        ("knife-work", "Knife work", Decimal("0.8")),
    ]
    assert kitchen("skills-at-proficiency", node="chef-junior", minimum="0.9") == []


def test_skills_by_profile_count(kitchen: Answer) -> None:
    assert kitchen("skills-by-profile-count", minimum=3) == [
        ("food-law", "Food law", 8),
        ("knife-work", "Knife work", 8),
        ("baking", "Baking", 3),
        ("leadership", "Leadership", 3),
        ("ovens", "Ovens", 3),
    ]
    assert kitchen("skills-by-profile-count", minimum=9) == []


def test_skills_for_activity(kitchen: Answer) -> None:
    assert kitchen("skills-for-activity", activity="peeling") == [
        ("knife-work", "Knife work", "optional"),
    ]
    assert kitchen("skills-for-activity", activity="menu-planning") == []


def test_skills_for_profile(kitchen: Answer) -> None:
    assert kitchen("skills-for-profile", role="chef", level="senior", specialization="pastry") == [
        ("baking", "Baking", "essential"),
        ("leadership", "Leadership", "optional"),
        ("ovens", "Ovens", "optional"),
    ]
    assert kitchen("skills-for-profile", role="chef", level="junior", specialization="sauces") == []


def test_skills_for_responsibility(kitchen: Answer, pantry: Answer) -> None:
    assert kitchen("skills-for-responsibility", responsibility="hygiene") == [
        ("food-law", "Food law", "essential"),
    ]
    assert pantry("skills-for-responsibility", responsibility="shelving") == []


def test_skills_for_role(kitchen: Answer) -> None:
    assert kitchen("skills-for-role", role="head-chef") == [
        ("leadership", "Leadership", "attitude", "essential"),
        ("baking", "Baking", "skill", "optional"),
    ]
    assert kitchen("skills-for-role", role="waiter") == []


def test_skills_for_type(kitchen: Answer) -> None:
    assert kitchen("skills-for-type", role="chef", specialization="pastry") == [
        ("baking", "Baking", "essential"),
        ("ovens", "Ovens", "optional"),
    ]
    assert kitchen("skills-for-type", role="chef", specialization="sauces") == []


def test_skills_never_required(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("skills-never-required") == [
        ("cookery", "Cookery", 2),
    ]
    assert nothing("skills-never-required") == []


def test_skills_of_type(kitchen: Answer) -> None:
    assert kitchen("skills-of-type", node="chef-pastry", type="skill") == [
        ("baking", "Baking"),
        ("knife-work", "Knife work"),
    ]
    assert kitchen("skills-of-type", node="head-chef", type="technology") == []


def test_skills_shared(kitchen: Answer) -> None:
    assert kitchen("skills-shared", node="cook", other="chef") == [
        ("food-law", "Food law"),
        ("knife-work", "Knife work"),
    ]
    assert kitchen("skills-shared", node="cook", other="head-chef") == []


def test_skills_under(kitchen: Answer) -> None:
    assert kitchen("skills-under", skill="cookery") == [
        ("baking", "Baking", "skill"),
        ("knife-work", "Knife work", "skill"),
    ]
    assert kitchen("skills-under", skill="ovens") == []


def test_skills_unique_to_role(kitchen: Answer) -> None:
    assert kitchen("skills-unique-to-role", role="chef") == [
        ("ovens", "Ovens"),
    ]
    assert kitchen("skills-unique-to-role", role="cook") == []


def test_skills_unique_to_type(kitchen: Answer) -> None:
    assert kitchen("skills-unique-to-type", role="chef", specialization="pastry") == [
        ("baking", "Baking"),
        ("ovens", "Ovens"),
    ]
    assert kitchen("skills-unique-to-type", role="chef", specialization="sauces") == []


def test_why_skill(kitchen: Answer) -> None:
    assert kitchen("why-skill", node="chef-junior-pastry", skill="knife-work") == [
        ("chef", "chef", "Chef", "essential", "stated", "passage-1"),
        ("chef", "chef", "Chef", "essential", "stated", "passage-2"),
        ("chef-junior", "peeling", "Peeling", "optional", None, None),
    ]
    assert kitchen("why-skill", node="cook", skill="baking") == []


def test_work_exercising_skill(kitchen: Answer) -> None:
    assert kitchen("work-exercising-skill", skill="knife-work") == [
        ("peeling", "Peeling", "Activity"),
    ]
    assert kitchen("work-exercising-skill", skill="baking") == []


THIRD = Decimal("0.3333")


def test_required_levels(ladder: Answer) -> None:
    assert ladder("required-levels", node="owner") == [
        ("hygiene", "Hygiene", 1, "pass", "Pass"),
        ("sourdough", "Sourdough", 1, "master", "Master"),
        ("pricing", "Pricing", Decimal("0.4"), None, None),
    ]
    assert ladder("required-levels", node="baker") == [
        ("hygiene", "Hygiene", 1, "pass", "Pass"),
        ("sourdough", "Sourdough", THIRD, "aware", "Aware"),
    ]


def test_skill_ladder(ladder: Answer, kitchen: Answer) -> None:
    assert ladder("skill-ladder", skill="sourdough") == [
        ("baker", "Baker", THIRD, "essential"),
        ("head-baker", "Head baker", 1, "essential"),
        ("owner", "Owner", 1, "essential"),
    ]
    assert kitchen("skill-ladder", skill="food-law") == []


def test_who_asks_more(ladder: Answer) -> None:
    assert ladder("who-asks-more", skill="sourdough", node="baker") == [
        ("head-baker", "Head baker", THIRD, 1),
        ("owner", "Owner", THIRD, 1),
    ]
    assert ladder("who-asks-more", skill="sourdough", node="owner") == []


def test_who_asks_above_level(ladder: Answer) -> None:
    level = "https://example.org/"
    assert ladder("who-asks-above-level", skill="sourdough", level=f"{level}aware") == [
        ("head-baker", "Head baker", 1),
        ("owner", "Owner", 1),
    ]
    assert ladder("who-asks-above-level", skill="sourdough", level=f"{level}master") == []


def test_level_descriptors(ladder: Answer) -> None:
    assert ladder("level-descriptors", skill="sourdough") == [
        ("aware", "Aware", 1, "Feeds a starter as told."),
        ("master", "Master", 3, "Raises a starter of their own."),
    ]
    assert ladder("level-descriptors", skill="pricing") == []


def test_where_to_learn(ladder: Answer) -> None:
    assert ladder("where-to-learn", skill="sourdough") == [
        ("bread-in-a-week", "Bread in a week", "week", "practised", "Practised"),
    ]
    assert ladder("where-to-learn", skill="pricing") == [
        ("shop-floor", "Three weeks on the shop floor", None, None, None),
    ]


def test_skills_and_their_reasons_include_what_a_node_builds_on(ladder: Answer) -> None:
    assert ladder("skills-at-proficiency", node="owner", minimum="0.5") == [
        ("hygiene", "Hygiene", 1),
        ("sourdough", "Sourdough", 1),
    ]
    assert [row[0] for row in ladder("why-skill", node="owner", skill="sourdough")] == ["baker", "head-baker"]
