"""Unpack a downloaded zip archive, and find the folder or file in it that can be imported."""

from __future__ import annotations

import re
import stat
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ecomgraph.errors import EcomgraphError, SourceError
from ecomgraph.exchange.importers.account import Accounted
from ecomgraph.exchange.importers.detect import fitting, listed, look
from ecomgraph.exchange.importers.foreign_files import is_archive
from ecomgraph.exchange.importers.readers import kinds
from ecomgraph.exchange.importers.zip_entries import open_archive, pieces_of
from ecomgraph.store.parse import FORMATS as RDF_ENDINGS
from ecomgraph.store.scratch import NEW, scratch_folder
from ecomgraph.store.streams import shown

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

__all__ = ["Unpacked", "unpacked"]

MAX_FILES = 10_000
# Files that operating systems add.
_JUNK = re.compile(r"(^|/)(__MACOSX|\.(?!\.)[^/]*|Thumbs\.db|desktop\.ini)(/|$)")
_ENDINGS = {*RDF_ENDINGS, ".csv", ".ods", ".tsv", ".txt", ".xlsx", ".yaml", ".yml"}
# Files that accompany a framework.
_BESIDE = re.compile(r"(?i)(read.?me|licen[cs]e|notice|about|changelog|terms)\b.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """The file or folder to import, and the account of the files in the archive, if it is from one."""

    path: Path
    account: tuple[Accounted, ...] = ()


@contextmanager
def unpacked(path: Path, max_size: int, wanted: str = "") -> Iterator[Unpacked]:
    """Yield a source itself or, for a zip archive, the one file or folder in it that can be imported, unpacked.

    All files together may have ``max_size`` bytes. ``wanted`` is the kind that the user named. Errors do not show the
    temporary folder. Raises :class:`~ecomgraph.SourceError` if there are none or several such files or folders.
    """
    if not is_archive(path):
        yield Unpacked(path=path)
        return
    with scratch_folder(Path(tempfile.gettempdir())) as scratch:
        folder = scratch / NEW / path.stem
        folder.mkdir(parents=True)
        try:
            names = _unpack(path, folder, max_size)
            chosen = _chosen(path, folder, names, max_size, wanted)
            inside = [name for name in names if folder / name == chosen or (folder / name).parent == chosen]
            account = Accounted(
                part=shown(path.name),
                unit="files",
                found=len(names),
                read=len(inside),
                left_out=_left(len(names) - len(inside), shown(chosen.relative_to(folder))),
            )
            yield Unpacked(path=chosen, account=(account,))
        except EcomgraphError as error:
            error.rename(str(folder), shown(path))
            raise


def _left(count: int, chosen: str) -> tuple[tuple[str, int], ...]:
    return ((f"beside {chosen}, which is what was imported", count),) if count else ()


def _unpack(path: Path, folder: Path, max_size: int) -> list[str]:
    """Write the files of an archive into a folder; return their names, sorted."""
    names: list[str] = []
    total = 0
    with open_archive(path, "a zip archive that can be unpacked") as archive:
        entries = [it for it in archive.infolist() if not it.is_dir() and not _JUNK.search(it.filename)]
        if len(entries) > MAX_FILES:
            raise SourceError(str(path), f"holds {len(entries)} files, more than {MAX_FILES}; unpack what is needed")
        for entry in entries:
            name = _safe(path, entry)
            target = folder / name
            if target.exists():
                raise SourceError(str(path), f"holds {name} twice; create the archive again")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                for piece in pieces_of(archive, entry, path, max_size - total):
                    total += len(piece)
                    file.write(piece)
            names.append(name)
    if not names:
        raise SourceError(str(path), "is an empty zip archive")
    return sorted(names)


def _safe(path: Path, entry: zipfile.ZipInfo) -> str:
    name = entry.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
        raise SourceError(str(path), f"holds {name!r}, a path outside the archive; create the archive again")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise SourceError(str(path), f"holds {name!r}, which is a link; put the file itself into the archive")
    return name


def _chosen(path: Path, folder: Path, names: list[str], max_size: int, wanted: str) -> Path:
    files = [folder / name for name in names]
    folders = sorted({file.parent for file in files})
    fits = [it for it in folders if fitting(look(it, max_size))]
    if wanted and kinds().get(wanted) is not None and kinds()[wanted].folder:
        fits = fits or folders
    elif not fits and len(files) == 1:
        fits = files
    elif not fits:
        fits = [it for it in files if it.suffix.lower() in _ENDINGS and not _BESIDE.match(it.name)]
    if len(fits) == 1:
        return fits[0]
    found = [shown(it.relative_to(folder)) for it in fits] or names
    which = "several frameworks" if fits else "no framework in a known format"
    remedy = "import one of them" if fits else "import one file, or fill the tables of 'ecomgraph template'"
    raise SourceError(str(path), f"is a zip archive with {which}: {listed(found)}; unpack it, and {remedy}")
