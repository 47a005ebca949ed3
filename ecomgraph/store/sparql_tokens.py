r"""The tokens of a SPARQL query, and the rendering of each for the engine.

The query guard relies on these properties of every rendering:

- a token contains no space, and tokens are separated by spaces, except a bracket after a word and a path operator;
- ``#`` occurs nowhere, and quotes only around strings, so that neither a comment nor a string can begin elsewhere;
- an IRI begins ``<\u``: where an operator is expected and ``<`` is taken for one, nothing can be read after it;
  an operator ``<`` is followed by a space, which no IRI may contain;
- the letters of ``SERVICE`` stand together only in names of variables and in language tags, which are read whole.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyoxigraph as ox

__all__ = [
    "AFTER_OPERAND",
    "DECLARATION",
    "KEYWORDS",
    "SKIP",
    "TOKEN",
    "UPDATES",
    "absolute",
    "decoded",
    "iri_token",
    "string_token",
    "without_codes",
]

# PN_CHARS_BASE and PN_CHARS of the grammar. In variables and names, Oxigraph omits the last range of the former.
_BASE = (
    r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_INNER = rf"{_BASE}0-9_\u00b7\u0300-\u036f\u203f\u2040"
_NAME = rf"{_INNER}\-"
_PREFIX = rf"(?:[{_BASE}](?:[{_NAME}.]{{0,254}}[{_NAME}])?)?:"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_BASE}0-9_:]|{_ESCAPED})(?:[{_NAME}:]|{_ESCAPED})*+(?:\.++(?:[{_NAME}:]|{_ESCAPED})++)*+"
_SKIP = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI = rf"""<(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODE})*+>"""
_STRING = r"""
    \"{3}[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+\"{3} | '{3}[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'{3}
  | "(?!"")(?:[^"\\\r\n]|\\.)*+" | '(?!'')(?:[^'\\\r\n]|\\.)*+'
"""
_TOKENS = rf"""
    (?P<variable>[?$][{_BASE}0-9_][{_INNER}]*+)
  | (?P<name>{_PREFIX}(?:{_LOCAL})?)
  | (?P<word>[A-Za-z][A-Za-z0-9_]*+)
  | (?P<string>{_STRING})
  | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--(?:ltr|rtl)(?![A-Za-z]))?)
  | (?P<number>[+\-]?(?:(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+\-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++))
  | (?P<blank>_:[{_BASE}0-9_](?:[{_NAME}.]*[{_NAME}])?)
  | (?P<open>\{{\||[\[({{])
  | (?P<close>\|\}}|[\])}}])
  | (?P<operator>\|\||&&|\^\^|!=|>=|[.;,+\-*/>=!^|~?])
  | (?P<end>\Z)
"""

# After an operand in an expression, < compares. Everywhere else it begins an IRI or a triple term.
TOKEN = re.compile(rf"{_SKIP}(?:(?P<iri>{_IRI})|(?P<triple><<\(?)|{_TOKENS})", re.VERBOSE | re.DOTALL)
SKIP = re.compile(_SKIP)
AFTER_OPERAND = re.compile(rf"{_SKIP}(?:(?P<less><=?)|{_TOKENS})", re.VERBOSE | re.DOTALL)
DECLARATION = re.compile(
    rf"""{_SKIP}(?:
        (?:(?P<base>(?i:BASE)) | (?i:PREFIX){_SKIP}(?P<prefix>{_PREFIX})){_SKIP}(?P<iri>{_IRI})
      | (?P<version>(?i:VERSION)){_SKIP}(?:{_STRING})
    )""",
    re.VERBOSE | re.DOTALL,
)

# Only these keywords reach the engine.
# fmt: off
KEYWORDS = frozenset([
    "ABS", "ADJUST", "AS", "ASC", "ASK", "AVG", "BIND", "BNODE", "BOUND", "BY", "CEIL", "COALESCE", "CONCAT",
    "CONSTRUCT", "CONTAINS", "COUNT", "DATATYPE", "DAY", "DESC", "DESCRIBE", "DISTINCT", "ENCODE_FOR_URI", "EXISTS",
    "FILTER", "FLOOR", "FROM", "GRAPH", "GROUP", "GROUP_CONCAT", "HASLANG", "HASLANGDIR", "HAVING", "HOURS", "IF",
    "IN", "IRI", "ISBLANK", "ISIRI", "ISLITERAL", "ISNUMERIC", "ISTRIPLE", "ISURI", "LANG", "LANGDIR",
    "LANGMATCHES", "LATERAL", "LCASE", "LIMIT", "MAX", "MD5", "MIN", "MINUS", "MINUTES", "MONTH", "NAMED", "NOT",
    "NOW", "OBJECT", "OFFSET", "OPTIONAL", "ORDER", "PREDICATE", "RAND", "REDUCED", "REGEX", "REPLACE", "ROUND",
    "SAMETERM", "SAMPLE", "SECONDS", "SELECT", "SEPARATOR", "SHA1", "SHA256", "SHA384", "SHA512", "STR", "STRAFTER",
    "STRBEFORE", "STRDT", "STRENDS", "STRLANG", "STRLANGDIR", "STRLEN", "STRSTARTS", "STRUUID", "SUBJECT", "SUBSTR",
    "SUM", "TIMEZONE", "TRIPLE", "TZ", "UCASE", "UNDEF", "UNION", "URI", "UUID", "VALUES", "WHERE", "YEAR",
])
# fmt: on
UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"])

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_NO_IRI = re.compile(r'[<>"{}|^`\\\x00-\x20]')
_CODES = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WRITTEN = {value: f"\\{key}" for key, value in _ESCAPES.items() if key != "'"}
# The S of SERVICE is escaped too, so that its letters are never adjacent.
_UNSAFE = re.compile(r"[^A-Za-z0-9_.:/=,\-]|[sS](?=[eE][rR][vV][iI][cC][eE])")
_UNSAFE_IN_IRI = re.compile(rf"\A.|{_UNSAFE.pattern}")
_CODED = re.compile(r'<\\[uU][^<>"\s]*>|"(?:[^"\\]|\\.)*"')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)")
_FOUR_DIGITS = re.compile(r"[0-9A-Fa-f]{4}")


def decoded(text: str) -> str:
    r"""Return the value of a string or an IRI with escapes; raise ``ValueError`` for an invalid escape.

    >>> decoded(r"one\ntwo \u0023")
    'one\ntwo #'
    """
    return _CODES.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    if digits is None:
        if escape[3] not in _ESCAPES:
            raise ValueError(f"\\{escape[3]} is not an escape sequence")
        return _ESCAPES[escape[3]]
    if not re.fullmatch("[0-9A-Fa-f]+", digits) or int(digits, 16) > 0x10FFFF or 0xD800 <= int(digits, 16) < 0xE000:
        raise ValueError(f"{escape[0]} is not a character")
    return chr(int(digits, 16))


def _code(character: re.Match[str]) -> str:
    number = ord(character[0])
    # rdflib reads eight digits after \u if there are as many.
    short = number < 0x10000 and not _FOUR_DIGITS.match(character.string, character.end())
    return f"\\u{number:04X}" if short else f"\\U{number:08X}"


def string_token(value: str) -> str:
    r"""Return a string as one ASCII token without spaces, with the same meaning for engines that decode escapes first.

    >>> print(string_token('say "service" # 1'))
    "say\u0020\"\u0073ervice\"\u0020\u0023\u00201"
    """
    return f'"{_UNSAFE.sub(lambda character: _WRITTEN.get(character[0]) or _code(character), value)}"'


@lru_cache(maxsize=4096)
def iri_token(iri: str) -> str:
    r"""Return an absolute IRI as one ASCII token; raise ``ValueError`` for anything else.

    >>> print(iri_token("http://a.example/x#service"))
    <\u0068ttp://a.example/x\u0023\u0073ervice>
    >>> print(iri_token("http://a.example/x#face"))
    <\u0068ttp://a.example/x\U00000023face>
    """
    if not _SCHEME.match(iri) or _NO_IRI.search(iri):
        raise ValueError(f"<{iri}> is not an absolute IRI")
    return f"<{_UNSAFE_IN_IRI.sub(_code, iri)}>"


def without_codes(rendering: str) -> str:
    r"""Return a rendering without character escapes, for engines that do not support them, such as Virtuoso.

    >>> print(without_codes(r'<\u0068ttp://a.example/x\u0023y> "a\u0020\"b\"\u000A\\u0020"'))
    <http://a.example/x#y> "a \"b\"\u000A\\u0020"
    """
    # Renderings escape the first character of an IRI, and every < and quotation mark inside a string.
    return _CODED.sub(lambda token: _ESCAPE.sub(_printed, token[0]), rendering)


def _printed(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    character = chr(int(digits, 16)) if digits else ""
    return character if character.isprintable() and character not in {"", '"', "\\"} else escape[0]


@lru_cache(maxsize=4096)
def absolute(iri: str, base: str) -> str:
    """Return an IRI resolved against a base, ``""`` for none, as the engine does; raise ``ValueError`` on failure.

    >>> absolute("asserted", "http://a.example/graph/")
    'http://a.example/graph/asserted'
    """
    if _NO_IRI.search(iri) or not (base or _SCHEME.match(iri)):
        raise ValueError(f"<{iri}> is not an absolute IRI, and there is no BASE")
    if not base:
        return iri
    try:
        triple = next(ox.parse(f"<{iri}> <urn:p> 1 .", format=ox.RdfFormat.TURTLE, base_iri=base)).triple
    except (SyntaxError, UnicodeError):
        raise ValueError(f"<{iri}> cannot be resolved against <{base}>") from None
    assert isinstance(triple.subject, ox.NamedNode)
    return triple.subject.value
