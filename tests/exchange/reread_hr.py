"""Read what HR and learning tools would, and compare it with the graph."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from ecomgraph.exchange.exporters.moodle import HEADER
from ecomgraph.namespace import ECG
from ecomgraph.spelling import folded
from tests.exchange.facts import SKOS, Facts, clean, line

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

WORDS = {"behaviour", "competency", "concept", "domain", "indicator", "level", "outcome", "practice", "proficiency"}
WORDS |= {"skill", "value"}
NODES = ("role", "profile")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


# ---------------------------------------------------------------- Moodle


def moodle(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Import as Moodle does: by position, one framework, ids case-blind, cross-references decoded."""
    report = graph.export("moodle", path)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, strict=True))
    assert tuple(header) == HEADER
    assert {len(row) for row in rows} == {14}
    (framework,) = [row for row in rows if row[12] == "1"]
    assert framework is rows[0]
    assert set(framework[13].split(",")) <= WORDS
    values, configuration = framework[5].split(","), json.loads(framework[6])[1:]
    assert max(entry["id"] for entry in configuration) == len(values)
    assert (
        {entry["scaledefault"] for entry in configuration} == {entry["proficient"] for entry in configuration} == {0, 1}
    )
    competencies = {row[1]: row for row in rows[1:]}
    assert len({id_.casefold() for id_ in competencies}) == len(rows) - 1
    for row in rows:
        assert 0 < len(row[1]) <= 100
        assert 0 < len(row[2]) <= 100
        assert row[2] != "0"
        assert row[2] == row[2].strip()
        assert "<" not in row[1] + row[2]
        # PHP's reader would take the quote after it for escaped.
        assert not any("\\" in cell for cell in row[:5])
        assert row[4] == "1"
    assert all(row[0] == "" or row[0] in competencies for row in rows[1:])
    facts = Facts(graph)
    things = [row for row in rows[1:] if not row[1].startswith("group-")]
    found = Counter(_competency(row, competencies) for row in things)
    kinds = ("role", "profile", "responsibility", "activity", "skill")
    assert found == Counter(_expected_competency(facts, kind, iri) for kind in kinds for iri in facts.iris(kind))
    assert values == _scale(graph, facts)
    assert sum(count for kind, count in report.records if kind != "cross-references") == len(rows)
    return report


def _scale(graph: ecomgraph.CareerGraph, facts: Facts) -> list[str]:
    """The scale that most skills have, else the levels of experience."""
    if scales := graph.scales():
        used = Counter(iri for skill in facts.iris("skill") for iri in facts.to(skill, ECG.usesScale))
        (most,) = scales if len(scales) == 1 else [it for it in scales if it.iri == used.most_common(1)[0][0]]
        return ["Not yet", *(line(it.label) for it in most.levels if it.rank)]
    levels = sorted(facts.iris("level"), key=lambda iri: int(facts.text(iri, ECG.rank)))
    names = list(dict.fromkeys(line(facts.label(iri)) for iri in levels))
    return ["Not yet", *names] if names else ["Not yet competent", "Competent"]


def _full_name(row: list[str]) -> str:
    found = re.search(r"<h4>Full name</h4><ul><li>(.*?)</li></ul>", row[3], flags=re.DOTALL)
    return line(unescape(found[1].replace("<br>", "\n"))) if found else row[2]


def _competency(row: list[str], all_rows: dict[str, list[str]]) -> tuple[object, ...]:
    definition = re.match(r"<p>(.*?)</p>", row[3], flags=re.DOTALL)
    other = re.search(r"<h4>Also called</h4><ul>(.*?)</ul>", row[3], flags=re.DOTALL)
    related = [reference.replace("%2C", ",") for reference in row[10].split(",") if reference]
    parent = "" if row[0].startswith("group-") else _full_name(all_rows[row[0]])
    return (
        row[1].split("-")[0],
        _full_name(row),
        unescape(definition[1].replace("<br>", "\n")) if definition else "",
        tuple(sorted(unescape(item) for item in re.findall(r"<li>(.*?)</li>", other[1]))) if other else (),
        parent,
        tuple(sorted(_full_name(all_rows[reference]) for reference in related)),
    )


def _expected_competency(facts: Facts, kind: str, iri: str) -> tuple[object, ...]:
    parents = facts.to(iri, ECG.narrowsRole if kind in NODES else SKOS + "broader")
    related = {skill for held in facts.to(iri, ECG.hasSkillRequirement) for skill in facts.to(held, ECG.requiredSkill)}
    if kind in NODES:
        related |= set(facts.required(iri))
        related |= {*facts.to(iri, ECG.hasResponsibility), *facts.to(iri, ECG.performsActivity)}
    else:
        related |= {*parents[1:], *facts.to(iri, SKOS + "related")}
    definition = clean(facts.text(iri, SKOS + "definition"))
    return (
        kind,
        line(facts.label(iri)),
        definition if definition.strip() else "",
        tuple(sorted({line(text) for text in facts.texts(iri, SKOS + "altLabel")})),
        line(facts.label(parents[0])) if parents else "",
        tuple(facts.names(related - {iri, *parents[:1]})),
    )


# ---------------------------------------------------------------- CASE


def case(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Read items and associations; every end is an item or the document."""
    report = graph.export("case", path)
    package = json.loads(path.read_text(encoding="utf-8"))
    facts = Facts(graph)
    kinds = ("role", "profile", "level", "specialization", "responsibility", "activity", "skill")
    iris = {str(uuid5(NAMESPACE_URL, iri)): iri for iri in facts.iris(*kinds)}
    items = {item["identifier"]: item for item in package["CFItems"]}
    assert len(items) == len(package["CFItems"])
    assert {iris[key] for key in items} == facts.iris(*kinds)
    for key, item in items.items():
        label, definition = line(facts.label(iris[key])), clean(facts.text(iris[key], SKOS + "definition"))
        if len(label) <= 255:
            assert item["abbreviatedStatement"] == label
            assert item["fullStatement"] == (definition or label)
        else:
            assert item["fullStatement"] == (f"{label}: {definition}" if definition else label)
        assert len(item.get("humanCodingScheme", "")) <= 80
        assert set(item.get("conceptKeywords", [])) == {clean(it) for it in facts.texts(iris[key], SKOS + "altLabel")}
    document = package["CFDocument"]["identifier"]
    found: Counter[tuple[str, ...]] = Counter()
    for link in package["CFAssociations"]:
        ends = [link[end]["identifier"] for end in ("originNodeURI", "destinationNodeURI")]
        assert all(end in items or end == document for end in ends)
        grouping = link.get("CFAssociationGroupingURI", {}).get("title", "")
        found[(link["associationType"], grouping, *(iris.get(end, "") for end in ends))] += 1
    assert len({link["identifier"] for link in package["CFAssociations"]}) == len(package["CFAssociations"])
    assert found == Counter(dict.fromkeys(_expected_links(facts, kinds), 1))
    rubrics = package.get("CFRubrics", [])
    criteria = [it for rubric in rubrics for it in rubric["CFRubricCriteria"]]
    rows = [it for criterion in criteria for it in criterion["CFRubricCriterionLevels"]]
    assert Counter(it["quality"] for it in criteria_of_scales(rubrics)) == Counter(
        line(level.label) for scale in graph.scales() for level in scale.levels if level.rank
    )
    told = [
        (it["CFItemURI"]["title"], level["quality"], level["description"])
        for it in criteria
        if "CFItemURI" in it
        for level in it["CFRubricCriterionLevels"]
    ]
    skills = [graph.skill(iri) for iri in sorted(facts.iris("skill"))] if told else []
    assert told == [
        (line(it.label), line(text.level.label), clean(text.definition))
        for it in skills
        for text in graph.descriptors(it)
    ]
    written = len(items) + len(package["CFAssociations"]) + len(rubrics) + len(criteria) + len(rows)
    assert sum(count for _, count in report.records) == written
    return report


def criteria_of_scales(rubrics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The levels of the criteria that stand for whole scales."""
    first = [rubric["CFRubricCriteria"][0] for rubric in rubrics]
    return [level for criterion in first for level in criterion["CFRubricCriterionLevels"]]


def _expected_links(facts: Facts, kinds: tuple[str, ...]) -> set[tuple[str, str, str, str]]:
    found: set[tuple[str, str, str, str]] = set()
    in_trees = facts.iris("skill", "responsibility")
    for iri in facts.iris(*kinds):
        parents = facts.to(iri, ECG.narrowsRole)
        if iri in in_trees:
            parents = facts.to(iri, SKOS + "broader")
        found |= {("isChildOf", "", iri, parent) for parent in parents or [""]}
        for link, kind, title in (
            (ECG.hasResponsibility, "isRelatedTo", "Responsibilities"),
            (ECG.performsActivity, "isRelatedTo", "Activities"),
            (ECG.hasSpecialization, "isRelatedTo", "Specializations"),
            (ECG.inSpecialization, "isRelatedTo", "Specializations"),
            (ECG.hasLevel, "isRelatedTo", "Levels"),
            (ECG.atLevel, "hasSkillLevel", "Levels"),
            (ECG.nextLevel, "precedes", "Levels"),
            (SKOS + "related", "isRelatedTo", "Related skills"),
        ):
            found |= {(kind, title, iri, target) for target in facts.to(iri, link)}
    for node in facts.iris(*NODES):
        found |= {("isRelatedTo", f"{how.capitalize()} skills", node, it) for it, how in facts.required(node).items()}
    for holder in facts.iris("responsibility", "activity"):
        for requirement in facts.to(holder, ECG.hasSkillRequirement):
            how = facts.to(requirement, ECG.importance)[0].rpartition("/")[2]
            skills = facts.to(requirement, ECG.requiredSkill)
            found |= {("isRelatedTo", f"{how.capitalize()} skills", holder, skill) for skill in skills}
    for transition in facts.iris("transition"):
        change = facts.to(transition, ECG.transitionKind)[0].endswith("specialization-change")
        (source,), (target,) = facts.to(transition, ECG.transitionFrom), facts.to(transition, ECG.transitionTo)
        found.add(("isPeerOf" if change else "precedes", "Transitions", source, target))
    return {link for link in found if link[2] != link[3]}


# ---------------------------------------------------------------- schema.org, OSMT, ESCO

OCCUPATION = {"@type", "@id", "name", "description", "alternateName", "responsibilities", "skills"}
OCCUPATION |= {"experienceRequirements", "occupationalCategory"}
TERM = {"@type", "@id", "name", "description", "alternateName", "termCode", "inDefinedTermSet"}


def schema_org(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Read occupations and terms; they have no property that schema.org does not give them."""
    report = graph.export("schema-org", path)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["@context"] == "https://schema.org"
    term_set, *entries = document["@graph"]
    assert term_set["@type"] == "DefinedTermSet"
    facts = Facts(graph)
    terms = {entry["@id"]: entry for entry in entries if entry["@type"] == "DefinedTerm"}
    occupations = {entry["@id"]: entry for entry in entries if entry["@type"] == "Occupation"}
    assert terms.keys() == facts.iris("skill")
    assert occupations.keys() == facts.iris(*NODES)
    assert len(entries) == len(terms) + len(occupations)
    for iri, entry in (terms | occupations).items():
        assert entry.keys() <= (TERM if iri in terms else OCCUPATION)
        assert entry["name"] == line(facts.label(iri))
        assert entry.get("description", "") == clean(facts.text(iri, SKOS + "definition"))
        assert set(entry.get("alternateName", [])) == {line(text) for text in facts.texts(iri, SKOS + "altLabel")}
    assert {entry["inDefinedTermSet"] for entry in terms.values()} <= {term_set["@id"]}
    for iri, entry in occupations.items():
        needs = facts.required(iri)
        skills = entry.get("skills", [])
        assert [skill["@id"] for skill in skills] == sorted(needs, key=lambda skill: (needs[skill], skill))
        assert all(skill.items() <= terms[skill["@id"]].items() for skill in skills)
        work = facts.inherited(iri, ECG.hasResponsibility) | facts.inherited(iri, ECG.performsActivity)
        assert entry.get("responsibilities", []) == sorted(set(facts.names(work)))
        assert [entry[key] for key in ("experienceRequirements",) if key in entry] == facts.names(
            facts.to(iri, ECG.atLevel)
        )
    return report


def osmt(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Read a row per skill; semicolons separate values."""
    report = graph.export("osmt", path)
    facts = Facts(graph)
    found = {row["RSD Name"]: row for row in rows_of(path)}
    names = {line(facts.label(iri)): iri for iri in facts.iris("skill")}
    assert found.keys() == names.keys()
    assert dict(report.records).get("skills", 0) == len(found) == len(facts.iris("skill"))
    wanted = {name: clean(facts.text(iri, SKOS + "definition")) for name, iri in names.items()}
    wanted = {name: text if text.strip() else name for name, text in wanted.items()}
    shared = Counter(folded(text) for text in wanted.values())
    assert len({folded(row["Skill Statement"]) for row in found.values()}) == len(found)
    for name, row in found.items():
        iri, statement = names[name], wanted[name]
        assert row["Skill Statement"] == (f"{name}: {statement}" if shared[folded(statement)] > 1 else statement)
        assert _values(row["Categories"]) == facts.names(facts.to(iri, SKOS + "broader"))
        assert _values(row["Keywords"]) == sorted(line(text) for text in facts.texts(iri, SKOS + "altLabel"))
        urls = [value for key, value in row.items() if key.endswith("URL") and value]
        matches = ("closeMatch", "broadMatch", "relatedMatch")
        assert urls == [target for match in matches for target in facts.to(iri, SKOS + match)]
    return report


def _values(cell: str) -> list[str]:
    return sorted(value.strip() for value in cell.split(";") if value.strip())


def esco(graph: ecomgraph.CareerGraph, folder: Path) -> ecomgraph.ExportReport:
    """Read the folder as ESCO's download is read."""
    report = graph.export("esco", folder)
    facts = Facts(graph)
    tables = {path.name.partition("_")[0]: rows_of(path) for path in folder.iterdir()}
    for table, kinds in (("occupations", NODES), ("skills", ("skill",))):
        found = {row["conceptUri"]: row for row in tables[table]}
        assert found.keys() == facts.iris(*kinds)
        assert len(found) == len(tables[table])
        for iri, row in found.items():
            assert row["preferredLabel"] == line(facts.label(iri))
            labels = {name for text in facts.texts(iri, SKOS + "altLabel") if (name := line(text))}
            assert set(filter(None, row["altLabels"].split("\n"))) == labels
            assert row["description"] == row["definition"] == clean(facts.text(iri, SKOS + "definition"))
    relations = {
        (row["occupationUri"], row["skillUri"]): row["relationType"] for row in tables["occupationSkillRelations"]
    }
    assert relations == {(node, it): how for node in facts.iris(*NODES) for it, how in facts.required(node).items()}
    assert len(relations) == len(tables["occupationSkillRelations"])
    for table, kind, link in (
        ("broaderRelationsSkillPillar", "skill", SKOS + "broader"),
        ("broaderRelationsOccPillar", "profile", ECG.narrowsRole),
    ):
        found_pairs = [(row["conceptUri"], row["broaderUri"]) for row in tables[table]]
        assert sorted(found_pairs) == sorted((iri, to) for iri in facts.iris(kind) for to in facts.to(iri, link))
    assert sum(count for _, count in report.records) == sum(map(len, tables.values()))
    return report
