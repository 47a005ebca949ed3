"""Run all generators, in an order that satisfies their dependencies; ``--check`` only compares, as in each of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FIRST = ("generate_namespace", "generate_derived")


def main() -> None:
    """Run each generator in a process of its own, and stop at the first that fails."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("generate_*.py"))
    for name in dict.fromkeys((*FIRST, *found)):
        command = [sys.executable, str(Path(__file__).with_name(f"{name}.py")), *sys.argv[1:]]
        if code := subprocess.run(command, check=False).returncode:  # noqa: S603
            sys.exit(code)


if __name__ == "__main__":
    main()
