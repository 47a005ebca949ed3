"""Arguments of a wrong type, or of the right one that will not do, at everything that is public."""

import importlib
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import ecomgraph
from ecomgraph import ArgumentTypeError, CareerGraph, EcomgraphError, queries
from ecomgraph.arguments import hints_of, is_resolved
from ecomgraph.reading.names import Names
from tests.samples import sampled


class Unprintable:
    def __repr__(self) -> str:
        raise RuntimeError


BAD = [
    *(
        None,
        True,
        0,
        -1,
        5,
        10**400,
        10**5000,
        1e308,
        2.5,
        float("nan"),
        float("inf"),
        3 + 4j,
        Decimal("sNaN"),
        Fraction(-1, 3),
    ),
    *("", " ", "\0", "\ud800", "a\nb", "x" * 5000, ":", "<", "role:", b"CDO", bytearray(b"x"), memoryview(b"x")),
    *([], [None], [5], ["", "\0"], (), ((),), {}, {"a": 1}, {None}, frozenset(), range(3), object(), Unprintable()),
    *(Path("nowhere.ttl"), Path("\0"), len, str, ecomgraph, NotImplemented, ..., slice(1), iter([None])),
]
# What a call needs besides the bad value.
GOOD: dict[str, Any] = {
    "first": "CDO",
    "second": "CDO",
    "source": "vp-of-ecommerce",
    "target": "CDO",
    "node": "CDO",
    "role": "CDO",
    "skill": "SEO",
    "known": ["SEO"],
    "framework": "none",
    "before": "bundled",
    "after": "bundled",
    "section": "roles",
    "change": "added",
    "query": "skill-gap",
    "text": "ASK {}",
    "words": "gap",
    "form": "mermaid",
    "topic": "x",
    "columns": ("a",),
    "terms": (),
    "triples": (),
    "kind": "string",
    "url": "http://127.0.0.1:1/",
    "people": "people.csv",
    "skills": "skills.csv",
}


def public() -> Iterator[tuple[str, Callable[..., Any], type | None]]:
    """Every public function, constructor and method, with the class that it is a method of."""
    for module in (ecomgraph, queries):
        for name in module.__all__:
            it = getattr(module, name)
            if inspect.isfunction(it):
                yield name, it, None
            if not inspect.isclass(it) or issubclass(it, BaseException | Enum):
                continue
            yield name, it, None
            above = [base for base in it.__mro__[1:] if base.__name__ in module.__all__]
            for method, member in inspect.getmembers(it, callable):
                inherited = any(getattr(base, method, None) is member for base in above)
                if not method.startswith("_") and not inherited:
                    own = inspect.isfunction(inspect.getattr_static(it, method))
                    yield f"{name}.{method}", member, it if own else None


PUBLIC = {name: (function, owner) for name, function, owner in public()}


def parameters_of(name: str) -> list[inspect.Parameter]:
    function, owner = PUBLIC[name]
    return list(inspect.signature(function).parameters.values())[owner is not None :]


CALLABLE = [name for name in PUBLIC if parameters_of(name)]


@pytest.fixture(scope="module")
def instances(graph: CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[type, Any]:
    made = [
        graph,
        ecomgraph.Database(tmp_path_factory.mktemp("nowhere") / "none.db"),
        graph.query("skill-gap", source="CDO", target="CDO"),
        graph.sparql("CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1"),
        queries.stored_query("skill-gap"),
        graph.changes("bundled", "bundled"),
    ]
    return {type(it): it for it in made}


def body(name: str) -> Any:
    it: Any = PUBLIC[name][0]
    return it.__init__ if inspect.isclass(it) else it


def call(name: str, parameter: str, value: object, instances: dict[type, Any], folder: Path) -> object:
    function, owner = PUBLIC[name]
    if owner is not None and owner not in instances:
        # A value object's method without arguments: nothing can be wrong.
        return None
    given: dict[str, Any] = {
        "path": folder / "a.ttl",
        "destination": folder / "a",
        "into": folder / "db",
        "database": folder / "db",
    }
    given |= {**GOOD, "name": folder.name, "dataset": instances[CareerGraph].dataset}
    given |= {"names": Names(given["dataset"]), "arguments": {}}
    if name.endswith("profile"):
        given["name"] = "CDO"
    if name.endswith("match"):
        given["names"] = ["SEO"]
    if name in {"bound_text", "run_query"}:
        given["query"] = instances[queries.StoredQuery]
    arguments: list[Any] = [] if owner is None else [instances[owner]]
    keywords: dict[str, Any] = {}
    for it in parameters_of(name):
        chosen = value if it.name == parameter else given.get(it.name)
        if it.name != parameter and (it.default is not it.empty or it.kind in {it.VAR_POSITIONAL, it.VAR_KEYWORD}):
            continue
        if it.kind is it.VAR_KEYWORD:
            keywords["source"] = chosen
        elif it.kind in {it.POSITIONAL_ONLY, it.VAR_POSITIONAL}:
            arguments.append(chosen)
        else:
            keywords[it.name] = chosen
    return function(*arguments, **keywords)


def folders(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """Yield each parameter with an empty working directory of its own."""
    for parameter in parameters_of(name):
        own = folder / parameter.name
        own.mkdir()
        monkeypatch.chdir(own)
        yield parameter.name, own


@pytest.mark.parametrize("name", sampled(CALLABLE, 4))
def test_only_errors_of_ecomgraph_come_out(
    name: str, instances: dict[type, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for parameter, folder in folders(name, tmp_path, monkeypatch):
        for value in BAD:
            with suppress(EcomgraphError):
                call(name, parameter, value, instances, folder)


def test_a_wrong_type_is_named(graph: CareerGraph) -> None:
    with pytest.raises(TypeError, match=r"^skills\(\): node must be str or CareerNode, not None$") as caught:
        graph.skills(None)  # type: ignore[arg-type]
    assert isinstance(caught.value, ArgumentTypeError)
    assert (caught.value.function, caught.value.argument, caught.value.got) == ("skills", "node", "None")


@pytest.mark.parametrize("name", CALLABLE)
def test_what_fits_no_annotation_is_named(
    name: str, instances: dict[type, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No parameter takes an object of an unknown class, except those annotated with ``object``."""
    function = body(name)
    if not hasattr(function, "__wrapped__"):
        assert inspect.isclass(PUBLIC[name][0]), f"{name} is not checked"
        return
    for parameter, folder in folders(name, tmp_path, monkeypatch):
        if hints_of(function)[parameter] is object:
            continue
        for value in (Unprintable(), b"CDO", [Unprintable()]):
            with pytest.raises(ArgumentTypeError) as caught:
                call(name, parameter, value, instances, folder)
            assert caught.value.argument == parameter
            assert f"(): {parameter} must be " in str(caught.value)
            assert "\n" not in str(caught.value)


def test_annotations_name_what_is_imported() -> None:
    """A class that is only imported for type checkers would be one without instances."""
    importlib.import_module("rdflib")
    names = set(PUBLIC)
    if find_spec("ibis"):
        importlib.import_module("ibis")
    else:
        names -= {"CareerGraph.workforce"}
    checked = [function for function in map(body, sorted(names)) if hasattr(function, "__wrapped__")]
    assert len(checked) > 50
    assert [function for function in checked if not all(map(is_resolved, hints_of(function).values()))] == []


def test_an_engine_that_there_is_not_is_refused(graph: CareerGraph) -> None:
    with pytest.raises(ecomgraph.ArgumentError, match="engine must be compiled or pyshacl, not 'jena'"):
        graph.validate(engine="jena")  # type: ignore[arg-type]


class TestValuesThatFit:
    @pytest.mark.long
    def test_an_iterator_is_read_once(self, graph: CareerGraph) -> None:
        assert graph.skill_gap(iter(["SEO"]), "CDO") == graph.skill_gap(["SEO"], "CDO")
        with pytest.raises(ArgumentTypeError, match=r"source must be .*, not None"):
            graph.skill_gap(iter(["SEO", None]), "CDO")  # type: ignore[arg-type]

    @pytest.mark.long
    def test_numbers_of_numpy_are_numbers(self, graph: CareerGraph) -> None:
        numpy = pytest.importorskip("numpy")
        assert graph.similar("CDO", numpy.int64(2)) == graph.similar("CDO", 2)
        with_half = graph.skill_gap("vp-of-ecommerce", "CDO", optional=numpy.float32(0.5))
        assert with_half == graph.skill_gap("vp-of-ecommerce", "CDO")

    @pytest.mark.long
    def test_fractions_stay_exact(self, graph: CareerGraph) -> None:
        third = graph.skill_gap([], "CDO", essential=Fraction(1, 3), optional=0)
        assert (third.size or 0) * 3 == pytest.approx(graph.skill_gap([], "CDO", optional=0).size)

    @pytest.mark.long
    def test_a_library_may_be_imported_after_the_first_call(self) -> None:
        code = "import ecomgraph; ecomgraph.load(bundled=True); import rdflib; print(ecomgraph.load(rdflib.Graph()))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
        assert done.stdout == "<CareerGraph: 0 roles, 0 profiles, 0 skills>\n"

    def test_values_stand_for_names(self, graph: CareerGraph) -> None:
        level, field = graph.levels()[0], graph.specializations()[0]
        profile = graph.profile(graph.role("ecommerce-director"), level=level, specialization=field)
        assert (profile.level, profile.specialization) == (level, field)


LONG = "x" * 100_000


@pytest.mark.parametrize(
    "ask",
    [
        lambda graph: graph.role(LONG),
        lambda graph: graph.skill(LONG),
        lambda graph: graph.crosswalk("CDO", LONG),
        lambda graph: graph.query(LONG),
        lambda graph: graph.export(LONG, "x"),
        lambda graph: graph.profile("CDO", level=LONG),
        lambda graph: graph.find_path("CDO", "ecommerce-manager", minimize=LONG),
        lambda graph: graph.find_path("CDO", "ecommerce-manager", kinds=[LONG]),
        lambda graph: graph.diagram(form=LONG),
        lambda graph: graph.validate(engine=LONG),
        lambda _: ecomgraph.load("a\nb.ttl"),
        lambda _: ecomgraph.open("a\x1b[31m\r\u2028b"),
        lambda _: ecomgraph.import_framework("a\nb", "x"),
    ],
)
def test_messages_are_short_and_on_one_line(ask: Callable[[CareerGraph], object], graph: CareerGraph) -> None:
    with pytest.raises(EcomgraphError) as caught:
        ask(graph)
    message = str(caught.value)
    assert len(message) < 1000
    assert message.isprintable()


def test_a_long_name_is_kept_in_full() -> None:
    assert ecomgraph.UnknownNameError(LONG, "role").name == LONG
