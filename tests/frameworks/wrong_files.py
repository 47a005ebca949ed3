"""A wrong file: what somebody did, the file, and what the import says about it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["Content", "Wrong", "place", "zipped"]

# The text of a file, its bytes, the files of a folder by name, or a function that writes it.
Content = str | bytes | Mapping[str, str | bytes] | Callable[[Path], object]


class Wrong(NamedTuple):
    """A mistake, the name and the content of the source, the whole message, and the options of the import.

    If there are several problems, ``message`` is the first one.
    """

    mistake: str
    name: str
    content: Content
    message: str
    options: Mapping[str, object] = {}


def place(folder: Path, wrong: Wrong) -> Path:
    """Write a wrong source into a folder and return its path."""
    path, content = folder / wrong.name, wrong.content
    if callable(content):
        content(path)
    elif isinstance(content, Mapping):
        path.mkdir()
        for name, text in content.items():
            (path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def zipped(**files: str | bytes) -> Callable[[Path], None]:
    """Return a function that writes a zip archive; ``__`` in a name stands for a slash, ``_`` for a dot."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in files.items():
                archive.writestr(name.replace("__", "/").replace("_", "."), text)

    return write
