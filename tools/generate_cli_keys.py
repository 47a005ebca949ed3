"""Write the keys of the answers into docs/cli.md, from the types of the answers; ``--check`` compares.

Each block between ``<!-- keys of TYPE -->`` and ``<!-- end -->`` is replaced; ``[TYPE]`` stands for a list.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from textwrap import wrap
from typing import Any

from ecomgraph.web import answers
from ecomgraph.web.answers.answer_schema import described, notation

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "cli.md"
WIDTH = 118
_BLOCK = re.compile(r"<!-- keys of (\[?)(\w+)\]? -->\n.*?<!-- end -->", re.DOTALL)


def main() -> int:
    """Write the file, or with ``--check`` report whether it is up to date."""
    before = TARGET.read_text(encoding="utf-8")
    after = _BLOCK.sub(_block, before)
    if before == after:
        return 0
    if "--check" in sys.argv[1:]:
        print("docs/cli.md is not up to date: run python tools/generate_cli_keys.py")
        return 1
    TARGET.write_text(after, encoding="utf-8")
    print("wrote docs/cli.md")
    return 0


def _block(match: re.Match[str]) -> str:
    shape: Any = getattr(answers, match[2])
    hint = list[shape] if match[1] else shape
    lines = [line for it in notation(hint, answers.ThingJson) for line in _wrapped(it, " ")]
    keys: dict[str, list[str]] = {}
    for name, text in described(hint, answers.ThingJson).items():
        keys.setdefault(text, []).append(f"`{name}`")
    notes = [line for text, names in keys.items() for line in _wrapped(f"- {', '.join(names)}: {text}", "  ")]
    marker = match[0].partition("\n")[0]
    return "\n".join([marker, "```", *lines, "```", *(["", *notes] if notes else []), "<!-- end -->"])


def _wrapped(line: str, indent: str) -> list[str]:
    # A value stays on the line of its key.
    kept = line.replace('": ', '":\0').replace('"?: ', '"?:\0')
    wrapped = wrap(kept, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return [it.replace("\0", " ") for it in wrapped]


if __name__ == "__main__":
    sys.exit(main())
