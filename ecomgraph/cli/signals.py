"""Orderly termination: incomplete output is removed on SIGTERM and SIGHUP too."""

from __future__ import annotations

import signal
import sys
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["ends_in_order"]

_F = TypeVar("_F", bound="Callable[..., Any]")
_KILLED = 128


def ends_in_order(function: _F) -> _F:
    """Make ``SIGTERM`` and ``SIGHUP`` end a command with an exception, like Ctrl-C; a second signal ends it at once.

    Ignored signals stay ignored, as under nohup.
    """

    @wraps(function)
    def command(*arguments: Any, **options: Any) -> Any:
        before = {number: signal.signal(number, _end) for number in _signals()}
        try:
            return function(*arguments, **options)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    return command  # type: ignore[return-value]


def _signals() -> list[int]:
    wanted = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGTERM, signal.SIGHUP]
    return [number for number in wanted if signal.getsignal(number) is signal.SIG_DFL]


def _end(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise SystemExit(_KILLED + number)
