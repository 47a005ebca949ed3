"""The stored queries on alignments, asked of a kitchen: all rows of one answer, and a question without any."""

from collections.abc import Callable
from decimal import Decimal

Answer = Callable[..., list[tuple[object, ...]]]


def test_esco_concepts(kitchen: Answer) -> None:
    assert kitchen("esco-concepts", role="cook") == [
        ("cook",),
        ("cut-food",),
    ]
    assert kitchen("esco-concepts", role="head-chef") == []


def test_esco_for_role(kitchen: Answer) -> None:
    assert kitchen("esco-for-role", role="cook") == [
        ("cook", "cook", "closeMatch", Decimal("0.9")),
    ]
    assert kitchen("esco-for-role", role="cook", confidence="0.95") == []


def test_esco_skills_for_role(kitchen: Answer) -> None:
    assert kitchen("esco-skills-for-role", role="cook") == [
        ("knife-work", "Knife work", "broadMatch", "cut-food", "cut food"),
    ]
    assert kitchen("esco-skills-for-role", role="head-chef") == []


def test_onet_for_role(kitchen: Answer) -> None:
    assert kitchen("onet-for-role", role="chef") == [
        ("35-1011.00", "Chefs and Head Cooks", "broadMatch", Decimal("0.7")),
    ]
    assert kitchen("onet-for-role", role="cook") == []


def test_roles_for_concept(kitchen: Answer) -> None:
    assert kitchen("roles-for-concept", concept="http://data.europa.eu/esco/occupation/cook") == [
        ("cook", "Cook", "closeMatch"),
    ]
    assert kitchen("roles-for-concept", concept="http://data.europa.eu/esco/occupation/baker") == []


def test_skills_without_esco(kitchen: Answer) -> None:
    assert kitchen("skills-without-esco", role="cook") == [
        ("food-law", "Food law"),
    ]
    assert kitchen("skills-without-esco", role="waiter") == []
