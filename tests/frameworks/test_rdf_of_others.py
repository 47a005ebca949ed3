"""RDF in other vocabularies: SKOS schemes, ESCO's own model, SFIA, and SSSOM's mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import EcomgraphError, QueryResult, import_framework
from tests.frameworks.miniatures import ESCO_FILES
from tests.frameworks.others import ESCO, HEAD, PREFIXES, SFIA, SKOS, sssom_json, sssom_table
from tests.frameworks.readings import left_out, read, said

if TYPE_CHECKING:
    from pathlib import Path

TYPES = "SELECT ?thing ?type { ?thing a ?type FILTER(STRSTARTS(STR(?type), STR(ecg:))) }"
LABELS = "SELECT ?thing ?label { ?thing skos:prefLabel ?label }"


@pytest.fixture
def skos(tmp_path: Path) -> Path:
    (tmp_path / "voc.ttl").write_text(SKOS, encoding="utf-8")
    return tmp_path / "voc.ttl"


# ------------------------------------------------------------------ SKOS


def test_concepts_are_skills_with_their_labels_texts_and_relations(skos: Path) -> None:
    reading = read(skos)
    assert {kind for _, kind in said(reading, TYPES)} == {"Skill"}
    assert said(reading, "SELECT ?p ?o { <https://voc.example/seo> ?p ?o FILTER(?p != rdf:type) }") == [
        ("altLabel", "SEO@en"),
        ("broader", "marketing"),
        ("closeMatch", "1"),
        ("definition", "Being found.@en"),
        ("hiddenLabel", "seach@en"),
        ("prefLabel", "Search optimisation@en"),
        ("related", "sales"),
        ("scopeNote", "Web.@en"),
    ]
    found = {thing: label for thing, label in said(reading, LABELS)}  # noqa: C416
    assert found["planning1"] == "Planning (Marketing)@en"
    assert found["planning2"] == "Planning (Sales)@en"
    assert found["sales"] == "Sales@en"
    assert "old" not in found


def test_what_a_scheme_says_that_has_no_place_is_counted(skos: Path) -> None:
    left = left_out(read(skos))
    assert left["about deprecated concepts"] == 3
    assert left["about concepts without a label"] == 2
    assert left["about concepts without an IRI"] == 2
    assert left["with something other than the concepts read"] == 1
    assert left["skos:member has no place in the model"] == 1


@pytest.mark.parametrize("name", ["https://voc.example/jobs", "jobs", "Jobs", "JOBS"])
def test_a_scheme_is_of_roles_if_the_user_says_so(skos: Path, name: str) -> None:
    assert [thing for thing, kind in said(read(skos, roles=(name,)), TYPES) if kind == "Role"] == ["buyer"]


def test_a_type_is_of_roles_too_and_nothing_joins_roles_and_skills(skos: Path) -> None:
    reading = read(skos, roles=("Job",))
    assert [thing for thing, kind in said(reading, TYPES) if kind == "Role"] == ["clerk"]
    assert said(reading, "SELECT ?it { <https://voc.example/clerk> skos:broader ?it }") == []
    both = read(skos, roles=("Job", "jobs"))
    assert said(both, "SELECT ?it { <https://voc.example/clerk> skos:broader ?it }") == [("buyer",)]


def test_the_only_scheme_gives_title_licence_and_version(tmp_path: Path) -> None:
    text = SKOS.replace(':jobs a skos:ConceptScheme ; dct:title "Jobs"@en .', "")
    (tmp_path / "voc.ttl").write_text(text, encoding="utf-8")
    reading = read(tmp_path / "voc.ttl")
    assert (reading.title, reading.version, reading.language) == ("Competences", "2", "en")
    assert reading.license == "https://creativecommons.org/licenses/by/4.0/"


def test_a_scheme_is_imported_and_its_groups_found(skos: Path, tmp_path: Path) -> None:
    report = import_framework(skos, tmp_path / "o.db")
    assert report.accepted, report.violations
    assert ecomgraph.open(tmp_path / "o.db").skill("seo").broader == ("https://voc.example/marketing",)


@pytest.mark.long
def test_an_export_as_skos_comes_back_with_the_collections_of_roles_as_roles(tmp_path: Path) -> None:
    graph = ecomgraph.load()
    graph.export("skos", tmp_path / "ours.ttl")
    reading = read(tmp_path / "ours.ttl", roles=("roles", "profiles"))
    kinds = said(reading, TYPES)
    assert sum(kind == "Role" for _, kind in kinds) == len(graph.roles()) + len(graph.profiles())
    assert ("search-engine-optimization", "Skill") in kinds


def test_a_file_that_uses_our_vocabulary_under_any_prefix_is_no_scheme(tmp_path: Path) -> None:
    for number, text in enumerate((
        '@prefix e: <https://w3id.org/ecomgraph/ns#> . skos:Concept rdfs:subClassOf e:Skill . <urn:a> a skos:Concept ;'
        ' skos:prefLabel "A"@en .',
        "<urn:a> a <https://w3id.org/ecomgraph/ns#Skill>, skos:Concept .",
    )):  # fmt: skip
        (tmp_path / f"{number}.ttl").write_text(PREFIXES + text, encoding="utf-8")
        assert left_out(read(tmp_path / f"{number}.ttl")) == {}


@pytest.mark.long
def test_mappings_of_an_export_as_sssom_come_back(tmp_path: Path) -> None:
    graph = ecomgraph.load(alignments=True)
    graph.export("sssom", tmp_path / "m.sssom.tsv")
    found = said(read(tmp_path / "m.sssom.tsv"), PAIRS)
    query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(STRENDS(STR(?p), 'Match') && STRSTARTS(STR(?p), STR(skos:))) }"
    answer = graph.sparql(query)
    assert isinstance(answer, QueryResult)
    assert len(found) == len(answer) > 30


# ------------------------------------------------------------------ ESCO


def test_esco_s_rdf_gives_what_its_csv_files_give(tmp_path: Path) -> None:
    (tmp_path / "esco.ttl").write_text(ESCO, encoding="utf-8")
    (tmp_path / "csv").mkdir()
    for name, text in ESCO_FILES.items():
        (tmp_path / "csv" / f"{name}.csv").write_text(text, encoding="utf-8")
    rdf, csv = read(tmp_path / "esco.ttl"), read(tmp_path / "csv")
    assert sorted(set(rdf.lines)) == sorted(set(csv.lines))
    assert (rdf.title, rdf.language, rdf.license) == (csv.title, csv.language, csv.license)
    assert left_out(rdf)["about concepts whose status is not released"] == 2


def test_one_language_of_esco_s_rdf_is_read(tmp_path: Path) -> None:
    text = ESCO + 'o:1 skosxl:prefLabel e:l9 . e:l9 skosxl:literalForm "Leiter"@de .'
    (tmp_path / "esco-v1.2.1.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(EcomgraphError, match="is in de, en; choose one with --language"):
        read(tmp_path / "esco-v1.2.1.ttl")
    reading = read(tmp_path / "esco-v1.2.1.ttl", language="de")
    assert said(reading, LABELS) == [("1", "Leiter@de")]
    assert reading.version == "1.2.1"
    assert left_out(reading)["in another language"] > 5


# ------------------------------------------------------------------ SFIA


def test_sfia_s_skills_have_the_levels_at_which_they_are_described(tmp_path: Path) -> None:
    (tmp_path / "sfia.ttl").write_text(SFIA, encoding="utf-8")
    report = import_framework(tmp_path / "sfia.ttl", tmp_path / "o.db")
    assert report.accepted, report.violations
    assert (report.framework.title, report.framework.version) == ("SFIA 9", "9")
    graph = ecomgraph.open(tmp_path / "o.db")
    assert [(it.level.label, it.definition) for it in graph.descriptors("Demo")] == [
        ("Assist", "With help."),
        ("Level 3", "Alone."),
    ]
    [scale] = graph.scales()
    assert [(it.label, it.rank, it.notation) for it in scale.levels] == [
        ("Follow", 1, "1"),
        ("Assist", 2, "2"),
        ("Level 3", 3, "3"),
    ]
    assert graph.skill("DEMO").broader == ("https://rdf.sfia-online.org/9/categories/d",)
    assert any("attributes/AUTO has no place in the model" in note for note in report.notes)


# ------------------------------------------------------------------ SSSOM

PAIRS = "SELECT ?one ?match ?two { ?one ?match ?two FILTER(STRSTARTS(STR(?match), CONCAT(STR(skos:), ''))) }"
AXIOMS = (
    "SELECT ?one ?two ?confidence { ?it owl:annotatedSource ?one ; owl:annotatedTarget ?two"
    " OPTIONAL { ?it sssom:confidence ?n BIND(xsd:decimal(?n) AS ?confidence) } }"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [("m.sssom.tsv", sssom_table()), ("m.csv", sssom_table(",")), ("m.sssom.json", sssom_json())],
)
def test_mappings_are_read_with_their_confidence_and_denied_ones_stay_out(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    reading = read(tmp_path / name)
    assert said(reading, PAIRS) == [("1", "closeMatch", "1"), ("3", "broadMatch", "3")]
    assert [row[:2] for row in said(reading, AXIOMS)] == [("1", "1"), ("3", "3")]
    assert "0.9" in said(reading, AXIOMS)[0][2]
    assert reading.title == "Demo mappings"
    assert reading.license == "https://creativecommons.org/licenses/by/4.0/"
    assert left_out(reading) == {
        "negated by predicate_modifier Not": 1,
        "to no term, as none was found": 1,
        "by owl:equivalentClass, which is not a SKOS mapping relation": 1,
        "repeated": 1,
    }


RDF_MAPPINGS = (
    PREFIXES
    + """@prefix sssom: <https://w3id.org/sssom/> . @prefix a: <https://ours.example/> .
@prefix b: <https://theirs.example/> .
<https://maps.example/set> a sssom:MappingSet ; sssom:mappings [ a owl:Axiom ; owl:annotatedSource a:1 ;
  owl:annotatedProperty skos:closeMatch ; owl:annotatedTarget b:1 ; sssom:confidence 9e-1 ] .
a:2 skos:exactMatch b:2 . [] a owl:Axiom ; owl:annotatedSource a:2 ; owl:annotatedProperty skos:exactMatch ;
  owl:annotatedTarget b:2 ; <https://w3id.org/sssom/predicate_modifier> <https://w3id.org/sssom/NegatedPredicate> .
"""
)


def test_axioms_of_sssom_s_rdf_state_or_deny_mappings(tmp_path: Path) -> None:
    (tmp_path / "m.ttl").write_text(RDF_MAPPINGS, encoding="utf-8")
    reading = read(tmp_path / "m.ttl")
    assert said(reading, PAIRS) == [("1", "closeMatch", "1")]
    assert left_out(reading) == {"about mappings negated by a predicate modifier": 6}


@pytest.mark.slow
def test_the_surest_mapping_comes_first_in_a_crosswalk(tmp_path: Path) -> None:
    ours = "@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    texts = {
        "ours.ttl": ours + '<https://ours.example/1> a ecg:Role ; skos:prefLabel "Buyer"@en .',
        "theirs.ttl": ours
        + "".join(f'<https://theirs.example/{it}> a ecg:Role ; skos:prefLabel "{it}"@en .' for it in "xyz"),
        "m.sssom.tsv": HEAD
        + "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
        + "".join(f"a:1\tskos:closeMatch\tb:{it}\t\t{n}\n" for it, n in (("x", "0.4"), ("y", "0.8"), ("z", "0.6"))),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert import_framework(tmp_path / name, tmp_path / "o.db").accepted
    found = ecomgraph.open(tmp_path / "o.db").crosswalk("Buyer", "theirs")
    assert [(it.role.id, it.score) for it in found] == [("y", 0.8), ("z", 0.6), ("x", 0.4)]


# ------------------------------------------------------------------ what is wrong

COLUMNS = "subject_id\tpredicate_id\tobject_id\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("v.ttl", PREFIXES + "<urn:a> a skos:Concept .", "v.ttl: holds nothing that can be imported: 1 triple"),
        ("v.ttl", PREFIXES + "<urn:a> a skos:Concept ; skos:prefLabel ", "v.ttl:4:"),
        ("v.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/2004/02/skos/core#Concept">', "v.rdf:1"),
        ("e.ttl", PREFIXES + "<urn:a> a <http://data.europa.eu/esco/model#Skill> .", "has no label with a language"),
        ("e.nt", "<urn:a> <urn:b> <http://data.europa.eu/esco/model#Skill>", "e.nt:1"),
        (
            "e.ttl",
            ESCO.replace("s:c a skos:Concept", "s:c a esco:Occupation, skos:Concept"),
            "is both an occupation and a skill; keep one of the two",
        ),
        ("s.ttl", SFIA.replace("skos:notation 1", 'skos:notation "one"'), 'the notation "one" of the level'),
        ("s.ttl", SFIA.replace("skos:notation 2", "skos:notation 3"), "two levels have the same number"),
        ("s.ttl", SFIA.replace("o:level l:3", "o:level l:9"), "DEMO_3 of https://rdf.sfia-online.org/9/skills/DEMO"),
        (
            "m.tsv",
            HEAD + COLUMNS + "a:1\tskos:closeMatch\tc:1\n",
            'm.tsv:8: object_id "c:1" is not an IRI: the prefix c',
        ),
        ("m.tsv", HEAD + COLUMNS + "a:1\tskos:closeMatch\t\n", 'm.tsv:8: object_id "" is empty'),
        ("m.tsv", HEAD + COLUMNS + "a:1\tskos:closeMatch\tone\n", 'object_id "one" is neither an IRI nor a CURIE'),
        ("m.tsv", HEAD + COLUMNS + "a:1\tskos:closeMatch\tb:1\tx\n", "m.tsv:8: 4 cells, but the header has 3"),
        ("m.tsv", HEAD + COLUMNS + 'a:1\t"skos:closeMatch\tb:1\n', "m.tsv:8: unexpected end of data"),
        ("m.tsv", "#a: [\n" + COLUMNS, "m.tsv:2: the lines that begin with # are not YAML"),
        (
            "m.tsv",
            "#a: b\n" * 40_000 + COLUMNS,
            "m.tsv:1: the lines that begin with # have 200000 characters, more than",
        ),
        ("m.tsv", sssom_table().replace("0.9", "80%"), 'm.tsv:8: confidence "80%" is not a number from 0 to 1'),
        ("m.tsv", sssom_table().replace("0.9", "1.5"), 'm.tsv:8: confidence "1.5" is not a number from 0 to 1'),
        ("m.tsv", HEAD + COLUMNS, "is empty"),
        ("m.json", '{"mapping_set_id": "urn:a", "mappings": [1]}', "is not SSSOM's JSON: it has no list of 'mappings'"),
        ("m.json", '{"mapping_set_id": "urn:a", "mappings": [', "m.json:1:42: is not JSON"),
        (
            "n.ttl",
            PREFIXES + RDF_MAPPINGS.partition("] .\n")[2].replace("a:", "skos:").replace("b:", "skos:"),
            "contains only negated mappings",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(EcomgraphError) as caught:
        read(tmp_path / name)
    assert message in str(caught.value)


def test_an_unknown_scheme_is_told_with_those_there_are(skos: Path) -> None:
    with pytest.raises(
        EcomgraphError, match=r"no scheme or type of concepts \(--roles\) is called 'jbos'; did you mean"
    ):
        read(skos, roles=("jbos",))


def test_another_language_than_those_there_are_is_told(tmp_path: Path) -> None:
    (tmp_path / "esco.ttl").write_text(ESCO, encoding="utf-8")
    with pytest.raises(EcomgraphError, match="has no labels in fr; there is en"):
        read(tmp_path / "esco.ttl", language="fr")
