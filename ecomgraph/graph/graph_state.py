"""The state that all questions to a career graph share: dataset, names, needs and frameworks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from ecomgraph.arguments import shown
from ecomgraph.careers.held_skills import Held, SkillSet, held_skills
from ecomgraph.careers.need import Needs
from ecomgraph.careers.network import Network
from ecomgraph.errors import ArgumentError
from ecomgraph.languages import is_language_tag
from ecomgraph.model import Entity
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reading.lookup import Lookup, NodeLike
from ecomgraph.store.dataset import Dataset
from ecomgraph.store.framework_value import Framework, closure

if TYPE_CHECKING:
    from ecomgraph.model import Skill
    from ecomgraph.queries.library import Library

__all__ = ["GraphState"]

# Attributes that are rebuilt from the dataset when a graph is unpickled.
_REBUILT = {"_catalog", "_lookup", "_names", "_needs", "_network", "shown_language"}


class GraphState:
    """A dataset and the indexes built from it, shared by all questions; immutable after loading."""

    def __init__(self, dataset: Dataset, language: str = "") -> None:
        self.dataset = dataset
        # The requested language; "" means the language of the framework.
        self.language = language
        # The query library, if the user added queries, and the names of the rules that the user added.
        self._library: Library | None = None
        self._rules: tuple[str, ...] = ()
        # The frameworks in the graph, its own first; empty until first used. They are found with the name of what was
        # loaded, and whether the bundled framework is part of the graph.
        self._known: tuple[Framework, ...] = ()
        self._loaded = ("", True)
        self._catalog = Catalog(dataset, language)
        self._lookup = Lookup(self._catalog)
        self._names = self._lookup.names
        self._needs = Needs(self._catalog)
        self._network: Network | None = None

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name not in _REBUILT}

    def __setstate__(self, state: dict[str, Any]) -> None:
        GraphState.__init__(self, state["dataset"], state["language"])
        vars(self).update(state)

    @cached_property
    def shown_language(self) -> str:
        """The language tag of most displayed labels; English if they have no tag."""
        return self.dataset.shown_language(self.language)

    def in_language(self, tag: str) -> Self:
        """Return the same graph with labels and texts in another language, where they exist.

        They are found by RFC 4647 lookup: ``en-GB``, else ``en``, else any ``en-*``. If there is none, the label is in
        the language of the framework, else in English, else untagged, else in any language. ``""`` requests no
        language. Raises :class:`~ecomgraph.ArgumentError` for an invalid language tag.

        >>> from ecomgraph import load
        >>> load().in_language("fr").role("vp-of-ecommerce").label
        'VP of Ecommerce'
        """
        if tag and not is_language_tag(tag):
            raise ArgumentError(f"the language must be a tag such as fr or pt-BR, not {shown(tag)}")
        found = type(self).__new__(type(self))
        found.__setstate__(self.__getstate__() | {"language": tag})
        return found

    def __repr__(self) -> str:
        counts = [f"{len(self._names.iris(kind))} {kind}s" for kind in ("role", "profile", "skill")]
        return f"<{type(self).__name__}: {', '.join(counts)}>"

    def frameworks(self) -> tuple[Framework, ...]:
        """Return the frameworks in the graph, including those that others build on, by name.

        >>> from ecomgraph import load
        >>> [(it.name, it.language) for it in load().frameworks()]
        [('bundled', 'en')]
        """
        return tuple(sorted(self._frameworks(), key=lambda it: it.name))

    @property
    def network(self) -> Network:
        """The network of transitions, built on first use."""
        if self._network is None:
            self._network = Network(self._catalog, self._needs)
        return self._network

    def _frameworks(self) -> tuple[Framework, ...]:
        if not self._known:
            from ecomgraph.reading.frameworks_in import frameworks_in

            name, bundled = self._loaded
            self._known = frameworks_in(self.dataset, name, bundled=bundled)
        return self._known

    def _with_bases(self) -> tuple[Framework, ...]:
        """Return the graph's own framework and its bases; empty if the graph also holds unrelated frameworks."""
        known = {it.name: it for it in self._frameworks()}
        own = next(iter(known), "")
        return tuple(known.values()) if own and len(closure(own, known)) == len(known) else ()

    def _stored(self) -> Library:
        if self._library is None:
            from ecomgraph.queries.library import Library

            self._library = Library()
        return self._library

    def _held(self, skills: str | Skill | SkillSet) -> Held:
        return held_skills(self._lookup, self._needs.scales, skills)

    def _side(self, source: NodeLike | SkillSet) -> str | Held:
        return self._lookup.iri(source) if isinstance(source, str | Entity) else self._held(source)
