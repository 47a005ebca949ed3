"""Checks on every request (host, expectation, origin), and the security headers of every response."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import EcomgraphError
from ecomgraph.web.server.error_pages import reply_to
from ecomgraph.web.server.http import HttpError, Reply, header, send_reply
from ecomgraph.web.server.origins import ANY, host_name, origin_of, page_origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.web.server.http import Message, Receive, Scope, Send

__all__ = ["Guard", "allowed_hosts"]

_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# The policy names the pages that may embed; this older header can only refuse all.
_UNFRAMED = (b"x-frame-options", b"DENY")
SECURITY = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    _UNFRAMED,
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_SHARED = (b"cross-origin-resource-policy", b"cross-origin")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
_METHODS = "GET, HEAD, OPTIONS, POST"
_TOKENS = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:\s*,\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*")
# Headers that SPARQL clients set; others are allowed when a preflight requests them.
_HEADERS = "accept, authorization, cache-control, content-type, x-requested-with"
_EXPOSED = (b"access-control-expose-headers", b"content-location, etag, retry-after")
# Values of Sec-Fetch-Dest that embed a document in a page.
_FRAMES = frozenset({"embed", "fencedframe", "frame", "iframe", "object"})
_QUERIES = "/sparql"
_PREFLIGHT = b"access-control-request-method"
_LOG = logging.getLogger("ecomgraph.web.server")


def allowed_hosts(host: str, more: Iterable[str] = ()) -> frozenset[str]:
    """Return the accepted host names: those of this machine, and the address listened on.

    In a DNS rebinding attack, the browser sends the attacker's host name, which is refused.

    >>> sorted(allowed_hosts("127.0.0.1", ["careers.example"]))
    ['127.0.0.1', '[::1]', 'careers.example', 'localhost']

    Raises :class:`~ecomgraph.ArgumentError` for an invalid host name.
    """
    own = {"127.0.0.1", "[::1]", "localhost"}
    if host not in {"0.0.0.0", "::", ""}:  # noqa: S104
        own.add(f"[{host}]" if ":" in host else host)
    return frozenset({*(name.lower() for name in own), *map(host_name, more)})


class Guard:
    """ASGI middleware."""

    def __init__(
        self, app: Any, *, hosts: frozenset[str], origins: Iterable[str] = (), embedders: Iterable[str] = ()
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = frozenset(map(origin_of, origins))
        self._embedders = frozenset(map(origin_of, embedders))
        self._security = _framed_by(self._embedders) if self._embedders else SECURITY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with an error."""
        if scope["type"] != "http":
            return
        origin = header(scope, b"origin")
        added = self._added(origin)
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            self._check(scope, origin)
            if scope["method"] == "OPTIONS" and self._lets_in(origin) and header(scope, _PREFLIGHT):
                await send_reply(scope, guarded, _preflight(header(scope, b"access-control-request-headers")))
            else:
                await self._app(scope, receive, guarded)
        except (HttpError, EcomgraphError) as error:
            await send_reply(scope, guarded, reply_to(scope, error))
        except ConnectionError:
            return
        except Exception:
            _LOG.exception("%s %s", scope["method"], scope["path"].encode("ascii", "backslashreplace").decode())
            if begun:
                raise
            await send_reply(scope, guarded, Reply(b"a defect of the server; its log says more\n", status=500))

    def _added(self, origin: str) -> list[tuple[bytes, bytes]]:
        """Return the headers of every response."""
        security = self._security
        if not self._origins:
            return security
        if ANY in self._origins:
            return [*security[:-1], _SHARED, (b"access-control-allow-origin", b"*"), _EXPOSED]
        vary = (b"vary", b"Origin")
        if origin not in self._origins:
            return [*security, vary]
        allow = (b"access-control-allow-origin", origin.encode("latin-1"))
        return [*security[:-1], _SHARED, allow, _EXPOSED, vary]

    def _embeds(self, scope: Scope, mode: str, target: str) -> bool:
        """Return whether the page may be shown in a frame: the browser sends no origin, or an allowed one.

        Browsers that send no origin enforce the policy ``frame-ancestors`` themselves.
        """
        page = header(scope, b"referer")
        known = not page or ANY in self._embedders or page_origin(page) in self._embedders
        return bool(self._embedders) and mode == "navigate" and target in {"frame", "iframe"} and known

    def _lets_in(self, origin: str) -> bool:
        return ANY in self._origins or origin in self._origins

    def _check(self, scope: Scope, origin: str) -> None:
        self._check_host(scope)
        if header(scope, b"expect").lower() not in {"", "100-continue"}:
            raise HttpError(417, "the only expectation that is met is 100-continue", connection="close")
        if _is_foreign(scope, origin):
            self._check_foreign(scope, origin)

    def _check_host(self, scope: Scope) -> None:
        names = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
        if not names and scope["http_version"] == "1.0":
            # A missing header is accepted: browsers, the target of DNS rebinding, always send it.
            return
        match = _HOST.fullmatch(names[0]) if len(names) == 1 else None
        if match is None:
            raise HttpError(400, "a request needs one Host header, a name and a port", connection="close")
        if match[1].lower() not in self._hosts:
            raise HttpError(421, "this host name is not accepted; allow it with ecomgraph serve --allow-host NAME")

    def _check_foreign(self, scope: Scope, origin: str) -> None:
        """Refuse cross-site requests, except top-level navigation to a page or a resource."""
        site, mode, target = (header(scope, b"sec-fetch-" + name) for name in (b"site", b"mode", b"dest"))
        if target in _FRAMES and not self._embeds(scope, mode, target):
            raise HttpError(
                403,
                "pages of other sites may not embed this in a frame; allow an origin with"
                " ecomgraph serve --embed ORIGIN",
            )
        if self._lets_in(origin):
            return
        # A browser without Fetch Metadata sends no Origin when it follows a link.
        follows = mode == "navigate" and target in {"", "document", "frame", "iframe"} if site else not origin
        asks = scope["path"].rstrip("/") == _QUERIES and scope["query_string"]
        if not follows or asks or scope["method"] not in {"GET", "HEAD"}:
            what = "send queries" if asks else "ask"
            raise HttpError(
                403, f"pages of other sites may not {what}; allow an origin with ecomgraph serve --allow-origin ORIGIN"
            )


def _framed_by(embedders: frozenset[str]) -> list[tuple[bytes, bytes]]:
    """Return the security headers if pages of some origins may show pages of this server in a frame."""
    named = "*" if ANY in embedders else " ".join(sorted(embedders))
    policy = _POLICY.replace("frame-ancestors 'none'", f"frame-ancestors 'self' {named}").encode()
    return [
        (name, policy if value == _POLICY.encode() else value) for name, value in SECURITY if (name, value) != _UNFRAMED
    ]


def _is_foreign(scope: Scope, origin: str) -> bool:
    """Return whether the request comes from a page of another site, or of another port of this one."""
    site = header(scope, b"sec-fetch-site")
    if site:
        return site not in {"none", "same-origin"}
    # Without Fetch Metadata: old browsers, and any browser over plain HTTP with a host name other than localhost.
    page = origin or header(scope, b"referer")
    return bool(page) and page_origin(page) not in _own_origins(scope)


def _own_origins(scope: Scope) -> set[str]:
    """Return the origins that a request may have been sent to; a proxy that terminates TLS may not say so."""
    host = header(scope, b"host")
    told = header(scope, b"x-forwarded-proto").partition(",")[0].strip().lower()
    schemes = {told} if told in {"http", "https"} else {scope["scheme"], "https"}
    return {page_origin(f"{scheme}://{host}") for scheme in schemes} - {""}


def _preflight(asked: str) -> Reply:
    headers = {
        "access-control-allow-methods": _METHODS,
        "access-control-allow-headers": asked if _TOKENS.fullmatch(asked) else _HEADERS,
        "access-control-max-age": "600",
        "vary": "Access-Control-Request-Method, Access-Control-Request-Headers",
    }
    return Reply(b"", status=204, headers=headers | {"allow": _METHODS})
