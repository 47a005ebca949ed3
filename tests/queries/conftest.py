"""The small frameworks that the stored queries are asked of, and how their answers are written down in tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.reading.names import slug_of

DATA = Path(__file__).parent / "data"
Answer = Callable[..., list[tuple[object, ...]]]


def answer_of(graph: ecomgraph.CareerGraph) -> Answer:
    """Ask a stored query; IRIs are written as slugs, which tell the things of the small frameworks apart."""

    def answer(name: str, **parameters: object) -> list[tuple[object, ...]]:
        rows = graph.query(name, **parameters)
        return [tuple(slug_of(it) if isinstance(it, str) and "://" in it else it for it in row) for row in rows]

    return answer


@pytest.fixture(scope="session")
def asking() -> Callable[[ecomgraph.CareerGraph], Answer]:
    return answer_of


@pytest.fixture(scope="session")
def kitchen() -> Answer:
    return answer_of(ecomgraph.load(DATA / "kitchen.ttl"))


@pytest.fixture(scope="session")
def pantry() -> Answer:
    return answer_of(ecomgraph.load(DATA / "pantry.ttl"))


@pytest.fixture(scope="session")
def ladder() -> Answer:
    """A ladder of roles that build on each other, with proficiency scales, descriptors and a course."""
    return answer_of(ecomgraph.load(DATA.parents[1] / "shapes" / "valid" / "degrees.ttl"))


@pytest.fixture(scope="session")
def nothing() -> Answer:
    return answer_of(ecomgraph.load(DATA / "nothing.ttl"))


@pytest.fixture(scope="session")
def aligned() -> ecomgraph.CareerGraph:
    """The bundled graph with its mappings to other frameworks."""
    return ecomgraph.load(alignments=True)
