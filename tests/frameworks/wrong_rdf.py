"""Wrong Turtle, TriG, N-Triples and N-Quads."""

from __future__ import annotations

import json

from tests.frameworks.others import PREFIXES
from tests.frameworks.wrong_files import Wrong

__all__ = ["WRONG"]
ECG = "@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix : <https://ours.example/> .\n" + PREFIXES
BAKER = ':baker a ecg:Role ; skos:prefLabel "Baker"@en .\n'
KNEADING = ':kneading a ecg:Skill ; skos:prefLabel "Kneading"@en .\n'
NEEDS = ":baker ecg:hasSkillRequirement :r . :r a ecg:SkillRequirement ; ecg:requiredSkill :kneading"
ESSENTIAL = " ; ecg:importance <https://w3id.org/ecomgraph/importance/essential> .\n"
HTML = "<!DOCTYPE html>\n<html><body>Sign in</body></html>"
N = "https://w3id.org/ecomgraph/ns#"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LINE = f'<urn:a> {TYPE} <{N}Role> .\n<urn:a> {LABEL} "Baker" .\n'
UP = " a ecg:Transition ; ecg:transitionKind <https://w3id.org/ecomgraph/transition-kind/promotion> ; "


def turtle(*texts: str) -> str:
    return ECG + "".join(texts)


def jsonld(*nodes: object, **context: object) -> str:
    base = {"ecg": N, "skos": "http://www.w3.org/2004/02/skos/core#", **context}
    return json.dumps({"@context": base, "@graph": nodes})


def trig(text: str) -> str:
    return f"{ECG}:ours {{\n{text}}}\n"


WRONG = {
    "turtle": [
        Wrong(
            "a prefix that is not declared",
            "ours.ttl",
            turtle(BAKER, ":x a esco:Skill .\n"),
            "ours.ttl:6:6: The prefix esco: has not been declared; end statements with a full stop, put texts in "
            "straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a full stop too few",
            "ours.ttl",
            turtle(BAKER.replace(" .", ""), KNEADING),
            "ours.ttl:6:1: A dot is expected at the end of statements; end statements with a full stop, put "
            "texts in straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "quotation marks of a word processor",
            "ours.ttl",
            turtle(BAKER.replace('"Baker"', "“Baker”")),
            "ours.ttl:5:36: '“' is not allowed at the beginning of a prefix name; end statements with a full "
            "stop, put texts in straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a role without a name",
            "ours.ttl",
            turtle(":baker a ecg:Role .\n", KNEADING),
            "<https://ours.example/baker>: Found a role without a label; expected at least one skos:prefLabel. "
            "Add its job title as skos:prefLabel.",
        ),
        Wrong(
            "a role without an IRI",
            "ours.ttl",
            turtle('[] a ecg:Role ; skos:prefLabel "Baker"@en .\n'),
            "ours.ttl:5: a Role is a blank node (Baker), which no query can refer to; give it an IRI",
        ),
        Wrong(
            "a language tag with an underscore",
            "ours.ttl",
            turtle(BAKER.replace("@en", "@en_US")),
            "ours.ttl:5:46: Unexpected character 'U'; end statements with a full stop, put texts in straight "
            "quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a requirement of a skill that is not there",
            "ours.ttl",
            turtle(BAKER, NEEDS, ESSENTIAL),
            "<https://ours.example/kneading>: Found a required skill that is not declared as ecg:Skill; expected "
            "an IRI whose rdf:type is ecg:Skill. Correct the IRI, or load the file that declares it.",
        ),
        Wrong(
            "a requirement without an importance",
            "ours.ttl",
            turtle(BAKER, KNEADING, NEEDS, " .\n"),
            "<https://ours.example/r>: Found a requirement without importance, or with several; expected exactly "
            "one ecg:importance. Say importance:essential or importance:optional.",
        ),
        Wrong(
            "a conclusion that nothing supports",
            "ours.ttl",
            turtle(BAKER, KNEADING, ":baker ecg:requiresSkill :kneading .\n"),
            "<https://ours.example/baker>: ecg:requiresSkill <https://ours.example/kneading> is for rules to "
            "derive, and they do not; state a requirement (ecg:hasSkillRequirement) instead",
        ),
        Wrong(
            "no framework in it",
            "ours.ttl",
            turtle('<urn:a> rdfs:label "A" .\n'),
            "ours.ttl: holds no role and no skill: nothing in it has a type; state which things are roles "
            "(rdf:type ecg:Role) and skills (ecg:Skill)",
        ),
        Wrong(
            "a web page under this name",
            "ours.ttl",
            HTML,
            "ours.ttl: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
        ),
        Wrong(
            "promotions in a circle",
            "ours.ttl",
            turtle(
                BAKER,
                BAKER.replace("aker", "oss"),
                f":t{UP}ecg:transitionFrom :baker ; ecg:transitionTo :boss .\n"
                f":u{UP}ecg:transitionFrom :boss ; ecg:transitionTo :baker .\n",
            ),
            "<https://ours.example/baker>: Found promotions or level-ups that lead from "
            "https://ours.example/boss over https://ours.example/baker back to where they start; expected "
            "advances that never return. Remove or turn round one ecg:Transition of the cycle, or give a "
            "sideways move its own ecg:transitionKind.",
        ),
        Wrong(
            "a percentage for a proficiency",
            "ours.ttl",
            turtle(BAKER, KNEADING, NEEDS, " ; ecg:proficiency 75", ESSENTIAL),
            "<https://ours.example/r>: Found a proficiency outside the scale; expected a number above 0 and up "
            "to 1. Divide it by the top of the scale in use, and leave out a requirement for no mastery at all. "
            "(75)",
        ),
        Wrong(
            "Windows text",
            "ours.ttl",
            turtle(BAKER.replace("Baker", "Bäcker")).encode("cp1252"),
            "ours.ttl:5:38: Invalid UTF-8: invalid utf-8 sequence of 1 bytes from index 1; save the file as UTF-8",
        ),
        Wrong(
            "a property misspelt",
            "ours.ttl",
            turtle(BAKER, KNEADING, ":baker ecg:hasSkilRequirement :kneading .\n"),
            "<https://ours.example/baker>: Found the property https://w3id.org/ecomgraph/ns#hasSkilRequirement "
            "on https://ours.example/baker, which its vocabulary does not have; expected one that ecomgraph.ttl "
            "or SKOS declares. Correct the spelling: names begin with a small letter, and the namespace of "
            "ecomgraph is https://w3id.org/ecomgraph/ns#.",
        ),
    ],
    "trig": [
        Wrong(
            "a graph named by a text",
            "ours.trig",
            f'{ECG}"ours" {{\n{BAKER}}}\n',
            'ours.trig:5:1: "ours" is not a valid subject or graph name; end statements with a full stop, put '
            "texts in straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a bracket that does not end",
            "ours.trig",
            trig(BAKER).rstrip().removesuffix("}"),
            "ours.trig:7:1: Unexpected end; end statements with a full stop, put texts in straight quotation "
            "marks, and declare prefixes above",
        ),
        Wrong(
            "a prefix that is not declared",
            "ours.trig",
            trig(BAKER + ":x a esco:Skill .\n"),
            "ours.trig:7:6: The prefix esco: has not been declared; end statements with a full stop, put texts "
            "in straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "quotation marks of a word processor",
            "ours.trig",
            trig(BAKER.replace('"Baker"', "“Baker”")),
            "ours.trig:6:36: '“' is not allowed at the beginning of a prefix name; end statements with a full "
            "stop, put texts in straight quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a role without an IRI",
            "ours.trig",
            trig('[] a ecg:Role ; skos:prefLabel "Baker"@en .\n'),
            "ours.trig:6: a Role is a blank node (Baker), which no query can refer to; give it an IRI",
        ),
        Wrong(
            "no framework in it",
            "ours.trig",
            trig('<urn:a> rdfs:label "A" .\n'),
            "ours.trig: holds no role and no skill: nothing in it has a type; state which things are roles "
            "(rdf:type ecg:Role) and skills (ecg:Skill)",
        ),
        Wrong(
            "only what rules conclude",
            "ours.trig",
            ECG + "<https://w3id.org/ecomgraph/graph/derived> { :a ecg:advancesTo :b }\n",
            "ours.trig: holds nothing that can be imported: 1 triple left out: in the graphs derived or "
            "vocabulary, which are generated again",
        ),
        Wrong(
            "a requirement without a skill",
            "ours.trig",
            trig(BAKER + ":baker ecg:hasSkillRequirement :r . :r a ecg:SkillRequirement" + ESSENTIAL),
            "<https://ours.example/r>: Found a requirement for no skill, or for several; expected exactly one "
            "ecg:requiredSkill. Name the skill, and make a requirement of its own for each further one.",
        ),
        Wrong(
            "a graph in a graph",
            "ours.trig",
            ECG + ":ours { :theirs { :a a ecg:Role } }\n",
            "ours.trig:5:17: { is not a valid predicate; end statements with a full stop, put texts in straight "
            "quotation marks, and declare prefixes above",
        ),
        Wrong(
            "a space in an IRI",
            "ours.trig",
            trig('<https://ours.example/head baker> a ecg:Role ; skos:prefLabel "Head baker" .\n'),
            "ours.trig:6:1: Invalid IRI code point ' '; end statements with a full stop, put texts in straight "
            "quotation marks, and declare prefixes above",
        ),
    ],
    "ntriples": [
        Wrong(
            "a datatype without brackets",
            "ours.nt",
            LINE.replace('"Baker"', '"7"^^xsd:integer'),
            "ours.nt:2:62: A literal datatype must be an IRI; write IRIs in < >, texts in straight quotation "
            "marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "a language tag with an underscore",
            "ours.nt",
            LINE.replace('"Baker"', '"Baker"@en_US'),
            "ours.nt:2:67: Unexpected character 'U'; write IRIs in < >, texts in straight quotation marks, no "
            "prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "Windows text",
            "ours.nt",
            LINE.replace("Baker", "Bäcker").encode("cp1252"),
            "ours.nt:2:59: Invalid UTF-8: invalid utf-8 sequence of 1 bytes from index 1; save the file as UTF-8",
        ),
        Wrong(
            "a prefix, which this format has not",
            "ours.nt",
            "@prefix : <urn:> .\n" + LINE,
            "ours.nt:1:1: The subject of a triple must be an IRI or a blank node; write IRIs in < >, texts in "
            "straight quotation marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "a full stop too few",
            "ours.nt",
            LINE.replace(" .\n", "\n", 1),
            "ours.nt:2:1: Quads must be followed by a dot; write IRIs in < >, texts in straight quotation marks, "
            "no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "a literal as the subject",
            "ours.nt",
            '"Baker" <urn:p> <urn:o> .\n',
            "ours.nt:1:1: The subject of a triple must be an IRI or a blank node; write IRIs in < >, texts in "
            "straight quotation marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "no angle brackets",
            "ours.nt",
            "urn:a urn:b urn:c .\n",
            "ours.nt:1:1: The subject of a triple must be an IRI or a blank node; write IRIs in < >, texts in "
            "straight quotation marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "a role without an IRI",
            "ours.nt",
            LINE.replace("<urn:a>", "_:a"),
            "ours.nt:1: a Role is a blank node (Baker), which no query can refer to; give it an IRI",
        ),
        Wrong(
            "a quotation mark in a text",
            "ours.nt",
            LINE.replace('"Baker"', '"Ba"ker"'),
            "ours.nt:2:61: The subject of a triple must be an IRI or a blank node; write IRIs in < >, texts in "
            "straight quotation marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "no framework in it",
            "ours.nt",
            "<urn:a> <urn:b> <urn:c> .\n",
            "ours.nt: holds no role and no skill: nothing in it has a type; state which things are roles "
            "(rdf:type ecg:Role) and skills (ecg:Skill)",
        ),
        Wrong(
            "a space in an IRI",
            "ours.nt",
            LINE.replace("urn:a", "urn:a b"),
            "ours.nt:1:1: Invalid IRI code point ' '; write IRIs in < >, texts in straight quotation marks, no "
            "prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "cut off",
            "ours.nt",
            LINE[:-20],
            "ours.nt:2:9: Unexpected end of file; write IRIs in < >, texts in straight quotation marks, no "
            "prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "a class misspelt",
            "ours.nt",
            LINE.replace("#Role", "#Rol"),
            'ours.nt: holds no role and no skill, but 1 ecg:Rol; add roles or skills; did you mean "Role"?',
        ),
    ],
    "nquads": [
        Wrong(
            "a web page",
            "ours.nq",
            HTML,
            "ours.nq: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
        ),
        Wrong(
            "a prefix, which this format has not",
            "ours.nq",
            "@prefix : <urn:> .\n" + LINE,
            "ours.nq:1:1: The subject of a triple must be an IRI or a blank node; write IRIs in < >, texts in "
            "straight quotation marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "five terms in a line",
            "ours.nq",
            LINE.replace(" .\n", " <urn:g> <urn:h> .\n"),
            "ours.nq:1:104: Quads must be followed by a dot; write IRIs in < >, texts in straight quotation "
            "marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "a text as the graph",
            "ours.nq",
            LINE.replace(" .\n", ' "g" .\n'),
            "ours.nq:1:96: The subject of a triple must be an IRI or a blank node; write IRIs in < >, texts in "
            "straight quotation marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "no angle brackets",
            "ours.nq",
            "urn:a urn:b urn:c urn:g .\n",
            "ours.nq:1:1: The subject of a triple must be an IRI or a blank node; write IRIs in < >, texts in "
            "straight quotation marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "a role without an IRI",
            "ours.nq",
            LINE.replace("<urn:a>", "_:a"),
            "ours.nq:1: a Role is a blank node (Baker), which no query can refer to; give it an IRI",
        ),
        Wrong(
            "no framework in it",
            "ours.nq",
            "<urn:a> <urn:b> <urn:c> <urn:g> .\n",
            "ours.nq: holds no role and no skill: nothing in it has a type; state which things are roles "
            "(rdf:type ecg:Role) and skills (ecg:Skill)",
        ),
        Wrong(
            "cut off",
            "ours.nq",
            LINE[:-20],
            "ours.nq:2:9: Unexpected end of file; write IRIs in < >, texts in straight quotation marks, no "
            "prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "a relative IRI",
            "ours.nq",
            LINE.replace("urn:a", "baker"),
            "ours.nq:1:1: No scheme found in an absolute IRI; write IRIs in < >, texts in straight quotation "
            "marks, no prefixes, and a full stop at the end of each line",
        ),
        Wrong(
            "only what rules conclude",
            "ours.nq",
            f"<urn:a> <{N}advancesTo> <urn:b> <https://w3id.org/ecomgraph/graph/derived> .\n",
            "ours.nq: holds nothing that can be imported: 1 triple left out: in the graphs derived or "
            "vocabulary, which are generated again",
        ),
        Wrong(
            "a tag that is none",
            "ours.nq",
            LINE.replace('"Baker"', '"Baker"@e_n'),
            "ours.nq:2:65: The given language subtag is invalid; write IRIs in < >, texts in straight quotation "
            "marks, no prefixes, and a full stop at the end of each line",
        ),
    ],
}
