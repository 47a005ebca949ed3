"""Return memory that is not in use to the operating system."""

from __future__ import annotations

import ctypes

__all__ = ["give_back"]


def give_back() -> None:
    """Return freed memory to the operating system if the C library, such as glibc, keeps it.

    Otherwise, a step that needs much memory for a short time would add to the peak of the next step. Takes
    milliseconds; does nothing if the C library has no ``malloc_trim``.

    >>> give_back()
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        # This is so on macOS, on Windows and with musl.
        return
    trim(0)
