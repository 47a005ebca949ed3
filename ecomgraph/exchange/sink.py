"""The target of an exporter: one file, or files in one folder."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["Sink"]


class Sink:
    """The files of one export, opened by name; a format of one file writes to the path that the user gave."""

    def __init__(self, *, folder: Path | None = None, file: IO[bytes] | None = None) -> None:
        self._folder = folder
        self._file = file
        self.names: list[str] = []

    @contextmanager
    def binary(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file for bytes."""
        self.names.append(name)
        if self._file is not None:
            yield self._file
        elif self._folder is not None:
            with (self._folder / name).open("wb") as file:
                yield file

    @contextmanager
    def text(self, name: str) -> Iterator[IO[str]]:
        """Open a file for text: UTF-8, without translation of line ends."""
        with self.binary(name) as file:
            wrapped = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
            yield wrapped
            wrapped.flush()
            wrapped.detach()

    @contextmanager
    def rows(
        self, name: str, header: Sequence[str], *, delimiter: str = ","
    ) -> Iterator[Callable[[Sequence[object]], object]]:
        """Open a CSV file (RFC 4180), write its header, and return the function that writes a row."""
        with self.text(name) as file:
            # csv.writer quotes only characters of its line end: with "\n" alone, a "\r" in a cell would break the row.
            writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
            writer.writerow(header)
            yield writer.writerow
