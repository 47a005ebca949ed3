"""End in order: what was being written is removed also when the process is told to end, or its terminal goes."""

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
    """Have ``SIGTERM`` and ``SIGHUP`` end a command as Ctrl-C does, by an exception; the second one ends it at once.

    Signals that are ignored, as under nohup, stay ignored.
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
