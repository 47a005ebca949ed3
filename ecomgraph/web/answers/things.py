"""How every answer names a thing, and how answers get their keys from what the graph hands out."""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NotRequired,
    TypedDict,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    is_typeddict,
)

from ecomgraph.model import Entity
from ecomgraph.web.answers.answer_schema import keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ecomgraph.errors import EcomgraphError
    from ecomgraph.model import Degree, Described, LearningResource

__all__ = [
    "Basis",
    "Cautions",
    "Count",
    "DegreeJson",
    "ErrorJson",
    "Fraction",
    "Grade",
    "Json",
    "Modality",
    "Months",
    "PassageId",
    "ResourceJson",
    "SidesJson",
    "SpanJson",
    "ThingJson",
    "degree_json",
    "described_json",
    "error_json",
    "filled",
    "group_json",
    "resources_json",
    "thing_json",
    "things_json",
]

Json = dict[str, Any]
_T = TypeVar("_T")

Count = Annotated[int, ("minimum", 0)]
Fraction = Annotated[float, ("minimum", 0), ("maximum", 1)]
Basis = Annotated[str, "stated, curated or derived; empty where it is not said"]
Modality = Annotated[str, "typical or possible where the source hedges, else empty"]
Grade = Literal["essential", "optional"]
Cautions = Annotated[list[str], "sentences on a node of which nothing is recorded, or much less than of the other end"]
Months = Annotated[float | None, "how long it typically takes; null where the graph does not say"]
PassageId = Annotated[str, "the id of a passage"]


class ThingJson(TypedDict):
    """A thing that has a name."""

    iri: str
    id: Annotated[str, "the last part of the IRI"]
    label: Annotated[str, "the preferred label in the language of the graph"]


class DegreeJson(TypedDict):
    """How far a skill is mastered."""

    degree: Fraction
    level: Annotated[str | None, "the level that stands for exactly this degree"]


class SidesJson(TypedDict):
    """How much the graph says of both sides of a comparison; null for a person."""

    source_described: Annotated[bool | None, "whether any skill is recorded for it"]
    source_requirements: Annotated[Count | None, "how many requirements it has"]
    source_passages: Annotated[Count | None, "how many passages these rest on"]
    target_described: bool | None
    target_requirements: Count | None
    target_passages: Count | None
    cautions: Cautions


_Span = TypedDict("_Span", {"from": DegreeJson | None, "to": DegreeJson | None})


class SpanJson(_Span):
    """The degree before and the degree after; null where it is not known."""


class ResourceJson(ThingJson):
    """Where a skill can be learnt."""

    url: Annotated[str, "its address on the web; empty where none is stated"]
    level: Annotated[str | None, "the label of the level that it leads to"]


class ErrorJson(TypedDict):
    """What went wrong."""

    error: str
    code: Annotated[str, "the kind of error, which stays when messages change"]
    candidates: Annotated[list[str], "names that would do"]
    labels: NotRequired[Annotated[list[str], "what each candidate is called; empty where the name itself says so"]]


def error_json(error: EcomgraphError) -> ErrorJson:
    """Return what programs are told of an error: its message, its code, and the names that would do.

    >>> from ecomgraph.errors import UnknownNameError
    >>> error_json(UnknownNameError("cfo", "role", ["cdo"]))["code"]
    'unknown-name'
    """
    value: ErrorJson = {"error": str(error), "code": error.code, "candidates": list(getattr(error, "candidates", ()))}
    if any(labels := getattr(error, "labels", ())):
        value["labels"] = list(labels)
    return value


def thing_json(entity: Entity) -> ThingJson:
    """Return how an answer refers to a thing.

    >>> from ecomgraph.model import Entity
    >>> thing_json(Entity(iri="https://example.org/skill/baking", id="baking", label="Baking"))
    {'iri': 'https://example.org/skill/baking', 'id': 'baking', 'label': 'Baking'}
    """
    return {"iri": entity.iri, "id": entity.id, "label": entity.label}


def things_json(entities: Iterable[Entity]) -> list[ThingJson]:
    """Return how an answer refers to several things, in their order."""
    return list(map(thing_json, entities))


def filled(shape: type[_T], value: object, **given: object) -> _T:
    """Return an object of an answer: each key that ``shape`` names is the attribute of ``value`` with that name.

    Objects and lists within are filled likewise. The keys of a thing come from ``value.skill`` or ``value.node`` where
    ``value`` itself is none; ``given`` are keys that no attribute holds. Raises :class:`AttributeError` for a key that
    neither has, so that an answer cannot lack what its type promises.

    >>> from ecomgraph import load
    >>> filled(ThingJson, load().similar("cdo", 1)[0])["label"]
    'VP of Ecommerce'
    """
    named = _named(value) if _is_thing(shape) else value
    result: Json = {}
    for key in keys_of(cast("Any", shape)):
        if key.name in given:
            result[key.name] = given[key.name]
        else:
            source = named if key.name in ThingJson.__annotations__ else value
            result[key.name] = _converter(key.type)(getattr(source, key.name))
    return result  # type: ignore[return-value]


def _is_thing(shape: Any) -> bool:
    return {key.name for key in keys_of(ThingJson)} <= {key.name for key in keys_of(shape)}


def _named(value: Any) -> object:
    if isinstance(value, Entity):
        return value
    return value.skill if hasattr(value, "skill") else value.node


@cache
def _converter(hint: Any) -> Callable[[Any], Any]:
    """Return what makes a value of some type JSON."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is ThingJson:
        return thing_json
    if is_typeddict(hint):
        return lambda value: filled(hint, value)
    if origin is Annotated:
        return _converter(arguments[0])
    if origin is list:
        one = _converter(arguments[0])
        return lambda values: list(map(one, values))
    if origin is dict:
        return dict
    if origin in (Union, UnionType) and NoneType in arguments and len(arguments) == 2:
        some = _converter(next(it for it in arguments if it is not NoneType))
        return lambda value: None if value is None else some(value)
    return lambda value: value


def degree_json(degree: Degree | None) -> DegreeJson | None:
    """Return how an answer says how far a skill is mastered.

    >>> from ecomgraph.model import Degree
    >>> degree_json(Degree(degree=0.25, level="Aware"))
    {'degree': 0.25, 'level': 'Aware'}
    """
    return {"degree": degree.degree, "level": degree.level} if degree else None


def group_json(group: Entity | None) -> ThingJson | None:
    """Return how an answer names the top group of a skill, which may have none."""
    return thing_json(group) if group else None


def resources_json(found: Iterable[LearningResource]) -> Json:
    """Return the key ``resources`` of a skill that can be learnt somewhere, and nothing for others.

    >>> resources_json([])
    {}
    """
    listed = [filled(ResourceJson, it, level=it.level.label if it.level else None) for it in found]
    return {"resources": listed} if listed else {}


def described_json(side: str, described: Described | None) -> Json:
    """Return whether a side is described, ``None`` for a person, and how much that rests on.

    >>> from ecomgraph.model import Described
    >>> described_json("target", Described(requirements=0, passages=0))
    {'target_described': False, 'target_requirements': 0, 'target_passages': 0}
    """
    if described is None:
        return {f"{side}_described": None, f"{side}_requirements": None, f"{side}_passages": None}
    return {
        f"{side}_described": bool(described),
        f"{side}_requirements": described.requirements,
        f"{side}_passages": described.passages,
    }
