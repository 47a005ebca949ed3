"""Draw paths, gaps and the whole network: as Mermaid, as DOT, and as SVG by way of Graphviz."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from ecomgraph import model
from ecomgraph.arguments import shown
from ecomgraph.careers.grouping import by_asker
from ecomgraph.careers.network import Network
from ecomgraph.errors import ArgumentError, EcomgraphError, MissingDependencyError
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecomgraph.model import CareerNode, CareerPath, GapSkill, LearntSkill, SkillGap

__all__ = ["FORMS", "Diagram", "Form", "draw", "drawing", "gap_diagram", "map_diagram", "path_diagram"]

Form = Literal["mermaid", "dot", "svg"]
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SILENT = "not described"
_TITLES = {"surplus": "Surplus", "shared": "Shared", "raise": "To raise", "missing": "Missing"}
FORMS: tuple[str, ...] = get_args(Form)


@dataclass
class Diagram:
    """Boxes by key, each with its lines of text and its group, if any; labeled arrows between boxes; group titles.

    ``notes`` are sentences below the drawing.
    """

    boxes: dict[str, tuple[list[str], str]] = field(default_factory=dict)
    arrows: list[tuple[str, str, str]] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def draw(diagram: Diagram, form: Form) -> str:
    """Return a diagram as text in one of :data:`FORMS`."""
    if form == "mermaid":
        return _mermaid(diagram)
    if form == "dot":
        return _dot(diagram)
    if form == "svg":
        return _svg(_dot(diagram))
    raise ArgumentError(f"diagrams are drawn as {', '.join(FORMS)}, not as {shown(form)}")


def drawing(subject: Network | SkillGap | CareerPath | Iterable[CareerPath], form: Form) -> str:
    """Draw a whole network, a gap, a path or several paths, in one of :data:`FORMS`."""
    if isinstance(subject, Network):
        return draw(map_diagram(subject), form)
    if isinstance(subject, model.SkillGap):
        return draw(gap_diagram(subject), form)
    return draw(path_diagram([subject] if isinstance(subject, model.CareerPath) else subject), form)


# ---------------------------------------------------------------------- content


def path_diagram(paths: Iterable[CareerPath]) -> Diagram:
    """Draw paths from left to right; shared nodes and transitions are drawn once."""
    diagram = Diagram()
    arrows: dict[tuple[str, str, str], None] = {}
    notes: dict[str, None] = {}
    for path in paths:
        notes |= dict.fromkeys(path.notes)
        for node in path.nodes:
            diagram.boxes.setdefault(node.iri, ([node.label, *[_SILENT] * (node in path.undescribed)], ""))
        for transition, skills, raised in zip(path.transitions, path.new_skills, path.raised_skills, strict=True):
            count = _SILENT if transition.target in path.undescribed else _counted(skills, raised)
            text = f"{transition.kind}: {count}".removeprefix(": ")
            arrows[transition.source.iri, transition.target.iri, text] = None
    diagram.arrows = list(arrows)
    diagram.notes = list(notes)
    return diagram


def _counted(skills: Sequence[LearntSkill], raised: Sequence[LearntSkill]) -> str:
    far = sum(it.built_on for it in (*skills, *raised))
    count = counted(len(skills), "new skills") + f", {len(raised)} raised" * bool(raised)
    return count + f", {far} of them only by what it builds on" * bool(far)


def gap_diagram(gap: SkillGap) -> Diagram:
    """Draw the two sides of a gap, and between them the surplus, shared and missing skills, but not unknown ones."""
    diagram = Diagram()
    source = [gap.source.label if gap.source else "Skills at hand"]
    unknown = gap.source is not None and not gap.source_described
    diagram.boxes["source"] = ([*source, *[_SILENT] * unknown], "")
    parts = {} if not gap.target_described else {"missing": gap.missing} if unknown else _parts(gap)
    for key, skills in parts.items():
        title = "Needed, and not known to be held" if unknown else _TITLES[key]
        listed = by_asker(skills, gap.target.label) if key in ("missing", "raise") else [("", skills)]
        lines = [line for part, them in listed for line in (*[f"{part}:"] * bool(part), *map(_graded, them))]
        diagram.boxes[key] = ([f"{title}: {len(skills)}", *lines], "")
    told = f"similarity {gap.similarity:.2f}" if gap.similarity is not None else ""
    diagram.boxes["target"] = ([gap.target.label, *filter(None, [told if gap.target_described else _SILENT])], "")
    arrows = [
        ("source", "surplus", "has"),
        ("source", "shared", "has"),
        ("shared", "target", "needed"),
        ("missing", "target", "needed"),
        ("source", "raise", "has in part"),
        ("raise", "target", "needed"),
    ]
    diagram.arrows = [it for it in arrows if {it[0], it[1]} <= diagram.boxes.keys()]
    return diagram


def _parts(gap: SkillGap) -> dict[str, Sequence[GapSkill]]:
    parts = {"surplus": gap.surplus, "shared": gap.shared, "raise": gap.raises, "missing": gap.missing}
    return {key: skills for key, skills in parts.items() if skills or key != "raise"}


def _graded(skill: GapSkill) -> str:
    return f"{skill.skill.label} (optional)" if skill.importance == "optional" else skill.skill.label


def map_diagram(network: Network) -> Diagram:
    """Draw all nodes that a transition joins.

    Specialized profiles share a box if they are all of the same level, or all without a level, and if transitions of
    one kind lead from each of them to each other one; the arrows for these transitions are left out.
    """
    diagram = Diagram()
    used = sorted({*network.tails, *network.heads})
    nodes = {number: network.catalog.node(network.nodes[number]) for number in used}
    joined = {(tail, head): kind for tail, head, kind in zip(network.tails, network.heads, network.kinds, strict=True)}
    member: dict[int, str] = {}
    for key, members in _by_level(nodes).items():
        kinds = {joined.get((one, other)) for one in members for other in members if one != other}
        if len(kinds) == 1 and None not in kinds:
            profile = nodes[members[0]]
            assert isinstance(profile, model.RoleProfile)
            level = f", {profile.level.label}" if profile.level else ""
            diagram.groups[key] = f"{profile.role.label}{level} (any to any: {kinds.pop()})"
            member.update(dict.fromkeys(members, key))
    for number, node in nodes.items():
        lines = [node.label]
        if number in member and isinstance(node, model.RoleProfile) and node.specialization:
            lines = [node.specialization.label]
        diagram.boxes[node.iri] = (lines, member.get(number, ""))
    diagram.arrows = [
        (network.nodes[tail], network.nodes[head], kind)
        for tail, head, kind in zip(network.tails, network.heads, network.kinds, strict=True)
        if tail not in member or member[tail] != member.get(head)
    ]
    return diagram


def _by_level(nodes: dict[int, CareerNode]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for number, node in nodes.items():
        if isinstance(node, model.RoleProfile) and node.specialization:
            level = (node.level.rank, node.level.iri) if node.level else (0, "")
            groups.setdefault(f"{node.role.iri} {level}", []).append(number)
    return {key: members for key, members in groups.items() if len(members) > 1}


# ---------------------------------------------------------------------- output


def _keys(diagram: Diagram) -> dict[str, str]:
    return {key: f"n{number}" for number, key in enumerate(diagram.boxes)}


def _grouped(diagram: Diagram) -> list[tuple[str, list[str]]]:
    """Return the groups with their boxes; boxes without a group are under ``""``."""
    groups = ["", *diagram.groups]
    return [(group, [key for key, (_, own) in diagram.boxes.items() if own == group]) for group in groups]


def _mermaid(diagram: Diagram) -> str:
    keys, lines = _keys(diagram), ["flowchart LR"]
    for number, (group, boxes) in enumerate(_grouped(diagram)):
        drawn = [f'{keys[box]}["{"<br/>".join(map(_entities, diagram.boxes[box][0]))}"]' for box in boxes]
        if group:
            title = _entities(diagram.groups[group])
            drawn = [f'subgraph g{number}["{title}"]', *(f"  {line}" for line in drawn), "end"]
        lines += [f"  {line}" for line in drawn]
    for tail, head, text in diagram.arrows:
        written = f'|"{_entities(text)}"|' if text else ""
        lines.append(f"  {keys[tail]} -->{written} {keys[head]}")
    # Outside boxes, Mermaid can draw text only as a title at the top, so notes are boxes with a dashed border.
    for number, note in enumerate(diagram.notes):
        lines += [f'  note{number}["{_entities(note)}"]', f"  style note{number} stroke-dasharray: 4 4"]
    return "\n".join(lines) + "\n"


def _entities(text: str) -> str:
    special = '"#&<>`|[]{}()\\'
    return "".join(f"#{ord(char)};" if char in special else char for char in _plain(text))


def _plain(text: str) -> str:
    """Return a text on one line, without characters that SVG cannot contain or that reverse the text direction."""
    return _UNSEEN.sub("", " ".join(text.split()))


def _dot(diagram: Diagram) -> str:
    keys = _keys(diagram)
    lines = [
        "digraph careers {",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fillcolor="#eef3fa", color="#4a6785", fontname="Helvetica"];',
        '  edge [color="#4a6785", fontname="Helvetica", fontsize=10];',
        '  graph [fontname="Helvetica", color="#b8c4d0"];',
    ]
    for number, (group, boxes) in enumerate(_grouped(diagram)):
        drawn = [f"{keys[box]} [label={_label(diagram.boxes[box][0])}];" for box in boxes]
        if group:
            title = f"label={_label([diagram.groups[group]])};"
            drawn = [f"subgraph cluster_{number} {{", f"  {title}", *(f"  {line}" for line in drawn), "}"]
        lines += [f"  {line}" for line in drawn]
    for tail, head, text in diagram.arrows:
        written = f" [label={_label([text])}]" if text else ""
        lines.append(f"  {keys[tail]} -> {keys[head]}{written};")
    if diagram.notes:
        lines.append(f"  label={_label(diagram.notes)};")
    return "\n".join([*lines, "}"]) + "\n"


def _label(lines: Sequence[str]) -> str:
    escaped = [_plain(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return f'"{escaped[0]}"' if len(escaped) == 1 else '"' + "".join(f"{line}\\l" for line in escaped) + '"'


def _svg(dot: str) -> str:
    try:
        import graphviz
    except ImportError:
        raise MissingDependencyError("graphviz", "drawing SVG", "diagram") from None
    try:
        return str(graphviz.Source(dot).pipe(format="svg", encoding="utf-8"))
    except graphviz.ExecutableNotFound:
        raise EcomgraphError(
            "drawing SVG needs Graphviz's program 'dot': install Graphviz, or ask for dot or mermaid"
        ) from None
