"""A ladder of eight levels and nine skills whose degrees rise, and what an HR person expects to be told about it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from tests.samples import sampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from ecomgraph import CareerGraph

PREFIXES = """
@prefix : <https://ladder.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix kind: <https://w3id.org/ecomgraph/transition-kind/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
LEVELS = ("Aware", "Basic", "Solid", "Advanced", "Expert")
ROLES = ("Junior", "Engineer", "Senior", "Lead", "Staff", "Principal", "Head", "Director")
SKILLS = ("SQL", "Testing", "Design", "Delivery", "Security", "Coaching", "Hiring", "Strategy", "Budgets")
# The rank that each role asks for, from the first to the last; 0 for not at all.
RANKS = {
    "SQL": (1, 2, 3, 3, 4, 4, 4, 4),
    "Testing": (1, 2, 3, 3, 3, 4, 4, 4),
    "Design": (1, 1, 2, 3, 4, 5, 5, 5),
    "Delivery": (1, 2, 3, 4, 4, 4, 5, 5),
    "Security": (1, 1, 2, 2, 3, 4, 4, 4),
    "Coaching": (0, 0, 1, 2, 3, 3, 4, 5),
    "Hiring": (0, 0, 1, 2, 2, 3, 4, 5),
    "Strategy": (1, 1, 1, 2, 3, 4, 5, 5),
    "Budgets": (0, 0, 0, 1, 1, 2, 4, 5),
}


def ladder() -> str:
    text = PREFIXES + ':scale a ecg:ProficiencyScale ; skos:prefLabel "Mastery" .\n'
    for rank, level in enumerate(LEVELS, 1):
        text += f':{level.lower()} a ecg:ProficiencyLevel ; skos:prefLabel "{level}" ; skos:inScheme :scale ;'
        text += f" ecg:rank {rank} .\n"
    for skill in SKILLS:
        text += f':{skill.lower()} a ecg:Skill ; skos:prefLabel "{skill}" .\n'
    for number, role in enumerate(ROLES):
        text += f':{role.lower()} a ecg:Role ; skos:prefLabel "{role}" .\n'
        for skill in SKILLS:
            rank = RANKS[skill][number]
            if rank:
                text += f":{role.lower()} ecg:hasSkillRequirement :{role.lower()}-{skill.lower()} .\n"
                text += f":{role.lower()}-{skill.lower()} a ecg:SkillRequirement ; ecg:requiredSkill :{skill.lower()} ;"
                text += f" ecg:importance importance:essential ; ecg:requiredLevel :{LEVELS[rank - 1].lower()} .\n"
        if number:
            text += f":up-{number} a ecg:Transition ; ecg:transitionFrom :{ROLES[number - 1].lower()} ;"
            text += f" ecg:transitionTo :{role.lower()} ; ecg:transitionKind kind:promotion .\n"
    return text


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ladder") / "ladder.ttl"
    path.write_text(ladder(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def graph(file: Path) -> CareerGraph:
    return ecomgraph.load(file)


def test_it_is_valid(graph: CareerGraph) -> None:
    assert graph.validate().conforms
    assert [level.label for level in graph.scales()[0].levels] == list(LEVELS)


def test_the_gap_from_the_first_to_the_last(graph: CareerGraph) -> None:
    gap = graph.skill_gap("Junior", "Director")
    assert [it.skill.label for it in gap.missing] == ["Budgets", "Coaching", "Hiring"]
    assert [(it.skill.label, it.held and it.held.level, it.required_level) for it in gap.raises] == [
        ("Delivery", "Aware", "Expert"),
        ("Design", "Aware", "Expert"),
        ("Security", "Aware", "Advanced"),
        ("SQL", "Aware", "Advanced"),
        ("Strategy", "Aware", "Expert"),
        ("Testing", "Aware", "Advanced"),
    ]
    needed, held = sum(ranks[-1] for ranks in RANKS.values()), sum(ranks[0] for ranks in RANKS.values())
    assert gap.weight == (needed - held) / 5
    assert gap.coverage == pytest.approx(held / needed)
    assert gap.similarity == pytest.approx(held / needed)
    assert gap.weight == pytest.approx(sum(it.weight for it in (*gap.missing, *gap.raises)))
    back = graph.skill_gap("Director", "Junior")
    assert (back.weight, back.coverage, len(back.surplus)) == (0, 1, 9)


def test_the_path_teaches_nothing_twice(graph: CareerGraph) -> None:
    for criterion in ("steps", "new_skills", "learning"):
        path = graph.find_path("Junior", "Director", minimize=criterion)
        assert len(path) == 7
        listed = [it for step in (*path.new_skills, *path.raised_skills) for it in step]
        assert (
            path.learning
            == pytest.approx(sum(it.weight for it in listed))
            == graph.skill_gap("Junior", "Director").weight
        )
    assert [it.label for it in path.new_skills[1]] == ["Coaching", "Hiring"]
    assert [(it.label, it.before and it.before.level, it.after and it.after.level) for it in path.raised_skills[0]] == [
        ("Delivery", "Aware", "Basic"),
        ("SQL", "Aware", "Basic"),
        ("Testing", "Aware", "Basic"),
    ]


def test_the_plan_of_somebody_who_stands_there(graph: CareerGraph) -> None:
    plan = graph.plan({"Budgets": "Expert"}, "Director", source="Head")
    assert [(step.node.label, [it.skill.label for it in step.lessons]) for step in plan.steps] == [
        ("Head", []),
        ("Director", ["Coaching", "Hiring"]),
    ]
    assert plan.cost == 0.4


def test_what_changes_and_what_is_alike(graph: CareerGraph) -> None:
    change = graph.diff("Head", "Director")
    assert [(it.skill.label, it.before.level, it.after.level) for it in change.raised] == [
        ("Budgets", "Advanced", "Expert"),
        ("Coaching", "Advanced", "Expert"),
        ("Hiring", "Advanced", "Expert"),
    ]
    assert (change.lowered, change.skills.gained, change.skills.lost) == ((), (), ())
    assert [it.node.label for it in graph.similar("Director", 3)] == ["Head", "Principal", "Staff"]


@pytest.mark.parametrize(
    ("level", "weight"),
    [("Expert", 0), ("expert", 0), ("4", 0.2), ("3/5", 0.4), ("60%", 0.4), ("0.6", 0.4), ("59.5%", 0.4), ("0", 1)],
)
def test_what_a_person_has(graph: CareerGraph, level: str, weight: float) -> None:
    whole = graph.skill_gap({}, "Director")
    found = graph.skill_gap({"Design": level}, "Director")
    assert whole.weight is not None
    assert found.weight == pytest.approx(whole.weight - 1 + weight)


@pytest.mark.parametrize("level", ["140%", "Guru", "9", "-1", "1.5", "6/5", "nan", "1/0", "1.0"])
def test_levels_that_are_none_are_refused_in_one_line(run: Callable[..., Result], file: Path, level: str) -> None:
    result = run("gap", "--have", f"SQL={level}", "Director", "--graph", file)
    output = result.output
    assert (result.exit_code, output.count("\n")) == (2, 1)
    assert "'SQL' cannot be held to" in output
    assert "Traceback" not in output


def test_a_gap_filled_in_is_read_back(run: Callable[..., Result], file: Path, tmp_path: Path) -> None:
    table = run("gap", "Junior", "Director", "--format", "csv", "--graph", file).output
    again = tmp_path / "again.csv"
    again.write_text(table, encoding="utf-8")
    arguments = ["gap", "--have-file", again, "Director", "--graph", file]
    result = run(*arguments)
    assert result.exit_code == 0
    assert run("gap", "Junior", "Director", "--graph", file).output.splitlines()[1] in result.output
    again.write_text(table.replace("budgets,Budgets,0%", "budgets,Budgets,Expert"), encoding="utf-8")
    assert "`- missing: 2\n" in run(*arguments).output
    again.write_text("name,level\nSQL,Expert\n", encoding="utf-8")
    result = run(*arguments)
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "has no column 'skill'" in result.output


BUILT = """
:writer a ecg:Role ; skos:prefLabel "Writer" ; ecg:hasSkillRequirement :w1 .
:editor a ecg:Role ; skos:prefLabel "Editor" ; ecg:buildsOn :writer ; ecg:hasSkillRequirement :w2 .
:chief a ecg:Role ; skos:prefLabel "Chief" ; ecg:buildsOn :editor .
:w1 a ecg:SkillRequirement ; ecg:requiredSkill :grammar ; ecg:importance importance:essential ; ecg:proficiency 0.25 .
:w2 a ecg:SkillRequirement ; ecg:requiredSkill :grammar ; ecg:importance importance:optional ; ecg:proficiency 1 .
:grammar a ecg:Skill ; skos:prefLabel "Grammar" .
"""


def test_what_a_node_builds_on_is_asked_of_it(tmp_path: Path) -> None:
    """Essential up to a quarter, optional above: a rung weighs what the greatest of its requirements gives it."""
    path = tmp_path / "built.ttl"
    path.write_text(PREFIXES + BUILT, encoding="utf-8")
    graph = ecomgraph.load(path)
    [grammar] = graph.skills("chief")
    assert (grammar.importance, grammar.degree, grammar.essential_degree) == ("essential", 1, 0.25)
    assert graph.skill_gap({}, "chief").weight == 0.25 + 0.75 / 2
    assert [(it.via.label, it.builds_on) for it in graph.explain("chief", "grammar")] == [
        ("Editor", True),
        ("Writer", True),
    ]
    assert graph.described("chief").built_on_only
    assert graph.skill_gap("writer", "chief").coverage == pytest.approx(1 - 0.375 / 0.625)


def drawn_ladder(seed: int) -> str:
    """Return a ladder with short cuts, whose degrees rise and fall, essential and optional, partly built on."""
    rng = random.Random(seed)  # noqa: S311
    text = ladder().partition(":junior a ecg:Role")[0]
    for number, role in enumerate(map(str.lower, ROLES)):
        text += f":{role} a ecg:Role .\n"
        if number and rng.random() < 0.3:
            text += f":{role} ecg:buildsOn :{ROLES[rng.randrange(number)].lower()} .\n"
        holders = [f":{role}"] * rng.choice([0, 4, 8])
        for place, step in enumerate(rng.sample([1, 1, 2, 3], 2)):
            if number >= step:
                edge = f":{role}-{place}"
                text += f"{edge} a ecg:Transition ; ecg:transitionFrom :{ROLES[number - step].lower()} ;"
                text += f" ecg:transitionTo :{role} ; ecg:transitionKind kind:promotion .\n"
                holders += [edge] * rng.choice([0, 0, 1])
        for count, holder in enumerate(holders):
            text += f"{holder} ecg:hasSkillRequirement :{role}-r{count} .\n"
            text += f":{role}-r{count} a ecg:SkillRequirement ; ecg:requiredSkill :{rng.choice(SKILLS).lower()} ;"
            text += f" ecg:importance importance:{rng.choice(['essential', 'optional'])} ;"
            text += f" ecg:requiredLevel :{rng.choice(LEVELS).lower()} .\n"
    return text


@pytest.mark.parametrize("weights", [(1, 0.5), (0.5, 1), (1, 0)])
@pytest.mark.parametrize("seed", sampled(range(6), 3))
def test_no_path_of_a_drawn_ladder_teaches_less_than_the_gap(
    seed: int, weights: tuple[float, float], tmp_path: Path
) -> None:
    path = tmp_path / "drawn.ttl"
    path.write_text(drawn_ladder(seed), encoding="utf-8")
    graph = ecomgraph.load(path)
    essential, optional = weights
    compared = 0
    for source in graph.roles():
        for target in graph.reachable(source):
            gap = graph.skill_gap(source, target, essential=essential, optional=optional)
            for it in graph.find_paths(source, target, 5, minimize="learning", essential=essential, optional=optional):
                listed = [skill.weight for step in (*it.new_skills, *it.raised_skills) for skill in step]
                assert it.learning == pytest.approx(sum(listed))
                if gap.weight is not None:
                    assert it.learning >= gap.weight - 1e-9
                    compared += gap.weight > 0
    assert compared


@pytest.mark.slow
def test_no_path_teaches_less_than_the_gap_between_its_ends() -> None:
    bundled = ecomgraph.load()
    pairs = [
        (source, target) for source in bundled.roles() + bundled.profiles() for target in bundled.reachable(source)
    ]
    assert len(pairs) > 300
    for source, target in pairs[::4]:
        path = bundled.find_path(source, target, minimize="learning")
        gap = bundled.skill_gap(path.source, path.target)
        assert gap.weight is None or path.learning >= gap.weight
