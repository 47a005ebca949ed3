"""Errors, value objects and graphs go through pickle, copy, pools of processes and threads, and arrive as they were."""

import copy
import importlib
import inspect
import multiprocessing
import pickle
import pkgutil
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

import pyoxigraph as ox
import pytest
import rdflib

import ecomgraph
from ecomgraph import CareerGraph, EcomgraphError
from ecomgraph.arguments import hints_of
from ecomgraph.exchange.importers import import_framework
from ecomgraph.store.dataset import DERIVED
from tests.samples import case

ROOT = Path(__file__).resolve().parent.parent
EVERYTHING = (None, None, None)
# Modules that end the process or need the optional server when they are imported.
UNREAD = ("ecomgraph.__main__",)


def classes() -> Iterator[type]:
    """All classes that any module of the package defines."""
    for module in pkgutil.walk_packages(ecomgraph.__path__, "ecomgraph."):
        if module.name not in UNREAD:
            members = vars(importlib.import_module(module.name)).values()
            yield from (it for it in members if inspect.isclass(it) and it.__module__ == module.name)


CLASSES = list(dict.fromkeys(classes()))
ERRORS = [it for it in CLASSES if issubclass(it, EcomgraphError)]
# A search in progress, and a drawing while it is laid out, which never leave the function that makes them.
PASSING = {"ecomgraph.careers.path_request.Request", "ecomgraph.web.pages.diagram.Diagram"}
VALUES = [
    it
    for it in CLASSES
    if is_dataclass(it)
    and it.__dataclass_params__.frozen  # type: ignore[attr-defined]
    and not it.__name__.startswith("_")
    and f"{it.__module__}.{it.__name__}" not in PASSING
]


class OwnError(ecomgraph.UnknownNameError):
    """What a user might derive: another constructor, and an attribute of its own."""

    def __init__(self, *, who: str) -> None:
        super().__init__(who, "person", ("Ada",))
        self.who = who


class OwnFileError(EcomgraphError, FileNotFoundError):
    """An error on a built-in one that keeps its attributes outside of the instance's dictionary."""


class OwnGraph(CareerGraph):
    """A graph with something of its own."""

    note = ""


def copies(it: Any) -> Iterator[Any]:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        yield pickle.loads(pickle.dumps(it, protocol))  # noqa: S301
    yield copy.copy(it)
    yield copy.deepcopy(it)


def argument(name: str, annotation: str) -> object:
    """Something that a parameter of an error takes."""
    if "Sequence" in annotation:
        return [f"{name} one", f"{name} two"]
    return 7 if "int" in annotation else f"the {name}"


def made(cls: type[EcomgraphError]) -> EcomgraphError:
    if cls.__init__ is Exception.__init__ or "__init__" not in dir(cls) or not inspect.isfunction(cls.__init__):
        return cls("the message")
    positional, keywords = [], {}
    for it in list(inspect.signature(cls.__init__).parameters.values())[1:]:
        value = argument(it.name, str(it.annotation))
        if it.kind is it.KEYWORD_ONLY:
            keywords[it.name] = value
        else:
            positional.append(value)
    return cls(*positional, **keywords)


class TestErrors:
    def test_an_error_arrives_as_it_was(self) -> None:
        for error in map(made, ERRORS):
            error.add_note("a note")
            for found in copies(error):
                assert type(found) is type(error)
                assert (str(found), found.args, vars(found)) == (str(error), error.args, vars(error))
                assert getattr(found, "msg", None) == getattr(error, "msg", None)

    def test_errors_of_users_arrive_as_they_were(self) -> None:
        for found in copies(OwnError(who="Bob")):
            assert (type(found), str(found)) == (OwnError, str(OwnError(who="Bob")))
            assert (found.who, found.candidates, found.code) == ("Bob", ("Ada",), "unknown-name")
        for file_error in copies(OwnFileError(2, "gone", "a.ttl")):
            assert (file_error.errno, file_error.strerror, file_error.filename) == (2, "gone", "a.ttl")

    def test_every_error_has_a_code_of_its_own_that_the_docs_explain(self) -> None:
        documented = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
        rows = dict(re.findall(r"^\| `([a-z-]+)` \| `(\w+)` \|", documented, re.MULTILINE))
        assert rows == {cls.code: cls.__name__ for cls in ERRORS}
        assert len(rows) == len(ERRORS)

    def test_every_error_is_public(self) -> None:
        assert {cls.__name__ for cls in ERRORS} <= set(ecomgraph.__all__)

    @pytest.mark.long
    @pytest.mark.parametrize("method", ["fork", "spawn"])
    def test_a_pool_of_processes_tells_the_error(self, graph: CareerGraph, method: str) -> None:
        if method not in multiprocessing.get_all_start_methods():
            pytest.skip("not on this system")
        with multiprocessing.get_context(method).Pool(1) as pool:
            waiting = pool.map_async(graph.skills, ["CDO", "nobody"])
            with pytest.raises(ecomgraph.UnknownNameError, match="no career node is called 'nobody'"):
                waiting.get(timeout=60)


def sample(hint: Any, depth: int = 0) -> Any:
    """A value of a type, filled as far as it goes."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Callable:
        return len
    if origin is tuple:
        return tuple(sample(it, depth + 1) for it in parts if it is not ...)
    if parts and origin is not None:
        return parts[0] if isinstance(parts[0], str) else sample(parts[0], depth + 1)
    plain = {str: "text", int: 3, float: 0.5, bool: True, bytes: b"b", object: "o", type(None): None}
    if hint in plain:
        return plain[hint]
    if parts:
        return sample(parts[0], depth + 1)
    if hint in {ox.NamedNode, ox.BlankNode, ox.Literal}:
        return hint("urn:a") if hint is ox.NamedNode else hint("a")
    if hint is ox.Triple:
        return ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c", language="en"))
    return built(hint, depth + 1) if is_dataclass(hint) and depth < 8 else None


def built(cls: Any, depth: int = 0) -> Any:
    hints = hints_of(cls.__init__)
    return cls(**{it.name: sample(hints[it.name], depth) for it in fields(cls) if it.init})


def test_a_value_object_arrives_as_it_was() -> None:
    for cls in VALUES:
        with case(cls):
            value = built(cls)
            for found in copies(value):
                assert type(found) is cls
                assert all(getattr(found, it.name) == getattr(value, it.name) for it in fields(cls))
                assert found == value or "eq=False" in str(cls.__dataclass_params__)
                assert repr(found) == repr(value)


QUESTIONS: dict[str, Callable[[CareerGraph], object]] = {
    "roles": lambda it: it.roles(),
    "profiles": lambda it: it.profiles(),
    "levels": lambda it: it.levels(),
    "specializations": lambda it: it.specializations(),
    "skills": lambda it: it.skills("CDO"),
    "responsibilities": lambda it: it.responsibilities("CDO"),
    "characteristics": lambda it: it.characteristics("ecommerce-director"),
    "collaborators": lambda it: it.collaborators("ecommerce-director"),
    "explain": lambda it: it.explain("ecommerce-director", "SEO"),
    "transitions": lambda it: it.transitions(),
    "find_paths": lambda it: it.find_paths("ecommerce-manager", "senior-director", 2),
    "pareto_paths": lambda it: it.pareto_paths("ecommerce-manager", "senior-director"),
    "reachable": lambda it: it.reachable("senior-director"),
    "skill_gap": lambda it: it.skill_gap(["SEO"], "CDO"),
    "compare": lambda it: it.compare("vp-of-ecommerce", "CDO"),
    "similar": lambda it: it.similar("CDO"),
    "diff": lambda it: it.diff("entry", "mid"),
    "plan": lambda it: it.plan(["SEO"], "senior-director"),
    "diagram": lambda it: it.diagram(),
    "query": lambda it: it.query("skill-gap", source="CDO", target="vp-of-ecommerce"),
    "sparql": lambda it: it.sparql("CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 9"),
    "validate": lambda it: it.validate(),
}


@pytest.mark.long
def test_an_answer_arrives_as_it_was(graph: CareerGraph) -> None:
    for name, question in QUESTIONS.items():
        answer = question(graph)
        for found in copies(answer):
            assert found == answer, name


class TestGraphs:
    @pytest.mark.long
    def test_the_bundled_graph_is_pickled_by_name(self, graph: CareerGraph) -> None:
        for loaded in (graph, ecomgraph.load(alignments=True)):
            pickled = pickle.dumps(loaded)
            assert len(pickled) < 2000
            found = pickle.loads(pickled)  # noqa: S301
            assert set(found.dataset.store) == set(loaded.dataset.store)
        assert found.skills("CDO") == graph.skills("CDO")

    @pytest.mark.long
    def test_files_may_go_after_pickling(self, bakery: Path) -> None:
        loaded = ecomgraph.load(bakery, rdflib.Graph(), bundled=True)
        pickled = pickle.dumps(loaded)
        bakery.unlink()
        for found in (pickle.loads(pickled), pickle.loads(pickle.dumps(pickle.loads(pickled)))):  # noqa: S301
            assert set(found.dataset.store) == set(loaded.dataset.store)
            assert found.find_path("apprentice", "baker") == loaded.find_path("apprentice", "baker")

    @pytest.mark.long
    def test_what_is_added_to_the_store_is_pickled(self) -> None:
        changed = ecomgraph.load()
        pickle.dumps(changed)
        changed.dataset.store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c")))
        question = "ASK { <urn:a> <urn:b> <urn:c> }"
        found = pickle.loads(pickle.dumps(changed))  # noqa: S301
        assert found.sparql(question) is True
        found.dataset.add([ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:d"))])
        assert len(pickle.loads(pickle.dumps(changed)).dataset.store) == len(changed.dataset.store)  # noqa: S301
        assert pickle.loads(pickle.dumps(ecomgraph.load())).sparql(question) is False  # noqa: S301

    @pytest.mark.long
    def test_a_database_is_opened_again_unless_it_changed(
        self, bakery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        import_framework(bakery, "career.db")
        opened = ecomgraph.open("career.db")
        pickled = pickle.dumps(opened)
        assert len(pickled) < 2000
        monkeypatch.chdir("/")
        assert pickle.loads(pickled).roles() == opened.roles()  # noqa: S301
        import_framework(bakery, tmp_path / "career.db", replace=True)
        # A process keeps the dataset that it unpickled last.
        pickle.loads(pickle.dumps(ecomgraph.load()))  # noqa: S301
        with pytest.raises(ecomgraph.SourceError, match="has changed since this graph was pickled; open it again"):
            pickle.loads(pickled)  # noqa: S301
        assert opened.role("baker").id == "baker"

    def test_a_copy_is_the_graph_itself(self, graph: CareerGraph) -> None:
        assert copy.copy(graph) is graph
        assert copy.deepcopy([graph])[0] is graph

    @pytest.mark.long
    @pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset.default_graph:DeprecationWarning")
    def test_the_view_for_rdflib_and_its_graphs_are_pickled_as_the_graph_is(self, bakery: Path) -> None:
        loaded = ecomgraph.load(bakery)
        view = loaded.rdflib
        for found in copies(view):
            assert type(found) is type(view)
            assert len(found) == len(view)
            assert set(found.triples(EVERYTHING)) == set(view.triples(EVERYTHING))
            assert dict(found.namespaces()) == dict(view.namespaces())
            with pytest.raises(EcomgraphError, match="read-only"):
                found.add((rdflib.RDF.type, rdflib.RDF.type, rdflib.RDF.type))
        for found in copies(view.get_context(rdflib.URIRef(DERIVED.value))):
            assert len(found) == loaded.dataset.count(DERIVED) > 0

    def test_graphs_of_users_keep_their_class_and_attributes(self, graph: CareerGraph) -> None:
        own = OwnGraph(graph.dataset, "de")
        own.note = "mine"
        found = pickle.loads(pickle.dumps(own))  # noqa: S301
        assert (type(found), found.note, found.language) == (OwnGraph, "mine", "de")
        assert found.roles() == own.roles()

    @pytest.mark.slow
    def test_pools_and_threads_answer_alike(self, graph: CareerGraph, bakery: Path) -> None:
        names = [role.id for role in graph.roles()]
        expected = list(map(graph.skills, names))
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as processes:
            assert list(processes.map(graph.skills, names)) == expected
            own = ecomgraph.load(bakery)
            assert processes.submit(own.roles).result(timeout=60) == own.roles()
        fresh = ecomgraph.load()
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(fresh.skills, names * 4)) == expected * 4

    def test_a_graph_says_what_is_in_it(self, bakery: Path) -> None:
        assert repr(ecomgraph.load(bakery)) == "<CareerGraph: 3 roles, 0 profiles, 2 skills>"
