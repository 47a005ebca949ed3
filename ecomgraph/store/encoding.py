"""Decode text by its byte order mark or XML declaration, and return it as UTF-8."""

from __future__ import annotations

import codecs
import re

from ecomgraph.errors import ParseError

__all__ = ["decode", "to_utf8", "xml_to_utf8"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Common encodings of XML. Python has many more, some of which are not character encodings.
_FOR_XML = {
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "koi8-r", "koi8-u", "mac-roman", "big5", "gb2312", "gbk"),
    *("gb18030", "shift_jis", "euc_jp", "iso2022_jp", "euc_kr"),
    *(f"iso8859-{part}" for part in range(1, 17)),
    *(f"cp{page}" for page in (874, 932, 936, 949, 950, *range(1250, 1259))),
}
_DECLARATION = re.compile(
    rb"""(<\?xml\s+version\s*=\s*(?:"[^"<>]*"|'[^'<>]*')\s+encoding\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')"""
)


def decode(data: bytes, *, name: str) -> str:
    r"""Decode a text in UTF-8, or in UTF-16 with a byte order mark; ``name`` identifies it in errors.

    Raises :class:`~ecomgraph.ParseError` for other encodings. The mark is removed; elsewhere, it is content.

    >>> decode(b"\xef\xbb\xbfASK {}", name="ours.rq"), decode("ASK {}".encode("utf-16"), name="ours.rq")
    ('ASK {}', 'ASK {}')
    """
    encoding = _marked(data, name) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(data, error, encoding)
        shown = encoding.removesuffix("-sig").upper()
        raise ParseError(name, line, None, f"not {shown} text; save the file as UTF-8") from None


def to_utf8(data: bytes, *, name: str) -> bytes:
    """Return a document as UTF-8 without a byte order mark; a document without a mark is returned unchecked."""
    encoding = _marked(data, name)
    if encoding == "utf-8-sig":
        return data.removeprefix(codecs.BOM_UTF8)
    return decode(data, name=name).encode() if encoding else data


def xml_to_utf8(data: bytes, *, name: str) -> bytes:
    r"""Return an XML document as UTF-8, with a matching declaration.

    A byte order mark takes precedence over the declaration, which editors often leave unchanged when they re-encode.

    >>> xml_to_utf8(b'<?xml version="1.0" encoding="latin1"?><a>\xe9</a>', name="ours.rdf").decode()
    '<?xml version="1.0" encoding="UTF-8"?><a>é</a>'
    """
    # XML 1.0, appendix F: the first characters identify UTF-16 without a mark.
    marked = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}.get(data[:4]) or _marked(data, name)
    encoding = marked or _declared(data, name) or "utf-8"
    if encoding != "utf-8":
        try:
            data = data.decode(encoding).encode()
        except UnicodeDecodeError as error:
            says = "byte order mark" if marked else "declaration"
            reason = (
                f"the {says} says {encoding.removesuffix('-sig').upper()}, but the content is not; save it as UTF-8"
            )
            raise ParseError(name, _line(data, error, encoding), None, reason) from None
    return _DECLARATION.sub(rb'\1"UTF-8"', data, count=1) if _DECLARATION.match(data) else data


def _marked(data: bytes, name: str) -> str:
    """Return the encoding indicated by the first bytes, ``""`` if none."""
    encoding = next((found for mark, found in _MARKS.items() if data.startswith(mark)), "")
    if encoding == "utf-32":
        raise ParseError(name, 1, 1, "UTF-32 is not supported; save the file as UTF-8")
    if not encoding and b"\0" in data[:2]:
        raise ParseError(name, 1, 1, "a NUL byte, as in UTF-16 without a byte order mark; save the file as UTF-8")
    return encoding


def _declared(data: bytes, name: str) -> str:
    found = _DECLARATION.match(data)
    if found is None:
        return ""
    label = (found[2] or found[3] or b"").decode("ascii", "replace")
    try:
        encoding = codecs.lookup(label).name
    except (LookupError, ValueError):
        encoding = ""
    if encoding not in _FOR_XML:
        raise ParseError(name, 1, 1, f"the encoding {label!r} is not supported; save the file as UTF-8")
    if encoding.startswith("utf-16"):
        raise ParseError(name, 1, 1, f"the declaration says {label}, but the content is not; save the file as UTF-8")
    return encoding


def _line(data: bytes, error: UnicodeDecodeError, encoding: str) -> int:
    """Return the line of the byte that cannot be decoded."""
    before = data[: error.start]
    return before.decode(encoding, "replace").count("\n") + 1
