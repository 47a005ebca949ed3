"""How lists of skills look in a language: groups and arrows in pages, made by Python and by scripts."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ecomgraph
from ecomgraph.languages import arrow
from ecomgraph.web.pages.links import Links
from ecomgraph.web.pages.plan_sheet import plan_page

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = Path(ecomgraph.__file__).parent / "web" / "pages" / "assets" / "explorer-parts.js"
NODE = shutil.which("node")
SCRIPT = f"""
global.window = {{ ecomgraph: {{}} }};
require({json.dumps(str(PARTS))});
const {{ byGroup, span }} = window.ecomgraph.parts;
const [spans, skills] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const level = (label) => ({{ degree: 0.5, level: label }});
process.stdout.write(JSON.stringify([
  spans.map(([from, to]) => span({{ from: level(from), to: level(to) }})),
  byGroup(skills, () => 1).map(([label, list]) => [label, list.map((it) => it.label)]),
]));
"""


def shown(spans: Sequence[tuple[str, str]], skills: Sequence[dict[str, Any]]) -> list[Any]:
    assert NODE is not None
    done = subprocess.run(  # noqa: S603 - node, on a script of ours
        [NODE, "-e", SCRIPT], input=json.dumps([spans, skills]), capture_output=True, text=True, timeout=60, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(NODE is None, reason="node, which runs the script outside of a browser, is not there")
def test_scripts_point_arrows_along_the_text_and_list_top_skills_in_their_group() -> None:
    spans = [("Aware", "Expert"), ("مبتدئ", "خبير"), ("(1) מתחיל", "2"), ("初級", "上級")]
    group = {"iri": "urn:sewing", "label": "Sewing"}
    skills: list[dict[str, Any]] = [
        {"iri": "urn:cutting", "label": "Cutting", "group": group, "importance": "essential"},
        {"iri": "urn:sewing", "label": "Sewing", "group": None, "importance": "essential"},
        {"iri": "urn:colour", "label": "Colour", "group": None, "importance": "optional"},
    ]
    found, groups = shown(spans, skills)
    assert found == [f"{one} {arrow(one + other)} {other}" for one, other in spans]
    assert [it.split()[-2] for it in found] == ["→", "←", "←", "→"]
    assert groups == [["Sewing", ["Cutting", "Sewing"]], ["Other skills", ["Colour"]]]


def test_a_plan_in_arabic_points_arrows_to_the_left(tmp_path: Path) -> None:
    skill, levels = "ecg:requiredSkill :sewing ; ecg:importance importance:essential", ("مبتدئ", "خبير")
    (tmp_path / "ours.ttl").write_text(
        "@prefix ecg: <https://w3id.org/ecomgraph/ns#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix importance: <https://w3id.org/ecomgraph/importance/> .\n@prefix : <https://atelier.example/> .\n"
        "@prefix kind: <https://w3id.org/ecomgraph/transition-kind/> .\n"
        ':mastery a ecg:ProficiencyScale ; skos:prefLabel "Mastery"@en .\n:sewing a ecg:Skill ; skos:prefLabel'
        ' "Sewing"@en .\n:move a ecg:Transition ; ecg:transitionFrom :r1 ; ecg:transitionTo :r2 ;'
        " ecg:transitionKind kind:promotion .\n"
        + "".join(
            f":l{rank} a ecg:ProficiencyLevel ; skos:inScheme :mastery ; ecg:rank {rank} ;"
            f' skos:prefLabel "{level}"@ar .\n:r{rank} a ecg:Role ; skos:prefLabel "Role {rank}"@en ;'
            f" ecg:hasSkillRequirement :n{rank} .\n:n{rank} a ecg:SkillRequirement ; {skill} ;"
            f" ecg:requiredLevel :l{rank} .\n"
            for rank, level in enumerate(levels, 1)
        ),
        encoding="utf-8",
    )
    graph = ecomgraph.load(tmp_path / "ours.ttl", language="ar")
    page = plan_page(graph, graph.plan({}, "r2", source="r1"), Links())
    assert "مبتدئ ← خبير" in page
    assert "مبتدئ → خبير" not in page
