"""The report of an export, and the description of a format."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ExportReport", "Format"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format for exports.

    ``tool`` names the programs that read it, ``lost`` the content that it cannot hold. ``filename`` is the default name
    of the file; for a folder, ``files`` are the patterns of the files in it. ``derived`` tells whether derived triples
    are included by default, as they are for tools that cannot derive them. ``whole`` formats hold every triple; for all
    others, the report names the properties that the exporter never read. ``several`` tells whether it holds several
    frameworks, each in its own graphs. ``versions`` are the versions of the tool or the standard that it can be written
    for, the default first.
    """

    name: str
    tool: str
    lost: tuple[str, ...]
    filename: str = ""
    files: tuple[str, ...] = ()
    derived: bool = True
    whole: bool = False
    several: bool = False
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export wrote: ``files`` (paths), and the number of ``records`` of each kind, in the order of kinds.

    ``repaired`` lists content that was changed without loss so that the tool accepts it, ``warnings`` what to consider
    when using the files, and ``lost`` the content that is not in them.
    """

    format: str
    files: tuple[str, ...]
    records: tuple[tuple[str, int], ...]
    repaired: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
