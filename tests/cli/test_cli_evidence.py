"""``ecomgraph evidence``."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

TEXT = b"Bread rises.\r\nAnd cools.\n"
BOOK = f"""
@prefix : <https://bakery.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
:book a ecg:SourceDocument ; ecg:textDigest "{sha256(TEXT).hexdigest()}" .
:page a ecg:Passage ; dcterms:isPartOf :book ;
    ecg:startOffset 14 ; ecg:endOffset 24 ; ecg:textDigest "{sha256(b"And cools.").hexdigest()[:16]}" .
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A document with one passage, which stands behind a line end of two characters."""
    path = tmp_path / "book.ttl"
    path.write_text(BOOK, encoding="utf-8")
    return path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """The text of the document."""
    path = tmp_path / "book.txt"
    path.write_bytes(TEXT)
    return path


def test_the_text_itself(run: Run, book: Path, text: Path) -> None:
    result = run("evidence", "--source", text, "--graph", book)
    as_json = run("evidence", "--source", text, "--graph", book, "--format", "json")

    assert (result.exit_code, result.stdout) == (0, "1 of 1 passage matches\n")
    assert json.loads(as_json.stdout) == {"matches": True, "passages": 1, "matching": 1, "failures": []}


def test_another_text(run: Run, book: Path, text: Path) -> None:
    text.write_bytes(TEXT.replace(b"cools", b"burns"))
    found, expected = sha256(b"And burns.").hexdigest()[:16], sha256(b"And cools.").hexdigest()[:16]
    result = run("evidence", "--source", text, "--graph", book)
    as_json = json.loads(run("evidence", "--source", text, "--graph", book, "--format", "json").stdout)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[1].startswith("book  the text differs: ")
    assert result.stdout.splitlines()[-1] == "0 of 1 passage match"
    assert as_json["failures"][1] == {
        "iri": "https://bakery.example/page",
        "id": "page",
        "reason": f"characters 14 to 24 have the digest {found}, expected {expected}",
    }


def test_a_file_that_is_no_text_is_another_text(run: Run, book: Path, text: Path) -> None:
    text.write_bytes(TEXT + b"\xff")

    assert run("evidence", "--source", text, "--graph", book).exit_code == 1


def test_the_bundled_graph_has_another_source(run: Run, text: Path) -> None:
    result = run("evidence", "--source", text, "--format", "csv")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "id,reason"
    assert len(result.stdout.splitlines()) == 1 + 1 + 117
