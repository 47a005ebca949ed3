"""Look at RDF/XML before the native parser does: what would exhaust it, and what it would pass over in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from ecomgraph.errors import ParseError
from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["XmlCheck"]

_RDF = PREFIXES["rdf"]
_XML = "http://www.w3.org/XML/1998/namespace"
_NEVER = {"Description", "RDF", "aboutEach", "aboutEachPrefix", "bagID", "li"}
_NEW = {"annotation", "annotationNodeID", "version"}
# What an element may not have, by what it is; a property element with the first of a row may have only the rest.
_NOT_ON_NODES = {"datatype", "parseType", "resource"}
_ALONE = {"parseType": {"ID", "parseType"}, "datatype": {"ID", "datatype"}}


class XmlCheck:
    """Refuses what is not well-formed, a document type declaration, deep nesting, and attributes that would be ignored.

    Oxigraph would expand entities without limit.
    """

    def __init__(self, name: str, max_depth: int) -> None:
        self._name = name
        self._max_depth = max_depth
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        # What the elements that are open hold: nodes, properties of a node, or XML that is a literal.
        self._holding = ["nodes"]

    def run(self, data: bytes) -> None:
        """Look at a whole document."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            reason = f"not well-formed XML: {expat.ErrorString(error.code)}"
            raise ParseError(self._name, error.lineno, error.offset + 1, reason) from None
        except LookupError as error:
            raise ParseError(self._name, 1, 1, f"not well-formed XML: {error}") from None

    def _refuse(self, reason: str) -> NoReturn:
        raise ParseError(self._name, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1, reason)

    def _doctype(self, *_: object) -> None:
        self._refuse(
            "a document type declaration is refused; replace its entities by what they stand for and remove it"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        holding = self._holding
        if len(holding) > self._max_depth:
            self._refuse(f"elements are nested deeper than {self._max_depth}")
        if holding[-1] == "literal" or (len(holding) == 1 and tag == f"{_RDF} RDF"):
            holding.append(holding[-1])
            return
        is_property = holding[-1] == "properties"
        problem = _attribute_problem(attributes, is_property=is_property)
        if problem:
            self._refuse(problem)
        parse_type = attributes.get(f"{_RDF} parseType", "Collection")
        held = {"Collection": "nodes", "Resource": "properties"}.get(parse_type, "literal")
        holding.append(held if is_property else "properties")

    def _end(self, _: str) -> None:
        self._holding.pop()


def _attribute_problem(attributes: dict[str, str], *, is_property: bool) -> str:
    """Return what is wrong with the attributes of an element, ``""`` if nothing that the native parser would ignore."""
    of_rdf = {key.removeprefix(f"{_RDF} ") for key in attributes if key.startswith(f"{_RDF} ")}
    if never := of_rdf & _NEVER:
        return f"rdf:{min(never)} is no attribute in RDF 1.1"
    if attributes.get(f"{_RDF} parseType") == "Triple" or of_rdf & _NEW:
        return "an attribute of RDF 1.2, and RDF 1.1 is read here; use rdf:Statement instead"
    if not is_property:
        wrong = of_rdf & _NOT_ON_NODES
        return f"rdf:{min(wrong)} belongs on a property, and this is a node" if wrong else ""
    for first, allowed in _ALONE.items():
        others = [key for key in attributes if not key.startswith(_XML) and key.removeprefix(f"{_RDF} ") not in allowed]
        if first in of_rdf and others:
            other = min(others).replace(f"{_RDF} ", "rdf:").split(" ")[-1]
            return f"an element with rdf:{first} has no other attribute but rdf:ID, and here is {other}"
    return ""
