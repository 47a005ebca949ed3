"""Read what is to be imported, by the importer of its format."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.importers.detect import RDF_FORMATS
from ecomgraph.exchange.importers.import_options import Reading
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.parse import parse_bytes
from ecomgraph.store.streams import shown

if TYPE_CHECKING:
    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["PUBLISHED", "Packaged", "name_of", "packaged_reading", "read_source"]

# Formats that are one framework each.
PUBLISHED = {"esco", "onet"}
_CC_BY = "https://creativecommons.org/licenses/by/4.0/"


class Packaged(Enum):
    """What ships with ecomgraph and can be imported like a framework: the bundled one, and its mappings to others."""

    BUNDLED = "data"
    ALIGNMENTS = "alignments"


def packaged_reading(part: Packaged, name: str) -> Reading:
    """Return what ships with ecomgraph, as it would be read from a file."""
    from ecomgraph.exchange.importers.rdf import to_lines

    quads = [
        quad
        for file in packaged_files(part.value)
        for quad in parse_bytes(file.read_bytes(), ox.RdfFormat.TURTLE, name=file.name)
    ]
    title = "The bundled framework" if part is Packaged.BUNDLED else "Mappings of the bundled framework"
    lines = to_lines(quads, name)
    return Reading(lines=lines, title=title, language="en", license=_CC_BY, attribution="The ecomgraph authors")


def name_of(source: Source) -> str:
    """Return the name of a framework that has none: that of its file or folder."""
    from unicodedata import normalize

    plain = normalize("NFKD", shown(source.path.resolve().stem)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "framework"


def read_source(source: Source, form: str, options: ImportOptions, problems: Problems, base: str, name: str) -> Reading:
    """Read a source by the importer of its format, which is imported only now."""
    path = source.path
    match form:
        case "case":
            from ecomgraph.exchange.importers.case import read_case

            return read_case(path, options, problems, base)
        case "csv":
            from ecomgraph.exchange.importers.tables import read_folder

            return read_folder(path, options, problems, base)
        case "esco":
            from ecomgraph.exchange.importers.esco import read_esco

            return read_esco(path, options, problems, base)
        case "onet":
            from ecomgraph.exchange.importers.onet import read_onet

            return read_onet(path, options, problems, base)
        case "xlsx":
            from ecomgraph.exchange.importers.tables import read_workbook_tables

            return read_workbook_tables(path, options, problems, base)
        case _:
            from ecomgraph.exchange.importers.rdf import read_rdf

            return read_rdf(path, RDF_FORMATS[form], problems, name)
