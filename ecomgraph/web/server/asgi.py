"""The ASGI application and its routes."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from starlette.routing import Route, Router

from ecomgraph.web.pages import assets
from ecomgraph.web.server.api import Api
from ecomgraph.web.server.dereference import Pages, Things, only_read
from ecomgraph.web.server.http import HttpError, Reply, send_reply
from ecomgraph.web.server.negotiate import content_type
from ecomgraph.web.server.plan_sheets import PlanSheets
from ecomgraph.web.server.request_guard import Guard
from ecomgraph.web.server.sparql_endpoint import SparqlEndpoint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.web.server.ask import Asker
    from ecomgraph.web.server.http import Receive, Scope, Send

__all__ = ["application"]

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def application(
    asker: Asker, *, hosts: frozenset[str], origins: Iterable[str] = (), embedders: Iterable[str] = ()
) -> Guard:
    """Return the application that runs jobs with ``asker`` and accepts requests for one of ``hosts``.

    Pages of ``origins`` may ask it, pages of ``embedders`` may show it in a frame.
    """
    endpoint = SparqlEndpoint(asker)
    routes = [
        Route("/sparql", endpoint),
        Route("/sparql/", endpoint),
        Route("/assets/{name}", _Assets()),
        Route("/", Pages(asker, "")),
        Route("/query", Pages(asker, "query")),
        Route("/plan", PlanSheets(asker)),
        Route("/api", Pages(asker, "api")),
        Route("/api/{rest:path}", Api(asker)),
        Route("/{rest:path}", Things(asker)),
    ]
    return Guard(Router(routes=routes), hosts=hosts, origins=origins, embedders=embedders)


class _Assets:
    """Style sheets, scripts and icons, from a fixed table of names, so that no other file can be reached."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        only_read(scope)
        name = scope["path_params"]["name"]
        data = assets().get(name)
        if data is None:
            raise HttpError(404, "no such file")
        await send_reply(scope, send, Reply(data, content_type(_media_type(name))))


def _media_type(name: str) -> str:
    return _TYPES.get(name[name.rfind(".") :]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
