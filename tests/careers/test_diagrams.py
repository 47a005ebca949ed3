"""Diagrams as text, and as SVG where Graphviz is."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import ecomgraph
from ecomgraph.careers.diagrams import Diagram, draw

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph import CareerGraph

SILENT = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:told> a ecg:Role ; skos:prefLabel "Told" ; ecg:hasSkillRequirement <urn:n> .
<urn:n> a ecg:SkillRequirement ; ecg:importance importance:essential ; ecg:requiredSkill <urn:s> .
<urn:s> a ecg:Skill ; skos:prefLabel "Baking" .
<urn:silent> a ecg:Role ; skos:prefLabel "Silent" .
<urn:t> ecg:transitionFrom <urn:told> ; ecg:transitionTo <urn:silent> .
"""


def test_a_path_as_mermaid(kitchen: CareerGraph) -> None:
    assert kitchen.diagram(kitchen.find_path("commis", "chef")) == (
        'flowchart LR\n  n0["Commis"]\n  n1["Chef"]\n  n0 -->|"promotion: 2 new skills"| n1\n'
    )


def test_several_paths_share_their_boxes(kitchen: CareerGraph) -> None:
    text = kitchen.diagram(kitchen.find_paths("porter", "chef", 9), "dot")
    assert text.count('[label="Chef"]') == text.count('[label="Porter"]') == 1
    assert text.count(" -> ") == 7


def test_a_gap_as_dot(kitchen: CareerGraph) -> None:
    text = kitchen.diagram(kitchen.skill_gap("commis", "chef"), "dot")
    assert r'n3 [label="Missing: 2\lLeading\lWine (optional)\l"];' in text
    assert text.startswith("digraph careers {\n")


def test_a_gap_begins_with_what_the_target_requires_itself(graph: CareerGraph) -> None:
    [box] = [
        it
        for it in graph.diagram(graph.skill_gap("ecommerce-director", "senior-director")).splitlines()
        if "Missing: 18" in it
    ]
    itself = box.index("required by Senior Director itself:<br/>Large team management")
    assert itself < box.index("required only by nodes that Senior Director builds on:<br/>Competitive positioning")


def test_of_what_is_not_described_nothing_is_said_to_be_missing_or_held(tmp_path: Path) -> None:
    path = tmp_path / "silent.ttl"
    path.write_text(SILENT, encoding="utf-8")
    half = ecomgraph.load(path)
    unknown = half.diagram(half.skill_gap("urn:silent", "urn:told"))
    assert unknown == (
        'flowchart LR\n  n0["Silent<br/>not described"]\n  n1["Needed, and not known to be held: 1<br/>Baking"]\n'
        '  n2["Told"]\n  n1 -->|"needed"| n2\n'
    )
    assert half.diagram(half.skill_gap("urn:told", "urn:silent")) == (
        'flowchart LR\n  n0["Told"]\n  n1["Silent<br/>not described"]\n'
    )
    assert half.diagram(half.find_path("urn:told", "urn:silent")) == (
        'flowchart LR\n  n0["Told"]\n  n1["Silent<br/>not described"]\n  n0 -->|"not described"| n1\n'
    )


def test_notes_are_drawn(graph: CareerGraph) -> None:
    path = graph.find_path("ecommerce-director-mid-operations", "ecommerce-director")
    [note] = path.notes
    assert graph.diagram(path).endswith(
        f'  note0["{note.replace("(", "#40;").replace(")", "#41;")}"]\n  style note0 stroke-dasharray: 4 4\n'
    )
    assert f'  label="{note}";\n' in graph.diagram(path, "dot")
    assert graph.diagram([path, path]).count("note0[") == 1


def test_the_map_boxes_profiles_that_lead_each_to_each(graph: CareerGraph) -> None:
    text = graph.diagram()
    assert text.count("subgraph ") == 4
    assert text.count("specialization-change") == 4
    assert text.count("-->") == len([it for it in graph.transitions() if it.kind != "specialization-change"])


def test_labels_cannot_break_out() -> None:
    diagram = Diagram(boxes={"a": (['say "hi"] --> \\x', "<b>"], "")})
    assert 'n0["say #34;hi#34;#93; --#62; #92;x<br/>#60;b#62;"]' in draw(diagram, "mermaid")
    assert r'[label="say \"hi\"] --> \\x\l<b>\l"]' in draw(diagram, "dot")


def test_other_forms_are_refused(kitchen: CareerGraph) -> None:
    with pytest.raises(ecomgraph.ArgumentError, match="as mermaid, dot, svg, not as 'png'"):
        kitchen.diagram(form="png")  # type: ignore[arg-type]


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_svg_has_a_box_for_each_node(kitchen: CareerGraph) -> None:
    pytest.importorskip("graphviz")
    drawn = ET.fromstring(kitchen.diagram(form="svg"))  # noqa: S314
    titles = [it.text for it in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Porter", "Commis", "Baker", "Chef"} <= set(titles)


def test_without_graphviz_one_sentence_says_so(kitchen: CareerGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("graphviz"):
        monkeypatch.setenv("PATH", "")
        with pytest.raises(ecomgraph.EcomgraphError, match="needs Graphviz's program 'dot': install Graphviz"):
            kitchen.diagram(form="svg")
    monkeypatch.setitem(sys.modules, "graphviz", None)
    with pytest.raises(ecomgraph.MissingDependencyError, match=r"pip install 'ecomgraph\[diagram\]'"):
        kitchen.diagram(form="svg")
