"""The stored queries on evidence, asked of a kitchen: all rows of one answer, and a question without any."""

from collections.abc import Callable

Answer = Callable[..., list[tuple[object, ...]]]


def test_basis_by_class(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("basis-by-class") == [
        ("Responsibility", "stated", 1),
        ("RoleProfile", "derived", 4),
        ("SkillRequirement", "curated", 1),
        ("SkillRequirement", "stated", 2),
        ("Transition", "derived", 15),
        ("Transition", "stated", 1),
    ]
    assert nothing("basis-by-class") == []


def test_basis_share(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("basis-share") == [
        ("chef", "Chef", 1, 100, 0),
        ("cook", "Cook", 1, 100, 0),
        ("head-chef", "Head chef", 1, 0, 100),
    ]
    assert nothing("basis-share") == []


def test_curated_judgements(kitchen: Answer) -> None:
    assert kitchen("curated-judgements", node="head-chef") == [
        ("baking", "Baking", "Whoever tastes everything should know how it was baked."),
    ]
    assert kitchen("curated-judgements", node="cook") == []


def test_derived_by_rule(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("derived-by-rule") == [
        ("promotions", "Promotion rule", 6),
        ("specialization-changes", "Specialization change rule", 6),
        ("profiles", "Profile rule", 4),
        ("level-ups", "Level-up rule", 3),
    ]
    assert nothing("derived-by-rule") == []


def test_evidence_for(kitchen: Answer) -> None:
    assert kitchen("evidence-for", thing="knife-work") == [
        ("chef--knife-work", "stated", "passage-1", "work", 1),
        ("chef--knife-work", "stated", "passage-2", "work", 2),
        ("cook--knife-work", "stated", "passage-1", "work", 1),
    ]
    assert kitchen("evidence-for", thing="ovens") == []


def test_passages_by_section(kitchen: Answer, nothing: Answer) -> None:
    assert kitchen("passages-by-section") == [
        ("cookbook", "career", 1, 1),
        ("cookbook", "work", 2, 4),
    ]
    assert nothing("passages-by-section") == []


def test_passages_by_weight(kitchen: Answer) -> None:
    assert kitchen("passages-by-weight", minimum=2) == [
        ("passage-1", "work", 3),
        ("passage-2", "work", 2),
    ]
    assert kitchen("passages-by-weight", minimum=4) == []


def test_passages_of_section(kitchen: Answer) -> None:
    assert kitchen("passages-of-section", section="work") == [
        ("passage-1", 1, 0, 10, "1111111111111111"),
        ("passage-2", 2, 10, 25, "2222222222222222"),
    ]
    assert kitchen("passages-of-section", section="Work") == []


def test_supported_by_passage(kitchen: Answer, pantry: Answer) -> None:
    assert kitchen("supported-by-passage", passage="passage-2") == [
        ("chef--knife-work", None, "SkillRequirement", "stated"),
        ("head-chef--baking", None, "SkillRequirement", "curated"),
    ]
    assert pantry("supported-by-passage", passage="note") == []
