"""What hostile clients and pages of others send is refused, and the server goes on."""

import re
import socket
import time
from collections.abc import Callable

import httpx
import pytest

from tests.server.conftest import running

Raw = Callable[..., bytes]


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


@pytest.fixture
def raw(address: str) -> Raw:
    """Send bytes as they are and return what comes back until the server closes the connection."""

    def raw(*parts: bytes, timeout: float = 30) -> bytes:
        with socket.create_connection(("127.0.0.1", port_of(address)), timeout=timeout) as connection:
            received = b""
            try:
                for part in parts:
                    connection.sendall(part)
                while data := connection.recv(65536):
                    received += data
            except ConnectionError:
                pass
            return received

    return raw


def asked_for(raw: Raw, *hosts: str) -> int:
    lines = "".join(f"Host: {host}\r\n" for host in hosts)
    answer = raw(f"GET /api/roles HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode("latin-1"))
    return int(answer[9:12])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost:{port}", "[::1]:{port}", "127.0.0.1:{port}"])
def test_names_of_this_machine(raw: Raw, address: str, host: str) -> None:
    assert asked_for(raw, host.format(port=port_of(address))) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example",
        "localhost.evil.example:{port}",
        "evil.example#127.0.0.1",
        "127.0.0.1@evil.example",
        "127.0.0.1/evil.example",
        "127.0.0.1:80:80",
        "127.0.0.1:port",
        "[::ffff:1.2.3.4]",
        "10.0.0.1",
        "192.168.0.1",
        "127.0.0.1, evil.example",
        "127.0.0.1 evil.example",
        "",
        "\xe9vil",
        "a" * 300,
    ],
)
def test_other_names(raw: Raw, address: str, host: str) -> None:
    """A page whose name was made to lead here (DNS rebinding) sends its own name."""
    assert asked_for(raw, host.format(port=port_of(address))) in {400, 421}


def test_one_name_and_no_more(raw: Raw) -> None:
    assert asked_for(raw) == 400
    assert asked_for(raw, "127.0.0.1", "evil.example") == 400
    assert asked_for(raw, "evil.example", "127.0.0.1") == 400


def test_forwarded_names_count_for_nothing(client: httpx.Client) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Forwarded-Proto": "https"}
    assert "evil.example" not in client.get("/sparql", headers=headers).text
    assert client.get("/role/cdo", headers=headers).status_code == 404


def test_replies_tell_browsers_what_to_keep_to(client: httpx.Client) -> None:
    for path in ("/", "/sparql?query=ASK{}", "/api/roles", "/nothing", "/assets/style.css", "/sparql?query=no"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert part in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/query", "/api", "/ns.html", "/role/ecommerce-director.html"])
def test_pages_keep_to_the_policy(client: httpx.Client, path: str) -> None:
    """No script, style or address in them is one that the policy would stop."""
    text = client.get(path).text
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert 'src="/assets/' in attributes or re.search(r'type="application/(ld\+)?json"', attributes)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r'(?:src|action)="(?!/)|<link[^>]+href="(?!/)', text)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_others_may_not_ask(client: httpx.Client, site: str) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Origin": "https://evil.example"}
    assert client.get("/sparql?query=ASK{}", headers=headers).status_code == 403
    assert client.post("/sparql", data={"query": "ASK {}"}, headers=headers).status_code == 403
    assert client.get("/", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}).status_code == 200
    assert client.get("/", headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}).status_code == 200


@pytest.mark.long
def test_names_and_origins_can_be_let_in() -> None:
    options = ("--allow-host", "careers.example", "--allow-origin", "https://friend.example")
    with running(*options) as address, httpx.Client(base_url=address) as client:
        assert client.get("/api/roles", headers={"Host": "careers.example"}).status_code == 200
        friend = {"Origin": "https://friend.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
        answer = client.get("/api/roles", headers=friend)
        assert answer.headers["access-control-allow-origin"] == "https://friend.example"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        asked = client.options("/sparql", headers={**friend, "Access-Control-Request-Method": "POST"})
        assert asked.status_code == 204
        assert "content-type" in asked.headers["access-control-allow-headers"]
        other = {**friend, "Origin": "https://evil.example"}
        assert client.get("/api/roles", headers=other).status_code == 403
        assert "access-control-allow-origin" not in client.options("/sparql", headers=other).headers


# ------------------------------------------------------------------ too much, too slow, no HTTP


def test_a_body_that_is_too_large_is_refused_before_it_is_read(raw: Raw) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
    answer = raw(head + b"Content-Length: 100000000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer
    assert b"the body of a request may have at most 1,048,576 bytes" in answer


def test_a_body_that_turns_out_too_large_is_refused(raw: Raw, client: httpx.Client) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    # Who still sends when the connection is closed may not get to see the reply.
    assert raw(head + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 40)[:13] in {b"HTTP/1.1 413 ", b""}
    large = "ASK { } #" + "x" * 1_000_000
    assert client.post("/sparql", data={"query": large}).status_code == 200


def test_headers_that_are_too_large_are_refused(raw: Raw) -> None:
    line = b"X-Filler: " + b"x" * 8000 + b"\r\n"
    assert raw(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", *[line] * 100)[:13] in {b"HTTP/1.1 431 ", b""}
    assert raw(b"GET /?", *[b"x" * 8000] * 100, b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")[:13] in {b"HTTP/1.1 431 ", b""}


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\x00\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /%ff%zz%0 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /sparql?query=%zz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET http://evil.example/role/none HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_hardly_http(raw: Raw, client: httpx.Client, data: bytes) -> None:
    answer = raw(data)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
    assert b"HTTP/1.1 500" not in answer
    assert b"Traceback" not in answer
    assert client.get("/api/roles").status_code == 200


@pytest.mark.slow
def test_who_does_not_finish_a_request_is_not_waited_for(raw: Raw, client: httpx.Client) -> None:
    """A client that sends a byte now and then (slowloris) is cut off, whatever it sends."""
    begun = time.monotonic()
    assert raw(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-") in {b"", b"HTTP/1.1 408 Request Timeout\r\n\r\n"}
    assert time.monotonic() - begun < 29
    assert client.get("/api/roles").status_code == 200


def test_many_idle_connections_do_not_keep_others_out(address: str, client: httpx.Client) -> None:
    idle = [socket.create_connection(("127.0.0.1", port_of(address))) for _ in range(300)]
    try:
        for connection in idle[:100]:
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nq")
        for _ in range(5):
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    finally:
        for connection in idle:
            connection.close()
