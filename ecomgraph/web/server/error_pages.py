"""Errors as pages, for people who follow a link in a browser: the problem, and a link to the start page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.web.pages.links import Links
from ecomgraph.web.pages.render import render
from ecomgraph.web.server.http import Reply, error_reply, header
from ecomgraph.web.server.negotiate import choose, content_type

if TYPE_CHECKING:
    from ecomgraph.errors import EcomgraphError
    from ecomgraph.web.server.http import HttpError, Scope

__all__ = ["reply_to"]

_PROGRAMS = ("/api/", "/assets/", "/sparql")
_HEADINGS = {404: "There is no such page", 503: "The server is busy", 504: "That took too long"}


def reply_to(scope: Scope, error: HttpError | EcomgraphError) -> Reply:
    """Return the response for an error: a page for a client that prefers HTML, else one line of text."""
    plain = error_reply(error)
    preferred = choose(header(scope, b"accept"), ("text/plain", "text/html"))
    if preferred != "text/html" or scope["path"].startswith(_PROGRAMS):
        return plain
    # The message would quote an IRI, which means nothing to most readers.
    unknown = plain.status == 404 and not scope["query_string"]
    message = "nothing in this graph has that address" if unknown else plain.body.decode().strip()
    told = f"{message[:1].upper()}{message[1:]}" + "." * (not message.endswith((".", "?", "!")))
    heading = _HEADINGS.get(plain.status, "This cannot be shown")
    page = render("missing.html", links=Links(), page="missing", heading=heading, told=told)
    return Reply(page.encode("utf-8", "replace"), content_type("text/html"), plain.status, plain.headers)
