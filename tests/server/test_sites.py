"""Pages of other sites may link here, and no more; origins that are let in may ask like the server's own pages."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from click.testing import Result

from benchmarks.killers import KILLERS
from ecomgraph.errors import ArgumentError
from ecomgraph.web.server.origins import origin_of
from ecomgraph.web.server.request_guard import allowed_hosts
from tests.server.conftest import running

Run = Callable[..., Result]
Headers = dict[str, str]
EVIL, FRIEND = "https://evil.example", "https://yasgui.example"
QUERY = "/sparql?query=ASK%20%7B%7D"


def fetched(site: str, mode: str, target: str, **more: str) -> Headers:
    return {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": target, **more}


LINK = fetched("cross-site", "navigate", "document", **{"Sec-Fetch-User": "?1"})
FRAMES = [fetched("cross-site", "navigate", target) for target in ("iframe", "frame", "object", "embed", "fencedframe")]
PARTS = [
    *(fetched("cross-site", "no-cors", target) for target in ("image", "script", "style", "video", "empty", "object")),
    fetched("cross-site", "cors", "empty", Origin=EVIL),
    fetched("cross-site", "cors", "empty", Origin="null"),
    fetched("same-site", "no-cors", "image"),
    fetched("same-site", "cors", "empty", Origin="http://127.0.0.1:3000"),
    fetched("cross-site", "websocket", "websocket", Origin=EVIL),
]
# Of browsers that know no Fetch Metadata, or do not trust the address.
OLD = [{"Origin": EVIL}, {"Origin": "null"}, {"Referer": f"{EVIL}/page"}, {"Referer": "http://[::1"}]


@pytest.mark.parametrize("headers", [LINK, *FRAMES, *PARTS, *OLD, {"Sec-Fetch-Site": "cross-site"}], ids=str)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_query_of_another_site_runs(client: httpx.Client, headers: Headers, method: str) -> None:
    """Refused before it runs: one that takes long comes back at once."""
    begun = time.monotonic()
    for path in (QUERY, "/sparql/?query=ASK{}", "/%73parql?query=ASK{}", "/sparql?x=1&query=ASK{}"):
        assert client.request(method, path, headers=headers).status_code == 403
    killer = {"query": f"{KILLERS['cartesian product']} # {headers}"}
    assert client.request(method, "/sparql", params=killer, headers=headers).status_code == 403
    assert time.monotonic() - begun < 2.5


@pytest.mark.parametrize("headers", [LINK, *FRAMES, *PARTS, {"Origin": EVIL}, {"Origin": "null"}], ids=str)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "text/plain", "application/sparql-query", "multipart/form-data"]
)
def test_nothing_of_another_site_is_posted(client: httpx.Client, headers: Headers, kind: str) -> None:
    content = "ASK {}" if kind.endswith("query") else "query=ASK%20%7B%7D"
    response = client.post("/sparql", content=content, headers={**headers, "Content-Type": kind})
    assert response.status_code == 403
    chunks = (part.encode() for part in content)
    assert client.post("/sparql", content=chunks, headers={**headers, "Content-Type": kind}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/query", "/api", "/ns", "/role/ecommerce-director.html", "/sparql", "/api/roles"]
)
def test_links_are_followed_and_nothing_else(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers=LINK).status_code == 200
    assert client.head(path, headers=LINK).status_code == 200
    # A page that says where it is, in a browser that knows no Fetch Metadata.
    assert client.get(path, headers={"Referer": f"{EVIL}/"}).status_code == 200
    for headers in (*FRAMES, *PARTS):
        response = client.get(path, headers=headers)
        assert response.status_code == 403
        assert response.headers["x-frame-options"] == "DENY"
    assert client.post(path, headers=LINK).status_code == 403


def test_an_iri_is_followed(client: httpx.Client) -> None:
    response = client.get("/role/ecommerce-director", headers={**LINK, "Accept": "text/html"})
    assert (response.status_code, response.headers["location"]) == (303, "/role/ecommerce-director.html")
    assert client.get("/resource?iri=https://w3id.org/ecomgraph/ns%23Role", headers=LINK).status_code == 200


def test_what_a_user_types_and_what_own_pages_ask_is_answered(client: httpx.Client, address: str) -> None:
    for headers in (
        fetched("none", "navigate", "document"),
        fetched("same-origin", "cors", "empty", Origin=address),
        fetched("same-origin", "navigate", "iframe"),
        {"Origin": address},
        {"Referer": f"{address}/query"},
        {},
    ):
        assert client.get(QUERY, headers=headers).status_code == 200
        assert client.post("/sparql", data={"query": "ASK {}"}, headers=headers).status_code == 200


def test_two_answers_of_a_browser_are_none(client: httpx.Client) -> None:
    headers = [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")]
    assert client.get(QUERY, headers=headers).status_code == 403


# ------------------------------------------------------------------ origins that are let in


@pytest.fixture(scope="module")
def friendly() -> Iterator[httpx.Client]:
    """A server that lets one origin in; it is given with what is put right."""
    with running("--allow-origin", "HTTPS://Yasgui.example:443/") as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture(scope="module")
def anybodys() -> Iterator[httpx.Client]:
    """A server that lets all origins in."""
    with running("--allow-origin", "*") as address, httpx.Client(base_url=address) as client:
        yield client


def test_any_origin(anybodys: httpx.Client) -> None:
    for origin in (FRIEND, EVIL, "null", "http://localhost:3000"):
        asked = fetched("cross-site", "cors", "empty", Origin=origin)
        for response in (
            anybodys.get(QUERY, headers=asked),
            anybodys.post("/sparql", data={"query": "ASK {}"}, headers=asked),
            anybodys.get("/api/roles", headers=asked),
        ):
            assert response.status_code == 200
            assert response.headers["access-control-allow-origin"] == "*"
            assert response.headers["cross-origin-resource-policy"] == "cross-origin"
            assert "access-control-allow-credentials" not in response.headers
        wrong = anybodys.get("/sparql?query=ASK", headers=asked)
        assert (wrong.status_code, wrong.headers["access-control-allow-origin"]) == (400, "*")
    # Whoever caches this may give it to a page.
    assert anybodys.get(QUERY).headers["access-control-allow-origin"] == "*"
    assert "Origin" not in anybodys.get(QUERY).headers.get_list("vary")
    for headers in FRAMES:
        assert anybodys.get("/", headers=headers).status_code == 403


def test_one_origin(friendly: httpx.Client) -> None:
    asked = fetched("cross-site", "cors", "empty", Origin=FRIEND)
    response = friendly.post("/sparql", data={"query": "ASK {}"}, headers=asked)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == FRIEND
    for headers in (asked, {}, {"Origin": EVIL}):
        # Or a cache gives the reply for one to another.
        assert "Origin" in friendly.get("/api/roles", headers=headers).headers["vary"]
    for origin in (EVIL, "null", f"{FRIEND}.evil.example", "http://yasgui.example", f"{FRIEND}:8443"):
        response = friendly.get(QUERY, headers={**asked, "Origin": origin})
        assert response.status_code == 403
        assert "access-control-allow-origin" not in response.headers
    for headers in FRAMES:
        assert friendly.get(QUERY, headers={**headers, "Origin": FRIEND}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        "authorization",
        "cache-control,x-requested-with",
        "Accept, Content-Type",
        "x-anything, pragma, if-none-match",
        "",
    ],
)
def test_preflight_allows_what_is_asked_for(friendly: httpx.Client, anybodys: httpx.Client, headers: str) -> None:
    asked = fetched("cross-site", "cors", "empty", Origin=FRIEND)
    asked["Access-Control-Request-Method"] = "POST"
    if headers:
        asked["Access-Control-Request-Headers"] = headers
    for client, origin in ((friendly, FRIEND), (anybodys, "*")):
        response = client.options("/sparql", headers=asked)
        assert response.status_code == 204
        assert response.headers["access-control-allow-origin"] == origin
        assert "POST" in response.headers["access-control-allow-methods"]
        allowed = {it.strip().lower() for it in response.headers["access-control-allow-headers"].split(",")}
        assert allowed >= {it.strip().lower() for it in headers.split(",") if it}
        if not headers:
            assert allowed >= {"authorization", "x-requested-with", "cache-control", "content-type", "accept"}


def test_preflight_echoes_nothing_but_names(friendly: httpx.Client) -> None:
    asked = {"Origin": FRIEND, "Access-Control-Request-Method": "GET"}
    for wrong in ("a b", "x\tset-cookie: a", "<script>", "a,,b", ",x"):
        response = friendly.options("/sparql", headers={**asked, "Access-Control-Request-Headers": wrong})
        assert wrong not in response.headers["access-control-allow-headers"]
    assert friendly.options("/sparql", headers={**asked, "Origin": EVIL}).status_code == 403
    # No preflight: asks what can be done.
    for headers in ({"Origin": FRIEND}, {}):
        response = friendly.options("/sparql", headers=headers)
        assert response.headers["accept-post"].startswith("application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("*", "*"),
        ("https://yasgui.example", FRIEND),
        ("https://yasgui.example/", FRIEND),
        ("HTTPS://YASGUI.Example", FRIEND),
        ("https://yasgui.example:443", FRIEND),
        ("http://yasgui.example:443", "http://yasgui.example:443"),
        ("http://localhost:80/", "http://localhost"),
        ("http://localhost:03000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("moz-extension://0f1e-aa", "moz-extension://0f1e-aa"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_origins_as_browsers_write_them(given: str, origin: str) -> None:
    assert origin_of(given) == origin


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("https://yasgui.example/app", "has a path"),
        ("https://yasgui.example//", "has a path"),
        ("https://yasgui.example?x", "has a path"),
        ("https://yasgui.example#x", "has a path"),
        ("https:\\\\yasgui.example", "has no scheme"),
        ("yasgui.example", "has no scheme"),
        ("localhost:3000", "has no scheme"),
        ("//yasgui.example", "has no scheme"),
        ("", "has no scheme"),
        ("https://me@yasgui.example", "has a user name"),
        ("https://*.example", "'*' for all"),
        ("https://a.example,https://b.example", "repeat the option"),
        ("https://a.example https://b.example", "repeat the option"),
        ("https://bücher.example", "xn--"),
        ("null", "without an origin of its own"),
        ("https://yasgui.example:", "is not an origin"),
        ("https://yasgui.example:0", "is not an origin"),
        ("https://yasgui.example:65536", "is not an origin"),
        ("https://[::1", "is not an origin"),
        ("https://[:::1]", "has no IPv6 address"),
        ("file:///home", "has a path"),
        ("https://", "is not an origin"),
        (" https://yasgui.example", "is not an origin"),
        ("https://yasgui.example\n", "is not an origin"),
    ],
)
def test_what_no_browser_sends_is_refused_at_the_start(run: Run, given: str, why: str) -> None:
    with pytest.raises(ArgumentError, match="--allow-origin") as caught:
        origin_of(given)
    assert why in str(caught.value)
    result = run("serve", "--port", 0, "--allow-origin", given)
    assert result.exit_code == 2
    assert result.stderr == f"ecomgraph: {caught.value}\n"


@pytest.mark.parametrize("given", ["https://careers.example", "careers.example:8000", "careers.example/x", "", "a b"])
def test_names_that_no_request_can_give_are_refused(run: Run, given: str) -> None:
    result = run("serve", "--port", 0, "--allow-host", given)
    assert result.exit_code == 2
    assert result.stderr.startswith("ecomgraph: --allow-host ")
    assert result.stderr.count("\n") == 1


def test_names_are_compared_without_capitals() -> None:
    assert {"careers.example", "[::2]"} <= allowed_hosts("127.0.0.1", ["Careers.Example", "0::2"])


@pytest.mark.parametrize(
    ("scheme", "told", "is_own"),
    [
        ("http", "", True),
        # A proxy that takes HTTPS and does not say so.
        ("https", "", True),
        ("https", "https", True),
        ("https", "HTTPS, http", True),
        ("http", "https", False),
        ("https", "http", False),
        ("ftp", "", False),
        ("chrome-extension", "", False),
    ],
)
def test_a_page_of_another_scheme_is_another_site(client: httpx.Client, scheme: str, told: str, is_own: bool) -> None:
    origin = f"{scheme}://{client.base_url.netloc.decode()}"
    for name, value in (("Origin", origin), ("Referer", f"{origin}/query")):
        headers = {name: value, **({"X-Forwarded-Proto": told} if told else {})}
        assert client.get(QUERY, headers=headers).status_code == (200 if is_own else 403), name


# ------------------------------------------------------------------ frames


@pytest.fixture(scope="module")
def framed() -> Iterator[httpx.Client]:
    """A server whose pages one origin may show in a frame."""
    with running("--embed", "https://Intranet.example/") as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.long
def test_a_page_of_the_origin_named_may_show_pages_in_a_frame(framed: httpx.Client) -> None:
    own = {**fetched("cross-site", "navigate", "iframe"), "Referer": "https://intranet.example/"}
    for headers in (own, fetched("cross-site", "navigate", "iframe")):
        response = framed.get("/", headers=headers)
        assert response.status_code == 200
        assert "frame-ancestors 'self' https://intranet.example" in response.headers["content-security-policy"]
        assert "x-frame-options" not in response.headers
    assert framed.get("/", headers={**own, "Referer": f"{EVIL}/"}).status_code == 403
    assert framed.get("/", headers={**own, "Referer": "http://intranet.example/"}).status_code == 403, (
        "anybody's network"
    )
    assert framed.get(QUERY, headers=own).status_code == 403, "a frame sends no queries"
    for headers in (fetched("cross-site", "navigate", "object"), *PARTS):
        assert framed.get("/", headers=headers).status_code == 403


@pytest.mark.long
def test_what_is_no_origin_cannot_embed() -> None:
    with pytest.raises(ArgumentError, match=r"^--embed 'intranet\.example' "):
        origin_of("intranet.example", "--embed")
