"""The reference documentation of the vocabulary, generated from its source files."""

from __future__ import annotations

import doctest
from functools import cache
from inspect import getdoc
from typing import TYPE_CHECKING, Any

from ecomgraph.graph import CareerGraph, load
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.queries import stored_query
from ecomgraph.reading.names import curie
from ecomgraph.schema import LINKS
from ecomgraph.web.pages.constraints import shape_groups
from ecomgraph.web.pages.data import embedded
from ecomgraph.web.pages.diagram import Box, Diagram, Row, layered
from ecomgraph.web.pages.links import ONTOLOGY, Links
from ecomgraph.web.pages.query_page import body_of
from ecomgraph.web.pages.render import render
from ecomgraph.web.pages.terms import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ecomgraph.web.pages.terms import Term, Vocabulary

__all__ = ["vocabulary_page"]

_DOWNLOADS = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"))
_QUERIES = ("skills-for-role", "career-ladder", "why-skill", "evidence-for")
_CALLS: tuple[Callable[..., Any], ...] = (
    load,
    CareerGraph.skills,
    CareerGraph.find_path,
    CareerGraph.sparql,
    CareerGraph.query,
)
_ANYTHING, _AUTHORED = "anything", "what is authored"


def vocabulary_page(links: Links) -> str:
    """Return the page that describes classes, properties, controlled values, shapes and rules.

    Each term has an anchor with its name, so that ``/ns#Role`` leads to its description.

    >>> '<section class="term" id="Role"' in vocabulary_page(Links())
    True
    """
    words = vocabulary()
    return render(
        "vocabulary.html",
        links=links,
        page="ns",
        words=words,
        terms=words.terms,
        prefixes=[(prefix, iri) for prefix, iri in sorted(PREFIXES.items()) if iri != ECG.NAMESPACE],
        downloads=[(form, name, links.data(ONTOLOGY, form)) for form, name in _DOWNLOADS],
        shapes=shape_groups(),
        shape_names={row.iri: row.name for group in shape_groups() for row in group.rows},
        used_by=_shapes_by_class(),
        class_diagram=class_diagram(),
        rule_diagram=rule_diagram(),
        queries=[(query, body_of(query)) for query in map(stored_query, _QUERIES)],
        calls=[call for call in map(_example, _CALLS) if call["code"]],
        curie=curie,
        metadata=embedded(_metadata(words)),
    )


def _metadata(words: Vocabulary) -> dict[str, object]:
    """Return schema.org metadata of the vocabulary for search engines, as a DefinedTermSet."""
    return {
        "@context": {"@vocab": PREFIXES["schema"]},
        "@id": ONTOLOGY,
        "@type": "DefinedTermSet",
        "name": words.title,
        "description": words.description,
        "hasDefinedTerm": [
            {"@id": term.iri, "@type": "DefinedTerm", "name": term.label, "description": term.definition}
            for term in words.terms.values()
        ],
    }


def _shapes_by_class() -> dict[str, list[str]]:
    """Return the names of the groups of shapes that constrain members of a class, by its IRI."""
    found: dict[str, list[str]] = {}
    for group in shape_groups():
        targets = {iri for row in group.rows for clause in row.targets for iri in clause.terms}
        for iri in sorted(targets):
            if not group.house:
                found.setdefault(iri, []).append(group.name)
    return found


def _example(call: Callable[..., Any]) -> dict[str, str]:
    """Return the example in the docstring of a function, which the tests run."""
    found = doctest.DocTestParser().get_examples(getdoc(call) or "")
    summary = (getdoc(call) or "").partition("\n")[0].replace("``", "").replace(":", "").rstrip(".")
    code = "".join(example.source + "".join(f"# {line}\n" for line in example.want.splitlines()) for example in found)
    return {"name": call.__name__, "summary": summary, "code": code.rstrip()}


# ---------------------------------------------------------------- diagrams


@cache
def class_diagram() -> Diagram:
    """Return a diagram of the classes and their properties, with an arrow from each property to its range."""
    terms = vocabulary().terms
    classes = [term for term in terms.values() if term.is_class]
    without_domain = [term for term in terms.values() if not term.is_class and not term.domain]
    boxes = [
        Box(
            key=term.iri,
            title=term.name,
            href=f"#{term.name}",
            rows=tuple(_property_row(terms[iri]) for iri in term.properties),
            beneath=next((iri for iri in term.parents if iri in terms), ""),
        )
        for term in classes
    ]
    boxes.append(Box(key=_ANYTHING, title=_ANYTHING, rows=tuple(map(_property_row, without_domain))))
    return layered(boxes)


def _property_row(term: Term) -> Row:
    target = term.range[0] if term.range else ""
    link = LINKS.get(term.iri)
    range_name = target.rpartition("#")[2] or curie(target)
    return Row(
        text=f"{term.name} → {range_name}",
        href=f"#{term.name}",
        targets=(target,),
        soft=link is not None and link.derived,
    )


@cache
def rule_diagram() -> Diagram:
    """Return a diagram of the rules between the terms that they read and derive."""
    from ecomgraph.reasoning.rules import packaged_rules

    own = {term.iri: term.name for term in vocabulary().terms.values() if not term.is_class}
    rules = packaged_rules()
    made = {iri for rule in rules for iri in rule.writes}
    readers = {iri: tuple(rule.name for rule in rules if iri in rule.reads) for iri in own}
    authored = [iri for iri in own if readers[iri] and iri not in made]

    def rows(iris: Iterable[str]) -> tuple[Row, ...]:
        return tuple(
            Row(text=own[iri], href=f"#{own[iri]}", targets=readers[iri]) for iri in sorted(iris) if iri in own
        )

    boxes = [
        Box(key=rule.name, title=f"{rule.name} rule", href=f"#rule-{rule.name}", rows=rows(rule.writes))
        for rule in rules
    ]
    return layered([Box(key=_AUTHORED, title=_AUTHORED, rows=rows(authored)), *boxes])
