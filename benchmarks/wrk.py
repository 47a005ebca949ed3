"""Send requests to a server with wrk, over several connections, each with one request at a time.

wrk is a package of Debian, Fedora and Homebrew: ``apt-get install wrk``.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NUMBER", "Load", "Measured", "get", "post"]

# A placeholder in requests, which wrk replaces by a different number of the same length each time.
NUMBER = "N" * 12
_SCRIPT = Path(__file__).with_name("requests.lua")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Measured:
    """Times in milliseconds, and counts by status; 0 is a broken connection or no answer."""

    seconds: float
    p50: float
    p99: float
    worst: float
    statuses: dict[int, int]

    @property
    def rate(self) -> float:
        """Answers with status 200 per second."""
        return self.statuses.get(200, 0) / self.seconds


class Load:
    """Requests to a server on this machine, sent in turn for a number of seconds, starting at construction."""

    def __init__(self, port: int, requests: Sequence[bytes], connections: int, seconds: float) -> None:
        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name, "requests")
        file.write_bytes(b"\0".join(requests))
        limits = ["--threads", "1", "--connections", str(connections), "--timeout", "60s"]
        until = ["--duration", f"{max(1, round(seconds))}s", "--script", str(_SCRIPT), f"http://127.0.0.1:{port}"]
        # Microseconds, so that each load has different numbers.
        command = ["wrk", *limits, *until, "--", str(file), str(time.time_ns() // 1000 % 10**12)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def measured(self) -> Measured:
        """Wait until the load ends, and return the measurements."""
        said, _ = self._process.communicate()
        self._folder.cleanup()
        found = json.loads(said.splitlines()[-1])
        return Measured(**found | {"statuses": {int(key): count for key, count in found["statuses"].items()}})


def get(path: str, port: int, accept: str, **fields: str) -> bytes:
    """Return a GET request."""
    head = f"GET {path}?{urlencode(fields)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: {accept}\r\n\r\n"
    return head.encode()


def post(path: str, port: int, **fields: str) -> bytes:
    """Return a POST request with a form."""
    body = urlencode(fields)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {_FORM}\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n{body}".encode()
