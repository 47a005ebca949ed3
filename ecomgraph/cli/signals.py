"""Orderly termination: SIGTERM and SIGHUP remove incomplete output, as Ctrl-C does, and no Ctrl-C is lost."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

__all__ = ["INTERRUPTED", "ends_in_order", "interrupts_wait"]

_F = TypeVar("_F", bound="Callable[..., Any]")
_KILLED = 128
# The exit code of a command that Ctrl-C ended.
INTERRUPTED = _KILLED + signal.SIGINT


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


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Block Ctrl-C until the end of the block, then raise :class:`KeyboardInterrupt` if it was pressed.

    Imports belong in such a block: Python runs callbacks during an import and discards an exception that is raised in
    one. A handler set by other code is not replaced.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    pressed = []
    try:
        signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    except ValueError:
        # Only the main thread can set handlers, and Ctrl-C is raised only there.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if pressed:
            raise KeyboardInterrupt


def _signals() -> list[int]:
    wanted = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGTERM, signal.SIGHUP]
    return [number for number in wanted if signal.getsignal(number) is signal.SIG_DFL]


def _end(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise SystemExit(_KILLED + number)
