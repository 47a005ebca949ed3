"""Read YAML and JSON into trees of texts, within limits, and refuse duplicate keys."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import FrameworkError
from ecomgraph.exchange.document_tree import Fields, Items, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.document_tree import Node

__all__ = ["JSON_HINT", "read_front_matter", "read_json", "read_yaml"]

# Remedies for the most common mistakes.
JSON_HINT = "JSON has straight double quotation marks, no comments, and no comma after the last item"
_YAML_HINT = "indent with spaces, not tabs, and put texts with a colon or # in quotation marks"
MAX_DEPTH = 60
# The maximum number of values that aliases repeat, in total.
MAX_REPEATED = 100_000
_NULL = {"", "~", "null", "Null", "NULL"}
_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp")}
_JSON_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\n]', re.DOTALL)
_FENCE = re.compile(r"^(---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


def read_yaml(text: str, where: str) -> list[Node]:
    """Return the documents of a YAML text; values are texts exactly as written, so that ``no`` stays ``no``.

    Raises :class:`~ecomgraph.FrameworkError`, with the line, for a text that is not well-formed, for a duplicate
    key, for tags outside the YAML core schema, and beyond the limits on depth and on repetition by aliases.

    >>> [document.fields["no"].text for document in read_yaml("no: 0.50", "ours.yml")]
    ['0.50']
    """
    return _Yaml(text, where).documents()


def read_front_matter(text: str, where: str) -> Node | None:
    """Return the YAML front matter of a text, which is between lines of hyphens; the rest is its field ``@body``."""
    first = _FENCE.match(text.removeprefix("\ufeff"))
    text = text.removeprefix("\ufeff")
    last = _FENCE.search(text, first.end()) if first else None
    if first is None or last is None:
        return None
    found = read_yaml(text[: last.start()], where)
    node = found[0] if found else Fields({}, 1)
    body = text[last.end() :].strip()
    if isinstance(node, Fields) and body:
        node.fields["@body"] = Text(body, text.count("\n", 0, text.index(body, last.end())) + 1)
    return node


def _refuse(where: str, line: int, reason: str) -> FrameworkError:
    return FrameworkError(where, [f"{where}:{line}: {reason}"])


class _Yaml:
    """Build trees from the events of a parser, without recursion."""

    def __init__(self, text: str, where: str) -> None:
        self._text = text
        self._where = where
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._repeated = 0

    def documents(self) -> list[Node]:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            return list(self._documents(yaml.parse(self._text, Loader=loader)))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = f"{self._where}:{mark.line + 1}:{mark.column + 1}" if mark else self._where
            reason = " ".join(str(error.problem or error.context).split())
        except yaml.YAMLError as error:
            place, reason = self._where, " ".join(str(error).split())
        raise FrameworkError(self._where, [f"{place}: is not YAML: {reason}; {_YAML_HINT}"])

    def _documents(self, events: Iterator[Any]) -> Iterator[Node]:
        import yaml

        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors.clear()
                root, _ = self._node(events)
                if root is not None:
                    yield root

    def _node(self, events: Iterator[Any]) -> tuple[Node | None, int]:
        """Return the next node and its number of values; ``None`` at the end of a document."""
        import yaml

        # Open collections, each with the key that has no value yet, the anchor, and the number of values.
        stack: list[tuple[Items | Fields, list[Text], str, list[int]]] = []
        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.DocumentEndEvent):
                return None, 0
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._check(event, line, len(stack))
                made = Fields({}, line) if isinstance(event, yaml.MappingStartEvent) else Items([], line)
                stack.append((made, [], event.anchor or "", [1]))
                continue
            node: Node
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                node, _, anchor, (size,) = stack.pop()
            elif isinstance(event, yaml.AliasEvent):
                node, size, anchor = *self._repeat(event, line), ""
            else:
                self._check(event, line, len(stack))
                plain = event.implicit[0] and event.value in _NULL
                node, size, anchor = Text("" if plain else event.value, line), 1, event.anchor or ""
            if anchor:
                self._anchors[anchor] = node, size
            if not stack:
                return node, size
            stack[-1][3][0] += size
            self._put(stack[-1][0], stack[-1][1], node)
        return None, 0

    def _check(self, event: Any, line: int, depth: int) -> None:
        if depth >= MAX_DEPTH:
            raise _refuse(self._where, line, f"is nested more than {MAX_DEPTH} levels deep, the maximum; flatten it")
        if event.tag and event.tag != "!" and event.tag not in _TAGS:
            raise _refuse(self._where, line, f"the tag {event.tag!r} is not read; remove it")

    def _repeat(self, event: Any, line: int) -> tuple[Node, int]:
        if event.anchor not in self._anchors:
            raise _refuse(self._where, line, f"the alias *{event.anchor} refers to no complete value above it")
        node, size = self._anchors[event.anchor]
        self._repeated += size
        if self._repeated > MAX_REPEATED:
            reason = f"aliases repeat more than {MAX_REPEATED:,} values; write the values out, or split the file"
            raise _refuse(self._where, line, reason)
        return node, size

    def _put(self, into: Items | Fields, waiting: list[Text], node: Node) -> None:
        if isinstance(into, Items):
            into.items.append(node)
        elif not waiting:
            if not isinstance(node, Text):
                raise _refuse(self._where, node.line, "a list or a mapping as a key; write a text")
            waiting.append(node)
        else:
            key = waiting.pop()
            if key.text == "<<":
                self._merge(into, node, key.line)
            elif key.text in into.lines:
                first = into.lines[key.text]
                raise _refuse(self._where, key.line, f'the key "{key.text}" is already in line {first}; keep one')
            else:
                into.fields[key.text] = node
                into.lines[key.text] = key.line

    def _merge(self, into: Fields, node: Node, line: int) -> None:
        """Add the fields of the mappings after ``<<``, unless the mapping has them already."""
        for other in node.items if isinstance(node, Items) else [node]:
            if not isinstance(other, Fields):
                raise _refuse(self._where, line, "<< takes the fields of a mapping; name one by its alias")
            for key, value in other.fields.items():
                into.fields.setdefault(key, value)


# ------------------------------------------------------------------ JSON


def read_json(text: str, where: str) -> Node:
    """Return a JSON document; numbers are returned as text, exactly as written.

    Raises :class:`~ecomgraph.FrameworkError` for a text that is not JSON, is nested too deeply, or has a duplicate key.

    >>> document = read_json('{"rank": 1.50}', "ours.json")
    >>> document.fields["rank"].text
    '1.50'
    """
    reader = _Json(where, _closing_lines(text))
    try:
        value = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=reader.fields,
            parse_int=str,
            parse_float=str,
            parse_constant=reader.no_number,
        )
        text.encode()
        node = reader.node(value, 1, 0)
    except RecursionError:
        raise FrameworkError(where, [f"{where}: is nested too deeply; flatten it"]) from None
    except json.JSONDecodeError as error:
        place = f"{where}:{error.lineno}:{error.colno}"
        raise FrameworkError(where, [f"{place}: is not JSON: {error.msg}; {JSON_HINT}"]) from None
    except UnicodeEncodeError:
        raise FrameworkError(where, [f"{where}: half of a surrogate pair is not a character"]) from None
    return node


def _closing_lines(text: str) -> list[int]:
    """Return the first lines of objects, in the order in which the objects end, as the decoder completes them."""
    line, open_, closed = 1, [], []
    for token in _JSON_TOKENS.finditer(text):
        sign = token.group()
        if sign == "{":
            open_.append(line)
        elif sign == "}" and open_:
            closed.append(open_.pop())
        line += sign.count("\n")
    return closed


class _Json:
    def __init__(self, where: str, lines: list[int]) -> None:
        self._where = where
        self._lines = lines
        self._done = 0

    def fields(self, pairs: list[tuple[str, Any]]) -> Fields:
        """Return an object; the decoder calls this at the end of each."""
        line = self._lines[self._done] if self._done < len(self._lines) else 1
        self._done += 1
        found = Fields({}, line)
        for name, value in pairs:
            if name in found.fields:
                raise _refuse(self._where, line, f'the key "{name}" occurs twice in one object; keep one')
            found.fields[name] = self.node(value, line, 0)
        return found

    def node(self, value: Any, line: int, depth: int) -> Node:
        """Convert a value of the decoder to a node."""
        if isinstance(value, Fields):
            return value
        if isinstance(value, list):
            if depth >= MAX_DEPTH:
                raise _refuse(self._where, line, f"lists are nested more than {MAX_DEPTH} levels deep")
            return Items([self.node(it, line, depth + 1) for it in value], line)
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise _refuse(self._where, line, "half of a surrogate pair is not a character")
        return Text(text, line)

    def no_number(self, name: str) -> None:
        """Refuse NaN and infinities, which are not JSON."""
        raise FrameworkError(self._where, [f"{self._where}: is not JSON: {name} is not a number"])
