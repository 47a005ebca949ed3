"""The SPARQL 1.1 Protocol, for queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ecomgraph.web.server.http import HttpError, Reply, fields_of, header, read_body, send_reply, unless_gone
from ecomgraph.web.server.negotiate import content_type

if TYPE_CHECKING:
    from ecomgraph.web.server.ask import Asker
    from ecomgraph.web.server.http import Receive, Scope, Send

__all__ = ["SparqlEndpoint"]

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_POSTED = f"{_FORM}, {_QUERY}"
_ALLOW = "GET, HEAD, OPTIONS, POST"
_CHARSET = re.compile(r'charset\s*=\s*"?utf-?8"?', re.IGNORECASE)


class SparqlEndpoint:
    """The ASGI application at ``/sparql``."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope["method"]
        if method == "OPTIONS":
            await send_reply(scope, send, Reply(b"", status=204, headers={"allow": _ALLOW, "accept-post": _POSTED}))
            return
        if method not in {"GET", "HEAD", "POST"}:
            raise HttpError(405, f"send queries with GET or POST, not with {method}", allow=_ALLOW)
        fields = fields_of(scope["query_string"].decode("latin-1"))
        query = None
        if method == "POST":
            query, more = await _posted(scope, receive)
            fields += more
        elif not fields:
            endpoint = f"{scope['scheme']}://{_host(scope)}/sparql"
            await self._send(scope, receive, send, "service", {"endpoint": endpoint})
            return
        await self._send(scope, receive, send, "sparql", _question(fields, query))

    async def _send(self, scope: Scope, receive: Receive, send: Send, job: str, arguments: dict[str, Any]) -> None:
        vary = {"vary": "Accept"}
        call, arguments = f"ecomgraph.web.server.worker_jobs:{job}", {"accept": header(scope, b"accept"), **arguments}
        answer = self._asker.kept(call, arguments)
        if answer is None:
            answer = await unless_gone(receive, self._asker.ask(call, **arguments))
        if "acceptable" in answer.meta:
            raise HttpError(406, f"the result is available as {', '.join(answer.meta['acceptable'])}", **vary)
        await send_reply(scope, send, Reply(answer.body, content_type(answer.meta["type"]), headers=vary))


async def _posted(scope: Scope, receive: Receive) -> tuple[str | None, list[tuple[str, str]]]:
    """Return the query in the body of a request, or the fields of a posted form."""
    media_type, *parameters = (part.strip() for part in header(scope, b"content-type").split(";"))
    for parameter in parameters:
        if parameter.lower().startswith("charset") and not _CHARSET.fullmatch(parameter):
            raise HttpError(415, f"queries are UTF-8, not {parameter}")
    if media_type.lower() not in {_FORM, _QUERY}:
        update = "updates are not supported; " if media_type.lower() == "application/sparql-update" else ""
        raise HttpError(415, f"{update}post a query as {_FORM} or {_QUERY}", accept_post=_POSTED)
    coding = header(scope, b"content-encoding").strip().lower()
    if coding not in {"", "identity"}:
        raise HttpError(
            415,
            f"the content coding {coding[:40]} is not supported; send the body unencoded",
            accept_encoding="identity",
        )
    body = await read_body(scope, receive)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpError(400, f"the request is not UTF-8 at byte {error.start}") from None
    return (text, []) if media_type.lower() == _QUERY else (None, fields_of(text))


def _question(fields: list[tuple[str, str]], query: str | None) -> dict[str, Any]:
    queries = [value for name, value in fields if name == "query"] + ([] if query is None else [query])
    if any(name == "update" for name, _ in fields):
        raise HttpError(400, "updates are not supported")
    if len(queries) != 1:
        raise HttpError(400, "no query was sent" if not queries else "more than one query was sent")
    # HTML forms send empty fields too.
    return {
        "text": queries[0],
        "default_graphs": [value for name, value in fields if name == "default-graph-uri" and value],
        "named_graphs": [value for name, value in fields if name == "named-graph-uri" and value],
    }


def _host(scope: Scope) -> str:
    """Return the host name of the request, or the server's address without one (HTTP 1.0)."""
    name, port = scope["server"] or ("localhost", None)
    return header(scope, b"host") or (f"[{name}]" if ":" in name else name) + (f":{port}" if port else "")
