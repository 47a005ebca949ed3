"""Derivation: what each rule concludes, on graphs small enough to see it."""

import pyoxigraph as ox
import pytest

from ecomgraph.errors import RuleError
from ecomgraph.namespace import CLASSES, ECG, PROPERTIES
from ecomgraph.reasoning.rules import Rule, derive, packaged_rules
from ecomgraph.store.dataset import DERIVED, VOCABULARY, Dataset

PREFIXES = """
@prefix : <https://x.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix transition-kind: <https://w3id.org/ecomgraph/transition-kind/> .
"""
TWO_BY_TWO = """
:cook a ecg:Role ; skos:prefLabel "Cook" ; ecg:hasLevel :low , :high ; ecg:hasSpecialization :fish , :meat .
:low a ecg:ExperienceLevel ; ecg:rank 1 ; skos:prefLabel "low" .
:high a ecg:ExperienceLevel ; ecg:rank 2 ; skos:prefLabel "high" .
:fish a ecg:Specialization ; skos:prefLabel "fish" .
:meat a ecg:Specialization ; skos:prefLabel "meat" .
"""


def derived(turtle: str) -> Dataset:
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    dataset.add(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))
    derive(dataset)
    return dataset


def pairs(dataset: Dataset, link: str) -> set[tuple[str, str]]:
    """Subjects and objects of a derived property, without the namespace."""
    found = dataset.store.quads_for_pattern(None, ox.NamedNode(f"https://w3id.org/ecomgraph/ns#{link}"), None, DERIVED)
    return {(str(quad.subject)[19:-1], str(quad.object)[19:-1]) for quad in found}


def slug(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value.rsplit("/", 1)[-1]


def transitions_in(dataset: Dataset) -> set[tuple[str, str, str]]:
    query = """SELECT ?from ?to ?kind WHERE {
        ?t ecg:transitionFrom ?from ; ecg:transitionTo ?to ; ecg:transitionKind ?kind ; ecg:hasBasis basis:derived }"""
    rows = dataset.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return {(slug(row["from"]), slug(row["to"]), slug(row["kind"])) for row in rows}


def test_levels_and_specializations_make_profiles_of_every_combination() -> None:
    profiles = pairs(derived(TWO_BY_TWO), "narrowsRole")
    names = {"low", "high", "fish", "meat", "low-fish", "low-meat", "high-fish", "high-meat"}
    assert profiles == {(f"cook-{name}", "cook") for name in names}


def test_a_single_level_narrows_nothing() -> None:
    assert pairs(derived(":cook a ecg:Role ; ecg:hasLevel :low . :low ecg:rank 1 ."), "narrowsRole") == set()
    one_of_each = derived(":cook a ecg:Role ; ecg:hasLevel :low ; ecg:hasSpecialization :fish . :low ecg:rank 1 .")
    names = {"low", "fish", "low-fish"}
    assert pairs(one_of_each, "narrowsRole") == {(f"cook-{name}", "cook") for name in names}


def test_levels_whose_iris_end_alike_make_profiles_of_their_own() -> None:
    dataset = derived("""
    :cook a ecg:Role ; ecg:hasLevel <https://a.example/high> , <https://b.example/high> ; ecg:hasSpecialization :fish .
    <https://a.example/high> ecg:rank 1 . <https://b.example/high> ecg:rank 2 .
    """)
    levels = dataset.store.query(
        "PREFIX ecg: <https://w3id.org/ecomgraph/ns#> SELECT ?profile (COUNT(?level) AS ?n) "
        "{ ?profile ecg:narrowsRole ?role OPTIONAL { ?profile ecg:atLevel ?level } } GROUP BY ?profile",
        use_default_graph_as_union=True,
    )
    assert isinstance(levels, ox.QuerySolutions)
    assert sorted(int(str(row["n"].value)) for row in levels) == [0, 1, 1, 1, 1]
    assert len(transitions_in(dataset)) == 2


def test_an_authored_profile_stands_for_the_one_that_would_be_made() -> None:
    dataset = derived(TWO_BY_TWO + ":trainee a ecg:RoleProfile ; ecg:narrowsRole :cook ; ecg:atLevel :low .")
    assert ("cook-low", "cook") not in pairs(dataset, "narrowsRole")
    assert ("cook-low-fish", "trainee") in pairs(dataset, "inheritsFrom")


def test_a_profile_inherits_from_its_level_its_specialization_and_its_role() -> None:
    inherits = pairs(derived(TWO_BY_TWO), "inheritsFrom")
    assert {broader for profile, broader in inherits if profile == "cook-low-fish"} == {"cook", "cook-low", "cook-fish"}


def test_profiles_rise_within_a_field_or_without_and_change_field_at_a_level_or_without() -> None:
    assert transitions_in(derived(TWO_BY_TWO)) == {
        ("cook-low", "cook-high", "level-up"),
        ("cook-fish", "cook-meat", "specialization-change"),
        ("cook-meat", "cook-fish", "specialization-change"),
        ("cook-low-fish", "cook-high-fish", "level-up"),
        ("cook-low-meat", "cook-high-meat", "level-up"),
        ("cook-low-fish", "cook-low-meat", "specialization-change"),
        ("cook-low-meat", "cook-low-fish", "specialization-change"),
        ("cook-high-fish", "cook-high-meat", "specialization-change"),
        ("cook-high-meat", "cook-high-fish", "specialization-change"),
    }


def test_a_rise_goes_to_the_next_rank_however_far_it_is() -> None:
    dataset = derived("""
    :cook a ecg:Role ; ecg:hasLevel :a , :b , :c .
    :a ecg:rank 1 . :b ecg:rank 5 . :c ecg:rank 9 .
    """)
    assert transitions_in(dataset) == {("cook-a", "cook-b", "level-up"), ("cook-b", "cook-c", "level-up")}


def test_promotions_enter_at_the_lowest_level_and_leave_from_the_highest() -> None:
    dataset = derived(
        TWO_BY_TWO
        + """
    :helper a ecg:Role . :chef a ecg:Role .
    :up ecg:transitionFrom :helper ; ecg:transitionTo :cook ; ecg:transitionKind transition-kind:promotion .
    :out ecg:transitionFrom :cook ; ecg:transitionTo :chef ; ecg:transitionKind transition-kind:promotion .
    """
    )
    assert {transition for transition in transitions_in(dataset) if transition[2] == "promotion"} == {
        ("helper", "cook-low", "promotion"),
        ("cook-high", "chef", "promotion"),
        ("helper", "cook-low-fish", "promotion"),
        ("helper", "cook-low-meat", "promotion"),
        ("cook-high-fish", "chef", "promotion"),
        ("cook-high-meat", "chef", "promotion"),
    }
    assert ("helper", "chef") not in pairs(dataset, "advancesTo")


def test_a_promotion_between_profiles_keeps_the_field_where_the_higher_role_has_it() -> None:
    dataset = derived("""
    :cook a ecg:Role ; ecg:hasSpecialization :fish , :meat . :chef a ecg:Role ; ecg:hasSpecialization :fish , :sauce .
    :out ecg:transitionFrom :cook ; ecg:transitionTo :chef ; ecg:transitionKind transition-kind:promotion .
    """)
    between = {
        (one, other)
        for one, other, kind in transitions_in(dataset)
        if kind == "promotion" and "-" in one and "-" in other
    }
    assert between == {("cook-fish", "chef-fish"), ("cook-meat", "chef-fish"), ("cook-meat", "chef-sauce")}


REQUIREMENTS = """
:cook a ecg:Role ; ecg:hasLevel :low ; ecg:hasSpecialization :fish .
:cook ecg:hasResponsibility :menu ; ecg:hasSkillRequirement :r1 .
:low a ecg:ExperienceLevel ; ecg:rank 1 .
:menu a ecg:Responsibility ; ecg:hasSkillRequirement :r2 , :r3 .
:r1 a ecg:SkillRequirement ; ecg:requiredSkill :tasting ; ecg:importance importance:optional .
:r2 a ecg:SkillRequirement ; ecg:requiredSkill :tasting ; ecg:importance importance:essential .
:r3 a ecg:SkillRequirement ; ecg:requiredSkill :drawing ; ecg:importance importance:optional .
"""


def test_skills_come_from_requirements_work_and_inheritance_and_essential_wins() -> None:
    dataset = derived(REQUIREMENTS)
    nodes = {"cook", "cook-low", "cook-fish", "cook-low-fish"}
    assert pairs(dataset, "requiresEssentialSkill") == {(node, "tasting") for node in nodes}
    assert pairs(dataset, "requiresOptionalSkill") == {(node, "drawing") for node in nodes}
    assert len(pairs(dataset, "requiresSkill")) == 8


def chain(link: str, length: int = 6) -> str:
    """Profiles of which each is linked to the one before; the first and the last need one skill differently."""
    lines = [":cook a ecg:Role ; ecg:hasSpecialization " + " , ".join(f":s{n}" for n in range(length)) + " ."]
    for n in range(length):
        lines.append(f":p{n} a ecg:RoleProfile ; ecg:narrowsRole :cook ; ecg:inSpecialization :s{n} .")
        if n:
            lines.append(f":p{n} ecg:{link} :p{n - 1} .")
    lines.append(":p0 ecg:hasSkillRequirement [ ecg:requiredSkill :tasting ; ecg:importance importance:essential ] .")
    lines.append(
        f":p{length - 1} ecg:hasSkillRequirement [ ecg:requiredSkill :tasting ; ecg:importance importance:optional ] ."
    )
    return "\n".join(lines)


@pytest.mark.parametrize("link", ["inheritsFrom", "buildsOn"])
def test_essential_anywhere_in_a_chain_is_essential_at_its_end_and_nowhere_optional(link: str) -> None:
    dataset = derived(chain(link))
    assert {node for node, _ in pairs(dataset, "requiresEssentialSkill")} == {f"p{n}" for n in range(6)}
    assert pairs(dataset, "requiresOptionalSkill") == set()


def test_building_on_carries_skills_only() -> None:
    dataset = derived("""
    :cook a ecg:Role ; ecg:hasCollaboration :c ; ecg:hasResponsibility :menu . :c ecg:collaboratesWith :service .
    :menu ecg:hasSkillRequirement [ ecg:requiredSkill :tasting ; ecg:importance importance:optional ] .
    :chef a ecg:Role ; ecg:buildsOn :cook . :owner a ecg:Role ; ecg:buildsOn :chef .
    """)
    assert pairs(dataset, "requiresOptionalSkill") == {(node, "tasting") for node in ("cook", "chef", "owner")}
    assert pairs(dataset, "worksWith") == {("cook", "service")}
    assert pairs(dataset, "buildsOn") == pairs(dataset, "inheritsFrom") == set()


def test_a_profile_has_what_its_role_builds_on() -> None:
    dataset = derived(
        TWO_BY_TWO.replace("ecg:hasLevel", "ecg:buildsOn :helper ; ecg:hasLevel", 1)
        + """
    :helper a ecg:Role ; ecg:hasSkillRequirement [ ecg:requiredSkill :peeling ; ecg:importance importance:essential ] .
    """
    )
    assert ("cook-low-fish", "peeling") in pairs(dataset, "requiresEssentialSkill")


SCALE = """
:craft a ecg:ProficiencyScale .
:aware a ecg:ProficiencyLevel ; ecg:rank 1 ; skos:inScheme :craft .
:able a ecg:ProficiencyLevel ; ecg:rank 2 ; skos:inScheme :craft .
:master a ecg:ProficiencyLevel ; ecg:rank 3 ; skos:inScheme :craft .
"""


def test_a_level_gives_a_proficiency_where_no_number_is_stated() -> None:
    dataset = derived(
        SCALE
        + """
    :r1 a ecg:SkillRequirement ; ecg:requiredLevel :aware . :r3 a ecg:SkillRequirement ; ecg:requiredLevel :master .
    :stated a ecg:SkillRequirement ; ecg:requiredLevel :able ; ecg:proficiency 0.66 .
    :unsure a ecg:SkillRequirement ; ecg:requiredLevel :able , :master .
    :unlevelled a ecg:SkillRequirement .
    """
    )
    found = dataset.store.quads_for_pattern(
        None, ox.NamedNode("https://w3id.org/ecomgraph/ns#proficiency"), None, DERIVED
    )
    assert {(slug(quad.subject), str(getattr(quad.object, "value", ""))) for quad in found} == {
        ("r1", "0.3333"),
        ("r3", "1"),
    }


def test_a_derived_transition_asks_and_hedges_what_the_one_it_comes_from_does() -> None:
    dataset = derived(
        TWO_BY_TWO
        + """
    :helper a ecg:Role .
    :up ecg:transitionFrom :helper ; ecg:transitionTo :cook ; ecg:transitionKind transition-kind:promotion ;
        ecg:hasSkillRequirement :r ; ecg:modality <https://w3id.org/ecomgraph/modality/possible> .
    :rise ecg:transitionFrom :cook-low ; ecg:transitionTo :cook-high ; ecg:transitionKind transition-kind:level-up ;
        ecg:hasSkillRequirement :q .
    :cook-low a ecg:RoleProfile ; ecg:narrowsRole :cook ; ecg:atLevel :low .
    :cook-high a ecg:RoleProfile ; ecg:narrowsRole :cook ; ecg:atLevel :high .
    """
    )
    asked = pairs(dataset, "hasSkillRequirement")
    assert {node for node, what in asked if what == "r"} == {
        "helper-to-cook-low",
        "helper-to-cook-low-fish",
        "helper-to-cook-low-meat",
    }
    assert {node for node, what in asked if what == "q"} == {
        "cook-low-to-cook-high",
        "cook-low-fish-to-cook-high-fish",
        "cook-low-meat-to-cook-high-meat",
    }
    possible = "https://w3id.org/ecomgraph/modality/possible"
    assert len(dataset.subjects("https://w3id.org/ecomgraph/ns#modality", possible)) == 4


def test_of_parallel_transitions_the_least_hedged_one_counts() -> None:
    transition = "ecg:transitionFrom :helper ; ecg:transitionTo :cook ; ecg:transitionKind transition-kind:promotion"
    hedge = "ecg:modality <https://w3id.org/ecomgraph/modality/{}>"
    text = TWO_BY_TWO + f":helper a ecg:Role . :up {transition} ; {hedge.format('possible')} . "
    modality = "https://w3id.org/ecomgraph/ns#modality"
    typical = derived(text + f":again {transition} ; {hedge.format('typical')} .")
    assert len(typical.subjects(modality, "https://w3id.org/ecomgraph/modality/typical")) == 4
    assert len(typical.subjects(modality, "https://w3id.org/ecomgraph/modality/possible")) == 1
    outright = derived(text + f":again {transition} .")
    assert len(outright.subjects(modality, "https://w3id.org/ecomgraph/modality/possible")) == 1


def test_a_long_ladder_is_derived_in_proportion_to_its_length() -> None:
    lines = [f":r{n} a ecg:Role ." for n in range(1000)]
    lines += [
        f":t{n} a ecg:Transition ; ecg:transitionFrom :r{n} ; ecg:transitionTo :r{n + 1} ;"
        " ecg:transitionKind transition-kind:promotion ."
        for n in range(999)
    ]
    assert len(pairs(derived("\n".join(lines)), "advancesTo")) == 999


def test_functions_worked_with_are_inherited() -> None:
    dataset = derived("""
    :cook a ecg:Role ; ecg:hasLevel :low , :high ; ecg:hasCollaboration :c . :c ecg:collaboratesWith :service .
    :low a ecg:ExperienceLevel ; ecg:rank 1 .
    """)
    assert pairs(dataset, "worksWith") == {(node, "service") for node in ("cook", "cook-low", "cook-high")}


def test_deriving_again_adds_nothing() -> None:
    dataset = derived(TWO_BY_TWO + REQUIREMENTS)
    assert derive(dataset) == 0


def test_the_order_of_rules_does_not_matter() -> None:
    expected = set(derived(TWO_BY_TWO + REQUIREMENTS).triples(DERIVED))
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    dataset.add(ox.parse(PREFIXES + TWO_BY_TWO + REQUIREMENTS, format=ox.RdfFormat.TURTLE))
    derive(dataset, reversed(packaged_rules()))
    assert set(dataset.triples(DERIVED)) == expected


def test_a_rule_set_that_never_ends_is_refused() -> None:
    growing = Rule.parse(
        "growing",
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        CONSTRUCT { ?x skos:broader ?y } WHERE { ?a skos:broader ?x BIND(IRI(CONCAT(STR(?x), "x")) AS ?y) }""",
    )
    dataset = Dataset()
    dataset.add(ox.parse(PREFIXES + ":a skos:broader :b .", format=ox.RdfFormat.TURTLE))
    with pytest.raises(RuleError, match="rule growing still derives new triples after 100 rounds"):
        derive(dataset, [growing])


def test_rules_that_build_on_each_other_in_a_circle_are_refused() -> None:
    one, other = (
        Rule.parse(name, f"CONSTRUCT {{ ?x skos:{writes} ?y }} WHERE {{ ?x skos:{reads} ?y }}")
        for name, writes, reads in (("one", "broader", "related"), ("other", "related", "broader"))
    )
    with pytest.raises(RuleError, match="depend on each other in a cycle: one <- other <- one"):
        derive(Dataset(), [one, other])


def test_each_rule_is_described_in_the_vocabulary() -> None:
    rules = packaged_rules()
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    named = dataset.subjects("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/ns/prov#Plan")
    described, names = {iri.rsplit("/", 1)[-1] for iri in named}, {rule.name for rule in rules}
    assert described == names, "each rule of ontology/rules/ has a term in ontology/vocabularies/rules.ttl"


def test_each_rule_concludes_terms_that_the_vocabulary_declares() -> None:
    terms = CLASSES.keys() | PROPERTIES.keys()
    for rule in packaged_rules():
        undeclared = {iri.removeprefix(ECG.NAMESPACE) for iri in rule.writes if iri.startswith(ECG.NAMESPACE)} - terms
        assert not undeclared, (
            f"declare {', '.join(sorted(undeclared))} of the rule {rule.name} in ontology/ecomgraph.ttl"
        )


@pytest.mark.parametrize("text", ["SELECT ?s WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o }"])
def test_what_concludes_nothing_is_no_rule(text: str) -> None:
    with pytest.raises(RuleError, match="rule mine: expected CONSTRUCT"):
        Rule.parse("mine", text)


def said(dataset: Dataset, pattern: str) -> set[str]:
    """The things that a pattern with ``?it`` fits, without the namespace."""
    rows = dataset.query(f"PREFIX : <https://x.example/> SELECT ?it {{ GRAPH <{DERIVED.value}> {{ {pattern} }} }}")
    assert isinstance(rows, ox.QuerySolutions)
    return {slug(row["it"]) for row in rows}


GROUPS = """
:seo a ecg:Skill ; skos:prefLabel "SEO"@en ; skos:broader :marketing ; skos:inScheme :skills .
:marketing a ecg:Skill ; skos:prefLabel "Marketing"@en ; skos:inScheme :skills .
:sql a ecg:Skill ; skos:prefLabel "SQL"@en ; skos:inScheme :others ; skos:topConceptOf :others .
:dax a ecg:Skill ; skos:prefLabel "DAX"@en ; skos:inScheme :others .
:one a ecg:ProficiencyLevel ; ecg:rank 1 ; skos:inScheme :scale .
:scale a ecg:ProficiencyScale .
:skills a skos:ConceptScheme . :others a skos:ConceptScheme .
"""


def test_conclusions_are_also_said_in_words_of_general_tools() -> None:
    dataset = derived(TWO_BY_TWO + GROUPS)
    concepts = said(dataset, "?it a skos:Concept")
    assert {"seo", "marketing", "sql", "dax", "one", "cook", "low", "cook-high-fish"} <= concepts
    assert said(dataset, "?it a ecg:CareerNode") == {
        "cook",
        *(f"cook-{it}" for it in ("low", "high", "fish", "meat")),
        *(f"cook-{level}-{field}" for level in ("low", "high") for field in ("fish", "meat")),
    }
    assert said(dataset, "?it a skos:ConceptScheme") == {"scale"}
    assert said(dataset, '?it rdfs:label "SEO"@en') == {"seo"}
    assert said(dataset, ":marketing skos:narrower ?it") == {"seo"}


def test_a_scheme_has_the_top_concepts_that_it_names_or_all_with_nothing_broader() -> None:
    dataset = derived(GROUPS)
    assert said(dataset, "?it skos:topConceptOf :skills") == {"marketing"}
    assert said(dataset, ":skills skos:hasTopConcept ?it") == {"marketing"}
    assert said(dataset, ":others skos:hasTopConcept ?it") == {"sql"}
    assert said(dataset, "?it skos:topConceptOf :scale") == {"one"}


def test_a_label_of_its_own_stays_the_only_one() -> None:
    turtle = (
        '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :a a ecg:Skill ; skos:prefLabel "A" ; rdfs:label "B" .'
    )
    assert said(derived(turtle), ":a rdfs:label ?any BIND(:a AS ?it)") == set()
