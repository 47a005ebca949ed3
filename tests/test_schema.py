"""What the vocabulary has is shown everywhere: a kind and properties added to a copy of it turn up in every format."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ecomgraph.exchange.registry import FORMATS
from ecomgraph.namespace import CLASSES, ECG, PROPERTIES
from ecomgraph.schema import KINDS, LINKS, TABLED, links_of
from ecomgraph.store.dataset import DERIVED, VOCABULARY, Dataset

ROOT = Path(__file__).resolve().parent.parent

TERMS = """
ecg:Perk a owl:Class ; rdfs:subClassOf skos:Concept ; skos:prefLabel "perk"@en .
ecg:offersPerk a owl:ObjectProperty ; rdfs:domain ecg:CareerNode ; rdfs:range ecg:Perk ;
    skos:prefLabel "offers perk"@en .
ecg:mentors a owl:ObjectProperty ; rdfs:domain ecg:Role ; rdfs:range ecg:Role ; skos:prefLabel "mentors"@en .
ecg:weeklyHours a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:domain ecg:Role ; rdfs:range xsd:decimal ;
    skos:prefLabel "weekly hours"@en .
ecg:mnemonic a owl:DatatypeProperty ; rdfs:domain ecg:Skill ; rdfs:range xsd:string ; skos:prefLabel "mnemonic"@en .
ecg:urgency a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:domain ecg:SkillRequirement ;
    rdfs:range xsd:integer ; skos:prefLabel "urgency"@en .
"""
DATA = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/bakery/> .
x:baker a ecg:Role ; skos:prefLabel "Baker" ; ecg:offersPerk x:bread ; ecg:mentors x:helper ; ecg:weeklyHours 37.5 ;
    ecg:hasSkillRequirement x:need .
x:helper a ecg:Role ; skos:prefLabel "Helper" .
x:bread a ecg:Perk ; skos:prefLabel "Free bread" .
x:kneading a ecg:Skill ; skos:prefLabel "Kneading" ; ecg:mnemonic "Fold and turn" .
x:need a ecg:SkillRequirement ; ecg:requiredSkill x:kneading ; ecg:urgency 4711 ;
    ecg:importance <https://w3id.org/ecomgraph/importance/essential> .
"""
# How each of them can be recognized in the text of a format.
SIGNS = {
    "offersPerk": r"OFFERS_PERK|offersPerk|\bbread\b",
    "mentors": r"MENTORS|mentors",
    "weeklyHours": r"37\.5",
    "mnemonic": r"Fold and turn",
    "urgency": r"4711",
}
SCRIPT = """
import json, sys, zipfile
from pathlib import Path
from typing import Any
import ecomgraph
from ecomgraph.exchange.registry import FORMATS
from ecomgraph.web.answers import show_json
from ecomgraph.web.pages import Links, resource_page

def text(path):
    if path.suffix == ".xlsx":
        book = zipfile.ZipFile(path)
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return path.read_text()

graph, out = ecomgraph.load("data.ttl"), Path("out")
out.mkdir()
found = {}
for name in FORMATS:
    report = graph.export(name, out / (name + (".xlsx" if name == "xlsx" else "")))
    found[name] = {"text": "".join(map(text, map(Path, report.files))), "lost": report.lost}
baker = graph.role("baker")
ecomgraph.import_framework(out / "csv", "db")
again = ecomgraph.open("db")
found["again"] = {
    name: len(list(again.dataset.pairs("https://w3id.org/ecomgraph/ns#" + name))) for name in ("offersPerk", "mentors")
}
found["show"] = show_json(graph, baker)
found["pages"] = {
    name: resource_page(graph, "https://example.org/bakery/" + name, Links()) for name in ("baker", "kneading", "need")
}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the package with more in its vocabulary exports, shows and answers."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "ecomgraph", copy / "ecomgraph", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "ontology", copy / "ontology")
    (copy / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "generate_namespace.py", copy / "tools")
    with (copy / "ontology" / "ecomgraph.ttl").open("a", encoding="utf-8") as file:
        file.write(TERMS)
    (copy / "ecomgraph" / "_ontology").symlink_to(copy / "ontology")
    (copy / "ecomgraph" / "_queries").symlink_to(ROOT / "queries")
    (copy / "data.ttl").write_text(DATA, encoding="utf-8")
    subprocess.run([sys.executable, "tools/generate_namespace.py"], cwd=copy, check=True)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SCRIPT],
        cwd=copy,
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(copy)},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("name", FORMATS)
def test_a_new_property_is_in_every_format_or_said_to_be_lost(name: str, added: dict[str, Any]) -> None:
    for term, sign in SIGNS.items():
        written = re.search(sign, added[name]["text"]) is not None
        lost = any(f"ecg:{term}" in line for line in added[name]["lost"])
        assert written or lost, f"{name}: {term}"
        if name in ("turtle", "gexf", "graphml", "property-graph", "csv", "xlsx"):
            assert written, f"{name}: {term}"


def test_a_new_property_comes_back_from_the_tables(added: dict[str, Any]) -> None:
    assert added["again"] == {"offersPerk": 1, "mentors": 1}


def test_a_new_property_is_in_answers(added: dict[str, Any]) -> None:
    show = added["show"]
    assert [it["label"] for it in show["offers_perk"]] == ["Free bread"]
    assert [it["label"] for it in show["mentors"]] == ["Helper"]
    assert show["weekly_hours"] == 37.5


def test_a_new_property_is_on_pages(added: dict[str, Any]) -> None:
    assert {"Offers perk", "Free bread", "Mentors", "Weekly hours", "37.5"} <= set(
        re.findall("Offers perk|Free bread|Mentors|Weekly hours|37.5", added["pages"]["baker"])
    )
    assert "Fold and turn" in added["pages"]["kneading"]
    assert "4711" in added["pages"]["need"]


def test_every_class_is_a_kind_and_every_property_a_link() -> None:
    assert {kind.classes[0] for kind in KINDS.values() if kind.key != "statement"} == {
        ECG.NAMESPACE + name for name, facts in CLASSES.items() if facts.key
    }
    assert {link.name for link in LINKS.values() if link.own} == PROPERTIES.keys()


def test_names_that_users_see_are_unique() -> None:
    assert len({kind.table for kind in TABLED}) == len(
        {kind.name for kind in KINDS.values()} & {k.name for k in TABLED}
    )
    for kind in TABLED:
        columns = [link.column for link in links_of(kind.key)]
        assert len(columns) == len(set(columns)), kind.key


def test_what_the_vocabulary_calls_derived_is_never_asserted() -> None:
    dataset = Dataset()
    dataset.add_packaged("data", VOCABULARY)
    dataset.add_packaged("derived", DERIVED)
    for link in LINKS.values():
        if link.own and link.derived:
            graphs = {quad.graph_name for quad in dataset.store if quad.predicate.value == link.iri}
            assert graphs == {DERIVED}, link.name
