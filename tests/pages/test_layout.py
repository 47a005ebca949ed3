"""Where things stand on the map: without overlaps, in the order of the ladder, the same on every run."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

import ecomgraph
from ecomgraph import CareerGraph
from ecomgraph.errors import UnknownNameError
from ecomgraph.web.pages import Links, career_map
from ecomgraph.web.pages.arrange import arrange, layers
from tests.browser.frameworks import PREFIXES, thousand


def loaded(path: Path, text: str) -> CareerGraph:
    path.write_text(PREFIXES + text, encoding="utf-8")
    return ecomgraph.load(path)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> CareerGraph:
    return loaded(tmp_path_factory.mktemp("large") / "large.ttl", thousand())


def roles(count: int, transitions: list[tuple[int, int, str]], more: str = "") -> str:
    """Roles ``:0`` and so on, with transitions between them."""
    lines = [f'<urn:r:{it}> a ecg:Role ; skos:prefLabel "Role {it:03}" .' for it in range(count)]
    lines += [
        f"<urn:m:{number}> a ecg:Transition ; ecg:transitionKind kind:{kind} ;"
        f" ecg:transitionFrom <urn:r:{one}> ; ecg:transitionTo <urn:r:{other}> ."
        for number, (one, other, kind) in enumerate(transitions)
    ]
    return "\n".join([*lines, more])


def check(found: dict[str, Any]) -> None:
    """No two boxes overlap, none stands outside, and edges join nodes that are there."""
    json.dumps(found)
    for tall in (False, True):
        width, height = found["tall"] if tall else (found["width"], found["height"])
        boxes = []
        for node in found["nodes"]:
            x, y = node["tall"] if tall else (node["x"], node["y"])
            boxes.append((x, y, x + node["width"], y + node["height"]))
        assert all(min(box[:2]) >= 0 and box[2] <= width and box[3] <= height for box in boxes)
        for one, other in itertools.combinations(boxes, 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for edge in found["edges"]:
        assert {edge["from"], edge["to"]} <= set(range(len(found["nodes"])))


def column(found: dict[str, Any], label: str) -> int:
    return next(int(node["x"]) for node in found["nodes"] if node["label"] == label)


@pytest.mark.long
def test_the_bundled_map(graph: CareerGraph) -> None:
    found = career_map(graph)
    check(found)
    assert not found["partial"]
    assert {node["iri"] for node in found["nodes"]} == {it.iri for it in (*graph.roles(), *graph.profiles())}
    transitions = {(it.source.iri, it.target.iri, it.kind, it.basis) for it in graph.transitions()}
    nodes = found["nodes"]
    drawn = {(nodes[it["from"]]["iri"], nodes[it["to"]]["iri"], it["kind"], it["basis"]) for it in found["edges"]}
    assert drawn == transitions
    ladder = [it.label for it in graph.find_path("ecommerce-manager", "chief-digital-officer").nodes]
    assert sorted(ladder, key=lambda label: column(found, label)) == ladder
    assert [(level["id"], level["step"]) for level in found["levels"]] == [("entry", 1), ("mid", 3), ("senior", 5)]
    skills = {node["iri"]: node["skills"] for node in nodes}
    assert all(skills[it.iri] == len(graph.skills(it)) for it in (*graph.roles(), *graph.profiles()))


def test_profiles_stand_in_rows_and_columns_under_their_heads(graph: CareerGraph) -> None:
    found = career_map(graph)
    block = found["blocks"][0]
    assert [head["label"] for head in block["columns"]] == ["Entry level", "Mid level", "Senior level"]
    cells = [it for it in found["nodes"] if it["level"] and it["specialization"]]
    assert len(cells) == 18
    for cell in cells:
        (level,) = (it for it in found["nodes"] if it["level"] == cell["level"] and not it["specialization"])
        (kind,) = (it for it in found["nodes"] if it["specialization"] == cell["specialization"] and not it["level"])
        assert (cell["x"], cell["y"]) == (level["x"], kind["y"])
        assert block["x"] <= cell["x"] <= block["x"] + block["width"] - cell["width"]


@pytest.mark.long
def test_the_same_on_every_run(graph: CareerGraph, large: CareerGraph) -> None:
    assert career_map(graph) == career_map(ecomgraph.load())
    first = career_map(large, "urn:role:5")
    assert first == career_map(large, "urn:role:5")


def test_roles_only(tmp_path: Path) -> None:
    graph = loaded(tmp_path / "roles.ttl", roles(4, [(0, 1, "promotion"), (1, 3, "promotion"), (2, 3, "related")]))
    found = career_map(graph)
    check(found)
    assert column(found, "Role 000") < column(found, "Role 001") < column(found, "Role 003")
    assert (found["blocks"], found["levels"]) == ([], [])


def test_circles_and_transitions_onto_oneself(tmp_path: Path) -> None:
    transitions = [
        (0, 1, "promotion"),
        (1, 2, "promotion"),
        (2, 0, "promotion"),
        (2, 3, "promotion"),
        (3, 3, "promotion"),
    ]
    found = career_map(loaded(tmp_path / "circle.ttl", roles(4, transitions)))
    check(found)
    circle = {column(found, f"Role 00{it}") for it in range(3)}
    assert len(circle) == 1
    assert circle.pop() < column(found, "Role 003")


def test_nothing_at_all(tmp_path: Path) -> None:
    found = career_map(loaded(tmp_path / "none.ttl", ""))
    assert (found["nodes"], found["edges"], found["starts"]) == ([], [], [])


def test_levels_of_roles_make_columns_where_nothing_rises(tmp_path: Path) -> None:
    levels = "\n".join(
        f"<urn:l:{it}> a ecg:ExperienceLevel ; ecg:rank {it} . <urn:r:{it}> ecg:hasLevel <urn:l:{it}> ."
        for it in (0, 1, 2)
    )
    found = career_map(loaded(tmp_path / "levels.ttl", roles(3, [(2, 0, "related"), (0, 1, "related")], levels)))
    check(found)
    assert column(found, "Role 000") < column(found, "Role 001") < column(found, "Role 002")
    assert [node["rank"] for node in sorted(found["nodes"], key=lambda it: it["label"])] == [0, 1, 2]


@pytest.mark.long
def test_a_large_framework_without_a_role_is_a_list_of_starts(large: CareerGraph) -> None:
    found = career_map(large)
    assert (found["nodes"], found["partial"], found["total"]["roles"]) == ([], True, 1000)
    transitions = [it["moves"] for it in found["starts"]]
    assert len(transitions) == 12
    assert transitions == sorted(transitions, reverse=True)


def test_a_start_is_a_role_that_is_described(tmp_path: Path) -> None:
    moves = [(0, other, "related") for other in range(2, 70)] + [(1, 2, "related")]
    needs = "<urn:r:1> ecg:hasSkillRequirement <urn:q> . <urn:q> a ecg:SkillRequirement ; ecg:requiredSkill <urn:s> ;"
    for more, starts in (
        (f"{needs} ecg:importance importance:essential . <urn:s> a ecg:Skill .", ["Role 001"]),
        ("", ["Role 000", "Role 002"]),
    ):
        found = career_map(loaded(tmp_path / "hub.ttl", roles(70, moves, more)))
        assert [it["label"] for it in found["starts"]][: len(starts)] == starts


@pytest.mark.long
def test_a_large_framework_around_a_role(large: CareerGraph) -> None:
    found = career_map(large, "Occupation number 5")
    check(found)
    center = "urn:role:5"
    beside = {it.target.iri for it in large.transitions() if it.source.iri == center}
    beside |= {it.source.iri for it in large.transitions() if it.target.iri == center}
    shown = {node["iri"] for node in found["nodes"]} - {center}
    assert shown <= beside
    assert len(shown) + found["hidden"] == len(beside - {center})
    assert len(found["nodes"]) <= 33
    wider = career_map(large, center, depth=2)
    check(wider)
    assert wider["hidden"] > found["hidden"]
    assert shown <= {node["iri"] for node in wider["nodes"]}, "the nearest come first"


def test_an_unknown_name_is_refused(graph: CareerGraph) -> None:
    with pytest.raises(UnknownNameError, match="senior-director"):
        career_map(graph, "senior-directr")


def test_addresses_are_those_of_the_page(graph: CareerGraph) -> None:
    node = career_map(graph, links=Links(".", static=True))["nodes"][0]
    assert node["url"] == "./role/ecommerce-manager.html"


def test_layers_and_lines() -> None:
    assert layers(["a", "b", "c"], [("a", "c")]) == {"a": 0, "b": 0, "c": 1}
    corners, size = arrange(dict.fromkeys("abcdef", 0), dict.fromkeys("abcdef", (10, 10)), [], upwards=False, most=4)
    assert len({x for x, _ in corners.values()}) == 2, "a layer of six in lines of at most four takes two"
    assert sorted(x for x, _ in corners.values()).count(min(x for x, _ in corners.values())) == 3, "as even as can be"
    assert all(x + 10 <= size[0] and y + 10 <= size[1] for x, y in corners.values())
