"""Kill an import at some moment, and tell what state its database is in."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from hashlib import sha256
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph import Database

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Ends the process by SIGKILL just before its Nth operation on a file of the database; says how many there were.
_AT_OPERATION = """
import os, signal, sys
from ecomgraph.exchange.importers import ImportOptions, import_framework
source, database, name, last = sys.argv[1:]
count = 0
def hook(event, arguments):
    global count
    if event in EVENTS and any(database in str(it) for it in arguments):
        count += 1
        if count == int(last):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
import_framework(source, database, options=ImportOptions(name=name), replace=True)
print(count)
"""
_EVENTS = {
    "fcntl.flock",
    "open",
    "os.listdir",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "shutil.copyfile",
    "shutil.rmtree",
}


def state(path: Path) -> str:
    """Return a digest of all that a database holds: the quads, sorted, and what is known of its frameworks."""
    database = Database(path)
    if not database.exists():
        return "no database"
    store = database.read().store
    quads = sorted((store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines())
    kept = [b"".join(database.lines(record.name)) for record in database.frameworks()]
    return sha256(b"\n".join([*quads, *kept, str(database.frameworks()).encode()])).hexdigest()


def kill_at_operation(source: Path, database: Path, name: str, number: int) -> int:
    """Import in a process that ends at an operation on a file; return how many there were, 0 if it was killed."""
    script = f"EVENTS = {_EVENTS!r}\n{_AT_OPERATION}"
    command = [sys.executable, "-c", script, str(source), str(database), name, str(number)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return int(done.stdout) if done.returncode == 0 else 0


def kill_after(command: Sequence[str], seconds: float) -> bool:
    """Start a command and kill it after a while; tell whether it was still running."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL
