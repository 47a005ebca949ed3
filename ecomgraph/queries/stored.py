"""Stored queries: the text of a ``.rq`` file and what its header declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast, get_args

from ecomgraph.arguments import checked
from ecomgraph.errors import QueryError
from ecomgraph.queries.label_patterns import declared_patterns
from ecomgraph.reading.names import KINDS, Kind
from ecomgraph.store.query_guard import check_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import NoReturn

    import yaml


__all__ = ["LANGUAGE", "NEEDS", "Parameter", "ParameterKind", "StoredQuery"]

ParameterKind = Literal["iri", "string", "integer", "decimal"]
NEEDS = ("alignments",)
MAX_HEADER = 16_000

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYS = ("cq", "engines", "example", "labels", "needs", "params", "returns", "summary")
# A parameter of every query with labels; it selects a language and binds no variable.
LANGUAGE = "language"
_PARAMETER_KEYS = ("default", "kind", "of", "required", "summary")


@checked
@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A variable of a stored query that the caller binds.

    ``of`` is the kind of resource that an ``iri`` identifies, so that a label or an id is also accepted; without it,
    only an IRI or a CURIE is. A parameter that is not required and has no default stays unbound and matches any value.
    """

    name: str
    kind: ParameterKind
    of: Kind | None = None
    required: bool = True
    default: str | None = None
    summary: str = ""


@checked
@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuery:
    """A SELECT with declared parameters and columns; ``text`` is the whole file, including the header.

    ``question`` is the competency question that it answers. ``needs`` names the data that must be loaded in addition to
    the graph. ``engines`` are those that returned the same rows in the same order, with parameters open and bound.
    ``labels`` are the columns with texts in the reader's language; a query with such columns accepts the argument
    ``language``. ``example`` has the arguments of the example as pairs, and ``example_rows`` the number of rows that it
    returns on the bundled graph. Without a header, ``returns`` is empty and all columns are returned.
    """

    name: str
    topic: str = ""
    summary: str = ""
    question: str = ""
    parameters: tuple[Parameter, ...] = ()
    returns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    example: tuple[tuple[str, str], ...] = ()
    example_rows: int | None = None
    text: str

    @classmethod
    def parse(cls, name: str, text: str, *, topic: str = "") -> StoredQuery:
        r"""Read a query; raise :class:`~ecomgraph.QueryError` for an invalid header or a query that is refused.

        >>> text = "#+ params: {role: {kind: iri, of: role}}\n#+ returns: [skill]\n"
        >>> text += "SELECT ?role ?skill { ?role ecg:requiresSkill ?skill } ORDER BY ?skill"
        >>> StoredQuery.parse("mine", text).parameters[0].of
        'role'
        """
        text = text.removeprefix("\ufeff")
        header = _Header(name, text)
        query = cls(
            name=name,
            topic=topic,
            summary=header.text("summary"),
            question=header.text("cq"),
            parameters=header.parameters(),
            returns=header.names("returns"),
            labels=header.names("labels"),
            needs=header.names("needs"),
            engines=header.names("engines"),
            example=header.example(),
            example_rows=header.example_rows(),
            text=text,
        )
        query._check()
        return query

    def _check(self) -> None:
        try:
            mentioned = check_query(self.text).variables
        except QueryError as error:
            raise QueryError(f"{self.name}: {error}") from None
        names = [parameter.name for parameter in self.parameters]
        for what, declared in (("parameter", names), ("column", self.returns)):
            for name in declared:
                if name not in mentioned:
                    raise QueryError(f"{self.name}: header: {what} {name!r} does not occur in the query as ?{name}")
        self._check_labels(names)
        for need in self.needs:
            if need not in NEEDS:
                raise QueryError(f"{self.name}: header: 'needs' can name {', '.join(NEEDS)}, not {need!r}")
        for name, _ in self.example:
            if name not in names and not (self.labels and name == LANGUAGE):
                raise QueryError(f"{self.name}: header: the example sets {name!r}, which is not a parameter")

    def _check_labels(self, parameters: list[str]) -> None:
        for name in set(self.labels) - declared_patterns(self.text):
            pattern = f"OPTIONAL {{ ?thing skos:prefLabel ?{name} }}"
            raise QueryError(f"{self.name}: header: label {name!r} needs a pattern such as {pattern}")
        if self.labels and LANGUAGE in parameters:
            raise QueryError(f"{self.name}: header: {LANGUAGE!r} is a parameter of every query with labels")


class _Header:
    """The header of a query, read and checked value by value."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._values = self._load(text)
        self._known("", self._values, _KEYS)

    def text(self, key: str) -> str:
        """Return a text value on one line; refuse other types."""
        return self._text(key, self._values.get(key, ""))

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of unique names; refuse anything else."""
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(it, str) and _NAME.fullmatch(it) for it in values):
            self._fail(f"{key!r} must be a list of names")
        if len(set(values)) < len(values):
            self._fail(f"{key!r} has a duplicate name")
        return tuple(values)

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters in declared order."""
        return tuple(self._parameter(name, fields) for name, fields in self._mapping("params", self._values).items())

    def example(self) -> tuple[tuple[str, str], ...]:
        """Return the arguments of the example."""
        example = self._mapping("example", self._values)
        self._known("example", example, ("params", "rows"))
        arguments = self._mapping("params", example)
        return tuple((name, self._scalar(f"example of {name!r}", value)) for name, value in arguments.items())

    def example_rows(self) -> int | None:
        """Return the number of rows of the example."""
        rows = self._mapping("example", self._values).get("rows")
        if rows is not None and (not isinstance(rows, int) or isinstance(rows, bool) or rows < 0):
            self._fail("'rows' of the example must be a number of rows")
        return rows

    def _parameter(self, name: str, fields: object) -> Parameter:
        where = f"parameter {name!r}"
        if not _NAME.fullmatch(name) or not isinstance(fields, dict):
            self._fail(f"{where} must be a name with a mapping such as {{kind: iri, of: role}}")
        self._known(where, fields, _PARAMETER_KEYS)
        kind, of, required = fields.get("kind"), fields.get("of"), fields.get("required", "default" not in fields)
        if kind not in get_args(ParameterKind):
            self._fail(f"{where} must have one of the kinds {', '.join(get_args(ParameterKind))}, not {kind!r}")
        if of is not None and (kind != "iri" or of not in KINDS):
            self._fail(f"{where}: 'of' requires kind iri and is one of {', '.join(sorted(KINDS))}, not {of!r}")
        if not isinstance(required, bool) or (required and "default" in fields):
            self._fail(f"{where}: 'required' is true or false, and a default makes it false")
        return Parameter(
            name=name,
            kind=cast("ParameterKind", kind),
            of=cast("Kind | None", of),
            required=required,
            default=self._scalar(where, fields["default"]) if "default" in fields else None,
            summary=self._text(f"{where}: summary", fields.get("summary", "")),
        )

    def _load(self, text: str) -> dict[str, object]:
        lines = _header_lines(text)
        if sum(map(len, lines)) > MAX_HEADER:
            self._fail(f"longer than {MAX_HEADER} characters")
        if not lines:
            return {}
        import yaml

        try:
            values = yaml.load("\n".join(lines), Loader=_loader())  # noqa: S506 - a subclass of the safe loader
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            where = f"line {mark.line + 1}: " if mark else ""
            self._fail(f"{where}{error.problem or error.context}")
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            self._fail(" ".join(str(error).split()))
        if not isinstance(values, dict):
            self._fail("not a mapping of keys to values")
        return values

    def _known(self, where: str, values: Mapping[str, object], keys: Iterable[str]) -> None:
        for key in values:
            if key not in keys:
                self._fail(f"{where and where + ': '}unknown key {key!r}; there are {', '.join(keys)}")

    def _mapping(self, key: str, values: Mapping[str, object]) -> dict[str, object]:
        found = values.get(key) or {}
        if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
            self._fail(f"{key!r} must be a mapping of names to values")
        return found

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            self._fail(f"{key!r} must be text")
        return " ".join(value.split())

    def _scalar(self, where: str, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self._fail(f"{where}: {value!r} is neither text nor a number")
        return str(value)

    def _fail(self, reason: str) -> NoReturn:
        raise QueryError(f"{self._name}: header: {reason}")


def _header_lines(text: str) -> list[str]:
    """Return the header lines of a text as YAML, keeping their line numbers; empty without a header."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        # Column numbers in the YAML are those in the file, shifted only by the length of the marker.
        lines.append(line[2:].removeprefix(" "))
    return lines


@cache
def _loader() -> type[yaml.SafeLoader]:
    import yaml

    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc, valid-type]
        """A YAML loader that refuses duplicate keys, of which other loaders silently keep the last."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
            seen = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"{key.value!r} is a duplicate key", key.start_mark
                    )
                seen.add(key.value if isinstance(key.value, str) else id(key))
            return cast("dict[object, object]", super().construct_mapping(node, deep=deep))

    return Loader
