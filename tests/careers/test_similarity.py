"""How like each other nodes are: every way to ask for it against the similarity of a gap."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.careers import similarity
from ecomgraph.careers.crosswalk import counterparts_in
from ecomgraph.careers.network import Network
from ecomgraph.careers.search.weights import Weights
from ecomgraph.exchange.importers.propose import propose
from ecomgraph.reading.catalog import Catalog
from ecomgraph.store.dataset import ASSERTED
from ecomgraph.store.framework_value import name_of_graph
from tests.samples import sampled

if TYPE_CHECKING:
    from pathlib import Path

ROLES = 12
WEIGHTS = [(1, 0.5), (1, 1), (0.5, 1), (1, 0), (0.3, 0.1), (0, 0)]
HEAD = """
@prefix : <https://drawn.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SCALE = """
:scale a ecg:ProficiencyScale .
:l1 a ecg:ProficiencyLevel ; skos:inScheme :scale ; ecg:rank 1 .
:l2 a ecg:ProficiencyLevel ; skos:inScheme :scale ; ecg:rank 2 .
:l3 a ecg:ProficiencyLevel ; skos:inScheme :scale ; ecg:rank 4 .
"""


def drawn(seed: int, folder: Path, *, graded: bool) -> ecomgraph.CareerGraph:
    """Return roles that need skills to levels or to numbers, build on others, or are not described."""
    rng = random.Random(seed)  # noqa: S311
    text = HEAD + SCALE * graded
    for skill in range(6):
        text += f":s{skill} a ecg:Skill .\n"
    for role in range(ROLES):
        text += f":r{role} a ecg:Role .\n"
        if role and rng.random() < 0.2:
            text += f":r{role} ecg:buildsOn :r{rng.randrange(role)} .\n"
        for number in range(rng.choice([0, 1, 3, 5])):
            requirement = f":q{role}-{number}"
            text += f":r{role} ecg:hasSkillRequirement {requirement} .\n"
            text += f"{requirement} a ecg:SkillRequirement ; ecg:requiredSkill :s{rng.randrange(6)} ;"
            text += f" ecg:importance importance:{rng.choice(['essential', 'optional'])}"
            if graded:
                levels = (f"; ecg:requiredLevel :l{level}" for level in (1, 2, 3))
                text += rng.choice([*levels, "; ecg:proficiency 0.37", ""])
            text += " .\n"
    file = folder / "drawn.ttl"
    file.write_text(text, encoding="utf-8")
    return ecomgraph.load(file)


@pytest.mark.long
@pytest.mark.parametrize("graded", [True, False])
@pytest.mark.parametrize("seed", sampled(range(4), 4))
def test_it_is_that_of_the_gap(seed: int, graded: bool, tmp_path: Path) -> None:
    graph = drawn(seed, tmp_path, graded=graded)
    network = graph.network
    silent = {network.nodes[node] for node in network.silent}
    assert silent
    for weights in WEIGHTS:
        exact = Weights.of(*weights)
        essential, optional = weights
        rows = similarity.vectors(network, exact)
        alike = [dict(found) for found in similarity.nearest(rows, ROLES)]
        for one, iri in enumerate(network.nodes):
            similar = {
                it.node.iri: it.similarity for it in graph.similar(iri, 50, essential=essential, optional=optional)
            }
            assert not similar.keys() & silent
            for two, other in enumerate(network.nodes):
                if one == two:
                    continue
                gap = graph.skill_gap(iri, other, essential=essential, optional=optional)
                index = network.similarity(one, two, exact)
                assert (index is None) == bool({iri, other} & silent)
                assert (gap.similarity is None) == (index is None)
                assert index == gap.similarity == similar.get(other)
                if any(rows[one].values()) or any(rows[two].values()):
                    assert alike[one].get(two, 0) == (index or 0)


@pytest.mark.parametrize("graded", [True, False])
def test_transitions_are_proposed_by_it(graded: bool, tmp_path: Path) -> None:
    graph = drawn(1, tmp_path, graded=graded)
    lines = propose(graph.dataset, ASSERTED, "https://drawn.example/", 0.3)
    links = {name: {} for name in ("transitionFrom", "transitionTo", "similarity_score")}  # type: dict[str, dict[str, str]]
    for triple in ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES):
        name = triple.predicate.value.rpartition("#")[2].rpartition("/")[2]
        if name in links:
            links[name][str(triple.subject)] = triple.object.value
    found = {
        (links["transitionFrom"][it], links["transitionTo"][it]): float(score)
        for it, score in links["similarity_score"].items()
    }
    roles = [role.iri for role in graph.roles()]
    pairs = {(one, two): graph.skill_gap(one, two).similarity for one in roles for two in roles if one != two}
    assert found == {pair: round(index, 4) for pair, index in pairs.items() if index and index >= 0.3}


@pytest.mark.long
@pytest.mark.parametrize("graded", [True, False])
@pytest.mark.parametrize("seed", sampled(range(3), 3))
def test_counterparts_on_one_scale_have_it_as_score(seed: int, graded: bool, tmp_path: Path) -> None:
    graph = drawn(seed, tmp_path, graded=graded)
    roles = [role.iri for role in graph.roles()]
    for role in roles:
        found = counterparts_in(Catalog(graph.dataset), role, name_of_graph(ASSERTED), 50)
        assert {it.weighed_by for it in found} <= {"degree"}
        pairs = {other: graph.skill_gap(role, other).similarity for other in roles if other != role}
        assert {it.role.iri: it.score for it in found} == {other: index for other, index in pairs.items() if index}


TWO_FRAMEWORKS = """
:ours a ecg:Role ; ecg:hasSkillRequirement :a , :b .
:a ecg:requiredSkill :sql ; ecg:importance importance:essential ; ecg:requiredLevel :l1 .
:b ecg:requiredSkill :law ; ecg:importance importance:essential ; ecg:requiredLevel :l3 .
:theirs a ecg:Role ; ecg:hasSkillRequirement :c , :d .
:c ecg:requiredSkill :sql2 ; ecg:importance importance:optional ; ecg:requiredLevel :m1 .
:d ecg:requiredSkill :art2 ; ecg:importance importance:essential ; ecg:requiredLevel :m2 .
:sql a ecg:Skill ; skos:prefLabel "sql"@en . :law a ecg:Skill ; skos:prefLabel "law"@en .
:sql2 a ecg:Skill ; skos:altLabel "sql"@en . :art2 a ecg:Skill ; skos:prefLabel "art"@en .
:l1 skos:prefLabel "aware" . :l2 skos:prefLabel "able" . :l3 skos:prefLabel "expert" .
:scale2 a ecg:ProficiencyScale .
:m1 a ecg:ProficiencyLevel ; skos:inScheme :scale2 ; ecg:rank 1 ; skos:prefLabel "Aware" .
:m2 a ecg:ProficiencyLevel ; skos:inScheme :scale2 ; ecg:rank 2 ; skos:prefLabel "Able" .
"""
THIRD = ':m3 a ecg:ProficiencyLevel ; skos:inScheme :scale2 ; ecg:rank 4 ; skos:prefLabel "Expert" .'


@pytest.mark.parametrize(
    ("more", "weighed_by", "score"),
    [
        # The optional quarter of the shared skill, of an essential quarter, a whole skill, and half a skill.
        (THIRD, "degree", 0.125 / (0.25 + 1 + 0.5)),
        # Each skill whole: half a skill of three.
        ("", "importance", 0.5 / 3),
    ],
)
def test_degrees_count_where_scales_are_comparable(more: str, weighed_by: str, score: float, tmp_path: Path) -> None:
    file = tmp_path / "two.ttl"
    file.write_text(HEAD + SCALE + TWO_FRAMEWORKS + more, encoding="utf-8")
    catalog = Catalog(ecomgraph.load(file).dataset)
    (found,) = counterparts_in(catalog, "https://drawn.example/ours", name_of_graph(ASSERTED), 5)
    assert (found.weighed_by, found.score) == (weighed_by, score)
    assert [it.id for it in found.shared] == ["sql"]


@pytest.mark.parametrize("most", [5, 60])
def test_arrays_and_postings_agree(most: int) -> None:
    pytest.importorskip("numpy")
    rng = random.Random(5)  # noqa: S311
    rows = [{column: rng.randint(1, 9) for column in rng.sample(range(40), rng.randint(0, 9))} for _ in range(60)]
    fast = similarity.nearest(rows, most, fast=True)
    assert fast == similarity.nearest(rows, most, fast=False)
    for node, found in enumerate(fast):
        pairs = []
        for other, row in enumerate(rows):
            columns = {*row, *rows[node]}
            greater = sum(max(row.get(it, 0), rows[node].get(it, 0)) for it in columns)
            lesser = sum(min(row.get(it, 0), rows[node].get(it, 0)) for it in columns)
            if lesser and other != node:
                pairs.append((-lesser / greater, other))
        assert found == [(it, -index) for index, it in sorted(pairs)[:most]]


def test_numbers_that_no_array_holds_are_left_to_python() -> None:
    huge = 10**30
    assert similarity.nearest([{0: huge}, {0: 2 * huge}], 1) == [[(1, 0.5)], [(0, 0.5)]]


def test_who_needs_nothing_of_weight_is_like_the_others_who_do(tmp_path: Path) -> None:
    graph = drawn(0, tmp_path, graded=True)
    network = Network(Catalog(graph.dataset))
    one, two = sorted(set(range(len(network.nodes))) - network.silent)[:2]
    assert network.similarity(one, two, Weights.of(0, 0)) == 1


def test_without_numpy_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "find_spec", lambda _: None)
    assert similarity.nearest([{0: 1}, {0: 1}], 1) == [[(1, 1.0)], [(0, 1.0)]]
    with pytest.raises(ecomgraph.MissingDependencyError, match="comparing all nodes by arrays needs NumPy: pip"):
        similarity.nearest([{0: 1}], 1, fast=True)
