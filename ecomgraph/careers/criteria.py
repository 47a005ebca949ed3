"""The criteria for comparing paths: the single list for the façade, the command line, the API and the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ecomgraph.arguments import shown
from ecomgraph.careers.search.weights import exact
from ecomgraph.errors import ArgumentError, EcomgraphError
from ecomgraph.plugins import CRITERIA as GROUP
from ecomgraph.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.path_request import Request

__all__ = ["CRITERIA", "Criterion", "criteria", "criterion", "criterion_names"]

EdgeCost: TypeAlias = Callable[[Any, int], int | float | Fraction | Decimal | None]
# A name is used in addresses, in file names and in lists separated by commas.
_NAME = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion for comparing paths; less is better.

    ``name`` is used in code and on the command line; people see ``label`` and ``help``, one sentence that says what the
    cost is. ``unit`` is the singular noun that a cost counts (``"weight"`` for a sum of weights).
    ``edge_cost(request, edge)`` returns the cost of one transition, a number from 0 up, or ``None`` if it is unknown;
    the cost of a path is the sum. ``edge`` is a number: ``request.network.transition(edge)`` is the value object, with
    ``source``, ``target`` and ``kind``; ``network.skills_at(network.heads[edge])`` are the IRIs of the skills of its
    target (``tails`` for its source), and ``network.catalog.skill(iri)`` is such a skill. Only ``learning``, which
    depends on the whole path, has ``None`` as ``edge_cost``.

    >>> criterion("steps").unit
    'step'
    """

    name: str
    label: str
    help: str
    unit: str
    edge_cost: EdgeCost | None

    def cost(self, request: Request, edge: int) -> Fraction | int | None:
        """Return the exact cost of a transition, ``None`` if it is unknown; a float of 0.1 counts as one tenth.

        Raises :class:`~ecomgraph.EcomgraphError` if ``edge_cost`` fails or returns anything but a number from 0 up.
        """
        assert self.edge_cost is not None, "learning is not a sum over transitions"
        try:
            found = self.edge_cost(request, edge)
        except Exception as error:
            if isinstance(error, EcomgraphError) or self in _OWN:
                raise
            reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
            raise EcomgraphError(f"the criterion {self.name!r} failed: {reason}") from error
        if found is None or (type(found) in (int, Fraction) and found >= 0):
            return found  # type: ignore[return-value]
        return exact(found, f"the cost of {request.network.transition_iris[edge]} by {self.name}")

    def total(self, request: Request, edges: Iterable[int]) -> Fraction:
        """Return the cost of a path, given by its transitions; unknown costs count as 0."""
        return Fraction(sum([self.cost(request, edge) or 0 for edge in edges]))

    def to_json(self) -> dict[str, Any]:
        """Return the fields that the pages show."""
        return {"name": self.name, "label": self.label, "help": self.help, "unit": self.unit}


def _one_step(_request: Request, _edge: int) -> int:
    return 1


def _weight_of_new_skills(request: Request, edge: int) -> Fraction:
    return Fraction(request.new_weight(edge), request.atoms.unit)


def _typical_months(request: Request, edge: int) -> Fraction | None:
    return request.network.months[edge]


_OWN: tuple[Criterion, ...] = (
    Criterion(
        name="steps",
        label="Fewest steps",
        help="The number of transitions.",
        unit="step",
        edge_cost=_one_step,
    ),
    Criterion(
        name="new_skills",
        label="Least new at each step",
        help="The total weight of the skills that each step requires and the node before it does not.",
        unit="weight",
        edge_cost=_weight_of_new_skills,
    ),
    Criterion(
        name="learning",
        label="Least to learn",
        help="The total weight of the skills to learn on the path, each counted once.",
        unit="weight",
        edge_cost=None,
    ),
    Criterion(
        name="months",
        label="Shortest time",
        help="The total of the typical months of the transitions, if the graph states them.",
        unit="month",
        edge_cost=_typical_months,
    ),
)


def _check(value: object) -> tuple[str, ...]:
    """Return the reasons why a plugin is not a valid criterion, each a clause."""
    if not isinstance(value, Criterion):
        return ("is not an ecomgraph.careers.criteria.Criterion",)
    reasons = []
    if not (isinstance(value.name, str) and _NAME.fullmatch(value.name)):
        reasons.append(f"has a name, {value.name!r}, with other characters than a-z, 0-9, _ and -")
    if not all(isinstance(it, str) and it for it in (value.label, value.help, value.unit)):
        reasons.append("has no label, help or unit")
    if not callable(value.edge_cost):
        reasons.append("has no edge_cost(request, edge)")
    return tuple(reasons)


CRITERIA: Registry[Criterion] = Registry(GROUP, {it.name: it for it in _OWN}, _check)
"""All criteria by name: the package's own, and those of installed distributions."""


def criteria() -> tuple[Criterion, ...]:
    """Return all criteria in display order: the package's own first, then others by name."""
    return (*_OWN, *(CRITERIA[name] for name in CRITERIA.added))


def criterion_names() -> tuple[str, ...]:
    """Return the names of :func:`criteria`."""
    return tuple(it.name for it in criteria())


def criterion(name: str) -> Criterion:
    """Return the criterion with a name; otherwise raise :class:`~ecomgraph.ArgumentError`, which lists all names."""
    try:
        return CRITERIA[name]
    except KeyError:
        known = ", ".join(criterion_names())
    raise ArgumentError(f"paths can be compared by {known}, not by {shown(name)}")
