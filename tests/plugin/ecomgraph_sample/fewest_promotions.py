"""promotions: how many transitions of a path are promotions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers.criteria import Criterion

if TYPE_CHECKING:
    from ecomgraph.careers.path_request import Request


def _cost(request: Request, edge: int) -> int:
    return int(request.network.transition(edge).kind == "promotion")


PROMOTIONS = Criterion(
    name="promotions",
    label="Fewest promotions",
    help="The number of transitions that are promotions.",
    unit="promotion",
    edge_cost=_cost,
)
