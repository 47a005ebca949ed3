"""The published JSON-LD context has every term of the vocabulary, and is generated from it."""

import json
from pathlib import Path

from ecomgraph.namespace import ECG
from ecomgraph.store.packaged import packaged_files
from tools.generate_context import context

ROOT = Path(__file__).resolve().parents[2]


def test_context_is_up_to_date_and_ships() -> None:
    published = (ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8")
    assert json.loads(published) == context()
    assert [file.read_text(encoding="utf-8") for file in packaged_files("context")] == [published]


def test_every_term_of_the_vocabulary_is_in_it_under_its_own_name() -> None:
    (file,) = packaged_files("context")
    terms = json.loads(file.read_text(encoding="utf-8"))["@context"]
    for name, iri in vars(ECG).items():
        if isinstance(iri, str) and iri.startswith(ECG.NAMESPACE) and iri != ECG.NAMESPACE:
            assert terms[name] == iri if name[0].isupper() else terms[name]["@id"] == iri
    assert terms["requiresSkill"]["@type"] == "@id"
    assert terms["prefLabel"]["@container"] == "@language"
