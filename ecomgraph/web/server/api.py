"""The JSON API: ``/api/…``."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from ecomgraph.errors import EcomgraphError, UnknownNameError
from ecomgraph.queries.library import Library
from ecomgraph.web.server.dereference import only_read
from ecomgraph.web.server.endpoints import COMMON, ENDPOINTS, LANGUAGE
from ecomgraph.web.server.http import HttpError, Reply, error_reply, fields_of, send_reply, unless_gone
from ecomgraph.web.server.openapi import openapi
from ecomgraph.web.server.parameters import read
from ecomgraph.web.server.reader_language import reader_language

if TYPE_CHECKING:
    from ecomgraph.web.server.ask import Asker
    from ecomgraph.web.server.http import Receive, Scope, Send

__all__ = ["Api"]

_PREFIX = "/api/"
_JSON = "application/json"


class Api:
    """The ASGI application for paths below ``/api/``; errors are JSON."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            only_read(scope)
            reply = await self._reply(scope, receive)
        except (HttpError, EcomgraphError) as error:
            reply = error_reply(error, as_json=True)
        await send_reply(scope, send, reply)

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        name = scope["path"].removeprefix(_PREFIX)
        if name == "openapi.json":
            return Reply(_description(self._asker.source.queries), _JSON)
        fields = fields_of(scope["query_string"].decode("latin-1"))
        if name.startswith("query/"):
            fields.append(("name", name.removeprefix("query/")))
            name = "query"
        endpoint = ENDPOINTS.get(name)
        if endpoint is None or (name == "query" and not scope["path"].startswith(f"{_PREFIX}query/")):
            raise UnknownNameError(name, "endpoint", [f"{_PREFIX}{it}" for it in ENDPOINTS])
        arguments = read((*endpoint.parameters, *COMMON), fields, more=endpoint.open)
        # All ways to ask for a language become one argument, so that they share cached answers.
        arguments[LANGUAGE.name] = await reader_language(scope, self._asker)
        asked = self._asker.ask("ecomgraph.web.server.worker_jobs:api", name=name, arguments=arguments)
        answer = await unless_gone(receive, asked)
        return Reply(answer.body, _JSON, headers={"vary": "Accept-Language"})


@cache
def _description(folders: tuple[str, ...]) -> bytes:
    names = [query.name for query in Library(folders)]
    return json.dumps(openapi(names), ensure_ascii=False).encode()
