"""Run the parsers over W3C's test suites: ``lab/run_w3c.py FOLDER``, such as rdf/rdf11 of a copy of w3c/rdf-tests.

Each manifest.ttl below the folder lists documents to refuse and to accept, and the expected triples; the first suite
for RDF/XML has a Manifest.rdf instead, of which only approved tests are run.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from ecomgraph.errors import EcomgraphError, ParseError
from ecomgraph.store.parse import parse_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDFT = "http://www.w3.org/ns/rdftest#"
# From the working group for RDF 1.0.
CORE = "http://www.w3.org/2000/10/rdf-tests/rdfcore/"
SCHEMA = f"{CORE}testSchema#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
BASES = {
    "Turtle": (ox.RdfFormat.TURTLE, "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-turtle/"),
    "Trig": (ox.RdfFormat.TRIG, "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-trig/"),
    "NTriples": (ox.RdfFormat.N_TRIPLES, ""),
    "NQuads": (ox.RdfFormat.N_QUADS, ""),
    "XML": (ox.RdfFormat.RDF_XML, "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-xml/"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test: its kind, its format, and its files."""

    name: str
    syntax: str
    kind: str
    action: Path
    result: Path | None
    base: str

    def failure(self) -> str:
        """Return why it fails, ``""`` if it passes."""
        try:
            found = self._quads(self.action, BASES[self.syntax][0])
        except ParseError as error:
            if not self.kind.startswith("Negative"):
                return f"refused: {error}"
            return "" if error.line else f"refused without a line number: {error}"
        if self.kind.startswith("Negative"):
            return "accepted"
        if self.result is None:
            return ""
        try:
            wanted = self._quads(self.result, ox.RdfFormat.N_QUADS)
        except ParseError as error:
            return f"the expected triples are refused: {error}"
        return "" if _canonical(found) == _canonical(wanted) else "other triples than expected"

    def _quads(self, path: Path, rdf_format: ox.RdfFormat) -> list[ox.Quad]:
        has_base = rdf_format not in {ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS}
        return parse_bytes(path.read_bytes(), rdf_format, name=str(path), base=self.base if has_base else None)


def _canonical(quads: list[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def cases(folder: Path, base: str = "") -> Iterator[Case]:
    """Yield the tests of all manifests below a folder, sorted by manifest and name.

    ``base`` is the base IRI, if the manifest does not state it and it is not the usual one.
    """
    for manifest in sorted(folder.rglob("manifest.ttl")):
        yield from sorted(_cases(manifest, base), key=lambda case: (case.name, case.kind))
    for manifest in sorted(folder.rglob("Manifest.rdf")):
        yield from sorted(_core_cases(manifest), key=lambda case: (case.name, case.kind))


def _cases(manifest: Path, given: str) -> Iterator[Case]:
    store = ox.Store()
    store.extend(
        parse_bytes(manifest.read_bytes(), ox.RdfFormat.TURTLE, name=str(manifest), base=manifest.resolve().as_uri())
    )
    for quad in store.quads_for_pattern(None, TYPE, None):
        syntax, kind = _kind(quad.object)
        action = _value(store, quad.subject, f"{MF}action")
        if not syntax or not action:
            continue
        path, result = _path(action), _value(store, quad.subject, f"{MF}result")
        assumed = next(iter(store.quads_for_pattern(None, ox.NamedNode(f"{MF}assumedTestBase"), None)), None)
        base = (
            assumed.object.value if assumed and isinstance(assumed.object, ox.NamedNode) else given or BASES[syntax][1]
        )
        yield Case(
            name=_value(store, quad.subject, f"{MF}name") or path.name,
            syntax=syntax,
            kind=kind,
            action=path,
            result=_path(result) if result else None,
            base=base + path.relative_to(manifest.resolve().parent).as_posix() if BASES[syntax][1] else "",
        )


def _core_cases(manifest: Path) -> Iterator[Case]:
    store = ox.Store()
    store.extend(parse_bytes(manifest.read_bytes(), ox.RdfFormat.RDF_XML, name=str(manifest), base=CORE))
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{SCHEMA}status"), ox.Literal("APPROVED")):
        kinds = {term.object for term in store.quads_for_pattern(quad.subject, TYPE, None)}
        document = _value(store, quad.subject, f"{SCHEMA}inputDocument")
        result = _value(store, quad.subject, f"{SCHEMA}outputDocument")
        path = manifest.parent / document.removeprefix(CORE)
        negative = ox.NamedNode(f"{SCHEMA}NegativeParserTest") in kinds
        if path.suffix == ".rdf" and (negative or ox.NamedNode(f"{SCHEMA}PositiveParserTest") in kinds):
            yield Case(
                name=document.removeprefix(CORE),
                syntax="XML",
                kind="NegativeSyntax" if negative else "Eval",
                action=path,
                result=manifest.parent / result.removeprefix(CORE) if result else None,
                base=document,
            )


def _kind(term: object) -> tuple[str, str]:
    """Return format and kind of a test, such as Turtle and NegativeSyntax; empty if it is not for a parser."""
    name = term.value.removeprefix(f"{RDFT}Test") if isinstance(term, ox.NamedNode) else ""
    syntax = next((syntax for syntax in BASES if name.startswith(syntax)), "")
    kind = name.removeprefix(syntax)
    return (syntax, kind) if kind in {"Eval", "NegativeEval", "NegativeSyntax", "PositiveSyntax"} else ("", "")


def _value(store: ox.Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple, predicate: str) -> str:
    found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
    return next((quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)), "")


def _path(iri: str) -> Path:
    return Path(unquote(urlsplit(iri).path))


def main(arguments: list[str]) -> int:
    """Print each failure, and how many tests of each kind passed; return 1 if any failed or there were none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with the manifests")
    parser.add_argument("--base", default="", help="the base IRI of suites that do not state one")
    options = parser.parse_args(arguments)
    folder = options.folder
    run: Counter[tuple[str, str]] = Counter()
    passed: Counter[tuple[str, str]] = Counter()
    try:
        for case in cases(folder, options.base):
            failure = case.failure()
            run[case.syntax, case.kind] += 1
            passed[case.syntax, case.kind] += not failure
            if failure:
                print(f"FAILED {case.syntax}{case.kind} {case.name}: {failure}")
    except (EcomgraphError, OSError, ValueError) as error:
        print(f"{folder}: {error}", file=sys.stderr)
        return 2
    for (syntax, kind), count in sorted(run.items()):
        print(f"{syntax:9}{kind:15}{passed[syntax, kind]:5} of {count:5} passed")
    print(f"{passed.total()} of {run.total()} passed")
    return 0 if run and passed == run else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
