"""On what basis a node needs a skill: the same in every answer, and never better than the links that lead to it."""

from pathlib import Path

import pytest

import ecomgraph
from ecomgraph import CareerGraph
from ecomgraph.cli.grouped import needed_text

LINKS = """
@prefix : <https://x.example/> .
@prefix basis: <https://w3id.org/ecomgraph/basis/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
:helper a ecg:Role ; ecg:hasSkillRequirement :peeling-needed .
:peeling-needed ecg:requiredSkill :peeling ; ecg:hasBasis basis:stated .
:cook a ecg:Role ; ecg:buildsOn :helper ; ecg:hasResponsibility :menu , :staff .
:chef a ecg:Role ; ecg:buildsOn :cook .
:night a ecg:RoleProfile ; ecg:narrowsRole :chef ; ecg:inheritsFrom :chef .
:menu a ecg:Responsibility ; ecg:hasBasis basis:stated ; ecg:hasSkillRequirement :tasting-needed .
:staff a ecg:Responsibility ; ecg:hasSkillRequirement :leading-needed .
:tasting-needed ecg:requiredSkill :tasting ; ecg:hasBasis basis:stated .
:leading-needed ecg:requiredSkill :leading ; ecg:hasBasis basis:stated .
:peeling a ecg:Skill . :tasting a ecg:Skill . :leading a ecg:Skill .
[] a owl:Axiom ; owl:annotatedSource :cook ; owl:annotatedProperty ecg:buildsOn ; owl:annotatedTarget :helper ;
    ecg:hasBasis basis:stated .
[] a owl:Axiom ; owl:annotatedSource :chef ; owl:annotatedProperty ecg:buildsOn ; owl:annotatedTarget :cook ;
    ecg:hasBasis basis:curated .
[] a owl:Axiom ; owl:annotatedSource :cook ; owl:annotatedProperty ecg:hasResponsibility ; owl:annotatedTarget :staff ;
    ecg:hasBasis basis:curated .
"""


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> CareerGraph:
    file = Path(tmp_path_factory.mktemp("bases"), "kitchen.ttl")
    file.write_text(LINKS, encoding="utf-8")
    return ecomgraph.load(file)


def bases(graph: CareerGraph, node: str) -> dict[str, str]:
    return {it.skill.id: it.basis for it in graph.skills(node)}


def test_a_skill_is_no_better_founded_than_the_links_that_lead_to_it(kitchen: CareerGraph) -> None:
    assert bases(kitchen, "cook") == {"peeling": "stated", "tasting": "stated", "leading": "curated"}
    assert bases(kitchen, "chef") == dict.fromkeys(["peeling", "tasting", "leading"], "curated")
    assert bases(kitchen, "night") == bases(kitchen, "chef")


def test_what_lies_between_is_told(kitchen: CareerGraph) -> None:
    [through_link], [through_work] = kitchen.explain("chef", "peeling"), kitchen.explain("cook", "leading")
    assert needed_text(through_link) == "curated (of helper: stated)"
    assert needed_text(through_work) == "curated (of staff: stated)"
    [plain] = kitchen.explain("helper", "peeling")
    assert needed_text(plain) == "stated"


def test_what_is_only_built_on_is_marked(kitchen: CareerGraph) -> None:
    assert {it.skill.id for it in kitchen.skills("cook") if it.built_on} == {"peeling"}
    assert all(it.built_on for it in kitchen.skill_gap("helper", "chef").missing)


@pytest.mark.long
def test_all_answers_agree(graph: CareerGraph) -> None:
    node = "senior-director"
    listed = bases(graph, node)
    explained = {skill: {it.basis for it in graph.explain(node, skill)} for skill in listed}
    assert listed == {skill: min(found, key=["stated", "curated"].index) for skill, found in explained.items()}
    gap = graph.skill_gap("ecommerce-manager", node)
    assert {it.skill.id: it.basis for it in (*gap.missing, *gap.raises, *gap.shared)} == listed
    for skill in ("web-analytics", "strategic-influence", "leadership"):
        rows = graph.query("why-skill", node=node, skill=skill).rows
        assert {str(row[4]).rsplit("/", 1)[-1] for row in rows} == explained[skill]


def test_a_hedge_belongs_to_the_basis_that_is_told(graph: CareerGraph) -> None:
    """The source says so with a hedge, and an editor judged outright, from another passage."""
    reasons = {(it.basis, it.modality) for it in graph.explain("ecommerce-director", "growth-planning")}
    assert reasons == {("stated", "typical"), ("curated", "")}
    [skill] = [it for it in graph.skills("ecommerce-director") if it.skill.id == "growth-planning"]
    assert (skill.basis, skill.modality) == ("stated", "typical")


def test_shared_work_shows_each_node_its_own_passages(graph: CareerGraph) -> None:
    def told(node: str, skill: str, holder: str) -> list[tuple[str, list[str]]]:
        reasons = [it for it in graph.explain(node, skill) if it.holder.id == holder]
        return [(it.via.id, [passage.id for passage in it.evidence]) for it in reasons]

    strategies = "online-sales-planning", "online-sales-strategies"
    manager = ("ecommerce-manager", ["faq-progression-01"])
    assert told("ecommerce-manager", *strategies) == [manager]
    director = ("ecommerce-director", ["what-its-like-03", "what-they-do-01"])
    assert told("ecommerce-director", *strategies) == [director, manager]
    operations, service = "ecommerce-director-operations", ("customer-service", "customer-service")
    own = (operations, ["type-operations-02"])
    assert told(operations, *service) == [own, ("ecommerce-director", ["what-they-do-02"])]
    assert graph.described("ecommerce-manager").passages == 1
    for node, skill in ((manager[0], strategies[0]), (director[0], strategies[0]), (operations, service[0])):
        rows = {(str(it[0]), str(it[1]), str(it[5])) for it in graph.query("why-skill", node=node, skill=skill).rows}
        explained = graph.explain(node, skill)
        assert rows == {(it.via.iri, it.holder.iri, passage.iri) for it in explained for passage in it.evidence}


def test_passages_of_a_requirement_count_where_the_link_has_others(tmp_path: Path) -> None:
    file = tmp_path / "apart.ttl"
    passages = (
        ":a a ecg:Passage . :b a ecg:Passage . :tasting-needed ecg:hasEvidence :a .\n"
        "[] a owl:Axiom ; owl:annotatedSource :cook ; owl:annotatedProperty ecg:hasResponsibility ;"
        " owl:annotatedTarget :menu ; ecg:hasEvidence :b .\n"
    )
    file.write_text(LINKS + passages, encoding="utf-8")
    graph = ecomgraph.load(file)
    [reason] = graph.explain("cook", "tasting")
    assert [it.id for it in reason.evidence] == ["a"]
    [row] = graph.query("why-skill", node="cook", skill="tasting").rows
    assert str(row[5]).endswith("/a")


def test_the_reason_that_asks_for_most_comes_first(graph: CareerGraph) -> None:
    reasons = graph.explain("ecommerce-director-technology", "technical-background")
    assert [it.degree.level for it in reasons if it.degree] == ["Strong", "Working"]
    service = [it.holder.id for it in graph.explain("ecommerce-director", "customer-service")]
    assert service == ["ecommerce-director", "customer-service", "shopping-experience"]
