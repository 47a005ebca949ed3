"""The bundled framework holds what it promises."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from ecomgraph import CareerGraph, load
from ecomgraph.namespace import ECG
from ecomgraph.reasoning.rules import derive
from ecomgraph.schema import LINKS
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY, Dataset

SHARED = Path(__file__).resolve().parents[3] / "shared"
LADDER = ["ecommerce-manager", "ecommerce-director", "senior-director", "vp-of-ecommerce", "chief-digital-officer"]
DIRECTOR = "ecommerce-director"
TYPES = ["analytics", "digital-marketing", "international", "operations", "strategic", "technology"]


def rows(graph: CareerGraph, query: str) -> list[tuple[str, ...]]:
    solutions = graph.dataset.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in solution) for solution in solutions]


def test_the_ladder_has_five_roles_and_four_promotions(graph: CareerGraph) -> None:
    assert {role.id for role in graph.roles()} == set(LADDER)
    promotions = [it for it in graph.transitions() if it.basis == "stated"]
    assert {(it.source.id, it.target.id, it.kind) for it in promotions} == {
        (lower, higher, "promotion") for lower, higher in pairwise(LADDER)
    }


def test_the_director_has_three_levels_and_six_types(graph: CareerGraph) -> None:
    assert [(level.id, level.rank) for level in graph.levels(DIRECTOR)] == [("entry", 1), ("mid", 2), ("senior", 3)]
    assert sorted(field.id for field in graph.specializations(DIRECTOR)) == TYPES


def test_nine_profiles_are_authored_and_eighteen_derived(graph: CareerGraph) -> None:
    both = [profile for profile in graph.profiles(DIRECTOR) if profile.level and profile.specialization]
    assert len(graph.profiles(DIRECTOR)) == 27
    assert {profile.id for profile in both} == {
        f"{DIRECTOR}-{level}-{field}" for level in ("entry", "mid", "senior") for field in TYPES
    }
    derived = {quad.subject for quad in graph.dataset.store.quads_for_pattern(None, None, None, DERIVED)}
    assert {ox.NamedNode(profile.iri) for profile in both} <= derived


def test_a_senior_director_is_not_a_director_at_senior_level(graph: CareerGraph) -> None:
    assert graph.role("Senior Director").iri != graph.profile(DIRECTOR, level="senior").iri


def test_there_are_twelve_key_responsibilities(graph: CareerGraph) -> None:
    members = rows(graph, "SELECT ?r WHERE { scheme:key-responsibilities skos:member ?r . ?r a ecg:Responsibility }")
    held = {responsibility.iri for responsibility in graph.responsibilities(DIRECTOR)}
    assert len(members) == 12
    assert {iri for (iri,) in members} <= held


@pytest.mark.parametrize(("level", "count", "first"), [("entry", 8, 2), ("mid", 6, 3), ("senior", 6, 3)])
def test_each_level_has_daily_activities_of_its_own(graph: CareerGraph, level: str, count: int, first: int) -> None:
    everyone = set(graph.activities(DIRECTOR))
    assert {passage for activity in everyone for passage in activity.evidence} == {"working-conditions-02"}
    iris = {activity.iri for activity in everyone}
    activities = [it for it in graph.activities(graph.profile(DIRECTOR, level=level)) if it.iri not in iris]
    assert len(activities) == count
    assert {passage for activity in activities for passage in activity.evidence} == {
        f"daily-{level}-{ordinal:02}" for ordinal in range(first, 9)
    } | ({"day-to-day-02"} if level == "entry" else set())


@pytest.mark.long
def test_every_profile_has_what_its_level_its_type_and_its_role_have(graph: CareerGraph) -> None:
    profile = graph.profile(DIRECTOR, level="mid", specialization="analytics")
    sources = [graph.profile(DIRECTOR, level="mid"), graph.profile(DIRECTOR, specialization="analytics")]
    for source in [*sources, graph.role(DIRECTOR)]:
        own = {skill.skill.iri: skill.importance for skill in graph.skills(source)}
        inherited = {skill.skill.iri: skill.importance for skill in graph.skills(profile)}
        assert own.keys() <= inherited.keys()
        assert all(inherited[iri] == "essential" for iri, importance in own.items() if importance == "essential")


def test_strategic_and_operations_directors_are_set_against_each_other(graph: CareerGraph) -> None:
    contrasts = rows(
        graph,
        """SELECT DISTINCT ?one ?other WHERE {
             ?one ecg:hasCharacteristic ?a . ?other ecg:hasCharacteristic ?b . ?a ecg:contrastsWith ?b }
           ORDER BY ?one""",
    )
    ends = {tuple(iri.rsplit("-", 1)[-1] for iri in pair) for pair in contrasts}
    assert ends == {("strategic", "operations"), ("operations", "strategic")}


@pytest.mark.parametrize(
    ("abbreviation", "skill"),
    [("SEO", "search-engine-optimization"), ("PPC", "pay-per-click-advertising")],
)
def test_skills_are_found_by_the_abbreviations_that_people_use(
    graph: CareerGraph, abbreviation: str, skill: str
) -> None:
    assert graph.skill(abbreviation).id == skill


def test_every_skill_is_required_or_groups_others(graph: CareerGraph) -> None:
    idle = rows(
        graph,
        """SELECT ?skill WHERE { ?skill a ecg:Skill
             FILTER NOT EXISTS { ?requirement ecg:requiredSkill ?skill }
             FILTER NOT EXISTS { ?narrower skos:broader ?skill } }""",
    )
    assert idle == []


def test_every_skill_is_below_one_group_which_nothing_requires(graph: CareerGraph) -> None:
    groups = {iri for (iri,) in rows(graph, "SELECT ?g { ?g skos:topConceptOf scheme:skills }")}
    tops = rows(
        graph,
        """SELECT ?skill ?top WHERE { ?skill a ecg:Skill ; ecg:skillType ?type ; skos:broader+ ?top
             FILTER NOT EXISTS { ?top skos:broader ?wider } }""",
    )
    required = rows(graph, "SELECT ?g { ?g skos:topConceptOf scheme:skills . ?r ecg:requiredSkill ?g }")
    sizes = Counter(top for _, top in tops)
    assert len(groups) == 12
    assert sizes.keys() == groups
    assert all(6 <= size <= 22 for size in sizes.values())
    assert sizes.total() == len(set(rows(graph, "SELECT ?s { ?s a ecg:Skill ; ecg:skillType ?type }")))
    assert required == []


def test_what_is_retired_names_what_replaces_it_and_is_used_nowhere(graph: CareerGraph) -> None:
    retired = rows(
        graph, "SELECT ?old ?new WHERE { ?old owl:deprecated true ; dcterms:isReplacedBy ?new . ?new a ?class }"
    )
    pairs = {(old.rsplit("/", 1)[-1], new.rsplit("/", 1)[-1]) for old, new in retired}
    assert pairs > {
        ("ns#leadsTo", "ns#advancesTo"),
        ("financial-management", "finance-and-compliance"),
        ("product-listings", "stock-and-listing-management"),
        ("senior-director--leadership", "ecommerce-director-to-senior-director--leadership"),
    }
    assert {old for old, _ in retired} == {old for (old,) in rows(graph, "SELECT ?old { ?old owl:deprecated true }")}
    assert rows(graph, "SELECT ?s { ?s ?p ?old . ?old owl:deprecated true }") == []


def test_the_transitions_ask_what_progression_depends_on_and_hedge_as_the_source_does(graph: CareerGraph) -> None:
    asked = rows(
        graph,
        """SELECT ?t ?skill ?hedge { ?t a ecg:Transition ; ecg:modality ?hedge ; ecg:hasBasis basis:stated ;
             ecg:hasSkillRequirement/ecg:requiredSkill ?skill }""",
    )
    names = {tuple(iri.rsplit("/", 1)[-1] for iri in row) for row in asked}
    hedges = ("typical", "possible", "possible", "possible")
    assert names == {
        (f"{lower}-to-{higher}", skill, hedge)
        for (lower, higher), hedge in zip(pairwise(LADDER), hedges, strict=True)
        for skill in ("ecommerce-technology", "leadership", "strategic-vision")
    }


@pytest.mark.long
def test_one_scale_of_three_levels_serves_all_skills(graph: CareerGraph) -> None:
    [scale] = graph.scales()
    assert [(level.label, level.rank) for level in scale.levels] == [("Working", 1), ("Strong", 2), ("Deep", 3)]
    assert all(it.required_level for node in graph.roles() for it in graph.skills(node))


def test_what_a_node_works_for_with_others_is_an_objective_of_it(graph: CareerGraph) -> None:
    query = """SELECT ?node ?purpose WHERE { ?node ecg:hasCollaboration/ecg:hasPurpose ?purpose
        FILTER NOT EXISTS { ?node (ecg:inheritsFrom*)/ecg:pursuesObjective ?purpose } }"""
    assert rows(graph, query) == []


def test_every_passage_says_in_a_sentence_of_its_own_what_it_says(graph: CareerGraph) -> None:
    abstracts = rows(graph, "SELECT ?p ?text WHERE { ?p a ecg:Passage ; dcterms:abstract ?text }")
    assert len({passage for passage, _ in abstracts}) == 117
    assert len({text for _, text in abstracts}) == 117


def test_every_passage_supports_an_assertion(graph: CareerGraph) -> None:
    passages = rows(graph, "SELECT ?p WHERE { ?p a ecg:Passage }")
    used = rows(graph, "SELECT DISTINCT ?p WHERE { ?x ecg:hasEvidence ?p ; ecg:hasBasis ?basis }")
    assert len(passages) == 117
    assert sorted(passages) == sorted(used)


@pytest.mark.slow
def test_what_ships_as_derived_is_what_the_rules_conclude() -> None:
    fresh = Dataset()
    fresh.add_packaged("vocabulary", VOCABULARY)
    fresh.add_packaged("data", ASSERTED)
    derive(fresh)
    assert set(fresh.triples(DERIVED)) == set(load().dataset.triples(DERIVED))


def test_no_derived_property_is_authored(graph: CareerGraph) -> None:
    derived_only = {
        term.subject
        for term in graph.dataset.triples(VOCABULARY)
        if isinstance(term.object, ox.Literal) and term.object.value.startswith("Derived, never authored.")
    }
    assert {term.value for term in derived_only if isinstance(term, ox.NamedNode)} == {
        link.iri for link in LINKS.values() if link.derived
    }
    assert {triple.predicate for triple in graph.dataset.triples(ASSERTED)} & derived_only == set()


def test_alignments_are_loaded_only_when_asked_for(graph: CareerGraph) -> None:
    esco = "http://data.europa.eu/esco/"
    mapped = f"SELECT ?a ?b {{ ?a skos:closeMatch|skos:broadMatch ?b FILTER(STRSTARTS(STR(?b), '{esco}')) }}"
    assert rows(graph, mapped) == []
    assert len(rows(load(alignments=True), mapped)) > 30
    assert rows(load(alignments=True), "SELECT ?a WHERE { ?a skos:exactMatch ?b }") == []


def test_each_mapping_says_why_and_how_surely() -> None:
    graph = load(alignments=True)
    mappings = rows(graph, "SELECT ?m WHERE { ?m a owl:Axiom FILTER NOT EXISTS { ?m ecg:hasBasis ?basis } }")
    told = rows(
        graph,
        """SELECT ?m WHERE {
             ?m a owl:Axiom ; owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o ;
             sssom:mapping_justification ?why ; sssom:confidence ?sure . ?s ?p ?o FILTER(0 < ?sure && ?sure <= 1) }""",
    )
    assert sorted(mappings) == sorted(told)
    assert mappings


@pytest.mark.skipif(not (SHARED / "source").is_dir(), reason="the source text is not distributed with the project")
def test_the_passages_are_those_of_the_numbered_statements(graph: CareerGraph) -> None:
    lines = (SHARED / "source" / "statements.tsv").read_text(encoding="utf-8").splitlines()[1:]
    asserted = rows(
        graph,
        """SELECT ?p ?section ?ordinal ?start ?end ?digest WHERE { ?p ecg:inSection ?section ; ecg:ordinal ?ordinal ;
             ecg:startOffset ?start ; ecg:endOffset ?end ; ecg:textDigest ?digest }""",
    )
    assert {"\t".join((row[0].rsplit("/", 1)[-1], *row[1:])) for row in asserted} == set(lines)


def test_no_class_is_without_an_instance(graph: CareerGraph) -> None:
    counts = Counter(cls for _, cls in graph.dataset.pairs("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))
    # The source names neither courses nor what a skill looks like at a level.
    without = {ECG.CareerNode, ECG.LearningResource, ECG.LevelDescriptor}
    classes = {getattr(ECG, name) for name in vars(ECG) if re.match(r"[A-Z][a-z]", name)} - without
    assert {cls for cls in classes if not counts[cls]} == set()


def test_what_adds_nothing_does_not_set_a_node_apart(graph: CareerGraph) -> None:
    """A skill that is essential already is not new because it is asked for as optional, too."""
    common = graph.common_skills("chief-digital-officer")
    apart = {it.skill.id for it in graph.skills("chief-digital-officer") if it.skill not in common}
    assert apart == {"change-management", "executive-leadership"}
