"""Wrong RDF in the vocabularies of others."""

from __future__ import annotations

import json

from tests.frameworks.others import CTDL, ESCO, PREFIXES, SFIA, SKOS
from tests.frameworks.wrong_files import Wrong

__all__ = ["WRONG"]
HTML = "<!DOCTYPE html>\n<html><body>Sign in</body></html>"


def ctdl(number: int, **changed: object) -> str:
    value = json.loads(json.dumps(CTDL))
    node = value["@graph"][number]
    for name, text in changed.items():
        key = name if name.startswith("@") else name.replace("_", ":")
        node.pop(key, None)
        if text is not None:
            node[key] = text
    return json.dumps(value)


WRONG = {
    "skos": [
        Wrong(
            "concepts without names",
            "voc.ttl",
            PREFIXES + "<urn:a> a skos:Concept .",
            "voc.ttl: holds nothing that can be imported: 1 triple left out: about concepts without a label",
        ),
        Wrong(
            "a scheme of roles misspelt",
            "voc.ttl",
            SKOS,
            "no scheme or type of concepts (--roles) is called 'jbos'; did you mean 'https://voc.example/Job' or "
            "'https://voc.example/jobs' or 'https://voc.example/voc' or 'skos:Concept'?",
            {"roles": ("jbos",)},
        ),
        Wrong(
            "cut off",
            "voc.ttl",
            PREFIXES + "<urn:a> a skos:Concept ; skos:prefLabel ",
            "voc.ttl:4:41: Unexpected end; end statements with a full stop, put texts in straight quotation "
            "marks, and declare prefixes above",
        ),
        Wrong(
            "a prefix that is not declared",
            "voc.ttl",
            PREFIXES + '<urn:a> a skos:Concept ; rdfs:label "A" ; dcterms:title "A" .',
            "voc.ttl:4:43: The prefix dcterms: has not been declared; end statements with a full stop, put texts "
            "in straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "broader in a circle",
            "voc.ttl",
            PREFIXES + '<urn:a> a skos:Concept ; skos:prefLabel "A"@en ; skos:broader <urn:b> .'
            ' <urn:b> a skos:Concept ; skos:prefLabel "B"@en ; skos:broader <urn:a> .',
            "<urn:a>: Found the skill urn:a to be broader than itself, over one or more steps of skos:broader; "
            "expected a hierarchy without cycles. Remove one skos:broader of the cycle, so that each skill is "
            "below wider ones only.",
        ),
        Wrong(
            "all withdrawn",
            "voc.ttl",
            PREFIXES + '<urn:a> a skos:Concept ; skos:prefLabel "A"@en ; owl:deprecated true .',
            "voc.ttl: holds nothing that can be imported: 3 triples left out: about deprecated concepts",
        ),
        Wrong(
            "two preferred labels of a language",
            "voc.ttl",
            PREFIXES + '<urn:a> a skos:Concept ; skos:prefLabel "A"@en, "B"@en .',
            "<urn:a>: Found several skos:prefLabel in one language; expected at most one for each language. Keep "
            "the best known and make the others skos:altLabel.",
        ),
        Wrong(
            "collections without concepts",
            "voc.ttl",
            PREFIXES + '<urn:a> a skos:Collection ; skos:member <urn:b> ; skos:prefLabel "A"@en .',
            "voc.ttl: holds nothing that can be imported: 1 triple left out: skos:member has no place in the "
            "model, and 1 reason more",
            {"format": "skos"},
        ),
        Wrong(
            "a table instead of RDF",
            "voc.csv",
            "uri,prefLabel\nurn:a,A\n",
            "voc.csv:1:1: uri is not a valid subject or graph name; end statements with a full stop, put texts "
            "in straight quotation marks, and declare prefixes above",
            {"format": "skos"},
        ),
        Wrong(
            "blank nodes only",
            "voc.ttl",
            PREFIXES + '[] a skos:Concept ; skos:prefLabel "A"@en .',
            "voc.ttl: holds nothing that can be imported: 2 triples left out: about concepts without an IRI",
        ),
        Wrong(
            "quotation marks of a word processor",
            "voc.ttl",
            PREFIXES + "<urn:a> a skos:Concept ; skos:prefLabel “A”@en .",
            "voc.ttl:4:41: '“' is not allowed at the beginning of a prefix name; end statements with a full "
            "stop, put texts in straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a web page",
            "voc.rdf",
            HTML,
            "voc.rdf: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
            {"format": "skos"},
        ),
    ],
    "esco-rdf": [
        Wrong(
            "no labels in this language",
            "esco.ttl",
            ESCO,
            "esco.ttl: has no labels in fr; there is en",
            {"language": "fr"},
        ),
        Wrong(
            "no labels at all",
            "esco.ttl",
            PREFIXES + "<urn:a> a <http://data.europa.eu/esco/model#Skill> .",
            "esco.ttl: has no label with a language",
        ),
        Wrong(
            "cut off",
            "esco.nt",
            "<urn:a> <urn:b> <http://data.europa.eu/esco/model#Skill>",
            "esco.nt:1:57: Triples must be followed by a dot; write IRIs in < >, texts in straight quotation "
            "marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "an occupation that is a skill",
            "esco.ttl",
            ESCO.replace("s:c a skos:Concept", "s:c a esco:Occupation, skos:Concept"),
            "esco.ttl: http://data.europa.eu/esco/skill/c is both an occupation and a skill; keep one of the two",
        ),
        Wrong(
            "several languages",
            "esco.ttl",
            ESCO.replace(
                's:c a skos:Concept, esco:Skill ; skos:prefLabel "plan sales"@en',
                's:c a skos:Concept, esco:Skill ; skos:prefLabel "plan sales"@en, "vendre"@fr',
            ),
            "esco.ttl: is in en, fr; choose one with --language",
        ),
        Wrong(
            "a prefix that is not declared",
            "esco.ttl",
            ESCO + "o:9 a lab:Occupation .\n",
            "esco.ttl:26:7: The prefix lab: has not been declared; end statements with a full stop, put texts in "
            "straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "all withdrawn",
            "esco.ttl",
            PREFIXES + '<urn:a> a <http://data.europa.eu/esco/model#Skill> ; skos:prefLabel "A"@en ;'
            ' <http://purl.org/iso25964/skos-thes#status> "obsolete" .',
            "esco.ttl: holds nothing that can be imported: 1 triple left out: about concepts whose status is not "
            "released",
        ),
        Wrong(
            "CSV instead of RDF",
            "occupations_en.csv",
            "conceptType,conceptUri,preferredLabel\nOccupation,urn:a,A\n",
            "occupations_en.csv:1:1: conceptType is not a valid subject or graph name; end statements with a "
            "full stop, put texts in straight quotation marks, and declare prefixes above",
            {"format": "esco-rdf"},
        ),
        Wrong(
            "a web page",
            "esco.rdf",
            HTML,
            "esco.rdf: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
            {"format": "esco-rdf"},
        ),
        Wrong(
            "something else",
            "esco.ttl",
            PREFIXES + '<urn:a> a skos:Concept ; skos:prefLabel "A"@en .',
            "esco.ttl: is empty: there is no row or triple to import; check the file, or name its format with --as",
            {"format": "esco-rdf"},
        ),
        Wrong(
            "a language that is none",
            "esco.ttl",
            ESCO,
            "esco.ttl: has no labels in english language; there is en",
            {"language": "english language"},
        ),
        Wrong(
            "an archive inside an archive",
            "esco.ttl",
            b"\x1f\x8b\x08\x00" + bytes(50),
            "esco.ttl: is a compressed archive other than .zip, which is not read; unpack it, and import its "
            "file or folder, or compress that as .zip",
        ),
    ],
    "sfia": [
        Wrong(
            "a level's number in words",
            "sfia.ttl",
            SFIA.replace("skos:notation 1", 'skos:notation "one"'),
            'sfia.ttl: the notation "one" of the level https://rdf.sfia-online.org/9/lor/1 is not a whole '
            "number of at least 1",
        ),
        Wrong(
            "two levels of one number",
            "sfia.ttl",
            SFIA.replace("skos:notation 2", "skos:notation 3"),
            "sfia.ttl: two levels have the same number (skos:notation); every level needs its own",
        ),
        Wrong(
            "a level that is not there",
            "sfia.ttl",
            SFIA.replace("o:level l:3", "o:level l:9"),
            "sfia.ttl: https://rdf.sfia-online.org/9/skilllevels/DEMO_3 of "
            "https://rdf.sfia-online.org/9/skills/DEMO has 0 levels; it needs exactly one",
        ),
        Wrong(
            "cut off",
            "sfia.ttl",
            SFIA[:-30],
            "sfia.ttl:14:49: sko is not a valid predicate; end statements with a full stop, put texts in "
            "straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a prefix that is not declared",
            "sfia.ttl",
            SFIA + "x:y a o:Skill .\n",
            "sfia.ttl:15:1: The prefix x: has not been declared; end statements with a full stop, put texts in "
            "straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "no levels",
            "sfia.ttl",
            SFIA.replace("a o:Level", "a o:Rung"),
            "sfia.ttl: https://rdf.sfia-online.org/9/skilllevels/DEMO_2 of "
            "https://rdf.sfia-online.org/9/skills/DEMO has 0 levels; it needs exactly one",
        ),
        Wrong(
            "a web page",
            "sfia.ttl",
            HTML,
            "sfia.ttl: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
            {"format": "sfia"},
        ),
        Wrong(
            "the spreadsheet instead of RDF",
            "sfia.csv",
            "Code,Skill,Level 1 description\nDEMO,Demo,With help.\n",
            'sfia.csv!C2: "With help." is neither a level nor a mark; write a number, a percentage or x, or name '
            "the levels on a sheet Legend, lowest first",
        ),
        Wrong(
            "something else",
            "sfia.ttl",
            PREFIXES + '<urn:a> a skos:Concept ; skos:prefLabel "A"@en .',
            "sfia.ttl: holds nothing that can be imported: 1 triple left out: skos:prefLabel has no place in the model",
            {"format": "sfia"},
        ),
        Wrong(
            "a document",
            "sfia.ttl",
            b"%PDF-1.7 SFIA",
            "sfia.ttl: is a PDF document, which is not read; make one table with skills as rows and roles as "
            "columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
    ],
    "ctdl-asn": [
        Wrong(
            "a graph that is no list",
            "c.json",
            json.dumps({"@context": CTDL["@context"], "@graph": {"a": 1}}),
            "c.json: is not CTDL-ASN: its @graph is not a list of objects",
        ),
        Wrong(
            "nothing in it",
            "c.json",
            json.dumps({"@context": CTDL["@context"], "@graph": []}),
            "c.json: is empty: there is no row or triple to import; check the file, or name its format with --as",
        ),
        Wrong(
            "a space in an id",
            "c.json",
            ctdl(1, **{"@id": "a b"}),
            'c.json: node 2: @id "a b" is not an absolute IRI, such as https://example.org/1',
        ),
        Wrong(
            "no id",
            "c.json",
            ctdl(1, **{"@id": None}),
            'c.json: node 2: @id "" is not an absolute IRI, such as https://example.org/1',
        ),
        Wrong(
            "one id twice",
            "c.json",
            ctdl(2, **{"@id": CTDL["@graph"][1]["@id"]}),
            'c.json: node 3: @id "https://credentialengineregistry.org/resources/ce-1" occurs twice; keep one',
        ),
        Wrong(
            "a competency without a text",
            "c.json",
            ctdl(2, ceasn_competencyText=None),
            "c.json: https://credentialengineregistry.org/resources/ce-2: there is no ceasn:competencyText; "
            "every competency needs one",
        ),
        Wrong(
            "a number for a text",
            "c.json",
            ctdl(2, ceasn_competencyText={"en": 5}),
            "c.json: https://credentialengineregistry.org/resources/ce-2: ceasn:competencyText is not a text by "
            "language: {'en': 5}",
        ),
        Wrong(
            "a language that is none",
            "c.json",
            ctdl(2, ceasn_competencyText={"e n": "x"}),
            "c.json: https://credentialengineregistry.org/resources/ce-2: ceasn:competencyText is not a text by "
            "language: {'e n': 'x'}",
        ),
        Wrong(
            "a job without a name",
            "c.json",
            ctdl(7, ceterms_name=None),
            "c.json: https://credentialengineregistry.org/resources/ce-j: there is no ceterms:name; every role "
            "needs one",
        ),
        Wrong(
            "levels in a circle",
            "c.json",
            ctdl(6, ceterms_precedes=CTDL["@graph"][5]["@id"]),
            "c.json: https://credentialengineregistry.org/resources/ce-m: its levels form a cycle; remove one "
            "ceterms:precedes",
        ),
        Wrong(
            "cut off",
            "c.json",
            json.dumps(CTDL)[:-4],
            "c.json:1:2328: is not JSON: Expecting ',' delimiter; JSON has straight double quotation marks, no "
            "comments, and no comma after the last item",
        ),
        Wrong(
            "a comma too many",
            "c.json",
            json.dumps(CTDL)[:-1] + ",}",
            "c.json:1:2332: is not JSON: Expecting property name enclosed in double quotes; JSON has straight "
            "double quotation marks, no comments, and no comma after the last item",
        ),
    ],
}
