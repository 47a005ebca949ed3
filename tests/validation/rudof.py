"""Validate with pyrudof, a second SHACL engine written in Rust, which shares no code with the others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from ecomgraph.namespace import PREFIXES
from ecomgraph.reasoning.validation import packaged_shapes
from ecomgraph.store.write import serialize

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

pyrudof = pytest.importorskip("pyrudof", reason="pyrudof is not installed; it is in the extra ci")

Finding = tuple[str, str, str, str, str, str]


@cache
def _engine(house_style: bool) -> Any:
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    shapes = packaged_shapes(house_style=house_style).decode()
    engine.read_shacl(shapes, reader_mode=pyrudof.ReaderMode.Strict)
    return engine


def findings(dataset: Dataset, *, house_style: bool) -> list[Finding]:
    """Return what pyrudof finds: focus node, path, value, source shape, component, severity of each result."""
    engine = _engine(house_style)
    engine.reset_data()
    triples = serialize(set(dataset.triples()), ox.RdfFormat.N_TRIPLES).decode()
    engine.read_data(triples, format=pyrudof.RDFFormat.NTriples, reader_mode=pyrudof.ReaderMode.Strict)
    report = engine.validate_shacl(pyrudof.ShaclValidationMode.Native)
    found = sorted({_finding(it) for it in report.violations})
    assert report.conforms == (not found)
    return found


def _finding(entry: Any) -> Finding:
    parts = (entry.focus_node, entry.path, entry.value, entry.source_shape, entry.constraint_component)
    focus, path, value, shape, component = map(_text, parts)
    return focus, path, value, shape, component, PREFIXES["sh"] + entry.severity


def _text(term: str | None) -> str:
    """Return the IRI, or what a literal says; pyrudof writes IRIs bare and literals with prefixed datatypes."""
    if not term or not term.startswith('"'):
        return term or ""
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    (quad,) = ox.parse(f"{prefixes}<urn:s> <urn:p> {term} .", format=ox.RdfFormat.TURTLE)
    assert isinstance(quad.object, ox.Literal)
    return quad.object.value
