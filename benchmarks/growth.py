"""Growth with the size of a framework: time and memory of the import, the first answers, and the site.

    python benchmarks/growth.py [--large] [--roles N ...] [--onet FOLDER]

Ladders are roles with 15 skills each, with one promotion or with three ways up from each: 1,000, 3,000 and 10,000
roles, or those of ``--roles``. ``--large`` adds those of 30,000 roles, ``--onet FOLDER`` the site of O*NET from its
folder of workbooks. Each import is a separate process, so that peak memory is that of the import; seconds are processor
time. The site is written by as many processes as ``ecomgraph site`` starts: clock time, and processor time in all.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent

if TYPE_CHECKING:
    from collections.abc import Iterable

SKILLS, EACH = 500, 15
# The methods of a first call, and their arguments.
IN_LADDERS = ("role-0", "role-1", "skill-7")
IN_BUNDLED = ("vp-of-ecommerce", "chief-digital-officer", "leadership")
_IMPORT = """
import json, resource, sys, time
from ecomgraph import import_framework
report = import_framework(sys.argv[1], sys.argv[2])
assert report.applied, report.violations
print(json.dumps([report.asserted + report.derived, time.process_time(),
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10]))
"""
_FIRST = """
import json, sys, time
import ecomgraph, ecomgraph.careers.gap, ecomgraph.careers.requirements
where, one, other, skill = sys.argv[1:]
found = []
for ask in ("skill_gap", one, other), ("skills", one), ("explain", other, skill):
    graph = ecomgraph.open(where) if where else ecomgraph.load()
    start = time.process_time()
    getattr(graph, ask[0])(*ask[1:])
    found.append((time.process_time() - start) * 1000)
print(json.dumps(found))
"""
_SITE = """
import json, resource, sys, time
import ecomgraph
from ecomgraph.web.site import write_site
from ecomgraph.web.processes import available
start = time.monotonic()
write_site(ecomgraph.open(sys.argv[1]), sys.argv[2], processes=available())
both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([available(), time.monotonic() - start, sum(it.ru_utime + it.ru_stime for it in both),
                  max(it.ru_maxrss for it in both) >> 10]))
"""


def write_ladder(folder: Path, roles: int, ways: int) -> Path:
    """Write the tables of roles, each with promotions to the next few and with random skills."""
    folder.mkdir()
    asked = [(role, (role + 7 * place) % SKILLS, place) for role in range(roles) for place in range(EACH)]
    edges = [(role, role + way) for role in range(roles) for way in range(1, ways + 1) if role + way < roles]
    tables: dict[str, Iterable[tuple[object, ...]]] = {
        "skills": [("id", "label", "type"), *((f"skill-{it}", f"Skill {it}", "skill") for it in range(SKILLS))],
        "roles": [("id", "label"), *((f"role-{it}", f"Role {it}") for it in range(roles))],
        "requirements": [
            ("holders", "skill", "importance"),
            *((f"role:role-{it}", f"skill-{skill}", "essential" if at % 2 else "optional") for it, skill, at in asked),
        ],
        "transitions": [
            ("from", "to", "kind"),
            *((f"role:role-{tail}", f"role:role-{head}", "promotion") for tail, head in edges),
        ],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return folder


def measured(job: str, *arguments: object) -> list[float]:
    """Run a job in a process of its own, and return the numbers that it prints."""
    command = [sys.executable, "-c", job, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: list[float] = json.loads(done.stdout)
    return found


def show_first(title: str, where: object, names: Iterable[str]) -> None:
    """Print the times of the first answers."""
    gap, skills, explain = measured(_FIRST, where, *names)
    print(f"{title:34} first gap {gap:5.0f} ms, skills {skills:5.0f} ms, explain {explain:5.0f} ms", flush=True)


def grow(roles: int, ways: int, scratch: Path) -> None:
    """Print the line of one ladder."""
    name = f"ladder-{roles}-{ways}"
    folder, database = write_ladder(scratch / name, roles, ways), scratch / f"{name}.db"
    triples, seconds, megabytes = measured(_IMPORT, folder, database)
    title = f"{roles:,} roles, {ways} way{'s' * (ways > 1)} up"
    rate = seconds * 1e6 / triples
    print(
        f"{title:34} {triples:12,.0f} triples, {seconds:6.1f} s ({rate:.0f} µs each), {megabytes:5,.0f} MB at most",
        flush=True,
    )
    show_first("", database, IN_LADDERS)


def site(folder: Path, scratch: Path) -> None:
    """Print the time for the site of O*NET."""
    database = scratch / "onet.db"
    triples, seconds, megabytes = measured(_IMPORT, folder, database)
    print(f"{'O*NET imported':34} {triples:12,.0f} triples, {seconds:6.1f} s, {megabytes:5,.0f} MB at most", flush=True)
    processes, clock, seconds, megabytes = measured(_SITE, database, scratch / "site")
    size = sum(it.stat().st_size for it in (scratch / "site").rglob("*") if it.is_file())
    print(
        f"{f'its site, by {processes:.0f} processes':34} {size / 1e6:9,.0f} MB on disk, {clock:6.1f} s by the clock,"
        f" {seconds:6.1f} s, {megabytes:5,.0f} MB at most in each",
        flush=True,
    )


def main() -> None:
    """Print all curves."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--large", action="store_true")
    options.add_argument("--roles", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    options.add_argument("--onet", type=Path)
    asked = options.parse_args()
    show_first("the bundled graph", "", IN_BUNDLED)
    with tempfile.TemporaryDirectory() as place:
        for roles in (*asked.roles, *([30_000] if asked.large else [])):
            for ways in (1, 3):
                grow(roles, ways, Path(place))
        if asked.onet:
            site(asked.onet, Path(place))


if __name__ == "__main__":
    main()
