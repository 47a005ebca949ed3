"""Unpleasant texts as labels, definitions, other names, notes and notations go through every format and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.namespace import BASE, ECG, PREFIXES
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.dataset import Dataset
from tests.exchange.hostile import CONTROLS, NASTY
from tests.exchange.test_round_trip import CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RDF, SKOS = PREFIXES["rdf"], PREFIXES["skos"]
SPACES = [
    " leading",
    "trailing ",
    "\u00a0no break\u00a0",
    "\ufeffmark",
    "zero\u200bwidth\u2060joiner",
    "\x85next",
    "a\u2028b\u2029c",
]
DIRECTIONS = ["\u200fright\u200e", "مدير (التجارة)", "\u2067isolated\u2069"]
UNICODE = ["\ud7ff\ue000 around surrogates", "\U0010fffd last", "cafe\u0301 and café", "\x7fdel", "\x9ccsi", "İ ı ﬁ ß"]  # noqa: RUF001
FORMULAS = ['=HYPERLINK("http://x","y")', "+1", "-1", "@x", "\t=1", "'=1", "1,5", "01", "#REF!", "TRUE", "1e5"]
MARKUP = ["<![CDATA[x]]>", "&amp;amp", "<b>bold</b>", "javascript:alert(1)", "{{x}}", "$(rm -rf) `x` ${x}"]
SYNTAX = [
    *("- item", "key: value # comment", "{a: b}", "[x]", "*alias &anchor !tag", "%YAML", "---", "...", "|", "> fold"),
    *("@prefix : <#> .", "\\u0041 \\n", '""" triple', "''' single", "a|b", "ecomgraph, language de<"),
]
SEMICOLONS = ["a;b", "a\\;b", "&amp;"]
TEXTS = list(dict.fromkeys([*NASTY, *SPACES, *DIRECTIONS, *UNICODE, *FORMULAS, *MARKUP, *SYNTAX, *SEMICOLONS]))
# These have no column for a notation of a skill, and their reports say so.
WITHOUT_NOTATION = {"csv", "xlsx"}


def graph_with(texts: Iterable[str], *, notation: bool = True, labels: bool = True) -> ecomgraph.CareerGraph:
    """Return a role that requires a skill for each text, which is all that can be read of the skill."""
    triples: list[ox.Triple] = []

    def say(subject: str, predicate: str, value: ox.Literal | str) -> None:
        term = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
        triples.append(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term))

    role = "https://one.example/role"
    say(role, f"{RDF}type", ECG.Role)
    say(role, f"{SKOS}prefLabel", ox.Literal("Role", language="en"))
    for number, text in enumerate(texts):
        skill, need = (f"https://one.example/{kind}{number}" for kind in ("skill", "need"))
        say(skill, f"{RDF}type", ECG.Skill)
        say(skill, f"{SKOS}prefLabel", ox.Literal(text if labels else f"Skill {number}", language="en"))
        for name in ("definition", "altLabel", "scopeNote"):
            say(skill, f"{SKOS}{name}", ox.Literal(text, language="en"))
        if notation:
            say(skill, f"{SKOS}notation", ox.Literal(text))
        say(need, f"{RDF}type", ECG.SkillRequirement)
        say(need, f"{SKOS}editorialNote", ox.Literal(text, language="en"))
        say(need, ECG.requiredSkill, skill)
        say(need, ECG.importance, f"{BASE}importance/essential")
        say(role, ECG.hasSkillRequirement, need)
    dataset = Dataset()
    dataset.add(triples)
    derive(dataset)
    return ecomgraph.CareerGraph(dataset)


@pytest.mark.parametrize("name", CHECKS)
def test_texts_come_back_as_they_were(name: str, tmp_path: Path) -> None:
    texts = TEXTS
    if name == "osmt":
        # Its users tell skills apart by name, whatever the case, and its values by semicolons.
        texts = [it for it in TEXTS if ";" not in it and it != "TRUE"]
    CHECKS[name](graph_with(texts, notation=name not in WITHOUT_NOTATION), tmp_path / "out")


@pytest.mark.parametrize("name", CHECKS)
def test_control_characters_come_back_or_are_refused(name: str, tmp_path: Path) -> None:
    graph = graph_with(CONTROLS, notation=name not in WITHOUT_NOTATION)
    if name == "rdfxml":
        with pytest.raises(ecomgraph.ExportError, match=r"the text has the character U\+0007; remove it"):
            CHECKS[name](graph, tmp_path / "out")
        assert list(tmp_path.iterdir()) == []
    else:
        CHECKS[name](graph, tmp_path / "out")


@pytest.mark.parametrize("name", CHECKS)
def test_forty_thousand_characters_come_back_or_are_told(name: str, tmp_path: Path) -> None:
    graph = graph_with([f"{'word ' * 7999}end.", "plain"], notation=name not in WITHOUT_NOTATION, labels=False)
    if name == "xlsx":
        lost = graph.export(name, tmp_path / "out").lost
        assert sum("characters of a text over 32767; csv has all" in it for it in lost) == 4
    else:
        CHECKS[name](graph, tmp_path / "out")
