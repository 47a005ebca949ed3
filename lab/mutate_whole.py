"""Mutate documents as wholes: name, prolog, encoding and size; deterministic for a random state."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

__all__ = ["mutated_whole", "renamed"]

_ENCODINGS = [
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "latin-1", "cp1252", "shift_jis", "gb18030"),
    *("cp037", "iso2022_jp", "punycode", "unicode_escape"),
]
_DECLARED = [
    *_ENCODINGS,
    "UTF8",
    "utf_8",
    "",
    "rot13",
    "hex",
    "idna",
    "no-such",
    "undefined",
    "mbcs",
    "\u00e9",
    "a" * 999,
]
_PROLOGS = [
    *(
        "<?xml version='1.0'?>",
        "<?xml version='1.1'?>",
        "<?xml?>",
        "<?xml-stylesheet href='x'?>",
        "<!-- -->",
        "\n",
        " ",
    ),
    *("<!DOCTYPE r>", "<!DOCTYPE r [<!ENTITY e 'a'>]>", "<!DOCTYPE r SYSTEM 'x'>", "<!DOCTYPE r [<!ENTITY e '<a/>'>]>"),
    *("<!DOCTYPE r [<!ENTITY e '&e;'>]>", "<!DOCTYPE r [<!ENTITY % p '<!ENTITY e \"a\">'> %p;]>", "<!DOCTYPE r ["),
    *(
        "\ufeff",
        "\ufeff\ufeff",
        "\0",
        "\x1a",
        "# \u2028\n",
        "@base <urn:x> .\n",
        "BASE <urn:x>\n",
        "@version '1.2' .\n",
    ),
    *('{"@context": {}}', "[", "/* */", "//", ")]}'\n", '"', "---\n"),
]
# A long text, and texts that become longer when they are parsed.
_LONG = (70_000, 499_990, 500_001, 1_500_000, 9_000_000, 17_000_000)
_STRING = re.compile(rb'"[^"\\]+"|>[^<>]+<')
_NAMES = [
    "{0}{1}",
    "{0} {1}",
    "{0}é{1}",
    "{0}\n{1}",
    "{0}\u202e{1}",
    "{0}%s{1}",
    "{0}#?{1}",
    "{0}" + "n" * 200 + "{1}",
    "{0}\udcff{1}",
]


def mutated_whole(data: bytes, chance: random.Random) -> bytes:
    """Return a document with another prolog or encoding, or with a value that is long."""
    changes = [_prolog, _prolog, _encoding, _encoding, _declaration, _line_ends, _entity]
    if chance.random() < 0.05:
        changes = [_long]
    for _ in range(chance.choice((1, 1, 2))):
        data = chance.choice(changes)(data, chance)
    return data


def renamed(name: str, chance: random.Random) -> str:
    """Return another valid name of a file with the same extension, maybe in upper case."""
    stem, dot, ending = name.rpartition(".")
    wanted = chance.choice(_NAMES).format(stem + dot, dot) + chance.choice((ending, ending.upper(), ending.title()))
    return wanted if os.name == "posix" else name


def _prolog(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(_PROLOGS).encode() + data


def _encoding(data: bytes, chance: random.Random) -> bytes:
    text = data.decode(errors="replace")
    encoded = text.encode(chance.choice(_ENCODINGS), "replace")
    # Half of a character at the end.
    return encoded[:-1] if chance.random() < 0.1 else encoded


def _declaration(data: bytes, chance: random.Random) -> bytes:
    body = re.sub(rb"^<\?xml[^>]*\?>", b"", data)
    return f'<?xml version="1.0" encoding="{chance.choice(_DECLARED)}"?>'.encode() + body


def _line_ends(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r", b"\r\n", b"\n\r", b"\x0b", b" ")))


def _entity(data: bytes, chance: random.Random) -> bytes:
    growth = "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * chance.choice((2, 10, 30))}'>" for n in range(6))
    values = list(_STRING.finditer(data))
    if values:
        at = chance.choice(values).end() - 1
        data = data[:at] + f"&e{chance.randrange(8)};".encode() + data[at:]
    return f"<!DOCTYPE r [<!ENTITY e0 'a{chance.choice(('', '&#13;', '&lt;', chr(10)))}'>{growth}]>".encode() + data


def _long(data: bytes, chance: random.Random) -> bytes:
    values = list(_STRING.finditer(data))
    at = chance.choice(values).end() - 1 if values else len(data)
    piece = chance.choice((b"x", b"\\u0041", "é".encode(), b"&#65;", b"\\\\", b" "))
    return data[:at] + piece * chance.choice(_LONG) + data[at:]
