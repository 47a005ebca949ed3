"""Pin all packages in requirements/*.txt by version and hash; ``--check`` compares, without a network.

Pinning asks uv, which is in the extra ``audit``. ``--check`` reads pyproject.toml and the pinned files: each
requirement has to be met by a pin on every supported Python and system, and each pin has to have hashes.
``--installed LOCK …`` compares the packages of the running environment with those files.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import distributions
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# What each file pins besides the dependencies of the project; the first is pinned first, and the others agree with it.
LOCKS = {
    "test": ("test",),
    "run": (),
    "extras": ("diagram", "fast", "pandas", "serve", "xlsx"),
    "audit": ("audit",),
    "bench": ("bench",),
    "build": None,
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = (("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows"))
_PIN = re.compile(r"^(?P<pin>[\w.-]+(?:\[[\w,-]+\])?==[^\s\\]+(?: ; [^\\]+)?) ?\\?$")


def required(lock: str) -> list[Requirement]:
    """Return what pyproject.toml asks for in one of the files."""
    extras = LOCKS[lock]
    if extras is None:
        return list(map(Requirement, PROJECT["build-system"]["requires"]))
    project = PROJECT["project"]
    texts = [*project["dependencies"]]
    for extra in extras:
        texts += project["optional-dependencies"][extra]
    return list(map(Requirement, texts))


def pinned(lock: str) -> list[tuple[Requirement, int]]:
    """Return the pins of a file, and how many hashes each has."""
    pins: list[tuple[Requirement, int]] = []
    for line in (FOLDER / f"{lock}.txt").read_text(encoding="utf-8").splitlines():
        if match := _PIN.match(line):
            pins.append((Requirement(match["pin"].strip()), 0))
        elif line.strip().startswith("--hash=sha256:"):
            pins[-1] = pins[-1][0], pins[-1][1] + 1
        elif line and not line.lstrip().startswith("#"):
            raise SystemExit(f"requirements/{lock}.txt: not a pin, a hash or a comment: {line}")
    return pins


def environments() -> Iterator[dict[str, str]]:
    """Yield the marker values of every supported Python on every system."""
    for python, (sys_platform, os_name, system) in product(PYTHONS, SYSTEMS):
        yield {
            "implementation_name": "cpython",
            "os_name": os_name,
            "platform_python_implementation": "CPython",
            "platform_system": system,
            "python_full_version": f"{python}.1",
            "python_version": python,
            "sys_platform": sys_platform,
        }


def applicable(requirements: Iterable[Requirement], environment: dict[str, str] | None = None) -> list[Requirement]:
    """Return those whose markers hold, here by default."""
    return [it for it in requirements if it.marker is None or it.marker.evaluate(dict(environment or {}))]


def problems(lock: str) -> Iterator[str]:
    """Yield what is wrong with a file."""
    pins = pinned(lock)
    for pin, hashes in pins:
        if not hashes:
            yield f"requirements/{lock}.txt: {pin.name} has no hash"
    gaps: dict[str, list[str]] = {}
    for environment in environments():
        here = f"Python {environment['python_version']} on {environment['platform_system']}"
        versions: dict[str, str] = {}
        for pin in applicable((pin for pin, _ in pins), environment):
            if versions.setdefault(canonicalize_name(pin.name), _version(pin)) != _version(pin):
                yield f"requirements/{lock}.txt: {pin.name} has two pins for {here}"
        for wanted in applicable(required(lock), environment):
            version = versions.get(canonicalize_name(wanted.name))
            if version is None or not wanted.specifier.contains(version, prereleases=True):
                gaps.setdefault(f"{version or 'nothing'} is pinned for {wanted}", []).append(here)
    for gap, places in gaps.items():
        yield f"requirements/{lock}.txt: {gap} ({places[0]}{f', and {len(places) - 1} more' * (len(places) > 1)})"


def differences(locks: Iterable[str]) -> Iterator[str]:
    """Yield where the running environment differs from what some files pin."""
    pins = [pin for lock in locks for pin, _ in pinned(lock)]
    wanted = {canonicalize_name(pin.name): _version(pin) for pin in applicable(pins)}
    own = {canonicalize_name(PROJECT["project"]["name"]), "pip", "setuptools"}
    found = {canonicalize_name(it.name): it.version for it in distributions()}
    for name in sorted((wanted.keys() | found.keys()) - own):
        if wanted.get(name) != found.get(name):
            yield f"{name}: {wanted.get(name, 'nothing')} is pinned, {found.get(name, 'nothing')} is installed"


def _version(pin: Requirement) -> str:
    return str(pin.specifier).removeprefix("==")


def write() -> None:
    """Pin everything anew."""
    FOLDER.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--upgrade"]
    command += ["--python-version", PYTHONS[0], "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--no-annotate", "--custom-compile-command", "python tools/lock.py"]
    first = next(iter(LOCKS))
    for lock, extras in LOCKS.items():
        agreeing = [] if lock == first else ["--constraint", str(FOLDER / f"{first}.txt")]
        with tempfile.TemporaryDirectory() as folder:
            source = ROOT / "pyproject.toml"
            if extras is None:
                source = Path(folder) / "build.in"
                source.write_text("\n".join(map(str, required(lock))), encoding="utf-8")
            options = [option for extra in extras or () for option in ("--extra", extra)]
            target = ["--output-file", str(FOLDER / f"{lock}.txt"), str(source)]
            subprocess.run([*command, *agreeing, *options, *target], check=True)  # noqa: S603


def main() -> int:
    """Pin, or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare the files with pyproject.toml")
    parser.add_argument("--installed", nargs="+", default=[], choices=LOCKS, help="compare this environment with files")
    options = parser.parse_args()
    if not options.check and not options.installed:
        write()
        return 0
    found = [text for lock in LOCKS for text in problems(lock)] if options.check else []
    found += differences(options.installed) if options.installed else ()
    print(*found, sep="\n", end="\n" if found else "")
    if found:
        print("run python tools/lock.py, or install what is pinned")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
