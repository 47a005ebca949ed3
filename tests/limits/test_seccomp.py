"""Processes that answer cannot connect anywhere, whatever the query guard lets through."""

from __future__ import annotations

import asyncio
import errno
import json
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from ecomgraph.isolation import Limits, Pool, Source, run_once
from ecomgraph.isolation.seccomp import ARCHITECTURES, Architecture, filter_for, why_unavailable
from tests.limits.elsewhere import REASON, environment_of_another_machine
from tests.limits.raw import attempts_of_a_child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ecomgraph.isolation import Answer

LIMITS = Limits(timeout=60, memory=512 * 1024**2)
RAW = "tests.limits.raw"
WAYS = ["engine", "io_uring", "netlink", "pair", "tcp", "tcp6", "udp", "unix"]
needs_seccomp = pytest.mark.skipif(bool(why_unavailable()), reason=why_unavailable() or "seccomp is there")


class Listeners:
    """Sockets of every kind on this machine, and what they hear."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.heard: list[str] = []
        self.local = str(folder / "socket")
        sockets = {"tcp": socket.create_server(("127.0.0.1", 0)), "udp": socket.socket(type=socket.SOCK_DGRAM)}
        sockets["tcp6"] = socket.create_server(("::1", 0), family=socket.AF_INET6)
        sockets["udp"].bind(("127.0.0.1", 0))
        self.ports = {name: it.getsockname()[1] for name, it in sockets.items()}
        sockets["unix"] = socket.socket(socket.AF_UNIX)
        sockets["unix"].bind(self.local)
        sockets["unix"].listen()
        for name, it in sockets.items():
            stack.enter_context(it)
            it.settimeout(0.1)
            thread = threading.Thread(target=self._listen, args=(name, it))
            thread.start()
            stack.callback(thread.join)
        self._ended = False
        stack.callback(self._end)

    def _end(self) -> None:
        self._ended = True

    def _listen(self, name: str, listener: socket.socket) -> None:
        while not getattr(self, "_ended", False):
            try:
                if name == "udp":
                    listener.recv(100)
                else:
                    listener.accept()[0].close()
            except TimeoutError:
                continue
            self.heard.append(name)


@pytest.fixture
def listeners(tmp_path: Path) -> Iterator[Listeners]:
    """Listeners on loopback, and on a local socket."""
    with ExitStack() as stack:
        yield Listeners(tmp_path, stack)


def by_pool(*, fork: bool, source: Source) -> Callable[..., Answer]:
    def ask(call: str, **arguments: Any) -> Answer:
        async def run() -> Answer:
            async with Pool(source, LIMITS, workers=1, fork=fork) as pool:
                assert pool.online == ""
                return await pool.run(call, **arguments)

        return asyncio.run(run())

    return ask


def by_once(source: Source) -> Callable[..., Answer]:
    def ask(call: str, **arguments: Any) -> Answer:
        return run_once(source, LIMITS, call, **arguments)

    return ask


@pytest.fixture(params=["forked", "forked on a database", "spawned", "once"])
def ask(request: pytest.FixtureRequest) -> Callable[..., Answer]:
    """Every kind of process that answers."""
    source = Source()
    if request.param == "forked on a database":
        from ecomgraph import import_framework

        folder = request.getfixturevalue("tmp_path")
        import_framework(request.getfixturevalue("bakery"), folder / "career.db")
        source = Source(database=str(folder / "career.db"))
    if request.param == "once":
        return by_once(source)
    return by_pool(fork=request.param != "spawned", source=source)


@pytest.mark.long
@needs_seccomp
def test_a_worker_reaches_nobody(ask: Callable[..., Answer], listeners: Listeners) -> None:
    """By sockets of Python, by those of native code, or in a process that it starts."""
    own, child = json.loads(ask(f"{RAW}:reach", ports=listeners.ports, local=listeners.local).body)
    assert sorted(own) == WAYS
    assert set(own.values()) | set(child.values()) <= {"PermissionError", "OSError"}
    assert listeners.heard == []


@pytest.mark.long
@needs_seccomp
@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_a_query_that_no_guard_has_seen_reaches_nobody(
    ask: Callable[..., Answer], listeners: Listeners, silent: str
) -> None:
    query = f"SELECT * {{ SERVICE {silent}<http://127.0.0.1:{listeners.ports['tcp']}/> {{ ?s ?p ?o }} }}"
    if silent:
        assert ask(f"{RAW}:rows", text=query).body == b"1"
    else:
        with pytest.raises(RuntimeError, match="Operation not permitted"):
            ask(f"{RAW}:rows", text=query)
    assert listeners.heard == []


@needs_seccomp
def test_without_the_filter_they_are_heard(listeners: Listeners) -> None:
    """The listeners hear, and the attempts are real."""
    outcomes = attempts_of_a_child(listeners.ports, listeners.local)
    assert {name for name, it in outcomes.items() if it == "reached"} >= {"tcp", "tcp6", "udp", "unix", "netlink"}
    for _ in range(50):
        if {*listeners.heard} == {"tcp", "tcp6", "udp", "unix"}:
            break
        threading.Event().wait(0.1)
    # Python and the engine.
    assert listeners.heard.count("tcp") >= 2
    assert {*listeners.heard} == {"tcp", "tcp6", "udp", "unix"}


@pytest.mark.long
@needs_seccomp
def test_the_process_that_asks_keeps_its_network(listeners: Listeners) -> None:
    run_once(Source(), LIMITS, "ecomgraph.isolation.jobs:sparql", text="ASK { }")
    socket.create_connection(("127.0.0.1", listeners.ports["tcp"])).close()


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other reasons")
def test_where_it_cannot_be_done_it_is_said_and_questions_are_answered(tmp_path: Path) -> None:
    environment = environment_of_another_machine(tmp_path / "site")
    command = [sys.executable, "-c", ASKING]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.stdout, done.stderr) == (f"{REASON}\nTrue\n", "")


ASKING = """
import asyncio
from ecomgraph.isolation import Limits, Pool, Source

async def main():
    async with Pool(Source(), Limits(), workers=1) as pool:
        answer = await pool.run("ecomgraph.isolation.jobs:sparql", text="ASK { }")
        print(pool.online, answer.meta["boolean"], sep="\\n")

asyncio.run(main())
"""


# ------------------------------------------------------------------ the filter, on each architecture


def decision(machine: Architecture, number: int, *arguments: int, audit: int | None = None) -> int:
    """Run the filter as the kernel does; return 0 for a call that is let through, or its error."""
    words = [number, machine.audit if audit is None else audit, 0, 0]
    for argument in (*arguments, *[0] * (6 - len(arguments))):
        words += [argument & 0xFFFFFFFF, argument >> 32]
    program, at, value = filter_for(machine), 0, 0
    while True:
        code, true, false, operand = program[at]
        if code == 0x06:
            return 0 if operand == 0x7FFF0000 else operand & 0xFFFF
        if code == 0x20:
            value = words[operand // 4]
        elif code == 0x54:
            value &= operand
        else:
            holds = value == operand if code == 0x15 else value > operand
            at += true if holds else false
        at += 1


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_what_the_filter_refuses(name: str) -> None:
    machine = ARCHITECTURES[name]
    for number in machine.refused.values():
        assert decision(machine, number, 1, 1) == errno.EPERM
    sendto, pair = machine.sendto, machine.socketpair
    assert decision(machine, sendto, 3, 1 << 40, 5, 0, 0, 0) == 0
    for address in (1, 1 << 32, 0x7FFF_0000_0000, 0x7FFF_1234_5678):
        assert decision(machine, sendto, 3, 1 << 40, 5, 0, address, 16) == errno.EPERM
    stream, closing, datagram, packets = 1, 1 | 0o2000000 | 0o4000, 2, 5
    assert decision(machine, pair, socket.AF_UNIX, stream) == 0
    assert decision(machine, pair, socket.AF_UNIX, closing) == 0
    for family, kind in [(1, datagram), (1, packets), (1, 3), (2, stream), (10, stream), (30, stream), (1 << 8, 1)]:
        assert decision(machine, pair, family, kind) == errno.EPERM


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_other_tables_of_system_calls_are_no_way_round(name: str) -> None:
    machine = ARCHITECTURES[name]
    others = {0x40000003, 0x40000028, *(it.audit for it in ARCHITECTURES.values())} - {machine.audit}
    for audit in others:
        assert decision(machine, 0, audit=audit) == errno.EPERM
        assert decision(machine, 359, audit=audit) == errno.EPERM
    assert decision(machine, 469) == 0
    for later in (470, 1000, 0x3FFFFFFF, 0x7FFFFFFF, 0xFFFFFFFF):
        assert decision(machine, later) in {errno.ENOSYS, errno.EPERM}
    x32 = 0x40000000
    for number in (x32, x32 + 41, x32 + 42, x32 + 53, x32 + 1):
        assert decision(machine, number, 1, 1) == (errno.EPERM if machine.has_x32 else errno.ENOSYS)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_what_the_filter_lets_through(name: str) -> None:
    machine = ARCHITECTURES[name]
    special = {*machine.refused.values(), machine.sendto, machine.socketpair}
    assert [it for it in range(470) if it not in special and decision(machine, it, 1, 1) != 0] == []
