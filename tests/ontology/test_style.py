"""Ontology files are written in one canonical order, without blank nodes, one block per term."""

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

ONTOLOGY = Path(__file__).resolve().parent.parent.parent / "ontology"
AUTHORED = sorted(path for path in ONTOLOGY.rglob("*.ttl") if path.parent.name != "derived")
TERM = re.compile(r"^(?P<subject>[a-z-]*:[\w.-]*|<[^>]+>)$")
PREDICATE = re.compile(r"^ {4}(?P<predicate>a|[a-z-]+:[\w-]+)(?: |$)")


@cache
def blocks(path: Path) -> dict[str, list[str]]:
    """The predicates of each block in a file, by subject."""
    found: dict[str, list[str]] = {}
    subject = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if term := TERM.match(line):
            subject = term["subject"]
            assert subject not in found, f"{path.name}:{number}: a second block for {subject}"
            found[subject] = []
        elif predicate := PREDICATE.match(line):
            found[subject].append(predicate["predicate"])
    return found


def test_prefixes_are_sorted_and_all_used() -> None:
    for path in AUTHORED:
        text = path.read_text(encoding="utf-8")
        prefixes = re.findall(r"^@prefix ([a-z-]*):", text, flags=re.MULTILINE)
        body = re.sub(r"^@prefix.*$|\"[^\"]*\"@en|<[^>\s]*>|^#.*$", "", text, flags=re.MULTILINE)
        assert prefixes == sorted(prefixes), path
        assert [prefix for prefix in prefixes if not re.search(rf"(?<![\w-]){prefix}:", body)] == [], path


def test_each_term_has_one_block_with_its_type_first_and_predicates_sorted() -> None:
    for path in AUTHORED:
        for subject, predicates in blocks(path).items():
            rest = predicates[1:] if predicates[0] == "a" else predicates
            assert rest == sorted(set(rest)), f"{subject} in {path.name}"


def test_there_are_no_blank_nodes_but_lists() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    for path in AUTHORED:
        for quad in ox.parse(path=str(path)):
            if isinstance(quad.subject, ox.BlankNode):
                assert quad.predicate.value in {rdf + "first", rdf + "rest"}, f"{quad} in {path.name}"


def test_terms_are_sorted_within_a_kind() -> None:
    sorted_folders = {"data", "requirements", "statements", "vocabularies"}
    for path in AUTHORED:
        if path.parent.name in sorted_folders:
            subjects = [subject for subject in blocks(path) if not subject.startswith(("scheme:", "source:"))]
            assert subjects == sorted(subjects), path


@pytest.mark.long
def test_no_two_parts_of_what_is_loaded_share_a_triple() -> None:
    """Oxigraph's union would count a triple that is in two graphs twice."""
    seen: dict[ox.Triple, Path] = {}
    for path in [*AUTHORED, *ONTOLOGY.glob("derived/*.ttl")]:
        if path.parent.name != "shapes":
            for quad in ox.parse(path=str(path)):
                assert quad.triple not in seen, f"{quad.triple} in {path.name} and {seen[quad.triple].name}"
                seen[quad.triple] = path
