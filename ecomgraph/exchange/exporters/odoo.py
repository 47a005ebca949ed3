"""odoo: skill types with their levels and skills, and job positions, as Odoo's record import reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import check_requirements, framework_id, html, levels, sections
from ecomgraph.exchange.lint import distinct
from ecomgraph.exchange.rights import as_text, rights_of
from ecomgraph.namespace import ECG
from ecomgraph.reading.reader import DEFINITION
from ecomgraph.store.framework_value import BUNDLED

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="odoo",
    tool="Odoo 17 with Employees (hr_skills) and Recruitment",
    files=("hr.skill.type.csv", "hr.job.csv"),
    lost=(
        "the hierarchy of skills, their definitions and other names: a skill in Odoo has a name and a type",
        "requirements as links: Odoo 17 has none from job to skill, they are in the text of Requirements",
        "transitions: what comes next is named in the job's description",
        "basis, evidence, editorial notes and proficiency",
    ),
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
_OTHER = "skill-type/other"


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write both files; every record has an external id, so that a second import updates it."""
    check_requirements(content, ledger)
    with sink.rows("hr.skill.type.csv", TYPE_HEADER) as row:
        for cells in _types(content, ledger):
            row(cells)
    jobs = _external(content, "role", "profile")
    with sink.rows("hr.job.csv", JOB_HEADER) as row:
        for node in content.things("role", "profile"):
            name = ledger.name(node.label, node.where)
            ledger.formula(name, node.where)
            rights = [as_text([it], ledger) for it in rights_of(content, node)]
            parts = [*sections(content, node, ledger), *([("Source and licence", rights)] if rights else [])]
            description = html(ledger.text(node.text(DEFINITION), node.where), parts)
            row([jobs[node.key], name, description, _requirements(content, node, ledger), 0])
            ledger.records["jobs"] += 1


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
    """Return the module of a thing's external id, which is that of its framework, so that no two frameworks share it.

    The framework that ships with the package has a module without a name.
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


def _types(content: Content, ledger: Ledger) -> list[list[object]]:
    """Return the rows of all skill types: the type with its first level, its other levels, its skills."""
    ids = _external(content, "skill")
    groups: dict[tuple[str, str], list[Thing]] = {}
    for skill in content.things("skill"):
        group = skill.key_to(ECG.skillType) or _OTHER, _module(content, skill.key)
        groups.setdefault(group, []).append(skill)
    types = distinct({kind for kind, _ in groups}, _spell, join="_")
    every_level = levels(content, ledger)
    level_ids = content.spelled("level", spell=_spell, join="_")
    rows: list[list[object]] = []
    for (kind, module), skills in sorted(groups.items()):
        scale = [it for it in every_level if _module(content, it[0]) == module]
        slug = types[kind]
        name = "Other skills" if kind == _OTHER else content.label(kind)
        graded = [
            [f"{module}.skill_level_{slug}__{level_ids[key]}", level, round(100 * at / len(scale)), at == 1]
            for at, (key, level) in enumerate(scale, start=1)
        ] or [[f"{module}.skill_level_{slug}__competent", "Competent", 100, True]]
        parent = [f"{module}.skill_type_{slug}", ledger.name(name, f"skill type {slug}")]
        rows += [[*(parent if at == 0 else ["", ""]), *cells, "", ""] for at, cells in enumerate(graded)]
        rows += [[*[""] * 6, ids[skill.key], ledger.name(skill.label, skill.where)] for skill in skills]
        for skill in skills:
            ledger.formula(skill.label, skill.where)
        ledger.records["skill types"] += 1
        ledger.records["skill levels"] += len(graded)
        ledger.records["skills"] += len(skills)
    if not groups:
        ledger.problem("skill types", "there is no skill, and a skill type needs one", "add skills to the graph")
    return rows


def _requirements(content: Content, node: Thing, ledger: Ledger) -> str:
    names: dict[str, list[str]] = {}
    for key, importance in content.required_skills(node):
        names.setdefault(importance, []).append(ledger.name(content.label(key), content.where(key)))
    return "\n".join(
        f"{importance.capitalize()} skills:\n" + "\n".join(f"- {name}" for name in sorted(found, key=str.casefold))
        for importance, found in names.items()
    )
