"""odoo: skill types with levels and skills, job positions and their required skills, for Odoo's record import."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import check_requirements, framework_id, html, levels, sections
from ecomgraph.exchange.grades import Grades, rungs_of
from ecomgraph.exchange.lint import distinct
from ecomgraph.exchange.rights import as_text, rights_of
from ecomgraph.namespace import ECG
from ecomgraph.reading.reader import DEFINITION
from ecomgraph.store.framework_value import BUNDLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.grades import Asked
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="odoo",
    tool="Odoo 17, 18 or 19 (--odoo) with Employees (hr_skills) and Recruitment",
    files=("hr.skill.type.csv", "hr.job.csv", "hr.job.skill.csv"),
    lost=(
        "the hierarchy of skills, their definitions and other names: a skill in Odoo has a name and a type",
        "definitions of proficiency levels, and level descriptors: a level has a name and a number",
        "transitions: the job's description names the next nodes",
        "basis, evidence and editorial notes",
    ),
    versions=("19", "18", "17"),
)
TYPE_HEADER = (
    "id",
    "name",
    "skill_level_ids/id",
    "skill_level_ids/name",
    "skill_level_ids/level_progress",
    "skill_level_ids/default_level",
    "skill_ids/id",
    "skill_ids/name",
)
JOB_HEADER = ("id", "name", "description", "requirements", "no_of_recruitment")
JOB_SKILL_HEADER = ("id", "job_id/id", "skill_type_id/id", "skill_id/id", "skill_level_id/id")
_OTHER = "skill-type/other"
# The number of levels made for skills with required degrees but no scale.
_STEPS = 10
_LINKS_LOST = {
    "17": "requirements as links, and their levels: a job has none to skills, they are in the text of Requirements",
    "18": "requirements as links with levels: Expected Skills have none, they are in the text of Requirements",
    "19": "the importance of a requirement: a job's skill has a level alone, the text of Requirements says it",
}


class _Level(NamedTuple):
    id: str
    name: str
    degree: Fraction


class _Type(NamedTuple):
    id: str
    name: str
    levels: list[_Level]
    skills: list[Thing]
    # Whether these levels represent degrees.
    graded: bool

    def level(self, degree: Fraction) -> _Level:
        found = (it for it in self.levels if not self.graded or it.degree >= degree)
        return next(found, self.levels[-1])


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the files; every record has an external id, so that a second import updates it."""
    check_requirements(content, ledger)
    grades = Grades(content, ledger)
    asked = {node.key: grades.asked(node) for node in content.things("role", "profile")}
    ids = _external(content, "skill") | _external(content, "role", "profile")
    types = _types(content, grades, asked, ledger)
    with sink.rows("hr.skill.type.csv", TYPE_HEADER) as row:
        for cells in _type_rows(types, ids, ledger):
            row(cells)
    header = (*JOB_HEADER, "skill_ids/id") if content.version == "18" else JOB_HEADER
    of_skill = {skill.key: found for found in types for skill in found.skills}
    with sink.rows("hr.job.csv", header) as row:
        for node in content.things("role", "profile"):
            row(_job(content, node, asked[node.key], of_skill, ids, ledger))
            ledger.records["jobs"] += 1
    if content.version == "19":
        with sink.rows("hr.job.skill.csv", JOB_SKILL_HEADER) as row:
            for node in content.things("role", "profile"):
                for cells in _job_skills(node, asked[node.key], of_skill, ids):
                    row(cells)
                    ledger.records["job skills"] += 1
        ledger.warn("hr.job.skill.csv", "Odoo keeps job skills that a later file leaves out; delete those there")
    ledger.lose(f"Odoo {content.version}", _LINKS_LOST[content.version])


# ---------------------------------------------------------------- external ids


def _external(content: Content, *kinds: str) -> dict[str, str]:
    """Return the external id of each thing of some kinds: letters, digits and underscores after the module's name."""
    found: dict[str, str] = {}
    for kind in kinds:
        groups: dict[str, list[str]] = {}
        for key in content.all_keys(kind):
            groups.setdefault(_module(content, key), []).append(key)
        for module, keys in groups.items():
            spelled = distinct(keys, _spell, join="_")
            found |= {key: f"{module}.{kind.replace('-', '_')}_{slug}" for key, slug in spelled.items()}
    return found


def _module(content: Content, key: str) -> str:
    """Return the module of a thing's external id, which is different for each framework.

    The module of the bundled framework has no framework name.
    """
    owner = content.owner(key)
    if owner is None or owner.name == BUNDLED:
        return "ecomgraph"
    return f"ecomgraph_{_spell(framework_id(owner.iri).removeprefix('ecomgraph-'))}"


def _spell(slug: str) -> str:
    """Return a slug as part of an external id.

    >>> _spell("VP-of-Ecommerce")
    'vp_of_ecommerce'
    """
    return re.sub(r"[^a-z0-9]+", "_", slug.lower()).strip("_")


# ---------------------------------------------------------------- skill types


def _types(content: Content, grades: Grades, asked: dict[str, list[Asked]], ledger: Ledger) -> list[_Type]:
    """Return the skill types: one for each framework, type of skill and scale, since levels belong to a type."""
    groups: dict[tuple[str, str], dict[str, list[Thing]]] = {}
    for skill in content.things("skill"):
        measured = grades.scale(skill.key)
        scales = groups.setdefault((skill.key_to(ECG.skillType) or _OTHER, _module(content, skill.key)), {})
        scales.setdefault(measured.iri if measured and rungs_of(measured) else "", []).append(skill)
    if not groups:
        ledger.problem("skill types", "there is no skill, and a skill type needs one", "add skills to the graph")
    partly = {it.skill for them in asked.values() for it in them if it.degree < 1}
    slugs = distinct({kind for kind, _ in groups}, _spell, join="_")
    scale_slugs = distinct(sorted({it for scales in groups.values() for it in scales if it}), _spell, join="_")
    found = []
    for (kind, module), scales in sorted(groups.items()):
        name = "Other skills" if kind == _OTHER else content.label(kind)
        for scale, skills in sorted(scales.items()):
            slug, called = slugs[kind], name
            # The name of a type mentions its scale only if there are several.
            if scale and len(scales) > 1:
                slug, called = f"{slug}__{scale_slugs[scale]}", f"{name} ({content.label(scale)})"
            steps = not scale and any(skill.key in partly for skill in skills)
            graded = _levels(content, grades, skills[0], module, steps=steps, ledger=ledger)
            levels_ = [it._replace(id=f"{module}.skill_level_{slug}__{it.id}") for it in graded]
            called = ledger.name(called, f"skill type {slug}")
            found.append(_Type(f"{module}.skill_type_{slug}", called, levels_, skills, bool(scale) or steps))
    return found


def _levels(
    content: Content, grades: Grades, skill: Thing, module: str, *, steps: bool, ledger: Ledger
) -> list[_Level]:
    """Return the levels of the type that a skill belongs to, the lowest first.

    They are those of the scale, else tenths if degrees are stated without a scale, else the levels of experience.
    """
    rungs = rungs_of(grades.scale(skill.key))
    if rungs:
        ids = content.spelled("proficiency-level", spell=_spell, join="_")
        names = {it.iri: ledger.name(content.label(it.iri), content.where(it.iri)) for it in rungs}
        return [_Level(ids[it.iri], names[it.iri], it.degree) for it in rungs]
    if steps:
        ledger.lose("skill levels", "degrees that no scale names are rounded up to tenths, which are the levels")
        return [_Level(f"step_{at}", f"{at * 100 // _STEPS}%", Fraction(at, _STEPS)) for at in range(1, _STEPS + 1)]
    ranked = [it for it in levels(content, ledger) if _module(content, it[0]) == module]
    level_ids = content.spelled("level", spell=_spell, join="_")
    found = [_Level(level_ids[key], name, Fraction(at, len(ranked))) for at, (key, name) in enumerate(ranked, start=1)]
    return found or [_Level("competent", "Competent", Fraction(1))]


def _type_rows(types: list[_Type], ids: dict[str, str], ledger: Ledger) -> Iterator[list[object]]:
    """Yield the rows of all skill types: the type with its first level, its other levels, its skills."""
    for found in types:
        for at, level in enumerate(found.levels):
            parent = [found.id, found.name] if at == 0 else ["", ""]
            yield [*parent, level.id, level.name, round(100 * level.degree), at == 0, "", ""]
        for skill in found.skills:
            ledger.formula(skill.label, skill.where)
            yield [*[""] * 6, ids[skill.key], ledger.name(skill.label, skill.where)]
        ledger.records["skill types"] += 1
        ledger.records["skill levels"] += len(found.levels)
        ledger.records["skills"] += len(found.skills)


# ---------------------------------------------------------------- jobs


def _job(
    content: Content, node: Thing, asked: list[Asked], types: dict[str, _Type], ids: dict[str, str], ledger: Ledger
) -> list[object]:
    name = ledger.name(node.label, node.where)
    ledger.formula(name, node.where)
    rights = [as_text([it], ledger) for it in rights_of(content, node)]
    parts = [*sections(content, node, ledger), *([("Source and licence", rights)] if rights else [])]
    description = html(ledger.text(node.text(DEFINITION), node.where), parts)
    cells: list[object] = [ids[node.key], name, description, _requirements(content, asked, types, ledger), 0]
    if content.version == "18":
        cells.append(",".join(ids[it.skill] for it in asked))
    return cells


def _requirements(content: Content, asked: list[Asked], types: dict[str, _Type], ledger: Ledger) -> str:
    names: dict[str, list[str]] = {}
    for skill, importance, degree in asked:
        name = ledger.name(content.label(skill), content.where(skill))
        # The text lists skills and levels if the version has no links to skills, or links without levels.
        if content.version != "19" and skill in types and len(types[skill].levels) > 1:
            name += f" ({types[skill].level(degree).name})"
        names.setdefault(importance, []).append(name)
    return "\n".join(
        f"{importance.capitalize()} skills:\n" + "\n".join(f"- {name}" for name in sorted(found, key=str.casefold))
        for importance, found in names.items()
    )


def _job_skills(
    node: Thing, asked: list[Asked], types: dict[str, _Type], ids: dict[str, str]
) -> Iterator[list[object]]:
    """Yield the rows of a job's skills; Odoo refuses two rows for one skill."""
    module, _, job = ids[node.key].partition(".")
    for skill, _, degree in asked:
        owner, _, name = ids[skill].partition(".")
        of_base = "" if owner == module else f"__{owner}"
        found = types[skill]
        id_ = f"{module}.job_skill_{job}__{name}{of_base}"
        yield [id_, ids[node.key], found.id, ids[skill], found.level(degree).id]
