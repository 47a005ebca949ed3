"""A small framework: a kitchen, whose numbers can be checked by hand."""

from pathlib import Path

import pytest

import ecomgraph

KITCHEN = """
@prefix : <https://kitchen.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix kind: <https://w3id.org/ecomgraph/transition-kind/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

:porter a ecg:Role ; skos:prefLabel "Porter" ; ecg:hasSkillRequirement :e-clean .
:commis a ecg:Role ; skos:prefLabel "Commis" ; ecg:hasSkillRequirement :e-clean , :e-chop , :e-sauce .
:baker a ecg:Role ; skos:prefLabel "Baker" ; ecg:hasSkillRequirement :e-clean , :e-dough .
:waiter a ecg:Role ; skos:prefLabel "Waiter" ; ecg:hasSkillRequirement :e-serve , :e-wine .
:chef a ecg:Role ; skos:prefLabel "Chef" ; ecg:hasSkillRequirement :e-chop , :e-sauce , :e-lead , :o-wine .

:e-clean a ecg:SkillRequirement ; ecg:requiredSkill :clean ; ecg:importance importance:essential .
:e-chop a ecg:SkillRequirement ; ecg:requiredSkill :chop ; ecg:importance importance:essential .
:e-sauce a ecg:SkillRequirement ; ecg:requiredSkill :sauce ; ecg:importance importance:essential .
:e-dough a ecg:SkillRequirement ; ecg:requiredSkill :dough ; ecg:importance importance:essential .
:e-serve a ecg:SkillRequirement ; ecg:requiredSkill :serve ; ecg:importance importance:essential .
:e-wine a ecg:SkillRequirement ; ecg:requiredSkill :wine ; ecg:importance importance:essential .
:e-lead a ecg:SkillRequirement ; ecg:requiredSkill :lead ; ecg:importance importance:essential .
:o-wine a ecg:SkillRequirement ; ecg:requiredSkill :wine ; ecg:importance importance:optional .

:clean a ecg:Skill ; skos:prefLabel "Cleaning" .
:chop a ecg:Skill ; skos:prefLabel "Chopping" .
:sauce a ecg:Skill ; skos:prefLabel "Sauces" .
:dough a ecg:Skill ; skos:prefLabel "Dough" .
:serve a ecg:Skill ; skos:prefLabel "Serving" .
:wine a ecg:Skill ; skos:prefLabel "Wine" .
:lead a ecg:Skill ; skos:prefLabel "Leading" .

:t1 a ecg:Transition ; ecg:transitionFrom :porter ; ecg:transitionTo :commis ; ecg:transitionKind kind:promotion ;
    ecg:typicalMonths 12 .
:t2 a ecg:Transition ; ecg:transitionFrom :commis ; ecg:transitionTo :baker ; ecg:transitionKind kind:level-up ;
    ecg:typicalMonths 6 .
:t3 a ecg:Transition ; ecg:transitionFrom :baker ; ecg:transitionTo :chef ; ecg:transitionKind kind:promotion ;
    ecg:typicalMonths 6 .
:t4 a ecg:Transition ; ecg:transitionFrom :commis ; ecg:transitionTo :chef ; ecg:transitionKind kind:promotion .
:t5 a ecg:Transition ; ecg:transitionFrom :porter ; ecg:transitionTo :baker ; ecg:transitionKind kind:promotion ;
    ecg:typicalMonths 30 .
:t6 a ecg:Transition ; ecg:transitionFrom :porter ; ecg:transitionTo :commis ; ecg:transitionKind kind:level-up ;
    ecg:typicalMonths 9 .
"""


@pytest.fixture(scope="session")
def kitchen_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kitchen") / "kitchen.ttl"
    path.write_text(KITCHEN, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def kitchen(kitchen_file: Path) -> ecomgraph.CareerGraph:
    """Porter, commis, baker, waiter, chef; tests only read it."""
    return ecomgraph.load(kitchen_file)
