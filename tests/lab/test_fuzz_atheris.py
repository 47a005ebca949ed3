"""What libFuzzer changes is a document of the corpus as bytes, and reading it ends well."""

from pathlib import Path

import pytest

from lab.import_corpus import FORMATS, corpus

pytest.importorskip("atheris", reason="atheris is not installed; it is in the extra ci")
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_comes_back_from_its_bytes_and_is_read(form: str, tmp_path: Path) -> None:
    from lab.fuzz_atheris import packed, read, unpacked

    for document in corpus(form):
        data = packed(form, document)
        assert unpacked(data[1:]) == document
        for size in (0, 1, len(data) // 2, len(data)):
            read(data[:size], tmp_path)
        assert not list(tmp_path.iterdir())
