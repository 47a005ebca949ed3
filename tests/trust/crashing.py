"""End writers at each of their operations on files, and tell what is left; run as a child of the tests.

``crashing.py FOLDER MOST WHAT...``: each WHAT is ``write`` or an export format. A file or folder written of one role is
replaced by one of the whole graph, in a process that is killed just before its Nth operation, for MOST values of N.
Prints as JSON, for each WHAT, how many operations there are and what was left after each kill: old, new, or neither.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

EVENTS = {
    *("open", "os.chmod", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir"),
    *("ctypes.call_function", "ctypes.dlsym", "shutil.rmtree", "tempfile.mkdtemp", "tempfile.mkstemp"),
}


def digest(path: Path) -> str:
    """Return a digest of a file, or of all files in a folder."""
    if path.is_file():
        return sha256(path.read_bytes()).hexdigest()
    if not path.exists():
        return "nothing"
    return sha256(b"".join(file.name.encode() + file.read_bytes() for file in sorted(path.iterdir()))).hexdigest()


class Writer:
    """Writes a graph, and can be made to end on the way."""

    def __init__(self, graph: Any, folder: Path, what: str) -> None:
        self._graph = graph
        self._what = what
        self._folder = folder
        self.target = folder / ("out.ttl" if what == "write" else "out")

    def write(self, role: str = "") -> None:
        """Write what is asked for."""
        if self._what == "write":
            self._graph.write(self.target, derived=not role)
        else:
            self._graph.export(self._what, self.target, role=role or (), force=True)

    def counted(self, last: int) -> int:
        """Write in a process of its own that ends at an operation; return how many there were, 0 if it was killed."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            count = 0

            def hook(event: str, arguments: tuple[object, ...]) -> None:
                nonlocal count
                if event in EVENTS and (
                    event.startswith("ctypes") or any(str(self._folder) in str(it) for it in arguments)
                ):
                    count += 1
                    if count == last:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(hook)
            self.write()
            os.write(writing, str(count).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return int(said or 0)


def main(folder: Path, most: int, *asked: str) -> None:
    """Print what was left."""
    import ecomgraph

    graph = ecomgraph.load()
    found = {}
    for what in asked:
        writer = Writer(graph, folder, what)
        writer.write("ecommerce-manager")
        old = digest(writer.target)
        total = writer.counted(0)
        new = digest(writer.target)
        assert old != new
        left = []
        for number in sorted({1 + step * (total - 1) // (most - 1) for step in range(most)}):
            for path in folder.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            writer.write("ecommerce-manager")
            assert digest(writer.target) == old
            assert writer.counted(number) == 0
            left.append({old: "old", new: "new"}.get(digest(writer.target), "neither"))
        found[what] = {"operations": total, "left": left}
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]), *sys.argv[3:])
