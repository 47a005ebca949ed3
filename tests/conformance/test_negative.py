"""What the grammars do not allow is refused, with file and line; what is nearly the same and allowed is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ecomgraph.errors import ParseError
from ecomgraph.store.parse import parse_file

FOLDER = Path(__file__).parent / "negative"
ENDINGS = {"jsonld": "jsonld", "nquads": "nq", "ntriples": "nt", "rdfxml": "rdf", "trig": "trig", "turtle": "ttl"}
LEAST = 150


def cases() -> list[Any]:
    """Every case of every format: what is refused, what is accepted, the encoding of the former, and its line."""
    found = []
    for form, ending in ENDINGS.items():
        data = yaml.safe_load((FOLDER / f"{form}.yaml").read_text(encoding="utf-8"))
        before, after = data.get("before", ""), data.get("after", "")
        for number, case in enumerate(data["cases"], start=1):
            refused, accepted = (
                f"{before}\n{case[key]}\n{after}" if before else case[key] for key in ("refused", "accepted")
            )
            name = f"{form}-{number}: {case['why']}"
            encoding = case.get("encoding", "utf-8")
            found.append(
                pytest.param(f"case.{ending}", refused.encode(encoding), accepted, case.get("line", 1), id=name)
            )
    return found


@pytest.mark.parametrize(("name", "refused", "accepted", "line"), cases())
def test_the_grammar_decides(name: str, refused: bytes, accepted: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(refused)
    with pytest.raises(ParseError) as caught:
        parse_file(path)
    assert str(caught.value).startswith(f"{path}:{line}:")
    assert "\n" not in str(caught.value)
    path.write_text(accepted, encoding="utf-8", newline="")
    parse_file(path)


def test_there_are_as_many_as_promised() -> None:
    assert len([case for case in cases() if not str(case.id).startswith("jsonld")]) >= LEAST
