"""The stored queries on progression, asked of a kitchen: all rows of one answer, and a question without any."""

from collections.abc import Callable

Answer = Callable[..., list[tuple[object, ...]]]


def test_career_ladder(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("career-ladder") == [
        ("cook", "Cook", 0, 2),
        ("chef", "Chef", 1, 1),
        ("head-chef", "Head chef", 2, 0),
    ]
    assert nothing("career-ladder") == []


def test_dead_ends(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("dead-ends") == [
        ("head-chef", "Head chef"),
    ]
    assert nothing("dead-ends") == []


def test_entry_points(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("entry-points") == [
        ("cook", "Cook"),
    ]
    assert nothing("entry-points") == []


def test_everything_ahead(kitchen: Answer) -> None:
    assert kitchen("everything-ahead", node="chef-junior-pastry") == [
        ("head-chef", "Head chef", "Role"),
        ("chef-senior-pastry", "Chef (Senior, Pastry)", "RoleProfile"),
    ]
    assert kitchen("everything-ahead", node="waiter") == []


def test_everything_behind(kitchen: Answer) -> None:
    assert kitchen("everything-behind", node="head-chef") == [
        ("chef", "Chef", "Role"),
        ("cook", "Cook", "Role"),
        ("chef-junior-pastry", "Chef (Junior, Pastry)", "RoleProfile"),
        ("chef-junior-sauces", "Chef (Junior, Sauces)", "RoleProfile"),
        ("chef-senior-pastry", "Chef (Senior, Pastry)", "RoleProfile"),
        ("chef-senior-sauces", "Chef (Senior, Sauces)", "RoleProfile"),
        ("chef-junior", "Junior chef", "RoleProfile"),
        ("chef-senior", "Senior chef", "RoleProfile"),
    ]
    assert kitchen("everything-behind", node="cook") == []


def test_lateral_moves(kitchen: Answer) -> None:
    assert kitchen("lateral-moves", node="chef-junior-pastry") == [
        ("chef-junior-sauces", "Chef (Junior, Sauces)", "sauces"),
    ]
    assert kitchen("lateral-moves", node="cook") == []


def test_learning_per_move(kitchen: Answer) -> None:
    assert kitchen("learning-per-move", node="chef-junior-pastry") == [
        ("chef-junior-sauces", "Chef (Junior, Sauces)", "specialization-change", 0),
        ("chef-senior-pastry", "Chef (Senior, Pastry)", "level-up", 1),
    ]
    assert kitchen("learning-per-move", node="head-chef") == []


def test_moves_by_kind(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("moves-by-kind") == [
        ("promotion", "Promotion", 8),
        ("specialization-change", "Specialization change", 6),
        ("level-up", "Level-up", 3),
    ]
    assert nothing("moves-by-kind") == []


def test_next_moves(kitchen: Answer) -> None:
    assert kitchen("next-moves", node="chef-junior-pastry") == [
        ("chef-senior-pastry", "Chef (Senior, Pastry)", "level-up"),
        ("chef-junior-sauces", "Chef (Junior, Sauces)", "specialization-change"),
    ]
    assert kitchen("next-moves", node="waiter") == []


def test_off_the_ladder(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("off-the-ladder") == [
        ("chef-pastry", "Pastry chef"),
        ("chef-sauces", "Sauce chef"),
        ("waiter", "Waiter"),
    ]
    assert nothing("off-the-ladder") == []


def test_previous_moves(kitchen: Answer) -> None:
    assert kitchen("previous-moves", node="head-chef") == [
        ("chef", "Chef", "promotion"),
        ("chef-senior-pastry", "Chef (Senior, Pastry)", "promotion"),
        ("chef-senior-sauces", "Chef (Senior, Sauces)", "promotion"),
        ("chef-senior", "Senior chef", "promotion"),
    ]
    assert kitchen("previous-moves", node="waiter") == []


def test_skills_added_by_promotion(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("skills-added-by-promotion") == [
        ("chef", "head-chef", "baking", "Baking"),
        ("chef", "head-chef", "leadership", "Leadership"),
    ]
    assert nothing("skills-added-by-promotion") == []


def test_work_added_by_move(kitchen: Answer) -> None:
    assert kitchen("work-added-by-move", source="chef", target="head-chef") == [
        ("staff", "Staff", "Responsibility"),
    ]
    assert kitchen("work-added-by-move", source="cook", target="waiter") == []


def test_builds_on(ladder: Answer) -> None:
    assert ladder("builds-on", node="owner") == [("head-baker", "Head baker", True), ("baker", "Baker", False)]
    assert ladder("builds-on", node="baker") == []
