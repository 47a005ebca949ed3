"""Write N-Triples as text in canonical form, in which equal triples are equal lines."""

from __future__ import annotations

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES

__all__ = ["A", "decimal", "ecg", "integer", "iri", "is_iri", "is_language", "literal", "term"]

_XSD = PREFIXES["xsd"]
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
_ESCAPES |= {ord(char): f"\\{name}" for char, name in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)}

A = f"<{PREFIXES['rdf']}type>"


def iri(value: str) -> str:
    """Return an IRI in N-Triples syntax.

    >>> iri("urn:a")
    '<urn:a>'
    """
    return f"<{value}>"


def term(prefix: str, name: str) -> str:
    """Return an IRI of a well-known namespace.

    >>> term("skos", "prefLabel")
    '<http://www.w3.org/2004/02/skos/core#prefLabel>'
    """
    return f"<{PREFIXES[prefix]}{name}>"


def ecg(name: str) -> str:
    """Return a term of the career vocabulary.

    >>> ecg("Role")
    '<https://w3id.org/ecomgraph/ns#Role>'
    """
    return f"<{ECG.NAMESPACE}{name}>"


def literal(text: str, language: str = "") -> str:
    r"""Return a literal, with or without a language.

    >>> print(literal('a "b"\n', "en"))
    "a \"b\"\n"@en
    """
    return f'"{text.translate(_ESCAPES)}"@{language}' if language else f'"{text.translate(_ESCAPES)}"'


def integer(number: int) -> str:
    """Return an integer literal.

    >>> integer(3)
    '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return f'"{number}"^^<{_XSD}integer>'


def decimal(text: str) -> str:
    """Return a decimal literal.

    >>> decimal("0.5")
    '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return f'"{text}"^^<{_XSD}decimal>'


def is_iri(value: str) -> bool:
    """Tell whether a text is an absolute IRI.

    >>> is_iri("https://example.org/a"), is_iri("two words"), is_iri("baker")
    (True, False, False)
    """
    try:
        ox.NamedNode(value)
    except ValueError:
        return False
    return True


def is_language(tag: str) -> bool:
    """Tell whether a text is a language tag.

    >>> is_language("pt-BR"), is_language("pt_BR")
    (True, False)
    """
    try:
        ox.Literal("", language=tag)
    except ValueError:
        return False
    return True
