"""A property that a format does not write is named by the report, whatever kind of thing has it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ecomgraph.exchange.registry import FORMATS
from ecomgraph.exchange.sorted_triples import SPELLING
from tests.exchange.small_graphs import LADDER, graph_of

# A thing of each kind that the ladder has none of.
MORE = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
:junior a ecg:ExperienceLevel ; skos:prefLabel "Junior"@en ; ecg:rank 1 .
:junior-clerk a ecg:RoleProfile ; skos:prefLabel "Junior clerk"@en ; ecg:narrowsRole :clerk ; ecg:atLevel :junior .
:food a ecg:Specialization ; skos:prefLabel "Food"@en .
:till a ecg:Responsibility ; skos:prefLabel "The till"@en .
:opening a ecg:Activity ; skos:prefLabel "Opening"@en .
:goal a ecg:Objective ; skos:prefLabel "More sales"@en .
:sales a ecg:BusinessFunction ; skos:prefLabel "Sales"@en .
:clerk ecg:hasResponsibility :till ; ecg:performsActivity :opening ; ecg:pursuesObjective :goal ;
    ecg:hasCollaboration :with-sales ; ecg:hasEvidence :line .
:with-sales a ecg:Collaboration ; ecg:collaboratesWith :sales .
:line a ecg:Passage ; dcterms:isPartOf :book .
:book a ecg:SourceDocument ; dcterms:title "The book"@en .
:said a owl:Axiom ; owl:annotatedSource :clerk ;
    owl:annotatedProperty ecg:hasResponsibility ; owl:annotatedTarget :till .
"""
SUBJECTS = (
    *("clerk", "junior", "junior-clerk", "food", "tact", "till", "opening", "goal", "sales", "clerk-tact", "rise"),
    *("with-sales", "line", "book", "craft", "alone", "tact-alone", "course", "said"),
)
TEXTS = "".join(f':{it} <https://x.example/text-{it}> "zq-{it}-text" .\n' for it in SUBJECTS)
LINKS = "".join(f":{it} <https://x.example/link-{it}> <https://x.example/zq-{it}-end> .\n" for it in SUBJECTS)


def _text(path: Path) -> str:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What each format wrote, and its lines of what is lost."""
    folder = tmp_path_factory.mktemp("left-out")
    graph = graph_of(folder, LADDER + MORE + TEXTS + LINKS)
    found = {}
    for name in FORMATS:
        report = graph.export(name, folder / (f"{name}.xlsx" if name == "xlsx" else name))
        found[name] = "".join(map(_text, map(Path, report.files))), "\n".join(report.lost)
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_property_of_any_kind_is_written_or_named(name: str, exported: dict[str, tuple[str, str]]) -> None:
    written, lost = exported[name]
    for subject in SUBJECTS:
        for property_, value in ((f"text-{subject}", f"zq-{subject}-text"), (f"link-{subject}", f"zq-{subject}-end")):
            assert value in written or f"https://x.example/{property_}" in lost, property_
            assert value in written or not FORMATS[name].whole, property_


@pytest.mark.parametrize("name", ["turtle", "ntriples", "trig", "jsonld", "rdfxml"])
def test_formats_of_rdf_say_that_values_are_spelled_anew(name: str, exported: dict[str, tuple[str, str]]) -> None:
    assert SPELLING in exported[name][1]


def test_property_read_of_one_kind_only_is_named_with_the_others(exported: dict[str, tuple[str, str]]) -> None:
    assert "skos:prefLabel of roles, levels" in exported["canvas"][1].replace("profiles, ", "")
    assert "ecg:importance" not in exported["case"][1]
    assert "ecg:transitionFrom" not in exported["odoo"][1]
    assert "ecg:transitionKind" in exported["odoo"][1]


def test_part_names_only_what_its_own_things_have(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, LADDER + MORE + ":boss <https://x.example/only-boss> 'zq' .")
    whole = graph.export("osmt", tmp_path / "whole.csv")
    part = graph.export("osmt", tmp_path / "part.csv", role="clerk")
    assert "https://x.example/only-boss" in " ".join(whole.lost)
    assert "https://x.example/only-boss" not in " ".join(part.lost)
