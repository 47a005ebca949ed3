"""Read SHACL shapes into value objects; raise an error that names what the compiled engine does not support."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import ShapesError, UncoveredShapesError
from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Constraint", "Shape", "SparqlConstraint", "read_shapes"]

SH, RDF = PREFIXES["sh"], PREFIXES["rdf"]
_TARGETS = {"targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"}
_COMPONENTS = {
    "class": "ClassConstraintComponent",
    "datatype": "DatatypeConstraintComponent",
    "disjoint": "DisjointConstraintComponent",
    "hasValue": "HasValueConstraintComponent",
    "in": "InConstraintComponent",
    "languageIn": "LanguageInConstraintComponent",
    "lessThan": "LessThanConstraintComponent",
    "maxCount": "MaxCountConstraintComponent",
    "maxInclusive": "MaxInclusiveConstraintComponent",
    "minCount": "MinCountConstraintComponent",
    "minExclusive": "MinExclusiveConstraintComponent",
    "minInclusive": "MinInclusiveConstraintComponent",
    "not": "NotConstraintComponent",
    "or": "OrConstraintComponent",
    "pattern": "PatternConstraintComponent",
    "qualifiedMaxCount": "QualifiedMaxCountConstraintComponent",
    "uniqueLang": "UniqueLangConstraintComponent",
}
_LISTS = {"in", "languageIn", "or"}
_OTHERS = {"flags", "message", "path", "property", "qualifiedValueShape", "severity", "sparql"}
_OF_QUERIES = {"message", "prefixes", "select"}
# Parameters whose value must be an IRI.
_IRIS = {SH + name for name in ("path", "property", *_TARGETS)}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One value of one parameter; ``values`` has several members if the parameter takes a list."""

    parameter: str
    values: tuple[Term, ...]

    @property
    def component(self) -> str:
        """The IRI of the constraint component."""
        return SH + _COMPONENTS[self.parameter]


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlConstraint:
    """A SELECT whose solutions are violations; ``message`` may hold ``{$this}`` and ``{?variable}``."""

    select: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A node shape, or a property shape when it has a ``path`` (the IRI of a property)."""

    iri: str
    path: str = ""
    message: str = ""
    severity: str = SH + "Violation"
    targets: tuple[tuple[str, str], ...] = ()
    constraints: tuple[Constraint, ...] = ()
    sparql: tuple[SparqlConstraint, ...] = ()
    properties: tuple[str, ...] = ()
    flags: str = ""
    qualified: str = ""


@dataclass(slots=True)
class _Reader:
    store: ox.Store = field(default_factory=ox.Store)

    def objects(self, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> list[Term]:
        found = self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
        return sorted((quad.object for quad in found), key=str)

    def text(self, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> str:
        return next((term.value for term in self.objects(subject, predicate) if not isinstance(term, ox.Triple)), "")

    def members(self, head: Term) -> tuple[Term, ...]:
        found: list[Term] = []
        while isinstance(head, ox.NamedNode | ox.BlankNode) and head.value != RDF + "nil":
            found += self.objects(head, RDF + "first")
            head = next(iter(self.objects(head, RDF + "rest")), ox.NamedNode(RDF + "nil"))
        return tuple(found)

    def shape(self, subject: ox.NamedNode) -> Shape:
        self.refuse_what_is_not_covered(subject)
        constraints: list[Constraint] = []
        for parameter in _COMPONENTS:
            for term in self.objects(subject, SH + parameter):
                values = self.members(term) if parameter in _LISTS else (term,)
                constraints.append(Constraint(parameter=parameter, values=values))
        return Shape(
            iri=subject.value,
            path=self.text(subject, SH + "path"),
            message=self.text(subject, SH + "message"),
            severity=self.text(subject, SH + "severity") or SH + "Violation",
            targets=tuple(
                (kind, term.value)
                for kind in sorted(_TARGETS)
                for term in self.objects(subject, SH + kind)
                if isinstance(term, ox.NamedNode)
            ),
            constraints=tuple(constraints),
            sparql=tuple(
                SparqlConstraint(
                    select=self.prologue(constraint) + self.text(constraint, SH + "select"),
                    message=self.text(constraint, SH + "message"),
                )
                for constraint in self.objects(subject, SH + "sparql")
                if isinstance(constraint, ox.NamedNode | ox.BlankNode)
            ),
            properties=tuple(
                term.value for term in self.objects(subject, SH + "property") if isinstance(term, ox.NamedNode)
            ),
            flags=self.text(subject, SH + "flags"),
            qualified=self.text(subject, SH + "qualifiedValueShape"),
        )

    def prologue(self, constraint: ox.NamedNode | ox.BlankNode) -> str:
        lines = [
            f"PREFIX {self.text(entry, SH + 'prefix')}: <{self.text(entry, SH + 'namespace')}>\n"
            for ontology in self.objects(constraint, SH + "prefixes")
            if isinstance(ontology, ox.NamedNode)
            for entry in self.objects(ontology, SH + "declare")
            if isinstance(entry, ox.NamedNode | ox.BlankNode)
        ]
        return "".join(lines)

    def refuse_what_is_not_covered(self, subject: ox.NamedNode) -> None:
        known = _TARGETS | set(_COMPONENTS) | _OTHERS
        for quad in self.store.quads_for_pattern(subject, None, None, None):
            term = quad.predicate.value
            if term.startswith(SH) and term.removeprefix(SH) not in known:
                raise UncoveredShapesError(
                    f"{subject.value}: sh:{term.removeprefix(SH)} is not supported by the compiled engine"
                )
            if term in _IRIS and not isinstance(quad.object, ox.NamedNode):
                raise UncoveredShapesError(
                    f"{subject.value}: only IRIs are supported as sh:{term.removeprefix(SH)}, no blank nodes"
                )
            if term == RDF + "type" and quad.object == ox.NamedNode(PREFIXES["rdfs"] + "Class"):
                raise UncoveredShapesError(f"{subject.value}: class targets are not supported; add sh:targetClass")
        for constraint in self.objects(subject, SH + "sparql"):
            if not isinstance(constraint, ox.NamedNode | ox.BlankNode):
                raise ShapesError(f"{subject.value}: sh:sparql must be an IRI or a blank node")
            for quad in self.store.quads_for_pattern(constraint, None, None, None):
                term = quad.predicate.value
                if term.startswith(SH) and term.removeprefix(SH) not in _OF_QUERIES:
                    raise UncoveredShapesError(
                        f"{subject.value}: {term.replace(SH, 'sh:')} is not supported in sh:sparql"
                    )


# Cached, because reading the packaged shapes is half the work of validating a small framework.
@lru_cache(maxsize=4)
def read_shapes(turtle: bytes) -> Mapping[str, Shape]:
    """Return all shapes of a Turtle document by IRI; raise :class:`~ecomgraph.ShapesError` if unsupported.

    Supported are node and property shapes with IRIs, paths of one property, all kinds of explicit target, SPARQL
    constraints, and the constraint components that the packaged shapes use. The answer is kept for the next call with
    the same document.
    """
    reader = _Reader()
    try:
        reader.store.load(turtle, format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise ShapesError(f"the shapes are not well-formed: {error.msg}") from None
    kinds = (ox.NamedNode(SH + "NodeShape"), ox.NamedNode(SH + "PropertyShape"))
    subjects = {
        quad.subject
        for kind in kinds
        for quad in reader.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind, None)
    }
    # Any resource with a target is a shape, even without a shape class.
    for target in sorted(_TARGETS):
        subjects |= {
            quad.subject for quad in reader.store.quads_for_pattern(None, ox.NamedNode(SH + target), None, None)
        }
    named = sorted((subject for subject in subjects if isinstance(subject, ox.NamedNode)), key=str)
    if len(named) < len(subjects):
        raise UncoveredShapesError("shapes without an IRI are not supported by the compiled engine")
    return MappingProxyType({subject.value: reader.shape(subject) for subject in named})
