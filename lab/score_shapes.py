"""Measure how many mutants of the bundled framework the shapes catch, and document the score.

``python -m lab.score_shapes`` judges 5,200 mutants, or the first ``--count`` of them, compares a sample with full
validations, prints the table, and fails when a mutant survives without a written reason. ``--write`` puts the table
into docs/trust.md and the survivors into docs/surviving-mutants.md; ``--seed`` chooses other mutants.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from lab.shape_mutants.judge import Judge, asserted_triples
from lab.shape_mutants.operators import OPERATORS, mutants
from lab.shape_mutants.verdict import Verdict, reasons, verdict_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lab.shape_mutants.operators import Mutant

ROOT = Path(__file__).resolve().parent.parent
TRUST, SURVIVORS = ROOT / "docs" / "trust.md", ROOT / "docs" / "surviving-mutants.md"
BEGIN, END = "<!-- mutation score: begin -->\n", "<!-- mutation score: end -->\n"
_judges: list[Judge] = []


def score(count: int, seed: int, processes: int) -> list[Verdict]:
    """Return the verdicts on ``count`` mutants, in the order in which they are made."""
    made = mutants(asserted_triples(), count, seed)
    if processes == 1:
        judge = Judge(asserted_triples())
        return [verdict_on(mutant, judge) for mutant in made]
    with ProcessPoolExecutor(processes, initializer=_begin) as pool:
        verdicts = []
        for verdict in pool.map(_verdict, made, chunksize=20):
            verdicts.append(verdict)
            if len(verdicts) % 500 == 0:
                print(f"{len(verdicts)} of {count}", file=sys.stderr)
        return verdicts


def _begin() -> None:
    _judges.append(Judge(asserted_triples()))


def _verdict(mutant: Mutant) -> Verdict:
    return verdict_on(mutant, _judges[0])


def disagreements(verdicts: list[Verdict], count: int, seed: int, every: int) -> list[str]:
    """Return the mutants, of one in ``every``, with another verdict after full derivation and validation."""
    judge = Judge(asserted_triples())
    found = []
    for number, mutant in enumerate(mutants(asserted_triples(), count, seed)):
        if number % every == 0 and judge.conforms_in_full(mutant) != (verdicts[number].outcome != "caught"):
            found.append(f"mutant {number}: {mutant.operator} of {mutant.predicate}")
    return found


def unexplained(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the survivors for which there is no written reason."""
    return [it for it in verdicts if it.outcome == "survived" and not any(why.covers(it) for why in reasons())]


def table(verdicts: list[Verdict], seed: int) -> str:
    """Return the score of each operator as a table; equivalent mutants do not count."""
    lines = [
        "| operator | mutants | equivalent | caught by shapes | score | survivors | of them stopped elsewhere |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for operator in (*OPERATORS, "all"):
        mine = [it for it in verdicts if operator in {it.operator, "all"}]
        outcomes = Counter(it.outcome for it in mine)
        equivalent = outcomes["same triples"] + outcomes["same conclusions"]
        judged = len(mine) - equivalent
        share = f"{100 * outcomes['caught'] / judged:.1f} %" if judged else "-"
        stopped = sum(1 for it in mine if it.gates)
        cells = (operator, len(mine), equivalent, outcomes["caught"], share, outcomes["survived"], stopped)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + f"\n\nPrinted by `python -m lab.score_shapes --count {len(verdicts)} --seed {seed}`.\n"


def survivors_text(verdicts: list[Verdict], seed: int) -> str:
    """Return the document that lists the survivors by reason, operator and predicate."""
    groups: dict[str, dict[tuple[str, str], list[Verdict]]] = defaultdict(lambda: defaultdict(list))
    for verdict in verdicts:
        if verdict.outcome == "survived":
            why = next((it.reason for it in reasons() if it.covers(verdict)), "**No reason is written down yet.**")
            groups[why][verdict.operator, verdict.predicate].append(verdict)
    text = (
        "# Mutants that survive the shapes\n\nEach mutant is well-formed and differs in content from the bundled "
        "framework. *Checks* and *generated files* count the survivors that are caught by `queries/checks` or by the "
        f"comparison of generated files in CI, of {len(verdicts)} mutants. Written by `python -m lab.score_shapes "
        f"--count {len(verdicts)} --seed {seed} --write`; do not edit.\n"
    )
    for why, pairs in sorted(groups.items(), key=lambda item: -sum(map(len, item[1].values()))):
        text += f"\n## {sum(map(len, pairs.values()))} survivors\n\n{why}\n\n"
        text += (
            "| operator | predicate | survivors | checks | generated files | for example |\n|---|---|--:|--:|--:|---|\n"
        )
        for (operator, predicate), found in sorted(pairs.items()):
            gates = Counter(gate for it in found for gate in it.gates)
            example = found[0].example.replace("|", "\\|")
            text += f"| {operator} | `{predicate}` | {len(found)} | {gates['checks']} | {gates['generated files']} "
            text += f"| `{example}` |\n"
    return text


def main(arguments: list[str] | None = None) -> int:
    """Judge, print, and with ``--write`` write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=5_200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--compare-every", type=int, default=100, help="one mutant in so many is validated in full")
    parser.add_argument("--write", action="store_true", help="write docs/trust.md and docs/surviving-mutants.md")
    chosen = parser.parse_args(arguments)
    verdicts = score(chosen.count, chosen.seed, chosen.processes)
    print(table(verdicts, chosen.seed))
    compared = -(-len(verdicts) // chosen.compare_every)
    wrong = disagreements(verdicts, chosen.count, chosen.seed, chosen.compare_every)
    print(f"{compared} mutants derived and validated in full, {len(wrong)} other verdicts")
    open_ends = unexplained(verdicts)
    for (operator, predicate), number in Counter((it.operator, it.predicate) for it in open_ends).items():
        example = next(it.example for it in open_ends if (it.operator, it.predicate) == (operator, predicate))
        print(f"no reason: {operator}, {predicate}: {number}, such as {example}")
    unused = [why.reason for why in reasons() if not any(why.covers(it) for it in verdicts if it.outcome == "survived")]
    for reason in unused:
        print(f"reason without survivors: {reason}")
    if chosen.write:
        block = re.compile(f"(?<={re.escape(BEGIN)}).*(?={re.escape(END)})", re.DOTALL)
        text = TRUST.read_text(encoding="utf-8")
        TRUST.write_text(block.sub(lambda _: table(verdicts, chosen.seed), text), encoding="utf-8")
        SURVIVORS.write_text(survivors_text(verdicts, chosen.seed), encoding="utf-8")
    return 1 if wrong or open_ends else 0


if __name__ == "__main__":
    sys.exit(main())
