"""Whole processes: one career path on the command line compared with importing rdflib and networkx."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 21
# Bytecode is cached, as after an ordinary installation, even if the environment disables it.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import rdflib, networkx": [sys.executable, "-c", "import rdflib, networkx"],
    "ecomgraph path": [sys.executable, "-m", "ecomgraph", "path", "ecommerce-manager", "chief-digital-officer"],
}


def main() -> None:
    """Print the median wall-clock time of each command and its ratio to importing rdflib and networkx."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(ROUNDS + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
            if turn:
                times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(values) for name, values in times.items()}
    reference = medians["import rdflib, networkx"]
    print(f"median of {ROUNDS} runs, interleaved")
    for name, median in medians.items():
        print(f"{name:28} {median * 1000:8.1f} ms {median / reference:8.2f} x")


if __name__ == "__main__":
    main()
