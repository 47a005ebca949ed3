"""Dereference IRIs: redirect to documents about resources, as HTML or RDF, by content negotiation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote

from ecomgraph.errors import ExportError
from ecomgraph.namespace import BASE
from ecomgraph.web.pages.links import DATA_FORMATS, SHAPES, local_path
from ecomgraph.web.server.http import HttpError, Reply, header, send_reply
from ecomgraph.web.server.negotiate import DOCUMENTS, choose, content_type
from ecomgraph.web.server.reader_language import asked_language, reader_language

if TYPE_CHECKING:
    from ecomgraph.web.server.ask import Asker
    from ecomgraph.web.server.http import Receive, Scope, Send

__all__ = ["Pages", "Things"]

FORMATS: Final = ("html", *DATA_FORMATS)
VOCABULARY: Final = BASE + "ns"
_ENDING = re.compile(rf"(.+)\.({'|'.join(FORMATS)})")
_READ = {"GET", "HEAD"}


def only_read(scope: Scope) -> None:
    """Refuse a request with another method than GET or HEAD."""
    if scope["method"] not in _READ:
        raise HttpError(405, f"this resource supports GET and HEAD, not {scope['method']}", allow="GET, HEAD")


class Pages:
    """The fixed pages: the explorer, queries, the API."""

    def __init__(self, asker: Asker, name: str) -> None:
        self._asker = asker
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer one request."""
        only_read(scope)
        chosen = _framework(scope)
        language = await reader_language(scope, self._asker)
        # The job is not trusted, because the client chooses the name to look up, so it has the time limit of a query.
        answer = await self._asker.ask(
            "ecomgraph.web.server.worker_jobs:page",
            trusted=not chosen,
            name=self._name,
            framework=chosen,
            language=language,
        )
        headers = {"vary": "Accept-Language"}
        await send_reply(scope, send, Reply(answer.body, content_type(answer.meta["type"]), headers=headers))


class Things:
    """The ASGI application for all other paths, and for ``/resource?iri=``.

    The path of an IRI below the base of ecomgraph redirects (303) to a document about the resource, in the format that
    the client prefers. For other IRIs, ``/resource`` is the document.
    """

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer one request."""
        only_read(scope)
        path = scope["path"]
        if path == "/resource":
            await self._resource(scope, send)
        elif path == "/ns":
            await self._negotiated(scope, send, VOCABULARY)
        elif path == "/shape":
            await self._shapes(scope, send)
        elif path.startswith("/data/"):
            await self._download(scope, send, path.removeprefix("/data/"))
        elif path == "/.well-known/void":
            await send_reply(scope, send, Reply(b"", status=303, headers={"location": "/dataset/ecomgraph"}))
        elif match := _ENDING.fullmatch(path):
            await self._document(scope, send, BASE + match[1][1:], match[2])
        else:
            await self._see_other(scope, send, path)

    async def _see_other(self, scope: Scope, send: Send, path: str) -> None:
        form = _liked(scope)
        # Check that the document exists before redirecting to it.
        chosen = _framework(scope)
        await self._ask(scope, BASE + path[1:], form, chosen)
        # Other paths could redirect to other sites: //example.org is a network-path reference.
        plain = local_path(BASE + path[1:])
        more = _chosen(scope)
        ending = f"?{more[1:]}" if more else ""
        place = f"/{plain}.{form}{ending}" if plain else _resource_path(BASE + path[1:], form, more)
        headers = {"location": place, "vary": "Accept"}
        await send_reply(scope, send, Reply(b"", status=303, headers=headers))

    async def _shapes(self, scope: Scope, send: Send) -> None:
        """Redirect to the shapes as data, or to the page of the vocabulary, which describes them."""
        form = _liked(scope)
        place = "/ns.html" if form == "html" else f"/shape.{form}"
        await send_reply(scope, send, Reply(b"", status=303, headers={"location": place, "vary": "Accept"}))

    async def _download(self, scope: Scope, send: Send, path: str) -> None:
        answer = await self._asker.ask(
            "ecomgraph.web.server.worker_jobs:download", path=path, framework=_framework(scope)
        )
        await send_reply(scope, send, Reply(answer.body, content_type(answer.meta["type"])))

    async def _resource(self, scope: Scope, send: Send) -> None:
        try:
            fields = parse_qs(scope["query_string"].decode("latin-1"), errors="strict", max_num_fields=20)
        except (UnicodeDecodeError, ValueError):
            raise HttpError(400, "the URL is not UTF-8") from None
        iris, forms = fields.get("iri", []), fields.get("format", [])
        if len(iris) != 1:
            raise HttpError(400, "name a resource: /resource?iri=IRI")
        if not forms:
            await self._negotiated(scope, send, iris[0])
        elif forms[0] in FORMATS and len(forms) == 1:
            await self._document(scope, send, iris[0], forms[0])
        else:
            raise HttpError(400, f"format must be one of {', '.join(FORMATS)}")

    async def _negotiated(self, scope: Scope, send: Send, iri: str) -> None:
        form = _liked(scope)
        place = f"/ns.{form}" if iri == VOCABULARY else _resource_path(iri, form, _chosen(scope))
        await self._document(scope, send, iri, form, vary="Accept", content_location=place)

    async def _document(self, scope: Scope, send: Send, iri: str, form: str, **headers: str) -> None:
        body, media_type = await self._ask(scope, iri, form, _framework(scope))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if form == "html":
            named["vary"] = ", ".join((*filter(None, [named.get("vary")]), "Accept-Language"))
        await send_reply(scope, send, Reply(body, content_type(media_type), headers=named))

    async def _ask(self, scope: Scope, iri: str, form: str, framework: str) -> tuple[bytes, str]:
        # Only pages depend on the language; data has the texts in all languages.
        language = await reader_language(scope, self._asker) if form == "html" else ""
        if (iri, form) in ((VOCABULARY, "html"), (SHAPES, "html")):
            answer = await self._asker.ask(
                "ecomgraph.web.server.worker_jobs:page", trusted=True, name="ns", framework="", language=language
            )
        else:
            try:
                answer = await self._asker.ask(
                    "ecomgraph.web.server.worker_jobs:document",
                    iri=iri,
                    form=form,
                    framework=framework,
                    language=language,
                )
            except ExportError as error:
                raise HttpError(406, f"{error}; ask for text/turtle", vary="Accept") from None
        return answer.body, answer.meta["type"]


def _resource_path(iri: str, form: str, more: str) -> str:
    return f"/resource?iri={quote(iri, safe='')}&format={form}{more}"


def _chosen(scope: Scope) -> str:
    """Return the query string that a redirect keeps: the framework and the language."""
    chosen = {"framework": _framework(scope), "language": asked_language(scope)}
    return "".join(f"&{name}={quote(value, safe='')}" for name, value in chosen.items() if value)


def _framework(scope: Scope) -> str:
    """Return the name of the framework that the client chose, ``""`` if it chose none."""
    try:
        fields = parse_qs(scope["query_string"].decode("latin-1"), errors="strict", max_num_fields=20)
    except (UnicodeDecodeError, ValueError):
        raise HttpError(400, "the URL is not UTF-8") from None
    named: str = fields.get("framework", [""])[0]
    return named


def _liked(scope: Scope) -> str:
    media_type = choose(header(scope, b"accept"), tuple(DOCUMENTS))
    if media_type is None:
        raise HttpError(406, f"this resource is available as {', '.join(DOCUMENTS)}", vary="Accept")
    return DOCUMENTS[media_type]
