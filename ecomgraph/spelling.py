"""Names as text: when two are equal or look alike, their order, the ids made from them, and counts in words."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["DEVICES", "alphabetical", "counted", "folded", "in_reading_order", "indefinite", "looks_like", "slug"]

# Names that Windows reserves for devices; no file can have them.
DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))})

# Cyrillic and Greek letters, and the Latin letters that they look like.
_LOOK = str.maketrans(
    "аеіјкорсухѕԁһԛԝАВЕІЈКМНОРСТУХЅαικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeijkopcyxsdhqwABEIJKMHOPCTYXSaiknoptyxABEZHIKMNOPTYX"
)
_SYMBOLS = (
    (re.compile(r"(?<=\w)\+\+(?!\w)"), "pp"),
    (re.compile(r"(?<=\w)#(?!\w)"), "-sharp"),
    (re.compile(r"(?<![\w.])\.(?=[^\W\d_])"), "dot"),
    (re.compile(r"(?<=\w)\+(?!\w)"), "-plus"),
    (re.compile(r"(?<=\w)\*(?!\w)"), "-star"),
)


def folded(text: str) -> str:
    r"""Return the normalized form of a name; equal names have the same normalized form.

    It ignores differences of case (case folding), of canonically equivalent characters (Unicode NFC), and of white
    space: at the ends, and the kind and amount inside, no-break spaces and line ends included.

    >>> folded(" Ba\u0308cker\u00a0 Meister") == folded("BÄCKER meister"), folded("C++") == folded("C")
    (True, False)
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(text.casefold().split())


def alphabetical(text: str) -> str:
    """Return the key to sort names as in a dictionary: without regard to case, accented letters beside plain ones.

    >>> sorted(["Zoologist", "Écrivain", "eau", "Ärztin"], key=alphabetical)
    ['Ärztin', 'eau', 'Écrivain', 'Zoologist']
    """
    if text.isascii():
        return text.casefold()
    return "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))


def counted(count: int, things: str) -> str:
    """Return a number of things in words; ``things`` is a plural that ends with s, with or without words before it.

    >>> counted(1, "new skills"), counted(2_000, "rows"), counted(1, "properties")
    ('1 new skill', '2,000 rows', '1 property')
    """
    if count != 1:
        return f"{count:,} {things}"
    return f"1 {things[:-3]}y" if things.endswith("ies") else f"1 {things.removesuffix('s')}"


def indefinite(noun: str) -> str:
    """Return the name of a kind of things with its indefinite article.

    >>> indefinite("skill"), indefinite("objective")
    ('a skill', 'an objective')
    """
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def in_reading_order(text: str) -> list[str | tuple[int, str]]:
    """Return the key to sort texts in natural order: sequences of digits compare as numbers.

    >>> sorted(["Part 10", "part 2", "Part 1"], key=in_reading_order)
    ['Part 1', 'part 2', 'Part 10']
    """
    # Texts and numbers alternate, so that texts are compared with texts, and numbers with numbers.
    parts = re.split(r"([0-9]+)", text.casefold())
    return [(len(part.lstrip("0")), part.lstrip("0")) if at % 2 else part for at, part in enumerate(parts)]


def looks_like(one: str, other: str) -> bool:
    r"""Return whether two texts that differ would look the same to a reader.

    That is, they differ only in white space, invisible characters, compatibility forms, and Cyrillic or Greek letters
    that are shaped like Latin ones.

    >>> looks_like("Sales\u200b lead", "Sales lead"), looks_like("\u0421RM", "CRM"), looks_like("CRM", "ERP")
    (True, True, False)
    """
    return _appearance(one) == _appearance(other)


def _appearance(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text)
    visible = "".join(char for char in shown if unicodedata.category(char) != "Cf")
    return " ".join(visible.split()).translate(_LOOK)


def slug(text: str) -> str:
    """Return a name as an id, the last part of an IRI: in lower case, with hyphens for all but letters and digits.

    Signs that distinguish names of technologies are spelt out: ``++`` at the end of a word becomes ``pp``, ``#``
    becomes ``-sharp``, ``+`` ``-plus``, ``*`` ``-star``, and a dot before a word becomes ``dot``.

    >>> slug("Head of Bäckerei & Café"), [slug(it) for it in ("C", "C++", "C#", ".NET", "Net", "Node.js")]
    ('head-of-bäckerei-café', ['c', 'cpp', 'c-sharp', 'dotnet', 'net', 'node-js'])
    """
    name = folded(text)
    for symbol, words in _SYMBOLS:
        name = symbol.sub(words, name)
    # Combining marks, such as the vowel signs of Hindi, belong to the letter before them.
    kept = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else "-" for char in name)
    return re.sub("-+", "-", kept).strip("-")
