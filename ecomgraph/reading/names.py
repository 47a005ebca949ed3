"""Find things by IRI, CURIE, slug, preferred label or alternative label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import AmbiguousNameError, UnknownNameError
from ecomgraph.languages import policy_of
from ecomgraph.namespace import PREFIXES
from ecomgraph.schema import KINDS as KIND_ROWS
from ecomgraph.schema import NODES
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.languages import LabelPolicy
    from ecomgraph.store.dataset import Dataset

__all__ = [
    "KINDS",
    "TABLES",
    "Kind",
    "Names",
    "curie",
    "names_in",
    "short_digest",
    "slug_of",
    "telling",
    "unknown_name",
]

# The name of a kind of thing, as in parameters of stored queries and in error messages.
Kind = str

KINDS: dict[str, tuple[str, ...]] = {
    kind.name: kind.classes[:1] for kind in KIND_ROWS.values() if kind.named or kind.key == "passage"
}
KINDS["career node"] = tuple(dict.fromkeys(iri for key in reversed(NODES) for iri in KIND_ROWS[key].classes))
# "thing" stands for all kinds except values of controlled vocabularies.
KINDS["thing"] = tuple(
    sorted({iri for kind in KIND_ROWS.values() if kind.name in KINDS and not kind.controlled for iri in kind.classes})
)

_TYPE = PREFIXES["rdf"] + "type"
_LABELS = (ox.NamedNode(PREFIXES["skos"] + "prefLabel"), ox.NamedNode(PREFIXES["skos"] + "altLabel"))
TABLES = 2 + len(_LABELS)
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Words with this many equal first letters count as the same word.
_STEM = 4


def slug_of(iri: str) -> str:
    """Return the last part of an IRI, after the last ``/`` or ``#``; without these, after the last ``:``.

    >>> slug_of("https://w3id.org/ecomgraph/role/ecommerce-director")
    'ecommerce-director'
    """
    tail = iri.rstrip("/#")
    cut = max(tail.rfind("/"), tail.rfind("#"))
    return tail[(cut if cut >= 0 else tail.rfind(":")) + 1 :]


def curie(iri: str) -> str:
    """Return an IRI abbreviated with a well-known prefix, or unchanged if none matches.

    >>> curie("https://w3id.org/ecomgraph/ns#Role")
    'ecg:Role'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _PREFIX_OF.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri


def telling(slug: str, label: str) -> bool:
    """Return whether an id suggests the label: a word of the id begins like a word of the label.

    >>> telling("sales-analysis", "Analyze sales"), telling("2.B.3.e", "Programming"), telling("s-17", "Sales")
    (True, False, False)
    """
    if not label or folded(slug) == folded(label):
        return True
    if _UUID.fullmatch(slug):
        return False
    ours, theirs = (
        {word[:_STEM] for word in _WORD.findall(text.casefold()) if len(word) > 2} for text in (slug, label)
    )
    return bool(ours & theirs)


def short_digest(text: str, digits: int = 16, *, errors: str = "surrogatepass") -> str:
    """Return the first hexadecimal digits of the SHA-256 digest of a text, in lower case.

    >>> short_digest("https://example.org/baker", 8)
    'baa5149f'
    """
    # Imported here because it loads OpenSSL, which few commands need.
    from hashlib import sha256

    return sha256(text.encode(errors=errors)).hexdigest()[:digits]


def unknown_name(name: str, kind: Kind, near: Iterable[tuple[float, str, str]], found_as: str = "") -> UnknownNameError:
    """Return the error for a name that nothing has, with up to three of the most similar names, best first."""
    ranked = sorted(near, key=lambda it: -it[0])
    offered = dict.fromkeys((candidate, label) for _, candidate, label in ranked)
    candidates, labels = zip(*[*offered][:3], strict=True) if offered else ((), ())
    return UnknownNameError(name, kind, candidates, labels, found_as)


_PREFIX_OF = {iri: prefix for prefix, iri in PREFIXES.items()}


def names_in(dataset: Dataset) -> Iterator[tuple[str, int, str]]:
    """Yield each name of each thing in a dataset, with the number of its table and an IRI, for an index."""
    names = Names(dataset)
    for kind in KINDS:
        for number in range(1, TABLES):
            for name, iris in names._table(kind, number).items():
                yield from ((name, number, iri) for iri in iris)


class Names:
    """An index of names, built lazily for each kind of resource."""

    def __init__(self, dataset: Dataset, language: str = "") -> None:
        self._dataset = dataset
        self._language = language
        self._tables: dict[tuple[str, int], dict[str, list[str]]] = {}
        self._tags: dict[str, tuple[str, ...]] = {}

    @property
    def policy(self) -> LabelPolicy:
        """The label policy for the reader's language and that of the framework."""
        return policy_of(self._language, self._dataset.language)

    def tags(self, predicate: str) -> tuple[str, ...]:
        """Return the language tags of the values of a property, in lower case, sorted; ``""`` for untagged ones.

        The first call for a property reads all its values.
        """
        found = self._tags.get(predicate)
        if found is None:
            query = f"SELECT DISTINCT (LANG(?text) AS ?tag) {{ ?thing {ox.NamedNode(predicate)} ?text }}"
            rows = self._dataset.select(query)
            found = tuple(sorted({row["tag"].value.lower() for row in rows if row["tag"] is not None}))
            self._tags[predicate] = found
        return found

    def find(self, name: str, kind: Kind) -> str:
        """Return the IRI of the only resource of a kind with a name, compared as :func:`~ecomgraph.spelling.folded`.

        An IRI or a CURIE is tried first, then slugs, preferred labels and alternative labels in this order. Raises
        :class:`~ecomgraph.UnknownNameError` with the most similar names, or :class:`~ecomgraph.AmbiguousNameError`.
        """
        found = self.matches(name, kind)
        if len(found) > 1:
            raise AmbiguousNameError(name, kind, found, list(map(self._beside, found)))
        if found:
            return found[0]
        raise unknown_name(name, kind, self.nearest(name, kind), self.other_kind(name, kind))

    def other_kind(self, name: str, kind: Kind) -> str:
        """Return the first kind other than ``kind`` that has a thing with the name; ``""`` if there is none."""
        others = (it for it in KINDS if it not in {kind, "thing", "career node"})
        return next((it for it in others if self.matches(name, it)), "")

    def matches(self, name: str, kind: Kind, tables: int = TABLES) -> list[str]:
        """Return the IRIs of the things with a name, sorted, from the first table that has any.

        The tables are IRIs, slugs, preferred and alternative labels; only the first ``tables`` of them are searched.
        """
        # Surrounding white space is ignored, in an IRI too.
        name = name.strip()
        prefix, colon, local = name.partition(":")
        expanded = PREFIXES[prefix] + local if colon and prefix in PREFIXES else name
        wanted = folded(name)
        for number in range(tables):
            if found := self._having(wanted if number else expanded, kind, number):
                return sorted(found)
        return []

    def _having(self, name: str, kind: Kind, number: int) -> list[str]:
        """Return the IRIs of the things of a kind whose name in one of the tables is this one."""
        index = self._dataset.names
        if index is None or (kind, number) in self._tables:
            return self._table(kind, number).get(name, [])
        found = index.find(name, number) if number else [name]
        return [iri for iri in found if self._is_of(kind, iri)]

    def _is_of(self, kind: Kind, iri: str) -> bool:
        """Return whether an IRI denotes a thing of a kind; false for a text that is not an IRI."""
        try:
            types = self._dataset.iris(iri, _TYPE)
        except ValueError:
            return False
        return not set(types).isdisjoint(KINDS[kind])

    def labelled(self, name: str, kind: Kind) -> set[str]:
        """Return the IRIs of all things that have a name as their preferred or alternative label."""
        return {iri for number in range(2, TABLES) for iri in self._having(folded(name), kind, number)}

    def labels(self, kind: Kind) -> dict[str, list[str]]:
        """Return the IRIs of the things of a kind by folded preferred or alternative label, in any language.

        This reads all labels of the kind, so that each later look-up takes constant time.
        """
        self._table(kind, 1)
        found: dict[str, list[str]] = {}
        for number in range(2, TABLES):
            for label, iris in self._table(kind, number).items():
                found[label] = sorted({*found.get(label, ()), *iris})
        return found

    def iris(self, kind: Kind) -> list[str]:
        """Return the IRIs of all things of a kind, sorted."""
        return sorted(self._table(kind, 0))

    def _table(self, kind: Kind, number: int) -> dict[str, list[str]]:
        """Return one of the tables: IRIs, slugs, preferred labels, alternative labels.

        Each is built on first use: a large framework has tens of thousands of alternative labels, which most questions
        do not need.
        """
        found = self._tables.get((kind, number))
        if found is None:
            if number == 0:
                found = {iri: [iri] for concept in KINDS[kind] for iri in self._dataset.subjects(_TYPE, concept)}
            elif number == 1:
                found = {}
                for iri in self._table(kind, 0):
                    found.setdefault(folded(slug_of(iri)), []).append(iri)
            else:
                found = self._labels(self._table(kind, 0), _LABELS[number - 2])
            self._tables[kind, number] = found
        return found

    def _labels(self, iris: dict[str, list[str]], predicate: ox.NamedNode) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        query = f"SELECT ?thing ?label {{ ?thing {predicate} ?label }}"
        for thing, label in self._dataset.select(query):
            if isinstance(label, ox.Literal) and isinstance(thing, ox.NamedNode) and thing.value in iris:
                holders = table.setdefault(folded(label.value), [])
                if thing.value not in holders:
                    holders.append(thing.value)
        return table

    def _beside(self, iri: str) -> str:
        """Return the label to show beside the IRI of a thing; ``""`` if the IRI suggests the label."""
        label = self._dataset.literal(iri, _LABELS[0].value, self._language)
        return "" if telling(slug_of(iri), label) else label

    def _offered(self, kind: Kind, iri: str) -> tuple[str, str]:
        """Return a name to suggest for a thing, and its label if the name does not identify the thing to a reader.

        The name is the id, which is easy to type. If the id is a code, the name is the label, provided it is unique.
        """
        slug, label = slug_of(iri), self._beside(iri)
        if not label:
            return slug, ""
        single = len(self._having(folded(label), kind, 2)) == 1
        readable = any(map(str.isalpha, slug)) and not any(map(str.isdigit, slug))
        return (slug, label) if readable or not single else (label, "")

    def nearest(self, name: str, kind: Kind) -> list[tuple[float, str, str]]:
        """Return the names of up to three things that are most similar to a text, best first.

        Each comes with its similarity, from 0 to 1, and the label to show beside it.
        """
        from difflib import SequenceMatcher, get_close_matches

        wanted = folded(name)
        tables = [self._table(kind, number) for number in range(1, TABLES)]
        names = {name: found for table in reversed(tables) for name, found in table.items()}
        near = get_close_matches(wanted, names, n=6, cutoff=0.5)
        if not near:
            near = sorted(it for it in names if wanted and wanted in it)[:3]
        best: dict[str, float] = {}
        for it in near:
            for iri in names[it]:
                best.setdefault(iri, SequenceMatcher(None, it, wanted).ratio())
        return [(ratio, *self._offered(kind, iri)) for iri, ratio in [*best.items()][:3]]
