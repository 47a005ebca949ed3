"""Find formats, importers, criteria and queries in the package's own modules and in installed distributions.

A distribution adds an object by an entry point (https://packaging.python.org/specifications/entry-points/) in one of
the groups below; the entry point has the name of the object. docs/extending.md shows an example for each group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from types import ModuleType

__all__ = ["CRITERIA", "EXPORTERS", "IMPORTERS", "QUERIES", "Modules", "Registry", "installed"]

EXPORTERS, IMPORTERS = "ecomgraph.exporters", "ecomgraph.importers"
CRITERIA, QUERIES = "ecomgraph.criteria", "ecomgraph.queries"

_T = TypeVar("_T")
Check = Callable[[Any], "tuple[str, ...]"]


class Modules(Mapping[str, Any]):
    """The modules of a package that have a given attribute, by the ``name`` of its value or of each of its values.

    Modules are found by listing the folder of the package. Name a module after what it adds, with underscores for
    hyphens: looking up one name then imports one module, not all.

    >>> Modules("ecomgraph.exchange.exporters", "FORMAT")["schema-org"].__name__
    'ecomgraph.exchange.exporters.schema_org'
    """

    def __init__(self, package: str, attribute: str) -> None:
        self._package = package
        self._attribute = attribute
        self._all: dict[str, ModuleType] | None = None

    def __getitem__(self, name: str) -> Any:
        from importlib import import_module

        stem = name.replace("-", "_")
        if self._all is None and stem in self._stems():
            module = import_module(f"{self._package}.{stem}")
            if name in self._names(module):
                return module
        return self._found()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())

    def _found(self) -> dict[str, ModuleType]:
        from importlib import import_module

        if self._all is None:
            modules = (import_module(f"{self._package}.{stem}") for stem in self._stems())
            self._all = {name: module for module in modules for name in self._names(module)}
        return self._all

    def _stems(self) -> list[str]:
        from importlib import import_module
        from pkgutil import iter_modules

        return sorted(it.name for it in iter_modules(import_module(self._package).__path__))

    def _names(self, module: ModuleType) -> list[str]:
        value = getattr(module, self._attribute, ())
        return [it.name for it in (value if isinstance(value, tuple) else (value,))]


class Registry(Mapping[str, _T], Generic[_T]):
    """All exporters, importers or criteria by name: the package's own first, then those of installed distributions.

    If two have the same name, the first one counts: the package's own, else that of the distribution whose name sorts
    first. Plugins that cannot be used are left out; :attr:`problems` has a sentence for each, which is also logged
    once. Installed distributions are read only if a name is not the package's own, or if all names are requested.
    """

    def __init__(self, group: str, own: Mapping[str, _T], check: Check) -> None:
        """Take the entry-point group, the package's own objects, and a function that checks an installed object.

        ``check`` returns the reasons why an object is invalid, each a clause, such as
        ``has no write(content, sink, ledger)``.
        """
        self._group = group
        self._own = own
        self._check = check
        self._all: dict[str, _T] | None = None
        self._problems: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> _T:
        if self._all is None:
            try:
                return self._own[name]
            except KeyError:
                # Import only the plugin of this name.
                found: dict[str, _T] = installed(self._group, self._own, self._check, name)[0]
                if name in found:
                    return found[name]
        return self._found()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())

    @property
    def added(self) -> tuple[str, ...]:
        """The names that installed distributions add, sorted."""
        return tuple(name for name in self._found() if name not in self._own)

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each plugin that is left out, with the reason."""
        self._found()
        return self._problems

    def _found(self) -> dict[str, _T]:
        if self._all is None:
            found, self._problems = installed(self._group, self._own, self._check)
            self._all = dict(sorted({**found, **self._own}.items()))
            if self._problems:
                from logging import getLogger

                for problem in self._problems:
                    getLogger(__name__).warning("ecomgraph: %s", problem)
        return self._all


def installed(
    group: str, taken: Mapping[str, object], check: Check, name: str = ""
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what installed distributions add to a group, by name, and a sentence for each that is left out.

    ``taken`` has the names that are in use already; if ``name`` is given, only entry points of that name are loaded.

    >>> installed("ecomgraph.nothing", {}, lambda value: ())
    ({}, ())
    """
    found: dict[str, Any] = {}
    owners = dict.fromkeys(taken, "ecomgraph")
    problems = []
    for distribution, entry in _entries(group):
        if name and entry.name != name:
            continue
        what = f"{group.rpartition('.')[2]} plugin {entry.name!r} of {distribution}"
        if entry.name in owners:
            problems.append(f"{what} is left out: {owners[entry.name]} has one of that name")
            continue
        try:
            value = entry.load()
            reasons = check(value)
        except (Exception, SystemExit) as error:  # a failing plugin must not affect the others
            problems.append(f"{what} is left out: {type(error).__name__}: {' '.join(str(error).split())}")
            continue
        own = getattr(getattr(value, "FORMAT", getattr(value, "KIND", value)), "name", entry.name)
        if not reasons and own != entry.name:
            reasons = (f"calls itself {own!r}, which must be the name of its entry point",)
        if reasons:
            problems.append(f"{what} is left out: it {' and '.join(reasons)}")
            continue
        found[entry.name], owners[entry.name] = value, distribution
    return found, tuple(problems)


@cache
def _entries(group: str) -> tuple[tuple[str, EntryPoint], ...]:
    """Return the entry points of a group with the names of their distributions, by distribution, then name."""
    from importlib.metadata import entry_points

    found = [(it.dist.name if it.dist else "", it) for it in entry_points(group=group)]
    return tuple(sorted(found, key=lambda it: (it[0].lower(), it[1].name, it[1].value)))
