"""Two small frameworks that go through every format: one in French, and a ladder whose requirements have degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ecomgraph

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FRENCH", "LADDER", "PREFIXES", "graph_of"]

PREFIXES = """
@prefix : <https://shop.example/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix kind: <https://w3id.org/ecomgraph/transition-kind/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix type: <https://w3id.org/ecomgraph/skill-type/> .
"""
FRENCH = """
:vendeuse a ecg:Role ; skos:prefLabel "Vendeuse"@fr ; skos:altLabel "Conseillère de vente"@fr ;
    skos:definition "Sert la clientèle."@fr ; ecg:hasSkillRequirement :besoin .
:besoin a ecg:SkillRequirement ; ecg:requiredSkill :tact ; ecg:importance importance:essential .
:relations a ecg:Skill ; skos:prefLabel "Relations humaines"@fr ; ecg:skillType type:attitude .
:tact a ecg:Skill ; skos:prefLabel "Tact"@fr ; skos:definition "Ménager autrui."@fr ; skos:broader :relations ;
    ecg:skillType type:attitude .
"""
LADDER = """
:clerk a ecg:Role ; skos:prefLabel "Clerk"@en ; skos:definition "Sells."@en ;
    ecg:hasSkillRequirement :clerk-tact , :clerk-stock , :clerk-french .
:boss a ecg:Role ; skos:prefLabel "Boss"@en ; skos:definition "Runs the shop."@en ; ecg:buildsOn :clerk ;
    ecg:hasSkillRequirement :boss-tact , :boss-stock .
:rise a ecg:Transition ; ecg:transitionFrom :clerk ; ecg:transitionTo :boss ; ecg:transitionKind kind:promotion .
:craft a ecg:ProficiencyScale ; skos:prefLabel "Craft"@en ; skos:definition "How well it is done."@en .
:none a ecg:ProficiencyLevel ; skos:prefLabel "None"@en ; ecg:rank 0 ; skos:inScheme :craft .
:helped a ecg:ProficiencyLevel ; skos:prefLabel "With help"@en ; ecg:rank 1 ; skos:inScheme :craft ; skos:notation "1" .
:alone a ecg:ProficiencyLevel ; skos:prefLabel "Alone"@en ; ecg:rank 2 ; skos:inScheme :craft ; skos:notation "2" .
:expert a ecg:ProficiencyLevel ; skos:prefLabel "Expert"@en ; ecg:rank 4 ; skos:inScheme :craft ; skos:notation "4" .
:languages a ecg:ProficiencyScale ; skos:prefLabel "Languages"@en .
:a1 a ecg:ProficiencyLevel ; skos:prefLabel "A1"@en ; ecg:rank 1 ; skos:inScheme :languages .
:c2 a ecg:ProficiencyLevel ; skos:prefLabel "C2"@en ; ecg:rank 2 ; skos:inScheme :languages .
:tact a ecg:Skill ; skos:prefLabel "Tact"@en ; skos:definition "Spares people."@en ; ecg:usesScale :craft ;
    ecg:skillType type:skill .
:stock a ecg:Skill ; skos:prefLabel "Stock keeping"@en ; skos:definition "Knows what is there."@en ;
    ecg:usesScale :craft ; ecg:skillType type:skill ; skos:related :tact .
:french a ecg:Skill ; skos:prefLabel "French"@en ; skos:definition "Speaks French."@en ; ecg:usesScale :languages ;
    ecg:skillType type:skill .
:clerk-tact a ecg:SkillRequirement ; ecg:requiredSkill :tact ; ecg:requiredLevel :helped ;
    ecg:importance importance:essential .
:clerk-stock a ecg:SkillRequirement ; ecg:requiredSkill :stock ; ecg:proficiency 0.6 ;
    ecg:importance importance:optional .
:clerk-french a ecg:SkillRequirement ; ecg:requiredSkill :french ; ecg:importance importance:optional .
:boss-tact a ecg:SkillRequirement ; ecg:requiredSkill :tact ; ecg:requiredLevel :expert ;
    ecg:importance importance:essential .
:boss-stock a ecg:SkillRequirement ; ecg:requiredSkill :stock ; ecg:requiredLevel :alone ;
    ecg:importance importance:essential .
:tact-alone a ecg:LevelDescriptor ; ecg:ofSkill :tact ; ecg:atProficiencyLevel :alone ;
    skos:definition "Calms an angry customer."@en .
:course a ecg:LearningResource ; skos:prefLabel "Tact course"@en ; schema:url <https://learn.example/tact> ;
    schema:teaches :tact ; ecg:atProficiencyLevel :alone .
"""


def graph_of(folder: Path, text: str) -> ecomgraph.CareerGraph:
    """Load a framework, written with :data:`PREFIXES`."""
    path = folder / "ours.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return ecomgraph.load(path)
