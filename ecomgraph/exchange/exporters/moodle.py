"""moodle: a competency framework as the file that Moodle's own importer reads (``tool_lpimportcsv``)."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity, broader_tree, check_requirements, html, levels, sections
from ecomgraph.exchange.grades import Grades, rungs_of
from ecomgraph.exchange.lint import one_line
from ecomgraph.exchange.rights import all_rights, as_text
from ecomgraph.namespace import ECG
from ecomgraph.reading.reader import ALT_LABEL, BROADER, DEFINITION, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.grades import Rung
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="moodle",
    tool="Moodle 4.2 and later (tool_lpimportcsv): competency framework",
    filename="moodle.csv",
    lost=(
        "importance and level of single requirements: a cross-reference has none",
        "definitions of proficiency levels, and level descriptors: a scale has only names",
        "transitions: descriptions name the next nodes",
        "basis, evidence and editorial notes",
        "all but the first parent of a competency (the others become cross-references)",
        "the language of texts: name it with --language if the file is imported",
    ),
)
# The importer reads columns by position, not by name.
HEADER = (
    "Parent ID number",
    "ID number",
    "Short name",
    "Description",
    "Description format",
    "Scale values",
    "Scale configuration",
    "Rule type (optional)",
    "Rule outcome (optional)",
    "Rule config (optional)",
    "Cross-referenced competency ID numbers",
    "Exported ID (optional)",
    "Is framework",
    "Taxonomy",
)
GROUPS = {"role": "Roles", "responsibility": "Responsibilities", "activity": "Activities", "skill": "Skills"}
MAX_NAME = 100
# The importer compares all pairs of competencies, within the time of one web request.
MANY_ROWS = 20_000
_NOT_YET = "Not yet"
_HTML = 1
_KINDS = ("role", "profile", "responsibility", "activity", "skill")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the framework, then the four groups and their contents, parents before children."""
    check_requirements(content, ledger)
    scales = _Scales(content, ledger)
    ids = {key: number for kind in _KINDS for key, number in _numbers(content, kind)}
    trees = {"role": _role_tree(content)}
    trees |= {kind: broader_tree(content, kind, BROADER, ledger) for kind in GROUPS if kind != "role"}
    with sink.rows(FORMAT.filename, HEADER) as row:
        row(_framework(content, scales, trees, ledger))
        ledger.records["framework"] += 1
        for kind, heading in GROUPS.items():
            if trees[kind]:
                row(["", f"group-{kind}", heading, "", _HTML, *[""] * 7, 0, ""])
                ledger.records["groups"] += 1
        for kind, tree in trees.items():
            for key, parent in tree.items():
                thing = content.thing(key)
                name, description = _text(content, thing, ledger)
                related = ",".join(ids[other].replace(",", "%2C") for other in _related(content, thing, parent))
                above = ids[parent] if parent else f"group-{kind}"
                scale = scales.of(key) if kind == "skill" else ("", "")
                row([above, ids[key], name, description, _HTML, *scale, "", 0, "null", related, "", 0, ""])
                ledger.records[f"{thing.kind} competencies"] += 1
                ledger.records["cross-references"] += related.count(",") + 1 if related else 0
    rows = 1 + sum(map(len, trees.values()))
    if rows > MANY_ROWS:
        limits = "max_execution_time and memory_limit"
        ledger.warn("moodle.csv", f"{rows} rows: raise PHP's {limits} for the import, or export parts with --role")


class _Scales:
    """The scales for Moodle: values and configuration, for the framework and for skills with other scales.

    The scale of the framework is the one that most skills use, else the levels of experience. A value counts as
    proficient from the lowest level that any node requires.
    """

    def __init__(self, content: Content, ledger: Ledger) -> None:
        self._content, self._ledger = content, ledger
        self._grades = Grades(content, ledger)
        used = Counter(scale.iri for key in content.keys("skill") if (scale := self._grades.scale(key)))
        main = min(used, key=lambda iri: (-used[iri], iri), default="")
        self._least = self._grades.least()
        self._cells = {it.iri: self._of_scale(it.iri, rungs_of(it)) for it in self._grades.scales}
        ranked = [(name, 1) for _, name in levels(content, ledger)] if not main else []
        self.framework = self._cells.get(main) or self._written(ranked or [("Competent", 1)], 1)

    def of(self, skill: str) -> tuple[str, str]:
        """Return the cells of a skill: empty if it uses the scale of the framework, or none."""
        scale = self._grades.scale(skill)
        found = self._cells[scale.iri] if scale else self.framework
        return ("", "") if found == self.framework else found

    def _of_scale(self, iri: str, rungs: list[Rung]) -> tuple[str, str]:
        found = [(self._ledger.name(self._content.label(it.iri), self._content.where(it.iri)), it.rank) for it in rungs]
        return self._written(found or [("Competent", 1)], self._least.get(iri, 0))

    def _written(self, found: list[tuple[str, int]], least: int) -> tuple[str, str]:
        ranks = {name: rank for name, rank in reversed(found) if name != _NOT_YET}
        names = [name for name in dict.fromkeys(name for name, _ in found) if name != _NOT_YET]
        for name in (name for name in names if "," in name):
            self._ledger.problem(
                f"level {name}", "the name has a comma, which separates the values of a scale", "rename it"
            )
        first = "Not yet competent" if names == ["Competent"] else _NOT_YET
        proficient = [
            {"id": at, "scaledefault": 0, "proficient": 1} for at, name in enumerate(names, 2) if ranks[name] >= least
        ]
        configuration = [{"scaleid": "1"}, {"id": 1, "scaledefault": 1, "proficient": 0}, *proficient]
        return ",".join([first, *names]), json.dumps(configuration)


def _numbers(content: Content, kind: str) -> Iterator[tuple[str, str]]:
    # PHP compares "1e3" and "1000" as equal numbers, so the kind comes first; the importer decodes "%2C" to a comma.
    spelled = content.spelled(kind, spell=lambda slug: slug.replace("%2C", "%2c"), limit=MAX_NAME - len(kind) - 1)
    for key, slug in spelled.items():
        yield key, f"{kind}-{slug}"


def _framework(content: Content, scales: _Scales, trees: dict[str, dict[str, str]], ledger: Ledger) -> list[object]:
    framework = Identity(content)
    name, beginning = _short(ledger.text(framework.title, "title"), "framework", framework.id, ledger)
    rights = [as_text([it], ledger) for it in all_rights(content)]
    parts = [*beginning, *([("Source and licence", rights)] if rights else [])]
    description = html(ledger.text(framework.definition, "framework"), parts)
    depth = 1 + max((_depth(tree) for tree in trees.values()), default=0)
    taxonomy = ",".join(["domain", *["competency"] * max(depth - 1, 3)])
    number = f"framework-{framework.id}"
    if len(number) > MAX_NAME:
        ledger.problem("framework", f"its ID number {number} has more than {MAX_NAME} characters", "export fewer roles")
    return ["", number, name, description, _HTML, *scales.framework, *[""] * 5, 1, taxonomy]


def _depth(tree: dict[str, str]) -> int:
    depths = {"": 0}
    for key, parent in tree.items():
        depths[key] = depths[parent] + 1
    return max(depths.values())


def _role_tree(content: Content) -> dict[str, str]:
    tree: dict[str, str] = {}
    profiles: dict[str, list[str]] = {}
    for profile in content.things("profile"):
        role = profile.key_to(ECG.narrowsRole)
        profiles.setdefault(role if content.kind(role) == "role" else "", []).append(profile.key)
    for role in (*content.keys("role"), ""):
        if role:
            tree[role] = ""
        tree |= dict.fromkeys(profiles.get(role, []), role)
    return tree


def _related(content: Content, thing: Thing, parent: str) -> list[str]:
    """Return the keys of cross-references of a competency: skills, activities, further parents, related skills."""
    found: set[str] = set()
    if thing.kind in ("role", "profile"):
        found.update(skill for skill, _ in content.required_skills(thing))
        found.update(thing.keys(ECG.hasResponsibility), thing.keys(ECG.performsActivity))
    skills = content.links(ECG.requiredSkill)
    for requirement in thing.keys(ECG.hasSkillRequirement):
        found.update(skills.get(requirement, ()))
    if thing.kind in ("skill", "responsibility", "activity"):
        found.update(thing.keys(BROADER), thing.keys(SKOS + "related"))
    return sorted(key for key in found - {parent, thing.key} if content.kind(key) in _KINDS)


def _text(content: Content, thing: Thing, ledger: Ledger) -> tuple[str, str]:
    name, beginning = _short(ledger.text(thing.label, thing.where), thing.where, thing.id, ledger)
    other = [ledger.name(text, thing.where) for text in thing.texts(ALT_LABEL)]
    parts = [*beginning, *([("Also called", other)] if other else [])]
    if thing.kind in ("role", "profile"):
        parts += sections(content, thing, ledger)
    if matches := [iri for link in ("closeMatch", "broadMatch", "relatedMatch") for iri in thing.keys(SKOS + link)]:
        parts.append(("See also", matches))
    return name, html(ledger.text(thing.text(DEFINITION), thing.where), parts)


def _short(label: str, where: str, slug: str, ledger: Ledger) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return a short name that the importer neither cuts nor drops, and the full name if it was changed."""
    name = one_line(label)
    # The importer strips tags; PHP's CSV reader takes a backslash before a quote for an escape.
    name = _ENTITY.sub("&amp;", name).replace("<", "&lt;").replace("\\", "&#92;")
    if name == "0":
        name = f"0 ({slug})"
    if len(name) > MAX_NAME:
        name = re.sub(r"&[#\w]*$", "", name[: MAX_NAME - 1]).rstrip() + "…"
    ledger.formula(name, where)
    if name == label:
        return name, []
    ledger.repair(where, "the short name changed so that the importer accepts it; the description has the full name")
    return name, [("Full name", [label])]
