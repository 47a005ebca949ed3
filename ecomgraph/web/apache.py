"""The files with which Apache answers every IRI of a static site by content negotiation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ecomgraph.namespace import BASE
from ecomgraph.web.pages.links import file_name, local_path

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["apache_files"]

# File extensions, media types and qualities; a client that accepts all of them gets the HTML page.
_TYPES: Final = {
    "html": ("text/html", 1.0),
    "ttl": ("text/turtle", 0.9),
    "jsonld": ("application/ld+json", 0.8),
    "nt": ("application/n-triples", 0.7),
    "rdf": ("application/rdf+xml", 0.6),
}
_HEAD = """\
# Written by ecomgraph site: an IRI gives a page or data, as the client prefers.
# Apache needs AllowOverride with FileInfo and Options, and mod_negotiation, mod_mime and mod_rewrite.
Options +MultiViews
DirectorySlash Off
"""
_TAIL = """\
AddType application/trig .trig
AddType text/csv .csv
AddCharset UTF-8 .html .ttl .jsonld .nt .rdf .trig .csv .js .css .xml
AddHandler type-map .var
<IfModule mod_headers.c>
    # The quality of a format is no part of its media type.
    Header always edit Content-Type "; ?qs=[0-9.]+" ""
    Header always set Access-Control-Allow-Origin "*"
</IfModule>
RewriteEngine On
RewriteRule ^(ns|shape)$ $1.var [L]
RewriteCond %{REQUEST_FILENAME} -d
RewriteRule [^/]$ %{REQUEST_URI}/ [R=301,L]
"""


def apache_files(things: Iterable[str], base_url: str) -> dict[str, str]:
    """Return the text of each file by path; ``things`` are the IRIs of things with pages.

    An IRI below ecomgraph's base whose page has another path gets a rule of its own.

    >>> files = apache_files(["https://w3id.org/ecomgraph/framework/kitchen/role/cook"], "https://example.org/careers")
    >>> files[".htaccess"].splitlines()[-2]
    'RewriteRule ^framework/kitchen/role/cook$ resource/cook-12cd46bac4daf8fd [L]'
    """
    types = "".join(f'AddType "{kind};qs={liked}" .{ending}\n' for ending, (kind, liked) in _TYPES.items())
    moved = "".join(
        f"RewriteRule ^{re.escape(iri.removeprefix(BASE))}$ {file_name(iri)} [L]\n"
        for iri in things
        if iri.startswith(BASE)
        and not local_path(iri)
        and re.fullmatch(r"[A-Za-z0-9/_.-]+", iri.removeprefix(BASE))
        and iri != BASE + "ns"
    )
    missing = f"ErrorDocument 404 {urlsplit(base_url).path}/404.html\n" if base_url else ""
    maps = {f"{name}.var": f"URI: {name}\n\n{_variants(name)}" for name in ("ns", "shape")}
    return {".htaccess": _HEAD + types + _TAIL + moved + missing, **maps}


def _variants(name: str) -> str:
    return "\n".join(
        f"URI: {name}.{ending}\nContent-type: {kind}; qs={liked}; charset=utf-8\n"
        for ending, (kind, liked) in _TYPES.items()
    )
