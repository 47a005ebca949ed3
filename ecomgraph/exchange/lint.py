"""Check content before the tool does: report what it would drop, cut or refuse, and repair what can be repaired."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from ecomgraph.errors import ExportError
from ecomgraph.namespace import BASE
from ecomgraph.reading.names import short_digest, slug_of
from ecomgraph.store.write import NOT_XML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["FORMULA", "Ledger", "distinct", "in_a_page", "is_blank", "one_line"]

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Ledger:
    """The record of an export: counts, repairs, warnings, losses and problems.

    A problem does not stop the export, so that all problems are found; :meth:`close` raises them together, and the
    files are discarded.
    """

    def __init__(self, name: str) -> None:
        self.format = name
        self.records: Counter[str] = Counter()
        self._problems: dict[str, None] = {}
        self._repaired: dict[str, None] = {}
        self._warnings: dict[str, None] = {}
        self._lost: dict[str, None] = {}

    def problem(self, where: str, what: str, remedy: str) -> None:
        """Report a problem that makes the export fail, with a remedy."""
        self._problems[f"{where}: {what}; {remedy}"] = None

    def repair(self, where: str, what: str) -> None:
        """Record content that was changed without loss."""
        self._repaired[f"{where}: {what}"] = None

    def warn(self, where: str, what: str) -> None:
        """Record a warning."""
        self._warnings[f"{where}: {what}"] = None

    def lose(self, where: str, what: str) -> None:
        """Record content that is left out."""
        self._lost[f"{where}: {what}"] = None

    @property
    def repaired(self) -> tuple[str, ...]:
        """All repairs, in order of occurrence."""
        return tuple(self._repaired)

    @property
    def warnings(self) -> tuple[str, ...]:
        """All warnings, in order of occurrence."""
        return tuple(self._warnings)

    @property
    def lost(self) -> tuple[str, ...]:
        """All losses, in order of occurrence."""
        return tuple(self._lost)

    def close(self) -> None:
        """Raise :class:`~ecomgraph.ExportError` if there were problems."""
        if self._problems:
            raise ExportError(self.format, list(self._problems))

    # ------------------------------------------------------------------ texts

    def text(self, value: str, where: str) -> str:
        r"""Return a text without control characters, which databases and XML refuse; line ends and tabs are kept.

        >>> Ledger("gexf").text("kneading\x0b", "skill kneading")
        'kneading'
        """
        if not NOT_XML.search(value):
            return value
        found = sorted({f"U+{ord(char):04X}" for char in NOT_XML.findall(value)})
        self.repair(where, f"invisible control characters removed ({', '.join(found)})")
        return NOT_XML.sub("", value)

    def name(self, value: str, where: str, *, limit: int = 0) -> str:
        """Return a name on one line; report a problem if it is longer than ``limit``."""
        name = self.text(value, where)
        if name != one_line(name):
            name = one_line(name)
            self.repair(where, "line breaks and repeated spaces in the name replaced by single spaces")
        if limit and len(name) > limit:
            self.problem(
                where, f"the name has {len(name)} characters; at most {limit} are allowed", "shorten skos:prefLabel"
            )
        return name

    def formula(self, value: str, where: str) -> None:
        """Warn about a text that a spreadsheet would run as a formula; importers read it as text."""
        if value.startswith(FORMULA):
            self.warn(where, f"begins with {value[0]!r}: import the file, do not open it in a spreadsheet")


def one_line(text: str) -> str:
    r"""Return a text with each run of white space replaced by one space.

    >>> one_line("Web\n  analytics ")
    'Web analytics'
    """
    return " ".join(text.split())


def in_a_page(text: str) -> str:
    r"""Return JSON for a script element of a page, escaped so that it neither ends the script nor begins a comment.

    >>> in_a_page('"</script>"')
    '"<\\/script>"'
    """
    return text.replace("</", "<\\/").replace("<!--", "\\u003c!--")


def is_blank(text: str) -> bool:
    r"""Tell whether a text has no visible character.

    >>> is_blank(" \x01 ")
    True
    """
    return not NOT_XML.sub("", text).strip()


def distinct(
    keys: Iterable[str], spell: Callable[[str], str] = str, *, join: str = "-", limit: int = 0
) -> dict[str, str]:
    """Return a unique id for each key (an IRI or a blank node): its slug, in the form that a tool requires.

    Ids that differ only in case or accents count as equal, as they do in many databases. Among equal
    ids, that of the only IRI in ecomgraph's namespace is unchanged; all others, and ids longer than ``limit``, end with
    a short digest of the key. An id depends only on its own key unless another one is equal.

    >>> distinct(["https://a.example/baker", "https://b.example/baker"])
    {'https://a.example/baker': 'baker-fd39dcb0', 'https://b.example/baker': 'baker-1aace41d'}
    """
    groups: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for key in sorted(keys):
        spelled[key] = spell(slug_of(key))
        groups.setdefault(_alike(spelled[key]), []).append(key)
    taken: dict[str, str] = {}
    ids: dict[str, str] = {}
    for plain, group in groups.items():
        own = [key for key in group if key.startswith(BASE)]
        keeper = group[0] if len(group) == 1 else own[0] if len(own) == 1 else ""
        if keeper and spelled[keeper] and not (limit and len(spelled[keeper]) > limit):
            ids[keeper] = taken[plain] = spelled[keeper]
    for key, plain in spelled.items():
        length = 8
        while key not in ids:
            ending = join + short_digest(key, length)
            candidate = (plain[: limit - len(ending)] if limit else plain) + ending
            if _alike(candidate) not in taken:
                ids[key] = taken[_alike(candidate)] = candidate
            length += 8
    return dict(sorted(ids.items()))


def _alike(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
