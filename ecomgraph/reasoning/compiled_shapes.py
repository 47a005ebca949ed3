"""Validate with SPARQL queries compiled from the shapes, one for each shape and constraint, run on the store.

The results are those that SHACL (https://www.w3.org/TR/shacl/) defines, and that pyshacl gives.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import QueryError, ShapesError, UncoveredShapesError
from ecomgraph.namespace import PREFIXES
from ecomgraph.reasoning.cycles import finds_cycles_of, has_cycle
from ecomgraph.reasoning.shapes import SH, Shape, read_shapes
from ecomgraph.reasoning.validation_report import ValidationReport, ValidationResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ecomgraph.reasoning.shapes import Constraint, SparqlConstraint
    from ecomgraph.store.dataset import Dataset

__all__ = ["Check", "compile_checks", "validate_with_queries"]

_XSD, _RDF, _RDFS = PREFIXES["xsd"], PREFIXES["rdf"], PREFIXES["rdfs"]
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_MAX_THREADS = 4
_WHERE = re.compile(r"WHERE\s*\{", re.IGNORECASE)


def validate_with_queries(dataset: Dataset, shapes: bytes, *, packaged: bool = False) -> ValidationReport:
    """Validate a dataset against shapes in Turtle; raise :class:`~ecomgraph.ShapesError` for unsupported shapes.

    Queries in shapes pass the query guard, except those in ``packaged`` shapes, which are trusted.
    """
    from concurrent.futures import ThreadPoolExecutor

    def found(check: Check) -> list[ValidationResult]:
        cycle = finds_cycles_of(check.source)
        if cycle and not has_cycle(dataset, cycle):
            return []
        rows = dataset.store.query(check.select, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        names = [variable.value for variable in rows.variables]
        return [check.result({name: _text(row[name]) for name in names if row[name]}) for row in rows]

    checks = list(compile_checks(dataset, shapes, packaged=packaged))
    # The store releases the GIL while it answers a query.
    with ThreadPoolExecutor(min(_MAX_THREADS, os.cpu_count() or 1)) as pool:
        results = {result for some in pool.map(found, checks) for result in some}
    return ValidationReport(conforms=not results, results=tuple(sorted(results)))


def compile_checks(dataset: Dataset, shapes: bytes, *, packaged: bool = False) -> Iterator[Check]:
    """Yield the queries that validate a dataset; they are valid until a subclass relation in it changes."""
    yield from _Compiler(dataset, read_shapes(shapes), packaged=packaged).checks()


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A query whose rows are violations: ``this``, ``value`` if there is one, and the variables of the message.

    ``source`` is the query of a SPARQL constraint, before it is bound to the focus nodes.
    """

    select: str
    shape: Shape
    component: str
    message: str
    source: str = ""

    def result(self, row: dict[str, str]) -> ValidationResult:
        """Return the validation result of a row."""
        return ValidationResult(
            focus_node=row["this"],
            result_path=row.get("path") or self.shape.path,
            value=row.get("value") or ("" if self.shape.path else row["this"]),
            source_shape=self.shape.iri,
            component=self.component,
            severity=self.shape.severity,
            message=_PLACEHOLDER.sub(lambda match: row.get(match[1], match[0]), self.message),
            bindings=tuple((name, row[name]) for name in sorted({*_PLACEHOLDER.findall(self.message)} & row.keys())),
        )


class _Compiler:
    def __init__(self, dataset: Dataset, shapes: Mapping[str, Shape], *, packaged: bool) -> None:
        self._dataset = dataset
        self._packaged = packaged
        self._shapes = shapes
        self._fresh = 0

    def checks(self) -> Iterator[Check]:
        """Yield a check for each constraint of each shape that has targets, and of its property shapes."""
        for shape in self._shapes.values():
            if shape.targets:
                focus = self._focus(shape)
                yield from self._shape_checks(shape, focus)
                for iri in shape.properties:
                    yield from self._shape_checks(self._shape(iri), focus)

    def _shape(self, iri: str) -> Shape:
        try:
            return self._shapes[iri]
        except KeyError:
            raise ShapesError(f"{iri} is used as a shape but not declared") from None

    def _shape_checks(self, shape: Shape, focus: str) -> Iterator[Check]:
        for constraint in shape.constraints:
            select = self._constraint(shape, constraint, focus)
            yield Check(select=select, shape=shape, component=constraint.component, message=shape.message)
        for sparql in shape.sparql:
            select = self._sparql(sparql, focus)
            component = SH + "SPARQLConstraintComponent"
            message = sparql.message or shape.message
            yield Check(select=select, shape=shape, component=component, message=message, source=sparql.select)

    # ------------------------------------------------------------------ focus nodes

    def _focus(self, shape: Shape) -> str:
        """Return a pattern that binds ``?this`` to each focus node once."""
        patterns = {
            "targetClass": lambda iri: self._instance_of("?this", iri),
            "targetNode": lambda iri: f"VALUES ?this {{ <{iri}> }}",
            "targetObjectsOf": lambda iri: f"?any <{iri}> ?this .",
            "targetSubjectsOf": lambda iri: f"?this <{iri}> ?any .",
        }
        union = " UNION ".join(f"{{ {patterns[kind](iri)} }}" for kind, iri in shape.targets)
        return f"{{ SELECT DISTINCT ?this WHERE {{ {union} }} }}"

    def _instance_of(self, variable: str, iri: str) -> str:
        """Return a pattern for instances of a class or of one of its subclasses."""
        subclasses = self._dataset.store.query(
            f"SELECT ?class WHERE {{ ?class <{_RDFS}subClassOf>* <{iri}> }}", use_default_graph_as_union=True
        )
        assert isinstance(subclasses, ox.QuerySolutions)
        classes = sorted({str(row["class"]) for row in subclasses} | {f"<{iri}>"})
        if len(classes) == 1:
            return f"{variable} <{_RDF}type> {classes[0]} ."
        return f"VALUES {self._new()} {{ {' '.join(classes)} }} {variable} <{_RDF}type> ?v{self._fresh} ."

    def _new(self) -> str:
        self._fresh += 1
        return f"?v{self._fresh}"

    # ------------------------------------------------------------------ constraints

    def _constraint(self, shape: Shape, constraint: Constraint, focus: str) -> str:
        """Return the query for one constraint; ``?value`` is the value node, in a node shape the focus node itself."""
        values = f"?this <{shape.path}> ?value ." if shape.path else "BIND(?this AS ?value)"
        term = constraint.values[0] if constraint.values else None
        counting: dict[str, Callable[[], str]] = {
            "hasValue": lambda: f"SELECT ?this {{ {focus} FILTER NOT EXISTS {{ ?this <{shape.path}> {term} }} }}",
            "maxCount": lambda: self._more_than(term, focus, values),
            "minCount": lambda: self._fewer_than(term, focus, values),
            "qualifiedMaxCount": lambda: self._more_than(
                term, focus, f"{values} FILTER({self._conforms(shape.qualified, '?value')})"
            ),
            "uniqueLang": lambda: (
                f"SELECT ?this {{ {focus} {values} FILTER(LANG(?value) != '') }} "
                "GROUP BY ?this (LCASE(LANG(?value)) AS ?language) HAVING(COUNT(DISTINCT ?value) > 1)"
            ),
            "disjoint": lambda: f"SELECT ?this ?value {{ {focus} {values} ?this {term} ?value }}",
            "lessThan": lambda: (
                f"SELECT ?this ?value {{ {focus} {values} ?this {term} ?other "
                "FILTER(!COALESCE(?value < ?other, false)) }"
            ),
        }
        if constraint.parameter in counting:
            return counting[constraint.parameter]()
        holds = self._holds(shape, constraint, "?value")
        return f"SELECT DISTINCT ?this ?value {{ {focus} {values} FILTER(!({holds})) }}"

    @staticmethod
    def _more_than(number: object, focus: str, values: str) -> str:
        if _integer(number) == 1:
            other = re.sub(r"\?value\b", "?another", values)
            return f"SELECT DISTINCT ?this {{ {focus} {values} {other} FILTER(!SAMETERM(?value, ?another)) }}"
        return f"SELECT ?this {{ {focus} {values} }} GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {_integer(number)})"

    @staticmethod
    def _fewer_than(number: object, focus: str, values: str) -> str:
        if _integer(number) == 1:
            return f"SELECT ?this {{ {focus} FILTER NOT EXISTS {{ {values} }} }}"
        return (
            f"SELECT ?this {{ {focus} OPTIONAL {{ {values} }} }} "
            f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) < {_integer(number)})"
        )

    def _holds(self, shape: Shape, constraint: Constraint, variable: str) -> str:
        """Return an expression that is true if a value node (``variable``) satisfies the constraint."""
        terms = constraint.values
        match constraint.parameter:
            case "class":
                return f"EXISTS {{ {self._instance_of(variable, _iri(terms[0]))} }}"
            case "datatype":
                return _has_datatype(variable, _iri(terms[0]))
            case "in":
                return " || ".join(f"SAMETERM({variable}, {term})" for term in terms)
            case "languageIn":
                ranges = " || ".join(f"LANGMATCHES(LANG({variable}), {_string(term)})" for term in terms)
                return f"ISLITERAL({variable}) && ({ranges})"
            case "pattern":
                flags = f", {_quoted(shape.flags)}" if shape.flags else ""
                return f"!ISBLANK({variable}) && REGEX(STR({variable}), {_string(terms[0])}{flags})"
            case "minInclusive" | "maxInclusive" | "minExclusive":
                sign = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">"}[constraint.parameter]
                return f"COALESCE({variable} {sign} {terms[0]}, false)"
            case "not":
                return f"!({self._conforms(_iri(terms[0]), variable)})"
            case "or":
                return " || ".join(f"({self._conforms(_iri(term), variable)})" for term in terms)
        raise UncoveredShapesError(f"{shape.iri}: sh:{constraint.parameter} is not covered here by the compiled engine")

    def _conforms(self, iri: str, variable: str) -> str:
        """Return an expression that is true if a node conforms to a shape."""
        shape = self._shape(iri)
        if shape.sparql or shape.properties:
            raise UncoveredShapesError(
                f"{iri}: a shape used within another one may have neither sh:sparql nor sh:property"
            )
        parts = []
        for constraint in shape.constraints:
            if not shape.path:
                parts.append(self._holds(shape, constraint, variable))
            elif constraint.parameter == "hasValue":
                parts.append(f"EXISTS {{ {variable} <{shape.path}> {constraint.values[0]} }}")
            elif constraint.parameter == "minCount" and _integer(constraint.values[0]) == 1:
                parts.append(f"EXISTS {{ {variable} <{shape.path}> {self._new()} }}")
            elif constraint.parameter == "maxCount" and _integer(constraint.values[0]) == 1:
                one, other = self._new(), self._new()
                two = f"{variable} <{shape.path}> {one} , {other} FILTER(!SAMETERM({one}, {other}))"
                parts.append(f"NOT EXISTS {{ {two} }}")
            else:
                raise UncoveredShapesError(f"{iri}: sh:{constraint.parameter} is not supported within another shape")
        return " && ".join(f"({part})" for part in parts) or "true"

    def _sparql(self, constraint: SparqlConstraint, focus: str) -> str:
        """Return the constraint's own query with ``$this`` bound to the focus nodes."""
        if self._packaged:
            return _WHERE.sub(lambda match: f"{match[0]} {focus} ", constraint.select, count=1)
        from ecomgraph.store.query_guard import check_query

        try:
            at = check_query(constraint.select).where_begins
            return check_query(f"{constraint.select[:at]} {focus} {constraint.select[at:]}").rendering
        except QueryError as error:
            raise ShapesError(f"the query of a SPARQL constraint is refused: {error}") from None


def _has_datatype(variable: str, datatype: str) -> str:
    same = f"DATATYPE({variable}) = <{datatype}>"
    if datatype in {_XSD + "string", _RDF + "langString"}:
        return f"ISLITERAL({variable}) && {same}"
    # An ill-typed literal has the datatype, but casting it to the datatype fails.
    return f"ISLITERAL({variable}) && {same} && COALESCE(ISLITERAL(<{datatype}>(STR({variable}))), false)"


def _iri(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    raise UncoveredShapesError(f"{term} is used where the compiled engine covers only an IRI")


def _integer(term: object) -> int:
    return int(_text(term))


def _string(term: object) -> str:
    return _quoted(_text(term))


def _quoted(text: str) -> str:
    return str(ox.Literal(text))
