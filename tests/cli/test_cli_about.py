"""``ecomgraph info`` and ``ecomgraph roles``."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from ecomgraph.isolation.seccomp import why_unavailable
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from ecomgraph import CareerGraph

    Run = Callable[..., Result]


def test_info_counts_what_the_graph_holds(run: Run, graph: CareerGraph) -> None:
    info = json.loads(run("info", "--format", "json").stdout)

    assert list(info) == ["version", "triples", "classes", "rules", "sources", "licenses", "frameworks"]
    assert info["version"] == version("ecomgraph")
    assert info["triples"] == {
        "asserted": graph.dataset.count(ASSERTED),
        "derived": graph.dataset.count(DERIVED),
        "vocabulary": graph.dataset.count(VOCABULARY),
    }
    skills = graph.dataset.subjects(PREFIXES["rdf"] + "type", ECG.Skill)
    assert {name: info["classes"][name] for name in ("Passage", "Role", "RoleProfile", "Skill")} == {
        "Passage": 117,
        "Role": 5,
        "RoleProfile": 27,
        "Skill": len(skills),
    }
    assert "inheritance" in info["rules"]
    assert [source["iri"] for source in info["sources"]] == [
        "https://w3id.org/ecomgraph/source/ecommerce-director-guide"
    ]
    schemes = graph.dataset.subjects(PREFIXES["rdf"] + "type", PREFIXES["skos"] + "ConceptScheme")
    licensed = {it["iri"] for it in info["licenses"]}
    assert "https://w3id.org/ecomgraph/ns" in licensed
    assert licensed & set(schemes)
    assert {it["license"] for it in info["licenses"]} == {"https://creativecommons.org/licenses/by/4.0/"}


def test_info_of_a_file_counts_its_own(run: Run, bakery: Path) -> None:
    rows = [line.split(",") for line in run("info", "--graph", bakery, "--format", "csv").stdout.splitlines()]

    assert rows[0] == ["what", "name", "value"]
    assert ["class", "Role", "3"] in rows
    assert ["class", "Transition", "1"] in rows
    assert not [row for row in rows if row[0] == "source"]


def test_info_says_whether_workers_can_reach_the_network(run: Run) -> None:
    (line,) = [it for it in run("info").stdout.splitlines() if it.startswith("workers")]
    reason = why_unavailable()
    assert line.split(maxsplit=2)[1:] == ["network", f"open: {reason}" if reason else "closed"]


def test_info_counts_named_graphs_of_an_input_as_asserted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "named.trig"
    path.write_text("<urn:mine> { <urn:a> <urn:b> <urn:c> . }", encoding="utf-8")

    assert json.loads(run("info", "--graph", path, "--format", "json").stdout)["triples"]["asserted"] == 1


def test_roles(run: Run, bakery: Path) -> None:
    assert run("roles", "--graph", bakery).stdout == (
        "id          role\napprentice  Apprentice\nbaker       Baker\nmaster      Master baker\n"
    )
    assert json.loads(run("roles", "--graph", bakery, "--format", "json").stdout) == [
        {"iri": "https://bakery.example/apprentice", "id": "apprentice", "label": "Apprentice"},
        {"iri": "https://bakery.example/baker", "id": "baker", "label": "Baker"},
        {"iri": "https://bakery.example/master", "id": "master", "label": "Master baker"},
    ]


def test_roles_of_the_bundled_graph(run: Run) -> None:
    listed = json.loads(run("roles", "--format", "json").stdout)

    assert sorted(role["id"] for role in listed) == [
        "chief-digital-officer",
        "ecommerce-director",
        "ecommerce-manager",
        "senior-director",
        "vp-of-ecommerce",
    ]


def test_roles_with_their_profiles(run: Run) -> None:
    listed = {role["id"]: role for role in json.loads(run("roles", "--profiles", "--format", "json").stdout)}
    profiles = {profile["id"]: profile for profile in listed["ecommerce-director"]["profiles"]}

    assert listed["ecommerce-manager"]["profiles"] == []
    assert len(profiles) == 3 + 6 + 3 * 6
    assert profiles["ecommerce-director-mid"]["level"]["id"] == "mid"
    assert profiles["ecommerce-director-mid"]["specialization"] is None
    assert profiles["ecommerce-director-mid-analytics"]["specialization"]["id"] == "analytics"


def test_profiles_are_listed_below_their_role(run: Run) -> None:
    rows = [line.split(",") for line in run("roles", "--profiles", "--format", "csv").stdout.splitlines()]
    ids = [row[0] for row in rows]

    assert rows[0] == ["id", "role", "level", "specialization"]
    assert ids.index("ecommerce-director") < ids.index("ecommerce-director-mid") < ids.index("ecommerce-manager")
