"""Write docs/licences.md, the licence of every pinned package, from installed metadata; ``--check`` compares.

Packages that users install must be permissively licensed. Any other package needs a reason here and may only be a tool.
A package that is not installed keeps its line.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "licences.md"
PERMISSIVE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "PSF-2.0", "Python-2.0"),
    *("W3C", "W3C-20150513", "Zlib"),
}
# Texts of classifiers and of the older licence field, in the order of the search.
SPELLINGS = {
    r"LGPL|Lesser General Public": "LGPL",
    r"GPL|GNU General Public": "GPL-2.0-or-later",
    r"MPL|Mozilla Public": "MPL-2.0",
    r"MIT OR Apache-2\.0": "MIT OR Apache-2.0",
    r"Apache": "Apache-2.0",
    r"W3C-20150513": "W3C-20150513",
    r"W3C": "W3C",
    r"PSF|Python Software Foundation": "PSF-2.0",
    r"BSD-2": "BSD-2-Clause",
    r"BSD": "BSD-3-Clause",
    r"ISC": "ISC",
    r"MIT": "MIT",
}
# Licences taken from the packages' files, because their metadata states none or not all of it.
READ = {
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT AND MPL-2.0",
    "colorama": "BSD-3-Clause",
    "setuptools": "MIT",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
}
REASONS = {
    "axe-playwright-python": "contains axe-core, which checks pages in tests; not shipped",
    "certifi": "certificate authorities for the clients of some test libraries; used unchanged",
    "fqdn": "host names in JSON Schema, which tests check exports against; used unchanged",
    "hbreader": "part of sssom, which reads exports again in tests; used unchanged",
    "hypothesis": "generates inputs for tests; used unchanged",
    "igraph": "compared in benchmarks; nothing links to it",
    "jsonasobj2": "part of sssom, which reads exports again in tests; used unchanged",
    "owlready2": "runs the OWL reasoner in one test; nothing imports it at run time",
    "pathspec": "part of mypy; used unchanged",
    "pyjsg": "part of sssom, which reads exports again in tests; used unchanged",
    "pyshex": "part of sssom, which reads exports again in tests; used unchanged",
    "rdflib-shim": "part of sssom, which reads exports again in tests; used unchanged",
    "rfc3987": "part of sssom, which reads exports again in tests; used unchanged",
    "shexjsg": "part of sssom, which reads exports again in tests; used unchanged",
    "sparqlslurper": "part of sssom, which reads exports again in tests; used unchanged",
    "text-unidecode": "part of frictionless, which reads exports again in tests; used under the Artistic License",
    "yattag": "part of cosmic-ray, which makes mutants; used unchanged",
}
NEEDS = {
    "run": "always",
    "extras": "extras for users",
    "ci": "tests and audits",
    "bench": "benchmarks",
    "build": "building",
}
HEADER = """# Licences

The code is licensed under MIT, the ontology and the queries under CC BY 4.0. The table lists all packages pinned in
`requirements/`: dependencies, extras, and packages for tests, audits and benchmarks. Packages that users install
(*always*, *extras for users*) have permissive licences only. Generated from installed metadata by
`python tools/generate_licences.py`; do not edit.

| package | licence | needed for |
|---|---|---|
"""
REASONED = """
## Not permissive

None of these packages is installed with ecomgraph or an extra for users, and ecomgraph contains none of their code.

| package | licence | purpose and use |
|---|---|---|
"""


def licence_of(name: str) -> str | None:
    """Return the SPDX expression for an installed package, or ``None`` if it is not installed."""
    if name in READ:
        return READ[name]
    try:
        fields = metadata(name)
    except PackageNotFoundError:
        return None
    if expressions := fields.get_all("License-Expression"):
        return str(expressions[0])
    classifiers = [text for text in fields.get_all("Classifier") or [] if text.startswith("License ::")]
    said = [text.strip().partition("\n")[0] for text in fields.get_all("License") or []] + classifiers
    found = [spdx for text in said for pattern, spdx in SPELLINGS.items() if re.search(pattern, text)]
    return found[0] if found else "unknown"


def is_permissive(expression: str) -> bool:
    """Return whether every part of an AND has a permissive side in each OR."""
    return all(
        any(choice.strip(" ()") in PERMISSIVE for choice in part.split(" OR ")) for part in expression.split(" AND ")
    )


def document(old: str) -> tuple[str, list[str]]:
    """Return the text and a list of problems."""
    kept = {row[0]: row[1] for line in old.splitlines() if len(row := line.strip("| ").split(" | ")) == 3}
    needs: dict[str, list[str]] = {}
    for lock in NEEDS:
        pins = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        for name in {
            str(canonicalize_name(it)) for it in re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==", pins, re.MULTILINE)
        }:
            needs.setdefault(name, []).append(lock)
    rows, reasoned, wrong = [], [], []
    for name, locks in sorted(needs.items()):
        licence = licence_of(name) or kept.get(name, "unknown")
        where = NEEDS["run"] if "run" in locks else ", ".join(NEEDS[lock] for lock in locks)
        rows.append(f"| {name} | {licence} | {where} |\n")
        if not is_permissive(licence):
            if name not in REASONS or {"run", "extras"} & set(locks):
                wrong.append(f"{name} is under {licence}; add a reason to REASONS, or replace the package")
            reasoned.append(f"| {name} | {licence} | {REASONS.get(name, '')} |\n")
    return HEADER + "".join(rows) + REASONED + "".join(reasoned), wrong


def main() -> int:
    """Write the document, or compare it."""
    old = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    new, wrong = document(old)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    if "--check" in sys.argv[1:]:
        if old != new:
            print(f"{Path('docs') / TARGET.name} is out of date: run python tools/{Path(__file__).name}")
        return 1 if wrong or old != new else 0
    TARGET.write_text(new, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
