"""The SHACL shapes in words: targets, path, constraints and message."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from textwrap import dedent
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.reading.labels import spaced
from ecomgraph.reading.names import curie, slug_of
from ecomgraph.reasoning.shapes import SH, read_shapes
from ecomgraph.schema import sentence
from ecomgraph.store.packaged import packaged_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecomgraph.reasoning.shapes import Constraint, Shape

__all__ = ["Clause", "ShapeGroup", "ShapeRow", "shape_groups"]

_HOUSE = "house-style"
# The words for each constraint, which are followed by a term or, for shapes, by their names.
_WORDS = {
    "class": "each value is a",
    "datatype": "each value is of the datatype",
    "disjoint": "no value in common with",
    "hasValue": "one value is",
    "in": "each value is one of",
    "languageIn": "each text is in one of the languages",
    "lessThan": "less than",
    "maxCount": "at most",
    "maxInclusive": "not above",
    "minCount": "at least",
    "minExclusive": "above",
    "minInclusive": "not below",
    "not": "does not fit",
    "or": "fits one of",
    "pattern": "matches",
    "qualifiedMaxCount": "at most",
}
_TARGETS = {
    "targetClass": "every",
    "targetNode": "the graph as a whole, at",
    "targetObjectsOf": "whatever is a value of",
    "targetSubjectsOf": "whatever has",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of a sentence: words, followed by IRIs."""

    words: str
    terms: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeRow:
    """One shape with constraints; ``targets`` are its own, or those of the shapes that it is part of."""

    iri: str
    name: str
    targets: tuple[Clause, ...]
    path: str
    expects: tuple[Clause, ...]
    message: str
    select: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeGroup:
    """The shapes of one file; ``house`` marks those that apply to the bundled ontology only."""

    name: str
    heading: str
    rows: tuple[ShapeRow, ...]
    house: bool


@cache
def shape_groups() -> tuple[ShapeGroup, ...]:
    """Return the shapes that ship with the package, file by file; shapes used as parts of others come last.

    >>> [group.heading for group in shape_groups()][:2]
    ['Activity', 'Assertion']
    """
    by_file = {file.stem: read_shapes(file.read_bytes()) for file in packaged_files("shapes")}
    shapes = {iri: shape for found in by_file.values() for iri, shape in found.items()}
    owners = _owners(shapes)
    groups = [
        ShapeGroup(
            name=name,
            heading=sentence(spaced(name)),
            rows=tuple(_row(shape, owners.get(iri, [shape])) for iri, shape in found.items() if _constrains(shape)),
            house=name == _HOUSE,
        )
        for name, found in by_file.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.house, not _targeted(group), group.name)))


def _owners(shapes: Mapping[str, Shape]) -> dict[str, list[Shape]]:
    found: dict[str, list[Shape]] = {}
    for shape in shapes.values():
        for part in shape.properties:
            found.setdefault(part, []).append(shape)
    return found


def _constrains(shape: Shape) -> bool:
    return bool(shape.constraints or shape.sparql or shape.qualified)


def _targeted(group: ShapeGroup) -> bool:
    return any(row.targets for row in group.rows)


def _row(shape: Shape, owners: list[Shape]) -> ShapeRow:
    targets = [target for owner in (*owners, shape) for target in owner.targets]
    sparql = shape.sparql[0] if shape.sparql else None
    expects = list(_expects(shape))
    if sparql:
        expects.append(Clause(words="the query below finds nothing"))
    return ShapeRow(
        iri=shape.iri,
        name=slug_of(shape.iri),
        targets=tuple(Clause(words=_TARGETS[kind], terms=(iri,)) for kind, iri in dict.fromkeys(targets)),
        path=shape.path,
        expects=tuple(expects),
        message=shape.message or (sparql.message if sparql else ""),
        select=dedent(sparql.select).strip() if sparql else "",
        severity="" if shape.severity == SH + "Violation" else slug_of(shape.severity).lower(),
    )


def _expects(shape: Shape) -> Iterator[Clause]:
    counts = {it.parameter: _texts(it)[0] for it in shape.constraints if it.parameter in ("minCount", "maxCount")}
    if len(counts) == 2 and len(set(counts.values())) == 1:
        yield Clause(words=f"exactly {counts['minCount']}")
        counts = {}
    for parameter, number in sorted(counts.items(), reverse=True):
        yield Clause(words="none" if number == "0" else f"{_WORDS[parameter]} {number}")
    for constraint in shape.constraints:
        if constraint.parameter in ("minCount", "maxCount"):
            continue
        if constraint.parameter == "uniqueLang":
            yield Clause(words="at most one text in each language")
        elif constraint.parameter == "pattern":
            flags = f", flags {shape.flags}" if shape.flags else ""
            yield Clause(words=f"{_WORDS['pattern']} the pattern {_texts(constraint)[0]}{flags}")
        elif constraint.parameter == "qualifiedMaxCount":
            yield Clause(words=f"at most {_texts(constraint)[0]} that fit", terms=(shape.qualified,))
        elif iris := tuple(term.value for term in constraint.values if isinstance(term, ox.NamedNode)):
            yield Clause(words=_WORDS[constraint.parameter], terms=iris)
        else:
            yield Clause(words=f"{_WORDS[constraint.parameter]} {', '.join(_texts(constraint))}")


def _texts(constraint: Constraint) -> list[str]:
    return [
        term.value
        if isinstance(term, ox.Literal)
        else curie(term.value)
        if isinstance(term, ox.NamedNode)
        else str(term)
        for term in constraint.values
    ]
