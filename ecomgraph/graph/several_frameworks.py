"""The graph of a database with several frameworks: each question goes to the framework of the nodes it names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, cast

from ecomgraph.arguments import Paths
from ecomgraph.errors import AmbiguousNameError, ArgumentError, UnknownNameError
from ecomgraph.graph.career_graph import CareerGraph
from ecomgraph.model import Counterpart, Entity, Role, Transition
from ecomgraph.reading.frameworks_in import has_things
from ecomgraph.reading.names import TABLES, Kind, Names, unknown_name
from ecomgraph.reading.reader import label_key
from ecomgraph.reasoning.validation import Engine, ValidationReport
from ecomgraph.store.framework_value import Framework, current_of

if TYPE_CHECKING:
    from ecomgraph.exchange.export_report import ExportReport
    from ecomgraph.store.dataset import Dataset

__all__ = ["SeveralFrameworks"]

_P = ParamSpec("_P")
_T = TypeVar("_T")


def _asked(method: Callable[_P, _T], *parameters: str, kind: Kind = "career node") -> Callable[_P, _T]:
    """Return a method that runs on the framework of the things named in some of its arguments."""
    arguments = signature(method)

    @wraps(method)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        given = arguments.bind(*args, **kwargs).arguments
        names = [it for parameter in parameters for it in _each(given.get(parameter))]
        graph = cast("SeveralFrameworks", args[0]).of(*names, kind=kind)
        return cast("_T", getattr(graph, method.__name__)(*args[1:], **kwargs))

    return asked


def _each(value: object) -> list[str | Entity]:
    if isinstance(value, Transition):
        return [value.source, value.target]
    return [value] if isinstance(value, str | Entity) else []


class _SharedNames(Names):
    """The names of the things in all frameworks; an ambiguous name is resolved by :meth:`SeveralFrameworks.of`."""

    def __init__(self, graph: SeveralFrameworks) -> None:
        super().__init__(graph.dataset, graph.language)
        self._graph = graph

    def find(self, name: str, kind: Kind) -> str:
        """Return the IRI of the thing with a name, in the framework that :meth:`SeveralFrameworks.of` chooses."""
        return self._graph.of(name, kind=kind)._names.find(name, kind)


class SeveralFrameworks(CareerGraph):
    """A database with several frameworks, each of which is queried on its own, together with its bases.

    A question about nodes goes to the framework that has all of them by IRI or id, else by preferred label, else by
    alternative label. If several frameworks do, the one marked as current is used, else the latest version if they are
    versions of one framework; otherwise :class:`~ecomgraph.AmbiguousNameError` is raised. Stored queries and SPARQL run
    over all frameworks together.
    """

    def __init__(self, dataset: Dataset, graphs: Iterable[CareerGraph], frameworks: Iterable[Framework]) -> None:
        super().__init__(dataset)
        self._known = tuple(frameworks)
        self._graphs = dict(zip((it.name for it in self._known), graphs, strict=True))
        self._names = _SharedNames(self)

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._names = _SharedNames(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {', '.join(self._graphs)}>"

    # ------------------------------------------------------------------ frameworks

    def in_language(self, tag: str) -> Self:
        """Return the same graph, including the graph of each framework, with labels and texts in a language."""
        found = super().in_language(tag)
        found._graphs = {name: graph.in_language(tag) for name, graph in self._graphs.items()}
        return found

    def framework(self, name: str) -> CareerGraph:
        """Return the graph of one framework and the frameworks that it builds on."""
        if name not in self._graphs:
            raise UnknownNameError(name, "framework", list(self._graphs))
        return self._graphs[name]

    def of(self, *names: str | Entity, kind: Kind = "career node") -> CareerGraph:
        """Return the graph of the framework that has all these things; without names, of the default framework.

        The default is the framework marked as current, else the latest version if all are versions of one framework.
        Raises :class:`~ecomgraph.ArgumentError` if there is no default.
        """
        if not names:
            meant = current_of(self._known)
            if meant is None:
                listed = ", ".join(self._graphs)
                raise ArgumentError(f"several frameworks: choose {listed} (--framework), or mark one as current")
            return self._graphs[meant.name]
        # Ids take precedence over labels, which also needs fewer look-ups.
        for tables in range(2, TABLES + 1):
            found = {it: iris for it in self._graphs if (iris := self._matches(it, names, kind, tables))}
            if found:
                break
        else:
            raise self._unknown(names, kind)
        owners = [it for it, iris in found.items() if has_things(self._graphs[it].dataset, iris[0], it)] or [*found]
        meant = current_of(it for it in self._known if it.name in owners)
        if meant is None:
            iris = sorted({found[it][0] for it in owners})
            raise AmbiguousNameError(_text(names[0]), kind, iris, frameworks=owners)
        return self._graphs[meant.name]

    def _matches(self, framework: str, names: Iterable[str | Entity], kind: Kind, tables: int = TABLES) -> list[str]:
        """Return the first thing in a framework that matches each name; empty if any name matches nothing."""
        found = [self._graphs[framework]._names.matches(_text(name), kind, tables) for name in names]
        return [iris[0] for iris in found] if all(found) else []

    def _unknown(self, names: Iterable[str | Entity], kind: Kind) -> Exception:
        """Return the error for a name that no framework has, or for names that no single framework has all of."""
        places = []
        for name in names:
            holders = [it for it in self._graphs if self._matches(it, [name], kind)]
            if not holders:
                tables = [graph._names for graph in self._graphs.values()]
                near = [found for names in tables for found in names.nearest(_text(name), kind)]
                found_as = (other for names in tables if (other := names.other_kind(_text(name), kind)))
                return unknown_name(_text(name), kind, near, next(found_as, ""))
            places.append(f"{_text(name)!r} is in {' and '.join(holders)}")
        return ArgumentError(f"no framework has all of these: {', '.join(places)}; 'crosswalk' finds counterparts")

    # ------------------------------------------------------------------ questions to all frameworks

    def roles(self) -> tuple[Role, ...]:
        """Return the roles of all frameworks, by label, then IRI, then framework."""
        found = [role for name in self._graphs for role in self.roles_of(name)]
        return tuple(sorted(found, key=label_key))

    def roles_of(self, name: str) -> tuple[Role, ...]:
        """Return the roles that a framework itself contains, not its bases, by label, then IRI."""
        graph = self.framework(name)
        return tuple(role for role in graph.roles() if has_things(graph.dataset, role.iri, name))

    def crosswalk(self, role: str | Role, framework: str, n: int = 5, *, source: str = "") -> tuple[Counterpart, ...]:
        """Return the ``n`` roles of another framework that best match a role, with the reason; most certain first."""
        from ecomgraph.careers.crosswalk import counterparts

        own = self.framework(source) if source else self.of(role, kind="role")
        other = self.framework(framework)
        iri = own._names.find(_text(role), "role")
        return counterparts(own._catalog, other._catalog, framework, iri, n, mappings=self.dataset)

    def export(
        self,
        form: str,
        destination: str | os.PathLike[str],
        *,
        role: str | Role | Iterable[str | Role] = (),
        framework: str = "",
        **how: Any,
    ) -> ExportReport:
        """Write one framework, or all if the format holds several; see :meth:`CareerGraph.export`."""
        from ecomgraph.exchange.registry import FORMATS, Options, export

        roles = (role,) if isinstance(role, str | Role) else tuple(role)
        parts = [*roles, *(how[it] for it in ("level", "specialization") if how.get(it))]
        if framework or parts or not (form in FORMATS and FORMATS[form].several):
            graph = self.framework(framework) if framework else self.of(*parts, kind="thing")
            return graph.export(form, destination, role=roles, **how)
        settings = {name: value for name, value in how.items() if name not in ("level", "specialization")}
        return export(self.dataset, form, destination, Options(**settings))

    def validate(
        self, *, house_style: bool = False, engine: Engine = "compiled", shapes: Paths = ()
    ) -> ValidationReport:
        """Validate each framework together with its bases, and return one merged report."""
        from dataclasses import replace

        from ecomgraph.reasoning.shared_labels import without_allowed
        from ecomgraph.reasoning.validation_report import merged

        reports = []
        for name, graph in self._graphs.items():
            report = graph.validate(house_style=house_style, engine=engine, shapes=shapes)
            others = (it.dataset for other, it in self._graphs.items() if other != name)
            results, notes = without_allowed(report.results, graph.dataset, others)
            # A report conforms if all its violations are allowed and so have been removed.
            conforms = report.conforms or (len(results) < len(report.results) and not results)
            reports.append(replace(report, conforms=conforms, results=results, notes=(*report.notes, *notes)))
        return merged(reports)

    # ------------------------------------------------------------------ questions to one framework

    role = _asked(CareerGraph.role, "name", kind="role")
    profiles = _asked(CareerGraph.profiles, "role", kind="role")
    profile = _asked(CareerGraph.profile, "name")
    node = _asked(CareerGraph.node, "name")
    levels = _asked(CareerGraph.levels, "role", kind="role")
    specializations = _asked(CareerGraph.specializations, "role", kind="role")
    skills = _asked(CareerGraph.skills, "node")
    skill = _asked(CareerGraph.skill, "name", kind="skill")
    scales = _asked(CareerGraph.scales)
    descriptors = _asked(CareerGraph.descriptors, "skill", kind="skill")
    responsibilities = _asked(CareerGraph.responsibilities, "node")
    activities = _asked(CareerGraph.activities, "node")
    objectives = _asked(CareerGraph.objectives, "node")
    challenges = _asked(CareerGraph.challenges, "node")
    team_roles = _asked(CareerGraph.team_roles, "node")
    characteristics = _asked(CareerGraph.characteristics, "node")
    collaborators = _asked(CareerGraph.collaborators, "node")
    explain = _asked(CareerGraph.explain, "node")
    transitions = _asked(CareerGraph.transitions)
    match = _asked(CareerGraph.match)
    new_skills = _asked(CareerGraph.new_skills, "transition")
    find_path = _asked(CareerGraph.find_path, "source", "target")
    find_paths = _asked(CareerGraph.find_paths, "source", "target")
    iter_paths = _asked(CareerGraph.iter_paths, "source", "target")
    pareto_paths = _asked(CareerGraph.pareto_paths, "source", "target")
    reachable = _asked(CareerGraph.reachable, "source")
    plan = _asked(CareerGraph.plan, "target", "source")
    skill_gap = _asked(CareerGraph.skill_gap, "source", "target")
    described = _asked(CareerGraph.described, "node")
    compare = _asked(CareerGraph.compare, "first", "second")
    similar = _asked(CareerGraph.similar, "node")
    diff = _asked(CareerGraph.diff, "first", "second", "role", kind="thing")
    to_networkx = _asked(CareerGraph.to_networkx)

    @property
    def network(self) -> Any:
        """The network of the default framework; see :meth:`of`."""
        return self.of().network


def _text(name: str | Entity) -> str:
    return name.iri if isinstance(name, Entity) else name
