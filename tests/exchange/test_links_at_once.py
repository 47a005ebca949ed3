"""Links of all things that are read at once are those that each thing has, and databases know of blank nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import import_framework
from ecomgraph.exchange.content import Content
from ecomgraph.namespace import ECG
from ecomgraph.store.database import Database
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from pathlib import Path

# A note of the bakery's, whose axiom is a blank node.
NOTED = """
@prefix ex: <https://bakery.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:baker a ecg:Role ; skos:prefLabel "Baker" ; skos:closeMatch <https://other.example/baker> .
[] a owl:Axiom ; owl:annotatedSource ex:baker ; owl:annotatedProperty skos:closeMatch ;
    owl:annotatedTarget <https://other.example/baker> ; skos:note "checked" .
"""


def test_links_read_at_once_are_those_of_each_thing() -> None:
    content = Content(ecomgraph.load().dataset, derived=True)
    for predicate in (ECG.requiredSkill, ECG.hasSkillRequirement):
        things = {it.key: it.keys(predicate) for it in content.things("requirement", "role", "profile", "activity")}
        links = content.links(predicate)
        assert {key: links.get(key, []) for key in things} == things
    requirement = content.keys("requirement")[0]
    holders = [key for key, keys in content.links(ECG.hasSkillRequirement).items() if requirement in keys]
    assert content.holders(ECG.hasSkillRequirement, requirement) == sorted(holders)


def test_links_of_a_part_lead_to_what_is_in_it() -> None:
    content = Content(ecomgraph.load().dataset, derived=True)
    first, second = content.keys("requirement")[:2]
    (skill,) = content.links(ECG.requiredSkill)[first]
    content.narrow({first, second}, "part")
    assert content.links(ECG.requiredSkill).get(first, []) == []
    assert content.within(skill) is False
    assert content.holders(ECG.hasSkillRequirement, first) == []


@pytest.mark.long
def test_a_database_knows_which_frameworks_have_blank_nodes(tmp_path: Path) -> None:
    database = tmp_path / "career.db"
    (tmp_path / "noted.ttl").write_text(NOTED, encoding="utf-8")
    import_framework(tmp_path / "noted.ttl", database)
    assert Database(database).read("noted").blank_nodes
    # Copied to the next version, and true of all together.
    import_framework(write_tables(tmp_path / "bakery"), database)
    read = Database(database).read
    assert [read(it).blank_nodes for it in ("noted", "bakery", "")] == [True, False, True]
