"""The stored queries on roles, asked of a kitchen: all rows of one answer, and a question without any."""

from collections.abc import Callable

Answer = Callable[..., list[tuple[object, ...]]]


def test_activities_by_level(kitchen: Answer) -> None:
    assert kitchen("activities-by-level", role="chef") == [
        ("junior", "Junior", "peeling", "Peeling"),
        ("senior", "Senior", "menu-planning", "Menu planning"),
    ]
    assert kitchen("activities-by-level", role="cook") == []


def test_activities_of_node(kitchen: Answer) -> None:
    assert kitchen("activities-of-node", node="chef-junior-pastry") == [
        ("peeling", "Peeling", "chef-junior"),
    ]
    assert kitchen("activities-of-node", node="chef") == []


def test_find_by_word(kitchen: Answer) -> None:
    assert kitchen("find-by-word", text="COOK") == [
        ("cook", "Cook", "Role"),
        ("cookery", "Cookery", "Skill"),
    ]
    assert kitchen("find-by-word", text="soup") == []


def test_has_over_other(kitchen: Answer) -> None:
    assert kitchen("has-over-other", node="chef-pastry", other="chef") == [
        ("facesChallenge", "melting", "Melting"),
        ("hasCharacteristic", "sweet", "Sweet dishes"),
        ("hasResponsibility", "desserts", "Desserts"),
        ("requiresSkill", "baking", "Baking"),
        ("requiresSkill", "ovens", "Ovens"),
    ]
    assert kitchen("has-over-other", node="waiter", other="chef") == []


def test_level_changes(kitchen: Answer) -> None:
    assert kitchen("level-changes", role="chef", before="junior", after="senior") == [
        ("gained", "performsActivity", "menu-planning", "Menu planning"),
        ("gained", "requiresSkill", "leadership", "Leadership"),
        ("not recorded", "performsActivity", "peeling", "Peeling"),
    ]
    assert kitchen("level-changes", role="cook", before="junior", after="senior") == []


def test_node_at_a_glance(kitchen: Answer) -> None:
    assert kitchen("node-at-a-glance", node="chef-pastry") == [
        ("facesChallenge", 2),
        ("hasCharacteristic", 2),
        ("hasResponsibility", 2),
        ("leadsTeamRole", 1),
        ("pursuesObjective", 1),
        ("requiresSkill", 4),
        ("worksWith", 1),
    ]
    assert kitchen("node-at-a-glance", node="waiter") == []


def test_other_names(kitchen: Answer) -> None:
    assert kitchen("other-names", thing="cook") == [
        ("Commis",),
    ]
    assert kitchen("other-names", thing="chef") == []


def test_profile_inheritance(kitchen: Answer, pantry: Answer) -> None:
    assert kitchen("profile-inheritance", profile="chef-junior-pastry") == [
        ("chef", "Chef"),
        ("chef-junior", "Junior chef"),
        ("chef-pastry", "Pastry chef"),
    ]
    assert pantry("profile-inheritance", profile="storekeeper") == []


def test_profiles_of_role(kitchen: Answer) -> None:
    assert kitchen("profiles-of-role", role="chef") == [
        ("chef-junior", "Junior chef", "junior", None),
        ("chef-senior", "Senior chef", "senior", None),
        ("chef-pastry", "Pastry chef", None, "pastry"),
        ("chef-junior-pastry", "Chef (Junior, Pastry)", "junior", "pastry"),
        ("chef-senior-pastry", "Chef (Senior, Pastry)", "senior", "pastry"),
        ("chef-sauces", "Sauce chef", None, "sauces"),
        ("chef-junior-sauces", "Chef (Junior, Sauces)", "junior", "sauces"),
        ("chef-senior-sauces", "Chef (Senior, Sauces)", "senior", "sauces"),
    ]
    assert kitchen("profiles-of-role", role="cook") == []


def test_responsibilities_of_node(kitchen: Answer) -> None:
    assert kitchen("responsibilities-of-node", node="chef-pastry") == [
        ("desserts", "Desserts", "chef-pastry"),
        ("hygiene", "Hygiene", "chef"),
    ]
    assert kitchen("responsibilities-of-node", node="waiter") == []


def test_role_definitions(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("role-definitions") == [
        ("chef", "Chef", None),
        ("cook", "Cook", "Prepares dishes to order."),
        ("head-chef", "Head chef", None),
        ("waiter", "Waiter", None),
    ]
    assert nothing("role-definitions") == []


def test_team_of_node(kitchen: Answer) -> None:
    assert kitchen("team-of-node", node="chef-senior") == [
        ("apprentice", "Apprentice", "chef"),
    ]
    assert kitchen("team-of-node", node="head-chef") == []


def test_type_focus(kitchen: Answer) -> None:
    assert kitchen("type-focus", role="chef") == [
        ("pastry", "Pastry", "sweet", "Sweet dishes"),
        ("sauces", "Sauces", "savoury", "Savoury dishes"),
    ]
    assert kitchen("type-focus", role="cook") == []


def test_who_answers_for(kitchen: Answer, pantry: Answer) -> None:
    assert kitchen("who-answers-for", responsibility="hygiene") == [
        ("chef", "Chef"),
        ("cook", "Cook"),
    ]
    assert pantry("who-answers-for", responsibility="shelving") == []


def test_work_unique_to_type(kitchen: Answer) -> None:
    assert kitchen("work-unique-to-type", role="chef", specialization="pastry") == [
        ("desserts", "Desserts"),
    ]
    assert kitchen("work-unique-to-type", role="chef", specialization="sauces") == []
