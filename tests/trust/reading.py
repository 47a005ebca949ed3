"""Open a database again and again until a file is there, and tell what was seen; run as a child of the tests."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(database: Path, end: Path) -> None:
    """Print the distinct states that were seen, and how often one was looked at."""
    import ecomgraph

    seen: set[tuple[str, ...]] = set()
    looks = 0
    kept = None
    while not end.exists() or looks < 2:
        graph = ecomgraph.open(database)
        kept = kept or graph
        labels = [role.label for role in graph.roles()]
        skills = [skill.skill.label for role in graph.roles() for skill in graph.skills(role)]
        seen.add((*labels, *skills, str(graph.dataset.count())))
        looks += 1
    # What was opened first is still what it was, however many versions have come since.
    assert kept is not None
    labels = [role.label for role in kept.roles()]
    print(json.dumps({"looks": looks, "seen": sorted(seen), "kept": labels}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
