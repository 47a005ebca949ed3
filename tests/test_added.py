"""Rules, shapes and stored queries of one's own."""

import os
from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.errors import EcomgraphError, QueryError, RuleError, ShapesError, SourceError, UnknownNameError
from ecomgraph.exchange.importers import ImportOptions, import_framework
from ecomgraph.reasoning.rules import Rule
from tests.samples import sampled

BAKERY = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> . @prefix : <https://example.org/> .
:baker a ecg:Role ; skos:prefLabel "Baker"@en ; skos:related :miller .
:miller a ecg:Role ; skos:prefLabel "Miller"@en .
:kneading a ecg:Skill ; skos:prefLabel "Kneading"@en .
:sieving a ecg:Skill ; skos:prefLabel "Sieving"@en .
:miller ecg:hasResponsibility :flour . :flour a ecg:Responsibility ; skos:prefLabel "Flour"@en .
:flour ecg:hasSkillRequirement :r .
:r a ecg:SkillRequirement ; ecg:requiredSkill :sieving ; ecg:importance importance:essential .
"""
# What a related role answers for: concluded before the packaged rules read them, though written in lower case.
SHARING = """prefix ecg: <https://w3id.org/ecomgraph/ns#>
construct { ?role ecg:hasResponsibility ?duty }
where { ?role <http://www.w3.org/2004/02/skos/core#related> ?other . ?other ecg:hasResponsibility ?duty }
"""
SHAPES = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <https://example.org/shapes/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
PLAIN = """
:Role a sh:NodeShape ; sh:targetClass ecg:Role ; sh:property :Role-note .
:Role-note a sh:PropertyShape ; sh:path skos:note ; sh:minCount 1 ; sh:message "A role needs a note." .
"""
NESTED = """
:Role a sh:NodeShape ; sh:targetClass ecg:Role ;
  sh:property [ sh:path skos:note ; sh:minCount 1 ; sh:message "A role needs a note." ] .
"""
TARGETED = "<urn:s> a sh:NodeShape ; sh:targetClass ecg:Role ;"
LOOP = "<urn:l> rdf:first <urn:s> ; rdf:rest <urn:k> . <urn:k> rdf:first <urn:s> ; rdf:rest <urn:l> ."
QUERY = "#+ returns: [label]\nSELECT ?label { ?role a ecg:Role ; skos:prefLabel ?label } ORDER BY STR(?label)\n"


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    return put(tmp_path / "bakery.ttl", BAKERY)


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def sparql(select: str) -> str:
    return f"""
:Role a sh:NodeShape ; sh:targetClass ecg:Role ; sh:sparql :c .
:c sh:message "{{$this}} is called {{?label}}." ; sh:prefixes :p ; sh:select \"\"\"{select}\"\"\" .
:p sh:declare [ sh:prefix "skos" ; sh:namespace "http://www.w3.org/2004/02/skos/core#" ] .
"""


# ---------------------------------------------------------------------- rules


def test_an_added_rule_runs_before_the_packaged_ones_that_build_on_it(bakery: Path, tmp_path: Path) -> None:
    rule = put(tmp_path / "sharing.rq", SHARING)
    assert ecomgraph.load(bakery).skills("baker") == ()
    graph = ecomgraph.load(bakery, rules=rule)
    assert [it.skill.label for it in graph.skills("baker")] == ["Sieving"]
    assert "sharing" in graph.rules()
    assert "sharing" not in ecomgraph.load(bakery).rules()


@pytest.mark.long
def test_with_added_rules_the_bundled_framework_is_derived_anew(tmp_path: Path) -> None:
    rule = put(tmp_path / "twins.rq", "CONSTRUCT { ?b skos:related ?a } WHERE { ?a ecg:advancesTo ?b }")
    plain, graph = ecomgraph.load(), ecomgraph.load(rules=[rule])
    derived = set(graph.dataset.triples()) - set(plain.dataset.triples())
    assert derived
    assert {it.predicate.value for it in derived} == {"http://www.w3.org/2004/02/skos/core#related"}
    assert not set(plain.dataset.triples()) - set(graph.dataset.triples())


def test_what_a_rule_reads_and_writes_is_told_by_full_iris_however_it_is_written() -> None:
    text = """prefix x: <https://w3id.org/ecomgraph/ns#> # where { ecg:narrowsRole }
    construct { ?a x:leadsTo "where" } where { ?a <https://w3id.org/ecomgraph/ns#advancesTo> ?b }"""
    rule = Rule.parse("mine", text)
    assert rule.writes == {"https://w3id.org/ecomgraph/ns#leadsTo"}
    assert rule.reads == {"https://w3id.org/ecomgraph/ns#advancesTo"}


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("advances", SHARING, r"advances.rq: has the same name as the rule 'advances', which comes with ecomgraph"),
        ("mine", "SELECT ?a { ?a ?b ?c }", r"mine.rq: rule mine: expected CONSTRUCT"),
        ("mine", "CONSTRUCT { ?a ecg:x ?b } WHERE { SERVICE <http://a.example/> { ?a ?p ?b } }", "SERVICE is refused"),
        ("mine", "CONSTRUCT { ?a ecg:x ?b } FROM <http://a.example/> WHERE { ?a ecg:y ?b }", "leave FROM"),
        ("mine", "CONSTRUCT { ?a ecg:x ?b } WHERE { ?a ecg:y ?b FILTER( }", "rule mine: "),
        ("mine", "LOAD <file:///etc/passwd>", "mine.rq: .*LOAD is an update"),
        ("mine", f"CONSTRUCT {{ ?a ecg:x ?b }} WHERE {'{' * 9000}", "more than 128 nested brackets"),
        ("mine", "CONSTRUCT { ?a ecg:x ?c } WHERE { ?a ecg:y ?b { SERVICE ?b { ?b ?p ?c } } }", "SERVICE is refused"),
    ],
)
def test_rules_that_may_not_run_are_refused(name: str, text: str, reason: str, bakery: Path, tmp_path: Path) -> None:
    rule = put(tmp_path / f"{name}.rq", text)
    with pytest.raises(RuleError, match=reason):
        ecomgraph.load(bakery, rules=[rule])


def test_two_rules_of_one_name_are_refused_with_both_files(bakery: Path, tmp_path: Path) -> None:
    rules = [put(tmp_path / folder / "mine.rq", SHARING) for folder in "ab"]
    with pytest.raises(RuleError, match=r"b/mine.rq: has the same name as the rule .*a/mine.rq"):
        ecomgraph.load(bakery, rules=rules)


@pytest.mark.long
def test_rules_stay_with_the_framework_that_they_were_imported_with(bakery: Path, tmp_path: Path) -> None:
    database, options = tmp_path / "db", ImportOptions(rules=[put(tmp_path / "sharing.rq", SHARING)])
    other = put(tmp_path / "mill.ttl", BAKERY.replace("example.org/", "mill.example/").replace("Kneading", "Grinding"))
    assert import_framework(bakery, database, options=options).accepted
    assert import_framework(other, database).accepted
    bakery_graph, mill = (ecomgraph.open(database, framework=it) for it in ("bakery", "mill"))
    assert "sharing" in bakery_graph.rules()
    assert [it.skill.label for it in bakery_graph.skills("baker")] == ["Sieving"]
    assert "sharing" not in mill.rules()
    assert mill.skills("baker") == ()


# ---------------------------------------------------------------------- shapes


def test_added_shapes_run_in_the_compiled_engine(bakery: Path, tmp_path: Path) -> None:
    report = ecomgraph.load(bakery).validate(shapes=put(tmp_path / "ours.ttl", SHAPES + PLAIN))
    assert [it.message for it in report.results if "note" in it.result_path] == ["A role needs a note."] * 2
    assert (report.conforms, report.notes) == (False, ())


def test_what_the_compiled_engine_does_not_cover_is_named_and_run_by_pyshacl(bakery: Path, tmp_path: Path) -> None:
    shapes = put(tmp_path / "ours.ttl", SHAPES + NESTED)
    report = ecomgraph.load(bakery).validate(shapes=[shapes])
    assert [it.message for it in report.results if "note" in it.result_path] == ["A role needs a note."] * 2
    (note,) = report.notes
    assert note.startswith(f"{shapes}: pyshacl ran these shapes, since the compiled engine does not: ")
    assert "https://example.org/shapes/Role: only IRIs are supported as sh:property" in note


@pytest.mark.long
@pytest.mark.parametrize("where", sampled(["where\n", "WHERE ", ""], 3))
@pytest.mark.parametrize("nested", sampled([False, True], 2))
def test_a_sparql_constraint_says_the_same_in_either_engine(
    where: str, nested: bool, bakery: Path, tmp_path: Path
) -> None:
    test = 'FILTER(STRSTARTS(?label, "B"))'
    group = f"{{ $this skos:prefLabel ?label }} {{ $this skos:prefLabel ?label {test} }}"
    select = f"SELECT $this ?label {where}{{ {group if nested else f'$this skos:prefLabel ?label {test}'} }}"
    shapes = put(tmp_path / "ours.ttl", SHAPES + sparql(select.replace('"', "'")))
    graph = ecomgraph.load(bakery)
    report = graph.validate(shapes=shapes)
    assert report == graph.validate(engine="pyshacl", shapes=shapes)
    (result,) = (it for it in report.results if "is called" in it.message)
    assert result.message == "https://example.org/baker is called Baker."
    assert bool(report.notes) == nested
    if not nested:
        assert result.bindings == (("label", "Baker"), ("this", "https://example.org/baker"))


def test_a_filter_in_a_group_of_its_own_is_not_asked_of_what_it_does_not_see(bakery: Path, tmp_path: Path) -> None:
    select = "SELECT $this { $this skos:prefLabel ?label { FILTER(bound($this)) } }"
    shapes = put(tmp_path / "ours.ttl", SHAPES + sparql(select))
    (note,) = ecomgraph.load(bakery).validate(shapes=shapes).notes
    assert "has a group within a group" in note


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PLAIN.replace("minCount", "minCuont"), "ours.ttl: sh:minCuont is not a SHACL term; did you mean sh:minCount?"),
        (sparql("SELECT $this { SERVICE <http://a.example/> { $this ?p ?o } }"), "take SERVICE out"),
        (sparql("SELECT $this FROM <http://a.example/> { $this ?p ?o }"), "take FROM out"),
        (sparql("SELECT $this { "), "the query of a SPARQL constraint is not valid"),
        (PLAIN + LOOP, "a list is cyclic"),
        (PLAIN.replace("sh:minCount 1", "sh:or <urn:l>") + LOOP, "a list is cyclic"),
        (sparql("LOAD <file:///etc/passwd>"), "the query of a SPARQL constraint is not valid"),
        (sparql("SELECT $this { " + "{" * 5000 + "}" * 5000 + " }"), "the query of a SPARQL constraint is not valid"),
        (f"{TARGETED} sh:node <urn:s> .", "a shape refers to itself for the same node, which SHACL leaves undefined"),
        (
            f"{TARGETED} sh:not {'[ sh:not ' * 300}[ sh:class ecg:Role ]{']' * 300} .",
            "be run: Validation path too deep",
        ),
        (sparql("SELECT $this { }").replace("core#", "core#> } SERVICE <http://a.example/"), "is not an IRI"),
    ],
)
@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
def test_shapes_that_may_not_run_are_refused(text: str, reason: str, engine: str, bakery: Path, tmp_path: Path) -> None:
    shapes = put(tmp_path / "ours.ttl", SHAPES + text)
    with pytest.raises(ShapesError, match=reason.replace("?", r"\?")):
        ecomgraph.load(bakery).validate(shapes=shapes, engine=engine)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("constraint", "broken"),
    [
        ("sh:or ( [ sh:class ecg:Role ] [ sh:class ecg:Skill ] )", 0),
        ("sh:and ( [ sh:class ecg:Role ] [ sh:class ecg:Skill ] )", 2),
        ("sh:not [ sh:class ecg:Role ]", 2),
        ("sh:in ( <https://example.org/baker> )", 1),
        ("sh:class ecg:Role", 0),
    ],
)
def test_terms_of_shacl_that_are_words_of_python_are_known(
    constraint: str, broken: int, bakery: Path, tmp_path: Path
) -> None:
    shapes = put(tmp_path / "ours.ttl", f"{SHAPES} {TARGETED} {constraint} .")
    assert len(ecomgraph.load(bakery).validate(shapes=shapes).results) == broken


@pytest.mark.long
def test_an_import_is_judged_by_added_shapes(bakery: Path, tmp_path: Path) -> None:
    for name, text, noted in (("plain", PLAIN, 0), ("nested", NESTED, 1)):
        shapes = put(tmp_path / f"{name}.ttl", SHAPES + text)
        report = import_framework(bakery, tmp_path / name, options=ImportOptions(shapes=shapes))
        assert not report.accepted
        assert sum("A role needs a note." in it for it in report.violations) == 2
        assert len(report.notes) == noted


# ---------------------------------------------------------------------- queries


def test_added_queries_are_asked_and_listed_like_the_others(bakery: Path, tmp_path: Path) -> None:
    put(tmp_path / "queries" / "staff" / "all-roles.rq", QUERY)
    put(tmp_path / "queries" / "top.rq", QUERY)
    graph = ecomgraph.load(bakery, queries=tmp_path / "queries")
    assert [row["label"] for row in graph.query("all-roles").to_dicts()] == ["Baker", "Miller"]
    assert {(it.topic, it.name) for it in graph.queries()} >= {("staff", "all-roles"), ("queries", "top")}
    with pytest.raises(UnknownNameError, match="did you mean 'all-roles'"):
        graph.query("all-role")
    with pytest.raises(UnknownNameError):
        ecomgraph.load(bakery).query("all-roles")


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["skill-gap.rq"], "skill-gap.rq: has the same name as 'skill-gap', which is installed"),
        (["a/mine.rq", "b/mine.rq"], "b/mine.rq: has the same name as .*a/mine.rq"),
        (["My Query.rq"], "My Query.rq: the name of a stored query has only a-z, 0-9 and hyphens"),
    ],
)
def test_names_that_clash_or_will_not_do_are_refused(
    names: list[str], reason: str, bakery: Path, tmp_path: Path
) -> None:
    for name in names:
        put(tmp_path / "queries" / name, QUERY)
    with pytest.raises(QueryError, match=reason):
        ecomgraph.load(bakery, queries=[tmp_path / "queries"])


def test_a_folder_without_queries_is_refused(bakery: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name, reason in (("empty", "holds no query"), ("none", "cannot be read as a folder"), ("bakery.ttl", "cannot")):
        with pytest.raises(SourceError, match=reason):
            ecomgraph.load(bakery, queries=tmp_path / name)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT ?a { SERVICE <http://127.0.0.1:1/> { ?a ?p ?o } } ORDER BY ?a", "line 2: SERVICE is refused"),
        ("LOAD <file:///etc/passwd>", "line 2: LOAD is an update"),
        ("SELECT ?a FROM <file:///etc/passwd> { ?a ?p ?o } ORDER BY ?a", "FROM"),
        (f"SELECT ?a {{ FILTER({'(' * 90_000}1{')' * 90_000}) }} ORDER BY ?a", "more than 128 nested brackets"),
        (f"SELECT ?a {'{' * 9000}{'}' * 9000} ORDER BY ?a", "more than 128 nested brackets"),
        ("\0\0", "does not start a SPARQL token"),
    ],
    ids=["service", "load", "from", "parentheses", "braces", "nul"],
)
def test_queries_that_may_not_run_are_refused(text: str, reason: str, bakery: Path, tmp_path: Path) -> None:
    put(tmp_path / "queries" / "mine.rq", f"#+ returns: [a]\n{text}")
    with pytest.raises(EcomgraphError, match=reason):
        ecomgraph.load(bakery, queries=tmp_path / "queries").query("mine")


ALIASES = "".join(
    f"#+ {one}: &{one} [{', '.join([f'*{other}'] * 9)}]\n" for other, one in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (f"#+ a: &a [1]\n{ALIASES}", "unknown key 'a'"),
        (f"#+ returns: {'[' * 5000}{']' * 5000}\n", "maximum nesting depth"),
        ("#+ returns: !!python/object/apply:os.system [id]\n", "could not determine a constructor"),
        ("#+ returns: &a [*a]\n", "must be a list of names"),
        (f"#+ summary: {'x' * 20_000}\n", "longer than 16000 characters"),
    ],
    ids=["aliases", "depth", "tag", "a list in itself", "length"],
)
def test_headers_that_are_bombs_are_refused(header: str, reason: str, bakery: Path, tmp_path: Path) -> None:
    put(tmp_path / "queries" / "mine.rq", header + QUERY.partition("\n")[2])
    with pytest.raises(QueryError, match=reason):
        ecomgraph.load(bakery, queries=tmp_path / "queries")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names on this system")
def test_a_folder_of_queries_is_read_without_pipes_devices_and_loops(bakery: Path, tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    put(folder / "mine.rq", QUERY)
    (folder / "loop").symlink_to(folder)
    assert len(ecomgraph.load(bakery, queries=folder).query("mine").rows) == 2
    os.mkfifo(folder / "pipe.rq")
    with pytest.raises(SourceError, match=r"pipe\.rq: is a pipe, not a file"):
        ecomgraph.load(bakery, queries=folder)
    (folder / "pipe.rq").unlink()
    (folder / "zero.rq").symlink_to("/dev/zero")
    with pytest.raises(SourceError, match=r"zero\.rq: is a device"):
        ecomgraph.load(bakery, queries=folder)


def test_a_graph_with_added_queries_travels_to_other_processes(bakery: Path, tmp_path: Path) -> None:
    import pickle

    put(tmp_path / "queries" / "all-roles.rq", QUERY)
    graph = ecomgraph.load(bakery, queries=tmp_path / "queries", rules=put(tmp_path / "sharing.rq", SHARING))
    copy = pickle.loads(pickle.dumps(graph))  # noqa: S301
    assert len(copy.query("all-roles").to_dicts()) == 2
    assert copy.rules() == graph.rules()
