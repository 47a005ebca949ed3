"""What tests share."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.sparql import Query

import ecomgraph
from ecomgraph.cli.app import cli

# Processes that tests start, and other test processes, do not compile each module again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Shells let background jobs and nohup ignore these, and processes that tests start would ignore them, too.
for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, name), handler)

# Modules and collected tests live to the end; without this each full collection of garbage walks through all of them.
gc.disable()

# Its modules import Playwright, which is in the extra ci.
collect_ignore = [] if find_spec("playwright") else ["browser"]


def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores, because many tests wait for other processes."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Collect garbage from here on."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _parsed_queries() -> Iterator[None]:
    """Let rdflib parse each query once: pyshacl asks the same ones in every run, and parsing takes most of its time."""

    @cache
    def parsed(text: str, base: str | None, names: frozenset[tuple[str, str]]) -> Query:
        return translateQuery(parseQuery(text), base, dict(names))

    def looked_up(text: str, base: str | None = None, names: Mapping[str, str] | None = None) -> Query:
        return parsed(text, base, frozenset((names or {}).items()))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(processor, "parseQuery", lambda text: text)
        patched.setattr(processor, "translateQuery", looked_up)
        yield


@pytest.fixture(scope="session")
def graph() -> ecomgraph.CareerGraph:
    """The bundled graph; tests only read it."""
    return ecomgraph.load()


@pytest.fixture(scope="session")
def bundled_site(tmp_path_factory: pytest.TempPathFactory, graph: ecomgraph.CareerGraph) -> Path:
    """The static site of the bundled graph; tests only read it. One test process writes it, the others wait for it."""
    from ecomgraph.web.site import write_site

    parallel = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if parallel else base) / "bundled-site"
    try:
        (folder.parent / "bundled-site.claimed").mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 600
        # A site appears whole.
        while not folder.exists():
            assert time.monotonic() < deadline, "the process that writes the site did not come to an end"
            time.sleep(0.2)
    else:
        write_site(graph, folder, base_url="https://example.org/careers/")
    return folder


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    """A small framework of somebody else: labels, two skills, one promotion, no evidence and no profiles."""
    path = tmp_path / "bakery.ttl"
    path.write_text(BAKERY, encoding="utf-8")
    return path


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run ``ecomgraph`` with some arguments and, if given, ``stdin``; it never ends in an exception."""

    def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(it) for it in arguments], input=stdin, prog_name="ecomgraph")
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


BAKERY = """
@prefix : <https://bakery.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix transition-kind: <https://w3id.org/ecomgraph/transition-kind/> .

:apprentice a ecg:Role ; skos:prefLabel "Apprentice" ; ecg:hasSkillRequirement :needs-kneading .
:baker a ecg:Role ; skos:prefLabel "Baker" ; skos:altLabel "Journeyman" ;
    ecg:hasSkillRequirement :baker-kneading , :needs-sourdough .
:master a ecg:Role ; skos:prefLabel "Master baker"@en , "Bäckermeister"@de .

:kneading a ecg:Skill ; skos:prefLabel "Kneading" .
:sourdough a ecg:Skill ; skos:prefLabel "Sourdough"@en .

:needs-kneading a ecg:SkillRequirement ; ecg:requiredSkill :kneading ; ecg:importance importance:essential .
:baker-kneading a ecg:SkillRequirement ; ecg:requiredSkill :kneading ; ecg:importance importance:essential .
:needs-sourdough a ecg:SkillRequirement ; ecg:requiredSkill :sourdough ; ecg:importance importance:optional .

:rise a ecg:Transition ; ecg:transitionFrom :apprentice ; ecg:transitionTo :baker ;
    ecg:transitionKind transition-kind:promotion ; ecg:typicalMonths 36 .
"""
