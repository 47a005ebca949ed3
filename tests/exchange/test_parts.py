"""A part of a graph: the nodes chosen, all that they need, and nothing else."""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.exchange.content import Content
from ecomgraph.exchange.part import Part, needed
from ecomgraph.namespace import BASE, ECG
from tests.samples import sampled

DIRECTOR = f"{BASE}role/ecommerce-director"


def ids(folder: Path, table: str) -> set[str]:
    """The ids in a table."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"] for row in csv.DictReader(file)}


@pytest.mark.long
def test_role_comes_with_its_profiles_and_all_it_needs(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("csv", tmp_path, role="ecommerce-director", derived=True)
    director, manager = graph.role("ecommerce-director"), graph.role("ecommerce-manager")
    # The director builds on the manager.
    assert ids(tmp_path, "roles") == {director.id, manager.id}
    assert ids(tmp_path, "profiles") == {profile.id for profile in graph.profiles(director)}
    assert ids(tmp_path, "levels") == {"entry", "mid", "senior"}
    assert ids(tmp_path, "challenges") >= {challenge.id for challenge in graph.challenges(director)}
    required = {it.skill.iri for node in (director, *graph.profiles(director)) for it in graph.skills(node)}
    above = set(required)
    while wider := {iri for skill in above for iri in graph.skill(skill).broader} - above:
        above |= wider
    assert ids(tmp_path, "skills") == {graph.skill(iri).id for iri in above}
    within = {director.iri, manager.iri, *(profile.iri for profile in graph.profiles(director))}
    between = {it.iri for it in graph.transitions() if {it.source.iri, it.target.iri} <= within}
    assert {f"{BASE}transition/{id_}" for id_ in ids(tmp_path, "transitions")} == between


@pytest.mark.long
def test_one_profile_comes_with_what_it_inherits_from(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("csv", tmp_path, role="ecommerce-director", level="mid", specialization="analytics", derived=True)
    assert ids(tmp_path, "roles") == {"ecommerce-director", "ecommerce-manager"}
    assert ids(tmp_path, "profiles") == {
        "ecommerce-director-mid-analytics",
        "ecommerce-director-mid",
        "ecommerce-director-entry",
        "ecommerce-director-analytics",
    }
    assert (ids(tmp_path, "levels"), ids(tmp_path, "specializations")) == ({"entry", "mid"}, {"analytics"})


@pytest.mark.long
def test_several_roles_come_with_the_transitions_between_them(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("csv", tmp_path, role=["ecommerce-manager", "ecommerce-director"])
    assert ids(tmp_path, "roles") == {"ecommerce-manager", "ecommerce-director"}
    assert ids(tmp_path, "transitions") == {"ecommerce-manager-to-ecommerce-director"}


@pytest.mark.long
def test_a_role_comes_with_all_that_it_builds_on(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("csv", tmp_path, role="vp-of-ecommerce")
    assert ids(tmp_path, "roles") == {role.id for role in graph.roles()} - {"chief-digital-officer"}
    assert ids(tmp_path, "profiles") == {f"ecommerce-director-{level}" for level in ("entry", "mid", "senior")}


@pytest.mark.long
@pytest.mark.parametrize("name", sampled(["turtle", "trig", "jsonld", "ntriples", "rdfxml"], 5))
def test_rdf_of_a_part_is_closed_and_valid(name: str, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    """No link leads to a thing that was left out, and the shapes find nothing wrong."""
    path = (
        tmp_path
        / {"turtle": "a.ttl", "trig": "a.trig", "jsonld": "a.jsonld", "ntriples": "a.nt", "rdfxml": "a.rdf"}[name]
    )
    graph.export(name, path, role="ecommerce-director", level="mid")
    data = path.read_bytes()
    suffix = {"rdfxml": ox.RdfFormat.RDF_XML}.get(name) or ox.RdfFormat.from_extension(path.suffix[1:])
    triples = {quad.triple for quad in ox.parse(data, format=suffix)}
    subjects = {triple.subject for triple in triples}
    content = Content(graph.dataset, derived=False)
    left_out = {it.object for it in triples if isinstance(it.object, ox.NamedNode) and content.kind(it.object.value)}
    assert left_out - subjects == set()
    assert ox.NamedNode(f"{BASE}level/senior") not in subjects
    assert ox.NamedNode(f"{BASE}scheme/skills") in subjects
    part = tmp_path / "part.ttl"
    part.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")
    assert ecomgraph.load(part).validate().conforms


def test_part_holds_the_evidence_of_what_is_in_it(graph: ecomgraph.CareerGraph) -> None:
    part = needed(graph.dataset.store, Part(roles=(DIRECTOR,)))
    for key in part:
        assert set(graph.dataset.iris(key, ECG.hasEvidence)) <= part


def test_things_have_the_same_ids_in_every_part(tmp_path: Path) -> None:
    source = tmp_path / "source.ttl"
    source.write_text(
        "@prefix ecg: <https://w3id.org/ecomgraph/ns#> ."
        " <https://a.example/cook> a ecg:Role . <https://b.example/cook> a ecg:Role .",
        encoding="utf-8",
    )
    graph = ecomgraph.load(source)
    graph.export("csv", tmp_path / "all")
    graph.export("csv", tmp_path / "part", role="https://a.example/cook")
    assert len(ids(tmp_path / "all", "roles")) == 2
    assert len(ids(tmp_path / "part", "roles")) == 1
    assert ids(tmp_path / "part", "roles") < ids(tmp_path / "all", "roles")
