"""Folders for incomplete output: locked while in use, and removed by the next writer if their process was killed."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NEW", "OLD", "REPLACED", "scratch_folder"]

# The names in a scratch folder: the new content, the content to replace, and the replaced content.
NEW, OLD, REPLACED = "new", "old", "replaced"
_PREFIX = ".ecomgraph-"
_NAME = re.compile(re.escape(_PREFIX) + r"[a-z0-9_]{8}")


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """Make a hidden folder in ``parent``, and remove it at the end, except after ``SIGKILL``.

    Leftovers of killed processes are removed first. Callers use only the three names; a folder with :data:`OLD` is
    never removed, since it may be the user's only copy.
    """
    _sweep(parent)
    # The name is chosen before the folder is made, so that even after a signal in between the folder is removed.
    folder = parent / f"{_PREFIX}{os.urandom(4).hex()}"
    lock: int | None = None
    try:
        lock = _made(folder)
        yield folder
    finally:
        if not (folder / OLD).exists():
            shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _made(folder: Path) -> int | None:
    """Make a folder that only this user may read, and return its lock."""
    while True:
        folder.mkdir(mode=0o700)
        lock = _lock(folder, wait=True)
        # Another process may have removed it as a leftover before the lock was acquired.
        if folder.is_dir():
            return lock
        if lock is not None:
            os.close(lock)


def _sweep(parent: Path) -> None:
    """Remove the leftovers of ended processes of this user; keep a folder if this cannot be determined."""
    with suppress(OSError), os.scandir(parent) as entries:
        found = [Path(entry.path) for entry in entries if _NAME.fullmatch(entry.name)]
        for folder in found:
            with suppress(OSError):
                _sweep_folder(folder)


def _sweep_folder(folder: Path) -> None:
    lock = _lock(folder, wait=False)
    if lock is None:
        return
    try:
        names = {entry.name for entry in folder.iterdir()}
        if os.fstat(lock).st_uid == os.geteuid() and names <= {NEW, REPLACED}:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _lock(folder: Path, *, wait: bool) -> int | None:
    """Return a descriptor that locks a folder until it is closed or the process ends; ``None`` if there is no lock."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
