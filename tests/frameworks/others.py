"""Small documents in the vocabularies and layouts of others."""

from __future__ import annotations

import json
from typing import Any

PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SKOS = (
    PREFIXES
    + """@prefix : <https://voc.example/> .
:jobs a skos:ConceptScheme ; dct:title "Jobs"@en .
:voc a skos:ConceptScheme ; dct:title "Competences"@en, "Kompetenzen"@de ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ; owl:versionInfo "2" ; skos:hasTopConcept :marketing .
:marketing a skos:Concept ; skos:prefLabel "Marketing"@en, "Vermarktung"@de ; skos:notation "M" ; skos:inScheme :voc ;
  skos:narrower :seo .
:seo a skos:Concept ; skosxl:prefLabel [ a skosxl:Label ; skosxl:literalForm "Search optimisation"@en ] ;
  skos:altLabel "SEO"@en ; skos:hiddenLabel "seach"@en ;
  skos:definition "Being found."@en ; skos:scopeNote "Web."@en ;
  skos:related :sales ; skos:closeMatch <http://data.europa.eu/esco/skill/1> ; skos:inScheme :voc ;
  dct:modified "2026" .
:sales a skos:Concept ; rdfs:label "Sales"@en ; skos:broader :marketing, <https://elsewhere.example/x> ;
  skos:topConceptOf :voc .
:planning1 a skos:Concept ; skos:prefLabel "Planning"@en ; skos:broader :marketing .
:planning2 a skos:Concept ; skos:prefLabel "Planning"@en ; skos:broader :sales .
:old a skos:Concept ; skos:prefLabel "Old"@en ; owl:deprecated true .
:nameless a skos:Concept ; skos:notation "N" .
[] a skos:Concept ; skos:prefLabel "Blank"@en .
:buyer a skos:Concept ; skos:prefLabel "Buyer"@en ; skos:inScheme :jobs .
:clerk a skos:Concept, :Job ; skos:prefLabel "Clerk"@en ; skos:broader :buyer .
:all a skos:Collection ; skos:member :seo .
"""
)
ESCO = (
    PREFIXES
    + """@prefix esco: <http://data.europa.eu/esco/model#> . @prefix e: <http://data.europa.eu/esco/> .
@prefix o: <http://data.europa.eu/esco/occupation/> . @prefix s: <http://data.europa.eu/esco/skill/> .
@prefix thes: <http://purl.org/iso25964/skos-thes#> . @prefix isco: <http://data.europa.eu/esco/isco/> .
@prefix st: <http://data.europa.eu/esco/skill-type/> . @prefix isced: <http://data.europa.eu/esco/isced-f/> .
o:1 a skos:Concept, esco:Occupation, esco:MemberConcept ; skosxl:prefLabel e:l1 ; skosxl:altLabel e:l2, e:l3 ;
  dct:description [ a esco:NodeLiteral ; esco:language "en"^^xsd:language ; esco:nodeLiteral "Plans it." ] ;
  skos:notation "2431.1" ; skos:broader isco:C2431 ; esco:memberOfISCOGroup isco:C2431 ; thes:status "released" ;
  esco:relatedEssentialSkill s:a ; esco:relatedOptionalSkill s:c, s:a .
o:2 a skos:Concept, esco:Occupation ; skos:prefLabel "commercial director"@en ;
  skos:hiddenLabel "director of commerce"@en ;
  dct:description "Directs it."@en ; skos:notation "1221.2" ; esco:memberOfISCOGroup isco:C1221 .
o:3 a esco:Occupation ; skos:prefLabel "gone"@en ; thes:status "obsolete" ; esco:relatedEssentialSkill s:a .
e:l1 a skosxl:Label ; skosxl:literalForm "eBusiness manager"@en . e:l2 skosxl:literalForm "e-commerce manager"@en .
e:l3 skosxl:literalForm "online manager"@en .
s:a a skos:Concept, esco:Skill ; skosxl:prefLabel e:l4 ; esco:skillType st:knowledge ;
  dct:description "Knows it."@en ; esco:isEssentialSkillFor o:1, o:2, o:3 ; skos:broader isced:0 .
s:b a skos:Concept, esco:Skill ; skosxl:prefLabel e:l4 ; esco:skillType e:t ; dct:description "Does it."@en ;
  skos:broader s:c ; esco:relatedOptionalSkill s:c ; esco:relatedEssentialSkill s:a .
s:c a skos:Concept, esco:Skill ; skos:prefLabel "plan sales"@en ; esco:skillType e:t ; dct:description "Plans it."@en .
e:t skos:prefLabel "skill/competence"@en .
e:l4 skosxl:literalForm "web analytics"@en .
isco:C2431 a skos:Concept ; skos:notation "2431" .
"""
)
SFIA = (
    """@prefix o: <https://rdf.sfia-online.org/9/ontology/> . @prefix s: <https://rdf.sfia-online.org/9/skills/> .
@prefix l: <https://rdf.sfia-online.org/9/lor/> . @prefix sl: <https://rdf.sfia-online.org/9/skilllevels/> .
@prefix c: <https://rdf.sfia-online.org/9/categories/> . @prefix a: <https://rdf.sfia-online.org/9/attributes/> .
"""
    + PREFIXES
    + """
s:DEMO a o:Skill ; rdfs:label "Demo"@en ; skos:notation "DEMO" ; o:skillDescription "Showing."@en ;
  o:skillNotes "Notes."@en ; o:skillCategory c:d ; o:definedAtLevel sl:DEMO_2, sl:DEMO_3 .
sl:DEMO_2 a o:SkillLevel ; skos:notation "DEMO_2" ; o:level l:2 ; o:skillLevelDescription "With help."@en .
sl:DEMO_3 a o:SkillLevel ; o:level l:3 ; o:skillLevelDescription "Alone."@en .
l:1 a o:Level ; skos:notation 1 ; o:levelGuidingPhrase "Follow"@en ; o:levelEssence "Essence."@en ; a:AUTO "Text."@en .
l:2 a o:Level ; skos:notation 2 ; o:levelGuidingPhrase "Assist"@en . l:3 a o:Level ; skos:notation 3 .
c:d a o:Category ; skos:prefLabel "Change"@en ; skos:inScheme o:CategoryScheme .
"""
)
HEAD = """#curie_map:
#  a: https://ours.example/
#  b: https://theirs.example/
#mapping_set_id: https://maps.example/set
#mapping_set_title: Demo mappings
#license: https://creativecommons.org/licenses/by/4.0/
"""
ROWS = [
    ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence", "predicate_modifier"),
    ("a:1", "skos:closeMatch", "b:1", "semapv:ManualMappingCuration", "0.9", ""),
    ("a:2", "skos:exactMatch", "b:2", "semapv:ManualMappingCuration", "", "Not"),
    ("a:3", "skos:broadMatch", "https://theirs.example/3", "", "", ""),
    ("a:4", "skos:closeMatch", "sssom:NoTermFound", "semapv:ManualMappingCuration", "", ""),
    ("a:5", "owl:equivalentClass", "b:5", "semapv:ManualMappingCuration", "", ""),
    ("a:1", "skos:closeMatch", "b:1", "semapv:LexicalMatching", "0.5", ""),
]


def sssom_table(separator: str = "\t") -> str:
    """Return a table with all that can become of a mapping."""
    return HEAD + "".join(separator.join(row) + "\n" for row in ROWS)


def sssom_json() -> str:
    """Return the same as JSON."""
    rows = [{k: v for k, v in zip(ROWS[0], row, strict=True) if v} for row in ROWS[1:]]
    for row in rows:
        if "confidence" in row:
            row["confidence"] = float(row["confidence"])  # type: ignore[assignment]
    context = {"a": "https://ours.example/", "b": {"@id": "https://theirs.example/", "@prefix": True}}
    return json.dumps({"mapping_set_id": "https://maps.example/set", "mapping_set_title": "Demo mappings",
                       "license": "https://creativecommons.org/licenses/by/4.0/", "mappings": rows,
                       "@type": "MappingSet", "@context": context})  # fmt: skip


OSMT = "Canonical URL,RSD Name,Authors,Skill Statement,Category,Keywords,Certifications,Alignment URL,Alignment 2 URL\n"
MOODLE_HEADER = (
    "Parent ID number,ID number,Short name,Description,Description format,Scale values,Scale configuration,"
    "Rule type (optional),Rule outcome (optional),Rule config (optional),"
    "Cross-referenced competency ID numbers,Exported ID (optional),Is framework,Taxonomy\n"
)
FRAMEWORK = (
    ',F1,Nursing,<p>All.</p>,1,"Not yet competent,Aware,Able","[{""scaleid"":""1""},{""id"":1,""scaledefault"":1,'
    '""proficient"":0},{""id"":2,""scaledefault"":0,""proficient"":1}]",,,,,7,1,"competency"\n'
)
A = ",A,Care,<p>Cares.</p><p>Well &amp; long.</p>,1,,,,,,B,,,\n"
B = 'A,B,Wash,"<h4>See also</h4><ul><li>https://e.example/1</li></ul>",1,,,,,,,,,\n'
C = ",C,Feed,,1,,,,,,B,,,\n"

_R = "https://credentialengineregistry.org/resources/ce-"
CTDL: dict[str, Any] = {
    "@context": "https://credreg.net/ctdlasn/schema/context/json",
    "@graph": [
        {
            "@id": f"{_R}f",
            "@type": "ceasn:CompetencyFramework",
            "ceterms:ctid": "ce-f",
            "ceasn:name": {"en": "Data"},
            "ceasn:license": "https://creativecommons.org/licenses/by/4.0/",
            "ceasn:hasTopChild": [f"{_R}1"],
        },
        {
            "@id": f"{_R}1",
            "@type": ["ceasn:Competency"],
            "ceasn:competencyLabel": {"en": "SQL", "de": "SQL-Abfragen"},
            "ceasn:competencyText": {"en": "Asks databases."},
            "ceasn:codedNotation": "D1",
            "ceasn:conceptKeyword": {"en": ["queries"]},
            "ceasn:hasChild": [f"{_R}2"],
            "ceasn:exactAlignment": ["https://e.example/1"],
            "ceasn:competencyCategory": {"en": "Technical"},
        },
        {"@id": f"{_R}2", "@type": "ceasn:Competency", "ceasn:competencyText": {"en": "Joins"}},
        {
            "@id": f"{_R}3",
            "@type": "ceasn:Competency",
            "ceasn:competencyText": {"en": "Joins with help"},
            "ceasn:isChildOf": [f"{_R}2"],
            "asn:hasProgressionLevel": f"{_R}a",
        },
        {"@id": f"{_R}m", "@type": "asn:ProgressionModel", "ceasn:name": {"en": "Steps"},
         "skos:hasTopConcept": [f"{_R}b", f"{_R}a"]},
        {"@id": f"{_R}a", "@type": "asn:ProgressionLevel", "skos:prefLabel": {"en": "Aware"},
         "ceterms:precedes": f"{_R}b", "ceasn:inProgressionModel": f"{_R}m"},
        {"@id": f"{_R}b", "@type": "asn:ProgressionLevel", "skos:prefLabel": {"en": "Able"}, "skos:notation": "2"},
        {
            "@id": f"{_R}j",
            "@type": "ceterms:Job",
            "ceterms:name": {"en": "Analyst"},
            "ceasn:skillEmbodied": [f"{_R}1", "https://e.example/x"],
            "ceterms:recommends": [{"ceterms:targetCompetency": [{"ceterms:targetNode": f"{_R}2"}]}],
        },
    ],
}  # fmt: skip


# CASE 1.1
SITE = "https://case.example/uri/"


def link(name: str, **more: str) -> dict[str, str]:
    """Return a link to an item."""
    return {"title": name, "identifier": name, "uri": SITE + name, **more}


def item(name: str, kind: str, **more: object) -> dict[str, object]:
    """Return an item."""
    return {"identifier": name, "uri": SITE + name, "fullStatement": name.capitalize(), "CFItemType": kind, **more}


def association(kind: str, one: str, other: str, **more: object) -> dict[str, object]:
    """Return an association of two items."""
    name = f"{one}-{kind}-{other}"
    ends = {"originNodeURI": link(one), "destinationNodeURI": link(other)}
    return {"identifier": name, "uri": SITE + name, "associationType": kind, **ends, **more}


def level(skill: str, position: int, name: str) -> dict[str, object]:
    """Return a level of a criterion."""
    text = f"{skill} at {name}"
    own = f"{skill}-{position}"
    return {"identifier": own, "uri": SITE + own, "quality": name, "position": position, "description": text}


def criterion(skill: str, *names: str) -> dict[str, object]:
    """Return a criterion for a skill."""
    levels = [level(skill, number, name) for number, name in enumerate(names, start=1)]
    return {"identifier": f"c-{skill}", "CFItemURI": link(skill), "CFRubricCriterionLevels": levels}


def case_package() -> dict[str, Any]:
    """Return a package with what version 1.1 adds."""
    return {
        "CFDocument": {
            **link("doc"), "creator": "Us", "title": "Demo", "caseVersion": "1.1", "frameworkType": "CourseCodes",
        },
        "CFItems": [
            item("buyer", "Role", subject=["Trade"]),
            item("head", "Role"),
            item("sql", "Skill", extensions={"x": 1}),
            item("law", "Skill"),
        ],
        "CFAssociations": [
            association("ext:requires", "buyer", "sql", notes="Daily.",
                        extensions={"ext:requiredLevel": SITE + "sql-2"}),
            association("ext:recommends", "buyer", "law"),
            association("precedes", "buyer", "head", notes="After two years."),
            association("isTranslationOf", "sql", "law"),
            association("ext:other", "sql", "law"),
            {
                **association("exactMatchOf", "sql", "x"),
                "destinationNodeURI": {"uri": "https://esco.example/1", "targetType": "ext:esco", "title": "x"},
            },
        ],
        "CFRubrics": [
            {
                "identifier": "r", "uri": SITE + "r", "title": "Mastery",
                "CFRubricCriteria": [criterion("law", "Working", "Expert"), criterion("sql", "Aware", "Working")],
            }
        ],
    }  # fmt: skip
