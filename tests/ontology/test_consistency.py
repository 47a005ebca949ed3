"""HermiT, an OWL reasoner, finds the vocabulary and the bundled framework consistent, and finds what is not.

owlready2 brings HermiT and hands it the ontology; HermiT needs Java.
"""

import shutil
from collections.abc import Iterable
from io import BytesIO

import pyoxigraph as ox
import pytest

from ecomgraph import CareerGraph
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY
from ecomgraph.store.write import serialize

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none here"),
]
TURTLE = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
# Two names may mean one thing in OWL, unless it is said that they do not.
DIFFERENT_LEVELS = """
<urn:different> a owl:AllDifferent ; owl:distinctMembers ( level:entry level:mid level:senior ) .
"""


class InconsistentError(Exception):
    """The ontology has no model."""


def unsatisfiable_classes(triples: Iterable[ox.Triple], turtle: str = "") -> list[str]:
    """Return the classes that can have no instance, after HermiT; raise when the whole is inconsistent."""
    import owlready2

    added = ox.parse(TURTLE + turtle, format=ox.RdfFormat.TURTLE)
    document = serialize({*triples, *(quad.triple for quad in added)}, ox.RdfFormat.N_TRIPLES)
    world = owlready2.World()
    world.get_ontology("https://w3id.org/ecomgraph/ns").load(fileobj=BytesIO(document))
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        raise InconsistentError from None
    return sorted(str(cls) for cls in world.inconsistent_classes() if cls is not owlready2.Nothing)


def test_each_class_of_the_vocabulary_can_have_instances(graph: CareerGraph) -> None:
    assert unsatisfiable_classes(graph.dataset.triples(VOCABULARY)) == []


def test_a_class_that_can_have_none_is_found(graph: CareerGraph) -> None:
    both = "ecg:Both a owl:Class ; rdfs:subClassOf ecg:Role , ecg:RoleProfile ."
    assert unsatisfiable_classes(graph.dataset.triples(VOCABULARY), both) == ["ns.Both"]


def test_the_bundled_framework_is_consistent_with_all_that_is_derived(graph: CareerGraph) -> None:
    triples = {triple for part in (VOCABULARY, ASSERTED, DERIVED) for triple in graph.dataset.triples(part)}
    assert unsatisfiable_classes(triples, DIFFERENT_LEVELS) == []


@pytest.mark.parametrize(
    "mistake",
    [
        "role:ecommerce-director a ecg:RoleProfile .",
        "responsibility:ecommerce-budget a ecg:Activity .",
        "role:chief-digital-officer ecg:narrowsRole role:vp-of-ecommerce .",
        "profile:ecommerce-director-entry ecg:atLevel level:senior .",
        "role:ecommerce-director ecg:requiresOptionalSkill skill:strategic-planning ; "
        "ecg:requiresEssentialSkill skill:strategic-planning .",
        'level:entry ecg:rank "first" .',
    ],
)
def test_a_mistake_in_the_bundled_framework_is_found(mistake: str, graph: CareerGraph) -> None:
    triples = {triple for part in (VOCABULARY, ASSERTED) for triple in graph.dataset.triples(part)}
    with pytest.raises(InconsistentError):
        unsatisfiable_classes(triples, DIFFERENT_LEVELS + mistake)
