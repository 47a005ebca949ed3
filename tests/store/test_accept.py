"""What no file may have: values that not every format can hold, and things that nobody could ask for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

import ecomgraph
from ecomgraph import ImportOptions, import_framework
from ecomgraph.errors import EcomgraphError, ParseError
from ecomgraph.store.accept import MAX_VALUE
from ecomgraph.store.dataset import DERIVED
from ecomgraph.store.parse import FORMATS, parse_bytes
from ecomgraph.store.rdflib_view import from_rdflib
from tests.samples import sampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LINE = '\n<urn:a> <urn:b> "{}" .\n'
WITH_TEXT: dict[str, str] = {
    ".jsonld": '\n{{"@id": "urn:a", "urn:b": "{}"}}',
    ".nq": LINE,
    ".nt": LINE,
    ".rdf": f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="urn:">\n<rdf:Description rdf:about="urn:a"><b>{{}}</b>'
    "</rdf:Description></rdf:RDF>",
    ".trig": LINE,
    ".ttl": LINE,
}
# The longest way in which each format can write one character of a text.
ESCAPES = {".jsonld": r"\ud83d\ude00", ".rdf": "&#x1F600;"}


@pytest.mark.parametrize("ending", sorted(WITH_TEXT))
@pytest.mark.parametrize("length", sampled([MAX_VALUE + 1, 17_000_000], 2))
def test_long_texts_are_refused_alike(ending: str, length: int) -> None:
    document = WITH_TEXT[ending].format("x" * length).encode()
    with pytest.raises(ParseError, match=r"^ours:2(:\d+)?: a text or an IRI of more than 500,000 characters; "):
        parse_bytes(document, FORMATS[ending], name="ours")


@pytest.mark.long
@pytest.mark.parametrize("ending", sorted(WITH_TEXT))
def test_the_longest_texts_are_read_however_they_are_written(ending: str) -> None:
    document = WITH_TEXT[ending].format(ESCAPES.get(ending, r"\U0001F600") * MAX_VALUE).encode()
    (quad,) = parse_bytes(document, FORMATS[ending], name="ours")
    assert quad.object == ox.Literal("\U0001f600" * MAX_VALUE)


@pytest.mark.long
@pytest.mark.parametrize(
    ("turtle", "place"),
    [
        ("\n<urn:a> <urn:b> <urn:{}> .", "2:17"),
        ("\n<urn:a> <urn:b> 1 .\n# {}\n", "3:1"),
        ("@prefix e: <urn:> .\n e:a e:b e:{} .", "2:10"),
        ('<urn:a> <urn:b> 1 .\n\n<urn:a> <urn:b> """\n{}""" .', "3:17"),
    ],
    ids=["IRI", "comment", "name", "long string"],
)
def test_what_overflows_the_native_parser_is_told_with_its_place(turtle: str, place: str) -> None:
    with pytest.raises(ParseError, match=rf"^ours:{place}: a text or an IRI of more than 500,000 characters"):
        parse_bytes(turtle.format("x" * 17_000_000).encode(), ox.RdfFormat.TURTLE, name="ours")


def test_an_iri_made_of_two_parts_is_measured_whole() -> None:
    half = "x" * (MAX_VALUE // 2)
    with pytest.raises(ParseError, match=r"^ours:1: a text or an IRI of more than 500,000"):
        parse_bytes(f"@prefix e: <urn:{half}> . e:a e:b e:{half} .".encode(), ox.RdfFormat.TURTLE, name="ours")


@pytest.mark.long
def test_long_texts_in_other_sources_are_refused(tmp_path: Path) -> None:
    item = {"identifier": "i", "uri": "https://c.example/i", "fullStatement": "x" * 17_000_000, "CFItemType": "Skill"}
    document = {"identifier": "d", "uri": "https://c.example/d", "title": "D", "creator": "C"}
    path = tmp_path / "ours.json"
    path.write_text(json.dumps({"CFDocument": document, "CFItems": [item], "CFAssociations": []}), encoding="utf-8")
    with pytest.raises(EcomgraphError, match="more than 500,000 characters"):
        import_framework(path, tmp_path / "career.db", options=ImportOptions(format="case"))
    assert not (tmp_path / "career.db").exists()


# ------------------------------------------------------------------ things without an IRI

TURTLE = """@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://shop.example/> .
:clerk a ecg:Role ; skos:prefLabel "Clerk"@en .
"""
NAMELESS = {
    "role": ('[] skos:prefLabel "Boss"@en ;\n a ecg:Role .', r":\d: a Role is a blank node \(Boss\)"),
    "skill": (":clerk ecg:requiresSkill [ a ecg:Skill ] .", ":5: a Skill is a blank node"),
    "transition": ("_:t a ecg:Transition ; ecg:transitionFrom :clerk .", ":5: a Transition is a blank node"),
    "requirement": (":clerk ecg:hasSkillRequirement [ a ecg:SkillRequirement ] .", ":5: a SkillRequirement is a"),
}


def by_loading(path: Path) -> object:
    return ecomgraph.load(path)


def by_importing(path: Path) -> object:
    return import_framework(path, path.parent / "career.db")


def by_rdflib(path: Path) -> object:
    return ecomgraph.load(rdflib.Graph().parse(path))


@pytest.mark.parametrize("kind", NAMELESS)
@pytest.mark.parametrize("take", [by_loading, by_importing, by_rdflib])
def test_a_thing_without_an_iri_is_refused_by_name(kind: str, take: Callable[[Path], object], tmp_path: Path) -> None:
    turtle, reason = NAMELESS[kind]
    path = tmp_path / "ours.ttl"
    path.write_text(TURTLE + turtle, encoding="utf-8")
    if take is by_rdflib:
        reason = f"rdflib graph: {reason.partition(': ')[2]}"
    with pytest.raises(EcomgraphError, match=rf"{reason}[^\n]*; give it an IRI$"):
        take(path)
    assert not (tmp_path / "career.db").exists()


def test_json_ld_without_ids_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "ours.jsonld"
    context = {"@vocab": "https://w3id.org/ecomgraph/ns#", "label": "http://www.w3.org/2004/02/skos/core#prefLabel"}
    roles = [{"@id": "urn:a", "@type": "Role", "label": "A"}, {"@type": "Role", "label": "B"}]
    path.write_text(json.dumps({"@context": context, "@graph": roles}, indent=1), encoding="utf-8")
    with pytest.raises(ParseError, match=r"ours\.jsonld:\d+: a Role is a blank node \(B\), which no query can"):
        ecomgraph.load(path)


def test_other_blank_nodes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "ours.ttl"
    path.write_text(TURTLE + ":clerk skos:note [ a skos:Concept ; skos:note [] ] .", encoding="utf-8")
    assert ecomgraph.load(path).sparql("ASK { ?clerk skos:note [ a skos:Concept ] }") is True


# ------------------------------------------------------------------ rdflib

IRI = rdflib.URIRef("https://shop.example/a")


@pytest.mark.parametrize(
    ("triple", "named"),
    [
        (
            (rdflib.URIRef("https://shop.example/a role"), IRI, IRI),
            "<https://shop.example/a role> is not an absolute IRI",
        ),
        ((IRI, rdflib.URIRef("relative"), IRI), "<relative> is not an absolute IRI"),
        ((IRI, IRI, rdflib.URIRef("urn:{a}")), "<urn:{a}> is not an absolute IRI"),
        ((IRI, IRI, rdflib.Literal("1", datatype=rdflib.URIRef("an integer"))), "<an integer> is not an absolute IRI"),
        ((IRI, IRI, rdflib.Literal("half \ud83d")), r"half \\ud83d"),
        ((rdflib.Literal("text"), IRI, IRI), "'text' .* is not valid RDF"),
        ((IRI, rdflib.BNode(), IRI), "is not valid RDF"),
        ((IRI, IRI, rdflib.Variable("x")), "a Variable is neither"),
        ((IRI, IRI, rdflib.Literal("x" * (MAX_VALUE + 1))), "more than 500,000 characters"),
    ],
)
def test_broken_terms_of_an_rdflib_graph_are_named(triple: tuple[rdflib.term.Node, ...], named: str) -> None:
    graph = rdflib.Graph()
    graph.store.add(triple, graph)  # type: ignore[arg-type]
    with pytest.raises(EcomgraphError, match=f"^rdflib graph: [^\n]*{named}"):
        ecomgraph.load(graph)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_dataset_is_taken_whole_and_literals_as_they_are() -> None:
    data = rdflib.Dataset()
    blank = rdflib.BNode()
    data.add((IRI, IRI, rdflib.Literal("01", datatype=rdflib.XSD.integer, normalize=False)))
    data.graph(rdflib.URIRef("urn:g")).add((IRI, IRI, blank))
    data.graph(rdflib.URIRef("urn:h")).add((blank, IRI, rdflib.Literal("a", lang="en-GB")))
    said = [
        quad.object for quad in from_rdflib(data) if isinstance(quad.object, ox.Literal) and not quad.object.language
    ]
    assert list(map(str, said)) == ['"01"^^<http://www.w3.org/2001/XMLSchema#integer>']
    assert ecomgraph.load(data).sparql("ASK { ?a ?p [ ?q 'a'@en-gb ] }") is True


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_graphs_of_the_rdflib_view_can_be_read(tmp_path: Path) -> None:
    source = tmp_path / "ours.trig"
    source.write_text("<urn:g> { <urn:a> <urn:b> <urn:c> }", encoding="utf-8")
    graph = ecomgraph.load(source)
    view = graph.rdflib
    assert {it.value for it in graph.dataset.store.named_graphs()} < {str(it.identifier) for it in view.graphs()}
    assert list(view.graph(rdflib.URIRef("urn:g"))) == [tuple(map(rdflib.URIRef, ("urn:a", "urn:b", "urn:c")))]
    for form in ("nquads", "trig", "json-ld"):
        assert "urn:" in view.serialize(format=form), form


@pytest.mark.parametrize("text", ["[] a <https://w3id.org/ecomgraph/ns#Role> .", "<urn:a> <urn:b> [] ."])
def test_an_rdflib_graph_is_refused_as_a_file_is(text: str, tmp_path: Path) -> None:
    source = tmp_path / "ours.ttl"
    source.write_text(text, encoding="utf-8")
    outcomes: list[tuple[type, str]] = []
    for it in (source, rdflib.Graph().parse(data=text)):
        try:
            ecomgraph.load(it)
        except EcomgraphError as error:
            outcomes.append((type(error), error.code))
        else:
            outcomes.append((object, ""))
    assert outcomes[0] == outcomes[1] == ((ParseError, "not-well-formed") if "Role" in text else (object, ""))


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_rdflib_view_cannot_be_written() -> None:
    graph = ecomgraph.load()
    view = graph.rdflib
    before = len(view)
    changes: list[Callable[[], object]] = [
        lambda: view.add((IRI, IRI, IRI)),
        lambda: view.set((IRI, IRI, IRI)),
        lambda: view.remove((None, None, None)),  # type: ignore[arg-type]
        lambda: view.graph(rdflib.URIRef("urn:g")),
        lambda: view.update("INSERT DATA { <urn:a> <urn:b> 1 }"),
        lambda: view.parse(data="<urn:a> <urn:b> 1 .", format="turtle"),
    ]
    for change in changes:
        with pytest.raises(EcomgraphError, match=r"graph\.rdflib is read-only; copy it"):
            change()
    assert len(view) == before == graph.dataset.count()
    with pytest.raises(EcomgraphError, match="read-only"):
        view.graph(rdflib.URIRef(DERIVED.value)).add((IRI, IRI, IRI))
    mine = rdflib.Graph()
    mine += view.triples((None, None, None))
    mine.add((IRI, IRI, IRI))
    assert len(mine) == before + 1
