"""The registry of formats from ``exporters/`` and plugins, and the export itself: check, write, put into place."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from ecomgraph.errors import ArgumentError, EcomgraphError, ExportError, SourceError, UnknownNameError
from ecomgraph.exchange.content import Content
from ecomgraph.exchange.export_report import ExportReport, Format
from ecomgraph.exchange.left_out import left_out
from ecomgraph.exchange.lint import Ledger
from ecomgraph.exchange.part import EVERYTHING, Part, needed, own_things
from ecomgraph.exchange.sink import Sink
from ecomgraph.languages import canonical, matches
from ecomgraph.plugins import EXPORTERS as GROUP
from ecomgraph.plugins import Modules, Registry
from ecomgraph.store.framework_value import Framework, framework_graph
from ecomgraph.store.streams import is_stdout, is_written_in_place, shown
from ecomgraph.store.write import new_file, new_folder

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

__all__ = ["EXPORTERS", "FORMATS", "Options", "export", "stream"]


class _Exporter(Protocol):
    FORMAT: Format

    def write(self, content: Content, sink: Sink, ledger: Ledger) -> None: ...


def _check(value: object) -> tuple[str, ...]:
    reasons = []
    if not isinstance(getattr(value, "FORMAT", None), Format):
        reasons.append("has no FORMAT that is an ecomgraph.exchange.export_report.Format")
    if not callable(getattr(value, "write", None)):
        reasons.append("has no write(content, sink, ledger)")
    return tuple(reasons)


EXPORTERS: Registry[_Exporter] = Registry(GROUP, Modules("ecomgraph.exchange.exporters", "FORMAT"), _check)


class _Formats(Mapping[str, Format]):
    """The formats by name; an exporter is imported when its format is first used."""

    def __getitem__(self, name: str) -> Format:
        return EXPORTERS[name].FORMAT

    def __iter__(self) -> Iterator[str]:
        return iter(EXPORTERS)

    def __len__(self) -> int:
        return len(EXPORTERS)


FORMATS: Mapping[str, Format] = _Formats()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to export, and how; the format gives the defaults of ``derived`` and ``language``.

    ``frameworks`` are the one to export and its bases; of the bases, only things that it refers to are exported.
    ``title`` and ``date`` (``YYYY-MM-DD``) are the name and the last change of the framework for tools that require
    them, ``version`` is one of the format's ``versions``, and ``map`` the mapping file of the format ``mapping``.
    """

    part: Part = EVERYTHING
    frameworks: tuple[Framework, ...] = ()
    derived: bool | None = None
    language: str = ""
    title: str = ""
    date: str = ""
    map: str | os.PathLike[str] | None = None
    version: str = ""
    force: bool = False


def export(dataset: Dataset, name: str, destination: str | os.PathLike[str], options: Options) -> ExportReport:
    """Write a graph in one format, all or nothing.

    A single-file format is written to the destination or, if that is a folder or ends with a slash, to a file with the
    default name in it; ``-`` is standard output, and pipes and devices are written directly. Raises
    :class:`~ecomgraph.ExportError` for content that the tool would not accept
    completely, and :class:`~ecomgraph.SourceError` for a destination that exists already or cannot be written.
    """
    try:
        exporter = EXPORTERS[name]
    except KeyError:
        raise UnknownNameError(name, "export format", get_close_matches(name, FORMATS)) from None
    version = _version(exporter.FORMAT, options.version)
    target, made = _target(exporter.FORMAT, destination, force=options.force)

    def write(sink: Sink) -> None:
        try:
            exporter.write(content, sink, ledger)
        except Exception as error:
            if name not in EXPORTERS.added or isinstance(error, EcomgraphError | OSError):
                raise
            reason = f"the plugin failed: {type(error).__name__}: {' '.join(str(error).split())}"
            raise ExportError(name, [reason]) from error
        ledger.close()

    try:
        content = _content(dataset, exporter.FORMAT, options)
        content.version = version
        ledger = Ledger(name)
        if exporter.FORMAT.filename:
            with new_file(target, replace=options.force) as file:
                write(Sink(file=file))
            files = [target]
        else:
            with new_folder(target, replace=options.force) as folder:
                sink = Sink(folder=folder)
                write(sink)
            files = [target / written for written in sorted(sink.names)]
    except BaseException:
        if made is not None:
            made.rmdir()
        raise
    return ExportReport(
        format=name,
        files=tuple(map(str, files)),
        records=tuple(sorted(ledger.records.items())),
        repaired=ledger.repaired,
        warnings=ledger.warnings,
        lost=(*exporter.FORMAT.lost, *(() if exporter.FORMAT.whole else left_out(content)), *ledger.lost),
    )


def stream(dataset: Dataset, name: str, file: IO[bytes], options: Options) -> None:
    """Write a single-file format to an open file; an error leaves a partial file.

    Raises the same errors as :func:`export` for content.
    """
    exporter = EXPORTERS[name]
    content, ledger = _content(dataset, exporter.FORMAT, options), Ledger(name)
    content.version = _version(exporter.FORMAT, options.version)
    exporter.write(content, Sink(file=file), ledger)
    ledger.close()


def _content(dataset: Dataset, form: Format, options: Options) -> Content:
    derived = form.derived if options.derived is None else options.derived
    framework, *bases = options.frameworks or (None,)
    content = Content(dataset, derived=derived, language=options.language)
    content.framework, content.bases = framework, tuple(filter(None, bases))
    if options.language:
        _require_language(content, options.language)
    if content.bases:
        content.narrow(own_things(content.store, {framework_graph(it.name) for it in content.bases}), "")
    if options.part != EVERYTHING:
        content.narrow(needed(content.store, options.part), options.part.name)
    content.title, content.date = options.title, _date(options.date)
    if options.map and form.name != "mapping":
        raise ArgumentError(f"--map is for the format mapping, not for {form.name}")
    content.mapping = options.map
    return content


def _version(form: Format, asked: str) -> str:
    if not asked:
        return form.versions[0] if form.versions else ""
    if not form.versions:
        raise ArgumentError(f"{form.name} has no versions; leave version {asked!r} out")
    if asked not in form.versions:
        raise ArgumentError(f"{form.name} has no version {asked!r}; choose one of {', '.join(sorted(form.versions))}")
    return asked


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise ArgumentError(f"{text!r} is not a date such as 2026-01-31") from None


def _require_language(content: Content, asked: str) -> None:
    wanted = asked.lower().partition("-")[0]
    if not any(matches(tag, wanted) for tag in content.languages):
        known = ", ".join(canonical(tag) for tag in content.languages if tag) or "none"
        raise ArgumentError(f"no label is in the language {asked!r}; there are labels in: {known}")


def _target(form: Format, destination: str | os.PathLike[str], *, force: bool) -> tuple[Path, Path | None]:
    """Return the target to write to, and the folder that was created for it, if any."""
    given = os.fspath(destination)
    path = Path(given)
    if not form.filename:
        _refuse_foreign(form, path, force=force)
        return path, None
    if is_stdout(given):
        return path, None
    if path.is_dir():
        return path / form.filename, None
    if not given.endswith(("/", os.sep)):
        return path, None
    try:
        path.mkdir()
    except OSError as error:
        raise SourceError(given, f"cannot be made: {error.strerror or error}") from None
    return path / form.filename, path


def _refuse_foreign(form: Format, path: Path, *, force: bool) -> None:
    # Replacing a folder removes its content, which must be an earlier export and nothing else.
    if path.is_dir():
        known = (*form.files, "~$*", ".DS_Store")
        names = sorted(entry.name for entry in path.iterdir())
        foreign = [name for name in names if not any(fnmatch.fnmatch(name, pattern) for pattern in known)]
        if foreign:
            raise SourceError(
                str(path), f"holds something other than a {form.name} export ({foreign[0]}); choose another folder"
            )
    elif is_written_in_place(path):
        name = "standard output" if is_stdout(path) else shown(path)
        raise SourceError(name, f"is not a folder, and {form.name} makes one; choose another name")
    elif path.exists() and force:
        raise SourceError(str(path), f"is a file, and {form.name} makes a folder; choose another name")
