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
    controlled values. ``data`` is the bundled framework, ``derived`` what the rules conclude from both, ``general``
    the queries that add the terms that general tools look for, ``context`` the JSON-LD context.

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
    # importlib.resources would work too, but imports tempfile, zipfile and more, which slows down every command.
    return Path(import_module(package).__path__[0])


def files_below(folder: Path, ending: str) -> list[Path]:
    """Return the files in a folder and in folders within it whose names end so, each folder by name.

    What begins with a dot or an underscore is left out, and so are folders that are links.
    """
    found: list[Path] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(ending) and not entry.name.startswith("."):
            found.append(entry)
        elif entry.is_dir() and not entry.is_symlink() and not entry.name.startswith((".", "_")):
            found.extend(files_below(entry, ending))
    return found
