"""Apache itself, by the files that the site writes for it, answers each IRI in the format that a client prefers."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.namespace import BASE
from ecomgraph.web.apache import apache_files
from ecomgraph.web.site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = Path("/usr/lib/apache2/modules")
W3ID = Path(__file__).resolve().parents[2] / "docs" / "w3id" / ".htaccess"
KITCHEN = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/ecomgraph/role/cook> a ecg:Role ; skos:prefLabel "Cook"@en .
<https://w3id.org/ecomgraph/framework/kitchen/role/chef> a ecg:Role ; skos:prefLabel "Chef"@en .
"""
CONF = """
ServerRoot {root}
ServerName localhost
PidFile {root}/httpd.pid
Listen 127.0.0.1:{port}
ErrorLog {root}/error.log
{modules}
TypesConfig /dev/null
DocumentRoot {root}/www
<Directory {root}/www>
  AllowOverride All
  Require all granted
</Directory>
"""
USED = ("mpm_event", "authz_core", "mime", "dir", "negotiation", "rewrite", "headers")


class Answer(NamedTuple):
    """Status, media type without parameters, location, and body."""

    status: int
    type: str
    location: str
    body: str


def test_only_what_has_another_path_gets_a_rule() -> None:
    things = [f"{BASE}role/cook", f"{BASE}ns", f"{BASE}graph/framework/ours", "https://a.example/role/cook"]
    rules = re.findall(r"^RewriteRule (\S+)", apache_files(things, "")[".htaccess"], flags=re.MULTILINE)
    assert rules == ["^(ns|shape)$", "[^/]$", "^graph/framework/ours$"]
    assert "ErrorDocument" not in apache_files(things, "")[".htaccess"]
    assert "ErrorDocument 404 /a/404.html" in apache_files([], "https://x.example/a")[".htaccess"]


@pytest.fixture(scope="module")
def address(bundled_site: Path) -> Iterator[str]:
    """An Apache that serves two sites in folders, and the redirect of w3id beside them."""
    program = shutil.which("apache2")
    if program is None or not (MODULES / "mod_negotiation.so").exists():
        pytest.skip("there is no apache2 here")
    # The workers of a server that root starts are somebody else, who may not read pytest's folders.
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        (root / "www").mkdir()
        shutil.copytree(bundled_site, root / "www" / "bundled", copy_function=os.link)
        with _served(program, root) as url:
            yield url


@contextlib.contextmanager
def _served(program: str, root: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (root / "kitchen.ttl").write_text(KITCHEN, encoding="utf-8")
    (root / "www" / "ecomgraph").mkdir()
    url = f"http://127.0.0.1:{port}"
    write_site(ecomgraph.load(root / "kitchen.ttl"), root / "www" / "careers", base_url=f"{url}/careers")
    redirect = W3ID.read_text(encoding="utf-8").replace("https://HOST/", f"{url}/careers/")
    (root / "www" / "ecomgraph" / ".htaccess").write_text(redirect, encoding="utf-8")
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in USED)
    (root / "httpd.conf").write_text(CONF.format(root=root, port=port, modules=modules), encoding="utf-8")
    process = subprocess.Popen([program, "-f", str(root / "httpd.conf"), "-X"], stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(30)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def get(url: str, accept: str) -> Answer:
    """Ask for a URL, and stay where a redirect leads away."""
    opener = urllib.request.build_opener(_Stay)
    request = urllib.request.Request(url, headers={"Accept": accept})  # noqa: S310
    try:
        with opener.open(request, timeout=30) as reply:
            return _answer(reply)
    except urllib.error.HTTPError as reply:
        return _answer(reply)


def _answer(reply: object) -> Answer:
    headers = reply.headers  # type: ignore[attr-defined]
    body = reply.read().decode()  # type: ignore[attr-defined]
    assert "qs=" not in headers.get("Content-Type", "")
    return Answer(reply.status, headers.get_content_type(), headers.get("Location", ""), body)  # type: ignore[attr-defined]


# What Protégé's library asks for.
OWL_API = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PATHS = (
    "role/cook",
    "framework/kitchen/role/chef",
    "ns",
    "shape",
    "graph/asserted",
    "importance/essential",
)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_each_iri_is_answered_as_the_client_prefers(path: str, address: str) -> None:
    for accept, kind in (
        (BROWSER, "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples, text/turtle;q=0.5", "application/n-triples"),
        ("application/trig, text/turtle;q=0.7, text/html;q=0.3", "text/turtle"),
        (OWL_API, "application/rdf+xml"),
    ):
        found = get(f"{address}/careers/{path}", accept)
        assert (found.status, found.type) == (200, kind), accept
        assert found.body


@pytest.mark.slow
def test_every_iri_of_the_bundled_graph_is_answered(address: str, graph: ecomgraph.CareerGraph) -> None:
    """Each in one format in turn; formats that there are not are refused."""
    paths = {
        term.value.removeprefix(BASE).partition("#")[0]
        for quad in graph.dataset.store
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)
    }
    assert {"graph/derived", "dataset/ecomgraph", "distribution/trig", "ns/0.1.0", "data/careers.trig"} < paths
    assert len(paths) > 1800
    kinds = ("text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
    for number, path in enumerate(sorted(paths)):
        kind = kinds[number % len(kinds)]
        found = get(f"{address}/bundled/{path}", kind if path and not path.startswith("data/") else "*/*")
        assert found.status == 200, path
        if path and not path.startswith("data/"):
            assert found.type == kind, path
            assert path.rpartition("/")[2].split(".")[0] in found.body
    for path in ("role/vp-of-ecommerce", "ns", "shape", "graph/asserted"):
        assert get(f"{address}/bundled/{path}", "image/png").status == 406
    shapes = get(f"{address}/bundled/shape", "application/n-triples").body
    assert f"<{BASE}shape#Role> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in shapes


@pytest.mark.slow
def test_redirect_of_w3id_leads_to_the_same_path(address: str) -> None:
    found = get(f"{address}/ecomgraph/role/cook", "text/turtle")
    assert (found.status, found.location) == (303, f"{address}/careers/role/cook")
    assert "Cook" in get(found.location, "text/turtle").body
    assert get(f"{address}/ecomgraph/", BROWSER).location == f"{address}/careers/"
    assert get(f"{address}/ecomgraph/resource?iri=urn%3Aa", BROWSER).location.endswith("/careers/resource?iri=urn%3Aa")


@pytest.mark.slow
def test_what_is_not_there_gets_the_page_that_says_so(address: str) -> None:
    found = get(f"{address}/careers/role/nobody", BROWSER)
    assert found.status == 404
    assert found.body == get(f"{address}/careers/404.html", BROWSER).body
    assert get(f"{address}/careers/query", BROWSER)[:3] == (301, "text/html", f"{address}/careers/query/")
    assert get(f"{address}/careers/role/cook.ttl", BROWSER).type == "text/turtle"
