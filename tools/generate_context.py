"""Write ontology/context.jsonld, the JSON-LD context that exports are written with, from the vocabulary.

``--check`` compares instead of writing, and exits with 1 when the file is out of date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
OWL, RDF, SKOS, XSD = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["skos"], PREFIXES["xsd"]
TEXT = {"@container": "@language"}
LINK = {"@type": "@id"}
# Terms of other vocabularies that career graphs use, and the types of their values.
OTHERS: dict[str, dict[str, str]] = {
    **{
        SKOS + name: TEXT for name in ("altLabel", "definition", "editorialNote", "example", "hiddenLabel", "prefLabel")
    },
    SKOS + "scopeNote": TEXT,
    **{SKOS + name: LINK for name in ("broadMatch", "broader", "closeMatch", "inScheme", "member", "related")},
    SKOS + "topConceptOf": LINK,
    PREFIXES["dcterms"] + "extent": {"@type": XSD + "integer"},
    PREFIXES["dcterms"] + "isPartOf": LINK,
    PREFIXES["dcterms"] + "license": LINK,
    PREFIXES["dcterms"] + "title": TEXT,
    PREFIXES["prov"] + "wasGeneratedBy": LINK,
    **{PREFIXES["schema"] + name: LINK for name in ("teaches", "url")},
    **{OWL + name: LINK for name in ("annotatedProperty", "annotatedSource", "annotatedTarget")},
}
CLASSES = (SKOS + "Collection", SKOS + "ConceptScheme", OWL + "Axiom")


def context() -> dict[str, object]:
    """Return the context: aliases for keywords, then classes, then properties, each sorted."""
    store = ox.Store()
    store.load(path=str(ONTOLOGY / "ecomgraph.ttl"))
    classes = {*CLASSES, *_own(store, OWL + "Class")}
    properties: dict[str, dict[str, str]] = dict(OTHERS)
    properties |= dict.fromkeys(_own(store, OWL + "AnnotationProperty"), LINK)
    properties |= dict.fromkeys(_own(store, OWL + "ObjectProperty"), LINK)
    properties |= {iri: _literal(store, iri) for iri in _own(store, OWL + "DatatypeProperty")}
    terms: dict[str, object] = {"@version": 1.1, "id": "@id", "type": "@type"}
    terms |= {_name(iri): iri for iri in sorted(classes, key=_name)}
    terms |= {_name(iri): {"@id": iri, **properties[iri]} for iri in sorted(properties, key=_name)}
    assert len(terms) == 3 + len(classes) + len(properties), "two terms have the same name"
    return {"@context": terms}


def _own(store: ox.Store, kind: str) -> set[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(kind))
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return {iri for iri in subjects if iri.startswith(ECG.NAMESPACE)}


def _literal(store: ox.Store, iri: str) -> dict[str, str]:
    rdfs_range = ox.NamedNode(PREFIXES["rdfs"] + "range")
    datatype = next(store.quads_for_pattern(ox.NamedNode(iri), rdfs_range, None)).object
    assert isinstance(datatype, ox.NamedNode)
    return {} if datatype.value == XSD + "string" else {"@type": datatype.value}


def _name(iri: str) -> str:
    return iri.removeprefix(ECG.NAMESPACE).rpartition("#")[2].rpartition("/")[2]


def main() -> int:
    """Write or compare."""
    path = ONTOLOGY / "context.jsonld"
    text = json.dumps(context(), indent=2) + "\n"
    if "--check" in sys.argv[1:]:
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return 0
        print(f"{path} is out of date: run python tools/{Path(__file__).name}")
        return 1
    path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
