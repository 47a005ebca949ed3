"""Mutate documents: bytes, cells of tables, values of JSON, parts of archives; deterministic for a random state."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

__all__ = ["mutated"]

# Texts that parsers, tables and paths often mishandle, and pieces of each syntax.
TOKENS = [
    *(
        b"\x00",
        b"\xff",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xfe\xff",
        b"\r",
        b"\n",
        b"\t",
        b"\x0b",
        b"\x1b[2J",
    ),
    *(
        "\u2028\u0085\u00a0\u202e\ufeff\ufffe\U0010ffff\U0001f600é".encode(),
        b"\\",
        b"\\u0000",
        b"\\uD800",
        b"\\U00110000",
    ),
    *(
        b"@prefix x: <urn:x> .",
        b"@base <a> .",
        b"<<(",
        b")>>",
        b"{|",
        b"[",
        b"]",
        b"(",
        b")",
        b"{",
        b"}",
        b";",
        b",",
        b".",
    ),
    *(
        b'"',
        b"'",
        b'"""',
        b"'''",
        b"<",
        b">",
        b"^^",
        b"@",
        b"@en--ltr",
        b"_:",
        b"a ",
        b"#",
        b"<>",
        b"<a b>",
        b"<urn:%zz>",
    ),
    *(
        b"^^<http://www.w3.org/2001/XMLSchema#integer>",
        b"^^<http://www.w3.org/2001/XMLSchema#decimal>",
        b"true",
        b"1e999",
    ),
    *(
        b"-0",
        b"1" * 400,
        b"NaN",
        b"INF",
        b"0.0000001",
        b"-1",
        b"2147483648",
        b"18446744073709551616",
        b"1.",
        b"+",
        b"1e-400",
    ),
    *(
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"&#0;",
        b"&#xD800;",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"<?xml ?>",
    ),
    *(
        b"rdf:li",
        b"rdf:bagID='x'",
        b"rdf:parseType='Literal'",
        b"rdf:ID='x'",
        b"xml:lang='-'",
        b"xmlns:e=''",
        b"xml:base='a'",
    ),
    *(
        b'"@context":"http://127.0.0.1:9/"',
        b'"@import":"file:///"',
        b'"@id"',
        b'"@list"',
        b'"@set"',
        b'"@graph"',
        b'"@type":"@json"',
    ),
    *(
        b'"@value"',
        b'"@reverse"',
        b'"@nest"',
        b'"@container"',
        b"null",
        b"[]",
        b"{}",
        b"=1+1",
        b"sep=;",
        b"../../x",
        b"/etc/hostname",
    ),
    *(
        b"https://w3id.org/ecomgraph/ns#Role",
        b"https://w3id.org/ecomgraph/graph/derived",
        b"https://w3id.org/ecomgraph/graph/catalog",
    ),
    *(
        b"http://www.w3.org/2002/07/owl#imports",
        b"http://www.w3.org/ns/shacl#js",
        b"essential",
        b"promotion",
        b"; ",
        b"\\;",
        b"_x0041_",
    ),
    *(b"13-1199.06", b"IM", b"LV", b"Y", b"released", b"optional", b"isChildOf", b"precedes", b"Rank: 1"),
]
VALUES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1e308,
        2**63,
        "",
        " ",
        "\x00",
        "\ud800",
        "a" * 5000,
        "../x",
        "http://[",
        "urn:a b",
        "_:b",
    ),
    *([], {}, [[]], [{}], {"@id": "x"}, {"@value": 1}, {"@list": [1]}, ["x", None], {"identifier": "x", "uri": "x"}),
    *(
        "@id",
        "@type",
        "@vocab",
        "en_US",
        "isRelatedTo",
        "Skill",
        {"@context": None},
        {"@reverse": {}},
        {"@set": [None]},
    ),
]


def mutated(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a document with one to four mutations; ``others`` are documents from which pieces may come."""
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
        data = _once(data, others, chance)
    return data


def _once(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.85:
        return _archive(data, others, chance)
    if data.lstrip()[:1] in {b"{", b"["} and chance.random() < 0.4:
        return _json(data, chance)
    return chance.choice(_CHANGES)(data, others, chance)


# ------------------------------------------------------------------ bytes


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 5, 20, 100, 1000)))


def _flip(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(data)) if data else 0
    return data[:at] + bytes(byte ^ 1 << chance.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :]


def _replace(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + chance.randbytes(min(end - start, 4)) + data[end:]


def _delete(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _truncate(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _duplicate(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 50)) + data[end:]


def _swap(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    (one, after_one), (two, after_two) = sorted((_span(data, chance), _span(data, chance)))
    after_one = min(after_one, two)
    return data[:one] + data[two:after_two] + data[after_one:two] + data[one:after_one] + data[after_two:]


def _splice(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _insert(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + chance.choice(TOKENS) + data[start if chance.random() < 0.6 else end :]


def _lines(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines[at] = lines[at].rstrip(b"\r\n")
    return b"".join(lines)


def _cell(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    separator = b"\t" if b"\t" in data else b","
    cells = data.split(separator)
    cells[chance.randrange(len(cells))] = chance.choice((chance.choice(TOKENS), chance.choice(cells), b""))
    return separator.join(cells)


def _word(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    """Replace a word of the document by another one, which keeps most syntax valid."""
    words = data.split(b" ")
    words[chance.randrange(len(words))] = chance.choice(words)
    return b" ".join(words)


def _recode(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    return data.decode(errors="replace").encode(chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "utf-32")))


_CHANGES: list[Callable[[bytes, Sequence[bytes], random.Random], bytes]] = [
    *(_flip, _flip, _replace, _delete, _truncate, _duplicate, _swap, _splice),
    *(_insert, _insert, _insert, _lines, _cell, _cell, _word, _word, _recode),
]


# ------------------------------------------------------------------ structure


def _json(data: bytes, chance: random.Random) -> bytes:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return _insert(data, (), chance)
    holders = [it for it in _walk(value) if isinstance(it, dict | list) and it]
    if not holders:
        return data
    holder = chance.choice(holders)
    key: Any = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
    match chance.randrange(4):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[chance.choice(["@id", "@type", "@context", "uri", "identifier", "", "CFItems"])] = holder[key]
        case 2:
            other = chance.choice(holders)
            holder[key] = json.loads(json.dumps(other)) if len(json.dumps(other)) < len(data) else None
        case _:
            holder[key] = chance.choice(VALUES)
    return json.dumps(value).encode()


def _walk(value: Any) -> list[Any]:
    found, due = [], [value]
    while due:
        found.append(due.pop())
        if isinstance(found[-1], dict | list):
            due += found[-1].values() if isinstance(found[-1], dict) else found[-1]
    return found


def _archive(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Change a part of an archive or its list of parts; a damaged archive is mutated as bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:
        return _flip(data, others, chance)
    if not parts:
        return data
    at = chance.randrange(len(parts))
    name, content = parts[at]
    match chance.randrange(8):
        case 0:
            del parts[at]
        case 1:
            parts.append(
                (chance.choice(("../../x", "/x", "xl/externalLinks/externalLink1.xml", name, name + "x")), content)
            )
        case 2:
            parts[at] = (chance.choice([other for other, _ in parts]), content)
        case _:
            parts[at] = (name, chance.choice(_CHANGES)(content, [other for _, other in parts], chance))
    packed = io.BytesIO()
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            # A warning about two parts with the same name, which are intended.
            warnings.simplefilter("ignore")
            for name, content in parts:
                archive.writestr(zipfile.ZipInfo(name), content)
    except (ValueError, UnicodeError):
        return data
    return packed.getvalue()
