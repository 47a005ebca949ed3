"""Return memory that is not in use to the operating system."""

from __future__ import annotations

import ctypes

__all__ = ["give_back"]


def give_back() -> None:
    """Return freed memory to the operating system where the C library, such as glibc, would keep it.

    A step that needs much memory for a short time then adds nothing to the peak of the next one. Takes milliseconds;
    does nothing where the C library has no ``malloc_trim``.

    >>> give_back()
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        # macOS, musl and Windows.
        return
    trim(0)
