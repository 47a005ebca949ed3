"""JSON-LD keywords that are read as rdflib reads them; what readers take differently is refused."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from ecomgraph.errors import ParseError
from ecomgraph.store.parse import parse_bytes
from tests.samples import case

CONTEXT = {
    "@version": 1.1,
    "ecg": "https://w3id.org/ecomgraph/ns#",
    "ex": "https://shop.example/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CLERK = {"@id": "ex:clerk", "@type": "ecg:Role", "skos:prefLabel": "Clerk"}


def about(key: str = "", value: Any = "1", /, _context: Any = (), **terms: Any) -> dict[str, Any]:
    """Return a document about ex:x with one key more, and a context with some terms more."""
    contexts = [{**CONTEXT, **terms}, *_context]
    return {"@context": contexts, "@id": "ex:x", "ex:q": "1", **({key: value} if key else {})}


def of(iri: str, **more: Any) -> dict[str, Any]:
    """Return a term definition."""
    return {"@id": iri, **{f"@{key}": value for key, value in more.items()}}


TRUSTED = {
    "a list": about("ex:p", {"@list": ["a", None, "b"]}),
    "a list of lists": about("ex:p", {"@list": [{"@list": ["a"]}, {"@list": []}]}),
    "a list container": about("p", [["a"], ["b", ["c"]], []], p=of("ex:p", container="@list")),
    "a list of IRIs": about("p", ["ex:a", "ex:b"], p=of("ex:p", container="@list", type="@id")),
    "a set": about("ex:p", {"@set": ["a", ["b"]]}),
    "a language map": about(
        "p", {"en": "a", "de": ["b", "c"], "@none": "d", "fr": None}, p=of("ex:p", container="@language")
    ),
    "an index map": about("p", {"@none": "a", "i": ["b", "c"]}, p=of("ex:p", container="@index")),
    "an index map by a property": about(
        "p", {"i": {"@id": "ex:y", "ex:r": "1"}}, p=of("ex:p", container="@index", index="ex:i")
    ),
    "an id map": about("p", {"@none": {"ex:r": "1"}, "ex:y": {"ex:r": "2"}}, p=of("ex:p", container="@id")),
    "a map of named graphs": about("p", {"ex:g": CLERK}, p=of("ex:p", container=["@graph", "@id"])),
    "a type map": about("p", {"ex:T": "ex:y", "@none": {"ex:r": "1"}}, p=of("ex:p", container="@type")),
    "an index": about("ex:p", [{"@index": "i", "@value": "v"}, {"@index": "i", "@id": "ex:y"}]),
    "@graph under another name": {"@context": {**CONTEXT, "a": "@graph", "b": "a"}, "b": [CLERK]},
    "@graph in a set": {"@context": {**CONTEXT, "a": of("@graph", container="@set")}, "a": [CLERK]},
    "a named graph": {"@context": CONTEXT, "@id": "ex:g", "ex:p": "1", "@graph": [CLERK, {"@id": "ex:h", "ex:p": "2"}]},
    "a named graph in a graph": {"@context": CONTEXT, "@graph": [{"@id": "ex:g", "@graph": CLERK}]},
    "a named graph as a value": about("ex:p", {"@id": "ex:g", "@graph": [CLERK]}),
    "@included": about("@included", [CLERK, {"@id": "ex:z", "@included": {"@id": "ex:w", "ex:p": "2"}}]),
    "@included deep inside": about("ex:p", {"@list": [{"@id": "ex:y", "@included": [CLERK]}]}),
    "@included under another name": about("all", [CLERK], all="@included"),
    "@nest": about("@nest", {"ex:p": "1", "ex:r": {"@id": "ex:y"}}),
    "@nest under other names": about(
        "a", [{"ex:p": "1", "b": {"l": "2"}}], a="@nest", b="@nest", l=of("ex:l", nest="b")
    ),
    "@nest with a reverse property": about("a", {"r": {"@id": "ex:y"}}, a="@nest", r={"@reverse": "ex:r"}),
    "@reverse": about("@reverse", {"ex:p": [{"@id": "ex:y", "ex:r": "1"}, {"@id": "ex:z"}]}),
    "a reverse term": about("r", [{"@id": "ex:y"}], r={"@reverse": "ex:p"}),
    "a reverse term in a list": about(
        "ex:p", {"@list": [{"@id": "ex:y", "r": {"@id": "ex:z"}}]}, r={"@reverse": "ex:r"}
    ),
    "a reverse term in @reverse": about("@reverse", {"r": {"@id": "ex:y"}}, r={"@reverse": "ex:p"}),
    "a context for a type": {
        **about("n", "1", Role=of("ecg:Role", context={"n": "ex:n"})),
        "@type": "Role",
        "ex:p": {"@id": "ex:y", "n": "not here"},
    },
    "a context for a type, propagated": {
        **about("n", "1", Role=of("ecg:Role", context={"@propagate": True, "n": "ex:n"})),
        "@type": "Role",
        "ex:p": {"@id": "ex:y", "n": "here, too"},
    },
    "contexts for two types": {
        **about("n", "1", A=of("ex:A", context={"n": "ex:1"}), B=of("ex:B", context={"n": "ex:2"})),
        "@type": ["B", "A"],
    },
    "a context for a property": about(
        "p", {"@id": "ex:y", "n": "1", "p": {"@id": "ex:z", "n": "2"}}, p=of("ex:p", context={"n": "ex:n"})
    ),
    "a context for a property, of its language": about("p", "Text", p=of("ex:p", context={"@language": "de"})),
    "a context in a node": about("ex:p", {"@context": {"n": "ex:n"}, "@id": "ex:y", "n": "1"}),
    "no context any more": {"@context": [CONTEXT, {"n": "ex:n"}, None, {"m": "urn:m"}], "n": "1", "m": "2"},
    "@vocab": {"@context": {"@vocab": "https://v.example/"}, "@id": "urn:x", "@type": "Role", "p": "1"},
    "@type of @vocab": about("p", ["Role", "ex:y"], p=of("ex:p", type="@vocab"), **{"@vocab": "ex:v#"}),
    "@type of @none": about("p", "a", p=of("ex:p", type="@none")),
    "a datatype": about("p", "2026-01-31", p=of("ex:p", type="xsd:date")),
    "a datatype of a value": about("ex:p", {"@value": "1", "@type": "xsd:integer"}),
    "JSON": about("ex:p", {"@type": "@json", "@value": {"b": 1, "a": [1.5, None], "@context": "urn:none"}}),
    "languages": about("p", ["a", {"@value": "b", "@language": "EN-us"}, 1], p="ex:p", **{"@language": "de"}),
    "no language": about("p", "a", p=of("ex:p", language=None), **{"@language": "de"}),
    "@direction": about("ex:p", {"@value": "a", "@language": "ar", "@direction": "rtl"}),
    "@protected": about("n", "a", ({"other": "urn:"},), n="ex:n", **{"@protected": True}),
    "@prefix": about("e:b", "1", e=of("https://e.example/a-", prefix=True)),
    "no prefix": about("e:b", "1", e=of("https://e.example/a")),
    "other names of keywords": {
        "@context": {**CONTEXT, "id": "@id", "type": "@type", "value": "@value", "lang": "@language"},
        "id": "ex:x",
        "type": ["ecg:Role"],
        "ex:p": {"value": "a", "lang": "en"},
    },
    "types in a set": {**about(**{"@type": {"@container": "@set"}}), "@type": ["ex:A"]},
    "no meaning": about("ex:p", [None, {"@value": None}, "a"], name=None),
    "nothing said": about("ex:p", {"@id": "ex:y"}),
    "blank nodes": about("ex:p", [{"@id": "_:a"}, {"@id": "_:b", "ex:p": {"@id": "_:a"}}]),
    "nodes that come twice": {"@context": CONTEXT, "@graph": [CLERK, {"@id": "ex:clerk", "ex:p": "2"}, "free", 1]},
}


def canonical(quads: list[ox.Quad]) -> list[str]:
    """Return triples as lines that do not depend on how blank nodes are called."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, dataset))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_the_same() -> None:
    for name, document in TRUSTED.items():
        text = json.dumps(document)
        theirs = rdflib.Dataset()
        theirs.parse(data=text, format="json-ld")
        lines = theirs.serialize(format="nquads").encode()
        ours = canonical(parse_bytes(text.encode(), ox.RdfFormat.JSON_LD, name="ours.jsonld"))
        assert ours == canonical(list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))), name
        assert ours, name


def mapped(keyword: str, container: Any) -> dict[str, Any]:
    """Return a document in which another name of a keyword has a container."""
    return about("all", {"ex:clerk": CLERK}, all=of(keyword, container=container))


REFUSED = {
    **{
        f"{keyword} in {container}": (mapped(keyword, container), '"all" is a keyword alias')
        for keyword in ("@graph", "@included", "@nest", "@reverse", "@type")
        for container in ("@id", "@type", "@index", "@list", "@graph", ["@graph", "@id"], ["@id", "@set"])
    },
    "by way of another term": (about("b", {}, a="@graph", b=of("a", container="@id")), '"b" is a keyword alias'),
    "in a context before": (
        about("b", {}, ({"b": of("a", container="@index")},), a="@included"),
        '"b" is a keyword alias',
    ),
    "in a context for a type": (
        about("ex:p", "1", Role=of("ecg:Role", context={"b": of("@graph", container="@id")})),
        '"b" is a keyword alias',
    ),
    "@import": ({"@context": {"@version": 1.1, "@import": "https://x.example/"}}, "a remote context is not fetched"),
    "a protected term again": (about("n", "a", ({"n": "ex:m"},), n="ex:n", **{"@protected": True}), "Overriding"),
}


def test_what_readers_take_differently_is_refused() -> None:
    for name, (document, reason) in REFUSED.items():
        with case(name), pytest.raises(ParseError, match=rf"^ours\.jsonld:\d+(:\d+)?: {reason}"):
            parse_bytes(json.dumps(document, indent=1).encode(), ox.RdfFormat.JSON_LD, name="ours.jsonld")


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ('{"@id": "urn:a",\n "urn:p": "b",\n  "urn:p": "c"}', '3:3: an object has the key "urn:p" twice'),
        (
            '{"@id": "urn:a", "urn:p": [{"@id": "urn:b", "\\u0040id": "urn:c"}]}',
            '1:45: an object has the key "@id" twice',
        ),
    ],
)
def test_keys_that_come_twice_are_refused(document: str, place: str) -> None:
    with pytest.raises(ParseError, match=rf"^ours\.jsonld:{place}"):
        parse_bytes(document.encode(), ox.RdfFormat.JSON_LD, name="ours.jsonld")


def test_equal_keys_of_different_objects_are_read() -> None:
    document = b'[{"@id": "urn:a", "urn:p": {"@id": "urn:b", "urn:p": "@id"}}, {"@id": "urn:a", "urn:p": 1}]'
    assert len(parse_bytes(document, ox.RdfFormat.JSON_LD, name="ours.jsonld")) == 3
