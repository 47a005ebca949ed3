"""The query page in a browser: stored queries by their forms, one's own in the editor, answers in three views."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.browser.chromium import REFUSED, violations, watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from ecomgraph.graph import CareerGraph

pytestmark = pytest.mark.slow
ROWS = "#view tbody tr"


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    with watched(browser, server, REFUSED, viewport={"width": 1280, "height": 900}) as found:
        found.goto(f"{server}/query")
        yield found


def run(page: Page) -> None:
    page.click("#run")
    page.wait_for_selector("#answer[aria-busy=false]:not([hidden])")
    page.wait_for_function("() => document.getElementById('run').textContent === 'Run'")


def write(page: Page, text: str) -> None:
    page.click("[data-mode=own]")
    page.fill("#sparql", text)
    run(page)


def test_a_stored_query_is_found_run_sorted_and_linked(page: Page, graph: CareerGraph) -> None:
    asked = {"source": "ecommerce-manager", "target": "vp-of-ecommerce"}
    rows = list(graph.query("skill-gap", **asked))
    skill, name, _ = rows[0]
    assert len(rows) > 3, "enough to see them sorted"
    page.fill("#filter", "still have to learn")
    assert page.locator("[data-query]:visible").count() == 1
    page.click("[data-query=skill-gap]")
    assert page.input_value("#parameter-source") == "Senior Director"
    assert "ecomgraph query skill-gap --param source=senior-director" in page.inner_text("#command")
    page.goto(f"{page.url.partition('#')[0]}#skill-gap?{urlencode(asked)}")
    run(page)
    assert page.locator(ROWS).count() == len(rows)
    link = page.locator(f"{ROWS} >> nth=0").locator("a").first
    assert link.inner_text() == name
    assert str(link.get_attribute("href")).endswith(f"/skill/{str(skill).rpartition('/')[2]}.html")
    heads = page.locator("#view th button")
    assert heads.all_inner_texts() == ["skill", "importance"], "what a skill is called is shown once"
    assert "label is what skill is called" in page.inner_text("#view")
    heads.first.click()
    heads.first.click()
    assert page.get_attribute("#view th >> nth=0", "aria-sort") == "descending"
    labels = page.locator(f"{ROWS} td:first-child").all_inner_texts()
    assert labels == sorted(labels, reverse=True)


def test_a_parameter_is_picked_by_typing_almost_its_name(page: Page) -> None:
    page.goto(page.url.partition("#")[0] + "#skill-gap")
    page.fill("#parameter-target", "cheif digital")
    page.wait_for_selector("[role=option]:visible")
    page.press("#parameter-target", "Enter")
    assert page.input_value("#parameter-target") == "Chief Digital Officer"
    with page.expect_request("**/api/query/skill-gap?*") as request:
        run(page)
    assert "target=https%3A%2F%2Fw3id.org%2Fecomgraph%2Frole%2Fchief-digital-officer" in request.value.url


def test_the_address_holds_the_question_and_the_view(page: Page, browser: Browser, server: str) -> None:
    page.goto(f"{server}/query#skills-by-profile-count")
    run(page)
    page.click("[data-view=chart]")
    bars = page.locator(".chart-bar").count()
    assert bars > 10
    assert page.locator("svg.chart").get_attribute("role") == "img"
    with watched(browser, server) as other:
        other.goto(page.url)
        other.wait_for_selector(".chart-bar")
        assert other.locator(".chart-bar").count() == bars
        assert other.locator("[data-view=chart]").get_attribute("aria-pressed") == "true"


def test_own_sparql_in_an_address_waits_for_a_click(page: Page, browser: Browser, server: str) -> None:
    """Anybody may write an address, so that following it runs nothing."""
    write(page, "SELECT ?role { ?role a ecg:Role } ORDER BY ?role")
    found = page.locator(ROWS).count()
    assert found
    with watched(browser, server) as other:
        asked: list[str] = []
        other.on("request", lambda request: asked.append(request.url))
        other.goto(page.url)
        other.wait_for_function("() => document.getElementById('sparql').value.includes('ecg:Role')")
        other.wait_for_timeout(200)
        assert other.is_hidden("#answer")
        assert not [url for url in asked if "/sparql" in url]
        run(other)
        assert other.locator(ROWS).count() == found


def test_files_of_an_answer(page: Page) -> None:
    write(page, 'SELECT ?a ?b { VALUES (?a ?b) { ("=cmd()" 1) ("a \\"b\\", c" -2) } }')
    with page.expect_download() as csv:
        page.click("#downloads button:has-text('CSV')")
    assert csv.value.path().read_bytes() == b'a,b\r\n\'=cmd(),1\r\n"a ""b"", c",-2\r\n'
    with page.expect_download() as json:
        page.click("#downloads button:has-text('JSON')")
    assert b'"=cmd()"' in json.value.path().read_bytes()


def test_triples_as_a_picture(page: Page) -> None:
    write(page, "CONSTRUCT WHERE { ?a ecg:advancesTo ?b }")
    page.click("[data-view=graph]")
    nodes = page.locator(".graph a").count()
    assert nodes > 20
    assert page.locator(".graph-edge").count() == int(page.inner_text("#answer-count").split()[0])
    boxes = page.locator(".graph-node").evaluate_all("all => all.map(it => it.getBoundingClientRect().toJSON())")
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or (one["bottom"] <= other["top"] or other["bottom"] <= one["top"])
            ), "boxes, and so names, do not lie on each other"
    outside = """all => all.filter(it => {
        const [text, box] = [it, it.parentNode.querySelector("rect")].map(part => part.getBoundingClientRect());
        return text.left < box.left || text.right > box.right || text.bottom > box.bottom;
    }).map(it => it.textContent)"""
    assert page.locator(".graph-name").evaluate_all(outside) == []
    href = page.locator(".graph a[aria-label='Senior Director']").get_attribute("href")
    assert str(href).endswith("/role/senior-director.html")
    write(page, "ASK { ?a ecg:advancesTo ?b }")
    assert page.inner_text("#view") == "Yes"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("SELECT ?x\nWHERE {\n  ?x a ecg:Role ;; .\n  FILTER(\n}", "line 5: } is found where ) is missing", 5),
        (
            "SELECT ?x\nWHERE {\n  ?x a ecg:Role ;; .\n  BIND(1 2)\n  ?a ?b ?c\n}",
            "not a SPARQL query: line 4, column 10: 2 is not expected after 1",
            4,
        ),
    ],
)
def test_an_error_shows_its_line(page: Page, text: str, message: str, line: int) -> None:
    write(page, text)
    assert message in page.inner_text("#error")
    page.click("#error button")
    assert page.inner_text("#error button").endswith(f" {line}")
    assert page.inner_text(".editor-lines .wrong") == str(line)
    before = page.evaluate("() => { const a = document.activeElement; return a.value.slice(0, a.selectionStart) }")
    assert before.count("\n") == line - 1
    assert page.get_attribute("#sparql", "aria-invalid") == "true"
    page.goto(page.url.partition("#")[0] + "#skill-gap?source=nobody&target=cdo")
    page.wait_for_selector("#error:visible")
    assert "nobody" in page.inner_text("#error")


def test_the_editor_by_keyboard(page: Page) -> None:
    page.click("[data-mode=own]")
    page.fill("#sparql", "ASK {")
    page.focus("#sparql")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("?s ?p ?o }")
    assert page.input_value("#sparql") == "ASK {\n  ?s ?p ?o }"
    page.keyboard.press("Tab")
    assert page.input_value("#sparql").endswith("}  ")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".verdict")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") != "sparql"


def test_completion_and_colours(page: Page) -> None:
    page.click("[data-mode=own]")
    page.fill("#sparql", "SELECT ?skill {\n  ?skill a ")
    page.focus("#sparql")
    page.keyboard.press("Control+End")
    options = page.locator("#completions:visible [role=option]")
    page.keyboard.type("ski")
    options.first.wait_for()
    assert options.first.locator("code").inner_text() == "ecg:Skill", "a class after a"
    page.keyboard.press("Tab")
    page.keyboard.type(" ; skos:pref")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#sparql", "aria-activedescendant") == "completions-0"
    page.keyboard.press("Enter")
    page.keyboard.type(" ?sk")
    options.first.wait_for()
    assert options.locator("code").all_inner_texts() == ["?skill"]
    page.keyboard.press("Escape")
    page.keyboard.type("l . senior dir"[:-4])
    options.first.wait_for()
    assert "role:senior-director" in options.locator("code").all_inner_texts(), "a stored name"
    page.keyboard.press("Enter")
    assert page.input_value("#sparql") == "SELECT ?skill {\n  ?skill a ecg:Skill ; skos:prefLabel ?skl . senior\n  "
    assert page.locator("#completions:visible").count() == 0
    page.fill("#sparql", 'ASK { ?s ?p "{?x" } # ?y')
    painted = page.locator(".editor-paint span")
    assert painted.all_inner_texts() == ["ASK", "?s", "?p", '"{?x"', "# ?y"]
    assert page.locator(".editor-paint").inner_text() == page.input_value("#sparql")


def test_an_answer_to_another_question_is_dimmed(page: Page) -> None:
    write(page, "ASK { ?s ?p ?o }")
    assert page.locator("#outdated:visible").count() == 0
    page.fill("#sparql", "ASK { ?s ?p 1 }")
    assert page.locator(".answer.stale #outdated:visible").count() == 1
    run(page)
    assert page.locator(".answer.stale").count() == 0


def test_a_running_query_is_canceled(page: Page) -> None:
    page.click("[data-mode=own]")
    page.route("**/sparql", lambda _: None)
    page.click("#run")
    assert page.inner_text("#run") == "Running…"
    assert page.get_attribute("#answer", "aria-busy") == "true"
    page.click("#cancel")
    assert page.inner_text("#run") == "Run"
    page.unroute("**/sparql")
    run(page)
    assert page.locator(ROWS).count() > 0


def test_what_an_answer_says_runs_nothing(page: Page) -> None:
    write(
        page,
        'SELECT ?a ?b { VALUES (?a ?b) { (<javascript:alert(1)> "<img src=x onerror=alert(1)>") '
        '(<http://example.org/x> "</script>") } }',
    )
    assert page.locator("#view img").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.inner_text("#view")
    links = page.locator("#view a").evaluate_all("them => them.map((it) => it.getAttribute('href'))")
    assert links == ["http://example.org/x"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 375)])
def test_anybody_can_use_it(browser: Browser, server: str, scheme: str, width: int) -> None:
    with watched(browser, server, color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{server}/query#skills-by-profile-count?minimum=20&view=chart")
        page.wait_for_selector(".chart-bar")
        assert violations(page) == []
        page.click("[data-view=table]")
        assert violations(page) == []
        page.click("[data-mode=own]")
        page.fill("#sparql", "CONSTRUCT WHERE { ?a ecg:advancesTo ?b }")
        run(page)
        page.click("[data-view=graph]")
        assert violations(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
