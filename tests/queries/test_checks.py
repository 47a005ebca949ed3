"""The checks: no rows on sound graphs, and on each flaw exactly the rows that name it."""

from collections.abc import Callable
from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.queries import stored_queries

Answer = Callable[..., list[tuple[object, ...]]]
Asking = Callable[[ecomgraph.CareerGraph], Answer]

PREFIXES = """
@prefix : <https://example.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix transition-kind: <https://w3id.org/ecomgraph/transition-kind/> .
"""

FLAWS: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "advance-cycle-violation": (
        """
        :up ecg:transitionFrom :cook ; ecg:transitionTo :chef ; ecg:transitionKind transition-kind:promotion .
        :back ecg:transitionFrom :chef ; ecg:transitionTo :cook ; ecg:transitionKind transition-kind:promotion .
        """,
        [("chef",), ("cook",)],
    ),
    "broader-cycle-violation": (
        ":baking skos:broader :cookery . :cookery skos:broader :craft . :craft skos:broader :baking .",
        [("baking",), ("cookery",), ("craft",)],
    ),
    "idle-work-violation": (
        ":hygiene a ecg:Responsibility . :peeling a ecg:Activity . :cook ecg:performsActivity :peeling .",
        [("hygiene",)],
    ),
    "level-order-violation": (
        """
        :chef ecg:hasLevel :junior , :middle , :senior .
        :junior ecg:rank 1 ; ecg:nextLevel :senior .
        :middle ecg:rank 2 .
        :senior ecg:rank 3 ; ecg:nextLevel :middle .
        """,
        [("junior", "senior"), ("senior", "middle")],
    ),
    "level-up-violation": (
        """
        :junior ecg:rank 1 . :senior ecg:rank 2 .
        :low ecg:narrowsRole :chef ; ecg:atLevel :junior ; ecg:inSpecialization :pastry .
        :high ecg:narrowsRole :chef ; ecg:atLevel :senior ; ecg:inSpecialization :pastry .
        :other ecg:narrowsRole :chef ; ecg:atLevel :senior ; ecg:inSpecialization :sauces .
        :right ecg:transitionKind transition-kind:level-up ; ecg:transitionFrom :low ; ecg:transitionTo :high .
        :down ecg:transitionKind transition-kind:level-up ; ecg:transitionFrom :high ; ecg:transitionTo :low .
        :aside ecg:transitionKind transition-kind:level-up ; ecg:transitionFrom :low ; ecg:transitionTo :other .
        """,
        [("aside",), ("down",)],
    ),
    "loose-requirement-violation": (
        ":forgotten a ecg:SkillRequirement . :held a ecg:SkillRequirement . :cook ecg:hasSkillRequirement :held .",
        [("forgotten",)],
    ),
    "mapping-violation": (
        """
        :cook a ecg:Role ; skos:closeMatch <https://other.example/unexplained> .
        [] owl:annotatedSource :cook ; owl:annotatedProperty skos:closeMatch ;
          owl:annotatedTarget <https://other.example/never-made> .
        """,
        [("cook", "never-made"), ("cook", "unexplained")],
    ),
    "orphan-skill-violation": (
        """
        :whistling a ecg:Skill . :cookery a ecg:Skill . :baking a ecg:Skill ; skos:broader :cookery .
        :need ecg:requiredSkill :baking .
        """,
        [("whistling",)],
    ),
    "passage-overlap-violation": (
        """
        :first dcterms:isPartOf :book ; ecg:startOffset 0 ; ecg:endOffset 10 .
        :next dcterms:isPartOf :book ; ecg:startOffset 10 ; ecg:endOffset 20 .
        :across dcterms:isPartOf :book ; ecg:startOffset 15 ; ecg:endOffset 25 .
        :elsewhere dcterms:isPartOf :leaflet ; ecg:startOffset 0 ; ecg:endOffset 10 .
        """,
        [("next", "across")],
    ),
    "repeated-requirement-violation": (
        """
        :cook ecg:hasSkillRequirement :once , :twice , :baking-too .
        :once ecg:requiredSkill :knife-work . :twice ecg:requiredSkill :knife-work .
        :baking-too ecg:requiredSkill :baking .
        """,
        [("cook", "knife-work")],
    ),
    "shared-name-violation": (
        """
        :one a ecg:Skill ; skos:prefLabel "Web analytics"@en .
        :two a ecg:Skill ; skos:prefLabel "Site figures"@en ; skos:altLabel "web Analytics"@en .
        :three a ecg:Skill ; skos:prefLabel "Site figures"@fr .
        """,
        [("web analytics@en", 2)],
    ),
    "unused-passage-violation": (
        ":read a ecg:Passage . :passed-over a ecg:Passage . :claim ecg:hasEvidence :read .",
        [("passed-over",)],
    ),
}


@pytest.mark.parametrize("name", FLAWS)
def test_a_check_finds_the_flaw_it_is_for(name: str, asking: Asking, tmp_path: Path) -> None:
    turtle, rows = FLAWS[name]
    path = tmp_path / "flawed.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")

    assert asking(ecomgraph.load(path))(name) == rows


def test_uninherited_skill_violation(asking: Asking, tmp_path: Path) -> None:
    path = tmp_path / "sound.ttl"
    path.write_text(
        PREFIXES
        + """
        :chef a ecg:Role ; ecg:hasSkillRequirement :need .
        :need ecg:requiredSkill :baking ; ecg:importance importance:essential .
        :chef-pastry a ecg:RoleProfile ; ecg:narrowsRole :chef .
        """,
        encoding="utf-8",
    )
    graph = ecomgraph.load(path)
    assert len(graph.query("uninherited-skill-violation")) == 0

    # Derivation always gives profiles what they inherit, so it has to be taken away for the check to have work.
    graph.dataset.store.update(
        "DELETE WHERE { GRAPH ?any { <https://example.org/chef-pastry> ?requires <https://example.org/baking> } }"
    )

    assert asking(graph)("uninherited-skill-violation") == [("chef-pastry", "chef", "baking")]


CHECKS = [query.name for query in stored_queries() if query.topic == "checks"]


@pytest.mark.parametrize("name", CHECKS)
def test_the_bundled_graph_has_no_violation(name: str, aligned: ecomgraph.CareerGraph) -> None:
    assert list(aligned.query(name)) == []


@pytest.mark.parametrize("name", CHECKS)
def test_the_kitchen_has_no_violation(name: str, kitchen: Answer) -> None:
    assert kitchen(name) == []


def test_every_check_has_a_flaw_to_find() -> None:
    assert sorted([*FLAWS, "uninherited-skill-violation"]) == CHECKS
    assert all(name.endswith("-violation") for name in CHECKS)
