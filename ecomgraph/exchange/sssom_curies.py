"""Code shared by writers of SSSOM tables: CURIEs with their prefix declarations, and the value for no licence."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NO_LICENSE", "Curies"]

# The value in SSSOM for an unknown licence.
NO_LICENSE = "https://w3id.org/sssom/license/unspecified"
# Prefixes that SSSOM declares itself.
_BUILT_IN = {
    **{PREFIXES[prefix]: prefix for prefix in ("owl", "rdf", "rdfs", "skos", "sssom")},
    "https://w3id.org/semapv/vocab/": "semapv",
}
_LOCAL = re.compile(r"[\w.%~-]+", re.ASCII)


class Curies:
    """Abbreviates IRIs with known or new prefixes; ``declared`` are those that the table must declare.

    >>> curies = Curies({"https://shop.example/": "shop"})
    >>> curies.of("https://shop.example/clerk"), curies.of("urn:a"), curies.of("urn:b")
    ('shop:clerk', 'ns1:a', 'ns1:b')
    >>> curies.of("https://bakery.example/baker", prefix="bakery"), curies.of("https://else.example/a b")
    ('bakery:baker', 'ns2:')
    >>> curies.of("https://skos.example/a", prefix="skos")
    'skos2:a'
    >>> curies.declared["ns2"]
    'https://else.example/a b'
    """

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._prefixes = {**(known or {}), **_BUILT_IN}
        self.declared: dict[str, str] = {}

    def of(self, iri: str, prefix: str = "") -> str:
        """Return the CURIE of an IRI; ``prefix`` is the name for a new prefix, numbered if it is taken."""
        end = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
        namespace, local = iri[:end], iri[end:]
        # If the end of an IRI is not a valid local name, it becomes part of the namespace.
        if not _LOCAL.fullmatch(local):
            namespace, local = iri, ""
        if namespace not in self._prefixes:
            taken = set(self._prefixes.values())
            names = chain([prefix or "ns1"], (f"{prefix or 'ns'}{number}" for number in count(2)))
            self._prefixes[namespace] = next(it for it in names if it not in taken)
        found = self._prefixes[namespace]
        if namespace not in _BUILT_IN:
            self.declared[found] = namespace
        return f"{found}:{local}"
