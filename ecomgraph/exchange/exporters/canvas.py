"""canvas: skills as outcomes of the Canvas LMS, rated by the levels of their scales, for its outcomes import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity, broader_tree, html
from ecomgraph.exchange.grades import Grades, rungs_of
from ecomgraph.exchange.lint import one_line
from ecomgraph.exchange.rights import all_rights, as_text
from ecomgraph.reading.reader import ALT_LABEL, BROADER, DEFINITION

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "HEADER", "write"]

FORMAT = Format(
    name="canvas",
    tool="Canvas LMS: outcomes (CSV import)",
    filename="outcomes.csv",
    lost=(
        "roles, profiles, their requirements and other content: Canvas has only outcomes and groups of outcomes",
        "types of skills and related skills, mappings, basis and evidence, learning resources",
        "labels and texts in languages other than the chosen one",
    ),
)
# The importer finds columns by name, but reads the ratings from the last heading onwards.
HEADER = (
    "vendor_guid",
    "object_type",
    "title",
    "description",
    "display_name",
    "calculation_method",
    "calculation_int",
    "workflow_state",
    "parent_guids",
    "mastery_points",
    "ratings",
)
MAX_TITLE = 255


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write a group for the framework and for each skill that has narrower ones, then the outcomes."""
    grades = Grades(content, ledger)
    skills = {skill.key: skill for skill in content.things("skill")}
    order = broader_tree(content, "skill", BROADER, ledger)
    parents = {key: [it for it in skill.keys(BROADER) if it in skills] for key, skill in skills.items()}
    groups = {parent for them in parents.values() for parent in them}
    identity = Identity(content)
    root = identity.id
    guids = {key: f"{root}:{slug}" for key, slug in content.spelled("skill").items()}
    least = grades.least()
    descriptors = grades.descriptors()
    width = max((2 * len(rungs_of(grades.scale(key))) for key in skills), default=0)
    header = [*HEADER, *[""] * max(0, width - 1)]

    def line(*cells: object) -> list[object]:
        return [*cells, *[""] * (len(header) - len(cells))]

    with sink.rows(FORMAT.filename, header) as row:
        rights = [as_text([it], ledger) for it in all_rights(content)]
        about = html(ledger.text(identity.definition, "framework"), [("Source and licence", rights)] if rights else [])
        row(line(root, "group", _title(identity.title, "title", ledger)[0], about, "", "", "", "active", ""))
        ledger.records["groups"] += 1
        for key in _groups_first(order, groups, parents):
            skill = skills[key]
            title, description = _text(skill, ledger)
            above = " ".join(f"{guids[it]}:group" for it in parents[key]) or root
            row(line(f"{guids[key]}:group", "group", title, description, "", "", "", "active", above))
            ledger.records["groups"] += 1
        for key in order:
            skill = skills[key]
            title, description = _text(skill, ledger)
            above = f"{guids[key]}:group" if key in groups else ""
            above = above or " ".join(f"{guids[it]}:group" for it in parents[key]) or root
            scale = grades.scale(key)
            mastery = least.get(scale.iri, "") if scale else ""
            ratings = _ratings(content, grades, descriptors.get(key, {}), key, ledger)
            cells = (guids[key], "outcome", title, description, "", "highest", "", "active", above)
            row(line(*cells, mastery if ratings else "", *ratings))
            ledger.formula(title, skill.where)
            ledger.records["outcomes"] += 1
            ledger.records["ratings"] += len(ratings) // 2


def _groups_first(order: dict[str, str], groups: set[str], parents: dict[str, list[str]]) -> list[str]:
    """Return the groups, each after all its parent groups."""
    found: dict[str, None] = {}
    due = [key for key in order if key in groups]
    while due:
        ready = [key for key in due if all(it in found for it in parents[key])]
        found |= dict.fromkeys(ready)
        # If there are none, the others form a cycle, which has been reported.
        due = [key for key in due if key not in found] if ready else []
    return list(found)


def _ratings(content: Content, grades: Grades, described: dict[str, Thing], skill: str, ledger: Ledger) -> list[object]:
    """Return points and descriptions, the highest first; none for a skill without a scale."""
    cells: list[object] = []
    for rung in reversed(rungs_of(grades.scale(skill))):
        where = content.where(rung.iri)
        name = ledger.name(content.label(rung.iri), where)
        text = described[rung.iri].text(DEFINITION) if rung.iri in described else ""
        cells += [rung.rank, f"{name}: {one_line(ledger.text(text, where))}" if text else name]
    return cells


def _text(skill: Thing, ledger: Ledger) -> tuple[str, str]:
    title, beginning = _title(skill.label, skill.where, ledger)
    other = [ledger.name(text, skill.where) for text in skill.texts(ALT_LABEL)]
    parts = [*beginning, *([("Also called", other)] if other else [])]
    return title, html(ledger.text(skill.text(DEFINITION), skill.where), parts)


def _title(label: str, where: str, ledger: Ledger) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return a title that Canvas accepts, and the full name if it was shortened."""
    name = ledger.name(label, where)
    if len(name) <= MAX_TITLE:
        return name, []
    ledger.repair(where, f"a name over {MAX_TITLE} characters shortened; the description has the full name")
    return name[: MAX_TITLE - 1] + "…", [("Full name", [name])]
