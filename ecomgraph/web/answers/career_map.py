"""The JSON types of the map, which pages draw, and of the search index."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from ecomgraph.web.answers.things import Basis, Count, ThingJson

__all__ = ["BlockJson", "HeadingJson", "MapJson", "MapNodeJson", "PlaceJson", "SearchIndexJson", "StartJson"]

Corner = Annotated[list[int], ("minItems", 2), ("maxItems", 2)]
SearchIndexJson = Annotated[list[Annotated[list[str], ("minItems", 3)]], "rows: IRI, kind, label, other names"]


class BoxJson(TypedDict):
    """A box on a wide map."""

    x: int
    y: int
    width: int
    height: int


class PlaceJson(BoxJson):
    """A box on a wide map, and its corner on a narrow one."""

    tall: Corner


class MapNodeFields(ThingJson):
    """The fields of a role or a profile on the map, without its position."""

    kind: Annotated[str, "role or profile"]
    level: Annotated[str | None, "the id of the level"]
    specialization: Annotated[str | None, "its label"]
    rank: int | None
    step: Annotated[int | None, "the step of the level for drawing, from 1 to 5"]
    skills: Annotated[Count, "the number of skills that it requires"]
    role: NotRequired[Annotated[str, "the IRI of the role that a profile narrows"]]
    profiles: NotRequired[Annotated[Count, "the number of profiles collapsed into the role"]]
    more: NotRequired[Annotated[Count, "the number of neighbors that are not on the map"]]


class MapNodeJson(MapNodeFields, PlaceJson):
    """A role or a profile on the map."""

    url: Annotated[str, "its page"]


MapEdge = TypedDict("MapEdge", {"from": Count, "to": Count})


class MapEdgeJson(MapEdge):
    """A transition between two nodes of the map, each given by its index."""

    kind: str
    basis: Basis


class MapLevelJson(ThingJson):
    """A level of experience."""

    rank: int
    step: Annotated[int, "from 1 to 5, for drawing"]


class HeadingJson(BoxJson):
    """The heading of a column or a row of profiles."""

    label: str
    node: Annotated[int | None, "the index of the profile that the heading stands for"]


class BlockJson(PlaceJson):
    """The frame of a role and the table of its profiles."""

    role: Annotated[Count, "the index of the node"]
    columns: list[HeadingJson]
    rows: list[HeadingJson]


class StartJson(ThingJson):
    """A suggested first role in a large framework."""

    moves: Annotated[Count, "the number of roles that it has transitions with"]


class TotalJson(TypedDict):
    """The size of the whole graph."""

    roles: Count
    profiles: Count
    moves: Count


class MapJson(TypedDict):
    """Roles, profiles and transitions with their positions on the map."""

    around: ThingJson | None
    depth: Count
    partial: Annotated[bool, "whether some roles are not on the map"]
    hidden: Annotated[Count, "the number of neighbors left out"]
    total: TotalJson
    width: int
    height: int
    tall: Annotated[Corner, "width and height of the narrow map"]
    levels: list[MapLevelJson]
    nodes: list[MapNodeJson]
    edges: list[MapEdgeJson]
    blocks: list[BlockJson]
    starts: list[StartJson]
