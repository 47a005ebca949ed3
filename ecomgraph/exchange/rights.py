"""Licence and attribution of the content, as databases and concept schemes state them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.lint import one_line
from ecomgraph.namespace import ECG
from ecomgraph.reading.reader import DCTERMS, SKOS, TYPE, key_of, term_of
from ecomgraph.schema import KINDS
from ecomgraph.store.framework_value import CATALOG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["NOTICE", "Rights", "all_rights", "as_text", "rights_of", "write_notice"]

# The file that holds the licence if the format has no place for it.
NOTICE = "license.txt"


@dataclass(frozen=True, slots=True, order=True)
class Rights:
    """The licence (an IRI) and the attribution of a framework, as far as known."""

    title: str
    license: str
    attribution: str

    def __str__(self) -> str:
        """Return one sentence for people.

        >>> str(Rights("O*NET", "https://creativecommons.org/licenses/by/4.0/", "US Department of Labor"))
        'O*NET: US Department of Labor. Licence: https://creativecommons.org/licenses/by/4.0/'
        """
        parts = [self.attribution and self.attribution.rstrip(".") + ".", self.license and f"Licence: {self.license}"]
        said = " ".join(filter(None, parts))
        return f"{self.title}: {said}" if self.title else said


def all_rights(content: Content) -> tuple[Rights, ...]:
    """Return the distinct rights of the content, sorted."""
    owners = _owners(content)
    if not content.narrowed:
        return _distinct(owners.values())
    found: set[str] = set()
    for kind in KINDS:
        for thing in content.things(kind):
            found |= _owners_of(content, thing)
    return _distinct(owners[owner] for owner in found & owners.keys())


def rights_of(content: Content, thing: Thing) -> tuple[Rights, ...]:
    """Return the rights of one thing, from its framework or its concept scheme; a profile has those of its role."""
    owners = _owners(content)
    return _distinct(owners[owner] for owner in sorted(_owners_of(content, thing) & owners.keys()))


def _owners_of(content: Content, thing: Thing) -> set[str]:
    """Return the graphs and concept schemes of a thing; a profile also has those of its role."""
    keys = [thing.key, *thing.keys(ECG.narrowsRole)]
    found = {scheme for key in keys for scheme in content.thing(key).keys(SKOS + "inScheme")}
    for key in keys:
        types = content.store.quads_for_pattern(term_of(key), ox.NamedNode(TYPE), None, None)
        found.update(str(quad.graph_name).strip("<>") for quad in types)
    return found


def as_text(found: Iterable[Rights], ledger: Ledger) -> str:
    """Return rights as one line of text; ``""`` if there are none."""
    return " | ".join(one_line(ledger.text(str(rights), "licence")) for rights in found)


def write_notice(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write licences and attributions to a separate file, if there are any."""
    if found := all_rights(content):
        with sink.text(NOTICE) as file:
            file.writelines(f"{as_text([rights], ledger)}\n" for rights in found)


def _owners(content: Content) -> dict[str, Rights]:
    """Return rights by framework graph or concept scheme."""
    if content.rights is None:
        graphs = {key_of(quad.subject) for quad in content.store.quads_for_pattern(None, None, None, CATALOG)}
        content.rights = {graph: rights for graph in graphs if (rights := _said(content, graph, title=True))}
        for scheme in _schemes(content):
            if rights := _said(content, scheme, title=False):
                content.rights[scheme] = rights
    return content.rights


def _schemes(content: Content) -> Iterator[str]:
    for quad in content.store.quads_for_pattern(None, ox.NamedNode(DCTERMS + "license"), None, None):
        key = key_of(quad.subject)
        kind = ox.Quad(quad.subject, ox.NamedNode(TYPE), ox.NamedNode(SKOS + "ConceptScheme"), quad.graph_name)
        if content.takes(quad) and kind in content.store:
            yield key


def _said(content: Content, key: str, *, title: bool) -> Rights | None:
    texts: dict[str, str] = {}
    for quad in sorted(content.quads(key), key=str):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            texts.setdefault(quad.predicate.value.removeprefix(DCTERMS), quad.object.value)
    found = Rights(
        texts.get("title", "") if title else "",
        texts.get("license", ""),
        texts.get("rights") or texts.get("creator", ""),
    )
    return found if found.license or found.attribution else None


def _distinct(found: Iterable[Rights]) -> tuple[Rights, ...]:
    """Return sorted rights; of two that differ only in the title, the one with a title."""
    by_content: dict[tuple[str, str], Rights] = {}
    for rights in sorted(found, reverse=True):
        by_content.setdefault((rights.license, rights.attribution), rights)
    return tuple(sorted(by_content.values()))
