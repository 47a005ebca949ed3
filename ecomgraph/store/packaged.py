"""Find the files that ship with the package: ontology and stored queries."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Literal

__all__ = ["files_below", "packaged_files"]

Part = Literal["alignments", "context", "data", "derived", "general", "queries", "rules", "shapes", "vocabulary"]


def packaged_files(part: Part) -> list[Path]:
    """Return the packaged files of one part, sorted by path.

    ``vocabulary`` is what every framework needs: classes, properties, deprecated terms with their replacements, and
    controlled values. ``data`` is the bundled framework, ``derived`` the triples that the rules derive from both,
    ``general`` the queries that add terms for general tools, ``context`` the JSON-LD context.

    >>> [file.name for file in packaged_files("vocabulary")][:2]
    ['ecomgraph.ttl', 'deprecated.ttl']
    """
    if part == "queries":
        return files_below(_folder("ecomgraph._queries"), ".rq")
    ontology = _folder("ecomgraph._ontology")
    if part == "context":
        return [ontology / "context.jsonld"]
    if part == "vocabulary":
        return [
            ontology / "ecomgraph.ttl",
            ontology / "deprecated.ttl",
            *files_below(ontology / "vocabularies", ".ttl"),
        ]
    return files_below(ontology / part, ".rq" if part in ("general", "rules") else ".ttl")


def _folder(package: str) -> Path:
    # Not importlib.resources, which imports tempfile, zipfile and more, and so slows down every command.
    return Path(import_module(package).__path__[0])


def files_below(folder: Path, ending: str) -> list[Path]:
    """Return the files with a name ending in a folder and its subfolders, sorted by name folder by folder.

    Names that begin with a dot are skipped, and so are folders that are symbolic links or begin with an underscore.
    """
    found: list[Path] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(ending) and not entry.name.startswith("."):
            found.append(entry)
        elif entry.is_dir() and not entry.is_symlink() and not entry.name.startswith((".", "_")):
            found.extend(files_below(entry, ending))
    return found
