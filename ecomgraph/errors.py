"""The errors that ecomgraph raises: one root, and leaves that say what, where and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AmbiguousNameError",
    "EcomgraphError",
    "ExportError",
    "FrameworkError",
    "LimitError",
    "MissingDependencyError",
    "NoPathError",
    "ParameterError",
    "ParseError",
    "QueryError",
    "RuleError",
    "ShapesError",
    "SourceError",
    "UnknownNameError",
]

MAX_SHOWN = 10


class EcomgraphError(Exception):
    """Root of all errors that ecomgraph raises on purpose.

    ``exit_code`` is what the command line exits with: 2 for wrong usage or bad input, 1 where the answer is "no".
    """

    exit_code: ClassVar[int] = 2

    def __str__(self) -> str:
        # KeyError, a base of some leaves, would show the repr of its argument.
        return str(self.args[0]) if self.args else ""

    def rename(self, old: str, new: str) -> None:
        """Put another name of what was read into the message, and into all that tells where the error is."""

        def renamed(value: object) -> object:
            if isinstance(value, str):
                return value.replace(old, new)
            return tuple(map(renamed, value)) if isinstance(value, tuple) else value

        self.args = tuple(map(renamed, self.args))
        for name, value in vars(self).items():
            setattr(self, name, renamed(value))


class SourceError(EcomgraphError, ValueError):
    """A file or a folder that cannot be read or written, or is of no known format."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class ParseError(EcomgraphError, ValueError):
    """Input that is not well-formed; ``line`` and ``column`` count from 1 and are ``None`` where unknown."""

    def __init__(self, path: str, line: int | None, column: int | None, reason: str) -> None:
        where = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{where}: {reason}")
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason


class UnknownNameError(EcomgraphError, KeyError):
    """A name that fits nothing in the graph; ``candidates`` are the nearest names that would."""

    def __init__(self, name: str, kind: str, candidates: Sequence[str] = ()) -> None:
        advice = f"; did you mean {' or '.join(map(repr, candidates))}?" if candidates else ""
        super().__init__(f"no {kind} is called {name!r}{advice}")
        self.name = name
        self.kind = kind
        self.candidates = tuple(candidates)


class AmbiguousNameError(EcomgraphError, ValueError):
    """A name that fits several things; ``candidates`` are their IRIs, sorted."""

    def __init__(self, name: str, kind: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{name!r} is the name of more than one {kind}; use one of {', '.join(candidates)}")
        self.name = name
        self.kind = kind
        self.candidates = tuple(candidates)


class ArgumentError(EcomgraphError, ValueError):
    """An argument that nothing can be done with; the message says which, and what would do."""


class NoPathError(EcomgraphError, ValueError):
    """There is no way from ``source`` to ``target`` (both IRIs) under the given conditions.

    ``nearest`` is the IRI of the node most like the target among those that can be reached, ``""`` if none can.
    """

    exit_code = 1

    def __init__(self, message: str, *, source: str, target: str, nearest: str = "") -> None:
        super().__init__(message)
        self.source = source
        self.target = target
        self.nearest = nearest


class MissingMonthsError(EcomgraphError, ValueError):
    """Paths that cannot be compared by duration: ``transitions`` (IRIs) on them have no typical duration."""

    def __init__(self, message: str, *, transitions: Sequence[str]) -> None:
        super().__init__(message)
        self.transitions = tuple(transitions)


class QueryError(EcomgraphError, ValueError):
    """A SPARQL query, a parameter or a stored query that cannot be run."""


class ParameterError(QueryError):
    """An argument of a stored query that is unknown, missing or of the wrong kind."""

    def __init__(self, query: str, parameter: str, reason: str) -> None:
        super().__init__(f"{query}: parameter {parameter!r}: {reason}")
        self.query = query
        self.parameter = parameter
        self.reason = reason


class LimitError(EcomgraphError, RuntimeError):
    """A question that was stopped, or not begun because too many are being answered.

    ``limit`` is what it came up against: ``time``, ``memory``, ``size`` of the answer, ``depth`` of its nesting, or
    ``load`` by others. ``retry_after`` is in seconds where trying again may help, else ``None``.
    """

    def __init__(self, limit: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.limit = limit
        self.retry_after = retry_after


class RuleError(EcomgraphError, ValueError):
    """A derivation rule that is broken or does not come to an end."""


class ShapesError(EcomgraphError, ValueError):
    """SHACL shapes that are not well-formed or that the validator cannot run."""


class ExportError(EcomgraphError, ValueError):
    """Content that the tool it is meant for would drop, cut or refuse; ``problems`` says what, where and what to do."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        shown = "; ".join(problems[:MAX_SHOWN])
        more = len(problems) - MAX_SHOWN
        super().__init__(f"nothing was exported to {name}: {shown}" + (f"; and {more} more" if more > 0 else ""))
        self.format = name
        self.problems = tuple(problems)


class MissingDependencyError(EcomgraphError, ImportError):
    """An optional library that is not installed; the message says what to install."""

    def __init__(self, library: str, purpose: str, extra: str) -> None:
        super().__init__(f"{purpose} needs {library}: pip install 'ecomgraph[{extra}]'")
        self.library = library
        self.extra = extra


class FrameworkError(EcomgraphError, ValueError):
    """A framework that cannot be read; ``problems`` says of each what, where and what to do, at most 50."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        many = f"{len(problems)} problems: " if len(problems) > 1 else ""
        shown = "; ".join(problems[:MAX_SHOWN])
        more = len(problems) - MAX_SHOWN
        # A place in the source names it already.
        named = len(problems) == 1 and problems[0].startswith(f"{source}:")
        before = "" if named else f"{source}: {many}"
        super().__init__(f"{before}{shown}" + (f"; and {more} more" if more > 0 else ""))
        self.source = source
        self.problems = tuple(problems)
