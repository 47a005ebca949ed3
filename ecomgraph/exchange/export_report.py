"""What an export did, and how formats describe themselves."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ExportReport", "Format"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format that graphs are exported to.

    ``tool`` says what takes it, ``lost`` what it has no place for. ``filename`` is what the file is called by default,
    ``files`` are the patterns of what is in the folder, where it is one. ``derived`` tells whether what the rules
    concluded is part of it unless said otherwise: it is for tools that cannot conclude it themselves. A format that is
    not ``whole`` chooses what it writes; the report names the properties of the graph that its exporter never read.
    ``several`` tells whether it holds several frameworks, each in graphs of its own. ``versions`` are those of the tool
    or the standard that it can be written for, the default first.
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
    """What an export wrote: ``files`` (paths), and how many ``records`` of each kind, in the order of their kinds.

    ``repaired`` says which content was written in another form, nothing of it lost, so that the tool takes it whole;
    ``warnings`` what to mind when using the files, ``lost`` what is not in them.
    """

    format: str
    files: tuple[str, ...]
    records: tuple[tuple[str, int], ...]
    repaired: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
