"""The options, the intermediate result and the report of an import."""

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
    """How to read a source; empty options are filled from the source or from its name.

    ``name`` identifies the framework in a database; ``title``, ``version``, ``publisher``, ``license`` and
    ``attribution`` are for its catalog entry. ``base`` is the start of IRIs for things without one, ``language`` the
    language of texts without a tag, ``encoding`` the encoding of text files. ``max_size`` is in bytes, for all
    files together; an unpacked workbook may have ten times as much. ``propose`` is the minimum
    similarity for which transitions between roles are proposed from shared skills. ``include`` names the
    optional parts of a source to read; the importer chooses the default. ``roles`` are the schemes or types
    whose concepts in a SKOS file are roles, each given by IRI, last part of the IRI, or title. ``rules`` are files with
    rules that run at every derivation in the database while the framework is in it; ``shapes`` are files with further
    shapes that the framework must conform to. ``extends`` names frameworks that it builds on besides those whose
    things it refers to; with ``current``, names that several frameworks have refer to this one; ``into_framework``
    names an existing framework to which the source is added, for example as a further language.

    For a matrix: ``ladder`` makes promotions from each column to the next, and with ``cumulative`` each builds on the
    one before; ``role`` is the role whose levels are the columns (``@sheet``, ``@header``: the one named by a sheet, or
    by a heading above the columns); ``top`` is the highest rank if no scale is declared; with ``descriptors`` the
    columns are levels of skills, and the cells their level descriptors. ``map`` is a mapping file for a source of
    another layout, or the name of one that ships with ecomgraph.
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
    """A kind of source for imports: its name for ``--as``, and its description.

    ``folder`` means that it is a folder, not a file; ``published`` that it is a published framework with that default
    name. ``fits`` tells by the file names and the content of a source whether it is of this kind; ``holds`` describes
    its content in the message about a source of no known kind. ``refines`` names the general formats of which it is a
    special case, and to which it is preferred.
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
    """The result of an importer: triples as lines of N-Triples, and the places of things in the source.

    ``iri`` and ``base`` are those of the framework, if the source decides them. ``places`` has the places of things by
    IRI, as far as known; ``columns`` the column of a property. ``account`` is the account of the whole source,
    ``claims`` are triples that only rules may derive and that are not among the lines. ``understood`` describes a
    layout that the importer had to detect, ``grading`` the meaning of degrees and importances.
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
    """The result of an import or of a dry run.

    ``accepted`` tells whether the data conforms to the shapes; ``violations`` are the validation results in terms of
    the source. ``changes`` has the numbers of things added, removed and changed by class, compared with the earlier
    framework of the same name; with ``dry_run``, ``differences`` lists these changes. ``applied`` tells whether
    anything was written, ``notes`` report what the user may not expect, ``account`` is the account of the source,
    ``asserted`` and ``derived`` are the numbers of triples that the framework and its bases assert and that the rules
    derive from them, and ``seconds`` is the duration of each step. ``understood`` describes, with cell ranges, a
    layout that the importer had to detect, such as that of a matrix.
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
