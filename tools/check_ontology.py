"""Check the bundled ontology by the rules in tools/quality: ROBOT's report, OOPS's pitfalls, SKOS, and its metadata.

``python -m tools.check_ontology`` prints the findings of each rule. It fails if there is a finding without a waiver in
tools/quality/waivers.toml, or a waiver without a finding.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph import load

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

QUALITY = Path(__file__).with_name("quality")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A query whose rows are findings; ``source`` names the rules of other tools that it implements."""

    name: str
    summary: str
    level: str
    source: str
    text: str

    @classmethod
    def read(cls, path: Path) -> Rule:
        """Read a rule from its file, whose header is in lines that begin with ``#+``."""
        text = path.read_text(encoding="utf-8")
        header = dict(line[3:].split(": ", 1) for line in text.splitlines() if line.startswith("#+ "))
        return cls(name=path.stem, summary=header["summary"], level=header["level"], source=header["source"], text=text)

    def findings(self, dataset: Dataset) -> list[tuple[str, ...]]:
        """Return the rows: first the IRI of the faulty thing, then details."""
        rows = dataset.query(self.text)
        assert isinstance(rows, ox.QuerySolutions)
        return [tuple(str(getattr(term, "value", term)) for term in row if term is not None) for row in rows]


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules by name."""
    return tuple(Rule.read(path) for path in sorted(QUALITY.glob("*.rq")))


@cache
def waivers() -> dict[str, tuple[frozenset[str], str]]:
    """Return the waived things by rule, each with its reason."""
    entries = tomllib.loads((QUALITY / "waivers.toml").read_text(encoding="utf-8"))["waiver"]
    return {entry["rule"]: (frozenset(entry["things"]), entry["reason"]) for entry in entries}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The findings of a rule: open rows and waived rows."""

    rule: Rule
    waived: tuple[tuple[str, ...], ...]
    open: tuple[tuple[str, ...], ...]


def outcomes(dataset: Dataset) -> list[Outcome]:
    """Apply all rules."""
    found = []
    for rule in rules():
        things, _ = waivers().get(rule.name, (frozenset(), ""))
        rows = rule.findings(dataset)
        waived = tuple(row for row in rows if "*" in things or row[0] in things)
        found.append(Outcome(rule=rule, waived=waived, open=tuple(row for row in rows if row not in waived)))
    return found


def unneeded_waivers(found: list[Outcome]) -> list[str]:
    """Return the waivers without a finding, as rule and thing."""
    unneeded = []
    waived = {outcome.rule.name: {row[0] for row in outcome.waived} for outcome in found}
    for name, (things, _) in waivers().items():
        rows = waived.get(name, set())
        unneeded += [
            f"{name}: {thing}" for thing in sorted(things) if thing not in rows and not (thing == "*" and rows)
        ]
    return unneeded


def main() -> int:
    """Print the findings of each rule."""
    found = outcomes(load().dataset)
    for outcome in found:
        if outcome.open or outcome.waived:
            print(f"{outcome.rule.level:5} {outcome.rule.name}: {len(outcome.open)} open, {len(outcome.waived)} waived")
            for row in outcome.open:
                print(f"      {' '.join(row)}")
    unneeded = unneeded_waivers(found)
    for waiver in unneeded:
        print(f"waiver not needed: {waiver}")
    for level in ("error", "warn"):
        mine = [outcome for outcome in found if outcome.rule.level == level]
        open_rows = sum(len(outcome.open) for outcome in mine)
        waived = sum(len(outcome.waived) for outcome in mine)
        print(f"{len(mine)} rules of level {level}: {open_rows} open, {waived} waived")
    return 1 if unneeded or any(outcome.open for outcome in found) else 0


if __name__ == "__main__":
    sys.exit(main())
