"""Many people at once get the answers that each would get alone."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import Result

import ecomgraph
from ecomgraph import ArgumentError, CareerGraph, SourceError, load
from ecomgraph.store.scratch import NEW
from ecomgraph.workforce import chunks, engines, resolve
from ecomgraph.workforce.made_up import MadeUp

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("ibis")
pytest.importorskip("duckdb")

Run = Callable[..., Result]
PREFIXES = """
@prefix : <https://team.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
LEVELS = ("", "Aware", "2", "Expert", "3/5", "40%", "0.7", "0%")


def random_graph(path: Path, seed: int) -> CareerGraph:
    """Roles with degrees, both importances, one role without a skill, and moves from each to two others."""
    chance = random.Random(seed)  # noqa: S311
    text = PREFIXES + ':scale a ecg:ProficiencyScale ; skos:prefLabel "Mastery" .\n'
    for rank, level in enumerate(("Aware", "Able", "Expert"), start=1):
        text += (
            f':{level} a ecg:ProficiencyLevel ; skos:inScheme :scale ; ecg:rank {rank} ; skos:prefLabel "{level}" .\n'
        )
    for skill in range(9):
        scale = "; ecg:usesScale :scale" if skill % 3 else ""
        text += f':s{skill} a ecg:Skill ; skos:prefLabel "Skill {skill}" ; skos:altLabel "Art {skill}" {scale} .\n'
    for role in range(7):
        text += f':r{role} a ecg:Role ; skos:prefLabel "Role {role}" .\n'
        for skill in chance.sample(range(9), 0 if role == 6 else chance.randrange(1, 7)):
            for number in range(chance.randrange(1, 3)):
                need, grade = f":q{role}-{skill}-{number}", chance.choice(("essential", "optional"))
                level = (
                    f"ecg:requiredLevel :{chance.choice(('Aware', 'Able', 'Expert'))}"
                    if skill % 3
                    else (f"ecg:proficiency {chance.choice(('0.25', '0.5', '0.8'))}")
                )
                text += f":r{role} ecg:hasSkillRequirement {need} .\n{need} a ecg:SkillRequirement ; "
                text += f"ecg:requiredSkill :s{skill} ; ecg:importance importance:{grade} ; {level} .\n"
        for other in chance.sample([it for it in range(7) if it != role], 2):
            move = f":m{role}-{other}"
            text += f"{move} a ecg:Transition ; ecg:transitionFrom :r{role} ; ecg:transitionTo :r{other} .\n"
    path.write_text(text, encoding="utf-8")
    return load(path)


def written(path: Path, *rows: tuple[object, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


class Crowd:
    """Random people, in files, and as the mappings that :meth:`CareerGraph.skill_gap` takes."""

    def __init__(self, folder: Path, seed: int, count: int = 25) -> None:
        chance = random.Random(seed)  # noqa: S311
        self.skills: dict[str, dict[str, str]] = {f"p{it:02}": {} for it in range(count)}
        self.roles = {it: f"r{chance.randrange(7)}" for it in self.skills}
        self.sites = {it: chance.choice(("north", "south", "")) for it in self.skills}
        for known in self.skills.values():
            for skill in chance.sample(range(9), chance.randrange(0, 8)):
                level = chance.choice(LEVELS if skill % 3 else ("", "3/5", "40%", "0.7"))
                known[f"s{skill}"] = level
        rows = [(it, skill, level) for it, known in self.skills.items() for skill, level in known.items()]
        chance.shuffle(rows)
        self.skills_file = written(folder / "skills.csv", ("person", "skill", "level"), *rows)
        people = [(it, self.roles[it], self.sites[it]) for it in self.skills]
        self.people_file = written(folder / "people.csv", ("person", "role", "site"), *people)


def rows_of(table: Any) -> list[tuple[Any, ...]]:
    frame = table.to_pyarrow()
    return list(zip(*(column.to_pylist() for column in frame.columns), strict=True))


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.slow)], scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[CareerGraph, Crowd, Any]:
    folder = tmp_path_factory.mktemp("workforce")
    graph = random_graph(folder / "graph.ttl", request.param)
    crowd = Crowd(folder, request.param)
    weights: dict[str, Any] = {} if request.param == 1 else {"essential": 0.5, "optional": 2}
    return graph, crowd, graph.workforce(crowd.skills_file, crowd.people_file, **weights)


def gaps_of(world: tuple[CareerGraph, Crowd, Any]) -> Callable[[str, Any], Any]:
    graph, crowd, found = world
    weights = found._asked.weights
    pair = {"essential": weights.essential / weights.unit, "optional": weights.optional / weights.unit}
    return lambda person, node: graph.skill_gap(dict(crowd.skills[person]), node, **pair)


def test_best_has_the_weights_of_the_gaps(world: tuple[CareerGraph, Crowd, Any]) -> None:
    gap = gaps_of(world)
    for node in ("r0", "r3"):
        expected = sorted((gap(it, node).weight, it, gap(it, node).coverage) for it in world[1].skills)
        assert rows_of(world[2].best(node)) == [(it, weight, coverage) for weight, it, coverage in expected]
        assert rows_of(world[2].best(node, 3)) == rows_of(world[2].best(node))[:3]


def test_lacking_lists_what_is_missing_or_to_be_raised(world: tuple[CareerGraph, Crowd, Any]) -> None:
    expected = []
    for person in world[1].skills:
        gap = gaps_of(world)(person, "r2")
        parts = sorted((*gap.missing, *gap.raises), key=lambda it: it.skill.iri)
        held = [it.held.degree if it.held else 0.0 for it in parts]
        pairs = zip(parts, held, strict=True)
        expected += [(person, it.skill.iri, has, it.needed.degree, it.weight) for it, has in pairs]
    assert rows_of(world[2].lacking("r2")) == expected


@pytest.mark.parametrize("columns", [0, pytest.param(64, marks=pytest.mark.slow)])
def test_nearest_are_the_least_gaps(
    world: tuple[CareerGraph, Crowd, Any], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a row for each pair as well as by a column for each node, and in chunks."""
    monkeypatch.setattr(chunks, "_COLUMNS", columns)
    monkeypatch.setattr(chunks, "_LEAST", 7)
    monkeypatch.setattr(chunks, "_PAIRS", 0)
    graph, crowd, found = world
    gap = gaps_of(world)
    nodes = [it.iri for it in graph.roles() if graph.described(it)]
    expected = []
    for person in crowd.skills:
        ranked = sorted((gap(person, node).weight, node, gap(person, node).coverage) for node in nodes)[:3]
        expected += [(person, node, at, weight, cover) for at, (weight, node, cover) in enumerate(ranked, start=1)]
    assert rows_of(found.nearest(3)) == expected


def test_next_steps_are_the_nodes_one_step_away(world: tuple[CareerGraph, Crowd, Any]) -> None:
    graph, crowd, found = world
    gap = gaps_of(world)
    expected = []
    for person, role in crowd.roles.items():
        moves = [
            (gap(person, it).weight, it.iri, gap(person, it).coverage) for it in graph.reachable(role, max_steps=1)
        ]
        for weight, node, coverage in sorted(moves, key=lambda it: (it[0] is None, it[0], it[1])):
            expected.append((person, node, weight, coverage))
    assert any(weight is None for _, _, weight, _ in expected)
    assert rows_of(found.next_steps()) == expected


@pytest.mark.parametrize("by", [pytest.param(None, marks=pytest.mark.slow), "site"])
def test_gaps_count_people_who_need_and_who_lack(world: tuple[CareerGraph, Crowd, Any], by: str | None) -> None:
    _, crowd, found = world
    counted: dict[tuple[Any, str], list[int]] = {}
    for person, role in crowd.roles.items():
        gap = gaps_of(world)(person, role)
        for part, enough in ((gap.missing, 0), (gap.raises, 0), (gap.shared, 1)):
            for it in part:
                count = counted.setdefault((crowd.sites[person] or None if by else None, it.skill.iri), [0, 0])
                count[0] += 1
                count[1] += enough
    rows = [(site, skill, demand, supply, demand - supply) for (site, skill), (demand, supply) in counted.items()]
    rows.sort(key=lambda it: (it[0] is None, it[0] or "", -it[4], it[1]))
    assert rows_of(found.gaps(by)) == [row if by else row[1:] for row in rows]


@pytest.mark.slow
def test_a_role_stands_for_its_profiles_in_next_steps(graph: CareerGraph, tmp_path: Path) -> None:
    skills = written(tmp_path / "skills.csv", ("person", "skill"), *((node.id, "SEO") for node in graph.roles()))
    people = written(tmp_path / "people.csv", ("person", "role"), *((node.id, node.id) for node in graph.roles()))
    found: dict[str, set[str]] = {}
    for person, node, *_ in rows_of(graph.workforce(skills, people).next_steps()):
        found.setdefault(person, set()).add(node)
    expected = {it.id: {one.iri for one in graph.reachable(it, max_steps=1)} for it in graph.roles()}
    assert found == {role: nodes for role, nodes in expected.items() if nodes}


# ------------------------------------------------------------------ names, people, filters


@pytest.fixture
def team(tmp_path: Path) -> tuple[CareerGraph, Path, Path]:
    graph = random_graph(tmp_path / "graph.ttl", 1)
    skills = [
        *(("ann", " art  1", "Aware"), ("ann", "https://team.example/s1", "Expert"), ("bob", "SKILL 2", "")),
        *(("bob", "Skil 2", ""), ("bob", "", ""), ("eve", "s1", "")),
    ]
    people = [("bob", "Role 1", 31), ("ann", "Rule 1", 45), ("cid", "", 50)]
    one = written(tmp_path / "skills.csv", ("Person", "Skill", "Level"), *skills)
    return graph, one, written(tmp_path / "people.csv", ("person", "role", "age"), *people)


def test_names_are_found_as_everywhere_and_unknown_ones_are_listed(team: tuple[CareerGraph, Path, Path]) -> None:
    graph, skills, people = team
    found = graph.workforce(skills, people)
    assert rows_of(found.unknown_names()) == [
        ("", "person", 1, "add them to the table of people"),
        ("Rule 1", "role", 1, "Role 1 or Role 6 or Role 5"),
        ("Skil 2", "skill", 1, "Skill 2 or Skill 8 or Skill 7"),
    ]
    # Of a skill named twice, the greater degree counts.
    lacking = {(person, skill) for person, skill, *_ in rows_of(found.lacking("r0"))}
    need = {it.skill.iri for it in graph.skills("r0")}
    assert {skill for person, skill in lacking if person == "cid"} == need
    assert ("ann", "https://team.example/s1") not in lacking


def test_without_a_table_of_people_everybody_with_skills_counts(team: tuple[CareerGraph, Path, Path]) -> None:
    graph, skills, _ = team
    found = graph.workforce(skills)
    assert sorted(person for person, *_ in rows_of(found.best("r0"))) == ["ann", "bob", "eve"]
    assert len(found) == 3
    with pytest.raises(ArgumentError, match="the people have no column 'role': give a table of people"):
        found.gaps()


def test_people_are_chosen_by_their_columns(team: tuple[CareerGraph, Path, Path]) -> None:
    graph, skills, people = team
    found = graph.workforce(skills, people)
    older = found.where(lambda it: it.age.cast("int64") > 40)
    assert (len(found), len(older), len(found.where(age=31))) == (3, 2, 1)
    assert [person for person, *_ in rows_of(found.where(age=31).best("r0"))] == ["bob"]
    assert {person for person, *_ in rows_of(older.nearest(1))} == {"ann", "cid"}
    assert repr(found) == "<Workforce: 3 people, duckdb>"
    with pytest.raises(ArgumentError, match="no column 'city': there are role, age"):
        found.where(city="Rome")


@pytest.mark.slow
def test_tables_of_ibis_and_parquet_give_the_same(team: tuple[CareerGraph, Path, Path], tmp_path: Path) -> None:
    import ibis

    graph, skills, people = team
    home = ibis.duckdb.connect()
    tables = home.read_csv(skills), home.read_csv(people)
    expected = rows_of(graph.workforce(skills, people).best("r0"))
    assert rows_of(graph.workforce(*tables).best("r0")) == expected
    folder = tmp_path / "many"
    folder.mkdir()
    home.to_parquet(tables[0], folder / "part-0.parquet")
    assert rows_of(graph.workforce(folder, people).best("r0")) == expected


@pytest.mark.slow
def test_numbers_are_kept_for_the_same_files(team: tuple[CareerGraph, Path, Path], tmp_path: Path) -> None:
    graph, skills, people = team
    kept, told = tmp_path / "kept", list[str]()
    first = graph.workforce(skills, people, keep=kept)
    again = graph.workforce(skills, people, keep=kept, progress=told.append)
    assert told == ["the numbers kept for these files are used"]
    assert rows_of(again.best("r1")) == rows_of(first.best("r1"))
    assert rows_of(again.unknown_names()) == rows_of(first.unknown_names())
    assert kept.stat().st_mode & 0o077 == 0
    skills.write_text(skills.read_text() + "bob,s1,Able\n")
    told.clear()
    graph.workforce(skills, people, keep=kept, progress=told.append)
    assert "reading names" in told


@pytest.mark.slow
def test_nothing_about_people_stays(team: tuple[CareerGraph, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    graph, skills, people = team
    monkeypatch.setenv("TMPDIR", str(skills.parent))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = sorted(skills.parent.iterdir())
    found = graph.workforce(skills, people)
    rows_of(found.where(age=31).nearest(2))
    assert sorted(skills.parent.iterdir()) != before
    del found
    import gc

    gc.collect()
    assert sorted(skills.parent.iterdir()) == before


def test_what_a_killed_process_left_about_people_goes(
    team: tuple[CareerGraph, Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    graph, skills, people = team
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (left := tmp_path / ".ecomgraph-0123abcd").mkdir()
    (left / NEW).mkdir()
    found = graph.workforce(skills, people)
    there = list(tmp_path.glob(".ecomgraph-*"))
    assert left not in there
    assert [it.stat().st_mode & 0o077 for it in there] == [0]
    del found


def test_what_was_kept_before_a_failure_goes(
    team: tuple[CareerGraph, Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither an empty nor a half-written file looks like an answer."""
    graph, skills, people = team
    kept = tmp_path / "kept"

    def full(path: Path, _: object) -> None:
        assert {it.name for it in kept.iterdir()} == {"held.parquet", "people.parquet"}
        raise SourceError(str(path), "cannot be written: No space left on device")

    with monkeypatch.context() as changed:
        changed.setattr("ecomgraph.workforce.resolve.write_bytes", full)
        with pytest.raises(SourceError, match="No space left"):
            graph.workforce(skills, people, keep=kept)
    assert not kept.exists()
    (kept / "mine").mkdir(parents=True)
    skills.write_text("person,skill,level\nann,s1,Guru\n")
    with pytest.raises(SourceError):
        graph.workforce(skills, people, keep=kept)
    assert [it.name for it in kept.iterdir()] == ["mine"]
    (tmp_path / "file").touch()
    with pytest.raises(SourceError, match="file: cannot be written"):
        graph.workforce(skills, people, keep=tmp_path / "file")


# ------------------------------------------------------------------ bad input


@pytest.mark.slow
@pytest.mark.parametrize(
    ("skills", "people", "reason"),
    [
        ("person,skill\n", None, "has no rows: give a row for each skill of a person"),
        ("who,skill\na,s1\n", None, r"has no column 'person': name one so \(there are who, skill\)"),
        ("person,skill,level\na,s1,Guru\n", None, "'Skill 1' cannot be held to 'Guru': use a level"),
        ("person,skill\n,s1\n", None, "has no person in 1 rows"),
        ("person,skill\na,s1\n", "person\n", "has no rows: give a row for each person"),
        ("person,skill\na,s1\n", "person\na\na\nb\n", "names people more than once, in 1 rows too many"),
        (
            "person,skill\na,s1\n",
            "person,number\na,1\n",
            "has a column 'number', which is a reserved name; rename the column",
        ),
        ("person,skill\na,s1,x,y\n", None, "has no|not a well-formed table"),
        ("", None, "has no column|not a well-formed table"),
    ],
)
def test_bad_tables_are_refused_in_a_sentence(
    team: tuple[CareerGraph, Path, Path], skills: str, people: str | None, reason: str, tmp_path: Path
) -> None:
    graph, *_ = team
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(skills)
    other.write_text(people or "")
    with pytest.raises(SourceError, match=reason) as error:
        graph.workforce(one, other if people is not None else None)
    assert "\n" not in str(error.value)


def test_what_cannot_be_read_is_refused(team: tuple[CareerGraph, Path, Path], tmp_path: Path) -> None:
    graph, skills, _ = team
    wrong = tmp_path / "wrong.parquet"
    wrong.write_text("no parquet")
    (tmp_path / "wrong.xls").write_text("")
    for path, reason in (
        ("none.csv", "no such file"),
        ("wrong.xls", "neither CSV nor"),
        ("wrong.parquet", "not a Parq"),
    ):
        with pytest.raises(SourceError, match=reason):
            graph.workforce(tmp_path / path)
    with pytest.raises(ArgumentError, match="the backend must be duckdb"):
        graph.workforce(skills, backend="postgres")
    with pytest.raises(ArgumentError, match="the memory must be a size such as 2GB, not 'much'"):
        graph.workforce(skills, memory="much")
    with pytest.raises(ArgumentError, match="n must be a whole number"):
        graph.workforce(skills).nearest(0)
    with pytest.raises(ArgumentError, match="'r6' is not described"):
        graph.workforce(skills).best("r6")


@pytest.mark.slow
def test_a_full_disk_is_said_to_be_full(team: tuple[CareerGraph, Path, Path]) -> None:
    graph, skills, _ = team
    found = graph.workforce(skills)
    with pytest.raises(SourceError, match="cannot be written"):
        found.write(found.best("r0"), skills.parent / "none" / "out.parquet")
    import duckdb

    full = duckdb.IOException('Could not write file "x": No space left on device')
    with pytest.raises(SourceError, match="not enough room"), found._engine.explained("out.parquet"):
        raise full


def test_missing_packages_are_named(team: tuple[CareerGraph, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    graph, skills, _ = team
    for package, backend, extra in (
        ("ibis", None, "workforce"),
        ("duckdb", None, "workforce"),
        ("pyspark", "local[1]", "spark"),
    ):
        monkeypatch.setattr(engines, "find_spec", lambda name, missing=package: None if name == missing else name)
        with pytest.raises(ecomgraph.MissingDependencyError, match=rf"pip install 'ecomgraph\[{extra}\]'"):
            graph.workforce(skills, backend=backend)


def test_a_master_that_does_not_answer_is_named(team: tuple[CareerGraph, Path, Path]) -> None:
    pytest.importorskip("pyspark")
    graph, skills, _ = team
    with pytest.raises(SourceError, match=r"spark://127\.0\.0\.1:1: no Spark master answers there"):
        graph.workforce(skills, backend="spark://127.0.0.1:1")


def test_the_greatest_level_counts_by_either_way_of_finding_it(
    team: tuple[CareerGraph, Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    graph, _, _ = team
    rows = [("b", "s1", "Able"), ("b", "Skill 1", "Expert"), ("a", "s0", "0%"), ("a", "s2", "Aware"), ("b", "s1", "1")]
    skills = written(tmp_path / "s.csv", ("person", "skill", "level"), *rows)
    sorted_rows = rows_of(graph.workforce(skills)._numbers.held)
    assert [row[:2] for row in sorted_rows] == sorted({row[:2] for row in sorted_rows})
    assert [row[2] / max(row[2] for row in sorted_rows) for row in sorted_rows] == [pytest.approx(1 / 3), 1]
    monkeypatch.setattr(resolve, "_BITS", 0)
    assert rows_of(graph.workforce(skills)._numbers.held) == sorted_rows


# ------------------------------------------------------------------ the command


@pytest.mark.slow
def test_the_first_screen_needs_no_files(run: Run) -> None:
    result = run("workforce", "gaps", "--demo", "--by", "department", "--quiet")
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1)
    assert result.stdout.splitlines()[0].split() == ["department", "skill", "demand", "supply", "missing"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (("best", "r0", "-n", "2"), "person,weight,coverage"),
        (("lacking", "r0"), "person,skill,have,need,weight"),
        (("nearest", "-n", "1", "--where", "age=31"), "person,node,rank,weight,coverage"),
        (("next",), "person,node,weight,coverage"),
        (("unknown",), "name,kind,rows,suggestion"),
    ],
)
def test_every_question_can_be_written_to_a_file(
    run: Run, team: tuple[CareerGraph, Path, Path], arguments: tuple[str, ...], columns: str
) -> None:
    _, skills, people = team
    common = ("--graph", skills.parent / "graph.ttl", "--skills", skills, "--people", people, "--quiet")
    out = skills.parent / "out.csv"
    assert run("workforce", *arguments, *common, "--out", out).exit_code == 0
    assert out.read_text().splitlines()[0] == columns
    printed = run("workforce", *arguments, *common, "--format", "csv")
    assert printed.stdout == out.read_text()
    result = run("workforce", *arguments, *common, "--out", out.with_suffix(".json"))
    assert (result.exit_code, result.stdout) == (0, "")
    import json

    assert len(json.loads(out.with_suffix(".json").read_text())) == out.read_text().count("\n") - 1


@pytest.mark.slow
def test_parquet_has_what_the_table_has(run: Run, team: tuple[CareerGraph, Path, Path], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    _, skills, people = team
    out = tmp_path / "out.parquet"
    common = ("--graph", skills.parent / "graph.ttl", "--skills", skills, "--people", people)
    result = run("workforce", "best", "r0", *common, "--out", out)
    assert result.exit_code == 0
    assert "3 rows with 3 unknown names are not counted" in result.stderr
    assert pq.read_table(out).column_names == ["person", "weight", "coverage"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("best", "--demo"), "best takes a node"),
        (("gaps", "r0", "--demo"), "gaps takes no node"),
        (("gaps",), "give a table of skills with --skills, or --demo"),
        (("gaps", "--demo", "--out", "x.xls"), "--out must end in .parquet, .csv or .json"),
        (("gaps", "--demo", "-n", "3"), "-n is for best and nearest"),
        (("nearest", "--demo", "--by", "role"), "--by is for gaps"),
        (("gaps", "--demo", "--where", "role"), "--where must be COLUMN=VALUE, not 'role'"),
    ],
)
def test_wrong_usage_is_refused(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    result = run("workforce", *arguments, "--quiet")
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1


def test_made_up_people_are_the_same_each_time(graph: CareerGraph) -> None:
    made = MadeUp(graph.network)
    assert list(made.skills(5)) == list(made.skills(5))
    assert [person for person, *_ in made.people(2)] == ["P0000001", "P0000002"]


def test_a_name_with_wildcards_means_one_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "w[12].csv").write_text("person,skill,level\nasked for,SEO,\n", encoding="utf-8")
    (tmp_path / "w1.csv").write_text("person,skill,level\nanother,SEO,\n", encoding="utf-8")
    shown = run("workforce", "nearest", "--skills", tmp_path / "w[12].csv", "-n", 1, "--format", "csv").stdout
    assert "asked for" in shown
    assert "another" not in shown
