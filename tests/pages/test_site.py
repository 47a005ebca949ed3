"""The static site: whole or not at all, the same on every run, nothing in it leads nowhere."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from lxml import etree, html

import ecomgraph
from ecomgraph.careers.criteria import criterion_names
from ecomgraph.graph import CareerGraph
from ecomgraph.namespace import BASE, ECG
from ecomgraph.web import site as module
from ecomgraph.web import site_parts
from ecomgraph.web.pages import bundles
from ecomgraph.web.pages.delivered import key, script
from ecomgraph.web.pages.links import file_name, local_path
from ecomgraph.web.site import write_site
from tests.pages.conftest import json_ld, tree

ASSETS = Path(module.__file__).parent / "pages" / "assets"
SMALL = """
PREFIX ecg: <https://w3id.org/ecomgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX kind: <https://w3id.org/ecomgraph/transition-kind/>
PREFIX importance: <https://w3id.org/ecomgraph/importance/>
PREFIX x: <https://example.org/onet/>
x:15-1252.00 a ecg:Role ; skos:prefLabel "<script>alert(1)</script>" ; ecg:hasSkillRequirement x:need .
<https://example.org/../../etc/passwd> a ecg:Role ; skos:prefLabel "Traverser" .
x:need a ecg:SkillRequirement ; ecg:requiredSkill x:Baking ; ecg:importance importance:essential .
x:Baking a ecg:Skill ; skos:prefLabel "Baking" .
x:baking a ecg:Skill ; skos:prefLabel "baking in small letters" .
<https://w3id.org/ecomgraph/skill/CON> a ecg:Skill ; skos:prefLabel "upper device" .
<https://w3id.org/ecomgraph/skill/con> a ecg:Skill ; skos:prefLabel "device" .
<https://w3id.org/ecomgraph/skill/..> a ecg:Skill ; skos:prefLabel "up" .
<https://w3id.org/ecomgraph/assets/style> a ecg:Skill ; skos:prefLabel "in the way" .
<javascript:alert(1)> a ecg:Skill ; skos:prefLabel "runs" .
<urn:%00> a ecg:Skill ; skos:prefLabel "nul" .
x:transition a ecg:Transition ; ecg:transitionFrom x:15-1252.00 ;
    ecg:transitionTo <https://example.org/../../etc/passwd> ; ecg:transitionKind kind:promotion .
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> CareerGraph:
    long_name = f"<https://w3id.org/ecomgraph/skill/{'long-' * 60}end> a ecg:Skill .\n"
    file = tmp_path_factory.mktemp("own") / "own.ttl"
    file.write_text(SMALL + long_name)
    return ecomgraph.load(file)


@pytest.fixture(scope="module")
def own_site(own: CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, alone in a folder; tests only read it."""
    folder = tmp_path_factory.mktemp("own-site") / "site"
    write_site(own, folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def broken_links(folder: Path) -> list[tuple[str, str]]:
    """Every link within a site that leads to no file or, in a page, to no part of it."""
    written = {str(path) for path in folder.rglob("*") if path.is_file()}
    anchors: dict[str, set[str]] = {}
    links: dict[str, list[str]] = {}
    for page in sorted(it for it in written if it.endswith(".html")):
        parsed = tree(Path(page).read_text(encoding="utf-8"))
        anchors[page], links[page] = set(parsed.xpath("//@id")), parsed.xpath("//@href | //@src")
    found = []
    # What scripts read, not browsers: a state of the explorer or a query.
    states = {str(folder / "index.html"), str(folder / "query" / "index.html")}
    for page, addresses in links.items():
        for address in addresses:
            link = urlsplit(address)
            if link.scheme:
                continue
            # As a browser does: without asking the disk for each folder on the way.
            target = os.path.normpath(Path(page).parent / unquote(link.path)) if link.path else page
            part = link.fragment if target not in states else ""
            if target not in written or (part and part not in anchors.get(target, ())):
                found.append((os.path.relpath(page, folder), address))
    return found


@pytest.mark.slow
def test_no_link_of_the_whole_site_is_broken(bundled_site: Path) -> None:
    assert broken_links(bundled_site) == []


@pytest.mark.long
def test_the_publication_and_retired_iris_of_the_bundled_framework_stay_with_it(own_site: Path) -> None:
    folders = {it.name for it in own_site.iterdir() if it.is_dir()}
    assert folders >= {"basis", "importance"}
    assert not folders & {"activity", "characteristic", "dataset", "distribution", "responsibility", "statement"}


@pytest.mark.long
def test_a_broken_link_is_found(own_site: Path, tmp_path: Path) -> None:
    assert broken_links(own_site) == []
    shutil.copytree(own_site, tmp_path / "site")
    page = next(page for page in (tmp_path / "site").rglob("*.html") if b'.html"' in page.read_bytes())
    page.write_bytes(page.read_bytes().replace(b'.html"', b'.htm"'))
    assert broken_links(tmp_path / "site") != []


@pytest.mark.slow
def test_every_page_is_well_formed_self_contained_and_carries_its_triples(
    bundled_site: Path, graph: CareerGraph
) -> None:
    told = 0
    for page in sorted(bundled_site.rglob("*.html")):
        content = page.read_text(encoding="utf-8")
        found = tree(content)
        identifiers = found.xpath("//@id")
        assert content.startswith("<!doctype html>")
        assert len(identifiers) == len(set(identifiers)), page
        assert found.xpath("count(//h1)") == 1 or page.name == "index.html", page
        assert not found.xpath("//*[@style] | //style | //script[not(@src) and not(@type)]"), page
        assert not found.xpath("//@*[starts-with(name(), 'on')]"), page
        loaded = found.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert all(not urlsplit(address).scheme for address in loaded) or page.name == "404.html", page
        for block in json_ld(found):
            told += len(list(ox.parse(json.dumps(block), format=ox.RdfFormat.JSON_LD)))
    assert told > graph.dataset.count()


@pytest.mark.slow
def test_strict_parser_finds_no_error_in_a_page_of_each_kind(bundled_site: Path) -> None:
    for folder in sorted(
        path for path in bundled_site.iterdir() if path.is_dir() and path.name not in ("assets", "data")
    ):
        page = sorted(folder.glob("*.html"))[0]
        parser = html.HTMLParser(encoding="utf-8", recover=False)
        try:
            html.document_fromstring(page.read_bytes(), parser=parser)
        except etree.ParserError as error:  # pragma: no cover - only when a page is broken
            pytest.fail(f"{page}: {error}")
        # libxml2 knows HTML 4: tags of HTML 5 are none of our errors.
        errors = [it for it in parser.error_log if it.type_name != "HTML_UNKNOWN_TAG"]
        assert not errors, f"{page}: {errors[0]}"


@pytest.mark.slow
def test_all_that_the_graph_speaks_of_has_a_page_and_data(bundled_site: Path, graph: CareerGraph) -> None:
    subjects = {quad.subject.value for quad in graph.dataset.store if isinstance(quad.subject, ox.NamedNode)}
    assert len(subjects) > 1400
    for iri in subjects:
        name = file_name(iri)
        assert (bundled_site / f"{name}.html").is_file(), iri
        if iri != BASE + "ns":
            for ending in ("ttl", "jsonld", "nt", "rdf"):
                assert (bundled_site / f"{name}.{ending}").is_file(), iri
    data = (bundled_site / "role" / "chief-digital-officer.ttl").read_bytes()
    assert any(quad.predicate.value == ECG.hasEvidence for quad in ox.parse(data, format=ox.RdfFormat.TURTLE))


@pytest.mark.slow
def test_whole_graph_as_files(bundled_site: Path, graph: CareerGraph) -> None:
    again = ecomgraph.load(bundled_site / "data" / "careers.trig")
    assert {it.iri for it in again.profiles()} == {it.iri for it in graph.profiles()}
    for name in ("careers.ttl", "careers.jsonld", "careers.nt"):
        assert len(ecomgraph.load(bundled_site / "data" / name).roles()) == 5
    assert (bundled_site / "data" / "shapes" / "role.ttl").is_file()
    assert (bundled_site / "data" / "context.jsonld").is_file()
    assert (bundled_site / "ns.ttl").is_file()


@pytest.mark.slow
def test_sitemap_lists_every_page_under_the_base_url(bundled_site: Path) -> None:
    root = etree.parse(bundled_site / "sitemap.xml").getroot()
    places = [place.text or "" for place in root.iter("{*}loc")]
    pages = {path.relative_to(bundled_site).as_posix() for path in bundled_site.rglob("*.html")}
    # Shown in the place of other pages.
    pages -= {"404.html", "ns.html", "shape.html"}
    assert sorted(places) == sorted(f"https://example.org/careers/{it.removesuffix('index.html')}" for it in pages)
    assert "https://example.org/careers/role/vp-of-ecommerce.html" in places


def delivered(path: Path) -> list[list[object]]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node, which runs the files as a browser does, is not installed")
    text = "const found=[];const ecomgraph={deliver:(...it)=>found.push(it)};" + path.read_text(encoding="ascii")
    done = subprocess.run(  # noqa: S603 - node, on a file that we wrote
        [node, "-e", text + ";process.stdout.write(JSON.stringify(found))"], capture_output=True, text=True, check=True
    )
    answers: list[list[object]] = json.loads(done.stdout)
    return answers


@pytest.mark.slow
def test_answers_are_those_of_the_command_line(bundled_site: Path, graph: CareerGraph) -> None:
    from ecomgraph.web import answers

    node = graph.node("vp-of-ecommerce")
    for name, expected in (
        ("show", answers.show_json(graph, node)),
        ("skills", answers.skills_json(graph, node)),
        ("passages", answers.passages_json(graph, node)),
    ):
        path = bundled_site / "data" / name / "vp-of-ecommerce.js"
        assert delivered(path) == [[name, "vp-of-ecommerce", json.loads(json.dumps(expected))]]
    ((_, _, paths),) = delivered(bundled_site / "data" / "path" / "ecommerce-manager.js")
    assert isinstance(paths, dict)
    found = graph.find_paths("ecommerce-manager", "chief-digital-officer", 3, minimize="learning")
    ends = graph.node("ecommerce-manager"), graph.node("chief-digital-officer")
    expected = json.loads(json.dumps(answers.paths_json(*ends, found)))
    assert paths["learning--chief-digital-officer"] == expected
    assert paths["steps--ecommerce-manager"]["paths"][0]["steps"] == [], "a node is one with itself"
    ((_, _, roles),) = delivered(bundled_site / "data" / "roles" / "1--1.js")
    assert roles == json.loads(json.dumps(answers.roles_json(graph, details=True, profiles=True)))
    for criterion in criterion_names():
        answer = paths[key({"to": "chief-digital-officer", "minimize": criterion})]
        assert "paths" in answer or answer["code"] == "missing-months", criterion
    ((_, _, nowhere),) = delivered(bundled_site / "data" / "path" / "chief-digital-officer.js")
    assert isinstance(nowhere, dict)
    assert nowhere["steps--ecommerce-manager"]["error"].startswith("no path leads from")
    ((_, _, rows),) = delivered(bundled_site / "data" / "query" / "skill-gap" / "senior-director--vp-of-ecommerce.js")
    assert isinstance(rows, dict)
    example = graph.query("skill-gap", source="senior-director", target="vp-of-ecommerce")
    assert len(rows["results"]["bindings"]) == len(example)


def test_scripts_say_what_they_were_given(tmp_path: Path) -> None:
    shared = {"iri": "urn:x:a-long-enough-value", "label": "</script>\u2028'\"\\`${x}"}
    value = {"a": [shared, shared, {"deep": [shared, [1.5, None, True]]}], "b": {"c": [shared] * 3}, "é😀": ""}
    file = tmp_path / "a.js"
    file.write_bytes(script("show", "a", value))
    assert file.read_text().count("a-long-enough-value") == 1
    assert delivered(file) == [["show", "a", value]]


@pytest.mark.slow
def test_keys_are_those_of_the_script() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node, which runs the script, is not installed")
    asked: list[dict[str, object]] = [
        {},
        {"node": "a"},
        {"to": "x", "from": "y", "minimize": "steps"},
        {"node": "https://example.org/a b"},
        {"node": "x" * 300},
        {"text": "é😀"},
        {"empty": "", "none": None, "number": 3},
    ]
    program = (
        "global.window={};global.document={currentScript:null,documentElement:{dataset:{}}};"
        f"require({json.dumps(str(ASSETS / 'data.js'))});"
        f"process.stdout.write(JSON.stringify({json.dumps(asked)}.map(window.ecomgraph.key)))"
    )
    done = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert json.loads(done.stdout) == [key(it) for it in asked]


@pytest.mark.slow
def test_file_names_are_those_of_the_script() -> None:
    source = Path(bundles.__file__).parent / "assets" / "links.js"
    node = shutil.which("node")
    if node is None:
        pytest.skip("node, which runs the script, is not installed")
    iris = [
        f"{BASE}role/ecommerce-director",
        f"{BASE}skill/CON",
        f"{BASE}skill/con",
        f"{BASE}assets/style",
        f"{BASE}skill/{'a' * 121}",
        f"{BASE}skill/a/b",
        "https://example.org/onet/15-1252.00",
        "https://example.org/Brot & Käse",
        "urn:isbn:3",
        "https://example.org/😀",
        "x" * 1000,
        "",
    ]
    program = (
        "global.window={};global.document={currentScript:null};"
        f"require({json.dumps(str(source))});"
        f"process.stdout.write(JSON.stringify({json.dumps(iris)}.map(window.ecomgraph.fileName)))"
    )
    done = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert json.loads(done.stdout) == [file_name(iri) for iri in iris]


@pytest.mark.parametrize(
    "path",
    [
        "role/../x",
        "role/x/y",
        "role/",
        "/x",
        "../x",
        "role/.x",
        "role/x.html",
        "skill/nul",
        "api/x",
        "role/X",
        "ns/x",
        "role/%2e",
    ],
)
def test_paths_that_no_file_may_have(path: str) -> None:
    assert local_path(BASE + path) == ""
    name = file_name(BASE + path)
    assert name.startswith("resource/")
    assert set(name.removeprefix("resource/")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.long
def test_hostile_names_stay_in_the_folder_and_apart(own_site: Path) -> None:
    written = files(own_site)
    assert list(own_site.parent.iterdir()) == [own_site]
    assert len({name.casefold() for name in written}) == len(written)
    assert max(len(part) for name in written for part in name.split("/")) < 200
    for iri in ("https://example.org/onet/Baking", "https://example.org/onet/baking", "javascript:alert(1)"):
        assert f"{file_name(iri)}.html" in written
    page = tree(written[f"{file_name('https://example.org/onet/15-1252.00')}.html"].decode())
    assert page.xpath("//h1")[0].text == "<script>alert(1)</script>"
    assert not [data for name, data in written.items() if name.endswith(".html") and b"<script>alert" in data]


@pytest.mark.slow
def test_same_bytes_on_every_run_which_are_counted(own: CareerGraph, own_site: Path, tmp_path: Path) -> None:
    report = write_site(own, tmp_path / "again")
    written = files(tmp_path / "again")
    assert written == files(own_site)
    assert (report.files, report.size) == (len(written), sum(map(len, written.values())))


@pytest.mark.slow
def test_large_frameworks_leave_out_what_is_told_elsewhere(
    own: CareerGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_THINGS", 50)
    monkeypatch.setattr(site_parts, "MOST_TRIPLES", 50)
    report = write_site(own, tmp_path / "site")
    written = files(tmp_path / "site")
    assert f"{file_name('https://example.org/onet/Baking')}.html" in written
    assert f"{file_name('https://example.org/onet/need')}.html" not in written
    assert "data/careers.ttl" in written
    assert "data/careers.nt" not in written
    assert len(report.left_out) == 2
    assert broken_links(tmp_path / "site") == []
    page = tree(written[f"{file_name('https://example.org/onet/15-1252.00')}.html"].decode())
    assert "Essential" in page.xpath("string(//section[@id='says-hasSkillRequirement'])")


@pytest.mark.slow
def test_a_failure_leaves_nothing(own: CareerGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site_parts, "script", fail)
    with pytest.raises(ecomgraph.SourceError, match="No space left"):
        write_site(own, tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_only_a_site_is_replaced(own: CareerGraph, own_site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(own_site, tmp_path / "site")
    before = files(folder)
    with pytest.raises(ecomgraph.SourceError, match="already exists"):
        write_site(own, folder)
    (folder / "level").mkdir(exist_ok=True)
    (folder / "stale.html").write_text("old")
    write_site(own, folder, force=True)
    assert files(folder) == before

    foreign = tmp_path / "photos"
    foreign.mkdir()
    (foreign / "cat.jpg").write_bytes(b"\xff")
    for force in (False, True):
        with pytest.raises(ecomgraph.SourceError):
            write_site(own, foreign, force=force)
    assert files(foreign) == {"cat.jpg": b"\xff"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "example.org", "https://", "https://example.org/?a=b", "file:///x", "https://[x"]
)
def test_base_urls_that_are_none(own: CareerGraph, tmp_path: Path, url: str) -> None:
    with pytest.raises(ecomgraph.EcomgraphError, match="base-url"):
        write_site(own, tmp_path / "site", base_url=url)
    assert list(tmp_path.iterdir()) == []
