"""Find nodes, levels and specializations by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias, TypeVar, overload

from ecomgraph.errors import AmbiguousNameError, UnknownNameError
from ecomgraph.model import CareerNode, Entity, ExperienceLevel, Role, RoleProfile, Specialization
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import Names, telling
from ecomgraph.reading.reader import by_label

if TYPE_CHECKING:
    from ecomgraph.reading.catalog import Catalog
    from ecomgraph.reading.names import Kind

__all__ = ["Lookup", "NodeLike", "Several", "each_named"]

NodeLike = str | CareerNode
_T = TypeVar("_T")
_E = TypeVar("_E", bound=Entity)
Several: TypeAlias = _T | Iterable[_T]


class Lookup:
    """The things of a graph by name; a name is any that :class:`Names` finds, or the value object itself."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.names = Names(catalog.dataset, catalog.language)

    def iri(self, name: str | Entity, kind: Kind = "career node") -> str:
        """Return the IRI of the only thing of a kind with a name."""
        return self.names.find(name.iri if isinstance(name, Entity) else name, kind)

    def one(self, name: str | Entity, kind: Kind, cls: type[_E]) -> _E:
        """Return the only role or profile with a name."""
        found = self.catalog.node(self.iri(name, kind))
        assert isinstance(found, cls)
        return found

    def every(self, kind: Kind, cls: type[_E]) -> tuple[_E, ...]:
        """Return all roles or all profiles, by label, then IRI."""
        nodes = map(self.catalog.node, self.names.iris(kind))
        return by_label(node for node in nodes if isinstance(node, cls))

    def profiles(self, role: str | Role | None) -> tuple[RoleProfile, ...]:
        """Return all profiles, or those of one role, by label, then IRI."""
        profiles = self.every("profile", RoleProfile)
        if role is None:
            return profiles
        wanted = self.iri(role, "role")
        return tuple(profile for profile in profiles if profile.role.iri == wanted)

    def profile(
        self, name: NodeLike, level: str | ExperienceLevel | None, specialization: str | Specialization | None
    ) -> RoleProfile:
        """Return one profile, given its own name, or its role and a level, a specialization or both."""
        if level is None and specialization is None:
            return self.one(name, "profile", RoleProfile)
        role = self.one(name, "role", Role)
        wanted = (
            None if level is None else self.iri(level, "level"),
            None if specialization is None else self.iri(specialization, "specialization"),
        )
        profiles = self.profiles(role)
        for profile in profiles:
            narrowings = (profile.level, profile.specialization)
            if tuple(it and it.iri for it in narrowings) == wanted:
                return profile
        narrowing = " ".join(str(part) for part in (level, specialization) if part)
        near = profiles[:3]
        raise UnknownNameError(f"{role.label}, {narrowing}", "profile", [it.id for it in near], _labels_beside(near))

    def levels(self, role: str | Role | None) -> tuple[ExperienceLevel, ...]:
        """Return all experience levels, or those of one role, by rank, then IRI."""
        found = (self.catalog.entity(iri, ExperienceLevel) for iri in self._narrowings("level", ECG.hasLevel, role))
        return tuple(sorted(found, key=lambda level: (level.rank, level.iri)))

    def specializations(self, role: str | Role | None) -> tuple[Specialization, ...]:
        """Return all specializations, or those of one role, by label, then IRI."""
        iris = self._narrowings("specialization", ECG.hasSpecialization, role)
        return by_label(self.catalog.entity(iri, Specialization) for iri in iris)

    def _narrowings(self, kind: Kind, link: str, role: str | Role | None) -> list[str]:
        if role is None:
            return self.names.iris(kind)
        return self.catalog.dataset.iris(self.iri(role, "role"), link)

    def node_or_narrowing(self, name: str | Entity, role: str | Role | None) -> str:
        """Return the IRI of a node, or of the profile in which a level or a specialization narrows a role.

        Without ``role``, it is the only role that has the level or the specialization; if several have it,
        :class:`~ecomgraph.AmbiguousNameError` is raised.
        """
        if isinstance(name, CareerNode):
            return name.iri
        kinds: tuple[tuple[Kind, str], ...] = (("level", ECG.hasLevel), ("specialization", ECG.hasSpecialization))
        for kind, link in kinds:
            try:
                narrowing = self.iri(name, kind)
            except UnknownNameError:
                continue
            holders = [self.iri(role, "role")] if role else self.catalog.dataset.subjects(link, narrowing)
            if len(holders) > 1:
                labels = _labels_beside(map(self.catalog.node, holders))
                raise AmbiguousNameError(str(name), f"role's {kind} (say which role)", holders, labels)
            for holder in holders:
                pair = (narrowing, None) if kind == "level" else (None, narrowing)
                return self.profile(holder, *pair).iri
        return self.iri(name)


def _labels_beside(nodes: Iterable[CareerNode]) -> list[str]:
    """Return the labels of nodes whose ids do not suggest the label, and ``""`` for the others."""
    return ["" if telling(it.id, it.label) else it.label for it in nodes]


@overload
def each_named(values: Several[str]) -> tuple[str, ...]: ...
@overload
def each_named(values: str | _E | Iterable[str | _E]) -> tuple[str | _E, ...]: ...
def each_named(values: str | Entity | Iterable[str | Entity]) -> tuple[str | Entity, ...]:
    """Return a tuple of the values; a single text or thing becomes a tuple of one."""
    return (values,) if isinstance(values, str | Entity) else tuple(values)
