"""The stored queries on context, asked of a kitchen: all rows of one answer, and a question without any."""

from collections.abc import Callable

Answer = Callable[..., list[tuple[object, ...]]]


def test_challenges_of_node(kitchen: Answer) -> None:
    assert kitchen("challenges-of-node", node="chef-pastry") == [
        ("heat", "Heat", "chef"),
        ("melting", "Melting", "chef-pastry"),
    ]
    assert kitchen("challenges-of-node", node="cook") == []


def test_challenges_of_types(kitchen: Answer) -> None:
    assert kitchen("challenges-of-types", role="chef") == [
        ("pastry", "melting", "Melting"),
    ]
    assert kitchen("challenges-of-types", role="cook") == []


def test_characteristics_by_facet(kitchen: Answer) -> None:
    assert kitchen("characteristics-by-facet", node="chef-pastry") == [
        ("conditions", "long-hours", "Long hours", "chef"),
        ("focus", "sweet", "Sweet dishes", "chef-pastry"),
    ]
    assert kitchen("characteristics-by-facet", node="chef-sauces", facet="outlook") == []


def test_contrasts(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("contrasts") == [
        ("chef-sauces", "savoury", "Savoury dishes", "chef-pastry", "sweet", "Sweet dishes"),
    ]
    assert nothing("contrasts") == []


def test_facets_of_node(kitchen: Answer) -> None:
    assert kitchen("facets-of-node", node="chef-pastry") == [
        ("conditions", "Conditions", 1),
        ("focus", "Focus", 1),
    ]
    assert kitchen("facets-of-node", node="cook") == []


def test_objectives_by_reach(kitchen: Answer) -> None:
    assert kitchen("objectives-by-reach", minimum=3) == [
        ("full-house", "Full house", 2, 2),
    ]
    assert kitchen("objectives-by-reach", minimum=5) == []


def test_objectives_of_node(kitchen: Answer) -> None:
    assert kitchen("objectives-of-node", node="chef-pastry") == [
        ("full-house", "Full house", "chef"),
    ]
    assert kitchen("objectives-of-node", node="cook") == []


def test_who_pursues(kitchen: Answer, pantry: Answer) -> None:
    assert kitchen("who-pursues", objective="full-house") == [
        ("chef", "Chef"),
        ("head-chef", "Head chef"),
    ]
    assert pantry("who-pursues", objective="freshness") == []
