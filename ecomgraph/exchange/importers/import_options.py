"""What an import can be told, and what an importer gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecomgraph.arguments import Paths, checked

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from ecomgraph.exchange.importers.account import Accounted
    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.store.database import FrameworkRecord

__all__ = ["ImportOptions", "ImportReport", "Reading", "SourceKind"]

MIB = 1024 * 1024


@checked
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to read a source; what is left empty is taken from the source or from its name.

    ``name`` is the framework's own in a database, ``base`` what the IRIs of things without one begin with,
    ``language`` that of texts that do not say theirs, ``encoding`` that of text files. ``max_size`` is in bytes, of all
    files together, and applies to what a workbook holds when unpacked with ten times as much. ``propose`` is the least
    similarity for which transitions between roles are proposed from the skills they share. ``include`` names parts of a
    source to read that can be left out, by default those that its importer chooses. ``rules`` are files with
    rules that run whenever something is derived in that database, for as long as the framework is in it; ``shapes`` are
    files with shapes that it has to conform to, too.
    """

    format: str = ""
    name: str = ""
    title: str = ""
    base: str = ""
    language: str = ""
    encoding: str = ""
    license: str = ""
    attribution: str = ""
    max_size: int = 512 * MIB
    propose: float | None = None
    include: tuple[str, ...] = ()
    rules: Paths = ()
    shapes: Paths = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceKind:
    """A kind of source that frameworks are imported from: what ``--as`` calls it, and what it is.

    ``folder`` says that it is a folder and not a file, ``published`` that it is one framework, which has that name
    unless told otherwise. ``fits`` tells by the names in a source, and by what it holds, whether it is of this kind;
    ``holds`` is what such a source has, for the message about one that nothing fits.
    """

    name: str
    what: str
    folder: bool = False
    published: bool = False
    holds: str = ""
    fits: Callable[[Source], bool] | None = None


@dataclass(slots=True, kw_only=True)
class Reading:
    """What an importer read: triples as lines of N-Triples, and where the things are from.

    ``places`` gives the place of a thing by its IRI, where that is known; ``columns`` the column of a property.
    ``account`` says what became of everything in the source, ``claims`` are triples that only rules may conclude and
    that are not among the lines.
    """

    lines: list[str]
    title: str = ""
    language: str = ""
    license: str = ""
    attribution: str = ""
    places: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    account: tuple[Accounted, ...] = ()
    claims: list[ox.Triple] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would have done.

    ``accepted`` tells whether the shapes agree; ``violations`` are their objections, in the terms of the source. Of
    each class, by name, ``changes`` are how many things were added, removed and changed, compared with the framework of
    that name that was there before. ``applied`` tells whether anything was written, ``notes`` what was done with the
    source that may not be expected, ``account`` what became of everything in it, ``asserted`` and ``derived`` how many
    triples were asserted and derived, over all frameworks, and ``seconds`` how long each step took.
    """

    framework: FrameworkRecord
    into: str
    accepted: bool
    applied: bool
    replaced: bool
    changes: tuple[tuple[str, int, int, int], ...]
    asserted: int
    derived: int
    violations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    account: tuple[Accounted, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
