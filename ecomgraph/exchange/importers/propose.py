"""Propose transitions between roles with similar requirements, for frameworks without transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.careers.network import Network
from ecomgraph.careers.similarity import nearest, vectors
from ecomgraph.exchange.importers.joining_lines import transition_lines
from ecomgraph.exchange.importers.kinds import SHARED_SKILLS, SIMILAR, declaration, rule_declaration
from ecomgraph.exchange.importers.ntriples_text import decimal, ecg, iri, term
from ecomgraph.namespace import ECG
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import TYPE

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

__all__ = ["MOST", "propose"]

MOST = 20


def propose(dataset: Dataset, graph: ox.NamedNode, base: str, threshold: float) -> list[str]:
    """Return transitions between roles of one graph with similar requirements, as lines of N-Triples.

    ``threshold`` is the minimum similarity, as in :meth:`~ecomgraph.CareerGraph.skill_gap`. Each role gets at most 20
    transitions, to the most similar roles; roles that are not described get none. Each transition is derived, names
    the rule and has the index as its score. Existing transitions are not proposed again.
    """
    found = dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(ECG.Role), graph)
    roles = sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))
    network = Network(Catalog(dataset))
    needs = vectors(network)
    name, ends = network.nodes.__getitem__, zip(network.tails, network.heads, strict=True)
    stated = {(name(tail), name(head)) for tail, head in ends}
    lines = [*declaration(SIMILAR), *rule_declaration()]
    constant = (
        f" {ecg('hasBasis')} {term('basis', 'derived')} .\n",
        f" {term('prov', 'wasGeneratedBy')} {term('rule', SHARED_SKILLS)} .\n",
    )
    for number, alike in enumerate(nearest([needs[network.index[role]] for role in roles], MOST)):
        for other, index in alike:
            if index < threshold:
                break
            one, two = roles[number], roles[other]
            if (one, two) in stated:
                continue
            transition = f"{base}transition/{slug_of(one)}--{slug_of(two)}"
            lines += transition_lines(transition, one, two, SIMILAR)
            lines += (iri(transition) + text for text in constant)
            lines.append(f"{iri(transition)} {term('sssom', 'similarity_score')} {decimal(f'{index:.4f}')} .\n")
    return lines
