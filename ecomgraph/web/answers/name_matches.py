"""The answer about what names in a file stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from ecomgraph.web.answers.things import Fraction, ThingJson, thing_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import NameMatch

__all__ = ["NameMatchJson", "name_matches_json"]


class NameCandidateJson(TypedDict):
    """A thing that a name may stand for."""

    thing: ThingJson
    score: Fraction


class NameMatchJson(TypedDict):
    """What a name stands for."""

    name: str
    level: Annotated[str, "the level beside the name in the file"]
    by: Literal["exact", "folded", "close", "several", "none"]
    score: Annotated[Fraction, "the similarity of label and name, from 0 to 1"]
    thing: Annotated[ThingJson | None, "null if nothing, or more than one thing, is likely"]
    alternatives: Annotated[list[NameCandidateJson], "other things, best first"]


def name_matches_json(found: Iterable[tuple[NameMatch, str]]) -> list[NameMatchJson]:
    """Return matches, each with the level that the file states.

    >>> from ecomgraph.model import NameMatch
    >>> name_matches_json([(NameMatch(name="juggling", by="none", score=0.0), "")])[0]["by"]
    'none'
    """
    return [
        {
            "name": match.name,
            "level": level,
            "by": match.by,
            "score": match.score,
            "thing": thing_json(match.thing) if match.thing else None,
            "alternatives": [{"thing": thing_json(it.thing), "score": it.score} for it in match.alternatives],
        }
        for match, level in found
    ]
