"""Databases on disk: complete versions, a store for each framework, and a small file that names the current version."""

from __future__ import annotations

import gzip
import os
import re
import secrets
import shutil
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from ecomgraph.arguments import checked
from ecomgraph.errors import SourceError, UnknownNameError
from ecomgraph.store.dataset import DERIVED, PART, Dataset, in_parts
from ecomgraph.store.framework_value import Framework, derived_graph, framework_graph, read_records, write_records
from ecomgraph.store.gzipped_lines import unpacked_lines
from ecomgraph.store.name_index import NameIndex, write_name_index
from ecomgraph.store.network_file import NetworkFile
from ecomgraph.store.write import sync

__all__ = ["Database", "Draft"]

_CURRENT, _LOCK, _VERSIONS = "current", "lock", "versions"
# A counter alone would start again at 1 in a recreated database; databases that use one can still be read.
_VERSION = re.compile(r"([1-9][0-9]{0,17})(-[0-9a-f]{32})?")
_FRAMEWORKS, _RECORDS = "frameworks", "frameworks.json"
# A store for each framework with its bases, and one that holds all frameworks of a database.
_STORES, _COMBINED = "stores", "combined"
# A folder with an empty file for each framework with blank nodes, so that nobody has to search for them.
_BLANK = "blank-nodes"
# Indexes of names: a folder with one for each framework, and the one of the combined store.
_NAMES, _COMBINED_NAMES = "names", "combined.names"
# The stored network of each framework.
_NETWORKS = "networks"


@checked
class Database:
    """A folder with versions of a set of frameworks.

    The file ``current`` names the version that readers see. A writer makes a new version beside it and then replaces
    that one file, so that the current version is intact however and whenever a writer ends. The previous version
    stays for readers that still use it.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def exists(self) -> bool:
        """Return whether there is a readable database."""
        try:
            return (self.path / _CURRENT).is_file()
        except OSError:
            return False

    @property
    def version(self) -> int:
        """The number of the current version; 0 if there is none yet."""
        return _number(self._pointer())

    @property
    def identity(self) -> str:
        """The identity of the version at the path, unique among all versions of all databases.

        It changes with each import, and when another database takes this one's place, as after ``rm -r`` and a new
        import. Raises :class:`~ecomgraph.SourceError` where there is no database.
        """
        folder = self._current()
        if not folder.is_dir():
            raise SourceError(str(self.path), f"is a damaged database: it has no {_VERSIONS}/{folder.name}")
        if "-" in folder.name:
            return folder.name
        try:
            return f"{folder.name}@{(self.path / _CURRENT).stat().st_mtime_ns}"
        except OSError as error:
            raise SourceError(str(self.path), f"cannot be read: {error.strerror or error}") from None

    @property
    def stamp(self) -> tuple[int, ...] | None:
        """A stamp that changes whenever :attr:`identity` does, but is cheaper; ``None`` without a database."""
        try:
            found = [(self.path / name).stat() for name in (_CURRENT, _VERSIONS)]
        except OSError:
            return None
        return tuple(value for it in found for value in (it.st_dev, it.st_ino, it.st_mtime_ns))

    def _pointer(self) -> str:
        """Return the name of the current version, ``""`` if there is none yet."""
        try:
            name = (self.path / _CURRENT).read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (OSError, ValueError) as error:
            raise SourceError(str(self.path), f"is a damaged database: {_CURRENT}: {error}") from None
        if not _VERSION.fullmatch(name):
            raise SourceError(str(self.path), f"is a damaged database: {_CURRENT} names no version")
        return name

    def read(self, name: str = "") -> Dataset:
        """Return one framework with its bases, by default all frameworks together, read-only; nothing is parsed."""
        return self.read_all([name])[1][0]

    def read_all(self, names: Iterable[str] | None = None) -> tuple[tuple[Framework, ...], list[Dataset]]:
        """Return the frameworks by name, and a dataset for each of the names given, all of the same version.

        ``""`` stands for all frameworks together; without ``names``, there is one for this and then one for each
        framework. Raises :class:`~ecomgraph.UnknownNameError` for a name that no framework has.
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
                # A name that is only a number may have been reused for another version meanwhile.
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
        store = ox.Store.read_only(self._utf8(folder / (_COMBINED if combined else f"{_STORES}/{name}")))
        names = folder / (_COMBINED_NAMES if combined else f"{_NAMES}/{name}")
        network = folder / _NETWORKS / name
        return Dataset(
            store,
            names=NameIndex(names) if names.is_file() else None,
            network=NetworkFile(network) if not combined and network.is_file() else None,
            source=(_reopened, (str(self.path.absolute()), identity, name)),
            identity=identity,
            blank_nodes=_has_blank_nodes(folder, name),
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
            found = read_records(self._file(_RECORDS))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise SourceError(str(self.path), f"is a damaged database: {_RECORDS}: {error}") from None
        if found is None:
            place = f"{self.path}/{_VERSIONS}/{self._pointer()}/{_FRAMEWORKS}/NAME.nt.gz"
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
        return self._file(f"{_FRAMEWORKS}/{name}.nt.gz")

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

    def _utf8(self, path: Path) -> str:
        """Return a path as UTF-8 for the engine, independent of the locale."""
        try:
            return os.fsencode(path).decode()
        except UnicodeDecodeError:
            reason = "cannot be a database: its name, or the name of a parent folder, is not UTF-8; choose another name"
            raise SourceError(str(self.path), reason) from None

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
        self._utf8(self.path)
        absent = not os.path.lexists(self.path)
        made: tuple[int, int] | None = None
        draft: Draft | None = None
        try:
            made = self._inode() if self._make_folder() else None
            with _locked(self.path / _LOCK, self.path):
                try:
                    self._sweep()
                    draft = Draft(self, f"{self.version + 1}-{secrets.token_hex(16)}")
                    yield draft
                    self._sweep()
                finally:
                    if draft is not None and not draft.published:
                        shutil.rmtree(draft.path, ignore_errors=True)
        except OSError as error:
            raise SourceError(str(self.path), f"cannot be written: {error.strerror or error}") from None
        finally:
            # The folder may have been removed meanwhile, and another writer may have made one of the same name.
            if made is not None and made == self._inode() and not self.exists():
                shutil.rmtree(self.path, ignore_errors=True)
            elif made is None and absent:
                # A signal came as the folder was made: it is removed if it is empty.
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
            ours = {_CURRENT, _LOCK, _VERSIONS}
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


class Draft:
    """The next version of a database, while it is being made."""

    def __init__(self, database: Database, name: str) -> None:
        self.path = database.path / _VERSIONS / name
        self.published = False
        self._database = database
        (self.path / _FRAMEWORKS).mkdir(parents=True)
        (self.path / _STORES).mkdir()
        (self.path / _BLANK).mkdir()

    def write_framework(self, name: str, packed: bytes) -> None:
        """Store the triples of a framework, packed, from which later versions are built."""
        (self.path / _FRAMEWORKS / f"{name}.nt.gz").write_bytes(packed)

    def copy_framework(self, name: str) -> None:
        """Keep a framework of the current version unchanged: its files are shared with that version."""
        current = self._database._current()
        file = f"{_FRAMEWORKS}/{name}.nt.gz"
        _share(str(current / file), str(self.path / file))
        self._copy_store(f"{_STORES}/{name}")
        self._copy_file(f"{_NAMES}/{name}")
        self._copy_file(f"{_NETWORKS}/{name}")
        if _has_blank_nodes(current, name):
            (self.path / _BLANK / name).touch()

    def copy_combined(self) -> None:
        """Keep the store that holds all frameworks unchanged."""
        if (self._database._current() / _COMBINED).is_dir():
            self._copy_store(_COMBINED)
            self._copy_file(_COMBINED_NAMES)

    def _copy_store(self, name: str) -> None:
        # The engine writes no file of a store that is only read.
        shutil.copytree(self._database._current() / name, self.path / name, copy_function=_share)

    def _copy_file(self, name: str) -> None:
        source = self._database._current() / name
        if source.is_file():
            (self.path / name).parent.mkdir(exist_ok=True)
            _share(str(source), str(self.path / name))

    def write_names(self, name: str, names_in: Callable[[Dataset], Iterable[tuple[str, int, str]]]) -> None:
        """Write the index of the names in the store of a framework, ``""`` for that of all together."""
        write_name_index(self.path / (f"{_NAMES}/{name}" if name else _COMBINED_NAMES), names_in(self._written(name)))

    def write_network(self, name: str, network_in: Callable[[Dataset], bytes]) -> None:
        """Write what is to be kept of the network in the store of a framework."""
        (self.path / _NETWORKS).mkdir(exist_ok=True)
        (self.path / _NETWORKS / name).write_bytes(network_in(self._written(name)))

    def _written(self, name: str) -> Dataset:
        """Return what has been written of a framework, ``""`` for all together."""
        store = ox.Store.read_only(self._database._utf8(self.path / (f"{_STORES}/{name}" if name else _COMBINED)))
        return Dataset(store, source=(_reopened, ()), combined=not name)

    def write_store(self, name: str, graphs: Mapping[ox.NamedNode, bytes]) -> None:
        """Add the triples of each graph, as N-Triples, to the store of a framework."""
        if any(b"_:" in triples for triples in graphs.values()):
            (self.path / _BLANK / name).touch()
        with self._filling(f"{_STORES}/{name}") as store:
            for graph, triples in graphs.items():
                _load(store, triples, graph)

    def combine(self, names: Iterable[str], others: Mapping[ox.NamedNode, bytes], *, known: bool) -> None:
        """Fill the store that holds all frameworks: graphs as they are, and each triple once in the default graph.

        ``names`` are the frameworks to add to it, ``others`` more graphs. With ``known``, it begins as that of the
        current version; otherwise it is empty.
        """
        before = self._database._current() / _COMBINED if known else None
        if before is not None and before.is_dir():
            ox.Store.read_only(self._database._utf8(before)).backup(str(self.path / _COMBINED))
        with self._filling(_COMBINED) as store:
            for graph, triples in others.items():
                _load(store, triples, graph, ox.DefaultGraph())
            for name in names:
                packed = (self.path / _FRAMEWORKS / f"{name}.nt.gz").read_bytes()
                _load(store, gzip.decompress(packed), framework_graph(name), ox.DefaultGraph())
                own = ox.Store.read_only(self._database._utf8(self.path / _STORES / name))
                derived = own.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=derived_graph(name))
                _load(store, derived or b"", derived_graph(name), ox.DefaultGraph())

    @contextmanager
    def _filling(self, name: str) -> Iterator[ox.Store]:
        try:
            store = ox.Store(str(self.path / name))
            yield store
            store.flush()
        except RuntimeError as error:
            # On a full disk, the engine's own file is truncated, and it reports damage.
            reason = f"cannot be written: {' '.join(str(error).split())}; make room on the disk and try again"
            raise SourceError(str(self._database.path), reason) from None

    def publish(self, frameworks: Iterable[Framework]) -> None:
        """Sync everything to disk, then make this the current version."""
        (self.path / _RECORDS).write_bytes(write_records(frameworks))
        for folder, _, files in os.walk(self.path):
            for name in files:
                sync(Path(folder, name))
            sync(Path(folder))
        sync(self.path.parent)
        pointer = self._database.path / _CURRENT
        new = pointer.with_name(f"{_CURRENT}.new")
        new.write_text(f"{self.path.name}\n", encoding="ascii")
        sync(new)
        new.replace(pointer)
        self.published = True
        sync(pointer.parent)


def _has_blank_nodes(version: Path, name: str) -> bool:
    """Tell whether a framework, ``""`` for all, may have blank nodes; earlier versions do not say."""
    folder = version / _BLANK
    return not folder.is_dir() or ((folder / name).exists() if name else any(folder.iterdir()))


def _load(store: ox.Store, triples: bytes, *graphs: ox.NamedNode | ox.DefaultGraph) -> None:
    for part in in_parts(triples):
        for graph in graphs:
            # These triples come from another store in this process, which has checked them.
            store.bulk_load(part, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
    if len(triples) > PART:
        # Parts overlap on disk, and each look-up would search all of them.
        store.optimize()


def _share(source: str, target: str) -> None:
    """Make a file a second name of another one, or copy it where the file system has no second names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _reopened(path: str, identity: str, name: str) -> Dataset:
    """Return the dataset of a database in a process that unpickles it, if the database has not changed."""
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
