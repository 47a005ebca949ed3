"""Killer queries end in a clear error, and the next question is answered."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from benchmarks.killers import KILLERS, PARSER_KILLERS
from ecomgraph import LimitError, QueryError, SourceError, UnknownNameError
from ecomgraph.isolation import Limits, Pool, Source, run_once
from ecomgraph.isolation.start import Forking, settings_of
from tests.samples import sampled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits on this system")

MIB = 1024 * 1024
T = TypeVar("T")
SPARQL = "ecomgraph.isolation.jobs:sparql"
# Seconds for what does come, on a machine that is busy with other things.
GENEROUS = 120


def using(
    steps: Callable[[Pool], Awaitable[T]],
    limits: Limits | None = None,
    *,
    source: Source | None = None,
    workers: int = 2,
    aside: int = 2,
    fork: bool = True,
) -> T:
    """Do something with a pool."""

    async def run() -> T:
        bounds = limits or Limits(timeout=GENEROUS, memory=256 * MIB)
        preload = ("ecomgraph.isolation.jobs:warm",)
        chosen = source or Source()
        async with Pool(chosen, bounds, workers=workers, aside=aside, preload=preload, fork=fork) as pool:
            return await steps(pool)

    return asyncio.run(run())


@asynccontextmanager
async def briefly(pool: Pool, seconds: float) -> AsyncIterator[None]:
    """Give a question that is asked in between so many seconds, and all else as long as it takes."""
    # Waiting for a worker counts, too.
    await until(lambda: pool._idle)
    generous = pool.limits
    pool.limits = replace(generous, timeout=seconds)
    yield
    pool.limits = generous


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that happens elsewhere."""
    async with asyncio.timeout(GENEROUS):
        while not condition():
            await asyncio.sleep(0.01)


async def answers(pool: Pool) -> bool:
    async with asyncio.timeout(GENEROUS):
        answer = await pool.run(SPARQL, text="ASK { role:ecommerce-manager ecg:advancesTo ?role }")
    return bool(answer.meta["boolean"])


@pytest.mark.long
@pytest.mark.parametrize("name", sampled(KILLERS, 13))
def test_a_killer_is_stopped_and_the_next_question_answered(name: str) -> None:
    async def steps(pool: Pool) -> LimitError:
        async with briefly(pool, 1.5):
            with pytest.raises(LimitError) as caught:
                await pool.run(SPARQL, text=KILLERS[name])
        assert await answers(pool)
        return caught.value

    error = using(steps)
    assert error.limit in {"time", "memory"}
    assert str(error).startswith("stopped")


@pytest.mark.long
@pytest.mark.parametrize("name", sampled(PARSER_KILLERS, 4))
def test_what_crashes_the_parser_is_refused(name: str) -> None:
    async def steps(pool: Pool) -> None:
        with pytest.raises(
            QueryError, match=r"more than (128 nested brackets and negations|100 triple patterns, path steps)"
        ):
            await pool.run(SPARQL, text=PARSER_KILLERS[name])
        assert await answers(pool)

    using(steps)


@pytest.mark.long
@pytest.mark.parametrize("name", sampled(PARSER_KILLERS, 4))
def test_what_crashes_the_parser_takes_only_its_own_process_down(name: str) -> None:
    async def steps(pool: Pool) -> None:
        with pytest.raises(LimitError, match="nested too deeply") as caught:
            await pool.run("tests.limits.raw:query", text=PARSER_KILLERS[name])
        assert caught.value.limit == "depth"
        assert await answers(pool)

    using(steps)


@pytest.mark.long
def test_short_questions_go_on_beside_long_ones() -> None:
    async def steps(pool: Pool) -> None:
        long = [asyncio.ensure_future(pool.run(SPARQL, text=KILLERS["cartesian product"])) for _ in range(2)]
        for _ in range(20):
            assert await answers(pool)
        assert not any(task.done() for task in long)
        await until(lambda: len(pool._aside) == 2)
        for worker in pool._aside:
            pool._expire(worker)
        ends = await asyncio.gather(*long, return_exceptions=True)
        assert [it.limit for it in ends if isinstance(it, LimitError)] == ["time", "time"]

    using(steps)


@pytest.mark.long
def test_a_long_question_that_finds_no_room_is_refused() -> None:
    async def steps(pool: Pool) -> None:
        texts = [f"{KILLERS['cartesian product']} # {number}" for number in range(5)]
        tasks = [asyncio.ensure_future(pool.run(SPARQL, text=it)) for it in texts]
        await until(lambda: sum(task.done() for task in tasks) == 3)
        for worker in pool._aside:
            pool._expire(worker)
        errors = [it for it in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(it, LimitError)]
        assert sorted(error.limit for error in errors) == ["load", "load", "load", "time", "time"]
        assert {error.retry_after for error in errors if error.limit == "load"} == {5}

    using(steps)


@pytest.mark.long
def test_a_worker_that_comes_when_nobody_waits_any_more_is_closed() -> None:
    complaints: list[object] = []

    async def run() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        starter = Forking(settings_of(Source(), Limits(), ()))
        await starter.open()
        waiting = asyncio.create_task(starter.start())
        await asyncio.sleep(0)
        waiting.cancel()
        # Long enough for it to come.
        await asyncio.sleep(0.5)
        await starter.close()

    asyncio.run(run())
    # A socket that nobody closed would be found here, and fail the test as a warning.
    gc.collect()
    assert complaints == []


@pytest.mark.long
def test_a_long_question_is_put_last() -> None:
    async def steps(pool: Pool) -> bytes:
        return (await pool.run("tests.limits.raw:niceness")).body

    assert using(steps, Limits(timeout=GENEROUS)) == b"10"


@pytest.mark.long
@pytest.mark.parametrize("fork", sampled([True, False], 2))
def test_failures_come_back_as_what_they_are(fork: bool) -> None:
    async def steps(pool: Pool) -> None:
        with pytest.raises(QueryError, match="not a SPARQL query"):
            await pool.run(SPARQL, text="SELECT")
        with pytest.raises(UnknownNameError) as unknown:
            await pool.run("ecomgraph.isolation.jobs:query", name="n", topic="", text=ROLE, arguments={"role": "cfo"})
        assert unknown.value.name == "cfo"
        with pytest.raises(RuntimeError, match="ZeroDivisionError"):
            await pool.run("tests.limits.raw:wrong")
        with pytest.raises(LimitError, match="larger than 1,000,000 bytes") as large:
            await pool.run("tests.limits.raw:large", size=1_000_001)
        assert large.value.limit == "size"
        assert len((await pool.run("tests.limits.raw:large", size=1_000_000)).body) == 1_000_000
        async with briefly(pool, 1.5):
            with pytest.raises(LimitError, match=r"stopped after 1\.5 s"):
                await pool.run("tests.limits.raw:sleep", seconds=60)
        async with briefly(pool, 1.5):
            with pytest.raises(LimitError, match=r"memory|time"):
                await pool.run(SPARQL, text=KILLERS["doubled string"])
        assert await answers(pool)

    using(steps, Limits(timeout=GENEROUS, memory=256 * MIB, size=1_000_000), fork=fork)


ROLE = "#+ params: {role: {kind: iri, of: role}}\n#+ returns: [skill]\n"
ROLE += "SELECT ?role ?skill { ?role ecg:requiresSkill ?skill }"


@pytest.mark.long
def test_a_process_that_ends_is_replaced() -> None:
    async def steps(pool: Pool) -> None:
        for _ in range(5):
            with pytest.raises(LimitError):
                await pool.run("tests.limits.raw:end")
        await until(lambda: len(pool._idle) == 2)
        workers = [*pool._idle]
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
        await until(lambda: all(worker.ended.done() for worker in workers))
        for _ in range(10):
            assert await answers(pool)

    using(steps)


@pytest.mark.long
def test_it_starts_anew_when_the_process_with_the_graph_is_gone() -> None:
    async def steps(pool: Pool) -> None:
        await until(lambda: len(pool._idle) == 2)
        workers = [*pool._idle]
        pool._starter._process.kill()  # type: ignore[attr-defined]
        await until(lambda: all(worker.ended.done() for worker in workers))
        for _ in range(5):
            assert await answers(pool)

    using(steps)


@pytest.mark.parametrize("fork", sampled([True, False], 2))
def test_what_cannot_be_opened_is_said(fork: bool) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.ttl: cannot be read"):
        using(answers, source=Source(files=("nowhere.ttl",)), fork=fork)


@pytest.mark.long
def test_an_abandoned_question_ends_its_process() -> None:
    async def steps(pool: Pool) -> None:
        task = asyncio.ensure_future(pool.run("tests.limits.raw:sleep", seconds=60))
        await until(lambda: not pool._idle)
        task.cancel()
        assert await answers(pool)
        assert not pool._aside

    using(steps, workers=1)


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
@pytest.mark.parametrize("end", ["return", "kill"])
def test_no_process_is_left_behind(end: str) -> None:
    program = PROGRAM.format(query=KILLERS["cartesian product"], end=end)
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, capture_output=True, text=True, timeout=GENEROUS, check=False)  # noqa: S603
    pids = [int(word) for word in result.stdout.split()]
    assert len(pids) == 4, result.stderr
    for _ in range(10 * GENEROUS):
        left = [pid for pid in pids if _runs(pid)]
        if not left:
            break
        signal.sigtimedwait([], 0.1)
    assert not left


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


PROGRAM = """
import asyncio, os, signal
from ecomgraph.isolation import Limits, Pool, Source

async def main():
    async with Pool(Source(), Limits(timeout=60), workers=2, aside=1) as pool:
        task = asyncio.ensure_future(pool.run("ecomgraph.isolation.jobs:sparql", text="{query}"))
        while len(pool._starter._workers) < 3:
            await asyncio.sleep(0.05)
        print(pool._starter._process.pid, *pool._starter._workers, flush=True)
        if "{end}" == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        task.cancel()

asyncio.run(main())
"""


@pytest.mark.long
def test_one_question_in_a_process_of_its_own() -> None:
    assert run_once(Source(), Limits(), SPARQL, text="ASK { }").meta["boolean"] is True
    with pytest.raises(LimitError, match=r"stopped after 0\.5 s"):
        run_once(Source(), Limits(timeout=0.5), SPARQL, text=KILLERS["cartesian product"])
    with pytest.raises(LimitError, match="more than 100 MiB"):
        run_once(Source(), Limits(memory=100 * MIB), SPARQL, text=KILLERS["doubled string"])
