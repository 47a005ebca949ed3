"""Passages are where the graph says, or the check says which are not."""

from __future__ import annotations

from hashlib import sha256

import pyoxigraph as ox
import pytest

from ecomgraph import EcomgraphError
from ecomgraph.reasoning.evidence import EvidenceFailure, EvidenceReport, check_evidence
from ecomgraph.store.dataset import Dataset

TEXT = "Bread rises.\r\nPeople eat café bread.\n"
EX = "https://bakery.example/"


def book(
    text: str = TEXT, name: str = "book", first: tuple[int, int] = (0, 12), second: tuple[int, int] = (14, 36)
) -> str:
    """A document in Turtle with two passages, by their offsets in a text."""

    def passage(part: tuple[int, int], number: int) -> str:
        digest = sha256(text[slice(*part)].encode()).hexdigest()[:16]
        return f"""
            <{EX}{name}-{number}> a ecg:Passage ; dcterms:isPartOf <{EX}{name}> ;
                ecg:startOffset {part[0]} ; ecg:endOffset {part[1]} ; ecg:textDigest "{digest}" .
        """

    return f"""
        @prefix ecg: <https://w3id.org/ecomgraph/ns#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        <{EX}{name}> a ecg:SourceDocument ; dcterms:extent {len(text)} ;
            ecg:textDigest "{sha256(text.encode()).hexdigest()}" .
        {passage(first, 1)}
        {passage(second, 2)}
    """


def dataset(*documents: str) -> Dataset:
    found = Dataset()
    for document in documents:
        found.add(ox.parse(document, format=ox.RdfFormat.TURTLE))
    return found


def test_a_text_with_all_its_passages() -> None:
    report = check_evidence(dataset(book()), TEXT)

    assert report == EvidenceReport(passages=2, matching=2, failures=())
    assert report


def test_offsets_count_characters_not_bytes() -> None:
    """The second passage holds the é and is followed by nothing that would hide an offset by one."""
    assert TEXT[14:36] == "People eat café bread."
    assert check_evidence(dataset(book()), TEXT).matching == 2


def test_line_ends_that_were_translated_make_another_text() -> None:
    report = check_evidence(dataset(book()), TEXT.replace("\r\n", "\n"))

    assert (report.passages, report.matching) == (2, 1)
    assert [failure.id for failure in report.failures] == ["book", "book-2"]
    assert not report


def test_a_changed_word_fails_its_passage_and_the_document() -> None:
    changed = TEXT.replace("rises", "falls")
    digest = sha256(b"Bread falls.").hexdigest()[:16]
    expected = sha256(b"Bread rises.").hexdigest()[:16]
    document, passage = check_evidence(dataset(book()), changed).failures

    assert document.reason.startswith("the text differs: ")
    assert passage == EvidenceFailure(
        iri=EX + "book-1", id="book-1", reason=f"characters 0 to 12 have the digest {digest}, expected {expected}"
    )


@pytest.mark.parametrize(("start", "end"), [(14, 38), (12, 12), (20, 14), (-1, 5)])
def test_a_passage_that_is_no_part_of_the_text(start: int, end: int) -> None:
    report = check_evidence(dataset(book(second=(start, end))), TEXT)

    assert report.failures == (
        EvidenceFailure(
            iri=EX + "book-2",
            id="book-2",
            reason=f"characters {start} to {end} are outside a text of 37 characters",
        ),
    )


def test_a_digest_of_a_few_digits_proves_nothing() -> None:
    whole = sha256(TEXT[:12].encode()).hexdigest()
    short = dataset(book().replace(whole[:16], whole[:4]))

    assert [failure.id for failure in check_evidence(short, TEXT).failures] == ["book-1"]
    assert check_evidence(dataset(book().replace(whole[:16], whole)), TEXT)


def test_a_wrong_length_of_the_document() -> None:
    report = check_evidence(dataset(book().replace("dcterms:extent 37", "dcterms:extent 38")), TEXT)

    assert [failure.reason for failure in report.failures] == ["the text has 37 characters, expected 38"]
    assert report.matching == 2


def test_of_several_documents_the_one_of_the_text_is_checked() -> None:
    other = "An entirely different, somewhat longer book."
    both = dataset(book(), book(other, "other"))

    assert check_evidence(both, TEXT) == EvidenceReport(passages=2, matching=2, failures=())
    assert [failure.id for failure in check_evidence(both, "x").failures] == [
        "book",
        "other",
        "book-1",
        "book-2",
        "other-1",
        "other-2",
    ]


def test_a_graph_without_documents_has_nothing_to_check() -> None:
    with pytest.raises(EcomgraphError, match=r"no ecg:SourceDocument"):
        check_evidence(dataset(), TEXT)
