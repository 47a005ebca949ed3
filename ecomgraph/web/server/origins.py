"""Parse origins and host names into the form that browsers send."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from ecomgraph.errors import ArgumentError

__all__ = ["ANY", "host_name", "origin_of", "page_origin"]

# The value of --allow-origin for all origins.
ANY: Final = "*"
_ORIGIN = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?/?"
)
_HOST = re.compile(r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+")
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}


def origin_of(text: str, option: str = "--allow-origin") -> str:
    """Return an origin in the form of an ``Origin`` header, ``*`` for any (RFC 6454, 6.2).

    Upper case, a trailing slash and a default port are normalized. Raises :class:`~ecomgraph.ArgumentError` for a value
    that browsers never send, naming the ``option`` that it was given with.

    >>> origin_of("HTTPS://Yasgui.Example:443/")
    'https://yasgui.example'
    """
    if text == ANY:
        return ANY
    match = _ORIGIN.fullmatch(text)
    port = int(match["port"]) if match and match["port"] else None
    if match is None or (port is not None and not 0 < port < 65536):
        raise ArgumentError(f"{option} {text!r} {_what_is_wrong(text)}")
    scheme, host = match["scheme"].lower(), _lower(match["host"], f"{option} {text!r}")
    return f"{scheme}://{host}" + ("" if port in {None, _DEFAULT_PORTS.get(scheme)} else f":{port}")


def _what_is_wrong(text: str) -> str:
    example = "give a scheme, a host and, if need be, a port, as in https://example.org:8443"
    if text.lower() == "null":
        return "is sent by every page without an origin of its own; name an origin, or '*' for all"
    if not text.isascii():
        return "is not an origin: browsers send a non-ASCII host in its xn-- form; use that"
    if "," in text or " " in text.strip():
        return "is more than one origin; repeat the option for each"
    if "*" in text:
        return "matches no origin: write the full origin, or '*' for all"
    if "://" not in text:
        return f"has no scheme; {example}"
    rest = text.partition("://")[2]
    if "@" in rest:
        return f"has a user name, which no origin has; {example}"
    if re.search(r"[/?#\\]", rest):
        return f"has a path, which no origin has; {example}"
    return f"is not an origin; {example}"


def host_name(text: str) -> str:
    """Return a host name of a ``Host`` header, in lower case and without a port.

    >>> host_name("Careers.Example"), host_name("::1")
    ('careers.example', '[::1]')
    """
    name = f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text
    if not _HOST.fullmatch(name):
        raise ArgumentError(f"--allow-host {text!r} is not a host name; give it without scheme, port and path")
    return _lower(name, f"--allow-host {text!r}")


def _lower(host: str, given: str) -> str:
    if not host.startswith("["):
        return host.lower()
    try:
        return f"[{ipaddress.IPv6Address(host[1:-1])}]"
    except ValueError:
        raise ArgumentError(f"{given} has no IPv6 address between its brackets") from None


def page_origin(address: str) -> str:
    """Return the origin of a page or of an ``Origin`` header, ``""`` if it is no web page.

    >>> page_origin("HTTPS://Careers.Example:443/role/baker"), page_origin("null")
    ('https://careers.example', '')
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), parts.hostname or ""
    if scheme not in {"http", "https"} or not host:
        return ""
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + ("" if port in {None, _DEFAULT_PORTS[scheme]} else f":{port}")
