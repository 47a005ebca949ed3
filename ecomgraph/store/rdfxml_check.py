"""Check RDF/XML before the native parser: refuse or rewrite what would exhaust it, or what it ignores or misreads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape

from ecomgraph.errors import ParseError
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.xml_limits import MAX_NAMESPACES, feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

__all__ = ["prepare_xml"]

_RDF = PREFIXES["rdf"]
_XML = "http://www.w3.org/XML/1998/namespace"
_NEVER = {"Description", "RDF", "aboutEach", "aboutEachPrefix", "bagID", "li"}
_NEW = {"annotation", "annotationNodeID", "version"}
# Attributes that node elements must not have; and for some attributes of a property element, the only ones allowed
# beside it.
_NOT_ON_NODES = {"datatype", "parseType", "resource"}
_ALONE = {"parseType": {"ID", "parseType"}, "datatype": {"ID", "datatype"}}


# A line end or a tab in an attribute value, which XML reads as a space; the pattern may also match text content.
_WRAPPED = re.compile(rb"""=\s*(?:"[^"<]*[\t\n][^"<]*"|'[^'<]*[\t\n][^'<]*')""")
# Text next to a comment, processing instruction or CDATA section, which the native parser reads as several texts.
_SPLIT = re.compile(rb"<!\[CDATA\[|[^>\s]\s*+<(?:!--|\?)|(?:-->|\?>)\s*+[^<\s]")
_REMEDY = "close each tag, write & as &amp;, and declare prefixes and the encoding"
# Limits on the growth of a document by entity expansion: a factor, and an absolute allowance.
GROWTH, ALLOWANCE = 10, 1024 * 1024


def prepare_xml(data: bytes, *, name: str, max_depth: int, tick: Callable[[], object] | None = None) -> bytes:
    r"""Return a UTF-8 document that the native parser reads according to XML 1.0.

    Line ends become line feeds. If entities are declared, an attribute value spans several lines, or a text has a
    comment in it, which the native parser reads differently or not at all, the document is serialized again from
    expat's events.

    ``tick`` is called for each MiB, and may raise to end the work. Raises :class:`~ecomgraph.ParseError` if it is not
    well-formed, and for what :class:`_Check` refuses.

    >>> document = b'<!DOCTYPE a [<!ENTITY b "urn:b">]>\r\n<a xmlns="urn:x"\r\nc="&b;"/>'
    >>> prepare_xml(document, name="ours.rdf", max_depth=9)
    b'<a\n xmlns="urn:x" c="urn:b"></a>'
    """
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    check = _Check(name, max_depth, GROWTH * len(data) + ALLOWANCE)
    check.run(data, tick)
    if not check.has_doctype and _WRAPPED.search(data) is None and _SPLIT.search(data) is None:
        return data
    return _Rendering().of(data, tick)


class _Check:
    """Refuses malformed XML, deep nesting, many namespaces, attributes that would be ignored, external declarations.

    In a document type declaration, only internal text entities are allowed.
    """

    def __init__(self, name: str, max_depth: int, max_size: int) -> None:
        self._name = name
        self._max_depth = max_depth
        # The remaining allowance for entity expansion.
        self._room = max_size
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.AttlistDeclHandler = self._attributes
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._declared
        parser.EndNamespaceDeclHandler = self._undeclared
        self._namespaces = 0
        self.has_doctype = False
        # The content of each open element: nodes, properties of a node, or an XML literal.
        self._holding = ["nodes"]

    def run(self, data: bytes, tick: Callable[[], object] | None) -> None:
        """Check a whole document."""
        try:
            feed(self._parser, data, tick)
        except expat.ExpatError as error:
            reason = f"not well-formed XML: {expat.ErrorString(error.code)}; {_REMEDY}"
            raise ParseError(self._name, error.lineno, error.offset + 1, reason) from None

    def _refuse(self, reason: str) -> NoReturn:
        raise ParseError(self._name, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1, reason)

    def _doctype(self, _: str, system: str | None, public: str | None, *__: object) -> None:
        self.has_doctype = True
        self._parser.CharacterDataHandler = self._text
        if system or public:
            self._refuse("an external document type is not fetched; remove it from the declaration")

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        if value is None:
            self._refuse(f"the entity {name!r} is external and is not fetched; write its content")
        if is_parameter:
            self._refuse(f"the parameter entity {name!r} is not supported; write its content")

    def _attributes(self, element: str, attribute: str, *_: object) -> None:
        self._refuse(
            f"a declaration of {attribute!r} on {element!r} is not supported; write the attribute on each element"
        )

    def _text(self, text: str) -> None:
        self._room -= len(text)
        if self._room < 0:
            self._refuse(f"its entities make it more than {GROWTH} times as long; write their content")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.has_doctype:
            for part in (tag, *attributes, *attributes.values()):
                self._text(part)
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

    def _declared(self, *_: object) -> None:
        self._namespaces += 1
        if self._namespaces > MAX_NAMESPACES:
            self._refuse(f"more than {MAX_NAMESPACES:,} namespaces are declared; declare each where it is used")

    def _undeclared(self, *_: object) -> None:
        self._namespaces -= 1


class _Rendering:
    """Serializes a document without its document type, with each tag on its original line."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._line = 1
        self._parser = parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda tag: self._put(f"</{tag}>")
        parser.CharacterDataHandler = lambda text: self._put(escape(text, {"\r": "&#13;"}))

    def of(self, data: bytes, tick: Callable[[], object] | None) -> bytes:
        """Return the document, which must be well-formed."""
        feed(self._parser, data, tick)
        return "".join(self._parts).encode()

    def _start(self, tag: str, attributes: list[str]) -> None:
        # Line ends that replace the document type, comments and wrapped values, to keep line numbers.
        missing = "\n" * (self._parser.CurrentLineNumber - self._line)
        special = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        said = "".join(f' {key}="{escape(value, special)}"' for key, value in pairs)
        self._put(f"<{tag}{missing}{said}>")

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._line += text.count("\n")


def _attribute_problem(attributes: dict[str, str], *, is_property: bool) -> str:
    """Return what is wrong with the attributes of an element, ``""`` if nothing."""
    of_rdf = {key.removeprefix(f"{_RDF} ") for key in attributes if key.startswith(f"{_RDF} ")}
    if never := of_rdf & _NEVER:
        return f"rdf:{min(never)} is not an attribute of RDF 1.1"
    if attributes.get(f"{_RDF} parseType") == "Triple" or of_rdf & _NEW:
        return "an attribute of RDF 1.2, and only RDF 1.1 is supported; use owl:Axiom instead"
    if not is_property:
        wrong = of_rdf & _NOT_ON_NODES
        return f"rdf:{min(wrong)} belongs on a property, and this is a node" if wrong else ""
    for first, allowed in _ALONE.items():
        others = [key for key in attributes if not key.startswith(_XML) and key.removeprefix(f"{_RDF} ") not in allowed]
        if first in of_rdf and others:
            other = min(others).replace(f"{_RDF} ", "rdf:").split(" ")[-1]
            return f"an element with rdf:{first} may have no other attribute than rdf:ID, but has {other}"
    return ""
