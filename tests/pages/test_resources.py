"""The page about each thing: it tells all that the graph says, on which grounds, and nothing in it runs."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from lxml import html

import ecomgraph
from ecomgraph.careers.skill_ladder import asked_of
from ecomgraph.graph import CareerGraph
from ecomgraph.namespace import BASE, ECG
from ecomgraph.web.pages import Links, resource_data, resource_page
from ecomgraph.web.pages.description import Describer
from tests.pages.conftest import json_ld, text, tree


def page_of(graph: CareerGraph, path: str) -> html.HtmlElement:
    return tree(resource_page(graph, path if ":" in path else BASE + path, Links()))


def rows(page: html.HtmlElement, anchor: str) -> list[html.HtmlElement]:
    return list(page.xpath(f"//section[@id='{anchor}']//li"))


def row(page: html.HtmlElement, anchor: str, name: str) -> str:
    return next(text(it) for it in rows(page, anchor) if text(it).startswith(name))


def test_a_requirement_with_its_importance_basis_passages_and_reason(graph: CareerGraph) -> None:
    page = page_of(graph, "activity/analytics-and-kpi-monitoring")
    told = row(page, "says-hasSkillRequirement", "Analytics tools")
    assert "Optional" in told
    assert "Curated" in told
    assert "Daily entry 4" in told
    assert "Website visits and key figures are recorded" in told
    (link,) = page.xpath("//a[@class='claim-name' and text()='Analytics tools']/@href")
    assert link == "/skill/analytics-tools.html"


@pytest.mark.long
def test_a_basis_beside_an_importance_is_that_of_the_need(graph: CareerGraph) -> None:
    needs = page_of(graph, "role/ecommerce-director")
    assert "needed: Stated" in " ".join(row(needs, "says-hasSkillRequirement", "Resilience").split())
    assert "needed:" not in row(needs, "says-hasResponsibility", "Manage distributed teams")


def test_a_passage_begins_with_what_it_says(graph: CareerGraph) -> None:
    page = page_of(graph, "passage/daily-mid-08")
    assert text(page.xpath("//p[@class='lead']")[0]).startswith("At mid level they build relationships with vendors")
    assert not page.xpath("//dd[contains(., 'At mid level')]")


def test_what_replaces_another_thing_says_so(graph: CareerGraph) -> None:
    headings = [text(it) for it in page_of(graph, "activity/stock-and-listing-management").xpath("//h3")]
    assert "Replaces 1" in [" ".join(it.split()) for it in headings]


def test_a_transition_says_what_it_asks_for_itself(graph: CareerGraph) -> None:
    told = row(page_of(graph, "role/senior-director"), "of-transitionTo", "Ecommerce Director")
    assert "asks for: Leadership" in told
    assert "Possible" in told
    assert "Senior level" not in told, "derived transitions share the requirements"


def test_kinds_and_addresses_of_other_vocabularies_are_told_once_and_in_full(graph: CareerGraph) -> None:
    told = text(page_of(graph, "dataset/ecomgraph").xpath("//main")[0])
    assert "Dataset · Dataset" not in told
    assert "https://creativecommons.org/licenses/by/4.0/" in told
    assert "http://www.w3.org/2004/02/skos/core#" in told


def test_passages_are_in_the_order_of_the_text(graph: CareerGraph) -> None:
    names = [text(it) for it in rows(page_of(graph, "source/ecommerce-director-guide"), "of-isPartOf")]
    keys = [it for it in names if it.startswith("Key responsibilities")]
    assert keys == [f"Key responsibilities {number}" for number in range(1, 13)]
    assert "FAQ progression 1" in names


def test_a_level_is_said_once_and_without_its_number(graph: CareerGraph) -> None:
    told = row(page_of(graph, "role/ecommerce-director"), "says-hasSkillRequirement", "Resilience")
    assert "required level: Strong" in told
    assert "0.6667" not in told


def test_a_passage_says_what_it_says_where_it_is_evidence(graph: CareerGraph) -> None:
    (item,) = [
        it
        for it in rows(page_of(graph, "role/ecommerce-director"), "says-hasResponsibility")
        if text(it).startswith("Manage distributed teams")
    ]
    (title,) = item.xpath(".//a[@class='passage']/@title")
    assert title.startswith("As remote work spreads, many directors")
    assert "Typical" in text(item)


@pytest.mark.long
def test_every_passage_that_a_claim_stands_on_is_linked(graph: CareerGraph) -> None:
    director = graph.role("ecommerce-director")
    page = page_of(graph, "role/ecommerce-director")
    assert len(rows(page, "says-hasResponsibility")) == len(graph.responsibilities(director))
    for claim in graph.responsibilities(director):
        (item,) = [
            it
            for it in rows(page, "says-hasResponsibility")
            if it.xpath(".//a[@class='claim-name']")[0].text == claim.label
        ]
        linked = {href.split("/")[-1].removesuffix(".html") for href in item.xpath(".//a[@class='passage']/@href")}
        assert linked == set(claim.evidence)
        assert item.xpath(f".//a[contains(@class, '{claim.basis}')]")


def test_a_profile_tells_what_it_inherits_and_from_where(graph: CareerGraph) -> None:
    page = page_of(graph, "profile/ecommerce-director-mid")
    assert "from Ecommerce Director" in row(page, "says-leadsTeamRole", "Data analyst")
    own = graph.dataset.iris(BASE + "profile/ecommerce-director-mid", ECG.performsActivity)
    assert sum("from " not in text(it) for it in rows(page, "says-performsActivity")) == len(own) == 6


def test_a_skill_tells_who_asks_for_it(graph: CareerGraph) -> None:
    page = page_of(graph, "skill/web-analytics")
    assert "Essential" in row(page, "of-requiredSkill", "Tracking and reporting website analytics and KPIs")
    needing = graph.dataset.subjects(ECG.requiresSkill, BASE + "skill/web-analytics")
    assert len(rows(page, "of-requiresEssentialSkill")) + len(rows(page, "of-requiresOptionalSkill")) == len(needing)


def test_a_passage_tells_where_it_stands_and_what_it_supports(graph: CareerGraph) -> None:
    page = page_of(graph, "passage/faq-progression-03")
    facts = dict(zip(map(text, page.xpath("//dl/dt")), map(text, page.xpath("//dl/dd")), strict=True))
    assert facts["Start offset"] == "15940"
    assert facts["End offset"] == "16061"
    assert facts["Text digest"] == "e15aafccd3de21e0"
    assert facts["Ordinal"] == "3"
    assert facts["In section"] == "faq-progression"
    assert facts["Is part of"] == "A career guide to the Ecommerce Director"
    supported = graph.dataset.subjects(ECG.hasEvidence, BASE + "passage/faq-progression-03")
    assert len(rows(page, "of-hasEvidence")) == len(supported)


def test_a_transition_and_what_joins_things_has_a_name(graph: CareerGraph) -> None:
    page = page_of(graph, "transition/ecommerce-director-to-senior-director")
    assert text(page.xpath("//h1")[0]) == "Ecommerce Director → Senior Director"
    assert "Promotion" in row(page_of(graph, "role/senior-director"), "of-transitionTo", "Ecommerce Director")


@pytest.mark.long
def test_each_triple_is_on_the_page_and_in_the_data(graph: CareerGraph) -> None:
    for path in (
        "role/chief-digital-officer",
        "level/mid",
        "ns#Skill",
        "requirement/chief-digital-officer--leadership",
    ):
        node = ox.NamedNode(BASE + path)
        said = {quad.triple for quad in graph.dataset.store.quads_for_pattern(node, None, None, None)}
        referring = list(graph.dataset.store.quads_for_pattern(None, None, node, None))
        page = page_of(graph, path)
        assert len(page.xpath("//details//tbody/tr")) == len(said) + len(referring)
        for form, name in (
            ("nt", ox.RdfFormat.N_TRIPLES),
            ("ttl", ox.RdfFormat.TURTLE),
            ("jsonld", ox.RdfFormat.JSON_LD),
        ):
            data = resource_data(graph, node.value, form)
            assert said <= {quad.triple for quad in ox.parse(data, format=name)}
            assert data == resource_data(graph, node.value, form)


def test_the_same_triples_are_embedded(graph: CareerGraph) -> None:
    iri = BASE + "role/chief-digital-officer"
    own, schema = json_ld(page_of(graph, iri))
    embedded = set(ox.parse(json.dumps(own), format=ox.RdfFormat.JSON_LD))
    assert embedded == set(ox.parse(resource_data(graph, iri, "nt"), format=ox.RdfFormat.N_TRIPLES))
    assert schema["@type"] == "Occupation"
    assert "Leadership" in schema["skills"]
    assert "https://schema.org/Occupation" in {
        quad.object.value
        for quad in ox.parse(json.dumps(schema), format=ox.RdfFormat.JSON_LD)
        if isinstance(quad.object, ox.NamedNode)
    }


@pytest.mark.parametrize("iri", [BASE + "role/nobody", "javascript:alert(1)", "not an IRI", ""])
def test_what_the_graph_does_not_speak_of_has_no_page(graph: CareerGraph, iri: str) -> None:
    with pytest.raises(ecomgraph.UnknownNameError):
        resource_page(graph, iri, Links())
    with pytest.raises(ecomgraph.UnknownNameError):
        resource_data(graph, iri, "ttl")


@pytest.fixture
def own(tmp_path: Path) -> CareerGraph:
    file = tmp_path / "own.ttl"
    file.write_text(
        """
        PREFIX ecg: <https://w3id.org/ecomgraph/ns#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        <javascript:alert(1)> a ecg:Role ;
            skos:prefLabel "</script><script>alert(1)</script>" ;
            skos:definition "<img src=x onerror=alert(1)> & \\"quoted\\"" ;
            skos:altLabel "--><b>" ;
            skos:related <javascript:alert(2)> , <http://example.org/elsewhere> ;
            <https://example.org/onet/15-1252.00?a=1&b=2#x> [ skos:prefLabel "inner" ] ;
            ecg:hasSkillRequirement <https://example.org/onet/2.A.1.a(x)> .
        <https://example.org/onet/2.A.1.a(x)> a ecg:SkillRequirement ;
            ecg:requiredSkill <https://example.org/Käse%20Kunde> .
        <https://example.org/Käse%20Kunde> a ecg:Skill .
        """
    )
    return ecomgraph.load(file)


def test_labels_are_inert(own: CareerGraph) -> None:
    page = tree(resource_page(own, "javascript:alert(1)", Links()))
    assert text(page.xpath("//h1")[0]) == "</script><script>alert(1)</script>"
    assert not page.xpath("//script[contains(text(), 'alert') and not(@type)]")
    assert not page.xpath("//img | //b")
    assert not [href for href in page.xpath("//@href") if href.startswith("javascript")]
    labels = [node for block in json_ld(page) for node in block.get("@graph", [block])]
    assert "</script><script>alert(1)</script>" in str(labels)
    assert page.xpath("//a[@href='http://example.org/elsewhere']/@rel") == ["external noopener noreferrer"]
    assert "inner" in text(page)


def test_pages_of_any_iri(own: CareerGraph) -> None:
    page = tree(resource_page(own, "https://example.org/Käse%20Kunde", Links()))
    (link,) = page.xpath("//section[@id='of-requiredSkill']//a[@class='claim-name']/@href")
    assert link == "/resource?iri=javascript%3Aalert%281%29"
    assert "/resource?iri=https%3A%2F%2Fexample.org%2FK%C3%A4se%2520Kunde&format=ttl" in page.xpath("//@href")
    static = Links("..", static=True)
    assert static.to("https://example.org/Käse%20Kunde").startswith("../resource/")


def test_pages_show_the_most_specific_class_and_each_relation_once(graph: CareerGraph) -> None:
    for path, kind in (
        ("role/ecommerce-director", "Role"),
        ("skill/budget-management", "Skill"),
        ("statement/ecommerce-director--responsibility-ecommerce-budget", "Assertion"),
    ):
        described = Describer(graph, Links()).describe(BASE + path)
        assert [it.text for it in described.kinds] == [kind]
        headings = [section.heading for section in (*described.says, *described.referred)]
        assert not [heading for heading in headings if "has top concept" in heading or "narrower" in heading]


LADDER = """
@prefix : <https://bakery.example/> . @prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix importance: <https://w3id.org/ecomgraph/importance/> .
:scale a ecg:ProficiencyScale ; skos:prefLabel "Craft" .
:one a ecg:ProficiencyLevel ; skos:prefLabel "Helped" ; skos:inScheme :scale ; ecg:rank 1 .
:two a ecg:ProficiencyLevel ; skos:prefLabel "Alone" ; skos:inScheme :scale ; ecg:rank 2 .
:none a ecg:ProficiencyLevel ; skos:prefLabel "None" ; skos:inScheme :scale ; ecg:rank 0 .
:look a ecg:LevelDescriptor ; ecg:ofSkill :dough ; ecg:atProficiencyLevel :two ;
    skos:definition "Kneads <b>alone</b>." .
:dough a ecg:Skill ; skos:prefLabel "Dough" ; ecg:usesScale :scale .
:baker a ecg:Role ; skos:prefLabel "Baker" ; ecg:hasSkillRequirement :q1 .
:head a ecg:Role ; skos:prefLabel "Head baker" ; ecg:buildsOn :baker ; ecg:hasSkillRequirement :q2 .
:shop a ecg:Role ; skos:prefLabel "Shop keeper" ; ecg:hasSkillRequirement :q3 .
:q1 a ecg:SkillRequirement ; ecg:requiredSkill :dough ; ecg:importance importance:essential ; ecg:requiredLevel :one .
:q2 a ecg:SkillRequirement ; ecg:requiredSkill :dough ; ecg:importance importance:optional ; ecg:requiredLevel :two .
:q3 a ecg:SkillRequirement ; ecg:requiredSkill :dough ; ecg:importance importance:essential ; ecg:requiredLevel :none .
"""


def test_a_skill_shows_its_ladder(tmp_path: Path) -> None:
    path = tmp_path / "ladder.ttl"
    path.write_text(LADDER, encoding="utf-8")
    page = tree(resource_page(ecomgraph.load(path), "https://bakery.example/dough", Links()))
    steps = [text(it) for it in page.xpath("//ol[@class='ladder']/li")]
    assert steps == [
        "Alone100 % of the scale Kneads <b>alone</b>. Optional for Head baker",
        "Helped50 % of the scale Essential for Baker",
    ], "a level of none is no step, and whoever asks for none is on no step"
    assert not page.xpath("//ol[@class='ladder']//b")


def test_a_skill_without_degrees_has_no_ladder(tmp_path: Path) -> None:
    path = tmp_path / "plain.ttl"
    plain = LADDER.partition(":scale a")[0] + LADDER[LADDER.index(":dough a") :]
    for level in ("one", "two", "none"):
        plain = plain.replace(f" ; ecg:requiredLevel :{level}", "")
    path.write_text(plain.replace(" ; ecg:usesScale :scale", ""), encoding="utf-8")
    graph = ecomgraph.load(path)
    for name in ("dough", "baker"):
        page = tree(resource_page(graph, f"https://bakery.example/{name}", Links()))
        assert not page.xpath("//ol[@class='ladder']")


def test_the_ladder_of_a_skill_is_what_each_node_needs_of_it(graph: CareerGraph) -> None:
    needs, nodes = graph.network.needs, graph.network.nodes
    for skill in graph.network.skills:
        assert asked_of(needs, skill) == {node: needs.of(node)[skill] for node in nodes if skill in needs.of(node)}, (
            skill
        )
