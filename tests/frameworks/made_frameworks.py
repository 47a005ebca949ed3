"""Frameworks made for tests: a shop that builds on the bundled one, and small releases of O*NET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.frameworks.miniatures import ONET

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix : <https://shop.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix role: <https://w3id.org/ecomgraph/role/> .
@prefix skill: <https://w3id.org/ecomgraph/skill/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SHOP = """
:clerk a ecg:Role ; skos:prefLabel "Shop clerk"@en ; ecg:hasSkillRequirement :needs .
:needs a ecg:SkillRequirement ; ecg:requiredSkill skill:digital-marketing ;
    ecg:importance <https://w3id.org/ecomgraph/importance/essential> .
:up a ecg:Transition ; ecg:transitionFrom :clerk ; ecg:transitionTo role:ecommerce-manager ;
    ecg:transitionKind <https://w3id.org/ecomgraph/transition-kind/promotion> .
"""


def written(path: Path, text: str = SHOP) -> Path:
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def release(folder: Path, version: str, **changed: str) -> Path:
    """A made release of O*NET."""
    folder.mkdir()
    for name, text in {**ONET, **changed}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "Read Me.txt").write_text(f"O*NET {version} Database\n", encoding="utf-8")
    return folder
