"""What free texts name: equal names, then names that are only like them, and what is left to the reader."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import ArgumentError, CareerGraph, MissingDependencyError

if TYPE_CHECKING:
    from pathlib import Path

SKOS = "http://www.w3.org/2004/02/skos/core#"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> CareerGraph:
    file = tmp_path_factory.mktemp("match") / "ours.ttl"
    file.write_text(
        "@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix : <https://ours.example/> .\n"
        ':sql a ecg:Skill ; skos:prefLabel "SQL"@en .\n'
        ':seo a ecg:Skill ; skos:prefLabel "Search engine optimisation"@en, "Suchmaschinenoptimierung"@de ;'
        ' skos:altLabel "SEO"@en .\n'
        ':sea a ecg:Skill ; skos:prefLabel "Search engine advertising"@en .\n'
        ':budget a ecg:Skill ; skos:prefLabel "Manage budgets"@en ; skos:altLabel "Planning"@en .\n'
        ':plan a ecg:Skill ; skos:prefLabel "Plan campaigns"@en ; skos:altLabel "Planning"@en .\n'
        ':pear a ecg:Skill ; skos:prefLabel "Growing pear"@en .\n'
        ':bear a ecg:Skill ; skos:prefLabel "Growing bear"@en .\n'
        ':buyer a ecg:Role ; skos:prefLabel "Buyer"@en .\n',
        encoding="utf-8",
    )
    return ecomgraph.load(file)


@pytest.mark.parametrize(
    ("text", "by", "found"),
    [
        ("SQL", "exact", "sql"),
        ("https://ours.example/sql", "exact", "sql"),
        ("SEO", "exact", "seo"),
        (" seo ", "folded", "seo"),
        ("Search\u00a0engine OPTIMISATION", "folded", "seo"),
        ("suchmaschinenoptimierung", "folded", "seo"),
        ("search engine optimization", "close", "seo"),
        ("Serach engin optimisation", "close", "seo"),
        ("optimisation, search engine", "close", "seo"),
        ("budgets manage", "close", "budget"),
        ("Planning", "several", ""),
        ("Growing ear", "several", ""),
        ("juggling", "none", ""),
        ("", "none", ""),
    ],
)
def test_a_text_names_what_is_called_so_else_what_is_most_like_it(
    graph: CareerGraph, text: str, by: str, found: str
) -> None:
    [match] = graph.match([text])
    assert (match.name, match.by, match.thing.id if match.thing else "") == (text, by, found)
    assert (match.score > 0) == (by != "none")
    assert match.score == 1 or by in {"close", "none", "several"}


def test_other_likely_things_are_offered_best_first(graph: CareerGraph) -> None:
    [match] = graph.match(["search engine optimizing"])
    assert match.thing is not None
    assert [it.thing.id for it in match.alternatives] == ["sea"]
    assert 0.5 <= match.alternatives[0].score < match.score < 1
    [planning] = graph.match(["planning"])
    assert [(it.thing.id, it.score) for it in planning.alternatives] == [("budget", 1.0), ("plan", 1.0)]
    assert graph.match(["planning"], alternatives=1)[0].alternatives == planning.alternatives[:1]


def test_how_close_is_close_enough_can_be_said(graph: CareerGraph) -> None:
    text = "search engine ads"
    assert graph.match([text])[0].by == "close"
    assert graph.match([text], close=0.9)[0].by == "none"
    assert [it.thing.id for it in graph.match([text], close=0.9)[0].alternatives] == ["sea", "seo"]
    assert graph.match([text], close=None)[0].alternatives == ()
    for wrong in (0.0, 1.1):
        with pytest.raises(ArgumentError, match="close must be above 0 and up to 1"):
            graph.match([text], close=wrong)
    with pytest.raises(ArgumentError, match="alternatives must be 0 or more"):
        graph.match([text], alternatives=-1)


def test_roles_are_matched_apart_from_skills(graph: CareerGraph) -> None:
    assert [it.by for it in graph.match(["Buyers", "SQL"], "role")] == ["close", "none"]


def test_equal_texts_get_equal_answers_in_the_order_given(graph: CareerGraph) -> None:
    found = graph.match(["SQL", "juggling", "SQL"])
    assert [it.name for it in found] == ["SQL", "juggling", "SQL"]
    assert found[0] == found[2]


def test_equal_names_need_no_further_package(graph: CareerGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert graph.match(["seo"], close=None)[0].by == "folded"
    with pytest.raises(MissingDependencyError, match=r"needs rapidfuzz: pip install 'ecomgraph\[match\]'"):
        graph.match(["seo"])


@pytest.mark.long
def test_the_index_finds_the_nearest_of_many_labels_as_a_comparison_with_all_does(tmp_path: Path) -> None:
    from rapidfuzz import fuzz, process

    chance = random.Random(7)  # noqa: S311
    words = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(3, 9))) for _ in range(400)]
    labels = sorted({" ".join(chance.choices(words, k=chance.randint(1, 4))) for _ in range(1500)})
    lines = []
    for number, label in enumerate(labels):
        thing = f"<https://ours.example/{number}>"
        lines.append(f"{thing} a <https://w3id.org/ecomgraph/ns#Skill> ; <{SKOS}prefLabel> {label!r}@en .\n")
    (tmp_path / "many.ttl").write_text("".join(lines), encoding="utf-8")
    names = []
    for label in chance.choices(labels, k=200):
        at = chance.randrange(len(label))
        names.append(label[:at] + chance.choice("aeiou") + label[at + 1 :])
    found = ecomgraph.load(tmp_path / "many.ttl").match(names)
    for name, match in zip(names, found, strict=True):
        best = process.extractOne(name, labels, scorer=fuzz.ratio)[1] / 100
        if best >= 0.8 and match.by != "several":
            assert match.score >= round(best, 4) - 1e-9, name
