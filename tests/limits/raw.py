"""Jobs of tests, which go around the guards of the product."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.isolation import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecomgraph import CareerGraph
    from ecomgraph.isolation import Limits


def query(graph: CareerGraph, limits: Limits, text: str) -> Answer:  # noqa: ARG001
    """Hand a query to the native engine without looking at it."""
    return Answer(str(graph.dataset.store.query(text)).encode())


def rows(graph: CareerGraph, limits: Limits, text: str) -> Answer:  # noqa: ARG001
    """Count the rows of such a query."""
    found = graph.dataset.store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return Answer(str(len(list(found))).encode())


def sleep(graph: CareerGraph, limits: Limits, seconds: float) -> Answer:  # noqa: ARG001
    time.sleep(seconds)
    return Answer(b"awake")


def end(graph: CareerGraph, limits: Limits) -> Answer:  # noqa: ARG001
    os._exit(3)


def large(graph: CareerGraph, limits: Limits, size: int) -> Answer:  # noqa: ARG001
    return Answer(b"x" * size)


def wrong(graph: CareerGraph, limits: Limits) -> Answer:  # noqa: ARG001
    raise ZeroDivisionError


def niceness(graph: CareerGraph, limits: Limits) -> Answer:  # noqa: ARG001
    until = time.process_time() + 0.5
    while time.process_time() < until:
        pass
    return Answer(str(os.getpriority(os.PRIO_PROCESS, 0)).encode())


_CHILD = """
import json, sys
sys.path[:], *arguments = json.loads(sys.argv[1])
from tests.limits.raw import attempts
print(json.dumps(attempts(*arguments)))
"""


def reach(graph: CareerGraph, limits: Limits, ports: Mapping[str, int], local: str) -> Answer:  # noqa: ARG001
    """Try every way out to a listener, in this process and in one that it starts; return what came of each."""
    return Answer(json.dumps([attempts(ports, local), attempts_of_a_child(ports, local)]).encode())


def attempts_of_a_child(ports: Mapping[str, int], local: str) -> dict[str, str]:
    """Make the attempts in another process."""
    command = [sys.executable, "-P", "-c", _CHILD, json.dumps([sys.path, ports, local])]
    child = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    outcomes: dict[str, str] = json.loads(child.stdout)
    return outcomes


def attempts(ports: Mapping[str, int], local: str) -> dict[str, str]:
    """Return, for each way out, ``reached`` or the name of the error."""
    address, six = ("127.0.0.1", ports["tcp"]), ("::1", ports["tcp6"])
    ways: dict[str, Callable[[], object]] = {
        "tcp": lambda: socket.create_connection(address, timeout=5).sendall(b"tcp"),
        "tcp6": lambda: socket.create_connection(six, timeout=5).sendall(b"tcp6"),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"udp", ("127.0.0.1", ports["udp"])),
        "unix": lambda: socket.socket(socket.AF_UNIX).connect(local),
        "pair": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"pair", local),
        "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "io_uring": _io_uring,
        "engine": lambda: bool(ox.Store().query(f"ASK {{ SERVICE <http://127.0.0.1:{address[1]}/> {{ ?s ?p ?o }} }}")),
    }
    return {name: _outcome(way) for name, way in ways.items()}


def _outcome(way: Callable[[], object]) -> str:
    try:
        way()
    except (OSError, RuntimeError) as error:
        return type(error).__name__
    return "reached"


def _io_uring() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(425, 8, ctypes.create_string_buffer(120)) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
