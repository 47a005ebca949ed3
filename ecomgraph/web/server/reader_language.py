"""Find out which language a client wants labels and texts in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from ecomgraph.languages import is_language_tag, negotiated
from ecomgraph.web.server.http import HttpError, header

if TYPE_CHECKING:
    from ecomgraph.web.server.ask import Asker
    from ecomgraph.web.server.http import Scope

__all__ = ["asked_language", "reader_language"]


def asked_language(scope: Scope) -> str:
    """Return the language that the address asks for, ``""`` if none; refuse an invalid language tag."""
    try:
        fields = parse_qs(scope["query_string"].decode("latin-1"), errors="strict", max_num_fields=200)
    except (UnicodeDecodeError, ValueError):
        raise HttpError(400, "the URL is not UTF-8") from None
    tag: str = fields.get("language", [""])[0]
    if tag and not is_language_tag(tag):
        raise HttpError(400, "language must be a tag such as fr or pt-BR")
    return tag


async def reader_language(scope: Scope, asker: Asker) -> str:
    """Return the language of the address, else the best of ``Accept-Language`` with labels, else ``""``."""
    answer = await asker.ask("ecomgraph.web.server.worker_jobs:languages", trusted=True)
    return negotiated(asked_language(scope) or header(scope, b"accept-language"), json.loads(answer.body))
