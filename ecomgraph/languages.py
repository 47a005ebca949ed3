"""Choose the best of several texts for a reader's language; no other module decides this."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import bidirectional

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Literal

__all__ = [
    "ENGLISH",
    "LabelPolicy",
    "arrow",
    "best_tag",
    "best_text",
    "canonical",
    "direction",
    "is_language_tag",
    "matches",
    "negotiated",
    "policy_of",
    "prevailing",
    "texts_for",
]

ENGLISH = "en"
# Scripts that run from right to left, and languages that are written in one of them unless their tag names another.
_RIGHT_TO_LEFT_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}


@dataclass(frozen=True, slots=True)
class LabelPolicy:
    """Orders language tags by how well they serve a reader; the case of tags does not matter.

    First come tags that RFC 4647 lookup finds for the language asked for (``en-GB``, then ``en``, then any ``en-*``),
    then those found likewise for the framework's own language and for English, then no tag, then any other, by name.
    """

    asked: str = ""
    own: str = ""
    _ranks: dict[str, tuple[int, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def ranges(self) -> tuple[str, ...]:
        """The languages to look for, in order, in lower case."""
        return tuple(dict.fromkeys(it.lower() for it in (self.asked, self.own, ENGLISH) if it))

    @property
    def steps(self) -> tuple[tuple[str, bool], ...]:
        """The tags to look for, in order; with ``True``, longer tags that begin with the tag and a hyphen match, too.

        >>> LabelPolicy("de-AT").steps
        (('de-at', False), ('de', False), ('de', True), ('en', False), ('en', True))
        """
        return tuple(
            dict.fromkeys(
                step
                for wanted in self.ranges
                for step in (*((tag, False) for tag in _truncated(wanted)), (wanted.partition("-")[0], True))
            )
        )

    def rank(self, tag: str | None) -> tuple[int, str]:
        """Return the sort key of a tag, best first.

        >>> sorted(["fr", "", "en-US", "pt", "en-GB", "en"], key=LabelPolicy("en-gb", "fr").rank)
        ['en-GB', 'en', 'en-US', 'fr', '', 'pt']
        """
        found = self._ranks.get(tag or "")
        if found is None:
            found = self._ranks[tag or ""] = self._rank((tag or "").lower())
        return found

    def asks_for(self, tag: str | None) -> bool:
        """Return whether a tag is empty or belongs to one of the languages to look for (:attr:`ranges`).

        >>> LabelPolicy("pt", "fr").asks_for("pt-BR"), LabelPolicy("pt", "fr").asks_for("ja")
        (True, False)
        """
        return self.rank(tag)[0] <= len(self.steps)

    def _rank(self, tag: str) -> tuple[int, str]:
        steps = self.steps
        for number, (wanted, longer) in enumerate(steps):
            if matches(tag, wanted) if longer else tag == wanted:
                return number, tag
        return len(steps) + bool(tag), tag


def _truncated(tag: str) -> Iterable[str]:
    """Yield a tag, then the shorter tags that RFC 4647 lookup tries; none of these ends in a single letter."""
    parts = tag.split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
        while parts and len(parts[-1]) == 1:
            parts.pop()


def matches(tag: str, wanted: str) -> bool:
    """Return whether a tag is a language or a variety of it; both in lower case.

    >>> matches("en-gb", "en"), matches("en", "en-gb"), matches("eng", "en")
    (True, False, False)
    """
    return tag == wanted or tag.startswith(f"{wanted}-")


@lru_cache(maxsize=256)
def policy_of(asked: str = "", own: str = "") -> LabelPolicy:
    """Return the policy for a requested language and a framework's own language; ``""`` stands for none."""
    return LabelPolicy(asked, own)


def best_text(texts: Sequence[Literal], policy: LabelPolicy) -> str:
    """Return the first text in the best language for the reader; ``""`` if there are none."""
    if len(texts) < 2:
        return texts[0].value if texts else ""
    return min(texts, key=lambda text: policy.rank(text.language)).value


def best_tag(texts: Sequence[Literal], policy: LabelPolicy) -> str:
    """Return the language of the text that :func:`best_text` returns, ``""`` if it has none."""
    return min((text.language or "" for text in texts), key=policy.rank, default="")


def prevailing(counts: Mapping[str, int], policy: LabelPolicy) -> str:
    """Return the main language of labels for a reader, given the number of labels in each language.

    It is the one that serves the reader best among the languages with at least half as many labels as the most frequent
    one; ``""`` stands for labels without a tag.

    >>> prevailing({"en": 1, "fr": 90, "es": 80}, LabelPolicy("es")), prevailing({"en": 1, "fr": 90}, LabelPolicy())
    ('es', 'fr')
    """
    most = max(counts.values(), default=0)
    return min((tag for tag, count in counts.items() if 2 * count >= most), key=policy.rank, default="")


def canonical(tag: str) -> str:
    """Return a language tag in the case that BCP 47 recommends.

    >>> canonical("pt-br"), canonical("ZH-hant-tw"), canonical("EN")
    ('pt-BR', 'zh-Hant-TW', 'en')
    """
    first, *others = tag.lower().split("-")
    return "-".join(
        [first, *(it.upper() if len(it) == 2 else it.title() if len(it) == 4 and it.isalpha() else it for it in others)]
    )


def texts_for(texts: Sequence[Literal], policy: LabelPolicy) -> list[str]:
    """Return the distinct texts in the best language for the reader and those without a language, sorted."""
    best = best_tag(texts, policy)
    return sorted({text.value for text in texts if (text.language or "") in {best, ""}})


def negotiated(accepted: str, available: Iterable[str]) -> str:
    """Return the available language that best fits an ``Accept-Language`` header, or a tag; ``""`` if none fits.

    Languages of equal weight count in the order of the header; a weight of 0 excludes a language. If only one language
    is available, there is no choice, and the result is ``""``.

    >>> negotiated("da, de-CH;q=0.8, en;q=0.7", ["de", "en"]), negotiated("*", ["de", "en"])
    ('de', '')
    >>> negotiated("fr", ["de", "en"]), negotiated("en-US", ["en"]), negotiated("pt", ["pt-br", "en"])
    ('', '', 'pt-br')
    """
    there = {tag.lower() for tag in available}
    wanted = []
    for number, part in enumerate(accepted[:1000].split(",")):
        tag, _, quality = (it.strip() for it in part.partition(";"))
        if is_language_tag(tag):
            wanted.append((-_weight(quality), number, tag))
    for weight, _, tag in sorted(wanted):
        primary = tag.lower().partition("-")[0]
        if weight < 0 and len(there) > 1 and any(matches(it, primary) for it in there):
            return min(there, key=policy_of(tag).rank)
    return ""


def _weight(text: str) -> float:
    try:
        return min(1.0, float(text.lower().removeprefix("q=").strip())) if text else 1.0
    except ValueError:
        return 0.0


def is_language_tag(text: str) -> bool:
    """Return whether a text has the form of a language tag (BCP 47).

    >>> is_language_tag("pt-BR"), is_language_tag("pt_BR"), is_language_tag("")
    (True, False, False)
    """
    first, *others = text.split("-")
    return (
        text.isascii() and first.isalpha() and len(first) <= 8 and all(it.isalnum() and len(it) <= 8 for it in others)
    )


def arrow(text: str) -> str:
    """Return the arrow that points in the writing direction of a text: to the left if it runs from right to left.

    The Unicode bidirectional algorithm mirrors brackets in such a text, but not arrows.

    >>> arrow("Aware"), arrow("مبتدئ"), arrow("50 %")
    ('→', '←', '→')
    """
    strong = next((found for found in map(bidirectional, text) if found in {"L", "R", "AL"}), "L")
    return "→" if strong == "L" else "←"


def direction(tag: str) -> str:
    """Return the writing direction of a language, as a value of HTML's ``dir``.

    >>> direction("ar-EG"), direction("fr"), direction("az-Arab"), direction("ar-Latn")
    ('rtl', 'ltr', 'rtl', 'ltr')
    """
    language, *others = tag.lower().split("-")
    scripts = [it for it in others if len(it) == 4 and it.isalpha()]
    right_to_left = scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else language in _RIGHT_TO_LEFT
    return "rtl" if right_to_left else "ltr"
