"""The answer that matches names in a file with things in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from ecomgraph.web.answers.things import Fraction, ThingJson, thing_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import NameMatch

__all__ = ["NameMatchJson", "name_matches_json"]


class NameCandidateJson(TypedDict):
    """A thing that a name may refer to."""

    thing: ThingJson
    score: Fraction


class NameMatchJson(TypedDict):
    """The thing that a name refers to."""

    name: str
    level: Annotated[str, "the level beside the name in the file"]
    by: Literal["exact", "folded", "close", "several", "none"]
    score: Annotated[Fraction, "the similarity of label and name, from 0 to 1"]
    thing: Annotated[ThingJson | None, "null if no thing, or more than one, is a likely match"]
    alternatives: Annotated[list[NameCandidateJson], "other things, best first"]


def name_matches_json(found: Iterable[tuple[NameMatch, str]]) -> list[NameMatchJson]:
    """Return the matches, each with the level stated in the file.

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
