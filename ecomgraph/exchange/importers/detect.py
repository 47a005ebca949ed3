"""Detect the kind of a source by its name and its content; if these conflict or two formats fit, raise an error."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.file_signatures import signature
from ecomgraph.exchange.importers.foreign_files import foreign, misnamed, unknown_text
from ecomgraph.exchange.importers.json_text import read_json_file
from ecomgraph.exchange.importers.matrix_layout import is_matrix
from ecomgraph.exchange.importers.matrix_sources import holds_matrix
from ecomgraph.exchange.importers.rdf import RDF_FORMATS
from ecomgraph.exchange.importers.readers import kind_of, kinds
from ecomgraph.exchange.importers.sheets import sheet_names
from ecomgraph.exchange.importers.table_document import table_named
from ecomgraph.exchange.importers.tables import is_sheet
from ecomgraph.store.parse import FORMATS as RDF_ENDINGS
from ecomgraph.store.streams import shown

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ecomgraph.exchange.importers.import_options import SourceKind

__all__ = ["Source", "detect", "fitting", "listed", "look"]

_LOG = logging.getLogger(__name__)
_SHOWN = 5
_HEAD = 1 << 20
_FOLDERS = "import one of the files by itself, or see 'ecomgraph template' for the tables, or --map for other layouts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file or a folder with the files in it, the size of all, and a digest of their names and contents."""

    path: Path
    files: tuple[Path, ...]
    size: int

    @property
    def name(self) -> str:
        """The last part of the path."""
        return shown(self.path.resolve().name)

    def digest(self) -> str:
        """Return the SHA-256 digest of a file or, for a folder, of the list of its files' digests, sorted by name."""
        from hashlib import sha256

        if not self.path.is_dir():
            return sha256(self.path.read_bytes()).hexdigest()
        listing = "".join(f"{sha256(file.read_bytes()).hexdigest()}  {shown(file.name)}\n" for file in self.files)
        return sha256(listing.encode()).hexdigest()


def look(path: str | os.PathLike[str], max_size: int) -> Source:
    """Find a source; raise :class:`~ecomgraph.SourceError` for one that cannot be read, is empty or too large."""
    found = Path(path)
    try:
        if found.is_dir():
            files = tuple(sorted(it for it in found.iterdir() if it.is_file() and not it.name.startswith((".", "~$"))))
            _refuse_links_out(found, files)
            _refuse_pipes(found)
        elif found.exists() and not found.is_file():
            raise SourceError(str(path), "is neither a file nor a folder")
        else:
            files = (found,)
        size = sum(file.stat().st_size for file in files)
    except OSError as error:
        raise SourceError(str(path), f"cannot be read: {error.strerror or error}") from None
    if not size:
        raise SourceError(str(path), "is empty" if files else "is an empty folder")
    if size > max_size:
        mib = 1024 * 1024
        given = f"{size / mib:,.1f} MiB, more than {max_size / mib:,.1f}"
        raise SourceError(str(path), f"has {given}; raise the limit with --max-size if this is intended")
    return Source(path=found, files=files, size=size)


def _refuse_links_out(folder: Path, files: tuple[Path, ...]) -> None:
    """Refuse a folder with links to files elsewhere, with which its author could make ecomgraph read any file."""
    for file in files:
        if file.is_symlink() and folder.resolve() not in file.resolve().parents:
            raise SourceError(str(file), "is a link to a file outside the folder; replace it with a copy of the file")


def _refuse_pipes(folder: Path) -> None:
    """Refuse pipes and devices in a folder: reading them may never end."""
    for entry in sorted(folder.iterdir()):
        if entry.exists() and not (entry.is_file() or entry.is_dir() or entry.name.startswith((".", "~$"))):
            raise SourceError(str(entry), "is a pipe or a device, not a file; import its content as a file")


def detect(source: Source, wanted: str, max_size: int) -> str:
    """Return the name of the kind of a source; ``wanted``, if given, decides."""
    folder = source.path.is_dir()
    if wanted:
        if folder != kind_of(wanted).folder:
            raise SourceError(str(source.path), f"is {'a folder' if folder else 'a file'}, which {wanted} is not")
        if not folder and (found := signature(source.path)):
            raise SourceError(str(source.path), f"is {found.what}, which is not read; {found.remedy}")
        return wanted
    fits = fitting(source)
    if not folder:
        try:
            fits.append(_of_file(source, max_size))
        except SourceError:
            if not fits:
                raise
        # A special case takes precedence over its general format.
        special = {general for name in fits for general in kind_of(name).refines}
        fits = [name for name in fits if name not in special]
    if len(fits) > 1:
        raise SourceError(str(source.path), f"may be {' or '.join(fits)}; say which with --as")
    if not fits:
        names = [shown(file.name) for file in source.files]
        *others, last = (kind.holds for kind in kinds().values() if kind.folder and kind.holds)
        known = f"which would have {', '.join(others)} or {last}"
        reason = f"holds {listed(names)}, but no framework in a known format, {known}; {_FOLDERS}"
        raise SourceError(str(source.path), reason)
    return fits[0]


def fitting(source: Source) -> list[str]:
    """Return the kinds that a source fits."""
    return [kind.name for kind in kinds().values() if kind.folder == source.path.is_dir() and _fits(kind, source)]


def listed(names: Sequence[str]) -> str:
    """Return names in quotes; of many, only the first."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(map(repr, names[:_SHOWN])) + more if names else "nothing"


def _fits(kind: SourceKind, source: Source) -> bool:
    try:
        return kind.fits is not None and kind.fits(source)
    except Exception as error:  # A failing plugin must not stop the detection by others.
        _LOG.warning("ecomgraph: %s cannot tell whether it can import %s: %s", kind.name, source.name, error)
        return False


def _of_file(source: Source, max_size: int) -> str:
    path = source.path
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise SourceError(str(path), f"cannot be read: {error.strerror or error}") from None
    ending = path.suffix.lower()
    if what := foreign(path, head):
        raise SourceError(str(path), what)
    if ending in {".yaml", ".yml"}:
        return "yaml"
    holds = _content(head)
    if ending in {".ods", ".xlsx"} or holds == "xlsx":
        _require(path, head, "xlsx")
        names = sheet_names(path, max_size)
        if not any(is_sheet(name) or is_matrix(name) for name in names) and not holds_matrix(path, max_size):
            reason = (
                f"has no sheet of a framework, such as Roles, but {listed(names)}, and none with the header Skill above"
                " its skills and roles beside it, as a matrix has; see 'ecomgraph template'"
            )
            raise SourceError(str(path), reason)
        return "ods" if ending == ".ods" else "xlsx"
    if ending in {".json", ".jsonld"} or holds == "json":
        _require(path, head, "json")
        return _of_json(path, ending)
    named = next((name for name, form in RDF_FORMATS.items() if RDF_ENDINGS.get(ending) == form), "")
    if named == "rdfxml" or (not named and holds == "rdfxml"):
        _require(path, head, "rdfxml")
        _require_rdf(path)
        return "rdfxml"
    if not named:
        if holds == "binary":
            reason = "is binary data of no known format; save it as .xlsx, or as CSV, and import that"
            raise SourceError(str(path), reason)
        raise SourceError(str(path), unknown_text(head))
    _require(path, head, "text")
    return named


def _content(head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in text:
        return "binary"
    if text.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE", b"<!--")):
        return "rdfxml"
    # Turtle may also begin with a bracket: [ a ecg:Role ].
    if text.startswith(b"{") or (text.startswith(b"[") and text[1:].lstrip()[:1] in {b"{", b"]"}):
        return "json"
    return "text"


def _require(path: Path, head: bytes, expected: str) -> None:
    holds = _content(head)
    if holds != expected:
        raise SourceError(str(path), misnamed(path, holds, head))


def _require_rdf(path: Path) -> None:
    """Refuse XML that is not RDF/XML; its namespace is in the first element or the document type declaration."""
    with path.open("rb") as file:
        if b"22-rdf-syntax-ns#" not in file.read(_HEAD).replace(b"\0", b""):
            reason = "is XML, but not RDF/XML, whose first element is rdf:RDF; export it as CSV, and use --map"
            raise SourceError(str(path), reason)


def _of_json(path: Path, ending: str) -> str:
    value = read_json_file(path)
    keys = set(value) if isinstance(value, dict) else set()
    is_case = bool({"CFDocument", "CFPackage"} & keys)
    is_jsonld = bool({"@context", "@graph", "@id", "@type"} & keys) or isinstance(value, list)
    if is_case and is_jsonld and ending != ".jsonld":
        raise SourceError(str(path), "may be case or jsonld; say which with --as")
    if is_jsonld:
        return "jsonld"
    if is_case:
        return "case"
    if any(map(table_named, keys)):
        return "json"
    raise SourceError(
        str(path),
        "is JSON, but neither JSON-LD nor a CASE package, and has no table as a key: it has no @context, no CFDocument"
        " and no roles; see --map for a layout of one's own",
    )
