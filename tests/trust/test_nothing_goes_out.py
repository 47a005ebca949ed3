"""Whatever an input says, nothing is touched that the user did not name: no socket, no file, no process."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ecomgraph.errors import QueryError
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.query_guard import check_query
from tests.trust.outing import OWN, SCRATCH
from tests.trust.reaching_out import SECRET, documents

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
# What the loader of the operating system and the C library read for any program.
SYSTEM = (
    "/etc/ld.so",
    "/lib",
    "/usr/lib",
    "/usr/bin",
    "/usr/local",
    "/proc",
    "/sys",
    "/dev",
    "/etc/localtime",
    "/usr/share",
)


def _works(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


# It needs the permission to trace, which not every container gives.
HAS_STRACE = _works("strace", "-qq", "-o", "/dev/null", "true")


class Listener(BaseHTTPRequestHandler):
    """Answers everything and counts."""

    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(f"{self.command} {self.path}")
        self.send_response(302 if self.path == "/redirect" else 200)
        if self.path == "/redirect":
            self.send_header("Location", "/context.jsonld")
        self.end_headers()
        self.wfile.write(b'{"@context": {}}')

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A folder with hostile input, a place for output and a file elsewhere; a server, and what it hears."""

    folder: Path
    remote: str
    heard: list[str]

    @property
    def log(self) -> Path:
        """Where strace writes."""
        return self.folder / "strace.log"

    def run(self, what: str) -> dict[str, Any]:
        """Run the child, under strace where that works, and return what it says."""
        trace = ("strace", "-f", "-qq", "-e", "trace=%network,%file,execve", "-o", str(self.log)) if HAS_STRACE else ()
        command = [*trace, sys.executable, "-m", "tests.trust.outing", str(self.folder), self.remote, what]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(  # noqa: S603
            command, cwd=self.folder / "output", env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """Lay out a scene."""
    heard: list[str] = []
    handler = type("Handler", (Listener,), {"heard": heard})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        remote = f"http://127.0.0.1:{server.server_port}/"
        (folder / "elsewhere").mkdir()
        (folder / "output").mkdir()
        secret = folder / "elsewhere" / "secret.txt"
        secret.write_text(f"id,label\nsecret,{SECRET}\n", encoding="utf-8")
        documents(folder / "input", remote, secret)
        yield Scene(folder, remote, heard)
        server.shutdown()
        thread.join()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Scene]:
    """A scene in which nothing has happened."""
    with scene(tmp_path) as found:
        yield found


# At least so many.
LEAST = {"refused": 200, "accepted": 12, "answered": 70, "exported": 100}


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, dict[str, Any]]]:
    """A scene after all of it was tried, and what the child says of it."""
    with scene(tmp_path_factory.mktemp("outing")) as found:
        yield found, found.run("all")


@pytest.mark.slow
def test_nothing_is_touched_that_nobody_named(after: tuple[Scene, dict[str, Any]]) -> None:
    there, answer = after
    assert answer["found"] == []
    assert there.heard == []


@pytest.mark.slow
def test_all_of_it_was_really_tried(after: tuple[Scene, dict[str, Any]]) -> None:
    _, answer = after
    assert answer["events"] > 10_000
    assert {name: count for name, count in LEAST.items() if answer["counts"][name] < count} == {}


@pytest.mark.slow
def test_what_was_elsewhere_is_in_no_output(after: tuple[Scene, dict[str, Any]]) -> None:
    files = [path for path in (after[0].folder / "output").rglob("*") if path.is_file()]
    assert len(files) > 100
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.slow
@pytest.mark.skipif(not HAS_STRACE, reason="strace is not at hand, and the audit hook does not see native code")
def test_nor_by_native_code(after: tuple[Scene, dict[str, Any]]) -> None:
    there, _ = after
    calls = there.log.read_text(encoding="utf-8", errors="replace")
    assert calls.count("\n") > 5000
    assert [line for line in calls.splitlines() if re.search(r"\b(socket|connect|sendto)\(", line)] == []
    assert len(re.findall(r"\bexecve\(", calls)) == 1
    opened = {match[1] for match in re.finditer(r'\bopen(?:at)?\([^"]*"([^"]+)"[^=]*= \d', calls)}
    allowed = (*OWN, *SYSTEM, str(there.folder / "input"), str(there.folder / "output"), str(ROOT))
    named = [path for path in opened if path.startswith(allowed) or SCRATCH.fullmatch(path) or not path.startswith("/")]
    assert sorted(opened - set(named)) == []
    # A link to what is elsewhere.
    assert str(there.folder / "input" / "linked" / "roles.csv") not in opened


@pytest.mark.long
@pytest.mark.parametrize("control", ["open", "socket"])
def test_the_hook_notices(control: str, fresh: Scene) -> None:
    assert fresh.run(control)["found"] != []


@pytest.mark.long
def test_native_code_is_heard_and_seen(fresh: Scene) -> None:
    """The hook is deaf to it, which is why there are a listener and strace."""
    assert fresh.run("native")["found"] == []
    assert fresh.heard == ["POST /"]
    if HAS_STRACE:
        assert re.search(r"\bconnect\(", fresh.log.read_text(encoding="utf-8", errors="replace"))


@pytest.mark.long
def test_service_is_refused_at_every_place_of_every_stored_query() -> None:
    """After each brace and full stop, where a group may go on."""
    tried = 0
    for file in packaged_files("queries"):
        text = file.read_text(encoding="utf-8")
        begins = check_query(text).where_begins
        for place in re.finditer(r"[{}.]\s", text[begins:]):
            at = begins + place.end()
            if text.rfind("#", text.rfind("\n", 0, at) + 1, at) >= 0:
                continue
            tried += 1
            with pytest.raises(QueryError, match="SERVICE is refused"):
                check_query(f"{text[:at]} SERVICE <http://127.0.0.1/> {{ }} {text[at:]}")
    assert tried >= 800
