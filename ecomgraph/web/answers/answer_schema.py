"""The types of the answers as JSON Schema for programs, and in a short notation for people.

An answer is a ``TypedDict`` whose name ends in ``Json``. Its docstring is the description of the object. In the
``Annotated`` type of a key, a string is the description and a pair is a JSON Schema keyword with its value.
"""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, NotRequired, Union, get_args, get_origin, get_type_hints
from typing import is_typeddict as is_object

__all__ = ["Key", "components", "described", "keys_of", "name_of", "notation", "schema"]

Schema = dict[str, Any]

_PRIMITIVES: Final[dict[Any, str]] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_WORDS: Final[dict[Any, str]] = {str: "", int: "integer", float: "number", bool: "true or false"}


class Key(NamedTuple):
    """A key of an object: its name, the type of its value, and whether it is always there."""

    name: str
    type: Any
    required: bool


@cache
def keys_of(shape: Any) -> tuple[Key, ...]:
    """Return the keys of an object in declaration order, inherited keys first.

    >>> from ecomgraph.web.answers.things import ThingJson
    >>> [key.name for key in keys_of(ThingJson)]
    ['iri', 'id', 'label']
    """
    # Not from __required_keys__, which treats every annotation given as text as required (CPython issue 97727).
    return tuple(
        Key(name, get_args(hint)[0] if get_origin(hint) is NotRequired else hint, get_origin(hint) is not NotRequired)
        for name, hint in get_type_hints(shape, include_extras=True).items()
    )


def name_of(shape: Any) -> str:
    """Return the name of an object in descriptions."""
    return str(shape.__name__).removesuffix("Json")


def schema(hint: Any) -> Schema:
    """Return the JSON Schema of a type; objects are references into :func:`components`.

    Raises :class:`TypeError` for a type that has no counterpart in JSON.

    >>> schema(list[int] | None)
    {'anyOf': [{'type': 'array', 'items': {'type': 'integer'}}, {'type': 'null'}]}
    """
    if is_object(hint):
        return {"$ref": f"#/components/schemas/{name_of(hint)}"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(schema(arguments[0]), hint.__metadata__)
    if origin is list:
        return {"type": "array", "items": schema(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema(arguments[1])}
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (Union, UnionType):
        return {"anyOf": [schema(it) for it in arguments]}
    if hint is NoneType:
        return {"type": "null"}
    if hint is Any:
        return {}
    if hint in _PRIMITIVES:
        return {"type": _PRIMITIVES[hint]}
    raise TypeError(f"{hint!r} has no JSON Schema: use an object, list, dict, Literal, str, int, float, bool or None")


def _annotated(found: Schema, metadata: tuple[Any, ...]) -> Schema:
    return found | dict(it if isinstance(it, tuple) else ("description", it) for it in metadata)


def components(*hints: Any) -> dict[str, Schema]:
    """Return the schemas of all objects that types refer to, by name; they allow no additional properties.

    >>> from ecomgraph.web.answers.things import ThingJson
    >>> components(list[ThingJson])["Thing"]["required"]
    ['iri', 'id', 'label']
    """
    return {name_of(shape): _object(shape) for shape in _objects(*hints)}


def _objects(*hints: Any) -> list[Any]:
    """Return the objects that types refer to, each before the objects that it refers to."""
    found: dict[Any, None] = {}
    waiting = list(hints)
    while waiting:
        hint = waiting.pop(0)
        if is_object(hint):
            if hint not in found:
                found[hint] = None
                waiting += [key.type for key in keys_of(hint)]
        elif get_origin(hint) is Annotated:
            waiting.append(hint.__origin__)
        elif get_origin(hint) is not Literal:
            waiting += get_args(hint)
    names = [name_of(shape) for shape in found]
    assert len(set(names)) == len(names), f"two objects have the same name: {sorted(names)}"
    return list(found)


def _object(shape: Any) -> Schema:
    keys = keys_of(shape)
    return {
        "type": "object",
        "description": " ".join(shape.__doc__.split()),
        "properties": {key.name: schema(key.type) for key in keys},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


# ---------------------------------------------------------------- in short


def notation(hint: Any, base: Any) -> list[str]:
    """Return a type in short notation, then one line for each object in it; ``base`` is written as ``N``.

    A key without a type holds text; a key with a question mark is optional.

    >>> from ecomgraph.web.answers.things import ThingJson
    >>> notation(list[ThingJson], ThingJson)
    ['[N]']
    """
    shapes = [it for it in _objects(hint) if it not in (base, hint)]
    first = _short_object(hint, base) if is_object(hint) else _short(hint, base)
    return [first, *(f"{name_of(it)} = {_short_object(it, base)}" for it in shapes)]


def described(hint: Any, base: Any) -> dict[str, str]:
    """Return the descriptions of the keys of a type and its objects except ``base``, several joined, by key."""
    found: dict[str, list[str]] = {}
    for shape in _objects(hint):
        for key in keys_of(shape) if shape is not base else ():
            own = key.name not in {it.name for it in keys_of(base)}
            texts = _texts(key.type) if own else []
            known = found.setdefault(key.name, [])
            known += [text for text in texts if text not in known]
    return {name: ", or ".join(texts) for name, texts in found.items() if texts}


def _texts(hint: Any) -> list[str]:
    """Return the descriptions of a value, and of the values in a list."""
    texts = [it for it in getattr(hint, "__metadata__", ()) if isinstance(it, str)]
    return texts + [text for it in get_args(hint) if not isinstance(it, str) for text in _texts(it)]


def _short_object(shape: Any, base: Any) -> str:
    keys = keys_of(shape)
    own = set(keys) - set(keys_of(base))
    extends = len(own) == len(keys) - len(keys_of(base))
    written = ", ".join(_short_key(key, base) for key in keys if not extends or key in own)
    return f"N + {{{written}}}" if extends else f"{{{written}}}"


def _short_key(key: Key, base: Any) -> str:
    value = _short(key.type, base)
    return f'"{key.name}"{"" if key.required else "?"}' + (f": {value}" if value else "")


def _short(hint: Any, base: Any) -> str:
    if is_object(hint):
        return "N" if hint is base else name_of(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _short(arguments[0], base)
    if origin is list:
        return f"[{_short(arguments[0], base) or 'text'}]"
    if origin is dict:
        return f"{{text: {_short(arguments[1], base) or 'text'}}}"
    if origin is Literal:
        return " or ".join(f'"{it}"' for it in arguments)
    if origin in (Union, UnionType):
        return " or ".join("null" if it is NoneType else _short(it, base) or "text" for it in arguments)
    return _WORDS[hint]
