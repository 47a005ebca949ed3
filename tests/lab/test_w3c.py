"""The runner of W3C's suites, on one in miniature; and on the real ones where ``RDF_TESTS`` names their folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from lab.run_w3c import CORE, cases, main

SUITE = Path(__file__).parent / "suite"


def test_the_miniature_suite_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SUITE)]) == 0
    assert capsys.readouterr().out.endswith("12 of 12 passed\n")


@pytest.mark.parametrize(
    ("file", "other", "said"),
    [
        ("turtle-bad.ttl", "turtle-good.ttl", "TurtleNegativeSyntax turtle-bad: accepted"),
        ("turtle-good.ttl", "turtle-bad.ttl", "TurtlePositiveSyntax turtle-good: refused"),
        ("trig-eval.nq", "turtle-eval.nt", "TrigEval trig-eval: other triples than expected"),
        ("xml-bad.rdf", "xml-eval.rdf", "XMLNegativeSyntax xml-bad: accepted"),
    ],
)
def test_a_test_that_fails_is_named(
    file: str, other: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(SUITE, tmp_path / "suite"))
    shutil.copyfile(SUITE / other, folder / file)
    assert main([str(folder)]) == 1
    assert f"FAILED {said}" in capsys.readouterr().out


def test_the_first_suite_for_rdf_xml_has_a_manifest_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SUITE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "manifest.ttl").unlink()
    tests = "".join(
        f'<t:{kind}ParserTest rdf:about="urn:{kind}"><t:status>{status}</t:status>'
        f'<t:inputDocument><t:RDF-XML-Document rdf:about="{CORE}{file}"/></t:inputDocument></t:{kind}ParserTest>'
        for kind, status, file in (
            ("Negative", "APPROVED", "xml-bad.rdf"),
            ("Positive", "APPROVED", "xml-eval.rdf"),
            ("Obsolete", "OBSOLETE", "xml-gone.rdf"),
        )
    )
    space = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    manifest = f'<rdf:RDF xmlns:rdf="{space}" xmlns:t="{CORE}testSchema#">{tests}</rdf:RDF>'
    (tmp_path / "Manifest.rdf").write_text(manifest, encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith("2 of 2 passed\n")
    shutil.copyfile(SUITE / "xml-eval.rdf", tmp_path / "xml-bad.rdf")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("FAILED XMLNegativeSyntax xml-bad.rdf: accepted\n")


def test_a_folder_without_tests_does_not_pass(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1


@pytest.mark.skipif("RDF_TESTS" not in os.environ, reason="RDF_TESTS does not name a folder of W3C's suites")
def test_every_negative_test_of_w3c_is_refused_by_line() -> None:
    negative = [case for case in cases(Path(os.environ["RDF_TESTS"])) if case.kind.startswith("Negative")]
    assert negative
    assert {case.name: failure for case in negative if (failure := case.failure())} == {}
