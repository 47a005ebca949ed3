"""Byte order marks, encodings and prologs: read as others read them, or told in one sentence."""

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.errors import ParseError
from ecomgraph.queries import read_query
from ecomgraph.store.parse import parse_bytes, parse_file

A_CAFE = '<urn:a> <urn:b> "Café" .'
DOCUMENTS = {
    "jsonld": '{"@id": "urn:a", "urn:b": "Café"}',
    "nq": A_CAFE,
    "nt": A_CAFE,
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="urn:"><rdf:Description'
    ' rdf:about="urn:a"><b>Café</b></rdf:Description></rdf:RDF>',
    "trig": f"{{ {A_CAFE} }}",
    "ttl": A_CAFE,
}
MARKED = ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"]


def marked(text: str, encoding: str) -> bytes:
    """Return a text with a byte order mark."""
    return text.encode(encoding) if encoding in {"utf-8-sig", "utf-16"} else f"\ufeff{text}".encode(encoding)


@pytest.mark.parametrize("encoding", MARKED)
@pytest.mark.parametrize("ending", sorted(DOCUMENTS))
def test_a_byte_order_mark_says_the_encoding(ending: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / f"ours.{ending}"
    path.write_bytes(marked(DOCUMENTS[ending], encoding))
    assert [str(quad.triple.object) for quad in parse_file(path)] == ['"Café"']


@pytest.mark.parametrize("ending", sorted(DOCUMENTS))
def test_a_mark_in_the_middle_is_content(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"ours.{ending}"
    path.write_bytes(marked(DOCUMENTS[ending].replace("é", "\ufeff"), "utf-8-sig"))
    assert [str(quad.triple.object) for quad in parse_file(path)] == ['"Caf\ufeff"']


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", sorted(DOCUMENTS))
def test_other_encodings_are_told(ending: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / f"ours.{ending}"
    path.write_bytes(DOCUMENTS[ending].encode(encoding))
    with pytest.raises(ParseError, match=r"^[^\n]*ours\.\w+:1:1: [^\n]*; save the file as UTF-8$"):
        parse_file(path)


def test_half_of_a_character_of_utf_16_is_told_with_its_line() -> None:
    data = marked("<urn:a> <urn:b> 1 .\n# \n", "utf-16") + b"\x00\xd8"
    with pytest.raises(ParseError, match=r"^ours\.ttl:3: not UTF-16 text; save the file as UTF-8$"):
        parse_bytes(data, ox.RdfFormat.TURTLE, name="ours.ttl")


@pytest.mark.parametrize("encoding", MARKED)
def test_queries_in_files(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.rq"
    path.write_bytes(marked("#+ summary: Roles\nSELECT ?role { ?role a ecg:Role }", encoding))
    stored = read_query(path)
    assert stored.summary == "Roles"
    assert len(ecomgraph.load().query(stored)) == 5


def test_queries_as_text() -> None:
    assert ecomgraph.load().sparql("\ufeffASK { role:ecommerce-manager a ecg:Role }") is True


# ------------------------------------------------------------------ XML

HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="urn:x:">'
BODY = '<rdf:Description rdf:about="urn:a"><b>{}</b></rdf:Description></rdf:RDF>'


def said(document: str, encoding: str = "utf-8") -> list[str]:
    """Return the objects of an RDF/XML document, sorted."""
    quads = parse_bytes(document.encode(encoding), ox.RdfFormat.RDF_XML, name="ours.rdf")
    return sorted(str(quad.object) for quad in quads)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("ISO-8859-1", "latin-1"),
        ("latin1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("utf8", "utf-8"),
        ("UTF-16", "utf-16"),
        ("utf-8", "utf-16"),
        ("ISO-8859-1", "utf-8-sig"),
        ("Shift_JIS", "shift_jis"),
        ("UTF-16LE", "utf-16-le"),
    ],
)
def test_the_declaration_says_the_encoding_unless_a_mark_does(declared: str, encoding: str) -> None:
    text = "カフェ" if encoding == "shift_jis" else "Café"
    prolog = f"<?xml version='1.0' encoding='{declared}' standalone='yes'?>"
    assert said(prolog + HEAD + BODY.format(text), encoding) == [f'"{text}"']


@pytest.mark.parametrize(
    ("declared", "encoding", "reason"),
    [
        ("utf-7", "utf-8", "the encoding 'utf-7' is not supported"),
        ("rot13", "utf-8", "the encoding 'rot13' is not supported"),
        ("idna", "utf-8", "the encoding 'idna' is not supported"),
        ("unicode_escape", "utf-8", "the encoding 'unicode_escape' is not supported"),
        ("no-such", "utf-8", "the encoding 'no-such' is not supported"),
        ("", "utf-8", "the encoding '' is not supported"),
        ("UTF-16", "utf-8", "the declaration says UTF-16, but the content is not"),
        ("us-ascii", "utf-8", "the declaration says ASCII, but the content is not"),
        ("utf-8", "latin-1", "not well-formed XML: not well-formed"),
    ],
)
def test_encodings_that_are_not_read(declared: str, encoding: str, reason: str) -> None:
    with pytest.raises(ParseError, match=rf"^ours\.rdf:1:?\d*: {reason}"):
        said(f'<?xml version="1.0" encoding="{declared}"?>' + HEAD + BODY.format("Café"), encoding)


@pytest.mark.parametrize(
    ("entities", "text", "value"),
    [
        ('<!ENTITY e "Café">', "&e;", "Café"),
        ("<!ENTITY e 'say \"a\"'>", "&e;", 'say \\"a\\"'),
        ('<!ENTITY e "a"><!ENTITY f "&e;&e;b">', "&f;", "aab"),
        ('<!ENTITY e "first"><!ENTITY e "second">', "&e;", "first"),
        ('<!ENTITY e "&#38;lt;">', "&e;", "<"),
        ('<!ENTITY e "a>]b">', "&e;", "a>]b"),
        ('<!-- <!ENTITY e "no"> --><!ENTITY e "yes">', "&e;", "yes"),
        ('<!ENTITY e "no">', "<![CDATA[&e;]]>", "&e;"),
        ('<!ENTITY e "a&#13;b">', "&e;", "a\\rb"),
        ("<!ELEMENT b ANY>", "a", "a"),
    ],
)
def test_entities_stand_for_what_they_are_declared_as(entities: str, text: str, value: str) -> None:
    assert said(f"<!DOCTYPE r [{entities}]>" + HEAD + BODY.format(text)) == [f'"{value}"']


def test_entities_in_addresses_and_namespaces(tmp_path: Path) -> None:
    path = tmp_path / "ours.owl"
    text = '<!DOCTYPE r [\n<!ENTITY shop "https://shop.example/" >\n]>' + HEAD.replace("urn:x:", "&shop;")
    path.write_text(text + BODY.format("1").replace("urn:a", "&shop;cafe"), encoding="utf-8")
    (quad,) = parse_file(path)
    assert str(quad.triple) == '<https://shop.example/cafe> <https://shop.example/b> "1"'


@pytest.mark.parametrize(
    ("doctype", "reason"),
    [
        ('<!DOCTYPE r SYSTEM "x.dtd">', "an external document type is not fetched"),
        ('<!DOCTYPE r PUBLIC "-//A//EN" "x.dtd">', "an external document type is not fetched"),
        ('<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>', "the entity 'e' is external and is not fetched"),
        ('<!DOCTYPE r [<!ENTITY % p "x">]>', "the parameter entity 'p' is not supported"),
        ('<!DOCTYPE r [<!ATTLIST b xml:lang CDATA "de">]>', "a declaration of 'xml:lang' on 'b' is not supported"),
        ('<!DOCTYPE r [<!ENTITY e "&f;"><!ENTITY f "&e;">]>', "not well-formed XML: recursive entity reference"),
        ("", "not well-formed XML: undefined entity"),
    ],
)
def test_declarations_that_are_not_read(doctype: str, reason: str) -> None:
    with pytest.raises(ParseError, match=rf"^ours\.rdf:1:\d+: {reason}"):
        said(doctype + HEAD + BODY.format("&e;"))


@pytest.mark.long
@pytest.mark.parametrize(
    "where", ["&e9;", "</b><b rdf:parseType='Literal'>&e9;", "</b><b rdf:resource='urn:&e9;'/><b>"]
)
def test_entities_that_grow_are_refused_soon(where: str) -> None:
    laughs = '<!ENTITY e0 "haha">' + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    before = time.perf_counter()
    with pytest.raises(
        ParseError, match=r"^ours\.rdf:1:\d+: (its entities make it more than 10|not well-formed XML: lim)"
    ):
        said(f"<!DOCTYPE r [{laughs}]>" + HEAD + BODY.format(where))
    assert time.perf_counter() - before < 10


def test_line_ends_and_wrapped_values_are_read_as_xml_has_them() -> None:
    text = BODY.format("one\r\ntwo\rthree&#13;").replace('"urn:a"', '"urn:a" xmlns:y="urn:y:"\r\n y:b="x\r\ny\tz&#10;"')
    assert said(HEAD + text) == ['"one\\ntwo\\nthree\\r"', '"x y z\\n"']


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ba<!-- x -->ker", "Baker"),
        ("Ba<!-- \n -->\nker", "Ba\\nker"),
        ("Baker<!-- x --> ", "Baker "),
        ("<!-- x --> Baker", " Baker"),
        ("Ba<?page 2?>ker", "Baker"),
        ("Ba<![CDATA[<k> & ]]>er", "Ba<k> & er"),
        ("<![CDATA[B]]><![CDATA[aker]]>", "Baker"),
        ("a &amp; b --> c", "a & b --> c"),
    ],
)
def test_a_text_may_have_comments_in_it(text: str, value: str) -> None:
    assert said(HEAD + BODY.format(text)) == [f'"{value}"']


def test_lines_stay_after_a_text_with_a_comment() -> None:
    text = BODY.format("a<!-- \n\n -->b").replace("</rdf:RDF>", '\n<b rdf:about="not an IRI"/></rdf:RDF>')
    with pytest.raises(ParseError, match=r"^ours\.rdf:4:"):
        said(HEAD + text)


@pytest.mark.parametrize("doctype", ["", '<!DOCTYPE r [\n<!ENTITY e "a">\n]>\n<!-- \n -->\n'])
def test_the_line_of_an_error_is_that_of_the_file(doctype: str) -> None:
    document = doctype + HEAD + '\n<b rdf:about="urn:1"/>\n<b rdf:about="not an IRI"/></rdf:RDF>'
    with pytest.raises(ParseError, match=rf"^ours\.rdf:{3 + doctype.count(chr(10))}:"):
        said(document)
