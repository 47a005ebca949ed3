"""The worker process, which runs one job at a time, and the frames that carry jobs and answers."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import ecomgraph.errors
from ecomgraph.errors import EcomgraphError, LimitError, restored
from ecomgraph.isolation.bounds import Limits, Source, bound_cpu, bound_memory
from ecomgraph.isolation.seccomp import leave_network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ecomgraph.graph import CareerGraph

__all__ = [
    "HEAD",
    "Answer",
    "command",
    "decode",
    "encode",
    "failure",
    "main",
    "open_graph",
    "raise_failure",
    "read_frame",
    "serve_jobs",
    "too_large",
    "write_frame",
]

HEAD = 12
# A worker whose memory has grown by this many bytes ends, to release it.
_GROWN = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a job: bytes, and metadata about them."""

    body: bytes
    meta: dict[str, Any] = field(default_factory=dict)


def encode(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    r"""Return a frame: the lengths of header and body, the header as JSON, the body.

    >>> encode({}, b"!")
    b'\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x01{}!'
    """
    head = json.dumps(header).encode()
    return len(head).to_bytes(4, "big") + len(body).to_bytes(8, "big") + head + body


def decode(lengths: bytes) -> tuple[int, int]:
    """Return the lengths of header and body from the start of a frame."""
    return int.from_bytes(lengths[:4], "big"), int.from_bytes(lengths[4:], "big")


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Return header and body of the next frame; :class:`EOFError` if there is none."""
    lengths = stream.read(HEAD)
    if len(lengths) < HEAD:
        raise EOFError
    head, body = decode(lengths)
    data = stream.read(head + body)
    if len(data) < head + body:
        raise EOFError
    return json.loads(data[:head]), data[head:]


def write_frame(stream: IO[bytes], header: Mapping[str, Any], body: bytes = b"") -> None:
    """Send a frame."""
    stream.write(encode(header, body))
    stream.flush()


def command(module: str, settings: Mapping[str, Any]) -> list[str]:
    """Return the command line that runs ``main(settings)`` of a module in a new interpreter like this one."""
    code = (
        "import json, sys; path, settings = map(json.loads, sys.argv[1:]); sys.path[:] = path; "
        f"from {module} import main; main(settings)"
    )
    # Without -P the interpreter would import modules from the current folder first.
    path = [entry or str(Path.cwd()) for entry in sys.path]
    return [sys.executable, "-P", "-c", code, json.dumps(path), json.dumps(settings)]


def open_graph(source: Source, preload: Iterable[str]) -> CareerGraph:
    """Open a graph and call functions that fill its caches before the first job."""
    graph = source.open()
    for name in preload:
        _function(name)(graph)
    return graph


def serve_jobs(graph: CareerGraph, requests: IO[bytes], answers: IO[bytes], limits: Limits) -> None:
    """Report that the graph is open, with the reason if the network is reachable; then run jobs until end of input."""
    gc.freeze()
    online = leave_network()
    bound_memory(limits.memory)
    before = _peak()
    ready = {"ready": True, "online": online, "identity": graph.dataset.identity, "cpu": time.process_time()}
    write_frame(answers, ready)
    while True:
        try:
            header, _ = read_frame(requests)
        except EOFError:
            return
        bound_cpu(header.get("timeout", limits.timeout))
        answer = _run(graph, header, limits)
        if limits.size is not None and len(answer.body) > limits.size:
            answer = failure(too_large(limits.size))
        used = {"spent": _peak() - before > _GROWN, "cpu": time.process_time()}
        write_frame(answers, {**answer.meta, **used}, answer.body)


def too_large(size: int) -> LimitError:
    """Return the error for an answer that exceeds the size limit."""
    return LimitError("size", f"the result is larger than {size:,} bytes: request less, for example with LIMIT")


def _run(graph: CareerGraph, header: Mapping[str, Any], limits: Limits) -> Answer:
    try:
        answer: Answer = _function(header["call"])(graph, limits, **header["arguments"])
        return answer
    except EcomgraphError as error:
        return failure(error)
    except MemoryError:
        return failure(LimitError("memory", "the query exceeds its memory limit: request less"))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # A panic of the engine is not a subclass of Exception.
        return Answer(b"", {"failed": "internal", "message": f"{type(error).__name__}: {error}"})


def failure(error: EcomgraphError) -> Answer:
    """Return an error as an answer, for :func:`raise_failure` in another process."""
    state = {name: value for name, value in vars(error).items() if isinstance(value, str | int | tuple | None)}
    return Answer(b"", {"failed": type(error).__name__, "message": str(error), "state": state})


def raise_failure(meta: Mapping[str, Any]) -> None:
    """Raise the error of a job in another process, if there was one."""
    name = meta.get("failed")
    if name is None:
        return
    kind = getattr(ecomgraph.errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, EcomgraphError)):
        raise RuntimeError(meta.get("message"))
    state = {key: tuple(value) if isinstance(value, list) else value for key, value in meta["state"].items()}
    raise restored(kind, (meta["message"],), state)


def _function(name: str) -> Callable[..., Any]:
    from importlib import import_module

    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _peak() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main(settings: Mapping[str, Any]) -> None:
    """Run the jobs that arrive on standard input; the engine's output is discarded."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    leave_network()
    try:
        graph = open_graph(Source(**settings["source"]), settings["preload"])
    except EcomgraphError as error:
        write_frame(answers, failure(error).meta)
        return
    serve_jobs(graph, requests, answers, Limits(**settings["limits"]))
