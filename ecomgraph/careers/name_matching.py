"""Match free texts, such as a column of skills or job titles, with the things that they most likely name."""

from __future__ import annotations

import re
from math import log
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox

from ecomgraph.errors import MissingDependencyError
from ecomgraph.model import NameCandidate, NameMatch, Role, Skill
from ecomgraph.namespace import PREFIXES
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecomgraph.careers.name_kinds import MatchedKind
    from ecomgraph.reading.catalog import Catalog
    from ecomgraph.reading.names import Names

__all__ = ["match_names"]

# Labels with a lower similarity are not suggested.
_OFFERED = 0.5
# A text is compared with labels that share more than this fraction of what the best label shares, and with at most 25.
_SHARED, _COMPARED = 0.35, 25
# Gender markers after job titles in advertisements, such as (m/w/d) or H/F.
_GENDERS = re.compile(
    r"\s*(?:[(\[]\s*[mwfhdxi](?:\s*[/|]\s*[mwfhdxi*]){1,3}\s*[)\]]|\s[mwfhdxi](?:/[mwfhdxi*]){1,3})\s*$", re.I
)
_LABELS = tuple(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel"))


def match_names(
    catalog: Catalog, names: Names, texts: Sequence[str], kind: MatchedKind, *, close: float | None, alternatives: int
) -> tuple[NameMatch, ...]:
    """Return the matches of texts, in their order; equal texts are looked up once.

    A text matches the thing with that IRI, id or label, else the thing with the most similar label, if the similarity
    is at least ``close``; if ``close`` is ``None``, similar labels do not count. Takes O(n * m) for n texts and m
    labels, but each text is compared letter by letter with a few labels only, those that share rare trigrams with it.
    """
    search = _Search(catalog, names, kind, close, alternatives)
    found = search.matches(tuple(dict.fromkeys(texts)))
    return tuple(found[text] for text in texts)


class _Search:
    def __init__(
        self, catalog: Catalog, names: Names, kind: MatchedKind, close: float | None, alternatives: int
    ) -> None:
        self._catalog = catalog
        self._names = names
        self._kind = kind
        self._close = 1.0 if close is None else close
        self._alternatives = alternatives
        self._labels = names.labels(kind)
        self._alike = _Alike(list(self._labels)) if close is not None else None
        self._things: dict[str, Skill | Role] = {}
        if self._alike:
            catalog.read_ahead(Skill if kind == "skill" else Role)

    def matches(self, texts: Sequence[str]) -> dict[str, NameMatch]:
        """Return the match of each text."""
        found = {text: self._same(text) for text in texts}
        rest = [text for text, match in found.items() if match is None]
        near = self._alike.nearest([folded(_bare(it)) for it in rest]) if self._alike else [[] for _ in rest]
        by_likeness = {text: self._nearest(text, labels) for text, labels in zip(rest, near, strict=True)}
        return {text: match or by_likeness[text] for text, match in found.items()}

    def _same(self, text: str) -> NameMatch | None:
        """Return the thing with exactly this name; ``None`` if there is none."""
        same = self._names.matches(text, self._kind)
        if not same and (bare := _bare(text)) != text:
            same = self._names.matches(bare, self._kind)
        if len(same) == 1:
            by: Literal["exact", "folded"] = "exact" if self._is_exact(text, same[0]) else "folded"
            return NameMatch(name=text, by=by, score=1.0, thing=self._thing(same[0]))
        offered = tuple(NameCandidate(thing=self._thing(iri), score=1.0) for iri in same[: self._alternatives])
        return NameMatch(name=text, by="several", score=1.0, alternatives=offered) if same else None

    def _nearest(self, text: str, labels: list[tuple[str, float]]) -> NameMatch:
        """Return the match for a text by the most similar of its nearest labels."""
        best: dict[str, float] = {}
        for label, score in labels:
            for iri in self._labels[label]:
                best[iri] = max(best.get(iri, 0.0), score)
        ranked = sorted(best.items(), key=lambda it: (-it[1], it[0]))
        near = [iri for iri, score in ranked if score == ranked[0][1] >= self._close]
        chosen = near[0] if len(near) == 1 else ""
        others = [(iri, score) for iri, score in ranked if iri != chosen][: self._alternatives]
        return NameMatch(
            name=text,
            by="close" if chosen else "several" if near else "none",
            score=best[near[0]] if near else 0.0,
            thing=self._thing(chosen) if chosen else None,
            alternatives=tuple(NameCandidate(thing=self._thing(iri), score=score) for iri, score in others),
        )

    def _is_exact(self, text: str, iri: str) -> bool:
        wanted = text.strip()
        if iri == wanted:
            return True
        found = (term for name in _LABELS for term in self._catalog.dataset.objects(iri, name))
        return any(isinstance(term, ox.Literal) and term.value == wanted for term in found)

    def _thing(self, iri: str) -> Skill | Role:
        found = self._things.get(iri)
        if found is None:
            skill = self._kind == "skill"
            found = self._things[iri] = self._catalog.skill(iri) if skill else self._catalog.entity(iri, Role)
        return found


class _Alike:
    """An index of labels by trigrams of their words, in any order."""

    def __init__(self, labels: list[str]) -> None:
        try:
            import numpy as np
            from rapidfuzz import fuzz, process
        except ImportError as error:
            library = "numpy" if error.name == "numpy" else "rapidfuzz"
            raise MissingDependencyError(library, "Finding names that are only close", "match") from None
        self._np, self._pairwise, self._ratio = np, process.cpdist, fuzz.ratio
        self._labels = labels
        self._sorted = list(map(_in_order, labels))
        found: dict[str, list[int]] = {}
        parts = list(map(_sequences, labels))
        for number, sequences in enumerate(parts):
            for sequence in sequences:
                found.setdefault(sequence, []).append(number)
        self._index = {sequence: np.array(numbers, dtype=np.int32) for sequence, numbers in found.items()}
        # Rare trigrams have more weight.
        self._weights = {sequence: log(1 + len(labels) / len(numbers)) for sequence, numbers in found.items()}
        self._rarest = log(1 + len(labels))
        self._sums = np.array(list(map(self._weight, parts)))

    def _weight(self, sequences: Iterable[str]) -> float:
        return sum(self._weights.get(it, self._rarest) for it in sequences)

    def nearest(self, texts: Sequence[str]) -> list[list[tuple[str, float]]]:
        """Return the nearest labels for each text, with their similarity from 0 to 1.

        It is the greater of two similarities: of the texts, and of their words in sorted order. A text is compared only
        with the labels that share the most trigrams with it.
        """
        candidates = list(map(self._candidates, texts))
        numbers = [number for found in candidates for number in found]
        ones = [text for text, found in zip(texts, candidates, strict=True) for _ in found]
        ordered = {text: _in_order(text) for text in texts}
        plain = self._likeness(ones, [self._labels[it] for it in numbers])
        sorted_ = self._likeness([ordered[it] for it in ones], [self._sorted[it] for it in numbers])
        likeness = iter(self._np.maximum(plain, sorted_).round(4).tolist())
        return [
            [(self._labels[number], score) for number in found if (score := next(likeness)) >= _OFFERED]
            for found in candidates
        ]

    def _likeness(self, ones: list[str], others: list[str]) -> Any:
        return self._pairwise(ones, others, scorer=self._ratio, dtype=self._np.float64) / 100

    def _candidates(self, text: str) -> list[int]:
        """Return the numbers of the labels most similar to a text, by the Dice coefficient of their trigrams."""
        np = self._np
        every = _sequences(text)
        sequences = sorted(it for it in every if it in self._index)
        entries = [self._index[it] for it in sequences]
        if not entries:
            return []
        sizes = list(map(len, entries))
        weights = np.repeat([self._weights[it] for it in sequences], sizes)
        shared = np.bincount(np.concatenate(entries), weights, len(self._labels))
        near = np.flatnonzero(shared > _SHARED * shared.max())
        dice = shared[near] / (self._weight(every) + self._sums[near])
        if len(near) > _COMPARED:
            best = np.argpartition(-dice, _COMPARED)[:_COMPARED]
            near = near[best]
        return list(map(int, near))


def _bare(text: str) -> str:
    """Return a text without a gender marker at its end.

    >>> _bare("Baker (m/w/d)"), _bare("Vendeur H/F"), _bare("Baker (Paris)")
    ('Baker', 'Vendeur', 'Baker (Paris)')
    """
    return _GENDERS.sub("", text) or text


def _in_order(label: str) -> str:
    return " ".join(sorted(label.split()))


def _sequences(label: str) -> dict[str, None]:
    """Return the distinct trigrams in the words of a label, in order."""
    words = (f" {word} " for word in label.split())
    return dict.fromkeys([word[at : at + 3] for word in words for at in range(len(word) - 2)])
