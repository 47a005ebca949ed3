"""Exporting a graph of 3,000 roles, 14,000 skills and 130,000 requirements: time and memory of each format.

Each format runs in a process of its own. The table compares its time with that of writing the same bytes again, and its
peak memory with that of the loaded graph. ``--roles N`` changes the size of the graph.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import ecomgraph
from ecomgraph.exchange.registry import FORMATS

SKILLS_PER_ROLE = 14 / 3
REQUIREMENTS = 43
BASE = "https://w3id.org/ecomgraph"


def synthetic(roles: int) -> str:
    """Return a framework in N-Triples, the same for the same number of roles."""
    chance = random.Random(5)  # noqa: S311
    skills = max(REQUIREMENTS, round(roles * SKILLS_PER_ROLE))
    lines: list[str] = []

    def say(subject: str, predicate: str, obj: str) -> None:
        iri = predicate if predicate.startswith("http") else f"{BASE}/ns#{predicate}"
        lines.append(f"<{BASE}/{subject}> <{iri}> {obj} .")

    rdf_type, skos = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2004/02/skos/core#"
    for at in range(skills):
        say(f"skill/s{at}", rdf_type, f"<{BASE}/ns#Skill>")
        say(f"skill/s{at}", f"{skos}prefLabel", f'"Skill number {at}"@en')
        say(f"skill/s{at}", f"{skos}definition", f'"One is able to do what skill number {at} is about, and well."@en')
        say(f"skill/s{at}", "skillType", f"<{BASE}/skill-type/skill>")
        if at >= 100:
            say(f"skill/s{at}", f"{skos}broader", f"<{BASE}/skill/s{at % 100}>")
    for at in range(roles):
        say(f"role/r{at}", rdf_type, f"<{BASE}/ns#Role>")
        say(f"role/r{at}", f"{skos}prefLabel", f'"Role number {at}"@en')
        say(f"role/r{at}", f"{skos}definition", f'"A person who does what role number {at} is about."@en')
        for skill in chance.sample(range(skills), REQUIREMENTS):
            say(f"role/r{at}", "hasSkillRequirement", f"<{BASE}/requirement/r{at}--s{skill}>")
            say(f"requirement/r{at}--s{skill}", rdf_type, f"<{BASE}/ns#SkillRequirement>")
            say(f"requirement/r{at}--s{skill}", "requiredSkill", f"<{BASE}/skill/s{skill}>")
            importance = chance.choice(["essential", "optional"])
            say(f"requirement/r{at}--s{skill}", "importance", f"<{BASE}/importance/{importance}>")
    return "\n".join(lines) + "\n"


def memory(field: str) -> float:
    """Return a figure of this process from Linux, in MB: ``VmRSS`` is current memory, ``VmHWM`` the peak."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def one(name: str, source: str) -> None:
    """Export once and print seconds, seconds for the bytes alone, bytes, loaded MB, peak MB."""
    graph = ecomgraph.load(source)
    loaded = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        report = graph.export(name, Path(folder) / "out")
        seconds = time.perf_counter() - start
        peak = memory("VmHWM")
        written = [Path(path).read_bytes() for path in report.files]
        start = time.perf_counter()
        for at, data in enumerate(written):
            with (Path(folder) / f"again-{at}").open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        again = time.perf_counter() - start
    print(seconds, again, sum(map(len, written)), loaded, peak)


def main() -> None:
    """Print one row per format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roles", type=int, default=3000)
    parser.add_argument("--format", action="append", choices=list(FORMATS))
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(*arguments.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.nt"
        source.write_text(synthetic(arguments.roles), encoding="ascii")
        print(
            f"{'format':16}{'seconds':>9}{'bytes alone':>13}{'MB':>8}{'loaded MB':>11}{'peak MB':>9}{'peak/loaded':>13}"
        )
        for name in arguments.format or FORMATS:
            command = [sys.executable, __file__, "--one", name, str(source)]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds, again, size, loaded, peak = map(float, output.split())
            print(
                f"{name:16}{seconds:9.1f}{again:13.2f}{size / 1e6:8.1f}{loaded:11.0f}{peak:9.0f}{peak / loaded:13.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
