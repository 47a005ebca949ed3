"""Each method of a graph answers the same on a SPARQL endpoint as on the local graph."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from ecomgraph import CareerGraph, EcomgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[Any], object]

ENDS = ("ecommerce-manager", "chief-digital-officer")
NODE, SKILL = "ecommerce-director", "search-engine-optimization"


def exported(graph: CareerGraph) -> bytes:
    """Return what an export has written."""
    with TemporaryDirectory() as folder:
        graph.export("ntriples", Path(folder) / "o.nt", derived=True)
        return (Path(folder) / "o.nt").read_bytes()


def written(graph: CareerGraph) -> bytes:
    """Return the asserted triples as they are written."""
    with TemporaryDirectory() as folder:
        graph.write(Path(folder) / "o.nt", derived=True)
        return b"".join(sorted((Path(folder) / "o.nt").read_bytes().splitlines(keepends=True)))


def crowd(graph: CareerGraph) -> object:
    """Return what some people lack, or nothing where the extra is not installed."""
    if not all(map(find_spec, ("ibis", "duckdb"))):
        return None
    with TemporaryDirectory() as folder:
        (Path(folder) / "s.csv").write_text(f"person,skill\nAnn,{SKILL}\nBob,SEM\n", encoding="utf-8")
        found = graph.workforce(Path(folder) / "s.csv")
        return [row for batch in found.rows(found.best(NODE)) for row in batch]


def own_name(graph: CareerGraph) -> str:
    """Return the name of the one framework, which tells where it comes from."""
    return graph.frameworks()[0].name


# A question for each public name of a graph.
SAMPLES: dict[str, Ask] = {
    "activities": lambda it: it.activities(NODE),
    "challenges": lambda it: it.challenges(NODE),
    "changes": lambda it: repr(it.changes(own_name(it), own_name(it))).replace(own_name(it), "own"),
    "characteristics": lambda it: it.characteristics(NODE),
    "collaborators": lambda it: it.collaborators(NODE),
    "common_nodes": lambda it: it.common_nodes(NODE),
    "common_skills": lambda it: it.common_skills(NODE),
    "compare": lambda it: it.compare(*ENDS),
    "crosswalk": lambda it: it.crosswalk(NODE, "another"),
    "described": lambda it: it.described(NODE),
    "descriptors": lambda it: it.descriptors(SKILL),
    "diagram": lambda it: it.diagram(it.find_path(*ENDS)),
    "diff": lambda it: it.diff(*ENDS),
    "explain": lambda it: it.explain("senior-director", "strategic-influence"),
    "export": exported,
    "find_path": lambda it: it.find_path(*ENDS, minimize="new_skills"),
    "find_paths": lambda it: it.find_paths(*ENDS, k=3),
    "framework": lambda it: it.framework(own_name(it)).role(NODE),
    # Title and version are in the catalog, which an endpoint does not have; it counts what is derivable as derived.
    "frameworks": lambda it: [(found.iri, found.license, found.current) for found in it.frameworks()],
    "in_language": lambda it: it.in_language("fr").role(NODE),
    "iter_paths": lambda it: list(islice(it.iter_paths(*ENDS), 3)),
    "levels": lambda it: it.levels(NODE),
    "match": lambda it: it.match(["SEO", "serach engine optimization"]),
    "network": lambda it: (it.network.nodes, sorted(zip(it.network.tails, it.network.heads, strict=True))),
    "new_skills": lambda it: [it.new_skills(transition) for transition in it.transitions()[:5]],
    "node": lambda it: it.node(NODE),
    "objectives": lambda it: it.objectives(NODE),
    "of": lambda it: it.of(NODE).role(NODE),
    "pareto_paths": lambda it: it.pareto_paths(*ENDS),
    "plan": lambda it: it.plan({"SEO"}, "senior-director"),
    "profile": lambda it: it.profile(NODE, level="mid"),
    "profiles": lambda it: it.profiles(NODE),
    "queries": lambda it: it.queries(),
    "query": lambda it: it.query("skill-gap", source="ecommerce-manager", target="cdo"),
    "reachable": lambda it: it.reachable(ENDS[0]),
    "resources": lambda it: it.resources(SKILL),
    "responsibilities": lambda it: it.responsibilities(NODE),
    "role": lambda it: it.role(NODE),
    "roles": lambda it: it.roles(),
    "rules": lambda it: it.rules(),
    "scale": lambda it: it.scale(SKILL),
    "scales": lambda it: it.scales(),
    "shown_language": lambda it: it.shown_language,
    "similar": lambda it: it.similar(NODE, 5),
    "skill": lambda it: it.skill("SEO"),
    "skill_gap": lambda it: it.skill_gap(*ENDS),
    "skills": lambda it: it.skills(NODE),
    "sparql": lambda it: it.sparql("SELECT ?role { ?role a ecg:Role } ORDER BY ?role"),
    "specializations": lambda it: it.specializations(NODE),
    "team_roles": lambda it: it.team_roles(NODE),
    "to_networkx": lambda it: sorted(it.to_networkx().edges(keys=True)),
    "transitions": lambda it: it.transitions(),
    "write": written,
}
# These take seconds.
SLOW: dict[str, Ask] = {
    # What is both asserted and derivable counts as derived at an endpoint, so graphs are left out.
    "rdflib": lambda it: {tuple(quad)[:3] for quad in it.rdflib.quads()},
    "validate": lambda it: it.validate(),
    "workforce": crowd,
}
# The bundled graph has none.
EMPTY = {"descriptors", "resources"}


def outcome(ask: Ask, graph: CareerGraph) -> object:
    """Return an answer, or the error."""
    try:
        return ask(graph)
    except EcomgraphError as error:
        return type(error), str(error)


def test_every_public_name_has_a_sample() -> None:
    assert {name for name in dir(CareerGraph) if not name.startswith("_")} == SAMPLES.keys() | SLOW.keys()


@pytest.mark.long
def test_every_method_answers_as_the_local_graph(graph: CareerGraph, remote: CareerGraph) -> None:
    different = [name for name, ask in SAMPLES.items() if outcome(ask, graph) != outcome(ask, remote)]
    assert different == []


@pytest.mark.long
def test_samples_ask_for_something(graph: CareerGraph) -> None:
    """Empty answers would be equal on any two graphs."""
    empty = {name for name, ask in SAMPLES.items() if not outcome(ask, graph)}
    assert empty == EMPTY


@pytest.mark.slow
def test_slow_methods_answer_as_the_local_graph(graph: CareerGraph, remote: CareerGraph) -> None:
    for name, ask in SLOW.items():
        assert outcome(ask, graph) == outcome(ask, remote), name
