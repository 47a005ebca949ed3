"""Which of several texts to show to a reader of one language: the only place that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Literal

__all__ = ["best_text", "rank_of", "texts_for"]


def rank_of(tag: str | None, language: str) -> int:
    """Return how far a language tag is from the language wanted: 0 the same, 1 no language, 2 another one.

    >>> rank_of("en", "en"), rank_of(None, "en"), rank_of("fr", "en")
    (0, 1, 2)
    """
    return 0 if tag == language else 1 if tag is None else 2


def best_text(texts: Sequence[Literal], language: str) -> str:
    """Return the first of those texts that are nearest to a language; ``""`` if there are none."""
    if len(texts) < 2:
        return texts[0].value if texts else ""
    return min(texts, key=lambda text: rank_of(text.language, language)).value


def texts_for(texts: Iterable[Literal], language: str) -> list[str]:
    """Return the texts that a reader of a language can use, sorted, each once: those in it and those in none."""
    return sorted({text.value for text in texts if rank_of(text.language, language) < 2})
