"""The shape of the map and of the search index, which the pages draw and look things up in."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from ecomgraph.web.answers.things import Basis, Count, ThingJson

__all__ = ["BlockJson", "HeadingJson", "MapJson", "MapNodeJson", "PlaceJson", "SearchIndexJson", "StartJson"]

Corner = Annotated[list[int], ("minItems", 2), ("maxItems", 2)]
SearchIndexJson = Annotated[list[Annotated[list[str], ("minItems", 3)]], "rows: IRI, kind, label, other names"]


class BoxJson(TypedDict):
    """A place on a wide map."""

    x: int
    y: int
    width: int
    height: int


class PlaceJson(BoxJson):
    """A place on a wide map, and its corner on a narrow one."""

    tall: Corner


class MapNodeFields(ThingJson):
    """What a role or a profile is, wherever it stands."""

    kind: Annotated[str, "role or profile"]
    level: Annotated[str | None, "the id of the level"]
    specialization: Annotated[str | None, "its label"]
    rank: int | None
    step: Annotated[int | None, "the level in drawing, from 1 to 5"]
    skills: Annotated[Count, "the number of skills that it requires"]
    role: NotRequired[Annotated[str, "the IRI of the role that a profile narrows"]]
    profiles: NotRequired[Annotated[Count, "how many profiles are folded into a role"]]
    more: NotRequired[Annotated[Count, "how many neighbors are not on the map"]]


class MapNodeJson(MapNodeFields, PlaceJson):
    """A role or a profile on the map."""

    url: Annotated[str, "its page"]


MapEdge = TypedDict("MapEdge", {"from": Count, "to": Count})


class MapEdgeJson(MapEdge):
    """A transition between two nodes of the map, which are given by their numbers."""

    kind: str
    basis: Basis


class MapLevelJson(ThingJson):
    """A level of experience."""

    rank: int
    step: Annotated[int, "from 1 to 5, for drawing"]


class HeadingJson(BoxJson):
    """The head of a column or a row of profiles."""

    label: str
    node: Annotated[int | None, "the number of the profile that the head stands for"]


class BlockJson(PlaceJson):
    """The frame of a role and the table of its profiles."""

    role: Annotated[Count, "the number of the node"]
    columns: list[HeadingJson]
    rows: list[HeadingJson]


class StartJson(ThingJson):
    """A role to begin with in a large framework."""

    moves: Annotated[Count, "how many roles it has transitions with"]


class TotalJson(TypedDict):
    """How much the whole graph has."""

    roles: Count
    profiles: Count
    moves: Count


class MapJson(TypedDict):
    """Roles, profiles and transitions with their places on the map."""

    around: ThingJson | None
    depth: Count
    partial: Annotated[bool, "whether some roles are not on it"]
    hidden: Annotated[Count, "how many neighbors were left out"]
    total: TotalJson
    width: int
    height: int
    tall: Annotated[Corner, "width and height of the narrow map"]
    levels: list[MapLevelJson]
    nodes: list[MapNodeJson]
    edges: list[MapEdgeJson]
    blocks: list[BlockJson]
    starts: list[StartJson]
