"""Listen, serve, and shut down on a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import uvicorn

from ecomgraph.errors import SourceError
from ecomgraph.isolation import Limits, Pool, Source
from ecomgraph.web.server.asgi import application
from ecomgraph.web.server.ask import Asker
from ecomgraph.web.server.origins import origin_of
from ecomgraph.web.server.protocol import PatientProtocol
from ecomgraph.web.server.request_guard import allowed_hosts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Settings", "serve"]

_WARM = "ecomgraph.web.server.worker_jobs:warm"
_CONNECTIONS = 1000
# The number of open files other than connections.
_FILES = 256
_KEEP_ALIVE = 15
# Seconds to wait after a shutdown signal for running queries, and then for pending responses.
_FAREWELL = 2
_LAST_REPLIES = 1
_LOG = logging.getLogger("ecomgraph.web.server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to serve and how; ``cache`` is the size of the response cache in bytes."""

    source: Source = field(default_factory=Source)
    limits: Limits = field(default_factory=Limits)
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    embedders: tuple[str, ...] = ()
    cache: int = 64 * 1024 * 1024
    workers: int | None = None
    fork: bool = sys.platform != "win32"


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until the process is interrupted; ``ready`` is called with the address when the server is ready.

    Raises :class:`~ecomgraph.SourceError` for an address that cannot be listened on, and errors of opening the graph.
    """
    with _listening(settings.host, settings.port) as listener, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, listener, ready))


async def _serve(settings: Settings, listener: socket.socket, ready: Callable[[str], None]) -> None:
    most = _connections()
    hosts, origins = allowed_hosts(settings.host, settings.hosts), [*map(origin_of, settings.origins)]
    embedders = [origin_of(it, "--embed") for it in settings.embedders]
    # With a database, every new worker runs the preload, so it must be quick.
    preload = (_WARM,) if settings.source.database else (_WARM, f"{_WARM}_pages")
    pool = Pool(
        settings.source,
        settings.limits,
        workers=settings.workers,
        preload=preload,
        fork=settings.fork,
    )
    async with pool:
        if pool.online:
            _LOG.warning("workers have network access: %s; the query guard refuses SERVICE", pool.online)
        asker = Asker(pool, settings.cache)
        app = application(asker, hosts=hosts, origins=origins, embedders=embedders)
        config = uvicorn.Config(
            app,
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            limit_concurrency=most,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_FAREWELL + _LAST_REPLIES,
        )
        ready(_address(settings.host, listener))
        await _Server(config, asker).serve(sockets=[listener])


class _Server(uvicorn.Server):
    """A uvicorn server that neither re-raises the signal that ended it nor logs pending requests as errors."""

    def __init__(self, config: uvicorn.Config, asker: Asker) -> None:
        super().__init__(config)
        self._asker = asker

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give running queries a moment to finish; then answer the rest with an error."""
        # Requests cut off during a shutdown are expected.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        giving_up = asyncio.get_running_loop().call_later(_FAREWELL, self._asker.end)
        try:
            await super().shutdown(sockets)
        finally:
            giving_up.cancel()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Shut down on SIGINT or SIGTERM."""
        wanted = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, self.handle_exit) for number in wanted]
        try:
            yield
        finally:
            for number, handler in zip(wanted, before, strict=True):
                signal.signal(number, handler)


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=512)
    except (OSError, OverflowError) as error:
        reason = str(getattr(error, "strerror", None) or error).partition(" (while")[0]
        raise SourceError(f"{host}:{port}", f"cannot be listened on: {reason}; choose another --port") from None


def _address(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    factory: Any = uvloop.new_event_loop
    return factory  # type: ignore[no-any-return]


def _connections() -> int:
    """Raise the limit on open files as far as allowed, and return the maximum number of connections."""
    if sys.platform == "win32":
        return _CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + _FILES if hard == resource.RLIM_INFINITY else min(hard, _CONNECTIONS + _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return _CONNECTIONS if soft == resource.RLIM_INFINITY else max(20, min(_CONNECTIONS, soft - _FILES))
