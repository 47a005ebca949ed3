"""Check the passages of a graph against their source text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ecomgraph.errors import EcomgraphError
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reading.names import short_digest, slug_of
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from ecomgraph.model import Passage
    from ecomgraph.store.dataset import Dataset

__all__ = ["EvidenceFailure", "EvidenceReport", "check_evidence"]

_TYPE = PREFIXES["rdf"] + "type"
# A passage states the first digits of a SHA-256 digest; fewer digits than this prove nothing.
_MIN_DIGITS = 16

# Undecodable bytes, kept as surrogates by the reader of the file, are encoded to the original bytes.
_digest = partial(short_digest, digits=64, errors="surrogateescape")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFailure:
    """A document or a passage, by IRI and slug, that does not match the text, and the reason."""

    iri: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReport:
    """The result of a check: the number of passages, the number that match the text, and all failures.

    Truthy if there are no failures of a passage or of the document itself.

    >>> bool(EvidenceReport(passages=117, matching=117, failures=()))
    True
    """

    passages: int
    matching: int
    failures: tuple[EvidenceFailure, ...]

    def __bool__(self) -> bool:
        return not self.failures


def check_evidence(dataset: Dataset, text: str) -> EvidenceReport:
    """Compare a text with the source documents and passages of a dataset.

    If there are several documents, those with the digest of this text are checked, or all if none has it. Failures of
    documents come first, then those of passages, each sorted by IRI. ``text`` is the content of the file, decoded as
    UTF-8 without translating line endings. Raises :class:`~ecomgraph.EcomgraphError` if there is no document.

    >>> from ecomgraph import load
    >>> check_evidence(load().dataset, "another text").matching
    0
    """
    catalog = Catalog(dataset)
    documents = dataset.subjects(_TYPE, ECG.SourceDocument)
    if not documents:
        raise EcomgraphError("the graph has no ecg:SourceDocument, so there is no evidence to check")
    wrong = {document: reason for document in documents if (reason := _document_flaw(dataset, document, text))}
    judged = [document for document in documents if document not in wrong] or documents
    passages = [catalog.passage(iri) for iri in dataset.subjects(_TYPE, ECG.Passage)]
    passages = [passage for passage in passages if passage.source in judged]
    flaws = {passage.iri: reason for passage in passages if (reason := _passage_flaw(passage, text))}
    failures = {**{document: wrong[document] for document in judged if document in wrong}, **flaws}
    return EvidenceReport(
        passages=len(passages),
        matching=len(passages) - len(flaws),
        failures=tuple(EvidenceFailure(iri=iri, id=slug_of(iri), reason=reason) for iri, reason in failures.items()),
    )


def _document_flaw(dataset: Dataset, document: str, text: str) -> str:
    expected, found = dataset.literal(document, ECG.textDigest), _digest(text)
    extent = dataset.literal(document, PREFIXES["dcterms"] + "extent")
    if expected != found:
        return f"the text differs: its digest is {found}, expected {expected or 'some'}"
    if extent and extent != str(len(text)):
        return f"the text has {counted(len(text), 'characters')}, expected {extent}"
    return ""


def _passage_flaw(passage: Passage, text: str) -> str:
    place = f"characters {passage.start} to {passage.end}"
    if not 0 <= passage.start < passage.end <= len(text):
        return f"{place} are outside a text of {counted(len(text), 'characters')}"
    expected = passage.digest
    found = _digest(text[passage.start : passage.end])[: max(len(expected), _MIN_DIGITS)]
    return "" if found == expected else f"{place} have the digest {found}, expected {expected or 'some'}"
