"""Validate a dataset against SHACL shapes, with compiled queries or the reference engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from ecomgraph.arguments import Paths, each_path, shown
from ecomgraph.errors import ArgumentError
from ecomgraph.reasoning.engine_names import Engine
from ecomgraph.reasoning.validation_report import ValidationReport, ValidationResult, merged
from ecomgraph.store.packaged import packaged_files

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

__all__ = ["Engine", "ValidationReport", "ValidationResult", "packaged_shapes", "validate"]

HOUSE_STYLE = "house-style.ttl"


def packaged_shapes(*, house_style: bool = False) -> bytes:
    """Return the packaged shapes as one Turtle document."""
    files = packaged_files("shapes")
    return b"\n".join(file.read_bytes() for file in files if house_style or file.name != HOUSE_STYLE)


def validate(
    dataset: Dataset, *, house_style: bool = False, engine: Engine = "compiled", shapes: Paths = ()
) -> ValidationReport:
    """Validate a dataset against the packaged shapes; ``house_style`` adds those for the ontology itself.

    ``shapes`` are files with additional shapes. Each file is run on its own, by the compiled engine if it supports the
    shapes, otherwise by pyshacl, as the notes of the report state. The engine ``compiled`` runs queries compiled from
    the shapes on the store; ``pyshacl`` is the reference engine, which gives the same results but takes much longer.
    Raises :class:`~ecomgraph.ShapesError` if shapes cannot be run.
    """
    if engine not in get_args(Engine):
        raise ArgumentError(f"engine must be {' or '.join(get_args(Engine))}, not {shown(engine)}")
    added = []
    if files := each_path(shapes):
        from ecomgraph.reasoning.added_shapes import validate_with_added

        # Run first, so that shapes that cannot be run are refused at once.
        added.append(validate_with_added(dataset, files, engine))
    return merged([_by_packaged(dataset, packaged_shapes(house_style=house_style), engine), *added])


def _by_packaged(dataset: Dataset, shapes: bytes, engine: Engine) -> ValidationReport:
    if engine == "pyshacl":
        from ecomgraph.reasoning.pyshacl_engine import validate_with_pyshacl

        return validate_with_pyshacl(dataset, shapes)
    from ecomgraph.reasoning.compiled_shapes import validate_with_queries

    return validate_with_queries(dataset, shapes, packaged=True)
