"""Read a source with the importer of its format."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from ecomgraph.errors import EcomgraphError, SourceError, UnknownNameError
from ecomgraph.exchange.importers.careers_in import require_careers
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.namespace import BASE
from ecomgraph.plugins import IMPORTERS as GROUP
from ecomgraph.plugins import Modules, Registry
from ecomgraph.store.framework_value import BUNDLED_TITLE, framework_name
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.parse import parse_bytes
from ecomgraph.store.streams import shown

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["IMPORTERS", "Packaged", "kind_of", "kinds", "name_of", "packaged_reading", "read_source"]

_CC_BY = "https://creativecommons.org/licenses/by/4.0/"


class _Importer(Protocol):
    """The interface of importers; ``options`` have format, name and base."""

    KIND: SourceKind | tuple[SourceKind, ...]

    def read(self, path: Path, options: ImportOptions, problems: Problems) -> Reading: ...


class Packaged(Enum):
    """Content of the package that can be imported like a framework: the bundled framework, and its mappings."""

    BUNDLED = "data"
    ALIGNMENTS = "alignments"


def packaged_reading(part: Packaged, name: str) -> Reading:
    """Return content of the package, as if read from a file."""
    from importlib.metadata import version

    from ecomgraph.exchange.importers.rdf import to_lines

    quads = [
        quad
        for file in packaged_files(part.value)
        for quad in parse_bytes(file.read_bytes(), ox.RdfFormat.TURTLE, name=file.name)
    ]
    bundled = part is Packaged.BUNDLED
    return Reading(
        lines=to_lines(quads, name),
        title=BUNDLED_TITLE if bundled else "Mappings of the bundled framework",
        # Its exports have this IRI.
        iri=f"{BASE}scheme/roles" if bundled else "",
        base=BASE if bundled else "",
        version=version("ecomgraph"),
        language="en",
        license=_CC_BY,
        attribution="The ecomgraph authors",
    )


def name_of(source: Source) -> str:
    """Return the default name of a framework: that of its file or folder."""
    return framework_name(shown(source.path.resolve().stem))


def kinds() -> dict[str, SourceKind]:
    """Return the kinds of source by name, sorted: those that come with the package, and those of plugins.

    >>> [name for name, kind in kinds().items() if kind.folder]
    ['csv', 'ctdl-asn-folder', 'esco', 'onet']
    """
    return {name: _kind(importer, name) for name, importer in IMPORTERS.items()}


def kind_of(name: str) -> SourceKind:
    """Return a kind of source; raise :class:`~ecomgraph.UnknownNameError` if there is none with that name."""
    try:
        return _kind(IMPORTERS[name], name)
    except KeyError:
        raise UnknownNameError(name, "format", list(IMPORTERS)) from None


def read_source(source: Source, form: str, options: ImportOptions, problems: Problems, base: str, name: str) -> Reading:
    """Read a source with the importer of its format; options that were left open are filled in.

    Errors carry the notes on the source, which may name the cause.
    """
    settled = replace(options, format=form, name=name, base=base)
    try:
        reading = IMPORTERS[form].read(source.path, settled, problems)
        problems.close()
        grows = bool(options.into_framework or options.extends)
        require_careers(reading, str(source.path), problems.account.notes(), grows=grows)
    except EcomgraphError as error:
        error.notes = (*problems.understood, *problems.told())
        raise
    except Exception as error:
        if form not in IMPORTERS.added:
            raise
        reason = f"the plugin {form!r} failed: {type(error).__name__}: {' '.join(str(error).split())}"
        raise SourceError(str(source.path), reason) from error
    reading.account = problems.account.entries()
    reading.understood = tuple(problems.understood)
    return reading


def _kind(importer: _Importer, name: str) -> SourceKind:
    found = importer.KIND if isinstance(importer.KIND, tuple) else (importer.KIND,)
    return next(kind for kind in found if kind.name == name)


def _check(value: object) -> tuple[str, ...]:
    reasons = []
    if not isinstance(getattr(value, "KIND", None), SourceKind):
        reasons.append("has no KIND that is an ecomgraph.exchange.importers.import_options.SourceKind")
    if not callable(getattr(value, "read", None)):
        reasons.append("has no read(path, options, problems)")
    return tuple(reasons)


IMPORTERS: Registry[_Importer] = Registry(GROUP, Modules("ecomgraph.exchange.importers", "KIND"), _check)
