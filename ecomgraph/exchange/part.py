"""Select a part of a graph: some roles or profiles, with everything they refer to and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import ArgumentError
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import TYPE, key_of, term_of
from ecomgraph.schema import KINDS, LINKS, NODES
from ecomgraph.store.dataset import is_derived

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

__all__ = ["EVERYTHING", "Part", "needed", "own_things"]

# Transitions and axioms belong to a part if the things at their ends do.
_ENDS = {end for kind in KINDS.values() if kind.join and not kind.join.owner_points for end in kind.join[:2]}
# Properties that lead to things exported together with a thing.
_NEEDS = {
    link.iri
    for link in LINKS.values()
    if link.shape in ("ref", "refs", "holders") and not link.derived and not link.apart and link.iri not in _ENDS
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which nodes to export, by IRI: those of ``roles`` (none stands for all), ``level`` and ``specialization``."""

    roles: tuple[str, ...] = ()
    level: str = ""
    specialization: str = ""

    @property
    def name(self) -> str:
        """The name of the part; ``""`` for everything."""
        return ", ".join(slug_of(iri) for iri in (*sorted(self.roles), self.level, self.specialization) if iri)


EVERYTHING = Part()


def needed(store: ox.Store, part: Part) -> set[str]:
    """Return the keys of all things that belong to a part.

    These are the chosen nodes (a role with its profiles, or only the profiles at a level or in a specialization), the
    nodes that they inherit from, everything that all these refer to, the transitions between them, and the evidence.
    Raises :class:`~ecomgraph.ArgumentError` if there is no such node.
    """
    chosen = set(_chosen(store, part))
    if not chosen:
        raise ArgumentError(f"no role or profile matches all of {part.name}; drop one of these conditions")
    roles = [node for node in chosen if _first(store, node, ECG.narrowsRole) == ""]
    levels = (key for role in roles for link in (ECG.hasLevel, ECG.hasSpecialization) for key in _to(store, role, link))
    return _joined(store, _closed(store, {*chosen, *levels}))


def own_things(store: ox.Store, bases: Set[ox.NamedNode]) -> set[str]:
    """Return the keys of a framework's own things, and of the things of its bases that these refer to.

    ``bases`` are the asserted graphs of its bases.
    """
    own = set()
    for kind in KINDS.values():
        for concept in kind.classes if kind.table else ():
            quads = store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(concept), None)
            graphs: dict[str, set[object]] = {}
            for quad in quads:
                graphs.setdefault(key_of(quad.subject), set()).add(quad.graph_name)
            # A derived link belongs to the things that it joins.
            own |= {key for key, found in graphs.items() if not (found & bases or all(map(is_derived, found)))}
    ends = {target for key in own for end in _ENDS for target in _to(store, key, end)}
    return _joined(store, _closed(store, own | ends))


def _joined(store: ox.Store, found: set[str]) -> set[str]:
    """Return keys, and those of the transitions and axioms between them with everything these need."""
    for kind in KINDS.values():
        if kind.join and not kind.join.owner_points:
            within = (
                key
                for key in _of_kind(store, kind.key)
                if all(_first(store, key, end) in found for end in kind.join[:2])
            )
            found |= _closed(store, set(within))
    return found


def _chosen(store: ox.Store, part: Part) -> Iterator[str]:
    for node in (key for kind in NODES for key in _of_kind(store, kind)):
        role = _first(store, node, ECG.narrowsRole) or node
        if (
            (not part.roles or role in part.roles)
            and (not part.level or part.level in _to(store, node, ECG.atLevel))
            and (not part.specialization or part.specialization in _to(store, node, ECG.inSpecialization))
        ):
            yield node


def _closed(store: ox.Store, start: Iterable[str]) -> set[str]:
    """Return keys with the keys of everything that they need, directly or indirectly."""
    found = set(start)
    due = list(found)
    while due:
        for quad in store.quads_for_pattern(term_of(due.pop()), None, None, None):
            key = key_of(quad.object)
            if quad.predicate.value in _NEEDS and key and key not in found:
                found.add(key)
                due.append(key)
    return found


def _of_kind(store: ox.Store, kind: str) -> Iterator[str]:
    for concept in KINDS[kind].classes:
        for quad in store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(concept), None):
            yield key_of(quad.subject)


def _to(store: ox.Store, key: str, predicate: str) -> list[str]:
    found = store.quads_for_pattern(term_of(key), ox.NamedNode(predicate), None, None)
    return sorted(key for quad in found if (key := key_of(quad.object)))


def _first(store: ox.Store, key: str, predicate: str) -> str:
    return next(iter(_to(store, key, predicate)), "")
