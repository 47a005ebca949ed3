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
    from ecomgraph import CareerGraph


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
