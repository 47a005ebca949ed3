"""Wrong RDF/XML and JSON-LD."""

from __future__ import annotations

import json

from tests.frameworks.others import PREFIXES
from tests.frameworks.wrong_files import Wrong

__all__ = ["WRONG"]
ECG = "@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix : <https://ours.example/> .\n" + PREFIXES
BAKER = ':baker a ecg:Role ; skos:prefLabel "Baker"@en .\n'
HTML = "<!DOCTYPE html>\n<html><body>Sign in</body></html>"
N = "https://w3id.org/ecomgraph/ns#"


def turtle(*texts: str) -> str:
    return ECG + "".join(texts)


def rdfxml(body: str) -> str:
    return (
        '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        f' xmlns:ecg="{N}" xmlns:skos="http://www.w3.org/2004/02/skos/core#">\n{body}\n</rdf:RDF>\n'
    )


def jsonld(*nodes: object, **context: object) -> str:
    base = {"ecg": N, "skos": "http://www.w3.org/2004/02/skos/core#", **context}
    return json.dumps({"@context": base, "@graph": nodes})


WRONG = {
    "rdfxml": [
        Wrong(
            "a tag that does not end",
            "ours.rdf",
            rdfxml('<ecg:Role rdf:about="urn:a"><skos:prefLabel>Baker</ecg:Role>'),
            "ours.rdf:3:52: not well-formed XML: mismatched tag; close each tag, write & as &amp;, and declare "
            "prefixes and the encoding",
        ),
        Wrong(
            "a prefix that is not declared",
            "ours.rdf",
            rdfxml('<esco:Skill rdf:about="urn:a"/>'),
            "ours.rdf:3:1: not well-formed XML: unbound prefix; close each tag, write & as &amp;, and declare "
            "prefixes and the encoding",
        ),
        Wrong(
            "an ampersand in a text",
            "ours.rdf",
            rdfxml('<ecg:Role rdf:about="urn:a"><skos:prefLabel>Bread & cake</skos:prefLabel></ecg:Role>'),
            "ours.rdf:3:52: not well-formed XML: not well-formed (invalid token); close each tag, write & as "
            "&amp;, and declare prefixes and the encoding",
        ),
        Wrong(
            "some other XML",
            "ours.rdf",
            '<?xml version="1.0"?><roles><role>Baker</role></roles>',
            "ours.rdf: is XML, but not RDF/XML, whose first element is rdf:RDF; export it as CSV, and use --map",
        ),
        Wrong(
            "a role without a name",
            "ours.rdf",
            rdfxml('<ecg:Role rdf:about="urn:a"/>'),
            "<urn:a>: Found a role without a label; expected at least one skos:prefLabel. Add its job title as "
            "skos:prefLabel.",
        ),
        Wrong(
            "a role without an IRI",
            "ours.rdf",
            rdfxml("<ecg:Role><skos:prefLabel>Baker</skos:prefLabel></ecg:Role>"),
            "ours.rdf:3: a Role is a blank node (Baker), which no query can refer to; give it an IRI",
        ),
        Wrong(
            "no framework in it",
            "ours.rdf",
            rdfxml('<rdf:Description rdf:about="urn:a"><skos:note>x</skos:note></rdf:Description>'),
            "ours.rdf: holds no role and no skill: nothing in it has a type; state which things are roles "
            "(rdf:type ecg:Role) and skills (ecg:Skill)",
        ),
        Wrong(
            "cut off",
            "ours.rdf",
            rdfxml('<ecg:Role rdf:about="urn:a"/>')[:-15],
            "ours.rdf:3:1: not well-formed XML: unclosed token; close each tag, write & as &amp;, and declare "
            "prefixes and the encoding",
        ),
        Wrong(
            "another encoding than declared",
            "ours.rdf",
            rdfxml('<ecg:Role rdf:about="urn:a"><skos:prefLabel>Bäcker</skos:prefLabel></ecg:Role>').encode("cp1252"),
            "ours.rdf:3:46: not well-formed XML: not well-formed (invalid token); close each tag, write & as "
            "&amp;, and declare prefixes and the encoding",
        ),
        Wrong(
            "a web page under this name",
            "ours.rdf",
            HTML,
            "ours.rdf: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
        ),
        Wrong(
            "Turtle under this name",
            "ours.rdf",
            turtle(BAKER),
            "ours.rdf: does not match its extension .rdf: it seems to be Turtle; rename it to .ttl, or use --as turtle",
        ),
        Wrong(
            "an entity of another file",
            "ours.rdf",
            '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY e SYSTEM "other.xml">]>\n'
            + rdfxml('<ecg:Role rdf:about="urn:a"><skos:prefLabel>&e;</skos:prefLabel></ecg:Role>').partition("\n")[2],
            "ours.rdf:2:43: the entity 'e' is external and is not fetched; write its content",
        ),
    ],
    "jsonld": [
        Wrong(
            "an id twice in a node",
            "ours.jsonld",
            '{"@id": "urn:a", "@id": "urn:b"}',
            'ours.jsonld:1:18: an object has the key "@id" twice; leave one, or make one array',
        ),
        Wrong(
            "a context that would be fetched",
            "ours.jsonld",
            '{"@context": "https://ours.example/c.jsonld", "name": "a"}',
            "ours.jsonld:1: a remote context is not fetched; write its content into the document",
        ),
        Wrong(
            "a comma too many",
            "ours.jsonld",
            '{"@context": {"ecg": "urn:"},\n}',
            "ours.jsonld:2:1: is not JSON: Expecting property name enclosed in double quotes; JSON has straight "
            "double quotation marks, no comments, and no comma after the last item",
        ),
        Wrong(
            "quotation marks of a word processor",
            "ours.jsonld",
            "{“@context”: {}}",
            "ours.jsonld:1:2: is not JSON: Expecting property name enclosed in double quotes; JSON has straight "
            "double quotation marks, no comments, and no comma after the last item",
        ),
        Wrong(
            "a role without an IRI",
            "ours.jsonld",
            jsonld({"@type": "ecg:Role", "skos:prefLabel": "Baker"}),
            "ours.jsonld:1: a Role is a blank node (Baker), which no query can refer to; give it an IRI",
        ),
        Wrong(
            "no context",
            "ours.jsonld",
            '{"@type": "Role", "name": "Baker"}',
            "ours.jsonld: holds no triples; JSON-LD needs an @context that maps its keys to IRIs",
        ),
        Wrong(
            "no framework in it",
            "ours.jsonld",
            jsonld({"@id": "urn:a", "skos:note": "x"}),
            "ours.jsonld: holds no role and no skill: nothing in it has a type; state which things are roles "
            "(rdf:type ecg:Role) and skills (ecg:Skill)",
        ),
        Wrong(
            "cut off",
            "ours.jsonld",
            jsonld({"@id": "urn:a"})[:-5],
            "ours.jsonld:1:124: is not JSON: Unterminated string starting at; JSON has straight double quotation "
            "marks, no comments, and no comma after the last item",
        ),
        Wrong(
            "a key twice with a list for a type",
            "ours.jsonld",
            jsonld({"@id": "urn:a", "@type": 5}),
            "ours.jsonld:1: @type value must be a string; correct it there",
        ),
        Wrong(
            "an id that is a number",
            "ours.jsonld",
            jsonld({"@id": 5, "@type": "ecg:Role"}),
            "ours.jsonld:1: @id value must be a string; correct it there",
        ),
        Wrong(
            "a requirement of a skill that is not there",
            "ours.jsonld",
            jsonld(
                {
                    "@id": "urn:a",
                    "@type": "ecg:Role",
                    "skos:prefLabel": "Baker",
                    "ecg:hasSkillRequirement": {
                        "@id": "urn:r",
                        "@type": "ecg:SkillRequirement",
                        "ecg:importance": {"@id": "https://w3id.org/ecomgraph/importance/essential"},
                        "ecg:requiredSkill": {"@id": "urn:s"},
                    },
                }
            ),
            "<urn:s>: Found a required skill that is not declared as ecg:Skill; expected an IRI whose rdf:type "
            "is ecg:Skill. Correct the IRI, or load the file that declares it.",
        ),
    ],
}
