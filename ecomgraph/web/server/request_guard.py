"""What every request and every reply passes: who may ask, and what browsers are told."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import EcomgraphError
from ecomgraph.web.server.http import HttpError, Reply, error_reply, header, send_reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.web.server.http import Message, Receive, Scope, Send

__all__ = ["Guard", "allowed_hosts"]

_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SECURITY = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_SHARED = (b"cross-origin-resource-policy", b"cross-origin")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
_METHODS = "GET, HEAD, OPTIONS, POST"
_LOG = logging.getLogger("ecomgraph.web.server")


def allowed_hosts(host: str, more: Iterable[str] = ()) -> frozenset[str]:
    """Return the names by which the server may be asked for: those of this machine, and the one it listens on.

    A page of somebody else whose name is made to lead to this machine sends its own name, and is refused.

    >>> sorted(allowed_hosts("127.0.0.1", ["careers.example"]))
    ['127.0.0.1', '[::1]', 'careers.example', 'localhost']
    """
    own = {"127.0.0.1", "[::1]", "localhost"}
    if host not in {"0.0.0.0", "::", ""}:  # noqa: S104
        own.add(f"[{host}]" if ":" in host else host)
    return frozenset(name.lower() for name in (*own, *more))


class Guard:
    """An ASGI application around another."""

    def __init__(self, app: Any, *, hosts: frozenset[str], origins: Iterable[str] = ()) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it with what is wrong with it."""
        if scope["type"] != "http":
            return
        origin = header(scope, b"origin")
        added = SECURITY
        if origin in self._origins:
            allow = (b"access-control-allow-origin", origin.encode("latin-1"))
            added = [*SECURITY[:-1], _SHARED, allow, (b"vary", b"Origin")]
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            self._check(scope, origin)
            if scope["method"] == "OPTIONS" and origin in self._origins:
                await send_reply(scope, guarded, _preflight())
            else:
                await self._app(scope, receive, guarded)
        except (HttpError, EcomgraphError) as error:
            await send_reply(scope, guarded, error_reply(error))
        except ConnectionError:
            return
        except Exception:
            _LOG.exception("%s %s", scope["method"], scope["path"].encode("ascii", "backslashreplace").decode())
            if begun:
                raise
            await send_reply(scope, guarded, Reply(b"a defect of the server; its log says more\n", status=500))

    def _check(self, scope: Scope, origin: str) -> None:
        names = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
        match = _HOST.fullmatch(names[0]) if len(names) == 1 else None
        if match is None:
            raise HttpError(400, "a request needs one Host header, a name and a port", connection="close")
        if match[1].lower() not in self._hosts:
            raise HttpError(421, "this server does not go by that name; ecomgraph serve --allow-host NAME lets it")
        # Browsers say whose page asks. Those of others may be followed here, but not read or set to work from afar.
        foreign = header(scope, b"sec-fetch-site") in {"cross-site", "same-site"}
        if foreign and header(scope, b"sec-fetch-mode") != "navigate" and origin not in self._origins:
            raise HttpError(403, "pages of other sites may not ask; ecomgraph serve --allow-origin ORIGIN lets one")


def _preflight() -> Reply:
    headers = {
        "access-control-allow-methods": _METHODS,
        "access-control-allow-headers": "accept, content-type",
        "access-control-max-age": "600",
        "vary": "Access-Control-Request-Method, Access-Control-Request-Headers",
    }
    return Reply(b"", status=204, headers=headers | {"allow": _METHODS})
