"""The linear search for cycles finds one exactly where the property path does."""

import random

import pyoxigraph as ox
import pytest

from ecomgraph.reasoning.cycles import finds_cycles_of, has_cycle
from ecomgraph.store.dataset import Dataset

PATH = "ASK { ?node (<urn:p>|<urn:q>)+ ?node }"


def dataset_of(links: list[tuple[str, str, str]]) -> Dataset:
    dataset = Dataset()
    dataset.add(
        ox.Triple(ox.NamedNode(f"urn:{a}"), ox.NamedNode(f"urn:{p}"), ox.NamedNode(f"urn:{b}")) for a, p, b in links
    )
    return dataset


@pytest.mark.parametrize("seed", range(60))
def test_random_links_have_a_cycle_where_a_path_leads_back(seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311
    nodes = [str(n) for n in range(7)]
    links = [(choose.choice(nodes), choose.choice("pqr"), choose.choice(nodes)) for _ in range(7)]
    dataset = dataset_of(links)
    answer = dataset.store.query(PATH, use_default_graph_as_union=True)
    assert has_cycle(dataset, ["urn:p", "urn:q"]) is bool(answer)


def test_links_between_blank_nodes_count() -> None:
    dataset = Dataset()
    dataset.add(ox.parse("_:a <urn:p> _:b . _:b <urn:p> _:a .", format=ox.RdfFormat.TURTLE))
    assert has_cycle(dataset, ["urn:p"])


@pytest.mark.parametrize(
    "body",
    [
        "$this :p ?value . ?value :p* $this . FILTER(?value != :x)",
        "$this :p ?value . ?value :p+ $this .",
        "$this :p ?value . ?other :p* $this .",
        "$this x:p ?value . ?value x:p* $this .",
        "$this :p ?value . ?value :p* $this . } UNION { $this :q ?value",
    ],
)
def test_a_query_that_asks_for_something_else_is_not_taken_for_one(body: str) -> None:
    assert finds_cycles_of(f"PREFIX : <urn:>\nSELECT $this WHERE {{ {body} }}") == frozenset()
