"""Standard input and output, pipes and devices, which can be read or written only sequentially."""

from __future__ import annotations

import os
import stat
import sys
from typing import IO

from ecomgraph.errors import SourceError

__all__ = [
    "MAX_BYTES",
    "is_stdin",
    "is_stdout",
    "is_stream",
    "is_written_in_place",
    "read_bytes",
    "shown",
    "stdout_bytes",
]

MIB = 1024 * 1024
# The default size limit of an import.
MAX_BYTES = 512 * MIB

_PART = 1 * MIB
_STDIN = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})
_STDOUT = frozenset({"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})

# The streams that have been read; reading one again would return an empty document.
_exhausted: object = None


def is_stdin(path: str | os.PathLike[str]) -> bool:
    """Return whether a path means standard input; ``./-`` is a file named ``-``.

    >>> is_stdin("-"), is_stdin("/dev/stdin"), is_stdin("./-")
    (True, True, False)
    """
    return os.fspath(path) in _STDIN


def is_stdout(path: str | os.PathLike[str]) -> bool:
    """Return whether a path means standard output."""
    return os.fspath(path) in _STDOUT


def is_stream(path: str | os.PathLike[str]) -> bool:
    """Return whether a path can be read only once: standard input or a pipe."""
    return is_stdin(path) or stat.S_ISFIFO(_mode(path))


def is_written_in_place(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is written to, not replaced: standard output, a pipe, a character device, a socket.

    A block device raises :class:`~ecomgraph.SourceError`, because everything on it would be lost.
    """
    if is_stdout(path):
        return True
    mode = _mode(path)
    if stat.S_ISBLK(mode):
        raise SourceError(shown(path), "is a block device, and writing to it would destroy its content; name a file")
    return bool(mode) and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def shown(path: str | os.PathLike[str]) -> str:
    r"""Return a path as encodable text: bytes that are not UTF-8 become escapes, in every locale.

    >>> shown("caf\udce9.ttl"), shown("-")
    ('caf\\xe9.ttl', 'standard input')
    """
    text = os.fspath(path)
    if text in _STDIN:
        return "standard input"
    try:
        return os.fsencode(text).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()


def read_bytes(path: str | os.PathLike[str], most: int | None = None) -> bytes:
    """Return the content of a file, a pipe or standard input (``-``).

    Raises :class:`~ecomgraph.SourceError` for an unreadable file, for a device, which may be endless, and for more than
    ``most`` bytes; without ``most``, the limit is :data:`MAX_BYTES` for everything except regular files.
    """
    name = shown(path)
    try:
        if is_stdin(path):
            return _all_of(_stdin(), most, name)
        _refuse_device(path)
        with open(path, "rb") as file:  # noqa: PTH123
            if most is None and stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return file.read()
            return _all_of(file, most, name)
    except OSError as error:
        raise SourceError(name, f"cannot be read: {error.strerror or error}") from None


def _all_of(file: IO[bytes], most: int | None, name: str) -> bytes:
    limit = MAX_BYTES if most is None else most
    parts: list[bytes] = []
    total = 0
    # Reading again after the end of input would make the user of a terminal press Ctrl-D twice.
    while part := file.read1(_PART):  # type: ignore[attr-defined]
        parts.append(part)
        total += len(part)
        if total > limit:
            advice = "'ecomgraph import' accepts more with --max-size"
            raise SourceError(name, f"holds more than {limit / MIB:g} MiB, which is the limit; {advice}")
    return b"".join(parts)


def _stdin() -> IO[bytes]:
    global _exhausted
    if sys.stdin is None:
        raise SourceError("standard input", "is closed")
    if sys.stdin is _exhausted:
        raise SourceError("standard input", "has already been read; use - once, and files otherwise")
    _exhausted = sys.stdin
    return sys.stdin.buffer


def stdout_bytes() -> IO[bytes]:
    """Return binary standard output, after flushing printed text."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        raise SourceError("standard output", "is closed, or accepts text only; name a file")
    sys.stdout.flush()
    return stream  # type: ignore[no-any-return]


def _refuse_device(path: str | os.PathLike[str]) -> None:
    mode = _mode(path)
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise SourceError(shown(path), "is a device or a socket, not a file; name a file, or - for standard input")


def _mode(path: str | os.PathLike[str]) -> int:
    """Return the file mode of a path, 0 if it does not exist."""
    try:
        return os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return 0
