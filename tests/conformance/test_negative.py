"""What the grammars do not allow is refused, with file and line; what is nearly the same and allowed is not."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from ecomgraph.errors import ParseError
from ecomgraph.store.parse import parse_file
from tests.samples import case

FOLDER = Path(__file__).parent / "negative"
ENDINGS = {"jsonld": "jsonld", "nquads": "nq", "ntriples": "nt", "rdfxml": "rdf", "trig": "trig", "turtle": "ttl"}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LEAST = 150


class Pair(NamedTuple):
    """A text that is refused at a line, and a similar one that is accepted."""

    why: str
    refused: bytes
    accepted: str
    line: int


def pairs_of(form: str) -> list[Pair]:
    """Every pair of a format."""
    data = yaml.load((FOLDER / f"{form}.yaml").read_text(encoding="utf-8"), LOADER)  # noqa: S506 - a safe loader
    before, after = data.get("before", ""), data.get("after", "")
    found = []
    for number, it in enumerate(data["cases"], start=1):
        refused, accepted = (f"{before}\n{it[key]}\n{after}" if before else it[key] for key in ("refused", "accepted"))
        encoded = refused.encode(it.get("encoding", "utf-8"))
        found.append(Pair(f"{form}-{number}: {it['why']}", encoded, accepted, it.get("line", 1)))
    return found


@pytest.mark.parametrize("form", ENDINGS)
def test_the_grammar_decides(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"case.{ENDINGS[form]}"
    for pair in pairs_of(form):
        with case(pair.why):
            path.write_bytes(pair.refused)
            with pytest.raises(ParseError) as caught:
                parse_file(path)
            assert str(caught.value).startswith(f"{path}:{pair.line}:")
            assert "\n" not in str(caught.value)
            path.write_text(pair.accepted, encoding="utf-8", newline="")
            parse_file(path)


def test_there_are_as_many_as_promised() -> None:
    assert sum(len(pairs_of(form)) for form in ENDINGS if form != "jsonld") >= LEAST
