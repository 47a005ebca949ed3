"""Parsing: every format, strictly, with file, line and column in errors, and nothing fetched."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from ecomgraph.errors import ParseError
from ecomgraph.store.parse import FORMATS, parse_bytes, parse_file

SAME_TRIPLE = {
    ".json": '{"@id": "https://x.example/a", "https://x.example/b": "c"}',
    ".jsonld": '{"@id": "https://x.example/a", "https://x.example/b": "c"}',
    ".nq": '<https://x.example/a> <https://x.example/b> "c" .',
    ".nt": '<https://x.example/a> <https://x.example/b> "c" .',
    ".trig": '{ <https://x.example/a> <https://x.example/b> "c" }',
    ".ttl": '<https://x.example/a> <https://x.example/b> "c" .',
} | dict.fromkeys(
    (".owl", ".rdf", ".xml"),
    """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://x.example/">
    <rdf:Description rdf:about="https://x.example/a"><b>c</b></rdf:Description></rdf:RDF>""",
)


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_the_ending_says_the_format(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"data{ending}"
    path.write_text(SAME_TRIPLE[ending], encoding="utf-8")
    triple = ox.Triple(ox.NamedNode("https://x.example/a"), ox.NamedNode("https://x.example/b"), ox.Literal("c"))
    assert [quad.triple for quad in parse_file(path)] == [triple]


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("<urn:a> <urn:b> .", r"ours\.ttl:1:17: \. is not a valid RDF object"),
        ("<urn:a> <urn:b>\n  no:prefix .", r"ours\.ttl:2:3: The prefix no: has not been declared"),
        ("<relative> <urn:b> 1 .", r"ours\.ttl:1:1: No scheme found in an absolute IRI"),
        ('<urn:a> <urn:b> "x', r"ours\.ttl:1:17: Unexpected end of file"),
        ("<urn:a b> <urn:b> 1 .", r"ours\.ttl:1:"),
    ],
    ids=["no object", "undeclared prefix", "relative IRI", "open string", "space in IRI"],
)
def test_malformed_turtle_is_refused_with_its_place(turtle: str, message: str) -> None:
    with pytest.raises(ParseError, match=f"^{message}"):
        parse_bytes(turtle.encode(), ox.RdfFormat.TURTLE, name="ours.ttl")


def test_namespaces_in_scope_have_a_limit() -> None:
    """For each name, the native parser looks through all of them."""
    many = " ".join(f'xmlns:p{at}="urn:a"' for at in range(1_001))
    with pytest.raises(ParseError, match=r"more than 1,000 namespaces are declared; declare each where it is used"):
        parse_bytes(f"<a:a xmlns:a='urn:a:' {many}/>".encode(), ox.RdfFormat.RDF_XML, name="ours.rdf")
    apart = "".join(f"<p:a xmlns:p='urn:{at}:'><p:b>b</p:b></p:a>" for at in range(1_100))
    document = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{apart}</rdf:RDF>'
    assert len(parse_bytes(document.encode(), ox.RdfFormat.RDF_XML, name="ours.rdf")) == 2_200


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(ParseError, match=r"ours\.ttl:1:\d+: Invalid UTF-8"):
        parse_bytes('<urn:a> <urn:b> "é" .'.encode("latin-1"), ox.RdfFormat.TURTLE, name="ours.ttl")


def test_a_remote_context_is_refused_not_fetched() -> None:
    document = b'{"@context": "https://x.example/context.jsonld", "name": "a"}'
    with pytest.raises(ParseError, match="a remote context is not fetched; write its content into the document"):
        parse_bytes(document, ox.RdfFormat.JSON_LD, name="ours.jsonld")


def test_broken_rdf_xml_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "ours.rdf"
    path.write_text("<?xml version='1.0'?>\n<rdf:RDF", encoding="utf-8")
    with pytest.raises(ParseError, match=r"ours\.rdf:2:1: not well-formed XML: unclosed token"):
        parse_file(path)


def test_blank_nodes_of_two_inputs_stay_apart() -> None:
    first, second = (parse_bytes(b"_:x <urn:b> 1 .", ox.RdfFormat.TURTLE, name="x.ttl")[0] for _ in range(2))
    assert first.subject != second.subject


NESTED = {
    ".jsonld": '{"urn:p":' * 5_000 + "1" + "}" * 5_000,
    ".nt": "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 200_000 + "<urn:c>" + " )>>" * 200_000 + " .",
    ".rdf": SAME_TRIPLE[".rdf"].replace("<b>c</b>", "<b><rdf:Description>" * 5_000 + "</rdf:Description></b>" * 5_000),
    ".ttl": "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 200_000 + "1" + " )>>" * 200_000 + " .",
}


@pytest.mark.parametrize("ending", sorted(NESTED))
def test_what_would_overflow_the_native_stack_is_refused(ending: str) -> None:
    """The native parser would end the process, or take minutes."""
    with pytest.raises(ParseError, match=r"^ours\.x:\d:\d+: (<< is RDF 1\.2|.* nested deeper than 200$)"):
        parse_bytes(NESTED[ending].encode(), FORMATS[ending], name="ours.x")


@pytest.mark.long
@pytest.mark.parametrize(
    "document",
    [
        (".jsonld", '{"urn:p":' * 200 + '"' + "[{" * 500 + '"' + "}" * 200),
        (".ttl", "<urn:a> <urn:b> " + "[ <urn:b> " * 100_000 + "1" + " ]" * 100_000 + " ."),
    ],
    ids=["JSON", "brackets of Turtle"],
)
def test_what_the_native_parser_can_take_is_read(document: tuple[str, str]) -> None:
    assert parse_bytes(document[1].encode(), FORMATS[document[0]], name="ours")


def test_a_base_direction_is_dropped() -> None:
    document = b'{"@context": {"@language": "ar", "@direction": "rtl"}, "@id": "urn:a", "urn:b": "c"}'
    (quad,) = parse_bytes(document, ox.RdfFormat.JSON_LD, name="ours.jsonld")
    assert str(quad.object) == '"c"@ar'


def test_a_place_is_found_where_the_native_parser_gives_none() -> None:
    document = '{\n"@id": "urn:a",\n"urn:b": {\n"@id": 1}}'
    with pytest.raises(ParseError, match=r"^ours\.jsonld:4: "):
        parse_bytes(document.encode(), ox.RdfFormat.JSON_LD, name="ours.jsonld")
