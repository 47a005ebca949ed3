"""The errors that ecomgraph raises; each message names the problem, its place and its remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from ecomgraph.spelling import indefinite, looks_like

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "AmbiguousNameError",
    "ArgumentError",
    "ArgumentTypeError",
    "EcomgraphError",
    "ExportError",
    "FrameworkError",
    "LimitError",
    "MissingDependencyError",
    "MissingMonthsError",
    "NoPathError",
    "ParameterError",
    "ParseError",
    "QueryError",
    "RuleError",
    "ShapesError",
    "SourceError",
    "UncoveredShapesError",
    "UnknownNameError",
    "restored",
]

MAX_SHOWN = 10
_MAX_NAME = 200
# Characters that start a new line or control a terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_E = TypeVar("_E", bound="EcomgraphError")


class EcomgraphError(Exception):
    """Base class of all errors that ecomgraph raises on purpose.

    ``exit_code`` is the exit code of the command line: 2 for wrong usage or bad input, 1 if the answer is "no".
    ``code`` identifies the kind of error for programs; it does not change when messages do. ``notes`` are further
    observations on the input, which may explain the cause. Errors pickle and copy with all their attributes, including
    those of subclasses, whatever their constructors take.
    """

    exit_code: ClassVar[int] = 2
    code: ClassVar[str] = "error"
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        # KeyError, a base of some subclasses, would show the repr of its argument.
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        # By default, unpickling would call the constructor with the message as its only argument.
        made = super().__reduce__()
        return restored, (type(self), *made[1:])

    def rename(self, old: str, new: str) -> None:
        """Replace the name of the input in the message and in all attributes."""

        def renamed(value: object) -> object:
            if isinstance(value, str):
                return value.replace(old, new)
            return tuple(map(renamed, value)) if isinstance(value, tuple) else value

        self.args = tuple(map(renamed, self.args))
        for name, value in vars(self).items():
            setattr(self, name, renamed(value))


def restored(cls: type[_E], args: tuple[object, ...], state: Mapping[str, object] | None = None) -> _E:
    """Rebuild a pickled error without calling the constructor of its class.

    >>> restored(UnknownNameError, ("no role is called 'cfo'",), {"name": "cfo"}).name
    'cfo'
    """
    error = cls.__new__(cls, *args)
    # The constructor of the built-in base class sets its internal state.
    super(EcomgraphError, error).__init__(*args)
    for name, value in (state or {}).items():
        setattr(error, name, value)
    return error


def _on_one_line(path: str) -> str:
    """Return a path for a message, with escapes for control characters."""
    return _CONTROL.sub(lambda character: repr(character[0])[1:-1], path)


def _named(name: str, show: Callable[[str], str] = repr) -> str:
    """Return a name for a message, shortened if it is long."""
    return show(name) if len(name) <= _MAX_NAME else f"{show(name[:_MAX_NAME])}… ({len(name):,} characters)"


def _offered(candidates: Sequence[str], labels: Sequence[str], show: Callable[[str], str] = str) -> list[str]:
    """Return names for a message, each with its label, if it has one."""
    told = [*labels, *[""] * (len(candidates) - len(labels))]
    return [show(name) + (f" ({label})" if label else "") for name, label in zip(candidates, told, strict=True)]


class SourceError(EcomgraphError, ValueError):
    """A file or a folder that cannot be read or written, or is of no known format."""

    code = "bad-source"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{_on_one_line(path)}: {reason}")
        self.path = path
        self.reason = reason


class ParseError(EcomgraphError, ValueError):
    """Input that is not well-formed; ``line`` and ``column`` count from 1 and are ``None`` where unknown."""

    code = "not-well-formed"

    def __init__(self, path: str, line: int | None, column: int | None, reason: str) -> None:
        where = ":".join(str(part) for part in (_on_one_line(path), line, column) if part is not None)
        super().__init__(f"{where}: {reason}")
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason


class UnknownNameError(EcomgraphError, KeyError):
    """A name that matches nothing in the graph; ``candidates`` are the nearest names that exist.

    ``labels`` are the labels of the candidates, ``""`` if equal to the candidate. If a thing of another kind has the
    name, ``found_as`` is that kind, else ``""``.
    """

    code = "unknown-name"

    def __init__(
        self,
        name: str,
        kind: str,
        candidates: Sequence[str] = (),
        labels: Sequence[str] = (),
        found_as: str = "",
    ) -> None:
        # Escapes show the difference between texts that look the same.
        show = ascii if any(looks_like(name, it) for it in candidates) else repr
        offered = _offered(candidates, labels, show)
        # For a framework, the candidates are all names; for other kinds, they are similar names.
        some = f"there is {', '.join(offered)}" if kind == "framework" else f"did you mean {' or '.join(offered)}?"
        advice = f"; {some}" if offered else ""
        instead = f" (it is {indefinite(found_as)})" if found_as else ""
        super().__init__(f"no {kind} is called {_named(name, show)}{instead}{advice}")
        self.found_as = found_as
        self.name = name
        self.kind = kind
        self.candidates = tuple(candidates)
        self.labels = tuple(labels)


class AmbiguousNameError(EcomgraphError, ValueError):
    """A name that matches several resources; ``candidates`` are their IRIs, sorted, and ``labels`` their labels.

    If the name matches one resource in each of several frameworks, ``frameworks`` are the names of these, sorted.
    """

    code = "ambiguous-name"

    def __init__(
        self,
        name: str,
        kind: str,
        candidates: Sequence[str],
        labels: Sequence[str] = (),
        frameworks: Sequence[str] = (),
    ) -> None:
        if frameworks:
            chosen = " or ".join(frameworks)
            reason = f"is the name of {indefinite(kind)} in more than one framework; choose {chosen} (--framework)"
        else:
            reason = f"is the name of more than one {kind}; use one of {', '.join(_offered(candidates, labels))}"
        super().__init__(f"{_named(name)} {reason}")
        self.name = name
        self.kind = kind
        self.candidates = tuple(candidates)
        self.labels = tuple(labels)
        self.frameworks = tuple(frameworks)


class ArgumentError(EcomgraphError, ValueError):
    """An argument with an invalid value; the message names it and the valid values."""

    code = "bad-argument"


class ArgumentTypeError(ArgumentError, TypeError):
    """An argument of a wrong type: ``function`` takes ``expected`` for ``argument``, not ``got``; all are text."""

    code = "wrong-type"

    def __init__(self, function: str, argument: str, expected: str, got: str) -> None:
        super().__init__(f"{function}(): {argument} must be {expected}, not {got}")
        self.function = function
        self.argument = argument
        self.expected = expected
        self.got = got


class NoPathError(EcomgraphError, ValueError):
    """There is no path from ``source`` to ``target`` (both IRIs) under the given conditions.

    ``nearest`` is the IRI of the reachable node most similar to the target, ``""`` if there is none.
    """

    code = "no-path"
    exit_code = 1

    def __init__(self, message: str, *, source: str, target: str, nearest: str = "") -> None:
        super().__init__(message)
        self.source = source
        self.target = target
        self.nearest = nearest


class MissingMonthsError(EcomgraphError, ValueError):
    """Paths that cannot be compared by duration: ``transitions`` (IRIs) on them have no typical duration."""

    code = "missing-months"

    def __init__(self, message: str, *, transitions: Sequence[str]) -> None:
        super().__init__(message)
        self.transitions = tuple(transitions)


class QueryError(EcomgraphError, ValueError):
    """A SPARQL query, a parameter or a stored query that cannot be run."""

    code = "bad-query"


class ParameterError(QueryError):
    """An argument of a stored query that is unknown, missing or of the wrong kind."""

    code = "bad-parameter"

    def __init__(self, query: str, parameter: str, reason: str) -> None:
        super().__init__(f"{query}: parameter {_named(parameter)}: {reason}")
        self.query = query
        self.parameter = parameter
        self.reason = reason


class LimitError(EcomgraphError, RuntimeError):
    """A query or search that was stopped at a limit, or refused because too many are running.

    ``limit`` is the limit that was reached: ``time``, ``memory``, ``size`` of the result, ``depth`` of nesting, or
    ``load``. ``retry_after`` is in seconds if trying again may help, else ``None``.
    """

    code = "limit-reached"

    def __init__(self, limit: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.limit = limit
        self.retry_after = retry_after


class RuleError(EcomgraphError, ValueError):
    """A derivation rule that is invalid or does not terminate."""

    code = "bad-rule"


class ShapesError(EcomgraphError, ValueError):
    """SHACL shapes that are not well-formed or that the validator cannot run."""

    code = "bad-shapes"


class UncoveredShapesError(ShapesError):
    """SHACL shapes that the compiled engine does not cover, but pyshacl may; the message names the shape and term."""

    code = "shapes-not-covered"


class ExportError(EcomgraphError, ValueError):
    """Content that the target tool would drop, cut or refuse; each of ``problems`` names one case and its remedy."""

    code = "not-exportable"

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        shown = "; ".join(problems[:MAX_SHOWN])
        more = len(problems) - MAX_SHOWN
        super().__init__(f"nothing was exported to {name}: {shown}" + (f"; and {more} more" if more > 0 else ""))
        self.format = name
        self.problems = tuple(problems)


class MissingDependencyError(EcomgraphError, ImportError):
    """An optional library that is not installed; the message says what to install."""

    code = "missing-dependency"

    def __init__(self, library: str, purpose: str, extra: str) -> None:
        super().__init__(f"{purpose} needs {library}: pip install 'ecomgraph[{extra}]'")
        self.library = library
        self.extra = extra


class FrameworkError(EcomgraphError, ValueError):
    """A framework that cannot be read; each of ``problems``, at most 50, names an error, its place and its remedy."""

    code = "bad-framework"

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        many = f"{len(problems)} problems: " if len(problems) > 1 else ""
        shown = "; ".join(problems[:MAX_SHOWN])
        more = len(problems) - MAX_SHOWN
        # A single problem may name the source itself.
        named = len(problems) == 1 and problems[0].startswith(f"{source}:")
        before = "" if named else f"{source}: {many}"
        super().__init__(f"{before}{shown}" + (f"; and {more} more" if more > 0 else ""))
        self.source = source
        self.problems = tuple(problems)
