"""The stored queries on collaboration, asked of a kitchen: all rows of one answer, and a question without any."""

from collections.abc import Callable

Answer = Callable[..., list[tuple[object, ...]]]


def test_collaborators_of_node(kitchen: Answer) -> None:
    assert kitchen("collaborators-of-node", node="head-chef") == [
        ("suppliers", "Suppliers", "full-house", "Full house", "head-chef"),
        ("suppliers", "Suppliers", "low-waste", "Low waste", "head-chef"),
    ]
    assert kitchen("collaborators-of-node", node="cook") == []


def test_collaborators_shared(kitchen: Answer) -> None:
    assert kitchen("collaborators-shared", node="chef-junior", other="chef-senior") == [
        ("dining-room", "Dining room"),
    ]
    assert kitchen("collaborators-shared", node="chef", other="head-chef") == []


def test_functions_by_profile_count(kitchen: Answer) -> None:
    assert kitchen("functions-by-profile-count") == [
        ("dining-room", "Dining room", 8),
    ]
    assert kitchen("functions-by-profile-count", minimum=9) == []


def test_partners_for_objective(kitchen: Answer, pantry: Answer) -> None:
    assert kitchen("partners-for-objective", objective="full-house") == [
        ("dining-room", "Dining room", "chef", "Chef"),
        ("suppliers", "Suppliers", "head-chef", "Head chef"),
    ]
    assert pantry("partners-for-objective", objective="freshness") == []


def test_who_works_with(kitchen: Answer, pantry: Answer) -> None:
    assert kitchen("who-works-with", function="suppliers") == [
        ("head-chef", "Head chef", "full-house", "Full house"),
        ("head-chef", "Head chef", "low-waste", "Low waste"),
    ]
    assert pantry("who-works-with", function="cellar") == []
