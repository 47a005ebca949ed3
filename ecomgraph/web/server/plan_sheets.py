"""Printable development plans: ``/plan?from=…&to=…&have=…``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ecomgraph.web.server.dereference import only_read
from ecomgraph.web.server.endpoints import COMMON, ENDPOINTS, LANGUAGE
from ecomgraph.web.server.http import Reply, fields_of, header, send_reply, unless_gone
from ecomgraph.web.server.negotiate import content_type
from ecomgraph.web.server.parameters import read
from ecomgraph.web.server.reader_language import reader_language

if TYPE_CHECKING:
    from ecomgraph.web.server.ask import Asker
    from ecomgraph.web.server.http import Receive, Scope, Send

__all__ = ["PlanSheets"]


class PlanSheets:
    """The ASGI application for ``/plan``, which takes the parameters of ``/api/plan``."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        only_read(scope)
        query = scope["query_string"].decode("latin-1")
        arguments = read((*ENDPOINTS["plan"].parameters, *COMMON), fields_of(query))
        arguments[LANGUAGE.name] = await reader_language(scope, self._asker)
        asked = self._asker.ask(
            "ecomgraph.web.server.worker_jobs:plan",
            arguments=arguments,
            address=f"{scope['scheme']}://{header(scope, b'host')}/plan?{query}",
            day=datetime.now(UTC).date().isoformat(),
        )
        answer = await unless_gone(receive, asked)
        headers = {"vary": "Accept-Language"}
        await send_reply(scope, send, Reply(answer.body, content_type(answer.meta["type"]), headers=headers))
