"""What clients send that is odd and means no harm is answered; large replies are compressed."""

import gzip
import socket
from typing import Any

import httpx
import pytest

ROWS = {"query": "SELECT ?s ?p ?o { ?s a ecg:Skill ; ?p ?o } ORDER BY ?s ?p ?o LIMIT 500"}


def raw(address: str, *lines: str) -> bytes:
    """Send lines and return all that comes back."""
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=30) as connection:
        connection.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode())
        received = b""
        while data := connection.recv(65536):
            received += data
        return received


@pytest.mark.parametrize("field", ["default-graph-uri", "named-graph-uri"])
def test_a_field_that_is_empty_names_no_graph(client: httpx.Client, field: str) -> None:
    query = "ASK { role:ecommerce-manager ecg:requiresSkill ?skill }"
    fields: dict[str, Any] = {"query": query, field: ""}
    for response in (
        client.post("/sparql", data=fields),
        client.get("/sparql", params=fields),
        client.get("/sparql", params={**fields, "default-graph-uri": "", "named-graph-uri": ""}),
        client.get("/sparql", params={**fields, "default-graph-uri": ["", "https://w3id.org/ecomgraph/graph/derived"]}),
    ):
        assert (response.status_code, response.json()["boolean"]) == (200, True)
    asserted = {"query": query, "default-graph-uri": ["", "https://w3id.org/ecomgraph/graph/asserted", ""]}
    assert client.get("/sparql", params=asserted).json()["boolean"] is False


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/api/roles", "/sparql"])
def test_http_1_0_needs_no_host(address: str, path: str) -> None:
    answer = raw(address, f"GET {path} HTTP/1.0")
    assert answer.startswith(b"HTTP/1.1 200 ")
    if path == "/sparql":
        assert f"{address}/sparql".encode() in answer


def test_http_1_0_with_a_host_names_one_of_ours(address: str) -> None:
    assert raw(address, "GET / HTTP/1.0", "Host: localhost").startswith(b"HTTP/1.1 200 ")
    assert raw(address, "GET / HTTP/1.0", "Host: evil.example").startswith(b"HTTP/1.1 421 ")
    assert raw(address, "GET / HTTP/1.0", "Host: localhost", "Host: localhost").startswith(b"HTTP/1.1 400 ")
    assert raw(address, "GET / HTTP/1.1", "Connection: close").startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("path", ["/", "/api/roles", "/sparql"])
def test_an_expectation_that_nobody_meets_is_refused(address: str, path: str) -> None:
    host, end = "Host: localhost", "Connection: close"
    for expected in ("coffee", "100-continue, coffee"):
        answer = raw(address, f"GET {path} HTTP/1.1", host, f"Expect: {expected}", end)
        assert answer.startswith(b"HTTP/1.1 417 ")
        assert b"the only expectation that is met is 100-continue" in answer
    for expected in ("100-continue", "100-Continue", ""):
        assert b"HTTP/1.1 200 " in raw(address, f"GET {path} HTTP/1.1", host, f"Expect: {expected}", end)


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://localhost/api/roles", "localhost", 200),
        ("http://localhost/sparql?query=ASK%7B%7D", "localhost", 200),
        ("http://[::1]:8000/api/roles", "[::1]:8000", 200),
        ("http://evil.example/api/roles", "localhost", 421),
        ("http://evil.example:80/api/roles", "localhost", 421),
        ("http://localhost@evil.example/api/roles", "localhost", 421),
        ("http://localhost/api/roles", "evil.example", 200),
    ],
)
def test_a_request_line_with_a_host_counts(address: str, target: str, host: str, status: int) -> None:
    """RFC 9112, 3.2.2: what the request line says counts, not the header."""
    answer = raw(address, f"GET {target} HTTP/1.1", f"Host: {host}", "Connection: close")
    assert int(answer[9:12]) == status
    two = raw(address, f"GET {target} HTTP/1.1", f"Host: {host}", "Host: localhost", "Connection: close")
    assert int(two[9:12]) in {400, 421}


def test_a_slash_after_the_endpoint(client: httpx.Client, address: str) -> None:
    for response in (
        client.get("/sparql/", params={"query": "ASK {}"}),
        client.post("/sparql/", data={"query": "ASK {}"}),
        client.post("/sparql/", content="ASK {}", headers={"Content-Type": "application/sparql-query"}),
    ):
        assert (response.status_code, response.json()["boolean"]) == (200, True)
    described = client.get("/sparql/", headers={"Accept": "application/n-triples"}).text
    assert f"<{address}/sparql> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in described
    assert client.options("/sparql/").status_code == 204


# ------------------------------------------------------------------ compression


def sent(client: httpx.Client, method: str, path: str, encoding: str, **options: Any) -> tuple[httpx.Response, bytes]:
    """Return a reply, and its bytes as they come."""
    headers = {"Accept-Encoding": encoding, **options.pop("headers", {})}
    with client.stream(method, path, headers=headers, **options) as response:
        return response, b"".join(response.iter_raw())


@pytest.mark.parametrize(
    "path", ["/", "/query", "/ns.ttl", "/api/gap?from=cdo&to=ecommerce-manager", "/assets/style.css"]
)
def test_large_replies_are_compressed(client: httpx.Client, path: str) -> None:
    plain, body = sent(client, "GET", path, "identity")
    small, compressed = sent(client, "GET", path, "gzip, deflate, br")
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(compressed) == body
    assert len(compressed) < len(body) / 2
    assert int(small.headers["content-length"]) == len(compressed)
    for response in (plain, small):
        assert "Accept-Encoding" in response.headers["vary"]
    assert small.headers["content-type"] == plain.headers["content-type"]


def test_a_table_is_compressed_whatever_its_form(client: httpx.Client) -> None:
    for accept in ("text/csv", "application/sparql-results+json", "application/sparql-results+xml"):
        headers = {"Accept": accept}
        _, body = sent(client, "POST", "/sparql", "identity", data=ROWS, headers=headers)
        response, compressed = sent(client, "POST", "/sparql", "gzip", data=ROWS, headers=headers)
        assert gzip.decompress(compressed) == body
        assert "Accept" in response.headers.get_list("vary")
    large = {"query": "SELECT ?s ?p ?o { ?s ?p ?o }"}
    _, body = sent(client, "POST", "/sparql", "identity", data=large)
    for _ in range(2):
        _, compressed = sent(client, "POST", "/sparql", "gzip", data=large)
        assert gzip.decompress(compressed) == body


@pytest.mark.parametrize(
    ("encoding", "compressed"),
    [
        ("gzip", True),
        ("x-gzip", True),
        ("*", True),
        ("br, gzip;q=0.2", True),
        ("GZIP", True),
        ("", False),
        ("br", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=0.4, identity;q=0.8", False),
        ("*;q=0", False),
        ("gzipped", False),
    ],
)
def test_who_does_not_want_it_does_not_get_it(client: httpx.Client, encoding: str, compressed: bool) -> None:
    response, _ = sent(client, "GET", "/ns.ttl", encoding)
    assert response.status_code == 200
    assert ("content-encoding" in response.headers) is compressed


def test_small_replies_and_errors_stay_as_they_are(client: httpx.Client) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=" + "x" * 5000, "/role/none", "/role/ecommerce-director"):
        response, _ = sent(client, "GET", path, "gzip")
        assert "content-encoding" not in response.headers


def test_each_form_has_a_tag_of_its_own(client: httpx.Client) -> None:
    path = "/ns.ttl"
    plain, body = sent(client, "GET", path, "identity")
    small, compressed = sent(client, "GET", path, "gzip")
    tags = {"identity": plain.headers["etag"], "gzip": small.headers["etag"]}
    assert tags["identity"] != tags["gzip"]
    for encoding, length in (("identity", len(body)), ("gzip", len(compressed))):
        head, nothing = sent(client, "HEAD", path, encoding)
        assert nothing == b""
        assert (head.headers["etag"], int(head.headers["content-length"])) == (tags[encoding], length)
        assert head.headers.get("content-encoding", "identity") == encoding
        for method in ("GET", "HEAD"):
            for tag in (tags[encoding], f"W/{tags[encoding]}", f'"x", {tags[encoding]}', "*"):
                known, nothing = sent(client, method, path, encoding, headers={"If-None-Match": tag})
                assert (known.status_code, nothing) == (304, b"")
                assert known.headers["etag"] == tags[encoding]
                assert "Accept-Encoding" in known.headers["vary"]
                assert "content-encoding" not in known.headers
    other, _ = sent(client, "GET", path, "gzip", headers={"If-None-Match": tags["identity"]})
    assert other.status_code == 200


@pytest.mark.parametrize(("coding", "status"), [("gzip", 415), ("GZip, gzip", 415), ("identity", 200), ("", 200)])
def test_a_body_that_is_encoded_is_refused_and_not_misread(client: httpx.Client, coding: str, status: int) -> None:
    headers = {"content-encoding": coding, "content-type": "application/sparql-query"}
    response = client.post("/sparql", content=b"ASK {}", headers=headers)
    assert response.status_code == status
    assert response.headers.get("accept-encoding") == ("identity" if status == 415 else None)
