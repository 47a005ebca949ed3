"""Find the files that ship with the package: ontology and stored queries."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["packaged_files"]

Part = Literal["alignments", "data", "derived", "queries", "rules", "shapes", "vocabulary"]


def packaged_files(part: Part) -> list[Traversable]:
    """Return the files of one part of what is shipped, sorted by path.

    ``vocabulary`` is what every framework needs: the classes and properties, and the controlled values. ``data`` is the
    bundled framework, ``derived`` what the rules conclude from both.

    >>> [file.name for file in packaged_files("vocabulary")][:2]
    ['ecomgraph.ttl', 'basis.ttl']
    """
    if part == "queries":
        return _below(files("ecomgraph._queries"), ".rq")
    ontology = files("ecomgraph._ontology")
    if part == "vocabulary":
        return [ontology / "ecomgraph.ttl", *_below(ontology / "vocabularies", ".ttl")]
    return _below(ontology / part, ".rq" if part == "rules" else ".ttl")


def _below(folder: Traversable, ending: str) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(ending):
            found.append(entry)
        elif entry.is_dir() and not entry.name.startswith((".", "_")):
            found.extend(_below(entry, ending))
    return found
