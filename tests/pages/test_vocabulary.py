"""The reference of the vocabulary says all that the files say, each under the name that its IRI ends with."""

import json

import pyoxigraph as ox
import pytest
from lxml import html

from ecomgraph.namespace import ECG
from ecomgraph.store.packaged import packaged_files
from ecomgraph.web.pages import Links, vocabulary_page
from ecomgraph.web.pages.constraints import shape_groups
from ecomgraph.web.pages.diagram import Box, Row, layered
from ecomgraph.web.pages.terms import vocabulary
from ecomgraph.web.pages.vocabulary import class_diagram, rule_diagram
from tests.pages.conftest import json_ld, text, tree

TERMS = {name: iri for name, iri in vars(ECG).items() if not name.startswith("_") and name != "NAMESPACE"}


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return tree(vocabulary_page(Links()))


def facts(page: html.HtmlElement, name: str) -> dict[str, str]:
    (section,) = page.xpath(f"//section[@id='{name}']")
    return dict(zip(map(text, section.xpath("./dl/dt")), map(text, section.xpath("./dl/dd")), strict=True))


def test_every_term_has_the_anchor_that_its_iri_names(page: html.HtmlElement) -> None:
    assert {it.get("id") for it in page.xpath("//section[@class='term' and ./header/h4]")} == set(TERMS)
    assert len(page.xpath("//@id")) == len(set(page.xpath("//@id")))


def test_terms_with_all_that_the_ontology_says(page: html.HtmlElement) -> None:
    (file, *_) = packaged_files("vocabulary")
    for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.object, ox.Literal) and quad.object.language and str(quad.subject)[1:-1] in TERMS.values():
            name = str(quad.subject)[1:-1].rpartition("#")[2]
            assert quad.object.value in text(page.xpath(f"//section[@id='{name}']")[0])


def test_a_class_and_two_properties_in_full(page: html.HtmlElement) -> None:
    role = facts(page, "Role")
    assert "ecg:CareerNode" in role["Subclass of"]
    assert role["Disjoint with"] == "ecg:RoleProfile"
    assert role["Properties"] == "ecg:hasLevel, ecg:hasSpecialization"
    assert role["Shapes"] == "role"
    advances = facts(page, "advancesTo")
    assert (advances["Domain"], advances["Range"]) == ("ecg:CareerNode", "ecg:CareerNode")
    essential = facts(page, "requiresEssentialSkill")
    assert essential["Sub-property of"] == "ecg:requiresSkill"
    assert "requiresEssentialSkill" in facts(page, "requiresSkill")["Sub-properties"]
    assert "transitive" in facts(page, "buildsOn")["Characteristics"]
    assert facts(page, "rank")["Range"] == "xsd:integer"
    assert facts(page, "hasBasis")["Domain"] == "anything"


@pytest.mark.slow
def test_every_shape_that_constrains_is_told_with_its_message(page: html.HtmlElement) -> None:
    store = ox.Store()
    for file in packaged_files("shapes"):
        store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?shape ?message { ?shape a ?kind VALUES ?kind { sh:NodeShape sh:PropertyShape }
        { ?shape sh:message ?message } UNION { ?shape sh:sparql/sh:message ?message } }"""
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    told = list(rows)
    assert len(told) > 200
    for shape, message in told:
        assert isinstance(shape, ox.NamedNode)
        assert isinstance(message, ox.Literal)
        (row,) = page.xpath(f"//tr[@id='shape-{shape.value.rpartition('#')[2]}']")
        assert " ".join(message.value.split()) in text(row)


@pytest.mark.parametrize(
    ("name", "on", "path", "expects"),
    [
        ("SkillRequirement-requiredSkill", "every ecg:SkillRequirement", "ecg:requiredSkill", "exactly 1"),
        (
            "SkillRequirement-proficiency-range",
            "every ecg:SkillRequirement",
            "ecg:proficiency",
            "not above 1; above 0",
        ),
        (
            "SkillRequirement-requiredSkill-class",
            "every ecg:SkillRequirement",
            "ecg:requiredSkill",
            "each value is a ecg:Skill",
        ),
        ("advancesTo-subject", "whatever has ecg:advancesTo", "itself", "each value is a ecg:CareerNode"),
        ("Assertion-stated-evidence", "whatever has ecg:hasBasis", "itself", "fits one of HasEvidence, IsNotStated"),
    ],
)
def test_constraints_in_words(page: html.HtmlElement, name: str, on: str, path: str, expects: str) -> None:
    (row,) = page.xpath(f"//tr[@id='shape-{name}']")
    first, second, third, _ = map(text, row.xpath("./td"))
    assert first.startswith(on)
    assert second == path
    assert third == expects


def test_links_within_the_page_lead_somewhere(page: html.HtmlElement) -> None:
    ids = set(page.xpath("//@id"))
    broken = {href for href in page.xpath("//main//@href") if href.startswith("#") and href[1:] not in ids}
    assert not broken


def test_controlled_values_and_rules(page: html.HtmlElement) -> None:
    whole = text(page)
    for value in (
        "basis:stated",
        "importance:optional",
        "transition-kind:level-up",
        "facet:reward",
        "skill-type:technology",
    ):
        assert value in whole
    for file in packaged_files("rules"):
        (code,) = page.xpath(f"//section[@id='rule-{file.stem}']//code[not(@class)]")
        assert code.text == file.read_text(encoding="utf-8").strip()


def test_examples_are_those_that_tests_run(page: html.HtmlElement) -> None:
    codes = [code.text for code in page.xpath("//pre/code")]
    assert any("graph.sparql" in code or "load().sparql" in code for code in codes)
    assert any(code.startswith("PREFIX ecg:") and "requiresEssentialSkill" in code for code in codes)


def test_metadata(page: html.HtmlElement) -> None:
    (about,) = json_ld(page)
    assert {term["@id"] for term in about["hasDefinedTerm"]} == set(TERMS.values())
    assert len(list(ox.parse(json.dumps(about), format=ox.RdfFormat.JSON_LD))) > 3 * len(TERMS)
    assert text(page.xpath("//dt[text()='Version']/following-sibling::dd")[0]) == "0.1.0"


def test_diagrams_show_each_class_and_each_property_once() -> None:
    diagram = class_diagram()
    classes = {term.name for term in vocabulary().terms.values() if term.is_class}
    assert sorted(box.title for box in diagram.boxes) == sorted({*classes, "anything"})
    rows = [row.text.partition(" →")[0] for box in diagram.boxes for row in box.rows]
    assert sorted(rows) == sorted(set(TERMS) - classes)
    for picture in (diagram, rule_diagram()):
        boxes = picture.boxes
        for one in boxes:
            assert 0 <= one.x <= one.x + one.width <= picture.width
            assert 0 <= one.y <= one.y + one.height <= picture.height
            for other in boxes:
                apart = (
                    one.x + one.width < other.x
                    or other.x + other.width < one.x
                    or one.y + one.height < other.y
                    or other.y + other.height < one.y
                )
                assert one is other or apart, f"{one.title} lies over {other.title}"


def test_layers_and_arrows() -> None:
    a = Box(key="a", title="A", rows=(Row(text="to b", targets=("b",)), Row(text="to c", targets=("c", "nothing"))))
    b = Box(key="b", title="B", rows=(Row(text="to c", targets=("c",)),))
    c = Box(key="c", title="C", rows=(Row(text="back", targets=("a",)),))
    d = Box(key="d", title="D", beneath="a")
    diagram = layered([a, c, b, d])
    assert (a.layer, b.layer, c.layer, d.layer) == (0, 1, 2, 0)
    assert a.x < b.x < c.x
    assert d.y > a.y + a.height
    assert [line.hollow for line in diagram.lines] == [False, False, False, True]


def test_shapes_of_each_file() -> None:
    groups = shape_groups()
    assert {group.name for group in groups} == {file.stem for file in packaged_files("shapes")}
    assert [group.name for group in groups if group.house] == ["house-style"]
    assert all(group.rows for group in groups)
