"""What paths can be compared by: the one list that the façade, the command line, the API and the pages read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ecomgraph.arguments import shown
from ecomgraph.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.paths import Request

__all__ = ["CRITERIA", "Criterion", "criterion", "criterion_names"]

EdgeCost: TypeAlias = Callable[[Any, int], Fraction | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that paths can be compared by; less is better.

    ``name`` is what is written in code and on the command line, ``label`` what people choose by, ``help`` one sentence,
    ``unit`` the singular noun that a cost counts (``"weight"`` for a sum of weights). ``edge_cost`` gives what one
    transition of a request, given by its number in the network, costs: from 0 up, ``None`` where that is unknown. It is
    ``None`` for ``learning`` alone, which depends on the whole path.

    >>> CRITERIA[0].name, CRITERIA[0].unit
    ('steps', 'step')
    """

    name: str
    label: str
    help: str
    unit: str
    edge_cost: EdgeCost | None

    def total(self, request: Request, edges: Iterable[int]) -> Fraction:
        """Return what a path costs whose transitions are given; unknown costs count as 0."""
        assert self.edge_cost is not None, "learning is not a sum over transitions"
        return Fraction(sum([self.edge_cost(request, edge) or 0 for edge in edges]))

    def to_json(self) -> dict[str, Any]:
        """Return what the pages show of it."""
        return {"name": self.name, "label": self.label, "help": self.help, "unit": self.unit}


def _one_step(_request: Request, _edge: int) -> int:
    return 1


def _weight_of_new_skills(request: Request, edge: int) -> Fraction:
    return Fraction(request.new_weight(edge), request.atoms.unit)


def _typical_months(request: Request, edge: int) -> Fraction | None:
    return request.network.months[edge]


CRITERIA: tuple[Criterion, ...] = (
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
        help="The weight of what each step asks for and the node before it does not, added up.",
        unit="weight",
        edge_cost=_weight_of_new_skills,
    ),
    Criterion(
        name="learning",
        label="Least to learn",
        help="The weight of all that is to be learnt on the path, when what was learnt once stays known.",
        unit="weight",
        edge_cost=None,
    ),
    Criterion(
        name="months",
        label="Shortest time",
        help="The typical months of each transition, where the graph states them, added up.",
        unit="month",
        edge_cost=_typical_months,
    ),
)


def criterion_names() -> tuple[str, ...]:
    """Return the names of all criteria, in the order in which they are offered."""
    return tuple(it.name for it in CRITERIA)


def criterion(name: str) -> Criterion:
    """Return the criterion of a name; raises :class:`~ecomgraph.ArgumentError` with all names for another one."""
    for it in CRITERIA:
        if it.name == name:
            return it
    raise ArgumentError(f"paths can be compared by {', '.join(criterion_names())}, not by {shown(name)}")
