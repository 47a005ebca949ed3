"""A key of an answer is declared once: values, JSON Schema and the notation of docs/cli.md follow from its type."""

from typing import Annotated, NotRequired, TypedDict

import pytest
from jsonschema import Draft202012Validator

from ecomgraph import CareerGraph
from ecomgraph.web.answers import ErrorJson, ThingJson, gap_json
from ecomgraph.web.answers.answer_schema import components, described, notation, schema
from ecomgraph.web.answers.gaps import GapJson
from ecomgraph.web.answers.things import Grade, filled


class SkillJson(ThingJson):
    """A skill in a gap, in short."""

    importance: Grade


class WiderSkillJson(SkillJson):
    """A skill in a gap, with a key more."""

    proficiency: Annotated[float | None, "how well", ("minimum", 0)]


class WiderJson(TypedDict):
    """A gap of such skills."""

    missing: list[WiderSkillJson]
    note: NotRequired[str]


class UnknownJson(SkillJson):
    """A skill with a key that no attribute holds."""

    salary: int


class UnfitJson(TypedDict):
    """An object that JSON has no counterpart of."""

    pair: tuple[int, int]


def test_a_key_follows_from_its_line_in_a_type(graph: CareerGraph) -> None:
    found = graph.skill_gap("ecommerce-manager", "cdo")
    value = {"missing": [filled(WiderSkillJson, it) for it in found.missing]}
    keys = WiderSkillJson.__annotations__
    assert [{key: given for key, given in it.items() if key in keys} for it in gap_json(found)["missing"]] == value[
        "missing"
    ]
    wider = {**schema(WiderJson), "components": {"schemas": components(WiderJson)}}
    assert Draft202012Validator(wider).is_valid(value)
    assert not Draft202012Validator(wider).is_valid({"missing": [{**value["missing"][0], "proficiency": -1}]})
    assert notation(WiderJson, ThingJson) == [
        '{"missing": [WiderSkill], "note"?}',
        'WiderSkill = N + {"importance": "essential" or "optional", "proficiency": number or null}',
    ]
    assert described(WiderJson, ThingJson)["proficiency"] == "how well"


def test_what_no_attribute_holds_is_not_left_out(graph: CareerGraph) -> None:
    found = graph.skill_gap("ecommerce-manager", "cdo").missing[0]
    with pytest.raises(AttributeError, match="salary"):
        filled(UnknownJson, found)
    assert filled(UnknownJson, found, salary=1)["salary"] == 1


def test_types_without_a_counterpart_in_json_are_refused() -> None:
    with pytest.raises(TypeError, match=r"^tuple\[int, int\] has no JSON Schema: use an object, list, dict"):
        components(UnfitJson)


def test_objects_are_described_once() -> None:
    found = components(GapJson, list[GapJson], ErrorJson, ErrorJson | None)
    assert list(found) == ["Gap", "Error", "Thing", "RaisedGapSkill", "GapSkill", "Degree"]
    assert found["GapSkill"]["required"][:4] == ["iri", "id", "label", "importance"]
    assert {"near", "level_not_stated"} <= found["GapSkill"]["properties"].keys() - set(found["GapSkill"]["required"])
    assert all(it["additionalProperties"] is False for it in found.values())
