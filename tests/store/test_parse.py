"""Parsing: every format, strictly, with file, line and column in errors, and nothing fetched."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from ecomgraph.errors import ParseError, SourceError
from ecomgraph.store.parse import FORMATS, parse_bytes, parse_file

SAME_TRIPLE = {
    ".json": '{"@id": "https://x.example/a", "https://x.example/b": "c"}',
    ".jsonld": '{"@id": "https://x.example/a", "https://x.example/b": "c"}',
    ".nq": '<https://x.example/a> <https://x.example/b> "c" .',
    ".nt": '<https://x.example/a> <https://x.example/b> "c" .',
    ".trig": '{ <https://x.example/a> <https://x.example/b> "c" }',
    ".ttl": '<https://x.example/a> <https://x.example/b> "c" .',
}


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


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(ParseError, match=r"ours\.ttl:1:\d+: Invalid UTF-8"):
        parse_bytes('<urn:a> <urn:b> "é" .'.encode("latin-1"), ox.RdfFormat.TURTLE, name="ours.ttl")


def test_a_remote_context_is_refused_not_fetched() -> None:
    document = b'{"@context": "https://x.example/context.jsonld", "name": "a"}'
    with pytest.raises(ParseError, match="No LoadDocumentCallback has been set to load remote contexts"):
        parse_bytes(document, ox.RdfFormat.JSON_LD, name="ours.jsonld")


def test_rdf_xml_is_not_read_because_its_entities_expand_without_limit(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"'\.rdf' is of no RDF format known here"):
        parse_file(tmp_path / "ours.rdf")


def test_blank_nodes_of_two_inputs_stay_apart() -> None:
    first, second = (parse_bytes(b"_:x <urn:b> 1 .", ox.RdfFormat.TURTLE, name="x.ttl")[0] for _ in range(2))
    assert first.subject != second.subject
