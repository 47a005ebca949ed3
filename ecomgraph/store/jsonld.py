"""Check JSON-LD before the native parser: refuse documents that would exhaust it or that it misreads."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from ecomgraph.errors import ParseError
from ecomgraph.store.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_json", "refuse_deep"]

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
_KEY_OR_BRACKET = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")(\s*:)?|[\[\]{}]', re.DOTALL)
# The values of @container that allow no map as the value of a term, at most an array.
_PLAIN = (None, "@set", ["@set"])


def check_json(data: bytes, *, name: str, max_depth: int) -> None:
    """Raise :class:`~ecomgraph.ParseError` for a document that the native parser must not read.

    Deep nesting, duplicate keys, and maps under keyword aliases are refused.

    >>> check_json(b'{"@id": "urn:a", "@id": "urn:b"}', name="ours.jsonld", max_depth=200)
    Traceback (most recent call last):
    ecomgraph.errors.ParseError: ours.jsonld:1:18: an object has the key "@id" twice; leave one, or make one array
    """
    head = data.lstrip(b" \t\r\n")
    if head and head[:1] not in b"{[":
        raise ParseError(name, *place_of(data, len(data) - len(head)), "not JSON-LD: a document begins with { or [")
    refuse_deep(data, name=name, max_depth=max_depth)
    contexts, repeated = _read(data)
    if repeated:
        _refuse_repeated(data, name, repeated)
    for term in _mapped_keywords(contexts):
        reason = f'"{term}" is a keyword alias with a "@container", which JSON-LD processors read differently'
        found = re.search(re.escape(json.dumps(term, ensure_ascii=False).encode()) + rb"\s*:", data)
        line, column = place_of(data, found.start()) if found else (None, None)
        raise ParseError(name, line, column, f"{reason}; leave the container out and write an array")


# ------------------------------------------------------------------ nesting


def _depth_at_most(data: bytes, limit: int) -> int:
    """Return a quick upper bound of the nesting depth, by removing pairs of brackets from the inside out."""
    brackets = _STRING.sub(b"", data).translate(None, _NO_BRACKETS)
    rounds = 0
    while 2 * rounds <= limit:
        rest = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(rest) == len(brackets):
            break
        brackets, rounds = rest, rounds + 1
    # Each round removes at most two levels of nesting.
    return 2 * rounds + len(brackets)


def refuse_deep(data: bytes, *, name: str, max_depth: int) -> None:
    """Raise :class:`~ecomgraph.ParseError` for JSON of any kind with objects and arrays nested too deep.

    Takes time proportional to the length, or to the depth allowed times the number of brackets.
    """
    if _depth_at_most(data, max_depth) <= max_depth:
        return
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(data):
        first = data[found.start()]
        depth += (first in b"{[") - (first in b"}]")
        if depth > max_depth:
            reason = f"objects and arrays are nested deeper than {max_depth}"
            raise ParseError(name, *place_of(data, found.start()), reason)


# ------------------------------------------------------------------ keys and contexts


def _read(data: bytes) -> tuple[list[Any], str]:
    """Return the contexts of a document, including scoped ones, and a duplicate key, or ``""``.

    Invalid JSON is left for the native parser to refuse.
    """
    contexts: list[Any] = []
    repeated: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated.append(next(key for key in keys if keys.count(key) > 1))
        if "@context" in value:
            contexts.append(value["@context"])
        return value

    try:
        # Numbers are kept as text, because Python refuses to parse very long ones.
        json.loads(data, object_pairs_hook=note, parse_int=str, parse_float=str, strict=False)
    except ValueError:
        return contexts, ""
    return contexts, repeated[0] if repeated else ""


def _refuse_repeated(data: bytes, name: str, repeated: str) -> NoReturn:
    """Raise an error at the second of two equal keys."""
    open_objects: list[set[str]] = []
    for found in _KEY_OR_BRACKET.finditer(data):
        first = data[found.start() : found.start() + 1]
        if first in b"{[":
            open_objects.append(set())
        elif first in b"}]":
            open_objects.pop()
        elif found[2]:
            key = json.loads(found[1], strict=False)
            if key in open_objects[-1]:
                reason = f"an object has the key {json.dumps(key)} twice; leave one, or make one array"
                raise ParseError(name, *place_of(data, found.start()), reason)
            open_objects[-1].add(key)
    raise ParseError(name, None, None, f"an object has the key {json.dumps(repeated)} twice")


def _mapped_keywords(contexts: list[Any]) -> Iterator[str]:
    """Yield the terms that are keyword aliases, directly or through other terms, and have a container.

    All contexts of the document count, whichever is active where a term is used.
    """
    meanings: dict[str, set[str]] = {}
    contained = []
    for term, definition in _definitions(contexts):
        meaning = definition.get("@id", term) if isinstance(definition, dict) else definition
        if isinstance(meaning, str):
            meanings.setdefault(term, set()).add(meaning)
            if isinstance(definition, dict) and definition.get("@container") not in _PLAIN:
                contained.append((term, meaning))
    for term, meaning in contained:
        seen: set[str] = set()
        due = [meaning]
        while due:
            one = due.pop()
            if one.startswith("@") and one != term:
                yield term
                break
            if one not in seen:
                seen.add(one)
                due.extend(meanings.get(one, ()))


def _definitions(contexts: list[Any]) -> Iterator[tuple[str, Any]]:
    for context in contexts:
        for one in context if isinstance(context, list) else [context]:
            if isinstance(one, dict):
                yield from one.items()
