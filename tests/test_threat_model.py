"""Documents name tests that exist, and the claims about rdflib are those that the code bears out."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("docs/threat-model.md", "docs/trust.md", "SECURITY.md")
NAMED = re.compile(r"(tests/[\w/]+\.py)(?:::(\w+))?")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_is_named_exists(document: str) -> None:
    for path, name in NAMED.findall((ROOT / document).read_text(encoding="utf-8")):
        assert (ROOT / path).is_file(), path
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert not name or name in functions, f"{path}::{name}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document: str) -> None:
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.long
def test_rdflib_parses_nothing_but_packaged_shapes() -> None:
    """rdflib names formats by strings, Oxigraph by constants of its own."""
    calls = {
        (path.relative_to(ROOT).as_posix(), ast.unparse(node))
        for path in (ROOT / "ecomgraph").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"load", "parse"}
        and any(
            it.arg in {"format", "location", "source"} and "RdfFormat" not in ast.unparse(it) for it in node.keywords
        )
    }
    assert {call for call in calls if "_query_results" not in call[1] and "rdf_format" not in call[1]} == {
        ("ecomgraph/reasoning/pyshacl_engine.py", "rdflib.Graph().parse(data=shapes, format='turtle')"),
    }
