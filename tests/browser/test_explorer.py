"""What people do in the explorer, done in a real browser; answers are checked against the Python functions."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from ecomgraph import CareerGraph
from ecomgraph.model.amounts import amount
from ecomgraph.web.answers import passages_json
from tests.browser.actions import Visit, click_node, downloaded, settled, text_of, wait

pytestmark = pytest.mark.slow
MANAGER, OFFICER = "ecommerce-manager", "chief-digital-officer"
PATH = f"#/path?from={MANAGER}&to={OFFICER}"


# ---------------------------------------------------------------------- map and panel


def test_the_map_shows_every_role_and_profile(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server)
    names = page.locator("a.node").evaluate_all("nodes => nodes.map(node => node.getAttribute('aria-label'))")
    wanted = {it.label for it in (*graph.roles(), *graph.profiles())}
    assert {re.split(r", (?:role|profile)", name)[0] for name in names} == wanted
    transitions = page.locator(".edge:not(.quiet)").count()
    assert transitions == 4 + 2 + 12, (
        "promotions between roles, two rises between levels, and two in each of six fields"
    )


@pytest.mark.parametrize("width", [375, 1440])
def test_no_box_covers_another_and_no_label_leaves_its_box(visit: Visit, server: str, width: int) -> None:
    page = visit(server, width=width)
    boxes = page.locator("a.node").evaluate_all(
        """nodes => nodes.map(node => [node.querySelector("rect"), node.querySelector("text")].map(it => {
             const {left, top, right, bottom} = it.getBoundingClientRect(); return [left, top, right, bottom]; }))"""
    )
    for number, (box, text) in enumerate(boxes):
        inside = (text[0] >= box[0] - 1, text[2] <= box[2] + 1, text[1] >= box[1] - 2, text[3] <= box[3] + 2)
        assert all(inside), "a label leaves its box"
        for other, _ in boxes[:number]:
            apart = box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
            assert apart, "two boxes overlap"
    stage = page.locator(".stage").bounding_box()
    assert stage is not None
    assert min(box[0] for box, _ in boxes) >= stage["x"] - 1
    assert max(box[2] for box, _ in boxes) <= stage["x"] + stage["width"] + 1


def test_texts_of_a_small_map_can_be_read(visit: Visit, server: str) -> None:
    page = visit(server)
    page.evaluate("ecomgraph.map.draw({...ecomgraph.careers, width: 1350, tall: [1350, 1350]})")
    shown = "all => all.map(it => parseFloat(getComputedStyle(it).fontSize) * it.getScreenCTM().a)"
    assert min(page.locator(".map text").evaluate_all(shown)) > 9


def test_a_click_opens_what_a_node_is_with_basis_and_passages(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server)
    click_node(page, "Senior Director")
    assert text_of(page, ".panel h1") == "Senior Director"
    assert page.url.endswith("#/node/senior-director")
    # Those of the nodes that it builds on are folded.
    apart = len(graph.skills("senior-director")) - len(graph.common_skills("senior-director"))
    assert page.locator(".panel .skill").count() == apart
    assert page.locator(".panel .basis.stated").count() > 0
    duty = graph.responsibilities("senior-director")[0]
    entry = page.locator(".panel .items > li", has_text=duty.label).first
    assert duty.basis in entry.inner_text()
    assert duty.definition in entry.inner_text()
    entry.locator("summary").click()
    passage = entry.locator("a.passage").first
    title = passage.get_attribute("title") or ""
    assert duty.evidence[0] in title
    assert "characters" in title
    assert "sentence" in passage.inner_text()
    said = next(it for it in passages_json(graph, graph.node("senior-director"))["passages"] if it["id"] in title)
    assert said["abstract"]
    assert said["abstract"] in entry.inner_text()
    address = passage.evaluate("link => link.href")
    assert address.startswith(server)
    assert page.request.get(address).status == 200


def test_a_skill_opens_to_its_reasons(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, "#/node/ecommerce-director")
    skill = next(
        it for it in graph.skills("ecommerce-director") if graph.explain("ecommerce-director", it.skill)[0].note
    )
    reason = graph.explain("ecommerce-director", skill.skill)[0]
    row = page.locator(".skill", has_text=skill.skill.label).first
    row.locator("summary").click()
    expect(row.locator(".reasons")).to_contain_text(reason.holder.label)
    expect(row.locator(".reasons")).to_contain_text(reason.note)
    assert row.locator("a.passage").count() >= 1


def test_only_one_basis_at_a_time(visit: Visit, server: str) -> None:
    page = visit(server, "#/node/ecommerce-director")
    page.get_by_role("button", name=re.compile("^curated")).click()
    kinds = page.locator(".sections .items .basis").evaluate_all(
        "marks => [...new Set(marks.map(it => it.textContent))]"
    )
    assert page.locator(".sections").first.locator(".basis.stated").count() == 0
    assert "curated" in kinds


def test_what_points_at_a_node_brings_out_its_transitions(visit: Visit, server: str) -> None:
    page = visit(server)
    box = page.locator("a.node[aria-label^='Ecommerce Director (Mid level, Analytics)']")
    box.hover()
    near = page.locator(".edge.near")
    assert near.count() == 2 + 10, "up from entry, up to senior, to and from five other fields"
    assert near.first.is_visible()


def test_zoom_pan_and_fit(visit: Visit, server: str) -> None:
    page = visit(server)
    port = page.locator("g.port")
    fitted = port.get_attribute("transform")
    page.get_by_role("button", name="Zoom in").click()
    nearer = port.get_attribute("transform")
    assert nearer != fitted
    page.mouse.move(300, 200)
    page.mouse.down()
    page.mouse.move(380, 260, steps=4)
    page.mouse.up()
    assert port.get_attribute("transform") != nearer
    page.get_by_role("button", name="Fit the map").click()
    assert port.get_attribute("transform") == fitted


# ---------------------------------------------------------------------- paths


def test_a_path_is_found_by_clicking(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server)
    click_node(page, "Ecommerce Manager")
    page.get_by_role("button", name="From here").click()
    settled(page)
    click_node(page, "Chief Digital Officer")
    expect(page.locator(".way-card")).to_have_count(3)
    stops = page.locator(".way-card").first.locator(".stop").all_inner_texts()
    assert stops == [it.label for it in graph.find_path(MANAGER, OFFICER).nodes]
    assert page.locator("a.node.stop").count() == 5
    assert page.locator(".way.chosen").count() == 4
    first = page.locator(".way-card").first.locator(".move details").first
    first.locator("summary").first.click()
    learnt = first.locator(".skill").all_inner_texts()
    path = graph.find_path(MANAGER, OFFICER)
    assert len(learnt) == len(path.new_skills[0]) + len(path.raised_skills[0])


@pytest.mark.parametrize(
    ("criterion", "button"), [("new_skills", "Least new at each step"), ("learning", "Least to learn")]
)
def test_another_criterion_gives_its_own_best_paths(
    visit: Visit, server: str, graph: CareerGraph, criterion: str, button: str
) -> None:
    page = visit(server, PATH)
    page.get_by_role("button", name=button).click()
    wait(page, f"location.hash.includes('minimize={criterion}')")
    settled(page)
    costs = [text.partition(": ")[2].partition(" (")[0] for text in page.locator(".way-card .cost").all_inner_texts()]
    found = graph.find_paths(MANAGER, OFFICER, 3, minimize=criterion)
    assert costs == [amount(path.cost) for path in found]
    page.locator(".way-card").nth(1).get_by_role("button", name="Show on the map").click()
    settled(page)
    assert page.locator("a.node.stop").count() == len(found[1].nodes)


def test_months_are_refused_and_it_says_why(visit: Visit, server: str) -> None:
    page = visit(server, f"{PATH}&minimize=months", expected=["422"])
    assert page.get_by_role("button", name="Shortest time").count() == 0, "what nothing answers is not offered"
    assert "how long" in text_of(page, ".note.error")
    assert "typicalMonths" not in text_of(page, ".note.error"), "people are told in words"
    assert page.locator(".way-card").count() == 0
    assert page.locator(".gap").count() == 1, "what is missing can still be told"


def test_the_gap_shrinks_with_the_skills_at_hand(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, "#/path?to=ecommerce-director")
    assert page.locator("[data-missing]").get_attribute("data-missing") == str(len(graph.skills("ecommerce-director")))
    for typed, label in (
        ("serch engine optimisation", "Search engine optimization"),
        ("emial marketing", "Email marketing"),
    ):
        page.get_by_label("Skills you have").last.press_sequentially(typed)
        page.get_by_role("option", name=label).first.click()
        settled(page)
        expect(page.locator(".athand .chip", has_text=label)).to_have_count(1)
    gap = graph.skill_gap({"SEO", "email-marketing"}, "ecommerce-director")
    assert page.locator("[data-missing]").get_attribute("data-missing") == str(len(gap.missing))
    assert float(page.locator("[data-covered]").get_attribute("data-covered") or 0) == pytest.approx(gap.coverage)
    page.locator(".side.missing li", has_text=gap.missing[0].skill.label).first.get_by_role("button").click()
    settled(page)
    assert page.locator("[data-missing]").get_attribute("data-missing") == str(len(gap.missing) - 1)
    page.get_by_role("button", name="Remove Email marketing").click()
    settled(page)
    assert page.locator("[data-missing]").get_attribute("data-missing") == str(len(gap.missing))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("ecommerce-director-entry-strategic", "ecommerce-director-mid-operations"),
        (OFFICER, MANAGER),
    ],
)
def test_the_gap_between_nodes_is_that_of_python(
    visit: Visit, server: str, graph: CareerGraph, source: str, target: str
) -> None:
    page = visit(server, f"#/path?from={source}&to={target}", expected=["422", "404"])
    name, text = downloaded_last(page, "JSON")
    found, gap = json.loads(text), graph.skill_gap(source, target)
    assert name == f"gap-{source}-{target}.json"
    for side in ("missing", "shared", "surplus"):
        assert [it["iri"] for it in found[side]] == [it.skill.iri for it in getattr(gap, side)]
    assert (found["size"], found["coverage"], found["similarity"]) == (gap.size, gap.coverage, gap.similarity)
    page.get_by_text("How these numbers come about").click()
    assert f"{round(100 * (gap.similarity or 0))} %" in text_of(page, ".how")


def downloaded_last(page: Page, name: str) -> tuple[str, str]:
    page.locator(".gap summary", has_text="Export").click()
    with page.expect_download() as found:
        page.locator(".gap").get_by_role("button", name=name, exact=True).click()
    return found.value.suggested_filename, found.value.path().read_text(encoding="utf-8")


# ---------------------------------------------------------------------- comparison, table, search


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ecommerce-director-strategic", "ecommerce-director-operations"),
        (MANAGER, OFFICER),
    ],
)
def test_two_nodes_side_by_side(visit: Visit, server: str, graph: CareerGraph, one: str, other: str) -> None:
    page = visit(server, f"#/compare?a={one}&b={other}")
    _, text = downloaded(page, "JSON")
    rows, difference = json.loads(text)["rows"], graph.diff(one, other)
    for section, title in (
        ("responsibilities", "responsibilities"),
        ("collaborations", "collaborators"),
        ("skills", "skills"),
    ):
        change = getattr(difference, title)
        by_state = {
            state: {row["thing"]["iri"] for row in rows[section] if row["state"] == state}
            for state in ("gained", "lost", "kept", "raised", "lowered", "more", "less")
        }
        assert by_state["gained"] == {it.iri for it in change.gained}
        assert by_state["lost"] == {it.iri for it in change.lost}
        assert set.union(*(by_state[it] for it in ("kept", "raised", "lowered", "more", "less"))) == {
            it.iri for it in change.kept
        }
        if section == "skills":
            assert by_state["raised"] == {it.skill.iri for it in difference.raised}
            assert by_state["more"] == {it.iri for it in difference.more_important} - by_state["raised"]
    changed = sum(row["state"] != "kept" for section in rows.values() for row in section)
    page.get_by_role("button", name="Differences only").click()
    settled(page)
    assert page.locator(".matrix tbody tr").count() == changed
    assert page.locator(".matrix tbody tr.kept").count() == 0


def test_other_types_are_one_click_away(visit: Visit, server: str) -> None:
    page = visit(server, "#/compare?a=ecommerce-director-strategic")
    page.locator(".quick").get_by_role("link", name="Technology").click()
    settled(page)
    assert page.url.endswith("a=ecommerce-director-strategic&b=ecommerce-director-technology")
    assert page.locator(".matrix").count() >= 4


def test_the_table_has_what_the_map_has(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, "#/table")
    rows = page.locator("tbody tr")
    assert rows.count() == len(graph.roles()) + len(graph.profiles())
    page.get_by_label("Only rows with").fill("senior level")
    assert rows.count() == 7
    manager = page.locator("tr", has_text="Ecommerce Manager")
    page.get_by_label("Only rows with").fill("Ecommerce Manager")
    assert manager.first.get_by_role("link", name="Ecommerce Director", exact=True).count() == 1


@pytest.mark.parametrize(("typed", "label"), [("CDO", "Chief Digital Officer"), ("vp ecomerce", "VP of Ecommerce")])
def test_search_forgives_typing(visit: Visit, server: str, typed: str, label: str) -> None:
    page = visit(server)
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator(".find [role=option]").first).to_contain_text(label)
    page.keyboard.press("Enter")
    wait(page, "location.hash.startsWith('#/node/')")
    settled(page)
    assert text_of(page, ".panel h1") == label


def test_moves_keep_clear_of_boxes_between_them(visit: Visit, server: str) -> None:
    page = visit(server)
    ways = page.evaluate(
        """() => {
          const { passage } = ecomgraph.shapes;
          const box = (x, y) => ({ x, y, width: 100, height: 40 });
          const [one, other] = [box(0, 0), box(400, 0)];
          const ys = (...boxes) => passage(one, other, [one, other, ...boxes])?.map((it) => it.y) ?? null;
          return [
            ys(),
            ys(box(200, 90)),
            ys(box(200, 10)),
            ys(box(200, -10)),
            ys(box(200, -50), box(200, 0), box(200, 60)),
            passage(other, one, [one, other, box(200, 10)]).map((it) => [it.enter, it.leave]),
          ];
        }"""
    )
    assert ways == [None, None, [-1], [41], [-5], [[300, 200]]]


def test_a_comparison_is_whole_on_a_phone(visit: Visit, server: str) -> None:
    page = visit(server, "#/compare?a=senior-director&b=vp-of-ecommerce", width=375)
    for table in page.locator(".matrix").all():
        assert table.evaluate("it => it.scrollWidth <= it.parentElement.clientWidth")
    right = page.locator(".matrix thead th").last
    assert right.inner_text() == "Difference"
    assert right.evaluate("it => it.getBoundingClientRect().right <= innerWidth")
