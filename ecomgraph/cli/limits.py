"""Options that limit the time and memory of untrusted queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecomgraph.isolation import Limits

__all__ = ["limit_options", "limits_of", "parsed_size"]

_F = TypeVar("_F", bound="Callable[..., Any]")
_SIZE = re.compile(r"([0-9]{1,9})\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)


def parsed_size(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """Return a number of bytes, written as ``512MB`` or ``2G``; units are powers of 1024."""
    if value is None:
        return None
    match = _SIZE.fullmatch(value.strip())
    if match is None or not int(match[1]):
        raise click.BadParameter(f"{value!r} is not a size: write it as 512MB or 2G", context, parameter)
    return int(match[1]) << 10 * " KMGT".index(match[2].upper() or " ")


def limit_options(function: _F) -> _F:
    """Add ``--timeout`` and ``--memory``, for :func:`limits_of`."""
    timeout = click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Stop the query after this time; runs it in a worker process.",
    )
    memory = click.option(
        "--memory",
        callback=parsed_size,
        metavar="SIZE",
        help="Stop the query if it needs more memory than this, such as 512MB; runs it in a worker process.",
    )
    return timeout(memory(function))


def limits_of(timeout: float | None, memory: int | None) -> Limits | None:
    """Return the limits that the user has given, if any."""
    if timeout is None and memory is None:
        return None
    from ecomgraph.isolation import Limits

    return Limits(timeout=timeout, memory=memory, size=None)
