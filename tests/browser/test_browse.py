"""Browsing: the table, all skills in one picture, another language and direction, a network that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.actions import settled, text_of, wait
from tests.browser.chromium import violations
from tests.browser.conftest import serving

if TYPE_CHECKING:
    from ecomgraph import CareerGraph
    from tests.browser.actions import Visit

pytestmark = pytest.mark.slow
ARABIC = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix kind: <https://w3id.org/ecomgraph/transition-kind/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:one> a ecg:Role ; skos:prefLabel "بائع"@ar, "Vendeur"@fr ; ecg:hasSkillRequirement <urn:n1> .
<urn:two> a ecg:Role ; skos:prefLabel "مدير المتجر"@ar, "Directeur"@fr ; ecg:hasSkillRequirement <urn:n1>, <urn:n2> .
<urn:n1> a ecg:SkillRequirement ; ecg:importance importance:essential ; ecg:requiredSkill <urn:s1> .
<urn:n2> a ecg:SkillRequirement ; ecg:importance importance:optional ; ecg:requiredSkill <urn:s2> .
<urn:s1> a ecg:Skill ; skos:prefLabel "البيع"@ar, "Vente"@fr .
<urn:s2> a ecg:Skill ; skos:prefLabel "الإدارة"@ar, "Gestion"@fr .
<urn:transition> a ecg:Transition ; ecg:transitionKind kind:promotion ;
    ecg:transitionFrom <urn:one> ; ecg:transitionTo <urn:two> .
"""


def test_the_table_sorts_and_goes_back(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, "#/table")
    page.get_by_role("button", name="Skills").click()
    wait(page, "location.hash.includes('sort=-skills')")
    settled(page)
    numbers = [int(it) for it in page.locator("td.number").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == max(len(graph.skills(it)) for it in (*graph.roles(), *graph.profiles()))
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    expect(page.get_by_role("button", name="Skills")).to_be_focused()
    page.get_by_label("Type").select_option("Analytics")
    wait(page, "location.hash.includes('type=Analytics')")
    settled(page)
    assert page.locator("tbody tr").count() == 4
    page.go_back()
    wait(page, "!location.hash.includes('type')")
    settled(page)
    assert page.locator("tbody tr").count() == len(numbers)


def test_the_table_by_group_of_skills(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, "#/table?text=zzz")
    page.get_by_role("link", name="Show all rows").click()
    wait(page, "location.hash === '#/table'")
    page.get_by_label("Skills of the group").select_option("International business")
    wait(page, "location.hash.includes('group=')")
    settled(page)
    needed = {
        node.label: sum(
            it.group is not None and it.group.label == "International business" for it in graph.skills(node)
        )
        for node in (*graph.roles(), *graph.profiles())
    }
    rows = page.locator("tbody tr").evaluate_all(
        "all => all.map(it => [it.querySelector('a'), [...it.querySelectorAll('td.number')].pop()]"
        ".map(it => it.textContent))"
    )
    assert {label: int(number) for label, number in rows} == {label: it for label, it in needed.items() if it}
    numbers = [int(number) for _, number in rows]
    assert numbers == sorted(numbers, reverse=True), "those that need most of the group come first"


def test_a_large_table_has_pages_and_letters(visit: Visit, large_server: str) -> None:
    page = visit(large_server, "#/table?sort=name")
    assert page.locator("tbody tr").count() == 50
    assert "1,000 rows" in text_of(page, "caption")
    assert "10" in text_of(page, "tbody td.number")
    page.get_by_role("button", name="Next").click()
    wait(page, "location.hash.includes('page=2')")
    settled(page)
    assert text_of(page, "tbody th a") == "Occupation number 50"


def test_skills_of_types_in_one_picture(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, "#/skills?of=types:ecommerce-director")
    types = [it for it in graph.profiles("ecommerce-director") if it.specialization and not it.level]
    skills = {required.skill.iri for it in types for required in graph.skills(it)}
    assert page.locator("thead th").count() == 1 + len(types)
    assert page.locator("tbody th[scope=row]").count() == len(skills)
    filled = page.locator("td.heat[class*=level-]").count()
    assert filled == sum(len(graph.skills(it)) for it in types)
    page.get_by_role("button", name="Differences only").click()
    wait(page, "location.hash.includes('rows=changes')")
    settled(page)
    assert 0 < page.locator("tbody th[scope=row]").count() < len(skills)
    assert violations(page) == []


def test_another_language_and_direction(visit: Visit, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("arabic") / "arabic.ttl"
    path.write_text(ARABIC, encoding="utf-8")
    with serving("--graph", str(path)) as address:
        page = visit(address, "?language=ar#/plan?from=urn%3Aone&to=urn%3Atwo")
        assert page.evaluate("document.documentElement.dir") == "rtl"
        assert "الإدارة" in text_of(page, ".plan-step")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        places = page.locator(".plan-place").evaluate_all("all => all.map(it => it.getBoundingClientRect().left)")
        assert places == sorted(places, reverse=True), "the path runs from right to left"
        assert violations(page) == []
        # English words around Arabic names keep their order, with numbers and punctuation in their places.
        left = "it => { const r = document.createRange(); r.selectNode(it); return r.getClientRects()[0].left; }"
        said = page.locator(".plan-sum").first
        parts = said.evaluate(f"it => [...it.childNodes].map({left})")
        assert len(parts) == 3
        assert parts == sorted(parts)
        page = visit(address, "?language=fr#/path?from=urn%3Aone&to=urn%3Atwo", width=375)
        assert "Directeur" in text_of(page, ".way-card")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_offline_says_so_and_can_be_tried_again(visit: Visit, server: str) -> None:
    page = visit(server, expected=["ERR_INTERNET_DISCONNECTED"])
    page.context.set_offline(True)
    page.evaluate("location.hash = '#/node/senior-director'")
    expect(page.locator(".panel .note.error")).to_contain_text("offline")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".panel h1")).to_have_text("Senior Director")


def test_forced_colors_show_what_is_selected(visit: Visit, server: str) -> None:
    page = visit(server, "#/node/senior-director", forced_colors="active")
    tab, other = page.locator(".strip .choices a").all()[:2]
    ground = "it => getComputedStyle(it).backgroundColor"
    assert tab.evaluate(ground) != other.evaluate(ground)
    stroke = "it => getComputedStyle(it.querySelector('rect')).stroke"
    chosen, plain = page.locator("a.node.selected"), page.locator("a.node:not(.selected, .near)").first
    assert chosen.evaluate(stroke) != plain.evaluate(stroke)
    fills = "all => new Set(all.map(it => getComputedStyle(it).fill)).size"
    for part in ("a.node rect", "a.node text"):
        assert page.locator(part).evaluate_all(fills) == 1, "levels do not color what the system colors"


def test_a_search_without_a_result_offers_a_next_step(visit: Visit, server: str) -> None:
    page = visit(server)
    page.locator("#find").fill("xylophone tuning")
    expect(page.locator(".find .none")).to_contain_text("Nothing is called that")
    page.keyboard.press("Enter")
    wait(page, "location.hash === '#/table'")
