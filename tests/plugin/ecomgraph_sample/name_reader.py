"""Read a list of names, a role a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.import_options import Reading, SourceKind

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"


def _fits(source: Source) -> bool:
    return source.path.suffix == ".names"


KIND = SourceKind(name="names", what="a list of names, a role a line", fits=_fits)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Make a role of each line."""
    lines = []
    for number, name in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if '"' in name:
            problems.add(f"{path.name}:{number}", "a name with a quotation mark; take it out")
        role = f"<{options.base}role/{number}>"
        lines.append(f"{role} {TYPE} <https://w3id.org/ecomgraph/ns#Role> .\n")
        lines.append(f'{role} {LABEL} "{name}"@en .\n')
    return Reading(lines=lines, language="en")
