"""Validation: SHACL shapes over a dataset, by queries compiled from them or by the reference engine."""

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
    """Judge all that a dataset holds by the packaged shapes; ``house_style`` adds those for the ontology itself.

    ``shapes`` are files with shapes to judge it by, too, each file on its own, with the compiled engine where it covers
    them and with pyshacl where it does not; the notes of the report say so.
    ``compiled`` runs queries made from the shapes on the store. ``pyshacl`` is the reference: the same results, in
    many times the time. Raises :class:`~ecomgraph.ShapesError` when shapes cannot be run.
    """
    if engine not in get_args(Engine):
        raise ArgumentError(f"engine must be {' or '.join(get_args(Engine))}, not {shown(engine)}")
    added = []
    if files := each_path(shapes):
        from ecomgraph.reasoning.added_shapes import validate_with_added

        # First, so that shapes that cannot be run are refused at once.
        added.append(validate_with_added(dataset, files, engine))
    return merged([_by_packaged(dataset, packaged_shapes(house_style=house_style), engine), *added])


def _by_packaged(dataset: Dataset, shapes: bytes, engine: Engine) -> ValidationReport:
    if engine == "pyshacl":
        from ecomgraph.reasoning.pyshacl_engine import validate_with_pyshacl

        return validate_with_pyshacl(dataset, shapes)
    from ecomgraph.reasoning.compiled_shapes import validate_with_queries

    return validate_with_queries(dataset, shapes, packaged=True)
