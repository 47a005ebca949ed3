"""The endpoints of the API: one table, from which requests are checked, answered and described."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecomgraph.careers.criteria import criterion_names
from ecomgraph.careers.scales import with_levels
from ecomgraph.errors import ArgumentError
from ecomgraph.queries import stored_queries, stored_query
from ecomgraph.web import answers, pages
from ecomgraph.web.server.parameters import Parameter, flag, number, one_of, several, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode

    Answerer = Callable[[CareerGraph, Mapping[str, Any]], Any]

__all__ = ["ENDPOINTS", "Endpoint"]

KINDS = ("promotion", "level-up", "specialization-change")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A path below ``/api/``: what it answers, to which parameters, in which shape (the name of a schema).

    ``example`` has the names of things in braces: ``node``, ``skill``, ``source``, ``target``. ``open`` lets it have
    parameters that are not listed, as those of a stored query.
    """

    name: str
    summary: str
    answer: Answerer
    schema: str
    parameters: tuple[Parameter, ...] = ()
    example: str = ""
    open: bool = False


_NODE = text("node", "a role or a profile, by any of its names", required=True)
_NARROW = (
    text("level", "narrows a role to this level"),
    text("specialization", "narrows a role to this specialization"),
)
_HAVE = several(
    "have", "skills that are known already, with commas, each with a level if need be: a,b=40%", commas=True
)
_WEIGHTS = (
    number("essential", "what an essential skill weighs", default=1, minimum=0),
    number("optional", "what an optional skill weighs", default=0.5, minimum=0),
)
_MOVES = (
    several("avoid", "keep clear of this node; may be repeated"),
    several("kind", f"only moves of this kind, such as {', '.join(KINDS)}; may be repeated"),
    number("max_steps", "at most so many moves", whole=True, minimum=0),
)


def _node(graph: CareerGraph, given: Mapping[str, Any]) -> CareerNode:
    level, field = given.get("level"), given.get("specialization")
    if level is None and field is None:
        return graph.node(given["node"])
    return graph.profile(given["node"], level=level, specialization=field)


def _weights(given: Mapping[str, Any]) -> dict[str, float]:
    return {"essential": given["essential"], "optional": given["optional"]}


def _path(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    conditions: dict[str, Any] = {
        "through": given["through"],
        "avoid": given["avoid"],
        "kinds": given["kind"] or None,
        "max_steps": given.get("max_steps"),
        "known": with_levels(given["have"]),
        **_weights(given),
    }
    source, target = given["from"], given["to"]
    if given["pareto"]:
        paths = graph.pareto_paths(source, target, given["pareto"], **conditions)
    else:
        paths = graph.find_paths(source, target, given["k"], minimize=given["minimize"], **conditions)
    return answers.paths_json(graph.node(source), graph.node(target), paths)


def _gap(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    source = given.get("from")
    if (source is None) == (given["have"] == []):
        raise ArgumentError("give either from, a node, or have, a person's skills")
    return answers.gap_json(
        graph.skill_gap(source if source is not None else with_levels(given["have"]), given["to"], **_weights(given))
    )


def _explain(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    node, skill = _node(graph, given), graph.skill(given["skill"])
    return answers.explain_json(node, skill, graph.explain(node, skill))


def _plan(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    return answers.plan_json(
        graph.plan(with_levels(given["have"]), given["to"], source=given.get("from"), **_weights(given))
    )


def _similar(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    node = _node(graph, given)
    return answers.similar_json(node, graph.similar(node, given["n"], **_weights(given)))


def _reachable(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    node = _node(graph, given)
    found = graph.reachable(node, avoid=given["avoid"], kinds=given["kind"] or None, max_steps=given.get("max_steps"))
    return answers.reachable_json(node, found)


def _map(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    return pages.career_map(graph, around=given.get("around"), depth=given["depth"])


def _query(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    found = graph.query(stored_query(given["name"]), **{name: value for name, value in given.items() if name != "name"})
    return json.loads(found.serialize("json"))


ENDPOINTS = {
    it.name: it
    for it in (
        Endpoint("info", "What the graph holds", lambda graph, _: answers.info_json(graph), "Info"),
        Endpoint(
            "roles",
            "The roles, by label",
            lambda graph, given: answers.roles_json(graph, profiles=given["profiles"]),
            "Roles",
            (flag("profiles", "also the profiles of each"),),
            "profiles=1",
        ),
        Endpoint(
            "show",
            "All that the graph says of a role or a profile",
            lambda graph, given: answers.show_json(graph, _node(graph, given)),
            "Show",
            (_NODE, *_NARROW),
            "node={node}",
        ),
        Endpoint(
            "skills",
            "The skills that a role or a profile requires",
            lambda graph, given: answers.skills_json(graph, _node(graph, given)),
            "Skills",
            (_NODE, *_NARROW),
            "node={node}",
        ),
        Endpoint(
            "explain",
            "Why a node requires a skill, down to the passages",
            _explain,
            "Explain",
            (_NODE, text("skill", "a skill, by any of its names", required=True), *_NARROW),
            "node={node}&skill={skill}",
        ),
        Endpoint(
            "passages",
            "The passages that what is said of a node rests on",
            lambda graph, given: answers.passages_json(graph, _node(graph, given)),
            "Passages",
            (_NODE, *_NARROW),
            "node={node}",
        ),
        Endpoint(
            "path",
            "The best ways from one node to another",
            _path,
            "Path",
            (
                text("from", "where one stands", required=True),
                text("to", "where one wants to go", required=True),
                one_of("minimize", "what counts", criterion_names(), default="steps"),
                number("k", "how many paths", default=1, whole=True, minimum=1, maximum=100),
                several(
                    "pareto",
                    f"instead, the paths that no other beats by all of these, of {', '.join(criterion_names())}",
                    commas=True,
                ),
                several("through", "visit this node; may be repeated"),
                *_MOVES,
                _HAVE,
                *_WEIGHTS,
            ),
            "from={source}&to={target}&minimize=learning&k=3",
        ),
        Endpoint(
            "gap",
            "What is missing for a node: to one at another node, or to a person with skills",
            _gap,
            "Gap",
            (text("from", "where one stands"), text("to", "where one wants to go", required=True), _HAVE, *_WEIGHTS),
            "from={source}&to={target}",
        ),
        Endpoint(
            "plan",
            "What to learn, in which order, on the way to a node",
            _plan,
            "Plan",
            (text("to", "where one wants to go", required=True), _HAVE, text("from", "where one stands"), *_WEIGHTS),
            "to={target}&have={skill}",
        ),
        Endpoint(
            "similar",
            "The nodes most like a node by their skills",
            _similar,
            "Similar",
            (_NODE, *_NARROW, number("n", "how many", default=10, whole=True, minimum=1, maximum=1000), *_WEIGHTS),
            "node={node}&n=3",
        ),
        Endpoint(
            "diff",
            "What changes from one node to another; levels and specializations stand for their profiles",
            lambda graph, given: answers.diff_json(graph.diff(given["a"], given["b"], role=given.get("role"))),
            "Diff",
            (
                text("a", "a node, a level or a specialization", required=True),
                text("b", "another", required=True),
                text("role", "the role whose levels or specializations are meant"),
            ),
            "a={source}&b={target}",
        ),
        Endpoint(
            "reachable",
            "The nodes that moves lead to, nearest first",
            _reachable,
            "Reachable",
            (_NODE, *_NARROW, *_MOVES),
            "node={node}",
        ),
        Endpoint(
            "queries",
            "The stored queries",
            lambda _graph, _given: answers.queries_json(stored_queries()),
            "Queries",
        ),
        Endpoint(
            "query",
            "The answer to a stored query; its parameters are parameters here",
            _query,
            "Results",
            (text("name", "the name of the query, part of the path", required=True),),
            "name=skill-gap&source={source}&target={target}",
            open=True,
        ),
        Endpoint(
            "validate",
            "The graph judged by the SHACL shapes",
            lambda graph, _: answers.validation_json(graph.validate()),
            "Validation",
        ),
        Endpoint(
            "map",
            "Roles, profiles and moves with their places on the map",
            _map,
            "Map",
            (
                text("around", "of a large framework, what surrounds this role"),
                number("depth", "how many moves around it", default=1, whole=True, minimum=0, maximum=5),
            ),
        ),
        Endpoint(
            "search-index",
            "Everything that has a name: IRI, kind, label, other names",
            lambda graph, _: pages.search_index(graph),
            "SearchIndex",
        ),
    )
}
