"""Answers as script files, because pages opened from a disk cannot fetch data."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from ecomgraph.careers.criteria import criterion_names
from ecomgraph.careers.path_request import Request
from ecomgraph.careers.plan import starts_of
from ecomgraph.errors import EcomgraphError
from ecomgraph.web import answers
from ecomgraph.web.pages.map_layout import career_map
from ecomgraph.web.pages.query_page import examples
from ecomgraph.web.pages.search_index import search_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode
    from ecomgraph.web.pages.links import Links

__all__ = ["SMALL", "Answers", "key", "script"]

# The maximum number of roles and profiles for which answers about all pairs are written.
SMALL = 100
PATHS = 3
_LONGEST = 100
_OTHER = re.compile(r"[^A-Za-z0-9.,-]")
# ASCII is read the same in every encoding.
_JSON = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
# A value is shared only if it is longer than this: a reference and its declaration take space, too.
_WORTH = 24
# The maximum number of rows in the answer to an example; its count is of all rows.
_MOST_ROWS = 1000


def key(parameters: Mapping[str, object]) -> str:
    """Return the key for parameters, the same as ``ecomgraph.key`` in ``assets/data.js``.

    >>> key({"node": "ecommerce-director"}), key({"b": "x/y", "a": 1}), key({})
    ('ecommerce-director', '1--x_y-91c92d46', 'index')
    """
    given = [str(value) for _, value in sorted(parameters.items()) if value not in (None, "")]
    text = "--".join(given) or "index"
    plain = _OTHER.sub("_", text)
    return text if plain == text and len(text) <= _LONGEST else f"{plain[:_LONGEST]}-{_digest(text)}"


def _digest(text: str) -> str:
    """Return the FNV-1a hash of a text, 32 bits."""
    found = 0x811C9DC5
    for byte in text.encode(errors="replace"):
        found = ((found ^ byte) * 0x01000193) & 0xFFFFFFFF
    return f"{found:08x}"


def script(name: str, file_key: str, answer: object) -> bytes:
    r"""Return a script that contains an answer; repeated values are written once.

    >>> script("show", "a", {"id": "a"})
    b'ecomgraph.deliver("show","a",{"id":"a"});\n'
    """
    writer = _Writer(answer)
    call = f"ecomgraph.deliver({_dump(name)},{_dump(file_key)},{writer.written(answer)});\n"
    return (f"{{\n{''.join(writer.shared)}{call}}}\n" if writer.shared else call).encode()


class _Writer:
    """Writes a value as JavaScript, with a constant for each repeated part."""

    def __init__(self, value: object) -> None:
        self.shared: list[str] = []
        # Equal parts have the same number, so that comparing them does not require serializing them.
        self._numbers: dict[object, int] = {}
        self._number_of: dict[int, int] = {}
        self._lengths: list[int] = []
        self._names: dict[int, str] = {}
        self._counts: Counter[int] = Counter()
        self._number(value)
        self._count(value)

    def written(self, value: object) -> str:
        """Return an expression for a value."""
        if not isinstance(value, dict | list | tuple):
            return _dump(value)
        number = self._number_of[id(value)]
        if number in self._names:
            return self._names[number]
        if isinstance(value, dict):
            expression = f"{{{','.join(f'{_dump(name)}:{self.written(part)}' for name, part in value.items())}}}"
        else:
            expression = f"[{','.join(map(self.written, value))}]"
        if self._counts[number] < 2 or self._lengths[number] < _WORTH:
            return expression
        self._names[number] = f"v{len(self._names)}"
        self.shared.append(f"const {self._names[number]}={expression};\n")
        return self._names[number]

    def _number(self, value: object) -> int:
        """Return a number that is the same for equal values, and store the length of the value as JSON."""
        if isinstance(value, dict):
            named = tuple((name, self._number(part)) for name, part in value.items())
            inner = [len(_dump(name)) + 1 + self._lengths[part] for name, part in named]
            return self._kept(value, named, inner)
        if isinstance(value, list | tuple):
            parts = tuple(map(self._number, value))
            return self._kept(value, parts, [self._lengths[part] for part in parts])
        text = _dump(value)
        return self._numbered(text, len(text))

    def _kept(self, value: object, parts: tuple[object, ...], inner: list[int]) -> int:
        brackets, commas = 2, max(0, len(inner) - 1)
        number = self._numbered((type(value) is dict, parts), brackets + sum(inner) + commas)
        self._number_of[id(value)] = number
        return number

    def _numbered(self, what: object, length: int) -> int:
        number = self._numbers.setdefault(what, len(self._lengths))
        if number == len(self._lengths):
            self._lengths.append(length)
        return number

    def _count(self, value: object) -> None:
        if isinstance(value, dict | list | tuple):
            number = self._number_of[id(value)]
            self._counts[number] += 1
            # The parts of a shared value are written with it, once.
            if self._counts[number] == 1:
                for part in value.values() if isinstance(value, dict) else value:
                    self._count(part)


# Cached because names and texts repeat; typed because 1 and True are equal in Python but written differently.
@lru_cache(maxsize=1 << 16, typed=True)
def _dump(value: object) -> str:
    return _JSON(value)


# ---------------------------------------------------------------- answers


class Answers:
    """The answers to all requests that the pages of a static site make, each as name, key and answer.

    With more than :data:`SMALL` nodes, paths and explanations are left out; only the server has them.
    """

    def __init__(self, graph: CareerGraph, links: Links) -> None:
        self._graph = graph
        self._links = links
        self._nodes: list[CareerNode] = [*graph.roles(), *graph.profiles()]
        self._small = len(self._nodes) <= SMALL

    @cached_property
    def _map(self) -> dict[str, Any]:
        return career_map(self._graph, links=self._links)

    @cached_property
    def _names(self) -> dict[str, str]:
        return _names(self._nodes, {node["iri"] for node in self._map["nodes"]})

    def about_all(self) -> Iterator[tuple[str, str, object]]:
        """Yield the answers that are not about one node."""
        graph, names = self._graph, self._names
        yield "search-index", key({}), search_index(graph)
        yield "roles", key({"details": 1, "profiles": 1}), answers.roles_json(graph, details=True, profiles=True)
        if self._small:
            starts = {node.iri: starts_of(self._request(node)) for node in self._nodes}
            yield "plan-starts", key({}), {names[iri]: [names[it] for it in found] for iri, found in starts.items()}

    def about_nodes(self, start: int, end: int) -> Iterator[tuple[str, str, object]]:
        """Yield the answers about some of the nodes: roles, then profiles, numbered from 0."""
        graph, names = self._graph, self._names
        for node in self._nodes[start:end]:
            if self._map["partial"]:
                around = career_map(graph, around=node.iri, depth=1, links=self._links)
                yield "map", key({"around": node.iri, "depth": 1}), around
            one = key({"node": names[node.iri]})
            shown = answers.show_json(graph, node)
            yield "show", one, shown
            yield "skills", one, answers.skills_json(graph, node, shown["skills"])
            yield "passages", one, answers.passages_json(graph, node)
            if self._small:
                yield "explain", one, self._reasons(node)
                yield "path", key({"from": names[node.iri]}), self._paths(node)

    def to_queries(self) -> Iterator[tuple[str, str, object]]:
        """Yield the answers to the examples of the stored queries, with the parameters sent by their forms."""
        arguments = examples(self._graph)
        for query in self._graph.queries():
            given = arguments[query.name]
            answer: Any
            try:
                answer = self._graph.query(query, **given).to_json()
            except EcomgraphError as error:
                answer = answers.error_json(error)
            else:
                rows = answer["results"]["bindings"]
                if len(rows) > _MOST_ROWS:
                    answer |= {"results": {"bindings": rows[:_MOST_ROWS]}, "count": len(rows)}
            yield f"query/{query.name}", key(given), answer

    def _request(self, node: CareerNode) -> Request:
        return Request(network=self._graph.network, source=node.iri, target=node.iri, granted=False)

    def _reasons(self, node: CareerNode) -> dict[str, object]:
        return {
            key({"skill": it.skill.id}): answers.explain_json(node, it.skill, self._graph.explain(node, it.skill))
            for it in self._graph.skills(node)
        }

    def _paths(self, source: CareerNode) -> dict[str, object]:
        return {
            key({"to": self._names[target.iri], "minimize": criterion}): _paths(self._graph, source, target, criterion)
            for target in self._nodes
            for criterion in criterion_names()
        }


def _names(nodes: Sequence[CareerNode], on_map: set[str]) -> dict[str, str]:
    """Return the names of nodes in the explorer: the id if it is unique on the map, else the IRI."""
    counts = Counter(node.id for node in nodes if node.iri in on_map)
    return {node.iri: node.id if node.iri in on_map and counts[node.id] == 1 else node.iri for node in nodes}


def _paths(graph: CareerGraph, source: CareerNode, target: CareerNode, criterion: Any) -> object:
    try:
        found = graph.find_paths(source, target, PATHS, minimize=criterion)
    except EcomgraphError as error:
        return answers.error_json(error)
    return answers.paths_json(source, target, found)
