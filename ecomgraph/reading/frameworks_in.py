"""Find the frameworks in an in-memory graph: those that its files describe, and the bundled one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import BASE, ECG, PREFIXES
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import DCTERMS, PREF_LABEL, SKOS, TYPE
from ecomgraph.store.dataset import VOCABULARY, is_derived
from ecomgraph.store.framework_value import (
    BUNDLED,
    BUNDLED_TITLE,
    Framework,
    framework_graph,
    framework_iri,
    name_of_graph,
)

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

__all__ = ["frameworks_in", "has_things"]

_VERSION = PREFIXES["owl"] + "versionInfo"
_OWN_IRI = PREFIXES["prov"] + "specializationOf"
_ROLES = f"{BASE}scheme/roles"
_NAMED = f"{BASE}framework/"
_EMPTY = "urn:ecomgraph:empty"


def frameworks_in(dataset: Dataset, name: str, *, bundled: bool) -> tuple[Framework, ...]:
    """Return the frameworks in a dataset: the loaded one first, then its bases.

    ``name`` is the name of what was loaded, ``""`` for the bundled framework alone. Files exported from a database
    describe their frameworks themselves.
    """
    found = _catalogued(dataset) or ((_described(dataset, name, bundled=bundled),) if name else ())
    own = tuple(_counted(dataset, it, bundled=bundled) for it in found)
    if not bundled:
        return own
    return (*(_with_base(it) for it in own), _bundled(dataset, current=not own))


def has_things(dataset: Dataset, iri: str, name: str) -> bool:
    """Return whether a framework itself states the type of a thing, rather than one of its bases."""
    kind = ox.NamedNode(TYPE)
    found = dataset.store.quads_for_pattern(ox.NamedNode(iri), kind, None, framework_graph(name))
    return next(found, None) is not None


def _bundled(dataset: Dataset, *, current: bool) -> Framework:
    from importlib.metadata import version

    said = _said(dataset, _ROLES, Framework(name=BUNDLED, title=BUNDLED, iri=_ROLES, base=BASE, language="en"))
    named = replace(said, title=BUNDLED_TITLE, version=version("ecomgraph"), current=current)
    return _counted(dataset, named, bundled=True)


def _counted(dataset: Dataset, framework: Framework, *, bundled: bool) -> Framework:
    """Return a framework with the number of its asserted triples, and of its things of each class.

    Counted are the triples in the graph of the framework; without such a graph, all asserted triples outside the
    bundled framework. What a catalog states about the graph itself is not counted.
    """
    own = framework_graph(framework.name)
    graphs = {it for it in dataset.store.named_graphs() if it != VOCABULARY and not is_derived(it)}
    graphs = {own} if own in graphs else graphs - ({framework_graph(BUNDLED)} if bundled else set())
    # A thing with several classes counts for the class whose name is first in alphabetical order.
    classes: dict[object, str] = {}
    for graph in graphs:
        for quad in dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), None, graph):
            cls = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            if cls.startswith(ECG.NAMESPACE):
                name = cls.removeprefix(ECG.NAMESPACE)
                classes[quad.subject] = min(name, classes.get(quad.subject, name))
    about = sum(len(list(dataset.store.quads_for_pattern(own, None, None, it))) for it in graphs)
    return replace(
        framework,
        triples=sum(map(dataset.count, graphs)) - about,
        classes=tuple(sorted(Counter(classes.values()).items())),
    )


def _with_base(framework: Framework) -> Framework:
    return replace(framework, bases=tuple(sorted({*framework.bases, BUNDLED})), current=True)


def _catalogued(dataset: Dataset) -> tuple[Framework, ...]:
    found = []
    for graph, iri in sorted(dataset.pairs(_OWN_IRI)):
        name = name_of_graph(ox.NamedNode(graph))
        if name and name != BUNDLED:
            bases = tuple(filter(None, (name_of_graph(it) for it in dataset.objects(graph, DCTERMS + "requires"))))
            more = {"version": "hasVersion", "language": "language", "publisher": "publisher", "source": "source"}
            texts = {field: dataset.literal(graph, DCTERMS + term) for field, term in more.items()}
            framework = Framework(
                name=name,
                title=name,
                iri=iri,
                bases=bases,
                version=texts["version"],
                language=texts["language"],
                publisher=texts["publisher"],
                source=texts["source"],
            )
            found.append(_said(dataset, graph, framework))
    return tuple(found)


def _described(dataset: Dataset, name: str, *, bundled: bool) -> Framework:
    """Return a framework that no catalog describes, from its concept scheme, else from the IRIs of its things."""
    theirs = framework_graph(BUNDLED) if bundled else None
    keys: list[str] = []
    for concept in (ECG.Role, ECG.RoleProfile, ECG.Skill):
        quads = dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(concept), None)
        own = (quad.subject for quad in quads if quad.graph_name != theirs and not is_derived(quad.graph_name))
        keys += sorted({it.value for it in own if isinstance(it, ox.NamedNode)})
    for key in keys:
        for scheme in dataset.iris(key, SKOS + "inScheme"):
            return _said(dataset, scheme, Framework(name=name, title=name, iri=scheme, current=True))
    base = keys[0].removesuffix(slug_of(keys[0])) if keys else _EMPTY
    if base.startswith(_NAMED):
        named = base.removeprefix(_NAMED).partition("/")[0]
        return Framework(name=name, title=name, iri=framework_iri(named, ""), base=f"{_NAMED}{named}/", current=True)
    return Framework(name=name, title=name, iri=base, current=True)


def _said(dataset: Dataset, iri: str, framework: Framework) -> Framework:
    """Return a framework with the title, version and rights that its concept scheme or its graph states."""

    def text(predicate: str) -> str:
        return dataset.literal(iri, predicate)

    return replace(
        framework,
        title=text(DCTERMS + "title") or text(PREF_LABEL) or framework.title,
        version=framework.version or text(DCTERMS + "hasVersion") or text(_VERSION),
        license=next(iter(dataset.iris(iri, DCTERMS + "license")), ""),
        attribution=text(DCTERMS + "rights") or text(DCTERMS + "creator"),
    )
