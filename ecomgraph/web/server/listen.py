"""Listen, serve, and end when asked to."""

from __future__ import annotations

import asyncio
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
from ecomgraph.web.server.protocol import PatientProtocol
from ecomgraph.web.server.request_guard import allowed_hosts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Settings", "serve"]

_WARM = "ecomgraph.web.server.worker_jobs:warm"
_CONNECTIONS = 1000
_KEEP_ALIVE = 15
_FAREWELL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to serve and how; ``cache`` is how many bytes of answers are kept."""

    source: Source = field(default_factory=Source)
    limits: Limits = field(default_factory=Limits)
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    cache: int = 64 * 1024 * 1024
    workers: int | None = None
    fork: bool = sys.platform != "win32"


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until the process is interrupted; ``ready`` is told the address once requests are answered.

    Raises :class:`~ecomgraph.SourceError` for an address that cannot be listened at, and what opening the graph raises.
    """
    with _listening(settings.host, settings.port) as listener, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, listener, ready))


async def _serve(settings: Settings, listener: socket.socket, ready: Callable[[str], None]) -> None:
    _raise_open_files()
    # A database is opened by each worker anew, which had better be quick.
    preload = (_WARM,) if settings.source.database else (_WARM, f"{_WARM}_pages")
    pool = Pool(
        settings.source,
        settings.limits,
        workers=settings.workers,
        preload=preload,
        fork=settings.fork,
    )
    async with pool:
        hosts = allowed_hosts(settings.host, settings.hosts)
        app = application(Asker(pool, settings.cache), hosts=hosts, origins=settings.origins)
        config = uvicorn.Config(
            app,
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_FAREWELL,
        )
        ready(_address(settings.host, listener))
        await _Server(config).serve(sockets=[listener])


class _Server(uvicorn.Server):
    """uvicorn, which would send itself the signal again that ended it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End when interrupted or terminated."""
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
        raise SourceError(f"{host}:{port}", f"cannot be listened at: {reason}; choose another --port") from None


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


def _raise_open_files() -> None:
    """Allow for as many connections as are let in."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + 256 if hard == resource.RLIM_INFINITY else min(hard, _CONNECTIONS + 256)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
