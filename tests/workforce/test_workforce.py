"""Many people at once get the answers that each would get alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import Result

from ecomgraph import ArgumentError, CareerGraph, SourceError
from ecomgraph.store.scratch import NEW
from ecomgraph.workforce import nearest, sums
from tests.workforce.made_people import Crowd, random_graph, rows_of, written

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("ibis")
pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")

Run = Callable[..., Result]


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


@pytest.fixture(params=["in arrays", "in tables"])
def summed(
    request: pytest.FixtureRequest, world: tuple[CareerGraph, Crowd, Any], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """The people, whose skills are added up by numpy, a few people at a time, or by the engine."""
    found = world[2].where()
    found._sums = sums.Sums(found._engine, found._asked, found._numbers)
    monkeypatch.setattr(sums, "_AT_ONCE", 50)
    monkeypatch.setattr(sums, "_MOST", sums._MOST if request.param == "in arrays" else 0)
    assert found._sums.possible == (request.param == "in arrays")
    return found


def test_best_has_the_weights_of_the_gaps(world: tuple[CareerGraph, Crowd, Any], summed: Any) -> None:
    gap = gaps_of(world)
    for node in ("r0", "r3"):
        expected = sorted((gap(it, node).weight, it, gap(it, node).coverage) for it in world[1].skills)
        assert rows_of(summed.best(node)) == [(it, weight, coverage) for weight, it, coverage in expected]
        assert rows_of(summed.best(node, 3)) == rows_of(summed.best(node))[:3]


def test_lacking_lists_what_is_missing_or_to_be_raised(world: tuple[CareerGraph, Crowd, Any]) -> None:
    expected = []
    for person in world[1].skills:
        gap = gaps_of(world)(person, "r2")
        parts = sorted((*gap.missing, *gap.raises), key=lambda it: it.skill.iri)
        held = [it.held.degree if it.held else 0.0 for it in parts]
        pairs = zip(parts, held, strict=True)
        expected += [(person, it.skill.iri, has, it.needed.degree, it.weight) for it, has in pairs]
    assert rows_of(world[2].lacking("r2")) == expected


@pytest.mark.long
@pytest.mark.parametrize("columns", [0, 64])
def test_nearest_are_the_least_gaps(
    world: tuple[CareerGraph, Crowd, Any], summed: Any, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From arrays in chunks, by a row for each pair, and by a column for each node."""
    monkeypatch.setattr(nearest, "_COLUMNS", columns)
    for limit, value in (("_AT_ONCE", 200), ("_LEAST", 7), ("_PAIRS", 0)):
        monkeypatch.setattr(nearest, limit, value)
    graph, crowd, _ = world
    gap = gaps_of(world)
    nodes = [it.iri for it in graph.roles() if graph.described(it)]
    expected = []
    for person in crowd.skills:
        ranked = sorted((gap(person, node).weight, node, gap(person, node).coverage) for node in nodes)[:3]
        expected += [(person, node, at, weight, cover) for at, (weight, node, cover) in enumerate(ranked, start=1)]
    assert rows_of(summed.nearest(3)) == expected


@pytest.mark.long
def test_next_steps_are_the_nodes_one_step_away(world: tuple[CareerGraph, Crowd, Any]) -> None:
    graph, crowd, found = world
    gap = gaps_of(world)
    expected = []
    for person, role in crowd.roles.items():
        transitions = [
            (gap(person, it).weight, it.iri, gap(person, it).coverage) for it in graph.reachable(role, max_steps=1)
        ]
        for weight, node, coverage in sorted(transitions, key=lambda it: (it[0] is None, it[0], it[1])):
            expected.append((person, node, weight, coverage))
    assert any(weight is None for _, _, weight, _ in expected)
    assert rows_of(found.next_steps()) == expected


@pytest.mark.parametrize("by", [pytest.param(None, marks=pytest.mark.slow), "site"])
def test_gaps_count_people_who_need_and_who_lack(
    world: tuple[CareerGraph, Crowd, Any], summed: Any, by: str | None
) -> None:
    crowd = world[1]
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
    assert rows_of(summed.gaps(by)) == [row if by else row[1:] for row in rows]


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


@pytest.mark.long
def test_names_are_found_as_everywhere_and_unknown_ones_are_listed(team: tuple[CareerGraph, Path, Path]) -> None:
    graph, skills, people = team
    found = graph.workforce(skills, people)
    assert rows_of(found.unknown_names()) == [
        ("(not in the table of people)", "person", 1, "add them to the table of people"),
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


@pytest.mark.long
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


@pytest.mark.long
def test_conditions_compare_by_the_type_of_the_column(team: tuple[CareerGraph, Path, Path]) -> None:
    import ibis

    graph, skills, _ = team
    rows = [
        {"person": "ann", "senior": True, "score": 1.0, "cost": Decimal("1.50"), "site": "x", "Level": "3"},
        {"person": "bob", "senior": False, "score": None, "cost": Decimal("2.00"), "site": None, "Level": "4"},
        {"person": "cid", "senior": None, "score": 2.5, "cost": None, "site": "", "Level": ""},
    ]
    found = graph.workforce(skills, ibis.memtable(pa.Table.from_pylist(rows)))
    for condition, names in (
        ({"senior": True}, ["ann"]),
        ({"senior": "False"}, ["bob"]),
        ({"senior": None}, ["cid"]),
        ({"score": 1}, ["ann"]),
        ({"score": "2.50"}, ["cid"]),
        ({"score": ""}, ["bob"]),
        ({"cost": "1.5"}, ["ann"]),
        ({"site": ""}, ["bob", "cid"]),
        ({"Level": 3, "site": "x"}, ["ann"]),
    ):
        assert [person for person, *_ in sorted(rows_of(found.where(**condition).best("r0")))] == names, condition
    for condition, reason in (({"senior": "yes"}, "holds true or false, not 'yes'"), ({"score": "1/0"}, "numbers")):
        with pytest.raises(ArgumentError, match=reason):
            found.where(**condition)


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
    assert told == ["using the numbers stored for these files"]
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


@pytest.mark.long
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


@pytest.mark.long
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
