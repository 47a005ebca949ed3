"""Write the software bill of materials of an installation with the pinned packages: CycloneDX, checked by its schema.

Usage: ``python tools/sbom.py sbom.json``. The installation is made for this in a temporary folder, from
requirements/run.txt by hash; the licences and dependencies are those that the packages declare. cyclonedx-py, which
writes and checks the document, is in the extra ``ci``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(target: Path) -> int:
    """Install the packages, write the document, and compare it with the pinned packages."""
    pins = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition(" ")[0] for line in pins if "==" in line}
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        install: list[str | Path] = [
            python,
            "-m",
            "pip",
            "--quiet",
            "install",
            "--no-deps",
            "--require-hashes",
            "--requirement",
        ]
        subprocess.run([*install, ROOT / "requirements" / "run.txt"], check=True)  # noqa: S603
        subprocess.run([python, "-m", "pip", "--quiet", "uninstall", "--yes", "setuptools", "pip"], check=True)  # noqa: S603
        describe: list[str | Path] = [
            sys.executable,
            "-m",
            "cyclonedx_py",
            "environment",
            "--pyproject",
            ROOT / "pyproject.toml",
        ]
        describe += ["--output-reproducible", "--validate", "--output-file", target, python]
        subprocess.run(describe, check=True)  # noqa: S603
    document = json.loads(target.read_text(encoding="utf-8"))
    listed = {f"{it['name'].lower().replace('_', '-')}=={it['version']}" for it in document["components"]}
    unlicensed = [component["name"] for component in document["components"] if not component.get("licenses")]
    strays = sorted(listed - pinned)
    print(f"{target}: {len(listed)} components in CycloneDX {document['specVersion']}")
    print(*(f"{stray} is not what is pinned" for stray in strays), sep="\n", end="\n" if strays else "")
    print(*(f"{name} declares no licence" for name in unlicensed), sep="\n", end="\n" if unlicensed else "")
    return 1 if strays else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/sbom.py FILE")
    sys.exit(main(Path(sys.argv[1])))
