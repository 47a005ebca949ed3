"""The endpoints of the API in one table, from which requests are checked, answered and documented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecomgraph.careers.criteria import criterion_names
from ecomgraph.careers.scales import with_levels
from ecomgraph.errors import ArgumentError
from ecomgraph.web import answers, pages
from ecomgraph.web.server.parameters import Parameter, flag, number, one_of, several, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Plan

    Answerer = Callable[[CareerGraph, Mapping[str, Any]], Any]

__all__ = ["COMMON", "ENDPOINTS", "FRAMEWORK", "LANGUAGE", "Endpoint", "plan_of"]

KINDS = ("promotion", "level-up", "specialization-change")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A path below ``/api/``: its summary, its parameters, and the type of its JSON answer.

    An answer of type ``str`` is serialized JSON. ``example`` has placeholders for things in braces: ``node``,
    ``skill``, ``source``, ``target``. ``open`` allows parameters that are not listed, such as those of a stored query.
    ``of`` are the parameters whose things, of ``kind``, determine the framework that answers; if it is ``None``, all
    frameworks are used.
    """

    name: str
    summary: str
    answer: Answerer
    type: Any
    parameters: tuple[Parameter, ...] = ()
    example: str = ""
    open: bool = False
    of: tuple[str, ...] | None = None
    kind: str = "career node"

    def ask(self, graph: CareerGraph, given: Mapping[str, Any]) -> Any:
        """Return the answer of the chosen framework, else of the framework of the things named."""
        common = {it.name for it in COMMON}
        arguments = {name: value for name, value in given.items() if name not in common}
        if framework := given.get(FRAMEWORK.name):
            graph = graph.framework(framework)
        if self.of is not None:
            names = (arguments.get(name) for name in self.of)
            graph = graph.of(*(name for name in names if name), kind=self.kind)
        return self.answer(graph, arguments)


FRAMEWORK = text("framework", "answer from this framework of the database, and those that it builds on")
LANGUAGE = text("language", "the language of labels and texts, such as fr; otherwise Accept-Language chooses it")
# The parameters that every endpoint accepts.
COMMON = (FRAMEWORK, LANGUAGE)
_NODE = text("node", "a role or a profile, by any of its names", required=True)
_NARROW = (
    text("level", "narrow the role to this level"),
    text("specialization", "narrow the role to this specialization"),
)
_HAVE = several("have", "known skills, separated by commas, each with a level if needed: a,b=40%", commas=True)
_WEIGHTS = (
    number("essential", "weight of an essential skill", default=1, minimum=0),
    number("optional", "weight of an optional skill", default=0.5, minimum=0),
)
_MOVES = (
    several("avoid", "avoid this node; may be repeated"),
    several("kind", f"only transitions of this kind, such as {', '.join(KINDS)}; may be repeated"),
    number("max_steps", "maximum number of steps", whole=True, minimum=0),
)
_CONDITIONS = (several("through", "visit this node; may be repeated"), *_MOVES)


def _node(graph: CareerGraph, given: Mapping[str, Any]) -> CareerNode:
    level, field = given.get("level"), given.get("specialization")
    if level is None and field is None:
        return graph.node(given["node"])
    return graph.profile(given["node"], level=level, specialization=field)


def _weights(given: Mapping[str, Any]) -> dict[str, float]:
    return {"essential": given["essential"], "optional": given["optional"]}


def _conditions(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the conditions on paths as arguments of the methods of a graph."""
    through = {"through": given["through"]} if "through" in given else {}
    return through | {"avoid": given["avoid"], "kinds": given["kind"] or None, "max_steps": given.get("max_steps")}


def _path(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    conditions = _conditions(given) | _weights(given) | {"known": with_levels(given["have"])}
    source, target = given["from"], given["to"]
    if given["pareto"]:
        paths = graph.pareto_paths(source, target, given["pareto"], **conditions)
    else:
        paths = graph.find_paths(source, target, given["k"], minimize=given["minimize"], **conditions)
    return answers.paths_json(graph.node(source), graph.node(target), paths)


def _gap(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    source = given.get("from")
    if source is not None and given["have"]:
        raise ArgumentError("give either from, a node, or have, a person's skills")
    return answers.gap_json(
        graph.skill_gap(source if source is not None else with_levels(given["have"]), given["to"], **_weights(given))
    )


def _explain(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    node, skill = _node(graph, given), graph.skill(given["skill"])
    return answers.explain_json(node, skill, graph.explain(node, skill))


def plan_of(graph: CareerGraph, given: Mapping[str, Any]) -> Plan:
    """Return the plan for the arguments of ``/api/plan`` or ``/plan``."""
    asked = _conditions(given) | _weights(given)
    return graph.plan(with_levels(given["have"]), given["to"], source=given.get("from"), **asked)


def _similar(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    node = _node(graph, given)
    return answers.similar_json(node, graph.similar(node, given["n"], **_weights(given)))


def _reachable(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    node = _node(graph, given)
    return answers.reachable_json(node, graph.reachable(node, **_conditions(given)))


def _map(graph: CareerGraph, given: Mapping[str, Any]) -> object:
    return pages.career_map(graph, around=given.get("around"), depth=given["depth"])


def _query(graph: CareerGraph, given: Mapping[str, Any]) -> str:
    found = graph.query(given["name"], **{name: value for name, value in given.items() if name != "name"})
    return found.serialize("json")


ENDPOINTS = {
    it.name: it
    for it in (
        Endpoint("info", "The contents of the graph", lambda graph, _: answers.info_json(graph), answers.InfoJson),
        Endpoint(
            "frameworks",
            "The frameworks with their catalog entries, by name",
            lambda graph, _: answers.frameworks_json(graph),
            list[answers.FrameworkJson],
        ),
        Endpoint(
            "changes",
            "The changes between two frameworks, or two releases of one",
            lambda graph, given: answers.framework_changes_json(
                graph.changes(given["before"], given["after"], given.get("role") or "")
            ),
            answers.FrameworkChangesJson,
            (
                text("before", "the name of a framework", required=True),
                text("after", "the name of the other framework", required=True),
                text("role", "only changes that concern this role"),
            ),
            "before=bundled&after=bundled",
        ),
        Endpoint(
            "roles",
            "The roles, by label",
            lambda graph, given: answers.roles_json(graph, profiles=given["profiles"], details=given["details"]),
            list[answers.RoleJson],
            (
                flag("profiles", "include the profiles of each role"),
                flag("details", "include definition, level, and the numbers of skills, by group, and of transitions"),
            ),
            "profiles=1",
        ),
        Endpoint(
            "show",
            "All data on a role or a profile",
            lambda graph, given: answers.show_json(graph, _node(graph, given)),
            answers.ShowJson,
            (_NODE, *_NARROW),
            "node={node}",
            of=("node",),
        ),
        Endpoint(
            "skills",
            "The skills that a role or a profile requires",
            lambda graph, given: answers.skills_json(graph, _node(graph, given)),
            answers.SkillsJson,
            (_NODE, *_NARROW),
            "node={node}",
            of=("node",),
        ),
        Endpoint(
            "explain",
            "Why a node requires a skill, with the supporting passages",
            _explain,
            answers.ExplainJson,
            (_NODE, text("skill", "a skill, by any of its names", required=True), *_NARROW),
            "node={node}&skill={skill}",
            of=("node",),
        ),
        Endpoint(
            "passages",
            "The passages that support the description of a node",
            lambda graph, given: answers.passages_json(graph, _node(graph, given)),
            answers.PassagesJson,
            (_NODE, *_NARROW),
            "node={node}",
            of=("node",),
        ),
        Endpoint(
            "path",
            "The best paths from one node to another",
            _path,
            answers.PathsJson,
            (
                text("from", "where one stands", required=True),
                text("to", "the target node", required=True),
                one_of("minimize", "what counts", criterion_names(), default="steps"),
                number("k", "how many paths", default=1, whole=True, minimum=1, maximum=100),
                several(
                    "pareto",
                    f"return the Pareto front of these criteria instead, of {', '.join(criterion_names())}",
                    commas=True,
                ),
                *_CONDITIONS,
                _HAVE,
                *_WEIGHTS,
            ),
            "from={source}&to={target}&minimize=learning&k=3",
            of=("from", "to"),
        ),
        Endpoint(
            "gap",
            "The skill gap to a node, from another node or from a person's skills",
            _gap,
            answers.GapJson,
            (text("from", "where one stands"), text("to", "the target node", required=True), _HAVE, *_WEIGHTS),
            "from={source}&to={target}",
            of=("from", "to"),
        ),
        Endpoint(
            "plan",
            "The path to a node with the least learning, with the skills to learn at each step",
            lambda graph, given: answers.plan_json(plan_of(graph, given)),
            answers.PlanJson,
            (
                text("to", "the target node", required=True),
                _HAVE,
                text("from", "the start; otherwise the node with the least missing"),
                *_CONDITIONS,
                *_WEIGHTS,
            ),
            "to={target}&have={skill}",
            of=("to", "from"),
        ),
        Endpoint(
            "similar",
            "The nodes whose skills are most similar to those of a node",
            _similar,
            answers.SimilarJson,
            (_NODE, *_NARROW, number("n", "how many", default=10, whole=True, minimum=1, maximum=1000), *_WEIGHTS),
            "node={node}&n=3",
            of=("node",),
        ),
        Endpoint(
            "diff",
            "The differences between two nodes; levels and specializations stand for their profiles",
            lambda graph, given: answers.diff_json(graph.diff(given["a"], given["b"], role=given.get("role"))),
            answers.DiffJson,
            (
                text("a", "a node, a level or a specialization", required=True),
                text("b", "another", required=True),
                text("role", "the role of the levels or specializations"),
            ),
            "a={source}&b={target}",
            of=("a", "b", "role"),
            kind="thing",
        ),
        Endpoint(
            "reachable",
            "The nodes that can be reached, nearest first",
            _reachable,
            answers.ReachableJson,
            (_NODE, *_NARROW, *_MOVES),
            "node={node}",
            of=("node",),
        ),
        Endpoint(
            "queries",
            "The stored queries",
            lambda graph, _: answers.queries_json(graph.queries()),
            list[answers.QueryJson],
        ),
        Endpoint(
            "query",
            "The result of a stored query; its parameters are parameters of the request",
            _query,
            answers.ResultsJson,
            (text("name", "the name of the query, part of the path", required=True),),
            "name=skill-gap&source={source}&target={target}",
            open=True,
        ),
        Endpoint(
            "validate",
            "The SHACL validation report of the graph",
            lambda graph, _: answers.validation_json(graph.validate()),
            answers.ValidationJson,
        ),
        Endpoint(
            "map",
            "Roles, profiles and transitions with their positions on the map",
            _map,
            answers.MapJson,
            (
                text("around", "the neighborhood of this role in a large framework"),
                number("depth", "the number of steps around it", default=1, whole=True, minimum=0, maximum=5),
            ),
            of=("around",),
        ),
        Endpoint(
            "search-index",
            "Every named resource: IRI, kind, label, alternative labels",
            lambda graph, _: pages.search_index(graph),
            answers.SearchIndexJson,
            of=(),
        ),
    )
}
