"""What an import can be told, and what an importer gives back."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecomgraph.arguments import Paths, checked

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from ecomgraph.careers.framework_changes import FrameworkChange
    from ecomgraph.exchange.importers.account import Accounted
    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.store.framework_value import Framework

__all__ = ["ImportOptions", "ImportReport", "Reading", "SourceKind"]

MIB = 1024 * 1024


@checked
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to read a source; what is left empty is taken from the source or from its name.

    ``name`` is the framework's own in a database, ``title``, ``version``, ``publisher``, ``license`` and
    ``attribution`` are what the catalog says of it, ``base`` what the IRIs of things without one begin with,
    ``language`` that of texts that do not say theirs, ``encoding`` that of text files. ``max_size`` is in bytes, of all
    files together, and applies to what a workbook holds when unpacked with ten times as much. ``propose`` is the least
    similarity for which transitions between roles are proposed from the skills they share. ``include`` names parts of a
    source to read that can be left out, by default those that its importer chooses. ``roles`` are the schemes or types
    of which the concepts of a SKOS file are roles, by IRI, last part of it or title. ``rules`` are files with
    rules that run whenever something is derived in that database, for as long as the framework is in it; ``shapes`` are
    files with shapes that it has to conform to, too. ``extends`` names frameworks that it builds on besides those whose
    things it refers to; ``current`` makes it the one that is meant where several have a name; ``into_framework`` names
    the framework that the source is added to, as a further language is.

    For a matrix: ``ladder`` makes promotions from each column to the next, and with ``cumulative`` each builds on the
    one before; ``role`` is the role of which the columns are levels (``@sheet``, ``@header``: the one that a sheet, or
    a heading above the columns, names); ``top`` is the greatest rank where no scale is declared; with ``descriptors``
    the columns are levels of skills, and the cells texts that describe them. ``map`` is a mapping file, which says
    what is what in a source of another layout, or the name of one that ships with ecomgraph.
    """

    format: str = ""
    name: str = ""
    title: str = ""
    version: str = ""
    publisher: str = ""
    base: str = ""
    language: str = ""
    encoding: str = ""
    license: str = ""
    attribution: str = ""
    max_size: int = 512 * MIB
    propose: float | None = None
    include: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    current: bool = False
    into_framework: str = ""
    rules: Paths = ()
    shapes: Paths = ()
    ladder: bool = False
    cumulative: bool = False
    role: str = ""
    top: int = 0
    descriptors: bool = False
    map: str | os.PathLike[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceKind:
    """A kind of source that frameworks are imported from: what ``--as`` calls it, and what it is.

    ``folder`` says that it is a folder and not a file, ``published`` that it is one framework, which has that name
    unless told otherwise. ``fits`` tells by the names in a source, and by what it holds, whether it is of this kind;
    ``holds`` is what such a source has, for the message about one that nothing fits. ``refines`` names general formats
    of which it is a special case, so that it is preferred to them.
    """

    name: str
    what: str
    folder: bool = False
    published: bool = False
    holds: str = ""
    fits: Callable[[Source], bool] | None = None
    refines: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Reading:
    """What an importer read: triples as lines of N-Triples, and where the things are from.

    ``iri`` and ``base`` are the framework's own, where the source decides them. ``places`` gives the place of a thing
    by its IRI, where that is known; ``columns`` the column of a property. ``account`` says what became of everything in
    the source, ``claims`` are triples that only rules may conclude and that are not among the lines. ``understood``
    says how a layout was understood that the importer had to find out, ``grading`` what degrees and importances mean.
    """

    lines: list[str]
    title: str = ""
    version: str = ""
    publisher: str = ""
    iri: str = ""
    base: str = ""
    language: str = ""
    license: str = ""
    attribution: str = ""
    grading: str = ""
    places: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    account: tuple[Accounted, ...] = ()
    claims: list[ox.Triple] = field(default_factory=list)
    understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would have done.

    ``accepted`` tells whether the shapes agree; ``violations`` are their objections, in the terms of the source. Of
    each class, by name, ``changes`` are how many things were added, removed and changed, compared with the framework of
    that name that was there before; with ``dry_run``, ``differences`` say which and how. ``applied`` tells whether
    anything was written, ``notes`` what was done with the source that may not be expected, ``account`` what became of
    everything in it, ``asserted`` and ``derived`` how many triples the framework and its bases assert and how many the
    rules concluded from these, and ``seconds`` how long each step took. ``understood`` says how the layout of a source
    was understood, cell ranges included, where the importer had to find it out, as in a matrix.
    """

    framework: Framework
    into: str
    accepted: bool
    applied: bool
    replaced: bool
    changes: tuple[tuple[str, int, int, int], ...]
    asserted: int
    derived: int
    differences: tuple[FrameworkChange, ...] = ()
    violations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    account: tuple[Accounted, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
    understood: tuple[str, ...] = ()
