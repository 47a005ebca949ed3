"""Run one job in a new process, from any program, with or without threads."""

from __future__ import annotations

import subprocess
from threading import Timer
from typing import TYPE_CHECKING, Any

from ecomgraph.isolation.pool import post_mortem
from ecomgraph.isolation.process import Answer, command, raise_failure, read_frame, write_frame
from ecomgraph.isolation.start import errors_to, settings_of

if TYPE_CHECKING:
    from ecomgraph.isolation.bounds import Limits, Source

__all__ = ["run_once"]


def run_once(source: Source, limits: Limits, call: str, **arguments: Any) -> Answer:
    """Run ``call`` (``module:function``) with the graph, the limits and these arguments, and return its answer.

    Raises the errors of the job, and :class:`~ecomgraph.LimitError` at a limit. Opening the graph is not limited.

    >>> from ecomgraph.isolation import Limits, Source
    >>> run_once(Source(), Limits(timeout=60), "ecomgraph.isolation.jobs:sparql", text="ASK { }").meta["boolean"]
    True
    """
    process = subprocess.Popen(  # noqa: S603
        command("ecomgraph.isolation.process", settings_of(source, limits, ())),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors_to(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    late: list[bool] = []

    def stop() -> None:
        late.append(True)
        process.kill()

    timer = None
    try:
        raise_failure(read_frame(process.stdout)[0])
        if limits.timeout is not None:
            timer = Timer(limits.timeout, stop)
            timer.start()
        write_frame(process.stdin, {"call": call, "arguments": arguments})
        meta, body = read_frame(process.stdout)
    except (EOFError, BrokenPipeError):
        raise post_mortem(process.wait(), limits, timed_out=bool(late)) from None
    finally:
        if timer is not None:
            timer.cancel()
        process.kill()
        process.communicate()
    raise_failure(meta)
    return Answer(body, meta)
