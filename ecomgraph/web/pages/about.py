"""The framework as named on every page: title, version, licence, attribution and sources."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.reader import TYPE
from ecomgraph.store.framework_value import current_of

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.store.framework_value import Framework

__all__ = ["About", "about", "license_name"]

_TITLE = PREFIXES["dcterms"] + "title"
_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/(licenses/([a-z-]+)|publicdomain/zero)/([0-9.]+)/?.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The names of a framework and of those that it builds on, for pages; unknown fields are empty.

    ``license`` is a URL or plain text.
    """

    title: str
    version: str = ""
    publisher: str = ""
    license: str = ""
    attribution: str = ""
    grading: str = ""
    sources: tuple[str, ...] = ()
    bases: tuple[About, ...] = ()

    @property
    def name(self) -> str:
        """The title, followed by the version unless the title contains it."""
        return self.title if self.version in self.title else f"{self.title} {self.version}"

    @property
    def license_name(self) -> str:
        """The usual name of the licence."""
        return license_name(self.license)

    @property
    def license_href(self) -> str:
        """The URL of the licence, if it has one."""
        return self.license if self.license.startswith(("http://", "https://")) else ""

    def to_json(self) -> dict[str, object]:
        """Return the fields that the explorer prints on plans."""
        return {
            "name": self.name,
            "publisher": self.publisher,
            "license": self.license_name,
            "license_href": self.license_href,
            "attribution": self.attribution,
            "grading": self.grading,
            "sources": list(self.sources),
            "bases": [it.to_json() for it in self.bases],
        }


def license_name(license_: str) -> str:
    """Return the usual name of a licence, or the licence as given.

    >>> license_name("https://creativecommons.org/licenses/by-sa/4.0/"), license_name("All rights reserved")
    ('CC BY-SA 4.0', 'All rights reserved')
    """
    found = _CREATIVE_COMMONS.fullmatch(license_)
    if found is None:
        return license_
    return f"CC {found[2].upper()} {found[3]}" if found[2] else f"CC0 {found[3]}"


def about(graph: CareerGraph) -> About | None:
    """Return the names of the framework of a graph; ``None`` if it has no title.

    >>> from ecomgraph import load
    >>> found = about(load())
    >>> found.license_name, found.attribution, found.sources
    ('CC BY 4.0', 'The ecomgraph authors', ('A career guide to the Ecommerce Director',))
    """
    dataset, language = graph.dataset, graph.language
    titles = (dataset.literal(it, _TITLE, language) for it in dataset.subjects(TYPE, ECG.SourceDocument))
    sources = tuple(dict.fromkeys(filter(None, titles)))
    listed = graph.frameworks()
    found = current_of(listed) or (listed[0] if listed else None)
    if found is None:
        return About(title=sources[0], sources=sources) if sources else None
    bases = tuple(_named(it) for it in listed if it.name in found.bases)
    return replace(_named(found), sources=sources, bases=bases)


def _named(framework: Framework) -> About:
    return About(
        title=framework.title or framework.name,
        version=framework.version,
        publisher=framework.publisher,
        license=framework.license,
        attribution=framework.attribution,
        grading=framework.grading,
    )
