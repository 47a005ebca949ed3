"""Databases on disk: complete versions, a store for each framework, and a small file that names the current version."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.arguments import checked
from ecomgraph.errors import SourceError, UnknownNameError
from ecomgraph.store.database_files import (
    COMBINED,
    COMBINED_NAMES,
    CURRENT,
    FRAMEWORKS,
    NAMES,
    NETWORKS,
    RECORDS,
    STORES,
    has_blank_nodes,
    utf8_path,
)
from ecomgraph.store.dataset import DERIVED, Dataset
from ecomgraph.store.framework_value import Framework, derived_graph, read_records
from ecomgraph.store.gzipped_lines import unpacked_lines
from ecomgraph.store.name_index import NameIndex
from ecomgraph.store.network_file import NetworkFile

if TYPE_CHECKING:
    from ecomgraph.store.database_draft import Draft

__all__ = ["Database"]

_LOCK, _VERSIONS = "lock", "versions"
# A counter and random digits, because the counter restarts at 1 in a recreated database. Versions without digits are
# also read.
_VERSION = re.compile(r"([1-9][0-9]{0,17})(-[0-9a-f]{32})?")


@checked
class Database:
    """A folder with versions of a set of frameworks.

    The file ``current`` names the version that readers see. A writer makes a new version beside it and then replaces
    that one file, so the current version is never damaged, whenever and however the writer ends. The previous version
    is kept for readers that still use it.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def exists(self) -> bool:
        """Return whether there is a readable database."""
        try:
            return (self.path / CURRENT).is_file()
        except OSError:
            return False

    @property
    def version(self) -> int:
        """The number of the current version; 0 if there is none yet."""
        return _number(self._pointer())

    @property
    def identity(self) -> str:
        """The identity of the version at the path, unique among all versions of all databases.

        It changes with each import, and when the database is replaced by another one, for example by ``rm -r`` and a
        new import. Raises :class:`~ecomgraph.SourceError` if there is no database.
        """
        folder = self._current()
        if not folder.is_dir():
            raise SourceError(str(self.path), f"is a damaged database: it has no {_VERSIONS}/{folder.name}")
        if "-" in folder.name:
            return folder.name
        try:
            return f"{folder.name}@{(self.path / CURRENT).stat().st_mtime_ns}"
        except OSError as error:
            raise SourceError(str(self.path), f"cannot be read: {error.strerror or error}") from None

    @property
    def stamp(self) -> tuple[int, ...] | None:
        """A stamp that changes whenever :attr:`identity` does, but is cheaper; ``None`` without a database."""
        try:
            found = [(self.path / name).stat() for name in (CURRENT, _VERSIONS)]
        except OSError:
            return None
        return tuple(value for it in found for value in (it.st_dev, it.st_ino, it.st_mtime_ns))

    def _pointer(self) -> str:
        """Return the name of the current version, ``""`` if there is none yet."""
        try:
            name = (self.path / CURRENT).read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (OSError, ValueError) as error:
            raise SourceError(str(self.path), f"is a damaged database: {CURRENT}: {error}") from None
        if not _VERSION.fullmatch(name):
            raise SourceError(str(self.path), f"is a damaged database: {CURRENT} names no version")
        return name

    def read(self, name: str = "") -> Dataset:
        """Return a dataset of one framework with its bases, or of all frameworks, read-only; nothing is parsed."""
        return self.read_all([name])[1][0]

    def read_all(self, names: Iterable[str] | None = None) -> tuple[tuple[Framework, ...], list[Dataset]]:
        """Return the frameworks by name, and a dataset for each of ``names``, all of the same version.

        The name ``""`` stands for all frameworks together. Without ``names``, the first dataset holds all frameworks,
        and one for each framework follows. Raises :class:`~ecomgraph.UnknownNameError` if no framework has a name.
        """
        problem: object = "it is being replaced repeatedly; try again"
        for _ in range(3):
            identity, folder = self.identity, self._current()
            frameworks = self.frameworks()
            known = [it.name for it in frameworks]
            try:
                found = [self._opened(folder, name, known, identity) for name in names or ("", *known)]
            except OSError as error:
                problem = error
            else:
                # A name without random digits may meanwhile have been reused for another version.
                if identity == self.identity:
                    return frameworks, found
            # A version may be removed while it is being opened, but only if there is a newer one.
            if identity == self.identity:
                break
        raise SourceError(str(self.path), f"cannot be read: {' '.join(str(problem).split())}")

    def _opened(self, folder: Path, name: str, known: list[str], identity: str) -> Dataset:
        if name and name not in known:
            raise UnknownNameError(name, "framework", known)
        combined = not name and len(known) != 1
        name = name or (known[0] if len(known) == 1 else "")
        store = ox.Store.read_only(utf8_path(folder / (COMBINED if combined else f"{STORES}/{name}"), self.path))
        names = folder / (COMBINED_NAMES if combined else f"{NAMES}/{name}")
        network = folder / NETWORKS / name
        return Dataset(
            store,
            names=NameIndex(names) if names.is_file() else None,
            network=NetworkFile(network) if not combined and network.is_file() else None,
            source=(_reopened, (str(self.path.absolute()), identity, name)),
            identity=identity,
            blank_nodes=has_blank_nodes(folder, name),
            derived=derived_graph(name) if name else DERIVED,
            combined=combined,
        )

    def frameworks(self) -> tuple[Framework, ...]:
        """Return the frameworks by name; empty if there is no database yet.

        Raises :class:`~ecomgraph.SourceError` for a database that another version of ecomgraph made.
        """
        if not self.exists():
            return ()
        try:
            found = read_records(self._file(RECORDS))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise SourceError(str(self.path), f"is a damaged database: {RECORDS}: {error}") from None
        if found is None:
            place = f"{self.path}/{_VERSIONS}/{self._pointer()}/{FRAMEWORKS}/NAME.nt.gz"
            command = f"zcat {place} | ecomgraph import - --as ntriples --name NAME --into NEW"
            raise SourceError(
                str(self.path), f"was made by another version of ecomgraph; for each framework: {command}"
            )
        return found

    def lines(self, name: str) -> list[bytes]:
        """Return the triples of one framework, sorted, as lines of N-Triples."""
        try:
            return unpacked_lines(self.packed(name))
        except (EOFError, OSError, zlib.error) as error:
            raise SourceError(str(self.path), f"is a damaged database: {name}.nt.gz: {error}") from None

    def packed(self, name: str) -> bytes:
        """Return the triples of one framework as :mod:`ecomgraph.store.gzipped_lines` packs them."""
        return self._file(f"{FRAMEWORKS}/{name}.nt.gz")

    def _file(self, name: str) -> bytes:
        """Return the content of a file of the current version, trying again if that version is replaced meanwhile."""
        for _ in range(3):
            folder = self._current()
            try:
                return (folder / name).read_bytes()
            except OSError as error:
                problem = error
            if folder == self._current():
                break
        raise SourceError(str(self.path), f"is a damaged database: {name}: {problem.strerror or problem}")

    def _current(self) -> Path:
        name = self._pointer()
        if not name:
            if self.path.is_dir() or not self.path.exists():
                reason = "is not a database; 'ecomgraph import SOURCE --into DIR' makes one"
            else:
                reason = "is a file, and a database is a folder; open files with --graph"
            raise SourceError(str(self.path), reason)
        return self.path / _VERSIONS / name

    # ------------------------------------------------------------------ writing

    @contextmanager
    def writing(self) -> Iterator[Draft]:
        """Lock the database and yield a draft of its next version; :meth:`Draft.publish` makes it the current one.

        A draft that is not published leaves no trace, and a new database is removed with it. Raises
        :class:`~ecomgraph.SourceError` if another writer holds the lock, or if the folder is not a database.
        """
        from ecomgraph.store.database_draft import Draft

        utf8_path(self.path, self.path)
        absent = not os.path.lexists(self.path)
        made: tuple[int, int] | None = None
        draft: Draft | None = None
        try:
            made = self._inode() if self._make_folder() else None
            with _locked(self.path / _LOCK, self.path):
                try:
                    self._sweep()
                    folder = self.path / _VERSIONS / f"{self.version + 1}-{secrets.token_hex(16)}"
                    draft = Draft(self.path, folder, self._current)
                    yield draft
                    self._sweep()
                finally:
                    if draft is not None and not draft.published:
                        shutil.rmtree(draft.path, ignore_errors=True)
        except OSError as error:
            raise SourceError(str(self.path), f"cannot be written: {error.strerror or error}") from None
        finally:
            # Another writer may have removed the folder and made one of the same name meanwhile.
            if made is not None and made == self._inode() and not self.exists():
                shutil.rmtree(self.path, ignore_errors=True)
            elif made is None and absent:
                # A signal arrived while the folder was made, so it is removed if it is empty.
                with suppress(OSError):
                    self.path.rmdir()

    def _inode(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _make_folder(self) -> bool:
        """Make the folder if necessary, and refuse a folder with other content; return whether it was made."""
        try:
            self.path.mkdir()
        except FileExistsError:
            ours = {CURRENT, _LOCK, _VERSIONS}
            if not self.path.is_dir():
                raise SourceError(
                    str(self.path), "is a file, and a database is a folder; choose another name"
                ) from None
            try:
                foreign = [entry.name for entry in self.path.iterdir() if entry.name.removesuffix(".new") not in ours]
            except OSError as error:
                raise SourceError(str(self.path), f"cannot be read: {error.strerror or error}") from None
            if foreign:
                reason = f"has content that is not a database ({min(foreign)}); choose another folder"
                raise SourceError(str(self.path), reason) from None
            return False
        except OSError as error:
            raise SourceError(str(self.path), f"cannot be created: {error.strerror or error}") from None
        return True

    def _sweep(self) -> None:
        """Remove all versions except the last two: older versions, and drafts of killed writers."""
        versions = self.path / _VERSIONS
        versions.mkdir(exist_ok=True)
        current = self._pointer()
        for entry in versions.iterdir():
            if entry.name != current and not 0 < _number(entry.name) == _number(current) - 1:
                shutil.rmtree(entry)


def _reopened(path: str, identity: str, name: str) -> Dataset:
    """Return the dataset of an unpickled database, if the database has not changed."""
    dataset = Database(path).read(name)
    if dataset.identity != identity:
        raise SourceError(path, "has changed since this graph was pickled; open it again with ecomgraph.open()")
    return dataset


def _number(name: str) -> int:
    """Return the number in the name of a version, 0 for any other name.

    >>> _number("12-0123456789abcdef0123456789abcdef"), _number("12"), _number("lost+found")
    (12, 12, 0)
    """
    match = _VERSION.fullmatch(name)
    return int(match[1]) if match else 0


@contextmanager
def _locked(lock: Path, database: Path) -> Iterator[None]:
    """Hold a lock that the operating system releases when the process ends, however it ends."""
    with lock.open("a+b") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SourceError(
                str(database), "is being written by another process; try again when that is done"
            ) from None
        yield
