"""How answers refer to a thing, and how their keys are filled from value objects."""

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
Basis = Annotated[str, "stated, curated or derived; empty if unknown"]
Modality = Annotated[str, "typical or possible if the source hedges, else empty"]
Grade = Literal["essential", "optional"]
Cautions = Annotated[list[str], "warnings about a node with nothing recorded, or much less than for the other node"]
Months = Annotated[float | None, "the typical duration in months; null if unknown"]
PassageId = Annotated[str, "the id of a passage"]


class ThingJson(TypedDict):
    """A thing that has a name."""

    iri: str
    id: Annotated[str, "the last part of the IRI"]
    label: Annotated[str, "the preferred label in the language of the graph"]


class DegreeJson(TypedDict):
    """The degree to which a skill is mastered."""

    degree: Fraction
    level: Annotated[str | None, "the label of the level with exactly this degree"]


class SidesJson(TypedDict):
    """How much is recorded for both sides of a comparison; null for a person."""

    source_described: Annotated[bool | None, "whether any skill is recorded for it"]
    source_requirements: Annotated[Count | None, "the number of its requirements"]
    source_passages: Annotated[Count | None, "the number of passages that support them"]
    target_described: bool | None
    target_requirements: Count | None
    target_passages: Count | None
    cautions: Cautions


_Span = TypedDict("_Span", {"from": DegreeJson | None, "to": DegreeJson | None})


class SpanJson(_Span):
    """The degree before and the degree after; null if unknown."""


class ResourceJson(ThingJson):
    """A learning resource for a skill."""

    url: Annotated[str, "its web address; empty if none is stated"]
    level: Annotated[str | None, "the label of the level that it teaches"]


class ErrorJson(TypedDict):
    """An error."""

    error: str
    code: Annotated[str, "the kind of error, stable across versions"]
    candidates: Annotated[list[str], "possible names"]
    labels: NotRequired[Annotated[list[str], "the label of each candidate; empty if it equals the name"]]


def error_json(error: EcomgraphError) -> ErrorJson:
    """Return an error as JSON: its message, its code, and possible names.

    >>> from ecomgraph.errors import UnknownNameError
    >>> error_json(UnknownNameError("cfo", "role", ["cdo"]))["code"]
    'unknown-name'
    """
    value: ErrorJson = {"error": str(error), "code": error.code, "candidates": list(getattr(error, "candidates", ()))}
    if any(labels := getattr(error, "labels", ())):
        value["labels"] = list(labels)
    return value


def thing_json(entity: Entity) -> ThingJson:
    """Return a reference to a thing.

    >>> from ecomgraph.model import Entity
    >>> thing_json(Entity(iri="https://example.org/skill/baking", id="baking", label="Baking"))
    {'iri': 'https://example.org/skill/baking', 'id': 'baking', 'label': 'Baking'}
    """
    return {"iri": entity.iri, "id": entity.id, "label": entity.label}


def things_json(entities: Iterable[Entity]) -> list[ThingJson]:
    """Return references to several things, in their order."""
    return list(map(thing_json, entities))


def filled(shape: type[_T], value: object, **given: object) -> _T:
    """Return an object of an answer: each key of ``shape`` gets the attribute of ``value`` with the same name.

    Nested objects and lists are filled likewise. The keys of a thing come from ``value.skill`` or ``value.node`` if
    ``value`` is not a thing itself; ``given`` holds keys without an attribute. Raises :class:`AttributeError` for a key
    that has neither, so that an answer cannot lack a key of its type.

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
    """Return the function that converts values of a type to JSON."""
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
    """Return a degree of a skill as JSON.

    >>> from ecomgraph.model import Degree
    >>> degree_json(Degree(degree=0.25, level="Aware"))
    {'degree': 0.25, 'level': 'Aware'}
    """
    return {"degree": degree.degree, "level": degree.level} if degree else None


def group_json(group: Entity | None) -> ThingJson | None:
    """Return the top group of a skill as JSON, or ``None`` if it has none."""
    return thing_json(group) if group else None


def resources_json(found: Iterable[LearningResource]) -> Json:
    """Return the key ``resources``, or an empty object if there are none.

    >>> resources_json([])
    {}
    """
    listed = [filled(ResourceJson, it, level=it.level.label if it.level else None) for it in found]
    return {"resources": listed} if listed else {}


def described_json(side: str, described: Described | None) -> Json:
    """Return the keys of :class:`SidesJson` for one side, all null for a person (``None``).

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
