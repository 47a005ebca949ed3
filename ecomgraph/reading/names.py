"""Find things by the names that people use: IRI, CURIE, slug, preferred label, alternative label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import AmbiguousNameError, UnknownNameError
from ecomgraph.namespace import PREFIXES
from ecomgraph.schema import KINDS as KIND_ROWS
from ecomgraph.schema import NODES

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

__all__ = ["KINDS", "TABLES", "Kind", "Names", "curie", "short_digest", "slug_of"]

# What parameters of stored queries and error messages call a kind.
Kind = str

KINDS: dict[str, tuple[str, ...]] = {
    kind.name: kind.classes[:1] for kind in KIND_ROWS.values() if kind.named or kind.key == "passage"
}
KINDS["career node"] = tuple(dict.fromkeys(iri for key in reversed(NODES) for iri in KIND_ROWS[key].classes))
# Values of controlled vocabularies are not among the things that a career is about.
KINDS["thing"] = tuple(
    sorted({iri for kind in KIND_ROWS.values() if kind.name in KINDS and not kind.controlled for iri in kind.classes})
)

_TYPE = PREFIXES["rdf"] + "type"
_LABELS = (ox.NamedNode(PREFIXES["skos"] + "prefLabel"), ox.NamedNode(PREFIXES["skos"] + "altLabel"))
TABLES = 2 + len(_LABELS)


def slug_of(iri: str) -> str:
    """Return the last part of an IRI, after the last ``/``, ``#`` or, without these, ``:``.

    >>> slug_of("https://w3id.org/ecomgraph/role/ecommerce-director")
    'ecommerce-director'
    """
    tail = iri.rstrip("/#")
    cut = max(tail.rfind("/"), tail.rfind("#"))
    return tail[(cut if cut >= 0 else tail.rfind(":")) + 1 :]


def curie(iri: str) -> str:
    """Return an IRI abbreviated with a well-known prefix, or as it is.

    >>> curie("https://w3id.org/ecomgraph/ns#Role")
    'ecg:Role'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _PREFIX_OF.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri


def short_digest(text: str, digits: int = 16, *, errors: str = "surrogatepass") -> str:
    """Return the first digits of the SHA-256 digest of a text, in lower-case hexadecimal.

    >>> short_digest("https://example.org/baker", 8)
    'baa5149f'
    """
    # Few commands need OpenSSL, which hashlib loads.
    from hashlib import sha256

    return sha256(text.encode(errors=errors)).hexdigest()[:digits]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


_PREFIX_OF = {iri: prefix for prefix, iri in PREFIXES.items()}


class Names:
    """An index of names, built lazily for each kind of resource."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._tables: dict[tuple[str, int], dict[str, list[str]]] = {}

    def find(self, name: str, kind: Kind) -> str:
        """Return the IRI of the only resource of a kind with a name, ignoring case.

        An IRI or a CURIE is tried first, then slugs, preferred labels and alternative labels in this order. Raises
        :class:`~ecomgraph.UnknownNameError` with the nearest names, or :class:`~ecomgraph.AmbiguousNameError`.
        """
        found = self.matches(name, kind)
        if len(found) > 1:
            raise AmbiguousNameError(name, kind, found)
        if found:
            return found[0]
        others = [self._table(kind, number) for number in range(1, TABLES)]
        raise UnknownNameError(name, kind, self._nearest(_folded(name), others))

    def matches(self, name: str, kind: Kind, tables: int = TABLES) -> list[str]:
        """Return the IRIs, sorted, that a name matches best in the first tables: IRIs, slugs, labels, other labels."""
        prefix, colon, local = name.partition(":")
        expanded = PREFIXES[prefix] + local if colon and prefix in PREFIXES else name
        wanted = _folded(name)
        for number in range(tables):
            if found := self._table(kind, number).get(wanted if number else expanded):
                return sorted(found)
        return []

    def iris(self, kind: Kind) -> list[str]:
        """Return the IRIs of all things of a kind, sorted."""
        return sorted(self._table(kind, 0))

    def _table(self, kind: Kind, number: int) -> dict[str, list[str]]:
        """Return one of the tables: IRIs, slugs, then preferred and alternative labels.

        Each is built when first asked for: a large framework has tens of thousands of alternative labels, which most
        questions do not need.
        """
        found = self._tables.get((kind, number))
        if found is None:
            if number == 0:
                found = {iri: [iri] for concept in KINDS[kind] for iri in self._dataset.subjects(_TYPE, concept)}
            elif number == 1:
                found = {}
                for iri in self._table(kind, 0):
                    found.setdefault(slug_of(iri).casefold(), []).append(iri)
            else:
                found = self._labels(self._table(kind, 0), _LABELS[number - 2])
            self._tables[kind, number] = found
        return found

    def _labels(self, iris: dict[str, list[str]], predicate: ox.NamedNode) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        query = f"SELECT ?thing ?label {{ ?thing {predicate} ?label }}"
        for thing, label in self._dataset.select(query):
            if isinstance(label, ox.Literal) and isinstance(thing, ox.NamedNode) and thing.value in iris:
                holders = table.setdefault(_folded(label.value), [])
                if thing.value not in holders:
                    holders.append(thing.value)
        return table

    @staticmethod
    def _nearest(wanted: str, tables: list[dict[str, list[str]]]) -> list[str]:
        from difflib import get_close_matches

        # Candidates are shown as slugs, which are easy to type, unless the slugs are meaningless codes.
        slugs, *labels = tables
        shown = {iri: slug for slug, found in slugs.items() for iri in found}
        names = {name: found[0] for table in (slugs, *labels) for name, found in table.items()}
        near = get_close_matches(wanted, names, n=6, cutoff=0.5)
        if not near:
            near = sorted(name for name in names if wanted and wanted in name)[:3]
        telling = (slug if any(map(str.isalpha, slug := shown[names[name]])) else name for name in near)
        return list(dict.fromkeys(telling))[:3]
